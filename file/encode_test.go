package file

import (
	"math"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/gousher/usher"
)

// plainScenario is a scenario without the lines of its file.
func plainScenario(s Scenario) Scenario {
	s.File = ""
	timeline := make([]Entry, len(s.Timeline))
	for i, entry := range s.Timeline {
		entry.Line = 0
		expect := make([]Expectation, len(entry.Expect))
		for k, x := range entry.Expect {
			checks := make([]Check, len(x.Checks))
			for j, check := range x.Checks {
				check.Line = 0
				checks[j] = check
			}
			x.Checks = checks
			expect[k] = x
		}
		entry.Expect = expect
		timeline[i] = entry
	}
	s.Timeline = timeline
	return s
}

// sameScenario requires that a scenario survives its file, and that its file survives the scenario.
func sameScenario(t *testing.T, f Format, scenario Scenario) string {
	t.Helper()
	written, err := f.EncodeScenario(scenario, ScenarioFiles{})
	require.NoError(t, err)
	f.FS = fstest.MapFS{"again.scenario.yaml": {Data: written}}
	read, err := f.Scenario("again.scenario.yaml")
	require.NoError(t, err, string(written))
	require.Equal(t, plainScenario(scenario), plainScenario(*read), string(written))
	again, err := f.EncodeScenario(*read, ScenarioFiles{})
	require.NoError(t, err)
	require.Equal(t, string(written), string(again))
	return string(written)
}

const wholeScenario = `usher: scenario/v1
scenario: Everything that a scenario can say
start: 2026-03-02T09:00:00Z
seed: 7
desk:
  teams:
    - {id: support}
    - {id: sales}
  agents:
    - {id: ana, teams: [support]}
  calendars:
    office: {weekly: {mon: "09:00-17:00"}}
  tables:
    front:
      rows:
        - {team: support, phrases: [refund]}
  fallback: {team: support}
workflow:
  workflow: w
  steps:
    - ask: {text: Where?, choices: [Here], else: [{assign: {team: support}}]}
    - fail: {text: boom}
http:
  - {method: GET, url: "https://crm.example/*", status: 200, json: {a: [1, 2.5, null], b: "12"}, delay: 2s, times: 1}
  - {url: "https://down.example/*", fail: timeout}
  - {url: "https://text.example/", text: "a\nb", headers: {X-A: "1"}}
  - {url: "https://large.example/", bytes: 3000}
  - {url: "https://odd.example/", text: "{}  ", headers: {Content-Type: application/json}}
delivery:
  - {channel: whatsapp, fail: true, times: 1}
  - {fail: temporary}
  - {fail: false}
timeline:
  - {at: 0s, conversation: c1, contact: {id: mia, name: Mia, language: fr, zone: Europe/Paris, tags: [a], fields: {plan: gold, n: 1.0}, identities: [{kind: phone, id: "+34600"}]}, channel: web, message_id: m1, says: "bonjour\nà tous 😀"}
  - {at: 0s, conversation: c1, contact: {id: mia, tags: [], fields: {}}, taps: Here}
  - {at: 1s, conversation: c1, sends: {location: [52.2, 21], file: a.pdf, image: b.png}, says: ""}
  - {at: 1s, conversation: c1, starts: w}
  - {at: 2s, agent: ana, set: {name: Ana, teams: [], skills: {french: 4}, languages: [fr], capacity: 2, status: online, attributes: {region: eu}}}
  - {at: 2s, agent: ana, set: {status: away}}
  - {at: 2s, agent: ana, set: {skills: {}}}
  - {at: 2s, agent: ana, set: {teams: {support: 1, sales: -2}, skills: {dutch: {until: 2026-12-31}}, limits: {voice: 1, team.sales: 0}, hours: office}}
  - {at: 2s, agent: ana, set: {limits: {}}}
  - {at: 3s, agent: ana, accepts: c1}
  - {at: 3s, agent: ana, declines: c1}
  - {at: 3s, agent: ana, holds: c1}
  - {at: 3s, agent: ana, resumes: c1}
  - {at: 3s, agent: ana, writes: {conversation: c1, text: hello}}
  - {at: 3s, agent: ana, writes: c1}
  - {at: 3s, agent: ana, conversation: c1, writes: yes}
  - {at: 4s, agent: ana, transfers: {conversation: c1, team: sales}}
  - {at: 4s, conversation: c1, transfers: {agent: ana}}
  - {at: 5s, agent: ana, closes: c1}
  - {at: 6s, conversation: c1, ends: true}
  - {at: 7s, workflow: {workflow: w, revision: 2, variables: {a: {type: string}, b: {type: float}}, steps: [{close: }]}}
  - {at: 7s, workflows: [{workflow: w, revision: 3, steps: [{close: }]}, {workflow: v, steps: [{close: }]}]}
  - {at: 8s, desk: {teams: [{id: support}, {id: sales}], fallback: {team: sales}}}
  - {at: 9s, agent: ana, removed: true}
  - {at: 1h, erase: mia}
  - at: 1h
    expect:
      c1:
        {because: refund, state: [closed, queued, offered], team: support, agent: null, priority: 40..60, stage: 1, position: 2, sent: [], comments: ["12"],
        variables: {a: null, b: 1.5}, fields: {plan: gold}, tags: [x], http: [GET https://crm.example/1], fallback: false}
      agents: {ana: {load: 0.2..2, status: [online, away], capacity: 2}}
  - {at: 2026-03-02T11:00:00Z, expect: {c1: {agent: [ana, null], because: [a, b], fallback: true}}}
`

