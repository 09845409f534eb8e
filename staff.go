package usher

import (
	"iter"
	"slices"
	"time"
)

// agentState is an agent at work.
type agentState struct {
	agent     Agent
	status    Status
	own       bool
	order     int // in the desk, then as they were set
	load      int
	onlineAt  time.Time
	givenAt   time.Time
	doneAt    time.Time
	idleSince time.Time
}

func (a *agentState) row() *AgentRow {
	return &AgentRow{
		Agent: a.agent, Status: a.status, Own: a.own,
		OnlineAt: a.onlineAt, GivenAt: a.givenAt, FinishedAt: a.doneAt,
	}
}

func (a *agentState) restore(row *AgentRow) {
	a.status, a.own = row.Status, row.Own
	a.onlineAt, a.givenAt, a.doneAt = row.OnlineAt, row.GivenAt, row.FinishedAt
	a.idle()
}

// idle brings up to date since when he is idle: the latest of given work, finished work, came online.
func (a *agentState) idle() {
	a.idleSince = a.onlineAt
	for _, at := range []time.Time{a.givenAt, a.doneAt} {
		if at.After(a.idleSince) {
			a.idleSince = at
		}
	}
}

func (a *agentState) candidate(p *Placement) Candidate {
	return Candidate{
		ID: a.agent.ID, Agent: a.agent, Load: a.load, Capacity: a.agent.capacity(),
		Preferred: p.Prefer.weight(a.agent.Skills), GivenAt: a.givenAt, IdleSince: a.idleSince,
	}
}

// meets says why he could not take it whatever his status and load; nil: he could.
func (a *agentState) meets(p *Placement, anywhere bool) *Refusal {
	switch {
	case p.Agent != "" && p.Agent != a.agent.ID:
		return &Refusal{Agent: a.agent.ID, Reason: NotAsked}
	case p.Team != "" && !anywhere && !slices.Contains(a.agent.Teams, p.Team):
		return &Refusal{Agent: a.agent.ID, Reason: NotInTeam}
	}
	if skill, have, need, ok := p.Must.missing(a.agent.Skills); !ok {
		return &Refusal{Agent: a.agent.ID, Reason: MissingSkill, Skill: skill, Have: int(have), Need: int(need)}
	}
	return nil
}

// could reports whether he could take it whatever his status and load: meets without the reason.
func (a *agentState) could(p *Placement) bool {
	if p.Agent != "" && p.Agent != a.agent.ID || p.Team != "" && !slices.Contains(a.agent.Teams, p.Team) {
		return false
	}
	for name, level := range p.Must {
		if has := a.agent.Skills[name]; has < level || has == 0 {
			return false
		}
	}
	return true
}

// canNow reports whether he can be given one more conversation now, without looking at what it asks for.
func (a *agentState) canNow() bool { return a.status == Online && a.load < a.agent.capacity() }

// refuses says why he cannot take it now; nil: he can.
func (a *agentState) refuses(p *Placement, anywhere bool) *Refusal {
	if refusal := a.meets(p, anywhere); refusal != nil {
		return refusal
	}
	switch {
	case a.status == Offline:
		return &Refusal{Agent: a.agent.ID, Reason: IsOffline}
	case a.status == Away:
		return &Refusal{Agent: a.agent.ID, Reason: IsAway}
	case a.load >= a.agent.capacity():
		return &Refusal{Agent: a.agent.ID, Reason: IsFull, Have: a.load, Need: a.agent.capacity()}
	}
	return nil
}

// staff is who works here, for finding those who can take a conversation. The implementation may be replaced by one
// with an index by team, skill and load; the answers may not change.
type staff struct {
	byID   map[string]*agentState
	roster []*agentState            // in order
	teams  map[string][]*agentState // in order
}

func newStaff() *staff {
	return &staff{byID: map[string]*agentState{}, teams: map[string][]*agentState{}}
}

