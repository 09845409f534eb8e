package ical

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher/internal/calendar"
)

func on(t require.TestingT, text string) calendar.Date {
	d, err := calendar.ParseDate(text)
	require.NoError(t, err)
	return d
}

// told writes holidays as lines.
func told(holidays []Holiday) []string {
	lines := make([]string, 0, len(holidays))
	for _, h := range holidays {
		lines = append(lines, strings.TrimSpace(h.Date.String()+" "+h.Name))
	}
	return lines
}

func fixture(t require.TestingT, name string) string {
	text, err := os.ReadFile("testdata/" + name)
	require.NoError(t, err)
	return string(text)
}

// events is a file with events whose lines are given.
func events(bodies ...string) string {
	text := []string{"BEGIN:VCALENDAR", "VERSION:2.0"}
	for _, body := range bodies {
		text = append(text, "BEGIN:VEVENT", strings.TrimSpace(body), "END:VEVENT")
	}
	return strings.Join(append(text, "END:VCALENDAR", ""), "\n")
}

// days are the dates of a file within a range.
func days(t require.TestingT, file, from, until string) []string {
	holidays, err := Holidays(strings.NewReader(file), on(t, from), on(t, until))
	require.NoError(t, err)
	return told(holidays)
}

func TestAYearInSpain(t *testing.T) {
	t.Parallel()
	want := []string{
		"2026-01-01 Año Nuevo",
		"2026-01-06 Epifanía del Señor, día de los Reyes Magos",
		"2026-04-02 Jueves y Viernes Santo",
		"2026-04-03 Jueves y Viernes Santo",
		"2026-05-01 Fiesta del Trabajo",
		"2026-12-07 Día de la Constitución (trasladado)",
		"2026-12-25 Natividad del Señor",
	}
	file := fixture(t, "spain.ics")
	require.Equal(t, want, days(t, file, "2026-01-01", "2026-12-31"))
	require.Equal(t, want, days(t, strings.ReplaceAll(file, "\n", "\r\n"), "2026-01-01", "2026-12-31"), "with CRLF")
	require.Equal(t, want, days(t, "\ufeff"+file, "2026-01-01", "2026-12-31"), "with a byte order mark")
	require.Equal(t, []string{
		"2027-03-25 Jueves y Viernes Santo", "2027-03-26 Jueves y Viernes Santo",
		"2027-05-01 Fiesta del Trabajo", "2027-05-02 Fiesta de la Comunidad de Madrid",
	}, days(t, file, "2027-01-07", "2027-05-02"))
	require.Empty(t, days(t, file, "2031-05-01", "2031-05-01"), "after UNTIL")

	_, skipped, err := Read(strings.NewReader(file), on(t, "2026-01-01"), on(t, "2026-12-31"))
	require.NoError(t, err)
	require.Equal(t, Skipped{Events: 12, Timed: 1, Cancelled: 1}, skipped)
}

func TestTwoYearsInTheUnitedStates(t *testing.T) {
	t.Parallel()
	require.Equal(t, []string{
		"2026-01-01 New Year's Day",
		"2026-01-19 Birthday of Martin Luther King, Jr.",
		"2026-02-16 Washington's Birthday",
		"2026-05-25 Memorial Day",
		"2026-06-19 Juneteenth National Independence Day",
		"2026-07-03 Independence Day (observed)",
		"2026-09-07 Labor Day",
		"2026-10-12 Columbus Day",
		"2026-11-03 Election Day",
		"2026-11-11 Veterans Day",
		"2026-11-26 Thanksgiving Day",
		"2026-11-27 Day after Thanksgiving",
		"2026-12-25 Christmas Day",
		"2027-01-01 New Year's Day",
		"2027-01-18 Birthday of Martin Luther King, Jr.",
		"2027-02-15 Washington's Birthday",
		"2027-05-31 Memorial Day",
		"2027-06-19 Juneteenth National Independence Day",
		"2027-07-04 Independence Day",
		"2027-09-06 Labor Day",
		"2027-10-11 Columbus Day",
		"2027-11-11 Veterans Day",
		"2027-11-25 Thanksgiving Day",
		"2027-11-26 Day after Thanksgiving",
	}, days(t, fixture(t, "united-states.ics"), "2026-01-01", "2027-12-31"))
	require.Equal(t, []string{"2029-01-15 Birthday of Martin Luther King, Jr.", "2029-01-20 Inauguration Day"},
		days(t, fixture(t, "united-states.ics"), "2029-01-02", "2029-01-31"))
	require.Empty(t, days(t, fixture(t, "united-states.ics"), "2028-11-11", "2028-11-11"), "after COUNT")
}

