package file

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/gousher/usher"
)

var randomUnits = rapid.Map(rapid.IntRange(0, 9_000), func(i int) usher.Units { return usher.Units(i) })

func TestRandomDesksSurviveTheirFiles(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := &randomly{T: t}
		desk := usher.Desk{Private: lists.Draw(t, "private"), Fallback: usher.Fallback{Team: r.text(), Note: r.text()}}
		for _, id := range rapid.SliceOfNDistinct(oddNames, 0, 3, rapid.ID).Draw(t, "teams") {
			desk.Teams = append(desk.Teams, usher.Team{
				ID: id, Name: r.text(), By: r.strategy(false), Hours: r.text(), WrapUp: r.span(),
				Order: usher.Order(rapid.IntRange(0, 1).Draw(t, "order")),
			})
		}
		for _, id := range rapid.SliceOfNDistinct(oddNames, 0, 3, rapid.ID).Draw(t, "agents") {
			desk.Agents = append(desk.Agents, r.agent(id))
		}
		for _, name := range rapid.SliceOfNDistinct(oddTexts, 0, 2, rapid.ID).Draw(t, "tables") {
			desk.Tables = put(desk.Tables, name, r.table())
		}
		r.rules(&desk)
		sameDesk(t, ownKinds(), desk)
	})
}

func (r *randomly) rules(desk *usher.Desk) {
	for _, name := range r.names() {
		desk.Skills = put(desk.Skills, name, usher.Skill{Implies: r.names()})
	}
	for _, name := range r.names() {
		desk.Calendars = put(desk.Calendars, name, r.calendar())
	}
	for _, name := range r.names() {
		desk.Costs.Channels = put(desk.Costs.Channels, name, randomUnits.Draw(r.T, "cost"))
	}
	desk.Costs.WaitingForContact, desk.Costs.OnHold = atMost(r.T, randomUnits, "waiting"), atMost(r.T, randomUnits, "on hold")
	if rapid.Bool().Draw(r.T, "consent") {
		desk.Consent = usher.Consent{Field: r.name(), Gates: lists.Draw(r.T, "gates"), Means: lists.Draw(r.T, "means")}
	}
	desk.Retention.Closed = r.span()
	desk.Pull = usher.Pull(rapid.IntRange(0, 1).Draw(r.T, "pull"))
	if rapid.Bool().Draw(r.T, "mass offline") {
		desk.MassOffline = usher.MassOffline{Agents: rapid.IntRange(1, 9).Draw(r.T, "agents"), Within: r.span() + 1, Keep: r.span() + 1}
	}
	if rapid.Bool().Draw(r.T, "ramp up") {
		desk.RampUp = usher.RampUp{Conversations: rapid.IntRange(1, 9).Draw(r.T, "conversations"), Per: r.span() + time.Second}
	}
}

func (r *randomly) agent(id string) usher.Agent {
	agent := usher.Agent{
		ID: id, Name: r.text(), Teams: lists.Draw(r.T, "teams"), Skills: skills.Draw(r.T, "skills"), Languages: lists.Draw(r.T, "languages"),
		Capacity: rapid.IntRange(0, 9).Draw(r.T, "capacity"), Status: usher.Status(rapid.IntRange(0, 2).Draw(r.T, "status")), Hours: r.text(),
	}
	agent.Attributes, _ = values.Draw(r.T, "attributes").(map[string]any)
	if len(agent.Attributes) == 0 {
		agent.Attributes = nil
	}
	for _, skill := range sorted(agent.Skills) {
		if rapid.Bool().Draw(r.T, "ends") {
			agent.SkillsUntil = put(agent.SkillsUntil, skill, "2026-12-31")
		}
	}
	if rapid.Bool().Draw(r.T, "ranks") {
		agent.Teams = nil
		for _, team := range rapid.SliceOfNDistinct(oddNames, 0, 2, rapid.ID).Draw(r.T, "ranked") {
			agent.Teams, agent.Ranks = append(agent.Teams, team), put(agent.Ranks, team, rapid.IntRange(-9, 9).Draw(r.T, "rank"))
		}
	}
	for _, name := range r.names() {
		agent.ChannelLimits = put(agent.ChannelLimits, name, r.count())
		agent.TeamLimits = put(agent.TeamLimits, name, r.count())
	}
	return agent
}

func (r *randomly) table() usher.Table {
	table := usher.Table{Best: rapid.Bool().Draw(r.T, "best"), Else: r.text()}
	for range rapid.IntRange(0, 3).Draw(r.T, "rows") {
		table.Rows = append(table.Rows, usher.Row{
			Team: r.text(), Name: r.text(), Priority: rapid.IntRange(-9, 9).Draw(r.T, "priority"), Phrases: lists.Draw(r.T, "phrases"),
			Not: lists.Draw(r.T, "not"), Weight: rapid.IntRange(-9, 9).Draw(r.T, "weight"), Languages: lists.Draw(r.T, "languages"),
		})
	}
	return table
}
