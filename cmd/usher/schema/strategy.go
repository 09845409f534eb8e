package schema

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/google/jsonschema-go/jsonschema"

	"github.com/gousher/usher/internal/format"
)

// strategy is a word, or a mapping with the strategy as its key and perhaps an else beside it.
func (g *generator) strategy() *jsonschema.Schema {
	return g.define("strategy", func() *jsonschema.Schema { return anyOf(g.words(), g.keyed()) })
}

// words are the strategies that may stand as a word.
func (g *generator) words() *jsonschema.Schema {
	s := &jsonschema.Schema{Type: "string"}
	var docs []string
	for _, strategy := range format.Strategies {
		if strategy.Type == nil || strategy.Bare {
			s.Enum, docs = append(s.Enum, strategy.Key), append(docs, strategy.Doc)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(g.kinds.Assigners)) {
		s.Enum, docs = append(s.Enum, name), append(docs, "A strategy of this program.")
	}
	extra(s, "enumDescriptions", docs)
	extra(s, "markdownEnumDescriptions", docs)
	return s
}

// keyed are the strategies with settings.
func (g *generator) keyed() *jsonschema.Schema {
	s := &jsonschema.Schema{Type: "object", Properties: map[string]*jsonschema.Schema{}, AdditionalProperties: never()}
	add := func(key string, value *jsonschema.Schema) {
		s.Properties[key] = value
		s.PropertyOrder = append(s.PropertyOrder, key)
	}
	var snippets []snippet
	for _, strategy := range format.Strategies {
		if strategy.Key == format.Then {
			continue
		}
		add(strategy.Key, g.settings(strategy))
		if strategy.Type != nil {
			snippets = append(snippets, snippet{
				Label: strategy.Key + ": …", Description: strategy.Doc, Body: template(strategy),
			})
		}
		if !strategy.Else {
			s.AllOf = append(s.AllOf, notBeside(strategy.Key, "else"))
		}
		if !strategy.Confidence {
			s.AllOf = append(s.AllOf, notBeside(strategy.Key, format.MinConfidence.Key))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(g.kinds.Assigners)) {
		add(name, describe(own(), "A strategy of this program."))
	}
	kinds := slices.Clone(s.PropertyOrder)
	otherwise := format.Field{Key: "else", Type: format.Name, Doc: "The team if the strategy names none. Default: it passes."}
	for _, field := range []format.Field{otherwise, format.MinConfidence} {
		add(field.Key, g.field(field))
		field.Beside = kinds
		g.beside(s, field)
	}
	then := format.Strategies[slices.IndexFunc(format.Strategies, func(k format.StrategyKind) bool { return k.Key == format.Then })]
	add(then.Key, g.settings(then))
	all := append(slices.Clone(kinds), then.Key)
	s.AllOf = append(s.AllOf, some(all, "the strategy is missing"), exclusive(kinds, "there is one strategy"))
	extra(s, "defaultSnippets", snippets)
	return s
}

// notBeside says that a key does not stand beside a strategy.
func notBeside(strategy, key string) *jsonschema.Schema {
	return ruled(format.Rule{If: strategy, None: []string{key}, Doc: fmt.Sprintf("the strategy %s has no %s beside it", strategy, key)})
}

// settings are what stands after a strategy's key.
func (g *generator) settings(strategy format.StrategyKind) *jsonschema.Schema {
	if strategy.Type == nil { // a word that is written as a key: allowed, and not what anybody should be offered
		s := describe(own(), strategy.Doc)
		s.MaxProperties = new(0)
		extra(s, "doNotSuggest", true)
		return s
	}
	return describe(g.value(*strategy.Type), strategy.Doc)
}

// template is what an editor fills in for a strategy: what is required, or everything if nothing is.
func template(strategy format.StrategyKind) json.RawMessage {
	o := strategy.Type.Object
	switch t := strategy.Type; {
	case t.Kind == format.MapKind:
		return json.RawMessage(fmt.Sprintf(`{%q: {"${1:value}": "${2:team}"}}`, strategy.Key))
	case t.Kind == format.ListKind && t.Elem.Kind == format.ObjectKind:
		return json.RawMessage(fmt.Sprintf(`{%q: [%s]}`, strategy.Key, filled(t.Elem.Object)))
	case t.Kind == format.ListKind:
		return json.RawMessage(fmt.Sprintf(`{%q: ["$1"]}`, strategy.Key))
	case o == nil:
		return json.RawMessage(fmt.Sprintf(`{%q: "$1"}`, strategy.Key))
	}
	return json.RawMessage(fmt.Sprintf("{%q: %s}", strategy.Key, filled(o)))
}

// filled is an object with what is required, or with everything if nothing is.
func filled(o *format.Object) string {
	some := slices.ContainsFunc(o.Fields, func(f format.Field) bool { return f.Required })
	var fields []string
	n := 0
	for _, field := range o.Fields {
		if some && !field.Required {
			continue
		}
		n++
		value := fmt.Sprintf(`"$%d"`, n)
		if field.Type.Kind == format.MapKind {
			n++
			value = fmt.Sprintf(`{"${%d:value}": "${%d:team}"}`, n-1, n)
		}
		fields = append(fields, fmt.Sprintf("%q: %s", field.Key, value))
	}
	return "{" + strings.Join(fields, ", ") + "}"
}