func (s *staff) add(a *agentState) {
	s.byID[a.agent.ID] = a
	s.roster = append(s.roster, a)
}

func (s *staff) remove(a *agentState) {
	delete(s.byID, a.agent.ID)
	s.roster = slices.DeleteFunc(s.roster, func(b *agentState) bool { return a == b })
}

// index sorts the agents into their teams again: after every add, remove and change of teams.
func (s *staff) index() {
	slices.SortStableFunc(s.roster, func(a, b *agentState) int { return a.order - b.order })
	clear(s.teams)
	for _, a := range s.roster {
		for _, team := range a.agent.Teams {
			s.teams[team] = append(s.teams[team], a)
		}
	}
}

// of are the agents who are in question for a placement, in order.
func (s *staff) of(p *Placement) []*agentState {
	switch {
	case p.Agent != "":
		if a := s.byID[p.Agent]; a != nil {
			return []*agentState{a}
		}
		return nil
	case p.Team != "":
		return s.teams[p.Team]
	}
	return s.roster
}

// free are those who can take it now, in order.
func (s *staff) free(p *Placement) iter.Seq[*agentState] {
	return func(yield func(*agentState) bool) {
		for _, a := range s.of(p) {
			if a.canNow() && a.could(p) && !yield(a) {
				return
			}
		}
	}
}

// anyone reports whether somebody could take it, whatever his status and load.
func (s *staff) anyone(p *Placement) bool {
	return slices.ContainsFunc(s.of(p), func(a *agentState) bool { return a.could(p) })
}

// best chooses among those who can take it now: the greatest weight of preferred skills, then the strategy, then who
// has been idle longest, then the order of the desk. It says what decided.
func (s *staff) best(p *Placement, by ranker) (*agentState, string) {
	var best *agentState
	bestWeight, tie := 0, "the only one who could"
	for a := range s.free(p) {
		weight := p.Prefer.weight(a.agent.Skills)
		if best == nil {
			best, bestWeight = a, weight
			continue
		}
		better, why := compare(a, best, weight-bestWeight, by)
		tie = why
		if better {
			best, bestWeight = a, weight
		}
	}
	return best, tie
}

func compare(a, b *agentState, weight int, by ranker) (bool, string) {
	if weight != 0 {
		return weight > 0, "the greatest weight of preferred skills"
	}
	if order := by.better(a, b); order != 0 {
		return order < 0, by.why()
	}
	if order := a.idleSince.Compare(b.idleSince); order != 0 {
		return order < 0, "idle longest"
	}
	return a.order < b.order, "the order of the desk"
}

// consider says who was looked at and why the others could not.
func (s *staff) consider(p *Placement, chosen string) *Considered {
	c := &Considered{Team: p.Team, Agent: p.Agent}
	named := s.of(p)
	c.Eligible = make([]string, 0, min(len(named), maxNamed))
	for _, a := range named {
		refusal := a.refuses(p, a.agent.ID == chosen)
		switch {
		case refusal == nil || a.agent.ID == chosen:
			if c.Able++; len(c.Eligible) < maxNamed {
				c.Eligible = append(c.Eligible, a.agent.ID)
			}
		case len(c.Refused) < maxNamed:
			c.Refused = append(c.Refused, *refusal)
		default:
			if c.Counted == nil {
				c.Counted = map[Reason]int{}
			}
			c.Counted[refusal.Reason]++
		}
	}
	return c
}

// checkOwners takes back what belongs to agents who do not work here, and lets out those who wait for a team that is
// gone: the desk may have changed while nobody was at work.
func (s *Shard) checkOwners() {
	for _, id := range sortedKeys(s.rows) {
		row := s.rows[id]
		switch {
		case row.State == StateAssigned && s.staff.byID[row.Agent] == nil:
			s.takeBack(id, row.Agent+" does not work here any more")
		case row.State == StateQueued && row.Place.Team != "" && s.desk.teams[row.Place.Team] == nil:
			s.gone = append(s.gone, id)
			s.setTimer(TimerRow{Conversation: id, Kind: TimerNobody, Due: s.now, Fence: row.fence()})
		}
	}
}

