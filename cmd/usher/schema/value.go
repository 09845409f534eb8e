package schema

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/google/jsonschema-go/jsonschema"

	"github.com/gousher/usher/internal/format"
)

// What the decoders read as durations, instants and ranges.
const (
	decimal  = `([0-9]+\.?[0-9]*|\.[0-9]+)`
	clock    = `(` + decimal + `(ns|us|µs|ms|s|m|h))`
	span     = `0|` + decimal + `d` + clock + `*|` + clock + `+`
	date     = `[0-9]{4}-[0-9]{2}-[0-9]{2}`
	instant  = date + `T[0-9]{2}:[0-9]{2}:[0-9]{2}([.,][0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})`
	signed   = `[+-]?` + decimal
	interval = ` *` + signed + ` *\.\. *` + signed + ` *`
	hour     = `([01][0-9]|2[0-3]):[0-5][0-9]`
	hours    = hour + `-(` + hour + `|24:00)`
	tag      = `[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*`
	status   = `[1-5]([0-9]{2}|xx)`
	levels   = ` *(<= *[0-9]+|[0-9]+( *\.\. *[0-9]+)?|true|false) *`
)

// value is what a value of a type may be.
//
//nolint:cyclop,funlen // a table of kinds
func (g *generator) value(t format.Type) *jsonschema.Schema {
	switch t.Kind {
	case format.TextKind, format.TemplateKind:
		return &jsonschema.Schema{Type: "string"}
	case format.NameKind:
		return g.define("name", func() *jsonschema.Schema { return scalar(&jsonschema.Schema{Type: "string"}) })
	case format.ConditionKind:
		return g.define("condition", condition)
	case format.ExpressionKind:
		return g.define("expression", expression)
	case format.IntKind:
		return bounded(&jsonschema.Schema{Type: "integer"}, t)
	case format.NumberKind:
		return bounded(&jsonschema.Schema{Type: "number"}, t)
	case format.BoolKind:
		return &jsonschema.Schema{Type: "boolean"}
	case format.NullKind:
		return &jsonschema.Schema{Type: "null"}
	case format.LevelKind, format.RequirementKind:
		return leveled(t.Kind)
	case format.FormulaKind:
		return g.define("formula", formula)
	case format.DateKind:
		return matching(date, "write it as 2026-12-25")
	case format.SpanKind:
		return matching(hours, "write it as 09:00-17:00")
	case format.WeekKind:
		return g.week(t)
	case format.TextsKind:
		return g.define("texts", texts)
	case format.StatusKind:
		return keyed(status, g.value(*t.Elem))
	case format.RangeKind:
		text := matching(interval, `write a number, or a range like "40..60"`)
		return anyOf(&jsonschema.Schema{Type: "number"}, text)
	case format.DurationKind, format.MomentKind, format.InstantKind:
		return moment(t)
	case format.WordKind:
		return &jsonschema.Schema{Type: "string", Enum: words(t.Words)}
	case format.ListKind:
		return sized(&jsonschema.Schema{Type: "array", Items: g.value(*t.Elem)}, t)
	case format.MapKind:
		return &jsonschema.Schema{Type: "object", AdditionalProperties: g.value(*t.Elem)}
	case format.ObjectKind:
		return g.refer(t.Object)
	case format.EitherKind:
		return g.either(t)
	case format.StepsKind:
		return g.steps()
	case format.ByKind:
		return g.strategy()
	}
	return g.define("value", func() *jsonschema.Schema {
		// Without an alternative editors take a key for a word that stands alone.
		return anyOf(&jsonschema.Schema{Type: "string"}, &jsonschema.Schema{Not: &jsonschema.Schema{Type: "string"}})
	})
}

// level bounds the levels of skills.
var level = format.Int.From(1).To(format.MaxLevel)

// leveled is a level of a skill, or what is required of one.
func leveled(kind format.Kind) *jsonschema.Schema {
	number := bounded(&jsonschema.Schema{Type: "integer"}, level)
	if kind == format.LevelKind {
		return anyOf(number, &jsonschema.Schema{Const: new(any(true))})
	}
	text := matching(levels, `write 4 for at least 4, "<=3", "2..4", true or false`)
	return anyOf(number, &jsonschema.Schema{Type: "boolean"}, text)
}

