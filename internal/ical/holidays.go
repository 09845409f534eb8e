package ical

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/gousher/usher/internal/calendar"
)

const (
	maxBytes  = 1 << 20
	maxEvents = 10_000
	// maxWork is how many days the recurrences of a file may look at in all: sixty thousand years of a rule that names its
	// month, or less than a second.
	maxWork = 2_000_000
	// holidayWork is what a day that is found counts for: 200,000 are the most.
	holidayWork = 10
)

// Holiday is one day of an event.
type Holiday struct {
	Date calendar.Date
	// Name is the event's SUMMARY on one line; it may be empty.
	Name string
}

// Holidays returns every day from one date until and including another that an event of the file lasts, in order, none
// twice with one name. Any error but the reader's is an [Error]. Events with a time of day are left out; if there are no others,
// that is an error: such a calendar says nothing of whole days.
func Holidays(r io.Reader, from, until calendar.Date) ([]Holiday, error) {
	holidays, skipped, err := Read(r, from, until)
	if err != nil {
		return nil, err
	}
	if skipped.Timed > 0 && skipped.Timed == skipped.Events {
		return nil, wrong(0, "all %d events have a time of day; a holiday is a whole day", skipped.Timed)
	}
	return holidays, nil
}

// Skipped counts what was read, and what of it was left out.
type Skipped struct {
	Events    int // of the file
	Timed     int // with a time of day
	Cancelled int
}

// Read is [Holidays] with the counts of what was left out, for those who report it.
func Read(r io.Reader, from, until calendar.Date) ([]Holiday, Skipped, error) {
	first, last := midnight(from), midnight(until)
	if last.Before(first) {
		return nil, Skipped{}, wrong(0, "the range ends on %s, before it begins on %s", until, from)
	}
	file, err := io.ReadAll(io.LimitReader(r, maxBytes+1))
	if err != nil {
		return nil, Skipped{}, fmt.Errorf("read the calendar: %w", err)
	}
	if len(file) > maxBytes {
		return nil, Skipped{}, wrong(0, "the calendar has more than %d bytes", maxBytes)
	}
	events, err := parse(file)
	if err != nil {
		return nil, Skipped{}, err
	}
	skipped := Skipped{Events: len(events)}
	for _, e := range events {
		switch {
		case e.timed:
			skipped.Timed++
		case e.cancelled:
			skipped.Cancelled++
		}
	}
	holidays, err := expand(events, first, last)
	return holidays, skipped, err
}

// expand returns the days of the events within a range.
func expand(events []*event, from, until time.Time) ([]Holiday, error) {
	replaced := map[string]map[time.Time]bool{}
	for _, e := range events {
		if e.replaces.IsZero() {
			continue
		}
		if replaced[e.uid] == nil {
			replaced[e.uid] = map[time.Time]bool{}
		}
		replaced[e.uid][e.replaces] = true
	}
	budget := maxWork
	found := map[Holiday]bool{}
	for _, e := range events {
		if e.timed || e.cancelled {
			continue
		}
		hidden := replaced[e.uid]
		if !e.replaces.IsZero() {
			hidden = nil
		}
		for _, start := range e.occurrences(from, until, hidden, &budget) {
			for n := 0; n < e.days && budget > 0; n++ {
				budget -= holidayWork
				if d := start.AddDate(0, 0, n); !d.Before(from) && !d.After(until) {
					found[Holiday{Date: date(d), Name: e.name}] = true
				}
			}
		}
		if budget <= 0 {
			return nil, wrong(e.line, "the events up to this one have too many days, or recur too often")
		}
	}
	return sorted(found), nil
}

func sorted(found map[Holiday]bool) []Holiday {
	all := make([]Holiday, 0, len(found))
	for h := range found {
		all = append(all, h)
	}
	slices.SortFunc(all, func(a, b Holiday) int {
		return cmp.Or(midnight(a.Date).Compare(midnight(b.Date)), cmp.Compare(a.Name, b.Name))
	})
	return all
}

func midnight(d calendar.Date) time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
}

func date(t time.Time) calendar.Date {
	year, month, day := t.Date()
	return calendar.Date{Year: year, Month: month, Day: day}
}