func TestAScenarioSurvivesItsFile(t *testing.T) {
	t.Parallel()
	f := Format{FS: fstest.MapFS{"a.scenario.yaml": {Data: []byte(wholeScenario)}}}
	scenario, err := f.Scenario("a.scenario.yaml")
	require.NoError(t, err)
	written := sameScenario(t, Format{}, *scenario)
	_, timeline, _ := strings.Cut(written, "\ntimeline:\n")
	require.Contains(t, timeline, "\n  - {at: 4s, agent: ana, transfers: {conversation: c1, team: sales}}\n")
	require.Contains(t, timeline, "\n  - {at: 2s, agent: ana, set: {status: away}}\n")
	require.Contains(t, timeline, `says: "bonjour\nà tous 😀"}`)
}

func TestATimelineIsWrittenInTheOrderOfTime(t *testing.T) {
	t.Parallel()
	erase := func(at time.Duration, who string) Entry { return Entry{At: at, Erase: who} }
	written, err := Format{}.EncodeScenario(Scenario{
		Name: "a", Timeline: []Entry{erase(2, "c"), erase(1, "a"), erase(2, "d"), erase(1, "b")},
	}, ScenarioFiles{Desk: "desk.yaml"})
	require.NoError(t, err)
	_, timeline, _ := strings.Cut(string(written), "timeline:\n")
	require.Equal(t, `  - {at: 1ns, erase: a}
  - {at: 1ns, erase: b}
  - {at: 2ns, erase: c}
  - {at: 2ns, erase: d}
`, timeline)
}

func TestWhatIsNotSaidOfAnAgentStays(t *testing.T) {
	t.Parallel()
	agent := theDesk().Agents[0]
	require.Equal(t, agent, AgentChange{}.Change(agent))

	name, teams, capacity, status := "Ann", []string{"a"}, 7, usher.Away
	skills, none := usher.Skills{"french": 2}, []string{}
	change := AgentChange{
		Status: &status, Name: &name, Teams: &teams, Skills: &skills, Languages: &none, Capacity: &capacity, Hours: &name,
		TeamLimits: &map[string]int{"a": 1},
	}
	changed := change.Change(agent)
	teams[0], skills["french"] = "b", 9
	require.Equal(t, usher.Agent{
		ID: agent.ID, Name: "Ann", Teams: []string{"a"}, Skills: usher.Skills{"french": 2}, Languages: []string{}, Capacity: 7,
		Status: usher.Away, Hours: "Ann", TeamLimits: map[string]int{"a": 1}, Attributes: agent.Attributes,
	}, changed)
}

