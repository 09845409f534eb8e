package usher

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"
)

// worktop is what a call works on, kept for the next one.
type worktop struct {
	turn    Turn
	message Conversation
}

var worktops = sync.Pool{New: func() any { return new(worktop) }} //nolint:gochecknoglobals // memory to be used again, no state

func borrowWorktop() *worktop {
	w, _ := worktops.Get().(*worktop)
	return w
}

// giveBack keeps the turn's lists for the next one, and nothing that they held.
func (w *worktop) giveBack() {
	t := &w.turn
	clear(t.effects[:cap(t.effects)])
	clear(t.entries[:cap(t.entries)])
	*w = worktop{turn: Turn{effects: t.effects[:0], entries: t.entries[:0]}}
	worktops.Put(w)
}

// take commits a turn. It fails with errAgain if anything that the turn looked at has changed meanwhile. It returns the
// outcome and the other conversations that the change has moved.
func (r *Router) take(ctx context.Context, t *Turn, in *intake) (Outcome, []string, error) {
	at, err := r.place(t, in)
	if err != nil {
		return nil, nil, err
	}
	defer r.mu.Unlock() // place leaves it locked
	s := r.shard
	row := s.intake(in)
	if in.message != nil {
		s.woken(row)
		s.rejoin(row)
	}
	switch {
	case in.waits:
		s.tell(row, &in.turned)
	case in.steps:
		s.apply(row, &in.turned, at)
	}
	s.expireDue()
	s.match()
	outcome := after(in.first, s.outcome(row))
	r.remember(in, row, outcome)
	others := r.finish(row.ID)
	err = r.commit(ctx)
	if in.held {
		r.leave(in)
	}
	return outcome, others, err
}

// place asks the shard for an agent if the turn came to an assignment, and goes on with the turn at an exit. It returns
// with the lock held if there is no error.
func (r *Router) place(t *Turn, in *intake) (placed, error) {
	for {
		r.mu.Lock()
		if !r.unchanged(in) {
			r.mu.Unlock()
			return placed{}, errAgain
		}
		r.shard.begin(in.now)
		if in.waits {
			return placed{}, nil
		}
		at := r.shard.prepare(in.current(), &in.turned)
		if at.exit == "" {
			return at, nil
		}
		r.mu.Unlock() // the run goes on by the exit, and nothing has changed
		program := in.turned.Run.program
		so := in.turned
		so.Effects, so.Trace = slices.Clone(so.Effects), slices.Clone(so.Trace)
		in.turned = so.then(program.step(t, so.Run, so.Scene, NotPlaced{Exit: at.exit}, in.now))
	}
}

// then is what two turns did, the second one following the first.
func (t Turned) then(next Turned) Turned {
	next.Effects = slices.Concat(t.Effects, next.Effects)
	next.Trace = slices.Concat(t.Trace, next.Trace)
	if next.Changed == nil {
		next.Changed = t.Changed
	}
	return next
}

// unchanged reports whether the state is still the one that the turn has looked at.
func (r *Router) unchanged(in *intake) bool {
	if r.shard == nil || r.generation != in.generation || r.shard.rows[in.id] != in.before {
		return false
	}
	return r.shard.contact(in.contactOf()) == in.known
}

func (in *intake) contactOf() string {
	if in.row != nil {
		return in.row.Contact
	}
	return in.before.Contact
}

// intake puts the rows as a message makes them into the shard; for an event the row is a copy to be changed.
func (s *Shard) intake(in *intake) *ConversationRow {
	if in.row == nil {
		return s.edit(in.id)
	}
	row := in.row
	row.change = s.change
	if in.before == nil {
		s.use(row.Contact)
	} else if in.before.Contact != row.Contact { // the same conversation under another identity
		if in.other != nil { // what they had in common is counted once
			s.editContact(in.before.Contact).Conversations = 0
		}
		s.use(row.Contact)
		s.unuse(in.before.Contact)
	}
	if in.contact != in.known {
		in.contact.change = s.change
		s.contacts[row.Contact].row = in.contact
		s.batch.Contacts = append(s.batch.Contacts, in.contact)
	}
	s.put(row)
	row.log(in.entries...)
	if in.line.From != "" {
		row.say(in.line)
	}
	return row
}

