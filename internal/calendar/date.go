package calendar

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// Date is a day of the calendar, the same day in every zone.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// ParseDate reads a date as it is written in 2026-12-25, and in no other way. It refuses days that do not exist.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if wrong, ok := errors.AsType[*time.ParseError](err); ok && strings.HasSuffix(wrong.Message, "out of range") {
		return Date{}, fmt.Errorf("%q: there is no such day", s)
	}
	if err != nil || t.Year() < 1 {
		return Date{}, fmt.Errorf("%q is not a date: write it as 2026-12-25", s)
	}
	year, month, day := t.Date()
	return Date{Year: year, Month: month, Day: day}, nil
}

// String writes the date as [ParseDate] reads it.
func (d Date) String() string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, int(d.Month), d.Day) }

// exists reports whether there is such a day, in the years that can be written.
func (d Date) exists() bool {
	year, month, day := d.midnight().Date()
	return d == Date{Year: year, Month: month, Day: day} && 1 <= year && year <= 9999
}

// number counts the days since 1 January 1970.
func (d Date) number() int64 { return d.midnight().Unix() / daySeconds }

func (d Date) midnight() time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC) }

// EndOf returns the first instant from which on the clocks in loc never show the date again. It is for what holds until
// and including a day. A day that they skip is over when they do.
func EndOf(d Date, loc *time.Location) time.Time {
	z := zone{loc: loc}
	return z.time(z.dayEnd(d.number()))
}
