package schema_test

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher"
	"github.com/gousher/usher/cmd/usher/schema"
	"github.com/gousher/usher/file"
	"github.com/gousher/usher/internal/format"
	"github.com/gousher/usher/internal/source"
)

type object = map[string]any

// place is an object of the format where a file may hold it.
type place struct {
	name string
	o    *format.Object
	// file is the file with the object in its place.
	file func(object) any
}

// places are all objects that a kind of files may hold, each once.
func places(root *format.Object) []place {
	var all []place
	seen := map[*format.Object]bool{}
	var visit func(p place)
	var within func(name string, t format.Type, file func(any) any)
	visit = func(p place) {
		if seen[p.o] {
			return
		}
		seen[p.o] = true
		all = append(all, p)
		for _, field := range p.o.Fields {
			within(p.name+"."+field.Key, field.Type, func(value any) any {
				return p.file(with(p.o, field, value))
			})
		}
		if p.o.Rest != nil {
			within(p.name+".*", *p.o.Rest, func(value any) any { return p.file(object{"a": value}) })
		}
	}
	chosen := false
	within = func(name string, t format.Type, file func(any) any) {
		switch t.Kind {
		case format.ObjectKind:
			visit(place{name, t.Object, func(o object) any { return file(o) }})
		case format.ListKind:
			within(name, *t.Elem, func(value any) any { return file([]any{value}) })
		case format.MapKind:
			within(name, *t.Elem, func(value any) any { return file(object{"a": value}) })
		case format.EitherKind:
			for _, one := range t.Types {
				within(name, one, file)
			}
		case format.StepsKind:
			for _, kind := range format.StepKinds {
				visit(place{name + "." + kind.Key, kind.Object, func(o object) any { return file([]any{object{kind.Key: o}}) }})
			}
		case format.ByKind:
			for _, strategy := range format.Strategies {
				if !chosen && strategy.Type != nil { // and not those inside strategies over and over
					chosen = true
					within(name+"."+strategy.Key, *strategy.Type, func(value any) any { return file(object{strategy.Key: value}) })
					chosen = false
				}
			}
		}
	}
	visit(place{"", root, func(o object) any { return o }})
	return all
}

// with is the least object that has a key.
func with(o *format.Object, field format.Field, value any) object {
	m := object{field.Key: value}
	beside(o, field, m)
	return complete(o, m)
}

// beside adds what a key needs beside it.
func beside(o *format.Object, field format.Field, m object) {
	if len(field.Beside) == 0 || slices.ContainsFunc(field.Beside, func(key string) bool { return m[key] != nil }) {
		return
	}
	needed, _ := o.Field(field.Beside[0])
	m[needed.Key] = sample(needed.Type)
	beside(o, needed, m)
}

// complete adds what an object must have.
func complete(o *format.Object, m object) object {
	add := func(key string) {
		field, _ := o.Field(key)
		m[key] = sample(field.Type)
		beside(o, field, m)
	}
	for _, field := range o.Fields {
		if _, ok := m[field.Key]; field.Required && !ok {
			add(field.Key)
		}
	}
	for _, rule := range o.Rules {
		_, not := m[rule.Unless]
		_, applies := m[rule.If]
		if !not && (applies || rule.If == "") && len(rule.Any) > 0 && !slices.ContainsFunc(rule.Any, func(key string) bool { return m[key] != nil }) {
			add(rule.Any[slices.IndexFunc(rule.Any, func(key string) bool { return goes(o, key, m) })])
		}
	}
	if o.Nonempty && len(m) == 0 {
		if len(o.Fields) > 0 {
			add(o.Fields[0].Key)
		} else {
			m["a"] = sample(*o.Rest)
		}
	}
	return m
}

// goes reports whether a key may stand beside those that an object has.
func goes(o *format.Object, key string, m object) bool {
	return !slices.ContainsFunc(o.Rules, func(rule format.Rule) bool {
		return rule.If == key && slices.ContainsFunc(rule.None, func(other string) bool { return m[other] != nil })
	})
}

