package file

import (
	"reflect"

	"go.yaml.in/yaml/v4"

	"github.com/gousher/usher"
	"github.com/gousher/usher/internal/format"
)

func (w *writer) assign(o *object, a usher.Assign) *yaml.Node {
	o.text("team", a.Team)
	o.text("agent", a.Agent)
	o.put("by", w.strategy("by", a.By))
	o.put("must", w.levels("must", a.Must))
	o.put("prefer", w.levels("prefer", a.Prefer))
	o.int("priority", a.Priority)
	o.duration("aging", a.Aging)
	o.duration("for", a.For)
	o.steps("timed_out", a.TimedOut)
	o.steps("nobody_can", a.NobodyCan)
	o.steps("else", a.Else)
	return o.done(format.Assign)
}

// strategy is who chooses: a word, or a mapping with the strategy as its key and perhaps an else beside it.
func (w *writer) strategy(field string, by usher.Assigner) *yaml.Node {
	switch s := by.(type) {
	case nil:
		return nil
	case usher.LeastBusy:
		return plain("least_busy")
	case usher.RoundRobin:
		return plain("round_robin")
	case usher.LastAgent:
		return w.lastAgent(s)
	case usher.ByFunction:
		return w.function(s)
	case usher.NewOrReturning:
		return w.newOrReturning(s)
	case usher.VIP:
		o := w.object()
		o.put("when", w.expression("by.when", s.When))
		o.required("team", s.Team)
		o.text("else", s.Else)
		return w.chosen("vip", o.done(format.VIP), "")
	case usher.Keywords:
		return w.chosen("keywords", w.text("by.table", s.Table), s.Else)
	}
	kind, settings, ok := own(w, w.kinds.Assigners, by)
	switch {
	case !ok:
		w.cannot(field, "register it in Kinds.Assigners", "no file has a strategy of type %s", reflect.TypeOf(by))
		return nil
	case settings != nil && len(settings.Content) == 0:
		return w.text(field, kind)
	}
	return w.chosen(kind, settings, "")
}

// chosen is a strategy with its settings.
func (w *writer) chosen(kind string, settings *yaml.Node, otherwise string) *yaml.Node {
	o := w.object()
	o.entry(kind, settings)
	o.text("else", otherwise)
	return o.node
}

func (w *writer) lastAgent(s usher.LastAgent) *yaml.Node {
	if s.Within == 0 {
		return plain("last_agent")
	}
	o := w.object()
	o.duration("within", s.Within)
	return w.chosen("last_agent", o.done(format.LastAgent), "")
}

func (w *writer) function(s usher.ByFunction) *yaml.Node {
	o := w.object()
	if s.Variable == nil {
		w.cannot("by.variable", "", "the strategy has no variable")
	} else {
		o.required("variable", w.variable("by.variable", s.Variable))
	}
	teams := w.object()
	for _, value := range sorted(s.Teams) {
		teams.entry(value, w.text("by.teams", s.Teams[value]))
	}
	o.put("teams", teams.node)
	return w.chosen("function", o.done(format.Function), s.Else)
}

func (w *writer) newOrReturning(s usher.NewOrReturning) *yaml.Node {
	if s.New == "" && s.Returning == "" {
		w.cannot("by", "", "the strategy contact names no team")
	}
	o := w.object()
	o.text("new", s.New)
	o.text("returning", s.Returning)
	return w.chosen("contact", o.done(format.NewOrReturning), "")
}
