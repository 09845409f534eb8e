package usher

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// inner is a workflow for others to run.
func inner(name string, steps ...Step) Flow {
	return Flow{Name: name, On: []Trigger{OnManual}, Vars: []Variable{topic, Var[int]{Name: "people"}, Var[string]{Name: "own", Default: new("mine")}}, Steps: steps}
}

func TestAWorkflowRunsAnotherAndGoesOnWhenThatEnds(t *testing.T) {
	t.Parallel()
	outer := flowOf(SendMessage{Text: "before"}, RunWorkflow{Workflow: "greet"}, SendMessage{Text: "after"})
	d := talkAt(t, frontDesk(), outer, inner("greet", SendMessage{Text: "hello from {{ own }}"})).says("hi")
	d.sends("before", "hello from mine", "after").goesTo("support")
	d.explains("[2] started: greet", "[greet/1] sent", "ended: greet", "[3] sent: after")
}

func TestAQuestionInsideAnotherWorkflowIsAnsweredThere(t *testing.T) {
	t.Parallel()
	ask := AskQuestion{Text: "Which?", Choices: Choices("a", "b"), SaveTo: topic, Timeout: time.Hour, Else: Steps{SendMessage{Text: "none"}}}
	outer := flowOf(RunWorkflow{Workflow: "ask"}, SendMessage{Text: "you said {{ topic }}"})
	d := talkAt(t, frontDesk(), outer, inner("ask", ask)).says("hi").asks("Which?")
	id, _ := d.run.Workflow()
	require.Equal(t, WorkflowID("test"), id, "the run is that of the workflow that was started")
	d.says("c").asks("Which?").says("b").sends("you said b").goesTo("support")

	d = talkAt(t, frontDesk(), outer, inner("ask", ask)).says("hi")
	d.after(time.Hour).happens(TimedOut{}).sends("none", "you said ").goesTo("support")
}

func TestAVariableThatTwoWorkflowsDeclareAlikeTakesTheOthersValueIfItHasNone(t *testing.T) {
	t.Parallel()
	found := Var[string]{Name: "found"}
	float := Var[float64]{Name: "people"}
	outer := Flow{
		Name: "outer", Vars: []Variable{topic, found, float, Var[string]{Name: "own", Default: new("theirs")}},
		Steps: Steps{
			Set{{To: topic, Value: `"given"`}, {To: float, Value: "2.5"}}, RunWorkflow{Workflow: "in"},
			SendMessage{Text: "{{ topic }} {{ found }} {{ people }} {{ own }}"}, Assign{Team: "support"},
		},
	}
	in := inner("in", SendMessage{Text: "{{ topic }} {{ found }} {{ people }} {{ own }}"}, AskQuestion{Text: "?", SaveTo: found},
		Set{{To: topic, Value: `"changed"`}, {To: people, Value: "7"}})
	in.Vars = append(in.Vars, found)
	d := talkAt(t, frontDesk(), outer, in).says("hi").asks("given   mine", "?")
	require.Equal(t, map[string]any{"topic": "given", "own": "mine", "people": 2.5}, d.run.answers(), "one of another type is another one")
	d.says("it").sends("given it 2.5 theirs").goesTo("support")
}

func TestAWorkflowThatIsRunTwiceBeginsAnew(t *testing.T) {
	t.Parallel()
	in := inner("in", Named{ID: "again", Step: SendMessage{Text: "once {{ people }}"}}, Set{{To: people, Value: "5"}},
		Goto{Step: "again", AtMost: 1, Else: Steps{SendMessage{Text: "enough"}}})
	outer := Flow{Name: "outer", Steps: Steps{RunWorkflow{Workflow: "in"}, RunWorkflow{Workflow: "in"}, Assign{Team: "support"}}}
	talkAt(t, frontDesk(), outer, in).says("hi").
		sends("once ", "once 5", "enough", "once ", "once 5", "enough").goesTo("support")
}

func TestAWorkflowThatAssignsOrClosesDoesNotComeBack(t *testing.T) {
	t.Parallel()
	outer := flowOf(RunWorkflow{Workflow: "in"}, SendMessage{Text: "after"})
	talkAt(t, frontDesk(), outer, inner("in", Assign{Team: "sales"})).says("hi").sends().goesTo("sales")
	talkAt(t, frontDesk(), outer, inner("in", CloseConversation{Category: "spam"})).says("hi").sends().rests(RestClosed)
	talkAt(t, frontDesk(), outer, inner("in", StepFunc(func(*Turn) Next { return Fail("no way") }))).says("hi").fails("no way")
	nowhere := inner("in", Assign{Team: "sales", NobodyCan: Steps{SendMessage{Text: "nobody"}}})
	talkAt(t, frontDesk(), outer, nowhere).says("hi").happens(NotPlaced{Exit: "nobody_can"}).sends("nobody", "after").goesTo("support")
}

