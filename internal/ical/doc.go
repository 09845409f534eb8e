// Package ical reads the public holidays out of an iCalendar file (RFC 5545), as calendars are exported and published.
//
// An event is a holiday if it lasts whole days: its DTSTART is a date. Events with a time of day are counted and left out.
// Of recurrences it knows YEARLY, MONTHLY, WEEKLY and DAILY with INTERVAL, COUNT, UNTIL, BYMONTH, BYMONTHDAY, BYDAY,
// BYSETPOS and WKST, and of exceptions RDATE, EXDATE, RECURRENCE-ID and STATUS:CANCELLED. What it does not know it refuses
// with the line, rather than to close an office on a wrong day; what has no part in the dates it passes over.
//
// Where RFC 5545 leaves it open, the rule decides: a DTSTART that does not match its RRULE is no occurrence. Days that do
// not exist are left out, so 29 February comes in leap years only. A time of day in UNTIL, EXDATE or RECURRENCE-ID of a
// whole day is cut off.
//
// Files are limited to 1 MiB, 10,000 events, 366 days for each event, and a bound on the work of all recurrences.
package ical
