package usher

import "context"

// Accept makes the agent who is asked the owner of the conversation. Accepting again changes nothing. An offer that is
// over, or was made to somebody else, is [ErrConflict]: then nothing has changed.
func (r *Router) Accept(ctx context.Context, conversation, agent string) ([]Outcome, error) {
	return r.answer(ctx, conversation, agent, "accept", func(s *Shard, row *ConversationRow) bool {
		switch {
		case row.State == StateOffered && row.Agent == agent:
			s.accept(s.edit(conversation))
			return true
		case row.State == StateAssigned && row.Agent == agent:
			return true
		}
		return false
	})
}

// Decline refuses an offer: the agent is not asked about the conversation again until he has been offline and is back.
// Declining again changes nothing. An offer that is over, or was made to somebody else, is [ErrConflict].
func (r *Router) Decline(ctx context.Context, conversation, agent string) ([]Outcome, error) {
	return r.answer(ctx, conversation, agent, "decline", func(s *Shard, row *ConversationRow) bool {
		a := s.staff.byID[agent]
		switch {
		case row.State == StateOffered && row.Agent == agent:
			s.decline(s.edit(conversation))
			return true
		case a != nil && row.State != StateAssigned && row.hasRefused(a):
			return true
		}
		return false
	})
}

// Hold puts a conversation on hold: it costs its agent what [Costs.OnHold] says, until he takes it up again or the contact
// writes. Holding again changes nothing. A conversation that the agent does not own is [ErrConflict].
func (r *Router) Hold(ctx context.Context, conversation, agent string) ([]Outcome, error) {
	return r.putOnHold(ctx, conversation, agent, true)
}

// Resume takes up a conversation that is on hold. It stays with its agent also when its cost does not fit any more: then he
// is given nothing new until it does. Resuming again changes nothing.
func (r *Router) Resume(ctx context.Context, conversation, agent string) ([]Outcome, error) {
	return r.putOnHold(ctx, conversation, agent, false)
}

func (r *Router) putOnHold(ctx context.Context, conversation, agent string, hold bool) ([]Outcome, error) {
	what := "resume"
	if hold {
		what = "hold"
	}
	return r.answer(ctx, conversation, agent, what, func(s *Shard, row *ConversationRow) bool {
		if row.State != StateAssigned || row.Agent != agent {
			return false
		}
		if row.OnHold != hold {
			s.putOnHold(s.edit(conversation), hold)
		}
		return true
	})
}

// answer is what an agent does with a conversation; decide reports whether it is possible.
func (r *Router) answer(
	ctx context.Context, conversation, agent, what string, decide func(s *Shard, row *ConversationRow) bool,
) ([]Outcome, error) {
	if err := checkID("agent", agent); err != nil {
		return nil, err
	}
	return r.with(ctx, conversation, "", func(s *Shard, row *ConversationRow) error {
		if !decide(s, row) {
			return conflictf("%s cannot %s conversation %s: it is %s", agent, what, conversation, row.whose())
		}
		return nil
	})
}

// whose says where a conversation is, and who has it.
func (row *ConversationRow) whose() string {
	switch row.State {
	case StateAssigned:
		return "assigned to " + row.Agent
	case StateOffered:
		return "offered to " + row.Agent
	}
	return string(row.State)
}
