package ushertest

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher"
)

func TestOurOwnWorkflowsKeepTheContract(t *testing.T) {
	t.Parallel()
	TestWorkflow(t, reception(crm{}), lobby())
	TestWorkflow(t, usher.WorkflowFunc("echo", func(t *usher.Turn) usher.Next {
		if t.Message().Text == "1" {
			return usher.End(usher.CloseConversation{})
		}
		t.Send("you said " + t.Message().Text)
		return usher.Await(time.Hour)
	}), lobby())
	TestWorkflow(t, &usher.Flow{Name: "a pointer", Steps: toHelp()}, lobby())
	TestWorkflow(t, usher.Flow{Name: "stages", Steps: usher.Steps{everyExit(), usher.CloseConversation{}}}, lobby())
}

// moody is a workflow whose id, revision and steps change by themselves.
type moody struct {
	usher.Flow

	asked *int
}

func (m moody) ID() usher.WorkflowID {
	*m.asked++
	return usher.WorkflowID("moody" + string(rune('a'+*m.asked)))
}

// ageing is a workflow that keeps count of its own use.
type ageing struct {
	usher.Flow

	revision int
}

func (a *ageing) Declare(d *usher.Declaration) { a.revision++; a.Flow.Declare(d) }
func (a *ageing) RevisionNumber() int          { return a.revision }

func TestAWorkflowThatBreaksTheContractIsCaught(t *testing.T) {
	t.Parallel()
	simple := usher.Flow{Name: "simple", Steps: toHelp()}
	for name, one := range map[string]struct {
		workflow usher.Workflow
		caught   map[string]string
	}{
		"does not compile": {usher.Flow{Name: "x"}, map[string]string{ruleDeclares: "the workflow has no steps"}},
		"names nobody":     {usher.Flow{Name: "x", Steps: usher.Steps{usher.Assign{Team: "moon"}}}, map[string]string{ruleDeclares: `unknown team "moon"`}},
		"ends nowhere": {usher.WorkflowFunc("x", func(*usher.Turn) usher.Next { return usher.Continue() }), map[string]string{
			ruleWorkflowEnds: "the path ended after step",
		}},
		"panics": {usher.WorkflowFunc("x", func(t *usher.Turn) usher.Next {
			if t.Event() == nil {
				return usher.Await(time.Minute)
			}
			panic("on the answer")
		}), map[string]string{ruleStepNext: "panicked: on the answer"}},
		"has another id every time": {moody{simple, new(int)}, map[string]string{
			ruleStepDecides: "not what it was", ruleWorkflowID: `its id was "moodyb" and is`, ruleDeclares: "compiled again",
		}},
		"gets older by itself": {&ageing{Flow: simple}, map[string]string{
			ruleStepDecides: "not what it was",
			ruleRevised:     "its revision was 0 and is 2",
			ruleDeclares:    "compiled again",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			requireBreaches(t, checkWorkflow(one.workflow, lobby()), one.caught)
		})
	}
}

func TestAWorkflowsBreachesFailTheTest(t *testing.T) {
	t.Parallel()
	got := failures(t, func(tb *recorder) { TestWorkflow(tb, usher.Flow{Name: "x"}, lobby()) })
	require.Contains(t, got, "the workflow has no steps")
	require.Contains(t, got, "the contract of Workflow")
}
