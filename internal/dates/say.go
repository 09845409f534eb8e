package dates

import (
	"strconv"
	"time"

	"github.com/gousher/usher/internal/calendar"
)

// Phrases are how a language says a date. In them stand %w for the day of the week, %d for the day, %m for the name
// of the month and %n for its number, %y for the year, and %t for the time with the word before it.
type phrases struct {
	near    string // within a week
	far     string // in this year
	year    string // in another year
	date    string // without a time
	first   string // the first day of a month, if not 1
	at      string // before the time
	atSome  string // before the time in some hours
	someFor uint32 // which: bit 1 is from 01:00 to 01:59
}

// nearDays is for how many days, today included, the day of the week is enough.
const nearDays = 7

// Say tells when something is, in a language given as a BCP 47 tag; empty and unknown ones are English. What is within
// six days of now, today included, is told by the day of the week, as Monday at 09:00, and the rest with the date, as Monday 4 January
// at 09:00, followed by the year if it is not now's. The clock and the days are those of at's location, which is also the
// one in which now is looked at.
func Say(at, now time.Time, language string) string {
	now = now.In(at.Location())
	l := lexiconOf(baseOf(language))
	today, day := midnight(dateOf(now)), midnight(dateOf(at))
	const hours = 24
	distance := int(day.Sub(today).Hours()) / hours
	switch {
	case distance >= 0 && distance < nearDays:
		return l.say(l.phrases.near, at)
	case at.Year() == now.Year():
		return l.say(l.phrases.far, at)
	}
	return l.say(l.phrases.year, at)
}

// SayDate tells a date with its year, as 4 January 2027, so that [Parse] reads it again in the same language.
func SayDate(d calendar.Date, language string) string {
	l := lexiconOf(baseOf(language))
	return l.say(l.phrases.date, midnight(d))
}

func baseOf(tag string) string {
	if tag == "" {
		return english
	}
	base, _ := split(tag)
	return base
}

func (l *lexicon) say(phrase string, at time.Time) string {
	out := make([]byte, 0, 64)
	for i := 0; i < len(phrase); i++ {
		if phrase[i] != '%' {
			out = append(out, phrase[i])
			continue
		}
		i++
		switch phrase[i] {
		case 'w':
			out = append(out, l.weekdays[at.Weekday()]...)
		case 'd':
			out = append(out, l.day(at.Day())...)
		case 'm':
			out = append(out, l.months[at.Month()-1]...)
		case 'n':
			out = strconv.AppendInt(out, int64(at.Month()), 10)
		case 'y':
			out = strconv.AppendInt(out, int64(at.Year()), 10)
		case 't':
			out = at.AppendFormat(append(out, l.phrases.before(at.Hour())...), "15:04")
		}
	}
	return string(out)
}

func (l *lexicon) day(day int) string {
	if day == 1 && l.phrases.first != "" {
		return l.phrases.first
	}
	return strconv.Itoa(day)
}

// before returns the word before the time.
func (p phrases) before(hour int) string {
	if p.someFor>>hour&1 == 1 {
		return p.atSome
	}
	return p.at
}
