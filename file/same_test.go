package file

import (
	"context"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher"
	"github.com/gousher/usher/internal/format"
	"github.com/gousher/usher/internal/source"
)

// The variables of the workflows below: one of each type.
var (
	goldText    = "gold"
	threeInt    = 3
	halfFloat   = 0.5
	yesBool     = true
	someInstant = time.Date(2026, 3, 2, 9, 30, 0, 5000, time.UTC)
	someList    = []any{"a", 1, 1.0, true, nil, []any{}, map[string]any{"b": "12"}}
	someMap     = map[string]any{"a": []any{1, 2.5}, "null": nil, "12": "yes"}

	topicVar = usher.Var[string]{Name: "topic", OneOf: []string{"sales", "12", "yes"}, Private: true}
	planVar  = usher.Var[string]{Name: "plan", Default: &goldText}
	countVar = usher.Var[int]{Name: "count", OneOf: []int{3, -4, 5_000_000_000}, Default: &threeInt}
	shareVar = usher.Var[float64]{Name: "share", OneOf: []float64{0.5, 3}, Default: &halfFloat}
	knownVar = usher.Var[bool]{Name: "known", OneOf: []bool{true}, Default: &yesBool}
	sinceVar = usher.Var[time.Time]{Name: "since", OneOf: []time.Time{someInstant}, Default: &someInstant}
	listVar  = usher.Var[[]any]{Name: "all", OneOf: [][]any{someList, {}}, Default: &someList}
	mapVar   = usher.Var[map[string]any]{Name: "about", OneOf: []map[string]any{someMap, {}}, Default: &someMap}
)

const declaredVars = `variables:
  topic: {type: string, one_of: [sales, 12, "yes"], private: true}
  plan: {type: string, default: gold}
  count: {type: int, one_of: [3, -4, 5000000000], default: 3}
  share: {type: float, one_of: [0.5, 3], default: 0.5}
  known: {type: bool, one_of: [true], default: true}
  since: {type: time, one_of: [2026-03-02T09:30:00.000005Z], default: 2026-03-02T10:30:00.000005+01:00}
  all: {type: list, one_of: [[a, 1, 1.0, true, null, [], {b: "12"}], []], default: [a, 1, 1.0, true, null, [], {b: "12"}]}
  about: {type: map, one_of: [{a: [1, 2.5], "null": null, "12": "yes"}, {}], default: {a: [1, 2.5], "null": null, "12": "yes"}}
`

func declarations() []usher.Variable {
	return []usher.Variable{topicVar, planVar, countVar, shareVar, knownVar, sinceVar, listVar, mapVar}
}

// lookup is an action that files know as lookup.
type lookup struct{ Address string }

func (lookup) Do(context.Context, usher.ActionInput) (usher.ActionResult, error) {
	return usher.ActionResult{}, nil
}

func hostKinds() Kinds {
	return Kinds{Actions: map[string]Action{"lookup": {
		Do: lookup{"crm"}, With: []string{"id", "fast"}, Save: []string{"plan", "tag", "vip"}, Exits: []string{"unknown"},
	}}}
}

// readFlow reads a workflow without a check of what it means.
func readFlow(t require.TestingT, kinds Kinds, data string) usher.Flow {
	f := source.Read("flow.yaml", []byte(data))
	r := &reader{format: Format{Kinds: kinds}, byName: map[string]*document{}}
	flow := r.workflow(f.Root(), true, kinds).flow
	require.Empty(t, f.Found, data)
	return flow
}

func readTheDesk(t require.TestingT, kinds Kinds, data string) usher.Desk {
	f := source.Read("desk.yaml", []byte(data))
	r := &reader{format: Format{Kinds: kinds}, byName: map[string]*document{}}
	desk := r.desk(f.Root(), true).desk
	require.Empty(t, f.Found, data)
	return desk
}

// sameFlow requires that a workflow survives its file, and that its file survives the workflow.
func sameFlow(t require.TestingT, kinds Kinds, flow usher.Flow) string {
	written, err := Format{Kinds: kinds}.EncodeWorkflow(flow)
	require.NoError(t, err)
	read := readFlow(t, kinds, string(written))
	require.Equal(t, flow, read, string(written))
	again, err := Format{Kinds: kinds}.EncodeWorkflow(&read)
	require.NoError(t, err)
	require.Equal(t, string(written), string(again))
	return string(written)
}

