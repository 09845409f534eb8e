package phrase

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
)

// brief shows problems as "code row.phrase", with ! for an error and - for a phrase that is a row's own.
func brief(problems []Problem) []string {
	var out []string
	for _, p := range problems {
		s := fmt.Sprintf("%s %d", p.Code, p.Row)
		if p.Phrase >= 0 {
			s += fmt.Sprintf(".%d", p.Phrase)
		}
		if p.Not {
			s += " not"
		}
		if !p.Warning {
			s += "!"
		}
		out = append(out, s)
	}
	return out
}

func TestCompileFindsWhatIsWrongWithATable(t *testing.T) {
	t.Parallel()
	row := func(phrases ...string) Row { return Row{Phrases: phrases} }
	for _, c := range []struct {
		name string
		rows []Row
		want []string
	}{
		{"nothing is wrong", []Row{row("price", "how much"), row("refund")}, nil},
		{"a row without phrases", []Row{{Not: []string{"x"}}}, []string{"U060 0!"}},
		{"phrases with nothing to find", []Row{row("ok", "", " ", "*", "~", "~*", "?!", "\u200b", "\xff", "\u0301")}, []string{
			"U061 0.1!", "U061 0.2!", "U061 0.3!", "U061 0.4!", "U061 0.5!", "U061 0.6!", "U061 0.7!", "U061 0.8!", "U061 0.9!",
		}},
		{"a not phrase with nothing to find", []Row{{Phrases: []string{"a"}, Not: []string{"b", "-"}}}, []string{"U061 0.1 not!"}},
		{"the same row again", []Row{row("price"), row("PRICE!")}, []string{"U062 1!"}},
		{"a row of longer phrases", []Row{row("price", "cost*"), row("price list", "costs a lot", "the  price")}, []string{"U062 1!"}},
		{"a row that two rows hide", []Row{row("a"), row("b"), row("a b", "b x")}, []string{"U062 2!"}},
		{"inside words", []Row{row("~fund"), row("refund", "refunding*")}, []string{"U062 1!"}},
		{"without spaces", []Row{row("退款"), row("我要退款")}, []string{"U062 1!"}},
		{"a word is not its ending", []Row{row("refund"), row("refund*", "prerefund")}, nil},
		{"a shared phrase", []Row{row("price", "cost"), row("Price", "fee")}, []string{"U063 1.0"}},
		{"a phrase that comes too late", []Row{row("price"), row("fee", "price list")}, []string{"U064 1.1"}},
		{"a phrase twice in a row", []Row{row("price", "PRICE", "price*")}, []string{"U065 0.1"}},
		{"weights out of range", []Row{{Phrases: []string{"a"}, Weight: -1}, {Phrases: []string{"b"}, Weight: 1 << 40}},
			[]string{"U066 0!", "U066 1!"}},
		{"markers where they mean nothing", []Row{row("re*fund", "a ~b", "*c")}, []string{"U067 0.0", "U067 0.1", "U067 0.2"}},
		{"languages", []Row{{Phrases: []string{"a"}, Languages: []string{"english", "xx", "pt-BR", "iw", ""}}},
			[]string{"U068 0!", "U068 0", "U068 0!"}},
		{"a phrase that its row excludes", []Row{{Phrases: []string{"price match", "cost"}, Not: []string{"price"}}}, []string{"U069 0.0"}},
		{"a row that excludes something hides nothing", []Row{{Phrases: []string{"price"}, Not: []string{"x"}}, row("price list")}, nil},
		{"unless the later row excludes it too", []Row{
			{Phrases: []string{"price"}, Not: []string{"the match"}}, {Phrases: []string{"price list"}, Not: []string{"match"}},
		}, []string{"U062 1!"}},
		{"a row for some languages hides nothing", []Row{{Phrases: []string{"price"}, Languages: []string{"en"}}, row("price list")}, nil},
		{"unless the later row is for the same", []Row{
			{Phrases: []string{"price"}, Languages: []string{"en", "fr"}}, {Phrases: []string{"price list"}, Languages: []string{"en-GB"}},
		}, []string{"U062 1!"}},
		{"a not phrase is nobody's twin", []Row{{Phrases: []string{"a"}, Not: []string{"b"}}, row("b")}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, problems := Compile(c.rows, false)
			require.Equal(t, c.want, brief(problems))
		})
	}
}

func TestNoRowHidesAnotherWhereTheBestWins(t *testing.T) {
	t.Parallel()
	_, problems := Compile([]Row{{Phrases: []string{"price"}}, {Phrases: []string{"price", "price list"}}}, true)
	require.Equal(t, []string{"U063 1.0"}, brief(problems))
}

func TestAProblemSaysWhatToDo(t *testing.T) {
	t.Parallel()
	_, problems := Compile([]Row{
		{Phrases: []string{"Price", "a*b"}},
		{Phrases: []string{"PRICE list"}},
		{Phrases: []string{"price", "new"}},
		{Phrases: []string{"?"}},
	}, false)
	var messages []string
	for _, p := range problems {
		messages = append(messages, p.Message)
	}
	require.Equal(t, []string{
		`"*" has no meaning inside "a*b": it stands at a phrase's end, for any ending`,
		`the row is hidden and can never win: row 1 already matches "Price", which hides "PRICE list"; move this row up, or remove it`,
		`the phrase "price" is shared with row 1: keep it in one of them`,
		`the phrase "?" has no letter, digit or symbol that could be found: write a word, or remove it`,
	}, messages)
}

func TestATableWithProblemsStillMatches(t *testing.T) {
	t.Parallel()
	table, problems := Compile([]Row{{}, {Phrases: []string{"", "refund"}, Weight: -3}}, true)
	require.Len(t, problems, 3)
	row, hits := table.Match("refund", "")
	require.Equal(t, 1, row)
	require.Equal(t, []Hit{{Row: 1, Phrase: 1, Start: 0, End: 6}}, hits)
}
