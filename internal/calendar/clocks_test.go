package calendar

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestHoursFollowTheClocksWhenTheyChange(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, zone  string
		hours       []string
		from, until string
		want        []string
	}{
		{
			"spring: hours that span the gap are shorter", "Europe/Madrid", []string{"01:00-04:00"}, "2026-03-29 00:00", "2026-03-30 00:00",
			[]string{"+29 01:00 +0100", "-29 04:00 +0200"},
		},
		{
			"spring: an opening in the gap is after it", "Europe/Madrid", []string{"02:30-05:00"}, "2026-03-29 00:00", "2026-03-30 00:00",
			[]string{"+29 03:00 +0200", "-29 05:00 +0200"},
		},
		{
			"spring: a closing in the gap is at it", "Europe/Madrid", []string{"00:30-02:30"}, "2026-03-29 00:00", "2026-03-30 00:00",
			[]string{"+29 00:30 +0100", "-29 03:00 +0200"},
		},
		{
			"spring: hours in the gap do not occur", "Europe/Madrid", []string{"02:00-03:00"}, "2026-03-28 12:00", "2026-03-30 12:00",
			[]string{"+30 02:00 +0200", "-30 03:00 +0200"},
		},
		{
			"spring: a break in the gap does not occur", "Europe/Madrid", []string{"00:00-02:10", "02:50-06:00"}, "2026-03-29 00:00", "2026-03-30 00:00",
			[]string{"-29 06:00 +0200"},
		},
		{
			"spring: the night is an hour shorter", "Europe/Madrid", []string{"22:00-06:00"}, "2026-03-28 12:00", "2026-03-29 12:00",
			[]string{"+28 22:00 +0100", "-29 06:00 +0200"},
		},
		{
			"autumn: hours that span the overlap are longer", "Europe/Madrid", []string{"01:00-04:00"}, "2026-10-25 00:00", "2026-10-26 00:00",
			[]string{"+25 01:00 +0200", "-25 04:00 +0100"},
		},
		{
			"autumn: an opening in the overlap comes twice", "Europe/Madrid", []string{"02:30-05:00"}, "2026-10-25 00:00", "2026-10-26 00:00",
			[]string{"+25 02:30 +0200", "-25 02:00 +0100", "+25 02:30 +0100", "-25 05:00 +0100"},
		},
		{
			"autumn: a closing in the overlap comes twice", "Europe/Madrid", []string{"00:30-02:30"}, "2026-10-25 00:00", "2026-10-26 00:00",
			[]string{"+25 00:30 +0200", "-25 02:30 +0200", "+25 02:00 +0100", "-25 02:30 +0100"},
		},
		{
			"autumn: hours in the overlap come twice", "Europe/Madrid", []string{"02:15-02:45"}, "2026-10-25 00:00", "2026-10-26 00:00",
			[]string{"+25 02:15 +0200", "-25 02:45 +0200", "+25 02:15 +0100", "-25 02:45 +0100"},
		},
		{
			"autumn: a closing where the overlap begins is the first", "Europe/Madrid", []string{"00:30-02:00"}, "2026-10-25 00:00", "2026-10-26 00:00",
			[]string{"+25 00:30 +0200", "-25 02:00 +0200"},
		},
		{
			"autumn: an opening where the overlap ends is the last", "Europe/Madrid", []string{"03:00-05:00"}, "2026-10-25 00:00", "2026-10-26 00:00",
			[]string{"+25 03:00 +0100", "-25 05:00 +0100"},
		},
		{
			"autumn: a night that ends in the overlap ends twice", "Europe/Madrid", []string{"22:00-02:30"}, "2026-10-24 12:00", "2026-10-25 12:00",
			[]string{"+24 22:00 +0200", "-25 02:30 +0200", "+25 02:00 +0100", "-25 02:30 +0100"},
		},
		{
			"autumn: both passes of the hour are open", "Europe/Madrid", []string{"02:00-03:00"}, "2026-10-25 00:00", "2026-10-26 00:00",
			[]string{"+25 02:00 +0200", "-25 03:00 +0100"},
		},
		{
			"autumn: a break in the overlap comes twice", "Europe/Madrid", []string{"00:00-02:10", "02:50-06:00"}, "2026-10-25 00:00", "2026-10-26 00:00",
			[]string{"-25 02:10 +0200", "+25 02:50 +0200", "-25 02:10 +0100", "+25 02:50 +0100", "-25 06:00 +0100"},
		},
		{
			"half an hour", "Australia/Lord_Howe", []string{"01:45-02:15"}, "2026-10-03 12:00", "2026-10-04 12:00",
			[]string{"+4 01:45 +1030", "-4 02:30 +1100"},
		},
		{
			"midnight is skipped", "Africa/Cairo", []string{"00:00-00:30", "20:00-24:00"}, "2026-04-23 12:00", "2026-04-25 00:00",
			[]string{"+23 20:00 +0200", "-24 01:00 +0300", "+24 20:00 +0300"},
		},
		{
			"a night that ends at a midnight that is skipped", "Africa/Cairo", []string{"00:15-02:00", "20:00-00:00"}, "2026-04-23 12:00", "2026-04-24 12:00",
			[]string{"+23 20:00 +0200", "-24 02:00 +0300"},
		},
		{
			"midnight comes twice: the day ends at the first", "America/Havana", []string{"20:00-24:00"}, "2026-10-31 12:00", "2026-11-01 12:00",
			[]string{"+31 20:00 -0400", "-1 00:00 -0400"},
		},
		{
			"midnight comes twice: so does what begins with it", "America/Havana", []string{"00:00-00:30"}, "2026-10-31 12:00", "2026-11-01 12:00",
			[]string{"+1 00:00 -0400", "-1 00:30 -0400", "+1 00:00 -0500", "-1 00:30 -0500"},
		},
		{
			"midnight comes twice: so does the end of a night", "America/Havana", []string{"20:00-00:30"}, "2026-10-31 12:00", "2026-11-01 12:00",
			[]string{"+31 20:00 -0400", "-1 00:30 -0400", "+1 00:00 -0500", "-1 00:30 -0500"},
		},
		{
			"at midnight back to before it", "Africa/Cairo", []string{"20:00-24:00"}, "2026-10-29 12:00", "2026-10-30 12:00",
			[]string{"+29 20:00 +0300", "-30 00:00 +0200"},
		},
		{
			"back into the day before", "America/St_Johns", []string{"23:30-24:00"}, "2006-10-28 12:00", "2006-10-29 12:00",
			[]string{"+28 23:30 -0230", "-29 00:00 -0230", "+28 23:30 -0330", "-29 00:00 -0330"},
		},
		{
			"a new day that is interrupted by the old", "America/St_Johns", []string{"00:00-04:00"}, "2006-10-28 12:00", "2006-10-29 12:00",
			[]string{"+29 00:00 -0230", "-28 23:01 -0330", "+29 00:00 -0330", "-29 04:00 -0330"},
		},
		{
			"a day that is skipped", "Pacific/Apia", []string{"09:00-17:00"}, "2011-12-29 00:00", "2012-01-01 00:00",
			[]string{"+29 09:00 -1000", "-29 17:00 -1000", "+31 09:00 +1400", "-31 17:00 +1400"},
		},
		{
			"a night before a day that is skipped", "Pacific/Apia", []string{"22:00-23:00", "23:30-00:30"}, "2011-12-29 00:00", "2011-12-31 12:00",
			[]string{"-29 00:30 -1000", "+29 22:00 -1000", "-29 23:00 -1000", "+29 23:30 -1000", "-31 00:30 +1400"},
		},
		{
			"beyond the century that is held ready", "Europe/Madrid", []string{"02:30-05:00"}, "2126-03-31 00:00", "2126-04-01 00:00",
			[]string{"+31 03:00 +0200", "-31 05:00 +0200"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			k := compile(t, Definition{Zone: c.zone, Weekly: everyDay(c.hours...)})
			require.Equal(t, c.want, edges(t, k, c.from, c.until))
		})
	}
}

