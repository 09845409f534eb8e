package usher

import (
	"fmt"
	"slices"
	"strings"
)

// setStatus changes whether an agent can be given work. His open offers end when he is not online; his conversations go
// back when he has been offline for as long as their steps allow.
func (s *Shard) setStatus(id string, status Status) {
	a := s.staff.byID[id]
	if a.status == status {
		return
	}
	before := a.status
	a.status = status
	if before == Offline {
		a.session++
	}
	if status == Offline {
		a.offlineAt = s.now
	}
	if status == Online {
		a.onlineAt, a.ramped, a.missed = s.now, 0, 0
		a.idle()
		s.freed(a)
	}
	s.changed(a)
	switch status {
	case Online:
		s.stay(a)
	case Away:
		s.withdrawAll(a, id+" went away")
	case Offline:
		s.withdrawAll(a, id+" went offline")
		s.leaves(a)
	}
	if status != Online {
		s.passHolds(a)
	}
}

// stay lets an agent who is back in time keep his conversations.
func (s *Shard) stay(a *agentState) {
	for _, id := range s.workOf(a) {
		s.setTimer(TimerRow{Conversation: id, Kind: TimerAway})
	}
}

// leaves takes back, at once or later, what an agent has who has gone offline.
func (s *Shard) leaves(a *agentState) {
	broken := s.massOffline(a)
	for _, id := range s.workOf(a) {
		row := s.rows[id]
		keep := row.Place.settings().keepWhenAway
		if broken && keep < s.desk.MassOffline.Keep {
			keep = s.desk.MassOffline.Keep
			s.edit(id).log(Entry{At: s.now, Kind: EntryHeld, Detail: fmt.Sprintf(
				"%s keeps it for %s: %d agents went offline within %s", a.agent.ID, keep, len(s.leavers), s.desk.MassOffline.Within)})
		}
		if keep > 0 {
			s.setTimer(TimerRow{Conversation: id, Kind: TimerAway, Due: s.now.Add(keep), Fence: row.fence()})
			continue
		}
		s.takeBack(id, a.agent.ID+" went offline")
	}
}

// massOffline notes that an agent goes offline, and reports whether it is too many at once to be believed.
func (s *Shard) massOffline(a *agentState) bool {
	m := s.desk.MassOffline
	if m.Agents == 0 {
		return false
	}
	s.leavers = slices.DeleteFunc(s.leavers, func(other *agentState) bool {
		return other == a || other.status != Offline || s.now.Sub(other.offlineAt) >= m.Within
	})
	s.leavers = append(s.leavers, a)
	return len(s.leavers) >= m.Agents
}

func (s *Shard) withdrawAll(a *agentState, reason string) {
	for _, id := range s.workOf(a) {
		if s.rows[id].State == StateOffered {
			s.withdraw(id, reason)
		}
	}
}

// takeAll takes back everything an agent has, the oldest first.
func (s *Shard) takeAll(a *agentState, reason string, some func(row *ConversationRow) bool) {
	for _, id := range s.workOf(a) {
		switch row := s.rows[id]; {
		case some != nil && !some(row):
		case row.State == StateOffered:
			s.withdraw(id, reason)
		default:
			s.takeBack(id, reason)
		}
	}
}

// workOf is what an agent has, and is asked about, the oldest first.
func (s *Shard) workOf(a *agentState) []string {
	his := make([]*ConversationRow, 0, len(a.work))
	for id := range a.work {
		his = append(his, s.rows[id])
	}
	slices.SortFunc(his, func(x, y *ConversationRow) int {
		if c := x.GivenAt.Compare(y.GivenAt); c != 0 {
			return c
		}
		return strings.Compare(x.ID, y.ID)
	})
	ids := make([]string, len(his))
	for i, row := range his {
		ids[i] = row.ID
	}
	return ids
}

