package cli

import (
	"fmt"
	"strings"
	"time"

	"github.com/gousher/usher"
	"github.com/gousher/usher/file"
)

// assignLabel is an assignment: its first stage, and what holds for all of it.
func assignLabel(kinds file.Kinds, a usher.Assign) string {
	lines := stageLines(kinds, firstStage(a))
	if a.MaxQueue > 0 {
		lines = append(lines, fmt.Sprintf("at most %d waiting", a.MaxQueue))
	}
	return strings.Join(lines, "\n")
}

// firstStage is what an assignment says, as a stage; what is zero is not said.
func firstStage(a usher.Assign) usher.Stage {
	s := usher.Stage{
		Team: a.Team, Teams: a.Teams, Agent: a.Agent, By: a.By, MustFrom: a.MustFrom, PreferFrom: a.PreferFrom, Where: a.Where,
		Priority: said(a.Priority), PriorityFrom: a.PriorityFrom, Aging: said(a.Aging), SkipWhen: a.SkipWhen,
		AcceptWithin: said(a.AcceptWithin), MaxOffers: said(a.MaxOffers), AfterMissed: a.AfterMissed, AwayAfter: said(a.AwayAfter),
		AnswerWithin: said(a.AnswerWithin), KeepWhenAway: said(a.KeepWhenAway),
	}
	if len(a.Stages) == 0 {
		s.For = a.For // otherwise it stands on the arrow to the next one
	}
	if len(a.Must) > 0 {
		s.Must = a.Must
	}
	if len(a.Prefer) > 0 {
		s.Prefer = a.Prefer
	}
	return s
}

// said is a setting that is not zero.
func said[V comparable](value V) *V {
	var zero V
	if value == zero {
		return nil
	}
	return &value
}

// stageLines are what a stage says, a line each: who may take it and who is chosen, then how it waits, then how it is
// offered and kept.
func stageLines(kinds file.Kinds, s usher.Stage) []string {
	var lines []string
	add := func(holds bool, format string, args ...any) {
		if holds {
			lines = append(lines, short(fmt.Sprintf(format, args...)))
		}
	}
	to := first(s.Agent, s.Team, strings.Join(s.Teams, " or "))
	add(to != "", "to %s", to)
	if s.By != nil {
		for i, line := range strategyLines(kinds, s.By) {
			add(i == 0, "by %s", line)
			add(i > 0, "%s", line)
		}
	}
	must, prefer := skillsLabel(s.Must, s.MustFrom), skillsLabel(s.Prefer, s.PreferFrom)
	add(must != "", "must %s", must)
	add(prefer != "", "prefer %s", prefer)
	add(s.Where != "", "where %s", s.Where)
	add(s.PriorityFrom != "", "priority %s", s.PriorityFrom)
	add(s.Priority != nil, "priority %d", value(s.Priority))
	lines = append(lines, lasting(s.Aging, "a point more every %s", "strict priority")...)
	add(s.For > 0, "for %s", span(s.For))
	lines = append(lines, lasting(s.AcceptWithin, "offered for %s", "not offered")...)
	add(value(s.MaxOffers) > 0, "at most %s", counted(value(s.MaxOffers), "offer"))
	add(s.MaxOffers != nil && *s.MaxOffers == 0, "any number of offers")
	add(value(s.AwayAfter) > 0, "away after %d missed", value(s.AwayAfter))
	add(s.AwayAfter != nil && *s.AwayAfter == 0, "never set away")
	lines = append(lines, lasting(s.AnswerWithin, "to be answered within %s", "answered at any time")...)
	lines = append(lines, lasting(s.KeepWhenAway, "kept for %s offline", "not kept offline")...)
	return lines
}

// lasting is the line of a duration that is said, one that is zero included.
func lasting(d *time.Duration, format, zero string) []string {
	switch {
	case d == nil:
		return nil
	case *d == 0:
		return []string{zero}
	}
	return []string{fmt.Sprintf(format, span(*d))}
}

func value[V any](pointer *V) V {
	var zero V
	if pointer == nil {
		return zero
	}
	return *pointer
}

// skillsLabel are the skills that are required or preferred; empty: it is not said.
func skillsLabel(skills usher.Skills, from string) string {
	switch {
	case from != "":
		return from
	case skills == nil:
		return ""
	case len(skills) == 0:
		return "nothing"
	}
	return skills.String()
}

