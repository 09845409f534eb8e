package file

import (
	"time"

	"pgregory.net/rapid"

	"github.com/gousher/usher"
)

// requirements of skills, none of which is no level.
var randomRequirements = rapid.Custom(func(t *rapid.T) usher.Skills {
	level := rapid.Custom(func(t *rapid.T) usher.Level {
		low := rapid.IntRange(1, 1<<20-1).Draw(t, "low")
		return rapid.SampledFrom([]usher.Level{
			usher.Level(low), usher.Absent, usher.AtMost(low), usher.Between(low, rapid.IntRange(low, 1<<20-1).Draw(t, "high")),
		}).Draw(t, "level")
	})
	all := rapid.MapOfN(oddNames, level, 0, 3).Draw(t, "requirements")
	if len(all) == 0 {
		return nil
	}
	return all
})

// either draws one of two settings that stand for each other, or none.
func either(t *rapid.T, name string, first, second func()) {
	switch rapid.IntRange(0, 2).Draw(t, name) {
	case 1:
		first()
	case 2:
		second()
	}
}

func (r *randomly) assign() usher.Step {
	a := usher.Assign{
		Team: r.text(), Teams: r.names(), Agent: r.text() + "a", By: r.strategy(true), Where: r.text(), Aging: r.span(), For: r.span(),
		SkipWhen: r.text(), AcceptWithin: r.span(), MaxOffers: r.count(), AwayAfter: r.count(), AnswerWithin: r.span(), KeepWhenAway: r.span(),
		AfterMissed: usher.AfterMissed(rapid.IntRange(0, 2).Draw(r.T, "after missed")), Queued: r.steps(0), MaxQueue: r.count(),
		TimedOut: r.steps(0), QueueFull: r.steps(0), NobodyCan: r.steps(0), NotTaken: r.steps(0), Else: r.steps(0),
	}
	either(r.T, "must", func() { a.Must = randomRequirements.Draw(r.T, "must") }, func() { a.MustFrom = r.text() })
	either(r.T, "prefer", func() { a.Prefer = skills.Draw(r.T, "prefer") }, func() { a.PreferFrom = r.text() })
	either(r.T, "priority", func() { a.Priority = int(rapid.Int32().Draw(r.T, "priority")) }, func() { a.PriorityFrom = r.text() })
	for range rapid.IntRange(0, 2).Draw(r.T, "stages") {
		a.Stages = append(a.Stages, r.stage())
	}
	return a
}

func (r *randomly) names() []string {
	return append([]string(nil), rapid.SliceOfN(oddNames, 0, 2).Draw(r.T, "names")...)
}

func (r *randomly) count() int { return rapid.IntRange(0, 5).Draw(r.T, "count") }

func (r *randomly) stage() usher.Stage {
	s := usher.Stage{
		Team: r.text(), Teams: r.names(), Agent: r.text(), By: r.strategy(true), Where: r.text(), Aging: atMost(r.T, spans, "aging"), For: r.span(),
		SkipWhen: r.text(), OpenWhen: r.text(), AcceptWithin: atMost(r.T, spans, "accept within"),
		MaxOffers: atMost(r.T, rapid.IntRange(0, 5), "max offers"), AfterMissed: usher.AfterMissed(rapid.IntRange(0, 2).Draw(r.T, "after missed")),
		AwayAfter: atMost(r.T, rapid.IntRange(0, 5), "away after"), AnswerWithin: atMost(r.T, spans, "answer within"),
		KeepWhenAway: atMost(r.T, spans, "keep when away"),
	}
	orNone := func(skills usher.Skills) usher.Skills {
		if skills == nil {
			return usher.Skills{}
		}
		return skills
	}
	either(r.T, "must", func() { s.Must = orNone(randomRequirements.Draw(r.T, "must")) }, func() { s.MustFrom = r.text() })
	either(r.T, "prefer", func() { s.Prefer = orNone(skills.Draw(r.T, "prefer")) }, func() { s.PreferFrom = r.text() })
	either(r.T, "priority", func() { s.Priority = atMost(r.T, rapid.IntRange(-9, 9), "priority") }, func() { s.PriorityFrom = r.text() })
	return s
}

