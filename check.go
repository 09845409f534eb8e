package usher

import (
	"fmt"
	"slices"

	"github.com/gousher/usher/internal/rule"
)

// checkFlow follows every path: none may end without an assignment or a close, every step must be reached, and nothing
// may be read that no path has set.
func (c *compiler) checkFlow() {
	c.resolveJumps()
	reached := c.reachable()
	c.reportOpenEnds(reached)
	c.reportDeadSteps(reached)
	c.reportUnset(reached)
}

func (c *compiler) resolveJumps() {
	p := c.program
	for i := range p.nodes {
		for _, name := range p.nodes[i].jumps {
			if _, ok := p.byID[name]; !ok {
				c.report(int32(i), Diagnostic{
					Field: "step", Code: codeUnknown, Message: fmt.Sprintf("unknown step %q", name),
					Hint: didYouMean(name, sortedKeys(p.byID)),
				})
			}
		}
	}
}

// edge is one way on from a step.
type edge struct {
	to int32 // -1: the path ends here
	by byte  // how: edgeNext, edgeBlock or edgeJump
}

const (
	edgeNext byte = iota
	edgeBlock
	edgeJump
)

func (c *compiler) edges(i int32) []edge {
	n := c.at(i)
	edges := make([]edge, 0, len(n.blocks)+len(n.jumps)+1)
	if !n.ends {
		edges = append(edges, edge{n.next, edgeNext})
	}
	for _, b := range n.blocks {
		if b.first >= 0 {
			edges = append(edges, edge{b.first, edgeBlock})
		} else {
			edges = append(edges, edge{n.next, edgeBlock})
		}
	}
	if n.unsure && n.ends && n.next >= 0 {
		edges = append(edges, edge{n.next, edgeBlock})
	}
	for _, name := range n.jumps {
		if to, ok := c.program.byID[name]; ok {
			edges = append(edges, edge{to, edgeJump})
		}
	}
	return edges
}

func (c *compiler) reachable() []bool {
	reached := make([]bool, len(c.program.nodes))
	work := []int32{0}
	reached[0] = true
	for len(work) > 0 {
		i := work[len(work)-1]
		work = work[:len(work)-1]
		for _, e := range c.edges(i) {
			if e.to >= 0 && !reached[e.to] {
				reached[e.to] = true
				work = append(work, e.to)
			}
		}
	}
	return reached
}

func (c *compiler) reportOpenEnds(reached []bool) {
	for i := range c.program.nodes {
		if i == 0 || !reached[i] {
			continue
		}
		for _, e := range c.edges(int32(i)) {
			if e.to < 0 {
				end := loose{mistake: c.placed(c.at(int32(i)).id, Diagnostic{
					Code: codeOpenEnd, Message: "a path ends after this step without an assignment or a close",
					Hint: "add an assignment or a close after it",
				})}
				if step, ok := c.at(int32(i)).step.(RunWorkflow); ok {
					end.after = step.Workflow
				}
				c.openEnds = append(c.openEnds, end)
				break
			}
		}
	}
}

// reportDeadSteps names the first of a row of steps that nothing leads to; what is inside or behind it follows from it.
func (c *compiler) reportDeadSteps(reached []bool) {
	previous := map[int32]bool{} // owners whose row has been reported
	for i := range c.program.nodes {
		n := &c.program.nodes[i]
		switch {
		case reached[i]:
			delete(previous, n.parent)
		case n.parent >= 0 && reached[n.parent] && !previous[n.parent]:
			previous[n.parent] = true
			c.report(int32(i), Diagnostic{
				Code: codeDeadStep, Message: "this step cannot be reached",
				Hint: "the step before it never goes on: remove one of them, or let an exit of the one before lead here",
			})
		}
	}
}

// bits is a set of variables.
type bits []uint64

func (b bits) has(i int) bool { return b[i/64]&(1<<(i%64)) != 0 }
func (b bits) add(i int)      { b[i/64] |= 1 << (i % 64) }

// merge adds the other set and reports whether that changed anything.
func (b bits) merge(other bits) bool {
	changed := false
	for i, w := range other {
		if b[i]|w != b[i] {
			b[i] |= w
			changed = true
		}
	}
	return changed
}

// reportUnset finds, by following every path, the variables that may be set before each step; a read outside of them
// can only ever see nil.
func (c *compiler) reportUnset(reached []bool) {
	p := c.program
	if len(p.declared) == 0 {
		return
	}
	words := (len(p.declared) + 63) / 64
	all := make(bits, words*len(p.nodes))
	before := func(i int32) bits { return all[int(i)*words : (int(i)+1)*words] }
	for v, initial := range p.initial {
		if !initial.IsNil() {
			before(0).add(v)
		}
	}
	work, queued := []int32{0}, make([]bool, len(p.nodes))
	visited := make([]bool, len(p.nodes))
	after := make(bits, words)
	for len(work) > 0 {
		i := work[len(work)-1]
		work = work[:len(work)-1]
		queued[i], visited[i] = false, true
		for _, e := range c.edges(i) {
			if e.to < 0 {
				continue
			}
			copy(after, before(i))
			c.addSets(i, e, after)
			if (before(e.to).merge(after) || !visited[e.to]) && !queued[e.to] {
				queued[e.to] = true
				work = append(work, e.to)
			}
		}
	}
	for i := range p.nodes {
		if reached[i] {
			c.reportReads(int32(i), before(int32(i)))
		}
	}
}

// addSets adds what is set when the step is left by this edge: an answer is saved only when the run goes on.
func (c *compiler) addSets(i int32, e edge, after bits) {
	n := c.at(i)
	_, declares := n.step.(Declarer)
	if _, runs := n.step.(RunWorkflow); runs || !declares {
		for v := range c.program.declared { // a custom step that declares nothing, or another workflow, may set anything
			after.add(v)
		}
		return
	}
	if (n.asks || n.request != nil) && e.by != edgeNext {
		return
	}
	for _, name := range n.sets {
		after.add(c.program.variables[name])
	}
}

func (c *compiler) reportReads(i int32, before bits) {
	told := map[string]bool{}
	for _, read := range c.at(i).reads {
		own := slices.Contains(c.at(i).sets[:read.after], read.name)
		if v := c.program.variables[read.name]; !before.has(v) && !own && !told[read.name] {
			told[read.name] = true
			c.unset = append(c.unset, unsetRead{read.name, c.placed(c.at(i).id, Diagnostic{
				Field: read.field, Code: codeUnset,
				Message: fmt.Sprintf("no path sets %s before it is read here", read.name),
				Hint:    "ask for it or set it earlier, or give the variable a default",
			})})
		}
	}
}

func typeOf(k rule.Kind) rule.Type {
	switch k {
	case rule.KindBool:
		return rule.BoolType
	case rule.KindInt:
		return rule.IntType
	case rule.KindFloat:
		return rule.FloatType
	case rule.KindString:
		return rule.StringType
	case rule.KindTime:
		return rule.TimeType
	case rule.KindList:
		return rule.ListType
	case rule.KindMap:
		return rule.MapType
	}
	return rule.Any
}
