package source

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/gousher/usher"
)

func TestDurationsAreReadAsTheyAreWritten(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]time.Duration{
		"15s": 15 * time.Second, "10m": 10 * time.Minute, "72h": 72 * time.Hour, "7d": 168 * time.Hour, "1d12h": 36 * time.Hour,
		"1.5d": 36 * time.Hour, "0": 0, "0s": 0, "0d": 0, "1h30m": 90 * time.Minute, "1500ms": 1500 * time.Millisecond, "100000d": 2400000 * time.Hour,
	} {
		d, err := ParseDuration(s)
		require.NoError(t, err, s)
		require.Equal(t, want, d, s)
	}
	for s, want := range map[string]string{
		"": `"" is not a duration`, "15": `the duration "15" has no unit`, "1.5": `the duration "1.5" has no unit`,
		"-5m": `the duration "-5m" is below zero`, "-7d": `the duration "-7d" is below zero`, "1x": `"1x" is not a duration`,
		"1e9h": `"1e9h" is not a duration`, "+5m": `"+5m" is not a duration`, "5 m": `"5 m" is not a duration`, "d": `"d" is not a duration`,
		"1d1d": `"1d1d" is not a duration`, "1dx": `"1dx" is not a duration`, "0x1d": `"0x1d" is not a duration`, "infd": `"infd" is not a duration`,
		"1_0d": `"1_0d" is not a duration`, "1..2h": `"1..2h" is not a duration`, ".h": `".h" is not a duration`,
		"99999999h": `the duration "99999999h" is longer than 290 years`, "200000d": `the duration "200000d" is longer than 290 years`,
		"106751d24h": `the duration "106751d24h" is longer than 290 years`,
	} {
		_, err := ParseDuration(s)
		require.EqualError(t, err, want)
	}
}

func TestADurationSurvivesItsText(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		unit := rapid.SampledFrom([]time.Duration{1, time.Millisecond, time.Second, time.Minute, time.Hour, 24 * time.Hour}).Draw(t, "unit")
		d := time.Duration(rapid.Int64Range(0, int64(200*365*24*time.Hour)/int64(unit)).Draw(t, "count")) * unit
		again, err := ParseDuration(FormatDuration(d))
		require.NoError(t, err)
		require.Equal(t, d, again)
	})
}

func TestDurationsNeverPanicAndAreNeverBelowZero(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d, err := ParseDuration(rapid.StringMatching(`-?[0-9.]{0,22}(d|h|m|s|ms|µs)?[0-9.e]{0,9}[hms]?`).Draw(t, "text"))
		if err == nil {
			require.GreaterOrEqual(t, d, time.Duration(0))
		}
	})
}

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
