package dates

import (
	"strings"
	"time"

	"github.com/gousher/usher/internal/calendar"
)

// The years that a date can have.
const (
	FirstYear = 1900
	LastYear  = 2200
)

// longest is how many bytes a text can have that is still read as a date. The longest sentences that are one have a tenth.
const longest = 1000

// Parse reads a date as it is written in a language, given as a BCP 47 tag; empty is English. Today is the contact's: words
// such as tomorrow count from it. A date without a year is the next one from today on, today included; a day of the week
// is the next one after today. The error is a [Problem].
func Parse(written, language string, today calendar.Date) (calendar.Date, error) {
	if len(written) > longest {
		return calendar.Date{}, Problem{Kind: NoDate, Text: clip(written)}
	}
	items, ok := scan(written)
	if !ok {
		return calendar.Date{}, Problem{Kind: NoDate, Text: clip(written)}
	}
	loc := localeOf(language)
	found, ok := read(items, lexiconOf(loc.base), loc.order, today)
	if !ok && loc.base != english {
		found, ok = read(items, lexiconOf(english), loc.order, today)
	}
	if !ok {
		return calendar.Date{}, Problem{Kind: NoDate, Text: clip(written)}
	}
	return found.settle(today)
}

// clip shortens what a message quotes.
func clip(written string) string {
	const most = 60
	written = strings.ToValidUTF8(written, "\uFFFD")
	n := 0
	for i := range written {
		if n++; n > most {
			return written[:i] + "…"
		}
	}
	return written
}

// A reading is a date as far as it is said.
type reading struct {
	day, month int
	year       int
	noYear     bool
	weekday    int // from 1 for Sunday; 0 if none is said
}

// settle finds the date that is meant, or what is wrong with it.
func (r reading) settle(today calendar.Date) (calendar.Date, error) {
	if r.noYear {
		r.year = r.nextYear(today)
	}
	d := calendar.Date{Year: r.year, Month: time.Month(r.month), Day: r.day}
	switch {
	case r.year < FirstYear || r.year > LastYear:
		return calendar.Date{}, Problem{Kind: OutOfRange, Text: r.String()}
	case !exists(d):
		return calendar.Date{}, Problem{Kind: NoSuchDay, Text: r.String()}
	}
	if said, is := time.Weekday(r.weekday-1), weekday(d); r.weekday != 0 && said != is {
		return calendar.Date{}, Problem{Kind: WrongWeekday, Text: r.String(), is: is, said: said}
	}
	return d, nil
}

// nextYear returns the year of the next such date from today on, and this year if there is none at all.
func (r reading) nextYear(today calendar.Date) int {
	const most = 8 // years between two 29ths of February: there is none in 2100
	for year := today.Year; year <= today.Year+most; year++ {
		d := calendar.Date{Year: year, Month: time.Month(r.month), Day: r.day}
		if exists(d) && !before(d, today) {
			return year
		}
	}
	return today.Year
}

// weekdayIs returns the day of the week of a date that exists, from 1 for Sunday.
func (r reading) weekdayIs() int {
	return int(weekday(calendar.Date{Year: r.year, Month: time.Month(r.month), Day: r.day})) + 1
}

func midnight(d calendar.Date) time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
}

func dateOf(t time.Time) calendar.Date {
	year, month, day := t.Date()
	return calendar.Date{Year: year, Month: month, Day: day}
}

func weekday(d calendar.Date) time.Weekday { return midnight(d).Weekday() }

func exists(d calendar.Date) bool { return d == dateOf(midnight(d)) }

func before(d, other calendar.Date) bool { return midnight(d).Before(midnight(other)) }

// after returns the reading of the date that is a number of days after another.
func after(d calendar.Date, days int) reading {
	d = dateOf(midnight(d).AddDate(0, 0, days))
	return reading{day: d.Day, month: int(d.Month), year: d.Year}
}
