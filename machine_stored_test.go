package usher

import (
	"encoding/hex"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestEveryRunComesBackAsItWasStored(t *testing.T) {
	t.Parallel()
	p := compiled(t, storable(), around())
	rapid.Check(t, func(t *rapid.T) {
		was := runs(p).Draw(t, "run")
		is, err := p.Restore(was.Encode())
		require.NoError(t, err)

		sameRun(t, was, is)
		require.Equal(t, was.Position(), is.Position())
		for _, read := range []func(*Run) (any, bool){
			func(r *Run) (any, bool) { return read(r, topic) }, func(r *Run) (any, bool) { return read(r, secret) },
			func(r *Run) (any, bool) { return read(r, people) }, func(r *Run) (any, bool) { return read(r, amount) },
			func(r *Run) (any, bool) { return read(r, urgent) }, func(r *Run) (any, bool) { return read(r, dueAt) },
			func(r *Run) (any, bool) { return read(r, basket) }, func(r *Run) (any, bool) { return read(r, details) },
		} {
			before, set := read(was)
			after, still := read(is)
			require.Equal(t, set, still)
			require.True(t, alike(before, after), "%#v became %#v", before, after)
		}
	})
}

// What is set must come back: a value that has no stored form is refused when it is set, not when it is read.
func TestAValueThatCannotBeStoredIsRefusedWhenItIsSet(t *testing.T) {
	t.Parallel()
	nested := func(levels int) []any {
		list := []any{}
		for range levels {
			list = []any{list}
		}
		return list
	}
	p := compiled(t, storable())
	for name, set := range map[string]func(*Turn) error{
		"a duration":       func(t *Turn) error { return basket.Set(t, []any{time.Second}) },
		"a struct":         func(t *Turn) error { return details.Set(t, map[string]any{"a": struct{ X int }{1}}) },
		"a function":       func(t *Turn) error { return basket.Set(t, []any{[]any{func() {}}}) },
		"a map of numbers": func(t *Turn) error { return basket.Set(t, []any{map[int]string{1: "x"}}) },
		"50 levels":        func(t *Turn) error { return basket.Set(t, nested(50)) },
		"99 levels":        func(t *Turn) error { return basket.Set(t, nested(99)) },
		"100 levels":       func(t *Turn) error { return basket.Set(t, nested(100)) },
		"1,000 levels":     func(t *Turn) error { return basket.Set(t, nested(1000)) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			run := *p.Begin()
			if err := set(&Turn{program: p, run: &run}); err != nil {
				require.Empty(t, run.answers())
				return
			}
			_, err := p.Restore(run.Encode())
			require.NoError(t, err, "what was set cannot be read again")
		})
	}
}

// A text inside a list or a map is a text.
func TestALongTextInsideAListIsRefusedAsOneOutsideOfIt(t *testing.T) {
	t.Parallel()
	p := compiled(t, storable())
	long := strings.Repeat("x", maxValue+1)
	for name, set := range map[string]func(*Turn) error{
		"list":  func(t *Turn) error { return basket.Set(t, []any{"short", []any{long}}) },
		"map":   func(t *Turn) error { return details.Set(t, map[string]any{"a": long}) },
		"field": func(t *Turn) error { return t.Save(ContactField("a"), []string{long}) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			run := *p.Begin()
			require.Error(t, set(&Turn{program: p, run: &run}))
		})
	}
}

// A field holds texts, numbers, truth values, times, lists and maps of these: see Contact.Fields.
func TestAFieldHoldsOnlyWhatAContactMayHave(t *testing.T) {
	t.Parallel()
	p := compiled(t, storable())
	run := *p.Begin()
	for _, value := range []any{struct{ X int }{1}, time.Second, func() {}, []any{time.Second}} {
		require.Error(t, (&Turn{program: p, run: &run}).Save(ContactField("a"), value), "%T", value)
	}
}

func TestGoTypesComeBackAsWhatTheyStandFor(t *testing.T) {
	t.Parallel()
	type named string
	p := compiled(t, storable())
	run := *p.Begin()
	turn := &Turn{program: p, run: &run}
	require.NoError(t, basket.Set(turn, []any{
		[]string{"a"}, []int{1}, int64(1), uint8(2), float32(0.5), named("x"), new("y"), map[string]int{"a": 1}, (*string)(nil), uint64(math.MaxUint64),
	}))
	is, err := p.Restore(run.Encode())
	require.NoError(t, err)
	require.Equal(t, []any{
		[]any{"a"}, []any{1}, 1, 2, 0.5, "x", "y", map[string]any{"a": 1}, nil, float64(math.MaxUint64),
	}, is.answers()["basket"])
}

