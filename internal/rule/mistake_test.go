package rule

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// pointed writes a mistake as the tests state it: its code, the part of the source that it points at, and the words.
func pointed(src string, m Mistake) string {
	line := []rune(strings.Split(src, "\n")[m.Line-1] + " ")
	at := string(line[m.Column-1 : m.Column-1+m.Length])
	return strings.TrimSuffix(fmt.Sprintf("%s %d:%d «%s» %s; %s", m.Code, m.Line, m.Column, at, m.Message, m.Hint), "; ")
}

func TestEveryMistakeHasItsCodeItsPlaceAndAHint(t *testing.T) {
	t.Parallel()
	for src, want := range map[string]string{
		`topc == "x"`:                        `U011 1:1 «topc» unknown name "topc"; did you mean topic?`,
		`contact.lnag == "es"`:               `U014 1:9 «lnag» unknown field "contact.lnag"; did you mean contact.language?`,
		`contact["lnag"] == "es"`:            `U014 1:9 «"lnag"» unknown field "contact.lnag"; did you mean contact.language?`,
		"topic ==\n  \"ż\" && topc == nil":   `U011 2:10 «topc» unknown name "topc"; did you mean topic?`,
		`topic == 3`:                         `U013 1:7 «==» cannot compare string with int`,
		`topic in [1, 2]`:                    `U013 1:7 «in» cannot compare string with int`,
		`topic in ["a", 3]`:                  `U013 1:16 «3» cannot compare string with int`,
		`3 in contact.tags`:                  `U013 1:3 «in» cannot compare int with string`,
		`count + "x" == ""`:                  `U013 1:7 «+» + cannot be used on int and string`,
		`!topic`:                             `U013 1:1 «!» cannot use ! (type string)`,
		`contact == 1`:                       `U013 1:1 «contact» "contact" is a group of fields and has no value; write one of its fields, such as contact.fields`,
		`len(contact) == 1`:                  `U013 1:5 «contact» "contact" is a group of fields and has no value; write one of its fields, such as contact.fields`,
		`contact[topic] == 1`:                `U013 1:1 «contact» "contact" is a group of fields and has no value; write one of its fields, such as contact.fields`,
		` contact.fields.vip`:                `U013 1:2 «contact.fields.vip» a condition must be true or false, and the type of this one is not known before it runs; compare it: contact.fields.vip == true`,
		`extra ?? false`:                     `U013 1:1 «extra ?? false» a condition must be true or false, and the type of this one is not known before it runs; compare it: (extra ?? false) == true`,
		`topic`:                              `U013 1:1 «topic» a condition must be true or false, this is of type string`,
		`topic.length == 1`:                  `U014 1:7 «length» unknown field "topic.length"; topic is of type string and has no fields`,
		`now.Year == 1`:                      `U014 1:5 «Year» unknown field "now.Year"; now is of type time and has no fields`,
		`now.Year() == 1`:                    `U012 1:1 «now.Year» unknown function "now.Year"`,
		`lenn(topic) == 1`:                   `U012 1:1 «lenn» unknown function "lenn"; did you mean len?`,
		`match("x") == ""`:                   `U012 1:1 «match» unknown function "match"; did you mean matches?`,
		`topic() == ""`:                      `U012 1:1 «topic» unknown function "topic"; topic is a value, write it without parentheses`,
		`fails == ""`:                        `U011 1:1 «fails» unknown name "fails"; it is a function, call it: fails(...)`,
		`matches("intnts") == ""`:            `U011 1:9 «"intnts"» unknown table "intnts", did you mean intents?`,
		`matches(1) == ""`:                   `U013 1:9 «1» cannot use int as argument (type string) to call matches`,
		`matches() == ""`:                    `U013 1:1 «matches» not enough arguments to call matches`,
		`topic = "x"`:                        `U010 1:7 «=» unexpected token "="; compare with ==`,
		`(topic == "x"`:                      `U010 1:14 « » unexpected end; the expression is not complete`,
		`topic matches "("`:                  "U010 1:15 «\"(\"» the pattern cannot be parsed: missing closing ): `(`",
		`topic matches text`:                 `U015 1:7 «matches» the pattern of matches must be a constant text; write it in quotes`,
		`now() == now`:                       `U015 1:1 «now» now() is not allowed here; use the name now`,
		`::now() == now`:                     `U015 1:3 «now» now() is not allowed here; use the name now`,
		`1 in 1..3`:                          `U015 1:7 «..» ranges are not allowed here; compare with >= and <=`,
		`any(list, any(list, # == 1))`:       `U015 1:11 «any» a loop within a loop is not allowed here`,
		`1; true`:                            `U015 1:1 «1» only one expression is allowed here`,
		``:                                   `U010 1:1 « » the expression is empty`,
		strings.Repeat(" ", maxSource) + "1": `U016 1:1 « » the expression is longer than 4 KiB; split it`,
	} {
		_, ms := scope().Condition(src)
		require.Len(t, ms, 1, src)
		require.Equal(t, want, pointed(src, ms[0]))
		requirePlace(t, src, ms[0])
	}
}

