package rule

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/types"
	"github.com/expr-lang/expr/vm"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// TestClosuresAndMachineAgree holds three evaluations of random expressions against each other: our closures, our use of
// expr's machine, and expr as it comes, with an environment of nothing but maps. They agree on the value, or all fail.
func TestClosuresAndMachineAgree(t *testing.T) {
	t.Parallel()
	for i := range 4 { // as many times the checks that rapid makes unless told otherwise
		t.Run(strconv.Itoa(i), func(t *testing.T) {
			t.Parallel()
			agree(t)
		})
	}
}

func agree(t *testing.T) {
	t.Helper()
	accepted, total := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		g := gen{t}
		src := g.any(4)
		total++
		x, ms := scope().Expression(src, Any)
		if len(ms) > 0 {
			require.NotEqual(t, ParseMistake, ms[0].Code, "%s: %v", src, ms)
			return
		}
		accepted++
		forced := inMachine(t, src)
		stock, err := expr.Compile(src, untypedNames, expr.Optimize(false), expr.Function("echo", func(a ...any) (any, error) { return a[0], nil }))
		untypable := err != nil // what has a type in our scope is sometimes refused without one
		for range 5 {
			env, exotic := g.turn()
			want := outcome(forced.Eval(env))
			require.Equal(t, want, outcome(x.Eval(env)), "closures: %s\n%+v", src, env.fields)
			if untypable || exotic || strings.Contains(src, "sort(") || strings.Contains(src, "concat(") {
				continue // of nil and of nothing these two make a list that counts as nil; ours do not
			}
			v, err := runStock(stock, env)
			if err != nil && strings.Contains(err.Error(), "interface conversion") && want != "error" {
				continue // expr compares what it takes for two texts or ints without a look, and fails if one is something else
			}
			require.Equal(t, want, outcome(v, err), "expr: %s\n%+v", src, env.fields)
		}
	})
	require.Greater(t, accepted*10, total*7, "the generator makes too many expressions that are refused")
}

// inMachine compiles for expr's machine what could do without.
func inMachine(t require.TestingT, src string) *Expr[*turn] {
	d, ms := scope().draft(src)
	require.Empty(t, ms, src)
	x, ms := d.inMachine()
	require.Empty(t, ms, src)
	return x
}

// untypedNames lets expr compile without knowing a type, so that it makes no assumption about nil.
var untypedNames = expr.Env(types.Map{
	"topic": types.Any, "text": types.Any, "amount": types.Any, "share": types.Any, "vip": types.Any, "due": types.Any,
	"now": types.Any, "list": types.Any, "extra": types.Any, "contact": types.Any,
})

func runStock(p *vm.Program, t *turn) (Value, error) {
	v, err := expr.Run(p, map[string]any{
		"topic": t.topic.Any(), "text": t.text.Any(), "amount": t.count.Any(), "share": t.share.Any(), "vip": t.vip.Any(),
		"due": t.due.Any(), "now": monday, "list": t.list.Any(), "extra": t.extra.Any(),
		"contact": map[string]any{"language": t.language, "tags": t.tags.Any(), "fields": t.fields},
	})
	return settle(wrap(v)), err
}

func outcome(v Value, err error) string {
	if err != nil {
		return "error"
	}
	return show(canon(v))
}

func show(x any) string {
	switch x := x.(type) {
	case []any:
		parts := make([]string, len(x))
		for i, e := range x {
			parts[i] = show(e)
		}
		return "[" + strings.Join(parts, " ") + "]"
	case map[string]any:
		m := map[string]string{}
		for k, e := range x {
			m[k] = show(e)
		}
		return fmt.Sprint(m)
	}
	v := Of(x)
	return v.kind.String() + ":" + fmt.Sprintf("%v", v.Any())
}

// gen makes expressions that are well typed most of the time. Whatever comes before a decision is in parentheses, so that
// no precedence has to be thought of.
type gen struct{ t *rapid.T }

