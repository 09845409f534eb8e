package cli

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher"
)

func TestTranscriptOfRoute(t *testing.T) {
	t.Parallel()
	transcript(t, "route", nil)
}

// routed routes what is on the standard input by the table of a desk.
func routed(content, format string, more ...string) (status int, out, errs string) {
	c := newConsole()
	c.program.In = strings.NewReader(content)
	args := append([]string{"route", "-", "--format", format, "--desk", "testdata/route/desk.yaml", "--table", "front"}, more...)
	status = c.run(args...)
	return status, c.out.String(), c.err.String()
}

func TestAMalformedFileIsRefusedWithItsLine(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ format, content, want string }{
		{"csv", "", "stdin:1: the file is empty: give it a row for each message"},
		{"csv", "\ufeff \n\n", "stdin:1: the file is empty: give it a row for each message"},
		{"csv", "text,label\nhi,a\nmy card, please,a\n", "stdin:3: the row has 3 cells, the header 2: put a text that holds a comma into quotes"},
		{"csv", "text,label\nhi,a\n\nhi\n", "stdin:4: the row has 1 cell, the header 2: put a text that holds a comma into quotes"},
		{"csv", "text\nhi\na \"b\" c\n", `stdin:3:3: bare " in non-quoted-field: put a text that holds quotes into quotes, and write each of them twice`},
		{"csv", "text\n\"hi\nthere\n", `stdin:3:7: extraneous or missing " in quoted-field, in the row that begins in line 2: ` +
			"put a text that holds quotes into quotes, and write each of them twice"},
		{"csv", "text,text\nhi,ho\n", `stdin:1: two columns are called "text": rename one of them`},
		{"csv", "\n\nTexts,label\nhi,a\n", `stdin:3: there is no column "text" (the columns are Texts, label): ` +
			"choose one with --text-column, did you mean Texts?"},
		{"csv", "text;label\nhi;a\n", `stdin:1: there is no column "text": the cells are not separated by commas; save the file as CSV with commas`},
		{"csv", "text\nhi\nh\xe9\n", "stdin:3: the file is not valid UTF-8 here: save it as UTF-8"},
		{"csv", "\xff\xfet\x00e\x00", "stdin:1: the file is not valid UTF-8 here: save it as UTF-8"},
		{"jsonl", "", "stdin:1: the file is empty: give it a row for each message"},
		{"jsonl", "{\"text\": \"hi\"}\n\n{\"txet\": \"hi\"}\n", `stdin:3: there is no key "text" (the keys are txet): ` +
			"choose one with --text-column, did you mean txet?"},
		{"jsonl", "{}\n", `stdin:1: there is no key "text" (there are none): choose one with --text-column`},
		{"jsonl", "{\"text\": \"hi\"}\n{\"text\": \"hi\"\n", "stdin:2:13: this is not JSON: unexpected end of JSON input"},
		{"jsonl", "{\"text\": \"é\" \"hi\"}\n", "stdin:1:14: this is not JSON: invalid character '\"' after object key:value pair"},
		{"jsonl", "{\"text\": \"a\"} {\"text\": \"b\"}\n", "stdin:1:15: this is not JSON: invalid character '{' after top-level value"},
		{"jsonl", "[\n{\"text\": \"a\"}\n]\n", "stdin:1:1: this is not JSON: unexpected end of JSON input"},
		{"jsonl", "[{\"text\": \"a\"}]\n", "stdin:1: each line holds one JSON object, and this one holds a JSON array"},
		{"jsonl", "null\n", "stdin:1: each line holds one JSON object, and this one holds null"},
		{"jsonl", "{\"text\": 7}\n", `stdin:1: the value of "text" is not a text`},
		{"jsonl", "{\"text\": [\"a\"]}\n", `stdin:1: the value of "text" is not a text`},
		{"jsonl", "{\"text\": \"a\xff\"}\n", "stdin:1: the file is not valid UTF-8 here: save it as UTF-8"},
	} {
		status, out, errs := routed(c.content, c.format)
		require.Equal(t, exitFindings, status, c.content)
		require.Empty(t, out, "nothing is routed")
		require.Equal(t, "usher route: "+c.want+"\n", errs, c.content)
	}
	_, _, errs := routed("text\nhi\n", "csv", "--label-column", "team", "--language-column", "lang")
	require.Contains(t, errs, `stdin:1: there is no column "team" (the columns are text): choose one with --label-column`)
	_, _, errs = routed("{\"text\": \"hi\", \"team\": [1]}\n", "jsonl", "--label-column", "team")
	require.Contains(t, errs, `stdin:1: the value of "team" is not a text`)
}

func TestTextsOverTheLimitAreRefusedAndCounted(t *testing.T) {
	t.Parallel()
	var content strings.Builder
	content.WriteString("text,team\nparcel,orders\n")
	for range maxListed + 2 {
		content.WriteString(strings.Repeat("x", usher.DefaultMaxText+1) + ",orders\n")
	}
	status, out, errs := routed(content.String(), "csv", "--label-column", "team")
	require.Equal(t, exitOK, status)
	require.Empty(t, errs)
	require.Contains(t, out, "stdin: 13 messages, 1 routed, 12 refused, 0 empty and skipped\n"+
		"  stdin:3  refused: the message has 65537 bytes of text, over the limit of 65536\n")
	require.Contains(t, out, "  stdin:12  refused")
	require.NotContains(t, out, "stdin:13")
	require.Contains(t, out, "  and 2 more\n")
	require.Contains(t, out, "agreement with team: 1 of 1, 100.0%")
}

