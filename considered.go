package usher

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/gousher/usher/internal/roster"
)

// consider says who could take it and why the others cannot, in the order of the desk: by name up to a number, beyond
// that counted.
func (s *Shard) consider(row *ConversationRow, p *Placement, d decided) *Considered {
	c := &Considered{Team: p.Team, Agent: cmp.Or(p.Agent, p.HoldFor), Stage: max(p.Stage, 1), Strategy: d.strategy}
	if d.agent != nil {
		c.Agent, c.TieBreak = d.agent.agent.ID, d.tie
		if team, refusal := s.through(d.agent, p); refusal == nil && team != "" {
			c.Team = team
		}
	}
	if len(p.Teams) > 1 {
		c.Teams = p.Teams
	}
	var near nearest
	s.look(c, &near, row, p, d)
	if len(c.Scores) < 2 { // there was no choice
		c.Scores = nil
	}
	if d.agent == nil && c.Able == 0 {
		c.Missing = near.missing()
	}
	return c
}

// look goes through those who are in question, and finds who is nearest to being eligible.
func (s *Shard) look(c *Considered, near *nearest, row *ConversationRow, p *Placement, d decided) {
	var t *Turn
	if p.where() != nil {
		t = s.turnOf(row)
	}
	asked := s.concerned(p, d)
	if len(asked) > 2*maxNamed && len(p.Teams) == 1 && p.where() == nil && !d.anywhere && p.HoldFor == "" {
		s.considerMany(c, near, t, row, p, d)
		return
	}
	c.Eligible = make([]string, 0, min(len(asked), maxNamed))
	if len(asked) > 1 && (d.order != nil || d.scores != nil) {
		c.Scores = make([]Scored, 0, min(len(asked), maxNamed))
	}
	for _, a := range asked {
		refusal := s.refuses(t, row, p, a, d.anywhere || p.HoldFor != "")
		if refusal == nil || a == d.agent {
			s.eligible(c, p, a, d)
			continue
		}
		c.refuse(refusal)
		near.add(refusal)
	}
}

// eligible counts one who could take it.
func (s *Shard) eligible(c *Considered, p *Placement, a *agentState, d decided) {
	if c.Able++; len(c.Eligible) < maxNamed {
		c.Eligible = append(c.Eligible, a.agent.ID)
		s.score(c, p, a, d)
	}
}

// refuse names one who could not, or counts him.
func (c *Considered) refuse(refusal *Refusal) {
	if len(c.Refused) < maxNamed {
		c.Refused = append(c.Refused, *refusal)
		return
	}
	if c.Counted == nil {
		c.Counted = map[Reason]int{}
	}
	c.Counted[refusal.Reason]++
}

// considerMany is consider for a team so large that nobody is looked at who is not named.
func (s *Shard) considerMany(c *Considered, near *nearest, t *Turn, row *ConversationRow, p *Placement, d decided) {
	q := s.query(t, row, p)
	s.index.Each(q, func(slot int) bool {
		a := s.staff.slots[slot]
		c.Eligible = append(c.Eligible, a.agent.ID)
		s.score(c, p, a, d)
		return len(c.Eligible) < maxNamed
	})
	if n := len(c.Eligible); d.agent != nil && n > 0 && !slices.Contains(c.Eligible, d.agent.agent.ID) {
		last := c.Eligible[n-1] // he gives way to who was chosen
		isLast := func(one Scored) bool { return one.Agent == last }
		c.Scores, c.Preferred = slices.DeleteFunc(c.Scores, isLast), slices.DeleteFunc(c.Preferred, isLast)
		c.Eligible[n-1] = d.agent.agent.ID
		s.score(c, p, d.agent, d)
	}
	s.index.Outside(q, func(slot int) bool {
		if refusal := s.refuses(t, row, p, s.staff.slots[slot], false); refusal != nil {
			c.Refused = append(c.Refused, *refusal)
			near.add(refusal)
		}
		return len(c.Refused) < maxNamed
	})
	census := s.index.Census(q)
	c.Able = census.Eligible
	c.Counted = byReason(census)
	for _, refusal := range c.Refused {
		reason := refusal.Reason
		if reason == HasSkill {
			reason = MissingSkill
		}
		if c.Counted[reason]--; c.Counted[reason] <= 0 {
			delete(c.Counted, reason)
		}
	}
}