func (g gen) pick(options ...string) string { return rapid.SampledFrom(options).Draw(g.t, "option") }
func (g gen) upto(n int) int                { return rapid.IntRange(0, n).Draw(g.t, "n") }

// one draws one of the makers; makers that recurse come last and are left out at the bottom.
func (g gen) one(depth, leaves int, makers ...func() string) string {
	n := len(makers)
	if depth <= 0 {
		n = leaves
	}
	return makers[g.upto(n-1)]()
}

func (g gen) any(d int) string {
	return g.one(d, 2,
		func() string { return g.unknown(d) },
		func() string { return g.pick("extra", "nil", "contact.fields", "list", "contact.tags") },
		func() string { return g.bool(d) },
		func() string { return g.num(d) },
		func() string { return g.str(d) },
		func() string { return g.list(d) },
		func() string { return g.pick("due", "now", "(now - due)") },
	)
}

func (g gen) unknown(d int) string {
	key := func() string { return g.pick("a", "b", "c", "d", "nested", "missing") }
	return g.one(d, 4,
		func() string { return "contact.fields." + key() },
		func() string { return "contact.fields?." + key() + "?." + key() },
		func() string { return "contact.fields." + key() + "." + key() },
		func() string { return "extra" },
		func() string { return "list[" + g.num(d-2) + "]" },
		func() string { return "(" + g.any(d-1) + " ?? " + g.any(d-1) + ")" },
		func() string { return "(" + g.bool(d-1) + " ? " + g.any(d-1) + " : " + g.any(d-1) + ")" },
		func() string { return "contact.fields[" + g.str(d-1) + "]" },
		func() string { return "echo(" + g.any(d-1) + ")" },
		func() string { return g.pick("first", "last", "max", "min") + "(" + g.list(d-1) + ")" },
		func() string { return "get(" + g.unknown(d-1) + ", " + g.pick(`"a"`, `0`, `-1`) + ")" },
		func() string {
			return g.unknown(d-1) + g.pick(".a", "?.a", "[0]", `["a"]`, "?.[1]", "[-1]?.b", "[0:1]", "[1:]", "[:-1]")
		},
		func() string {
			return "{a: " + g.any(d-1) + ", (" + g.str(d-1) + "): " + g.any(d-1) + "}" + g.pick("", ".a", ".zz")
		},
		func() string { return "find(" + g.sure(d-1) + ", # == " + g.any(d-2) + ")" },
	)
}

func (g gen) bool(d int) string {
	return g.one(d, 3,
		func() string { return g.pick("true", "false", "vip") },
		func() string { return "(topic == " + g.pick(`"Sales"`, `"b"`, "nil", "text") + ")" },
		func() string {
			return "(contact.fields.a " + g.pick("==", "!=") + g.pick(`"Sales"`, "1", "2.5", "true", "nil") + ")"
		},
		func() string { return "(" + g.pick("!", "not ") + g.bool(d-1) + ")" },
		func() string { return "(" + g.bool(d-1) + g.pick(" && ", " || ", " and ", " or ") + g.bool(d-1) + ")" },
		func() string { return "(" + g.bool(d-1) + g.pick(" && ", " || ") + g.unknown(d-1) + ")" },
		func() string { return "(" + g.any(d-1) + g.pick(" == ", " != ") + g.unknown(d-1) + ")" },
		func() string { return "(" + g.list(d-1) + g.pick(" == ", " != ") + g.list(d-1) + ")" },
		func() string { return "(" + g.str(d-1) + g.pick(" == ", " != ", " < ", " >= ") + g.str(d-1) + ")" },
		func() string { return "(" + g.num(d-1) + g.order() + g.num(d-1) + ")" },
		func() string { return "(" + g.unknown(d-1) + g.order() + g.pick("1", `"b"`, "now", g.num(d-1)) + ")" },
		func() string { return "(due" + g.order() + g.pick("now", "due") + ")" },
		func() string { return "(" + g.any(d-1) + g.pick(" in ", " not in ") + g.list(d-1) + ")" },
		func() string {
			return "(" + g.str(d-1) + " in " + g.pick("contact.fields", `["a", "Sales"]`, "{a: 1}", g.unknown(d-1)) + ")"
		},
		func() string {
			return "(" + g.pick(g.str(d-1), g.unknown(d-1)) + g.pick(" contains ", " startsWith ", " endsWith ") + g.str(d-1) + ")"
		},
		func() string { return "(" + g.pick(g.str(d-1), g.unknown(d-1)) + ` matches "^[a-zS]+$")` },
		func() string {
			return g.pick("any", "all", "none", "one") + "(" + g.sure(d-1) + ", # " + g.pick("==", "!=", ">") + " 1)"
		},
	)
}