func TestAScenarioNamesTheFilesOfItsDefinitions(t *testing.T) {
	t.Parallel()
	written, err := Format{}.EncodeScenario(
		Scenario{Name: "broken", Errors: []string{"unknown team"}}, ScenarioFiles{Desk: "desk.yaml", Workflows: []string{"a.yaml", "b.yaml"}},
	)
	require.NoError(t, err)
	require.Equal(t, `usher: scenario/v1
scenario: broken
desk: desk.yaml
workflows: [a.yaml, b.yaml]
expect: {error: unknown team}
`, string(written))
}

func TestWhatNoFileCanSayOfAScenario(t *testing.T) {
	t.Parallel()
	status, none := usher.Status(9), 0
	flow := usher.Flow{Name: "w", Steps: toSupport}
	for want, scenario := range map[string]Scenario{
		"definitions that have the errors are in no file":             {Errors: []string{"x"}},
		"number 5000000000 is too large":                              {Seed: 5_000_000_000},
		"timeline[0] set  U035  the change of the agent says nothing": {Timeline: []Entry{{Agent: "ana", Set: &AgentChange{}}}},
		"the capacity 0 is below 1":                                   {Timeline: []Entry{{Agent: "ana", Set: &AgentChange{Capacity: &none}}}},
		"there is no status 9":                                        {Timeline: []Entry{{Agent: "ana", Set: &AgentChange{Status: &status}}}},
		"cannot take an agent's hours away":                           {Timeline: []Entry{{Agent: "ana", Set: &AgentChange{Hours: new("")}}}},
		`a rank in the team "a", and does not work there`:             {Timeline: []Entry{{Agent: "ana", Set: &AgentChange{Ranks: &map[string]int{"a": 1}}}}},
		"duration -1s is below zero":                                  {Timeline: []Entry{{At: -time.Second, Erase: "mia"}}},
		`cannot send "video" here`:                                    {Timeline: []Entry{{Conversation: "c", Sends: []usher.Attachment{{Kind: "video"}}}}},
		`cannot send "file" here`:                                     {Timeline: []Entry{{Conversation: "c", Sends: []usher.Attachment{{Kind: "image"}, {Kind: "file"}}}}},
		`the address "y"`:                                             {Timeline: []Entry{{Conversation: "c", Sends: []usher.Attachment{{Kind: "file", Name: "x", URL: "y"}}}}},
		"is not a latitude and a longitude":                           {Timeline: []Entry{{Conversation: "c", Sends: []usher.Attachment{{Kind: "location", Name: "true,1"}}}}},
		"who transfers":                                               {Timeline: []Entry{{Agent: "ana", Conversation: "c", Transfer: &usher.Transfer{Team: "sales"}}}},
		"something of c once":                                         {Timeline: []Entry{{Expect: []Expectation{{Conversation: "c"}, {Conversation: "c"}}}}},
		`no key "mood"`:                                               {Timeline: []Entry{{Expect: []Expectation{{Conversation: "c", Checks: []Check{{Key: "mood", Want: true}}}}}}},
		"the body is not text":                                        {HTTP: []HTTPStub{{URL: "x", Body: []byte("\xff")}}},
		`"odd" is none of`:                                            {HTTP: []HTTPStub{{URL: "x", Fail: "odd"}}},
		"fails for good or for now":                                   {Delivery: []DeliveryStub{{Fail: true, Temporary: true}}},
	} {
		if len(scenario.Errors) == 0 {
			scenario.Workflows = []usher.Workflow{flow}
		}
		_, err := Format{}.EncodeScenario(scenario, ScenarioFiles{})
		require.ErrorContains(t, err, want)
	}
	_, err := Format{}.EncodeScenario(Scenario{Workflows: []usher.Workflow{flow}}, ScenarioFiles{Workflows: []string{"a", "b"}})
	require.ErrorContains(t, err, "1 workflows and names of 2 files")
}

