package usher_test

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/gousher/usher"
)

// How do I import public holidays? From an iCalendar file, as governments and calendar programs publish them. Read a year
// or two, and read the file again before they are over.
func ExampleHolidaysFromICalendar() {
	const file = `BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Example Office//Holidays//EN
BEGIN:VEVENT
UID:1@holidays.example
SUMMARY:Thanksgiving
DTSTART;VALUE=DATE:20201126
RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH
END:VEVENT
BEGIN:VEVENT
UID:2@holidays.example
SUMMARY:Christmas
DTSTART;VALUE=DATE:20201224
DTEND;VALUE=DATE:20201227
RRULE:FREQ=YEARLY
END:VEVENT
END:VCALENDAR
`
	holidays, err := usher.HolidaysFromICalendar(strings.NewReader(file), "2026-01-01", "2026-12-31")
	if err != nil {
		panic(err)
	}
	office := usher.Calendar{
		Zone:     "America/New_York",
		Weekly:   map[time.Weekday][]string{time.Thursday: {"09:00-17:00"}},
		Holidays: holidays,
	}
	fmt.Println(office.Holidays)

	half, _, _ := strings.Cut(file, "RRULE") // the download broke off
	_, err = usher.HolidaysFromICalendar(strings.NewReader(half), "2026-01-01", "2026-12-31")
	fmt.Println(errors.Is(err, usher.ErrInvalid), err)
	// Output:
	// [2026-11-26 2026-12-24 2026-12-25 2026-12-26]
	// true usher: invalid input: holidays: line 7: the calendar breaks off: END:VEVENT is missing
}
