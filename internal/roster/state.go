package roster

// State is what an agent is doing.
type State struct {
	Online    bool  // for counting
	Reachable bool  // may be given work now, capacity aside
	Out       uint8 // why he is not reachable, for the census: the caller's own numbers from 1 to 7; 0: he is
	Load      int64 // in use, in thousandths of a unit
	Idle      int64 // instant since when he has been idle
	Given     int64 // instant when he was given work last; 0: never
	Handled   int64 // how many conversations he was given today
}

// Update says what an agent is doing from now on.
func (r *Roster) Update(slot int, s State) {
	if !r.alive.has(slot) {
		return
	}
	a := &r.agents[slot]
	if a.Out != s.Out {
		r.out(slot, a.Out, false)
		r.out(slot, s.Out, true)
	}
	a.State = s
	r.online.put(slot, s.Online)
	r.settle(slot, a)
}

// State returns what [Roster.Update] said last.
func (r *Roster) State(slot int) State { return r.agents[slot].State }

// out notes who is not reachable, by reason.
func (r *Roster) out(slot int, why uint8, in bool) {
	if why == 0 || why >= maxOuts {
		return
	}
	if r.outs[why] == nil {
		r.outs[why] = make(set, r.blocks)
	}
	r.outs[why].put(slot, in)
}

// settle brings up to date what follows from an agent's state and capacity.
func (r *Roster) settle(slot int, a *agent) {
	r.free.put(slot, a.Reachable)
	for i := range r.rooms {
		r.rooms[i].in.put(slot, a.Reachable && a.fits(r.rooms[i].cost))
	}
	for _, k := range r.inUse {
		k.move(slot, &r.facts[slot], k.key(a))
	}
}

// fits reports whether an agent has room for so much more.
func (a *agent) fits(cost int64) bool { return cost <= a.capacity-a.Load }

// SetLimited says whether an agent has reached a limit of his, such as "channel/voice" or "team/support".
func (r *Roster) SetLimited(slot int, limit string, reached bool) {
	at := r.limits[limit]
	if !r.alive.has(slot) || at == nil && !reached {
		return
	}
	if at == nil {
		at = make(set, r.blocks)
		r.limits[limit] = at
	}
	at.put(slot, reached)
}

// A room is the set of those who are reachable and have room for a cost.
type room struct {
	cost int64
	in   set
	used uint64 // when, counted in queries
}

const (
	maxRooms = 16
	forgetIn = 1 << 16 // queries after which a room that was not used gives way to another
)

// roomFor returns the set of those who can take so much. If there are too many costs, it returns those who are
// reachable and false: each must then be asked.
func (r *Roster) roomFor(cost int64) (set, bool) {
	r.chosen++
	for i := range r.rooms {
		if r.rooms[i].cost == cost {
			r.rooms[i].used = r.chosen
			return r.rooms[i].in, true
		}
	}
	return r.newRoom(cost)
}

func (r *Roster) newRoom(cost int64) (set, bool) {
	i := len(r.rooms)
	if i == maxRooms {
		if i = r.stalest(); r.chosen-r.rooms[i].used < forgetIn {
			return r.free, false
		}
	} else {
		r.rooms = append(r.rooms, room{in: make(set, r.blocks)})
	}
	m := &r.rooms[i]
	m.cost, m.used = cost, r.chosen
	for slot := range r.agents {
		a := &r.agents[slot]
		m.in.put(slot, a.Reachable && a.fits(cost))
	}
	return m.in, true
}

func (r *Roster) stalest() int {
	oldest := 0
	for i := range r.rooms {
		if r.rooms[i].used < r.rooms[oldest].used {
			oldest = i
		}
	}
	return oldest
}
