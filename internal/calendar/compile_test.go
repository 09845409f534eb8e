package calendar

import (
	"testing"
	"time"
	_ "time/tzdata" // where the system has no time zones

	"github.com/stretchr/testify/require"
)

// date reads a date that is known to be one.
func date(s string) Date {
	d, err := ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// hours reads spans that are known to be some.
func hours(texts ...string) []Span {
	var spans []Span
	for _, text := range texts {
		s, err := ParseSpan(text)
		if err != nil {
			panic(err)
		}
		spans = append(spans, s)
	}
	return spans
}

// everyDay has the same hours on every day of the week.
func everyDay(texts ...string) (week [7][]Span) {
	for i := range week {
		week[i] = hours(texts...)
	}
	return week
}

func compile(t require.TestingT, d Definition) *Calendar {
	c, problems := Compile(d)
	require.Empty(t, problems)
	require.NotNil(t, c)
	return c
}

func TestCompileFindsAllThatIsWrong(t *testing.T) {
	t.Parallel()
	const zone = `: write a name such as Europe/Madrid; a program without a time zone database on its system imports time/tzdata`
	monday := func(texts ...string) Definition { return Definition{Weekly: [7][]Span{time.Monday: hours(texts...)}} }
	for _, c := range []struct {
		name string
		give Definition
		want []Problem
	}{
		{"a zone that is not known", Definition{Zone: "Mars/Phobos"}, []Problem{{"zone", `unknown time zone "Mars/Phobos"` + zone}}},
		{"the zone of the machine", Definition{Zone: "Local"}, []Problem{{"zone", `unknown time zone "Local"` + zone}}},
		{"hours that overlap", monday("11:00-15:00", "09:00-12:00"), []Problem{{"weekly", "Monday: 09:00-12:00 and 11:00-15:00 overlap"}}},
		{"the same hours twice", monday("09:00-12:00", "09:00-12:00"), []Problem{{"weekly", "Monday: 09:00-12:00 and 09:00-12:00 overlap"}}},
		{"hours that overlap past midnight", monday("22:00-06:00", "23:00-01:00"), []Problem{{"weekly", "Monday: 22:00-06:00 and 23:00-01:00 overlap"}}},
		{"hours within others", monday("08:00-20:00", "09:00-10:00", "12:00-13:00"), []Problem{
			{"weekly", "Monday: 08:00-20:00 and 09:00-10:00 overlap"}, {"weekly", "Monday: 08:00-20:00 and 12:00-13:00 overlap"},
		}},
		{"spans that are none", Definition{Weekly: [7][]Span{{{540, 540}}, {{-1, 60}}, {{60, 1441}}, {{1440, 60}}}}, []Problem{
			{"weekly", "Sunday: 09:00-09:00: a span needs two different times; the whole day is 00:00-24:00"},
			{"weekly", "Monday: 00:-1-01:00: a span is within 00:00 and 24:00"},
			{"weekly", "Tuesday: 01:00-24:01: a span is within 00:00 and 24:00"},
			{"weekly", "Wednesday: 24:00-01:00: 24:00 can only be the end of a span; one that begins at midnight begins at 00:00"},
		}},
		{"dates that do not exist", Definition{
			Holidays: []Date{{2027, 2, 29}}, Changes: []Change{{Date: Date{}}, {Date: Date{10000, 1, 1}}},
		}, []Problem{
			{"holidays[0]", "there is no day 2027-02-29"},
			{"changes[0]", "there is no day 0000-00-00"},
			{"changes[1]", "there is no day 10000-01-01"},
		}},
		{"dates that come twice", Definition{
			Holidays: []Date{date("2026-12-25"), date("2026-12-26"), date("2026-12-25")},
			Changes:  []Change{{Date: date("2026-12-24")}, {Date: date("2026-12-24"), Hours: hours("09:00-13:00", "12:00-14:00")}},
		}, []Problem{
			{"holidays[2]", "2026-12-25 is listed twice"},
			{"changes[1]", "2026-12-24 is listed twice"},
			{"changes[1]", "09:00-13:00 and 12:00-14:00 overlap"},
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			k, problems := Compile(c.give)
			require.Nil(t, k)
			require.Equal(t, c.want, problems)
		})
	}
}

func TestCompileAcceptsHoursThatOnlyTouchOrMeetThoseOfAnotherDay(t *testing.T) {
	t.Parallel()
	for _, d := range []Definition{
		{},
		{Zone: "UTC"},
		{Weekly: everyDay("12:00-15:00", "09:00-12:00")},
		{Weekly: everyDay("22:00-06:00", "05:00-07:00")},
		{Holidays: []Date{date("2026-12-25")}, Changes: []Change{{Date: date("2026-12-25")}}},
	} {
		compile(t, d)
	}
	require.Equal(t, time.UTC, compile(t, Definition{}).Location())
	require.Equal(t, "Asia/Kathmandu", compile(t, Definition{Zone: "Asia/Kathmandu"}).Location().String())
}
