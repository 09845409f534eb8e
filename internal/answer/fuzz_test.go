package answer

import (
	"math"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/unicode/norm"
)

func seeds(f *testing.F) {
	f.Helper()
	for _, s := range []string{
		"", "2", "the second one", "I don't want sales", "１２", "2️⃣", "1,234.5", "− 3", "twenty-five", "★★★★☆", "4/5", "mailto:ana@example.com?x", "<a@b.cd>", "https://example.com/a_(b)",
		"+44 (0)20 7946 0958", "52°13'47\"N 21°0'44\"E", "geo:1,2;u=3", "https://m.example/@1,2,3z", "\xff\xfe", "\u202e2\u202c", "がんばる", "한국어", strings.Repeat("9", 400), strings.Repeat("a\u0301", 3000), "ﷺ",
	} {
		f.Add(s)
	}
}

func FuzzFind(f *testing.F) {
	seeds(f)
	m := departments()
	f.Fuzz(func(t *testing.T, written string) {
		for _, menu := range []*Menu{m, NewMenu([]Choice{{ID: written, Titles: []string{"a", written}}, {ID: "b", Synonyms: []string{written + "x"}}})} {
			found := menu.Find(written)
			require.True(t, found.Index >= -1 && found.Index < menu.size)
			require.True(t, slices.IsSorted(found.Candidates))
			if found.Candidates != nil {
				require.Equal(t, -1, found.Index)
				require.Greater(t, len(found.Candidates), 1)
				require.Less(t, found.Candidates[len(found.Candidates)-1], menu.size)
			}
		}
		words := appendWords(nil, written)
		require.Equal(t, strings.Join(strings.Fields(string(words)), " "), string(words), "one space between words")
	})
}

func FuzzNumber(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, written string) {
		for _, language := range []string{"", "de", "es-MX", "xx"} {
			value, whole, ok := Number(written, language)
			require.False(t, math.IsNaN(value) || math.IsInf(value, 0))
			require.True(t, ok || value == 0 && !whole)
			require.True(t, !whole || value == math.Trunc(value) && math.Abs(value) <= 1e15)
			rating, ok := Rating(written, 1, 5, language)
			require.True(t, ok && rating >= 1 && rating <= 5 || !ok && rating == 0)
		}
	})
}

func FuzzContact(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, written string) {
		for _, read := range []func(string) (string, bool){Email, URL, Phone} {
			found, ok := read(written)
			require.Equal(t, ok, found != "")
			require.LessOrEqual(t, len(found), maxURL)
			require.True(t, utf8.ValidString(found))
			require.False(t, strings.ContainsFunc(found, unicode.IsSpace))
			again, ok2 := read(found)
			require.Equal(t, ok, ok2, "%q", found)
			require.Equal(t, found, again, "what is found is found again")
		}
		latitude, longitude, ok := Coordinates(written)
		require.True(t, latitude >= -90 && latitude <= 90 && longitude >= -180 && longitude <= 180)
		require.True(t, ok || latitude == 0 && longitude == 0)
	})
}

func TestInvisibleIsWhatUnicodeSays(t *testing.T) {
	t.Parallel()
	for r := rune(0x80); r <= unicode.MaxRune; r++ {
		listed := unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector) ||
			unicode.Is(unicode.Cf, r) && !unicode.Is(unicode.Prepended_Concatenation_Mark, r) &&
				(r < 0xFFF9 || r > 0xFFFB) && (r < 0x13430 || r > 0x13440)
		if listed != isInvisible(r) {
			t.Fatalf("%U", r)
		}
	}
}

func TestNoRuneFoldsToMoreThanThereIsRoomFor(t *testing.T) {
	t.Parallel()
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if n := utf8.RuneCountInString(norm.NFKD.String(string(r))); n > maxFolding {
			t.Fatalf("%U folds to %d runes", r, n)
		}
	}
}

func TestAllDigitsAreRead(t *testing.T) {
	t.Parallel()
	for _, run := range unicode.Nd.R32 {
		for r := run.Lo; r <= run.Hi; r++ {
			_, _, ok := Number(string(rune(r)), "")
			require.True(t, ok, "%U", r)
		}
	}
}

func TestOnlyTheBeginningOfALongTextIsLookedAt(t *testing.T) {
	t.Parallel()
	m := departments()
	require.Equal(t, one(0), m.Find("sales "+strings.Repeat("x ", 1<<20)))
	require.Equal(t, one(-1), m.Find(strings.Repeat("x ", maxText)+"sales"))
	require.LessOrEqual(t, len(head(strings.Repeat("é", maxText))), maxText)
	require.True(t, utf8.ValidString(head("a"+strings.Repeat("é", maxText))))
}
