package usher

import (
	"iter"
	"time"
)

// Assign hands the conversation to an agent, or to a team's queue when nobody is free. It ends the run's talking: from
// then on the workflow is silent.
type Assign struct {
	// Team is who may take it. It may be left out if By names a team.
	Team string
	// Agent is the one who is to take it; others do not.
	Agent string
	// By is the strategy; nil means the team's own, and [LeastBusy] if it has none.
	By Assigner
	// Must are the skills that are required, with at least these levels. They are never dropped.
	Must Skills
	// Prefer are the skills that are wanted, with their weights: of those who can take it, who matches the greatest
	// weight wins, then the strategy decides.
	Prefer Skills
	// Priority orders the queue: higher first.
	Priority int
	// Aging is the waiting that counts for one point of priority; 0: priority is strict, and a steady stream of higher
	// priorities can keep a lower one waiting without end. With it, nobody is overtaken by anyone who came later than
	// the difference of their priorities times Aging.
	Aging time.Duration
	// For is how long it waits in the queue before it takes TimedOut; 0: without end.
	For time.Duration
	// The exits. Else serves each that is not given.
	TimedOut  Steps // nobody took it within For
	NobodyCan Steps // no agent of the desk meets it, whatever his status and load; else the fallback serves it
	Else      Steps
}

const (
	timedOutBlock  = "timed_out"
	nobodyCanBlock = "nobody_can"
)

// Declare declares the names, the strategy and the exits.
func (a Assign) Declare(d *Declaration) {
	d.Ends()
	d.Team("team", a.Team)
	d.staffed("team", a.Team)
	d.Agent("agent", a.Agent)
	if a.Team != "" && a.Agent != "" {
		d.Wrong("agent", codeValue, "the assignment names a team and an agent", "leave one of them out")
	}
	d.checkSkills("must", a.Must, true)
	d.checkSkills("prefer", a.Prefer, false)
	if a.Aging < 0 || a.For < 0 {
		d.Wrong("for", codeValue, "a duration is below zero", "")
	}
	if !isNil(a.By) {
		d.nested(a.By)
	}
	a.checkTarget(d)
	d.exit(timedOutBlock, a.TimedOut, a.Else, a.For > 0)
	if len(a.TimedOut) > 0 && a.For == 0 {
		d.Wrong(timedOutBlock, codeValue, "the exit can never be taken: the assignment waits without end", "say how long it waits")
	}
	if len(a.NobodyCan) > 0 {
		d.Block(nobodyCanBlock, a.NobodyCan)
	}
	if len(a.Else) > 0 {
		d.Block(elseBlock, a.Else)
	}
}

// checkTarget reports a step that could be left without anybody to go to.
func (a Assign) checkTarget(d *Declaration) {
	if a.Team != "" || a.Agent != "" {
		return
	}
	if isNil(a.By) {
		d.Wrong("team", codeValue, "the assignment names nobody", "name a team, an agent, or a strategy that names one")
		return
	}
	if passer, ok := a.By.(interface{ mayPass(d *Declaration) bool }); ok && d.compiler.desk != nil && passer.mayPass(d) {
		hint := "name the step's team"
		if curable, ok := a.By.(interface{ cure() string }); ok {
			hint += ", or " + curable.cure()
		}
		d.Wrong("by", codeExit, strategyName(a.By)+" can leave the conversation without a team", hint)
	}
}

// Decide asks for an agent, and takes the exit if there is none to be had.
func (a Assign) Decide(t *Turn) Next {
	exit, ok := t.Event().(NotPlaced)
	if !ok {
		if t.Event() != nil && t.node.assign != nil {
			return Fail("step %s waits for an agent and was given %T", t.node.id, t.Event())
		}
		return a.next(t)
	}
	for _, name := range []string{exit.Exit, elseBlock} {
		if t.node.has(name) {
			t.note(EntryMatched, name)
			return Enter(name)
		}
	}
	if exit.Reason != "" {
		return Fail("%s", exit.Reason)
	}
	return Fail("the assignment took the exit %s, which leads nowhere", exit.Exit)
}

func (a Assign) next(t *Turn) Next {
	if ready := t.node.assign; ready != nil {
		return Next{kind: nextAssign, assign: ready}
	}
	return Place(a) // decided by a custom step
}

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
	anywhere bool // the agent need not be of the team
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

// Pass leaves the choice to the team's own strategy.
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
	place *Placement
	now   time.Time
	notes []string
}

// A Candidate is an agent who could take the conversation now: online, in the team, with the required skills, and free.
type Candidate struct {
	ID       string
	Agent    Agent
	Load     int // conversations he has
	Capacity int
	// Preferred is the weight of the preferred skills that he has.
	Preferred int
	// GivenAt is when he was given work last, IdleSince the latest of: given work, finished work, came online.
	GivenAt, IdleSince time.Time
}

// Team is the team that is wanted; empty if the strategy is to name it.
func (r *Request) Team() string { return r.place.Team }

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

// Candidates are the agents who could take the conversation now, in the order of the desk.
func (r *Request) Candidates() iter.Seq[Candidate] {
	return func(yield func(Candidate) bool) {
		for agent := range r.shard.free(r.place) {
			if !yield(agent.candidate(r.place)) {
				return
			}
		}
	}
}

// Explain adds a line to the explanation of the decision.
func (r *Request) Explain(text string) { r.notes = append(r.notes, text) }
