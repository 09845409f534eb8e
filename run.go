package usher

import (
	"fmt"
	"slices"
	"time"

	"github.com/gousher/usher/internal/rule"
)

// A Run is one conversation's way through one workflow, as data: where it is, its variables, its counts. It is
// immutable; a turn makes a new one. [Run.Encode] and [Program.Restore] are its stored form.
type Run struct {
	program  *Program
	at       int32
	rest     RestKind
	turn     int       // turns so far
	fence    int       // raised with every wait: a timer or a result with another fence is stale
	deadline time.Time // of the wait
	tries    int       // of the step it rests at
	question int       // the number of the open question
	delivery uint64    // the effect whose delivery it waits for
	counts   []count   // of every Goto that was taken
	callers  []frame   // the workflows that have run this one, the first one first
	minute   int64     // the minute of the last turn, and the turns in it
	inMinute int
	vars     []rule.Value
}

type count struct{ node, n int32 }

// Limits end what would not end by itself. A zero field is its default.
type Limits struct {
	// Steps is how many steps one turn may take: 1,000.
	Steps int
	// Turns is how many turns one run may take: 1,000.
	Turns int
	// PerMinute is how many turns one run may take within a minute: 120. Two machines that answer each other reach it.
	PerMinute int
}

func (l Limits) orDefault() Limits {
	if l.Steps <= 0 {
		l.Steps = 1000
	}
	if l.Turns <= 0 {
		l.Turns = 1000
	}
	if l.PerMinute <= 0 {
		l.PerMinute = 120
	}
	return l
}

// RestKind is where a turn came to rest.
type RestKind uint8

// Where a turn comes to rest.
const (
	RestNowhere  RestKind = iota // a run that has not begun
	RestAnswer                   // waits for the contact, until the deadline if there is one
	RestAssign                   // wants an agent: place it, or answer with [NotPlaced]
	RestAction                   // wants its action called: answer with [ActionDone]
	RestDelivery                 // waits for [Delivered] or [Undelivered]
	RestPause                    // waits until the deadline: answer with [TimedOut], or [Received] if the step wants to know
	RestClosed                   // the conversation is over
	RestFailed                   // the fallback is to serve it
)

// A Rest is where a turn came to rest, and what is wanted there.
type Rest struct {
	Kind     RestKind
	Deadline time.Time         // RestAnswer, RestPause; RestAction: when to call
	Assign   *Assign           // RestAssign
	Call     *Do               // RestAction
	Input    *ActionInput      // RestAction
	Close    CloseConversation // RestClosed
	Reason   string            // RestFailed
}

// Turned is what one event did to a run.
type Turned struct {
	Run     *Run
	Rest    Rest
	Effects []Effect
	Trace   Trace
	// Changed is what was saved about the contact, nil if nothing was.
	Changed *ContactChanged
	// Scene is the world as it is now: the contact with what was saved, the counts. The next turn starts from it.
	Scene Scene
}

// Begin is a run that has not begun: the first [Program.Step] begins it.
func (p *Program) Begin() *Run {
	return &Run{program: p, at: 0, vars: p.initial}
}

// Workflow and Revision name the definition that the run was started with.
func (r *Run) Workflow() (WorkflowID, int) {
	outer := r.outermost()
	return outer.id, outer.revision
}

func (r *Run) outermost() *Program {
	if len(r.callers) > 0 {
		return r.callers[0].program
	}
	return r.program
}

// Position is the id or path of the step where the run rests.
func (r *Run) Position() string { return r.program.nodes[r.at].id }

// Step moves a run by one event. It decides only: the caller carries out the effects and what [Rest] wants, and feeds
// the answer back as the next event. The run given is left as it was, so that the same event can be decided again.
func (p *Program) Step(run *Run, scene Scene, event Event, now time.Time) Turned {
	p = run.program // it may be at a workflow that this one runs
	return p.step(&Turn{}, run, scene, event, now)
}

// step is Step with a turn that the caller may use again: the effects and the trace are valid until then.
func (p *Program) step(t *Turn, run *Run, scene Scene, event Event, now time.Time) Turned {
	moved := *run
	*t = Turn{
		program: p, run: &moved, scene: scene, event: event, now: now, budget: p.limits.Steps,
		effects: t.effects[:0], entries: t.entries[:0],
	}
	if received, ok := event.(Received); ok {
		t.scene.Message = received.Message
	}
	t.node = &p.nodes[moved.at]
	rest := t.begin()
	if rest.Kind == RestNowhere {
		rest = t.walk()
	}
	moved.rest = rest.Kind
	moved.deadline = rest.Deadline
	if t.changed != nil {
		t.changed.Header = t.header()
		t.effects = append(t.effects, *t.changed)
	}
	return Turned{
		Run: &moved, Rest: rest, Effects: t.effects, Trace: t.entries, Changed: t.changed, Scene: t.scene,
	}
}

