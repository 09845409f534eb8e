package usher

import (
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/gousher/usher/internal/rule"
)

// storable is a workflow with a variable of every type and steps to rest at.
func storable() Flow {
	return flowOf(
		Named{ID: "ask", Step: AskQuestion{Text: "?"}},
		Named{ID: "żółw 🐢", Step: AskQuestion{Text: "?"}},
		When("true", SendMessage{Text: "x"}).Else(AskQuestion{Text: "deep?"}),
	)
}

func compiled(t require.TestingT, w Workflow) *Program {
	p, err := Compile(w, nil)
	require.NoError(t, err)
	return p
}

// anyText is a text as contacts and systems write them: also not UTF-8, also with NUL.
func anyText() *rapid.Generator[string] {
	return rapid.OneOf(rapid.String(), rapid.Map(rapid.SliceOfN(rapid.Byte(), 0, 20), func(b []byte) string { return string(b) }))
}

func anyTime() *rapid.Generator[time.Time] {
	return rapid.Custom(func(t *rapid.T) time.Time {
		if rapid.IntRange(0, 9).Draw(t, "zero") == 0 {
			return time.Time{}
		}
		zone := time.FixedZone("somewhere", rapid.IntRange(-14*3600, 14*3600).Draw(t, "zone"))
		seconds := rapid.Int64Range(time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC).Unix(), time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC).Unix())
		return time.Unix(seconds.Draw(t, "seconds"), rapid.Int64Range(0, 999_999_999).Draw(t, "nanos")).In(zone)
	})
}

// anything is a value that a list or a map may hold.
func anything(depth int) *rapid.Generator[any] {
	options := []*rapid.Generator[any]{
		rapid.Just[any](nil), rapid.Bool().AsAny(), rapid.Int().AsAny(), rapid.Float64().AsAny(), anyText().AsAny(), anyTime().AsAny(),
	}
	if depth > 0 {
		inner := rapid.Deferred(func() *rapid.Generator[any] { return anything(depth - 1) })
		options = append(options, rapid.SliceOfN(inner, 0, 4).AsAny(), rapid.MapOfN(anyText(), inner, 0, 4).AsAny())
	}
	return rapid.OneOf(options...)
}

// runs are runs with everything in them that a run can have.
func runs(p *Program) *rapid.Generator[*Run] {
	return rapid.Custom(func(t *rapid.T) *Run {
		small := rapid.IntRange(0, 1<<31-1)
		r := &Run{
			program: p, at: int32(rapid.IntRange(0, len(p.nodes)-1).Draw(t, "at")),
			rest: RestKind(rapid.IntRange(0, int(RestFailed)).Draw(t, "rest")),
			turn: small.Draw(t, "turn"), fence: small.Draw(t, "fence"), tries: small.Draw(t, "tries"),
			question: small.Draw(t, "question"), inMinute: small.Draw(t, "in minute"), minute: rapid.Int64().Draw(t, "minute"),
			delivery: rapid.Uint64().Draw(t, "delivery"), deadline: anyTime().Draw(t, "deadline"), vars: make([]rule.Value, len(p.declared)),
		}
		for i := range rapid.IntRange(0, 3).Draw(t, "counts") {
			r.counts = append(r.counts, count{int32(i), int32(rapid.IntRange(1, 1<<31-1).Draw(t, "count"))})
		}
		turn := &Turn{program: p, run: r, ownVars: true}
		set := func(name string, set func() error) {
			if rapid.Bool().Draw(t, "set "+name) {
				require.NoError(t, set())
			}
		}
		set("topic", func() error { return topic.Set(turn, anyText().Draw(t, "string")) })
		set("pin", func() error { return secret.Set(turn, anyText().Draw(t, "private")) })
		set("people", func() error { return people.Set(turn, rapid.Int().Draw(t, "int")) })
		set("amount", func() error { return amount.Set(turn, rapid.Float64().Draw(t, "float")) })
		set("urgent", func() error { return urgent.Set(turn, rapid.Bool().Draw(t, "bool")) })
		set("due_at", func() error { return dueAt.Set(turn, anyTime().Draw(t, "time")) })
		set("basket", func() error { return basket.Set(turn, rapid.SliceOfN(anything(3), 0, 5).Draw(t, "list")) })
		set("details", func() error { return details.Set(turn, rapid.MapOfN(anyText(), anything(3), 0, 5).Draw(t, "map")) })
		return r
	})
}

// alike compares what went in with what came out: the same type, the same value, times as instants.
func alike(a, b any) bool {
	switch a := a.(type) {
	case float64:
		f, ok := b.(float64)
		return ok && math.Float64bits(a) == math.Float64bits(f)
	case time.Time:
		at, ok := b.(time.Time)
		return ok && a.Equal(at)
	case []any:
		l, ok := b.([]any)
		if !ok || len(a) != len(l) {
			return false
		}
		for i := range a {
			if !alike(a[i], l[i]) {
				return false
			}
		}
		return true
	case map[string]any:
		m, ok := b.(map[string]any)
		if !ok || len(a) != len(m) {
			return false
		}
		for key := range a {
			if value, ok := m[key]; !ok || !alike(a[key], value) {
				return false
			}
		}
		return true
	}
	return reflect.DeepEqual(a, b)
}

// read is what Go code reads from a variable, by its declared type.
func read[T VarType](r *Run, v Var[T]) (any, bool) {
	value, ok := v.In(&Turn{program: r.program, run: r})
	return value, ok
}

func TestEveryRunComesBackAsItWasStored(t *testing.T) {
	t.Parallel()
	p := compiled(t, storable())
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

// sameRun compares every field of a run; one that is new has to be added here, to the generator, and to the stored form.
func sameRun(t require.TestingT, was, is *Run) {
	compared := map[string]bool{
		"program": is.program == was.program, "vars": len(was.vars) == len(is.vars),
		"at": was.at == is.at, "rest": was.rest == is.rest, "turn": was.turn == is.turn, "fence": was.fence == is.fence,
		"deadline": was.deadline.Equal(is.deadline), "tries": was.tries == is.tries, "question": was.question == is.question,
		"delivery": was.delivery == is.delivery, "counts": reflect.DeepEqual(was.counts, is.counts),
		"minute": was.minute == is.minute, "inMinute": was.inMinute == is.inMinute,
	}
	for field := range reflect.TypeFor[Run]().Fields() {
		require.Contains(t, compared, field.Name, "the test does not know this field of a run")
		require.True(t, compared[field.Name], field.Name)
	}
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
		case version == storedVersion:
			require.NoError(t, err)
		default:
			require.ErrorContains(t, err, fmt.Sprintf("stored by a newer version (%d, this one reads %d)", version, storedVersion))
			_, _, err = storedWorkflow(stored)
			require.ErrorContains(t, err, "newer version")
		}
	}
}

func TestARunThatIsCutOffAnywhereIsRefused(t *testing.T) {
	t.Parallel()
	p := compiled(t, storable())
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
	p := compiled(f, storable())
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
