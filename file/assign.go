package file

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/gousher/usher"
	"github.com/gousher/usher/internal/format"
	"github.com/gousher/usher/internal/source"
)

func itoa(i int) string { return strconv.Itoa(i) }

func (w *workflowReader) assign(m source.Map, name string) usher.Step {
	a := usher.Assign{
		Team: m.Of("team").Name(), Agent: m.Of("agent").Name(), By: w.strategy(m.Of("by"), name),
		Must:   levels(m.Of("must"), "skills that come from an expression are not yet supported"),
		Prefer: weights(m.Of("prefer")), Priority: priority(m.Of("priority")),
		Aging: m.Of("aging").Duration(), For: m.Of("for").Duration(),
		TimedOut: w.block(m, name, "timed_out", "timed_out"), NobodyCan: w.block(m, name, "nobody_can", "nobody_can"),
		Else: w.block(m, name, "else", "else"),
	}
	if a.For == 0 && m.Has("for") {
		nothing(m.Of("for"), "leave it out to wait without end", "nobody can take it within no time")
		a.For = 1 // what serves it is no second mistake
	}
	w.exits(m, name, "for", "timed_out")
	named := func(key string) bool { return m.Meant(key) || m.Has(key) && !m.Of(key).IsText() }
	if named("team") || named("agent") || m.Meant("by") || m.Has("by") && a.By == nil { // whom it names could not be read
		w.places.said(name, "team", source.BadValue)
		w.places.said(name, "by", noExit)
	}
	return a
}

func priority(n source.Node) int {
	if n.IsText() {
		n.Wrong(source.NotYet, "write a whole number", "a priority that comes from an expression is not yet supported")
		return 0
	}
	return n.Int()
}

// weights are preferred skills with what each counts for.
func weights(n source.Node) usher.Skills {
	if n.IsText() {
		n.Wrong(source.NotYet, "", "skills that come from an expression are not yet supported")
		return nil
	}
	if n.IsList() {
		n.Wrong(source.WrongType, "write {SKILL: WEIGHT}", "skills with their weights are wanted here, not a list")
		return nil
	}
	var skills usher.Skills
	for _, pair := range n.Pairs() {
		weight, ok := pair.Value.WholeNumber()
		if ok && weight < 1 {
			pair.Value.Wrong(source.BadValue, "", "a weight is 1 or more")
		}
		skills = put(skills, pair.Name, usher.Level(max(weight, 1)))
	}
	return skills
}

// strategy reads who chooses: a word, or a mapping with the strategy as its key and perhaps an else beside it. It is nil
// if there is none, or it cannot be read.
func (w *workflowReader) strategy(n source.Node, name string) usher.Assigner {
	if !n.Given() {
		return nil
	}
	w.places.field(name, "by", n)
	before := n.File().Mark()
	defer func() {
		if before != n.File().Mark() { // what it lacks may be what could not be read
			w.places.said(name, "by", noExit)
		}
	}()
	if !n.IsMap() {
		word, ok := n.Scalar()
		if !ok {
			n.Wrong(source.WrongType, "write by: least_busy, or by: {STRATEGY: {...}}", "a strategy is wanted here")
			return nil
		}
		return w.chosen(source.Pair{Name: word, Key: n}, source.Node{}, name)
	}
	var kinds []source.Pair
	var otherwise source.Node
	for _, pair := range n.Pairs() {
		switch pair.Name {
		case "else":
			otherwise = pair.Value
			w.places.field(name, "by.else", pair.Value)
		case "min_confidence", "then":
			if pair.Name == "then" && len(n.Pairs()) == 1 { // a strategy by itself
				kinds = append(kinds, pair)
				continue
			}
			pair.Key.Wrong(source.NotYet, "leave it out", "the key %q is not yet supported", pair.Name)
		default:
			kinds = append(kinds, pair)
		}
	}
	if len(kinds) == 0 {
		n.Wrong(source.MissingKey, w.usable(), "the strategy is missing")
		return nil
	}
	for _, pair := range kinds[1:] {
		pair.Key.Wrong(source.UnknownKey, "keep one of them", "two strategies cannot stand together: %s and %s", kinds[0].Name, pair.Name)
	}
	return w.chosen(kinds[0], otherwise, name)
}

