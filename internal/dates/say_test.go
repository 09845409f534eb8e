package dates

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // where the system has no time zones

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/gousher/usher/internal/calendar"
)

func TestATimeIsSaidAsTheLanguageSaysIt(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, time.December, 31, 8, 0, 0, 0, time.UTC) // a Thursday
	near := time.Date(2027, time.January, 4, 9, 0, 0, 0, time.UTC)  // a Monday
	far := near.AddDate(0, 0, 7)
	for _, c := range []struct{ language, near, far, year string }{
		{"", "Monday at 09:00", "Monday 11 January at 09:00", "Monday 11 January 2027 at 09:00"},
		{"en-GB", "Monday at 09:00", "Monday 11 January at 09:00", "Monday 11 January 2027 at 09:00"},
		{"xx", "Monday at 09:00", "Monday 11 January at 09:00", "Monday 11 January 2027 at 09:00"},
		{"de-AT", "Montag um 09:00", "Montag, 11. Januar um 09:00", "Montag, 11. Januar 2027 um 09:00"},
		{"nl", "maandag om 09:00", "maandag 11 januari om 09:00", "maandag 11 januari 2027 om 09:00"},
		{"sv", "måndag kl. 09:00", "måndag 11 januari kl. 09:00", "måndag 11 januari 2027 kl. 09:00"},
		{"es-MX", "lunes a las 09:00", "lunes 11 de enero a las 09:00", "lunes 11 de enero de 2027 a las 09:00"},
		{"pt-BR", "segunda-feira às 09:00", "segunda-feira, 11 de janeiro às 09:00", "segunda-feira, 11 de janeiro de 2027 às 09:00"},
		{"fr", "lundi à 09:00", "lundi 11 janvier à 09:00", "lundi 11 janvier 2027 à 09:00"},
		{"it", "lunedì alle 09:00", "lunedì 11 gennaio alle 09:00", "lunedì 11 gennaio 2027 alle 09:00"},
		{"pl", "poniedziałek o 09:00", "poniedziałek 11 stycznia o 09:00", "poniedziałek 11 stycznia 2027 o 09:00"},
		{"cs", "pondělí v 09:00", "pondělí 11. ledna v 09:00", "pondělí 11. ledna 2027 v 09:00"},
		{"ru", "понедельник в 09:00", "понедельник, 11 января в 09:00", "понедельник, 11 января 2027 г. в 09:00"},
		{"uk", "понеділок о 09:00", "понеділок, 11 січня о 09:00", "понеділок, 11 січня 2027 р. о 09:00"},
		{"tr", "Pazartesi saat 09:00", "11 Ocak Pazartesi saat 09:00", "11 Ocak 2027 Pazartesi saat 09:00"},
		{"id", "Senin pukul 09:00", "Senin, 11 Januari pukul 09:00", "Senin, 11 Januari 2027 pukul 09:00"},
		{"zh-Hans-CN", "星期一 09:00", "1月11日 星期一 09:00", "2027年1月11日 星期一 09:00"},
		{"ja", "月曜日 09:00", "1月11日月曜日 09:00", "2027年1月11日月曜日 09:00"},
	} {
		require.Equal(t, c.near, Say(near, now, c.language))
		require.Equal(t, c.far, Say(far, near.AddDate(0, 0, -3), c.language))
		require.Equal(t, c.year, Say(far, now, c.language))
	}
}

func TestTheHourDecidesTheWordBeforeIt(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, time.June, 1, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		language string
		hour     int
		want     string
	}{
		{"es", 1, "lunes a la 01:30"}, {"es", 13, "lunes a las 13:30"},
		{"pt", 1, "segunda-feira à 01:30"},
		{"it", 1, "lunedì all'01:30"},
		{"cs", 14, "pondělí ve 14:30"}, {"cs", 15, "pondělí v 15:30"},
		{"uk", 11, "понеділок об 11:30"},
		{"en", 23, "Monday at 23:30"},
	} {
		require.Equal(t, c.want, Say(now.Add(time.Duration(c.hour)*time.Hour+30*time.Minute), now, c.language))
	}
}

func TestTheDayOfTheWeekIsEnoughForSixDays(t *testing.T) {
	t.Parallel()
	madrid, err := time.LoadLocation("Europe/Madrid")
	require.NoError(t, err)
	at := time.Date(2026, time.October, 26, 0, 15, 0, 0, madrid) // a Monday; the clocks changed the night before
	for _, c := range []struct {
		now  time.Time
		want string
	}{
		{at, "Monday at 00:15"},
		{at.Add(15 * time.Hour), "Monday at 00:15"},
		{time.Date(2026, time.October, 25, 22, 30, 0, 0, time.UTC), "Monday at 00:15"}, // half past 23 in Madrid
		{time.Date(2026, time.October, 20, 0, 0, 0, 0, madrid), "Monday at 00:15"},
		{time.Date(2026, time.October, 19, 22, 30, 0, 0, time.UTC), "Monday at 00:15"}, // the 20th in Madrid
		{time.Date(2026, time.October, 19, 23, 59, 0, 0, madrid), "Monday 26 October at 00:15"},
		{time.Date(2026, time.October, 27, 0, 0, 0, 0, madrid), "Monday 26 October at 00:15"},
		{time.Date(2025, time.December, 31, 23, 30, 0, 0, time.UTC), "Monday 26 October at 00:15"}, // 2026 in Madrid
		{time.Date(2025, time.December, 31, 22, 30, 0, 0, time.UTC), "Monday 26 October 2026 at 00:15"},
		{time.Date(2027, time.January, 1, 0, 0, 0, 0, madrid), "Monday 26 October 2026 at 00:15"},
	} {
		require.Equal(t, c.want, Say(at, c.now, "en"))
	}
}

