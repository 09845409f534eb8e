package answer

import (
	"bytes"
	"unicode"
	"unicode/utf8"
)

// appendWords appends the words of s to b, with one space between them and none at the ends. A symbol is a word by itself.
// A sign before a number, a mark inside one and a % behind one belong to it, so that -1, 1.5 and 50% are not 1, 15 and 50.
func appendWords(b []byte, s string) []byte {
	var f folding
	w := writer{base: len(b), edge: true}
	for i := 0; i < len(s); {
		if end := lettersFrom(s, i); end > i {
			b = w.letters(b, s[i:end])
			i = end
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		f.fold(r, s[i:i+size])
		for _, r := range f.runes[:f.n] {
			b = w.rune(b, r)
		}
		i += size
	}
	return w.settle(b)
}

// lettersFrom returns where the letters of ASCII end that begin at i.
func lettersFrom(s string, i int) int {
	for i < len(s) && isLetter(s[i]) {
		i++
	}
	return i
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// A writer puts folded runes together to words. Its methods append to the words so far, and return them.
type writer struct {
	base  int  // where the words begin
	gap   bool // the next rune begins a word
	edge  bool // the rune before is a space or an opening bracket, or there is none
	digit bool // the rune before is a digit
	held  byte // a mark that belongs to a number if a digit is next
}

func (w *writer) letters(b []byte, s string) []byte {
	b = w.begin(w.settle(b))
	w.digit = false
	for i := range len(s) {
		b = append(b, s[i]|0x20)
	}
	return b
}

func (w *writer) ascii(b []byte, c byte) []byte {
	switch {
	case c >= 'a' && c <= 'z':
		b = w.begin(w.settle(b))
		w.digit = false
		return append(b, c)
	case isDigit(c):
		return w.number(b, c)
	}
	return w.punctuation(b, c)
}

func (w *writer) number(b []byte, c byte) []byte {
	if w.held != 0 {
		if !w.digit {
			b = w.begin(b) // a sign
		}
		b = append(b, w.held)
		w.held = 0
	}
	w.digit = true
	return append(w.begin(b), c)
}

// begin writes the space before a word.
func (w *writer) begin(b []byte) []byte {
	if w.gap && len(b) > w.base {
		b = append(b, ' ')
	}
	w.gap, w.edge = false, false
	return b
}

// settle decides about a held mark that no digit follows.
func (w *writer) settle(b []byte) []byte {
	if w.held == 0 {
		return b
	}
	if w.held == '+' {
		b = w.symbol(b, '+')
	}
	w.held = 0
	w.gap, w.digit, w.edge = true, false, false
	return b
}

func (w *writer) punctuation(b []byte, c byte) []byte {
	b = w.settle(b)
	switch {
	case c == '%' && w.digit:
		b = append(b, c)
	case w.digit && isInsideNumbers(c), w.edge && (c == '-' || c == '+'):
		w.held = c
		return b
	case c == '+' || c == '$' || c == '^' || c == '`':
		b = w.symbol(b, rune(c))
	}
	w.gap, w.digit = true, false
	w.edge = c == ' ' || c == '(' || c == '['
	return b
}

func isInsideNumbers(c byte) bool { return c == '.' || c == ',' || c == ':' || c == '/' || c == '-' }

func (w *writer) symbol(b []byte, r rune) []byte {
	w.gap = true
	b = utf8.AppendRune(w.begin(b), r)
	w.gap, w.digit = true, false
	return b
}

func (w *writer) rune(b []byte, r rune) []byte {
	if r < utf8.RuneSelf {
		return w.ascii(b, byte(r))
	}
	if r == '−' { // the minus that is not a hyphen
		return w.punctuation(b, '-')
	}
	b = w.settle(b)
	switch {
	case isAlone(r):
		b = w.symbol(b, r)
	case unicode.IsLetter(r), unicode.IsNumber(r):
		b = utf8.AppendRune(w.begin(b), r)
	case unicode.IsMark(r): // continues what is before it
		b = utf8.AppendRune(b, r)
	case unicode.In(r, unicode.Sm, unicode.Sc, unicode.So, unicode.Co) || isUnassigned(r):
		b = w.symbol(b, r)
	default:
		w.gap = true
	}
	w.digit, w.edge = false, false
	return b
}

// isUnassigned reports whether r may be an emoji of next year.
func isUnassigned(r rune) bool {
	return r >= 0x1F000 && r <= 0x1FFFF && !unicode.In(r, unicode.P, unicode.Sk)
}

// isAlone reports whether r is of a script that writes no spaces and whose characters mean something one by one.
func isAlone(r rune) bool {
	return r >= 0x2E80 && (r == 'ー' || unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana)) && !unicode.IsMark(r)
}

// cut returns the first word of b and what is behind it.
func cut(b []byte) (word, rest []byte) {
	word, rest, _ = bytes.Cut(b, []byte{' '})
	return word, rest
}

// cutLast returns the last word of b and what is before it.
func cutLast(b []byte) (rest, word []byte) {
	if i := bytes.LastIndexByte(b, ' '); i >= 0 {
		return b[:i], b[i+1:]
	}
	return nil, b
}