// remember records the outcome of the message that the turn is about. A turn that carries on with an earlier message
// brings its record up to date.
func (r *Router) remember(in *intake, row *ConversationRow, outcome Outcome) {
	m, channel := &row.Message, row.Via
	if in.message != nil {
		m, channel = &in.message.Message, in.message.Channel
	}
	if m.ID == "" || in.message == nil && !in.carriesOn {
		return
	}
	b := r.shard.batch
	b.Remembered = append(b.Remembered, &RememberedRow{
		Channel: channel, Message: m.ID, Conversation: row.ID, Contact: row.Contact,
		Position: m.Position, At: in.now, Outcome: outcome,
	})
	if in.now.Sub(r.prunedAt) > time.Hour {
		r.prunedAt = in.now
		b.Prune = in.now.Add(-r.cfg.RememberFor)
		if keep := r.defs.desk.Retention.Closed; keep > 0 {
			b.Expire = in.now.Add(-keep)
			r.shard.expireClosed(b.Expire)
		}
	}
}

// finish ends a change: runs take their stored form if they are to, and the other conversations it moved are named.
func (r *Router) finish(own string) []string {
	s := r.shard
	var others []string
	others = append(others, s.gone...)
	for _, id := range s.touched {
		if id != own && !slices.Contains(others, id) {
			others = append(others, id)
		}
		if row := s.rows[id]; r.cfg.EncodeRuns && row != nil && row.Run != nil {
			row.Stored, row.Run = row.Run.Encode(), nil
		}
	}
	return others
}

// happening is what a turn is about if it is no message: an event, for the wait that has this fence or number.
type happening struct {
	event  Event
	fence  int
	number uint64
	timer  TimerKind
	kept   bool
	first  Outcome // of the call so far
}

