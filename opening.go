package usher

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/gousher/usher/internal/rule"
)

// enter is a placement in the first stage of an assignment.
func (s *Shard) enter(t *Turn, step string, p *plan) (*Placement, string) {
	place := &Placement{Step: step, QueuedAt: s.now, plan: p}
	return place, s.openStage(t, place, 1)
}

// openStage takes over what a stage says. It returns what is wrong with an expression of it; the place is as it was then,
// as far as that goes.
func (s *Shard) openStage(t *Turn, p *Placement, k int) (failed string) {
	stage := &p.plan.stages[k-1]
	t.shard = s
	p.Stage, p.stage, p.by = k, stage, stage.source.By
	p.For, p.Aging = stage.lasts, stage.aging
	if p.Where = ""; stage.where != nil {
		p.Where = stage.where.Source()
	}
	p.retarget(stage)
	if p.Until = (time.Time{}); p.For > 0 {
		p.Until = s.now.Add(p.For)
	}
	p.Must, p.Prefer, p.Priority = stage.source.Must, stage.source.Prefer, stage.priority
	failed = stage.evaluate(t, p)
	if !stage.samePriority {
		p.Raised = 0
	}
	p.Priority = raised(p.Priority, p.Raised)
	return failed
}

// retarget takes over who may take it in a stage. A strategy that is inherited is asked again when the stage opens, but for
// one that has looked at the message: what was asked for first still counts, whatever was written meanwhile. Waiting for
// one agent is not begun anew.
func (p *Placement) retarget(stage *stage) {
	switch {
	case !stage.sameBy:
		p.Chooser = ""
		p.endHold()
		p.Waited = false
	case !stage.sameTarget || !looksAtMessage(p.by):
		p.Chooser = ""
	default:
		return
	}
	p.Teams, p.Team, p.Agent = stage.teams, "", stage.source.Agent
	if len(p.Teams) > 0 {
		p.Team = p.Teams[0]
	}
}

// looksAtMessage reports whether a strategy, or a part of it, has looked at what the contact wrote.
func looksAtMessage(by Assigner) bool {
	switch outer := by.(type) {
	case Keywords:
		return true
	case FirstOf:
		return slices.ContainsFunc(outer, looksAtMessage)
	case Then:
		return looksAtMessage(outer.By) || looksAtMessage(outer.Then)
	}
	return false
}

// evaluate takes over what the stage's expressions give.
func (s *stage) evaluate(t *Turn, p *Placement) (failed string) {
	if s.mustFrom != nil {
		skills, err := t.skillsFrom(s.mustFrom, readLevel)
		if err != nil {
			return fmt.Sprintf("the required skills could not be read: %s", err)
		}
		p.Must = skills
	}
	if s.preferFrom != nil {
		skills, err := t.skillsFrom(s.preferFrom, readWeight)
		if err != nil {
			return fmt.Sprintf("the preferred skills could not be read: %s", err)
		}
		p.Prefer = skills
	}
	if s.priorityFrom != nil {
		v, err := s.priorityFrom.Eval(t)
		n, ok := v.AsInt()
		switch {
		case err != nil:
			t.place(EntryFailed, p.Step, "the priority failed and counts as 0: "+err.Error())
		case ok:
			p.Priority = int(min(max(n, -maxPriority), maxPriority))
		}
	}
	return ""
}

// place adds a line about a step to the turn's trace.
func (t *Turn) place(kind EntryKind, step, detail string) {
	t.entries = append(t.entries, Entry{At: t.now, Step: step, Kind: kind, Detail: tidy(detail)})
}

// skillsFrom are the skills that an expression gives; nil gives none.
func (t *Turn) skillsFrom(x *rule.Expr[*Turn], read func(any) (Level, error)) (Skills, error) {
	v, err := x.Eval(t)
	if err != nil || v.IsNil() {
		return nil, err
	}
	m, ok := v.AsMap()
	if !ok || len(m) > maxFields {
		return nil, fmt.Errorf("%s gives no map of skills", x.Source())
	}
	skills := make(Skills, len(m))
	for _, name := range sortedKeys(m) {
		level, err := read(m[name])
		if err != nil {
			return nil, fmt.Errorf("%s: %s", clip(name, 40), reasonOf(err))
		}
		skills[name] = level
	}
	return skills, nil
}

func readLevel(v any) (Level, error) {
	return ParseLevel(rule.Of(v).Text())
}

func readWeight(v any) (Level, error) {
	level, err := ParseLevel(rule.Of(v).Text())
	if err == nil && (level == Absent || level > maxLevel) {
		err = invalidf("a weight is 1 or more")
	}
	return level, err
}

