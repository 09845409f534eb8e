package calendar

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestADateIsReadInOneFormOnly(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"2026-12-25", "2028-02-29", "0001-01-01", "9999-12-31"} {
		date, err := ParseDate(text)
		require.NoError(t, err)
		require.True(t, date.exists())
		require.Equal(t, text, date.String())
	}
	date, err := ParseDate("2026-12-25")
	require.NoError(t, err)
	require.Equal(t, Date{Year: 2026, Month: time.December, Day: 25}, date)

	for _, text := range []string{"2027-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "2026-04-00"} {
		_, err := ParseDate(text)
		require.EqualError(t, err, `"`+text+`": there is no such day`)
	}
	for _, text := range []string{
		"", "2026-1-05", "2026-01-5", "26-01-05", "2026-01-05 ", " 2026-01-05", "2026/01/05", "20260105", "0000-01-01",
		"-026-01-05", "2026-01-05T00:00:00Z", "12026-01-05", "tomorrow",
	} {
		_, err := ParseDate(text)
		require.EqualError(t, err, `"`+text+`" is not a date: write it as 2026-12-25`)
	}
}

func TestADayEndsWhereItIsNeverShownAgain(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, zone, date, want string }{
		{"usually at midnight", "Europe/Madrid", "2026-12-31", "2027-01-01T00:00:00+01:00"},
		{"on a day of 23 hours", "Europe/Madrid", "2026-03-29", "2026-03-30T00:00:00+02:00"},
		{"on a day of 25 hours", "Europe/Madrid", "2026-10-25", "2026-10-26T00:00:00+01:00"},
		{"where the clocks skip midnight", "Africa/Cairo", "2026-04-23", "2026-04-24T01:00:00+03:00"},
		{"where the clocks go back to midnight", "America/Havana", "2026-10-31", "2026-11-01T00:00:00-04:00"},
		{"where they go back at midnight", "Africa/Cairo", "2026-10-29", "2026-10-30T00:00:00+02:00"},
		{"where they go back from a minute past midnight, at the second midnight", "America/St_Johns", "2006-10-28", "2006-10-29T00:00:00-03:30"},
		{"before a day that is skipped", "Pacific/Apia", "2011-12-29", "2011-12-31T00:00:00+14:00"},
		{"a day that is skipped", "Pacific/Apia", "2011-12-30", "2011-12-31T00:00:00+14:00"},
		{"after a day that is skipped", "Pacific/Apia", "2011-12-31", "2012-01-01T00:00:00+14:00"},
		{"a day that comes twice", "America/Sitka", "1867-10-18", "1867-10-19T00:00:00-09:01"},
		{"in UTC", "", "1969-12-31", "1970-01-01T00:00:00Z"},
		{"far in the future", "Europe/Madrid", "9999-07-01", "9999-07-02T00:00:00+02:00"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			k := compile(t, Definition{Zone: c.zone})
			require.Equal(t, c.want, k.DayEnd(date(c.date)).Format(time.RFC3339))
			require.Equal(t, c.want, EndOf(date(c.date), k.Location()).Format(time.RFC3339))
		})
	}
	require.Equal(t, "2026-06-02T00:00:00+05:45", EndOf(date("2026-06-01"), time.FixedZone("", 20700)).Format(time.RFC3339))
}
