package source

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// texts are what scalars may hold: words of all widths, spaces, line breaks.
func texts() *rapid.Generator[string] {
	word := rapid.SampledFrom([]string{"a", "bc", "it's", `"x"`, `\`, "é", "你好", "😀", "#", "{{", "}}", "&", "*", "- ", ": ", " ", "  ", "\n", "\n\n", "\n  "})
	return rapid.Custom(func(t *rapid.T) string { return strings.Join(rapid.SliceOfN(word, 1, 12).Draw(t, "words"), "") })
}

// written writes a text as a scalar in some style, which may change it: what counts is what is read again.
func written(t *rapid.T, s string) string {
	breaks := rapid.SampledFrom([]string{"\n\n      ", "\n     ", "\n\n\n      "}).Draw(t, "breaks")
	head := rapid.SampledFrom([]string{"", "&x ", "!!str ", "&x !!str "}).Draw(t, "properties")
	chomp := rapid.SampledFrom([]string{"", "-", "+", "2", "2-", "+2"}).Draw(t, "chomping")
	switch rapid.IntRange(0, 5).Draw(t, "style") {
	case 0:
		return head + "'" + strings.ReplaceAll(strings.ReplaceAll(s, "'", "''"), "\n", breaks) + "'"
	case 1:
		return head + "|" + chomp + "\n    " + strings.ReplaceAll(s, "\n", "\n    ")
	case 2:
		return head + ">" + chomp + "\n    " + strings.ReplaceAll(s, "\n", breaks)
	case 3:
		return head + `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", breaks, "é", `\u00e9`, "a", `\x61`, "😀", `\U0001f600`).Replace(s) + `"`
	case 4:
		return head + `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", "\\n\\\n      ").Replace(s) + `"`
	}
	return head + strings.ReplaceAll(s, "\n", breaks)
}

// TestEveryCharacterHasItsPlace holds that the place of a character in a text is its place in the file, in every style.
func TestEveryCharacterHasItsPlace(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		end := rapid.SampledFrom([]string{"\n", "\r\n"}).Draw(t, "line end")
		text := "before: 1\nit:\n  text: " + written(t, texts().Draw(t, "text")) + "\nafter: 1\n"
		f := Read("x.yaml", []byte(strings.ReplaceAll(text, "\n", end)))
		if len(f.Found) > 0 {
			return // not YAML
		}
		pairs := f.Root().Pairs()
		if len(pairs) != 3 || !pairs[1].Value.IsMap() {
			return
		}
		n := pairs[1].Value.Pairs()[0].Value
		value, ok := n.Scalar()
		if !ok || strings.TrimSpace(value) == "" {
			return
		}
		spots := n.spots()
		require.Len(t, spots, len([]rune(value)), "%q", text)
		for i, r := range []rune(value) {
			s := spots[i]
			row := []rune(f.lines[s.line])
			switch {
			case s.column == len(row) || r == '\n' || s.column < len(row) && row[s.column] == '\\':
			case r == ' ': // the spaces at the end of a line that is folded
				require.Empty(t, strings.Trim(string(row[s.column]), " \t"), "%q %d", text, i)
			default:
				require.Equal(t, string(r), string(row[s.column]), "%q %d", text, i)
			}
		}
	})
}

// TestACulpritIsUnderlinedAsItStands gives places in a text and what the caret must stand under.
func TestACulpritIsUnderlinedAsItStands(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		file                 string
		line, column, length int
		want                 string
	}{
		{"a: one two\n", 1, 5, 3, "two"},
		{"a: 'it''s two'\n", 1, 3, 2, "''s"},
		{`a: "\x41\u00e9b"`, 1, 1, 2, `\x41\u00e9`},
		{`a: "\U0001f600b"`, 1, 2, 1, "b"},
		{"a: |\n  one\n  two\n", 2, 1, 3, "two"},
		{"a: >\n  one\n  two\n\n    three\n", 1, 5, 3, "two"},
		{"a: >\n  one\n  two\n\n    three\n", 3, 3, 9, "three"},
		{"a: one\n  two\n", 1, 1, 7, "one"},
		{"a: one\n\n  two\n", 2, 1, 3, "two"},
		{"a: \"one \\\n  two\"\n", 1, 5, 3, "two"},
	} {
		f := Read("x.yaml", []byte(test.file))
		require.Empty(t, f.Found)
		line, column, length := f.Root().Pairs()[0].Value.within(test.line, test.column, test.length)
		row := []rune(f.lines[line-1])
		require.Equal(t, test.want, string(row[column-1:min(column-1+length, len(row))]), test.file)
	}
}

func TestAPlaceThatATextDoesNotHaveIsItsBeginning(t *testing.T) {
	t.Parallel()
	f := Read("x.yaml", []byte("a: one\nb: &x two\n"))
	for _, place := range [][2]int{{9, 1}, {1, 99}} {
		line, column, length := f.Root().Pairs()[1].Value.within(place[0], place[1], 5)
		require.Equal(t, []int{2, 7, 3}, []int{line, column, length})
	}
	line, column, length := f.Root().Pairs()[0].Value.within(1, 4, 2)
	require.Equal(t, []int{1, 7, 1}, []int{line, column, length}, "behind the end")

	f = Read("x.yaml", []byte("a: |\n  one\n"))
	line, column, length = f.Root().Pairs()[0].Value.within(2, 1, 1)
	require.Equal(t, []int{2, 6, 1}, []int{line, column, length}, "behind the last line break")
}
