package file

import (
	"time"

	"github.com/gousher/usher"
)

// assignPairs are assignments as a file has them and as Go has them.
func assignPairs() map[string]usher.Step {
	end := usher.Steps{usher.CloseConversation{}}
	return map[string]usher.Step{
		`assign: {team: support}`: usher.Assign{Team: "support"},
		`assign: {agent: ana, by: round_robin, must: {french: 4, billing: true}, prefer: {refunds: 3}, priority: -10, aging: 1m, for: 90s, timed_out: [{close: }], nobody_can: [{close: }], else: [{assign: {team: support}}]}`: usher.Assign{
			Agent: "ana", By: usher.RoundRobin{}, Must: usher.Skills{"french": 4, "billing": 1}, Prefer: usher.Skills{"refunds": 3}, Priority: -10,
			Aging: time.Minute, For: 90 * time.Second, TimedOut: end, NobodyCan: end, Else: toSupport,
		},
		`assign: {teams: [support, "1"], must: {a: "4", b: "<=3", c: "2..4", d: false, e: " 2 .. 2 ", f: "true"}, where: agent.attributes.region == "eu", skip_when: 'online == 0'}`: usher.Assign{
			Teams: []string{"support", "1"}, Where: `agent.attributes.region == "eu"`, SkipWhen: "online == 0",
			Must: usher.Skills{"a": 4, "b": usher.AtMost(3), "c": usher.Between(2, 4), "d": usher.Absent, "e": usher.Between(2, 2), "f": 1},
		},
		`assign: {team: support, must: contact.fields.needs, prefer: about, priority: "count * 2"}`: usher.Assign{
			Team: "support", MustFrom: "contact.fields.needs", PreferFrom: "about", PriorityFrom: "count * 2",
		},
		`assign: {team: support, must: "12", priority: "12"}`: usher.Assign{Team: "support", MustFrom: "12", PriorityFrom: "12"},
		`assign: {team: support, accept_within: 20s, max_offers: 5, after_missed: next, away_after: 3, answer_within: 5m, keep_when_away: 2m, queued: [{send: {text: "{{ position }}"}}], max_queue: 100, queue_full: [{close: }], not_taken: [{close: }], stages: [{}]}`: usher.Assign{
			Team: "support", AcceptWithin: 20 * time.Second, MaxOffers: 5, AfterMissed: usher.NextStage, AwayAfter: 3, AnswerWithin: 5 * time.Minute,
			KeepWhenAway: 2 * time.Minute, Queued: usher.Steps{usher.SendMessage{Text: "{{ position }}"}}, MaxQueue: 100, QueueFull: end, NotTaken: end,
			Stages: []usher.Stage{{}},
		},
		`assign: {team: support, after_missed: stay, stages: [{must: {}, prefer: {}, priority: 0, aging: 0s, accept_within: 0, max_offers: 0, away_after: 0, answer_within: 0s, keep_when_away: 0s, after_missed: stay, where: true}]}`: usher.Assign{
			Team: "support", AfterMissed: usher.Stay, Stages: []usher.Stage{{
				Must: usher.Skills{}, Prefer: usher.Skills{}, Priority: new(0), Aging: new(time.Duration(0)), AcceptWithin: new(time.Duration(0)),
				MaxOffers: new(0), AwayAfter: new(0), AnswerWithin: new(time.Duration(0)), KeepWhenAway: new(time.Duration(0)),
				AfterMissed: usher.Stay, Where: "true",
			}},
		},
		`assign: {team: support, for: 30s, stages: [{team: a, by: random, must: {french: 3}, prefer: {a: 2}, where: agent.load < 1, priority: 5, aging: 1m, for: 1m, skip_when: available == 0, open_when: 'waiting > 10', accept_within: 9s, max_offers: 2, after_missed: next, away_after: 2, answer_within: 1m, keep_when_away: 30s}, {teams: [a, b], must: x, prefer: y, priority: z}, {agent: ana}]}`: usher.Assign{
			Team: "support", For: 30 * time.Second, Stages: []usher.Stage{
				{
					Team: "a", By: usher.Random{}, Must: usher.Skills{"french": 3}, Prefer: usher.Skills{"a": 2}, Where: "agent.load < 1", Priority: new(5),
					Aging: new(time.Minute), For: time.Minute, SkipWhen: "available == 0", OpenWhen: "waiting > 10", AcceptWithin: new(9 * time.Second),
					MaxOffers: new(2), AfterMissed: usher.NextStage, AwayAfter: new(2), AnswerWithin: new(time.Minute), KeepWhenAway: new(30 * time.Second),
				},
				{Teams: []string{"a", "b"}, MustFrom: "x", PreferFrom: "y", PriorityFrom: "z"},
				{Agent: "ana"},
			},
		},
	}
}