func TestHowLongAnEventLasts(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, event string
		want        []string
	}{
		{"a day without an end", "DTSTART:20261224", []string{"2026-12-24"}},
		{"until the day before DTEND", "DTSTART:20261224\nDTEND:20261226", []string{"2026-12-24", "2026-12-25"}},
		{"DTEND comes first", "DTEND;VALUE=DATE:20261226\nDTSTART;VALUE=DATE:20261224", []string{"2026-12-24", "2026-12-25"}},
		{"DTEND is the same day", "DTSTART:20261224\nDTEND:20261224", []string{"2026-12-24"}},
		{"a duration of days", "DTSTART:20261224\nDURATION:P2D", []string{"2026-12-24", "2026-12-25"}},
		{"a duration of weeks", "DTSTART:20261219\nDURATION:+P1W", []string{"2026-12-20", "2026-12-21", "2026-12-22", "2026-12-23", "2026-12-24", "2026-12-25"}},
		{"only what is within the range", "DTSTART:20260701\nDURATION:P366D", []string{
			"2026-12-20", "2026-12-21", "2026-12-22", "2026-12-23", "2026-12-24", "2026-12-25", "2026-12-26",
			"2026-12-27", "2026-12-28", "2026-12-29", "2026-12-30", "2026-12-31",
		}},
		{"each time it recurs", "DTSTART:20201231\nDURATION:P2D\nRRULE:FREQ=YEARLY", []string{"2026-12-31"}},
		{"since the year before", "DTSTART:20191220\nDURATION:P366D\nRRULE:FREQ=YEARLY;INTERVAL=6", []string{"2026-12-20"}},
		{"until the end of it", "DTSTART:20201222\nDURATION:P366D\nRRULE:FREQ=YEARLY;INTERVAL=5", []string{
			"2026-12-20", "2026-12-21", "2026-12-22",
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, c.want, days(t, events(c.event), "2026-12-20", "2026-12-31"))
		})
	}
}

