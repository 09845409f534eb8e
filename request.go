package usher

import (
	"iter"
	"time"
)

// An Assigner is a strategy: it chooses the team or the agent. It is a plain value, safe for several routers at once. It
// looks at nothing but the request, is called with the router's staff locked, and must not call the router. It is called
// when the conversation arrives, and again, whenever that could change the answer, if it held the conversation or passed.
// A panic counts as a pass.
type Assigner interface {
	Assign(r *Request) Decision
}

// AssignerFunc makes a strategy of a function.
type AssignerFunc func(r *Request) Decision

// Assign calls the function.
func (f AssignerFunc) Assign(r *Request) Decision { return f(r) }

// Decision is what a strategy decides, made by [Pick], [ToTeam], [Hold] or [Pass]. The zero value is a pass.
type Decision struct {
	kind     decisionKind
	name     string
	priority int
	anywhere bool          // the agent need not be of the team
	wait     time.Duration // how long to hold it for the agent that is named
	then     Assigner      // who chooses in the team that is named; nil: its own strategy
}

type decisionKind uint8

const (
	decidePass decisionKind = iota
	decidePick
	decideTeam
	decideHold
)

// Pick chooses an agent. One who is not free, lacks a requirement or is not of the team counts as a pass.
func Pick(agent string) Decision { return Decision{kind: decidePick, name: agent} }

// ToTeam chooses the team; the team's own strategy chooses in it.
func ToTeam(team string) Decision { return Decision{kind: decideTeam, name: team} }

// Hold lets the conversation wait, although somebody may be free; the strategy is asked again with every change.
func Hold() Decision { return Decision{kind: decideHold} }

// Pass leaves the choice to the next strategy of a [FirstOf] or [Then], and after the last to the team's own.
func Pass() Decision { return Decision{} }

// WithPriority gives the conversation this priority in the queue if it is higher than the step's.
func (d Decision) WithPriority(priority int) Decision {
	d.priority = priority
	return d
}

// A Request is what a strategy sees: a snapshot of the conversation and of the agents who could take it now.
type Request struct {
	shard *Shard
	turn  *Turn
	row   *ConversationRow
	place *Placement
	now   time.Time
	notes []string
}

// A Candidate is an agent who could take the conversation now: online and on shift, in the team, with the required skills
// and the condition, free within his limits, and not one who has refused it.
type Candidate struct {
	ID       string
	Agent    Agent
	Load     Units // of open work
	Capacity Units
	// Preferred is the weight of the preferred skills that he has.
	Preferred int
	// GivenAt is when he was given work last, IdleSince the latest of: given work, finished work, came online.
	GivenAt, IdleSince time.Time
}

// Team is the team that is wanted, the first if there are several; empty if the strategy is to name it.
func (r *Request) Team() string { return r.place.Team }

// Teams are the teams that are wanted.
func (r *Request) Teams() []string { return r.place.Teams }

// Now is the instant of the decision.
func (r *Request) Now() time.Time { return r.now }

// Contact is the customer.
func (r *Request) Contact() Contact { return r.turn.scene.Contact }

// Returning says whether the contact has had a conversation before this one.
func (r *Request) Returning() bool { return r.turn.scene.Conversations > 0 }

// LastAgent is who served the contact last, and when; empty if nobody has.
func (r *Request) LastAgent() (string, time.Time) {
	row := r.shard.contact(r.turn.scene.Contact.ID)
	if row == nil {
		return "", time.Time{}
	}
	return row.LastAgent, row.LastAgentAt
}

// Message is the contact's last message.
func (r *Request) Message() Message { return r.turn.scene.Message }

// Channel is the conversation's channel.
func (r *Request) Channel() string { return r.turn.scene.Channel }

// Conversation is the conversation's ID.
func (r *Request) Conversation() string { return r.turn.scene.Conversation }

// Variable is the value of a variable of the run; nil if it is not set.
func (r *Request) Variable(name string) any {
	if r.turn.program == nil {
		return nil
	}
	i, ok := r.turn.program.variables[name]
	if !ok {
		return nil
	}
	return r.turn.run.vars[i].Any()
}

// Holds evaluates a condition that the strategy has declared: see [Declarer].
func (r *Request) Holds(condition string) bool {
	return r.turn.node != nil && r.turn.Holds(condition)
}

// Ask asks another strategy about the same conversation; one of ours that orders agents picks the best of the candidates.
func (r *Request) Ask(by Assigner) Decision {
	if isNil(by) {
		return Pass()
	}
	return by.Assign(r)
}

// Candidates are the agents who could take the conversation now, in the order of the desk.
func (r *Request) Candidates() iter.Seq[Candidate] {
	return func(yield func(Candidate) bool) {
		s := r.shard
		s.index.Each(s.query(r.turn, r.row, r.place), func(slot int) bool {
			return yield(s.staff.slots[slot].candidate(r.place))
		})
	}
}

// Explain adds a line to the explanation of the decision.
func (r *Request) Explain(text string) { r.notes = append(r.notes, text) }

// best picks the best of the candidates by an order; nobody passes.
func (r *Request) best(by Assigner) Decision {
	c := &consultation{turn: r.turn, row: r.row, place: r.place}
	r.shard.choose(c, by)
	if c.made.agent == nil {
		return Pass()
	}
	return Pick(c.made.agent.agent.ID)
}

// refusal says why an agent cannot be given the conversation now; nil: he can.
func (r *Request) refusal(agent string, anywhere bool) *Refusal {
	a := r.shard.staff.byID[agent]
	if a == nil {
		return &Refusal{Agent: agent, Reason: HasLeft}
	}
	return r.shard.refuses(r.turn, r.row, r.place, a, anywhere)
}