// strategyPairs are strategies as a file has them and as Go has them.
func strategyPairs() map[string]usher.Assigner {
	vip := usher.VIP{When: "true", Team: "vip"}
	return map[string]usher.Assigner{
		`least_busy`:                         usher.LeastBusy{},
		`most_available`:                     usher.MostAvailable{},
		`round_robin`:                        usher.RoundRobin{},
		`longest_idle`:                       usher.LongestIdle{},
		`fewest_handled`:                     usher.FewestHandled{},
		`most_skilled`:                       usher.MostSkilled{},
		`specialists_first`:                  usher.SpecialistsFirst{},
		`in_order`:                           usher.InOrder{},
		`random`:                             usher.Random{},
		`{random: }`:                         usher.Random{},
		`{weighted: agent.attributes.share}`: usher.Weighted{By: "agent.attributes.share"},
		`{weighted: 5}`:                      usher.Weighted{By: "5"},
		`{score: 'agent.skills.billing * 10 - agent.load'}`:                      usher.Score{By: "agent.skills.billing * 10 - agent.load"},
		`{language: {es: soporte, en: support}}`:                                 usher.ByLanguage{Teams: map[string]string{"es": "soporte", "en": "support"}},
		`{language: {"no": soporte}, min_confidence: low}`:                       usher.ByLanguage{Teams: map[string]string{"no": "soporte"}},
		`{language: {es: soporte}, min_confidence: high, else: support}`:         usher.ByLanguage{Teams: map[string]string{"es": "soporte"}, MinConfidence: usher.HighConfidence, Else: "support"},
		`{min_confidence: exact, language: {es: soporte}}`:                       usher.ByLanguage{Teams: map[string]string{"es": "soporte"}, MinConfidence: usher.ExactConfidence},
		`{shift: [{team: eu, hours: eu}, {team: us, hours: office}], else: a}`:   usher.Shift{Turns: []usher.Turnout{{Team: "eu", Hours: "eu"}, {Team: "us", Hours: "office"}}, Else: "a"},
		`{shift: [{team: eu, hours: eu}], then: round_robin}`:                    usher.Then{By: usher.Shift{Turns: []usher.Turnout{{Team: "eu", Hours: "eu"}}}, Then: usher.RoundRobin{}},
		`{then: {then: random}, vip: {when: true, team: vip}}`:                   usher.Then{By: vip, Then: usher.Random{}},
		`{then: {vip: {when: true, team: vip}, then: {score: 1}}, last_agent: }`: usher.Then{By: usher.LastAgent{}, Then: usher.Then{By: vip, Then: usher.Score{By: "1"}}},
		`{first_of: [last_agent, {then: random}, {random: {}, then: in_order}], then: least_busy}`: usher.Then{
			By: usher.FirstOf{usher.LastAgent{}, usher.Random{}, usher.Then{By: usher.Random{}, Then: usher.InOrder{}}}, Then: usher.LeastBusy{},
		},
		`{first_of: [{last_agent: {within: 72h, wait: 30s}}, {first_of: [{keywords: front, else: a}]}, most_skilled]}`: usher.FirstOf{
			usher.LastAgent{Within: 72 * time.Hour, Wait: 30 * time.Second}, usher.FirstOf{usher.Keywords{Table: "front", Else: "a"}}, usher.MostSkilled{},
		},
		`last_agent`: usher.LastAgent{},
		`{vip: {when: contact.returning, team: vip, else: support}}`: usher.VIP{When: "contact.returning", Team: "vip", Else: "support"},
		`{vip: {when: true, team: vip}}`:                             vip,
		`{last_agent: {within: 72h}}`:                                usher.LastAgent{Within: 72 * time.Hour},
		`{last_agent: {owner: manager}}`:                             usher.LastAgent{Owner: "manager"},
		`{contact: {new: sales, returning: support}}`:                usher.NewOrReturning{New: "sales", Returning: "support"},
		`{contact: {new: sales}}`:                                    usher.NewOrReturning{New: "sales"},
		`{contact: {returning: sales}, else: support}`:               usher.NewOrReturning{New: "support", Returning: "sales"},
		`{keywords: front}`:                                          usher.Keywords{Table: "front"},
		`{keywords: front, else: support}`:                           usher.Keywords{Table: "front", Else: "support"},
		`{function: {variable: topic, teams: {sales: sales, "12": vip}}, else: support}`: usher.ByFunction{
			Variable: topicVar, Teams: map[string]string{"sales": "sales", "12": "vip"}, Else: "support",
		},
		`{function: {variable: count, teams: {}}}`: usher.ByFunction{Variable: countVar},
	}
}
