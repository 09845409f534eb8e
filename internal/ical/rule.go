package ical

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// A rule is an RRULE, with what it leaves out taken from DTSTART.
type rule struct {
	freq      string
	interval  int
	count     int       // zero: without end
	until     time.Time // zero: without end
	months    []int
	monthDays []int
	days      []nthDay
	positions []int
	weekStart time.Weekday
}

// An nthDay is a BYDAY: 4TH, -1MO, or with nth zero every such day.
type nthDay struct {
	nth int
	day time.Weekday
}

//nolint:gochecknoglobals // a table that is only read
var weekdays = map[string]time.Weekday{
	"SU": time.Sunday, "MO": time.Monday, "TU": time.Tuesday, "WE": time.Wednesday, "TH": time.Thursday,
	"FR": time.Friday, "SA": time.Saturday,
}

// parseRule reads an RRULE of an event that starts on a day.
func parseRule(p property, start time.Time) (*rule, error) {
	r := &rule{interval: 1, weekStart: time.Monday}
	seen := map[string]bool{}
	for part := range strings.SplitSeq(strings.TrimSuffix(p.value, ";"), ";") {
		name, value, _ := strings.Cut(strings.ToUpper(part), "=")
		if seen[name] {
			return nil, wrong(p.line, "RRULE has %s twice", quoted(name))
		}
		seen[name] = true
		known, good := r.set(name, value)
		if !known {
			return nil, wrong(p.line, "RRULE with %s is not supported", quoted(part))
		}
		if !good {
			return nil, wrong(p.line, "RRULE: %s is malformed", quoted(part))
		}
	}
	if message := r.contradiction(); message != "" {
		return nil, wrong(p.line, "RRULE: %s", message)
	}
	r.complete(start)
	return r, nil
}

// set takes one part of an RRULE.
func (r *rule) set(name, value string) (known, good bool) {
	switch name {
	case "FREQ":
		r.freq = value
		return slices.Contains([]string{"YEARLY", "MONTHLY", "WEEKLY", "DAILY"}, value), true
	case "INTERVAL":
		r.interval, good = number(value, 1, 9999)
	case "COUNT":
		r.count, good = number(value, 1, 1<<31-1)
	case "UNTIL":
		day, _, found := strings.Cut(value, "T")
		r.until, good = parseDay(day)
		good = good && (!found || len(value) >= len("20261231T235959"))
	case "WKST":
		r.weekStart, good = weekdays[value]
	case "BYMONTH":
		r.months, good = numbers(value, 1, 12)
	case "BYMONTHDAY":
		r.monthDays, good = numbers(value, -31, 31)
	case "BYSETPOS":
		r.positions, good = numbers(value, -366, 366)
	case "BYDAY":
		r.days, good = nthDays(value)
	default:
		return false, false
	}
	return true, good
}

// contradiction says what does not go together, if anything.
func (r *rule) contradiction() string {
	nth := slices.ContainsFunc(r.days, func(d nthDay) bool { return d.nth != 0 })
	switch {
	case r.freq == "":
		return "FREQ is missing"
	case r.count > 0 && !r.until.IsZero():
		return "COUNT and UNTIL exclude each other"
	case nth && (r.freq == "WEEKLY" || r.freq == "DAILY"):
		return "a number before a weekday needs FREQ=YEARLY or MONTHLY"
	case r.freq == "WEEKLY" && len(r.monthDays) > 0:
		return "BYMONTHDAY does not go with FREQ=WEEKLY"
	case len(r.positions) > 0 && len(r.months)+len(r.monthDays)+len(r.days) == 0:
		return "BYSETPOS needs another BY part"
	}
	return ""
}

// complete takes what the rule leaves out from the first day.
func (r *rule) complete(start time.Time) {
	if r.freq == "WEEKLY" && len(r.days) == 0 {
		r.days = []nthDay{{day: start.Weekday()}}
	}
	if r.freq == "YEARLY" && len(r.months)+len(r.monthDays)+len(r.days) == 0 {
		r.months = []int{int(start.Month())}
	}
	if (r.freq == "YEARLY" || r.freq == "MONTHLY") && len(r.monthDays)+len(r.days) == 0 {
		r.monthDays = []int{start.Day()}
	}
}