func sameDesk(t require.TestingT, kinds Kinds, desk usher.Desk) string {
	written, err := Format{Kinds: kinds}.EncodeDesk(desk)
	require.NoError(t, err)
	read := readTheDesk(t, kinds, string(written))
	require.Equal(t, desk, read, string(written))
	again, err := Format{Kinds: kinds}.EncodeDesk(read)
	require.NoError(t, err)
	require.Equal(t, string(written), string(again))
	return string(written)
}

var toSupport = usher.Steps{usher.Assign{Team: "support"}}

// stepPairs are steps as a file has them and as Go has them.
func stepPairs() map[string]usher.Step {
	low, high := -1.5, 10.0
	return map[string]usher.Step{
		`send: {text: Hi}`: usher.SendMessage{Text: "Hi"},
		`send: {text: "Hi {{ contact.name }}!", choices: [Yes, {id: n, title: No, synonyms: [nope]}], template: hello, undelivered: [{assign: {team: support}}]}`: usher.SendMessage{
			Text: "Hi {{ contact.name }}!", Choices: []usher.Choice{{ID: "Yes", Title: "Yes"}, {ID: "n", Title: "No", Synonyms: []string{"nope"}}},
			Template: "hello", Undelivered: toSupport,
		},
		`ask: {text: Who?}`: usher.AskQuestion{Text: "Who?"},
		`ask: {text: "A, b?", choices: [1, {title: Two, synonyms: [2]}], save_to: topic, retries: 0, retry_text: Again, timeout: 15m, invalid: [{tag: {add: [odd]}}], no_answer: [{close: {}}], undelivered: [{close: }], else: [{assign: {team: support}}]}`: usher.AskQuestion{
			Text: "A, b?", Choices: []usher.Choice{{ID: "1", Title: "1"}, {ID: "Two", Title: "Two", Synonyms: []string{"2"}}}, SaveTo: topicVar,
			Tries: 1, RetryText: "Again", Timeout: 15 * time.Minute, Invalid: usher.Steps{usher.Tag{Add: []string{"odd"}}},
			NoAnswer: usher.Steps{usher.CloseConversation{}}, Undelivered: usher.Steps{usher.CloseConversation{}}, Else: toSupport,
		},
		`ask: {text: How many?, type: number, min: -1.5, max: 10, save_to: count, retries: 2}`: usher.AskQuestion{
			Text: "How many?", Type: usher.NumberAnswer, Min: &low, Max: &high, SaveTo: countVar, Tries: 3,
		},
		`ask: {text: Mail?, type: text, save_to: contact.email, retries: 7}`: usher.AskQuestion{Text: "Mail?", Type: usher.TextAnswer, SaveTo: usher.ContactField("email"), Tries: 8},
		`ask: {text: Which?, type: choice, choices: [a], save_to: tag}`:      usher.AskQuestion{Text: "Which?", Type: usher.ChoiceAnswer, Choices: usher.Choices("a"), SaveTo: usher.AsTag{}},
		`send: {text: {es: "Hola {{ contact.name }}", pt-BR: Oi}, choices: [{en: Yes, es: Sí}, {id: n, title: {en: No, id: Tidak}}, {title: {id: Lain}, synonyms: [x]}]}`: usher.SendMessage{
			Texts: usher.Translations{{Language: "es", Text: "Hola {{ contact.name }}"}, {Language: "pt-BR", Text: "Oi"}},
			Choices: []usher.Choice{
				{ID: "Yes", Titles: usher.Translations{{Language: "en", Text: "Yes"}, {Language: "es", Text: "Sí"}}},
				{ID: "n", Titles: usher.Translations{{Language: "en", Text: "No"}, {Language: "id", Text: "Tidak"}}},
				{ID: "Lain", Titles: usher.Translations{{Language: "id", Text: "Lain"}}, Synonyms: []string{"x"}},
			},
		},
		`ask: {text: {en: How many?, es: ¿Cuántos?}, retry_text: {en: A number}, type: rating, save_to: count, skip_if_known: true}`: usher.AskQuestion{
			Texts: usher.Translations{{Language: "en", Text: "How many?"}, {Language: "es", Text: "¿Cuántos?"}}, Type: usher.RatingAnswer,
			RetryTexts: usher.Translations{{Language: "en", Text: "A number"}}, SaveTo: countVar, SkipIfKnown: true,
		},
		`http: {url: "https://crm.example/", else: [{close: }]}`: usher.HTTPRequest{URL: "https://crm.example/", Else: usher.Steps{usher.CloseConversation{}}},
		`http: {method: put, url: "https://crm.example/{{ contact.id }}", headers: {X-Key: secret:crm, X-Try: 1}, query: {fast: true, "a b": "{{ topic }}"}, json: {a: [1, 1.5, "{{ topic }}", null], b: {}}, timeout: 5s, retries: 0, save: {topic: response.json.topic, contact.plan: response.text, count: 3, tag: '"vip"'}, cache: 1h, stale_if_error: 1d, status: {404: [{close: }], 5xx: [], 4xx: [{assign: {team: support}}]}, timed_out: [{close: }], failed: [{close: {}}], else: [{assign: {team: support}}]}`: usher.HTTPRequest{
			Method: "put", URL: "https://crm.example/{{ contact.id }}", Headers: map[string]string{"X-Key": "secret:crm", "X-Try": "1"},
			Query: map[string]string{"fast": "true", "a b": "{{ topic }}"}, JSON: map[string]any{"a": []any{1, 1.5, "{{ topic }}", nil}, "b": map[string]any{}},
			Timeout: 5 * time.Second, Tries: 1, Cache: time.Hour, StaleIfError: 24 * time.Hour,
			Save: usher.Set{
				{To: topicVar, Value: "response.json.topic"}, {To: usher.ContactField("plan"), Value: "response.text"}, {To: countVar, Value: "3"},
				{To: usher.AsTag{}, Value: `"vip"`},
			},
			Status:   map[string]usher.Steps{"404": {usher.CloseConversation{}}, "5xx": nil, "4xx": toSupport},
			TimedOut: usher.Steps{usher.CloseConversation{}}, Failed: usher.Steps{usher.CloseConversation{}}, Else: toSupport,
		},
		`http: {url: "https://crm.example/", body: "a={{ topic }}", else: [{close: }]}`: usher.HTTPRequest{
			URL: "https://crm.example/", Body: "a={{ topic }}", Else: usher.Steps{usher.CloseConversation{}},
		},
		`hours: {calendar: office, open: [{assign: {team: support}}], closed: [{close: }]}`: usher.Hours{
			Calendar: "office", Open: toSupport, Closed: usher.Steps{usher.CloseConversation{}},
		},
		`wait: {for: 90s, business: office, or: [{close: }]}`:                           usher.Wait{For: 90 * time.Second, Business: "office", Or: usher.Steps{usher.CloseConversation{}}},
		`wait: {until: next_opening("office")}`:                                         usher.Wait{Until: `next_opening("office")`},
		`run: {workflow: 12}`:                                                           usher.RunWorkflow{Workflow: "12"},
		`ask: {text: Which?, save_to: contact.fields.plan}`:                             usher.AskQuestion{Text: "Which?", SaveTo: usher.ContactField("plan")},
		`ask: {text: Which?, save_to: contact.fields.fields.plan}`:                      usher.AskQuestion{Text: "Which?", SaveTo: usher.ContactField("fields.plan")},
		`branch: {cases: [{when: known, then: []}], else: [{assign: {team: support}}]}`: usher.When("known").Else(toSupport...),
		`branch: {cases: [{when: true, then: [{close: }]}, {name: gold, when: plan == "gold", then: [{comment: {text: x}}]}], else: [{close: }]}`: usher.Branch{
			Cases: []usher.Case{
				{When: "true", Then: usher.Steps{usher.CloseConversation{}}},
				{Name: "gold", When: `plan == "gold"`, Then: usher.Steps{usher.Comment{Text: "x"}}},
			},
			Otherwise: usher.Steps{usher.CloseConversation{}},
		},
		`set: {topic: '"sales"', count: 3, share: 0.5, known: true, contact.plan: plan, contact.name: '"null"', contact.fields.language: nil}`: usher.Set{
			{To: topicVar, Value: `"sales"`}, {To: countVar, Value: "3"}, {To: shareVar, Value: "0.5"}, {To: knownVar, Value: "true"},
			{To: usher.ContactField("plan"), Value: "plan"}, {To: usher.ContactField("name"), Value: `"null"`},
			{To: usher.ContactField("language"), Value: "nil"},
		},
		`tag: {add: [a, 1, "null"], remove: [b]}`:            usher.Tag{Add: []string{"a", "1", "null"}, Remove: []string{"b"}},
		`comment: {text: seen, mention: ana}`:                usher.Comment{Text: "seen", Mention: []string{"ana"}},
		`comment: {text: seen, mention: [ana, support]}`:     usher.Comment{Text: "seen", Mention: []string{"ana", "support"}},
		`goto: {step: first, at_most: 3, else: [{close: }]}`: usher.Goto{Step: "first", AtMost: 3, Else: usher.Steps{usher.CloseConversation{}}},
		`close: {category: done, summary: "{{ topic }}"}`:    usher.CloseConversation{Category: "done", Summary: "{{ topic }}"},
		"id: a.1\n  close: {}":                               usher.Named{ID: "a.1", Step: usher.CloseConversation{}},
		"id: 1\n  close: {}":                                 usher.Named{ID: "1", Step: usher.CloseConversation{}},
		`lookup: {else: [{close: }]}`:                        usher.Do{Name: "lookup", Action: lookup{"crm"}, Else: usher.Steps{usher.CloseConversation{}}},
		`lookup: {with: {id: contact.id, fast: true}, save: {plan: plan, tag: tag, vip: contact.vip}, timeout: 2s, retries: 0, exits: {unknown: [{close: }]}, else: [{assign: {team: support}}]}`: usher.Do{
			Name: "lookup", Action: lookup{"crm"}, With: map[string]string{"id": "contact.id", "fast": "true"},
			Save:    map[string]usher.Target{"plan": planVar, "tag": usher.AsTag{}, "vip": usher.ContactField("vip")},
			Timeout: 2 * time.Second, Tries: 1, Exits: map[string]usher.Steps{"unknown": {usher.CloseConversation{}}}, Else: toSupport,
		},
	}
}

