package usher

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/gousher/usher/internal/rule"
)

// plan is an assignment made ready: every stage with what it inherits. It is immutable once it has been compiled.
type plan struct {
	step   Assign
	stages []stage
}

// stage is a stage with what it has inherited, and its expressions.
type stage struct {
	source       Stage // what it says, inherited settings included
	teams        []string
	lasts        time.Duration
	priority     int
	aging        time.Duration
	acceptWithin time.Duration
	answerWithin time.Duration
	keepWhenAway time.Duration
	maxOffers    int
	awayAfter    int

	nextWhenMissed bool
	// sameTarget: it does not say who may take it; sameBy: nor how one is chosen; samePriority: nor with what priority.
	sameTarget, sameBy, samePriority bool

	mustFrom, preferFrom, where, priorityFrom, skipWhen, openWhen *rule.Expr[*Turn]
}

func (p *plan) last() *stage { return &p.stages[len(p.stages)-1] }

// mayRunOut reports whether the number of agents who are asked is limited.
func (s *stage) mayRunOut() bool { return s.acceptWithin > 0 && s.maxOffers > 0 }

// mayRunOut reports whether any stage of it limits the number of agents who are asked.
func (p *plan) mayRunOut() bool {
	for i := range p.stages {
		if p.stages[i].mayRunOut() {
			return true
		}
	}
	return false
}

// first is what the step says, as a stage.
func (a Assign) first() Stage {
	return Stage{
		Team: a.Team, Teams: a.Teams, Agent: a.Agent, By: a.By, Must: a.Must, MustFrom: a.MustFrom, Prefer: a.Prefer,
		PreferFrom: a.PreferFrom, Where: a.Where, Priority: &a.Priority, PriorityFrom: a.PriorityFrom, Aging: &a.Aging,
		For: a.For, SkipWhen: a.SkipWhen, AcceptWithin: &a.AcceptWithin, MaxOffers: &a.MaxOffers,
		AfterMissed: a.AfterMissed, AwayAfter: &a.AwayAfter, AnswerWithin: &a.AnswerWithin, KeepWhenAway: &a.KeepWhenAway,
	}
}

// plan is the assignment with what each stage inherits, before its expressions are compiled.
func (a Assign) plan() *plan {
	p := &plan{step: a, stages: make([]stage, 0, 1+len(a.Stages))}
	now := a.first()
	p.stages = append(p.stages, newStage(now))
	for _, next := range a.Stages {
		now = next.inherits(now)
		opened := newStage(now)
		opened.sameTarget = next.Team == "" && len(next.Teams) == 0 && next.Agent == ""
		opened.sameBy = isNil(next.By)
		opened.samePriority = next.Priority == nil && next.PriorityFrom == ""
		p.stages = append(p.stages, opened)
	}
	return p
}

func newStage(s Stage) stage {
	teams := s.Teams
	if s.Team != "" {
		teams = []string{s.Team}
	}
	return stage{
		source: s, teams: teams, lasts: s.For, priority: *s.Priority, aging: *s.Aging, acceptWithin: *s.AcceptWithin,
		answerWithin: *s.AnswerWithin, keepWhenAway: *s.KeepWhenAway, maxOffers: *s.MaxOffers, awayAfter: *s.AwayAfter,
		nextWhenMissed: s.AfterMissed == NextStage,
	}
}

// inherits is the stage with what it does not say taken from the one before.
func (s Stage) inherits(before Stage) Stage {
	if s.Team == "" && len(s.Teams) == 0 && s.Agent == "" {
		s.Team, s.Teams, s.Agent = before.Team, before.Teams, before.Agent
	}
	if isNil(s.By) {
		s.By = before.By
	}
	if s.Must == nil && s.MustFrom == "" {
		s.Must, s.MustFrom = before.Must, before.MustFrom
	}
	if s.Prefer == nil && s.PreferFrom == "" {
		s.Prefer, s.PreferFrom = before.Prefer, before.PreferFrom
	}
	if s.Priority == nil && s.PriorityFrom == "" {
		s.PriorityFrom = before.PriorityFrom
	}
	s.Priority = cmp.Or(s.Priority, before.Priority)
	s.Where, s.SkipWhen = cmp.Or(s.Where, before.Where), cmp.Or(s.SkipWhen, before.SkipWhen)
	s.Aging, s.AcceptWithin = cmp.Or(s.Aging, before.Aging), cmp.Or(s.AcceptWithin, before.AcceptWithin)
	s.MaxOffers, s.AwayAfter = cmp.Or(s.MaxOffers, before.MaxOffers), cmp.Or(s.AwayAfter, before.AwayAfter)
	s.AnswerWithin = cmp.Or(s.AnswerWithin, before.AnswerWithin)
	s.KeepWhenAway = cmp.Or(s.KeepWhenAway, before.KeepWhenAway)
	s.AfterMissed = cmp.Or(s.AfterMissed, before.AfterMissed)
	return s
}

