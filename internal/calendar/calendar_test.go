package calendar

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// edges walks from one edge to the next and tells each as an opening (+) or a closing (-). On the way it checks that
// Open changes exactly there, and that NextOpening agrees.
func edges(t *testing.T, c *Calendar, from, until string) []string {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", from, c.Location())
	require.NoError(t, err)
	end, err := time.ParseInLocation("2006-01-02 15:04", until, c.Location())
	require.NoError(t, err)
	var found []string
	for {
		edge, opens, ok := c.Next(at)
		if !ok || !edge.Before(end) {
			return found
		}
		require.True(t, edge.After(at))
		for between, step := at, edge.Sub(at)/20; between.Before(edge); between = between.Add(step) {
			require.Equal(t, !opens, c.Open(between))
		}
		require.Equal(t, !opens, c.Open(edge.Add(-1)))
		require.Equal(t, opens, c.Open(edge))
		opening, ok := c.NextOpening(at)
		require.True(t, ok || !opens)
		if opens {
			require.True(t, opening.Equal(edge))
		} else {
			require.Equal(t, at, opening)
		}
		sign := "-"
		if opens {
			sign = "+"
		}
		found = append(found, edge.Format(sign+"2 15:04 Z0700"))
		at = edge
	}
}

func TestHoursBeginAndEndWhereTheCalendarSays(t *testing.T) {
	t.Parallel()
	weekdays := func(texts ...string) (week [7][]Span) {
		week = everyDay(texts...)
		week[time.Saturday], week[time.Sunday] = nil, nil
		return week
	}
	on := func(day string, texts ...string) Change { return Change{Date: date(day), Hours: hours(texts...)} }
	for _, c := range []struct {
		name        string
		give        Definition
		from, until string // 1 June 2026 is a Monday
		want        []string
	}{
		{
			"closed over the weekend", Definition{Weekly: weekdays("09:00-17:00")}, "2026-06-05 00:00", "2026-06-09 00:00",
			[]string{"+5 09:00 Z", "-5 17:00 Z", "+8 09:00 Z", "-8 17:00 Z"},
		},
		{
			"spans in any order", Definition{Weekly: everyDay("13:00-15:00", "09:00-12:00")}, "2026-06-01 00:00", "2026-06-02 00:00",
			[]string{"+1 09:00 Z", "-1 12:00 Z", "+1 13:00 Z", "-1 15:00 Z"},
		},
		{
			"spans that touch are one", Definition{Weekly: everyDay("09:00-12:00", "12:00-15:00")}, "2026-06-01 00:00", "2026-06-02 00:00",
			[]string{"+1 09:00 Z", "-1 15:00 Z"},
		},
		{
			"whole days join at midnight", Definition{Weekly: weekdays("00:00-24:00")}, "2026-06-01 00:00", "2026-06-09 00:00",
			[]string{"-6 00:00 Z", "+8 00:00 Z"},
		},
		{
			"past midnight, into the weekend", Definition{Weekly: weekdays("22:00-06:00")}, "2026-06-04 12:00", "2026-06-09 00:00",
			[]string{"+4 22:00 Z", "-5 06:00 Z", "+5 22:00 Z", "-6 06:00 Z", "+8 22:00 Z"},
		},
		{
			"the hours of the day before overlap", Definition{Weekly: everyDay("22:00-06:00", "05:00-07:00")}, "2026-06-01 12:00", "2026-06-02 12:00",
			[]string{"+1 22:00 Z", "-2 07:00 Z"},
		},
		{
			"the hours of the day before go on longer", Definition{Weekly: everyDay("23:00-09:00", "01:00-02:00")}, "2026-06-01 12:00", "2026-06-02 12:00",
			[]string{"+1 23:00 Z", "-2 09:00 Z"},
		},
		{
			"midnight as an end in both spellings",
			Definition{Weekly: [7][]Span{time.Monday: hours("18:00-24:00"), time.Tuesday: hours("18:00-00:00")}},
			"2026-06-01 00:00", "2026-06-08 00:00",
			[]string{"+1 18:00 Z", "-2 00:00 Z", "+2 18:00 Z", "-3 00:00 Z"},
		},
		{
			"nothing begins on a holiday", Definition{Weekly: everyDay("09:00-17:00"), Holidays: []Date{date("2026-06-02")}},
			"2026-06-01 00:00", "2026-06-04 00:00",
			[]string{"+1 09:00 Z", "-1 17:00 Z", "+3 09:00 Z", "-3 17:00 Z"},
		},
		{
			"a holiday takes its night and leaves that of the evening before",
			Definition{Weekly: everyDay("22:00-06:00"), Holidays: []Date{date("2026-06-03")}}, "2026-06-01 12:00", "2026-06-05 12:00",
			[]string{"+1 22:00 Z", "-2 06:00 Z", "+2 22:00 Z", "-3 06:00 Z", "+4 22:00 Z", "-5 06:00 Z"},
		},
		{
			"a holiday among whole days",
			Definition{Weekly: everyDay("00:00-24:00"), Holidays: []Date{date("2026-06-03"), date("2031-01-01")}}, "2026-06-01 00:00", "2031-06-01 00:00",
			[]string{"-3 00:00 Z", "+4 00:00 Z", "-1 00:00 Z", "+2 00:00 Z"},
		},
		{
			"changes replace the week", Definition{
				Weekly:  weekdays("09:00-17:00"),
				Changes: []Change{on("2026-06-04", "10:00-11:00", "20:00-02:00"), on("2026-06-05"), on("2026-06-06", "08:00-09:00")},
			}, "2026-06-04 00:00", "2026-06-08 10:00",
			[]string{"+4 10:00 Z", "-4 11:00 Z", "+4 20:00 Z", "-5 02:00 Z", "+6 08:00 Z", "-6 09:00 Z", "+8 09:00 Z"},
		},
		{
			"a change wins over a holiday", Definition{
				Weekly: weekdays("09:00-17:00"), Holidays: []Date{date("2026-06-04")}, Changes: []Change{on("2026-06-04", "10:00-12:00")},
			}, "2026-06-04 00:00", "2026-06-05 00:00",
			[]string{"+4 10:00 Z", "-4 12:00 Z"},
		},
		{
			"only a change, years away", Definition{Changes: []Change{on("2026-06-04", "10:00-12:00"), on("9999-12-31", "23:00-01:00")}},
			"2025-01-01 00:00", "9999-12-31 23:30",
			[]string{"+4 10:00 Z", "-4 12:00 Z", "+31 23:00 Z"},
		},
		{
			"one day in the week, not this one", Definition{Weekly: [7][]Span{time.Monday: hours("09:00-10:00")}, Holidays: []Date{date("2026-06-08")}},
			"2026-06-01 09:30", "2026-06-15 09:30",
			[]string{"-1 10:00 Z", "+15 09:00 Z"},
		},
		{
			"before 1970", Definition{Weekly: [7][]Span{time.Sunday: hours("09:00-10:00")}}, "1969-07-20 00:00", "1969-07-21 00:00",
			[]string{"+20 09:00 Z", "-20 10:00 Z"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, c.want, edges(t, compile(t, c.give), c.from, c.until))
		})
	}
}

