package ical

import (
	"slices"
	"strings"
	"time"
)

const (
	daySeconds = 24 * 60 * 60
	// maxEventDays is how long an event may last: a year.
	maxEventDays = 366
)

// An event is a VEVENT.
type event struct {
	line      int
	uid       string
	name      string
	timed     bool // it has a time of day
	cancelled bool
	start     time.Time
	days      int // how many it lasts
	rule      *rule
	more      []time.Time        // RDATE
	except    map[time.Time]bool // EXDATE
	replaces  time.Time          // RECURRENCE-ID; zero: it is no override
}

// newEvent makes an event of what stands between its BEGIN and its END.
func newEvent(line int, all []property) (*event, error) {
	e := &event{line: line, days: 1, except: map[time.Time]bool{}}
	start, found := find(all, "DTSTART")
	if !found {
		return nil, wrong(line, "an event without DTSTART")
	}
	e.timed = timed(start)
	status, _ := find(all, "STATUS")
	e.cancelled = strings.EqualFold(strings.TrimSpace(status.value), "CANCELLED")
	var err error
	if e.timed || e.cancelled {
		// All that matters is which occurrence it replaces.
		all = slices.DeleteFunc(all, func(p property) bool { return p.name != "UID" && p.name != "RECURRENCE-ID" })
	} else if e.start, err = start.date(); err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for _, p := range all {
		if seen[p.name] && slices.Contains([]string{"DTSTART", "DTEND", "DURATION", "RRULE", "RECURRENCE-ID"}, p.name) {
			return nil, wrong(p.line, "a second %s in one event", p.name)
		}
		seen[p.name] = true
		if err := e.set(p); err != nil {
			return nil, err
		}
	}
	if seen["DTEND"] && seen["DURATION"] {
		return nil, wrong(line, "DTEND and DURATION in one event")
	}
	if e.uid == "" && !e.replaces.IsZero() {
		return nil, wrong(line, "RECURRENCE-ID without UID")
	}
	return e, nil
}

// set takes one property.
func (e *event) set(p property) (err error) {
	switch p.name {
	case "UID":
		e.uid = p.value
	case "SUMMARY":
		if e.name == "" {
			e.name = p.text()
		}
	case "DTEND":
		e.days, err = e.until(p)
	case "DURATION":
		e.days, err = p.duration()
	case "RRULE":
		e.rule, err = parseRule(p, e.start)
	case "RDATE":
		e.more, err = p.dates(e.more, false)
	case "EXDATE":
		var days []time.Time
		days, err = p.dates(nil, true)
		for _, d := range days {
			e.except[d] = true
		}
	case "RECURRENCE-ID":
		e.replaces, err = e.replaced(p)
	case "EXRULE":
		err = wrong(p.line, "EXRULE is not supported")
	}
	return err
}

// until returns how many days an event lasts by its DTEND, which is the day after the last. Some programs write the same
// day for both.
func (e *event) until(p property) (days int, err error) {
	end, err := p.date()
	if err != nil {
		return 0, err
	}
	if end.Before(e.start) {
		return 0, wrong(p.line, "DTEND is before DTSTART")
	}
	return p.limited(max(1, int((end.Unix()-e.start.Unix())/daySeconds)))
}

// duration reads P2D or P1W.
func (p property) duration() (days int, err error) {
	text := strings.TrimPrefix(strings.ToUpper(p.value), "+")
	digits, each := text, 1
	if weeks, found := strings.CutSuffix(text, "W"); found {
		digits, each = weeks+"D", 7
	}
	digits, inDays := strings.CutSuffix(digits, "D")
	digits, period := strings.CutPrefix(digits, "P")
	n, good := number(digits, 1, 9999)
	if !inDays || !period || !good {
		return 0, wrong(p.line, "a DURATION of whole days is P2D or P1W, not %s", quoted(p.value))
	}
	return p.limited(n * each)
}

func (p property) limited(days int) (int, error) {
	if days > maxEventDays {
		return 0, wrong(p.line, "an event of %d days; %d are the most", days, maxEventDays)
	}
	return days, nil
}

// replaced returns the occurrence that an override stands for.
func (*event) replaced(p property) (time.Time, error) {
	if p.parameters["RANGE"] != "" {
		return time.Time{}, wrong(p.line, "RECURRENCE-ID with RANGE is not supported")
	}
	replaces, err := p.dates(nil, true)
	if err == nil && len(replaces) != 1 {
		err = wrong(p.line, "RECURRENCE-ID is one date")
	}
	if err != nil {
		return time.Time{}, err
	}
	return replaces[0], nil
}

// occurrences returns the days on which an event begins, those that overrides replace left out. They count only if
// something of the budget is left.
func (e *event) occurrences(from, until time.Time, replaced map[time.Time]bool, budget *int) []time.Time {
	from = from.AddDate(0, 0, 1-e.days) // what began before may last until then
	days := []time.Time{e.start}
	if e.rule != nil {
		days = e.rule.between(e.start, from, until, budget)
	}
	days = append(days, e.more...)
	return slices.DeleteFunc(days, func(d time.Time) bool {
		return d.Before(from) || d.After(until) || replaced[d] || e.except[d]
	})
}

func find(all []property, name string) (property, bool) {
	i := slices.IndexFunc(all, func(p property) bool { return p.name == name })
	if i < 0 {
		return property{}, false
	}
	return all[i], true
}

// timed reports whether a DTSTART has a time of day.
func timed(p property) bool {
	kind := p.parameters["VALUE"]
	return kind == "DATE-TIME" || kind == "" && strings.ContainsAny(p.value, "Tt")
}

// date reads a value that is one date.
func (p property) date() (time.Time, error) {
	date, good := parseDay(strings.TrimSpace(p.value))
	if !good {
		return time.Time{}, wrong(p.line, "%s is a date such as 20261225, not %s", p.name, quoted(p.value))
	}
	return date, nil
}

// dates appends a value that is a list of dates. With cut, a time of day is cut off.
func (p property) dates(to []time.Time, cut bool) ([]time.Time, error) {
	for part := range strings.SplitSeq(p.value, ",") {
		text := strings.TrimSpace(part)
		if cut {
			text, _, _ = strings.Cut(text, "T")
		}
		date, good := parseDay(text)
		if !good {
			return nil, wrong(p.line, "%s is dates such as 20261225, not %s", p.name, quoted(part))
		}
		to = append(to, date)
	}
	return to, nil
}

// parseDay reads 20261225.
func parseDay(text string) (time.Time, bool) {
	date, err := time.Parse("20060102", text)
	return date, err == nil && date.Year() >= 1
}
