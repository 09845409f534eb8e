package usher

import (
	"fmt"
	"time"

	"github.com/gousher/usher/internal/calendar"
)

// A Date is a day as it stands in files: "2026-12-25".
type Date string

// A Calendar says when a team or an agent works. Its hours are wall-clock times of its zone: an opening instant is
// inside, a closing instant is outside. Hours belong to the day on which they begin, also what of them is past midnight.
// When the clocks change, what they show decides: hours that they skip do not occur, hours within a time that comes twice
// are open twice, and those that begin at a skipped time open right after it.
type Calendar struct {
	// Zone is the name of a time zone, such as Europe/Madrid; empty means UTC.
	Zone string
	// Weekly are the hours of each day: "09:00-17:00", any number of them. "22:00-06:00" passes midnight, "00:00-24:00"
	// is the whole day.
	Weekly map[time.Weekday][]string
	// Holidays are days on which nothing opens.
	Holidays []Date
	// Changes are days with hours of their own; they win over the week and over holidays.
	Changes []DayHours
}

// DayHours are the hours of one date; none: it is closed.
type DayHours struct {
	Date  Date
	Hours []string
}

// Weekdays are hours for Monday to Friday, for [Calendar.Weekly].
func Weekdays(hours ...string) map[time.Weekday][]string {
	week := map[time.Weekday][]string{}
	for day := time.Monday; day <= time.Friday; day++ {
		week[day] = hours
	}
	return week
}

// compile makes the calendar ready; wrong is called with each mistake and the part it is in.
func (c *Calendar) compile(wrong func(field, message string)) *calendar.Calendar {
	d := calendar.Definition{Zone: c.Zone}
	good := true
	report := func(field string, err error) {
		good = false
		wrong(field, err.Error())
	}
	spans := func(field string, texts []string) []calendar.Span {
		all := make([]calendar.Span, 0, len(texts))
		for _, text := range texts {
			span, err := calendar.ParseSpan(text)
			if err != nil {
				report(field, err)
				continue
			}
			all = append(all, span)
		}
		return all
	}
	date := func(field string, text Date) calendar.Date {
		day, err := calendar.ParseDate(string(text))
		if err != nil {
			report(field, err)
		}
		return day
	}
	for day := time.Sunday; day <= time.Saturday; day++ {
		d.Weekly[day] = spans("weekly", c.Weekly[day])
	}
	for day := range c.Weekly {
		if day < time.Sunday || day > time.Saturday {
			report("weekly", fmt.Errorf("there is no weekday %d", int(day)))
		}
	}
	for i, day := range c.Holidays {
		d.Holidays = append(d.Holidays, date(fmt.Sprintf("holidays[%d]", i), day))
	}
	for i, change := range c.Changes {
		field := fmt.Sprintf("changes[%d]", i)
		d.Changes = append(d.Changes, calendar.Change{Date: date(field, change.Date), Hours: spans(field, change.Hours)})
	}
	compiled, problems := calendar.Compile(d)
	if good {
		for _, p := range problems {
			wrong(p.Field, p.Message)
		}
	}
	return compiled
}
