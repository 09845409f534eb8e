package phrase

import (
	"bytes"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxMarks is how many marks on one letter are compared; Unicode's stream-safe format has the same bound. Without one a
// message that is a single letter with a million marks would be sorted as a whole.
const maxMarks = 30

const combiningDot = '\u0307'

// iotaBelow is the mark that folds to a letter. Marks must not be sorted past it any more when compatibility forms open.
const iotaBelow = "\u0345"

// Fold returns what is compared of s: full case folding, NFKC, without default-ignorable code points. All four
// letters i of Turkish (i, İ, I, ı) fold to i, with or without a separate dot: I is the capital of two of them, and which one a
// message means is not known. Invalid bytes become U+FFFD. Fold(Fold(s)) is Fold(s).
func Fold(s string) string {
	if folded, ok := foldASCII(s); ok {
		return folded
	}
	var f folder
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); {
		if s[i] < utf8.RuneSelf && (i+1 == len(s) || s[i+1] < utf8.RuneSelf) {
			out = append(out, lower(s[i]))
			i++
			continue
		}
		u := f.next(s, i)
		i = u.end
		switch {
		case u.many != nil:
			out = append(out, u.many...)
		case u.class != ignorable:
			out = utf8.AppendRune(out, u.r)
		}
	}
	return string(out)
}

// foldASCII folds s if it is all ASCII; without a capital it returns s itself.
func foldASCII(s string) (string, bool) {
	capital := -1
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return "", false
		}
		if capital < 0 && isCapital(s[i]) {
			capital = i
		}
	}
	if capital < 0 {
		return s, true
	}
	b := []byte(s)
	for i := capital; i < len(b); i++ {
		b[i] = lower(b[i])
	}
	return string(b), true
}

func isCapital(c byte) bool { return c >= 'A' && c <= 'Z' }

func lower(c byte) byte {
	if isCapital(c) {
		return c + 'a' - 'A'
	}
	return c
}

// A unit is the smallest part of a text that folds on its own: a rune, or a letter with its marks.
type unit struct {
	r     rune   // the folded rune, unless many is set
	class class  // of r; ignorable if nothing is left
	many  []byte // several folded runes, valid until the next unit
	end   int    // where the unit ends in the text
	same  bool   // folding changed nothing
}

// A folder folds a text unit by unit. It holds the buffers for units of several runes.
type folder struct {
	raw, work, spare, out []byte
}

// next folds the unit of s that begins at i.
func (f *folder) next(s string, i int) unit {
	r, size := utf8.DecodeRuneInString(s[i:])
	end := i + size
	p := pageOf(r)
	info := p.info[uint8(r)]
	if info.class == ignorable {
		return unit{class: ignorable, end: end}
	}
	if end < len(s) && s[end] >= utf8.RuneSelf && joined(s, end) {
		end = f.gather(s, i)
		many := f.foldRaw()
		return unit{many: many, end: end, same: string(many) == s[i:end]}
	}
	if info.many {
		f.out = append(f.out[:0], p.many[uint8(r)]...)
		return unit{many: f.out, end: end}
	}
	return unit{r: r + info.delta, class: info.class, end: end}
}

// joined reports whether the first rune of s[i:] that is not ignorable may combine with what is before it.
func joined(s string, i int) bool {
	for i < len(s) {
		r, size := utf8.DecodeRuneInString(s[i:])
		info := pageOf(r).info[uint8(r)]
		if info.class != ignorable {
			return info.joins
		}
		i += size
	}
	return false
}

// gather collects in f.raw the runes from i on that are to be folded together, and returns where they end.
func (f *folder) gather(s string, i int) int {
	f.raw = f.raw[:0]
	end, marks := i, 0
	for i < len(s) {
		r, size := utf8.DecodeRuneInString(s[i:])
		info := pageOf(r).info[uint8(r)]
		i += size
		if info.class == ignorable {
			continue // belongs to the unit only if another mark follows
		}
		if len(f.raw) > 0 && !info.joins {
			break
		}
		n := f.countMarks(r, info.joins)
		if marks+n > maxMarks && len(f.raw) > 0 {
			if norm.NFKC.PropertiesString(string(r)).LeadCCC() == 0 {
				break // a letter: it begins a unit of its own
			}
			end = i // one mark too many is dropped
			continue
		}
		marks += n
		f.raw = utf8.AppendRune(f.raw, r)
		end = i
	}
	return end
}

// countMarks returns the number of marks that r brings to its unit: all that it decomposes to, but for the letter at
// the front of one that does not join.
func (f *folder) countMarks(r rune, joins bool) int {
	f.spare = utf8.AppendRune(f.spare[:0], r)
	n := 1
	if d := norm.NFKD.Properties(f.spare).Decomposition(); d != nil {
		n = utf8.RuneCount(d)
	} else if r >= '가' && r <= '힣' {
		n = 3 // at most: Hangul decomposes by a rule, not by a table
	}
	if !joins {
		n--
	}
	return n
}

// foldRaw folds what gather collected.
func (f *folder) foldRaw() []byte {
	if f.isFolded() {
		return f.raw
	}
	f.spare = norm.NFD.Append(f.spare[:0], f.raw...)
	if bytes.Contains(f.spare, []byte(iotaBelow)) {
		f.spare = bytes.ReplaceAll(f.spare, []byte(iotaBelow), []byte("ι"))
	}
	f.work = norm.NFKD.Append(f.work[:0], f.spare...)
	f.spare = f.spare[:0]
	for b := f.work; len(b) > 0; {
		r, size := utf8.DecodeRune(b)
		b = b[size:]
		p := pageOf(r)
		if info := p.info[uint8(r)]; info.many {
			f.spare = append(f.spare, p.many[uint8(r)]...)
		} else {
			f.spare = utf8.AppendRune(f.spare, r+info.delta)
		}
	}
	f.work = foldDots(norm.NFKD.Append(f.work[:0], f.spare...))
	f.out = norm.NFKC.Append(f.out[:0], f.work...)
	return f.out
}

// isFolded reports whether folding would not change f.raw; it may miss some.
func (f *folder) isFolded() bool {
	for b := f.raw; len(b) > 0; {
		r, size := utf8.DecodeRune(b)
		b = b[size:]
		if info := pageOf(r).info[uint8(r)]; info.delta != 0 || info.many || r == combiningDot {
			return false
		}
	}
	return norm.NFKC.QuickSpan(f.raw) == len(f.raw)
}

// foldDots makes ı an i and removes the dots above i, in place. Its argument is NFKD.
func foldDots(b []byte) []byte {
	if !bytes.ContainsAny(b, "ı\u0307") {
		return b
	}
	out, dotted := b[:0], false
	for len(b) > 0 {
		r, size := utf8.DecodeRune(b)
		ccc := norm.NFKD.Properties(b).CCC()
		b = b[size:]
		switch {
		case r == combiningDot && dotted:
			continue
		case r == 'ı':
			r = 'i'
		}
		// A mark of the same class (230) stands between a later dot and its letter; others do not.
		if ccc == 0 {
			dotted = r == 'i'
		} else if ccc == 230 {
			dotted = false
		}
		out = utf8.AppendRune(out, r)
	}
	return out
}
