package dates

import (
	"strings"

	"github.com/gousher/usher/internal/calendar"
)

// A token is a number or what a run of words means.
type token struct {
	word

	digits int // of a number in digits
	gap    gap // what is before it
}

// Patterns are what a date looks like. Each letter is a token; fillers may stand anywhere.
//
//	r tomorrow   i in   n number   u days   s week   a from now   w day of the week   x next   z next week
//	d day   m month   y year   Y 年   M 月   D 日
const (
	relativePatterns = "r wr rw"
	distancePatterns = "inu is nua sa"
	weekdayPatterns  = "w xw wx xwx zw wz"
	datePatterns     = "dmy mdy ymd dm md yYnMdD yYnMd nMdD nMd"
)

// read finds the date in a text by the words of one language.
func read(items []item, l *lexicon, o order, today calendar.Date) (reading, bool) {
	tokens, ok := l.understand(items)
	if !ok {
		return reading{}, false
	}
	for _, try := range []func([]token, calendar.Date) (reading, bool){readRelative, readDistance, readWeekday, readNamed} {
		if r, ok := try(tokens, today); ok {
			return r, true
		}
	}
	return readDigits(tokens, o)
}

// understand turns items into tokens. It is false if a word means nothing.
func (l *lexicon) understand(items []item) ([]token, bool) {
	tokens := make([]token, 0, len(items))
	for len(items) > 0 {
		first := items[0]
		if first.digits > 0 {
			tokens = append(tokens, token{word: word{number: first.number}, digits: first.digits, gap: first.gap})
			items = items[1:]
			continue
		}
		w, n := l.find(items)
		suffix := w.roles&isSuffix != 0 && len(tokens) > 0 && tokens[len(tokens)-1].digits > 0 && first.gap != space
		w.roles &^= isSuffix
		if n == 0 || w == (word{}) && !suffix {
			return nil, false
		}
		if !suffix || w != (word{}) {
			tokens = append(tokens, token{word: w, gap: first.gap})
		}
		items = items[n:]
	}
	return tokens, true
}

// A match is a pattern with the tokens that it has taken.
type match struct {
	pattern string
	taken   [8]token // as long as the longest pattern
}

// token returns what was taken for a letter, the zero token if the pattern does not have it.
func (m *match) token(letter byte) token {
	if i := strings.IndexByte(m.pattern, letter); i >= 0 {
		return m.taken[i]
	}
	return token{}
}

// matches finds the first of some patterns that fits all tokens.
func matches(patterns string, tokens []token) (m match, ok bool) {
	for pattern := range strings.SplitSeq(patterns, " ") {
		m.pattern = pattern
		if m.fit(0, tokens) {
			return m, true
		}
	}
	return match{}, false
}

// fit reports whether the letters from i on take all tokens but fillers.
func (m *match) fit(i int, tokens []token) bool {
	if len(tokens) < len(m.pattern)-i {
		return false
	}
	if len(tokens) == 0 {
		return true
	}
	first := tokens[0]
	if i < len(m.pattern) && first.is(m.pattern[i]) && m.fit(i+1, tokens[1:]) {
		m.taken[i] = first
		return true
	}
	return first.roles&isFiller != 0 && m.fit(i, tokens[1:])
}

// is reports whether a token can be what a letter of a pattern means.
func (t token) is(letter byte) bool {
	switch letter {
	case 'n':
		return t.number > 0
	case 'd':
		return t.digits == 1 || t.digits == 2 || t.digits == 0 && t.number > 0
	case 'y':
		return t.digits == 2 || t.digits == 4
	case 'm':
		return t.month > 0
	case 'w':
		return t.weekday > 0
	case 'u':
		return t.unit > 0
	}
	return t.roles&letterRole(letter) != 0
}

func letterRole(letter byte) role {
	switch letter {
	case 'r':
		return isRelative
	case 'i':
		return isIn
	case 'a':
		return isLater
	case 's':
		return isSingle
	case 'x':
		return isNext
	case 'z':
		return isWeek
	case 'Y':
		return isYear
	case 'M':
		return isMonth
	case 'D':
		return isDay
	}
	return 0
}

// readRelative reads tomorrow, and tomorrow, Monday. Where the two disagree nothing is read: in some languages tomorrow is
// also the morning.
func readRelative(tokens []token, today calendar.Date) (reading, bool) {
	m, ok := matches(relativePatterns, tokens)
	r := after(today, m.token('r').distance)
	said := m.token('w').weekday
	return r, ok && (said == 0 || said == r.weekdayIs())
}

// readDistance reads in 3 days, and in a week also where the language needs no number for it.
func readDistance(tokens []token, today calendar.Date) (reading, bool) {
	m, ok := matches(distancePatterns, tokens)
	n := m.token('n')
	if n.digits > 4 || n.digits > 0 && n.gap != glued && n.gap != space { // in -3 days
		return reading{}, false
	}
	return after(today, max(n.number, 1)*(m.token('u').unit+m.token('s').unit)), ok
}

// readWeekday reads Monday, and Monday next week.
func readWeekday(tokens []token, today calendar.Date) (reading, bool) {
	m, ok := matches(weekdayPatterns, tokens)
	if !ok {
		return reading{}, false
	}
	now, said := int(weekday(today)), m.token('w').weekday-1
	if m.token('z').roles&isWeek != 0 {
		return after(today, 7+(said+6)%7-(now+6)%7), true // weeks begin on Monday
	}
	return after(today, 1+(said-now+6)%7), true
}
