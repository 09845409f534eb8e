package file

import (
	"bytes"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/gousher/usher"
	"github.com/gousher/usher/internal/format"
	"github.com/gousher/usher/internal/source"
)

// calendarName is the name of a calendar.
func calendarName(n source.Node) string {
	nameless(n, "the calendar has no name")
	return n.Name()
}

// calendar is one calendar, without what of it cannot be used.
func (d *readDesk) calendar(r *reader, pair source.Pair) usher.Calendar {
	place := "calendars." + pair.Name
	d.places.add(place, pair.Key)
	m := pair.Value.Object(format.Calendar)
	d.places.field(place, "zone", m.Of("zone"))
	d.places.field(place, "weekly", m.Of("weekly"))
	c := usher.Calendar{Zone: m.Of("zone").Name()}
	for _, day := range m.Of("weekly").Week() {
		weekday := time.Weekday((day.Number + 1) % 7)
		if c.Weekly == nil {
			c.Weekly = map[time.Weekday][]string{}
		}
		c.Weekly[weekday] = day.Hours
	}
	for _, item := range m.Of("holidays").Items() {
		if day := item.Date(); day != "" {
			d.places.field(place, indexed("holidays", len(c.Holidays)), item)
			c.Holidays = append(c.Holidays, usher.Date(day))
		}
	}
	d.fromICalendar(r, &c, m.Of("ical"), place)
	for _, item := range m.Of("changes").Items() {
		change := item.Object(format.DayHours)
		hours := change.Of("hours").Hours()
		if day := change.Of("date").Date(); day != "" {
			d.places.field(place, indexed("changes", len(c.Changes)), change.Of("date"))
			c.Changes = append(c.Changes, usher.DayHours{Date: usher.Date(day), Hours: hours})
		}
	}
	return c
}

// fromICalendar adds the holidays of an iCalendar file, which is read like the file that names it.
func (d *readDesk) fromICalendar(r *reader, c *usher.Calendar, n source.Node, place string) {
	m := n.Object(format.ICalendar)
	from, until := year(m.Of("from")), year(m.Of("until"))
	if from > 0 && until > 0 && until < from {
		m.Of("until").Wrong(source.BadValue, "", "the last year is before the first")
	}
	if !m.Of("file").IsText() {
		m.Of("file").Text() // says what is wrong
		return
	}
	if from == 0 || until < from {
		return
	}
	name := clean(path.Join(path.Dir(n.File().Name), m.Of("file").Text()))
	data, err := r.read(name)
	if err != nil {
		hint, problem := r.unread(name, err)
		m.Of("file").Wrong(source.Unreadable, hint, "%s cannot be read: %s", name, problem)
		return
	}
	days, err := usher.HolidaysFromICalendar(bytes.NewReader(data), firstDay(from), lastDay(until))
	if err != nil {
		m.Of("file").Wrong(source.Unreadable, "", "%s holds no holidays that can be read: %s", name, bare(err))
		return
	}
	for _, day := range days {
		if !slices.Contains(c.Holidays, day) {
			d.places.field(place, indexed("holidays", len(c.Holidays)), n)
			c.Holidays = append(c.Holidays, day)
		}
	}
}

func firstDay(year int) usher.Date { return usher.Date(fmt.Sprintf("%04d-01-01", year)) }

func lastDay(year int) usher.Date { return usher.Date(fmt.Sprintf("%04d-12-31", year)) }

// bare is what an error says of the holidays, without what it is an error of.
func bare(err error) string {
	text := err.Error()
	if _, rest, ok := strings.Cut(text, "holidays: "); ok {
		return rest
	}
	return text
}

// year is a year whose holidays can be taken; 0 if there is none.
func year(n source.Node) int {
	i, ok := n.WholeNumber()
	if ok && (i < format.FirstYear || i > format.LastYear) {
		n.Wrong(source.BadValue, "", "a year from %d to %d is wanted here", format.FirstYear, format.LastYear)
		return 0
	}
	return i
}
