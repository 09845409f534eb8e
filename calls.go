package usher

import (
	"context"
	"fmt"
	"strings"
)

// change makes a change of the shard: decide says what, or why not. It commits, delivers what was caused, and returns
// the outcomes of the conversations that were moved, in the order in which they were.
func (r *Router) change(ctx context.Context, decide func(s *Shard) error) ([]Outcome, error) {
	var outcomes []Outcome
	var moved []string
	err := r.redo(ctx, func() error {
		r.mu.Lock()
		defer r.mu.Unlock()
		if err := r.ensure(ctx); err != nil {
			return err
		}
		s := r.shard
		s.begin(r.now())
		s.holdInstant()
		if err := decide(s); err != nil {
			return err
		}
		s.expireDue()
		s.holdMatching()
		s.match()
		outcomes = s.outcomes()
		moved = r.finish("")
		return r.keep(ctx, s)
	})
	outcomes, moved = r.release(ctx, outcomes, moved)
	if err != nil {
		return nil, err
	}
	return r.follow(ctx, outcomes, moved), nil
}

// keep commits what a change did; one that did nothing still rests on what others did before it.
func (r *Router) keep(ctx context.Context, s *Shard) error {
	if s.batch.empty() {
		return r.await(ctx)
	}
	return r.commit(ctx)
}

// follow does what follows a change: deliveries, and the exits of those whom nobody can take any more.
func (r *Router) follow(ctx context.Context, outcomes []Outcome, moved []string) []Outcome {
	budget := r.within(ctx)
	defer budget.stop()
	for _, id := range moved {
		var err error
		r.withSeat(id, func(st *seat) {
			var outcome Outcome
			var others []string
			if h, owed := r.owed(id); owed {
				outcome, others, err = r.happened(ctx, st, h)
			}
			if err == nil {
				outcome = r.afterwards(budget, st, outcome, others)
			}
			if outcome != nil {
				outcomes = append(outcomes, outcome)
			}
		})
		if err != nil { // the change itself is kept, and Run does the rest
			break
		}
	}
	return outcomes
}

// owed is what a workflow has to decide about at once: an exit to be taken, the steps for the wait.
func (r *Router) owed(id string) (happening, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.shard == nil {
		return happening{}, false
	}
	for _, kind := range []TimerKind{TimerExit, TimerQueued, TimerFollow} {
		if t, ok := r.shard.timers.byKey[timerKey{id, kind}]; ok && !t.Due.After(r.now()) {
			return happening{timer: kind, fence: t.Fence}, true
		}
	}
	return happening{}, false
}

// SetAgent adds an agent, or changes what is known of one: teams, skills, capacity. His status stays as it is; a new
// agent has the one given. It returns the conversations that this moved.
func (r *Router) SetAgent(ctx context.Context, agent Agent) ([]Outcome, error) {
	if err := agent.check(); err != nil {
		return nil, err
	}
	return r.change(ctx, func(s *Shard) error {
		if unknown := s.desk.unknown(&agent); len(unknown) > 0 {
			return fmt.Errorf("%w: agent %s: %s", ErrUnknown, agent.ID, unknown[0].Message)
		}
		s.setAgent(agent, true)
		return nil
	})
}

// RemoveAgent takes an agent away; his conversations go back to where they were given from, with their age. Removing
// one who is not there changes nothing.
func (r *Router) RemoveAgent(ctx context.Context, agent string) ([]Outcome, error) {
	if err := checkID("agent", agent); err != nil {
		return nil, err
	}
	return r.change(ctx, func(s *Shard) error {
		s.removeAgent(agent)
		return nil
	})
}

// SetStatus says whether an agent can be given work. Going offline gives his conversations back; going away keeps them.
// Coming online matches him with what waits, in this call.
func (r *Router) SetStatus(ctx context.Context, agent string, status Status) ([]Outcome, error) {
	if err := checkID("agent", agent); err != nil {
		return nil, err
	}
	if status > Online {
		return nil, invalidf("unknown status %d", status)
	}
	return r.change(ctx, func(s *Shard) error {
		if s.staff.byID[agent] == nil {
			return fmt.Errorf("%w agent %q", ErrUnknown, agent)
		}
		s.setStatus(agent, status)
		return nil
	})
}

