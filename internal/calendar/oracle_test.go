package calendar

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// A window is a number of days around a change of the clocks: what they show in every minute of it, in minutes since
// 1970 as if they were in UTC.
type window struct {
	zone  string
	start time.Time
	walls []int64
}

const (
	windowDays = 11
	marginDays = 3 // at either end, in which the slow calendar does not know everything
)

func newWindow(zone, middle string) window {
	loc, err := time.LoadLocation(zone)
	if err != nil {
		panic(err)
	}
	start := date(middle).midnight().AddDate(0, 0, -windowDays/2)
	w := window{zone: zone, start: start}
	for i := range windowDays * dayMinutes {
		t := start.Add(time.Duration(i) * time.Minute).In(loc)
		_, offset := t.Zone()
		w.walls = append(w.walls, (t.Unix()+int64(offset))/60)
	}
	return w
}

// first is the first minute that shows wall or later.
func (w window) first(wall int64) int {
	return slices.IndexFunc(w.walls, func(shown int64) bool { return shown >= wall })
}

// last is the last minute that shows wall; of a time that is skipped, the minute after the gap; of midnight, the minute
// after the last of the day.
func (w window) last(wall int64) int {
	for i := range slices.Backward(w.walls) {
		switch {
		case w.walls[i] == wall && wall%dayMinutes != 0:
			return i
		case w.walls[i] < wall:
			return i + 1
		}
	}
	return -1
}

// slow tells of every minute whether it is open.
func (w window) slow(d Definition) []bool {
	open := make([]bool, len(w.walls))
	for day := range windowDays - 2 {
		at := w.start.AddDate(0, 0, day+1)
		date := Date{Year: at.Year(), Month: at.Month(), Day: at.Day()}
		spans := d.Weekly[at.Weekday()]
		if slices.Contains(d.Holidays, date) {
			spans = nil
		}
		for _, change := range d.Changes {
			if change.Date == date {
				spans = change.Hours
			}
		}
		for _, s := range spans {
			ends := at
			if s.To <= s.From {
				ends = at.AddDate(0, 0, 1)
			}
			from, to := w.first(at.Unix()/60+int64(s.From)), w.last(ends.Unix()/60+int64(s.To))
			for i := from; i < to; i++ {
				open[i] = true
			}
		}
	}
	return open
}

// windows are around changes of the clocks of many kinds, and around none.
func windows() []window {
	var all []window
	for _, c := range []struct {
		zone  string
		dates []string
	}{
		{"UTC", []string{"2026-06-01", "1969-12-31"}},
		{"Europe/Madrid", []string{"2026-03-29", "2026-10-25", "2045-03-26", "2126-03-31", "1985-09-29", "2040-12-31", "2104-12-31"}},
		{"America/New_York", []string{"2026-03-08", "2026-11-01"}},
		{"Asia/Kathmandu", []string{"1986-01-01", "2026-06-01"}},
		{"America/Havana", []string{"2026-03-08", "2026-11-01"}},
		{"Africa/Cairo", []string{"2026-04-24", "2026-10-30"}},
		{"America/Sao_Paulo", []string{"2018-02-18", "2018-11-04"}},
		{"America/Asuncion", []string{"2024-03-24", "2024-10-06"}},
		{"America/St_Johns", []string{"2006-04-02", "2006-10-29", "1988-04-03"}},
		{"Australia/Lord_Howe", []string{"2026-04-05", "2026-10-04"}},
		{"Antarctica/Troll", []string{"2026-03-29", "2026-10-25"}},
		{"Africa/Casablanca", []string{"2026-02-15", "2026-03-22"}},
		{"Pacific/Apia", []string{"2011-12-30"}},
		{"Pacific/Kwajalein", []string{"1993-08-21"}},
		{"Pacific/Kiritimati", []string{"1995-01-01"}},
		{"Asia/Pyongyang", []string{"2015-08-15", "2018-05-05"}},
	} {
		for _, middle := range c.dates {
			all = append(all, newWindow(c.zone, middle))
		}
	}
	return all
}

