package usher

import (
	"fmt"
	"slices"
)

// consider says who could take it and why the others cannot, in the order of the desk: by name up to a number, beyond
// that counted.
func (s *Shard) consider(row *ConversationRow, p *Placement, d decided) *Considered {
	c := &Considered{
		Team: p.Team, Agent: p.Agent, Stage: max(p.Stage, 1), Strategy: d.strategy,
	}
	if d.agent != nil {
		c.Agent, c.TieBreak = d.agent.agent.ID, d.tie
	} else if p.HoldFor != "" {
		c.Agent = p.HoldFor
	}
	var t *Turn
	if p.where() != nil {
		t = s.turnOf(row)
	}
	asked := s.concerned(p, d)
	c.Eligible = make([]string, 0, min(len(asked), maxNamed))
	var nearest *Refusal
	for _, a := range asked {
		refusal := s.refuses(t, row, p, a, d.anywhere || p.HoldFor != "")
		switch {
		case refusal == nil || a == d.agent:
			if c.Able++; len(c.Eligible) < maxNamed {
				c.Eligible = append(c.Eligible, a.agent.ID)
				c.score(a, d)
			}
			continue
		case len(c.Refused) < maxNamed:
			c.Refused = append(c.Refused, *refusal)
		default:
			if c.Counted == nil {
				c.Counted = map[Reason]int{}
			}
			c.Counted[refusal.Reason]++
		}
		if nearest == nil || refusal.rank() > nearest.rank() {
			nearest = refusal
		}
	}
	if d.agent == nil && c.Able == 0 {
		c.Missing = missing(nearest)
	}
	return c
}

func (c *Considered) score(a *agentState, d decided) {
	if score, ok := d.scores[a.agent.ID]; ok {
		if c.Scores == nil {
			c.Scores = map[string]float64{}
		}
		c.Scores[a.agent.ID] = float64(score) / 1e6
	}
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
func (r *Refusal) rank() int { return slices.Index(reasons(), r.Reason) }

// missing is the single change that would free a conversation, as far as there is one.
func missing(nearest *Refusal) string {
	if nearest == nil {
		return "an agent in the team"
	}
	id := nearest.Agent
	switch nearest.Reason {
	case IsFull:
		return fmt.Sprintf("%s has to finish something", id)
	case AtLimit:
		return fmt.Sprintf("%s has to finish something of %s", id, nearest.Detail)
	case IsRampingUp, IsWrappingUp:
		return fmt.Sprintf("%s is %s, and takes it then", id, nearest.Reason)
	case TeamClosed:
		return fmt.Sprintf("the team %s has to open", nearest.Detail)
	case IsOffShift:
		return fmt.Sprintf("the shift of %s has to begin", id)
	case IsAway, IsOffline:
		return fmt.Sprintf("%s has to come online", id)
	case HasRefused:
		return fmt.Sprintf("%s would have to go offline and come back, or somebody else has to come", id)
	case MissingSkill:
		return fmt.Sprintf("somebody with %s %s", nearest.Skill, nearest.Wants)
	case HasSkill:
		return fmt.Sprintf("somebody with %s %s", nearest.Skill, nearest.Wants)
	case NotMeant:
		return "somebody who meets " + nearest.Detail
	}
	return "somebody who may take it"
}