// with makes a change of one conversation, which is fetched if it is not in memory. A request that was carried out
// before is answered as it was then.
func (r *Router) with(
	ctx context.Context, id, request string, decide func(s *Shard, row *ConversationRow) error,
) ([]Outcome, error) {
	if err := checkID("conversation", id); err != nil {
		return nil, err
	}
	var outcomes []Outcome
	var moved []string
	var err error
	r.withSeat(id, func(st *seat) {
		if err = st.lock(ctx); err != nil {
			return
		}
		err = r.redo(ctx, func() (err error) {
			r.mu.Lock()
			defer r.mu.Unlock()
			outcomes, moved, err = r.once(ctx, id, request, decide)
			return err
		})
		st.unlock()
		outcomes, moved = r.release(ctx, outcomes, moved)
		if err == nil {
			outcomes = r.follow(ctx, outcomes, moved)
		}
	})
	if err != nil {
		return nil, err
	}
	return outcomes, nil
}

// once is one try of a change of one conversation. The lock is held.
func (r *Router) once(
	ctx context.Context, id, request string, decide func(s *Shard, row *ConversationRow) error,
) ([]Outcome, []string, error) {
	repeated, err := r.resident(ctx, id, request)
	if err != nil || repeated != nil {
		return []Outcome{repeated}, nil, err
	}
	s := r.shard
	row := s.rows[id]
	if row == nil {
		return nil, nil, fmt.Errorf("%w conversation %q", ErrUnknown, id)
	}
	s.begin(r.now())
	s.holdInstant()
	if err := decide(s, row); err != nil {
		return nil, nil, err
	}
	s.expireDue()
	s.holdMatching()
	s.match()
	outcomes := s.outcomes()
	if len(outcomes) == 0 {
		outcomes = []Outcome{s.outcome(s.rows[id])}
	}
	if request != "" {
		s.batch.Remembered = append(s.batch.Remembered, &RememberedRow{
			Channel: requestChannel + id, Message: request, Conversation: id, Contact: row.Contact,
			At: s.now, Outcome: outcomes[0],
		})
	}
	return outcomes, r.finish(""), r.keep(ctx, s)
}

// requestChannel keeps the ids of the host's requests, each for its conversation, apart from those of messages: no channel
// of a host has a control character in its name.
const requestChannel = "\x01request/"

// resident makes sure that the conversation is in memory if there is one, and finds the outcome of a repeated request.
// The lock is held.
//
//nolint:nilnil // no outcome is an answer: the request is a new one
func (r *Router) resident(ctx context.Context, id, request string) (Outcome, error) {
	if err := r.ensure(ctx); err != nil {
		return nil, err
	}
	if r.shard.rows[id] != nil && request == "" {
		return nil, nil
	}
	found, err := r.fetch(ctx, Key{Conversation: id, Channel: requestChannel + id, Message: request})
	if err != nil {
		return nil, err
	}
	if r.shard.rows[id] == nil && found.Conversation != nil {
		r.shard.admit(found.Conversation)
		if entry := r.shard.contacts[found.Conversation.Contact]; entry.row == nil {
			entry.row = found.Contact.ours()
		}
	}
	if m := found.Remembered; m != nil && r.now().Sub(m.At) < r.cfg.RememberFor {
		return m.Outcome, nil
	}
	return nil, nil
}

// An AgentMessage is what an agent wrote in a conversation, for the record.
type AgentMessage struct {
	Agent string
	// ID names the message, so that a repeat is recognised; it is required.
	ID   string
	Text string
}

