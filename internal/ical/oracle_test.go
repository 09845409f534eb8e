package ical

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// A drawn rule is told twice: as an RRULE, and as a question about one day.
type drawn struct {
	text  string
	holds func(d time.Time) bool
}

var names = []string{"SU", "MO", "TU", "WE", "TH", "FR", "SA"}

func drawRule(t *rapid.T, start time.Time) drawn {
	interval := rapid.IntRange(1, 5).Draw(t, "interval")
	month := rapid.IntRange(1, 12).Draw(t, "month")
	weekday := rapid.IntRange(0, 6).Draw(t, "weekday")
	nth := rapid.SampledFrom([]int{-5, -2, -1, 1, 2, 3, 4, 5}).Draw(t, "nth")
	every := fmt.Sprintf("INTERVAL=%d;", interval)
	months := func(d time.Time) int { return (d.Year()-start.Year())*12 + int(d.Month()) - int(start.Month()) }
	isNth := func(d time.Time) bool {
		back, on := 0, d
		step := -7
		if nth < 0 {
			step = 7
		}
		for on.Month() == d.Month() { // count those in the month up to it
			back, on = back+1, on.AddDate(0, 0, step)
		}
		return int(d.Weekday()) == weekday && back == max(nth, -nth)
	}
	switch rapid.IntRange(0, 5).Draw(t, "kind") {
	case 0:
		return drawn{"FREQ=YEARLY;" + every, func(d time.Time) bool {
			return d.Month() == start.Month() && d.Day() == start.Day() && (d.Year()-start.Year())%interval == 0
		}}
	case 1:
		return drawn{fmt.Sprintf("FREQ=YEARLY;%sBYMONTH=%d;BYDAY=%d%s", every, month, nth, names[weekday]), func(d time.Time) bool {
			return int(d.Month()) == month && isNth(d) && (d.Year()-start.Year())%interval == 0
		}}
	case 2:
		return drawn{fmt.Sprintf("FREQ=MONTHLY;%sBYDAY=%s;BYSETPOS=%d", every, names[weekday], nth), func(d time.Time) bool {
			return isNth(d) && months(d)%interval == 0
		}}
	case 3:
		return drawn{"FREQ=MONTHLY;" + every, func(d time.Time) bool { return d.Day() == start.Day() && months(d)%interval == 0 }}
	case 4:
		monday := start.AddDate(0, 0, -(int(start.Weekday())+6)%7)
		return drawn{fmt.Sprintf("FREQ=WEEKLY;%sBYDAY=%s", every, names[weekday]), func(d time.Time) bool {
			return int(d.Weekday()) == weekday && int(d.Sub(monday).Hours())/24/7%interval == 0
		}}
	default:
		return drawn{fmt.Sprintf("FREQ=DAILY;%sBYDAY=%s", every, names[weekday]), func(d time.Time) bool {
			return int(d.Weekday()) == weekday && int(d.Sub(start).Hours())/24%interval == 0
		}}
	}
}

func TestARuleHoldsOnTheDaysOfItsPlainMeaning(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		epoch := time.Date(2000, time.January, 1, 0, 0, 0, 0, time.UTC)
		start := epoch.AddDate(0, 0, rapid.IntRange(0, 8000).Draw(t, "start"))
		from := epoch.AddDate(0, 0, rapid.IntRange(0, 12000).Draw(t, "from"))
		until := from.AddDate(0, 0, rapid.IntRange(0, 2000).Draw(t, "span"))
		last := epoch.AddDate(0, 0, rapid.IntRange(7000, 14000).Draw(t, "until"))
		length := rapid.IntRange(1, 40).Draw(t, "length")
		count := rapid.IntRange(0, 60).Draw(t, "count")
		r := drawRule(t, start)

		want := map[string]bool{}
		left := count
		for d := start; !d.After(until); d = d.AddDate(0, 0, 1) {
			if !r.holds(d) || count == 0 && d.After(last) {
				continue
			}
			for n := range length {
				if on := d.AddDate(0, 0, n); !on.Before(from) && !on.After(until) {
					want[on.Format(time.DateOnly)] = true
				}
			}
			if left--; left == 0 {
				break
			}
		}

		end := ";UNTIL=" + last.Format("20060102")
		if count > 0 {
			end = fmt.Sprintf(";COUNT=%d", count)
		}
		file := events(fmt.Sprintf("DTSTART:%s\nDURATION:P%dD\nRRULE:%s%s", start.Format("20060102"), length, strings.TrimSuffix(r.text, ";"), end))
		got := map[string]bool{}
		for _, day := range days(t, file, from.Format(time.DateOnly), until.Format(time.DateOnly)) {
			got[day] = true
		}
		require.Equal(t, want, got, file)
	})
}
