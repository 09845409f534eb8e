package usher

import (
	"math"
	"slices"
	"time"

	"github.com/gousher/usher/internal/calendar"
	"github.com/gousher/usher/internal/roster"
	"github.com/gousher/usher/internal/rule"
)

// agentState is an agent at work.
type agentState struct {
	agent  Agent
	skills Skills // those he has today, with what they imply
	status Status
	own    bool
	order  int // in the desk, then as they were set
	slot   int // in the index
	load   Units
	// work are the conversations that he has, or is asked about.
	work map[string]bool
	// channels and teams count them, for one who has limits.
	channels, teams map[string]int
	limited         map[string]bool // as the index has been told

	onlineAt, givenAt, doneAt, askedAt, offlineAt, idleSince time.Time

	session   int
	handled   int
	handledOn Date
	missed    int
	wrapUntil time.Time
	ramped    int

	levels map[string]any

	dirty bool // noted as one who may be able to take something
}

func newAgent(agent Agent, order int) *agentState {
	return &agentState{agent: agent, status: agent.Status, order: order, work: map[string]bool{}}
}

func (a *agentState) row() *AgentRow {
	return &AgentRow{
		Agent: a.agent, Status: a.status, Own: a.own,
		OnlineAt: a.onlineAt, GivenAt: a.givenAt, FinishedAt: a.doneAt, AskedAt: a.askedAt, Session: a.session,
		Handled: a.handled, HandledOn: a.handledOn, Missed: a.missed, WrapUntil: a.wrapUntil, Ramped: a.ramped,
		OfflineAt: a.offlineAt, Order: a.order,
	}
}

func (a *agentState) restore(row *AgentRow) {
	a.status, a.own = row.Status, row.Own
	a.onlineAt, a.givenAt, a.doneAt, a.askedAt = row.OnlineAt, row.GivenAt, row.FinishedAt, row.AskedAt
	a.session, a.handled, a.handledOn, a.missed = row.Session, row.Handled, row.HandledOn, row.Missed
	a.wrapUntil, a.ramped, a.offlineAt = row.WrapUntil, row.Ramped, row.OfflineAt
	a.idle()
}

// idle brings up to date since when he is idle: the latest of given work, finished work, came online.
func (a *agentState) idle() {
	a.idleSince = lastOf(a.onlineAt, a.givenAt, a.doneAt)
}

func lastOf(times ...time.Time) time.Time {
	var last time.Time
	for _, at := range times {
		if at.After(last) {
			last = at
		}
	}
	return last
}

// room reports whether so many units more fit.
func (a *agentState) room(cost Units) bool { return a.load+cost <= a.agent.capacity() }

// handledOn is how many he was given on a day.
func (a *agentState) handledToday(day Date) int {
	if a.handledOn != day {
		return 0
	}
	return a.handled
}

// skillValues are his skills as expressions see them.
func (a *agentState) skillValues() map[string]any {
	if a.levels == nil {
		a.levels = make(map[string]any, len(a.skills))
		for name, level := range a.skills {
			a.levels[name] = int(level)
		}
	}
	return a.levels
}

// rank is his rank within a team.
func (a *agentState) rank(team string) int {
	if rank, ok := a.agent.Ranks[team]; ok {
		return rank
	}
	return math.MaxInt32
}

func (a *agentState) in(team string) bool { return slices.Contains(a.agent.Teams, team) }

// today is the date at an agent's place: in the zone of his hours, else UTC.
func (s *Shard) today(a *agentState) Date {
	zone := s.desk.zone(a.agent.Hours)
	day, ok := s.days[zone]
	if !ok || !s.now.Before(day.end) {
		year, month, date := s.now.In(zone).Date()
		d := calendar.Date{Year: year, Month: month, Day: date}
		day = today{Date(d.String()), calendar.EndOf(d, zone)}
		s.days[zone] = day
		s.alarm(day.end, alarmDay, zone.String())
	}
	return day.date
}

// today is a date, and the instant at which the next one begins.
type today struct {
	date Date
	end  time.Time
}

// facts are what the index is to know of an agent whatever he does.
func (a *agentState) facts() roster.Facts {
	f := roster.Facts{Capacity: int64(a.agent.capacity()), Breadth: len(a.agent.Skills) + len(a.agent.Teams)}
	for i, team := range a.agent.Teams {
		if !slices.Contains(a.agent.Teams[:i], team) {
			f.Teams = append(f.Teams, roster.Team{Name: team, Rank: a.rank(team)})
		}
	}
	for _, name := range a.skills.names() {
		f.Skills = append(f.Skills, roster.Skill{Name: name, Level: int(a.skills[name])})
	}
	return f
}

