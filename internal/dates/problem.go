package dates

import (
	"fmt"
	"time"
)

// Kind says why a text is not taken as a date.
type Kind int

// The kinds of problems.
const (
	NoDate       Kind = iota // it is no date at all
	NoSuchDay                // there is no such day, as in 31 April
	OutOfRange               // its year is before [FirstYear] or after [LastYear]
	WrongWeekday             // it names another day of the week than the date has
)

// Problem is why a text is not taken as a date; it is the error of [Parse]. Text is the date as it was understood, in English,
// and for [NoDate] the beginning of what was written.
type Problem struct {
	Kind Kind
	Text string

	is, said time.Weekday
}

// Error says what is wrong, in English.
func (p Problem) Error() string {
	switch p.Kind {
	case NoSuchDay:
		return p.Text + " does not exist"
	case OutOfRange:
		return fmt.Sprintf("%s is out of range: a date is from %d to %d", p.Text, FirstYear, LastYear)
	case WrongWeekday:
		return fmt.Sprintf("%s is a %s, not a %s", p.Text, p.is, p.said)
	case NoDate:
	}
	return fmt.Sprintf("%q is not a date: write it as 3 May 2026", p.Text)
}

// String writes the date as it was understood, also one that does not exist.
func (r reading) String() string {
	if r.month < 1 || r.month > 12 {
		return fmt.Sprintf("%04d-%02d-%02d", r.year, r.month, r.day)
	}
	if r.noYear && r.day > longestMonth(r.month) {
		return fmt.Sprintf("%d %s", r.day, time.Month(r.month))
	}
	return fmt.Sprintf("%d %s %d", r.day, time.Month(r.month), r.year)
}

// longestMonth returns the number of days that a month has in leap years.
func longestMonth(month int) int {
	const leap = 2000
	return time.Date(leap, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}