// declareStage declares what a stage says itself, and keeps its expressions.
func (a Assign) declareStage(d *Declaration, said Stage, s *stage) {
	d.Team("team", said.Team)
	d.staffed("team", said.Team)
	for _, team := range said.Teams {
		d.Team("teams", team)
		d.staffed("teams", team)
		if team == "" {
			d.Wrong("teams", codeName, "a team has no name", "")
		}
	}
	d.Agent("agent", said.Agent)
	if howMany(said.Team != "", len(said.Teams) > 0, said.Agent != "") > 1 {
		d.Wrong("agent", codeValue, "the assignment names more than one of team, teams and agent", "leave all but one of them out")
	}
	if !isNil(said.By) {
		d.nested(said.By)
	}
	checkTarget(d, s)
	if by, ours := s.source.By.(passer); ours && isNil(said.By) && names(by) && len(s.teams)+len(s.source.Agent) > 0 &&
		said.Team+said.Agent+strings.Join(said.Teams, "") != "" {
		d.report(Diagnostic{
			Field: "team", Code: codeValue, Warning: true, Hint: "say by as well: by: least_busy",
			Message: strategyName(s.source.By) + ", which the stage inherits, names the team: this one counts only if it passes",
		})
	}
	d.checkAging(s)
	s.declareNumbers(d, said)
	s.declareSkills(d, said)
	s.where = d.agentCondition("where", s.source.Where, said.Where != "")
	d.clockless("where", s.where, said.Where != "")
	s.skipWhen = d.countCondition("skip_when", s.source.SkipWhen, said.SkipWhen != "")
	s.openWhen = d.countCondition("open_when", said.OpenWhen, true)
}

func howMany(facts ...bool) int {
	n := 0
	for _, fact := range facts {
		if fact {
			n++
		}
	}
	return n
}

// maxPriority bounds what a priority may be, either way.
const maxPriority = 1_000_000_000

func (s *stage) declareNumbers(d *Declaration, said Stage) {
	for _, clock := range []struct {
		field string
		lasts time.Duration
	}{
		{"for", s.lasts}, {"aging", s.aging}, {"accept_within", s.acceptWithin}, {"answer_within", s.answerWithin},
		{"keep_when_away", s.keepWhenAway},
	} {
		switch {
		case clock.lasts < 0:
			d.Wrong(clock.field, codeValue, "a duration is below zero", "")
		case clock.lasts > maxClock:
			d.Wrong(clock.field, codeValue, "a duration is over 366 days", "")
		}
	}
	if s.maxOffers < 0 || s.awayAfter < 0 {
		d.Wrong("max_offers", codeValue, "a number of offers is below zero", "")
	}
	if s.priority > maxPriority || s.priority < -maxPriority {
		d.Wrong("priority", codeValue, fmt.Sprintf("the priority is beyond %d", maxPriority), "")
	}
	if said.AfterMissed > NextStage {
		d.Wrong("after_missed", codeValue, fmt.Sprintf("unknown setting %d", said.AfterMissed), "")
	}
	if said.PriorityFrom != "" && said.Priority != nil && *said.Priority != 0 {
		d.Wrong("priority", codeValue, "the priority is given twice", "leave one of them out")
	}
	s.priorityFrom = d.inherited("priority", s.source.PriorityFrom, rule.IntType, said.PriorityFrom != "")
}

func (s *stage) declareSkills(d *Declaration, said Stage) {
	for _, twice := range []struct {
		field  string
		skills Skills
		from   string
	}{{"must", said.Must, said.MustFrom}, {"prefer", said.Prefer, said.PreferFrom}} {
		if len(twice.skills) > 0 && twice.from != "" {
			d.Wrong(twice.field, codeValue, "the skills are given twice", "leave one of them out")
		}
	}
	d.checkSkills("must", said.Must)
	d.checkCoverage("must", s.teams, said.Must)
	d.checkWeights("prefer", said.Prefer)
	s.mustFrom = d.inherited("must", s.source.MustFrom, rule.MapType, said.MustFrom != "")
	s.preferFrom = d.inherited("prefer", s.source.PreferFrom, rule.MapType, said.PreferFrom != "")
}

