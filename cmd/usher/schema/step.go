package schema

import (
	"encoding/json"
	"maps"
	"slices"

	"github.com/google/jsonschema-go/jsonschema"

	"github.com/gousher/usher/file"
	"github.com/gousher/usher/internal/format"
)

// steps is a list of steps.
func (g *generator) steps() *jsonschema.Schema {
	return g.define("steps", func() *jsonschema.Schema {
		s := &jsonschema.Schema{Type: "array", Items: g.define("step", g.step)}
		extra(s, "defaultSnippets", []snippet{
			{Label: "send a text", Description: format.Send.Doc, Body: json.RawMessage(`{"send":{"text":"$1"}}`)},
			{Label: "ask a question", Description: format.Ask.Doc, Body: json.RawMessage(`{"ask":{"text":"$1"}}`)},
			{Label: "assign to a team", Description: format.Assign.Doc, Body: json.RawMessage(`{"assign":{"team":"$1"}}`)},
		})
		return s
	})
}

// step is a mapping with one kind as its key, and perhaps an id. The kinds are properties of one schema rather than
// alternatives, so that an editor offers all of them, and marks a mistake where it is.
func (g *generator) step() *jsonschema.Schema {
	s := describe(&jsonschema.Schema{
		Type: "object", Properties: map[string]*jsonschema.Schema{}, AdditionalProperties: never(),
	}, "A step: one kind as its key, and perhaps an `id` beside it.")
	add := func(key string, value *jsonschema.Schema) {
		s.Properties[key] = value
		s.PropertyOrder = append(s.PropertyOrder, key)
	}
	for _, kind := range format.StepKinds {
		add(kind.Key, describe(g.refer(kind.Object), kind.Object.Doc))
	}
	if _, taken := g.kinds.Steps[format.Fail.Name]; g.scenario && !taken {
		add(format.Fail.Name, g.refer(format.Fail))
	}
	for _, name := range slices.Sorted(maps.Keys(g.kinds.Steps)) {
		add(name, describe(own(), "A step of this program."))
	}
	for _, name := range slices.Sorted(maps.Keys(g.kinds.Actions)) {
		add(name, g.call(g.kinds.Actions[name]))
	}
	kinds := slices.Clone(s.PropertyOrder)
	add(format.StepID.Key, g.field(format.StepID))
	s.AllOf = append(s.AllOf, some(kinds, "the step has no kind"),
		exclusive(kinds, "a step has one kind: begin another step with a dash"))
	return s
}

// own is a kind of the program, whose keys only the program knows.
func own() *jsonschema.Schema { return &jsonschema.Schema{Types: []string{"object", "null"}} }

// call is a step that calls an action of the program.
func (g *generator) call(action file.Action) *jsonschema.Schema {
	s := describe(g.object(format.Call), "Calls an action of this program.")
	for key, names := range map[string][]string{"with": action.With, "save": action.Save, "exits": action.Exits} {
		if names == nil {
			continue
		}
		known, elem := s.Properties[key], s.Properties[key].AdditionalProperties
		known.Properties, known.PropertyOrder, known.AdditionalProperties = map[string]*jsonschema.Schema{}, names, never()
		for _, name := range names {
			known.Properties[name] = elem.CloneSchemas()
		}
	}
	return s
}
