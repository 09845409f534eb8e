package answer

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestNumbersAsPeopleWriteThem(t *testing.T) {
	t.Parallel()
	for want, texts := range map[float64][]string{
		0:          {"0", "-0", "0.0", "zero", "minus zero", "null", "00"},
		1:          {"1", "one", "uno", "jeden", "①"},
		2:          {"2", "２", "2️⃣", "٢", "②", "two", "TWO!", " two ", "dos", "zwei"},
		3:          {"3", " 3 ", "3.", "3.0", "3,0", "+3", "+ 3", "003", "３"},
		-3:         {"-3", "− 3", "–3", "- 3", "－３", "-3.0", "minus three", "menos tres", "moins trois"},
		10:         {"10", "🔟", "1️⃣0️⃣", "ten", "1\u200b0", "\u202a10\u202c"},
		11:         {"eleven", "once", "onze"},
		25:         {"twenty-five", "twenty five", "veinticinco", "vinte e cinco", "vingt-cinq", "fünfundzwanzig", "venticinque", "vijfentwintig", "dwadzieścia pięć"},
		71:         {"soixante et onze", "seventy-one"},
		98:         {"quatre-vingt-dix-huit", "achtundneunzig", "novantotto"},
		100:        {"100", "a hundred", "cent", "sto", "hundert"},
		1.5:        {"1.5", "1,5", "1.50", "１．５", "١٫٥", "+1,5"},
		0.5:        {".5", ",5", "0.5"},
		0.125:      {"0,125", "0.125"},
		1000:       {"1,000", "1 000", "1'000", "1’000", "1\u00a0000", "1\u202f000", "1\u2009000", "1٬000", "1,000.", "1,000.0", "1.000,0"},
		1000.5:     {"1.000,5", "1,000.5", "1 000,5", "1 000.5", "1'000.50"},
		12345678.9: {"12,345,678.9", "12.345.678,9", "12 345 678,9", "1,23,45,678.9"},
		1000000:    {"1.000.000", "1,000,000", "1000000", "10,00,000"},
		1.125:      {"1.125"},
		1e15:       {"1000000000000000", "1,000,000,000,000,000"},
		-1e15 + 1:  {"-999999999999999"},
		1e18:       {"1000000000000000000"},
	} {
		for _, written := range texts {
			value, whole, ok := Number(written, "")
			require.True(t, ok, "%q", written)
			require.Equal(t, want, value, "%q", written) //nolint:testifylint // exact
			require.Equal(t, want == math.Trunc(want) && math.Abs(want) <= 1e15, whole, "%q", written)
		}
	}
}

func TestWhatIsNoNumber(t *testing.T) {
	t.Parallel()
	for _, written := range []string{
		"", " ", "x", "NaN", "nan", "inf", "Infinity", "-inf", "0x10", "1e5", "1e400", "1_000", "5 €", "3 €", "$3", "50%", "1 2", "12 34", "1,00.5", "1,0000,0", "1.2.3",
		"1,000,00", "1 000 00", "1.000 000", ",", ".", "-", "+", "--1", "+-1", "1-2", "1/2", "½", "2½", "10²", "x₂", "1.5.", "1,,000", "12:30", "2nd", "twenty banana", "twenty-",
		strings.Repeat("1", 41), strings.Repeat("9", 400), "\xff", "1\xff", "\u202e", "Ⅻ", "no", "minus", "five five", "３個",
	} {
		_, _, ok := Number(written, "")
		if written == "twenty-" {
			require.True(t, ok, "a hyphen behind a word is punctuation")
			continue
		}
		require.False(t, ok, "%q", written)
	}
}

func TestTheLanguageDecidesAboutWordsAndPoints(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		written, language string
		want              float64
		ok                bool
	}{
		{"once", "en", 0, false},
		{"once", "es", 11, true},
		{"once", "es-MX", 11, true},
		{"two", "pl", 2, true},
		{"dwa", "en", 0, false},
		{"dwa", "ru", 2, true},
		{"sechs", "de_AT", 6, true},
		{"1.500", "", 1.5, true},
		{"1.500", "en", 1.5, true},
		{"1.500", "de", 1500, true},
		{"1.500", "pt-BR", 1500, true},
		{"1.500", "es", 1500, true},
		{"1.500", "es-MX", 1.5, true},
		{"1.500", "de-CH", 1.5, true},
		{"0.500", "de", 0.5, true},
		{"1.50", "de", 1.5, true},
		{"1,500", "en", 1500, true},
	} {
		value, _, ok := Number(test.written, test.language)
		require.Equal(t, test.ok, ok, "%+v", test)
		require.Equal(t, test.want, value, "%+v", test) //nolint:testifylint // exact
	}
}