// begin counts the turn and says whether the run may go on.
func (t *Turn) begin() Rest {
	r := t.run
	if r.turn == 0 {
		t.note(EntryStarted, string(t.program.id))
		t.begins(t.program)
	}
	t.learnLanguage()
	if t.fresh = r.turn == 0; t.fresh {
		r.fence = t.scene.Fence // results for an earlier run are stale
	}
	r.turn++
	if minute := t.now.Unix() / 60; minute != r.minute {
		r.minute, r.inMinute = minute, 0
	}
	r.inMinute++
	switch limits := t.program.limits; {
	case r.turn > limits.Turns:
		return t.fail(fmt.Sprintf("budget exceeded: over %d turns in one run", limits.Turns))
	case r.inMinute > limits.PerMinute:
		return t.fail(fmt.Sprintf("budget exceeded: over %d turns within a minute", limits.PerMinute))
	}
	return Rest{}
}

// walk decides step after step until the run comes to rest.
func (t *Turn) walk() Rest {
	for {
		if t.budget--; t.budget < 0 {
			return t.fail(fmt.Sprintf("budget exceeded: over %d steps in one turn", t.program.limits.Steps))
		}
		next := t.decide()
		if rest, done := t.follow(next); done {
			return rest
		}
	}
}

// decide asks the present step; a panic in it is its failure, not the program's.
func (t *Turn) decide() (next Next) {
	defer func() {
		if r := recover(); r != nil {
			next = Fail("step %s panicked: %v", t.node.id, r)
		}
	}()
	return t.node.step.Decide(t)
}

// follow does what a step decided, and reports whether the run has come to rest.
func (t *Turn) follow(next Next) (Rest, bool) {
	switch next.kind {
	case nextContinue:
		return t.moveTo(t.node.next)
	case nextEnter:
		return t.enter(next.name)
	case nextJump:
		at, ok := t.program.byID[next.name]
		if !ok {
			return t.fail(fmt.Sprintf("step %s jumps to %q, which does not exist", t.node.id, next.name)), true
		}
		return t.moveTo(at)
	case nextAwait:
		return t.await(next, RestAnswer), true
	case nextPause:
		return t.await(next, RestPause), true
	case nextDelivery:
		return t.wait(0, RestDelivery), true
	case nextRun:
		t.enterWorkflow(next.program)
		return Rest{}, false
	case nextAssign:
		rest := t.wait(0, RestAssign)
		rest.Assign = next.assign
		return rest, true
	case nextCall:
		if _, ok := t.node.step.(calling); !ok { // it would not be found again after a restart
			return t.fail(fmt.Sprintf("step %s calls an action: let it declare a block with a Do, and enter that", t.node.id)), true
		}
		return t.call(next), true
	case nextClose:
		t.note(EntryClosed, next.close.Category)
		return Rest{Kind: RestClosed, Close: *next.close}, true
	case nextFail:
		return t.fail(next.name), true
	default:
		return t.fail(fmt.Sprintf("step %s decided nothing", t.node.id)), true
	}
}

func (t *Turn) enter(name string) (Rest, bool) {
	for _, b := range t.node.blocks {
		if b.name == name {
			if b.first < 0 {
				return t.moveTo(t.node.next)
			}
			return t.moveTo(b.first)
		}
	}
	return t.fail(fmt.Sprintf("step %s has no block %q", t.node.id, name)), true
}

func (t *Turn) moveTo(at int32) (Rest, bool) {
	if at < 0 && len(t.run.callers) > 0 {
		return t.leaveWorkflow()
	}
	if at < 0 {
		return t.fail(fmt.Sprintf("the path ended after step %s without an assignment or a close", t.node.id)), true
	}
	t.stand(at)
	return Rest{}, false
}

// stand puts the run at a step that it has not decided yet.
func (t *Turn) stand(at int32) {
	t.run.at, t.run.tries, t.run.question, t.run.delivery = at, 0, 0, 0
	t.node, t.fresh = &t.program.nodes[at], true
}

// await waits as the step says; what is open already stands as it was.
func (t *Turn) await(next Next, kind RestKind) Rest {
	if next.asks {
		return Rest{Kind: kind, Deadline: t.run.deadline}
	}
	return t.wait(next.timeout, kind)
}

func (t *Turn) wait(timeout time.Duration, kind RestKind) Rest {
	t.run.fence++
	rest := Rest{Kind: kind}
	if timeout > 0 {
		rest.Deadline = t.now.Add(timeout)
	}
	return rest
}

func (t *Turn) call(next Next) Rest {
	rest := Rest{Kind: RestAction, Deadline: t.run.deadline}
	if !next.asks { // the call under way stands as it was
		rest = t.wait(0, RestAction)
	}
	if next.timeout > 0 { // another try, later
		rest.Deadline = t.now.Add(next.timeout)
	}
	step, _ := t.node.step.(calling)
	do := step.action(t)
	in := t.input(&do)
	rest.Call, rest.Input = &do, &in
	return rest
}

func (t *Turn) fail(reason string) Rest {
	reason = tidy(reason) // it may come from custom code
	t.note(EntryFailed, reason)
	return Rest{Kind: RestFailed, Reason: reason}
}

// counted counts how often the run has passed the present step, this time included.
func (t *Turn) counted() int {
	i := slices.IndexFunc(t.run.counts, func(c count) bool { return c.node == t.run.at })
	if i < 0 {
		t.run.counts = append(slices.Clip(t.run.counts), count{node: t.run.at, n: 1})
		return 1
	}
	t.run.counts = slices.Clone(t.run.counts)
	t.run.counts[i].n++
	return int(t.run.counts[i].n)
}