func TestADateIsSaidAsTheLanguageSaysIt(t *testing.T) {
	t.Parallel()
	for language, want := range map[string]string{
		"": "1 May 2026", "en": "1 May 2026", "de": "1. Mai 2026", "nl": "1 mei 2026", "sv": "1 maj 2026", "es": "1 de mayo de 2026",
		"pt": "1 de maio de 2026", "fr": "1er mai 2026", "it": "1 maggio 2026", "pl": "1 maja 2026", "cs": "1. května 2026",
		"ru": "1 мая 2026 г.", "uk": "1 травня 2026 р.", "tr": "1 Mayıs 2026", "id": "1 Mei 2026", "zh": "2026年5月1日", "ja": "2026年5月1日",
		"xx": "1 May 2026",
	} {
		require.Equal(t, want, SayDate(calendar.Date{Year: 2026, Month: time.May, Day: 1}, language))
	}
}

func TestWhatIsSaidIsReadAgain(t *testing.T) {
	t.Parallel()
	languages := append(slices.Sorted(maps.Keys(vocabularies())), "", "en-GB", "pt-BR", "zh-Hant", "ko", "xx")
	rapid.Check(t, func(t *rapid.T) {
		language := rapid.SampledFrom(languages).Draw(t, "language")
		from := someDate().Draw(t, "today")
		d := dateOf(midnight(from).AddDate(0, 0, rapid.IntRange(-366, 366).Draw(t, "days")))
		got, err := Parse(SayDate(d, language), language, from)
		require.NoError(t, err)
		require.Equal(t, d, got)

		loose, err := Parse(d.String(), language, from)
		require.NoError(t, err)
		require.Equal(t, d, loose)
	})
}

func TestEveryDayOfAYearIsReadAgainInEveryLanguage(t *testing.T) {
	t.Parallel()
	for language := range vocabularies() {
		for n := range 366 {
			d := dateOf(midnight(calendar.Date{Year: 2028, Month: time.January, Day: 1}).AddDate(0, 0, n))
			got, err := Parse(SayDate(d, language), language, today)
			require.NoError(t, err)
			require.Equal(t, d, got)
		}
	}
}

func TestEveryNameIsReadAsWhatItNames(t *testing.T) {
	t.Parallel()
	for language, v := range vocabularies() {
		l := lexiconOf(language)
		for i, name := range l.weekdays {
			d, err := Parse(name, language, today)
			require.NoError(t, err, "%s: %s", language, name)
			require.Equal(t, time.Weekday(i), weekday(d), "%s: %s", language, name)
		}
		for meaning, n := range words(v.weekdays) {
			d, err := Parse(meaning, language, today)
			require.NoError(t, err, "%s: %s", language, meaning)
			require.Equal(t, time.Weekday((n+1)%7), weekday(d), "%s: %s", language, meaning)
		}
		for meaning, n := range words(v.months) {
			d, err := Parse("3 "+meaning+" 2026", language, today)
			require.NoError(t, err, "%s: %s", language, meaning)
			require.Equal(t, calendar.Date{Year: 2026, Month: time.Month(n + 1), Day: 3}, d, "%s: %s", language, meaning)
		}
		for meaning, n := range words(v.days) {
			d, err := Parse(meaning, language, today)
			require.NoError(t, err, "%s: %s", language, meaning)
			require.Equal(t, dateOf(midnight(today).AddDate(0, 0, n-1)), d, "%s: %s", language, meaning)
		}
		for number, n := range words(v.numbers) {
			for unit, m := range words(v.units) {
				want := dateOf(midnight(today).AddDate(0, 0, (n+1)*(1+6*m)))
				for _, in := range list(v.in) {
					requireDate(t, want, in+" "+number+" "+unit, language)
				}
				for _, later := range list(v.later) {
					requireDate(t, want, number+" "+unit+" "+later, language)
				}
			}
		}
	}
}

func requireDate(t *testing.T, want calendar.Date, written, language string) {
	t.Helper()
	d, err := Parse(written, language, today)
	require.NoError(t, err, "%s: %s", language, written)
	require.Equal(t, want, d, "%s: %s", language, written)
}

// words returns the words of meanings, each with the number of its meaning.
func words(meanings string) map[string]int {
	all := map[string]int{}
	for i, meaning := range strings.Split(meanings, "|") {
		for _, name := range list(meaning) {
			all[name] = i
		}
	}
	return all
}

func BenchmarkSay(b *testing.B) {
	now := time.Date(2026, time.May, 3, 9, 0, 0, 0, time.UTC)
	b.ReportAllocs()
	for b.Loop() {
		Say(now.AddDate(0, 1, 0), now, "es-MX")
	}
}
