package calendar

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestASpanIsReadInOneFormOnly(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]Span{
		"09:00-17:00": {From: 540, To: 1020},
		"22:00-06:00": {From: 1320, To: 360},
		"00:00-24:00": {From: 0, To: 1440},
		"18:30-24:00": {From: 1110, To: 1440},
		"18:30-00:00": {From: 1110, To: 0},
		"23:59-23:58": {From: 1439, To: 1438},
	} {
		span, err := ParseSpan(text)
		require.NoError(t, err, text)
		require.Equal(t, want, span)
		require.Equal(t, text, span.String())
	}

	const (
		form  = " is not a span of hours: write it as 09:00-17:00"
		equal = ": a span needs two different times; the whole day is 00:00-24:00"
	)
	for text, want := range map[string]string{
		"":             `""` + form,
		"closed":       `"closed"` + form,
		"9:00-17:00":   `"9:00-17:00"` + form,
		"09:00 -17:00": `"09:00 -17:00"` + form,
		"09:00–17:00":  `"09:00–17:00"` + form,
		"09:00-17:000": `"09:00-17:000"` + form,
		"09:00+17:00":  `"09:00+17:00"` + form,
		"09:60-17:00":  `"09:60-17:00": "09:60" is not a time of day from 00:00 to 24:00`,
		"09:00-24:01":  `"09:00-24:01": "24:01" is not a time of day from 00:00 to 24:00`,
		"09:00-5:00p":  `"09:00-5:00p": "5:00p" is not a time of day from 00:00 to 24:00`,
		"09.00-17.00":  `"09.00-17.00": "09.00" is not a time of day from 00:00 to 24:00`,
		"-9:00-17:00":  `"-9:00-17:00": "-9:00" is not a time of day from 00:00 to 24:00`,
		"09:00-09:00":  `"09:00-09:00"` + equal,
		"00:00-00:00":  `"00:00-00:00"` + equal,
		"24:00-24:00":  `"24:00-24:00"` + equal,
		"24:00-06:00":  `"24:00-06:00": 24:00 can only be the end of a span; one that begins at midnight begins at 00:00`,
	} {
		_, err := ParseSpan(text)
		require.EqualError(t, err, want)
	}
}