func TestHowAnEventRecurs(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, event, want string }{
		{"29 February only in leap years", "DTSTART:20240229\nRRULE:FREQ=YEARLY", "2024-02-29 2028-02-29"},
		{"29 February every second year", "DTSTART:20240229\nRRULE:FREQ=YEARLY;INTERVAL=2;COUNT=2", "2024-02-29 2028-02-29"},
		{"the last day of February", "DTSTART:20240229\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1;COUNT=3", "2024-02-29 2025-02-28 2026-02-28"},
		{"COUNT counts before the range", "DTSTART:20200501\nRRULE:FREQ=YEARLY;COUNT=6", "2024-05-01 2025-05-01"},
		{"COUNT counts what EXDATE removes", "DTSTART:20240501\nRRULE:FREQ=YEARLY;COUNT=3\nEXDATE:20250501", "2024-05-01 2026-05-01"},
		{"UNTIL is the last day", "DTSTART:20240501\nRRULE:FREQ=YEARLY;UNTIL=20250501", "2024-05-01 2025-05-01"},
		{"UNTIL with a time", "DTSTART:20240501\nRRULE:FREQ=YEARLY;UNTIL=20250501T000000Z", "2024-05-01 2025-05-01"},
		{"UNTIL before it starts", "DTSTART:20240501\nRRULE:FREQ=YEARLY;UNTIL=20230501", ""},
		{"several months", "DTSTART:20240115\nRRULE:FREQ=YEARLY;BYMONTH=1,7;COUNT=3", "2024-01-15 2024-07-15 2025-01-15"},
		{"a day of all months", "DTSTART:20240101\nRRULE:FREQ=YEARLY;BYMONTHDAY=31;COUNT=3", "2024-01-31 2024-03-31 2024-05-31"},
		{"the first Monday of the year", "DTSTART:20240101\nRRULE:FREQ=YEARLY;BYDAY=1MO", "2024-01-01 2025-01-06 2026-01-05 2027-01-04 2028-01-03"},
		{"the last Friday of the year", "DTSTART:20240101\nRRULE:FREQ=YEARLY;BYDAY=-1FR;COUNT=2", "2024-12-27 2025-12-26"},
		{"the fifth Friday when there is one", "DTSTART:20240101\nRRULE:FREQ=MONTHLY;BYDAY=5FR;COUNT=3", "2024-03-29 2024-05-31 2024-08-30"},
		{"Friday the 13th", "DTSTART:20240101\nRRULE:FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13;COUNT=3", "2024-09-13 2024-12-13 2025-06-13"},
		{"the last working day of a month", "DTSTART:20240101\nRRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=3", "2024-01-31 2024-02-29 2024-03-29"},
		{"the 31st", "DTSTART:20240131\nRRULE:FREQ=MONTHLY;COUNT=3", "2024-01-31 2024-03-31 2024-05-31"},
		{"every tenth month", "DTSTART:20240115\nRRULE:FREQ=MONTHLY;INTERVAL=10;COUNT=3", "2024-01-15 2024-11-15 2025-09-15"},
		{"every week", "DTSTART:20240105\nRRULE:FREQ=WEEKLY;COUNT=3", "2024-01-05 2024-01-12 2024-01-19"},
		{"two weeks of which Monday is the first day", "DTSTART:20240102\nRRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;COUNT=4", "2024-01-02 2024-01-07 2024-01-16 2024-01-21"},
		{"two weeks of which Sunday is the first day", "DTSTART:20240102\nRRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU;COUNT=4", "2024-01-02 2024-01-14 2024-01-16 2024-01-28"},
		{"every 100 days", "DTSTART:20240101\nRRULE:FREQ=DAILY;INTERVAL=100;COUNT=3", "2024-01-01 2024-04-10 2024-07-19"},
		{"daily in one month", "DTSTART:20240101\nRRULE:FREQ=DAILY;BYMONTH=2;COUNT=2", "2024-02-01 2024-02-02"},
		{"a first day that the rule does not have", "DTSTART:20240101\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH;COUNT=2", "2024-11-28 2025-11-27"},
		{"in small letters", "dtstart;value=date:20240101\nrrule:freq=yearly;count=2", "2024-01-01 2025-01-01"},
		{"on more days", "DTSTART:20240329\nRDATE;VALUE=DATE:20250418,20260403\nRDATE:20270326", "2024-03-29 2025-04-18 2026-04-03 2027-03-26"},
		{"but not on some", "DTSTART:20240329\nRDATE:20250418,20260403\nEXDATE;TZID=Europe/Madrid:20240329T000000,20260403T000000", "2025-04-18"},
		{"and once where rule and list agree", "DTSTART:20240101\nRRULE:FREQ=YEARLY;COUNT=2\nRDATE:20250101,20250101", "2024-01-01 2025-01-01"},
		{"from long ago", "DTSTART:00010101\nRRULE:FREQ=YEARLY;INTERVAL=2", "2025-01-01 2027-01-01"},
		{"a rule that never matches", "DTSTART:20240101\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", ""},
		{"long afterwards", "DTSTART:29990101\nRRULE:FREQ=YEARLY", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, strings.Fields(c.want), append([]string{}, days(t, events(c.event), "2024-01-01", "2028-12-31")...))
		})
	}
}

