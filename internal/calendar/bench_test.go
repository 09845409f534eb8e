package calendar

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// office is a calendar as most are, with ten years of holidays.
func office(t require.TestingT) *Calendar {
	d := Definition{Zone: "Europe/Madrid", Weekly: everyDay("09:00-12:00", "13:00-17:00")}
	for year := 2020; year < 2030; year++ {
		for month := time.January; month <= time.December; month++ {
			d.Holidays = append(d.Holidays, Date{Year: year, Month: month, Day: 6})
		}
	}
	return compile(t, d)
}

var instants = []struct {
	name string
	at   time.Time
}{
	{"a usual day", time.Date(2026, time.June, 10, 12, 30, 0, 0, time.UTC)},
	{"far ahead", time.Date(2060, time.June, 10, 12, 30, 0, 0, time.UTC)},
	{"beyond the century", time.Date(2126, time.June, 10, 12, 30, 0, 0, time.UTC)},
	{"the clocks change", time.Date(2026, time.March, 29, 12, 30, 0, 0, time.UTC)},
}

func BenchmarkOpen(b *testing.B) {
	c := office(b)
	for _, i := range instants {
		b.Run(i.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				c.Open(i.at)
			}
		})
	}
}

func BenchmarkNext(b *testing.B) {
	c := office(b)
	for _, i := range instants {
		b.Run(i.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				c.Next(i.at)
			}
		})
	}
	b.Run("never", func(b *testing.B) {
		never := compile(b, Definition{Zone: "Europe/Madrid", Weekly: everyDay("00:00-24:00")})
		b.ReportAllocs()
		for b.Loop() {
			never.Next(instants[0].at)
		}
	})
}

func BenchmarkCompile(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		office(b)
	}
}

//nolint:paralleltest // allocations cannot be counted beside other tests
func TestToAskACalendarAllocatesNothing(t *testing.T) {
	c := office(t)
	for _, i := range instants {
		require.Zero(t, testing.AllocsPerRun(100, func() { c.Open(i.at) }))
		require.Zero(t, testing.AllocsPerRun(100, func() { c.Next(i.at) }))
	}
}