// notAStep is a step that nobody registers.
type notAStep struct{ usher.Step }

func TestWhatNoFileCanSayOfAWorkflow(t *testing.T) {
	t.Parallel()
	undeclared := usher.Var[string]{Name: "mood"}
	end := usher.Steps{usher.CloseConversation{}}
	nan := math.NaN()
	for want, step := range map[string]usher.Step{
		"step 1  U035  the step is nil":                                nil,
		"step 1  U035  no file has a step of type file.notAStep":       notAStep{},
		"no file has a step of type usher.StepFunc":                    usher.StepFunc(func(*usher.Turn) usher.Next { return usher.Continue() }),
		"write the value instead of a pointer to it":                   &usher.SendMessage{Text: "x"},
		"step a  U035  a step has one id: \"b\" stands inside another": usher.Named{ID: "a", Step: usher.Named{ID: "b", Step: end[0]}},
		"the id is empty": usher.Named{Step: end[0]},
		"step 1 else  U035  a file cannot do without else in branch":         usher.Branch{Cases: []usher.Case{{When: "true", Then: end}}},
		"step 1.case2.1 else  U035  a file cannot do without else in goto":   usher.When("true").When("true", usher.Goto{Step: "x"}).Else(end...),
		"step x.invalid.1 text  U035  \"\\xff\" is not valid UTF-8":          usher.Named{ID: "x", Step: usher.AskQuestion{Text: "x", Invalid: usher.Steps{usher.Comment{Text: "\xff"}}}},
		"step 1 save_to  U035  unknown variable \"mood\"":                    usher.AskQuestion{Text: "x", SaveTo: undeclared},
		"variable topic is declared as string and used as int here":          usher.AskQuestion{Text: "x", SaveTo: usher.Var[int]{Name: "topic"}},
		"step 1 save_to  U035  \"\" cannot be the name of a contact field":   usher.AskQuestion{Text: "x", SaveTo: usher.ContactField("")},
		"\"a\\nb\" cannot be the name of a contact field":                    usher.Set{{To: usher.ContactField("a\nb"), Value: "1"}},
		"step 1 to  U035  the value goes nowhere":                            usher.Set{{To: usher.AsTag{}, Value: "1"}},
		"a file sets topic once in a step":                                   usher.Set{{To: topicVar, Value: "1"}, {To: topicVar, Value: "2"}},
		"\"colour\" is none of text, choice, number":                         usher.AskQuestion{Text: "x", Type: "colour"},
		"step 1 text  U035  the text is given twice":                         usher.SendMessage{Text: "x", Texts: usher.Translations{{Language: "en", Text: "x"}}},
		"unknown language \"english\"":                                       usher.SendMessage{Texts: usher.Translations{{Language: "english", Text: "x"}}},
		"two texts for the language \"EN\"":                                  usher.SendMessage{Texts: usher.Translations{{Language: "en", Text: "x"}, {Language: "EN", Text: "x"}}},
		"the text for the language \"en\" is empty":                          usher.AskQuestion{Text: "x", RetryTexts: usher.Translations{{Language: "en"}}},
		"the choice \"a\" has a number":                                      usher.SendMessage{Choices: []usher.Choice{{ID: "a", Title: "a", Number: 2}}},
		"step 1 choices  U035  the text is given twice":                      usher.SendMessage{Choices: []usher.Choice{{ID: "a", Title: "a", Titles: usher.Translations{{Language: "en", Text: "a"}}}}},
		"a file cannot do without else in http":                              usher.HTTPRequest{URL: "https://a.example/"},
		"\"found\" is no status":                                             usher.HTTPRequest{URL: "https://a.example/", Status: map[string]usher.Steps{"found": end}, Else: end},
		"step 1 save  U035  the value goes nowhere":                          usher.HTTPRequest{URL: "https://a.example/", Save: usher.Set{{Value: "1"}}, Else: end},
		"a file saves to topic once in a step":                               usher.HTTPRequest{URL: "https://a.example/", Save: usher.Set{{To: topicVar}, {To: topicVar}}, Else: end},
		"step 1 json  U035  a value of type []string":                        usher.HTTPRequest{URL: "https://a.example/", JSON: []string{"a"}, Else: end},
		"a file takes \"2026-03-02T09:00:00Z\" for an instant":               usher.Wait{Until: "2026-03-02T09:00:00Z"},
		"the tries are below zero":                                           usher.AskQuestion{Text: "x", Tries: -1},
		"NaN is not a number":                                                usher.AskQuestion{Text: "x", Min: &nan},
		"the choice \"a\" has no title":                                      usher.SendMessage{Choices: []usher.Choice{{ID: "a"}}},
		"step 1 for  U035  the duration -1ns is below zero":                  usher.Assign{Team: "a", For: -1},
		"the number 3000000000 is too large":                                 usher.Assign{Team: "a", Priority: 3_000_000_000},
		"the skill \"french\" has the level 0":                               usher.Assign{Team: "a", Must: usher.Skills{"french": 0}},
		"step 1 by  U035  no file has a strategy of type usher.AssignerFunc": usher.Assign{By: usher.AssignerFunc(nil)},
		"the strategy contact names no team":                                 usher.Assign{By: usher.NewOrReturning{}},
		"step 1 by.variable  U035  the strategy has no variable":             usher.Assign{By: usher.ByFunction{}},
		"no action is registered under the name \"look\"":                    usher.Do{Name: "look", Action: lookup{"crm"}, Else: end},
		"the action is not the one that is registered under the name":        usher.Do{Name: "lookup", Action: lookup{"other"}, Else: end},
		"step 1 with  U035  the action that is registered knows no value":    usher.Do{Name: "lookup", Action: lookup{"crm"}, With: map[string]string{"idd": "1"}, Else: end},
		"step 1 save  U035  the action that is registered knows no field":    usher.Do{Name: "lookup", Action: lookup{"crm"}, Save: map[string]usher.Target{"x": topicVar}, Else: end},
		"step 1 exits  U035  the action that is registered knows no exit":    usher.Do{Name: "lookup", Action: lookup{"crm"}, Exits: map[string]usher.Steps{"x": end}, Else: end},
		"step 1 with.id  U035  the expression is empty":                      usher.Do{Name: "lookup", Action: lookup{"crm"}, With: map[string]string{"id": ""}, Else: end},
		"step 1 save.plan  U035  the value goes nowhere":                     usher.Do{Name: "lookup", Action: lookup{"crm"}, Save: map[string]usher.Target{"plan": nil}, Else: end},
		"a file cannot do without else in an action":                         usher.Do{Name: "lookup", Action: lookup{"crm"}},
	} {
		_, err := Format{Kinds: hostKinds()}.EncodeWorkflow(usher.Flow{Name: "w", Vars: []usher.Variable{topicVar}, Steps: usher.Steps{step}})
		require.ErrorContains(t, err, want)
		require.ErrorIs(t, err, usher.ErrInvalid)
	}
}

