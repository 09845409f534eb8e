package roster

import (
	"math"
	"math/bits"
	"slices"
)

// Why says what made the winner a better choice than the best of the others.
type Why uint8

// The reasons.
const (
	Only    Why = iota // nobody else could
	Wished             // more weight of wishes met
	Ordered            // the order
	Idle               // idle longer
	Desk               // earlier in the order of the desk
)

// Choice is who is chosen.
type Choice struct {
	Slot   int
	Why    Why
	Weight int // the weight of the wishes that he meets
}

// A contender is a candidate among others who meet the same weight of wishes.
type contender struct {
	key  key
	slot int
}

// nobody is worse than everybody.
var nobody = contender{last, math.MaxInt} //nolint:gochecknoglobals // a constant, if structs could be one

// beats reports whether c is a better choice than everybody from a slot on whose key is not below k.
func (c *contender) beats(k key, slot int) bool {
	if c.key.first != k.first {
		return c.key.first < k.first
	}
	return c.key.idle < k.idle || c.key.idle == k.idle && c.slot < slot
}

// found reports whether it is somebody.
func (c *contender) found() bool { return c.slot != nobody.slot }

// Best returns the best choice among those who can be given it now, and false if there is nobody. It does not allocate,
// except when an order, a cost, or a list of wishes is new to the class.
func (r *Roster) Best(q *Query) (Choice, bool) {
	x := r.begin(q)
	x.first, x.second, x.below = nobody, nobody, false
	x.rank()
	tiers := x.tiers(q.Wishes)
	for i := 0; i < len(tiers) && !x.second.found(); i++ {
		x.climb(&tiers[i])
	}
	choice, ok := x.choice()
	r.end(x)
	return choice, ok
}

func (x *search) choice() (Choice, bool) {
	a, b := &x.first, &x.second
	if !a.found() {
		return Choice{}, false
	}
	why := Desk
	switch {
	case !b.found():
		why = Only
	case x.below:
		why = Wished
	case a.key.first != b.key.first:
		why = Ordered
	case a.key.idle != b.key.idle:
		why = Idle
	}
	return Choice{Slot: a.slot, Why: why, Weight: x.weight}, true
}

// rank finds the keys of the order. What costs nothing can also be given to those who are full, who have no key.
func (x *search) rank() {
	x.keys = nil
	if q := x.query; int(q.Order) < globalOrders && q.Cost > 0 {
		k := x.roster.rank(q.Order)
		x.by, x.keys = k, k.keys
	}
}

// climb looks at a tier. If the winner is on a higher one, somebody comes in second without being compared.
func (x *search) climb(t *tier) {
	if x.first.found() {
		x.glance(t)
		return
	}
	x.weight = t.weight
	if len(t.regions) > 0 && x.keys != nil {
		x.descend(t)
		return
	}
	for _, c := range t.cells {
		if in := x.word(c); in != 0 {
			x.look(c.block, in)
		}
	}
}

// glance finds somebody on a tier.
func (x *search) glance(t *tier) {
	for _, c := range t.cells {
		for in := x.word(c); in != 0; in &= in - 1 {
			if slot := c.block<<6 | bits.TrailingZeros64(in); x.admits(slot) {
				x.second.slot, x.below = slot, true
				return
			}
		}
	}
}

// look compares candidates of a block.
func (x *search) look(block int, in uint64) {
	if x.keys == nil {
		x.judge(block, in)
		return
	}
	keys := (*[64]key)(x.keys[block<<6:])
	first, second := x.first, x.second
	for ; in != 0; in &= in - 1 {
		i := bits.TrailingZeros64(in) & 63
		k, slot := keys[i], block<<6|i
		switch {
		case second.beats(k, slot) || x.ask && !x.admits(slot):
		case first.beats(k, slot):
			second = contender{k, slot}
		default:
			first, second = contender{k, slot}, first
		}
	}
	x.first, x.second = first, second
}

// judge is look for an order that has no keys.
func (x *search) judge(block int, in uint64) {
	for ; in != 0; in &= in - 1 {
		slot := block<<6 | bits.TrailingZeros64(in)
		k := x.key(slot)
		switch {
		case x.second.beats(k, slot) || x.ask && !x.admits(slot):
		case x.first.beats(k, slot):
			x.second = contender{k, slot}
		default:
			x.first, x.second = contender{k, slot}, x.first
		}
	}
}

// descend looks into the two blocks that promise most first, and then only where somebody may beat who was found. There
// are two because the first may have only one who is any good.
func (x *search) descend(t *tier) {
	f := x.roster.floor(x.by, x.class)
	first := x.lead(t, f, -1)
	second := x.lead(t, f, first)
	for i := range len(t.regions) - 1 {
		if x.second.beats(f.region(i), i<<12) {
			continue
		}
		for _, c := range t.region(i) {
			if c.block == first || c.block == second || x.second.beats(f.blocks[c.block], c.block<<6) {
				continue
			}
			if in := x.word(c); in != 0 && !x.second.beats(f.block(c.block), c.block<<6) {
				x.look(c.block, in)
			}
		}
	}
}

// lead looks into the block that promises most, another one than seen, and returns it, or -1.
func (x *search) lead(t *tier, f *floor, seen int) int {
	region, low := 0, last
	for i := range len(t.regions) - 1 {
		k := f.region(i)
		if i == seen>>6 {
			k = f.without(seen)
		}
		if k.less(low) {
			region, low = i, k
		}
	}
	var best cell
	low = last
	for _, c := range t.region(region) {
		if c.block != seen && f.blocks[c.block].less(low) && x.word(c) != 0 && f.block(c.block).less(low) {
			best, low = c, f.blocks[c.block]
		}
	}
	if best.in == 0 {
		return -1
	}
	x.look(best.block, x.word(best))
	return best.block
}

// key is that of a candidate.
func (x *search) key(slot int) key {
	a := &x.roster.agents[slot]
	k := key{idle: ordered(a.Idle)}
	switch o := x.query.Order; o {
	case MostSkilled:
		k.first = x.skilled(&x.roster.facts[slot])
	case InOrder:
		k.first = x.ranked(slot)
	default:
		k.first = a.first(o)
	}
	return k
}

// skilled is the mean level over the terms and the wishes met, in units of 2^-32, so that the highest comes first.
// Means of up to 2^15 levels are at least one such unit apart or equal.
func (x *search) skilled(known *facts) uint64 {
	var sum, n uint64
	for i := range x.class.terms {
		if t := &x.class.terms[i]; !t.absent {
			sum, n = sum+uint64(known.level(t.skill)), n+1
		}
	}
	for _, s := range x.ladder.skills {
		if level := known.level(s); level > 0 {
			sum, n = sum+uint64(level), n+1
		}
	}
	if n == 0 {
		return math.MaxUint64
	}
	return ^(min(sum, math.MaxUint32) << 32 / n)
}

// ranked is the best rank that an agent has in a team through which he can be given it.
func (x *search) ranked(slot int) uint64 {
	best := math.MaxInt32
	for _, m := range x.roster.facts[slot].teams {
		if m.rank < best && x.through(m.team, slot) {
			best = m.rank
		}
	}
	return ordered(int64(best))
}

func (x *search) through(t *team, slot int) bool {
	if x.narrow {
		for i := range x.via {
			if v := &x.via[i]; v.team == t {
				return v.full == nil || !v.full.has(slot)
			}
		}
		return false
	}
	return slices.Contains(x.class.teams, t)
}
