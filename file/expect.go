package file

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/gousher/usher/internal/format"
	"github.com/gousher/usher/internal/source"
)

func (s *scenarioReader) expect(e *Entry, n source.Node) {
	if n.IsMap() && len(n.Pairs()) == 0 {
		n.Wrong(source.MissingKey, "name a conversation, or agents", "nothing is expected here")
	}
	for _, pair := range n.Pairs() {
		switch {
		case pair.Name == agentsKey:
			for _, agent := range pair.Value.Pairs() {
				s.agentName(agent.Key)
				line, _ := agent.Key.Place()
				x := Expectation{Agent: agent.Name}
				m := agent.Value.Object(format.AgentExpectation)
				something(m, format.AgentExpectation)
				for _, check := range m.Pairs() {
					x.Checks = append(x.Checks, s.check(check, line))
				}
				e.Expect = append(e.Expect, x)
			}
		default:
			s.name(pair.Key, s.conversations, "conversation", s.nameless)
			x := Expectation{Conversation: pair.Name}
			m := s.object(pair.Value)
			something(m, format.Expectation)
			for _, check := range m.Pairs() {
				line, _ := check.Key.Place()
				x.Checks = append(x.Checks, s.check(check, line))
			}
			e.Expect = append(e.Expect, x)
		}
	}
}

// something reports an expectation of nothing.
func something(m source.Map, o *format.Object) {
	if m.Node().IsMap() && len(m.Pairs()) == 0 && !m.Strange() {
		m.Node().Wrong(source.MissingKey, "the keys are "+strings.Join(o.Keys(), ", "), "nothing is expected here")
	}
}

// object is an expectation. A null is a value here: nobody.
func (s *scenarioReader) object(n source.Node) source.Map {
	o := *format.Expectation
	o.Fields = slices.Clone(o.Fields)
	for i, field := range o.Fields {
		if field.Key == "agent" || field.Key == "team" {
			o.Fields[i].Type = format.Anything
		}
	}
	return n.Object(&o)
}

func (s *scenarioReader) check(pair source.Pair, line int) Check {
	c := Check{Key: pair.Name, Line: line}
	switch n := pair.Value; pair.Name {
	case "state":
		c.Want = words(n, format.States)
	case "status":
		c.Want = words(n, format.Statuses)
	case "team":
		c.Want = oneOf(n, s.teamName)
	case "agent":
		c.Want = oneOf(n, s.agentName)
	case "priority", "stage", "position", "load", "capacity":
		c.Want = numbers(n)
	case "variables", "fields":
		c.Want, _ = n.Any().(map[string]any)
		for _, value := range n.Pairs() { // which says what is wrong
			if pair.Name == "variables" && !s.variables[value.Name] && !s.vague {
				value.Key.Wrong(source.Unknown, source.DidYouMean(value.Name, sorted(s.variables)), "unknown variable %q", value.Name)
			}
		}
	case "fallback":
		c.Want = n.Bool()
	default:
		items := n.OneOrMore()
		texts := make([]string, 0, len(items))
		for _, item := range items {
			texts = append(texts, textOf(item))
		}
		c.Want = texts
	}
	return c
}

func words(n source.Node, known []string) []any {
	items := n.OneOrMore()
	all := make([]any, 0, len(items))
	for _, item := range items {
		all = append(all, item.Word(known...))
	}
	return all
}

// oneOf is a name, several of which one is wanted, or nobody.
func oneOf(n source.Node, read func(source.Node) string) []any {
	var all []any
	for _, item := range n.OneOrMore() {
		if item.IsNull() {
			all = append(all, nil)
			continue
		}
		all = append(all, read(item))
	}
	return all
}

// numbers is a number, or a range such as 40..60.
func numbers(n source.Node) Range {
	text, _ := n.Scalar()
	if !strings.Contains(text, "..") {
		f := n.Number()
		return Range{f, f}
	}
	r, ok := ParseRange(text)
	if !ok {
		n.Wrong(source.BadValue, `write it like "40..60"`, "%q is not a range", text)
	}
	return r
}

// ParseRange reads a range such as "40..60"; false if the text is none, or holds no number.
func ParseRange(text string) (Range, bool) {
	low, high, ok := strings.Cut(text, "..")
	least, err1 := strconv.ParseFloat(strings.TrimSpace(low), 64)
	most, err2 := strconv.ParseFloat(strings.TrimSpace(high), 64)
	return Range{least, most}, ok && err1 == nil && err2 == nil && least <= most
}

// String is the range as files have it.
func (r Range) String() string {
	if r.Min == r.Max {
		return fmt.Sprint(r.Min)
	}
	return fmt.Sprintf("%v..%v", r.Min, r.Max)
}