func TestWhatNoFileCanSayOfTheWorkflowItself(t *testing.T) {
	t.Parallel()
	tag := usher.Var[string]{Name: "tag"}
	odd := map[string]any{"at": time.Time{}}
	late := time.Date(12026, 1, 1, 0, 0, 0, 0, time.UTC)
	for want, workflow := range map[string]usher.Workflow{
		"a file cannot do without steps in a workflow": usher.Flow{Name: "w"},
		"the workflow is nil":                          (*usher.Flow)(nil),
		"no file can hold a workflow of type":          usher.WorkflowFunc("w", nil),
		`"left" is none of message, opened, closed`:    usher.Flow{On: []usher.Trigger{"left"}, Steps: toSupport},
		`two variables are called "tag"`:               usher.Flow{Vars: []usher.Variable{tag, tag}, Steps: toSupport},
		"the variable called tag":                      usher.Flow{Vars: []usher.Variable{tag}, Steps: usher.Steps{usher.AskQuestion{SaveTo: usher.AsTag{}}}},
		"no file has a variable of type *usher.Var":    usher.Flow{Vars: []usher.Variable{&tag}, Steps: toSupport},
		"a value of type time.Time would not read":     usher.Flow{Vars: []usher.Variable{usher.Var[map[string]any]{Name: "m", Default: &odd}}, Steps: toSupport},
		"the year 12026 cannot be written":             usher.Flow{Vars: []usher.Variable{usher.Var[time.Time]{Name: "t", Default: &late}}, Steps: toSupport},
		"nested over 250 levels deep":                  usher.Flow{Steps: nestedBranches(60)},
	} {
		_, err := Format{}.EncodeWorkflow(workflow)
		require.ErrorContains(t, err, want)
	}
}