// sample is some value of a type.
func sample(t format.Type) any {
	switch t.Kind {
	case format.ConditionKind, format.BoolKind:
		return true
	case format.IntKind, format.NumberKind, format.LevelKind, format.RangeKind, format.ExpressionKind:
		if t.Least != nil {
			return *t.Least
		}
		return 1
	case format.DurationKind, format.MomentKind:
		return "10s"
	case format.InstantKind:
		return "2026-01-05T09:00:00Z"
	case format.WordKind:
		return t.Words[0]
	case format.ListKind:
		list := []any{sample(*t.Elem)}
		for t.Least != nil && len(list) < *t.Least {
			list = append(list, sample(*t.Elem))
		}
		return list
	case format.MapKind:
		return object{"a": sample(*t.Elem)}
	case format.ObjectKind:
		return complete(t.Object, object{})
	case format.EitherKind:
		return sample(t.Types[len(t.Types)-1])
	case format.StepsKind:
		return []any{object{"close": object{}}}
	case format.ByKind:
		return "least_busy"
	case format.NullKind:
		return nil
	case format.RequirementKind:
		return "2..4"
	case format.DateKind:
		return "2026-12-25"
	case format.SpanKind:
		return "09:00-17:00"
	case format.TextsKind:
		return object{"en": "a", "pt-BR": "b"}
	case format.StatusKind:
		return object{"404": sample(*t.Elem), "5xx": sample(*t.Elem)}
	case format.WeekKind:
		return object{"mon-fri": sample(*t.Elem), "sun": sample(*t.Elem)}
	}
	return "a"
}

// opened lets every conversation of a scenario be known.
func opened(content any) any {
	if file, ok := content.(object); ok {
		if timeline, ok := file["timeline"].([]any); ok {
			file = maps.Clone(file)
			content = file
			file["timeline"] = append([]any{object{"conversation": "a", "contact": object{"id": "a"}, "says": "a"}}, timeline...)
		}
	}
	return content
}

// structural are the codes of mistakes that a schema can find as well.
var structural = []string{source.UnknownKey, source.MissingKey, source.NotYet, source.WrongType}

// refused are the decoders' mistakes in a file, those of some codes or all.
func refused(t *testing.T, content any, codes ...string) usher.Diagnostics {
	t.Helper()
	data, err := json.Marshal(opened(content))
	require.NoError(t, err)
	found, err := file.Format{FS: fstest.MapFS{"a.yaml": &fstest.MapFile{Data: data}}}.Check("a.yaml")
	require.NoError(t, err)
	return slices.DeleteFunc(found, func(d usher.Diagnostic) bool { return len(codes) > 0 && !slices.Contains(codes, d.Code) })
}

// eachPlace tries every object of every kind of files.
func eachPlace(t *testing.T, try func(t *testing.T, p place, check func(any) error)) {
	t.Helper()
	all := validators(t)
	for word, root := range map[string]*format.Object{"desk": format.Desk, "workflow": format.Workflow, "scenario": format.Scenario} {
		for _, p := range places(root) {
			t.Run(word+p.name, func(t *testing.T) {
				t.Parallel()
				try(t, p, func(content any) error {
					data, err := json.Marshal(content)
					require.NoError(t, err)
					var value any
					require.NoError(t, json.Unmarshal(data, &value))
					return all[word].resolved.Validate(value)
				})
			})
		}
	}
}

func TestTheSchemasAndTheDecodersKnowTheSameKeys(t *testing.T) {
	t.Parallel()
	eachPlace(t, func(t *testing.T, p place, check func(any) error) {
		t.Helper()
		least := p.file(complete(p.o, object{}))
		require.NoError(t, check(least), "%v", least)
		require.Empty(t, refused(t, least, structural...), "%v", least)

		if p.o.Rest == nil {
			unknown := p.file(complete(p.o, object{"zzz": 1}))
			require.ErrorContains(t, check(unknown), `unexpected additional properties ["zzz"]`)
			found := refused(t, unknown, source.UnknownKey)
			require.NotEmpty(t, found, "%v", unknown)
			require.Contains(t, found.Error(), "zzz")
		}
		for _, field := range p.o.Fields {
			content := p.file(with(p.o, field, sample(field.Type)))
			require.NoError(t, check(content), "%v", content)
			require.Empty(t, refused(t, content, structural...), "%v", content)
		}
	})
}

func TestTheSchemasAndTheDecodersRefuseTheSameValues(t *testing.T) {
	t.Parallel()
	eachPlace(t, func(t *testing.T, p place, check func(any) error) {
		t.Helper()
		for _, field := range p.o.Fields {
			free := field.Type.Kind == format.AnyKind || field.Type.Kind == format.ListKind && field.Type.Elem.Kind == format.AnyKind
			unread := p.o == format.Function && field.Key == "teams" // behind a variable that is not declared
			if free || unread {
				continue
			}
			wrong := p.file(with(p.o, field, []any{[]any{[]any{}}}))
			require.Error(t, check(wrong), "%v", wrong)
			require.NotEmpty(t, refused(t, wrong, append(structural, source.BadValue, source.Unreadable)...), "%v", wrong)

			lacking := complete(p.o, object{})
			delete(lacking, field.Key)
			if field.Required && (field.Key != "usher" || p.name == "") { // a file inside a file needs no header
				require.Error(t, check(p.file(lacking)), "%v", lacking)
				require.NotEmpty(t, refused(t, p.file(lacking), source.MissingKey), "%v", lacking)
			}
		}
	})
}

