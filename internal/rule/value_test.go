package rule

import (
	"encoding/json"
	"math"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

type color string

func TestOfTakesEveryGoValue(t *testing.T) {
	t.Parallel()
	seven := 7
	for _, c := range []struct {
		in, out any
		kind    Kind
	}{
		{nil, nil, KindNil}, {true, true, KindBool}, {int8(7), 7, KindInt}, {uint16(7), 7, KindInt}, {float32(2.5), 2.5, KindFloat},
		{uint64(math.MaxUint64), float64(math.MaxUint64), KindFloat}, {json.Number("3"), 3, KindInt}, {json.Number("2.5"), 2.5, KindFloat},
		{color("red"), "red", KindString}, {&seven, 7, KindInt}, {(*int)(nil), nil, KindNil}, {monday, monday, KindTime},
		{[]string{"a"}, []any{"a"}, KindList}, {[]int{1}, []any{1}, KindList}, {[]any(nil), []any{}, KindList},
		{map[string]int{"a": 1}, map[string]any{"a": 1}, KindMap}, {map[string]any(nil), map[string]any{}, KindMap},
		{map[color]string{"a": "b"}, map[string]any{"a": "b"}, KindMap}, {map[int]int{1: 1}, map[int]int{1: 1}, KindOther},
		{time.Second, time.Second, KindOther}, {String("x"), "x", KindString},
	} {
		v := Of(c.in)
		require.Equal(t, c.kind, v.Kind(), "%T", c.in)
		require.Equal(t, c.out, v.Any(), "%T", c.in)
	}
}

func TestTextIsWhatACustomerReads(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		in  any
		out string
	}{
		{nil, ""}, {3.0, "3"}, {3.25, "3.25"}, {1e21, "1e+21"}, {-0.5, "-0.5"}, {7, "7"}, {true, "true"}, {"ż", "ż"}, {monday, "2026-03-02T09:00:00Z"},
		{[]string{"a", "b"}, "a, b"}, {[]any{1, nil, []any{2.0}}, "1, , 2"}, {map[string]any{"b": 1, "a": "x"}, "a: x, b: 1"},
		{time.Minute, "1m0s"}, {struct{}{}, ""}, {[]any{}, ""}, {math.Inf(1), "+Inf"},
	} {
		require.Equal(t, c.out, Of(c.in).Text())
	}
	long := make([]any, 100_000)
	for i := range long {
		long[i] = "żółć"
	}
	require.LessOrEqual(t, len(List(long).Text()), maxText)
	require.Equal(t, strings.Repeat("ż", maxText/2), String(strings.Repeat("ż", maxText)).Text())
}

func TestValuesComeBackAsTheyWent(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "s")
		got, ok := String(s).AsString()
		require.True(t, ok)
		require.Equal(t, s, got)
		l := rapid.SliceOf(rapid.String()).Draw(t, "l")
		texts, _ := Strings(l).AsStrings()
		require.ElementsMatch(t, l, texts)
		at := time.Unix(rapid.Int64Range(-1<<40, 1<<40).Draw(t, "sec"), rapid.Int64Range(0, 999_999_999).Draw(t, "nano")).UTC()
		back, _ := Time(at).AsTime()
		require.Equal(t, at, back)
	})
	zero, _ := Time(time.Time{}).AsTime()
	require.True(t, zero.IsZero())
	zone := time.FixedZone("x", 3600)
	require.Equal(t, zone, Of(monday.In(zone)).Any().(time.Time).Location())
}

func TestEqualIsThatOfExpressions(t *testing.T) {
	t.Parallel()
	same := [][2]any{{1, 1.0}, {nil, nil}, {"a", "a"}, {monday, monday.In(time.FixedZone("x", 3600))}, {[]string{"a"}, []any{"a"}},
		{[]any{1}, []any{1.0}}, {map[string]any{"a": 1}, map[string]any{"a": 1}}, {time.Second, time.Second}}
	for _, c := range same {
		require.True(t, Of(c[0]).Equal(Of(c[1])), "%v", c)
	}
	different := [][2]any{{1, 2}, {nil, false}, {nil, ""}, {"1", 1}, {"ab", "ac"}, {[]any{1}, []any{2}}, {time.Second, 1}, {[]any{}, nil}}
	for _, c := range different {
		require.False(t, Of(c[0]).Equal(Of(c[1])), "%v", c)
	}
}

func TestTheWrongKindIsNotTaken(t *testing.T) {
	t.Parallel()
	v := String("x")
	_, isBool := v.AsBool()
	_, isInt := v.AsInt()
	_, isFloat := v.AsFloat()
	_, isTime := v.AsTime()
	_, isList := v.AsList()
	_, isStrings := List([]any{1}).AsStrings()
	_, isMap := v.AsMap()
	_, isString := Int(1).AsString()
	require.Equal(t, [8]bool{}, [8]bool{isBool, isInt, isFloat, isTime, isList, isStrings, isMap, isString})
	i, ok := Float(3).AsInt()
	require.True(t, ok)
	require.EqualValues(t, 3, i)
}

func TestNearestNamesAreFound(t *testing.T) {
	t.Parallel()
	known := []string{"topic", "contact", "count", "language", "tags", "refund", "Priority", "last_agent"}
	for name, want := range map[string]string{
		"topc": "topic", "tpoic": "topic", "TOPIC": "topic", "lnag": "language", "lang": "language", "prio": "Priority", "tag": "tags",
		"contcat": "contact", "cuont": "count", "refudn": "refund", "lastagent": "last_agent", "zzz": "", "": "", "x": "", "foo": "", "topic": "",
	} {
		require.Equal(t, want, Nearest(name, known), name)
	}
	require.Equal(t, Nearest("ab", []string{"ac", "ad"}), Nearest("ab", []string{"ad", "ac"}))
}

func TestExpressionsAreSafeForConcurrentUse(t *testing.T) {
	t.Parallel()
	var wg sync.WaitGroup
	x, y := condition(t, branch[3]+` && text matches "money"`), condition(t, `any(contact.tags, # == "eu") && matches("intents") == "Sales"`)
	for range 8 {
		wg.Go(func() {
			env := mia()
			for range 100 {
				a, errA := x.Holds(env)
				b, errB := y.Holds(env)
				if !a || !b || errA != nil || errB != nil {
					t.Error(a, b, errA, errB)
				}
			}
		})
	}
	wg.Wait()
}

func TestLongTextsAreCutAndLongListsRefused(t *testing.T) {
	t.Parallel()
	env := heavy()
	env.tags = Strings(make([]string, 1001))
	ok, err := condition(t, `len(topic) == 16384 && len(contact.fields.plan) == 16384 && any(["x"], len(topic) == 16384)`).Holds(env)
	require.NoError(t, err)
	require.True(t, ok)
	ok, err = condition(t, `len([text + text][0]) == 32768 && len({a: text + text}.a) == 32768 && any([text + text], len(#) == 32768)`).Holds(env)
	require.NoError(t, err)
	require.True(t, ok)
	for _, src := range []string{`"x" in contact.tags`, `any(contact.tags, # == "x")`} {
		_, err = condition(t, src).Holds(env)
		require.ErrorContains(t, err, "1001 elements", src)
	}
}

func TestWordsOfExprAreReserved(t *testing.T) {
	t.Parallel()
	require.True(t, Reserved("in"))
	require.False(t, Reserved("count"))
}
