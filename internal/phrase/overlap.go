package phrase

import (
	"slices"
)

// compare reports rows and phrases that get in each other's way.
func (c *compiler) compare(rows []Row) {
	o := overlap{
		compiler: c,
		rows:     rows,
		scratch:  c.table.newScratch(),
		byRow:    make([][]entry, len(rows)),
	}
	for p, owners := range c.table.owners {
		for _, w := range owners {
			o.byRow[w.row] = append(o.byRow[w.row], entry{owner: w, pattern: p})
		}
	}
	for i := range o.byRow {
		slices.SortFunc(o.byRow[i], func(a, b entry) int { return a.phrase - b.phrase })
		o.checkRow(i)
	}
}

// overlap compares the phrases of a table with each other. Which phrases a phrase contains is found by looking for them in
// it as in a message: a message with "price list" has "price" in it.
type overlap struct {
	*compiler
	rows    []Row
	scratch *scratch
	byRow   [][]entry
}

// An entry is a phrase and its pattern.
type entry struct {
	owner
	pattern int
}

// A clash is a phrase and one of an earlier row that is found wherever it is.
type clash struct{ late, early entry }

// checkRow reports what is wrong with row i in view of itself and of the rows before it.
func (o *overlap) checkRow(i int) {
	var beaten, shared []clash
	phrases, known := 0, map[int]bool{}
	for _, e := range o.byRow[i] {
		if e.not {
			continue
		}
		phrases++
		o.checkExcluded(e)
		if early, ok := o.twin(e); ok {
			shared = append(shared, clash{e, early})
		}
		if early, ok := o.winner(e, known); ok {
			beaten = append(beaten, clash{e, early})
		}
	}
	if phrases > 0 && len(beaten) == phrases {
		o.reportHidden(i, beaten[0])
		return
	}
	o.reportShared(shared)
	o.reportLate(beaten)
}

// twin returns the same phrase in the first row before e's that has it.
func (o *overlap) twin(e entry) (early entry, ok bool) {
	for _, w := range o.table.owners[e.pattern] {
		if w.row >= e.row {
			break
		}
		if !w.not {
			return entry{w, e.pattern}, true
		}
	}
	return entry{}, false
}

// winner returns a phrase by which a row before e's wins wherever e is found. In a table that takes the best row no row
// comes before another. known is what hides has found out about e's row.
func (o *overlap) winner(e entry, known map[int]bool) (early entry, ok bool) {
	if o.table.best {
		return entry{}, false
	}
	for _, p := range o.inside(e.pattern) {
		for _, w := range o.table.owners[p] {
			if w.row >= e.row {
				break
			}
			if !w.not && o.hides(w.row, e.row, known) {
				return entry{w, p}, true
			}
		}
	}
	return entry{}, false
}

// inside returns the patterns that every message with the given pattern contains.
func (o *overlap) inside(pattern int) []int {
	o.scratch.scan(o.table.index, []byte(o.table.patterns[pattern]))
	out := make([]int, len(o.scratch.found))
	for i, f := range o.scratch.found {
		out[i] = f.pattern
	}
	return out
}

// maxCompared is how many earlier rows with conditions a row is compared with, so that a table in which thousands of rows
// with conditions have a phrase in common compiles in no time. Rows without conditions do not count.
const maxCompared = 100

// hides reports whether row b cannot win where row a has a phrase. It remembers in known what takes time to find out.
func (o *overlap) hides(a, b int, known map[int]bool) bool {
	if len(o.table.rows[a].languages) == 0 && len(o.rows[a].Not) == 0 {
		return true
	}
	answer, ok := known[a]
	if !ok && len(known) < maxCompared {
		answer = o.matchesWith(a, b)
		known[a] = answer
	}
	return answer
}

// matchesWith reports whether nothing but its phrases keeps row a from matching a message that row b matches: a serves
// the languages of b, and b excludes what a excludes.
func (o *overlap) matchesWith(a, b int) bool {
	ours, theirs := o.table.rows[a].languages, o.table.rows[b].languages
	if len(ours) > 0 && len(theirs) == 0 {
		return false
	}
	for _, l := range theirs {
		if len(ours) > 0 && !slices.Contains(ours, l) {
			return false
		}
	}
	for _, e := range o.byRow[a] {
		if e.not && !o.excludes(b, e.pattern) {
			return false
		}
	}
	return true
}

// excludes reports whether row does not match any message with the pattern.
func (o *overlap) excludes(row, pattern int) bool {
	if len(o.rows[row].Not) == 0 {
		return false
	}
	for _, p := range o.inside(pattern) {
		for _, w := range o.table.owners[p] {
			if w.row == row && w.not {
				return true
			}
		}
	}
	return false
}

func (o *overlap) checkExcluded(e entry) {
	if o.excludes(e.row, e.pattern) {
		o.reportf(Problem{Row: e.row, Phrase: e.phrase, Warning: true, Code: CodeExcluded},
			"the phrase %q never matches: the row's own not excludes it", o.text(e))
	}
}

func (o *overlap) reportHidden(i int, c clash) {
	o.reportf(Problem{Row: i, Phrase: -1, Code: CodeHidden},
		"the row is hidden and can never win: row %d already matches %q, which hides %q; move this row up, or remove it",
		c.early.row+1, o.text(c.early), o.text(c.late))
}

func (o *overlap) reportShared(shared []clash) {
	for _, c := range shared {
		o.reportf(Problem{Row: c.late.row, Phrase: c.late.phrase, Warning: true, Code: CodeShared},
			"the phrase %q is shared with row %d: keep it in one of them", o.text(c.late), c.early.row+1)
	}
}

func (o *overlap) reportLate(beaten []clash) {
	for _, c := range beaten {
		if c.late.pattern == c.early.pattern {
			continue // shared, and reported so
		}
		o.reportf(Problem{Row: c.late.row, Phrase: c.late.phrase, Warning: true, Code: CodeTooLate},
			"the phrase %q never decides: row %d already matches %q; move this row up, or remove the phrase",
			o.text(c.late), c.early.row+1, o.text(c.early))
	}
}

// text returns a phrase as the manager wrote it.
func (o *overlap) text(e entry) string { return o.rows[e.row].Phrases[e.phrase] }
