package usher

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// An Outcome is what became of a conversation at the end of a turn. It is one of [Asking], [Waiting], [Queued],
// [Offered], [Assigned] and [Closed]; there is no "nothing".
type Outcome interface {
	// Of is what all outcomes have in common.
	Of() Result
	// Explain says in words how it came to this: the trace of the turn.
	Explain() string
	outcome()
}

// State is the name of an outcome, as it stands in files.
type State string

// The states of a conversation.
const (
	StateAsking   State = "asking"
	StateWaiting  State = "waiting"
	StateQueued   State = "queued"
	StateOffered  State = "offered"
	StateAssigned State = "assigned"
	StateClosed   State = "closed"
)

// A Result is what all outcomes have in common.
type Result struct {
	Conversation string `json:"conversation"`
	State        State  `json:"state"`
	// Version counts the changes of the conversation.
	Version uint64 `json:"version"`
	// Workflow and Revision are those of the run, if one is under way.
	Workflow WorkflowID `json:"workflow,omitempty"`
	Revision int        `json:"revision,omitempty"`
	// Team and Agent are who owns it, who is asked, or whom it waits for.
	Team  string `json:"team,omitempty"`
	Agent string `json:"agent,omitempty"`
	// Stage is the stage of its assignment, from 1; 0: it is in none.
	Stage int `json:"stage,omitempty"`
	// Fallback is why the fallback serves the conversation; empty: it does not.
	Fallback string `json:"fallback,omitempty"`
	// Trace is what happened in this turn.
	Trace Trace `json:"trace"`
}

// Of is the result itself.
func (r Result) Of() Result { return r }

func (Result) outcome() {}

// Explain is the state in a sentence and the trace of the turn.
func (r Result) Explain() string {
	return r.explain("")
}

func (r Result) explain(more string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s is %s%s\n", r.Conversation, r.State, more)
	if r.Fallback != "" {
		fmt.Fprintf(&b, "the fallback serves it: %s\n", r.Fallback)
	}
	b.WriteString(r.Trace.Explain())
	return b.String()
}

// Asking is the outcome of a question that is open: the contact's next message answers it.
type Asking struct {
	Result
	// Until is when the question times out; zero: never.
	Until time.Time `json:"until,omitzero"`
}

// Waiting is the outcome while a step is at work, an action or a delivery; [Router.Run] carries on.
type Waiting struct {
	Result
	// For is what it waits for: "action", "delivery", "time"; or, for an instant, "workflow", the one that
	// follows its close, or "message", one that was kept and opens it again.
	For string `json:"for"`
	// Until is when a wait for time is over.
	Until time.Time `json:"until,omitzero"`
}

// Queued is the outcome for a conversation that waits for an agent.
type Queued struct {
	Result
	// Position counts from 1 in the team's queue.
	Position int `json:"position"`
	Priority int `json:"priority"`
	// Since is when it began to wait.
	Since time.Time `json:"since"`
	// EstimatedWait is how long it will probably wait yet.
	EstimatedWait Estimate `json:"estimated_wait"`
	// Missing is the single change that would let somebody have it, as far as there is one; [Router.Waiting] leaves it out.
	Missing string `json:"missing,omitempty"`
}

// Offered is the outcome while an agent is asked: he has until then to accept.
type Offered struct {
	Result
	Until time.Time `json:"until"`
}

// Assigned is the outcome when an agent owns the conversation: the workflow is silent until it is closed or comes back,
// and the host passes on to him what the contact writes.
type Assigned struct {
	Result
}

// Closed is the outcome when the conversation is over: the contact's next message opens it again.
type Closed struct {
	Result
	Category string `json:"category,omitempty"`
	Summary  string `json:"summary,omitempty"`
}

// Explain says for whom it waits, at which place, and what is missing.
func (o Queued) Explain() string {
	who := o.Team
	if o.Agent != "" {
		who = o.Agent
	}
	more := fmt.Sprintf(" for %s, position %d, since %s", who, o.Position, o.Since.UTC().Format(time.RFC3339))
	if wait := o.EstimatedWait.String(); wait != "" {
		more += ", probably for " + wait
	}
	if o.Missing != "" {
		more += "; what is missing: " + o.Missing
	}
	return o.explain(more)
}

