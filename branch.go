package usher

import (
	"strconv"

	"github.com/gousher/usher/internal/rule"
)

// A Branch takes the first case whose condition holds, else the else. After the steps it took, the run goes on.
// [When] is its short form.
type Branch struct {
	Cases []Case
	// Otherwise is required: it serves what no case matches.
	Otherwise Steps
}

// A Case is one way of a [Branch].
type Case struct {
	// Name is how the explanation calls it; it defaults to the condition.
	Name string
	// When is a condition. One that fails at run time does not match, and the explanation says so.
	When string
	Then Steps
}

// When begins a branch: When(condition, steps...).When(...).Else(steps...).
func When(condition string, then ...Step) Branch {
	return Branch{}.When(condition, then...)
}

// When adds a case.
func (b Branch) When(condition string, then ...Step) Branch {
	cases := make([]Case, len(b.Cases), len(b.Cases)+1)
	copy(cases, b.Cases)
	return Branch{Cases: append(cases, Case{When: condition, Then: then}), Otherwise: b.Otherwise}
}

// Else ends the branch.
func (b Branch) Else(steps ...Step) Branch {
	return Branch{Cases: b.Cases, Otherwise: steps}
}

// caseBlocks are the names of the first cases' blocks, so that a decision makes none.
//
//nolint:gochecknoglobals // a table that is only read
var caseBlocks = func() (names [16]string) {
	for i := range names {
		names[i] = "case" + strconv.Itoa(i+1)
	}
	return names
}()

func caseBlock(i int) string {
	if i < len(caseBlocks) {
		return caseBlocks[i]
	}
	return "case" + strconv.Itoa(i+1)
}

// Declare declares the conditions and the ways.
func (b Branch) Declare(d *Declaration) {
	if len(b.Cases) == 0 {
		d.Wrong("cases", codeExit, "the branch has no case", "")
	}
	if len(b.Otherwise) == 0 {
		d.lacksElse("the branch has no else", "say what happens when no case matches")
	}
	for i, c := range b.Cases {
		d.Condition(caseBlock(i), c.When)
		d.Block(caseBlock(i), c.Then)
	}
	if len(b.Otherwise) > 0 {
		d.Block(elseBlock, b.Otherwise)
	}
	d.Ends()
}

// Decide takes the first case that holds.
func (b Branch) Decide(t *Turn) Next {
	for i := range b.Cases {
		if t.Holds(b.Cases[i].When) {
			t.matched(b.Cases[i].name(), t.node.expression(b.Cases[i].When).Reads())
			return Enter(caseBlock(i))
		}
	}
	t.matched(elseBlock, t.node.refs)
	return Enter(elseBlock)
}

func (c *Case) name() string {
	if c.Name != "" {
		return c.Name
	}
	return c.When
}

func (t *Turn) matched(name string, refs []rule.Ref[*Turn]) {
	t.entries = append(t.entries, Entry{At: t.now, Step: t.step(), Kind: EntryMatched, Detail: name, Seen: t.seen(refs)})
}