func TestAnOverrideStandsForOneOccurrence(t *testing.T) {
	t.Parallel()
	const yearly = "UID:a\nSUMMARY:Fair\nDTSTART:20240501\nRRULE:FREQ=YEARLY;COUNT=3"
	for _, c := range []struct {
		name   string
		events []string
		want   []string
	}{
		{"moved", []string{yearly, "UID:a\nSUMMARY:Moved\nRECURRENCE-ID:20250501\nDTSTART:20250505"}, []string{"2024-05-01 Fair", "2025-05-05 Moved", "2026-05-01 Fair"}},
		{"before its series", []string{"UID:a\nRECURRENCE-ID:20250501\nDTSTART:20250505", yearly}, []string{"2024-05-01 Fair", "2025-05-05", "2026-05-01 Fair"}},
		{"renamed", []string{yearly, "UID:a\nSUMMARY:Expo\nRECURRENCE-ID:20250501\nDTSTART:20250501"}, []string{"2024-05-01 Fair", "2025-05-01 Expo", "2026-05-01 Fair"}},
		{"cancelled", []string{yearly, "UID:a\nRECURRENCE-ID:20250501\nDTSTART:20250501\nSTATUS:Cancelled"}, []string{"2024-05-01 Fair", "2026-05-01 Fair"}},
		{"made part of a day", []string{yearly, "UID:a\nRECURRENCE-ID:20250501T000000Z\nDTSTART:20250501T140000Z"}, []string{"2024-05-01 Fair", "2026-05-01 Fair"}},
		{"of another series", []string{yearly, "UID:b\nRECURRENCE-ID:20250501\nDTSTART:20250505"}, []string{"2024-05-01 Fair", "2025-05-01 Fair", "2025-05-05", "2026-05-01 Fair"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, c.want, days(t, events(c.events...), "2024-01-01", "2028-12-31"))
		})
	}
}

func TestTwoHolidaysOnOneDayAreInTheOrderOfTheirNames(t *testing.T) {
	t.Parallel()
	file := events("DTSTART:20261225\nSUMMARY:b", "DTSTART:20261225\nSUMMARY:a", "DTSTART:20261224\nSUMMARY:c", "DTSTART:20261225\nSUMMARY:b")
	require.Equal(t, []string{"2026-12-24 c", "2026-12-25 a", "2026-12-25 b"}, days(t, file, "2026-01-01", "2026-12-31"))
}

func TestANameIsOneLineWithoutEscapes(t *testing.T) {
	t.Parallel()
	for written, want := range map[string]string{
		`SUMMARY:A\, b\; c\\n d\ne\N f`:           `A, b; c\n d e f`,
		"SUMMARY:  Día  de\n  Reyes":              "Día de Reyes",
		"SUMMARY:caf\xc3\n \xa9":                  "café",
		"SUMMARY:\xff":                            "\ufffd",
		"SUMMARY;X-A=\"a:b;c\";LANGUAGE=es:a:b;c": "a:b;c",
		"SUMMARY:first\nSUMMARY:second":           "first",
		"DESCRIPTION:none":                        "",
	} {
		holidays, err := Holidays(strings.NewReader(events("DTSTART:20261225\n"+written)), on(t, "2026-01-01"), on(t, "2026-12-31"))
		require.NoError(t, err)
		require.Equal(t, want, holidays[0].Name)
	}
}

