package phrase

import (
	"cmp"
	"slices"
	"sync"
)

// Row is one row of a table, as the manager wrote it.
type Row struct {
	Phrases   []string
	Not       []string // the row does not match a message with one of these
	Weight    int      // what each phrase counts in a table that takes the best row; 0 means 1
	Languages []string // BCP 47; if given, the row serves only messages of these languages, and of no known one
}

// Table is a compiled table: immutable and safe for concurrent use.
type Table struct {
	rows     []row
	patterns []string // sorted; a phrase in the form that the index looks for
	owners   [][]owner
	index    *index
	best     bool
	limited  bool // some row has languages
	scratch  sync.Pool
}

type row struct {
	weight    int
	languages []string
}

// An owner is a phrase that is written as the pattern says.
type owner struct {
	row, phrase int
	not         bool
	open        bool // ends in *
}

// Hit is one phrase found.
type Hit struct {
	Row, Phrase int
	Start, End  int // byte range in the original text
}

// Compile makes a table of rows; best says that the row with the greatest matched weight wins, not the first. The
// problems are in the order of the rows. The table is never nil: it leaves out what is wrong.
func Compile(rows []Row, best bool) (*Table, []Problem) {
	c := compiler{table: &Table{best: best}, found: map[string][]owner{}}
	for i, r := range rows {
		c.addRow(i, r)
	}
	c.table.freeze(c.found)
	c.compare(rows)
	slices.SortStableFunc(c.problems, func(a, b Problem) int { return cmp.Compare(a.Row, b.Row) })
	return c.table, c.problems
}

// freeze sets what is derived from the phrases.
func (t *Table) freeze(found map[string][]owner) {
	for p := range found {
		t.patterns = append(t.patterns, p)
	}
	slices.Sort(t.patterns)
	t.owners = make([][]owner, len(t.patterns))
	for i, p := range t.patterns {
		t.owners[i] = found[p]
	}
	t.index = newIndex(t.patterns)
}

func (t *Table) newScratch() *scratch {
	return &scratch{seen: make([]uint32, len(t.patterns)), state: make([]rowState, len(t.rows))}
}

// Match returns the row that wins, -1 when none does, and the phrases of that row that were found: each once, where it
// is found first, in the order of the text. A language that is empty or "und" is unknown and serves every row.
//
// In a table that takes the best row, the matched weight of a row is its weight times the number of its phrases found;
// of rows with the same weight the first wins.
func (t *Table) Match(text, language string) (int, []Hit) {
	if t == nil || len(t.patterns) == 0 {
		return -1, nil
	}
	s, ok := t.scratch.Get().(*scratch)
	if !ok {
		s = t.newScratch()
	}
	defer t.release(s)
	s.words.read(&s.folder, text)
	s.scan(t.index, s.words.buf)
	if len(s.found) == 0 {
		return -1, nil
	}
	s.tally(t)
	row := t.choose(s, language)
	if row < 0 {
		return -1, nil
	}
	return row, t.hits(s, row)
}

// choose returns the row that wins among those that s has counted.
func (t *Table) choose(s *scratch, language string) int {
	if t.limited {
		language = primary(language)
	}
	winner, weight := -1, 0
	for _, i := range s.touched {
		if !t.eligible(s, i, language) {
			continue
		}
		w := 0
		if t.best {
			w = t.rows[i].weight * s.state[i].count
		}
		if winner < 0 || w > weight || w == weight && i < winner {
			winner, weight = i, w
		}
	}
	return winner
}

// eligible reports whether row i matches; language is a primary language.
func (t *Table) eligible(s *scratch, i int, language string) bool {
	if s.state[i].blocked || s.state[i].count == 0 {
		return false
	}
	allowed := t.rows[i].languages
	return language == "" || len(allowed) == 0 || slices.Contains(allowed, language)
}

// hits returns where the phrases of row were found.
func (t *Table) hits(s *scratch, row int) []Hit {
	var hits []Hit
	for _, f := range s.found {
		for _, o := range t.owners[f.pattern] {
			if o.row != row || o.not {
				continue
			}
			from, to := s.locate(f.end-len(t.patterns[f.pattern]), f.end, o.open)
			hits = append(hits, Hit{Row: row, Phrase: o.phrase, Start: from, End: to})
		}
	}
	slices.SortFunc(hits, func(a, b Hit) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End), cmp.Compare(a.Phrase, b.Phrase))
	})
	return hits
}

// maxKept is the length of the longest message whose buffers are kept for the next one.
const maxKept = 64 << 10

func (t *Table) release(s *scratch) {
	if cap(s.words.buf) <= maxKept {
		t.scratch.Put(s)
	}
}