func (g gen) order() string { return g.pick(" < ", " > ", " <= ", " >= ", " == ", " != ") }

func (g gen) num(d int) string {
	return g.one(d, 2,
		func() string { return g.pick("0", "1", "-1", "2.5", "3", "9223372036854775807") },
		func() string { return g.pick("amount", "share", "contact.fields.a", "contact.fields.score") },
		func() string { return "(" + g.num(d-1) + g.pick(" + ", " - ", " * ", " / ", " ** ") + g.num(d-1) + ")" },
		func() string {
			return "(" + g.pick("amount", "7", "-3", "contact.fields.b") + " % " + g.pick("amount", "2", "0", "-1") + ")"
		},
		func() string { return "(-" + g.num(d-1) + ")" },
		func() string { return "(+" + g.num(d-1) + ")" },
		func() string { return "len(" + g.pick(g.str(d-1), g.list(d-1), g.unknown(d-1)) + ")" },
		func() string { return g.pick("abs", "ceil", "floor", "round", "int", "float") + "(" + g.num(d-1) + ")" },
		func() string { return "int(" + g.str(d-1) + ")" },
		func() string { return "indexOf(" + g.str(d-1) + ", " + g.str(d-1) + ")" },
		func() string { return "count(" + g.sure(d-1) + ", # == " + g.any(d-2) + ")" },
		func() string { return g.pick("max", "min") + "(" + g.num(d-1) + ", " + g.num(d-1) + ")" },
		func() string { return g.pick("mean", "median") + "(" + g.list(d-1) + ")" },
		func() string { return "bitand(3, amount)" },
	)
}

func (g gen) str(d int) string {
	return g.one(d, 2,
		func() string { return g.pick(`""`, `"a"`, `"b"`, `"Sales"`, `"żółć"`) },
		func() string { return g.pick("topic", "text", "contact.language") },
		func() string { return "(" + g.str(d-1) + " + " + g.str(d-1) + ")" },
		func() string { return "(" + g.unknown(d-1) + " + " + g.str(d-1) + ")" },
		func() string { return g.pick("lower", "upper", "trim") + "(" + g.str(d-1) + ")" },
		func() string { return g.pick("lower", "upper", "trim", "len") + "(" + g.unknown(d-1) + ")" },
		func() string { return "trim(" + g.str(d-1) + `, "a")` },
		func() string { return "string(" + g.pick(g.num(d-1), g.str(d-1), g.bool(d-1)) + ")" },
		func() string { return "replace(" + g.str(d-1) + ", " + g.str(d-1) + ", " + g.str(d-1) + ")" },
		func() string { return "join(" + g.list(d-1) + `, ",")` },
		func() string { return g.str(d-1) + g.pick("[0:1]", "[1:]", "[:-1]", "[:99]") },
		func() string { return "(" + g.bool(d-1) + " ? " + g.str(d-1) + " : " + g.str(d-1) + ")" },
		func() string { return "(" + g.str(d-1) + " | " + g.pick("lower()", "upper()", "trim()") + ")" },
		func() string { return "type(" + g.any(d-1) + ")" },
	)
}

