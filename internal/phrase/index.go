package phrase

import "bytes"

// An index finds all of a set of byte strings in one pass (Aho and Corasick, 1975).
type index struct {
	nodes  []node
	labels []byte // labels[i] is the byte on the edge to node i
	root   [256]int32
}

// A node is the state "the last bytes read are this prefix of a pattern". Nodes are numbered level by level, so the
// children of a node are next to each other, and so are their labels.
type node struct {
	first   int32 // first child
	fail    int32 // the longest proper suffix that is a node
	next    int32 // the longest proper suffix that is a pattern, 0 when none
	pattern int32 // the pattern that ends here, -1 when none
	count   int32 // number of children
}

// newIndex builds the index of patterns, which are sorted, distinct and not empty.
func newIndex(patterns []string) *index {
	x := &index{}
	x.grow(patterns)
	for child := x.nodes[0].first; child < x.nodes[0].first+x.nodes[0].count; child++ {
		x.root[x.labels[child]] = child
	}
	x.link()
	return x
}

// grow makes the nodes. A node stands for the patterns from lo to hi, which have its first bytes in common.
func (x *index) grow(patterns []string) {
	type group struct{ lo, hi, depth int }
	groups := []group{{0, len(patterns), 0}}
	x.nodes = append(x.nodes, node{pattern: -1})
	x.labels = append(x.labels, 0)
	for i := 0; i < len(groups); i++ {
		g := groups[i]
		if g.lo < g.hi && len(patterns[g.lo]) == g.depth {
			x.nodes[i].pattern = int32(g.lo)
			g.lo++
		}
		x.nodes[i].first = int32(len(x.nodes))
		for g.lo < g.hi {
			c, lo := patterns[g.lo][g.depth], g.lo
			for g.lo < g.hi && patterns[g.lo][g.depth] == c {
				g.lo++
			}
			groups = append(groups, group{lo, g.lo, g.depth + 1})
			x.nodes = append(x.nodes, node{pattern: -1})
			x.labels = append(x.labels, c)
			x.nodes[i].count++
		}
	}
}

// link sets fail and next. Level by level, the links of shorter prefixes are there when they are needed.
func (x *index) link() {
	for i := range x.nodes {
		n := x.nodes[i]
		for child := n.first; child < n.first+n.count; child++ {
			if i > 0 {
				x.nodes[child].fail = x.step(n.fail, x.labels[child])
			}
			x.nodes[child].next = x.report(x.nodes[child].fail)
		}
	}
}

// step is the state after reading c in state n.
func (x *index) step(n int32, c byte) int32 {
	for n != 0 {
		from := &x.nodes[n]
		if i := bytes.IndexByte(x.labels[from.first:from.first+from.count], c); i >= 0 {
			return from.first + int32(i)
		}
		n = from.fail
	}
	return x.root[c]
}

// report is the longest suffix of n, itself included, that is a pattern; 0 when none.
func (x *index) report(n int32) int32 {
	if x.nodes[n].pattern >= 0 {
		return n
	}
	return x.nodes[n].next
}
