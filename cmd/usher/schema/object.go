package schema

import (
	"slices"
	"strings"

	"github.com/google/jsonschema-go/jsonschema"

	"github.com/gousher/usher/file"
	"github.com/gousher/usher/internal/format"
)

// generator makes the schema of one kind of files.
type generator struct {
	// scenario: workflows may have the step that only scenarios have.
	scenario    bool
	kinds       file.Kinds
	definitions map[string]*jsonschema.Schema
}

// extra are keywords beside those of JSON Schema that editors know.
func extra(s *jsonschema.Schema, key string, value any) {
	if s.Extra == nil {
		s.Extra = map[string]any{}
	}
	s.Extra[key] = value
}

// describe says what a value means. Editors show the second form with its code set as code.
func describe(s *jsonschema.Schema, doc string) *jsonschema.Schema {
	if doc == "" {
		return s
	}
	s.Description = doc
	if strings.ContainsAny(doc, "`*\n") {
		extra(s, "markdownDescription", doc)
	}
	return s
}

// never is the schema that nothing meets.
func never() *jsonschema.Schema { return &jsonschema.Schema{Not: &jsonschema.Schema{}} }

// define adds a definition under a name, made when it is first used, and refers to it.
func (g *generator) define(name string, build func() *jsonschema.Schema) *jsonschema.Schema {
	if _, ok := g.definitions[name]; !ok {
		g.definitions[name] = nil // a definition may hold itself
		g.definitions[name] = build()
	}
	return &jsonschema.Schema{Ref: "#/definitions/" + name}
}

// refer refers to the definition of an object.
func (g *generator) refer(o *format.Object) *jsonschema.Schema {
	return g.define(nameOf(o), func() *jsonschema.Schema { return g.object(o) })
}

// nameOf is the name of an object's definition. A strategy may be called like a thing.
func nameOf(o *format.Object) string {
	for _, strategy := range format.Strategies {
		if strategy.Type != nil && strategy.Type.Object == o {
			return "by_" + slug(o.Name)
		}
	}
	return slug(o.Name)
}

// bare reports whether an object may be left out after its key.
func bare(o *format.Object) bool {
	return slices.ContainsFunc(format.StepKinds, func(k format.StepKind) bool { return k.Bare && k.Object == o }) ||
		slices.ContainsFunc(format.Strategies, func(s format.StrategyKind) bool {
			return s.Bare && s.Type != nil && s.Type.Object == o
		})
}

// slug turns "an agent's settings" into agent_settings.
func slug(name string) string {
	for _, article := range []string{"a ", "an "} {
		name = strings.TrimPrefix(name, article)
	}
	return strings.ReplaceAll(strings.ReplaceAll(name, "'s", ""), " ", "_")
}

// object is an object itself. The header of a file is required by its root alone: what stands inside another file has none.
func (g *generator) object(o *format.Object) *jsonschema.Schema {
	s := describe(&jsonschema.Schema{
		Type: "object", Properties: map[string]*jsonschema.Schema{}, AdditionalProperties: never(),
	}, o.Doc)
	for _, field := range o.Fields {
		s.Properties[field.Key] = g.field(field)
		s.PropertyOrder = append(s.PropertyOrder, field.Key)
		if field.Required && field.Key != "usher" {
			s.Required = append(s.Required, field.Key)
		}
		g.beside(s, field)
	}
	if bare(o) {
		s.Type, s.Types = "", []string{"object", "null"}
	}
	if o.Rest != nil {
		s.AdditionalProperties = g.value(*o.Rest)
	}
	if o.Nonempty {
		s.MinProperties = new(1)
	}
	for _, rule := range o.Rules {
		s.AllOf = append(s.AllOf, ruled(rule))
	}
	return s
}

func (g *generator) field(field format.Field) *jsonschema.Schema {
	s := g.value(field.Type)
	doc := field.Doc
	switch field.Type.Kind {
	case format.ConditionKind:
		doc += "\n\n" + conditionHelp()
	case format.ExpressionKind:
		doc += "\n\n" + expressionHelp()
	}
	if field.Default != nil {
		s = quiet(s)
		s.Default = literal(field.Default)
	}
	return describe(s, doc)
}

// quiet keeps editors from writing a default out as soon as its object is begun: they do it for values of a plain type.
func quiet(s *jsonschema.Schema) *jsonschema.Schema {
	if s.Type == "" {
		return s
	}
	return anyOf(s)
}

// beside says which keys a key needs beside it.
func (g *generator) beside(s *jsonschema.Schema, field format.Field) {
	switch {
	case len(field.Beside) == 1:
		if s.DependencyStrings == nil {
			s.DependencyStrings = map[string][]string{}
		}
		s.DependencyStrings[field.Key] = field.Beside
	case len(field.Beside) > 1:
		if s.DependencySchemas == nil {
			s.DependencySchemas = map[string]*jsonschema.Schema{}
		}
		message := field.Key + " needs one of these keys beside it: " + strings.Join(field.Beside, ", ")
		s.DependencySchemas[field.Key] = some(field.Beside, message)
	}
}

// ruled is a rule about the keys of an object.
func ruled(rule format.Rule) *jsonschema.Schema {
	var s *jsonschema.Schema
	switch {
	case len(rule.None) > 0:
		s = without(rule.None, rule.Doc)
	case rule.Alone:
		s = &jsonschema.Schema{AllOf: []*jsonschema.Schema{some(rule.Any, rule.Doc), exclusive(rule.Any, rule.Doc)}}
	default:
		s = some(rule.Any, rule.Doc)
	}
	switch {
	case rule.If != "":
		return &jsonschema.Schema{DependencySchemas: map[string]*jsonschema.Schema{rule.If: s}}
	case rule.Unless != "":
		return &jsonschema.Schema{If: &jsonschema.Schema{Required: []string{rule.Unless}}, Else: s}
	}
	return s
}

// without are objects that have none of several keys.
func without(keys []string, message string) *jsonschema.Schema {
	s := &jsonschema.Schema{Properties: map[string]*jsonschema.Schema{}, PropertyOrder: keys}
	for _, key := range keys {
		s.Properties[key] = never()
	}
	extra(s, "errorMessage", message)
	return s
}

// some are objects that have at least one of several keys.
func some(keys []string, message string) *jsonschema.Schema {
	all := make([]*jsonschema.Schema, len(keys))
	for i, key := range keys {
		all[i] = &jsonschema.Schema{Required: []string{key}}
		extra(all[i], "errorMessage", message)
	}
	if len(all) == 1 {
		return all[0]
	}
	return &jsonschema.Schema{AnyOf: all}
}

// exclusive are objects that have at most one of several keys. It is put so that an editor marks the keys rather than the
// whole object.
func exclusive(keys []string, message string) *jsonschema.Schema {
	s := &jsonschema.Schema{DependencySchemas: map[string]*jsonschema.Schema{}}
	for i, key := range keys {
		s.DependencySchemas[key] = without(slices.Concat(keys[:i], keys[i+1:]), message)
	}
	return s
}
