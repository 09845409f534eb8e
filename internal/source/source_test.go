package source

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher"
)

func TestWhatIsSaidTwiceIsSaidOnce(t *testing.T) {
	t.Parallel()
	f := Read("x.yaml", []byte("a: 1\n"))
	n := f.Root().Pairs()[0].Value
	n.Wrong(BadValue, "", "no")
	n.Wrong(BadValue, "", "no")
	n.Wrong(BadValue, "", "never")
	require.Len(t, f.Mistakes(), 2)
}

func TestAFileWithVeryManyMistakesSaysHowMany(t *testing.T) {
	t.Parallel()
	f := Read("x.yaml", []byte("["+strings.Repeat("1, ", 300)+"1]"))
	for _, item := range f.Root().Items() {
		item.Report(usher.Diagnostic{Code: BadValue, Message: "no", Warning: true})
	}
	all := f.Mistakes()
	require.Len(t, all, maxFound+1)
	require.Equal(t, "x.yaml  U028  warning: the file has 201 more mistakes than these\n   put these right first", all[maxFound].String())
	require.Empty(t, all.Errors())
	mark := f.Mark()
	f.Root().Items()[7].Wrong(BadValue, "", "an error")
	require.Len(t, f.Mistakes().Errors(), 1, "an error is not lost behind warnings")
	require.Len(t, f.Since(mark).Errors(), 1)
	require.Empty(t, f.Mistakes().Errors())
}

func TestLineBreaksAreThoseOfYAML(t *testing.T) {
	t.Parallel()
	for _, end := range []string{"\n", "\r\n", "\r", "\u0085", "\u2028", "\u2029"} {
		f := Read("x.yaml", []byte("a: 1"+end+"b: x"+end))
		pairs := f.Root().Pairs()
		require.Len(t, pairs, 2, "%q", end)
		pairs[1].Value.Int()
		require.Equal(t, "x.yaml:2:4  U004  a whole number is wanted here, not the text \"x\"\n    2 | b: x\n      |    ^", f.Mistakes()[0].String())
	}
}

func TestAByteOrderMarkDoesNotShiftAnything(t *testing.T) {
	t.Parallel()
	f := Read("x.yaml", []byte("\ufeffa: x\n"))
	f.Root().Pairs()[0].Value.Int()
	require.Equal(t, 4, f.Mistakes()[0].Column)
}

func TestTheZeroNodeIsNothingAndNoMistake(t *testing.T) {
	t.Parallel()
	var n Node
	require.Empty(t, n.Text()+n.Name()+n.Word("a"))
	require.Zero(t, n.Int()+int(n.Number())+int(n.Duration()))
	require.True(t, n.Time().IsZero())
	require.False(t, n.Bool() || n.IsList() || n.IsMap() || n.IsText() || n.IsNull())
	require.Nil(t, n.Any())
	require.Empty(t, n.Items())
	require.Empty(t, n.Names())
	require.Empty(t, n.OneOrMore())
	require.Empty(t, n.Pairs())
	n.Wrong(BadValue, "", "no")
	n.Report(usher.Diagnostic{})
	n.Each(func(Node) { t.Fatal("it has no parts") })
}

func TestAJSONFileMayEscapeCharactersInPairs(t *testing.T) {
	t.Parallel()
	f := Read("x.json", []byte(`{"a": "\ud83d\ude00 caf\u00e9 \\ud83d", "b": "\uD83D\uDE00"}`))
	require.Empty(t, f.Found)
	require.Equal(t, map[string]any{"a": "😀 café \\ud83d", "b": "😀"}, f.Root().Any())
}