func TestAnOpeningInstantIsInsideAndAClosingInstantOutside(t *testing.T) {
	t.Parallel()
	c := compile(t, Definition{Zone: "Europe/Madrid", Weekly: [7][]Span{time.Friday: hours("09:00-17:00")}})
	opens := time.Date(2026, time.June, 5, 9, 0, 0, 0, c.Location())
	closes := time.Date(2026, time.June, 5, 17, 0, 0, 0, c.Location())
	require.False(t, c.Open(opens.Add(-1)))
	require.True(t, c.Open(opens))
	require.True(t, c.Open(closes.Add(-1)))
	require.False(t, c.Open(closes))

	for at, want := range map[time.Time]time.Time{
		opens.Add(-1):     opens,
		opens:             closes,
		closes.Add(-1):    closes,
		closes:            opens.AddDate(0, 0, 7),
		closes.Add(1):     opens.AddDate(0, 0, 7),
		opens.UTC():       closes,
		closes.Add(-1e9):  closes,
		opens.Add(-5 * 8): opens,
	} {
		edge, up, ok := c.Next(at)
		require.True(t, ok)
		require.Equal(t, want, edge)
		require.Equal(t, c.Open(edge), up)
	}
	next, ok := c.NextOpening(closes)
	require.True(t, ok)
	require.Equal(t, opens.AddDate(0, 0, 7), next)
	now := opens.Add(90 * time.Minute).UTC()
	next, ok = c.NextOpening(now)
	require.True(t, ok)
	require.Equal(t, now, next, "an instant within the hours stays as it is")
}