// setStatus changes whether an agent can be given work. Going offline gives his conversations back.
func (s *Shard) setStatus(id string, status Status) {
	a := s.staff.byID[id]
	if a.status == status {
		return
	}
	if status == Online {
		a.onlineAt = s.now
		a.idle()
		s.dirty = append(s.dirty, a)
	}
	a.status = status
	s.batch.Agents = append(s.batch.Agents, a.row())
	if status == Offline {
		s.takeAll(a, a.agent.ID+" went offline")
	}
}

// takeAll takes back everything an agent has, the oldest first.
func (s *Shard) takeAll(a *agentState, reason string) {
	var his []*ConversationRow
	for _, row := range s.rows {
		if row.State == StateAssigned && row.Agent == a.agent.ID {
			his = append(his, row)
		}
	}
	slices.SortFunc(his, func(x, y *ConversationRow) int {
		if c := x.GivenAt.Compare(y.GivenAt); c != 0 {
			return c
		}
		return compareStrings(x.ID, y.ID)
	})
	for _, row := range his {
		s.takeBack(row.ID, reason)
	}
}

func compareStrings(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// setAgent adds an agent or changes what is known of him; his status stays, a new one has the status given.
func (s *Shard) setAgent(agent Agent, own bool) {
	a := s.staff.byID[agent.ID]
	if a == nil {
		a = s.hire(agent)
	}
	a.agent = agent
	a.own = a.own || own
	s.staff.index()
	s.batch.Agents = append(s.batch.Agents, a.row())
	s.dirty = append(s.dirty, a)
	s.checkQueues()
}

// hire adds an agent, in the last place.
func (s *Shard) hire(agent Agent) *agentState {
	order := 0
	if n := len(s.staff.roster); n > 0 {
		order = s.staff.roster[n-1].order + 1
	}
	a := &agentState{agent: agent, status: agent.Status, order: order}
	if a.status == Online {
		a.onlineAt = s.now
		a.idle()
	}
	s.staff.add(a)
	return a
}

// removeAgent gives his conversations back and forgets him.
func (s *Shard) removeAgent(id string) {
	a := s.staff.byID[id]
	if a == nil {
		return
	}
	s.fire(a, false)
	s.staff.index()
	s.takeAll(a, id+" was removed")
	s.checkQueues()
}

// fire takes an agent out of the staff.
func (s *Shard) fire(a *agentState, byDesk bool) {
	a.status = Offline
	s.staff.remove(a)
	row := a.row()
	row.Removed = !byDesk // a desk that names him again brings him back
	s.batch.Agents = append(s.batch.Agents, row)
}

// useDesk puts a new desk in force: agents who are no longer there give their work back, the others keep their status.
func (s *Shard) useDesk(d *desk) {
	before := s.desk
	s.desk = d
	var gone []*agentState
	for _, a := range slices.Clone(s.staff.roster) {
		if d.agent(a.agent.ID) == nil && (!a.own || before.agent(a.agent.ID) != nil) {
			s.fire(a, true)
			gone = append(gone, a)
		}
	}
	for i := range d.Agents {
		a := s.staff.byID[d.Agents[i].ID]
		if a == nil {
			a = s.hire(d.Agents[i])
			s.batch.Agents = append(s.batch.Agents, a.row())
		} else {
			own := a.own
			if a.agent, a.own = d.Agents[i], false; own {
				s.batch.Agents = append(s.batch.Agents, a.row())
			}
		}
		a.order = i
		s.dirty = append(s.dirty, a)
	}
	s.staff.index()
	for _, a := range gone { // now that the others are what they are to be
		s.takeAll(a, a.agent.ID+" was removed")
	}
	s.checkOwners()
	s.checkQueues()
}
