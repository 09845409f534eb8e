package rule

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// turn is the environment of the tests: what the root package's turn is to a workflow.
type turn struct {
	topic, text Value
	tier        Value // private
	count       Value
	share       Value
	vip         Value
	due         Value
	tags        Value
	list        Value
	extra       Value
	language    string
	fields      map[string]any
}

var monday = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

func mia() *turn {
	return &turn{
		topic: String("Sales"), text: String("I want my money back"), tier: String("plain"), count: Int(3), share: Float(0.5),
		vip: Bool(true), due: Time(monday), tags: Strings([]string{"vip", "eu"}), list: List([]any{1, 2.5, "x", nil}),
		language: "es", fields: map[string]any{"plan": "gold", "seats": 7, "nested": map[string]any{"a": 1}, "none": nil},
	}
}

func leaf(t Type, get func(*turn) Value) Name[*turn] { return Name[*turn]{Type: t, Value: get} }

func names() map[string]Name[*turn] {
	return map[string]Name[*turn]{
		"topic":  leaf(StringType, func(t *turn) Value { return t.topic }),
		"text":   leaf(StringType, func(t *turn) Value { return t.text }),
		"tier":   {Type: StringType, Value: func(t *turn) Value { return t.tier }, Private: true},
		"count":  leaf(IntType, func(t *turn) Value { return t.count }),
		"amount": leaf(IntType, func(t *turn) Value { return t.count }),
		"share":  leaf(FloatType, func(t *turn) Value { return t.share }),
		"vip":    leaf(BoolType, func(t *turn) Value { return t.vip }),
		"due":    leaf(TimeType, func(t *turn) Value { return t.due }),
		"now":    leaf(TimeType, func(*turn) Value { return Time(monday) }),
		"list":   leaf(ListType, func(t *turn) Value { return t.list }),
		"extra":  leaf(Any, func(t *turn) Value { return t.extra }),
		"online": leaf(IntType, func(*turn) Value { return Int(2) }),
		"broken": leaf(IntType, func(*turn) Value { panic("getter") }),
		"contact": {Fields: map[string]Name[*turn]{
			"language": leaf(StringType, func(t *turn) Value { return String(t.language) }),
			"tags":     leaf(StringsType, func(t *turn) Value { return t.tags }),
			"fields": {Open: true, Value: func(t *turn) Value { return Map(t.fields) }, Fields: map[string]Name[*turn]{
				"score": leaf(IntType, func(t *turn) Value { return Of(t.fields["score"]) }),
			}},
		}},
	}
}

func funcs() map[string]Func[*turn] {
	return map[string]Func[*turn]{
		"matches": {Params: []Type{StringType}, Result: StringType, Call: lookup, Check: knownTable},
		"online": {Params: []Type{StringType}, Result: IntType, Call: func(_ *turn, args []Value) (Value, error) {
			return Int(int64(len(args[0].Text()))), nil
		}},
		"contact.conversations_within": {Params: []Type{StringType, IntType}, Optional: 1, Result: IntType,
			Call: func(_ *turn, args []Value) (Value, error) { return Int(int64(10 + len(args))), nil }},
		"fails":  {Params: []Type{Any}, Result: BoolType, Call: func(*turn, []Value) (Value, error) { return Value{}, errors.New("refused") }},
		"panics": {Result: BoolType, Call: func(*turn, []Value) (Value, error) { panic("host") }},
		"echo":   {Params: []Type{Any}, Result: Any, Call: func(_ *turn, args []Value) (Value, error) { return args[0], nil }},
	}
}

func lookup(t *turn, args []Value) (Value, error) {
	if args[0].Text() == "intents" {
		return t.topic, nil
	}
	return None(), nil
}

func knownTable(args []string) string {
	if args[0] == "intents" || args[0] == "other" {
		return ""
	}
	return fmt.Sprintf("unknown table %q, did you mean %s?", args[0], Nearest(args[0], []string{"intents", "other"}))
}

func scope() *Scope[*turn] { return &Scope[*turn]{Names: names(), Funcs: funcs()} }

func condition(tb testing.TB, src string) *Expr[*turn] {
	tb.Helper()
	x, ms := scope().Condition(src)
	require.Empty(tb, ms, src)
	return x
}