// chosen reads one strategy.
func (w *workflowReader) chosen(kind source.Pair, otherwise source.Node, name string) usher.Assigner {
	if own, ok := w.kinds.Assigners[kind.Name]; ok {
		if otherwise.Given() {
			otherwise.Wrong(source.UnknownKey, "", "the strategy %s has no else beside it", kind.Name)
		}
		return w.ownAssigner(kind, own, name)
	}
	i := slices.IndexFunc(format.Strategies, func(s format.StrategyKind) bool { return s.Key == kind.Name })
	switch {
	case i < 0:
		kind.Key.Wrong(source.Unknown, cmp.Or(source.DidYouMean(kind.Name, w.strategies()), w.usable()), "unknown strategy %q", kind.Name)
		return nil
	case format.Strategies[i].Later:
		kind.Key.Wrong(source.NotYet, "", "the strategy %q is not yet supported", kind.Name)
		return nil
	}
	s := format.Strategies[i]
	settings := kind.Value.Given() && !kind.Value.IsNull() && !(kind.Value.IsMap() && len(kind.Value.Pairs()) == 0)
	switch {
	case s.Type == nil && settings:
		kind.Value.Wrong(source.WrongType, "write by: "+s.Key, "the strategy %s has no settings", s.Key)
	case s.Type != nil && !settings && s.Key != "last_agent":
		kind.Key.Wrong(source.MissingKey, "write by: "+example(s), "the strategy %s needs its settings", s.Key)
		return nil
	}
	if otherwise.Given() && !s.Else {
		otherwise.Wrong(source.UnknownKey, "", "the strategy %s has no else beside it", s.Key)
	}
	return w.ours(kind, otherwise.Name(), name)
}

func (w *workflowReader) strategies() []string {
	names := sorted(w.kinds.Assigners)
	for _, s := range format.Strategies {
		names = append(names, s.Key)
	}
	return names
}

// usable is a hint at the strategies that can be used.
func (w *workflowReader) usable() string {
	names := sorted(w.kinds.Assigners)
	for _, s := range format.Strategies {
		if !s.Later {
			names = append(names, s.Key)
		}
	}
	return "the strategies are " + strings.Join(names, ", ")
}

// example is how a strategy is written with what it needs.
func example(s format.StrategyKind) string {
	if s.Type.Kind != format.ObjectKind {
		return "{" + s.Key + ": ...}"
	}
	keys := make([]string, 0, len(s.Type.Object.Fields))
	for _, field := range s.Type.Object.Fields {
		if !field.Later {
			keys = append(keys, field.Key+": ...")
		}
	}
	return "{" + s.Key + ": {" + strings.Join(keys, ", ") + "}}"
}

// ours reads one of usher's own strategies.
//
//nolint:cyclop // a table of strategies
func (w *workflowReader) ours(kind source.Pair, otherwise, name string) usher.Assigner {
	switch kind.Name {
	case "round_robin":
		return usher.RoundRobin{}
	case "function":
		return w.function(kind.Value.Object(format.Function), otherwise, name)
	case "vip":
		m := kind.Value.Object(format.VIP)
		for _, key := range []string{"when", "team", "else"} {
			w.places.field(name, "by."+key, m.Of(key))
		}
		by := usher.VIP{When: condition(m.Of("when")), Team: m.Of("team").Name(), Else: m.Of("else").Name()}
		if by.When == "" && !m.Of("when").IsText() || by.Team == "" && !m.Of("team").IsText() {
			return nil
		}
		return by
	case "contact":
		m := kind.Value.Object(format.NewOrReturning)
		w.places.field(name, "by.new", m.Of("new"))
		w.places.field(name, "by.returning", m.Of("returning"))
		by := usher.NewOrReturning{New: m.Of("new").Name(), Returning: m.Of("returning").Name()}
		if by.New == "" {
			by.New = otherwise
		}
		if by.Returning == "" {
			by.Returning = otherwise
		}
		return by
	case "last_agent":
		var m source.Map
		if !kind.Value.IsNull() {
			m = kind.Value.Object(format.LastAgent)
		}
		w.places.field(name, "by.within", m.Of("within"))
		return usher.LastAgent{Within: m.Of("within").Duration()}
	case "keywords":
		w.places.field(name, "by.table", kind.Value)
		table := kind.Value.Name()
		if table == "" && !kind.Value.IsText() {
			return nil
		}
		return usher.Keywords{Table: table, Else: otherwise}
	}
	return usher.LeastBusy{}
}

func (w *workflowReader) function(m source.Map, otherwise, name string) usher.Assigner {
	w.places.field(name, "by.variable", m.Of("variable"))
	w.places.field(name, "by.teams", m.Of("teams"))
	n := m.Of("variable")
	v, ok := w.variables[n.Name()]
	if !ok {
		if n.Given() && !w.broken[n.Name()] {
			n.Wrong(source.Unknown, source.DidYouMean(n.Name(), sorted(w.variables)), "unknown variable %q", n.Name())
		}
		return nil
	}
	by := usher.ByFunction{Variable: v, Else: otherwise}
	for _, pair := range m.Of("teams").Pairs() {
		by.Teams = put(by.Teams, pair.Name, pair.Value.Name())
	}
	return by
}