const workflowStart = "usher: workflow/v1\nworkflow: front desk\nrevision: 3\non: [message, opened, closed, manual]\nwhen: channel == \"web\"\n" +
	"once_per_contact: true\n" + declaredVars

func TestAWorkflowIsTheSameInGoAndInAFile(t *testing.T) {
	t.Parallel()
	flow := func(steps ...usher.Step) usher.Flow {
		return usher.Flow{
			Name: "front desk", Revision: 3, On: []usher.Trigger{usher.OnMessage, usher.OnOpened, usher.OnClosed, usher.OnManual},
			When: `channel == "web"`, OncePerContact: true, Vars: declarations(), Steps: steps,
		}
	}
	pairs := stepPairs()
	maps.Copy(pairs, assignPairs())
	for text, by := range strategyPairs() {
		pairs["assign: {team: support, by: "+text+"}"] = usher.Assign{Team: "support", By: by}
	}
	for text, step := range pairs {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			want := flow(step)
			require.Equal(t, want, readFlow(t, hostKinds(), workflowStart+"steps:\n- "+text+"\n"))
			sameFlow(t, hostKinds(), want)
		})
	}
}

func TestTheLeastWorkflowIsTheSameInGoAndInAFile(t *testing.T) {
	t.Parallel()
	want := usher.Flow{Name: "w", On: []usher.Trigger{usher.OnOpened}, Steps: toSupport}
	require.Equal(t, want, readFlow(t, Kinds{}, "usher: workflow/v1\nworkflow: w\non: opened\nsteps: [assign: {team: support}]\n"))
	require.Equal(t, "usher: workflow/v1\nworkflow: w\non: opened\nsteps:\n  - assign: {team: support}\n", sameFlow(t, Kinds{}, want))
}

