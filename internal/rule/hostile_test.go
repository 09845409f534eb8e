package rule

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// hostile are sources that have brought down or could bring down an evaluator. Each must be refused, or end.
func hostile() map[string]string {
	n := strings.Repeat
	return map[string]string{
		"a megabyte of parentheses":  n("(", 1<<20),
		"a megabyte of not":          n("!", 1<<20) + "true",
		"a megabyte of brackets":     n("[", 1<<20),
		"a megabyte of minus":        n("-", 1<<20) + "1",
		"deep parentheses":           n("(", 2000) + "1" + n(")", 2000),
		"deep unary minus":           n("-", 4000) + "1 == 1",
		"deep not":                   n("not ", 1000) + "vip",
		"deep lists":                 n("[", 2000) + n("]", 2000),
		"deep maps":                  n("{a:", 1000) + "1" + n("}", 1000),
		"deep ternaries":             n("vip ? ", 300) + "1" + n(" : 2", 300),
		"deep powers":                n("2 ** ", 700) + "2 == 1",
		"deep ifs":                   n("if vip {1} else ", 250) + "{2}",
		"deep lets":                  n("let a = 1; ", 300) + "a",
		"deep calls":                 n("lower(", 600) + "topic" + n(")", 600) + ` == ""`,
		"long sums":                  n("1 + ", 1000) + "1 == 1",
		"long texts":                 n("text + ", 500) + `text == ""`,
		"long ors":                   n(`text contains "aaaaaaab" || `, 140) + "vip",
		"shared comparisons":         n("1 < (", 30) + "1" + n(" < 2) < 2", 30),
		"shared conditions":          n("(", 30) + "vip" + n(" ?: vip)", 30),
		"three loops":                "all(list, all(list, all(list, true)))",
		"two loops":                  "any(list, any(contact.tags, # == 1))",
		"a loop in an argument":      "any(list, len(filter(contact.tags, true)) > 1)",
		"ranges":                     "len(1..1000000000) > 1",
		"many loops":                 n("any(list, # == text) || ", 160) + "vip",
		"heavy loops":                n(`any(list, lower(text + string(#)) contains text) || `, 70) + "vip",
		"matching loops":             `any(list, text matches "(a|b|ab)*c" && # matches "(a|b|ab)*d")`,
		"products of lists":          "map(list, list) == map(list, list)",
		"products in products":       "map(list, [list, list, list, list]) in map(list, [list, list])",
		"flattened products":         "len(flatten(map(list, list))) > 1",
		"printed products":           "len(string(map(list, list))) > 1",
		"joined products":            "len(join(map(list, text))) > 1",
		"growing by replace":         `len(replace(text, "a", text)) > 1`,
		"growing by empty replace":   `len(replace(replace(text, "", text), "", text)) > 1`,
		"growing by sum":             `len(text + text + text + text + text) > 1`,
		"growing by join":            "len(join([text, text, text, text, text], text)) > 1",
		"growing by split":           `len(split(text, "")) > 1`,
		"growing by concat":          "len(concat(list, list, list)) > 1",
		"growing by reduce":          `reduce(list, #acc + #acc, "a") == ""`,
		"growing by let":             "let a = [list, list]; let b = [a, a]; let c = [b, b]; c == c",
		"growing by repeat":          `len(repeat(text, 1000000)) > 1`,
		"summing texts":              "sum(list, # + text) == 1",
		"sorting again and again":    n("sort(list) == list || ", 180) + "vip",
		"lowering again and again":   n("lower(text) == topic || ", 160) + "vip",
		"comparing again and again":  n("list == extra || ", 200) + "vip",
		"searching again and again":  n("list in extra || ", 200) + "vip",
		"a pattern that repeats":     `text matches "((a{1,100}){1,100})$"`,
		"a pattern that backtracks":  `text matches "(a*)*(a*)*(a*)*b$"`,
		"a pattern that is long":     `text matches "` + n("a?", 400) + `"`,
		"a pattern that is computed": `text matches text`,
		"patterns again and again":   n(`text matches "a*b" || `, 180) + "vip",
		"uniq":                       "len(uniq(list)) > 1",
		"groupBy":                    "len(groupBy(list, #)) > 1",
		"the environment":            "$env == $env",
		"the environment by key":     `$env["topic"] == "x"`,
		"a hidden function":          `$0() == 1`,
		"the machine's own name":     "` evaluation` == 1",
		"numbers that overflow":      "9223372036854775808 == 1",
		"numbers that wrap":          "9223372036854775807 + 1 > 0",
		"shifts":                     "bitshl(1, 1000000) == 1",
		"infinite numbers":           "1e308 * 10 == 2 ** 10000",
		"invalid UTF-8":              "topic == \"\xff\"",
		"null bytes":                 "topic == \"\x00\"",
		"endless comments":           "/* topic",
		"endless texts":              `"topic`,
		"deep data":                  "string(extra) == topic",
		"deep data compared":         "extra == extra",
		"deep data in lists":         "[extra, extra] == [extra, extra]",
		"an own map as function":     "{a: 1}.a()",
		"sortBy on long texts":       "len(sortBy(list, #)) > 1",
		"median of everything":       "median(map(list, list)) > 1",
		"min of deep data":           "min(extra) == 1",
		"flatten of deep data":       "len(flatten([extra])) > 1",
	}
}

// heavy is the largest environment that a host could pass on unseen.
func heavy() *turn {
	long := strings.Repeat("a", 200<<10)
	list := make([]any, 1000)
	for i := range list {
		list[i] = long[:1000]
	}
	var deep any = "x"
	for range 10_000 {
		deep = []any{deep}
	}
	return &turn{
		topic: String(long), text: String(long), tags: Strings(make([]string, 1000)), list: List(list), extra: Of(deep),
		vip: Bool(false), fields: map[string]any{"plan": long, "list": list},
	}
}

// Rows 58 to 61 and 64: loops in loops, a million parentheses, texts that grow without end, patterns that explode.
func TestHostileSourcesAreRefusedOrEnd(t *testing.T) {
	t.Parallel()
	env := heavy()
	for name, src := range hostile() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			start := time.Now()
			x, ms := scope().Expression(src, Any)
			load := time.Since(start)
			if len(ms) > 0 {
				for _, m := range ms {
					requirePlace(t, src, m)
				}
				t.Logf("%v: %v", load, ms[0])
				return
			}
			start = time.Now()
			v, err := x.Eval(env)
			t.Logf("load %v, run %v: %s %v", load, time.Since(start), v.kind, err)
			require.LessOrEqual(t, len(v.Text()), maxText)
		})
	}
}

// requirePlace checks that a mistake says something and lies within its source.
func requirePlace(t require.TestingT, src string, m Mistake) {
	lines := strings.Split(src, "\n")
	require.NotEmpty(t, m.Message, src)
	require.Regexp(t, `^U01[0-6]$`, m.Code, src)
	require.True(t, m.Line >= 1 && m.Line <= len(lines), "%q: line %d", src, m.Line)
	length := len([]rune(lines[m.Line-1]))
	require.True(t, m.Column >= 1 && m.Column <= length+1, "%q: column %d", src, m.Column)
	require.True(t, m.Length >= 1 && m.Column+m.Length <= length+2, "%q: length %d", src, m.Length)
}
