package tongue

import (
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Points for a piece of evidence.
const (
	alonePoints  = 6 // decides without another word
	strongPoints = 3
	wordPoints   = 2
	faintPoints  = 1
	endingPoints = 1
	ownLetter    = 2 // a letter that no other language of the tables has
	sharedLetter = 1
)

// A mark is a piece of evidence for one language.
type mark struct{ language, points uint8 }

// tables are the languages the other way round: what a word, an ending or a letter speaks for. They are only read.
type tables struct {
	tags    []string
	scripts []uint32 // of each language, the scripts that it is written in, as bits
	words   map[string][]mark
	starts  map[string][]mark
	endings map[string][]mark
	letters map[rune][]mark
	chinese map[rune]int8 // 1 for a character of Chinese alone, -1 for one of Japanese alone
	common  [common]bool  // whether a letter is in letters, so that most need no look
}

// common is the first letter beyond those of Latin, Cyrillic and Arabic.
const common = 0x700

// loaded makes the tables at the first call: a program that detects nothing pays nothing.
//
//nolint:gochecknoglobals // a table that is only read
var loaded = sync.OnceValue(load)

func load() *tables {
	t := &tables{
		words: map[string][]mark{}, starts: map[string][]mark{}, endings: map[string][]mark{}, letters: map[rune][]mark{},
		chinese: map[rune]int8{},
	}
	for _, l := range parse(lists) {
		t.add(&l)
	}
	t.weighLetters()
	for _, r := range japaneseOnly {
		t.chinese[r] = -1
	}
	for _, r := range chineseOnly {
		t.chinese[r] = 1
	}
	return t
}

// index is the number of a language. Serbian comes twice, in two scripts.
func (t *tables) index(tag string) uint8 {
	for i, known := range t.tags {
		if known == tag {
			return uint8(i)
		}
	}
	t.tags = append(t.tags, tag)
	t.scripts = append(t.scripts, 0)
	return uint8(len(t.tags) - 1)
}

func (t *tables) add(l *language) {
	i := t.index(l.tag)
	first, _ := utf8.DecodeRuneInString(l.words)
	t.scripts[i] |= 1 << scriptOf(first)
	faint := map[string]bool{}
	for word := range strings.FieldsSeq(l.faint) {
		faint[word] = true
	}
	sure := func(words string) string {
		return strings.Join(slices.DeleteFunc(strings.Fields(words), func(w string) bool { return faint[w] }), " ")
	}
	t.list(t.words, i, l.faint, faintPoints)
	t.list(t.words, i, sure(l.words), wordPoints)
	t.list(t.words, i, sure(l.strong), strongPoints)
	t.list(t.words, i, l.alone, alonePoints)
	t.list(t.starts, i, l.starts, endingPoints)
	t.list(t.endings, i, l.endings, endingPoints)
	for _, r := range l.letters {
		t.letters[r] = note(t.letters[r], mark{i, sharedLetter})
	}
}

// list notes words for a language, and the way in which they are typed in a hurry.
func (t *tables) list(table map[string][]mark, language uint8, words string, points uint8) {
	for word := range strings.FieldsSeq(words) {
		table[word] = note(table[word], mark{language, points})
		if plain := plain(word); plain != word && utf8.RuneCountInString(plain) > 1 && points > 1 {
			table[plain] = note(table[plain], mark{language, points - 1})
		}
	}
}

// note adds a mark, of which each language has one: the greatest.
func note(marks []mark, m mark) []mark {
	for i := range marks {
		if marks[i].language == m.language {
			marks[i].points = max(marks[i].points, m.points)
			return marks
		}
	}
	return append(marks, m)
}

func (t *tables) weighLetters() {
	for r, marks := range t.letters {
		if len(marks) == 1 {
			marks[0].points = ownLetter
		}
		if r < common {
			t.common[r] = true
		}
	}
}

// plain is a word without its accents: not every phone has them. A Cyrillic й is no accented и.
func plain(word string) string {
	if first, _ := utf8.DecodeRuneInString(word); scriptOf(first) == cyrillic {
		return strings.ReplaceAll(word, "ё", "е")
	} else if scriptOf(first) != latin && scriptOf(first) != arabic {
		return word
	}
	var b strings.Builder
	for _, r := range norm.NFD.String(word) {
		switch r {
		case 'ł':
			r = 'l'
		case 'đ', 'ð':
			r = 'd'
		case 'ø':
			r = 'o'
		case 'ı':
			r = 'i'
		}
		if !unicode.Is(unicode.Mn, r) {
			b.WriteRune(r)
		}
	}
	return b.String()
}