func TestACalendarThatNeverChangesHasNoEdge(t *testing.T) {
	t.Parallel()
	past := []Date{date("2020-01-01")}
	at := time.Date(2026, time.March, 1, 12, 0, 0, 0, time.UTC)
	for _, zone := range []string{"UTC", "Europe/Madrid", "America/Havana", "Africa/Cairo", "Australia/Lord_Howe", "Africa/Casablanca"} {
		for _, week := range [][7][]Span{
			everyDay("00:00-24:00"), everyDay("22:00-06:00", "06:00-22:00"), everyDay("12:00-00:00", "00:00-02:30", "02:30-12:00"),
		} {
			c := compile(t, Definition{Zone: zone, Weekly: week, Holidays: past})
			_, _, ok := c.Next(at)
			require.False(t, ok)
			opening, ok := c.NextOpening(at)
			require.True(t, ok)
			require.Equal(t, at, opening)
			require.True(t, c.Open(at))
		}
		c := compile(t, Definition{Zone: zone, Holidays: past})
		_, _, ok := c.Next(at)
		require.False(t, ok)
		_, ok = c.NextOpening(at)
		require.False(t, ok)
		require.False(t, c.Open(at))
	}
}

func TestALongRunIsOpenUntilTheNextHoliday(t *testing.T) {
	t.Parallel()
	for _, week := range [][7][]Span{everyDay("00:00-24:00"), everyDay("22:00-06:00", "06:00-22:00"), everyDay("08:00-06:00", "06:00-08:00")} {
		for _, zone := range []string{"UTC", "Europe/Madrid"} {
			c := compile(t, Definition{
				Zone: zone, Weekly: week, Holidays: []Date{date("2150-05-05")},
				Changes: []Change{{Date: date("2140-01-01"), Hours: week[0]}, {Date: date("2140-01-06"), Hours: week[0]}},
			})
			edge, opens, ok := c.Next(time.Date(2026, time.March, 1, 12, 0, 0, 0, time.UTC))
			require.True(t, ok)
			require.False(t, opens)
			begin := time.Duration(week[0][0].To%dayMinutes) * time.Minute // the night before ends then
			require.Equal(t, time.Date(2150, time.May, 5, 0, 0, 0, 0, c.Location()).Add(begin), edge)
		}
	}
}

func TestALongRunOfChangesEndsWithTheNightOfTheLast(t *testing.T) {
	t.Parallel()
	const days = 800
	var d Definition
	first := time.Date(2026, time.January, 1, 0, 0, 0, 0, time.UTC)
	for i := range days {
		year, month, day := first.AddDate(0, 0, i).Date()
		d.Changes = append(d.Changes, Change{Date: Date{Year: year, Month: month, Day: day}, Hours: hours("00:00-12:00", "12:00-06:00")})
	}
	edge, opens, ok := compile(t, d).Next(first)
	require.True(t, ok)
	require.False(t, opens)
	require.Equal(t, first.AddDate(0, 0, days).Add(6*time.Hour), edge)
}

func TestAfterYearsOfHolidaysTheWeekGoesOn(t *testing.T) {
	t.Parallel()
	d := Definition{Zone: "Europe/Madrid", Weekly: [7][]Span{time.Monday: hours("09:00-10:00")}}
	monday := time.Date(2026, time.June, 1, 0, 0, 0, 0, time.UTC)
	for i := range 100 {
		year, month, day := monday.AddDate(0, 0, 7*i).Date()
		d.Holidays = append(d.Holidays, Date{Year: year, Month: month, Day: day})
	}
	edge, opens, ok := compile(t, d).Next(monday)
	require.True(t, ok)
	require.True(t, opens)
	require.Equal(t, "2028-05-01 09:00", edge.Format("2006-01-02 15:04"))
}
