package phrase

import (
	"sync/atomic"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// A class says what a folded rune does to words.
type class uint8

const (
	separator class = iota // between words
	spaced                 // part of a word in a script with spaces
	unspaced               // part of a word in a script without
	mark                   // continues the word before it
	symbol                 // a word by itself
	ignorable              // not compared at all
)

// runeInfo is what the matcher knows about one rune.
type runeInfo struct {
	delta int32 // folded rune minus rune
	class class // of the folded rune
	joins bool  // may combine with what is before it, so they are folded together
	many  bool  // folds to several runes, which are in the page
}

// A page holds the facts about 256 runes. Pages are worked out when a script is first met: looking the facts up in the
// tables of Unicode for every rune of every message is much slower. All pages together are 10 MB; a message in
// one script needs a few of 2 kB.
type page struct {
	info [256]runeInfo
	many map[uint8]string
}

var pages [(unicode.MaxRune + 1) >> 8]atomic.Pointer[page] //nolint:gochecknoglobals // a memo of facts that never change

func pageOf(r rune) *page {
	if p := pages[r>>8].Load(); p != nil {
		return p
	}
	p := newPage(r &^ 0xff)
	pages[r>>8].Store(p)
	return p
}

func newPage(first rune) *page {
	p := &page{many: map[uint8]string{}}
	fold := cases.Fold()
	for i := range p.info {
		p.info[i] = p.describe(fold, first+rune(i))
	}
	return p
}

func (p *page) describe(fold cases.Caser, r rune) runeInfo {
	if isIgnorable(r) {
		return runeInfo{class: ignorable}
	}
	folded := foldRune(fold, r)
	info := runeInfo{joins: joins(string(r)) || joins(folded)} // a letter of Hangul may join only when it is folded
	one, size := utf8.DecodeRuneInString(folded)
	if size < len(folded) {
		info.many = true
		p.many[uint8(r)] = folded
		return info
	}
	info.delta = one - r
	info.class = classOf(one)
	return info
}

func joins(s string) bool { return !norm.NFKC.PropertiesString(s).BoundaryBefore() }

// foldRune folds one rune, as Unicode's compatibility caseless matching (D146) does, and dots as [Fold] says.
func foldRune(fold cases.Caser, r rune) string {
	if unicode.Is(unicode.Cherokee, r) {
		return string(unicode.ToUpper(r)) // folds to capitals; the library has it the other way round or not at all
	}
	s := string(r)
	if r != 'ı' && norm.NFKD.IsNormalString(s) && fold.String(s) == s {
		return s
	}
	s = norm.NFKD.String(fold.String(norm.NFD.String(s)))
	s = norm.NFKD.String(fold.String(s))
	return norm.NFKC.String(string(foldDots([]byte(s))))
}

// isIgnorable reports whether r is a default-ignorable code point, by the derivation in Unicode's
// DerivedCoreProperties.txt.
func isIgnorable(r rune) bool {
	switch {
	case r < 0x80, r >= 0xFFF9 && r <= 0xFFFB, r >= 0x13430 && r <= 0x13440:
		return false
	case unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector):
		return true
	}
	return unicode.Is(unicode.Cf, r) && !unicode.Is(unicode.Prepended_Concatenation_Mark, r)
}

// classOf returns the class of a folded rune, which is not ignorable any more.
func classOf(r rune) class {
	switch {
	case r == utf8.RuneError || isApostrophe(r):
		return separator
	case unicode.In(r, unicode.Mn, unicode.Mc):
		return mark
	case unicode.In(r, unicode.L, unicode.N):
		if isUnspaced(r) {
			return unspaced
		}
		return spaced
	case isSymbol(r):
		return symbol
	}
	return separator
}

// isApostrophe reports whether r is a letter for Unicode that people type for an apostrophe.
func isApostrophe(r rune) bool {
	return r >= 0x02B9 && r <= 0x02BD || r == 0xA78B || r == 0xA78C
}

// isUnspaced reports whether the script of the letter or digit r writes no spaces between words.
func isUnspaced(r rune) bool {
	switch {
	case r < 0x0E00:
		return false
	case r == 0x30FC, r >= 0x3031 && r <= 0x3035, r == 0x3006, r == 0x303C: // shared by Hiragana and Katakana
		return true
	}
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana,
		unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// isSymbol reports whether r is a word by itself. Unassigned and private code points are: the emoji of next year are
// among them. Signs that people use as punctuation are not.
func isSymbol(r rune) bool {
	switch r {
	case '<', '>', '=', '|', '~':
		return false
	}
	return !unicode.In(r, unicode.P, unicode.Z, unicode.M, unicode.Sk, unicode.Cc, unicode.Cf, unicode.Cs)
}
