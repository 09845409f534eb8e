package phrase

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// The oracle is the matcher as one would explain it: word by word, phrase by phrase. It shares with the real one only
// the question to which class a rune belongs.

type word struct {
	text  string
	class class
}

func wordsOf(s string) []word {
	var out []word
	open := false
	for _, r := range foldWhole(s) {
		c := classOf(r)
		switch n := len(out) - 1; {
		case c == separator || c == mark && (!open || out[n].class == symbol):
			open = false
		case c == mark, open && c == out[n].class && c != symbol:
			out[n].text += string(r)
		default:
			out = append(out, word{string(r), c})
			open = true
		}
	}
	return out
}

type slowPhrase struct {
	words       []word
	left, right bool // bound to the edge of a word
}

func slowParse(s string) slowPhrase {
	s = strings.TrimSpace(foldWhole(s))
	inside := strings.HasPrefix(s, "~")
	s = strings.TrimSpace(strings.TrimLeft(s, "~"))
	open := strings.HasSuffix(s, "*")
	s = strings.TrimSpace(strings.TrimRight(s, "*"))
	p := slowPhrase{words: wordsOf(s)}
	if len(p.words) == 0 {
		return p
	}
	runes := []rune(s)
	bound := func(c class, outer rune) bool {
		return c == symbol || c == spaced && !inside || inside && classOf(outer) == separator
	}
	p.left = bound(p.words[0].class, runes[0])
	p.right = bound(p.words[len(p.words)-1].class, runes[len(runes)-1])
	if open && p.words[len(p.words)-1].class != symbol {
		p.right = false
	}
	return p
}

func (p slowPhrase) in(text []word) bool {
	for i := 0; len(p.words) > 0 && i+len(p.words) <= len(text); i++ {
		if p.at(text[i:]) {
			return true
		}
	}
	return false
}

func (p slowPhrase) at(text []word) bool {
	last := len(p.words) - 1
	for i, w := range p.words {
		left, right := i > 0 || p.left, i < last || p.right
		have := text[i].text
		var ok bool
		switch {
		case left && right:
			ok = have == w.text
		case left:
			ok = strings.HasPrefix(have, w.text)
		case right:
			ok = strings.HasSuffix(have, w.text)
		default:
			ok = strings.Contains(have, w.text)
		}
		if !ok {
			return false
		}
	}
	return true
}

// slowMatch returns the row and the phrases found; a phrase that is written twice in a row counts once.
func slowMatch(rows []Row, best bool, text, lang string) (int, []int) {
	message := wordsOf(text)
	winner, weight := -1, 0
	var phrases []int
	for i, r := range rows {
		found := slowFound(r.Phrases, message)
		if len(found) == 0 || len(slowFound(r.Not, message)) > 0 || !slowServes(r.Languages, lang) {
			continue
		}
		w := 1
		if best {
			w = max(r.Weight, 1) * len(found)
		}
		if w > weight {
			winner, weight, phrases = i, w, found
		}
	}
	return winner, phrases
}

func slowFound(phrases []string, message []word) []int {
	var out []int
	var before []string
	for i, s := range phrases {
		p := slowParse(s)
		key := patternOf(s)
		if p.in(message) && !slices.Contains(before, key) {
			out = append(out, i)
		}
		before = append(before, key)
	}
	return out
}

func patternOf(phrase string) string {
	var c compiler
	pattern, _, _ := c.parse(phrase)
	return pattern
}

func slowServes(languages []string, lang string) bool {
	return lang == "" || len(languages) == 0 || slices.ContainsFunc(languages, func(l string) bool {
		return strings.EqualFold(l[:2], lang[:2])
	})
}

func anyPhrase() *rapid.Generator[string] {
	marker := rapid.SampledFrom([]string{"", "", "", "~", "~ "})
	ending := rapid.SampledFrom([]string{"", "", "", "*", " *", "!"})
	return rapid.Custom(func(t *rapid.T) string {
		parts := rapid.SliceOfN(rapid.SampledFrom(corners), 1, 4).Draw(t, "parts")
		return marker.Draw(t, "marker") + strings.Join(parts, "") + ending.Draw(t, "ending")
	})
}

func anyRow() *rapid.Generator[Row] {
	languages := rapid.SampledFrom([]string{"en", "pl", "PT-br"})
	return rapid.Custom(func(t *rapid.T) Row {
		return Row{
			Phrases:   rapid.SliceOfN(anyPhrase(), 0, 4).Draw(t, "phrases"),
			Not:       rapid.SliceOfN(anyPhrase(), 0, 1).Draw(t, "not"),
			Weight:    rapid.IntRange(0, 3).Draw(t, "weight"),
			Languages: rapid.SliceOfN(languages, 0, 2).Draw(t, "languages"),
		}
	})
}