// clock draws a time of day, mostly at the hours at which clocks change.
func clock() *rapid.Generator[int] {
	return rapid.OneOf(
		rapid.Map(rapid.IntRange(0, 16), func(n int) int { return n * 15 }),
		rapid.Map(rapid.IntRange(0, 5), func(n int) int { return 22*60 + n*20 }),
		rapid.IntRange(0, dayMinutes-1),
	)
}

// dayHours draws hours that a day can have.
func dayHours() *rapid.Generator[[]Span] {
	return rapid.Custom(func(t *rapid.T) []Span {
		if rapid.IntRange(0, 3).Draw(t, "whole day") == 0 {
			return []Span{{From: 0, To: dayMinutes}}
		}
		cuts := rapid.SliceOfNDistinct(clock(), 0, 6, rapid.ID).Draw(t, "cuts")
		slices.Sort(cuts)
		var spans []Span
		for i := 0; i+1 < len(cuts); i++ {
			if rapid.Bool().Draw(t, "open") {
				spans = append(spans, Span{From: cuts[i], To: cuts[i+1]})
			}
		}
		if n := len(cuts); n > 0 && rapid.Bool().Draw(t, "past midnight") {
			to := rapid.OneOf(rapid.SampledFrom([]int{0, dayMinutes}), rapid.IntRange(0, cuts[n-1])).Draw(t, "to")
			if to != cuts[n-1] {
				spans = append(spans, Span{From: cuts[n-1], To: to})
			}
		}
		return spans
	})
}

// definition draws a calendar with something special about the days of the window.
func definition(w window) *rapid.Generator[Definition] {
	return rapid.Custom(func(t *rapid.T) Definition {
		dates := rapid.SliceOfNDistinct(rapid.Map(rapid.IntRange(2, windowDays-2), func(n int) Date {
			at := w.start.AddDate(0, 0, n)
			return Date{Year: at.Year(), Month: at.Month(), Day: at.Day()}
		}), 0, 4, rapid.ID)
		d := Definition{Zone: w.zone, Holidays: dates.Draw(t, "holidays")}
		if rapid.Bool().Draw(t, "every day alike") {
			same := dayHours().Draw(t, "every day")
			d.Weekly = [7][]Span{same, same, same, same, same, same, same}
		} else {
			for i := range d.Weekly {
				d.Weekly[i] = dayHours().Draw(t, time.Weekday(i).String())
			}
		}
		for _, date := range dates.Draw(t, "changes") {
			d.Changes = append(d.Changes, Change{Date: date, Hours: dayHours().Draw(t, date.String())})
		}
		return d
	})
}

// agree holds a calendar to the slow one, in every fifth minute and at each edge of the middle of the window.
func agree(t *rapid.T, w window, c *Calendar, open []bool) {
	begin, end := marginDays*dayMinutes, (windowDays-marginDays)*dayMinutes
	minute := func(i int) time.Time { return w.start.Add(time.Duration(i) * time.Minute) }
	next := end // the edge after the minute
	for i := end - 1; i >= begin; i-- {
		if i+1 < end && open[i+1] != open[i] {
			next = i + 1
			require.Equal(t, open[i], c.Open(minute(next).Add(-1)))
			require.Equal(t, open[next], c.Open(minute(next)))
		}
		if i%5 == 0 && c.Open(minute(i)) != open[i] {
			require.Equal(t, open[i], c.Open(minute(i)), "open at %s", minute(i).In(c.Location()))
		}
		if next != i+1 && i%197 != 0 {
			continue
		}
		edge, opens, ok := c.Next(minute(i).Add(17))
		if next == end {
			require.True(t, !ok || !edge.Before(minute(end)), "%s is no edge", edge)
			continue
		}
		require.True(t, ok)
		require.True(t, edge.Equal(minute(next)), "%s, not %s", edge, minute(next).In(c.Location()))
		require.Equal(t, open[next], opens)
	}
}

func TestACalendarAgreesWithOneThatCountsMinutes(t *testing.T) {
	t.Parallel()
	all := windows()
	rapid.Check(t, func(t *rapid.T) {
		w := all[rapid.IntRange(0, len(all)-1).Draw(t, "window")]
		d := definition(w).Draw(t, "calendar")
		agree(t, w, compile(t, d), w.slow(d))
	})
}