func TestAllUnknownNamesOfASourceAreReportedInOrder(t *testing.T) {
	t.Parallel()
	_, ms := scope().Condition(`topc == 1 && contact.lnag == 2 || foo(countt) && repeat("x", 2) == topic`)
	var codes []string
	for _, m := range ms {
		codes = append(codes, fmt.Sprint(m.Code, ":", m.Column))
	}
	require.Equal(t, []string{"U011:1", "U014:22", "U012:35", "U011:39", "U015:50"}, codes)
}

func TestAnExpressionMustBeOfTheWantedType(t *testing.T) {
	t.Parallel()
	ok := map[string][]Type{
		`topic`: {Any, StringType}, `count`: {Any, IntType, FloatType}, `share`: {FloatType}, `now`: {TimeType}, `contact.tags`: {ListType, StringsType},
		`{a: 1}`: {MapType}, `extra`: {Any, BoolType, IntType, StringType, StringsType}, `nil`: {StringType}, `vip`: {BoolType},
	}
	for src, types := range ok {
		for _, want := range types {
			_, ms := scope().Expression(src, want)
			require.Empty(t, ms, "%s as %s", src, want)
		}
	}
	_, ms := scope().Expression(`share`, IntType)
	require.Equal(t, `U013 1:1 «share» this must be of type int, it is of type float`, pointed(`share`, ms[0]))
}

func TestAWantedTypeIsCheckedWhenItRuns(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		extra, want any
		as          Type
		fails       bool
	}{
		{3, 3, IntType, false}, {3.0, 3, IntType, false}, {3.5, nil, IntType, true}, {3, 3.0, FloatType, false}, {"3", nil, IntType, true},
		{nil, nil, IntType, false}, {[]any{"a"}, []any{"a"}, StringsType, false}, {[]any{1}, nil, StringsType, true}, {"a", nil, BoolType, true},
	} {
		x, ms := scope().Expression("extra", c.as)
		require.Empty(t, ms)
		v, err := x.Eval(&turn{extra: Of(c.extra)})
		require.Equal(t, c.fails, err != nil, "%v as %s", c.extra, c.as)
		require.Equal(t, c.want, v.Any(), "%v as %s", c.extra, c.as)
	}
}

func TestReadsAreListedOnceInOrderWithTheirValues(t *testing.T) {
	t.Parallel()
	x := condition(t, "topic == \"x\" && contact.fields.plan == tier ||\n contact.fields[\"nested\"].a == 1 && any(contact.tags, # == topic && contact.fields.gone?.deep == nil)")
	require.False(t, x.Compiled())
	var reads []string
	env := mia()
	for _, r := range x.Reads() {
		reads = append(reads, fmt.Sprintf("%d:%d %s of %s = %s %t", r.Line, r.Column, r.Path, r.Root, r.Value(env).Text(), r.Private))
	}
	require.Equal(t, []string{
		"1:1 topic of topic = Sales false", "1:17 contact.fields.plan of contact = gold false", "1:40 tier of tier = plain true",
		"2:2 contact.fields.nested.a of contact = 1 false", "2:41 contact.tags of contact = vip, eu false",
		"2:69 contact.fields.gone.deep of contact =  false",
	}, reads)
}

func TestWhatHasNoLoopIsCompiled(t *testing.T) {
	t.Parallel()
	require.True(t, condition(t, `topic == "x" && len(sort(list)) > 1 || matches("intents") matches "x"`).Compiled())
	require.False(t, condition(t, `any(list, # == 1)`).Compiled())
}
