package usher

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// intake is one turn on its way from the look at the state to the commit: what was there, what is to be.
type intake struct {
	id         string
	now        time.Time
	generation uint64
	defs       *definitions
	before     *ConversationRow // as they were when looked at; nil: new
	known      *ContactRow
	pinned     string           // the contact whose row is kept in memory for the turn
	other      *ContactRow      // under which the contact was known so far, if that has changed
	row        *ConversationRow // as a message makes them; nil: the turn is about an event
	contact    *ContactRow
	opened     bool
	message    *Conversation
	manual     WorkflowID
	turned     Turned
	key        rememberedKey // of the message
	held       bool          // whether other calls with the message id wait for this one
	steps      bool          // the workflow moved; otherwise only the rows change
	waits      bool          // it has done the steps for the wait: the conversation waits on
	first      Outcome       // of the call so far, for an event
	carriesOn  bool          // the event belongs to the message before it
	line       Line          // what the contact said
	entries    []Entry       // for the record, before the turn's own
	team       func(team string) TeamState
	change     uint64 // the shard's last one
}

// turn routes a message, or starts a workflow.
func (r *Router) turn(ctx context.Context, c Conversation, manual WorkflowID) (Outcome, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	r.mu.Lock()
	st := r.pin(c.ID)
	r.mu.Unlock()
	var outcome Outcome
	var others []string
	err := st.lock(ctx)
	if err == nil {
		w := borrowWorktop()
		w.message = c
		outcome, others, err = r.receive(ctx, w, manual)
		if errors.Is(err, errAgain) {
			outcome, others, err = r.insist(ctx, w, manual)
		}
		w.giveBack()
		st.unlock()
	}
	if err == nil {
		outcome = r.afterwards(ctx, st, outcome, others)
	}
	r.mu.Lock()
	r.unpin(st)
	r.mu.Unlock()
	return outcome, err
}

// insist tries a message again, until nothing comes first. The contact's other conversations wait for it meanwhile.
func (r *Router) insist(ctx context.Context, w *worktop, manual WorkflowID) (outcome Outcome, others []string, err error) {
	r.withSeat("\x00contact/"+cmp.Or(w.message.Contact.ID, anonymous(w.message.ID)), func(st *seat) {
		if err = st.lock(ctx); err != nil {
			return
		}
		defer st.unlock()
		err = errAgain
		for tries := 1; errors.Is(err, errAgain); tries++ {
			if err = again(ctx, tries); err == nil {
				outcome, others, err = r.receive(ctx, w, manual)
			}
		}
	})
	return outcome, others, err
}

// receive is one try of a message: look, decide, keep.
func (r *Router) receive(ctx context.Context, w *worktop, manual WorkflowID) (Outcome, []string, error) {
	c := &w.message
	key := rememberedKey{c.Channel, c.Message.ID}
	var in intake
	recorded, err := r.look(ctx, c, manual, key, &in)
	if recorded != nil || err != nil {
		return recorded, nil, err
	}
	in.key, in.held = key, true
	in.decide(&w.turn)
	outcome, others, err := r.take(ctx, &w.turn, &in)
	if in.held {
		r.mu.Lock()
		r.leave(&in)
		r.mu.Unlock()
	}
	return outcome, others, err
}

// leave lets other calls with this message id go on. The lock is held.
func (r *Router) leave(in *intake) {
	in.held = false
	delete(r.inFlight, in.key)
	r.unpinContact(in)
	r.committed.Broadcast()
}

// look finds what there is of the conversation and its contact, or the outcome recorded for the message.
func (r *Router) look(ctx context.Context, c *Conversation, manual WorkflowID, key rememberedKey, in *intake) (Outcome, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.ensure(ctx); err != nil {
		return nil, err
	}
	for r.inFlight[key] { // the same message id in another conversation
		if err := r.wait(ctx); err != nil {
			return nil, err
		}
	}
	if r.shard == nil {
		return nil, errAgain
	}
	r.inFlight[key] = true
	outcome, err := r.find(ctx, c, manual, in)
	if outcome != nil || err != nil {
		r.unpinContact(in)
		delete(r.inFlight, key)
		r.committed.Broadcast()
	}
	return outcome, err
}

// find is look, once nobody else has the message in hand.
//
//nolint:nilnil // no outcome is an answer: the message is a new one
func (r *Router) find(ctx context.Context, c *Conversation, manual WorkflowID, in *intake) (Outcome, error) {
	*in = intake{id: c.ID, now: r.now(), generation: r.generation, defs: r.defs, message: c, manual: manual}
	in.team, in.change = r.teamOf(c.Channel), r.shard.change
	key := Key{Conversation: c.ID, Contact: c.Contact.ID, Channel: c.Channel, Message: c.Message.ID}
	r.pinContact(in, key.Contact)
	found, err := r.fetch(ctx, key)
	if err != nil {
		return nil, err
	}
	s := r.shard
	if m := found.Remembered; m != nil && in.now.Sub(m.At) < r.cfg.RememberFor {
		if m.Conversation != c.ID { // nothing is swallowed in silence
			return nil, invalidf("message %s of channel %q was used in conversation %s: its id has to be unique in its channel",
				c.Message.ID, c.Channel, m.Conversation)
		}
		return m.Outcome, nil
	}
	if s.rows[c.ID] == nil && found.Conversation != nil {
		s.admit(found.Conversation)
	}
	in.before = s.rows[c.ID]
	if in.known, err = r.knownContact(ctx, in, found); err != nil {
		return nil, err
	}
	if in.before != s.rows[c.ID] {
		return nil, errAgain
	}
	if err := r.acceptable(in); err != nil {
		return nil, err
	}
	if kind := c.Message.Kind; kind != NewMessage {
		return s.ignored(in.before, c.ID, in.now), nil
	}
	if id := in.contactID(); in.before != nil && in.before.Contact != id {
		in.other = s.contact(in.before.Contact)
		in.note(EntryReceived, "the contact has another identity now")
	}
	in.fill()
	return nil, nil
}

