package roster

import (
	"cmp"
	"encoding/binary"
	"slices"
	"strings"
)

// Term is one required skill.
type Term struct {
	Skill  string
	Min    int  // at least this level; 0 is the same as 1
	Max    int  // at most this level; 0: no upper end
	Absent bool // he must not have it at all; Min and Max do not count then
}

// Need says who could be given something, whatever they are doing.
type Need struct {
	Teams []string // any of these; none: everybody of the desk
	Agent int      // 1 + the slot of the only agent in question; 0: any
	Terms []Term   // all of these
}

// normal makes n such that equal needs are written alike, in memory that it keeps for the next one.
func (n *Need) normal(from Need) {
	n.Agent = from.Agent
	n.Teams = append(n.Teams[:0], from.Teams...)
	slices.Sort(n.Teams)
	n.Teams = slices.Compact(n.Teams)
	n.Terms = append(n.Terms[:0], from.Terms...)
	for i := range n.Terms {
		n.Terms[i] = n.Terms[i].normal()
	}
	slices.SortFunc(n.Terms, compareTerms)
	n.Terms = slices.Compact(n.Terms)
}

func (t Term) normal() Term {
	if t.Absent {
		return Term{Skill: t.Skill, Absent: true}
	}
	t.Min, t.Max = max(t.Min, 1), max(t.Max, 0)
	return t
}

func compareTerms(a, b Term) int {
	return cmp.Or(strings.Compare(a.Skill, b.Skill), cmp.Compare(a.Min, b.Min), cmp.Compare(a.Max, b.Max))
}

// appendKey writes a normal need, different ones differently.
func (n *Need) appendKey(key []byte) []byte {
	key = binary.AppendUvarint(key, uint64(n.Agent))
	key = binary.AppendUvarint(key, uint64(len(n.Teams)))
	for _, t := range n.Teams {
		key = appendName(key, t)
	}
	for i := range n.Terms {
		t := &n.Terms[i]
		key = appendName(key, t.Skill)
		key = binary.AppendUvarint(key, uint64(t.Min)) // 0 if it must be absent
		key = binary.AppendUvarint(key, uint64(t.Max))
	}
	return key
}

func appendName(key []byte, name string) []byte {
	return append(binary.AppendUvarint(key, uint64(len(name))), name...)
}
