package dates

import (
	"errors"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/gousher/usher/internal/calendar"
)

// today is a Sunday.
var today = calendar.Date{Year: 2026, Month: time.November, Day: 22}

func TestADateIsReadAsPeopleWriteIt(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		language string
		rows     string // a date in ISO form, and after the colon ways to write it, with a semicolon between
	}{
		{"", `2026-05-03: 2026-05-03; 2026/05/03; 2026.5.3; 20260503; 5/3/2026; 5/3/26; 3 May 2026; 3rd of May 2026; May 3rd, 2026; May 3 2026
			2027-05-03: 3 May; May 3rd; May 3; on the 3rd of May; Monday, May 3; 5/3; 5-3; 5.3.; Mon 3 May.; 3may; MAY 3RD!; the third of May
			2026-05-13: 13/05/2026; 05/13/2026; 13.05.26; 13-May-26; 2026 May 13
			2026-11-22: today; Today.; 22 November; 11/22
			2026-11-23: tomorrow; Monday; next Monday; on monday; this Monday; MONDAY; mon; tomorrow, Monday; Monday next week
			2026-11-24: the day after tomorrow; day after tomorrow; tuesday; in 2 days; in two days; 2 days from now
			2026-11-21: yesterday; 21 Nov 2026
			2026-11-29: Sunday; next Sunday; in a week; in 1 week; a week from today; within seven days
			2026-12-06: in two weeks; in 2 weeks; in 14 days; 6 Dec; December 6
			1999-12-31: 12/31/99; 31 Dec 99; 31 December 1999; 31 Dec '99
			2068-01-01: 1/1/68; 1 Jan 68
			1969-01-01: 1/1/69
			2028-02-29: 29 February; 2/29; 29 feb 2028`},
		{"en-GB", `2026-05-03: 3/5/2026; 3/5/26; 03.05.2026; 3 May 2026; 3 5 2026
			2027-05-03: 3/5; 3-5; 3rd May
			2026-05-13: 05/13/2026; 13/05/2026`},
		{"en-US", "2026-05-03: 5/3/2026"}, {"en-PH", "2026-05-03: 5/3/2026"}, {"en-CA", "2026-05-03: 3/5/2026"},
		{"en-IE", "2026-05-03: 3/5/2026"}, {"en_AU", "2026-05-03: 3/5/2026"}, {"en-Latn-NZ", "2026-05-03: 3/5/2026"},
		{"es", `2026-05-03: 3 de mayo de 2026; 3 mayo 2026; 3/5/2026; el 3 de mayo del 2026; 3 May 2026; May 3rd 2026
			2027-05-03: 3 de mayo; el 3 de mayo; lunes 3 de mayo; el lunes, 3 de mayo; 3/5
			2027-05-01: 1º de mayo; 1ro de mayo; primero de mayo; el uno de mayo
			2026-11-22: hoy
			2026-11-23: mañana; MANANA; lunes; el lunes; próximo lunes; el lunes que viene; este lunes; Monday; tomorrow
			2026-11-24: pasado mañana; martes; mar; en dos días; mar 24 nov; 24 nov
			2026-11-21: ayer
			2026-11-25: en 3 días; dentro de 3 días; en tres dias; miércoles; miercoles; in 3 days; el miércoles de la próxima semana
			2026-12-06: en dos semanas
			2026-11-28: sábado; sabado; sáb.`},
		{"es-MX", "2026-05-03: 3 de mayo de 2026; 3/5/26"},
		{"pt", `2026-05-03: 3 de maio de 2026; 3/5/2026
			2027-05-01: 1º de maio; 1 de maio; primeiro de maio
			2026-11-22: hoje
			2026-11-23: amanhã; amanha; segunda; segunda-feira; na segunda-feira; próxima segunda; segunda que vem
			2026-11-24: depois de amanhã; terça; terca-feira
			2026-11-25: em 3 dias; daqui a 3 dias; quarta-feira
			2026-11-21: ontem; 21 de novembro de 2026
			2026-12-06: em duas semanas`},
		{"fr", `2026-05-03: 3 mai 2026; 3/5/2026; le 3 mai 2026; dimanche 3 mai 2026
			2027-05-01: 1er mai; le 1er mai; premier mai
			2026-11-22: aujourd'hui; aujourd’hui
			2026-11-23: demain; lundi; lundi prochain; le lundi; ce lundi; lun.
			2026-11-24: après-demain; apres demain; mardi
			2026-11-25: dans 3 jours; dans trois jours
			2026-11-21: hier
			2026-12-06: dans deux semaines; dans 2 semaines
			2027-08-05: 5 août; 5 aout`},
		{"de", `2026-05-03: 3. Mai 2026; 3.5.2026; 03.05.26; 3 Mai 2026; am 3. Mai 2026; Sonntag, 3. Mai 2026; den 3. Mai 2026; So, 3.5.2026
			2027-05-03: 3. Mai; 3.5.; am 3.5.; 3ten Mai; am dritten Mai; Mo 3.5.
			2026-11-22: heute
			2026-11-23: morgen; Montag; am Montag; nächsten Montag; am nächsten Montag; kommenden Montag; Mo
			2026-11-24: übermorgen; ubermorgen; uebermorgen; Dienstag
			2026-11-27: am Freitag; Freitag; Freitag nächste Woche
			2026-11-25: in 3 Tagen; in drei Tagen
			2026-11-29: in einer Woche; in 1 Woche; Sonntag
			2026-11-21: gestern
			2027-03-05: 5. März; 5. Maerz; 5. marz`},
		{"it", `2026-05-03: 3 maggio 2026; il 3 maggio 2026; 3/5/2026
			2027-05-01: 1° maggio; 1º maggio; primo maggio
			2026-11-22: oggi
			2026-11-23: domani; lunedì; lunedi; il prossimo lunedì; lunedì prossimo
			2026-11-24: dopodomani; martedì
			2026-11-25: tra 3 giorni; fra tre giorni
			2026-11-21: ieri
			2026-12-06: tra due settimane`},
		{"nl", `2026-05-03: 3 mei 2026; 3-5-2026; 3 mei '26
			2027-05-03: 3e mei; 3de mei; maandag 3 mei
			2026-11-22: vandaag
			2026-11-23: morgen; maandag; volgende maandag; op maandag; aanstaande maandag; ma
			2026-11-24: overmorgen; dinsdag
			2026-11-25: over 3 dagen; over drie dagen
			2026-11-29: over een week
			2026-11-21: gisteren`},
		{"pl", `2026-05-03: 3 maja 2026; 3 maj 2026; 3.05.2026; 3 maja 2026 r.; 3-go maja 2026 roku; dnia 3 maja 2026 r
			2026-11-22: dziś; dzisiaj; dzis
			2026-11-23: jutro; poniedziałek; poniedzialek; w poniedziałek; następny poniedziałek; w najbliższy poniedziałek; pon.
			2026-11-24: pojutrze; we wtorek
			2026-11-25: za 3 dni; za trzy dni; w środę; środa
			2026-11-29: za tydzień; za 1 tydzień; niedziela
			2026-12-06: za dwa tygodnie
			2026-11-21: wczoraj
			2027-10-05: 5 października; 5 pazdziernika; 5 paź`},
		{"cs", `2026-05-03: 3. května 2026; 3.5.2026; 3. květen 2026; 3. 5. 2026
			2026-11-22: dnes
			2026-11-23: zítra; pondělí; v pondělí; příští pondělí
			2026-11-24: pozítří; úterý; v úterý
			2026-11-25: za 3 dny; ve středu
			2026-11-27: za 5 dní; pátek
			2026-11-29: za týden; v neděli
			2026-11-21: včera`},
		{"ru", `2026-05-03: 3 мая 2026; 3 мая 2026 года; 3 мая 2026 г.; 3.05.2026; 3-го мая 2026; воскресенье, 3 мая 2026
			2026-11-22: сегодня
			2026-11-23: завтра; понедельник; в понедельник; следующий понедельник; пн
			2026-11-24: послезавтра; во вторник
			2026-11-25: через 3 дня; через три дня; в среду
			2026-11-27: через 5 дней; в пятницу
			2026-11-29: через неделю; в воскресенье
			2026-11-21: вчера`},
		{"uk", `2026-05-03: 3 травня 2026; 3 травня 2026 р.; 3.05.2026
			2026-11-22: сьогодні
			2026-11-23: завтра; понеділок; у понеділок; наступний понеділок
			2026-11-24: післязавтра; вівторок
			2026-11-25: через 3 дні; за 3 дні; у середу
			2026-11-27: п'ятниця; п’ятницю; пʼятниця; в п'ятницю
			2026-11-29: через тиждень
			2026-11-21: вчора; учора`},
		{"tr", `2026-05-03: 3 Mayıs 2026; 3.5.2026; 3 MAYIS 2026; 3 mayis 2026; 3 Mayıs 2026'da
			2027-05-03: 3 Mayıs; 3 Mayıs'ta; 3 Mayıs Pazartesi
			2026-11-22: bugün
			2026-11-23: yarın; YARIN; Pazartesi; pazartesi günü; gelecek pazartesi; Pazartesi'ye
			2026-11-24: öbür gün; Salı
			2026-11-25: 3 gün sonra; üç gün sonra
			2026-12-06: iki hafta sonra
			2026-11-21: dün`},
		{"id", `2026-05-03: 3 Mei 2026; 3/5/2026; tanggal 3 Mei 2026; Minggu, 3 Mei 2026
			2026-11-22: hari ini
			2026-11-23: besok; Senin; hari Senin; Senin depan
			2026-11-24: lusa; Selasa
			2026-11-25: dalam 3 hari; 3 hari lagi
			2026-12-06: dalam 2 minggu; dua minggu lagi
			2026-11-29: Minggu; minggu ini; seminggu lagi
			2026-11-27: Jumat; Jum'at
			2026-11-21: kemarin`},
		{"in-ID", "2026-11-24: lusa"},
		{"sv", `2026-05-03: 3 maj 2026; den 3 maj 2026; 2026-05-03; 26-05-03; 3/5/2026
			2027-05-03: 3/5; 3:e maj; måndag 3 maj
			2026-11-22: idag; i dag
			2026-11-23: imorgon; i morgon; måndag; mandag; på måndag; nästa måndag
			2026-11-24: i övermorgon; övermorgon; tisdag
			2026-11-25: om 3 dagar; om tre dagar
			2026-11-29: om en vecka
			2026-11-21: igår; i går`},
		{"zh", `2026-05-03: 2026年5月3日; 2026年05月03日; 2026年5月3号; 2026-5-3; 26/5/3; ２０２６年５月３日; 2026年5月3日星期日; 5/3/2026
			2027-05-03: 5月3日; 5月3号; 五月三日; 5/3; 5月3日星期一
			2026-11-22: 今天
			2026-11-23: 明天; 星期一; 周一; 下周一; 下星期一; 下个星期一; 礼拜一; 明天。; 在明天
			2026-11-24: 后天; 後天; 周二
			2026-11-25: 大后天; 3天后; 三天后; 3 天之后; 3天後
			2026-12-06: 两周后; 2个星期后
			2026-11-29: 周日; 星期天; 这周日
			2026-11-21: 昨天`},
		{"zh-Hant-TW", "2026-11-23: 明天; 星期一; 週一; 下週一; 禮拜一"},
		{"cmn", "2026-11-23: 明天"},
		{"ja", `2026-05-03: 2026年5月3日; 2026年5月3日(日); 2026/5/3; 2026年5月3日日曜日; ２０２６／０５／０３; 5/3/2026
			2027-05-03: 5月3日; 五月三日; 5月3日(月); 5/3; 5月3日に
			2026-11-22: 今日; きょう; 本日
			2026-11-23: 明日; あした; 月曜日; 月曜; 次の月曜日; 今度の月曜日; 明日です; 来週の月曜日
			2026-11-24: 明後日; あさって; 火曜日
			2026-11-25: 3日後; 三日後; 3日後に
			2026-12-06: 2週間後
			2026-11-21: 昨日`},
		{"ko", "2026-05-03: 2026-05-03; 5/3/2026; 26/5/3; 3 May 2026"},
		{"hu", "2026-05-03: 2026. 05. 03.; 26.5.3"},
		{"ar", "2026-05-03: ٣/٥/٢٠٢٦; ۳/۵/۲۰۲۶; 3/5/2026; May 3, 2026"},
		{"hi", "2026-05-03: ३/५/२०२६"},
		{"not a tag", "2026-05-03: 3/5/2026; 3 May 2026"},
	} {
		for row := range strings.SplitSeq(c.rows, "\n") {
			want, all, _ := strings.Cut(strings.TrimSpace(row), ": ")
			for written := range strings.SplitSeq(all, "; ") {
				got, err := Parse(written, c.language, today)
				require.NoError(t, err, "%s: %s", c.language, written)
				require.Equal(t, want, got.String(), "%s: %s", c.language, written)
			}
		}
	}
}

