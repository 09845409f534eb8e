package calendar

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// Definition is a calendar as it is written. The zero value is in UTC and never open.
type Definition struct {
	Zone     string    // a name of the time zone database, such as Europe/Madrid; empty is UTC
	Weekly   [7][]Span // by time.Weekday; none: closed
	Holidays []Date    // nothing begins on them
	Changes  []Change  // dates with hours of their own
}

// Change gives a date other hours than its day of the week has, and than a holiday would leave it.
type Change struct {
	Date  Date
	Hours []Span // none: closed
}

// Problem is one thing that is wrong with a definition. Field is where: zone, weekly, holidays[0] or changes[0].
type Problem struct{ Field, Message string }

// Compile makes a calendar of its definition. All problems come at once, and with any there is no calendar.
func Compile(d Definition) (*Calendar, []Problem) {
	c := compiler{days: map[int64][]stretch{}}
	loc := c.location(d.Zone)
	var weekly [7][]stretch
	for i, spans := range d.Weekly {
		weekly[i] = c.hours("weekly", time.Weekday(i).String()+": ", spans)
	}
	c.holidays(d.Holidays)
	c.changes(d.Changes)
	if len(c.problems) > 0 {
		return nil, c.problems
	}
	return &Calendar{zone: newZone(loc), weekly: weekly, special: c.special()}, nil
}

type compiler struct {
	days     map[int64][]stretch // the days with hours of their own
	problems []Problem
}

func (c *compiler) reportf(field, format string, args ...any) {
	c.problems = append(c.problems, Problem{Field: field, Message: fmt.Sprintf(format, args...)})
}

func (c *compiler) location(name string) *time.Location {
	loc, err := time.LoadLocation(name)
	if err != nil || name == "Local" { // which would be another zone on another machine
		c.reportf("zone", "unknown time zone %q: write a name such as Europe/Madrid; "+
			"a program without a time zone database on its system imports time/tzdata", name)
		return nil
	}
	return loc
}

// hours turns the spans of a day into stretches in the order in which they begin.
func (c *compiler) hours(field, day string, spans []Span) []stretch {
	sorted := slices.SortedFunc(slices.Values(spans), func(a, b Span) int { return cmp.Compare(a.From, b.From) })
	var hours []stretch
	var longest Span // the one of those before that ends last
	for _, span := range sorted {
		if err := span.check(); err != nil {
			c.reportf(field, "%s%s: %v", day, span, err)
			continue
		}
		s := span.stretch()
		if len(hours) > 0 && s.from < longest.stretch().to {
			c.reportf(field, "%s%s and %s overlap", day, longest, span)
		}
		if len(hours) == 0 || s.to > longest.stretch().to {
			longest = span
		}
		hours = append(hours, s)
	}
	return hours
}

func (c *compiler) holidays(dates []Date) {
	for i, date := range dates {
		c.date(fmt.Sprintf("holidays[%d]", i), date, dates[:i])
		c.days[date.number()] = nil
	}
}

// changes come after the holidays, over which they win.
func (c *compiler) changes(changes []Change) {
	before := make([]Date, 0, len(changes))
	for i, change := range changes {
		field := fmt.Sprintf("changes[%d]", i)
		c.date(field, change.Date, before)
		before = append(before, change.Date)
		c.days[change.Date.number()] = c.hours(field, "", change.Hours)
	}
}

// date checks a date of a list in which others stand before it.
func (c *compiler) date(field string, date Date, before []Date) {
	if !date.exists() {
		c.reportf(field, "there is no day %s", date)
	} else if slices.Contains(before, date) {
		c.reportf(field, "%s is listed twice", date)
	}
}

// special returns the days with hours of their own in their order.
func (c *compiler) special() []day {
	days := make([]day, 0, len(c.days))
	for number, hours := range c.days {
		days = append(days, day{number: number, hours: hours})
	}
	slices.SortFunc(days, func(a, b day) int { return cmp.Compare(a.number, b.number) })
	return days
}
