package answer

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gousher/usher/internal/phrase"
)

// A Choice is one of the answers that a question offers.
type Choice struct {
	ID       string
	Titles   []string // what is shown: one for each language, the main one first
	Synonyms []string // other words for it that people write
}

// A Menu recognises which of several choices a text means. It is immutable, so several goroutines may use it at once.
type Menu struct {
	size    int
	ids     map[string]int
	names   map[string]named
	phrases []place         // every name, in order
	tails   []place         // every name from each of its words on, without the ids, in order
	inside  []place         // the names that a sentence may contain, in order
	starts  map[string]span // the first words of those, and all negations
}

// Found is what a text means.
type Found struct {
	// Index is the choice, counted from 0; -1 if there is none.
	Index int
	// Candidates are the choices between which the text does not tell, in order; nil, or more than one.
	Candidates []int
}

// A named is what a name stands for: one choice, or several that share it.
type named struct {
	index  int // the choice; -1 if rivals share the name
	rivals []owner
}

// An owner is a choice that has a name, as the author wrote it.
type owner struct {
	choice  int
	kind    kind
	written string // with accents, see phrase.Fold
}

// The kinds of names. Of two choices with the same name, the one with the lesser kind has it.
type kind uint8

const (
	title kind = iota
	synonym
	id
)

// A place is words that begin a name, or stand inside one.
type place struct {
	text   string
	choice int
}

// A span is a part of a list. It is known whether its word is a negation.
type span struct {
	from, to int
	denies   bool
}

// NewMenu makes choices ready for answers. Blank names are left out; a name of several choices is ambiguous, unless it is
// written differently or is the title of only one of them.
func NewMenu(choices []Choice) *Menu {
	m := &Menu{size: len(choices), ids: map[string]int{}, names: map[string]named{}}
	owners := map[string][]owner{}
	for i, c := range choices {
		if _, taken := m.ids[c.ID]; !taken && c.ID != "" {
			m.ids[c.ID] = i
		}
		for _, t := range c.Titles {
			m.add(owners, t, owner{choice: i, kind: title})
		}
		for _, s := range c.Synonyms {
			m.add(owners, s, owner{choice: i, kind: synonym})
		}
		m.add(owners, c.ID, owner{choice: i, kind: id})
	}
	for name, all := range owners {
		m.names[name] = oneOf(all)
	}
	m.phrases, m.tails, m.inside = sorted(m.phrases), sorted(m.tails), sorted(m.inside)
	m.starts = firstWords(m.inside)
	numerals() // now, not when the first answer comes
	return m
}

func (m *Menu) add(owners map[string][]owner, name string, o owner) {
	name = head(name)
	o.written = accented(name)
	words := string(appendName(nil, name))
	if words == "" {
		return
	}
	owners[words] = append(owners[words], o)
	m.phrases = append(m.phrases, place{text: words, choice: o.choice})
	if o.kind == id {
		return
	}
	if mayStandInside(words) {
		m.inside = append(m.inside, place{text: words, choice: o.choice})
	}
	for at := 0; ; {
		m.tails = append(m.tails, place{text: words[at:], choice: o.choice})
		next := strings.IndexByte(words[at:], ' ')
		if next < 0 {
			return
		}
		at += next + 1
	}
}

// appendName appends the words of a name to b; of one without words, such as "?", what is written.
func appendName(b []byte, s string) []byte {
	before := len(b)
	if b = appendWords(b, s); len(b) > before {
		return b
	}
	return append(b, accented(s)...)
}

func accented(s string) string { return strings.TrimSpace(phrase.Fold(s)) }

func oneOf(owners []owner) named {
	for _, o := range owners[1:] {
		if o.choice != owners[0].choice {
			return named{index: -1, rivals: owners}
		}
	}
	return named{index: owners[0].choice}
}

func sorted(places []place) []place {
	slices.SortFunc(places, func(a, b place) int {
		return cmp.Or(strings.Compare(a.text, b.text), cmp.Compare(a.choice, b.choice))
	})
	return slices.Compact(places)
}

// firstWords finds the names that begin with the same word. They stand together, because a space sorts before
// everything else that a word holds.
func firstWords(inside []place) map[string]span {
	starts := map[string]span{}
	for word, role := range roles() {
		if role&negation != 0 {
			starts[word] = span{denies: true}
		}
	}
	for i, p := range inside {
		word, _, _ := strings.Cut(p.text, " ")
		s := starts[word]
		if s.to == 0 {
			s.from = i
		}
		s.to = i + 1
		starts[word] = s
	}
	return starts
}

// Find recognises a choice, in this order: by its id to the letter; by id, title or synonym, see the package for what is compared; by
// number or ordinal ("2", "#2", "②", "two", "the second one", "la segunda", "last"); by the beginning of a name; by whole words
// out of a title or synonym; and by a title or synonym within a longer sentence, unless that sentence denies something.
//
// A number that is also a word of another choice's title ("2", where the third is "2 rooms") is ambiguous.
func (m *Menu) Find(written string) Found {
	if i, ok := m.ids[written]; ok {
		return Found{Index: i}
	}
	if written = head(written); len(written) <= 256 {
		var buf [512]byte
		return m.find(buf[:0], written)
	}
	var buf [2 * maxText]byte
	return m.find(buf[:0], written)
}