// stageOf is what a later, or an earlier, stage of a placement asks for.
func (s *Shard) stageOf(t *Turn, p *Placement, k int) *Placement {
	if k == p.Stage {
		return p
	}
	other := *p
	entries := len(t.entries)
	if k < p.Stage { // from the start
		other.Raised, other.HoldFor, other.HoldUntil = 0, "", time.Time{}
		for i := 1; i <= k; i++ {
			s.openStage(t, &other, i)
		}
		other.Raised, other.Priority = p.Raised, raised(other.Priority, p.Raised)
		if inherited(p.plan, k, p.Stage) && looksAtMessage(p.by) { // what was asked for first still counts
			other.Team, other.Teams, other.Agent, other.Chooser = p.Team, p.Teams, p.Agent, p.Chooser
		}
	} else {
		for i := p.Stage + 1; i <= k; i++ {
			s.openStage(t, &other, i)
		}
		if len(other.Teams) == 0 && other.Agent == "" && inherited(p.plan, p.Stage, k) {
			other.Team, other.Teams, other.Agent = p.Team, p.Teams, p.Agent // a strategy has named them, and may again
		}
	}
	t.entries = t.entries[:entries]
	return &other
}

// inherited reports whether the stages after one say neither who may take it nor how one is chosen.
func inherited(p *plan, from, to int) bool {
	for k := from + 1; k <= to; k++ {
		if !p.stages[k-1].sameTarget || !p.stages[k-1].sameBy {
			return false
		}
	}
	return true
}

// settleStage asks for an agent in the stage that is open, and in those that open at once because it is skipped or the next one
// is wanted already.
func (s *Shard) settleStage(t *Turn, row *ConversationRow, p *Placement) decided {
	for {
		d := s.decide(t, row, p)
		if d.agent != nil || d.exit != "" || d.failed != "" || p.HoldFor != "" || !s.opensNext(t, p) {
			return d
		}
		for _, note := range d.notes {
			t.place(EntryTeam, p.Step, note)
		}
		t.place(EntryStage, p.Step, fmt.Sprintf("stage %d opens", p.Stage+1))
		if failed := s.openStage(t, p, p.Stage+1); failed != "" {
			d.failed = failed
			return d
		}
	}
}

// opensNext reports whether the next stage is to open, although this one has time left and nobody could be given the
// conversation: this one is to be skipped, or the next one is wanted.
func (s *Shard) opensNext(t *Turn, p *Placement) bool {
	if p.plan == nil || p.stage == nil || p.Stage >= len(p.plan.stages) {
		return false
	}
	if x := p.stage.skipWhen; x != nil && s.counted(t, p, x) {
		t.place(EntryMatched, p.Step, "skip_when: "+x.Source())
		return true
	}
	return s.wantsNext(t, p)
}

// wantsNext reports whether the next stage says that it is to open now.
func (s *Shard) wantsNext(t *Turn, p *Placement) bool {
	if p.plan == nil || p.Stage >= len(p.plan.stages) {
		return false
	}
	x := p.plan.stages[p.Stage].openWhen
	if x == nil || !s.counted(t, s.stageOf(t, p, p.Stage+1), x) {
		return false
	}
	t.place(EntryMatched, p.Step, "open_when: "+x.Source())
	return true
}

// counted evaluates a condition over the agents and the conversations of a stage.
func (s *Shard) counted(t *Turn, p *Placement, x *condition) bool {
	t.shard, t.counts = s, s.countsOf(t, p)
	ok, err := x.Holds(t)
	if err != nil {
		t.place(EntryFailed, p.Step, "a condition failed and counts as not matching: "+err.Error())
	}
	return ok && err == nil
}

// countsOf counts the agents of a stage, and the conversations that wait for its team.
func (s *Shard) countsOf(t *Turn, p *Placement) counts {
	var c counts
	row := &ConversationRow{Channel: t.scene.Channel}
	class := s.class(p)
	if where := p.where(); where == nil {
		c.online, c.available = s.index.Count(class, true), s.index.Census(s.query(t, row, p)).Eligible
	} else {
		s.index.Each(s.query(t, row, p), func(int) bool {
			c.available++
			return true
		})
		for _, a := range s.staff.roster {
			if a.status == Online && class.Has(a.slot) && t.holdsFor(where, a) {
				c.online++
			}
		}
	}
	c.waiting = s.waitingFor(p)
	return c
}

