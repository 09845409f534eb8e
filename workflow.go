package usher

import (
	"fmt"
	"time"
)

// A Step is one decision of a workflow. Steps are plain values: safe to share between conversations and goroutines,
// equal by reflect.DeepEqual, the same in Go and in files.
//
// Decide is called when a run reaches the step, and again with the answer when it has told the run to wait for one. It
// only decides: no clock ([Turn.Now] has the time), no network (that is an [Action]), no goroutine, and it keeps nothing
// between calls but what is in variables. It may be called again for the same event when another change of the
// conversation came first. A panic, or the zero [Next], sends the conversation to the fallback with a note; a goroutine
// that a step starts is outside the router's reach: if that one panics, the process ends.
//
// To the checker a custom step has no inner steps and goes on with the next step; a step that implements [Declarer]
// says otherwise.
type Step interface {
	Decide(t *Turn) Next
}

// StepFunc makes a step of a function that goes on with the next step or ends the run.
type StepFunc func(t *Turn) Next

// Decide calls the function.
func (f StepFunc) Decide(t *Turn) Next { return f(t) }

// A Declarer is a step, or an assigner, that tells the checker about itself: its inner steps, its conditions and texts,
// the names it uses. Declare is called when the workflow is compiled, and says the same every time.
type Declarer interface {
	Declare(d *Declaration)
}

// Steps are done one after the other.
type Steps []Step

// Named gives a step an id that survives edits, so that [Goto] can name it and a waiting conversation finds it again
// in a later build of the same revision. A step without one is known by its path: "2.else.1".
type Named struct {
	ID   string
	Step Step
}

// Decide decides as the step does.
func (n Named) Decide(t *Turn) Next { return n.Step.Decide(t) }

// WorkflowID names a workflow.
type WorkflowID string

// A Workflow is a Step with an identity, so that a stored run finds the definition it was started with. [Flow] is the
// usual one; a type of your own may decide everything in one Decide.
type Workflow interface {
	Step
	ID() WorkflowID
}

// A Revised workflow says which revision of its definition it is; one that does not is revision 0. A changed definition
// needs a new revision: runs under way go on with the one that they were started with.
type Revised interface {
	RevisionNumber() int
}

// WorkflowFunc makes a workflow of a function.
func WorkflowFunc(id WorkflowID, decide func(t *Turn) Next) Workflow {
	return workflowFunc{id: id, decide: decide}
}

type workflowFunc struct {
	id     WorkflowID
	decide func(t *Turn) Next
}

func (w workflowFunc) Decide(t *Turn) Next { return w.decide(t) }
func (w workflowFunc) ID() WorkflowID      { return w.id }
func (w workflowFunc) Declare(d *Declaration) {
	d.Ends() // whether it really does is found out when it decides
}

// A Trigger says what starts a workflow.
type Trigger string

// What starts a workflow.
const (
	OnMessage Trigger = "message" // a message of a conversation that no run and no agent has
	OnOpened  Trigger = "opened"  // the first message of a conversation, or the first after its close
	// OnClosed is the close of a conversation: for a survey. The conversation stays open for it; the close that ends it
	// starts nothing again. A contact who leaves, or is forgotten, starts nothing.
	OnClosed Trigger = "closed"
	OnManual Trigger = "manual" // [Router.Start] and [RunWorkflow] only
)

// A Flow is a workflow as a tree of steps: a name, a revision, the variables, the steps.
type Flow struct {
	// Name is the workflow's id.
	Name string
	// Revision is raised with every change of the definition. Runs under way keep theirs: see [Config.Earlier].
	Revision int
	// On lists what starts it; empty means [OnMessage].
	On []Trigger
	// When is a condition on the contact, the message and the channel (the package's documentation lists the names);
	// empty means always. Of several workflows the first that matches runs.
	When string
	// OncePerContact starts it once for each contact, whatever its revision; after that it is passed over.
	OncePerContact bool
	// Vars are the variables that its steps use.
	Vars []Variable
	// Steps are done in order. Every path through them must end with an assignment or a close.
	Steps Steps
}

// ID is the name.
func (f Flow) ID() WorkflowID { return WorkflowID(f.Name) }

// RevisionNumber is the revision.
func (f Flow) RevisionNumber() int { return f.Revision }

// Decide enters the steps.
func (f Flow) Decide(*Turn) Next { return Enter(stepsBlock) }

// Declare declares the steps.
func (f Flow) Declare(d *Declaration) {
	d.Block(stepsBlock, f.Steps)
	d.Ends()
	if len(f.Steps) == 0 {
		d.Wrong("steps", codeOpenEnd, "the workflow has no steps", "end it with an assignment or a close")
	}
}

const stepsBlock = "steps"

// Next is what a step decides, made by one of its constructors; the zero value is a failure.
type Next struct {
	kind    nextKind
	asks    bool
	timeout time.Duration
	name    string // block, step, reason
	assign  *Assign
	close   *CloseConversation
	program *Program
}

type nextKind uint8

const (
	nextNothing nextKind = iota
	nextContinue
	nextEnter
	nextJump
	nextAwait
	nextDelivery
	nextAssign
	nextCall
	nextPause
	nextRun
	nextClose
	nextFail
)

// Continue goes on with the step after this one.
func Continue() Next { return Next{kind: nextContinue} }

// Enter takes an inner block of the step, by the name under which [Declaration.Block] declared it; after its last step
// the run goes on with the step after this one. An empty block goes on at once; an unknown one is a failure.
func Enter(block string) Next { return Next{kind: nextEnter, name: block} }

// Jump goes to the step with this id. The budget of steps per turn and of turns per run ends a loop that does not end
// by itself; prefer [Goto], which bounds it where everybody can read it.
func Jump(step string) Next { return Next{kind: nextJump, name: step} }

// Await waits for the contact's next message, then the same step decides again: [Turn.Event] is [Received] then, or
// [TimedOut] if nothing came in time. A zero timeout waits without end.
func Await(timeout time.Duration) Next { return Next{kind: nextAwait, timeout: timeout} }

// Place asks for an agent as an [Assign] does. If one of its exits is to be taken, the same step decides again, and
// [Turn.Event] is [NotPlaced].
func Place(a Assign) Next { return Next{kind: nextAssign, assign: &a} }

// End closes the conversation. The summary is taken as it is.
func End(how CloseConversation) Next { return Next{kind: nextClose, close: &how} }

// Fail sends the conversation to the fallback, with the reason in the note and in the explanation.
func Fail(format string, args ...any) Next {
	return Next{kind: nextFail, name: fmt.Sprintf(format, args...)}
}
