package usher

import (
	"fmt"
	"slices"
)

// A Refusal is why one agent could not be given a conversation.
type Refusal struct {
	Agent  string `json:"agent"`
	Reason Reason `json:"reason"`
	// Skill, Have and Wants detail a missing skill: the level that he has, and what is required of it.
	Skill string `json:"skill,omitempty"`
	Have  int    `json:"have,omitempty"`
	Wants string `json:"wants,omitempty"`
	// Load and Capacity are those of an agent who is full, Cost is what the conversation takes.
	Load     Units `json:"load,omitempty"`
	Capacity Units `json:"capacity,omitempty"`
	Cost     Units `json:"cost,omitempty"`
	// Detail is the condition, the team or the channel that the reason is about.
	Detail string `json:"detail,omitempty"`
}

// Reason is why an agent could not be given a conversation.
type Reason string

// The reasons, in the order in which they are checked.
const (
	HasLeft      Reason = "no longer works here"
	NotAsked     Reason = "another agent is wanted"
	NotInTeam    Reason = "not in the team"
	MissingSkill Reason = "lacks a skill"
	HasSkill     Reason = "has a skill that is not wanted"
	NotMeant     Reason = "does not meet the condition"
	HasRefused   Reason = "was asked already"
	IsOffline    Reason = "offline"
	IsAway       Reason = "away"
	IsOffShift   Reason = "off shift"
	TeamClosed   Reason = "the team is closed"
	IsWrappingUp Reason = "wrapping up"
	IsRampingUp  Reason = "ramping up"
	AtLimit      Reason = "at a limit"
	IsFull       Reason = "at capacity"
)

// reasons are all of them, in order.
func reasons() []Reason {
	return []Reason{
		HasLeft, NotAsked, NotInTeam, MissingSkill, HasSkill, NotMeant, HasRefused, IsOffline, IsAway, IsOffShift, TeamClosed,
		IsWrappingUp, IsRampingUp, AtLimit, IsFull,
	}
}

// busy reports whether it is only a matter of time until he can take it.
func (r Refusal) busy() bool {
	return r.Reason == IsFull || r.Reason == AtLimit || r.Reason == IsWrappingUp || r.Reason == IsRampingUp
}

// String is "bo lacks french (has level 1, needs 3)".
func (r Refusal) String() string {
	switch r.Reason {
	case MissingSkill:
		if r.Have == 0 {
			return fmt.Sprintf("%s lacks %s (needs level %s)", r.Agent, r.Skill, r.Wants)
		}
		return fmt.Sprintf("%s lacks %s (has level %d, needs %s)", r.Agent, r.Skill, r.Have, r.Wants)
	case HasSkill:
		if r.Wants == Absent.String() {
			return fmt.Sprintf("%s has %s, which is not wanted", r.Agent, r.Skill)
		}
		return fmt.Sprintf("%s has %s (level %d, wanted: %s)", r.Agent, r.Skill, r.Have, r.Wants)
	case NotMeant:
		return fmt.Sprintf("%s does not meet %s", r.Agent, r.Detail)
	case HasRefused:
		return r.Agent + " was asked already, or lost it"
	case AtLimit:
		return fmt.Sprintf("%s is at his limit for %s", r.Agent, r.Detail)
	case IsFull:
		if r.Cost != Unit {
			return fmt.Sprintf("%s has no room (load %s of %s, it costs %s)", r.Agent, r.Load, r.Capacity, r.Cost)
		}
		return fmt.Sprintf("%s is at capacity (%s of %s)", r.Agent, r.Load, r.Capacity)
	case HasLeft:
		return r.Agent + " no longer works here"
	case TeamClosed:
		return fmt.Sprintf("%s: the team %s is closed", r.Agent, r.Detail)
	case IsOffline, IsAway, NotInTeam, IsOffShift, IsWrappingUp, IsRampingUp:
		return fmt.Sprintf("%s is %s", r.Agent, r.Reason)
	}
	return fmt.Sprintf("%s: %s", r.Agent, r.Reason)
}

