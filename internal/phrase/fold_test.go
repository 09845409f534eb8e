package phrase

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

func TestFoldMakesEqualWhatReadsTheSame(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, in, want string }{
		{"nothing", "", ""},
		{"ASCII capitals", "Won't START 24/7", "won't start 24/7"},
		{"German sharp s in either case", "Straße STRAẞE STRASSE", "strasse strasse strasse"},
		{"Greek final sigma", "ΟΔΟΣ οδος οδοσ", "οδοσ οδοσ οδοσ"},
		{"Greek iota subscript, composed or not", "ᾳ α\u0345 ΑΙ", "αι αι αι"},
		{"a spacing iota with a mark", "ͺ\u0300", " \u0300ι"},
		{"an iota below and a Katakana mark", "\u0345ﾞ", "ι\u3099"},
		{"the four Turkish letters i", "İIıi", "iiii"},
		{"a separate dot above i", "I\u0307 i\u0307", "i i"},
		{"a dot above i behind a dot below", "ị\u0307 İ\u0323 i\u0323", "ị ị ị"},
		{"a dot above an acute accent stays", "i\u0301\u0307", "í\u0307"},
		{"NFD", "nie dzia\u0142a cafe\u0301 Å A\u030a", "nie działa café å å"},
		{"marks in any order", "a\u0323\u0302 a\u0302\u0323", "ậ ậ"},
		{"full width", "ＲＥＦＵＮＤ　１２", "refund 12"},
		{"half width Katakana with its mark apart", "ｶﾞｲﾄﾞ", "ガイド"},
		{"ligatures and compatibility forms", "ﬁnd ① ㎏ ²", "find 1 kg 2"},
		{"Hangul in letters", "\u1112\u1161\u11ab\u1100\u1173\u11af", "한글"},
		{"zero width, soft hyphen, bidi, BOM, selectors", "\ufeffre\u200bf\u00adu\u202en\u2066d\u200d\ufe0f", "refund"},
		{"an invisible character between a letter and its mark", "e\u200d\u0301", "é"},
		{"invalid bytes", "a\xffb\xe2\x82", "a\ufffdb\ufffd\ufffd"},
		{"a mark without a letter", "\u0301a", "\u0301a"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, c.want, Fold(c.in))
		})
	}
}

//nolint:paralleltest // AllocsPerRun counts what every goroutine allocates
func TestFoldDoesNotAllocateForLowerASCII(t *testing.T) {
	require.Zero(t, testing.AllocsPerRun(100, func() { Fold("where is my refund?") }))
}

func TestEveryRuneFoldsAsItsOtherCases(t *testing.T) {
	t.Parallel()
	for r := range rune(unicode.MaxRune + 1) {
		if !utf8.ValidRune(r) {
			continue
		}
		others := []string{norm.NFD.String(string(r)), norm.NFKC.String(string(r))}
		for o := unicode.SimpleFold(r); o != r; o = unicode.SimpleFold(o) {
			others = append(others, string(o))
		}
		want := Fold(string(r))
		for _, o := range others {
			if got := Fold(o); got != want {
				t.Errorf("%U folds to %q, but %q to %q", r, want, o, got)
			}
		}
	}
}

func TestEveryRuneFoldsToWhatFoldsNoFurther(t *testing.T) {
	t.Parallel()
	for r := range rune(unicode.MaxRune + 1) {
		if !utf8.ValidRune(r) {
			continue
		}
		once := Fold(string(r))
		if twice := Fold(once); twice != once {
			t.Errorf("%U folds to %q, and that to %q", r, once, twice)
		}
		for _, o := range once {
			if info := pageOf(o).info[uint8(o)]; info.many || info.delta != 0 || info.class == ignorable {
				t.Errorf("%U folds to %U, which is %+v", r, o, info)
			}
		}
	}
}

func TestFoldIsIdempotent(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := anyText().Draw(t, "s")
		once := Fold(s)
		require.Equal(t, once, Fold(once))
		require.True(t, utf8.ValidString(once))
		require.True(t, norm.NFKC.IsNormalString(once))
	})
}

