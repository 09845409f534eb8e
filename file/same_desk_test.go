package file

import (
	"time"

	"github.com/gousher/usher"
)

const wholeDesk = `usher: desk/v1
teams:
  - {id: support, name: Customer support, by: round_robin, hours: office, order: newest, wrap_up: 30s}
  - {id: "1", order: oldest}
agents:
  - id: ana
    name: Ana
    teams: [support, 1]
    skills: {french: 3, billing: true, first_aid: {level: 2, until: 2026-12-31}, dutch: {until: "2026-02-28"}, welsh: {level: 5}}
    languages: [es, "no"]
    capacity: 5
    limits: {voice: 1, team.support: 2, chat: 0, team.1: 3}
    status: online
    hours: night
    attributes: {region: eu, share: 1.0, floor: 2, at_home: "yes", nothing: null, list: [1, {a: b}]}
  - {id: ben, status: away, teams: {"1": 2, support: -1}}
  - {id: cid, capacity: 1}
skills:
  billing_eu: {implies: [billing, "no"]}
  dutch: {}
capacity:
  channels: {voice: 5, mail: 0.125}
  waiting_for_contact: 0.2
  on_hold: 0
pull: own_first
ramp_up: {conversations: 2, per: 5m}
mass_offline: {agents: 10, within: 30s, keep: 15m}
private: [email, iban]
consent: {field: consent, gates: [email, "12"], means: ["yes", agreed]}
retention: {closed: 90d}
calendars:
  never: {weekly: {sat-sun: closed, mon: []}}
  night: {weekly: {fri-mon: "22:00-06:00"}}
  office:
    zone: Europe/Madrid
    weekly: {mon-wed: "09:00-17:00", thu: ["09:00-17:00"], sat: ["09:00-12:00", 13:00-15:00], sun: closed}
    holidays: [2026-12-25, "2027-01-01"]
    changes: [{date: 2026-12-24, hours: "09:00-13:00"}, {date: 2026-12-31, hours: closed}, {date: 2027-01-02, hours: ["09:00-10:00", "11:00-24:00"]}]
tables:
  back: {rows: [{team: "1", phrases: [x]}]}
  front:
    rows:
      - {team: support, name: Refunds, priority: 5, phrases: [refund*, ~fund, 无法登录, 12], not: [price match], weight: 2, languages: [en]}
    best: true
    else: support
fallback: {team: support, note: "could not be routed: {{ reason }}"}
`

func theDesk() usher.Desk {
	return usher.Desk{
		Teams: []usher.Team{
			{ID: "support", Name: "Customer support", By: usher.RoundRobin{}, Hours: "office", Order: usher.NewestFirst, WrapUp: 30 * time.Second},
			{ID: "1"},
		},
		Consent:   usher.Consent{Field: "consent", Gates: []string{"email", "12"}, Means: []string{"yes", "agreed"}},
		Retention: usher.Retention{Closed: 90 * 24 * time.Hour},
		Agents: []usher.Agent{
			{
				ID: "ana", Name: "Ana", Teams: []string{"support", "1"},
				Skills:      usher.Skills{"french": 3, "billing": 1, "first_aid": 2, "dutch": 1, "welsh": 5},
				SkillsUntil: map[string]usher.Date{"first_aid": "2026-12-31", "dutch": "2026-02-28"},
				Languages:   []string{"es", "no"}, Capacity: 5, Status: usher.Online, Hours: "night",
				ChannelLimits: map[string]int{"voice": 1, "chat": 0}, TeamLimits: map[string]int{"support": 2, "1": 3}, Attributes: map[string]any{
					"region": "eu", "share": 1.0, "floor": 2, "at_home": "yes", "nothing": nil, "list": []any{1, map[string]any{"a": "b"}},
				},
			},
			{ID: "ben", Status: usher.Away, Teams: []string{"1", "support"}, Ranks: map[string]int{"1": 2, "support": -1}},
			{ID: "cid", Capacity: 1},
		},
		Tables: map[string]usher.Table{
			"back": {Rows: []usher.Row{{Team: "1", Phrases: []string{"x"}}}},
			"front": {
				Rows: []usher.Row{{
					Team: "support", Name: "Refunds", Priority: 5, Phrases: []string{"refund*", "~fund", "无法登录", "12"},
					Not: []string{"price match"}, Weight: 2, Languages: []string{"en"},
				}},
				Best: true, Else: "support",
			},
		},
		Fallback: usher.Fallback{Team: "support", Note: "could not be routed: {{ reason }}"},
		Private:  []string{"email", "iban"},
		Skills:   map[string]usher.Skill{"billing_eu": {Implies: []string{"billing", "no"}}, "dutch": {}},
		Costs: usher.Costs{
			Channels:          map[string]usher.Units{"voice": usher.UnitsOf(5), "mail": usher.UnitsOf(0.125)},
			WaitingForContact: new(usher.UnitsOf(0.2)), OnHold: new(usher.Units(0)),
		},
		Pull: usher.OwnFirst, RampUp: usher.RampUp{Conversations: 2, Per: 5 * time.Minute},
		MassOffline: usher.MassOffline{Agents: 10, Within: 30 * time.Second, Keep: 15 * time.Minute}, Calendars: theCalendars(),
	}
}

func theCalendars() map[string]usher.Calendar {
	day, night := []string{"09:00-17:00"}, []string{"22:00-06:00"}
	return map[string]usher.Calendar{
		"never": {Weekly: map[time.Weekday][]string{time.Monday: nil, time.Saturday: nil, time.Sunday: nil}},
		"night": {Weekly: map[time.Weekday][]string{time.Friday: night, time.Saturday: night, time.Sunday: night, time.Monday: night}},
		"office": {
			Zone: "Europe/Madrid", Weekly: map[time.Weekday][]string{
				time.Monday: day, time.Tuesday: day, time.Wednesday: day, time.Thursday: day,
				time.Saturday: {"09:00-12:00", "13:00-15:00"}, time.Sunday: nil,
			},
			Holidays: []usher.Date{"2026-12-25", "2027-01-01"}, Changes: []usher.DayHours{
				{Date: "2026-12-24", Hours: []string{"09:00-13:00"}}, {Date: "2026-12-31"},
				{Date: "2027-01-02", Hours: []string{"09:00-10:00", "11:00-24:00"}},
			},
		},
	}
}
