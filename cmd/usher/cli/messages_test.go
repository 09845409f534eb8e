package cli

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// FuzzReadMessages: whatever a file holds, it is read or refused with its name and a line, and no row is without a text.
func FuzzReadMessages(f *testing.F) {
	for _, seed := range []string{
		"", "text\n", "text,team\nhi,a\n\n\"a\n\"\"b\",c\n", "\ufefftext\r\nhi\r\n", "{\"text\": \"hi\"}\n\n{\"text\": null}", "text\n\"", "{", "[1]",
	} {
		f.Add(seed, true)
		f.Add(seed, false)
	}
	f.Fuzz(func(t *testing.T, content string, asCSV bool) {
		format := "jsonl"
		if asCSV {
			format = "csv"
		}
		all, err := readMessages("file", format, []byte(content), columns{text: "text", label: "team"})
		if err != nil {
			require.Regexp(t, `^file:[1-9][0-9]*(:[0-9]+)?: `, err.Error())
			return
		}
		require.GreaterOrEqual(t, all.empty, 0)
		line := 0
		for _, row := range all.rows {
			require.NotEmpty(t, strings.TrimSpace(row.text))
			require.Greater(t, row.line, line)
			line = row.line
		}
		require.LessOrEqual(t, len(all.rows)+all.empty, strings.Count(content, "\n")+1)
	})
}

// FuzzMermaid: no text breaks out of its quotes.
func FuzzMermaid(f *testing.F) {
	for _, seed := range []string{`a "b" #1;`, "1. a\n- b", "<b>&amp;</b>", "%%{x}%%", "`*_~"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		require.NotRegexp(t, "[\"`*{}\\[\\]|%$~\\\\\n\r]", mermaidText(short(text)))
		dot := dotText(short(text))
		require.NotContains(t, strings.ReplaceAll(strings.ReplaceAll(dot[1:len(dot)-1], `\\`, ""), `\"`, ""), `"`)
	})
}