func nestedBranches(depth int) usher.Steps {
	if depth == 0 {
		return toSupport
	}
	return usher.Steps{usher.When("true", nestedBranches(depth-1)...).Else(toSupport...)}
}

// Texts that look like something else stay texts, and emoji stay readable.
func TestATextStaysAText(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", " ", "yes", "No", "on", "y", "12", "0x1f", "0o7", "1_000", "1e3", ".5", "-.inf", ".nan", "null", "~", "true", "2026-01-01",
		"2026-01-01T00:00:00Z", "12:30:45", "<<", "=", "- a", "a: b", "a #b", "#a", "'a'", `"a"`, `a\b`, "[a]", "{a}", "{{ a }}", "*a", "&a", "!a",
		"|", ">", "%a", "@a", "`a`", "a\nb", "a\nb\n", "a\n\nb\n\n", "\n", "\na", " a\nb", "a \nb", "a\tb", "\ta\nb", "a\r\nb", "---", "...",
		"--- a\n...", "\u0085", "a\u2028b", "\"\u2028", "\\\u2029", "\ufeff", "\x00", "\x7f", "👩‍👩‍👧 ok\nñandú", "😀", "\ue000😀", "\U000e0001", strings.Repeat("long ", 60),
	} {
		flow := usher.Flow{Name: text, When: text, Vars: []usher.Variable{usher.Var[string]{Name: text, Default: &text}}, Steps: usher.Steps{
			usher.SendMessage{Text: text, Template: text},
			usher.Set{{To: usher.ContactField("a" + text), Value: text}},
			usher.Tag{Add: []string{text}, Remove: []string{text, text}},
			usher.CloseConversation{Category: text, Summary: text + "\n" + text},
		}}
		if strings.ContainsAny(text, "\x00\t\r\n\x7f\u0085") { // no names
			flow.Steps = append(usher.Steps{flow.Steps[0]}, flow.Steps[2:]...)
		}
		written := sameFlow(t, Kinds{}, flow)
		require.NotContains(t, written, `\U0001F`)
		require.NotContains(t, written, `\uE000😀`)
	}
}

func TestDurationsStayWhatTheyAre(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		unit := rapid.SampledFrom([]time.Duration{1, time.Microsecond, time.Second, time.Minute, time.Hour, 24 * time.Hour}).Draw(t, "unit")
		count := rapid.Int64Range(1, math.MaxInt64/int64(unit)).Draw(t, "count")
		sameFlow(t, Kinds{}, usher.Flow{Name: "w", Steps: usher.Steps{usher.Assign{Team: "a", For: time.Duration(count) * unit}}})
	})
}
