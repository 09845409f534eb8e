package duration_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/gousher/usher/internal/duration"
)

func TestDurationsAreReadAsTheyAreWritten(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]time.Duration{
		"15s": 15 * time.Second, "10m": 10 * time.Minute, "72h": 72 * time.Hour, "7d": 168 * time.Hour, "1d12h": 36 * time.Hour,
		"1.5d": 36 * time.Hour, "0": 0, "0s": 0, "0d": 0, "1h30m": 90 * time.Minute, "1500ms": 1500 * time.Millisecond, "100000d": 2400000 * time.Hour,
	} {
		d, err := duration.Parse(s)
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
		_, err := duration.Parse(s)
		require.EqualError(t, err, want)
	}
}

func TestADurationSurvivesItsText(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		unit := rapid.SampledFrom([]time.Duration{1, time.Millisecond, time.Second, time.Minute, time.Hour, 24 * time.Hour}).Draw(t, "unit")
		d := time.Duration(rapid.Int64Range(0, int64(200*365*24*time.Hour)/int64(unit)).Draw(t, "count")) * unit
		again, err := duration.Parse(duration.Format(d))
		require.NoError(t, err)
		require.Equal(t, d, again)
	})
}

func TestDurationsNeverPanicAndAreNeverBelowZero(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d, err := duration.Parse(rapid.StringMatching(`-?[0-9.]{0,22}(d|h|m|s|ms|µs)?[0-9.e]{0,9}[hms]?`).Draw(t, "text"))
		if err == nil {
			require.GreaterOrEqual(t, d, time.Duration(0))
		}
	})
}
