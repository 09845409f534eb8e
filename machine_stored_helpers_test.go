package usher

import (
	"math"
	"reflect"
	"slices"
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

func compiled(t require.TestingT, w Workflow, others ...Workflow) *Program {
	p, err := Compile(w, nil, others...)
	require.NoError(t, err)
	return p
}

// around is a workflow that runs the storable one, and has a variable in common with it.
func around() Flow {
	return Flow{Name: "around", Revision: 4, Vars: []Variable{topic, Var[int]{Name: "visits"}}, Steps: Steps{
		Named{ID: "call", Step: RunWorkflow{Workflow: "test"}}, Goto{Step: "call", AtMost: 3, Else: toSupport()},
	}}
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

// frames are workflows that have run the present one, none if the program knows of none.
func frames(p *Program) *rapid.Generator[[]frame] {
	outer := p.find("around", -1)
	if outer == nil {
		return rapid.Just([]frame(nil))
	}
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) frame {
		f := frame{program: outer, at: int32(rapid.IntRange(0, len(outer.nodes)-1).Draw(t, "at")), vars: slices.Clone(outer.initial)}
		if rapid.Bool().Draw(t, "set") {
			f.vars[0], f.vars[1] = rule.String(anyText().Draw(t, "topic")), rule.Int(rapid.Int64().Draw(t, "visits"))
		}
		for i := range rapid.IntRange(0, 2).Draw(t, "counts") {
			f.counts = append(f.counts, count{int32(i), int32(rapid.IntRange(1, 1<<31-1).Draw(t, "count"))})
		}
		return f
	}), 0, maxNested)
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
			callers: frames(p).Draw(t, "callers"),
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

// sameRun compares every field of a run; one that is new has to be added here, to the generator, and to the stored form.
func sameRun(t require.TestingT, was, is *Run) {
	compared := map[string]bool{
		"program": is.program == was.program, "vars": len(was.vars) == len(is.vars),
		"at": was.at == is.at, "rest": was.rest == is.rest, "turn": was.turn == is.turn, "fence": was.fence == is.fence,
		"deadline": was.deadline.Equal(is.deadline), "tries": was.tries == is.tries, "question": was.question == is.question,
		"delivery": was.delivery == is.delivery, "counts": reflect.DeepEqual(was.counts, is.counts),
		"minute": was.minute == is.minute, "inMinute": was.inMinute == is.inMinute, "callers": slices.EqualFunc(was.callers, is.callers, sameFrame),
	}
	for field := range reflect.TypeFor[Run]().Fields() {
		require.Contains(t, compared, field.Name, "the test does not know this field of a run")
		require.True(t, compared[field.Name], field.Name)
	}
}

func sameFrame(was, is frame) bool {
	sameValue := func(a, b rule.Value) bool { return alike(a.Any(), b.Any()) }
	return was.program == is.program && was.at == is.at && slices.Equal(was.counts, is.counts) &&
		slices.EqualFunc(was.vars, is.vars, sameValue)
}
