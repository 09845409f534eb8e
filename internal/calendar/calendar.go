package calendar

import (
	"sort"
	"time"
)

// patience is for how many days the week alone is searched for an edge. Two weeks would do, but for odd changes of
// the clocks that take away a span or a break.
const patience = 400

// Calendar says when something is open. It is immutable and safe for concurrent use. [Compile] makes it.
type Calendar struct {
	zone    zone
	weekly  [7][]stretch // by time.Weekday; the hours of each day in the order in which they begin
	special []day        // the days that are not as the week has them, in their order
}

// A day is a date with the hours that begin on it.
type day struct {
	number int64 // since 1 January 1970
	hours  []stretch
}

// Location returns the zone of the calendar.
func (c *Calendar) Location() *time.Location { return c.zone.loc }

// DayEnd returns the instant from which on the date is over in the calendar's zone; see [EndOf].
func (c *Calendar) DayEnd(d Date) time.Time { return c.zone.time(c.zone.dayEnd(d.number())) }

// Open reports whether at is within the hours.
func (c *Calendar) Open(at time.Time) bool {
	sec := at.Unix()
	p := c.zone.at(sec)
	wall := sec + p.offset
	today := floorDay(wall)
	if p.holds(today-1, today+2) {
		second := wall - today*daySeconds
		return within(c.hours(today), second) || within(c.hours(today-1), second+daySeconds)
	}
	return c.openNear(sec, wall)
}

// openNear is Open near a change of the clocks; wall is what they show. They are turned by a day at most, so that no
// other day's hours can be meant, nor those that ended a day ago.
func (c *Calendar) openNear(sec, wall int64) bool {
	today := floorDay(wall)
	for number := today - 2; number <= today+1; number++ {
		for _, s := range c.hours(number) {
			if number*daySeconds+s.to+daySeconds <= wall {
				continue
			}
			if c.zone.opening(number, s) > sec {
				return false // and what comes later opens later
			}
			if sec < c.zone.closing(number, s) {
				return true
			}
		}
	}
	return false
}

func within(hours []stretch, second int64) bool {
	for _, s := range hours {
		if s.from <= second && second < s.to {
			return true
		}
	}
	return false
}

// NextOpening returns at if the calendar is open then, else the next instant at which it opens. It is false if the
// calendar never opens again.
func (c *Calendar) NextOpening(at time.Time) (time.Time, bool) {
	if c.Open(at) {
		return at, true
	}
	edge, _, ok := c.Next(at)
	return edge, ok
}

// Next returns the first instant later than at where [Calendar.Open] changes, in the calendar's zone, and what it changes
// to. It is false if nothing changes any more. Every holiday and change is considered, however far away it is.
func (c *Calendar) Next(at time.Time) (edge time.Time, opens, ok bool) {
	r := run{at: at.Unix()}
	today := floorDay(r.at + c.zone.at(r.at).offset)
	for number, more := today-2, true; more; {
		if r.open && r.end < c.zone.first(number*daySeconds) {
			return c.zone.time(r.end), false, true
		}
		for _, s := range c.hours(number) {
			if r.add(c.zone.opening(number, s), c.zone.closing(number, s)) {
				return c.zone.time(r.edge), r.opens, true
			}
		}
		before := number
		if number, more = c.following(number, today); number > before+1 && r.open {
			// Open for so long, the week has no breaks: it is open until the day after.
			r.end = max(r.end, c.zone.dayEnd(number))
		}
	}
	return time.Time{}, false, false
}

// hours returns the hours that begin on a day.
func (c *Calendar) hours(number int64) []stretch {
	if i := c.search(number); i < len(c.special) && c.special[i].number == number {
		return c.special[i].hours
	}
	const thursday = int64(time.Thursday) // 1 January 1970 was one
	weekday := (number + thursday) % 7
	if weekday < 0 {
		weekday += 7
	}
	return c.weekly[weekday]
}

// search returns the index of the first special day from number on.
func (c *Calendar) search(number int64) int {
	return sort.Search(len(c.special), func(i int) bool { return c.special[i].number >= number })
}

// following returns the day to search after number, if there is one: the next day for a while, then only those from
// before a special day to after it.
func (c *Calendar) following(number, today int64) (next int64, more bool) {
	next = number + 1
	if next <= today+patience {
		return next, true
	}
	i := c.search(number - 1)
	if i == len(c.special) {
		return next, false
	}
	return max(next, c.special[i].number-1), true
}

// A run looks for the edge after an instant. It is given the hours around and after that instant in the order in which
// they begin, and joins those that touch.
type run struct {
	at    int64
	open  bool  // hours that at is in have been found,
	end   int64 // and they last until end
	edge  int64
	opens bool
}

// add reports whether the edge is found.
func (r *run) add(from, to int64) bool {
	switch {
	case to <= r.at || to <= from: // over, or skipped
	case !r.open && from > r.at:
		r.edge, r.opens = from, true
		return true
	case !r.open:
		r.open, r.end = true, to
	case from <= r.end:
		r.end = max(r.end, to)
	default:
		r.edge = r.end
		return true
	}
	return false
}

// floorDay returns the number of the day on which a second is.
func floorDay(second int64) int64 {
	number := second / daySeconds
	if second%daySeconds < 0 {
		number--
	}
	return number
}
