package calendar

import (
	"archive/zip"
	"flag"
	"go/build"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // so that every zone of the list is known everywhere

	"github.com/stretchr/testify/require"
)

//go:generate go test -run TestTheListOfZonesIsThatOfGo -update .

var update = flag.Bool("update", false, "rewrite testdata/zones.txt from the time zone database of this Go")

const zoneList = "testdata/zones.txt"

// zoneNames returns the names of all zones, aliases included; every tenth for -short.
func zoneNames(t *testing.T) []string {
	t.Helper()
	text, err := os.ReadFile(zoneList)
	require.NoError(t, err)
	names := strings.Fields(string(text))
	require.Greater(t, len(names), 500)
	if !testing.Short() {
		return names
	}
	var some []string
	for i := 0; i < len(names); i += 10 {
		some = append(some, names[i])
	}
	return some
}

func TestTheListOfZonesIsThatOfGo(t *testing.T) {
	t.Parallel()
	if !*update {
		t.Skip("only with -update: another Go may know other zones")
	}
	r, err := zip.OpenReader(filepath.Join(build.Default.GOROOT, "lib", "time", "zoneinfo.zip"))
	require.NoError(t, err)
	defer func() { require.NoError(t, r.Close()) }()
	var names []string
	for _, f := range r.File {
		names = append(names, f.Name)
	}
	slices.Sort(names)
	require.NoError(t, os.WriteFile(zoneList, []byte(strings.Join(names, "\n")+"\n"), 0o600))
}

// shift is a change of the clocks.
type shift struct {
	at       time.Time // the first instant of the new time, in the zone
	from, to int       // minutes after midnight that the clocks would have shown and do show then; to may be on another day
}

// shifts finds the changes of the clocks in the years 2020 to 2029. It asks for offsets and for nothing else, because the calendar
// asks the zone for its bounds.
func shifts(loc *time.Location) []shift {
	offset := func(sec int64) int64 {
		_, seconds := time.Unix(sec, 0).In(loc).Zone()
		return int64(seconds)
	}
	end := time.Date(2030, time.January, 1, 0, 0, 0, 0, time.UTC).Unix()
	var found []shift
	for sec := time.Date(2020, time.January, 1, 0, 0, 0, 0, time.UTC).Unix(); sec < end; sec += daySeconds {
		old := offset(sec)
		if offset(sec+daySeconds) == old {
			continue
		}
		low, high := sec, sec+daySeconds // before and after the change
		for low+1 < high {
			if middle := (low + high) / 2; offset(middle) == old {
				low = middle
			} else {
				high = middle
			}
		}
		from := int(((high+old)%daySeconds + daySeconds) % daySeconds / minuteSeconds)
		found = append(found, shift{
			at: time.Unix(high, 0).In(loc), from: from, to: from + int(offset(high)-old)/minuteSeconds,
		})
	}
	return found
}

// between returns the span from one number of minutes to another, which need not be on the day.
func between(from, to int) Span {
	from, to = ((from%dayMinutes)+dayMinutes)%dayMinutes, ((to%dayMinutes)+dayMinutes)%dayMinutes
	return Span{From: from, To: to}
}

// hoursAround are kinds of hours that a gap or an overlap of the clocks, which is from low to high, cuts in different ways.
var hoursAround = []struct {
	name  string
	hours func(low, high int) []Span
}{
	{"within", func(low, high int) []Span { return []Span{between(low+(high-low)/4, high-(high-low)/4)} }},
	{"all of it", func(low, high int) []Span { return []Span{between(low, high)} }},
	{"into it", func(low, high int) []Span { return []Span{between(low-70, (low+high)/2)} }},
	{"out of it", func(low, high int) []Span { return []Span{between((low+high)/2, high+70)} }},
	{"up to it and from it", func(low, high int) []Span { return []Span{between(low-70, low), between(high, high+70)} }},
	{"a night", func(int, int) []Span { return []Span{{From: 22 * 60, To: 6 * 60}} }},
	{"with a break in it", func(low, high int) []Span {
		return []Span{between(low-100, low+(high-low)/3), between(high-(high-low)/3, high+100)}
	}},
}