func TestWhatIsNoDateIsRefusedWithItsReason(t *testing.T) {
	t.Parallel()
	const noDate = "is not a date: write it as 3 May 2026"
	for _, c := range []struct {
		language, written string
		kind              Kind
		want              string
	}{
		{"", "29 February 2027", NoSuchDay, "29 February 2027 does not exist"},
		{"", "31 April", NoSuchDay, "31 April does not exist"},
		{"", "30/2/2026", NoSuchDay, "30 February 2026 does not exist"},
		{"", "0 May", NoSuchDay, "0 May 2026 does not exist"},
		{"", "32 May 2026", NoSuchDay, "32 May 2026 does not exist"},
		{"", "2026-13-01", NoSuchDay, "2026-13-01 does not exist"},
		{"", "2100-02-29", NoSuchDay, "29 February 2100 does not exist"},
		{"es", "29/2/27", NoSuchDay, "29 February 2027 does not exist"},
		{"de", "31. April", NoSuchDay, "31 April does not exist"},
		{"ja", "2月30日", NoSuchDay, "30 February does not exist"},
		{"", "3 May 1899", OutOfRange, "3 May 1899 is out of range: a date is from 1900 to 2200"},
		{"", "2201-01-01", OutOfRange, "1 January 2201 is out of range: a date is from 1900 to 2200"},
		{"", "1 Jan 0001", OutOfRange, "1 January 1 is out of range: a date is from 1900 to 2200"},
		{"", "in 9999 weeks", OutOfRange, "12 July 2218 is out of range: a date is from 1900 to 2200"},
		{"", "Monday 3 May 2026", WrongWeekday, "3 May 2026 is a Sunday, not a Monday"},
		{"fr", "lundi 4 mai", WrongWeekday, "4 May 2027 is a Tuesday, not a Monday"},
		{"de", "Mo 3.5.2026", WrongWeekday, "3 May 2026 is a Sunday, not a Monday"},
		{"", "", NoDate, `"" ` + noDate},
		{"", "hello", NoDate, `"hello" ` + noDate},
		{"", "\xff", NoDate, "\"\ufffd\" " + noDate},
		{"", strings.Repeat("a", 100), NoDate, `"` + strings.Repeat("a", 60) + `…" ` + noDate},
	} {
		_, err := Parse(c.written, c.language, today)
		require.EqualError(t, err, c.want)
		problem, ok := errors.AsType[Problem](err)
		require.True(t, ok)
		require.Equal(t, c.kind, problem.Kind)
	}
}