// byReason are the agents who are not eligible, by reason.
func byReason(census roster.Census) map[Reason]int {
	all := map[Reason]int{
		MissingSkill: census.Lacking, HasRefused: census.Excluded, TeamClosed: census.Closed, AtLimit: census.Limited,
		IsFull: census.Full,
	}
	for _, reason := range []Reason{IsOffline, IsAway, IsOffShift, IsWrappingUp, IsRampingUp} {
		all[reason] = census.Out[outs(reason)]
	}
	maps.DeleteFunc(all, func(_ Reason, n int) bool { return n == 0 })
	return all
}

// score keeps what the strategy has counted of an agent.
func (s *Shard) score(c *Considered, p *Placement, a *agentState, d decided) {
	if weight := p.Prefer.weight(a.skills); weight > 0 {
		c.Preferred = append(c.Preferred, Scored{a.agent.ID, float64(weight)})
	}
	score, scored := d.scores[a.agent.ID]
	switch {
	case scored:
		c.scored(a, float64(score)/1e6)
	case d.order != nil:
		if measured, ok := d.order.measure(s, p, a); ok {
			c.scored(a, measured)
		}
	}
}

func (c *Considered) scored(a *agentState, score float64) {
	c.Scores = append(c.Scores, Scored{a.agent.ID, score})
}

// concerned are the agents who are in question for a placement.
func (s *Shard) concerned(p *Placement, d decided) []*agentState {
	only := p.Agent
	if p.HoldFor != "" {
		only = p.HoldFor
	}
	if only != "" {
		if a := s.staff.byID[only]; a != nil {
			return []*agentState{a}
		}
		return nil
	}
	var all []*agentState
	if len(p.Teams) == 1 {
		all = s.staff.teams[p.Team]
	} else {
		for _, a := range s.staff.roster {
			if slices.ContainsFunc(p.Teams, a.in) {
				all = append(all, a)
			}
		}
	}
	if d.agent != nil && !slices.Contains(all, d.agent) {
		all = append(slices.Clip(all), d.agent)
	}
	return all
}

// rank is how near an agent is who is refused for this reason: what changes by itself is nearest.
func (r Refusal) rank() int {
	if r.Reason == IsFull && r.Cost > r.Capacity {
		return -1 // nothing that he does helps
	}
	return slices.Index(reasons(), r.Reason)
}

// nearest are the agents who are nearest to being eligible, at most a few.
type nearest struct{ agents []Refusal }

const maxNearest = 3

func (n *nearest) add(r *Refusal) {
	best := n.agents
	switch {
	case len(best) == 0 || r.rank() > best[0].rank():
		n.agents = append(n.agents[:0], *r)
	case r.rank() == best[0].rank() && len(best) < maxNearest && r.Skill == best[0].Skill && r.Detail == best[0].Detail:
		n.agents = append(n.agents, *r)
	}
}

// missing is the single change that would free a conversation, as far as there is one.
func (n *nearest) missing() string {
	if len(n.agents) == 0 {
		return "an agent in the team"
	}
	names := make([]string, len(n.agents))
	for i := range n.agents {
		names[i] = n.agents[i].Agent
	}
	who, first := strings.Join(names, " or "), n.agents[0]
	switch first.Reason {
	case IsFull:
		if first.Cost > first.Capacity {
			return fmt.Sprintf("an agent with a capacity of %s or more", first.Cost)
		}
		return who + " has to finish something"
	case AtLimit:
		return fmt.Sprintf("%s has to finish something of %s", who, first.Detail)
	case IsRampingUp, IsWrappingUp:
		return fmt.Sprintf("%s is %s, and takes it then", who, first.Reason)
	case TeamClosed:
		return fmt.Sprintf("the team %s has to open", first.Detail)
	case IsOffShift:
		return fmt.Sprintf("the shift of %s has to begin", who)
	case IsAway, IsOffline:
		return who + " has to come online"
	case HasRefused:
		return who + " would have to go offline and come back, or somebody else has to come"
	case MissingSkill, HasSkill:
		return fmt.Sprintf("somebody with %s", Skills{first.Skill: levelOf(first.Wants)})
	case NotMeant:
		return "somebody who meets " + first.Detail
	}
	return "somebody who may take it"
}

func levelOf(wants string) Level {
	level, err := ParseLevel(wants)
	if err != nil {
		return 1
	}
	return level
}