func (m *Menu) find(buf []byte, written string) Found {
	words := appendName(buf, written)
	if len(words) == 0 {
		return none()
	}
	if f, ok := m.meaning(words, written); ok {
		return f
	}
	if bare := withoutCourtesy(words); len(bare) < len(words) {
		if f, ok := m.meaning(bare, written); ok {
			return f
		}
	}
	return m.within(words)
}

func none() Found { return Found{Index: -1} }

// meaning recognises words that are an answer and nothing else.
func (m *Menu) meaning(words []byte, written string) (f Found, ok bool) {
	if n, ok := m.names[string(words)]; ok {
		return n.settle(written), true
	}
	if n := m.number(words); n > 0 {
		return m.numbered(n-1, words), true
	}
	if f, ok := m.begins(words); ok {
		return f, true
	}
	if is(words, negation|small) {
		return none(), false
	}
	all := m.between(m.tails, words)
	return m.only(all), len(all) > 0
}

// settle decides between the choices that share a name: by the accents, then by the kind of name.
func (n named) settle(written string) Found {
	if n.index >= 0 {
		return Found{Index: n.index}
	}
	left, exact := n.rivals, accented(written)
	same := slices.DeleteFunc(slices.Clone(left), func(o owner) bool { return o.written != exact })
	if len(same) > 0 {
		left = same
	}
	best := slices.MinFunc(left, func(a, b owner) int { return cmp.Compare(a.kind, b.kind) }).kind
	var choices among
	for _, o := range left {
		if o.kind == best {
			choices.add(o.choice)
		}
	}
	return choices.found()
}

// numbered decides about the number of a choice, unless other choices have it as a word.
func (m *Menu) numbered(choice int, words []byte) Found {
	others := m.between(m.tails, words)
	own := slices.ContainsFunc(others, func(p place) bool { return p.choice == choice })
	if own || len(others) == 0 {
		return Found{Index: choice}
	}
	var choices among
	choices.add(choice)
	for _, p := range others {
		choices.add(p.choice)
	}
	return choices.found()
}

// between returns the places that are the words, or go on behind them with another word.
func (m *Menu) between(places []place, words []byte) []place {
	from := lowerBound(places, words)
	to := from
	for to < len(places) && hasWords(places[to].text, words) {
		to++
	}
	return places[from:to]
}

// only returns the choice of all places, or the candidates.
func (m *Menu) only(places []place) Found {
	var choices among
	for _, p := range places {
		choices.add(p.choice)
	}
	return choices.found()
}

// begins finds the names that begin so, at best with whole words.
func (m *Menu) begins(words []byte) (f Found, ok bool) {
	from := lowerBound(m.phrases, words)
	whole := m.between(m.phrases[from:], words)
	if f = m.only(whole); f.Index >= 0 {
		return f, true
	}
	if is(words, negation) { // "no" is not short for North
		return f, len(whole) > 0
	}
	to := from
	var choices among
	for to < len(m.phrases) && hasPrefix(m.phrases[to].text, words) {
		if !splitsNumber(m.phrases[to].text, len(words)) {
			choices.add(m.phrases[to].choice)
		}
		to++
	}
	return choices.found(), choices.any
}

// An among collects choices. It allocates only if there are several.
type among struct {
	any   bool
	first int
	all   []int
}

func (a *among) add(choice int) {
	switch {
	case !a.any:
		a.any, a.first = true, choice
	case a.all == nil && choice != a.first:
		a.all = []int{a.first, choice}
	case a.all != nil && !slices.Contains(a.all, choice):
		a.all = append(a.all, choice)
	}
}

func (a *among) found() Found {
	switch {
	case !a.any:
		return none()
	case a.all == nil:
		return Found{Index: a.first}
	}
	slices.Sort(a.all)
	return Found{Index: -1, Candidates: a.all}
}

// lowerBound returns where words would stand among places.
func lowerBound(places []place, words []byte) int {
	from, to := 0, len(places)
	for from < to {
		middle := int(uint(from+to) >> 1)
		if places[middle].text < string(words) {
			from = middle + 1
		} else {
			to = middle
		}
	}
	return from
}

func hasPrefix(s string, p []byte) bool { return len(s) >= len(p) && s[:len(p)] == string(p) }

func hasWords(s string, p []byte) bool {
	return hasPrefix(s, p) && (len(s) == len(p) || s[len(p)] == ' ')
}

// splitsNumber reports whether s[:at] ends inside a number: "4" does not begin "400" or "4.5".
func splitsNumber(s string, at int) bool {
	if at == 0 || at == len(s) || !isDigit(s[at-1]) {
		return false
	}
	return isDigit(s[at]) || (s[at] == '.' || s[at] == ',') && at+1 < len(s) && isDigit(s[at+1])
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