func (g gen) list(d int) string {
	return g.one(d, 3,
		func() string { return g.pick("list", "contact.tags", "contact.fields.c") },
		func() string { return g.pick("[]", `["a", "b"]`, "[1, 2.5]", `[1, "a", nil, true]`) },
		func() string { return "[" + g.any(d-1) + "]" },
		func() string { return "[" + g.any(d-1) + ", " + g.any(d-1) + "]" },
		func() string { return "split(" + g.str(d-1) + `, "a")` },
		func() string { return "filter(" + g.sure(d-1) + ", # != " + g.any(d-2) + ")" },
		func() string { return "map(" + g.sure(d-1) + ", [#, " + g.any(d-2) + "])" },
		func() string { return "concat(" + g.list(d-1) + ", " + g.list(d-1) + ")" },
		func() string { return g.pick("reverse", "flatten", "sort") + "(" + g.list(d-1) + ")" },
		func() string { return "take(" + g.list(d-1) + ", 1)" },
		func() string { return g.list(d-1) + g.pick("[0:1]", "[1:]", "[:-1]") },
	)
}

// sure is a list for a loop: ours runs over nothing else, expr's also over the bytes of a text.
func (g gen) sure(d int) string {
	return g.one(d, 2,
		func() string { return g.pick("list", "contact.tags") },
		func() string { return g.pick("[]", `["a", "b"]`, "[1, 2.5]", `[1, "a", nil, true]`) },
		func() string { return "[" + g.any(d-1) + ", " + g.any(d-1) + "]" },
		func() string { return "concat(" + g.list(d-1) + ", " + g.list(d-1) + ")" },
	)
}

// turn is a random environment; exotic ones hold Go types that expr does not treat as we do.
func (g gen) turn() (t *turn, exotic bool) {
	maybe := func(v Value) Value {
		if g.upto(4) == 0 {
			return None()
		}
		return v
	}
	exotic = g.upto(2) == 0
	texts := []string{"", "a", "b", "Sales", "żółć", " A "}
	t = &turn{
		topic: maybe(String(g.pick(texts...))), text: maybe(String(g.pick(texts...) + g.pick(texts...))),
		count: maybe(Int(int64(g.upto(4) - 2))), share: maybe(Float(float64(g.upto(8))/2 - 1)), vip: maybe(Bool(g.upto(1) == 1)),
		due: maybe(Time(monday.Add(time.Duration(g.upto(2)-1) * time.Hour))), tags: maybe(Strings(texts[:g.upto(4)])),
		list: maybe(List([]any{1, 2.5, "a", nil, true}[:g.upto(5)])), extra: Of(g.raw(3, exotic)), language: g.pick(texts...),
		fields: map[string]any{},
	}
	for _, k := range []string{"a", "b", "c", "d", "nested", "score"} {
		if g.upto(3) > 0 {
			t.fields[k] = g.raw(2, exotic)
		}
	}
	return t, exotic
}

type named string

func (g gen) raw(d int, exotic bool) any {
	n := 7
	if d > 0 {
		n = 9
	}
	i := g.upto(n)
	if exotic && g.upto(1) == 0 {
		return []any{int32(i), int64(i), float32(i), json.Number(strconv.Itoa(i)), json.Number("2.5"), named("a"), []string{"a", "b"},
			[]int{1, 2}, map[string]int{"a": i}, []any(nil)}[i]
	}
	return []func() any{
		func() any { return nil }, func() any { return 1 }, func() any { return 2.5 }, func() any { return "a" },
		func() any { return "Sales" }, func() any { return true }, func() any { return 2 }, func() any { return monday },
		func() any { return []any{g.raw(d-1, exotic), g.raw(d-1, exotic)} },
		func() any { return map[string]any{"a": g.raw(d-1, exotic), "b": g.raw(d-1, exotic)} },
	}[i]()
}
