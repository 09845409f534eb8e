package file

import (
	"slices"
	"strconv"
	"strings"

	"github.com/gousher/usher"
	"github.com/gousher/usher/internal/format"
	"github.com/gousher/usher/internal/source"
)

func (d *readDesk) agent(n source.Node, i int) {
	m := n.Object(format.Agent)
	agent := usher.Agent{ID: m.Of("id").Name(), Name: m.Of("name").Text()}
	place := first(m.Of("id"), n)
	agent.ID = d.once(agent.ID, "agent", place)
	d.add(indexed("agents", i), agent.ID, m.Of("id"), place)
	if agent.ID != "" {
		d.places.field(agent.ID, "", m.Of("teams"))
		d.places.field(agent.ID, "hours", m.Of("hours"))
		for _, pair := range m.Of("limits").Pairs() {
			if team, ok := strings.CutPrefix(pair.Name, format.TeamLimit); ok {
				d.places.field(agent.ID, limitOf(team), pair.Key)
			}
		}
	}
	setAgent(&agent, m)
	d.desk.Agents = append(d.desk.Agents, agent)
}

// limitOf is how the limit of a team is called among the places.
func limitOf(team string) string { return "limits " + strconv.Quote(team) }

// setAgent reads what is said of an agent; what is not said stays as it is.
func setAgent(agent *usher.Agent, m source.Map) {
	if m.Has("name") {
		agent.Name = m.Of("name").Text()
	}
	if m.Has("teams") {
		agent.Teams, agent.Ranks = teamsOf(m.Of("teams"))
	}
	if m.Has("skills") {
		agent.Skills, agent.SkillsUntil = skillsOf(m.Of("skills"))
	}
	if m.Has("languages") {
		agent.Languages = m.Of("languages").Names()
	}
	if m.Has("capacity") {
		agent.Capacity = capacityOf(m.Of("capacity"))
	}
	if m.Has("limits") {
		agent.ChannelLimits, agent.TeamLimits = limitsOf(m.Of("limits"))
	}
	if m.Has("status") {
		agent.Status = statusOf(m.Of("status"))
	}
	if m.Has("hours") {
		agent.Hours = calendarName(m.Of("hours"))
	}
	for _, pair := range m.Of("attributes").Pairs() {
		if agent.Attributes == nil {
			agent.Attributes = map[string]any{}
		}
		agent.Attributes[pair.Name] = pair.Value.Any()
	}
}

// teamsOf are an agent's teams, with his ranks in them if they are given.
func teamsOf(n source.Node) (teams []string, ranks map[string]int) {
	if !n.IsMap() {
		return n.Names(), nil
	}
	for _, pair := range n.Pairs() {
		teams = append(teams, pair.Name)
		ranks = put(ranks, pair.Name, pair.Value.Int())
	}
	return teams, ranks
}

// skillsOf are an agent's skills with their levels, and the last days of those that end.
func skillsOf(n source.Node) (skills usher.Skills, until map[string]usher.Date) {
	for _, pair := range skillPairs(n) {
		if !pair.Value.IsMap() {
			skills = put(skills, pair.Name, level(pair.Value))
			continue
		}
		m := pair.Value.Object(format.Ending)
		if len(pair.Value.Pairs()) == 0 {
			pair.Value.Wrong(source.MissingKey, "write {level: 1, until: 2026-12-31}", "nothing is said of the skill")
		}
		skills = put(skills, pair.Name, 1)
		if m.Has("level") {
			skills[pair.Name] = level(m.Of("level"))
		}
		if day := m.Of("until").Date(); day != "" {
			until = put(until, pair.Name, usher.Date(day))
		}
	}
	return skills, until
}

// limitsOf are the most conversations that an agent can have of a channel, and of a team.
func limitsOf(n source.Node) (channels, teams map[string]int) {
	for _, pair := range n.Pairs() {
		most, ok := pair.Value.WholeNumber()
		if ok && most < 0 {
			pair.Value.Wrong(source.BadValue, "", "a limit is 0 or more")
		}
		team, ofTeam := strings.CutPrefix(pair.Name, format.TeamLimit)
		switch {
		case nameless(pair.Key, "the limit does not say of which channel"):
		case ofTeam && team == "":
			pair.Key.Wrong(source.BadName, "write team.ID", "the limit does not say of which team")
		case ofTeam:
			teams = put(teams, team, max(most, 0))
		default:
			channels = put(channels, pair.Name, max(most, 0))
		}
	}
	return channels, teams
}

