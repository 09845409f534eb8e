package usher

import (
	"fmt"
	"time"
)

// Assign hands the conversation to an agent, or to a team's queue when nobody is free. It ends the run's talking: from
// then on the workflow is silent.
//
// What it says is its first stage; Stages are what opens afterwards. A waiting conversation is always in exactly one
// stage, and keeps its place in the queue when the next one opens. After the last stage comes an exit.
type Assign struct {
	// Team is who may take it, Teams are several of which any agent may, Agent is the one who is to take it. They are one
	// setting: give one of them, or none if By names a team.
	Team  string
	Teams []string
	Agent string
	// By is the strategy; nil means the team's own, and [LeastBusy] if it has none.
	By Assigner
	// Must are the skills that are required: [Level] says what of each. They are never dropped. MustFrom is an expression
	// that gives such a map, such as the contact's own choice: names with levels, true, false, "<=3" or "2..4".
	Must     Skills
	MustFrom string
	// Prefer are the skills that are wanted, with their weights: of those who can take it, who matches the greatest
	// weight wins, then the strategy decides. PreferFrom is an expression that gives such a map.
	Prefer     Skills
	PreferFrom string
	// Where is a condition on the agent: agent.attributes.region == "eu".
	Where string
	// Priority orders the queue: higher first. PriorityFrom is an expression that gives it.
	Priority     int
	PriorityFrom string
	// Aging is the waiting that counts for one point of priority; 0: priority is strict, and a steady stream of higher
	// priorities can keep a lower one waiting without end. With it, nobody is overtaken by anyone who came later than
	// the difference of their priorities times Aging.
	Aging time.Duration
	// For is how long the stage lasts, from the moment when it opens; 0: without end.
	For time.Duration
	// SkipWhen is a condition over online, available (agents of this stage) and waiting (conversations of its team): if it
	// holds when the stage opens and nobody can be given the conversation at once, the next stage opens instead. A stage
	// opens once more when the conversation is taken back to it. The last stage is never skipped.
	SkipWhen string
	// Stages are what opens afterwards, one after the other. Each inherits what it does not say from the one before.
	Stages []Stage
	// AcceptWithin lets the agent be asked: he has so long to accept. 0: the conversation is handed over at once.
	AcceptWithin time.Duration
	// MaxOffers is how many agents are asked before NotTaken; 0: any number.
	MaxOffers int
	// AfterMissed is what an offer leads to that was declined or has lapsed.
	AfterMissed AfterMissed
	// AwayAfter is how many offers in a row an agent may let lapse before he is set away; 0: any number.
	AwayAfter int
	// AnswerWithin takes the conversation back from an agent who has not written by then; 0: never.
	AnswerWithin time.Duration
	// KeepWhenAway is how long an agent who has gone offline keeps the conversation; 0: not at all.
	KeepWhenAway time.Duration
	// Queued is done once, when nobody is free: texts, comments, sets and tags, with position and estimated_wait in their
	// expressions. The estimate is a text such as "3-5 min", and nil while nothing is known.
	Queued Steps
	// MaxQueue is how many conversations may wait for the team; one more takes QueueFull at once. 0: any number.
	MaxQueue int
	// The exits. Else serves each that is not given.
	TimedOut  Steps // the last stage is over, and nobody took it
	QueueFull Steps // MaxQueue conversations wait already
	NobodyCan Steps // no agent of the desk meets this stage or a later one, whatever his status and load; else the fallback serves it
	NotTaken  Steps // MaxOffers agents were asked
	Else      Steps
}

// A Stage says who may take a waiting conversation next. What it does not say, the zero value, it inherits from the stage
// before, except For: a stage without For has no end. What it says replaces the inherited value whole; new(time.Duration)
// says 0 where that is not the same as nothing.
type Stage struct {
	// Team, Teams and Agent are one setting.
	Team  string
	Teams []string
	Agent string
	By    Assigner
	// Must and MustFrom are one setting, Prefer and PreferFrom another. An empty map that is not nil requires, or prefers,
	// nothing.
	Must       Skills
	MustFrom   string
	Prefer     Skills
	PreferFrom string
	Where      string // true: no condition any more
	// Priority and PriorityFrom are one setting.
	Priority     *int
	PriorityFrom string
	Aging        *time.Duration
	For          time.Duration
	SkipWhen     string
	// OpenWhen is a condition over online, available and waiting, as for [Assign.SkipWhen], of this stage: it opens as
	// soon as that holds, even if the stage before has time left.
	OpenWhen     string
	AcceptWithin *time.Duration
	MaxOffers    *int
	AfterMissed  AfterMissed
	AwayAfter    *int
	AnswerWithin *time.Duration
	KeepWhenAway *time.Duration
}