func TestADeskIsTheSameInGoAndInAFile(t *testing.T) {
	t.Parallel()
	require.Equal(t, theDesk(), readTheDesk(t, Kinds{}, wholeDesk))
	sameDesk(t, Kinds{}, theDesk())
	for text, by := range strategyPairs() {
		if _, ok := by.(usher.ByFunction); ok { // a desk has no variables
			continue
		}
		want := usher.Desk{Teams: []usher.Team{{ID: "a", By: by}}, Fallback: usher.Fallback{Team: "a"}}
		require.Equal(t, want, readTheDesk(t, Kinds{}, "usher: desk/v1\nteams: [{id: a, by: "+text+"}]\nfallback: {team: a}\n"))
		sameDesk(t, Kinds{}, want)
	}
}

// What stands in the pairs above is everything that there is.
func TestThePairsHaveEveryKeyAndEveryField(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	var everything strings.Builder
	everything.WriteString("\n" + workflowStart + "steps:\n" + wholeDesk + deskOfHolidays)
	pairs := stepPairs()
	maps.Copy(pairs, assignPairs())
	for pair, step := range pairs {
		everything.WriteString(pair + "\n")
		used(seen, reflect.ValueOf(step))
	}
	for pair, by := range strategyPairs() {
		everything.WriteString(pair + "\n")
		used(seen, reflect.ValueOf(by))
	}
	used(seen, reflect.ValueOf(theDesk()))
	used(seen, reflect.ValueOf(usher.Flow{
		Name: "w", Revision: 1, On: []usher.Trigger{usher.OnOpened}, When: "true", OncePerContact: true, Vars: declarations(), Steps: toSupport,
	}))
	text := everything.String()
	objects := []*format.Object{
		format.Workflow, format.Variable, format.Choice, format.Case, format.Call, format.Assign, format.Stage, format.Function,
		format.VIP, format.NewOrReturning, format.LastAgent, format.Turnout, format.Desk, format.Team, format.Agent, format.Ending,
		format.Skill, format.Costs, format.RampUp, format.MassOffline, format.Calendar, format.DayHours,
		format.ICalendar, format.Consent, format.Retention, format.Fallback, format.Table, format.Row,
	}
	for _, kind := range format.StepKinds {
		objects = append(objects, kind.Object)
		require.Contains(t, text, kind.Key+": ")
	}
	for _, object := range objects {
		for _, key := range object.Keys() {
			require.Regexp(t, `[{ \n]`+key+`:`, text, object.Name)
		}
	}
	for _, strategy := range format.Strategies {
		require.Contains(t, text, strategy.Key)
	}
	for _, of := range []any{
		usher.SendMessage{}, usher.AskQuestion{}, usher.Choice{}, usher.Branch{}, usher.Case{}, usher.Assign{}, usher.Setting{}, usher.Tag{},
		usher.Comment{}, usher.Goto{}, usher.CloseConversation{}, usher.Do{}, usher.Named{}, usher.ByFunction{}, usher.VIP{},
		usher.NewOrReturning{}, usher.LastAgent{}, usher.Keywords{}, usher.Desk{}, usher.Team{}, usher.Agent{}, usher.Fallback{},
		usher.Table{}, usher.Row{}, usher.Stage{}, usher.Weighted{}, usher.Score{}, usher.ByLanguage{}, usher.Shift{}, usher.Turnout{},
		usher.Then{}, usher.Skill{}, usher.Costs{}, usher.RampUp{}, usher.MassOffline{}, usher.Calendar{}, usher.DayHours{},
		usher.Translation{}, usher.HTTPRequest{}, usher.Hours{}, usher.Wait{}, usher.RunWorkflow{}, usher.Consent{}, usher.Retention{}, usher.Flow{},
	} {
		for field := range reflect.TypeOf(of).Fields() {
			name := reflect.TypeOf(of).String() + "." + field.Name
			require.True(t, seen[name] || name == "usher.Choice.Number", name) // which the router gives
		}
	}
}