func TestAMistakeIsToldWithItsLine(t *testing.T) {
	t.Parallel()
	const day = "DTSTART:20261225\n"
	for _, c := range []struct{ file, want string }{
		{"", "line 1: the calendar is empty"},
		{"\n\n \r\n", "line 1: the calendar is empty"},
		{"<html><body>Not found</body></html>", `line 1: there is no colon in "<html><body>Not found</body></html>"`},
		{"HTTP: 404", `line 1: an iCalendar file begins with BEGIN:VCALENDAR, not with "HTTP: 404"`},
		{" BEGIN:VCALENDAR", `line 1: an iCalendar file begins with BEGIN:VCALENDAR, not with " BEGIN:VCALENDAR"`},
		{"BEGIN:VEVENT\n", `line 1: an iCalendar file begins with BEGIN:VCALENDAR, not with "BEGIN:VEVENT"`},
		{"END:VCALENDAR\n", `line 1: an iCalendar file begins with BEGIN:VCALENDAR, not with "END:VCALENDAR"`},
		{events() + "X:1\n", `line 4: an iCalendar file begins with BEGIN:VCALENDAR, not with "X:1"`},
		{"BEGIN:VCALENDAR\nVERSION:2.0\n", "line 2: the calendar breaks off: END:VCALENDAR is missing"},
		{"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261225\nSUMM", `line 4: there is no colon in "SUMM"`},
		{"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261225", "line 3: the calendar breaks off: END:VEVENT is missing"},
		{"BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR", `line 3: END:"VCALENDAR" does not close the "VEVENT" of line 2`},
		{events("SUMMARY:a\n b\n c\nno colon"), `line 7: there is no colon in "no colon"`},
		{events("SUMMARY;LANGUAGE:a"), `line 4: there is no = in the parameter "LANGUAGE"`},
		{events("SUMMARY:" + strings.Repeat("a", 80) + "\n" + strings.Repeat("b", 80)), `line 5: there is no colon in "` + strings.Repeat("b", 40) + `"...`},
		{events("SUMMARY:a"), "line 3: an event without DTSTART"},
		{events("DTSTART:2026-12-25"), `line 4: DTSTART is a date such as 20261225, not "2026-12-25"`},
		{events("DTSTART;VALUE=DATE:20270229"), `line 4: DTSTART is a date such as 20261225, not "20270229"`},
		{events("DTSTART;VALUE=DATE:20261225T000000"), `line 4: DTSTART is a date such as 20261225, not "20261225T000000"`},
		{events("DTSTART:00000101"), `line 4: DTSTART is a date such as 20261225, not "00000101"`},
		{events(day + "DTSTART:20261226"), "line 5: a second DTSTART in one event"},
		{events(day + "DTEND:20261226T000000Z"), `line 5: DTEND is a date such as 20261225, not "20261226T000000Z"`},
		{events(day + "DTEND:20261224"), "line 5: DTEND is before DTSTART"},
		{events(day + "DTEND:20271227"), "line 5: an event of 367 days; 366 are the most"},
		{events(day + "DTEND:99991231"), "line 5: an event of 2912084 days; 366 are the most"},
		{events(day + "DURATION:P53W"), "line 5: an event of 371 days; 366 are the most"},
		{events(day + "DURATION:PT24H"), `line 5: a DURATION of whole days is P2D or P1W, not "PT24H"`},
		{events(day + "DURATION:P0D"), `line 5: a DURATION of whole days is P2D or P1W, not "P0D"`},
		{events(day + "DURATION:-P1D"), `line 5: a DURATION of whole days is P2D or P1W, not "-P1D"`},
		{events(day + "DURATION:P99999999999999999999D"), `line 5: a DURATION of whole days is P2D or P1W, not "P99999999999999999999D"`},
		{events(day + "DURATION:P1D\nDTEND:20261226"), "line 3: DTEND and DURATION in one event"},
		{events(day + "RDATE;VALUE=PERIOD:20261225T000000Z/P1D"), `line 5: RDATE is dates such as 20261225, not "20261225T000000Z/P1D"`},
		{events(day + "EXDATE:20261225,"), `line 5: EXDATE is dates such as 20261225, not ""`},
		{events(day + "EXRULE:FREQ=YEARLY"), "line 5: EXRULE is not supported"},
		{events(day + "RECURRENCE-ID:20261225"), "line 3: RECURRENCE-ID without UID"},
		{events(day + "UID:a\nRECURRENCE-ID:20261225,20261226"), "line 6: RECURRENCE-ID is one date"},
		{events(day + "UID:a\nRECURRENCE-ID:x"), `line 6: RECURRENCE-ID is dates such as 20261225, not "x"`},
		{events(day + "UID:a\nRECURRENCE-ID;RANGE=THISANDFUTURE:20261225"), "line 6: RECURRENCE-ID with RANGE is not supported"},
		{events(day + "RRULE:"), `line 5: RRULE with "" is not supported`},
		{events(day + "RRULE:INTERVAL=2"), "line 5: RRULE: FREQ is missing"},
		{events(day + "RRULE:FREQ=HOURLY"), `line 5: RRULE with "FREQ=HOURLY" is not supported`},
		{events(day + "RRULE:FREQ=YEARLY;BYWEEKNO=20"), `line 5: RRULE with "BYWEEKNO=20" is not supported`},
		{events(day + "RRULE:FREQ=YEARLY;BYEASTER=0"), `line 5: RRULE with "BYEASTER=0" is not supported`},
		{events(day + "RRULE:FREQ=YEARLY\nRRULE:FREQ=YEARLY"), "line 6: a second RRULE in one event"},
		{events(day + "RRULE:FREQ=YEARLY;FREQ=YEARLY"), `line 5: RRULE has "FREQ" twice`},
		{events(day + "RRULE:FREQ=YEARLY;COUNT=2;UNTIL=20301231"), "line 5: RRULE: COUNT and UNTIL exclude each other"},
		{events(day + "RRULE:FREQ=WEEKLY;BYDAY=1MO"), "line 5: RRULE: a number before a weekday needs FREQ=YEARLY or MONTHLY"},
		{events(day + "RRULE:FREQ=WEEKLY;BYMONTHDAY=1"), "line 5: RRULE: BYMONTHDAY does not go with FREQ=WEEKLY"},
		{events(day + "RRULE:FREQ=YEARLY;BYSETPOS=1"), "line 5: RRULE: BYSETPOS needs another BY part"},
		{events("\n\n" + day + "\nEND:VEVENT\nBEGIN:VEVENT\n"), "line 7: an event without DTSTART"},
	} {
		_, err := Holidays(strings.NewReader(c.file), on(t, "2026-01-01"), on(t, "2026-12-31"))
		require.EqualError(t, err, c.want)
		var e *Error
		require.ErrorAs(t, err, &e)
	}
	for _, part := range []string{
		"INTERVAL=0", "INTERVAL=-1", "INTERVAL=10000", "INTERVAL=x", "INTERVAL=", "COUNT=0", "COUNT=9999999999", "UNTIL=2026", "UNTIL=20261225T",
		"WKST=XX", "BYMONTH=0", "BYMONTH=13", "BYMONTH=1,", "BYMONTHDAY=32", "BYMONTHDAY=-32", "BYMONTHDAY=1,,2", "BYSETPOS=0",
		"BYDAY=", "BYDAY=XX", "BYDAY=0MO", "BYDAY=54MO", "BYDAY=MO4", "BYDAY=1.5MO", "BYDAY=--1MO", "BYDAY=👍", "BYDAY=MO,",
		"BYMONTHDAY=" + strings.Repeat("1,", 62) + "1", "BYDAY=" + strings.Repeat("MO,", 62) + "MO",
	} {
		_, err := Holidays(strings.NewReader(events(day+"RRULE:FREQ=YEARLY;"+part)), on(t, "2026-01-01"), on(t, "2026-12-31"))
		require.EqualError(t, err, fmt.Sprintf("line 5: RRULE: %s is malformed", quoted(part)))
	}
}