// AgentWrote puts what an agent wrote into the conversation's record. Only the owner writes: another agent's message is
// [ErrInvalid]. It stops [Assign.AnswerWithin], and from then on the conversation waits for its contact: see [Costs].
func (r *Router) AgentWrote(ctx context.Context, conversation string, m AgentMessage) ([]Outcome, error) {
	if err := checkID("agent", m.Agent); err != nil {
		return nil, err
	}
	if err := checkID("message", m.ID); err != nil {
		return nil, err
	}
	if len(m.Text) > r.cfg.MaxText {
		return nil, invalidf("the message has %d bytes of text, over the limit of %d", len(m.Text), r.cfg.MaxText)
	}
	return r.with(ctx, conversation, "wrote/"+m.ID, func(s *Shard, row *ConversationRow) error {
		if row.State != StateAssigned || row.Agent != m.Agent {
			return invalidf("agent %s does not own conversation %s", m.Agent, conversation)
		}
		row = s.edit(conversation)
		row.say(Line{At: s.now, From: FromAgent, Text: tidy(m.Text)})
		s.replied(row)
		return nil
	})
}

// A Transfer moves a conversation to a team or to an agent.
type Transfer struct {
	Team  string
	Agent string
	// By is who transfers it: an agent, or empty for the host.
	By string
	// RequestID names the request, so that it can be made again; it is required.
	RequestID string
}

// Transfer moves a conversation to a team or an agent, whatever it is doing: it is placed there as by a new assignment,
// without requirements, and keeps its age. Its workflow ends. A closed one cannot be moved.
func (r *Router) Transfer(ctx context.Context, conversation string, to Transfer) ([]Outcome, error) {
	if (to.Team == "") == (to.Agent == "") {
		return nil, invalidf("a transfer goes either to a team or to an agent")
	}
	if err := checkID("request", to.RequestID); err != nil {
		return nil, err
	}
	return r.with(ctx, conversation, "transfer/"+to.RequestID, func(s *Shard, row *ConversationRow) error {
		switch {
		case to.Team != "" && s.desk.teams[to.Team] == nil:
			return fmt.Errorf("%w team %q", ErrUnknown, to.Team)
		case to.Agent != "" && s.staff.byID[to.Agent] == nil:
			return fmt.Errorf("%w agent %q", ErrUnknown, to.Agent)
		case row.State == StateClosed:
			return invalidf("conversation %s is closed", conversation)
		}
		s.transfer(conversation, to)
		return nil
	})
}

// CloseConversation ends a conversation, and its agent gets the next one in the same call. The summary is taken as it
// is. Closing a closed one changes nothing, nor does the same close once more while a workflow that follows it ([OnClosed])
// is under way; one that is not known is [ErrUnknown].
func (r *Router) CloseConversation(ctx context.Context, conversation string, how CloseConversation) ([]Outcome, error) {
	return r.end(ctx, conversation, how, byHost)
}

// ContactLeft ends a conversation because the contact is gone.
func (r *Router) ContactLeft(ctx context.Context, conversation string) ([]Outcome, error) {
	return r.end(ctx, conversation, CloseConversation{Summary: "the contact left"}, byContact)
}

// isClosed reports whether a conversation was closed like this already, and a workflow that follows the close is under way:
// the call is a repeat.
func (row *ConversationRow) isClosed(how CloseConversation) bool {
	under := row.State == StateAsking || row.State == StateWaiting
	return under && row.AfterClose != "" && row.Category == how.Category && row.Summary == how.Summary
}

func (r *Router) end(ctx context.Context, conversation string, how CloseConversation, by string) ([]Outcome, error) {
	return r.with(ctx, conversation, "", func(s *Shard, row *ConversationRow) error {
		if row.State == StateClosed || by == byHost && row.isClosed(how) {
			return nil
		}
		row = s.edit(conversation)
		detail := "by the " + by
		if why := strings.TrimSpace(how.Category + " " + how.Summary); why != "" {
			detail += ": " + why
		}
		row.log(Entry{At: s.now, Kind: EntryClosed, Detail: detail})
		s.close(row, how, by)
		return nil
	})
}
