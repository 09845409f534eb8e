package rule

import (
	"errors"
	"strings"
	"unicode/utf8"
)

// Template is a compiled text with {{ expr }} pieces. It is immutable and may be used by any number of goroutines at once.
type Template[E any] struct {
	source string
	pieces []piece[E]
	refs   []Ref[E]
	plain  bool // no pieces: the source is the text
}

// piece is literal text and the expression after it, if there is one.
type piece[E any] struct {
	literal string
	expr    *Expr[E]
}

// Template compiles a text in which {{ }} encloses expressions. It is rendered in a single pass: braces in a value stay
// what they are. The places of mistakes count from the start of the text.
func (s *Scope[E]) Template(src string) (*Template[E], []Mistake) {
	t := &Template[E]{source: src, plain: !strings.Contains(src, "{{")}
	if len(src) > maxTemplate {
		return nil, []Mistake{{Code: SizeMistake, Message: "the text is longer than 64 KiB", Line: 1, Column: 1, Length: 1}}
	}
	if t.plain {
		return t, nil
	}
	var mistakes []Mistake
	for rest, offset := src, 0; ; {
		literal, inner, n, open := nextPiece(rest)
		if !open {
			t.pieces = append(t.pieces, piece[E]{literal: rest})
			break
		}
		at := place{source(src), offset + len(literal) + 2}
		if n < 0 || len(t.pieces) >= maxPieces {
			return nil, append(mistakes, at.broken(n))
		}
		x, ms := s.Expression(inner, Any)
		if len(mistakes) < maxMistakes {
			mistakes = append(mistakes, at.moved(ms)...)
		}
		t.add(literal, x, at)
		rest, offset = rest[n:], offset+n
	}
	if len(mistakes) > 0 {
		return nil, mistakes
	}
	return t, nil
}

func (t *Template[E]) add(literal string, x *Expr[E], at place) {
	t.pieces = append(t.pieces, piece[E]{literal, x})
	if x == nil {
		return
	}
	for _, r := range x.refs {
		r.Line, r.Column = at.shift(r.Line, r.Column)
		if !isRead(t.refs, r.Path) {
			t.refs = append(t.refs, r)
		}
	}
}

func isRead[E any](refs []Ref[E], path string) bool {
	for _, r := range refs {
		if r.Path == path {
			return true
		}
	}
	return false
}

// nextPiece splits off the literal up to the next {{ and the expression up to its }}. n is the length of both with their
// braces, and negative if there is no }}.
func nextPiece(s string) (literal, inner string, n int, open bool) {
	start := strings.Index(s, "{{")
	if start < 0 {
		return s, "", 0, false
	}
	end := closing(s[start+2:])
	if end < 0 {
		end = strings.Index(s[start+2:], "}}")
	}
	if end < 0 {
		return s[:start], "", -1, true
	}
	return s[:start], s[start+2 : start+2+end], start + 2 + end + 2, true
}

// closing finds the }} that ends an expression: not one in a text, nor one that closes two maps.
func closing(s string) int {
	s = s[:min(len(s), maxSource+2)]
	depth := 0
	for i := 0; i < len(s) && i <= maxSource; i++ {
		switch ch := s[i]; {
		case ch == '"' || ch == '\'' || ch == '`':
			i = unquoted(s, i)
		case ch == '{':
			depth++
		case ch == '}' && depth > 0:
			depth--
		case ch == '}' && i+1 < len(s) && s[i+1] == '}':
			return i
		}
	}
	return -1
}

// unquoted finds the end of the text that starts at i: the next such quote, unless a backslash stands before it.
func unquoted(s string, i int) int {
	quote := s[i]
	for i++; i < len(s) && s[i] != quote; i++ {
		if s[i] == '\\' && quote != '`' {
			i++
		}
	}
	return i
}

// place is where an expression starts within a text, in bytes.
type place struct {
	text   source
	offset int
}

func (p place) shift(line, column int) (int, int) {
	before := string(p.text)[:p.offset]
	if line == 1 {
		column += utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:])
	}
	return line + strings.Count(before, "\n"), column
}

func (p place) moved(ms []Mistake) []Mistake {
	for i := range ms {
		ms[i].Line, ms[i].Column = p.shift(ms[i].Line, ms[i].Column)
	}
	return ms
}

func (p place) broken(n int) Mistake {
	m := Mistake{Code: ParseMistake, Message: "{{ without }}", Hint: "close it with }}", Length: 2}
	if n >= 0 {
		m = Mistake{Code: SizeMistake, Message: "the text has too many {{ }}", Length: 2}
	}
	m.Line, m.Column = p.shift(1, -1)
	return m
}

// Render is the text for env. A piece that fails renders as nothing; its error is returned beside the text. A value ends
// after 16 KiB and the whole after 64 KiB.
func (t *Template[E]) Render(env E) (string, error) {
	if t.plain {
		return t.source, nil
	}
	var room [512]byte
	dst, errs := room[:0], []error(nil)
	for i := range t.pieces {
		p := &t.pieces[i]
		dst = append(dst, p.literal...)
		if p.expr == nil {
			continue
		}
		v, err := p.expr.Eval(env)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		if dst = v.AppendText(dst); len(dst) > maxTemplate {
			break
		}
	}
	text := cut(string(dst), maxTemplate)
	if len(errs) > 0 {
		return text, errors.Join(errs...)
	}
	return text, nil
}

// Source is the text that was compiled.
func (t *Template[E]) Source() string { return t.source }

// Reads lists every name that the pieces read, in order of appearance, each once.
func (t *Template[E]) Reads() []Ref[E] { return t.refs }

// Piece is literal text, and the expression after it; nil: none follows.
type Piece[E any] struct {
	Literal string
	Expr    *Expr[E]
}

// Pieces takes the text apart, for what puts values together by rules of its own. There is at least one.
func (t *Template[E]) Pieces() []Piece[E] {
	if t.plain {
		return []Piece[E]{{Literal: t.source}}
	}
	pieces := make([]Piece[E], len(t.pieces))
	for i, p := range t.pieces {
		pieces[i] = Piece[E]{p.literal, p.expr}
	}
	return pieces
}