func TestWhatHasATimeOfDayIsNoHoliday(t *testing.T) {
	t.Parallel()
	timed := []string{"DTSTART:20261225T000000Z", "DTSTART;TZID=Europe/Madrid:20261225T090000\nRRULE:FREQ=HOURLY", "DTSTART;VALUE=DATE-TIME:20261225T000000"}
	require.Equal(t, []string{"2026-12-26"}, days(t, events(append(timed, "DTSTART:20261226")...), "2026-01-01", "2026-12-31"))
	_, err := Holidays(strings.NewReader(events(timed...)), on(t, "2026-01-01"), on(t, "2026-12-31"))
	require.EqualError(t, err, "all 3 events have a time of day; a holiday is a whole day")
	require.Empty(t, days(t, events(), "2026-01-01", "2026-12-31"))
}

func TestLimitsHold(t *testing.T) {
	t.Parallel()
	const from, until = "2026-01-01", "2326-12-31"
	fails := func(file, message string) {
		t.Helper()
		_, err := Holidays(strings.NewReader(file), on(t, from), on(t, until))
		require.ErrorContains(t, err, message)
	}
	fails(strings.Repeat("X", maxBytes+1), "the calendar has more than 1048576 bytes")
	many := strings.Repeat("BEGIN:VEVENT\nDTSTART:20261225\nEND:VEVENT\n", maxEvents)
	require.Equal(t, []string{"2026-12-25"}, days(t, "BEGIN:VCALENDAR\n"+many+"END:VCALENDAR", from, until))
	fails("BEGIN:VCALENDAR\n"+many+"BEGIN:VEVENT\nDTSTART:20261225\nEND:VEVENT\nEND:VCALENDAR", "line 30002: more than 10000 events")

	// Whatever would take long is refused.
	const much = "the events up to this one have too many days, or recur too often"
	fails(events("DTSTART:20260101\nDURATION:P366D\nRRULE:FREQ=DAILY"), "line 3: "+much)
	var never []string
	for range 5000 {
		never = append(never, "DTSTART:20260101\nRRULE:FREQ=YEARLY;BYMONTHDAY=30,31;BYMONTH=2")
	}
	fails(events(never...), much)
	for i := range never {
		never[i] = "DTSTART:20260101\nDURATION:P366D\nSUMMARY:" + strconv.Itoa(i)
	}
	fails(events(never...), much)
	dates := strings.Repeat("20270101,", 50_000) + "20270102"
	require.NotEmpty(t, days(t, events("DTSTART:20260101\nRRULE:FREQ=DAILY\nEXDATE:"+dates+"\nRDATE:"+dates), from, until))

	_, err := Holidays(strings.NewReader(events()), on(t, until), on(t, from))
	require.EqualError(t, err, "the range ends on 2026-01-01, before it begins on 2326-12-31")
	lost := errors.New("connection reset")
	_, err = Holidays(iotest.ErrReader(lost), on(t, from), on(t, until))
	require.ErrorIs(t, err, lost)
}