// A text that shows a time must not depend on whether the run was stored in between.
func TestATimeReadsTheSameAfterTheRunWasStored(t *testing.T) {
	t.Parallel()
	show := "due {{ due_at }}"
	flow := flowOf(StepFunc(func(t *Turn) Next {
		if err := dueAt.Set(t, time.Date(2026, 7, 1, 18, 0, 0, 0, time.FixedZone("CEST", 7200))); err != nil {
			return Fail("%v", err)
		}
		return Continue()
	}), SendMessage{Text: show}, AskQuestion{Text: "?"}, SendMessage{Text: show})
	d := talk(t, flow).says("hello")
	before := d.turned.Effects[0].(Send).Text
	d.says("ok").sends(before)
}

func TestARunOfAnotherDefinitionIsRefused(t *testing.T) {
	t.Parallel()
	stored := func(change func(*Flow)) []byte {
		flow := storable()
		if change != nil {
			change(&flow)
		}
		p := compiled(t, flow)
		run := *p.Begin()
		run.at = 1
		require.NoError(t, topic.Set(&Turn{program: p, run: &run}, "x"))
		run.counts = []count{{node: 2, n: 1}}
		return run.Encode()
	}
	for name, test := range map[string]struct {
		change func(*Flow) // of the definition that restores
		want   string
	}{
		"another workflow": {func(f *Flow) { f.Name = "other" }, "the stored run belongs to test, revision 0"},
		"another revision": {func(f *Flow) { f.Revision = 1 }, "the stored run belongs to test, revision 0"},
		// Row 51.
		"a step that is gone":         {func(f *Flow) { f.Steps = f.Steps[1:] }, `the workflow test, revision 0, has no step "ask" any more`},
		"a counted step that is gone": {func(f *Flow) { f.Steps = Steps{f.Steps[0], Assign{Team: "x"}} }, `has no step "żółw 🐢" any more`},
		"a variable that is gone":     {func(f *Flow) { f.Vars = f.Vars[1:] }, `the workflow test, revision 0, has no variable "topic" any more`},
		"a variable of another type":  {func(f *Flow) { f.Vars[0] = Var[bool]{Name: "topic"} }, "the variable topic was stored as string and is declared as bool"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			flow := storable()
			test.change(&flow)
			run, err := compiled(t, flow).Restore(stored(nil))
			require.ErrorContains(t, err, test.want)
			require.Nil(t, run)
		})
	}
	_, err := compiled(t, storable()).Restore(stored(nil))
	require.NoError(t, err)
}

// A later build of the same revision may move steps and add variables.
func TestARunFindsItsStepAgainInALaterBuild(t *testing.T) {
	t.Parallel()
	p := compiled(t, storable())
	run := *p.Begin()
	run.at = p.byID["żółw 🐢"]
	require.NoError(t, people.Set(&Turn{program: p, run: &run}, 7))
	flow := storable()
	flow.Vars = append([]Variable{Var[int]{Name: "extra", Default: new(1)}}, flow.Vars...)
	flow.Steps = append(Steps{SendMessage{Text: "more"}}, flow.Steps...)
	is, err := compiled(t, flow).Restore(run.Encode())
	require.NoError(t, err)
	require.Equal(t, "żółw 🐢", is.Position())
	require.Equal(t, 7, is.answers()["people"])
}

// Row 52: an older program hands a run back that a newer one has stored.
func TestARunOfANewerVersionIsRefused(t *testing.T) {
	t.Parallel()
	p := compiled(t, storable())
	stored := p.Begin().Encode()
	for version := range 256 {
		stored[0] = byte(version)
		_, err := p.Restore(stored)
		switch {
		case version == 0:
			require.ErrorIs(t, err, errStored)
		case version == 1: // it has no workflows around it, so that what follows is too much
			require.ErrorIs(t, err, errStored)
			_, err = p.Restore(stored[:len(stored)-1])
			require.NoError(t, err)
		case version == storedVersion:
			require.NoError(t, err)
		default:
			require.ErrorContains(t, err, fmt.Sprintf("stored by a newer version (%d, this one reads %d)", version, storedVersion))
			_, _, err = storedWorkflow(stored)
			require.ErrorContains(t, err, "newer version")
		}
	}
}

// Row 52: what an older program has stored is read. This is a run as version 1 wrote it, with something of everything in it.
func TestARunOfTheFirstVersionIsRead(t *testing.T) {
	t.Parallel()
	const stored = "010474657374000cc5bcc3b3c5827720f09f90a2010608020406a89b8c1c0701a884dc950d00010cc5bcc3b3c5827720f09f90a20a05" +
		"05746f706963050573616c65730670656f706c65020e066475655f61740401a0f6db950d00066261736b65740603050161020400076465746169" +
		"6c730701016b03000000000000f83f"
	data, err := hex.DecodeString(stored)
	require.NoError(t, err)
	run, err := compiled(t, storable(), around()).Restore(data)
	require.NoError(t, err)
	require.Equal(t, "żółw 🐢", run.Position())
	require.Equal(t, map[string]any{
		"topic": "sales", "people": 7, "due_at": monday, "basket": []any{"a", 2, nil}, "details": map[string]any{"k": 1.5},
	}, run.answers())
	require.Equal(t, []int{3, 4, 1, 2, 3}, []int{run.turn, run.fence, run.tries, run.question, run.inMinute})
	require.Equal(t, monday.Add(15*time.Minute), run.deadline)
	require.Equal(t, uint64(7), run.delivery)
	require.Equal(t, []count{{node: 2, n: 5}}, run.counts)
	require.Equal(t, RestAnswer, run.rest)
	require.Empty(t, run.callers)
}