func TestAWrittenNumberIsReadAgain(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(-1e15, 1e15).Draw(t, "n")
		text := strconv.FormatInt(n, 10)
		for _, form := range []string{text, wide(text), hidden(text), grouped(text, ","), grouped(text, " "), grouped(text, "'"), grouped(text, ",") + ".0"} {
			value, whole, ok := Number(form, "en")
			require.True(t, ok && whole, form)
			require.Equal(t, n, int64(value), form)
		}
		f := float64(rapid.Int64Range(-1e12, 1e12).Draw(t, "f")) / 1000
		value, _, ok := Number(strconv.FormatFloat(f, 'f', -1, 64), "en")
		require.True(t, ok)
		require.Equal(t, f, value) //nolint:testifylint // exact
	})
}

func grouped(number, mark string) string {
	sign := ""
	if number[0] == '-' {
		sign, number = "-", number[1:]
	}
	var groups []string
	for len(number) > 3 {
		groups = append([]string{number[len(number)-3:]}, groups...)
		number = number[:len(number)-3]
	}
	return sign + strings.Join(append([]string{number}, groups...), mark)
}

func TestEveryWordForANumberIsRead(t *testing.T) {
	t.Parallel()
	for code, l := range numerals().byLanguage {
		counted := map[int]bool{}
		for word, n := range l.cardinals {
			value, whole, ok := Number(word, code)
			require.True(t, ok && whole, "%s %q", code, word)
			require.Equal(t, n, int(value), "%s %q", code, word)
			counted[n] = true
		}
		for n := range 101 {
			require.True(t, counted[n], "%s %d", code, n)
		}
	}
}

func TestRatings(t *testing.T) {
	t.Parallel()
	for written, want := range map[string]int{
		"4": 4, "4.": 4, "４": 4, "4️⃣": 4, "4/5": 4, "4 / 5": 4, "4／5": 4, "4 out of 5": 4, "4 of 5": 4, "four out of five": 4, "4 von 5": 4, "4 sur 5": 4, "4 na 5": 4,
		"****": 4, "* * * *": 4, "⭐⭐⭐⭐": 4, "⭐️⭐️": 2, "★★★★☆": 4, "★★★★★": 5, "🌟": 1, "four stars": 4, "5 stars": 5, "1 star": 1, "cuatro estrellas": 4, "4 ⭐": 4, "4*": 4,
		"cztery gwiazdki": 4, "4 stars out of 5": 4, "4/5 stars": 4, "4 please": 4, "4.0": 4, "4,0": 4, "①": 1, "4/5!": 4,
		"": 0, "6": 0, "-1": 0, "4.5": 0, "4/10": 0, "8/10": 0, "4 out of 10": 0, "★★☆": 0, "☆☆☆☆☆": 0, "******": 0, "stars": 0, "out of 5": 0, "4 out of": 0, "4/": 0, "/5": 0,
		"4/5/5": 0, "great": 0, "4 5": 0, "50%": 0, "2*2": 0, "1e0": 0, "4 ⭐⭐": 0,
	} {
		rating, ok := Rating(written, 1, 5, "")
		require.Equal(t, want, rating, "%q", written)
		require.Equal(t, want > 0, ok, "%q", written)
	}
	rating, ok := Rating("0", 0, 10, "en")
	require.True(t, ok)
	require.Zero(t, rating)
	rating, ok = Rating("-2", -3, 3, "en")
	require.True(t, ok)
	require.Equal(t, -2, rating)
	_, ok = Rating("3", 5, 1, "en")
	require.False(t, ok, "the lowest is above the highest")
}

func TestEveryRatingIsReadAgain(t *testing.T) {
	t.Parallel()
	for highest := 1; highest <= 10; highest++ {
		for n := 1; n <= highest; n++ {
			for _, form := range []string{
				strconv.Itoa(n), fmt.Sprintf("%d/%d", n, highest), fmt.Sprintf("%d out of %d", n, highest), strings.Repeat("*", n),
				strings.Repeat("★", n) + strings.Repeat("☆", highest-n),
			} {
				rating, ok := Rating(form, 1, highest, "en")
				require.True(t, ok, form)
				require.Equal(t, n, rating, form)
			}
		}
	}
}
