package dates

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/gousher/usher/internal/phrase"
)

// mostItems is how many words and numbers a date can have; it also bounds the work of matching.
const mostItems = 16

// mostDigits is how many digits a number can have: those of 20260503.
const mostDigits = 8

// minus is the sign, which some write for a hyphen.
const minus = '\u2212'

// An item is a number or a word of a text. A character of a script without spaces is a word.
type item struct {
	text   string // folded
	number int    // of digits
	digits int    // how many; 0 for a word
	gap    gap    // what is before it
}

// A gap is what stands between two items.
type gap byte

// The gaps that matter; any of / - . stands for itself, with or without spaces.
const (
	glued gap = 0
	space gap = ' '
	comma gap = ','
	other gap = '?'
)

// with returns the gap with another rune in it.
func (g gap) with(r rune) gap {
	next := other
	switch {
	case unicode.IsSpace(r):
		next = space
	case strings.ContainsRune("/-.", r):
		next = gap(r)
	case unicode.Is(unicode.Pd, r) || r == minus:
		next = '-'
	case strings.ContainsRune(",、،", r):
		next = comma
	}
	switch {
	case g == glued || g == space:
		return next
	case next == space:
		return g
	}
	return other
}

// scan splits a text. It is false for what cannot be a date.
func scan(written string) (items []item, ok bool) {
	text := fold(written)
	var at gap
	for text != "" {
		size, kind := span(text)
		next := item{text: text[:size], gap: at}
		text = text[size:]
		switch kind {
		case 'g':
			if !ignored(next.text) {
				return nil, false
			}
			for _, r := range next.text {
				at = at.with(r)
			}
			continue
		case 'd':
			if next.number, next.digits = value(next.text); next.digits > mostDigits {
				return nil, false
			}
		}
		if len(items) == mostItems {
			return nil, false
		}
		items = append(items, next)
		at = glued
	}
	return items, len(items) > 0
}

// span returns the length of what the text begins with, and what it is: d digits, w a word, g a gap.
func span(text string) (size int, kind byte) {
	for i, r := range text {
		is := byte('g')
		switch {
		case unicode.Is(unicode.Nd, r):
			is = 'd'
		case unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsNumber(r):
			is = 'w'
		}
		switch {
		case i == 0 && is == 'w' && unspaced(r):
			return len(string(r)), is
		case i == 0:
			kind = is
		case is != kind || unspaced(r):
			return i, kind
		}
	}
	return len(text), kind
}

func unspaced(r rune) bool {
	return r >= 0x3000 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana)
}

// ignored reports whether a gap holds nothing that would make a date something else, as in $3.50, 50% or +3.
func ignored(gap string) bool { return !strings.ContainsFunc(gap, strange) }

func strange(r rune) bool {
	if unicode.IsSpace(r) || r == minus {
		return false
	}
	return unicode.In(r, unicode.Sc, unicode.Sm, unicode.Cc) || strings.ContainsRune("%#@*&\\_\uFFFD", r)
}

// value returns the number that digits of any script write, and how many they are.
func value(text string) (number, digits int) {
	for _, r := range text {
		if digits++; digits <= mostDigits {
			number = 10*number + digit(r)
		}
	}
	return number, digits
}

// digit returns the value of a digit: in Unicode, those of a script follow each other from 0 on.
func digit(r rune) int {
	zero := r
	for unicode.Is(unicode.Nd, zero-1) {
		zero--
	}
	return int(r-zero) % 10
}

// fold takes from a text what does not count. Names are folded like what is written.
func fold(text string) string {
	text = phrase.Fold(text)
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r), r == '\'', r == '’', r == '‘', r == 'ʼ', r == 'ʹ', r == '`':
			return -1 // п'ятниця, aujourd'hui, '26
		case r == 'ł':
			return 'l'
		case r == 'ø':
			return 'o'
		}
		return r
	}, norm.NFD.String(text))
}
