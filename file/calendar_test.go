package file

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher"
)

const deskOfHolidays = `usher: desk/v1
teams: [{id: support}]
calendars:
  office:
    weekly: {mon-fri: "09:00-17:00"}
    holidays: [2026-12-24, 2026-12-25]
    ical: {file: ../holidays.ics, from: 2026, until: 2027}
fallback: {team: support}
`

const holidayFile = `BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//example//holidays//EN
BEGIN:VEVENT
UID:1@example
DTSTAMP:20250101T000000Z
DTSTART;VALUE=DATE:20250106
RRULE:FREQ=YEARLY
END:VEVENT
BEGIN:VEVENT
UID:2@example
DTSTAMP:20250101T000000Z
DTSTART;VALUE=DATE:20261225
DTEND;VALUE=DATE:20261227
END:VEVENT
END:VCALENDAR
`

func TestHolidaysOfACalendarFileComeAfterThoseOfTheDeskEachOnce(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{"shop/desk.yaml": {Data: []byte(deskOfHolidays)}, "holidays.ics": {Data: []byte(holidayFile)}}
	definition, err := Format{FS: files}.Load("shop/desk.yaml")
	require.NoError(t, err)
	want := []usher.Date{"2026-12-24", "2026-12-25", "2026-01-06", "2026-12-26", "2027-01-06"}
	require.Equal(t, want, definition.Desk.Calendars["office"].Holidays)
	sameDesk(t, Kinds{}, *definition.Desk)
}

func TestADeskInsideAScenarioFindsItsHolidaysBesideTheScenario(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{"a/b.yaml": {Data: []byte(`usher: scenario/v1
scenario: holidays
desk:
  teams: [{id: support}]
  calendars: {office: {ical: {file: holidays.ics, from: 2027, until: 2027}}}
  fallback: {team: support}
workflow: {workflow: w, steps: [{assign: {team: support}}]}
timeline: []
`)}, "a/holidays.ics": {Data: []byte(holidayFile)}}
	scenario, err := Format{FS: files}.Scenario("a/b.yaml")
	require.NoError(t, err)
	require.Equal(t, []usher.Date{"2027-01-06"}, scenario.Desk.Calendars["office"].Holidays)
}
