package file

import (
	"time"

	"go.yaml.in/yaml/v4"

	"github.com/gousher/usher"
	"github.com/gousher/usher/internal/format"
)

func (w *writer) assign(o *object, a usher.Assign) *yaml.Node {
	first := usher.Stage{
		Team: a.Team, Teams: a.Teams, Agent: a.Agent, By: a.By, Must: given(a.Must), MustFrom: a.MustFrom, Prefer: given(a.Prefer),
		PreferFrom: a.PreferFrom, Where: a.Where, Priority: unlessZero(a.Priority), PriorityFrom: a.PriorityFrom,
		Aging: unlessZero(a.Aging), For: a.For, SkipWhen: a.SkipWhen, AcceptWithin: unlessZero(a.AcceptWithin),
		MaxOffers: unlessZero(a.MaxOffers), AfterMissed: a.AfterMissed, AwayAfter: unlessZero(a.AwayAfter),
		AnswerWithin: unlessZero(a.AnswerWithin), KeepWhenAway: unlessZero(a.KeepWhenAway),
	}
	w.stage(o, first, "", 1)
	stages := list()
	for i := range a.Stages {
		stage := w.object()
		w.stage(stage, a.Stages[i], "stages."+itoa(i+1)+".", 0)
		stages.Content = append(stages.Content, stage.done(format.Stage))
	}
	o.filled("stages", stages)
	o.steps("queued", a.Queued)
	o.put("max_queue", w.atLeast("max_queue", unlessZero(a.MaxQueue), 1))
	o.steps("timed_out", a.TimedOut)
	o.steps("queue_full", a.QueueFull)
	o.steps("nobody_can", a.NobodyCan)
	o.steps("not_taken", a.NotTaken)
	o.steps("else", a.Else)
	return o.done(format.Assign)
}

func unlessZero[T comparable](v T) *T {
	var zero T
	if v == zero {
		return nil
	}
	return &v
}

// stage is what one stage says, the step's own first one included. Least is what its numbers are at least.
func (w *writer) stage(o *object, s usher.Stage, prefix string, least int) {
	o.text("team", s.Team)
	o.texts("teams", s.Teams)
	o.text("agent", s.Agent)
	o.put("by", w.strategy(prefix+"by", s.By))
	if s.Must != nil {
		o.put("must", w.levels(prefix+"must", s.Must, w.requirement))
	}
	w.from(o, "must", prefix, s.MustFrom)
	if s.Prefer != nil {
		o.put("prefer", w.levels(prefix+"prefer", s.Prefer, w.amount))
	}
	w.from(o, "prefer", prefix, s.PreferFrom)
	o.expression("where", s.Where)
	if s.Priority != nil {
		o.put("priority", w.int(prefix+"priority", *s.Priority))
	}
	w.from(o, "priority", prefix, s.PriorityFrom)
	w.clock(o, "aging", prefix, s.Aging)
	w.clock(o, "for", prefix, unlessZero(s.For))
	o.expression("skip_when", s.SkipWhen)
	o.expression("open_when", s.OpenWhen)
	w.clock(o, "accept_within", prefix, s.AcceptWithin)
	o.put("max_offers", w.atLeast(prefix+"max_offers", s.MaxOffers, least))
	if s.AfterMissed != usher.Inherit {
		o.put("after_missed", w.numbered("after_missed", int(s.AfterMissed)-int(usher.Stay), format.AfterMissed))
	}
	o.put("away_after", w.atLeast(prefix+"away_after", s.AwayAfter, least))
	w.clock(o, "answer_within", prefix, s.AnswerWithin)
	w.clock(o, "keep_when_away", prefix, s.KeepWhenAway)
}

// from is an expression that stands in place of a value.
func (w *writer) from(o *object, key, prefix, formula string) {
	if formula == "" {
		return
	}
	if o.has(key) {
		w.cannot(prefix+key, "leave one of them out", "a file says %s once: as it is, or as an expression", key)
	}
	o.put(key, w.text(prefix+key, formula))
}

// clock is a duration, also if it is zero.
func (w *writer) clock(o *object, key, prefix string, d *time.Duration) {
	if d != nil {
		o.put(key, w.duration(prefix+key, *d))
	}
}

// atLeast is a whole number; nil if there is none.
func (w *writer) atLeast(field string, i *int, least int) *yaml.Node {
	if i == nil {
		return nil
	}
	if *i < least {
		w.cannot(field, "", "the number %d is below %d", *i, least)
	}
	return w.int(field, *i)
}
