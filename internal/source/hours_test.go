package source

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/gousher/usher/internal/calendar"
)

func TestDaysAndRangesOfThemMakeAWeek(t *testing.T) {
	t.Parallel()
	span := []string{"09:00-17:00"}
	for text, want := range map[string][]Day{
		`mon: "09:00-17:00"`:                {{0, span}},
		`{tue-thu: "09:00-17:00"}`:          {{1, span}, {2, span}, {3, span}},
		`{sat-mon: "09:00-17:00"}`:          {{5, span}, {6, span}, {0, span}},
		`{sun: closed, mon: []}`:            {{6, nil}, {0, nil}},
		`{sun-sat: 09:00-17:00}`:            {{6, span}, {0, span}, {1, span}, {2, span}, {3, span}, {4, span}, {5, span}},
		`{wed: [22:00-06:00, 12:00-13:00]}`: {{2, []string{"22:00-06:00", "12:00-13:00"}}},
	} {
		f := Read("a.yaml", []byte(text))
		week := f.Root().Week()
		require.Empty(t, f.Found, text)
		require.Equal(t, want, week, text)
	}
}

// What is left of hours is what a calendar takes, and something is left out only if the calendar would not take it.
func TestHoursThatAreLeftDoNotOverlap(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var spans []calendar.Span
		for range rapid.IntRange(0, 6).Draw(t, "spans") {
			from := rapid.IntRange(0, 23).Draw(t, "from")
			spans = append(spans, calendar.Span{From: 60 * from, To: 60 * ((from + rapid.IntRange(1, 23).Draw(t, "lasts")) % 24)})
		}
		left := map[int]bool{}
		for _, i := range overlaps(spans) {
			require.False(t, left[i])
			left[i] = true
		}
		week := func(only bool) calendar.Definition {
			var d calendar.Definition
			for i, span := range spans {
				if !only || !left[i] {
					d.Weekly[1] = append(d.Weekly[1], span)
				}
			}
			return d
		}
		_, problems := calendar.Compile(week(true))
		require.Empty(t, problems)
		_, problems = calendar.Compile(week(false))
		require.Equal(t, len(problems) > 0, len(left) > 0)
	})
}
