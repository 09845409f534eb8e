package roster

// Roster is the index of the agents of one desk. It is not safe for concurrent use. The zero value is not usable: see
// [New].
type Roster struct {
	slots  int
	blocks int // how many words every set has: it grows in large steps
	agents []agent
	facts  []facts
	alive  set // not removed
	online set
	free   set          // reachable
	outs   [maxOuts]set // not reachable, by reason; nil: nobody ever was
	limits map[string]set
	teams  map[string]*team
	skills map[string]*skill
	rooms  []room
	chosen uint64              // how many queries there were, to tell which room is not used any more
	ranks  [globalOrders]*rank // nil until an order is used
	inUse  []*rank
	book   book
	spare  *search // scratch memory; nil while in use
}

// agent is what a choice and a change of load look at: one cache line.
type agent struct {
	State
	capacity int64
	breadth  int64
	_        int64
}

// facts are what requirements look at.
type facts struct {
	teams  []membership
	skills []have
}

type team struct {
	name   string
	in     set
	floors [globalOrders]*floor // nil until an order is used for a wide requirement of this team
}

type skill struct {
	name string
	in   set
}

type membership struct {
	team *team
	rank int
}

type have struct {
	skill *skill
	level int
}

// New returns an empty roster.
func New() *Roster {
	return &Roster{
		limits: map[string]set{}, teams: map[string]*team{}, skills: map[string]*skill{},
		book: book{byKey: map[string]*Class{}, base: 1},
	}
}

// Skill is a skill that an agent has. A level below 1 is the same as not having it.
type Skill struct {
	Name  string
	Level int
}

// Team is a team that an agent is in.
type Team struct {
	Name string
	Rank int // for InOrder, lowest first; math.MaxInt32 if he has none
}

// Facts are what is known of an agent whatever he is doing. Neither a team nor a skill is named twice.
type Facts struct {
	Teams    []Team
	Skills   []Skill // implied ones included
	Capacity int64   // in thousandths of a unit
	Breadth  int     // how many skills and teams are his own, for SpecialistsFirst
}

// Add takes an agent in, after all others in the order of the desk, and returns his slot. He cannot be given anything
// before [Roster.Update] says that he is reachable.
func (r *Roster) Add(f Facts) int {
	slot := r.slots
	r.slots++
	if wordsFor(r.slots) > r.blocks {
		r.grow(max(2, 2*r.blocks))
	}
	r.agents = append(r.agents, agent{})
	r.facts = append(r.facts, facts{})
	r.book.fits = append(r.book.fits, fitting{})
	r.alive.put(slot, true)
	r.setFacts(slot, f)
	return slot
}

// Slots is how many slots there are, those of removed agents included.
func (r *Roster) Slots() int { return r.slots }

// SetFacts says what is known of an agent from now on. Saying the same again costs next to nothing.
func (r *Roster) SetFacts(slot int, f Facts) {
	if !r.alive.has(slot) {
		return
	}
	if known := &r.facts[slot]; known.are(&f) {
		a := &r.agents[slot]
		a.capacity, a.breadth = f.Capacity, int64(f.Breadth)
		known.rerank(f.Teams)
		r.settle(slot, a)
		return
	}
	r.setFacts(slot, f)
}

// are reports whether the teams and skills are these, so that no requirement needs to be looked at.
func (k *facts) are(f *Facts) bool {
	if len(k.teams) != len(f.Teams) || len(k.skills) != len(f.Skills) {
		return false
	}
	for i, m := range k.teams {
		if m.team.name != f.Teams[i].Name {
			return false
		}
	}
	for i, h := range k.skills {
		if h.skill.name != f.Skills[i].Name || h.level != f.Skills[i].Level {
			return false
		}
	}
	return true
}

func (k *facts) rerank(teams []Team) {
	for i := range k.teams {
		k.teams[i].rank = teams[i].Rank
	}
}

func (r *Roster) setFacts(slot int, f Facts) {
	r.withdraw(slot)
	a := &r.agents[slot]
	a.capacity, a.breadth = f.Capacity, int64(f.Breadth)
	known := facts{make([]membership, 0, len(f.Teams)), make([]have, 0, len(f.Skills))}
	for _, t := range f.Teams {
		known.teams = append(known.teams, membership{r.team(t.Name), t.Rank})
	}
	for _, s := range f.Skills {
		if s.Level > 0 {
			known.skills = append(known.skills, have{r.skill(s.Name), s.Level})
		}
	}
	r.facts[slot] = known
	known.enter(slot, true)
	r.reclass(slot)
	r.settle(slot, a)
}

// Remove takes an agent out. His slot is not used again, and what is said of it later is ignored.
func (r *Roster) Remove(slot int) {
	if !r.alive.has(slot) {
		return
	}
	r.withdraw(slot)
	r.agents[slot], r.facts[slot] = agent{}, facts{}
	r.alive.put(slot, false)
	r.online.put(slot, false)
	for _, at := range r.limits {
		at.put(slot, false)
	}
	for _, at := range r.outs {
		if at != nil {
			at.put(slot, false)
		}
	}
	r.reclass(slot)
	r.settle(slot, &r.agents[slot])
}

// withdraw takes an agent out of everything that his teams and skills put him into.
func (r *Roster) withdraw(slot int) {
	for _, k := range r.inUse {
		k.move(slot, &r.facts[slot], last)
	}
	r.facts[slot].enter(slot, false)
}

func (k *facts) enter(slot int, in bool) {
	for _, m := range k.teams {
		m.team.in.put(slot, in)
	}
	for _, h := range k.skills {
		h.skill.in.put(slot, in)
	}
}

// level is how well an agent knows a skill, 0 if not at all.
func (k *facts) level(s *skill) int {
	for _, h := range k.skills {
		if h.skill == s {
			return h.level
		}
	}
	return 0
}

func (r *Roster) team(name string) *team {
	t := r.teams[name]
	if t == nil {
		t = &team{name: name, in: make(set, r.blocks)}
		r.teams[name] = t
		r.resolve()
	}
	return t
}

func (r *Roster) skill(name string) *skill {
	s := r.skills[name]
	if s == nil {
		s = &skill{name: name, in: make(set, r.blocks)}
		r.skills[name] = s
		r.resolve()
	}
	return s
}

// grow makes room in every set, so that no reader has to look at lengths.
func (r *Roster) grow(blocks int) {
	r.blocks = blocks
	r.alive, r.online, r.free = r.alive.grow(blocks), r.online.grow(blocks), r.free.grow(blocks)
	for name, at := range r.limits {
		r.limits[name] = at.grow(blocks)
	}
	for why, at := range r.outs {
		if at != nil {
			r.outs[why] = at.grow(blocks)
		}
	}
	for _, s := range r.skills {
		s.in = s.in.grow(blocks)
	}
	for i := range r.rooms {
		r.rooms[i].in = r.rooms[i].in.grow(blocks)
	}
	for _, k := range r.inUse {
		k.grow(blocks)
	}
	for _, t := range r.teams {
		t.in = t.in.grow(blocks)
		for o, f := range t.floors {
			if f != nil {
				f.grow(t.in, r.ranks[o].keys)
			}
		}
	}
	for _, c := range r.book.byID {
		if c != nil {
			c.grow(blocks)
		}
	}
}
