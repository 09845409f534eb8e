package usher

import (
	"slices"

	"github.com/gousher/usher/internal/backlog"
	"github.com/gousher/usher/internal/roster"
)

// staff is who works here.
type staff struct {
	byID   map[string]*agentState
	roster []*agentState            // in order
	slots  []*agentState            // by their places in the index
	teams  map[string][]*agentState // in order
	// sessions are those of agents who do not work here any more: what they refused stays refused if they come back.
	sessions map[string]int
}

func newStaff() *staff {
	return &staff{byID: map[string]*agentState{}, teams: map[string][]*agentState{}, sessions: map[string]int{}}
}

func (s *staff) add(a *agentState) {
	s.byID[a.agent.ID] = a
	s.roster = append(s.roster, a)
}

func (s *staff) remove(a *agentState) {
	delete(s.byID, a.agent.ID)
	s.sessions[a.agent.ID] = a.session
	s.roster = slices.DeleteFunc(s.roster, func(b *agentState) bool { return a == b })
}

// index sorts the agents into their teams again: after every add, remove and change of teams.
func (s *staff) index() {
	slices.SortStableFunc(s.roster, func(a, b *agentState) int { return a.order - b.order })
	clear(s.teams)
	for _, a := range s.roster {
		for i, team := range a.agent.Teams {
			if !slices.Contains(a.agent.Teams[:i], team) {
				s.teams[team] = append(s.teams[team], a)
			}
		}
	}
}

// rebuild makes the index of the agents, and of those who wait, anew: the order of the desk is another one.
func (s *Shard) rebuild() {
	s.index = roster.New()
	s.staff.slots = s.staff.slots[:0]
	s.limiting = false
	s.watch()
	for _, a := range s.staff.roster {
		clear(a.limited) // of the former index
		s.enlist(a)
	}
	waiting := sortedKeys(s.waits)
	s.backlog, s.kinds = backlog.New[*wait](), map[backlog.Bucket]*kind{}
	clear(s.waits)
	clear(s.asked)
	clear(s.watches)
	clear(s.heldFor)
	for _, id := range waiting {
		row := s.rows[id]
		s.wait(s.turnOf(row), row)
	}
}

// resume finds out what has changed while nobody was at work.
func (s *Shard) resume() {
	for _, a := range s.staff.roster {
		s.freed(a)
	}
	s.checkOwners()
	for _, id := range sortedKeys(s.waits) {
		if row := s.rows[id]; row.Place.Where != "" && row.Place.stage == nil {
			s.fallback(s.edit(id), "the workflow with the condition on the agent is gone: "+row.Place.Where)
		}
	}
	s.staffChanged = true
	s.expireDue()
}

// checkOwners takes back what belongs to agents who do not work here: the desk may have changed while nobody was at work.
func (s *Shard) checkOwners() {
	for _, id := range sortedKeys(s.rows) {
		row := s.rows[id]
		if s.staff.byID[row.Agent] != nil {
			continue
		}
		switch row.State {
		case StateAssigned:
			s.takeBack(id, row.Agent+" does not work here any more")
		case StateOffered:
			s.withdraw(id, row.Agent+" does not work here any more")
		}
	}
}

// checkQueues looks, after a change of staff, skills or teams, for those who wait and whom nobody can take any more.
func (s *Shard) checkQueues() {
	if !s.staffChanged {
		return
	}
	s.staffChanged = false
	doubtful := map[*kind]bool{}
	for _, k := range s.kinds {
		gone := slices.ContainsFunc(k.teams, func(team string) bool { return s.desk.teams[team] == nil })
		if gone || k.class.Empty() || k.turn != nil {
			doubtful[k] = true
		}
	}
	if len(doubtful) == 0 {
		return
	}
	var all []string
	for id, item := range s.waits {
		if doubtful[item.Value.kind] {
			all = append(all, id)
		}
	}
	for _, id := range s.sorted(all) {
		if row := s.rows[id]; row.State == StateQueued && row.Place.Exit == "" {
			s.checkNobody(row)
		}
	}
}

// checkNobody sees to it that a conversation which nobody can take any more leaves the queue by its exit, at once.
func (s *Shard) checkNobody(row *ConversationRow) {
	p := row.Place
	gone := slices.ContainsFunc(p.Teams, func(team string) bool { return s.desk.teams[team] == nil })
	if !gone && (row.Fallback != "" && p.Team == s.desk.Fallback.Team || p.HoldFor != "" || !s.nobodyCan(s.turnOf(row), p)) {
		return
	}
	row = s.edit(row.ID)
	place := *p
	s.leave(row, &place, nobodyCanBlock)
}