func BenchmarkTenYears(b *testing.B) {
	file := fixture(b, "united-states.ics")
	from, until := on(b, "2026-01-01"), on(b, "2035-12-31")
	b.ReportAllocs()
	for b.Loop() {
		_, _ = Holidays(strings.NewReader(file), from, until)
	}
}

func FuzzHolidays(f *testing.F) {
	f.Add(fixture(f, "spain.ics"), 2026, 400)
	f.Add(fixture(f, "united-states.ics"), 2027, 4000)
	f.Add(events("DTSTART:20240229\nRRULE:FREQ=WEEKLY;INTERVAL=9999;BYDAY=SU;WKST=TU\nDURATION:P366D"), 9999, 1)
	f.Fuzz(func(t *testing.T, file string, year, span int) {
		from := time.Date(1+(year%9999+9999)%9999, time.March, 1, 0, 0, 0, 0, time.UTC)
		until := from.AddDate(0, 0, (span%5000+5000)%5000)
		holidays, err := Holidays(strings.NewReader(file), date(from), date(until))
		if err != nil {
			require.Nil(t, holidays)
			return
		}
		for i, h := range holidays {
			day := midnight(h.Date)
			require.False(t, day.Before(from) || day.After(until))
			require.NotContains(t, h.Name, "\n")
			if i > 0 {
				before := midnight(holidays[i-1].Date)
				require.True(t, before.Before(day) || before.Equal(day) && holidays[i-1].Name < h.Name)
			}
		}
	})
}