func TestFoldingUnitByUnitIsFoldingTheWhole(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := anyText().Draw(t, "s")
		require.Equal(t, foldWhole(s), Fold(s))
	})
}

func TestFoldIgnoresCanonicalDifferences(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := anyText().Draw(t, "s")
		require.Equal(t, Fold(s), Fold(norm.NFD.String(s)))
		require.Equal(t, Fold(s), Fold(norm.NFC.String(s)))
	})
}

func TestFoldComparesThirtyMarksOnALetter(t *testing.T) {
	t.Parallel()
	for _, mark := range []string{"\u0301", "\u0344", "\u0345", "\u1161", "\u0e48", "\u0307", "\uff9e", "\u0f73", "\u0bbe", "\u11a8"} {
		for _, base := range []string{"e", "é", "ﷺ", "가", "\u1100", "ậ", "i", "´", ""} {
			s := base + strings.Repeat(mark, 100)
			once := Fold(s)
			require.Equal(t, once, Fold(once), "%q %q", base, mark)
			require.NotContains(t, once, "\u034f", "%q %q", base, mark)
		}
	}
	require.Equal(t, "é"+strings.Repeat("\u0301", 29)+"!", Fold("E"+strings.Repeat("\u0301", 1000)+"!"))
}

// foldWhole folds as the Unicode standard describes it, step by step and all at once.
func foldWhole(s string) string {
	var visible []rune
	for _, r := range s { // an invalid byte reads as U+FFFD
		if !isIgnorable(r) {
			visible = append(visible, r)
		}
	}
	s = cases.Fold().String(norm.NFD.String(string(visible)))
	s = strings.Map(cherokee, cases.Fold().String(norm.NFKD.String(s)))
	return norm.NFKC.String(withoutDots(norm.NFKD.String(s)))
}

// cherokee folds the one script whose letters fold to capitals.
func cherokee(r rune) rune {
	if unicode.Is(unicode.Cherokee, r) {
		return unicode.ToUpper(r)
	}
	return r
}

func withoutDots(s string) string {
	var out []rune
	for _, r := range s {
		if r == 'ı' {
			r = 'i'
		}
		if r == '\u0307' && followsI(out) {
			continue
		}
		out = append(out, r)
	}
	return string(out)
}

// followsI reports whether a dot after runes would sit right on an i.
func followsI(runes []rune) bool {
	for _, r := range slices.Backward(runes) {
		switch norm.NFD.PropertiesString(string(r)).CCC() {
		case 0:
			return r == 'i'
		case 230:
			return false
		}
	}
	return false
}

// anyText draws text from the corners of Unicode that matter to matching, and some from all of it.
func anyText() *rapid.Generator[string] {
	part := rapid.OneOf(rapid.SampledFrom(corners), rapid.SampledFrom(corners), rapid.StringN(0, 3, -1))
	return rapid.Map(rapid.SliceOfN(part, 0, 12), func(parts []string) string { return strings.Join(parts, "") })
}

var corners = []string{
	"a", "b", "A", "ab", "1", "Ａ", "①", "é", "e\u0301", "E\u0301", "\u0301", "\u0323", "ß", "SS", "ẞ", "ﬁ", "f", "i",
	"İ", "I", "ı", "\u0307", "Σ", "ς", "α", "\u0345", "退", "款", "退款", "か", "\u3099", "が", "ｶ", "ﾞ", "ー", "ก", "\u0e48", "ร",
	"한", "\u1112", "\u1161", "\u11ab", "ㅠ", "\u200b", "\u200d", "\u00ad", "\u034f", "\ufeff", "\u202e", "\ufe0f", " ", " ", "  ", "\n",
	"\u00a0", "\u3000", "'", "’", "ʼ", "´", ".", "-", "，", "😀", "👍🏽", "+", "$", "~", "*", "\u20e3", "\xff", "\xe2\x82", "\ufffd", "\u0338", "=", "𝛂", "ﷺ",
}
