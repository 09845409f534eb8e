// Package tongue tells which language a short text is in, and says that it does not know rather than guess.
//
// Most scripts belong to one language. Between languages that share a script the words decide that every sentence has,
// then the letters and the endings that only some of them know. The answer needs enough evidence and a clear lead over the
// second best: a name, a number or an "ok" is in no language.
package tongue

import "unicode/utf8"

// limit is how many bytes of a text are looked at: by then the language is known or mixed.
const limit = 1 << 10

// Detect returns the language of the text (BCP 47, without script or region), or "" if it is not sure. It is quick,
// keeps nothing, and takes any bytes.
func Detect(text string) string {
	s := sample{tables: loaded()}
	s.read(head(text))
	return s.verdict()
}

// head is the part that is looked at, cut between two letters.
func head(text string) string {
	if len(text) <= limit {
		return text
	}
	cut := limit
	for cut > limit-utf8.UTFMax && !utf8.RuneStart(text[cut]) {
		cut--
	}
	return text[:cut]
}

const (
	enough = 5 // points without which nothing is decided
	lead   = 2 // points that the best needs over the second
)

// verdict is the language that the sample speaks for.
func (s *sample) verdict() string {
	if s.invalid > s.letters() {
		return ""
	}
	written := s.script()
	switch written {
	case none:
		return ""
	case latin, cyrillic, arabic, devanagari:
		return s.compare(written)
	case han:
		return s.eastAsian()
	}
	if s.scripts[written] < 2 {
		return ""
	}
	return written.tag()
}

// compare chooses among the languages of a script by the points that their words have got.
func (s *sample) compare(written script) string {
	best, first, second := -1, 0, 0
	for i, points := range s.points[:len(s.tables.tags)] {
		if s.tables.scripts[i]&(1<<written) == 0 {
			continue
		}
		switch {
		case points > first:
			best, first, second = i, points, first
		case points > second:
			second = points
		}
	}
	if best < 0 || first < max(enough, (s.words+1)/2) || first-second < max(lead, first/12) {
		return ""
	}
	return s.tables.tags[best]
}
