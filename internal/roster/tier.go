package roster

import (
	"math/bits"
	"slices"
)

// A cell is those of a block of 64 slots who belong to a tier.
type cell struct {
	block int
	in    uint64
}

// A tier is those of a class who meet the same weight of wishes.
type tier struct {
	weight  int
	cells   []cell // in the order of the desk, none empty
	regions []int  // if it is wide: where the cells of each region of 64 blocks begin, and where the last ones end
}

// A ladder parts a class by a list of wishes: who meets more of them is on a higher tier. What somebody is able to do
// changes seldom, so that the tiers are made once for many choices; a choice then looks at the highest tier that has
// somebody, and at nobody who meets fewer wishes.
type ladder struct {
	wishes []Wish
	skills []*skill // of the wishes; nil: nobody has it
	tiers  []tier   // the greatest weight first
	stale  bool
	room   []tier // tiers that were used before, for their memory
}

// maxLadders is how many lists of wishes a class remembers.
const maxLadders = 8

// ladder returns the tiers of a class for some wishes.
func (r *Roster) ladder(c *Class, wishes []Wish) *ladder {
	for i := range c.ladders {
		if l := &c.ladders[i]; slices.Equal(l.wishes, wishes) {
			if l.stale {
				l.build(r, c)
			}
			return l
		}
	}
	return r.newLadder(c, wishes)
}

// newLadder takes the place of the oldest if there are too many; the one without wishes stays.
func (r *Roster) newLadder(c *Class, wishes []Wish) *ladder {
	i := len(c.ladders)
	if i == maxLadders {
		c.oldest = c.oldest%(maxLadders-1) + 1
		i = c.oldest
	} else {
		c.ladders = append(c.ladders, ladder{})
	}
	l := &c.ladders[i]
	l.wishes = append(l.wishes[:0], wishes...)
	l.build(r, c)
	return l
}

func (l *ladder) build(r *Roster, c *Class) {
	l.stale = false
	l.skills = l.skills[:0]
	for _, w := range l.wishes {
		l.skills = append(l.skills, r.skills[w.Skill])
	}
	l.room = append(l.room, l.tiers...)
	l.tiers = l.tiers[:0]
	for block, in := range c.able {
		if in != 0 {
			l.part(block, in, 0, 0)
		}
	}
	for i := range l.tiers {
		l.tiers[i].index()
	}
}

// part puts each of a block on his tier.
func (l *ladder) part(block int, in uint64, wish, weight int) {
	if in == 0 {
		return
	}
	if wish == len(l.wishes) {
		l.put(block, in, weight)
		return
	}
	if s := l.skills[wish]; s != nil {
		meet := in & s.in[block]
		l.part(block, meet, wish+1, weight+l.wishes[wish].Weight)
		in &^= meet
	}
	l.part(block, in, wish+1, weight)
}

func (l *ladder) put(block int, in uint64, weight int) {
	i, ok := slices.BinarySearchFunc(l.tiers, weight, func(t tier, weight int) int { return weight - t.weight })
	if !ok {
		l.tiers = slices.Insert(l.tiers, i, l.newTier(weight))
	}
	t := &l.tiers[i]
	if n := len(t.cells); n > 0 && t.cells[n-1].block == block {
		t.cells[n-1].in |= in
		return
	}
	t.cells = append(t.cells, cell{block, in})
}

func (l *ladder) newTier(weight int) tier {
	var t tier
	if n := len(l.room); n > 0 {
		t = l.room[n-1]
		l.room = l.room[:n-1]
	}
	return tier{weight: weight, cells: t.cells[:0], regions: t.regions[:0]}
}

// index finds the regions, if so many are on the tier that it pays to leave out whole blocks.
func (t *tier) index() {
	if !t.wide() {
		return
	}
	for i, c := range t.cells {
		for len(t.regions) <= c.block>>6 {
			t.regions = append(t.regions, i)
		}
	}
	t.regions = append(t.regions, len(t.cells))
}

func (t *tier) wide() bool {
	if len(t.cells) < 4 {
		return false
	}
	n := 0
	for _, c := range t.cells {
		n += bits.OnesCount64(c.in)
	}
	return n >= 8*len(t.cells)
}

// region is the cells of a region.
func (t *tier) region(i int) []cell { return t.cells[t.regions[i]:t.regions[i+1]] }