func TestTheSchemasAndTheDecodersKnowWhatGoesTogetherInAnEntry(t *testing.T) {
	t.Parallel()
	v := validators(t)["scenario"]
	for i, one := range format.Entry.Fields {
		for _, two := range format.Entry.Fields[i+1:] {
			content := complete(format.Scenario, object{})
			content["timeline"] = []any{with(format.Entry, one, sample(one.Type))}
			entry, _ := content["timeline"].([]any)[0].(object)
			entry[two.Key] = sample(two.Type)
			beside(format.Entry, two, entry)
			found := refused(t, content, source.UnknownKey)
			data, err := json.Marshal(content)
			require.NoError(t, err)
			require.Equal(t, len(found) == 0, v.check(t, string(data)) == nil, "%s and %s: %v", one.Key, two.Key, found)
		}
	}
}

func TestEveryDefaultIsInTheDoc(t *testing.T) {
	t.Parallel()
	for _, root := range []*format.Object{format.Desk, format.Workflow, format.Scenario, format.Call} {
		for _, p := range places(root) {
			for _, field := range p.o.Fields {
				require.NotEmpty(t, field.Doc, "%s.%s", p.name, field.Key)
				_, said, _ := strings.Cut(field.Doc, "Default: ")
				if field.Default != nil {
					value, err := json.Marshal(field.Default)
					require.NoError(t, err)
					require.True(t, strings.HasPrefix(said, strings.Trim(string(value), `"`)), "%s.%s", p.name, field.Key)
				}
			}
		}
	}
}

func TestEveryExampleOfAConditionIsOne(t *testing.T) {
	t.Parallel()
	mark := regexp.MustCompile(`\$\{\d+:([^}]*)\}`)
	for _, term := range slices.Concat(format.Operators, format.Functions, format.Names) {
		example := mark.ReplaceAllString(term.Example, "$1")
		found := refused(t, object{
			"usher": "scenario/v1", "scenario": "a", "timeline": []any{},
			"desk": object{
				"teams": []any{object{"id": "a"}, object{"id": "support"}}, "fallback": object{"team": "a"},
				"calendars": object{"office": object{}},
				"tables":    object{"front": object{"rows": []any{object{"team": "a", "phrases": []any{"a"}}}}},
			},
			"workflow": object{"workflow": "a", "steps": []any{object{"branch": object{
				"cases": []any{object{"when": example, "then": []any{object{"close": object{}}}}},
				"else":  []any{object{"close": object{}}},
			}}}},
		})
		require.Empty(t, found, example)
	}
}

func TestTheKindsOfAProgramAreInItsSchema(t *testing.T) {
	t.Parallel()
	data, err := schema.For("workflow", file.Kinds{
		Steps:     map[string]usher.Step{"survey": usher.CloseConversation{}},
		Assigners: map[string]usher.Assigner{"cheapest": usher.RoundRobin{}},
		Actions:   map[string]file.Action{"lookup": {With: []string{"id"}, Save: []string{}, Exits: []string{"missing"}}, "note": {}},
	})
	require.NoError(t, err)
	v := newValidator(t, data)
	for _, good := range []string{
		"survey: {question: anything}", "survey:", "id: a\n    survey: {}",
		"assign: {team: a, by: cheapest}", "assign: {team: a, by: {cheapest: {region: eu}}}",
		"lookup: {with: {id: 5}, exits: {missing: [{close: }]}, else: [{close: }]}",
		"note: {with: {x: 1}, save: {y: z}, exits: {w: []}, timeout: 5s, retries: 0, else: []}",
	} {
		require.NoError(t, v.check(t, begin["workflow"]+"steps:\n  - "+good+"\n"), good)
	}
	for bad, place := range map[string]string{
		"survey: 5": "definitions/step/properties/survey", "servey: {}": "definitions/step",
		"lookup: {with: {ide: 5}, else: []}":         `["ide"]`,
		"lookup: {save: {name: x}, else: []}":        `["name"]`,
		"lookup: {exits: {found: []}, else: []}":     `["found"]`,
		"lookup: {}":                                 `missing properties: ["else"]`,
		"survey: {}\n    lookup: {else: []}":         "dependencies",
		"assign: {team: a, by: {cheapest: , vip: }}": "strategy",
	} {
		require.ErrorContains(t, v.check(t, begin["workflow"]+"steps:\n  - "+bad+"\n"), place, bad)
	}
}