// learn finds the skills that an agent has today, and when the next of them ends. The index follows.
func (s *Shard) learn(a *agentState) {
	a.skills = s.desk.implied.effective(&a.agent, func(last calendar.Date) bool {
		end := calendar.EndOf(last, s.desk.zone(a.agent.Hours))
		if end.After(s.now) {
			s.alarm(end, alarmSkills, a.agent.ID)
			return false
		}
		return true
	})
	a.levels = nil
}

// sync tells the index what an agent is doing.
func (s *Shard) sync(a *agentState) {
	out := s.unreachable(a)
	s.index.Update(a.slot, roster.State{
		Online: a.status == Online, Reachable: out == "", Out: outs(out), Load: int64(a.load), Idle: nanos(a.idleSince),
		Given: nanos(lastOf(a.givenAt, a.askedAt)), Handled: int64(a.handledToday(s.today(a))),
	})
}

func nanos(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixNano()
}

// reachable reports whether an agent may be given work now, if it fits.
func (s *Shard) reachable(a *agentState) bool { return s.unreachable(a) == "" }

// unreachable is why an agent may not be given any work now; empty: he may.
func (s *Shard) unreachable(a *agentState) Reason {
	switch {
	case a.status == Offline:
		return IsOffline
	case a.status == Away:
		return IsAway
	case !s.desk.open(a.agent.Hours, s.now):
		return IsOffShift
	case a.wrapUntil.After(s.now):
		return IsWrappingUp
	case s.ramping(a):
		return IsRampingUp
	}
	return ""
}

// outs are the numbers under which the index counts why agents are not reachable.
func outs(reason Reason) uint8 {
	return uint8(slices.Index([]Reason{"", IsOffline, IsAway, IsOffShift, IsWrappingUp, IsRampingUp}, reason))
}

// ramping reports whether an agent who has come back has had enough for now.
func (s *Shard) ramping(a *agentState) bool {
	r := s.desk.RampUp
	return r.Conversations > 0 && a.ramped >= r.Conversations && s.now.Before(a.onlineAt.Add(r.Per))
}

// limited tells the index whether an agent has as many conversations of a channel, or of a team, as he may have.
func (s *Shard) limited(a *agentState, channel, team string) {
	if limit, ok := a.agent.ChannelLimits[channel]; ok {
		s.limit(a, channelLimit(channel), a.channels[channel] >= limit)
	}
	if limit, ok := a.agent.TeamLimits[team]; ok {
		s.limit(a, teamLimit(team), a.teams[team] >= limit)
	}
}

func (s *Shard) limit(a *agentState, name string, reached bool) {
	if a.limited == nil {
		a.limited = map[string]bool{}
	}
	if a.limited[name] != reached {
		a.limited[name] = reached
		s.index.SetLimited(a.slot, name, reached)
	}
}

// unlimit lifts every limit of an agent: they are found anew.
func (s *Shard) unlimit(a *agentState) {
	for name, reached := range a.limited {
		if reached {
			s.index.SetLimited(a.slot, name, false)
		}
	}
	clear(a.limited)
}

func channelLimit(channel string) string { return "channel/" + channel }
func teamLimit(team string) string       { return "team/" + team }

// count notes one conversation more, or less, for an agent who has limits.
func (s *Shard) count(a *agentState, channel, team string, by int) {
	if len(a.agent.ChannelLimits)+len(a.agent.TeamLimits) == 0 {
		return
	}
	if a.channels == nil {
		a.channels, a.teams = map[string]int{}, map[string]int{}
	}
	a.channels[channel] += by
	a.teams[team] += by
	s.limited(a, channel, team)
}

// recount counts the conversations of an agent from the start: his limits have changed.
func (s *Shard) recount(a *agentState) {
	a.channels, a.teams = map[string]int{}, map[string]int{}
	for id := range a.work {
		row := s.rows[id]
		a.channels[row.Channel]++
		a.teams[row.Team]++
	}
	for channel := range a.agent.ChannelLimits {
		s.limited(a, channel, "")
	}
	for team := range a.agent.TeamLimits {
		s.limited(a, "", team)
	}
}

func (a *agentState) candidate(p *Placement) Candidate {
	return Candidate{
		ID: a.agent.ID, Agent: a.agent, Load: a.load, Capacity: a.agent.capacity(),
		Preferred: p.Prefer.weight(a.skills), GivenAt: a.givenAt, IdleSince: a.idleSince,
	}
}

// holds evaluates a condition on an agent. One that fails at run time does not match.
func (t *Turn) holdsFor(condition *rule.Expr[*Turn], a *agentState) bool {
	if condition == nil {
		return true
	}
	t.candidate = a
	ok, err := condition.Holds(t)
	return ok && err == nil
}