func TestWhatOnlyLooksLikeADateIsNone(t *testing.T) {
	t.Parallel()
	for language, texts := range map[string][]string{
		"": {
			"3", "3rd", "2026", "May", "May 2026", "on", "the", ".", "5/2026", "3.5 days", "$3.50", "3,5", "3 5", "50%", "+3/5", "10:30", "3/5 10:30",
			"3 May at 10:30", "3/5/202", "3/5/20266", "3//5", "13/13/2026", "0/5", "00/00/0000", "32/13/26", "5/2026/3", "1/2/3/4", "1/2/3",
			"20261345", "03052026", "99999999", "999999999", "in 3", "in days", "3 days", "next", "next week", "next tomorrow", "last monday",
			"monday tuesday", "monday 3", "tomorrow monday tuesday", "tomorrow, Friday", "may may", "3 may 4 may", "3 May 2026 2027", "in 99999 days",
			"I bought it on 3 May", "monday or tuesday", "3 May #", "rd", "3 rd", "in -3 days", "in 3.5 days", "5/3, 2026", "3:5", "May 3:26",
			strings.Repeat("1", 400), strings.Repeat("1/", 400), strings.Repeat("the ", 300), strings.Repeat("on ", 15) + "on", "  \u200b ", "morgen",
		},
		"de": {"Freitag morgen", "morgen früh", "Mai"},
		"zh": {"下下周一", "月", "3月", "3号", "3日"},
		"ja": {"5月", "3日", "年月日"},
		"id": {"Minggu depan"},
		"ru": {"3 мая в 10:00"},
	} {
		for _, written := range texts {
			d, err := Parse(written, language, today)
			require.Equal(t, Problem{Kind: NoDate, Text: clip(written)}, err, "%s: %q gave %s", language, written, d)
		}
	}
}

