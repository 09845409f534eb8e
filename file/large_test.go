package file_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher"
	"github.com/gousher/usher/file"
)

const (
	flowHead = "usher: workflow/v1\nworkflow: front desk\n"
	flowTail = "  - assign: {team: support}\n"
	deskText = "usher: desk/v1\nteams: [{id: support}]\nagents: [{id: ana, teams: [support]}]\nfallback: {team: support}\n"
)

// monsters are files that nobody writes by hand, with what is said of each.
func monsters() map[string]struct{ text, says string } {
	million := strings.Repeat("a", 1<<20)
	deep := func(open, inner, shut string) string {
		return flowHead + "steps: " + strings.Repeat(open, 10_000) + inner + strings.Repeat(shut, 10_000) + "\n"
	}
	blocks := flowHead + "steps:\n" + strings.Repeat("- ", 10_000) + "x\n"
	nested := `{assign: {team: support}}`
	for range 120 {
		nested = "{branch: {cases: [{when: true, then: [" + nested + "]}], else: [{close: {}}]}}"
	}
	var keys, teams strings.Builder
	for i := range 100_000 {
		fmt.Fprintf(&keys, "k%d: %d\n", i, i)
	}
	for i := range 10_000 {
		fmt.Fprintf(&teams, "  - {id: t%d, team: nobody}\n", i)
	}
	flow := func(steps string) string { return flowHead + "steps:\n" + steps + flowTail }
	return map[string]struct{ text, says string }{
		"a text of a megabyte":            {flow("  - send: {text: " + million + "}\n"), "the text has 1048576 bytes, over the limit of 65536"},
		"a condition of a megabyte":       {flow("  - branch: {cases: [{when: " + million + ", then: []}], else: []}\n"), "U016"},
		"a key of a megabyte":             {flow("  - send: {? " + million + " : x}\n"), `unknown key "aaa`},
		"a kind of a megabyte":            {flow("  - ? " + million + "\n    : x\n"), `unknown kind of step "aaa`},
		"a team of a megabyte":            {flow("  - assign: {team: " + million + ", for: 1x}\n"), `unknown team "aaa`},
		"a duration of a megabyte":        {flow("  - ask: {text: hi, timeout: " + million + "}\n"), `"aaa`},
		"a name of a megabyte":            {"usher: workflow/v1\nworkflow: " + million + "\nsteps:\n" + flowTail, "the ID of the workflow"},
		"a header of a megabyte":          {"usher: " + million + "\n", "the kind of file"},
		"a megabyte of mistakes in one":   {flow("  - send: {text: '" + strings.Repeat("{{ nobody }} ", 80_000) + "'}\n"), "over the limit"},
		"a line of a megabyte":            {flow("  - send: {text: hi, undelivered: [" + strings.Repeat("{sned: {}}, ", 90_000) + "]}\n"), "more mistakes than these"},
		"a file of ten megabytes":         {flow("  - send: {text: " + strings.Repeat(million, 10) + "}\n"), "the file is over the limit of 8 MB"},
		"invalid UTF-8":                   {flow("  - send: {text: \xff\xfe hello}\n"), "not valid UTF-8"},
		"UTF-16":                          {"\xff\xfeu\x00s\x00h\x00e\x00r\x00", "not valid UTF-8"},
		"a NUL byte":                      {flow("  - send: {text: \"he\x00llo\"}\n"), "invisible character here: U+0000"},
		"an escape character":             {flow("  - send: {text: \"\x1b[31mhello\"}\n"), "invisible character here: U+001B"},
		"brackets 10,000 deep":            {deep("[", "", "]"), "nested over 250 levels deep"},
		"braces 10,000 deep":              {deep("{a: ", "b", "}"), "nested over 250 levels deep"},
		"brackets that are never closed":  {flowHead + "steps: " + strings.Repeat("[", 10_000), "the file ends before every bracket is closed"},
		"brackets beyond what YAML reads": {flowHead + "steps: " + strings.Repeat("[", 200_000), "U030"},
		"lists 10,000 deep":               {blocks, "nested over 250 levels deep"},
		"steps 120 deep":                  {flowHead + "steps: [" + nested + "]\n", "nested over"},
		"100,000 unknown keys":            {flowHead + keys.String() + "steps:\n" + flowTail, "more mistakes than these"},
		"10,000 unknown keys in teams":    {"usher: desk/v1\nteams:\n" + teams.String() + "fallback: {team: t1}\n", "the file has 9900 more mistakes than these"},
		"a million line breaks":           {flowHead + strings.Repeat("\n", 1<<20) + "steps:\n  - sned: {}\n" + flowTail, "unknown kind of step"},
		"an alias bomb of a list": {
			"usher: desk/v1\nteams: [{id: support}]\nfallback: {team: support}\nprivate:\n  - &a [x, x, x, x, x, x, x, x, x, x]\n" +
				bomb(12) + "agents: []\n", "two million",
		},
	}
}

func bomb(levels int) string {
	var b strings.Builder
	for i := range levels {
		name := string(rune('a' + i))
		fmt.Fprintf(&b, "  - &%c [%s]\n", 'b'+i, strings.TrimSuffix(strings.Repeat("*"+name+", ", 10), ", "))
	}
	return b.String()
}

// TestMonstrousFilesEndInAFewWords holds that whatever a file is, what is said of it can be read.
func TestMonstrousFilesEndInAFewWords(t *testing.T) {
	t.Parallel()
	for name, monster := range monsters() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := file.Format{FS: fstest.MapFS{"desk.yaml": {Data: []byte(deskText)}, "x.yaml": {Data: []byte(monster.text)}}}
			paths := []string{"x.yaml"}
			if strings.HasPrefix(monster.text, flowHead) {
				paths = append(paths, "desk.yaml")
			}
			found, err := f.Check(paths...)
			require.NoError(t, err)
			require.NotEmpty(t, found.Errors())
			text := printed(found)
			require.Contains(t, text, monster.says)
			require.Less(t, len(text), 100<<10)
			for _, d := range found {
				require.Less(t, len(d.String()), 5<<10)
			}
			_, err = f.Load(paths...)
			require.ErrorIs(t, err, usher.ErrInvalid)
		})
	}
}

// TestWarningsDoNotPushErrorsOut holds that a file with more warnings than are printed still does not load.
func TestWarningsDoNotPushErrorsOut(t *testing.T) {
	t.Parallel()
	var rows strings.Builder
	for i := range 200 {
		fmt.Fprintf(&rows, "      - {team: support, phrases: [word%d, order]}\n", i)
	}
	desk := "usher: desk/v1\nteams: [{id: support}]\ntables:\n  front:\n    rows:\n" + rows.String() + "fallback: {team: nobody}\n"
	found, err := file.Format{FS: fstest.MapFS{"desk.yaml": {Data: []byte(desk)}}}.Check("desk.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, found.Errors(), "%d", len(found))
}
