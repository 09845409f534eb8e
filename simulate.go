package usher

import (
	"fmt"
	"time"
)

// NewShard makes a shard of a desk, to be driven by hand: everybody in his first status, nothing in the queues. What looks
// random comes from the seed 0.
//
// Every method that takes an instant is one change at that instant, which must not be before the last one: the change
// itself, then the clocks that have run out by then, then the matching. [Shard.Advance] is a change that is nothing but
// time. A conversation that comes to an exit of its assignment goes to the fallback team: there is no workflow.
func NewShard(d Desk) (*Shard, error) {
	prepared, found := prepare(d)
	if err := found.err(); err != nil {
		return nil, err
	}
	return newShard("", 0, prepared, nil, &Batch{}, time.Time{}), nil
}

// Place opens a conversation and places it as the assignment says: with an agent, or in a queue. If nobody of the desk
// could take it, its strategy names nobody or the queue is full, nothing has changed and the error says why. Its
// expressions cannot be used: an assignment that has any is [ErrInvalid], and so is a conversation that is open already.
func (s *Shard) Place(conversation string, contact Contact, a Assign, now time.Time) (Outcome, error) {
	return s.PlaceOn("", conversation, contact, a, now)
}

// PlaceOn is Place for a conversation of a channel, for costs and limits.
func (s *Shard) PlaceOn(channel, conversation string, contact Contact, a Assign, now time.Time) (Outcome, error) {
	if row := s.rows[conversation]; row != nil {
		return nil, invalidf("conversation %s is %s", conversation, row.State)
	}
	plan := a.plan()
	if plan.conditional() {
		return nil, invalidf("the assignment has expressions, which only a workflow can evaluate")
	}
	s.begin(now)
	row := &ConversationRow{
		ID: conversation, Channel: channel, Contact: contact.ID, Born: s.now, OpenedAt: s.now, OpenedBy: byHost, Version: 1,
		change: s.change, State: StateWaiting,
	}
	scene := Scene{Conversation: conversation, Channel: channel, Contact: contact, OpenedAt: s.now, Born: s.now}
	t := &Turn{scene: scene, now: s.now, shard: s}
	place, _ := s.enter(t, "", plan)
	d := s.settleStage(t, row, place)
	switch {
	case d.failed != "":
		return nil, invalidf("%s", d.failed)
	case d.exit != "":
		return nil, invalidf("%s", s.nobody(place))
	case d.agent == nil && a.MaxQueue > 0 && s.waitingFor(place) >= a.MaxQueue:
		return nil, invalidf("%d conversations wait already", a.MaxQueue)
	}
	s.use(contact.ID)
	if known := s.editContact(contact.ID); known.pass(&contact) || known.Conversations == 0 {
		known.Conversations++
		row.Earlier = known.Conversations - 1
	}
	s.put(row)
	s.settle(t, row, place, d)
	s.end()
	return s.outcome(s.rows[conversation]), nil
}

// end does what follows a change made by hand.
func (s *Shard) end() []Outcome {
	s.expireDue()
	s.match()
	for len(s.gone) > 0 {
		gone := s.gone
		s.gone = nil
		for _, id := range gone {
			if row := s.rows[id]; row.State == StateQueued && row.Place.Exit != "" {
				s.fallback(s.edit(id), s.exitReason(row))
			}
		}
		s.match()
	}
	return s.outcomes()
}

// Advance lets time pass: clocks run out, calendars open and close.
func (s *Shard) Advance(now time.Time) []Outcome {
	s.begin(now)
	return s.end()
}

// NextDue is the next instant at which something happens by itself; false: nothing will.
func (s *Shard) NextDue() (time.Time, bool) {
	next, ok := s.nextAlarm()
	if clock, runs := s.clocks.next(); runs && (!ok || clock.Due.Before(next)) {
		next, ok = clock.Due, true
	}
	return next, ok
}

// Close ends a conversation, and its agent gets the next one. It returns what was moved, the closed one first; nothing
// if there is no such conversation.
func (s *Shard) Close(conversation string, now time.Time) []Outcome {
	if s.rows[conversation] == nil {
		return nil
	}
	s.begin(now)
	s.close(s.edit(conversation), CloseConversation{}, byHost)
	outcomes := s.end()
	s.evict(conversation)
	return outcomes
}