// endHold ends the wait for one agent.
func (p *Placement) endHold() {
	if p.HoldFor != "" {
		p.HoldFor, p.HoldUntil, p.Waited = "", time.Time{}, true
	}
}

// held reports whether the wait for one agent has time left.
func (p *Placement) held(now time.Time) bool { return p.HoldFor != "" && now.Before(p.HoldUntil) }

// watch are waiting conversations whose next stage opens by the same condition.
type watch struct {
	key watchKey
	all map[string]bool
}

type watchKey struct {
	stage *stage
	team  string
	alone string // the conversation, if the condition rests on it
}

// watchNext notes a conversation whose next stage opens by a condition.
func (s *Shard) watchNext(w *wait) {
	p := w.place
	if p.plan == nil || p.Stage >= len(p.plan.stages) || p.plan.stages[p.Stage].openWhen == nil {
		return
	}
	next := &p.plan.stages[p.Stage]
	key := watchKey{next, p.Team, ""}
	own := func(ref rule.Ref[*Turn]) bool {
		return !slices.Contains([]string{"online", "available", "waiting"}, ref.Root)
	}
	if next.where != nil || next.mustFrom != nil || next.openWhen.Calls() || slices.ContainsFunc(next.openWhen.Reads(), own) {
		key.alone = w.conversation
	}
	if s.watches[key] == nil {
		s.watches[key] = &watch{key: key, all: map[string]bool{}}
	}
	w.watched = s.watches[key]
	w.watched.all[w.conversation] = true
}

func (s *Shard) unwatch(w *wait) {
	if w.watched == nil {
		return
	}
	delete(w.watched.all, w.conversation)
	if len(w.watched.all) == 0 {
		delete(s.watches, w.watched.key)
	}
	w.watched = nil
}

// openWanted opens the stages that are wanted now, and reports whether there were any. Those of one condition open
// together.
func (s *Shard) openWanted() bool {
	var wanted []string
	for _, w := range s.watches {
		one := ""
		for id := range w.all {
			if one == "" || id < one {
				one = id
			}
		}
		row := s.rows[one]
		t := s.turnOf(row)
		if s.wantsNext(t, row.Place) {
			for id := range w.all {
				wanted = append(wanted, id)
			}
		}
	}
	for _, id := range s.sorted(wanted) {
		s.advance(id, "open_when: "+s.rows[id].Place.plan.stages[s.rows[id].Place.Stage].openWhen.Source())
	}
	return len(wanted) > 0
}

// sorted puts waiting conversations into the order of the queue.
func (s *Shard) sorted(ids []string) []string {
	slices.SortFunc(ids, func(a, b string) int {
		x, y := s.waits[a], s.waits[b]
		switch {
		case x == nil || y == nil:
			return strings.Compare(a, b)
		case x.Order.Before(y.Order, nanos(s.now)):
			return -1
		case y.Order.Before(x.Order, nanos(s.now)):
			return 1
		}
		return strings.Compare(a, b)
	})
	return ids
}

// advance opens the next stage of a conversation that waits, or is offered: place in the queue and age are kept.
func (s *Shard) advance(id, why string) {
	row := s.edit(id)
	place := *row.Place
	p := &place
	t := s.turnOf(row)
	failed := s.openStage(t, p, p.Stage+1)
	row.log(Entry{At: s.now, Step: p.Step, Kind: EntryStage, Detail: fmt.Sprintf("stage %d opens: %s", p.Stage, why)})
	switch {
	case failed != "":
		s.fallback(row, failed)
	case row.State == StateOffered:
		row.Place = p
		s.clock(row)
	default:
		s.leaveQueue(row)
		row.State = StateWaiting
		s.requeue(row, p)
		s.opened = append(s.opened, id)
	}
}

// skipOpened opens the next stages of those whose stage has just opened, which nobody could be given, and which are to be
// skipped. It reports whether there were any.
func (s *Shard) skipOpened() bool {
	opened := slices.Clone(s.opened)
	s.opened = s.opened[:0]
	skipped := false
	for _, id := range opened {
		row := s.rows[id]
		if row == nil || row.State != StateQueued || row.Place.Exit != "" || row.Place.stage == nil {
			continue
		}
		p := row.Place
		if p.Stage >= len(p.plan.stages) || p.stage.skipWhen == nil || p.HoldFor != "" {
			continue
		}
		if s.counted(s.turnOf(row), p, p.stage.skipWhen) {
			s.advance(id, "skip_when: "+p.stage.skipWhen.Source())
			skipped = true
		}
	}
	return skipped
}
