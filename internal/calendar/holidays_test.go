package calendar

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// RELIABILITY row 81: holidays, half days, weeks that begin on Sunday.
func TestCalendarsOfManyCountries(t *testing.T) {
	t.Parallel()
	on := func(day string, texts ...string) Change { return Change{Date: date(day), Hours: hours(texts...)} }
	days := func(texts ...string) (all []Date) {
		for _, text := range texts {
			all = append(all, date(text))
		}
		return all
	}
	except := func(week [7][]Span, closed ...time.Weekday) [7][]Span {
		for _, day := range closed {
			week[day] = nil
		}
		return week
	}
	office := everyDay("09:00-17:00")
	for _, c := range []struct {
		name        string
		give        Definition
		from, until string
		want        []string
	}{
		{
			"Christmas Eve and New Year's Eve are half days", Definition{
				Zone: "Europe/Berlin", Weekly: except(office, time.Saturday, time.Sunday),
				Holidays: days("2026-12-25", "2026-12-26", "2027-01-01"),
				Changes:  []Change{on("2026-12-24", "09:00-12:00"), on("2026-12-31", "09:00-12:00")},
			}, "2026-12-23 12:00", "2027-01-04 12:00",
			[]string{
				"-23 17:00 +0100", "+24 09:00 +0100", "-24 12:00 +0100", "+28 09:00 +0100", "-28 17:00 +0100", "+29 09:00 +0100",
				"-29 17:00 +0100", "+30 09:00 +0100", "-30 17:00 +0100", "+31 09:00 +0100", "-31 12:00 +0100", "+4 09:00 +0100",
			},
		},
		{
			"every Saturday is a half day", Definition{
				Weekly: func() [7][]Span {
					week := except(office, time.Sunday)
					week[time.Saturday] = hours("09:00-13:00")
					return week
				}(),
			}, "2026-06-05 12:00", "2026-06-08 12:00",
			[]string{"-5 17:00 Z", "+6 09:00 Z", "-6 13:00 Z", "+8 09:00 Z"},
		},
		{
			"a half day that begins late", Definition{Weekly: office, Changes: []Change{on("2026-06-02", "13:00-17:00")}},
			"2026-06-01 12:00", "2026-06-03 12:00",
			[]string{"-1 17:00 Z", "+2 13:00 Z", "-2 17:00 Z", "+3 09:00 Z"},
		},
		{
			"the week is from Sunday to Thursday", Definition{Zone: "Asia/Riyadh", Weekly: except(office, time.Friday, time.Saturday)},
			"2026-06-04 12:00", "2026-06-08 12:00",
			[]string{"-4 17:00 +0300", "+7 09:00 +0300", "-7 17:00 +0300", "+8 09:00 +0300"},
		},
		{
			"Friday is a half day of a week from Sunday, and the clocks change on it", Definition{
				Zone: "Asia/Jerusalem",
				Weekly: func() [7][]Span {
					week := except(office, time.Saturday)
					week[time.Friday] = hours("01:00-12:00")
					return week
				}(),
			}, "2026-03-26 12:00", "2026-03-29 12:00", // on Friday the 27th, 02:00 is 03:00
			[]string{"-26 17:00 +0200", "+27 01:00 +0200", "-27 12:00 +0300", "+29 09:00 +0300"},
		},
		{
			"a night from Saturday into the Sunday that begins a week", Definition{
				Zone: "Asia/Dubai", Weekly: [7][]Span{time.Saturday: hours("20:00-04:00"), time.Sunday: hours("04:00-10:00")},
			}, "2026-06-06 12:00", "2026-06-13 21:00",
			[]string{"+6 20:00 +0400", "-7 10:00 +0400", "+13 20:00 +0400"},
		},
		{
			"a week of holidays with a half day within", Definition{
				Zone: "Asia/Tokyo", Weekly: except(office, time.Saturday, time.Sunday),
				Holidays: days("2026-04-29", "2026-05-03", "2026-05-04", "2026-05-05", "2026-05-06"),
				Changes:  []Change{on("2026-05-01", "09:00-12:00")},
			}, "2026-04-28 12:00", "2026-05-07 12:00",
			[]string{
				"-28 17:00 +0900", "+30 09:00 +0900", "-30 17:00 +0900", "+1 09:00 +0900", "-1 12:00 +0900", "+7 09:00 +0900",
			},
		},
		{
			"a holiday is made up for on a Sunday", Definition{
				Zone: "Asia/Shanghai", Weekly: except(office, time.Saturday, time.Sunday),
				Holidays: days("2026-10-01", "2026-10-02"), Changes: []Change{on("2026-10-04", "09:00-17:00")},
			}, "2026-09-30 12:00", "2026-10-05 12:00",
			[]string{"-30 17:00 +0800", "+4 09:00 +0800", "-4 17:00 +0800", "+5 09:00 +0800"},
		},
		{
			"a holiday on the day of the clocks, with a night before it", Definition{
				Zone: "Europe/Madrid", Weekly: everyDay("22:00-06:00"), Holidays: days("2026-10-25"),
			}, "2026-10-24 12:00", "2026-10-26 23:00",
			[]string{"+24 22:00 +0200", "-25 06:00 +0100", "+26 22:00 +0100"},
		},
		{
			"the clocks make a night of nine hours and one of seven", Definition{
				Zone: "Europe/Berlin", Weekly: [7][]Span{time.Saturday: hours("22:00-06:00")},
				Holidays: days("2026-10-31"),
			}, "2026-10-24 12:00", "2026-11-02 12:00",
			[]string{"+24 22:00 +0200", "-25 06:00 +0100"},
		},
		{
			"a half day ends a year and a holiday begins the next, far from UTC", Definition{
				Zone: "Pacific/Kiritimati", Weekly: office,
				Holidays: days("2027-01-01"), Changes: []Change{on("2026-12-31", "09:00-12:00")},
			}, "2026-12-31 00:00", "2027-01-02 12:00",
			[]string{"+31 09:00 +1400", "-31 12:00 +1400", "+2 09:00 +1400"},
		},
		{
			"the 29th of February is a holiday", Definition{Weekly: office, Holidays: days("2028-02-29")}, "2028-02-28 12:00", "2028-03-01 12:00",
			[]string{"-28 17:00 Z", "+1 09:00 Z"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, c.want, edges(t, compile(t, c.give), c.from, c.until))
		})
	}
}