func capacityOf(n source.Node) int {
	units, ok := n.WholeNumber()
	switch {
	case ok && units < 1:
		n.Wrong(source.BadValue, "to give an agent no work, set him away", "the capacity is at least 1")
	case units > format.MaxUnits:
		n.Wrong(source.BadValue, "", "the capacity is at most %d", format.MaxUnits)
	}
	return min(max(units, 1), format.MaxUnits)
}

func statusOf(n source.Node) usher.Status {
	switch n.Word(format.Statuses...) {
	case "online":
		return usher.Online
	case "away":
		return usher.Away
	}
	return usher.Offline
}

// skillPairs are skills with what is said of them.
func skillPairs(n source.Node) []source.Pair {
	if n.Given() && !n.IsMap() {
		n.Wrong(source.WrongType, "write {SKILL: LEVEL}", "skills with their levels are wanted here")
		return nil
	}
	return slices.DeleteFunc(n.Pairs(), func(pair source.Pair) bool { return nameless(pair.Key, "the skill has no name") })
}

// level is how well a skill is had: 1 and up; true is 1.
func level(n source.Node) usher.Level {
	switch v := n.Any().(type) {
	case bool:
		if v {
			return 1
		}
		n.Wrong(source.BadValue, "leave the skill out", "who has a skill has it at a level of 1 or more")
	case int:
		if v >= 1 && v <= format.MaxLevel {
			return usher.Level(v)
		}
		wrongLevel(n, v)
	default:
		n.Wrong(source.WrongType, "", "a level is wanted here: a whole number, or true for 1")
	}
	return 1
}

func wrongLevel(n source.Node, v int) {
	if v < 1 {
		n.Wrong(source.BadValue, "", "a level is 1 or more")
		return
	}
	n.Wrong(source.BadValue, "", "a level is at most %d", format.MaxLevel)
}

// requirement is what is required of a skill: 4 for at least 4, "<=3", "2..4", true for 1, false for none.
func requirement(n source.Node) usher.Level {
	switch v := n.Any().(type) {
	case bool:
		if !v {
			return usher.Absent
		}
		return 1
	case string:
		if read, err := usher.ParseLevel(v); err == nil {
			return read
		}
		n.Wrong(source.BadValue, `write 4 for at least 4, "<=3", "2..4", true or false`, "%q is no level", v)
		return 1
	case int:
		if v < 1 || v > format.MaxLevel {
			wrongLevel(n, v)
			return 1
		}
		return usher.Level(v)
	}
	n.Wrong(source.WrongType, `write 4 for at least 4, "<=3", "2..4", true or false`, "a level is wanted here")
	return 1
}

// requirements are required skills with their levels; not nil if there is a mapping.
func requirements(n source.Node) usher.Skills {
	if !n.Given() {
		return nil
	}
	skills := usher.Skills{}
	for _, pair := range skillPairs(n) {
		skills[pair.Name] = requirement(pair.Value)
	}
	return skills
}

// weights are preferred skills with what each counts for; not nil if there is a mapping.
func weights(n source.Node) usher.Skills {
	if !n.Given() {
		return nil
	}
	if n.IsList() {
		n.Wrong(source.WrongType, "write {SKILL: WEIGHT}", "skills with their weights are wanted here, not a list")
		return nil
	}
	skills := usher.Skills{}
	for _, pair := range n.Pairs() {
		if nameless(pair.Key, "the skill has no name") {
			continue
		}
		weight, ok := pair.Value.WholeNumber()
		switch {
		case ok && weight < 1:
			pair.Value.Wrong(source.BadValue, "", "a weight is 1 or more")
		case weight > format.MaxLevel:
			pair.Value.Wrong(source.BadValue, "", "a weight is at most %d", format.MaxLevel)
		}
		skills[pair.Name] = usher.Level(min(max(weight, 1), format.MaxLevel))
	}
	return skills
}
