package usher

import (
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/gousher/usher/internal/calendar"
	"github.com/gousher/usher/internal/ical"
)

// HolidaysFromICalendar reads the days of an iCalendar file (RFC 5545) from one date until and including another, for
// [Calendar.Holidays]: in order, and each once. It takes every event of whole days, whatever it is called, on each day that
// it lasts; yearly and simpler recurrences, moved and cancelled occurrences are followed. A file of public holidays
// must therefore hold nothing else. Events with a time of day are left out.
//
// A file that it does not understand to the end is [ErrInvalid], with the line: one that breaks off, a recurrence that it
// does not know, more than 1 MiB or 10,000 events, or none but events with a time of day. No day is guessed. Any other
// error is the reader's.
func HolidaysFromICalendar(r io.Reader, from, until Date) ([]Date, error) {
	first, err := calendar.ParseDate(string(from))
	if err != nil {
		return nil, invalidf("holidays: %v", err)
	}
	last, err := calendar.ParseDate(string(until))
	if err != nil {
		return nil, invalidf("holidays: %v", err)
	}
	holidays, err := ical.Holidays(r, first, last)
	if wrong, ok := errors.AsType[*ical.Error](err); ok {
		return nil, invalidf("holidays: %v", wrong)
	}
	if err != nil {
		return nil, fmt.Errorf("holidays: %w", err)
	}
	days := make([]Date, 0, len(holidays))
	for _, h := range holidays {
		days = append(days, Date(h.Date.String()))
	}
	return slices.Compact(days), nil
}
