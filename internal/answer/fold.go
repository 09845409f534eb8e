package answer

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A folding holds what is left of one rune when case, width, compatibility forms, accents and invisible characters do not
// count. Decimal digits of all scripts become those of ASCII, white space a space, invalid bytes U+FFFD.
type folding struct {
	runes [maxFolding]rune
	n     int
}

const maxFolding = 20 // runes; Unicode's longest compatibility form has 18

// eachFolded calls yield for every rune that is left of s.
func eachFolded(s string, yield func(rune)) {
	var f folding
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		f.fold(r, s[i:i+size])
		for _, r := range f.runes[:f.n] {
			yield(r)
		}
		i += size
	}
}

func (f *folding) add(r rune) {
	if f.n < len(f.runes) {
		f.runes[f.n] = r
		f.n++
	}
}

func foldASCII(c byte) rune {
	switch {
	case c >= 'A' && c <= 'Z':
		return rune(c) + 'a' - 'A'
	case c < ' ' || c == 0x7f:
		return ' '
	}
	return rune(c)
}

const hangulFirst, hangulLast = '가', '힣'

// fold folds a rune, whose bytes are s.
func (f *folding) fold(r rune, s string) {
	f.n = 0
	switch {
	case r < utf8.RuneSelf:
		f.add(foldASCII(byte(r)))
	case r >= 0xFF01 && r <= 0xFF5E:
		f.add(foldASCII(byte(r - 0xFF01 + '!')))
	case r >= hangulFirst && r <= hangulLast:
		f.foldHangul(r - hangulFirst)
	default:
		f.foldOther(r, s)
	}
}

// foldHangul takes a syllable apart. It is composed by a rule, so the tables do not do it.
func (f *folding) foldHangul(n rune) {
	f.add(0x1100 + n/588)
	f.add(0x1161 + n%588/28)
	if n%28 > 0 {
		f.add(0x11A7 + n%28)
	}
}

func (f *folding) foldOther(r rune, s string) {
	if n := circled(r); n > 0 {
		if n >= 10 {
			f.add('0' + n/10)
		}
		f.add('0' + n%10)
		return
	}
	opened := norm.NFKD.PropertiesString(s).Decomposition()
	if opened == nil {
		f.foldSimple(r)
	}
	for len(opened) > 0 {
		r, size := utf8.DecodeRune(opened)
		f.foldSimple(r)
		opened = opened[size:]
	}
}

// foldSimple folds a rune that does not decompose.
func (f *folding) foldSimple(r rune) {
	if r < utf8.RuneSelf {
		f.add(foldASCII(byte(r)))
		return
	}
	if isOptional(r) || isInvisible(r) {
		return
	}
	if two, ok := spelledOut(r); ok {
		f.add(two[0])
		if two[1] != 0 {
			f.add(two[1])
		}
		return
	}
	if n, ok := digit(r); ok {
		f.add('0' + n)
		return
	}
	if unicode.IsSpace(r) {
		f.add(' ')
		return
	}
	f.add(unicode.ToLower(unicode.ToUpper(r))) // both ways, because two small letters may share a capital
}

// circled returns the number in a circle, on a disc or on a key that Unicode does not take apart; 0 if r is none.
func circled(r rune) rune {
	switch {
	case r < 0x24EB:
		return 0
	case r >= 0x2776 && r <= 0x2793:
		return (r-0x2776)%10 + 1
	case r >= 0x24EB && r <= 0x24F4:
		return r - 0x24EB + 11
	case r >= 0x24F5 && r <= 0x24FE:
		return r - 0x24F5 + 1
	case r == '🔟':
		return 10
	}
	return 0
}

// spelledOut returns the plain letters for one that carries a stroke, or that is two joined, and so does not decompose.
func spelledOut(r rune) (letters [2]rune, ok bool) {
	switch r {
	case 'ß', 'ẞ':
		return [2]rune{'s', 's'}, true
	case 'æ', 'Æ':
		return [2]rune{'a', 'e'}, true
	case 'œ', 'Œ':
		return [2]rune{'o', 'e'}, true
	case 'ł', 'Ł':
		return [2]rune{'l'}, true
	case 'ø', 'Ø':
		return [2]rune{'o'}, true
	case 'đ', 'Đ', 'ð', 'Ð':
		return [2]rune{'d'}, true
	case 'ħ', 'Ħ':
		return [2]rune{'h'}, true
	}
	return letters, false
}

// digit returns the value of a decimal digit of any script. Unicode keeps the ten of a script together, zero first.
func digit(r rune) (value rune, ok bool) {
	if r < utf8.RuneSelf {
		return r - '0', r >= '0' && r <= '9'
	}
	if r < 0x660 || !unicode.Is(unicode.Nd, r) {
		return 0, false
	}
	for _, run := range unicode.Nd.R16 {
		if rune(run.Lo) <= r && r <= rune(run.Hi) {
			return (r - rune(run.Lo)) % 10, true
		}
	}
	for _, run := range unicode.Nd.R32 {
		if rune(run.Lo) <= r && r <= rune(run.Hi) {
			return (r - rune(run.Lo)) % 10, true
		}
	}
	return 0, false
}

// isOptional reports whether r is a mark that people leave out: an accent, a point of Hebrew, a vowel sign of Arabic, the
// key around a digit, or the stroke that only makes an Arabic word longer.
func isOptional(r rune) bool {
	switch {
	case r < 0x300:
		return false
	case r <= 0x36F, r >= 0x483 && r <= 0x489:
		return true
	case r < 0x591:
		return false
	case r <= 0x6ED:
		return r == 0x640 || unicode.Is(unicode.Mn, r)
	}
	return r >= 0x1AB0 && r <= 0x1AFF || r >= 0x1DC0 && r <= 0x1DFF || r >= 0x20D0 && r <= 0x20FF || r >= 0xFE20 && r <= 0xFE2F
}

// invisibles are the default-ignorable code points, by Unicode's DerivedCoreProperties.txt, in order.
//
//nolint:gochecknoglobals // a table that is only read
var invisibles = [...][2]rune{
	{0xAD, 0xAD}, {0x34F, 0x34F}, {0x61C, 0x61C}, {0x115F, 0x1160}, {0x17B4, 0x17B5}, {0x180B, 0x180F}, {0x200B, 0x200F},
	{0x202A, 0x202E}, {0x2060, 0x206F}, {0x3164, 0x3164}, {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF}, {0xFFA0, 0xFFA0}, {0xFFF0, 0xFFF8},
	{0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF},
}

func isInvisible(r rune) bool {
	for _, run := range invisibles {
		if r <= run[1] {
			return r >= run[0]
		}
	}
	return false
}

// head returns as much of s as is looked at.
func head(s string) string {
	if len(s) <= maxText {
		return s
	}
	end := maxText
	for end > maxText-utf8.UTFMax && !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end]
}
