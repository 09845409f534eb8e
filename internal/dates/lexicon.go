package dates

import (
	"slices"
	"strings"
	"sync"
)

// A vocabulary is what a language calls dates, as it is written down: | separates meanings and a comma those words that have
// the same. Of the first two, the first word is the one that [Say] says.
type vocabulary struct {
	months   string // from January
	weekdays string // from Monday
	days     string // yesterday, today, tomorrow, the day after tomorrow
	numbers  string // from one, as they stand before days and weeks, and before months
	units    string // day, week
	single   string // those of the units that need no number: in a week
	in       string // before a number of days: in
	later    string // after a number of days: from now
	next     string // beside a day of the week
	week     string // beside a day of the week, for the one of the week after this: next week
	suffixes string // right after digits
	endings  string // of names
	year     string // after the number of a year, month and day, in scripts without spaces
	month    string
	day      string
	fillers  string // anywhere
	phrases  phrases
}

// The roles that a word can have besides a name or a number.
type role uint16

const (
	isIn role = 1 << iota
	isLater
	isNext
	isWeek
	isSuffix
	isFiller
	isYear
	isMonth
	isDay
	isRelative
	isSingle
)

// A word is all that some words in a row can mean.
type word struct {
	roles    role
	month    int // from 1; 0 if it is none
	weekday  int // from 1 for Sunday; 0 if it is none
	number   int // 0 if it is none
	unit     int // in days; 0 if it is none
	distance int // in days, if it is relative
}

// A lexicon is a vocabulary as it is looked up.
type lexicon struct {
	words   map[string]word // by the items of the words, with a space between
	longest int             // how many items the longest of them have

	months   []string // what Say says
	weekdays []string // from Sunday
	phrases  phrases
}

const english = "en"

// lexicons holds all languages; they are compiled when the first date is read.
var lexicons = sync.OnceValue(func() map[string]*lexicon { //nolint:gochecknoglobals // a table that is only read
	all := map[string]*lexicon{}
	for language, v := range vocabularies() {
		all[language] = compile(v)
	}
	return all
})

// lexiconOf returns the lexicon of a base language, English for one without.
func lexiconOf(base string) *lexicon {
	if l := lexicons()[base]; l != nil {
		return l
	}
	return lexicons()[english]
}

// vocabularies returns those of all languages by their base.
func vocabularies() map[string]vocabulary {
	return map[string]vocabulary{
		english: englishWords(), "de": germanWords(), "nl": dutchWords(), "sv": swedishWords(),
		"es": spanishWords(), "pt": portugueseWords(), "fr": frenchWords(), "it": italianWords(),
		"pl": polishWords(), "cs": czechWords(), "ru": russianWords(), "uk": ukrainianWords(),
		"tr": turkishWords(), "id": indonesianWords(), "zh": chineseWords(), "ja": japaneseWords(),
	}
}

func compile(v vocabulary) *lexicon {
	l := &lexicon{words: map[string]word{}, phrases: v.phrases}
	endings := append([]string{""}, list(v.endings)...)
	l.months = l.add(v.months, endings, func(w *word, i int) { w.month = i + 1 })
	monday := l.add(v.weekdays, endings, func(w *word, i int) { w.weekday = (i+1)%7 + 1 })
	l.weekdays = slices.Concat(monday[6:], monday[:6])

	none := []string{""}
	l.add(v.days, none, func(w *word, i int) { w.roles, w.distance = w.roles|isRelative, i-1 })
	l.add(v.numbers, none, func(w *word, i int) { w.number = i + 1 })
	l.add(v.units, none, func(w *word, i int) { w.unit = 1 + 6*i })
	for words, r := range map[string]role{
		v.in: isIn, v.later: isLater, v.next: isNext, v.week: isWeek, v.suffixes: isSuffix, v.fillers: isFiller,
		v.single: isSingle,
	} {
		l.add(words, none, func(w *word, _ int) { w.roles |= r })
	}
	for _, mark := range []struct {
		words string
		role  role
	}{{v.year, isYear}, {v.month, isMonth}, {v.day, isDay}} {
		l.add(mark.words, none, func(w *word, _ int) { w.roles |= mark.role })
	}
	return l
}

// add enters the words of meanings, and returns the first of each.
func (l *lexicon) add(meanings string, endings []string, set func(w *word, i int)) (first []string) {
	for i, meaning := range strings.Split(meanings, "|") {
		for j, name := range list(meaning) {
			if j == 0 {
				first = append(first, name)
			}
			for _, ending := range endings {
				l.enter(name+ending, func(w *word) { set(w, i) })
			}
		}
	}
	return first
}

// list splits words with the same meaning.
func list(words string) []string {
	if words == "" {
		return nil
	}
	return strings.Split(words, ",")
}

func (l *lexicon) enter(name string, set func(w *word)) {
	items, _ := scan(name)
	key := keyOf(items)
	w := l.words[key]
	set(&w)
	l.words[key] = w
	l.longest = max(l.longest, len(items))
}

func keyOf(items []item) string {
	if len(items) == 1 {
		return items[0].text
	}
	texts := make([]string, len(items))
	for i, it := range items {
		texts[i] = it.text
	}
	return strings.Join(texts, " ")
}

// find returns the meaning of the longest run of words that the items begin with, and its length, 0 if there is none.
func (l *lexicon) find(items []item) (w word, n int) {
	most := 0
	for most < min(l.longest, len(items)) && items[most].digits == 0 {
		if most > 0 && items[most].gap != glued && items[most].gap != space && items[most].gap != '-' {
			break
		}
		most++
	}
	for n = most; n > 0; n-- {
		if w, ok := l.words[keyOf(items[:n])]; ok {
			return w, n
		}
	}
	return word{}, 0
}