// checkTarget reports a stage that could be left without anybody to go to.
func checkTarget(d *Declaration, s *stage) {
	if len(s.teams) > 0 || s.source.Agent != "" {
		return
	}
	if isNil(s.source.By) {
		d.Wrong("team", codeValue, "the assignment names nobody", "name a team, an agent, or a strategy that names one")
		return
	}
	if by, ok := s.source.By.(passer); ok && d.compiler.desk != nil && by.mayPass(d) {
		hint := "name the step's team"
		if curable, ok := s.source.By.(interface{ cure() string }); ok {
			hint += ", or " + curable.cure()
		}
		d.Wrong("by", codeExit, strategyName(s.source.By)+" can leave the conversation without a team", hint)
	}
}

// passer is a strategy of ours that knows whether it may leave a conversation without a team.
type passer interface{ mayPass(d *Declaration) bool }

// checkSkills reports required skills that nobody knows, and warns of what nobody at the desk has: the conversation could
// not be given to anybody.
func (d *Declaration) checkSkills(field string, skills Skills) {
	for _, name := range skills.names() {
		level := skills[name]
		if name == "" || !level.valid() {
			d.Wrong(field, codeValue, fmt.Sprintf("the skill %q needs a name and a level of 1 or more", name), "")
			continue
		}
		desk := d.compiler.desk
		if desk == nil || len(desk.Agents) == 0 && !desk.known(name) {
			continue
		}
		highest := desk.levels[name]
		low, _ := level.bounds()
		switch {
		case !desk.known(name):
			d.Wrong(field, codeUnknown, fmt.Sprintf("nobody at the desk has the skill %q", name),
				didYouMean(name, append(sortedKeys(desk.levels), sortedKeys(desk.Skills)...)))
		case level != Absent && highest == 0:
			d.warn(field, fmt.Sprintf("nobody at the desk has the skill %q", name), "")
		case level != Absent && int(highest) < low:
			d.warn(field, fmt.Sprintf("no agent of the desk has the skill %q at level %d", name, low),
				fmt.Sprintf("the highest level is %d", highest))
		}
	}
}

// checkWeights warns of a skill that is wanted and that nobody has: it keeps nobody out.
func (d *Declaration) checkWeights(field string, skills Skills) {
	for _, name := range skills.names() {
		if weight := skills[name]; name == "" || weight < 1 || weight > maxLevel {
			d.Wrong(field, codeValue, fmt.Sprintf("the skill %q needs a name and a weight of 1 or more", name), "")
			continue
		}
		if desk := d.compiler.desk; desk != nil && len(desk.Agents) > 0 && desk.levels[name] == 0 {
			d.warn(field, fmt.Sprintf("nobody at the desk has the skill %q", name), didYouMean(name, sortedKeys(desk.levels)))
		}
	}
}

// names reports whether a strategy of ours names the team.
func names(by passer) bool {
	switch outer := by.(type) {
	case Then:
		inner, ours := outer.By.(passer)
		return ours && names(inner)
	case ByFunction, NewOrReturning, VIP, ByLanguage, Shift, Keywords:
		return true
	}
	return false
}

// checkAging warns of aging that does not count, because the team serves the newest first.
func (d *Declaration) checkAging(s *stage) {
	desk := d.compiler.desk
	if desk == nil || s.aging == 0 || len(s.teams) == 0 {
		return
	}
	if t := desk.teams[s.teams[0]]; t != nil && t.Order == NewestFirst {
		d.report(Diagnostic{
			Field: "aging", Code: codeValue, Warning: true, Hint: "leave it out, or let the team serve the oldest first",
			Message: fmt.Sprintf("the team %q serves the newest first: aging does not count there", t.ID),
		})
	}
}

// report adds a diagnostic about a field of this part.
func (d *Declaration) report(found Diagnostic) {
	found.Field = d.prefix + found.Field
	d.compiler.report(d.node, found)
}

func (d *Declaration) warn(field, message, hint string) {
	d.compiler.report(d.node, Diagnostic{
		Field: d.prefix + field, Code: codeUnknown, Warning: true, Message: message, Hint: hint,
	})
}