// happened moves a conversation by an event. It returns nil if the event is stale. After an error the timer, the outbox
// or the kept message is still there, and Run comes back to it.
func (r *Router) happened(ctx context.Context, st *seat, h happening) (Outcome, []string, error) {
	if err := st.lock(ctx); err != nil {
		return nil, nil, err
	}
	defer st.unlock()
	var outcome Outcome
	var others []string
	err := r.redo(ctx, func() (err error) {
		outcome, others, err = r.happen(ctx, st.id, h)
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	return outcome, others, nil
}

func (r *Router) happen(ctx context.Context, id string, h happening) (Outcome, []string, error) {
	w := borrowWorktop()
	defer w.giveBack()
	t := &w.turn
	in, ok, err := r.lookFor(ctx, t, id, h)
	if err != nil || !ok {
		return nil, nil, err
	}
	return r.take(ctx, t, in)
}

// lookFor finds the run that the event is for, and lets it decide; false if the event is stale.
func (r *Router) lookFor(ctx context.Context, t *Turn, id string, h happening) (*intake, bool, error) {
	r.mu.Lock()
	if err := r.ensure(ctx); err != nil {
		r.mu.Unlock()
		return nil, false, err
	}
	s := r.shard
	in := &intake{id: id, now: r.now(), generation: r.generation, defs: r.defs, before: s.rows[id], steps: true, first: h.first}
	if in.before == nil || in.before.State == StateClosed {
		r.mu.Unlock()
		return nil, false, nil
	}
	in.known = s.contact(in.before.Contact)
	scene := s.scene(in.before)
	scene.Team = r.teamOf(scene.Channel)
	run, gone := r.defs.run(in.before)
	event := s.enqueued(in.before)
	reason := s.exitReason(in.before)
	r.mu.Unlock()
	switch {
	case h.timer == TimerFollow:
		follows := in.follows(t, scene)
		return in, follows, nil
	case h.timer == TimerExit:
		leaves := in.leaveQueue(t, run, scene, reason)
		return in, leaves, nil
	case h.timer == TimerQueued:
		waits := in.tellQueued(t, run, scene, event)
		return in, waits, nil
	case run == nil:
		in.turned = failed(scene, gone)
		waits := in.before.State == StateWaiting || in.before.State == StateAsking
		return in, waits, nil // otherwise the fallback has it already
	case !h.fits(run, in.before):
		return nil, false, nil
	case run.rest == RestAction && !run.acts():
		in.turned = failed(scene, fmt.Sprintf("step %s is no action any more", run.Position()))
		return in, true, nil
	}
	in.hear(t, run, scene, h)
	return in, true, nil
}

// hear lets the run decide about the event.
func (in *intake) hear(t *Turn, run *Run, scene Scene, h happening) {
	event := h.event
	_, timedOut := event.(TimedOut)
	in.carriesOn = !timedOut
	if h.kept {
		in.row = &ConversationRow{}
		*in.row = *in.before
		in.row.Version, in.row.Turn, in.row.Kept = in.before.Version+1, 0, in.before.Kept[1:]
		in.row.Message, in.row.Via = in.before.Kept[0].Message, in.before.Kept[0].Via
		in.contact = in.known
		event = Received{Message: in.row.Message}
		scene.Message = in.row.Message
	}
	in.turned = run.program.step(t, run, scene, event, in.now)
}

// follows begins the workflow that follows a close.
func (in *intake) follows(t *Turn, scene Scene) bool {
	if in.before.State != StateWaiting || in.before.AfterClose == "" || in.before.Run != nil || len(in.before.Stored) > 0 {
		return false
	}
	program := in.defs.byName(in.before.AfterClose)
	if program == nil {
		in.turned = failed(scene, fmt.Sprintf("the workflow %s is gone", in.before.AfterClose))
		return true
	}
	*t = Turn{scene: scene, now: in.now, effects: t.effects[:0], entries: t.entries[:0]}
	in.begin(t, program, scene, Started{})
	return true
}

// leaveQueue takes the exit of an assignment for which nobody came in time, or nobody is left.
func (in *intake) leaveQueue(t *Turn, run *Run, scene Scene, reason string) bool {
	place := in.before.Place
	if in.before.State != StateQueued || place == nil || place.Exit == "" {
		return false
	}
	if run == nil || run.rest != RestAssign || place.Step == "" || in.before.Fallback != "" {
		in.turned = failed(scene, reason)
		in.turned.Run = run
		return true
	}
	in.turned = run.program.step(t, run, scene, NotPlaced{Exit: place.Exit, Reason: reason}, in.now)
	return true
}

// tellQueued does the steps for the wait, if it waits yet.
func (in *intake) tellQueued(t *Turn, run *Run, scene Scene, event Enqueued) bool {
	place := in.before.Place
	if in.before.State != StateQueued || place == nil || place.Exit != "" || place.Told || run == nil || run.rest != RestAssign {
		return false
	}
	in.waits = true
	in.turned = run.program.step(t, run, scene, event, in.now)
	return true
}

// fits reports whether the event is for the wait that the conversation is in. One that an agent owns, or that waits for
// one, is out of the run's hands.
func (h happening) fits(run *Run, row *ConversationRow) bool {
	asking := row.State == StateAsking && run.rest == RestAnswer
	acting := row.State == StateWaiting && run.rest == RestAction
	sending := row.State == StateWaiting && run.rest == RestDelivery
	pausing := row.State == StateWaiting && run.rest == RestPause
	switch h.event.(type) {
	case TimedOut:
		return (asking || pausing) && run.fence == h.fence
	case ActionDone:
		if h.number > 0 { // by a callback
			return (acting || pausing && run.acts()) && run.delivery == h.number
		}
		return acting && run.fence == h.fence
	case Delivered:
		return sending && run.delivery == h.number
	case Undelivered:
		return (sending || asking) && run.delivery == h.number
	}
	return h.kept && (asking || pausing && run.listens()) && len(row.Kept) > 0
}

// start begins the workflow that the message, or the host, starts.
func (in *intake) start(t *Turn) {
	scene := in.scene(in.defs.tenant)
	scene.Team = in.team
	var program *Program
	event := Event(Received{Message: in.row.Message})
	*t = Turn{scene: scene, now: in.now, effects: t.effects[:0], entries: t.entries[:0]}
	if in.manual != "" {
		event = Started{}
		if program = in.defs.byName(in.manual); program == nil {
			in.turned = failed(scene, fmt.Sprintf("there is no workflow %q to start", in.manual))
			return
		}
	} else if program = in.defs.choose(t, OnMessage, OnOpened); program == nil {
		in.turned = failed(scene, "no workflow matches")
		in.turned.Trace = t.entries
		return
	}
	in.begin(t, program, scene, event)
}

// begin begins a run; what was passed over before it is told first.
func (in *intake) begin(t *Turn, program *Program, scene Scene, event Event) {
	guards := slices.Clone(t.entries)
	in.turned = program.step(t, program.Begin(), scene, event, in.now)
	if len(guards) > 0 {
		in.turned.Trace = slices.Concat(guards, in.turned.Trace)
	}
}

// teamOf tells how teams stand, for turns that are decided beside the shard.
func (r *Router) teamOf(channel string) func(team string) TeamState {
	return func(team string) TeamState {
		r.mu.Lock()
		defer r.mu.Unlock()
		if r.shard == nil {
			return TeamState{}
		}
		t := &Turn{scene: Scene{Channel: channel}, now: r.now(), shard: r.shard}
		return r.shard.teamState(t, team)
	}
}

// step moves the run that is under way; one whose definition is gone is the fallback's.
func (in *intake) step(t *Turn, event Event) {
	scene := in.scene(in.defs.tenant)
	scene.Team = in.team
	run, gone := in.defs.run(in.row)
	if run == nil {
		in.turned = failed(scene, gone)
		return
	}
	in.turned = run.program.step(t, run, scene, event, in.now)
}

func failed(scene Scene, reason string) Turned {
	return Turned{Rest: Rest{Kind: RestFailed, Reason: reason}, Scene: scene}
}
