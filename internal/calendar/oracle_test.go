package calendar

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// A window is a number of days around a change of the clocks: the minutes of them, in the zone.
type window struct {
	zone    string
	minutes []time.Time
}

const windowDays = 7

func newWindow(zone, middle string) window {
	loc, err := time.LoadLocation(zone)
	if err != nil {
		panic(err)
	}
	start := date(middle).midnight().AddDate(0, 0, -windowDays/2)
	w := window{zone: zone}
	for i := range windowDays * dayMinutes {
		w.minutes = append(w.minutes, start.Add(time.Duration(i)*time.Minute).In(loc))
	}
	return w
}

// shown is the date that the clocks show, a number of days later.
func shown(at time.Time, later int) Date {
	year, month, day := at.Date()
	year, month, day = time.Date(year, month, day+later, 0, 0, 0, 0, time.UTC).Date()
	return Date{Year: year, Month: month, Day: day}
}

// slow is Open as it is defined.
func slow(d Definition, at time.Time) bool {
	spans := func(on Date) []Span {
		for _, change := range d.Changes {
			if change.Date == on {
				return change.Hours
			}
		}
		if slices.Contains(d.Holidays, on) {
			return nil
		}
		return d.Weekly[on.midnight().Weekday()]
	}
	now := time.Duration(at.Hour())*time.Hour + time.Duration(at.Minute())*time.Minute +
		time.Duration(at.Second())*time.Second + time.Duration(at.Nanosecond())
	after := func(minutes int) time.Duration { return time.Duration(minutes) * time.Minute }
	for _, s := range spans(shown(at, 0)) {
		if after(s.From) <= now && (now < after(s.To) || s.To < s.From) {
			return true
		}
	}
	for _, s := range spans(shown(at, -1)) {
		if s.To < s.From && now < after(s.To) {
			return true
		}
	}
	return false
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
		dates := rapid.SliceOfNDistinct(rapid.Map(rapid.IntRange(0, windowDays), func(n int) Date {
			return shown(w.minutes[0].UTC(), n)
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

// agree holds a calendar to the slow one, in every minute and around each edge of the window.
func agree(t *rapid.T, w window, c *Calendar, d Definition) {
	end := len(w.minutes)
	next := end // the edge after the minute
	was := false
	for i := end - 1; i >= 0; i-- {
		at := w.minutes[i]
		open := slow(d, at)
		if c.Open(at) != open {
			require.Equal(t, open, c.Open(at), "open at %s", at)
		}
		if i+1 < end && was != open {
			next = i + 1
			require.Equal(t, open, c.Open(w.minutes[next].Add(-1)))
		}
		was = open
		if next != i+1 && i%197 != 0 {
			continue
		}
		edge, opens, ok := c.Next(at.Add(17))
		if next == end {
			require.True(t, !ok || !edge.Before(at.Add(time.Duration(end-i)*time.Minute)), "%s is no edge", edge)
			continue
		}
		require.True(t, ok)
		require.True(t, edge.Equal(w.minutes[next]), "%s, not %s", edge, w.minutes[next])
		require.Equal(t, !open, opens)
	}
}

func TestACalendarAgreesWithItsDefinitionInEveryMinute(t *testing.T) {
	t.Parallel()
	all := windows()
	rapid.Check(t, func(t *rapid.T) {
		w := all[rapid.IntRange(0, len(all)-1).Draw(t, "window")]
		d := definition(w).Draw(t, "calendar")
		agree(t, w, compile(t, d), d)
	})
}

func TestACalendarAgreesWithItsDefinitionAtAnyInstant(t *testing.T) {
	t.Parallel()
	all := windows()
	rapid.Check(t, func(t *rapid.T) {
		w := all[rapid.IntRange(0, len(all)-1).Draw(t, "window")]
		d := definition(w).Draw(t, "calendar")
		c := compile(t, d)
		second := rapid.Int64Range(-5e9, 10e9).Draw(t, "second") // from 1811, when clocks showed odd seconds, to 2286
		at := time.Unix(second, rapid.Int64Range(0, 999_999_999).Draw(t, "nanosecond")).In(c.Location())
		require.Equal(t, slow(d, at), c.Open(at))
		edge, opens, ok := c.Next(at)
		if !ok {
			return
		}
		for between, step := at, max(edge.Sub(at)/50, 1); between.Before(edge); between = between.Add(step) {
			require.Equal(t, !opens, slow(d, between))
		}
		require.Equal(t, !opens, slow(d, edge.Add(-1)))
		require.Equal(t, opens, slow(d, edge))
	})
}

func TestTheNextEdgeIsFoundHoweverFarAwayItIs(t *testing.T) {
	t.Parallel()
	const days = 120
	start := date("2026-08-31").midnight() // the clocks change on the way
	rapid.Check(t, func(t *rapid.T) {
		usual := rapid.SampledFrom([][]Span{nil, hours("00:00-24:00"), hours("08:00-12:00", "12:00-08:00")}).Draw(t, "usual")
		unusual := rapid.SampledFrom([][]Span{usual, nil, hours("00:00-24:00"), hours("22:00-18:00")})
		weekday := time.Weekday(rapid.IntRange(0, 6).Draw(t, "weekday"))
		d := Definition{Zone: "Europe/Madrid", Weekly: [7][]Span{usual, usual, usual, usual, usual, usual, usual}}
		d.Weekly[weekday] = unusual.Draw(t, "hours of the weekday")
		always := rapid.Bool().Draw(t, "changes on every such weekday")
		some := rapid.SliceOfNDistinct(rapid.IntRange(0, days), 0, 5, rapid.ID).Draw(t, "changes")
		for n := range days {
			on := shown(start, n)
			if slices.Contains(some, n) || always && on.midnight().Weekday() == weekday {
				d.Changes = append(d.Changes, Change{Date: on, Hours: unusual.Draw(t, on.String())})
			}
		}
		c := compile(t, d)
		from := start.AddDate(0, 0, rapid.IntRange(0, days).Draw(t, "from")).In(c.Location())
		open, until := slow(d, from), start.AddDate(0, 0, days+30)
		at := from
		for at.Before(until) && slow(d, at) == open {
			at = at.Add(time.Hour)
		}
		edge, opens, ok := c.Next(from)
		if !at.Before(until) {
			require.False(t, ok)
			return
		}
		require.True(t, ok)
		require.Equal(t, at, edge)
		require.Equal(t, !open, opens)
	})
}
