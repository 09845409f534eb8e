package file_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// pieces are what the mutations below put into files.
var pieces = []string{
	"{", "}", "[", "]", ":", ": ", ",", "-", "- ", "#", "'", `"`, "&a ", "*a", "|", ">", "\n", "\n  ", "  ", "\t", "\r\n", "~", "null", "{{", "}}",
	"else: ", "then: ", "when: ", "id: ", "team: ", "steps:\n  - ", "cases: ", "by: ", "must: ", "text: ", "choices: ", "assign: ", "goto: ", "{}", "[]",
	`""`, "0", "-1", "1e9", "true", "!!str ", "? ", "<<: ", "é", "😀", "\u2028", "expect: ", "agents: ", "at: ", "says: ", "conversation: ", "usher: ",
}

// TestMutatedFiles holds that files which people have half broken are told their mistakes in their places, or are good.
func TestMutatedFiles(t *testing.T) {
	t.Parallel()
	names := append(append(brokenFiles(t, "desk"), brokenFiles(t, "workflow")...), brokenFiles(t, "scenario")...)
	names = append(names, "desk.yaml", "good-workflow.yaml")
	read := func(name string) []byte {
		data, err := os.ReadFile(filepath.Join(corpus, name))
		require.NoError(t, err)
		return data
	}
	desk, flow := read("desk.yaml"), read("good-workflow.yaml")
	rapid.Check(t, func(r *rapid.T) {
		text := string(read(rapid.SampledFrom(names).Draw(r, "file")))
		for range rapid.IntRange(1, 5).Draw(r, "mutations") {
			text = mutated(r, text)
		}
		if strings.Contains(text, "bytes:") {
			return // a stub may well answer with many megabytes
		}
		files := map[string][]byte{"desk.yaml": desk, "good-workflow.yaml": flow, "s/x.yaml": []byte(text)}
		checkTwice(r, files, "s/x.yaml")
		checkTwice(r, files, "desk.yaml", "s/x.yaml")
	})
}

func mutated(r *rapid.T, text string) string {
	lines := strings.SplitAfter(text, "\n")
	i := rapid.IntRange(0, len(lines)-1).Draw(r, "line")
	j := rapid.IntRange(0, len(lines)-1).Draw(r, "other line")
	at := rapid.IntRange(0, len(lines[i])).Draw(r, "column")
	line := []rune(lines[i])
	at = min(at, len(line))
	switch rapid.IntRange(0, 5).Draw(r, "mutation") {
	case 0:
		lines[i] = ""
	case 1:
		lines[i] += lines[j]
	case 2:
		lines[i], lines[j] = lines[j], lines[i]
	case 3:
		lines[i] = string(line[:at]) + rapid.SampledFrom(pieces).Draw(r, "piece") + string(line[at:])
	case 4:
		lines[i] = string(line[:at]) + string(line[min(at+rapid.IntRange(1, 9).Draw(r, "cut"), len(line)):])
	case 5:
		lines[i] = strings.Repeat(" ", rapid.IntRange(0, 8).Draw(r, "indent")) + strings.TrimLeft(lines[i], " ")
	}
	return strings.Join(lines, "")
}