// laterStages are the stages that open afterwards.
func laterStages(kinds file.Kinds, step usher.Step) []drawnStage {
	a, ok := step.(usher.Assign)
	if !ok {
		return nil
	}
	var stages []drawnStage
	before := firstStage(a)
	before.For = a.For
	for i, stage := range a.Stages {
		shown := stage
		if i+1 < len(a.Stages) {
			shown.For = 0
		}
		stages = append(stages, drawnStage{
			Label: strings.Join(stageLines(kinds, shown), "\n"), Opens: strings.Join(opens(before, stage), "\n"),
		})
		stage.SkipWhen = first(stage.SkipWhen, before.SkipWhen)
		if stage.AcceptWithin == nil {
			stage.AcceptWithin = before.AcceptWithin
		}
		if stage.AfterMissed == usher.Inherit {
			stage.AfterMissed = before.AfterMissed
		}
		before = stage
	}
	return stages
}

// opens is what makes a stage open, a line each; before is the one before, with what it has inherited.
func opens(before, stage usher.Stage) []string {
	var lines []string
	if before.For > 0 {
		lines = append(lines, "after "+span(before.For))
	}
	if before.SkipWhen != "" {
		lines = append(lines, short("skipped when "+before.SkipWhen))
	}
	if stage.OpenWhen != "" {
		lines = append(lines, short("as soon as "+stage.OpenWhen))
	}
	if before.AfterMissed == usher.NextStage && value(before.AcceptWithin) > 0 {
		lines = append(lines, "after a missed offer")
	}
	return lines
}

// strategyLines are a strategy as files call it, with the table, the variable or the teams that it looks at; one that is
// made of others has a line for each.
func strategyLines(kinds file.Kinds, by usher.Assigner) []string {
	switch s := by.(type) {
	case usher.FirstOf:
		var lines []string
		for i, one := range s {
			inner := strategyLines(kinds, one)
			if i > 0 {
				inner[0] = "or " + inner[0]
			}
			lines = append(lines, inner...)
		}
		if len(lines) == 0 {
			lines = []string{"first_of"}
		}
		return lines
	case usher.Then:
		inner := strategyLines(kinds, s.Then)
		inner[0] = "then " + inner[0]
		return append(strategyLines(kinds, s.By), inner...)
	}
	return []string{strategyLabel(kinds, by)}
}

//nolint:cyclop // a table of strategies
func strategyLabel(kinds file.Kinds, by usher.Assigner) string {
	switch s := by.(type) {
	case usher.LeastBusy:
		return "least_busy"
	case usher.MostAvailable:
		return "most_available"
	case usher.RoundRobin:
		return "round_robin"
	case usher.LongestIdle:
		return "longest_idle"
	case usher.FewestHandled:
		return "fewest_handled"
	case usher.MostSkilled:
		return "most_skilled"
	case usher.SpecialistsFirst:
		return "specialists_first"
	case usher.InOrder:
		return "in_order"
	case usher.Random:
		return "random"
	case usher.Weighted:
		return "weighted " + s.By
	case usher.Score:
		return "score " + s.By
	case usher.LastAgent:
		return lastAgentLabel(s)
	case usher.Keywords:
		return otherwise("keywords "+s.Table, s.Else)
	case usher.ByFunction:
		return otherwise("function "+variableName(s.Variable), s.Else)
	case usher.ByLanguage:
		return otherwise("language "+strings.Join(sortedKeys(s.Teams), ", "), s.Else)
	case usher.Shift:
		return otherwise("shift "+strings.Join(turnouts(s), ", "), s.Else)
	case usher.NewOrReturning:
		return fmt.Sprintf("contact: %s or %s", s.New, s.Returning)
	case usher.VIP:
		return otherwise("vip "+s.Team, s.Else)
	}
	return ownName(kinds.Assigners, by)
}

func otherwise(text, team string) string {
	if team == "" {
		return text
	}
	return text + ", else " + team
}

func lastAgentLabel(s usher.LastAgent) string {
	text := "last_agent"
	if s.Owner != "" {
		text += " or owner " + s.Owner
	}
	if s.Within > 0 {
		text += ", within " + span(s.Within)
	}
	if s.Wait > 0 {
		text += ", wait " + span(s.Wait)
	}
	return text
}

// turnouts are the teams of the turns.
func turnouts(s usher.Shift) []string {
	teams := make([]string, len(s.Turns))
	for i, turn := range s.Turns {
		teams[i] = turn.Team
	}
	return teams
}