// RELIABILITY row 76: a gap or an overlap of the clocks.
func TestEveryChangeOfTheClocksInEveryZoneIsAsTheDefinitionSays(t *testing.T) {
	t.Parallel()
	names := zoneNames(t)
	const groups = 8
	for group := range groups {
		t.Run(names[group], func(t *testing.T) {
			t.Parallel()
			for i := group; i < len(names); i += groups {
				loc, err := time.LoadLocation(names[i])
				require.NoError(t, err)
				everyShift(t, names[i], shifts(loc))
			}
		})
	}
}

// everyShift checks the changes of the clocks of a zone: a calendar has hours of one kind around all of them.
func everyShift(t *testing.T, zone string, all []shift) {
	t.Helper()
	for i, kind := range hoursAround {
		closed := i%2 == 1 // on the day of the change, to see what the evening before leaves
		whole := Definition{Zone: zone}
		parts := make([]Definition, len(all))
		for j, s := range all {
			spans := kind.hours(min(s.from, s.to), max(s.from, s.to))
			parts[j].Zone = zone
			for _, later := range []int{-1, 0, 1} {
				change := Change{Date: shown(s.at, later), Hours: spans}
				if later == 0 && closed && s.at.Month()%2 == 0 {
					change.Hours = nil
				}
				parts[j].Changes = append(parts[j].Changes, change)
			}
			whole.Changes = append(whole.Changes, parts[j].Changes...)
		}
		c := compile(t, whole)
		for j, s := range all {
			agreeAround(t, kind.name, s, c, parts[j])
		}
	}
}

// agreeAround holds a calendar to the slow one in every minute around a change of the clocks, and searches the next edge from
// instants just before it, at it and just after it.
func agreeAround(t *testing.T, kind string, s shift, c *Calendar, d Definition) {
	t.Helper()
	const around = 150 // minutes before and after
	minutes := make([]bool, 0, 2*around)
	start := s.at.Add(-around * time.Minute)
	for i := range 2 * around {
		at := start.Add(time.Duration(i) * time.Minute)
		open := slow(d, at)
		if c.Open(at) != open {
			require.Failf(t, "Open", "%s: %s is not %t", kind, at, open)
		}
		minutes = append(minutes, open)
	}
	for _, after := range []time.Duration{
		-90 * time.Minute, -30 * time.Minute, -time.Minute, -time.Second, -1, 0, 1, time.Second, time.Minute, 30 * time.Minute, 90 * time.Minute,
	} {
		at := s.at.Add(after)
		open := slow(d, at)
		if c.Open(at) != open {
			require.Failf(t, "Open", "%s: %s is not %t", kind, at, open)
		}
		next := int(at.Sub(start)/time.Minute) + 1
		for next < len(minutes) && minutes[next] == open {
			next++
		}
		edge, opens, ok := c.Next(at)
		want := start.Add(time.Duration(next) * time.Minute)
		switch {
		case next == len(minutes) && ok && edge.Before(want):
			require.Failf(t, "Next", "%s: after %s there is no edge at %s", kind, at, edge)
		case next < len(minutes) && (!ok || !edge.Equal(want) || opens == open):
			require.Failf(t, "Next", "%s: after %s the edge is at %s, not at %s", kind, at, want, edge)
		}
	}
}

func TestTheChangesOfTheClocksAreFound(t *testing.T) {
	t.Parallel()
	for zone, example := range map[string]string{
		"Europe/Berlin":       "2026-03-29T03:00:00+02:00",
		"America/New_York":    "2026-11-01T01:00:00-05:00",
		"Australia/Lord_Howe": "2026-04-05T01:30:00+10:30",
		"Antarctica/Troll":    "2026-10-25T01:00:00Z",
	} {
		loc, err := time.LoadLocation(zone)
		require.NoError(t, err)
		var found []string
		for _, s := range shifts(loc) {
			found = append(found, s.at.Format(time.RFC3339))
		}
		require.Len(t, found, 20, zone) // twice a year
		require.Contains(t, found, example)
	}
	require.Empty(t, shifts(time.UTC))
}
