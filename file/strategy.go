package file

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gousher/usher"
	"github.com/gousher/usher/internal/format"
	"github.com/gousher/usher/internal/source"
)

// strategy reads who chooses: a word, or a mapping with the strategy as its key and perhaps others beside it. It is nil if
// there is none, or it cannot be read. The prefix is what its fields are called below: "stages.2.".
func (w *workflowReader) strategy(n source.Node, name, prefix string) usher.Assigner {
	if !n.Given() {
		return nil
	}
	s := strategyReader{w, name, prefix}
	s.mark("by", n)
	before := n.File().Mark()
	defer func() {
		if before != n.File().Mark() { // what it lacks may be what could not be read
			w.places.said(name, prefix+"by", noExit)
		}
	}()
	if n.IsMap() {
		return s.keyed(n)
	}
	word, ok := n.Scalar()
	if !ok {
		n.Wrong(source.WrongType, "write by: least_busy, or by: {STRATEGY: {...}}", "a strategy is wanted here")
		return nil
	}
	return s.chosen(source.Pair{Name: word, Key: n}, beside{})
}

// strategyReader reads one strategy of a step or a team.
type strategyReader struct {
	*workflowReader

	name, prefix string
}

// mark takes note of where a part of the strategy stands.
func (s strategyReader) mark(field string, n source.Node) { s.places.field(s.name, s.prefix+field, n) }

// beside are the keys that may stand beside a strategy's own.
type beside struct{ otherwise, confidence, then source.Pair }

// keyed reads a mapping with a strategy as its key.
func (s strategyReader) keyed(n source.Node) usher.Assigner {
	var kinds []source.Pair
	var more beside
	for _, pair := range n.Pairs() {
		switch pair.Name {
		case "else":
			more.otherwise = pair
			s.mark("by.else", pair.Value)
		case format.MinConfidence.Key:
			more.confidence = pair
			s.mark("by.min_confidence", pair.Value)
		case format.Then:
			more.then = pair
		default:
			kinds = append(kinds, pair)
		}
	}
	switch then := more.then.Value; {
	case len(kinds) == 0 && then.Given() && len(n.Pairs()) == 1: // a strategy by itself
		return s.strategy(then, s.name, s.prefix)
	case len(kinds) == 0:
		n.Wrong(source.MissingKey, s.usable(), "the strategy is missing")
		return nil
	}
	for _, pair := range kinds[1:] {
		pair.Key.Wrong(source.UnknownKey, "keep one of them", "two strategies cannot stand together: %s and %s", kinds[0].Name, pair.Name)
	}
	by := s.chosen(kinds[0], more)
	if !more.then.Value.Given() {
		return by
	}
	s.mark("by.then", more.then.Value)
	then := s.strategy(more.then.Value, s.name, s.prefix+"by.then.")
	if by == nil && then == nil {
		return nil
	}
	return usher.Then{By: orUnknown(by), Then: orUnknown(then)}
}

// unknown stands for a strategy that could not be read: the checker makes no assumption about it.
type unknown struct{}

// Assign passes; a definition with such a strategy never runs.
func (unknown) Assign(*usher.Request) usher.Decision { return usher.Pass() }

func orUnknown(by usher.Assigner) usher.Assigner {
	if by == nil {
		return unknown{}
	}
	return by
}

// chosen reads one strategy.
func (s strategyReader) chosen(kind source.Pair, more beside) usher.Assigner {
	if own, ok := s.kinds.Assigners[kind.Name]; ok {
		s.alone(format.StrategyKind{Key: kind.Name}, more)
		return s.ownAssigner(kind, own, s.name, s.prefix)
	}
	i := slices.IndexFunc(format.Strategies, func(k format.StrategyKind) bool { return k.Key == kind.Name })
	if i < 0 || kind.Name == format.Then {
		kind.Key.Wrong(source.Unknown, cmp.Or(source.DidYouMean(kind.Name, s.strategies()), s.usable()), "unknown strategy %q", kind.Name)
		return nil
	}
	ours := format.Strategies[i]
	settings := kind.Value.Given() && !kind.Value.IsNull() && !(kind.Value.IsMap() && len(kind.Value.Pairs()) == 0)
	switch {
	case ours.Type == nil && settings:
		kind.Value.Wrong(source.WrongType, "write by: "+ours.Key, "the strategy %s has no settings", ours.Key)
	case ours.Type != nil && !settings && !ours.Bare:
		kind.Key.Wrong(source.MissingKey, "write by: "+example(ours), "the strategy %s needs its settings", ours.Key)
		return nil
	}
	s.alone(ours, more)
	return s.ours(kind, more)
}

