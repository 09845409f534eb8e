package file

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher"
)

func TestWhatNoFileCanSayOfADesk(t *testing.T) {
	t.Parallel()
	for want, desk := range map[string]usher.Desk{
		`desk, a by.variable  U035  unknown variable "topic"`:     {Teams: []usher.Team{{ID: "a", By: usher.ByFunction{Variable: topicVar}}}},
		"desk, ana capacity  U035  the capacity -1 is below zero": {Agents: []usher.Agent{{ID: "ana", Capacity: -1}}},
		"there is no status 9":                                    {Agents: []usher.Agent{{ID: "ana", Status: 9}}},
		"a value of type []string would not read as it is":        {Agents: []usher.Agent{{ID: "ana", Attributes: map[string]any{"a": []string{"b"}}}}},
		"desk, calendars.a weekly  U035  the week has a day":      {Calendars: map[string]usher.Calendar{"a": {Weekly: map[time.Weekday][]string{7: nil}}}},
		`"9-17" is not a span of hours`:                           {Calendars: map[string]usher.Calendar{"a": {Weekly: usher.Weekdays("9-17")}}},
		`"today" is not a date`:                                   {Calendars: map[string]usher.Calendar{"a": {Holidays: []usher.Date{"today"}}}},
		"desk, a order  U035  there is no order 2":                {Teams: []usher.Team{{ID: "a", Order: 2}}},
		"desk, pull  U035  there is no pull 2":                    {Pull: 2},
		"a ramp-up needs a number of conversations and a time":    {RampUp: usher.RampUp{Conversations: 1}},
		"a breaker needs a number of agents and two times":        {MassOffline: usher.MassOffline{Agents: 1}},
		"the cost -0.001 is not from 0 to 1000000 units":          {Costs: usher.Costs{Channels: map[string]usher.Units{"a": -1}}},
		`one rank in each team: there is "b"`:                     {Agents: []usher.Agent{{ID: "ana", Teams: []string{"a", "b"}, Ranks: map[string]int{"a": 1}}}},
		`a rank in the team "b", and does not work there`:         {Agents: []usher.Agent{{ID: "ana", Ranks: map[string]int{"b": 1}}}},
		`the skill "a" ends, and the agent does not have it`:      {Agents: []usher.Agent{{ID: "ana", SkillsUntil: map[string]usher.Date{"a": "2026-01-01"}}}},
		`the skill "a" has the level <=3`:                         {Agents: []usher.Agent{{ID: "ana", Skills: usher.Skills{"a": usher.AtMost(3)}}}},
		`the skill "a" has the level -1: a file's are 1 and up`:   {Agents: []usher.Agent{{ID: "ana", Skills: usher.Skills{"a": usher.Absent}}}},
		"a skill has no name":                                     {Agents: []usher.Agent{{ID: "ana", Skills: usher.Skills{"": 1}}}},
		`a file cannot limit a channel called "team.a"`:           {Agents: []usher.Agent{{ID: "ana", ChannelLimits: map[string]int{"team.a": 1}}}},
		`the limit of "team.a" is below zero`:                     {Agents: []usher.Agent{{ID: "ana", TeamLimits: map[string]int{"a": -1}}}},
		"desk, tables.front priority  U035  the number":           {Tables: map[string]usher.Table{"front": {Rows: []usher.Row{{Priority: math.MaxInt}}}}},
	} {
		_, err := Format{}.EncodeDesk(desk)
		require.ErrorContains(t, err, want)
	}
}

func TestWhatNoFileCanSayOfAnAssignment(t *testing.T) {
	t.Parallel()
	for want, step := range map[string]usher.Assign{
		"step 1 must  U035  a file says must once: as it is, or as an":     {Must: usher.Skills{"a": 1}, MustFrom: "a"},
		"step 1 stages.2.priority  U035  a file says priority once":        {Stages: []usher.Stage{{}, {Priority: new(1), PriorityFrom: "a"}}},
		`the skill "a" has the level 0`:                                    {Must: usher.Skills{"a": usher.Between(3, 2)}},
		`the skill "a" has the level -2, which is none`:                    {Must: usher.Skills{"a": -2}},
		`the skill "a" has the level -1: a file's`:                         {Prefer: usher.Skills{"a": usher.Absent}},
		"step 1 max_queue  U035  the number -1 is below 1":                 {MaxQueue: -1},
		"step 1 stages.1.away_after  U035  the number -1 is below 0":       {Stages: []usher.Stage{{AwayAfter: new(-1)}}},
		"there is no after_missed 2":                                       {AfterMissed: 3},
		"step 1 stages.1.by.first_of.2.by  U035  the strategy is nil":      {Stages: []usher.Stage{{By: usher.FirstOf{usher.Random{}, nil}}}},
		"a file cannot put one then into another":                          {By: usher.Then{By: usher.Then{By: usher.Random{}, Then: usher.Random{}}, Then: usher.Random{}}},
		"step 1 by.then.by  U035  the strategy is nil":                     {By: usher.Then{By: usher.Random{}}},
		"step 1 by.score  U035  the expression is missing":                 {By: usher.Score{}},
		"step 1 by.language  U035  the strategy has no teams":              {By: usher.ByLanguage{}},
		"there is no min_confidence 3":                                     {By: usher.ByLanguage{Teams: map[string]string{"a": "b"}, MinConfidence: 3}},
		"step 1 by.shift  U035  a turn lacks its team or its calendar":     {By: usher.Shift{Turns: []usher.Turnout{{Team: "a"}}}},
		`a contact field by its name alone: there is "contact.owner"`:      {By: usher.LastAgent{Owner: "contact.owner"}},
		"step 1 stages.1.by.then.by  U035  no file has a strategy of type": {Stages: []usher.Stage{{By: usher.Then{By: usher.Random{}, Then: unknown{}}}}},
	} {
		step.Team = "a"
		_, err := Format{}.EncodeWorkflow(usher.Flow{Name: "w", Steps: usher.Steps{step}})
		require.ErrorContains(t, err, want)
	}
}
