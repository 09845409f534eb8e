package file

import (
	"reflect"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/gousher/usher"
	"github.com/gousher/usher/internal/format"
)

// strategy is who chooses: a word, or a mapping with the strategy as its key and perhaps others beside it.
//
//nolint:cyclop // a table of strategies
func (w *writer) strategy(field string, by usher.Assigner) *yaml.Node {
	switch s := by.(type) {
	case nil:
		return nil
	case usher.Weighted:
		return w.chosen("weighted", w.needed(field+".weighted", s.By), "")
	case usher.Score:
		return w.chosen("score", w.needed(field+".score", s.By), "")
	case usher.ByLanguage:
		return w.language(field, s)
	case usher.Shift:
		return w.shift(field, s)
	case usher.LastAgent:
		return w.lastAgent(field, s)
	case usher.ByFunction:
		return w.function(field, s)
	case usher.NewOrReturning:
		return w.newOrReturning(field, s)
	case usher.VIP:
		o := w.object()
		o.put("when", w.expression(field+".when", s.When))
		o.required("team", s.Team)
		o.text("else", s.Else)
		return w.chosen("vip", o.done(format.VIP), "")
	case usher.Keywords:
		return w.chosen("keywords", w.text(field+".table", s.Table), s.Else)
	case usher.FirstOf:
		all := list()
		for i, one := range s {
			all.Content = append(all.Content, w.strategyOf(field+".first_of."+itoa(i+1)+".by", one))
		}
		return w.chosen("first_of", all, "")
	case usher.Then:
		return w.then(field, s)
	}
	for _, kind := range format.Strategies {
		if word := plainStrategies[kind.Key]; word != nil && reflect.TypeOf(word) == reflect.TypeOf(by) {
			return plain(kind.Key)
		}
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

// strategyOf is a strategy inside another, which cannot do without it.
func (w *writer) strategyOf(field string, by usher.Assigner) *yaml.Node {
	if by == nil {
		w.cannot(field, "", "the strategy is nil")
	}
	return w.strategy(field, by)
}

// needed is an expression that a file cannot leave out.
func (w *writer) needed(field, formula string) *yaml.Node {
	if formula == "" {
		w.cannot(field, "", "the expression is missing")
	}
	return w.expression(field, formula)
}

// then is a strategy with another one beside it.
func (w *writer) then(field string, s usher.Then) *yaml.Node {
	if _, nested := s.By.(usher.Then); nested {
		w.cannot(field, "put it into Then of the other", "a file cannot put one then into another")
		return nil
	}
	by, next := w.strategyOf(field, s.By), w.strategyOf(field+".then.by", s.Then)
	if by == nil || next == nil {
		return nil
	}
	o := w.object()
	if o.node = by; by.Kind == yaml.ScalarNode {
		o = w.object()
		o.entry(by.Value, w.object().node)
	}
	o.put(format.Then, next)
	return o.node
}

func (w *writer) language(field string, s usher.ByLanguage) *yaml.Node {
	teams := w.object()
	for _, name := range sorted(s.Teams) {
		teams.entry(name, w.text(field+".language", s.Teams[name]))
	}
	if len(s.Teams) == 0 {
		w.cannot(field+".language", "", "the strategy has no teams")
	}
	o := w.object()
	o.node = w.chosen("language", teams.node, s.Else)
	if s.MinConfidence != usher.LowConfidence {
		o.put(format.MinConfidence.Key, w.numbered(format.MinConfidence.Key, int(s.MinConfidence), format.Confidences))
	}
	return o.node
}

func (w *writer) shift(field string, s usher.Shift) *yaml.Node {
	turns := list()
	for _, turn := range s.Turns {
		if turn.Team == "" || turn.Hours == "" {
			w.cannot(field+".shift", "", "a turn lacks its team or its calendar")
		}
		o := w.object()
		o.required("team", turn.Team)
		o.required("hours", turn.Hours)
		turns.Content = append(turns.Content, o.done(format.Turnout))
	}
	return w.chosen("shift", turns, s.Else)
}

func (w *writer) lastAgent(field string, s usher.LastAgent) *yaml.Node {
	if s == (usher.LastAgent{}) {
		return plain("last_agent")
	}
	o := w.object()
	o.duration("within", s.Within)
	o.duration("wait", s.Wait)
	if strings.HasPrefix(s.Owner, contactPrefix) {
		w.cannot(field+".owner", "", "a file names a contact field by its name alone: there is %q", s.Owner)
	}
	o.text("owner", s.Owner)
	return w.chosen("last_agent", o.done(format.LastAgent), "")
}

func (w *writer) function(field string, s usher.ByFunction) *yaml.Node {
	o := w.object()
	if s.Variable == nil {
		w.cannot(field+".variable", "", "the strategy has no variable")
	} else {
		o.required("variable", w.variable(field+".variable", s.Variable))
	}
	teams := w.object()
	for _, value := range sorted(s.Teams) {
		teams.entry(value, w.text(field+".teams", s.Teams[value]))
	}
	o.put("teams", teams.node)
	return w.chosen("function", o.done(format.Function), s.Else)
}

func (w *writer) newOrReturning(field string, s usher.NewOrReturning) *yaml.Node {
	if s.New == "" && s.Returning == "" {
		w.cannot(field, "", "the strategy contact names no team")
	}
	o := w.object()
	o.text("new", s.New)
	o.text("returning", s.Returning)
	return w.chosen("contact", o.done(format.NewOrReturning), "")
}