// AfterMissed is what an offer leads to that was declined or has lapsed.
type AfterMissed uint8

const (
	// Inherit is [Stay], or for a later stage what the one before does.
	Inherit AfterMissed = iota
	// Stay asks the next agent of the same stage.
	Stay
	// NextStage opens the next stage.
	NextStage
)

const (
	timedOutBlock  = "timed_out"
	queueFullBlock = "queue_full"
	nobodyCanBlock = "nobody_can"
	notTakenBlock  = "not_taken"
	queuedBlock    = "queued"
)

// Declare declares the names, the strategies and the exits.
func (a Assign) Declare(d *Declaration) {
	d.Ends()
	p := a.plan()
	a.declareStage(d, a.first(), &p.stages[0])
	for i := range a.Stages {
		inner := d.inside(fmt.Sprintf("stages.%d.", i+1))
		a.declareStage(&inner, a.Stages[i], &p.stages[i+1])
	}
	a.checkStages(d, p)
	d.exit(timedOutBlock, a.TimedOut, a.Else, p.last().lasts > 0)
	d.exit(queueFullBlock, a.QueueFull, a.Else, a.MaxQueue > 0)
	d.exit(notTakenBlock, a.NotTaken, a.Else, p.mayRunOut())
	a.checkExits(d, p)
	if len(a.NobodyCan) > 0 {
		d.Block(nobodyCanBlock, a.NobodyCan)
	}
	if len(a.Queued) > 0 {
		d.queued(a.Queued)
	}
	if len(a.Else) > 0 {
		d.Block(elseBlock, a.Else)
	}
	d.compiler.at(d.node).assign = p
}

// checkExits reports exits that are given and can never be taken.
func (a Assign) checkExits(d *Declaration, p *plan) {
	if len(a.TimedOut) > 0 && p.last().lasts == 0 {
		d.Wrong(timedOutBlock, codeValue, "the exit can never be taken: the last stage has no end", "say how long it lasts")
	}
	if len(a.QueueFull) > 0 && a.MaxQueue == 0 {
		d.Wrong(queueFullBlock, codeValue, "the exit can never be taken: any number may wait", "set max_queue")
	}
	if len(a.NotTaken) > 0 && !p.mayRunOut() {
		d.Wrong(notTakenBlock, codeValue, "the exit can never be taken: any number of agents are asked",
			"set max_offers, and accept_within")
	}
	if a.MaxQueue < 0 {
		d.Wrong("max_queue", codeValue, "the length of the queue is below zero", "")
	}
}

// checkStages warns of stages that can never open, and of settings without effect.
func (a Assign) checkStages(d *Declaration, p *plan) {
	for i := range p.stages[1:] {
		before, stage := &p.stages[i], &p.stages[i+1]
		opens := before.lasts > 0 || before.source.SkipWhen != "" || stage.source.OpenWhen != "" ||
			before.acceptWithin > 0 && before.nextWhenMissed
		if !opens {
			d.compiler.report(d.node, Diagnostic{
				Field: fmt.Sprintf("stages.%d", i+1), Code: codeValue, Warning: true,
				Message: "the stage can never open: the one before has no end", Hint: "say how long the one before lasts",
			})
			return
		}
	}
	asks, limits := false, false
	for i := range p.stages {
		s := &p.stages[i]
		asks = asks || s.acceptWithin > 0
		limits = limits || s.maxOffers > 0 || s.awayAfter > 0 || s.nextWhenMissed
	}
	if limits && !asks {
		d.Wrong("accept_within", codeValue, "nobody is asked: max_offers, away_after and after_missed have no effect",
			"set accept_within, or leave them out")
	}
}

// Decide asks for an agent, and takes the exit if there is none to be had.
func (a Assign) Decide(t *Turn) Next {
	switch event := t.Event().(type) {
	case NotPlaced:
		if !t.fresh {
			return a.leave(t, event)
		}
	case Enqueued:
		if !t.fresh {
			return Enter(queuedBlock)
		}
	case nil:
	default:
		if t.node.assign != nil && !t.fresh {
			return Fail("step %s waits for an agent and was given %T", t.node.id, t.Event())
		}
	}
	return a.next(t)
}

func (a Assign) leave(t *Turn, exit NotPlaced) Next {
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
		return Next{kind: nextAssign, assign: &ready.step}
	}
	return Place(a) // decided by a custom step
}