func TestEveryRowOfAFileIsCountedOnce(t *testing.T) {
	t.Parallel()
	for content, want := range map[string]string{
		"text\nparcel\n\n\nrefund\n\n":              "stdin: 5 messages, 2 routed, 0 refused, 3 empty and skipped",
		"text,team\r\nparcel,orders\r\n\r\n,\r\n":   "stdin: 3 messages, 1 routed, 0 refused, 2 empty and skipped",
		"text,team\n\"a\nb\",orders\n\" \n\",x\nc,": "stdin: 3 messages, 2 routed, 0 refused, 1 empty and skipped",
		"text,team\n":        "stdin: 0 messages, 0 routed, 0 refused, 0 empty and skipped",
		"\ufefftext\nparcel": "stdin: 1 message, 1 routed, 0 refused, 0 empty and skipped",
	} {
		status, out, errs := routed(content, "csv")
		require.Equal(t, exitOK, status, errs)
		require.True(t, strings.HasPrefix(out, want+"\n"), "%q\n%s", content, out)
	}
}

func TestAFileWithoutMessagesHasNoShares(t *testing.T) {
	t.Parallel()
	status, out, _ := routed("text,team\n", "csv", "--label-column", "team")
	require.Equal(t, exitOK, status)
	require.Contains(t, out, "orders              0       -\n")
	require.Contains(t, out, "agreement with team: 0 of 0, -")
	require.NotContains(t, out, "time per message")
	status, out, _ = routed("text\n", "csv", "--json")
	require.Equal(t, exitOK, status)
	require.True(t, json.Valid([]byte(out)))
}

func TestManyLabelsAndReasonsAreCutShort(t *testing.T) {
	t.Parallel()
	var content strings.Builder
	content.WriteString("text,team\n")
	for i := range 12 {
		fmt.Fprintf(&content, "hello,label %02d\n", i)
	}
	content.WriteString("hello,label 07\n")
	_, out, _ := routed(content.String(), "csv", "--label-column", "team")
	require.Contains(t, out, "labels that are no team: 12, of 13 messages\n  label 07: 2\n  label 00: 1\n")
	require.Contains(t, out, "  label 09: 1\n  and 2 more\n")
}

func TestAnIDComesBeforeAName(t *testing.T) {
	t.Parallel()
	desk := &usher.Desk{Teams: []usher.Team{{ID: "a", Name: "b"}, {ID: "b", Name: "c"}, {ID: "d", Name: "c"}}}
	s := newSurvey(desk, &messages{}, "team")
	require.Equal(t, map[string]string{"a": "a", "b": "b", "c": "b", "d": "d"}, s.names)
}

func TestQuantilesAreTimesThatWereMeasured(t *testing.T) {
	t.Parallel()
	require.Nil(t, timingOf(nil))
	var took []time.Duration
	for i := range 200 {
		took = append(took, time.Duration(200-i)*time.Microsecond)
	}
	require.Equal(t, &timing{Mean: 100500 * time.Nanosecond, P50: 100 * time.Microsecond, P99: 198 * time.Microsecond}, timingOf(took))
	require.Equal(t, &timing{Mean: 3, P50: 3, P99: 3}, timingOf([]time.Duration{3}))
}

// TestElseIsKnownByTheExplanation holds on to the words of the explanation, which are all that tells an else.
func TestElseIsKnownByTheExplanation(t *testing.T) {
	t.Parallel()
	for want, trace := range map[bool]usher.Trace{
		true:  {{Kind: usher.EntryMatched, Detail: "first"}, {Kind: usher.EntryTeam, Detail: "keyword table front: no row matches"}},
		false: {{Kind: usher.EntryMatched, Detail: "else"}, {Kind: usher.EntryTeam, Detail: "keyword table front: row 1 (a) matches \"b\""}},
	} {
		require.Equal(t, want, tookElse(trace))
	}
	require.True(t, tookElse(usher.Trace{{Kind: usher.EntryMatched, Detail: "else"}, {Kind: usher.EntryTeam, Detail: "nobody has served the contact yet"}}))
	require.True(t, tookElse(usher.Trace{{Kind: usher.EntryMatched, Detail: "else (no_answer)"}}))
	require.False(t, tookElse(nil))
}

func TestAWorkflowMayBeCalledLikeTheTablesOwn(t *testing.T) {
	t.Parallel()
	dir := written(t, map[string]string{
		"flow.yaml": "usher: workflow/v1\nworkflow: table\nsteps:\n  - assign: {by: {keywords: front, else: general}}\n",
		"m.jsonl":   "{\"text\": \"hello\"}\n",
	})
	c := newConsole()
	require.Equal(t, exitOK, c.run("route", filepath.Join(dir, "m.jsonl"), "--desk", "testdata/route/desk.yaml",
		"--workflow", filepath.Join(dir, "flow.yaml")), c.err.String())
	require.Contains(t, c.out.String(), "else                1  100.0%\nfallback            0    0.0%\n")
}