func TestAHolidayAfterARepeatedMidnightIsClosedFromTheFirst(t *testing.T) {
	t.Parallel()
	c := compile(t, Definition{Zone: "America/Havana", Weekly: everyDay("00:00-24:00"), Holidays: []Date{date("2026-11-01")}})
	require.Equal(t, []string{"-1 00:00 -0400", "+2 00:00 -0500"}, edges(t, c, "2026-10-01 00:00", "2026-12-01 00:00"))
}

func TestAHolidayThatIsInterruptedByTheDayBeforeIsClosedTwice(t *testing.T) {
	t.Parallel()
	c := compile(t, Definition{Zone: "America/St_Johns", Weekly: everyDay("00:00-24:00"), Holidays: []Date{date("2006-10-29")}})
	require.Equal(t, []string{"-29 00:00 -0230", "+28 23:01 -0330", "-29 00:00 -0330", "+30 00:00 -0330"},
		edges(t, c, "2006-10-28 00:00", "2006-11-01 00:00"))
}

func TestANightThatEndsInARepeatedHourIsClosedInTheMinuteOfTheNextDayBefore(t *testing.T) {
	t.Parallel()
	c := compile(t, Definition{Zone: "America/St_Johns", Weekly: [7][]Span{time.Friday: hours("23:45-23:30")}})
	require.Equal(t, []string{"+27 23:45 -0230", "-28 23:30 -0230", "+28 23:01 -0330", "-28 23:30 -0330"},
		edges(t, c, "2006-10-27 00:00", "2006-10-30 00:00"))
}

func TestTheNightOfADayThatIsSkippedEndsInTheMorningAfter(t *testing.T) {
	t.Parallel()
	night := hours("22:00-06:00")
	for day, want := range map[time.Weekday][]string{
		time.Thursday: {"+29 22:00 -1000", "-31 00:00 +1400"},
		time.Friday:   {"+31 00:00 +1400", "-31 06:00 +1400"},
		time.Saturday: {"+31 22:00 +1400", "-1 06:00 +1400"},
	} {
		var week [7][]Span
		week[day] = night
		c := compile(t, Definition{Zone: "Pacific/Apia", Weekly: week})
		require.Equal(t, want, edges(t, c, "2011-12-28 00:00", "2012-01-03 00:00"))
	}
}

func TestAnHourThatComesTwiceIsOpenTwiceToTheNanosecond(t *testing.T) {
	t.Parallel()
	c := compile(t, Definition{Zone: "Europe/Madrid", Weekly: everyDay("02:15-02:45")})
	for _, hour := range []int{0, 1} {
		opens := time.Date(2026, time.October, 25, hour, 15, 0, 0, time.UTC)
		closes := opens.Add(30 * time.Minute)
		require.False(t, c.Open(opens.Add(-1)))
		require.True(t, c.Open(opens))
		require.True(t, c.Open(closes.Add(-1)))
		require.False(t, c.Open(closes))
		edge, isOpening, ok := c.Next(opens.Add(-1))
		require.True(t, ok && isOpening && edge.Equal(opens))
		edge, isOpening, ok = c.Next(closes.Add(-1))
		require.True(t, ok && !isOpening && edge.Equal(closes))
	}
}