// lacks says why an agent could not take it whatever his status and load; nil: he could. The condition is not looked at.
func (a *agentState) lacks(p *Placement, anywhere bool) *Refusal {
	id := a.agent.ID
	switch {
	case p.Agent != "" && p.Agent != id:
		return &Refusal{Agent: id, Reason: NotAsked}
	case len(p.Teams) > 0 && !anywhere && !slices.ContainsFunc(p.Teams, a.in):
		return &Refusal{Agent: id, Reason: NotInTeam}
	}
	skill, have, need, ok := p.Must.missing(a.skills)
	low, _ := need.bounds()
	switch {
	case ok:
		return nil
	case need == Absent || int(have) > low && have > 0:
		return &Refusal{Agent: id, Reason: HasSkill, Skill: skill, Have: int(have), Wants: need.String()}
	}
	return &Refusal{Agent: id, Reason: MissingSkill, Skill: skill, Have: int(have), Wants: need.String()}
}

// refuses says why an agent cannot take a conversation now; nil: he can. Anywhere: he need not be of the team.
func (s *Shard) refuses(t *Turn, row *ConversationRow, p *Placement, a *agentState, anywhere bool) *Refusal {
	if refusal := a.lacks(p, anywhere); refusal != nil {
		return refusal
	}
	id := a.agent.ID
	if where := p.where(); where != nil && !t.holdsFor(where, a) {
		return &Refusal{Agent: id, Reason: NotMeant, Detail: where.Source()}
	}
	if row.hasRefused(a) {
		return &Refusal{Agent: id, Reason: HasRefused}
	}
	reason := s.unreachable(a)
	if reason == IsOffline || reason == IsAway || reason == IsOffShift {
		return &Refusal{Agent: id, Reason: reason}
	}
	_, through := s.through(a, p)
	if through != nil && !anywhere && (through.Reason == TeamClosed || reason == "") {
		return through
	}
	if reason != "" {
		return &Refusal{Agent: id, Reason: reason}
	}
	return s.noRoom(row, a)
}

// noRoom says why an agent has no room for one more of a channel; nil: he has.
func (s *Shard) noRoom(row *ConversationRow, a *agentState) *Refusal {
	limit, limits := a.agent.ChannelLimits[row.Channel]
	cost := s.desk.Costs.full(row.Channel)
	switch {
	case limits && a.channels[row.Channel] >= limit:
		return &Refusal{Agent: a.agent.ID, Reason: AtLimit, Detail: row.Channel}
	case !a.room(cost):
		return &Refusal{Agent: a.agent.ID, Reason: IsFull, Load: a.load, Capacity: a.agent.capacity(), Cost: cost}
	}
	return nil
}

// through is the team through which an agent is given a conversation: the first of those wanted that he is in, that is
// open, and in which he is not at his limit. Otherwise it says what is wrong with the last one.
func (s *Shard) through(a *agentState, p *Placement) (team string, refusal *Refusal) {
	if len(p.Teams) == 0 {
		return "", nil
	}
	for _, team := range p.Teams {
		if !a.in(team) {
			continue
		}
		limit, limits := a.agent.TeamLimits[team]
		switch {
		case s.closed(team):
			refusal = &Refusal{Agent: a.agent.ID, Reason: TeamClosed, Detail: team}
		case limits && a.teams[team] >= limit:
			refusal = &Refusal{Agent: a.agent.ID, Reason: AtLimit, Detail: team}
		default:
			return team, nil
		}
	}
	return "", refusal
}

// closed reports whether a team is outside its hours.
func (s *Shard) closed(team string) bool {
	t := s.desk.teams[team]
	return t != nil && t.Hours != "" && !s.desk.open(t.Hours, s.now)
}

// hasRefused reports whether the agent is not to be given the conversation again for now.
func (row *ConversationRow) hasRefused(a *agentState) bool {
	for _, r := range row.Refused {
		if r.Agent == a.agent.ID && r.Session == a.session {
			return true
		}
	}
	return false
}