// anyMessage draws a message that is likely to contain phrases of rows.
func anyMessage(rows []Row) *rapid.Generator[string] {
	parts := []string{" ", ", ", "\u200b"}
	for _, r := range rows {
		parts = append(parts, r.Phrases...)
		parts = append(parts, r.Not...)
	}
	return rapid.Custom(func(t *rapid.T) string {
		var s strings.Builder
		for range rapid.IntRange(0, 5).Draw(t, "parts") {
			part := rapid.OneOf(rapid.SampledFrom(parts), rapid.SampledFrom(corners)).Draw(t, "part")
			if rapid.Bool().Draw(t, "shout") {
				part = strings.ToUpper(strings.Trim(part, "~*"))
			}
			s.WriteString(part)
		}
		return s.String()
	})
}

func TestMatchAgreesWithTheSlowMatcher(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.SliceOfN(anyRow(), 1, 5).Draw(t, "rows")
		best := rapid.Bool().Draw(t, "best")
		table, _ := Compile(rows, best)
		for range 4 {
			text := anyMessage(rows).Draw(t, "text")
			lang := rapid.SampledFrom([]string{"", "en-GB", "pl", "pt"}).Draw(t, "language")
			wantRow, wantPhrases := slowMatch(rows, best, text, lang)
			row, hits := table.Match(text, lang)
			require.Equal(t, wantRow, row)
			require.ElementsMatch(t, wantPhrases, phrasesOf(hits))
			requireGoodHits(t, rows, text, hits)
		}
	})
}

func phrasesOf(hits []Hit) []int {
	var out []int
	for _, h := range hits {
		out = append(out, h.Phrase)
	}
	return out
}

// requireGoodHits checks that what a hit points at contains the phrase, and not more than it must.
func requireGoodHits(t require.TestingT, rows []Row, text string, hits []Hit) {
	for _, h := range hits {
		require.True(t, 0 <= h.Start && h.Start < h.End && h.End <= len(text), "%+v", h)
		p := rows[h.Row].Phrases[h.Phrase]
		part := text[h.Start:h.End]
		require.True(t, slowParse(p).in(wordsOf(part)), "%q in %q", p, part)
	}
}

func TestAHiddenRowNeverWins(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.SliceOfN(anyRow(), 2, 5).Draw(t, "rows")
		table, problems := Compile(rows, false)
		text := anyMessage(rows).Draw(t, "text")
		row, hits := table.Match(text, rapid.SampledFrom([]string{"", "en", "pl"}).Draw(t, "language"))
		for _, p := range problems {
			if p.Code == CodeHidden {
				require.NotEqual(t, p.Row, row)
			}
			if p.Code == CodeTooLate && p.Row == row {
				require.NotEqual(t, []int{p.Phrase}, phrasesOf(hits))
			}
			if p.Code == CodeExcluded && p.Row == row {
				require.NotContains(t, phrasesOf(hits), p.Phrase)
			}
		}
	})
}

func FuzzMatch(f *testing.F) {
	for _, seed := range [][2]string{
		{"won't start", "It Won’t  START!"}, {"nie działa", "NIE DZIA\u0141A"}, {"无法登录", "我无法登录了"}, {"refund*", "refunds"},
		{"~fund", "refunding"}, {"สั่งซื้อ", "อยากสั่งซื้อครับ"}, {"straße", "STRASSE"}, {"istanbul", "İSTANBUL"}, {"ガイド", "ｶﾞｲﾄﾞ"},
		{"\xff", "\xff\xfe"}, {"*", "*"}, {"~ .com", "x.com"}, {"👍", "ok👍🏽"}, {"re\u00adfund", "re\u200bfund"},
	} {
		f.Add(seed[0], "not "+seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, phrase, not, text string) {
		if strings.Count(phrase+not+text, "") > 500 {
			t.Skip("the slow matcher is slow")
		}
		rows := []Row{{Phrases: []string{phrase}, Not: []string{not}}, {Phrases: []string{not, phrase}}}
		table, _ := Compile(rows, false)
		row, hits := table.Match(text, "")
		wantRow, want := slowMatch(rows, false, text, "")
		if manyMarks(phrase) || manyMarks(not) || manyMarks(text) {
			return // Fold compares thirty marks on a letter, the slow matcher all
		}
		require.Equal(t, wantRow, row)
		require.ElementsMatch(t, want, phrasesOf(hits))
		requireGoodHits(t, rows, text, hits)
	})
}

// manyMarks reports whether s has more marks in a row than Fold compares.
func manyMarks(s string) bool {
	n := 0
	for _, r := range s {
		if unicode.In(r, unicode.M, unicode.Hangul) {
			n += 3 // some decompose
		} else if !isIgnorable(r) {
			n = 0
		}
		if n > maxMarks {
			return true
		}
	}
	return false
}