func TestCaseAccentsWidthAndInvisibleCharactersDoNotCount(t *testing.T) {
	t.Parallel()
	want := calendar.Date{Year: 2026, Month: time.October, Day: 5}
	for language, texts := range map[string][]string{
		"pl": {"5 PAŹDZIERNIKA 2026", "5 pazdziernika 2026", "５ ｐａździernika ２０２６", "5\u00a0paz\u0301dziernika\u200b 2026", " \u200e5\tpaź.\n2026!"},
		"tr": {"5 EKİM 2026", "5 ekım 2026", "5 eki̇m 2026"},
		"":   {"٥ October 2026", "10–5–2026", "10−5−2026", "10．5．2026", "📅 5 October 2026 🙂", "(5 October 2026)", "“October 5, 2026”"},
	} {
		for _, written := range texts {
			d, err := Parse(written, language, today)
			require.NoError(t, err)
			require.Equal(t, want, d)
		}
	}
}

func TestADayOfTheWeekIsNeverToday(t *testing.T) {
	t.Parallel()
	names := lexiconOf(english).weekdays
	rapid.Check(t, func(t *rapid.T) {
		from := someDate().Draw(t, "today")
		name := rapid.SampledFrom(names).Draw(t, "weekday")
		d, err := Parse(name, "en", from)
		require.NoError(t, err)
		require.Equal(t, name, weekday(d).String())
		later := midnight(d).Sub(midnight(from)).Hours() / 24
		require.True(t, 1 <= later && later <= 7)
	})
}

