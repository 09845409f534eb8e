package roster

import (
	"math/bits"
	"slices"
	"strings"
)

// Query asks for the agents who can be given something now. The slices are not kept.
type Query struct {
	Class *Class
	Cost  int64 // what it takes, in thousandths of a unit
	Order Order

	// Wishes come before the order: the greatest sum of the weights of those that are met wins. A class remembers eight
	// lists of wishes; with more of them in turn a choice costs a pass over those who are able.
	Wishes []Wish
	// Closed are the teams of the class through which nobody can be given anything now.
	Closed []string
	// Limits count for it: who has reached one of them is out. Of several teams of a class, "team/x" closes only x to him.
	Limits []string
	// Exclude are the slots of those who are out. There should be few.
	Exclude []int
	// Within is another class in which he must be able too, or nil.
	Within *Class
	// Accept has the last word, unless it is nil. Best asks it only about those whom no two better ones beat. It may
	// neither change the roster nor ask it for a choice or a class.
	Accept func(slot int) bool
}

// Wish is a preferred skill, at any level.
type Wish struct {
	Skill  string
	Weight int
}

// Any reports whether there is anybody who can be given it now.
func (r *Roster) Any(q *Query) bool {
	found := false
	r.Each(q, func(int) bool {
		found = true
		return false
	})
	return found
}

// Each yields those who can be given it now, in the order of the desk, until yield returns false. Yield may do
// as much as [Query.Accept].
func (r *Roster) Each(q *Query, yield func(slot int) bool) {
	x := r.begin(q)
	defer r.end(x)
	for _, t := range x.tiers(nil) {
		for _, c := range t.cells {
			for left := x.word(c); left != 0; left &= left - 1 {
				if slot := c.block<<6 | bits.TrailingZeros64(left); x.admits(slot) && !yield(slot) {
					return
				}
			}
		}
	}
}

// Count returns how many agents are able in a class, or how many of those are online.
func (r *Roster) Count(c *Class, onlineOnly bool) int {
	if !onlineOnly || c.count == 0 {
		return c.count
	}
	if c.only >= 0 {
		return bits.OnesCount64(c.word(c.only>>6) & r.online[c.only>>6])
	}
	n := 0
	for block, able := range c.able {
		n += bits.OnesCount64(able & r.online[block])
	}
	return n
}

// A search is a query whose names are looked up.
type search struct {
	roster *Roster
	query  *Query
	class  *Class
	room   set
	ask    bool // each candidate must be asked something
	roomy  bool // those in room have room for the cost
	narrow bool // candidates are narrowed by within, barred or via
	barred []set
	via    []via // if given, the teams through which he can be given it
	ladder *ladder
	keys   []key  // nil: computed for each
	by     *rank  // whose keys they are
	own    ladder // of the only agent in question, if there is one

	first, second contender
	weight        int  // of the wishes that the first meets
	below         bool // the second meets less
}

// A via is a team that is open, with those who have reached its limit.
type via struct {
	team *team
	full set // nil: nobody
}

// begin looks up what the query names. The search goes back with end.
func (r *Roster) begin(q *Query) *search {
	x := r.spare
	r.spare = nil // so that nothing breaks if Accept asks something all the same
	if x == nil {
		x = &search{roster: r}
	}
	x.query, x.class = q, q.Class
	x.room, x.roomy = r.roomFor(q.Cost)
	x.ask = !x.roomy || len(q.Exclude) > 0 || q.Accept != nil
	x.narrow = false
	if len(q.Closed) > 0 || len(q.Limits) > 0 || q.Within != nil {
		x.restrict()
	}
	return x
}

func (r *Roster) end(x *search) {
	x.query = nil
	r.spare = x
}

// restrict looks up what makes the candidates fewer.
func (x *search) restrict() {
	q, c := x.query, x.class
	x.narrow = true
	x.barred, x.via = x.barred[:0], x.via[:0]
	for _, limit := range q.Limits {
		at := x.roster.limits[limit]
		if name, ok := strings.CutPrefix(limit, "team/"); at != nil && !(ok && slices.Contains(c.need.Teams, name)) {
			x.barred = append(x.barred, at)
		}
	}
	for _, t := range c.teams {
		if !slices.Contains(q.Closed, t.name) {
			x.via = append(x.via, via{t, x.limitOf(t)})
		}
	}
}

// limitOf returns those who have reached the limit of a team, if that counts.
func (x *search) limitOf(t *team) set {
	for _, limit := range x.query.Limits {
		if name, ok := strings.CutPrefix(limit, "team/"); ok && name == t.name {
			return x.roster.limits[limit]
		}
	}
	return nil
}

// tiers returns who is able, by the weight of the wishes that they meet.
func (x *search) tiers(wishes []Wish) []tier {
	c := x.class
	switch {
	case c.count == 0:
		return nil
	case c.only >= 0:
		return x.alone(wishes)
	}
	x.ladder = x.roster.ladder(c, wishes)
	return x.ladder.tiers
}

// alone makes the only tier of the only agent in question.
func (x *search) alone(wishes []Wish) []tier {
	l := &x.own
	l.wishes, l.skills, l.room = append(l.wishes[:0], wishes...), l.skills[:0], append(l.room, l.tiers...)
	l.tiers = l.tiers[:0]
	for _, w := range wishes {
		l.skills = append(l.skills, x.roster.skills[w.Skill])
	}
	only := x.class.only
	l.part(only>>6, 1<<(only&63), 0, 0)
	x.ladder = l
	return l.tiers
}

// word is the candidates in a cell.
func (x *search) word(c cell) uint64 {
	in := c.in & x.room[c.block]
	if x.narrow && in != 0 {
		in = x.narrowed(c.block, in)
	}
	return in
}

func (x *search) narrowed(block int, in uint64) uint64 {
	if c := x.query.Within; c != nil {
		in &= c.word(block)
	}
	for _, at := range x.barred {
		in &^= at[block]
	}
	if len(x.class.need.Teams) == 0 {
		return in
	}
	var through uint64
	for _, v := range x.via {
		open := v.team.in[block]
		if v.full != nil {
			open &^= v.full[block]
		}
		through |= open
	}
	return in & through
}

// admits has the last word on a candidate.
func (x *search) admits(slot int) bool {
	q := x.query
	if !x.roomy && !x.roster.agents[slot].fits(q.Cost) || slices.Contains(q.Exclude, slot) {
		return false
	}
	return q.Accept == nil || q.Accept(slot)
}