// pinContact keeps the contact's row in memory for the turn, so that conversations of one contact see each other's
// changes.
func (r *Router) pinContact(in *intake, id string) {
	if id != "" && in.pinned == "" {
		in.pinned = id
		r.shard.use(id)
	}
}

func (r *Router) unpinContact(in *intake) {
	if r.shard != nil && r.generation == in.generation && in.pinned != "" {
		r.shard.unuse(in.pinned)
	}
}

// anonymous is the contact of a conversation whose host names none.
func anonymous(conversation string) string { return "conversation/" + conversation }

func (in *intake) contactID() string {
	switch {
	case in.message.Contact.ID != "":
		return in.message.Contact.ID
	case in.before != nil:
		return in.before.Contact
	}
	return anonymous(in.id)
}

// knownContact is the contact's row, pinned; nil if he is new.
func (r *Router) knownContact(ctx context.Context, in *intake, found Found) (*ContactRow, error) {
	id := in.contactID()
	if in.pinned == "" { // which contact it is was not known before
		r.pinContact(in, id)
		if r.shard.contact(id) == nil {
			again, err := r.fetch(ctx, Key{Contact: id})
			if err != nil {
				return nil, err
			}
			found.Contact = again.Contact
		}
	}
	if entry := r.shard.contacts[id]; entry.row == nil && found.Contact != nil && found.Contact.ID == id {
		entry.row = found.Contact.ours()
	}
	if in.before != nil && in.before.Contact != id && r.shard.contact(in.before.Contact) == nil {
		again, err := r.fetch(ctx, Key{Contact: in.before.Contact})
		if err != nil {
			return nil, err
		}
		if entry := r.shard.contacts[in.before.Contact]; entry != nil && entry.row == nil {
			entry.row = again.Contact.ours()
		}
	}
	return r.shard.contact(id), nil
}

// acceptable says what makes a message unacceptable for good, given what is known of the conversation.
func (r *Router) acceptable(in *intake) error {
	m := &in.message.Message
	if !m.SentAt.IsZero() && in.now.Sub(m.SentAt) > r.cfg.RememberFor {
		return fmt.Errorf("%w (it was sent at %s)", ErrTooOld, m.SentAt.UTC().Format(time.RFC3339))
	}
	if in.before == nil {
		return nil
	}
	if m.Position > 0 {
		for _, mark := range in.before.Marks {
			if in.now.Sub(mark.At) >= r.cfg.RememberFor && m.Position <= mark.Position {
				return fmt.Errorf("%w (it has position %d)", ErrTooOld, m.Position)
			}
		}
	}
	if in.manual != "" && in.before.State != StateClosed {
		return invalidf("conversation %s is %s: close it before another workflow is started", in.id, in.before.State)
	}
	return nil
}

// ignored is the answer to what is no message: the conversation is where it was.
func (s *Shard) ignored(row *ConversationRow, id string, now time.Time) Outcome {
	entry := Entry{At: now, Kind: EntryIgnored, Detail: "only a message answers a question or starts a workflow"}
	if row == nil {
		return Closed{Result: Result{Conversation: id, State: StateClosed, Trace: Trace{entry}}}
	}
	same := *row
	same.Trace, same.Turn = Trace{entry}, 1
	return s.outcome(&same)
}

// current is the conversation as it is to be.
func (in *intake) current() *ConversationRow {
	if in.row != nil {
		return in.row
	}
	return in.before
}

func (in *intake) note(kind EntryKind, detail string) {
	in.entries = append(in.entries, Entry{At: in.now, Kind: kind, Detail: detail})
}

// decide lets the workflow decide, if the message is for it. Nothing is locked but the conversation.
func (in *intake) decide(t *Turn) {
	row := in.row
	switch {
	case in.opened:
		in.steps = true
		in.start(t)
	case row.State == StateAsking && len(row.Kept) == 0:
		in.steps = true
		in.step(t, Received{Message: row.Message})
	case row.State == StateWaiting && in.ends():
		in.steps = true
		row.Message, row.Via = in.message.Message, in.message.Channel
		in.step(t, Received{Message: row.Message})
	case row.State == StateWaiting || row.State == StateAsking:
		if len(row.Kept) >= maxTranscript {
			in.note(EntryIgnored, "too many messages wait already; this one is in the transcript only")
			return
		}
		row.Kept = append(slices.Clip(row.Kept), KeptMessage{in.message.Message, in.message.Channel})
		in.note(EntryKept, "a step is at work; the message is used when it is done")
	default:
		in.note(EntryReceived, "the workflow is silent")
	}
}