// SetStatus says whether an agent can be given work, and returns the conversations that this moved.
func (s *Shard) SetStatus(agent string, status Status, now time.Time) ([]Outcome, error) {
	if s.staff.byID[agent] == nil {
		return nil, fmt.Errorf("%w agent %q", ErrUnknown, agent)
	}
	s.begin(now)
	s.setStatus(agent, status)
	return s.end(), nil
}

// SetAgent adds an agent, or changes what is known of one.
func (s *Shard) SetAgent(agent Agent, now time.Time) ([]Outcome, error) {
	if err := agent.check(); err != nil {
		return nil, err
	}
	if unknown := s.desk.unknown(&agent); len(unknown) > 0 {
		return nil, fmt.Errorf("%w: agent %s: %s", ErrUnknown, agent.ID, unknown[0].Message)
	}
	s.begin(now)
	s.setAgent(agent, true)
	return s.end(), nil
}

// RemoveAgent takes an agent away.
func (s *Shard) RemoveAgent(agent string, now time.Time) []Outcome {
	s.begin(now)
	s.removeAgent(agent)
	return s.end()
}

// Accept makes the agent who is asked the owner; [ErrConflict] if he is not asked.
func (s *Shard) Accept(conversation, agent string, now time.Time) ([]Outcome, error) {
	return s.answered(conversation, agent, StateOffered, now, s.accept)
}

// Decline refuses an offer; [ErrConflict] if there is none.
func (s *Shard) Decline(conversation, agent string, now time.Time) ([]Outcome, error) {
	return s.answered(conversation, agent, StateOffered, now, s.decline)
}

// AgentWrote notes that the owner has written; [ErrConflict] if he is not the owner.
func (s *Shard) AgentWrote(conversation, agent string, now time.Time) ([]Outcome, error) {
	return s.answered(conversation, agent, StateAssigned, now, s.replied)
}

// Hold puts a conversation on hold; [ErrConflict] if the agent does not own it.
func (s *Shard) Hold(conversation, agent string, now time.Time) ([]Outcome, error) {
	return s.answered(conversation, agent, StateAssigned, now, func(row *ConversationRow) { s.putOnHold(row, true) })
}

// Resume takes up a conversation that is on hold; [ErrConflict] if the agent does not own it.
func (s *Shard) Resume(conversation, agent string, now time.Time) ([]Outcome, error) {
	return s.answered(conversation, agent, StateAssigned, now, func(row *ConversationRow) { s.putOnHold(row, false) })
}

func (s *Shard) answered(
	conversation, agent string, state State, now time.Time, do func(row *ConversationRow),
) ([]Outcome, error) {
	row := s.rows[conversation]
	if row == nil || row.State != state || row.Agent != agent {
		return nil, conflictf("%s does not have %s", agent, conversation)
	}
	s.begin(now)
	do(s.edit(conversation))
	return s.end(), nil
}

// ContactWrote notes that the contact has written: a conversation that waited for him, or was on hold, wakes.
func (s *Shard) ContactWrote(conversation string, now time.Time) []Outcome {
	if s.rows[conversation] == nil {
		return nil
	}
	s.begin(now)
	s.woken(s.edit(conversation))
	return s.end()
}

// Transfer moves a conversation to a team or an agent.
func (s *Shard) Transfer(conversation string, to Transfer, now time.Time) ([]Outcome, error) {
	switch row := s.rows[conversation]; {
	case row == nil || row.State == StateClosed:
		return nil, fmt.Errorf("%w conversation %q", ErrUnknown, conversation)
	case to.Team != "" && s.desk.teams[to.Team] == nil:
		return nil, fmt.Errorf("%w team %q", ErrUnknown, to.Team)
	case to.Agent != "" && s.staff.byID[to.Agent] == nil:
		return nil, fmt.Errorf("%w agent %q", ErrUnknown, to.Agent)
	}
	s.begin(now)
	s.transfer(conversation, to)
	return s.end(), nil
}

// Conversation is where a conversation is; nil if there is none.
func (s *Shard) Conversation(id string) Outcome {
	row := s.rows[id]
	if row == nil {
		return nil
	}
	return s.outcome(row)
}

// Agents are all who work here, in the order of the desk.
func (s *Shard) Agents() []AgentView {
	views := make([]AgentView, 0, len(s.staff.roster))
	for _, a := range s.staff.roster {
		views = append(views, s.view(a))
	}
	return views
}

// Take hands out the rows of all changes since it was called last, in order: what a store would keep, the effects that a
// host would carry out, the timers that a loop would serve.
func (s *Shard) Take() *Batch {
	batch := s.batch
	s.batch = &Batch{}
	return batch
}
