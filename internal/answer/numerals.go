package answer

import (
	"strings"
	"sync"
)

// A lexicon holds the words for numbers, folded.
type lexicon struct {
	cardinals map[string]int // "two"
	ordinals  map[string]int // "second"
}

// A library holds the lexicons of all languages, and what they say together. A word that means different numbers in two
// languages is contested there.
type library struct {
	byLanguage map[string]lexicon
	cardinals  map[string]int
	places     map[string]placeWord
}

// A placeWord is a word for the place of a choice.
type placeWord struct {
	number  int // from 1, lastPlace or contested
	ordinal bool
}

const (
	contested = -1
	lastPlace = 1 << 20
	lastWords = "last ultimo ultima dernier derniere letzte letzter letztes letzten laatste ostatni ostatnia ostatnie"
)

// numerals makes the library when it is first needed.
//
//nolint:gochecknoglobals // a table that is only read
var numerals = sync.OnceValue(func() *library {
	all := &library{byLanguage: map[string]lexicon{}, cardinals: map[string]int{}, places: map[string]placeWord{}}
	for _, language := range languages() {
		l := newLexicon()
		language.count(l.cardinals)
		for n, words := range language.ordinals {
			for word := range strings.SplitSeq(words, "|") {
				language.bend(l.ordinals, word, n)
			}
		}
		all.byLanguage[language.code] = l
		merge(all.cardinals, l.cardinals)
		all.addPlaces(l.cardinals, false)
		all.addPlaces(l.ordinals, true)
	}
	for word := range strings.FieldsSeq(lastWords) {
		all.places[word] = placeWord{number: lastPlace, ordinal: true}
	}
	return all
})

func (l *library) addPlaces(words map[string]int, ordinal bool) {
	for word, n := range words {
		if known, ok := l.places[word]; ok && known.number != n {
			n = contested
		}
		l.places[word] = placeWord{number: n, ordinal: ordinal}
	}
}

func newLexicon() lexicon { return lexicon{cardinals: map[string]int{}, ordinals: map[string]int{}} }

func merge(into, from map[string]int) {
	for word, n := range from {
		if other, ok := into[word]; ok && other != n {
			n = contested
		}
		into[word] = n
	}
}

// cardinal returns the number that words mean in a language or in English; in any, if the language is not known.
func (l *library) cardinal(words []byte, language string) (n int, ok bool) {
	known, listed := l.byLanguage[primary(language)]
	if !listed {
		n, ok = l.cardinals[string(words)]
		return n, ok && n != contested
	}
	if n, ok = known.cardinals[string(words)]; ok {
		return n, true
	}
	n, ok = l.byLanguage["en"].cardinals[string(words)]
	return n, ok
}

// primary returns the language of a tag, without region and script.
func primary(tag string) string {
	if end := strings.IndexAny(tag, "-_"); end >= 0 {
		tag = tag[:end]
	}
	return strings.ToLower(tag)
}

// A language says how its numbers are made.
type language struct {
	code     string
	units    string // the words for 0, 1, 2, ..., with | between several for one number
	tens     string // the words for the tens, from that after the last unit
	hundred  string
	join     func(tens, unit string, n int) []string
	ordinals map[int]string
	endings  string // those that an ordinal may take
}

// count fills in the words for 0 to 100.
func (l language) count(words map[string]int) {
	units := strings.Fields(l.units)
	for n, unit := range units {
		for word := range strings.SplitSeq(unit, "|") {
			words[strings.ReplaceAll(word, "_", " ")] = n
		}
	}
	for i, ten := range strings.Fields(l.tens) {
		n := 100 - 10*len(strings.Fields(l.tens)) + 10*i
		for word := range strings.SplitSeq(ten, "|") {
			word = strings.ReplaceAll(word, "_", " ")
			words[word] = n
			l.countFrom(words, word, n, units)
		}
	}
	for word := range strings.SplitSeq(l.hundred, "|") {
		words[strings.ReplaceAll(word, "_", " ")] = 100
	}
}

// countFrom fills in the words between one ten and the next. In French 71 is sixty and eleven.
func (l language) countFrom(words map[string]int, ten string, n int, units []string) {
	for unit := 1; unit < len(units) && unit < 20; unit++ {
		if unit >= 10 && !(l.code == "fr" && (n == 60 || n == 80)) {
			return
		}
		for word := range strings.SplitSeq(units[unit], "|") {
			for _, joined := range l.join(ten, strings.ReplaceAll(word, "_", " "), unit) {
				if _, known := words[joined]; !known {
					words[joined] = n + unit
				}
			}
		}
	}
}

// bend fills in the forms of an ordinal. A stem ends with ~ where an ending follows; both words of two have the same one.
func (l language) bend(words map[string]int, stem string, n int) {
	if !strings.Contains(stem, "~") {
		words[stem] = n
		return
	}
	for ending := range strings.FieldsSeq(l.endings) {
		words[strings.ReplaceAll(stem, "~", ending)] = n
	}
}