func (r *randomly) strategy(inWorkflow bool) usher.Assigner {
	if rapid.IntRange(0, 4).Draw(r.T, "is composed") == 0 {
		return r.composed(inWorkflow)
	}
	most := 10
	if inWorkflow {
		most = 11
	}
	switch rapid.IntRange(0, most).Draw(r.T, "strategy") {
	case 0:
		return nil
	case 1, 2:
		return plainStrategies[rapid.SampledFrom(sorted(plainStrategies)).Draw(r.T, "word")]
	case 3:
		return usher.VIP{When: r.text(), Team: r.text(), Else: r.text()}
	case 4:
		return usher.NewOrReturning{New: r.text(), Returning: r.name()}
	case 5:
		return usher.LastAgent{Within: r.span(), Wait: r.span(), Owner: r.name()}
	case 6:
		return usher.Keywords{Table: r.text(), Else: r.text()}
	case 7:
		return &cheapest{Region: r.text(), Limit: rapid.Float64().Draw(r.T, "limit")}
	case 8:
		by := usher.ByLanguage{Teams: map[string]string{r.name(): r.text()}, Else: r.text()}
		by.MinConfidence = usher.Confidence(rapid.IntRange(0, 2).Draw(r.T, "confidence"))
		return by
	case 9:
		by := usher.Shift{Else: r.text()}
		for range rapid.IntRange(0, 2).Draw(r.T, "turns") {
			by.Turns = append(by.Turns, usher.Turnout{Team: r.name(), Hours: r.name()})
		}
		return by
	case 10:
		if rapid.Bool().Draw(r.T, "scores") {
			return usher.Score{By: r.text() + "a"}
		}
		return usher.Weighted{By: r.text() + "a"}
	}
	by := usher.ByFunction{Variable: rapid.SampledFrom(declarations()).Draw(r.T, "variable"), Else: r.text()}
	for value, team := range rapid.MapOfN(oddTexts, oddTexts, 0, 3).Draw(r.T, "teams") {
		by.Teams = put(by.Teams, value, team)
	}
	return by
}

// composed is a strategy of others.
func (r *randomly) composed(inWorkflow bool) usher.Assigner {
	inner := func() usher.Assigner {
		if by := r.strategy(inWorkflow); by != nil {
			return by
		}
		return usher.Random{}
	}
	if rapid.Bool().Draw(r.T, "is then") {
		by := inner()
		if then, ok := by.(usher.Then); ok {
			by = then.By
		}
		return usher.Then{By: by, Then: inner()}
	}
	var all usher.FirstOf
	for range rapid.IntRange(0, 3).Draw(r.T, "strategies") {
		all = append(all, inner())
	}
	return all
}

func (r *randomly) hours() []string {
	return rapid.SampledFrom([][]string{nil, {"09:00-17:00"}, {"22:00-06:00"}, {"00:00-24:00"}, {"13:00-14:00", "09:00-12:00"}}).Draw(r.T, "hours")
}

func (r *randomly) calendar() usher.Calendar {
	days := rapid.SampledFrom([]usher.Date{"2026-12-25", "2024-02-29", "0001-01-01", "9999-12-31"})
	c := usher.Calendar{Zone: r.text(), Holidays: append([]usher.Date(nil), rapid.SliceOfN(days, 0, 3).Draw(r.T, "holidays")...)}
	for day := time.Sunday; day <= time.Saturday; day++ {
		if !rapid.Bool().Draw(r.T, "day") {
			continue
		}
		if c.Weekly == nil {
			c.Weekly = map[time.Weekday][]string{}
		}
		c.Weekly[day] = r.hours()
	}
	for range rapid.IntRange(0, 2).Draw(r.T, "changes") {
		c.Changes = append(c.Changes, usher.DayHours{Date: days.Draw(r.T, "date"), Hours: r.hours()})
	}
	return c
}
