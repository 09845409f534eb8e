package calendar

import (
	"sort"
	"time"
)

// patience is for how many days after today, and after every special day, each day is searched for an edge: a day more
// than a week, because a night of a special day lasts into the next.
const patience = 8

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

// Open reports whether at is within the hours, by what the wall clock shows then. Fractions of a second need no care:
// they are cut off downwards, and hours begin and end at whole minutes.
func (c *Calendar) Open(at time.Time) bool {
	sec := at.Unix()
	return c.within(sec + c.zone.at(sec).offset)
}

// within is Open for what the wall clock shows.
func (c *Calendar) within(wall int64) bool {
	today := floorDay(wall)
	second := wall - today*daySeconds
	return covers(c.hours(today), second) || covers(c.hours(today-1), second+daySeconds)
}

func covers(hours []stretch, second int64) bool {
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
	sec := at.Unix()
	p := c.zone.at(sec)
	open := c.within(sec + p.offset)
	for {
		flip, more := c.flip(sec+p.offset, open)
		if more && flip-p.offset < p.end {
			return c.zone.time(flip - p.offset), !open, true
		}
		// The clocks change before.
		far := p.end > sec+2*reach // from the end on, they show nothing before what they show at sec
		switch {
		case far && !more:
			return time.Time{}, false, false
		case far:
			sec = max(p.end, flip-reach) // nor, until then, the flip or later
		default:
			sec = p.end
		}
		p = c.zone.at(sec)
		if c.within(sec+p.offset) != open {
			return c.zone.time(sec), !open, true
		}
	}
}

// flip is Next for a wall clock that is never changed: the first time later than wall at which it is not open any more,
// or not closed.
func (c *Calendar) flip(wall int64, open bool) (at int64, ok bool) {
	today := floorDay(wall)
	end := wall // it is as it is at wall until here at least
	for number, more := today-1, true; more; {
		midnight := number * daySeconds
		if open && end < midnight {
			return end, true
		}
		for _, s := range c.hours(number) {
			switch {
			case midnight+s.from <= end && open:
				end = max(end, midnight+s.to)
			case midnight+s.from <= end: // over
			case open:
				return end, true
			default:
				return midnight + s.from, true
			}
		}
		before := number
		if number, more = c.following(number, today); number > before+1 && open {
			// Open for so long, the week has no breaks: it is open until the day after.
			end = max(end, (number+1)*daySeconds)
		}
	}
	return 0, false
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

// following returns the day to search after number, if there is one. Once patience has seen the whole week, that is the
// day before the next special day.
func (c *Calendar) following(number, today int64) (next int64, more bool) {
	next = number + 1
	if next <= today+patience {
		return next, true
	}
	i := c.search(next - patience)
	if i == len(c.special) {
		return next, false
	}
	return max(next, c.special[i].number-1), true
}

// floorDay returns the number of the day on which a second is.
func floorDay(second int64) int64 {
	number := second / daySeconds
	if second%daySeconds < 0 {
		number--
	}
	return number
}