// alone reports what does not go beside a strategy.
func (strategyReader) alone(kind format.StrategyKind, more beside) {
	if more.otherwise.Value.Given() && !kind.Else {
		more.otherwise.Value.Wrong(source.UnknownKey, "", "the strategy %s has no else beside it", kind.Key)
	}
	if more.confidence.Value.Given() && !kind.Confidence {
		more.confidence.Key.Wrong(source.UnknownKey, "leave it out", "the strategy %s has no min_confidence beside it", kind.Key)
	}
}

func (w *workflowReader) strategies() []string {
	names := sorted(w.kinds.Assigners)
	for _, s := range format.Strategies {
		if s.Key != format.Then {
			names = append(names, s.Key)
		}
	}
	return names
}

// usable is a hint at the strategies that can be used.
func (w *workflowReader) usable() string {
	return "the strategies are " + strings.Join(w.strategies(), ", ")
}

// example is how a strategy is written with what it needs.
func example(s format.StrategyKind) string {
	if s.Type.Kind != format.ObjectKind {
		settings := map[format.Kind]string{format.ListKind: "[...]", format.MapKind: "{...}"}[s.Type.Kind]
		return "{" + s.Key + ": " + cmp.Or(settings, "...") + "}"
	}
	keys := make([]string, 0, len(s.Type.Object.Fields))
	for _, field := range s.Type.Object.Fields {
		keys = append(keys, field.Key+": ...")
	}
	return "{" + s.Key + ": {" + strings.Join(keys, ", ") + "}}"
}

// plainStrategies are those that need no settings.
//
//nolint:gochecknoglobals // a table that is only read
var plainStrategies = map[string]usher.Assigner{
	"least_busy": usher.LeastBusy{}, "most_available": usher.MostAvailable{}, "round_robin": usher.RoundRobin{},
	"longest_idle": usher.LongestIdle{}, "fewest_handled": usher.FewestHandled{}, "most_skilled": usher.MostSkilled{},
	"specialists_first": usher.SpecialistsFirst{}, "in_order": usher.InOrder{}, "random": usher.Random{},
}

// ours reads one of usher's own strategies.
func (s strategyReader) ours(kind source.Pair, more beside) usher.Assigner {
	otherwise := more.otherwise.Value.Name()
	switch kind.Name {
	case "weighted", "score":
		s.mark("by."+kind.Name, kind.Value)
		formula := expression(kind)
		switch _, ok := kind.Value.Scalar(); {
		case !ok:
			return nil
		case kind.Name == "score":
			return usher.Score{By: formula}
		}
		return usher.Weighted{By: formula}
	case "language":
		return s.language(kind.Value, more)
	case "function":
		return s.function(kind.Value.Object(format.Function), otherwise)
	case "shift":
		return s.shift(kind.Value, otherwise)
	case "vip":
		return s.vip(kind.Value.Object(format.VIP))
	case "contact":
		return s.newOrReturning(kind.Value.Object(format.NewOrReturning), otherwise)
	case "last_agent":
		return s.lastAgent(kind.Value)
	case "keywords":
		s.mark("by.table", kind.Value)
		table := kind.Value.Name()
		if table == "" && !kind.Value.IsText() {
			return nil
		}
		return usher.Keywords{Table: table, Else: otherwise}
	case "first_of":
		return s.firstOf(kind.Value)
	}
	return plainStrategies[kind.Name]
}

