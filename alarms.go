package usher

import (
	"container/heap"
	"time"
)

// alarms are the instants at which something changes by itself, without a conversation's timer: a calendar opens or
// closes, an agent has wrapped up, a skill ends. They follow from the desk and the agents, so nothing of them is kept: a
// loaded shard sets them anew.
type alarms []alarm

type alarm struct {
	at   time.Time
	kind alarmKind
	name string // of the calendar or the agent
}

type alarmKind uint8

const (
	alarmCalendar alarmKind = iota
	alarmAgent              // wrap-up or ramp-up
	alarmSkills
	alarmDay
)

func (as *alarms) Len() int { return len(*as) }

func (as *alarms) Less(i, j int) bool {
	a, b := (*as)[i], (*as)[j]
	if c := a.at.Compare(b.at); c != 0 {
		return c < 0
	}
	if a.kind != b.kind {
		return a.kind < b.kind
	}
	return a.name < b.name
}

func (as *alarms) Swap(i, j int) { (*as)[i], (*as)[j] = (*as)[j], (*as)[i] }

// Push is heap's.
func (as *alarms) Push(x any) {
	if a, ok := x.(alarm); ok {
		*as = append(*as, a)
	}
}

// Pop is heap's.
func (as *alarms) Pop() any {
	last := (*as)[len(*as)-1]
	*as = (*as)[:len(*as)-1]
	return last
}

// alarm asks for a look at an instant, once however often it is asked for. One that comes for nothing does no harm.
func (s *Shard) alarm(at time.Time, kind alarmKind, name string) {
	a := alarm{at.Round(0).UTC(), kind, name}
	if !at.After(s.now) || s.alarmed[a] {
		return
	}
	s.alarmed[a] = true
	heap.Push(&s.alarms, a)
}

// nextAlarm is the next instant at which something changes by itself, if anybody waits for it.
func (s *Shard) nextAlarm() (time.Time, bool) {
	switch {
	case len(s.waits) == 0:
		return time.Time{}, false
	case len(s.dirty) > 0 && !s.held: // a change that was given up has rung, and nobody has looked
		return s.now, true
	case len(s.alarms) == 0:
		return time.Time{}, false
	}
	return s.alarms[0].at, true
}

// ring does what the alarms up to now are for. It is part of the beginning of every change, so that what is open, on
// shift, or wrapped up follows from the instant alone.
func (s *Shard) ring() {
	s.rung = false
	for len(s.alarms) > 0 && !s.alarms[0].at.After(s.now) {
		a, ok := heap.Pop(&s.alarms).(alarm)
		if !ok {
			continue
		}
		delete(s.alarmed, a)
		s.rung = true
		switch a.kind {
		case alarmCalendar:
			s.turnover(a.name)
		case alarmAgent:
			if agent := s.staff.byID[a.name]; agent != nil {
				s.sync(agent)
				s.freed(agent)
			}
		case alarmSkills:
			if agent := s.staff.byID[a.name]; agent != nil {
				s.learn(agent)
				s.index.SetFacts(agent.slot, agent.facts())
				s.freed(agent)
				s.staffChanged = true
			}
		case alarmDay:
			s.newDay()
		}
	}
}

// turnover looks at everybody whose hours a calendar says, when it opens or closes.
func (s *Shard) turnover(calendar string) {
	s.watchCalendar(calendar)
	for _, a := range s.staff.roster {
		if a.agent.Hours == calendar {
			s.sync(a)
			s.freed(a)
			s.passHolds(a)
		}
	}
	for i := range s.desk.Teams {
		if team := &s.desk.Teams[i]; team.Hours == calendar && !s.closed(team.ID) {
			for _, a := range s.staff.teams[team.ID] {
				s.freed(a)
			}
		}
	}
}

// watchCalendar asks for a look at the next edge of a calendar.
func (s *Shard) watchCalendar(name string) {
	if c := s.desk.hours[name]; c != nil {
		if edge, _, ok := c.Next(s.now); ok {
			s.alarm(edge.UTC(), alarmCalendar, name)
		}
	}
}

// newDay begins to count what everybody is given today.
func (s *Shard) newDay() {
	for _, a := range s.staff.roster {
		if a.handled > 0 {
			s.sync(a)
		}
	}
}

// watch begins to look at what changes by itself anew: the desk is a new one. The agents' own follow when they are known.
func (s *Shard) watch() {
	s.alarms = s.alarms[:0]
	clear(s.alarmed)
	clear(s.days)
	for _, name := range sortedKeys(s.desk.hours) {
		s.watchCalendar(name)
	}
}

// watchAgent asks for a look when an agent has wrapped up, when he may be given more after he came back, and when his
// day ends.
func (s *Shard) watchAgent(a *agentState) {
	s.alarm(a.wrapUntil, alarmAgent, a.agent.ID)
	if r := s.desk.RampUp; r.Conversations > 0 && a.ramped >= r.Conversations {
		s.alarm(a.onlineAt.Add(r.Per), alarmAgent, a.agent.ID)
	}
}

// freed notes an agent who may be able to take something since the present change.
func (s *Shard) freed(a *agentState) {
	if a.status == Online && !a.dirty {
		a.dirty = true
		s.dirty = append(s.dirty, a)
	}
}
