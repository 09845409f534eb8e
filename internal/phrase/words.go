package phrase

import (
	"slices"
	"sort"
	"unicode/utf8"
)

// words is a text as the automaton reads it: folded, one space between words and at either end.
type words struct {
	buf   []byte
	spans []span
	class class // of the word being written; separator between words
	first class // of the first rune of the text
	last  class // of the last rune of the text
}

// A span says where a part of the buffer comes from: as a row of units of the same size, out bytes long in the buffer and
// in bytes in the text. All bytes of a unit come from the whole of it.
type span struct{ at, from, out, in int }

//nolint:gochecknoglobals // a table of facts
var asciiClass = func() (t [utf8.RuneSelf]class) {
	for r := range rune(utf8.RuneSelf) {
		t[r] = classOf(r)
	}
	return t
}()

// read fills w with the words of s.
func (w *words) read(f *folder, s string) {
	w.buf = append(slices.Grow(w.buf[:0], len(s)+2), ' ')
	w.spans = w.spans[:0]
	w.class, w.first, w.last = separator, separator, separator
	for i := 0; i < len(s); {
		if i = w.readASCII(s, i); i == len(s) {
			break
		}
		u := f.next(s, i)
		w.addUnit(u, i)
		i = u.end
	}
	w.space()
}

// readASCII reads the ASCII from i on and returns where it ends. The last character before other text is left: a mark
// may follow it.
func (w *words) readASCII(s string, i int) int {
	for ; i < len(s) && s[i] < utf8.RuneSelf; i++ {
		if i+1 < len(s) && s[i+1] >= utf8.RuneSelf {
			return i
		}
		c := asciiClass[s[i]]
		if c == separator {
			w.class = separator
			continue
		}
		if c == spaced && w.class == spaced && w.follows(i) {
			w.buf = append(w.buf, lower(s[i]))
			continue
		}
		w.note(w.add(rune(lower(s[i])), c), i, i+1, true)
	}
	return i
}

// follows reports whether the byte at from continues the last span, byte for byte.
func (w *words) follows(from int) bool {
	n := len(w.spans) - 1
	return n >= 0 && w.spans[n].continues(span{len(w.buf), from, 1, 1})
}

// addUnit writes a unit that begins at from in the text.
func (w *words) addUnit(u unit, from int) {
	if u.many == nil {
		if u.class != ignorable {
			w.note(w.add(u.r, u.class), from, u.end, utf8.RuneLen(u.r) == u.end-from)
		}
		return
	}
	at := -1
	for i := 0; i < len(u.many); {
		r, size := utf8.DecodeRune(u.many[i:])
		start := w.add(r, pageOf(r).info[uint8(r)].class)
		if u.same {
			w.note(start, from+i, from+i+size, true)
		} else if at < 0 {
			at = start
		}
		i += size
	}
	w.note(at, from, u.end, false)
}

// add writes one folded rune and returns where, -1 if it is not part of a word.
func (w *words) add(r rune, c class) int {
	if c == mark {
		c = w.class // a mark without a letter separates
		if c != spaced && c != unspaced {
			c = separator
		}
	}
	if c == separator {
		w.class = separator
		return -1
	}
	if c != w.class || c == symbol {
		w.space()
	}
	w.class, w.last = c, c
	if w.first == separator {
		w.first = c
	}
	w.buf = utf8.AppendRune(w.buf, r)
	return len(w.buf) - utf8.RuneLen(r)
}

// note remembers that what was written since at comes from the text between from and end; byte for byte, if even.
func (w *words) note(at, from, end int, even bool) {
	if at < 0 {
		return
	}
	s := span{at: at, from: from, out: 1, in: 1}
	if !even {
		s.out, s.in = len(w.buf)-at, end-from
	}
	if n := len(w.spans) - 1; n < 0 || !w.spans[n].continues(s) {
		w.spans = append(w.spans, s)
	}
}

// continues reports whether next is where it would be if it were part of s.
func (s span) continues(next span) bool {
	units := (next.at - s.at) / s.out
	return s.out == next.out && s.in == next.in && next.at == s.at+units*s.out && next.from == s.from+units*s.in
}

func (w *words) space() {
	if w.buf[len(w.buf)-1] != ' ' {
		w.buf = append(w.buf, ' ')
	}
}

// source returns the part of the text that buf[start:end] comes from. Neither end is a space.
func (w *words) source(start, end int) (from, to int) {
	from, _ = w.unitAt(start)
	_, to = w.unitAt(end - 1)
	return from, to
}

// unitAt returns the part of the text that buf[at] comes from.
func (w *words) unitAt(at int) (from, end int) {
	i := sort.Search(len(w.spans), func(i int) bool { return w.spans[i].at > at })
	s := w.spans[i-1]
	from = s.from + (at-s.at)/s.out*s.in
	return from, from + s.in
}
