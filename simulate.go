package usher

import (
	"fmt"
	"time"
)

// NewShard makes a shard of a desk, to be driven by hand: everybody in his first status, nothing in the queues.
func NewShard(d Desk) (*Shard, error) {
	prepared, found := prepare(d)
	if err := found.err(); err != nil {
		return nil, err
	}
	return newShard("", prepared, nil, &Batch{}), nil
}

// Place opens a conversation and places it as the assignment says: with an agent, or in a queue. The exits of the
// assignment are the caller's: if nobody of the desk could take it, or its strategy names nobody, nothing has changed
// and the error says why. A conversation that is open already is [ErrInvalid].
func (s *Shard) Place(conversation string, contact Contact, a Assign, now time.Time) (Outcome, error) {
	if row := s.rows[conversation]; row != nil {
		return nil, invalidf("conversation %s is %s", conversation, row.State)
	}
	s.begin(now)
	row := &ConversationRow{
		ID: conversation, Contact: contact.ID, Born: s.now, OpenedAt: s.now, OpenedBy: "host", Version: 1,
		change: s.change, State: StateWaiting,
	}
	place := &Placement{
		Team: a.Team, Agent: a.Agent, Must: a.Must, Prefer: a.Prefer, Priority: a.Priority, Aging: a.Aging, For: a.For,
		QueuedAt: s.now, by: a.By,
	}
	d := s.decide(&Turn{scene: Scene{Conversation: conversation, Contact: contact, OpenedAt: s.now, Born: s.now}, now: s.now}, place)
	switch {
	case d.failed != "":
		return nil, invalidf("%s", d.failed)
	case d.exit != "":
		return nil, invalidf("%s", nobody(place))
	}
	s.use(contact.ID)
	if known := s.editContact(contact.ID); known.pass(&contact) || known.Conversations == 0 {
		known.Conversations++
		row.Earlier = known.Conversations - 1
	}
	s.put(row)
	s.settle(row, place, d)
	return s.outcome(row), nil
}

// Close ends a conversation, and its agent gets the next one. It returns what was moved, the closed one first; nothing
// if there is no such conversation.
func (s *Shard) Close(conversation string, now time.Time) []Outcome {
	if s.rows[conversation] == nil {
		return nil
	}
	s.begin(now)
	s.close(s.edit(conversation), CloseConversation{}, "host")
	s.match()
	outcomes := s.outcomes()
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
	s.match()
	return s.outcomes(), nil
}

// Take hands out the rows of all changes since it was called last, in order: what a store would keep, the effects that a
// host would carry out, the timers that a loop would serve.
func (s *Shard) Take() *Batch {
	batch := s.batch
	s.batch = &Batch{}
	return batch
}
