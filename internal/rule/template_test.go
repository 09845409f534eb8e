package rule

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func template(tb testing.TB, src string) *Template[*turn] {
	tb.Helper()
	x, ms := scope().Template(src)
	require.Empty(tb, ms, src)
	return x
}

func TestTemplatesRender(t *testing.T) {
	t.Parallel()
	for src, want := range map[string]string{
		"":                       "",
		"Hi!":                    "Hi!",
		"a } b }} c { d":         "a } b }} c { d",
		"{{topic}}":              "Sales",
		"Hi {{ topic }}!":        "Hi Sales!",
		"{{ count }}{{ share }}": "30.5",
		`{{ count / 3 }}`:        "1",
		`{{ extra }}`:            "",
		`{{ contact.tags }}`:     "vip, eu",
		`{{ "}}" }} {{ '{{' }}`:  "}} {{",
		`{{ {a: {b: 7}}.a.b }}`:  "7",
		`{{ now }}`:              "2026-03-02T09:00:00Z",
		"{{ topic ?? `none` }}":  "Sales",
		`{{ len(filter(contact.tags, {# == "vip"})) }}`: "1",
		`{{ contact.fields.nested }}`:                   "a: 1",
		"zażółć {{ vip }} gęś":                          "zażółć true gęś",
	} {
		text, err := template(t, src).Render(mia())
		require.NoError(t, err, src)
		require.Equal(t, want, text, src)
	}
}

func TestAValueIsNeverEvaluatedAgain(t *testing.T) {
	t.Parallel()
	env := mia()
	env.topic = String("{{ tier }} {{")
	text, err := template(t, "<{{ topic }}>").Render(env)
	require.NoError(t, err)
	require.Equal(t, "<{{ tier }} {{>", text)
}

func TestAPieceThatFailsRendersAsNothing(t *testing.T) {
	t.Parallel()
	text, err := template(t, "a {{ 1 % 0 }} b {{ topic }} c {{ broken }}").Render(mia())
	require.ErrorContains(t, err, "divide by zero")
	require.ErrorContains(t, err, "getter")
	require.Equal(t, "a  b Sales c ", text)
}

func TestValuesAndTextsAreCapped(t *testing.T) {
	t.Parallel()
	env := heavy()
	text, err := template(t, "{{ topic }}").Render(env)
	require.NoError(t, err)
	require.Len(t, text, maxText)
	text, err = template(t, strings.Repeat("{{ topic }}", 30)).Render(env)
	require.NoError(t, err)
	require.Len(t, text, maxTemplate)
}

func TestMistakesOfATemplateHaveTheirPlaceInTheText(t *testing.T) {
	t.Parallel()
	for src, want := range map[string]string{
		"Hi {{ topc }}":                         `U011 1:7 «topc» unknown name "topc"; did you mean topic?`,
		"ż\nHi {{ topic }} {{\n topc }}":        `U011 3:2 «topc» unknown name "topc"; did you mean topic?`,
		"ż {{ topic }} and {{ topic":            `U010 1:19 «{{» {{ without }}; close it with }}`,
		"{{ }}":                                 `U010 1:3 « » the expression is empty`,
		"Hi {{ contact }}":                      `U013 1:7 «contact» "contact" is a group of fields and has no value; write one of its fields, such as contact.fields`,
		`{{ it's }} {{ topic }}`:                `U010 1:9 «}» literal not terminated`,
		strings.Repeat("{{ topic }}", 201):      `U016 1:2201 «{{» the text has too many {{ }}`,
		strings.Repeat("x", maxTemplate) + "{{": `U016 1:1 «x» the text is longer than 64 KiB`,
	} {
		_, ms := scope().Template(src)
		require.Len(t, ms, 1, src)
		require.Equal(t, want, pointed(src, ms[0]))
	}
	_, ms := scope().Template("{{ a1 }} {{ b1 }}")
	require.Len(t, ms, 2)
}

func TestTheReadsOfATemplateHaveTheirPlaceInTheText(t *testing.T) {
	t.Parallel()
	refs := template(t, "Hi {{ topic }},\nyou {{ contact.fields.plan }} {{ topic }}").Reads()
	require.Len(t, refs, 2)
	require.Equal(t, []any{"topic", 1, 7, "contact.fields.plan", 2, 8},
		[]any{refs[0].Path, refs[0].Line, refs[0].Column, refs[1].Path, refs[1].Line, refs[1].Column})
}

//nolint:paralleltest // AllocsPerRun counts what every goroutine allocates
func TestALiteralTextCostsNothing(t *testing.T) {
	env, x := mia(), template(t, "Hi, how can we help?")
	require.Zero(t, testing.AllocsPerRun(100, func() { _, _ = x.Render(env) }))
	y := template(t, "Hi {{ topic }}, {{ count }} {{ contact.fields.plan }}")
	require.LessOrEqual(t, testing.AllocsPerRun(100, func() { _, _ = y.Render(env) }), 1.0)
}

//nolint:paralleltest // AllocsPerRun counts what every goroutine allocates
func TestConditionsDoNotAllocate(t *testing.T) {
	env := mia()
	for _, src := range append(branch, `"eu" in contact.tags`, `count + 1 > 2 && now >= due`, `text contains "money"`, `matches("intents") == "Sales"`) {
		x := condition(t, src)
		require.Zero(t, testing.AllocsPerRun(100, func() { _, _ = x.Holds(env) }), src)
	}
}
