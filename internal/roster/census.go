package roster

import (
	"math/bits"
	"slices"
)

// maxOuts is how many reasons there are for which an agent may not be reachable.
const maxOuts = 8

// Census counts, for a query, everybody in the teams of its class, each once: who is able and free, and by the first of the
// reasons, in this order, why the others are not.
type Census struct {
	Eligible int
	Lacking  int          // not able
	Excluded int          // out by [Query.Exclude]
	Out      [maxOuts]int // not reachable, by [State.Out]
	Closed   int          // no team of theirs is open
	Limited  int          // at a limit, or not in [Query.Within]
	Full     int          // no room for the cost
}

// Census takes the census of a query. [Query.Accept] is not asked. It looks at sets and at nobody in particular.
func (r *Roster) Census(q *Query) Census {
	var c Census
	x := r.begin(q)
	defer r.end(x)
	closed := len(q.Class.need.Teams) > 0 && len(q.Closed) > 0 &&
		!slices.ContainsFunc(q.Class.need.Teams, func(team string) bool { return !slices.Contains(q.Closed, team) })
	for block := range r.blocks {
		members := x.members(block)
		if members != 0 {
			c.count(x, block, members, closed)
		}
	}
	return c
}

func (c *Census) count(x *search, block int, members uint64, closed bool) {
	r := x.roster
	able := members & x.class.word(block)
	c.Lacking += bits.OnesCount64(members &^ able)
	for _, slot := range x.query.Exclude {
		if bit := uint64(1) << (slot & 63); slot>>6 == block && able&bit != 0 {
			able &^= bit
			c.Excluded++
		}
	}
	rest := able
	for out := 1; out < maxOuts; out++ {
		if at := r.outs[out]; at != nil {
			c.Out[out] += bits.OnesCount64(rest & at[block])
			rest &^= at[block]
		}
	}
	if closed {
		c.Closed += bits.OnesCount64(rest)
		return
	}
	if x.narrow {
		through := x.narrowed(block, rest)
		c.Limited += bits.OnesCount64(rest &^ through)
		rest = through
	}
	fits := x.fitting(block, rest)
	c.Full += bits.OnesCount64(rest &^ fits)
	c.Eligible += bits.OnesCount64(fits)
}

// members are everybody in the teams of the class, in a block of 64 slots.
func (x *search) members(block int) uint64 {
	c, r := x.class, x.roster
	if c.only >= 0 {
		if c.only>>6 != block {
			return 0
		}
		return r.alive[block] & (1 << (c.only & 63))
	}
	if len(c.need.Teams) == 0 {
		return r.alive[block]
	}
	var all uint64
	for _, t := range c.teams {
		all |= t.in[block]
	}
	return all
}

// fitting are those of a block who have room for the cost.
func (x *search) fitting(block int, of uint64) uint64 {
	in := of & x.room[block]
	if x.roomy {
		return in
	}
	for left := in; left != 0; left &= left - 1 {
		if slot := block<<6 | bits.TrailingZeros64(left); !x.roster.agents[slot].fits(x.query.Cost) {
			in &^= left & -left
		}
	}
	return in
}

// Outside yields, in the order of the desk, those in the teams of the class who cannot be given it now, until yield
// returns false. [Query.Accept] is asked about the others.
func (r *Roster) Outside(q *Query, yield func(slot int) bool) {
	x := r.begin(q)
	defer r.end(x)
	for block := range r.blocks {
		members := x.members(block)
		inside := x.fitting(block, members&x.class.word(block))
		if x.narrow && inside != 0 {
			inside = x.narrowed(block, inside)
		}
		if !x.ask { // nobody of those inside has to be asked
			members &^= inside
		}
		for left := members; left != 0; left &= left - 1 {
			slot := block<<6 | bits.TrailingZeros64(left)
			if inside&(left&-left) != 0 && x.admits(slot) {
				continue
			}
			if !yield(slot) {
				return
			}
		}
	}
}
