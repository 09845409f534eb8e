package calendar

import (
	"math"
	"sort"
	"time"
)

// A wall-clock time is counted in seconds as if it were in UTC; an instant is in Unix seconds.

// A zone knows how its clocks are set.
type zone struct {
	loc   *time.Location
	known []period // without a gap, and each with another offset than the one before
}

// A period is the time from one change of the clocks to the next.
type period struct {
	start, end int64 // instants; end is outside
	offset     int64 // of the wall clock, in seconds
}

// reach is more than any wall clock differs from UTC, with a margin.
const reach = 36 * 60 * minuteSeconds

func newZone(loc *time.Location) zone {
	z := zone{loc: loc}
	sec := time.Date(2000, time.January, 1, 0, 0, 0, 0, time.UTC).Unix()
	until := time.Date(2100, time.January, 1, 0, 0, 0, 0, time.UTC).Unix()
	for sec < until {
		p := z.ask(sec)
		if n := len(z.known); n > 0 && z.known[n-1].offset == p.offset {
			z.known[n-1].end = p.end
		} else {
			z.known = append(z.known, p)
		}
		sec = p.end
	}
	return z
}

// at returns the period that an instant is in.
func (z *zone) at(sec int64) period {
	n := len(z.known)
	if n == 0 || sec < z.known[0].start || sec >= z.known[n-1].end {
		return z.ask(sec)
	}
	return z.known[sort.Search(n, func(i int) bool { return sec < z.known[i].end })]
}

// ask is at for every instant, but slower.
func (z *zone) ask(sec int64) period {
	t := time.Unix(sec, 0).In(z.loc)
	_, offset := t.Zone()
	start, end := t.ZoneBounds()
	p := period{start: math.MinInt64, end: math.MaxInt64, offset: int64(offset)}
	if !start.IsZero() {
		p.start = start.Unix()
	}
	if !end.IsZero() {
		p.end = end.Unix()
	}
	if p.end <= sec { // Go lets every year that it extrapolates end after 365 days
		p.end = (floorDay(sec) + 1) * daySeconds
	}
	return p
}

// dayEnd returns the first instant from which on the wall clock is past a day. That is the last at which it arrives at
// the midnight: clocks that are set back to midnight have been past the day for an hour, those that are set back to before
// midnight arrive again.
func (z *zone) dayEnd(number int64) int64 {
	midnight := (number + 1) * daySeconds
	p := z.at(midnight + reach)
	for midnight-p.offset <= p.start {
		p = z.at(p.start - 1)
	}
	return min(midnight-p.offset, p.end)
}

func (z *zone) time(sec int64) time.Time { return time.Unix(sec, 0).In(z.loc) }