func TestADateWithoutAYearIsTheNextOne(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		from, d := someDate().Draw(t, "today"), someDate().Draw(t, "date")
		got, err := Parse(d.Month.String()+" "+strconv.Itoa(d.Day), "en", from)
		require.NoError(t, err)
		require.Equal(t, [2]int{int(d.Month), d.Day}, [2]int{int(got.Month), got.Day})
		require.False(t, before(got, from))
		for year := from.Year; year < got.Year; year++ {
			earlier := calendar.Date{Year: year, Month: d.Month, Day: d.Day}
			require.True(t, before(earlier, from) || !exists(earlier))
		}
	})
}

// someDate draws a date of which the years around are in range.
func someDate() *rapid.Generator[calendar.Date] {
	first := midnight(calendar.Date{Year: 1910, Month: time.January, Day: 1})
	return rapid.Map(rapid.IntRange(0, 280*365), func(n int) calendar.Date { return dateOf(first.AddDate(0, 0, n)) })
}

func TestALanguageTagCanBeAnything(t *testing.T) {
	t.Parallel()
	for _, tag := range []string{"-", "\xff", "es-", "xx-XX-xxxxxxxxxxxxxx", "not a tag", strings.Repeat("-", 100_000), strings.Repeat("en-x-a-", 10_000)} {
		d, err := Parse("3 May 2026", tag, today)
		require.NoError(t, err)
		require.Equal(t, calendar.Date{Year: 2026, Month: time.May, Day: 3}, d)
		require.NotEmpty(t, SayDate(d, tag))
	}
}

func FuzzWhatIsReadExistsAndIsInRange(f *testing.F) {
	for _, written := range []string{"3 May 2026", "in 3 days", "3/5", "next monday", "5月3日", "za 3 dni", "31.12.99", "29 feb", "١/٢"} {
		for language := range vocabularies() {
			f.Add(written, language)
		}
	}
	f.Fuzz(func(t *testing.T, written, language string) {
		d, err := Parse(written, language, today)
		if err != nil {
			require.NotEmpty(t, err.Error())
			require.Zero(t, d)
			return
		}
		require.True(t, exists(d) && FirstYear <= d.Year && d.Year <= LastYear)
		again, err := Parse(SayDate(d, language), language, today)
		require.NoError(t, err)
		require.Equal(t, d, again)
	})
}

func BenchmarkParse(b *testing.B) {
	for _, c := range []struct{ name, written, language string }{
		{"digits", "2026-05-03", "en"},
		{"name of the month", "3rd of May 2026", "en"},
		{"German", "am nächsten Freitag", "de"},
		{"Russian", "3 мая 2026 года", "ru"},
		{"Japanese", "2026年5月3日", "ja"},
		{"English in Spanish", "the day after tomorrow", "es"},
		{"no date", "I would like to change my order please", "en"},
		{"long", strings.Repeat("on the ", 140), "en"},
		{"fillers", strings.Repeat("a the ", 8), "en"},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _ = Parse(c.written, c.language, today)
			}
		})
	}
}