// between returns the occurrences from one day until another. Each day that is looked at is taken off the budget, and it
// stops when nothing is left.
func (r *rule) between(start, from, until time.Time, budget *int) (days []time.Time) {
	if !r.until.IsZero() && r.until.Before(until) {
		until = r.until
	}
	left := r.count
	for n := r.skip(start, from); *budget > 0; n++ {
		first, after := r.period(start, n)
		if first.After(until) {
			break
		}
		for _, d := range r.within(first, after, budget) {
			switch {
			case d.Before(start):
				continue
			case d.After(until):
				return days
			case !d.Before(from):
				days = append(days, d)
			}
			if left--; left == 0 {
				return days
			}
		}
	}
	return days
}

// skip returns how many periods end before from for certain. A rule that counts must see all of them.
func (r *rule) skip(start, from time.Time) int {
	if r.count > 0 {
		return 0
	}
	longest := map[string]int{"YEARLY": 366, "MONTHLY": 31, "WEEKLY": 7, "DAILY": 1}[r.freq]
	return max(0, int((from.Unix()-start.Unix())/daySeconds)/(longest*r.interval)-1)
}

// period returns the first day of the nth year, month, week or day of the rule, and the day after its last.
func (r *rule) period(start time.Time, n int) (first, after time.Time) {
	n *= r.interval
	switch r.freq {
	case "YEARLY":
		first = time.Date(start.Year()+n, time.January, 1, 0, 0, 0, 0, time.UTC)
		return first, first.AddDate(1, 0, 0)
	case "MONTHLY":
		first = time.Date(start.Year(), start.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
		return first, first.AddDate(0, 1, 0)
	case "WEEKLY":
		back := (int(start.Weekday()-r.weekStart) + 7) % 7
		first = start.AddDate(0, 0, 7*n-back)
		return first, first.AddDate(0, 0, 7)
	default:
		first = start.AddDate(0, 0, n)
		return first, first.AddDate(0, 0, 1)
	}
}

// within returns the days of a period that match.
func (r *rule) within(first, after time.Time, budget *int) []time.Time {
	var days []time.Time
	for d := first; d.Before(after); {
		*budget--
		if len(r.months) > 0 && !slices.Contains(r.months, int(d.Month())) {
			d = time.Date(d.Year(), d.Month()+1, 1, 0, 0, 0, 0, time.UTC)
			continue
		}
		if r.matches(d) {
			days = append(days, d)
		}
		d = d.AddDate(0, 0, 1)
	}
	if len(r.positions) == 0 {
		return days
	}
	var chosen []time.Time
	for i, d := range days {
		if slices.Contains(r.positions, i+1) || slices.Contains(r.positions, i-len(days)) {
			chosen = append(chosen, d)
		}
	}
	return chosen
}

// matches reports whether a day of one of the months is one of the days.
func (r *rule) matches(d time.Time) bool {
	last := time.Date(d.Year(), d.Month()+1, 0, 0, 0, 0, 0, time.UTC).Day()
	if len(r.monthDays) > 0 && !slices.Contains(r.monthDays, d.Day()) && !slices.Contains(r.monthDays, d.Day()-last-1) {
		return false
	}
	at, of := d.Day(), last
	if r.freq == "YEARLY" && len(r.months) == 0 { // then 4TH is the fourth of the year
		at, of = d.YearDay(), time.Date(d.Year(), time.December, 31, 0, 0, 0, 0, time.UTC).YearDay()
	}
	return len(r.days) == 0 || slices.ContainsFunc(r.days, func(want nthDay) bool {
		return want.day == d.Weekday() && (want.nth == 0 || want.nth == (at+6)/7 || want.nth == -(of-at+7)/7)
	})
}

// maxParts is how many values a BY part may list: all days of a month from both ends.
const maxParts = 62

func nthDays(text string) (days []nthDay, good bool) {
	for part := range strings.SplitSeq(text, ",") {
		digits := strings.TrimRight(part, "ADEFHMORSTUW")
		weekday, known := weekdays[part[len(digits):]]
		nth := 0
		if digits != "" {
			nth, good = number(digits, -53, 53)
			known = known && good
		}
		if !known {
			return nil, false
		}
		days = append(days, nthDay{nth: nth, day: weekday})
	}
	return days, len(days) <= maxParts
}

func numbers(text string, low, high int) (all []int, good bool) {
	for part := range strings.SplitSeq(text, ",") {
		n, good := number(part, low, high)
		if !good {
			return nil, false
		}
		all = append(all, n)
	}
	return all, len(all) <= maxParts
}

// number reads a number from low to high that is not zero.
func number(text string, low, high int) (n int, good bool) {
	n, err := strconv.Atoi(text)
	return n, err == nil && low <= n && n <= high && n != 0
}
