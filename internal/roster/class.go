package roster

import "math/bits"

// Class is a requirement together with those who meet it, kept up to date. See [Roster.Class].
type Class struct {
	book    *book
	id      int
	key     string
	need    Need
	only    int // the only slot in question; -1: any
	teams   []*team
	terms   []term
	unknown bool // some team or skill of it belongs to nobody yet

	able    set // nil if only one slot is in question
	count   int // how many are able
	ladders []ladder
	oldest  int // the ladder that was replaced last

	refs       int
	dropped    bool
	prev, next *Class // among those that nobody holds
}

// term is a [Term] whose skill is looked up: nil if nobody ever had it.
type term struct {
	skill    *skill
	min, max int
	absent   bool
}

// ID is small and unique among the classes that are alive. The ID of a dropped class is used again.
func (c *Class) ID() int { return c.id }

// Able is how many agents of the desk meet the requirement, whatever they are doing.
func (c *Class) Able() int { return c.count }

// Empty reports whether nobody of the desk meets the requirement.
func (c *Class) Empty() bool { return c.count == 0 }

// Has reports whether the agent of a slot meets the requirement.
func (c *Class) Has(slot int) bool {
	if c.only >= 0 {
		return slot == c.only && c.count == 1
	}
	return c.able != nil && c.able.has(slot)
}

// word is those of a block of 64 slots who are able.
func (c *Class) word(block int) uint64 {
	if c.able != nil {
		return c.able[block]
	}
	if c.count == 1 && c.only>>6 == block {
		return 1 << (c.only & 63)
	}
	return 0
}

// put says whether the agent of a slot is able.
func (c *Class) put(slot int, able bool) {
	if c.Has(slot) == able {
		return
	}
	if able {
		c.count++
	} else {
		c.count--
	}
	if c.able != nil {
		c.able.put(slot, able)
	}
}

// change follows a change of what is known of the agent of a slot. Whoever is able may be on another tier now.
func (c *Class) change(slot int, able bool) {
	if able || c.Has(slot) {
		for i := range c.ladders {
			c.ladders[i].stale = true
		}
	}
	c.put(slot, able)
}

func (c *Class) grow(blocks int) {
	if c.able != nil {
		c.able = c.able.grow(blocks)
	}
}

// resolve looks up the names.
func (c *Class) resolve(r *Roster) {
	c.unknown = false
	c.teams, c.terms = c.teams[:0], c.terms[:0]
	for _, name := range c.need.Teams {
		if t := r.teams[name]; t != nil {
			c.teams = append(c.teams, t)
		} else {
			c.unknown = true
		}
	}
	for _, t := range c.need.Terms {
		s := r.skills[t.Skill]
		c.unknown = c.unknown || s == nil
		c.terms = append(c.terms, term{s, t.Min, t.Max, t.Absent})
	}
}

// admits says whether the agent of a slot meets the requirement, from what is known of him.
func (c *Class) admits(r *Roster, slot int) bool {
	if !r.alive.has(slot) || len(c.need.Teams) > 0 && !c.inTeam(slot) {
		return false
	}
	for i := range c.terms {
		if !c.terms[i].met(&r.facts[slot], slot) {
			return false
		}
	}
	return true
}

func (c *Class) inTeam(slot int) bool {
	for _, t := range c.teams {
		if t.in.has(slot) {
			return true
		}
	}
	return false
}

func (t *term) met(known *facts, slot int) bool {
	switch {
	case t.skill == nil:
		return t.absent
	case t.absent || !t.skill.in.has(slot):
		return t.absent != t.skill.in.has(slot)
	}
	return t.levels(known)
}

func (t *term) levels(known *facts) bool {
	if t.absent || t.min <= 1 && t.max == 0 {
		return true
	}
	level := known.level(t.skill)
	return level >= t.min && (t.max == 0 || level <= t.max)
}

// fill finds those who are able: with whole words first, then by level among those who are left.
func (c *Class) fill(r *Roster) {
	if c.only >= 0 {
		if c.only < r.slots && c.admits(r, c.only) {
			c.count = 1
		}
		return
	}
	c.able = make(set, r.blocks)
	for w := range c.able {
		for left := c.named(r, w); left != 0; left &= left - 1 {
			slot := w<<6 | bits.TrailingZeros64(left)
			if c.reaches(&r.facts[slot]) {
				c.put(slot, true)
			}
		}
	}
}

// named is those of a block who are in the teams and have the skills, at whatever level.
func (c *Class) named(r *Roster, block int) uint64 {
	able := r.alive[block]
	if len(c.need.Teams) > 0 {
		var in uint64
		for _, t := range c.teams {
			in |= t.in[block]
		}
		able &= in
	}
	for i := range c.terms {
		var has uint64
		if s := c.terms[i].skill; s != nil {
			has = s.in[block]
		}
		if c.terms[i].absent {
			has = ^has
		}
		able &= has
	}
	return able
}

// reaches reports whether somebody who has the skills has them at the required levels.
func (c *Class) reaches(known *facts) bool {
	for i := range c.terms {
		if !c.terms[i].levels(known) {
			return false
		}
	}
	return true
}