// chain is a workflow that runs one that runs one ..., so many in all; the last one asks.
func chain(n int) []Workflow {
	all := make([]Workflow, n)
	for i := range n {
		flow := Flow{Name: fmt.Sprint("w", i+1), Vars: []Variable{topic}, Steps: Steps{RunWorkflow{Workflow: WorkflowID(fmt.Sprint("w", i+2))}}}
		if i == n-1 {
			flow.Steps = Steps{AskQuestion{Text: "deep?", SaveTo: topic}}
		}
		if i > 0 {
			flow.On = []Trigger{OnManual}
		} else {
			flow.Steps = append(flow.Steps, SendMessage{Text: "{{ topic }}"}, Assign{Team: "support"})
		}
		all[i] = flow
	}
	return all
}

func TestWorkflowsRunEachOtherTwentyDeepAndNoDeeper(t *testing.T) {
	t.Parallel()
	all := chain(maxNested + 1)
	talkAt(t, frontDesk(), all[0], all[1:]...).says("hi").asks("deep?").says("answer").sends("answer").goesTo("support")
	all = chain(maxNested + 2)
	talkAt(t, frontDesk(), all[0], all[1:]...).says("hi").fails("workflows run each other over 20 deep")
}

func TestTheStepsOfAllWorkflowsOfATurnCountTogether(t *testing.T) {
	t.Parallel()
	var many Steps
	for range 60 {
		many = append(many, Tag{Add: []string{"x"}})
	}
	outer := flowOf(RunWorkflow{Workflow: "in"}, RunWorkflow{Workflow: "in"})
	d := talkAt(t, frontDesk(), outer, inner("in", many...))
	d.program.limits.Steps, d.program.find("in", 0).limits.Steps = 100, 100
	d.says("hi").fails("budget exceeded: over 100 steps in one turn")
}

func TestMistakesInRunningWorkflows(t *testing.T) {
	t.Parallel()
	a := func(name, runs string) Flow {
		return Flow{Name: name, Steps: Steps{RunWorkflow{Workflow: WorkflowID(runs)}, Assign{Team: "support"}}}
	}
	for name, test := range map[string]struct {
		all  []Workflow
		want []string
	}{
		"itself":    {[]Workflow{a("a", "a")}, []string{"U023 [] workflows run each other in a circle: a -> a; take one of the run steps out"}},
		"a circle":  {[]Workflow{a("a", "b"), a("b", "a")}, []string{"U023 [] workflows run each other in a circle: a -> b -> a; take one of the run steps out", "U023 [] workflows run each other in a circle: b -> a -> b; take one of the run steps out"}},
		"no name":   {[]Workflow{a("a", "")}, []string{"U001 [1 workflow] the workflow to run is missing"}},
		"not there": {[]Workflow{a("a", "bookng"), a("booking", "c"), a("c", "d"), inner("d", SendMessage{Text: "x"})}, []string{`U003 [1 workflow] unknown workflow "bookng"; did you mean booking?`}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := Compile(test.all[0], frontDesk(), test.all[1:]...)
			var found Diagnostics
			require.ErrorAs(t, err, &found)
			require.Equal(t, test.want, brief(found))
		})
	}
}

func TestOnlyAWorkflowThatIsRunMayEndWithoutAnOwner(t *testing.T) {
	t.Parallel()
	open := Flow{Name: "open", On: []Trigger{OnManual}, Steps: Steps{SendMessage{Text: "x"}}}
	_, err := Compile(flowOf(RunWorkflow{Workflow: "open"}), frontDesk(), open)
	require.NoError(t, err)
	_, err = Compile(flowOf(), frontDesk(), open)
	require.Error(t, err, "nobody runs it")
	open.On = nil
	_, err = Compile(flowOf(RunWorkflow{Workflow: "open"}), frontDesk(), open)
	require.Error(t, err, "a message starts it as well")
}

func TestAVariableThatOnlyTheCallerSetsMayBeRead(t *testing.T) {
	t.Parallel()
	reads := inner("in", SendMessage{Text: "{{ topic }}"})
	outer := flowOf(Set{{To: topic, Value: `"x"`}}, RunWorkflow{Workflow: "in"})
	talkAt(t, frontDesk(), outer, reads).says("hi").sends("x")
}