// used collects the fields that a value uses.
func used(seen map[string]bool, v reflect.Value) {
	switch v.Kind() {
	case reflect.Interface, reflect.Pointer:
		if !v.IsNil() {
			used(seen, v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			used(seen, v.Index(i))
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			used(seen, v.MapIndex(key))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if !v.Field(i).IsZero() && v.Type().Field(i).IsExported() {
				seen[v.Type().String()+"."+v.Type().Field(i).Name] = true
				used(seen, v.Field(i))
			}
		}
	}
}

// Every file below testdata that can be read survives reading, writing and reading.
func TestFilesOfTestsSurvive(t *testing.T) {
	t.Parallel()
	survived := 0
	err := filepath.WalkDir("../testdata", func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(path) != ".yaml" {
			return err
		}
		if survives(t, path) {
			survived++
		}
		return nil
	})
	require.NoError(t, err)
	require.Positive(t, survived)
}

func survives(t *testing.T, path string) bool {
	t.Helper()
	f := Format{}
	if scenario, err := f.Scenario(path); err == nil {
		if len(scenario.Errors) > 0 { // its definitions cannot be read
			return false
		}
		sameScenario(t, f, *scenario)
		return true
	}
	definition, err := f.Load(path)
	if err != nil {
		return false
	}
	if definition.Desk != nil {
		sameDesk(t, Kinds{}, *definition.Desk)
	}
	for _, workflow := range definition.Workflows {
		flow, ok := workflow.(usher.Flow)
		require.True(t, ok)
		sameFlow(t, Kinds{}, flow)
	}
	return true
}