// Row 51.
func TestARunInsideAWorkflowThatIsGoneIsRefusedWithItsName(t *testing.T) {
	t.Parallel()
	p := compiled(t, storable(), around())
	run := *p.Begin()
	run.callers = []frame{{program: p.find("around", 4), at: 1, vars: p.find("around", 4).initial}}
	later := around()
	later.Revision = 5
	for _, others := range [][]Workflow{nil, {later}} {
		_, err := compiled(t, storable(), others...).Restore(run.Encode())
		require.ErrorContains(t, err, "the workflow around, revision 4, which has run this one, is gone")
	}
	lost := around()
	lost.Steps = Steps{Named{ID: "calls", Step: RunWorkflow{Workflow: "test"}}, Assign{Team: "x"}}
	_, err := compiled(t, storable(), lost).Restore(run.Encode())
	require.ErrorContains(t, err, `the workflow around, revision 4, has no step "call" any more`)
}

func TestARunThatIsCutOffAnywhereIsRefused(t *testing.T) {
	t.Parallel()
	p := compiled(t, storable(), around())
	rapid.Check(t, func(t *rapid.T) {
		stored := runs(p).Draw(t, "run").Encode()
		for n := range stored {
			run, err := p.Restore(stored[:n])
			require.Error(t, err, "cut off at %d", n)
			require.Nil(t, run)
		}
		_, err := p.Restore(append(stored, 0))
		require.ErrorIs(t, err, errStored)
	})
}

func TestAStoredRunSaysWhichDefinitionItNeeds(t *testing.T) {
	t.Parallel()
	flow := storable()
	flow.Revision = 300
	id, revision, err := storedWorkflow(compiled(t, flow).Begin().Encode())
	require.NoError(t, err)
	require.Equal(t, WorkflowID("test"), id)
	require.Equal(t, 300, revision)
	_, _, err = storedWorkflow(nil)
	require.ErrorIs(t, err, errStored)
	_, _, err = storedWorkflow([]byte{1, 200, 1, 'x'})
	require.ErrorIs(t, err, errStored)
}

func TestAWaitingRunOfTheFrontDeskIsSmall(t *testing.T) {
	t.Parallel()
	reason := Var[string]{Name: "why"}
	flow := Flow{Name: "front desk", Revision: 3, Vars: []Variable{topic, people, dueAt, urgent, reason}, Steps: Steps{
		AskQuestion{Text: "What can we help you with?", Choices: Choices("Sales", "Support"), SaveTo: topic, Timeout: 15 * time.Minute, Else: toSupport()},
		Set{{To: people, Value: "2"}, {To: dueAt, Value: "now"}, {To: urgent, Value: "true"}},
		Named{ID: "reason", Step: AskQuestion{Text: "Tell us more.", SaveTo: reason, Timeout: 15 * time.Minute, Else: toSupport()}},
		Assign{Team: "support"},
	}}
	d := talk(t, flow).says("hello").asks("What can we help you with?")
	require.LessOrEqual(t, len(d.run.Encode()), 64)
	d.says("Support").asks("Tell us more.")
	require.LessOrEqual(t, len(d.run.Encode()), 128)
	d.says(strings.Repeat("Nothing works. ", 9)).goesTo("support")
	require.LessOrEqual(t, len(d.run.Encode()), 300)
}

// FuzzRestore: whatever bytes a store gives back, there is an error or a run that can go on and be stored again.
func FuzzRestore(f *testing.F) {
	p := compiled(f, storable(), around())
	for i := range 20 {
		f.Add(runs(p).Example(i).Encode())
	}
	f.Add([]byte{storedVersion})
	f.Add([]byte{storedVersion + 1, 0})
	f.Fuzz(func(t *testing.T, data []byte) {
		run, err := p.Restore(data)
		if err != nil {
			require.Nil(t, run)
			return
		}
		stored := run.Encode()
		again, err := p.Restore(stored)
		require.NoError(t, err)
		require.Equal(t, stored, again.Encode())
		for _, e := range []Event{Received{Message: Message{ID: "m", Text: "x"}}, TimedOut{}, ActionDone{}, Delivered{}, Undelivered{}, NotPlaced{}} {
			turned := p.Step(run, Scene{Conversation: "c1"}, e, monday)
			require.NotEqual(t, RestNowhere, turned.Rest.Kind)
			_, err = p.Restore(turned.Run.Encode())
			require.NoError(t, err)
		}
	})
}