// setAgent adds an agent or changes what is known of him; his status stays, a new one has the status given.
func (s *Shard) setAgent(agent Agent, own bool) {
	a := s.staff.byID[agent.ID]
	var before []string
	hired := a == nil
	if hired {
		a = s.hire(agent)
	} else {
		before = a.agent.Teams
	}
	a.own = a.own || own
	if !hired {
		a.agent = agent
		s.knows(a)
	}
	if hired || !slices.Equal(before, a.agent.Teams) {
		s.staff.index()
	}
	s.batch.Agents = append(s.batch.Agents, a.row())
	s.freed(a)
	s.staffChanged = true
	s.moved(a, before)
	s.passHolds(a)
}

// knows brings everything up to date that follows from what is known of an agent.
func (s *Shard) knows(a *agentState) {
	s.learn(a)
	s.index.SetFacts(a.slot, a.facts())
	s.follows(a)
}

// follows brings up to date what the index is to know of an agent beside his facts.
func (s *Shard) follows(a *agentState) {
	if len(a.agent.ChannelLimits)+len(a.agent.TeamLimits) > 0 {
		s.limiting = true
	}
	s.unlimit(a)
	s.recount(a)
	s.sync(a)
	s.watchAgent(a)
}

// moved takes back what an agent has through a team that he is no longer in.
func (s *Shard) moved(a *agentState, before []string) {
	var left []string
	for _, team := range before {
		if !a.in(team) && s.desk.teams[team] != nil {
			left = append(left, team)
		}
	}
	if len(left) > 0 {
		s.takeAll(a, a.agent.ID+" is no longer in the team", func(row *ConversationRow) bool {
			return slices.Contains(left, row.Team)
		})
	}
}

// hire adds an agent, in the last place.
func (s *Shard) hire(agent Agent) *agentState {
	order := 0
	if n := len(s.staff.roster); n > 0 {
		order = s.staff.roster[n-1].order + 1
	}
	a := newAgent(agent, order)
	a.session = s.staff.sessions[agent.ID] + 1
	if a.status == Online {
		a.onlineAt = s.now
		a.idle()
	}
	s.staff.add(a)
	s.enlist(a)
	return a
}

// enlist gives an agent his place in the index.
func (s *Shard) enlist(a *agentState) {
	s.learn(a)
	a.slot = s.index.Add(a.facts())
	s.staff.slots = append(s.staff.slots, a)
	s.follows(a)
}

// removeAgent gives his conversations back and forgets him.
func (s *Shard) removeAgent(id string) {
	a := s.staff.byID[id]
	if a == nil {
		return
	}
	s.fire(a, false)
	s.staff.index()
	s.takeAll(a, id+" was removed", nil)
	s.passHolds(a)
	s.staffChanged = true
}

// fire takes an agent out of the staff.
func (s *Shard) fire(a *agentState, byDesk bool) {
	a.status = Offline
	s.staff.remove(a)
	s.index.Remove(a.slot)
	row := a.row()
	row.Removed = !byDesk // a desk that names him again brings him back
	s.batch.Agents = append(s.batch.Agents, row)
}

// useDesk puts a new desk in force: agents who are no longer there give their work back, the others keep their status.
func (s *Shard) useDesk(d *desk) {
	before := s.desk
	s.desk = d
	clear(s.days)
	var gone []*agentState
	for _, a := range slices.Clone(s.staff.roster) {
		if d.agent(a.agent.ID) == nil && (!a.own || before.agent(a.agent.ID) != nil) {
			s.fire(a, true)
			gone = append(gone, a)
		}
	}
	teams := map[*agentState][]string{}
	for i := range d.Agents {
		a := s.staff.byID[d.Agents[i].ID]
		if a == nil {
			a = s.hire(d.Agents[i])
			s.batch.Agents = append(s.batch.Agents, a.row())
		} else {
			own := a.own
			teams[a] = a.agent.Teams
			if a.agent, a.own = d.Agents[i], false; own {
				s.batch.Agents = append(s.batch.Agents, a.row())
			}
		}
		a.order = i
	}
	s.staff.index()
	s.rebuild()
	for _, a := range s.staff.roster {
		s.freed(a)
	}
	for _, a := range gone { // now that the others are what they are to be
		s.takeAll(a, a.agent.ID+" was removed", nil)
	}
	for _, a := range slices.Clone(s.staff.roster) {
		s.moved(a, teams[a])
	}
	s.checkOwners()
	s.staffChanged = true
}