func (s strategyReader) language(n source.Node, more beside) usher.Assigner {
	s.mark("by.language", n)
	by := usher.ByLanguage{Else: more.otherwise.Value.Name()}
	for _, pair := range n.Pairs() {
		by.Teams = put(by.Teams, pair.Name, pair.Value.Name())
	}
	if at := slices.Index(format.Confidences, more.confidence.Value.Word(format.Confidences...)); at > 0 {
		by.MinConfidence = []usher.Confidence{usher.LowConfidence, usher.HighConfidence, usher.ExactConfidence}[at]
	}
	if !n.IsMap() {
		return nil
	}
	return by
}

func (s strategyReader) shift(n source.Node, otherwise string) usher.Assigner {
	s.mark("by.shift", n)
	by := usher.Shift{Else: otherwise}
	for _, item := range n.Items() {
		m := item.Object(format.Turnout)
		turn := usher.Turnout{Team: m.Of("team").Name(), Hours: calendarName(m.Of("hours"))}
		if turn.Team == "" && m.Of("team").IsText() {
			m.Of("team").Wrong(source.BadName, "", "the team has no name")
		}
		if turn.Team != "" && turn.Hours != "" { // else it has been said what is missing
			by.Turns = append(by.Turns, turn)
		}
	}
	if len(by.Turns) == 0 && (!n.IsList() || len(n.Items()) > 0) {
		return nil
	}
	return by
}

func (s strategyReader) vip(m source.Map) usher.Assigner {
	for _, key := range []string{"when", "team", "else"} {
		s.mark("by."+key, m.Of(key))
	}
	by := usher.VIP{When: condition(m.Of("when")), Team: m.Of("team").Name(), Else: m.Of("else").Name()}
	if by.When == "" && !m.Of("when").IsText() || by.Team == "" && !m.Of("team").IsText() {
		return nil
	}
	return by
}

func (s strategyReader) newOrReturning(m source.Map, otherwise string) usher.Assigner {
	s.mark("by.new", m.Of("new"))
	s.mark("by.returning", m.Of("returning"))
	return usher.NewOrReturning{New: cmp.Or(m.Of("new").Name(), otherwise), Returning: cmp.Or(m.Of("returning").Name(), otherwise)}
}

func (s strategyReader) lastAgent(n source.Node) usher.Assigner {
	var m source.Map
	if !n.IsNull() {
		m = n.Object(format.LastAgent)
	}
	for _, key := range []string{"within", "wait", "owner"} {
		s.mark("by."+key, m.Of(key))
	}
	owner := m.Of("owner").Name()
	if field, ok := strings.CutPrefix(owner, contactPrefix); ok {
		hint := "write " + strings.TrimPrefix(field, "fields.")
		m.Of("owner").Wrong(source.BadName, hint, "a contact field is wanted here by its name alone")
	}
	return usher.LastAgent{Within: m.Of("within").Duration(), Wait: m.Of("wait").Duration(), Owner: owner}
}

// contactPrefix is what a contact field begins with elsewhere.
const contactPrefix = "contact."

func (s strategyReader) firstOf(n source.Node) usher.Assigner {
	s.mark("by.first_of", n)
	if !n.IsList() {
		n.Items() // says what is wrong
		return nil
	}
	var all usher.FirstOf
	for i, item := range n.Items() {
		all = append(all, orUnknown(s.strategy(item, s.name, s.prefix+"by.first_of."+itoa(i+1)+".")))
	}
	return all
}

func (s strategyReader) function(m source.Map, otherwise string) usher.Assigner {
	s.mark("by.variable", m.Of("variable"))
	s.mark("by.teams", m.Of("teams"))
	n := m.Of("variable")
	v, ok := s.variables[n.Name()]
	if !ok {
		if n.Given() && !s.broken[n.Name()] {
			n.Wrong(source.Unknown, source.DidYouMean(n.Name(), sorted(s.variables)), "unknown variable %q", n.Name())
		}
		return nil
	}
	by := usher.ByFunction{Variable: v, Else: otherwise}
	for _, pair := range m.Of("teams").Pairs() {
		by.Teams = put(by.Teams, pair.Name, pair.Value.Name())
	}
	return by
}