// Explain says who is asked, and until when.
func (o Offered) Explain() string {
	return o.explain(fmt.Sprintf(" to %s, who has until %s", o.Agent, o.Until.UTC().Format(time.RFC3339)))
}

// Explain says to whom it went and why.
func (o Assigned) Explain() string {
	if o.Team == "" {
		return o.explain(" to " + o.Agent)
	}
	return o.explain(fmt.Sprintf(" to %s of %s", o.Agent, o.Team))
}

// outcome is where the conversation is now, with the trace of the last change.
func (s *Shard) outcome(row *ConversationRow) Outcome { return s.outcomeAt(row, s.now) }

// outcomeAt is the outcome at an instant: places in a queue with aging change by themselves.
func (s *Shard) outcomeAt(row *ConversationRow, now time.Time) Outcome {
	result := Result{
		Conversation: row.ID, State: row.State, Version: row.Version, Fallback: row.Fallback,
		Trace:    slices.Clip(row.Trace[len(row.Trace)-min(row.Turn, len(row.Trace)):]),
		Workflow: row.Workflow, Revision: row.Revision,
	}
	if p := row.Place; p != nil && (row.State == StateQueued || row.State == StateOffered || row.State == StateAssigned) {
		result.Team, result.Agent, result.Stage = row.Team, row.Agent, max(p.Stage, 1)
		if row.State == StateAssigned {
			result.Stage = max(p.GivenIn, 1)
		}
	}
	switch row.State {
	case StateAsking:
		asking := Asking{Result: result}
		if answer, ok := s.timers.byKey[timerKey{row.ID, TimerAnswer}]; ok {
			asking.Until = answer.Due
		}
		return asking
	case StateQueued:
		return s.queuedAt(row, result, now)
	case StateOffered:
		return Offered{Result: result, Until: row.Offer.Until}
	case StateAssigned:
		return Assigned{Result: result}
	case StateClosed:
		return Closed{Result: result, Category: row.Category, Summary: row.Summary}
	}
	return s.waitingAt(row, result)
}

// waitingAt is the outcome while a step is at work, or time is to pass.
func (s *Shard) waitingAt(row *ConversationRow, result Result) Waiting {
	waiting := Waiting{Result: result, For: "delivery"}
	runs := func(kind TimerKind) bool {
		_, ok := s.timers.byKey[timerKey{row.ID, kind}]
		return ok
	}
	switch {
	case row.reopens():
		waiting.For = "message"
	case runs(TimerFollow):
		waiting.For = "workflow"
	case runs(TimerAction):
		waiting.For = "action"
	case runs(TimerAnswer):
		waiting.For, waiting.Until = "time", s.timers.byKey[timerKey{row.ID, TimerAnswer}].Due
	}
	return waiting
}

// outcomes are those of everything that the present change has changed, in order.
func (s *Shard) outcomes() []Outcome {
	all := make([]Outcome, 0, len(s.touched))
	for _, id := range s.touched {
		if row := s.rows[id]; row != nil {
			all = append(all, s.outcome(row))
		}
	}
	return all
}

// queuedAt is the outcome of a conversation that waits.
func (s *Shard) queuedAt(row *ConversationRow, result Result, now time.Time) Queued {
	p := row.Place
	result.Team, result.Agent = p.Team, cmp.Or(p.Agent, p.HoldFor)
	position := s.position(row, now)
	queued := Queued{
		Result: result, Priority: p.Priority, Since: p.QueuedAt, Position: position, EstimatedWait: s.estimate(p, position, now),
	}
	if n := len(row.Trace); n > 0 && row.Trace[n-1].Kind == EntryQueued && row.Trace[n-1].Choice != nil {
		queued.Missing = row.Trace[n-1].Choice.Missing
	}
	return queued
}