// week are days, and ranges of days. The usual ones are offered.
func (g *generator) week(t format.Type) *jsonschema.Schema {
	day := "(" + strings.Join(format.Days, "|") + ")"
	s := &jsonschema.Schema{
		Type: "object", Properties: map[string]*jsonschema.Schema{}, AdditionalProperties: never(),
		PatternProperties: map[string]*jsonschema.Schema{"^" + day + "-" + day + "$": g.value(*t.Elem)},
	}
	s.PropertyOrder = append([]string{"mon-fri"}, format.Days...)
	for _, key := range s.PropertyOrder {
		s.Properties[key] = g.value(*t.Elem)
	}
	return s
}

// texts are a text in each of several languages.
func texts() *jsonschema.Schema {
	s := keyed(tag, &jsonschema.Schema{Type: "string"})
	s.MinProperties = new(1)
	extra(s, "defaultSnippets", []snippet{{
		Label: "a text for each language", Body: map[string]string{"${1:en}": "$2", "${3:es}": "$4"},
	}})
	return s
}

// keyed is a mapping whose keys match a pattern as a whole.
func keyed(pattern string, value *jsonschema.Schema) *jsonschema.Schema {
	return &jsonschema.Schema{
		Type: "object", AdditionalProperties: never(),
		PatternProperties: map[string]*jsonschema.Schema{"^(" + pattern + ")$": value},
	}
}

func (g *generator) either(t format.Type) *jsonschema.Schema {
	all := make([]*jsonschema.Schema, len(t.Types))
	for i, one := range t.Types {
		all[i] = g.value(one)
	}
	return anyOf(all...)
}

func anyOf(all ...*jsonschema.Schema) *jsonschema.Schema { return &jsonschema.Schema{AnyOf: all} }

// scalar is a text, or a number or a truth value that stands for itself. It is put so that editors do not offer true and
// false for a name.
func scalar(text *jsonschema.Schema) *jsonschema.Schema {
	return anyOf(text, other("object", "array", "null"))
}

// other is what is neither a text nor of the types.
func other(types ...string) *jsonschema.Schema {
	return &jsonschema.Schema{Not: &jsonschema.Schema{Types: append([]string{"string"}, types...)}}
}

// moment is a duration, an instant, or either.
func moment(t format.Type) *jsonschema.Schema {
	const wanted = "write it like 15s, 10m, 72h or 7d"
	switch {
	case t.Kind == format.InstantKind:
		return matching(date+`|`+instant, "write it like 2026-03-02T09:00:00Z")
	case t.Kind == format.DurationKind && t.Least != nil:
		return durations(matching(span, wanted))
	}
	text := matching(span, wanted)
	if t.Kind == format.MomentKind {
		text = matching(span+`|`+instant, wanted+", or like 2026-03-02T09:00:00Z")
	}
	nothing := &jsonschema.Schema{Type: "integer", Minimum: new(0.0), Maximum: new(0.0)}
	extra(nothing, "errorMessage", wanted)
	return anyOf(durations(text), nothing)
}

func durations(s *jsonschema.Schema) *jsonschema.Schema {
	extra(s, "defaultSnippets", []snippet{
		{Label: "30s", Body: "30s"}, {Label: "10m", Body: "10m"}, {Label: "2h", Body: "2h"}, {Label: "7d", Body: "7d"},
	})
	return s
}

// matching is a text that matches a pattern as a whole.
func matching(pattern, message string) *jsonschema.Schema {
	s := &jsonschema.Schema{Type: "string", Pattern: "^(" + pattern + ")$"}
	extra(s, "errorMessage", message)
	return s
}

func bounded(s *jsonschema.Schema, t format.Type) *jsonschema.Schema {
	if t.Least != nil {
		s.Minimum = new(float64(*t.Least))
	}
	if t.Most != nil {
		s.Maximum = new(float64(*t.Most))
	}
	return s
}

func sized(s *jsonschema.Schema, t format.Type) *jsonschema.Schema {
	s.MinItems, s.MaxItems = t.Least, t.Most
	return s
}

func words(all []string) []any {
	list := make([]any, len(all))
	for i, word := range all {
		list[i] = word
	}
	return list
}

func literal(value any) json.RawMessage {
	data, err := json.Marshal(value)
	if err != nil {
		panic(fmt.Sprintf("the tables of the format hold a default that is no plain value: %v", err))
	}
	return data
}
