package answer

import (
	"strings"
	"testing"
)

// alphabet is a menu of 26 choices in three languages, none of which has a number for a word.
func alphabet() []Choice {
	choices := make([]Choice, 26)
	for i := range choices {
		c := string(rune('a' + i))
		choices[i] = Choice{
			ID:       "choice-" + c,
			Titles:   []string{c + "lpha department", "Départément de " + c + "lphé", "Abteilung Ü" + c + "ber"},
			Synonyms: []string{c + c + "x", "the " + c + "z desk"},
		}
	}
	return choices
}

var answers = []struct {
	name, text string
	index      int
}{
	{"ASCII", "ZLPHA Department", 25},
	{"accented", "DÉPARTÉMENT de zlphé", 25},
	{"full-width", "ｚｌｐｈａ　ｄｅｐａｒｔｍｅｎｔ", 25},
	{"number", "the twenty-sixth one", 25},
	{"prefix", "zlph", 25},
	{"sentence", "Hello, could you please put me through to the ZZ desk today?", 25},
	{"none", "the quick brown fox jumps over the lazy dog", -1},
}

func BenchmarkFind(b *testing.B) {
	m := NewMenu(alphabet())
	for _, a := range answers {
		b.Run(a.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if m.Find(a.text).Index != a.index {
					b.Fatal(m.Find(a.text))
				}
			}
		})
	}
}

// BenchmarkEqualFold is the loop that one would write first; it knows whole names only, and neither accents nor width.
func BenchmarkEqualFold(b *testing.B) {
	choices := alphabet()
	for _, a := range answers {
		b.Run(a.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				equalFold(choices, a.text)
			}
		})
	}
}

func equalFold(choices []Choice, text string) int {
	for i, c := range choices {
		if strings.EqualFold(c.ID, text) {
			return i
		}
		for _, t := range c.Titles {
			if strings.EqualFold(t, text) {
				return i
			}
		}
		for _, s := range c.Synonyms {
			if strings.EqualFold(s, text) {
				return i
			}
		}
	}
	return -1
}

func BenchmarkLongText(b *testing.B) {
	m := NewMenu(alphabet())
	text := strings.Repeat("the quick brown fox jumps over the lazy dog ", 1000)
	b.ReportAllocs()
	for b.Loop() {
		m.Find(text)
	}
}

func BenchmarkNewMenu(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		NewMenu(alphabet())
	}
}

func BenchmarkNumber(b *testing.B) {
	for _, text := range []string{"1,234.5", "twenty-five", "not a number at all"} {
		b.Run(text, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Number(text, "en")
			}
		})
	}
}

//nolint:paralleltest // it counts the allocations of the process
func TestFindDoesNotAllocate(t *testing.T) {
	m := NewMenu(alphabet())
	for _, a := range answers {
		if n := testing.AllocsPerRun(100, func() { m.Find(a.text) }); n > 0 {
			t.Errorf("%s: %v allocations", a.name, n)
		}
	}
}
