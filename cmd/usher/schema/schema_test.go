package schema_test

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/jsonschema-go/jsonschema"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v4"

	"github.com/gousher/usher/cmd/usher/schema"
	"github.com/gousher/usher/file"
	"github.com/gousher/usher/internal/duration"
)

func TestTheShippedSchemasAreFresh(t *testing.T) {
	t.Parallel()
	for _, word := range schema.Words() {
		want, err := schema.For(word, file.Kinds{})
		require.NoError(t, err)
		written, err := os.ReadFile(schema.Name(word))
		require.NoError(t, err)
		require.Equal(t, string(want), string(written), "run go generate ./schema")
		shipped, err := schema.Shipped(word)
		require.NoError(t, err)
		require.Equal(t, string(want), string(shipped))
	}
}

func TestThereIsNoSchemaOfOtherWords(t *testing.T) {
	t.Parallel()
	_, err := schema.Shipped("desks")
	require.EqualError(t, err, `there is no schema of "desks": the schemas are desk, workflow, scenario`)
	_, err = schema.For("", file.Kinds{})
	require.Error(t, err)
}

// validator is a schema that checks values.
type validator struct{ resolved *jsonschema.Resolved }

func newValidator(t *testing.T, data []byte) validator {
	t.Helper()
	var s jsonschema.Schema
	require.NoError(t, json.Unmarshal(data, &s))
	require.Equal(t, "http://json-schema.org/draft-07/schema#", s.Schema)
	resolved, err := s.Resolve(&jsonschema.ResolveOptions{ValidateDefaults: true})
	require.NoError(t, err)
	return validator{resolved}
}

// validators are the shipped schemas, ready.
func validators(t *testing.T) map[string]validator {
	t.Helper()
	all := map[string]validator{}
	for _, word := range schema.Words() {
		data, err := schema.Shipped(word)
		require.NoError(t, err)
		all[word] = newValidator(t, data)
	}
	return all
}

func (v validator) check(t *testing.T, text string) error {
	t.Helper()
	var document yaml.Node
	require.NoError(t, yaml.Load([]byte(text), &document))
	data, err := json.Marshal(plain(t, document.Content[0]))
	require.NoError(t, err)
	var value any
	require.NoError(t, json.Unmarshal(data, &value))
	return v.resolved.Validate(value)
}

// plain is a YAML value as JSON has it; a date is a text.
func plain(t *testing.T, n *yaml.Node) any {
	t.Helper()
	switch n.Kind {
	case yaml.AliasNode:
		return plain(t, n.Alias)
	case yaml.SequenceNode:
		list := []any{}
		for _, item := range n.Content {
			list = append(list, plain(t, item))
		}
		return list
	case yaml.MappingNode:
		m := map[string]any{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			m[n.Content[i].Value] = plain(t, n.Content[i+1])
		}
		return m
	}
	switch n.ShortTag() {
	case "!!null":
		return nil
	case "!!bool":
		return n.Value == "true"
	case "!!int", "!!float":
		f, err := strconv.ParseFloat(strings.ReplaceAll(n.Value, "_", ""), 64)
		require.NoError(t, err)
		return f
	}
	return n.Value
}

// yamlFiles are the YAML files below a directory; none if there is no such directory.
func yamlFiles(t *testing.T, dir string) []string {
	t.Helper()
	var files []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && slices.Contains([]string{".yaml", ".yml", ".json"}, filepath.Ext(path)) {
			files = append(files, path)
		}
		return err
	})
	if !os.IsNotExist(err) {
		require.NoError(t, err)
	}
	return files
}

// wordOf is the kind of a file by its header.
func wordOf(text string) string {
	for line := range strings.Lines(text) {
		if after, ok := strings.CutPrefix(line, "usher: "); ok {
			word, _, _ := strings.Cut(after, "/")
			return word
		}
	}
	return ""
}

func TestGoodFilesAreValid(t *testing.T) {
	t.Parallel()
	all := validators(t)
	seen := map[string]int{}
	for _, dir := range []string{"testdata", filepath.Join("..", "..", "..", "testdata", "scenarios")} {
		for _, path := range yamlFiles(t, dir) {
			data, err := os.ReadFile(path)
			require.NoError(t, err)
			word := wordOf(string(data))
			v, ok := all[word]
			if !ok || strings.Contains("\n"+string(data), "\nexpect:") { // what it holds is broken on purpose
				continue
			}
			seen[word]++
			require.NoError(t, v.check(t, string(data)), path)
		}
	}
	for _, word := range schema.Words() {
		require.NotZero(t, seen[word], word)
	}
}

func TestOurGoodFilesAreValidForTheDecodersAsWell(t *testing.T) {
	t.Parallel()
	found, err := file.Format{}.Check(yamlFiles(t, "testdata")...)
	require.NoError(t, err)
	require.Empty(t, found)
}

// begin are the first lines of a good file, to which the tests add.
var begin = map[string]string{
	"desk":     "usher: desk/v1\nteams: [{id: a}]\nfallback: {team: a}\n",
	"workflow": "usher: workflow/v1\nworkflow: a\n",
	"scenario": "usher: scenario/v1\nscenario: a\ndesk: a.yaml\nworkflow: b.yaml\n",
}

func TestBrokenFilesAreRefusedAtTheRightPlace(t *testing.T) {
	t.Parallel()
	all := validators(t)
	for _, c := range []struct{ word, text, place, message string }{
		{"desk", "agent: []", "root", `unexpected additional properties ["agent"]`},
		{"desk", "calender: {}", "root", `unexpected additional properties ["calender"]`},
		{"desk", "calendars: {a: {zoen: UTC}}", "definitions/calendar", `unexpected additional properties ["zoen"]`},
		{"desk", "calendars: {a: {weekly: {monday: closed}}}", "calendar/properties/weekly", `unexpected additional properties ["monday"]`},
		{"desk", "calendars: {a: {weekly: {mon-fri: '9:00-17:00'}}}", "calendar/properties/weekly", "pattern"},
		{"desk", "calendars: {a: {weekly: {mon: [closed]}}}", "calendar/properties/weekly", "pattern"},
		{"desk", "calendars: {a: {holidays: [25.12.2026]}}", "calendar/properties/holidays", "pattern"},
		{"desk", "calendars: {a: {changes: [{date: 2026-12-25}]}}", "definitions/change", `missing properties: ["hours"]`},
		{"desk", "skills: {a: {implies: b}}", "skill/properties/implies", "type"},
		{"desk", "capacity: {on_hold: -1}", "capacity/properties/on_hold", "minimum"},
		{"desk", "capacity: {channels: {voice: 2000000}}", "capacity/properties/channels", "maximum"},
		{"desk", "pull: own", "properties/pull", "enum"},
		{"desk", "ramp_up: {conversations: 2}", "definitions/ramp_up", `missing properties: ["per"]`},
		{"desk", "agents: [{}]", "definitions/agent", `required: missing properties: ["id"]`},
		{"desk", "agents: [{id: b, capacity: 0}]", "agent/properties/capacity", "minimum"},
		{"desk", "agents: [{id: b, skills: {french: 'true'}}]", "agent/properties/skills", "anyOf"},
		{"desk", "agents: [{id: b, skills: {french: false}}]", "agent/properties/skills", "anyOf"},
		{"desk", "agents: [{id: b, skills: {french: 0}}]", "agent/properties/skills", "minimum"},
		{"desk", "agents: [{id: b, status: busy}]", "agent/properties/status", "enum"},
		{"desk", "agents: [{id: b, skills: {french: '<=3'}}]", "agent/properties/skills", "anyOf"},
		{"desk", "agents: [{id: b, skills: {french: {until: soon}}}]", "agent/properties/skills", "anyOf"},
		{"desk", "agents: [{id: b, teams: {a: first}}]", "agent/properties/teams", "type"},
		{"desk", "agents: [{id: b, limits: {voice: -1}}]", "agent/properties/limits", "minimum"},
		{"desk", "tables: {t: {rows: [{team: a, phrases: refund}]}}", "row/properties/phrases", "type"},

		{"desk", "consent: {gates: [a]}", "definitions/consent", `missing properties: ["field"]`},
		{"desk", "retention: {}", "definitions/retention", "minProperties"},
		{"desk", "calendars: {a: {ical: {file: a.ics, from: 26, until: 2027}}}", "ical/properties/from", "minimum"},

		{"workflow", "{}", "root", `required: missing properties: ["steps"]`},
		{"workflow", "on: left\nsteps: []", "properties/on", "enum"},
		{"workflow", "once_per_contact: always\nsteps: []", "properties/once_per_contact", "anyOf"},
		{"workflow", "variables: {x: {type: text}}\nsteps: []", "variable/properties/type", "enum"},
		{"workflow", "steps: [{ask: {txet: hi}}]", "definitions/ask", `unexpected additional properties ["txet"]`},
		{"workflow", "steps: [{ask: {text: hi, timeout: soon}}]", "ask/properties/timeout", "pattern"},
		{"workflow", "steps: [{ask: {text: hi, timeout: 0}}]", "ask/properties/timeout", "type"},
		{"workflow", "steps: [{ask: {text: hi, retries: -1}}]", "ask/properties/retries", "minimum"},
		{"workflow", "steps: [{ask: {text: 5}}]", "ask/properties/text", "anyOf"},
		{"workflow", "steps: [{ask: {text: {}}}]", "ask/properties/text", "anyOf"},
		{"workflow", "steps: [{ask: {text: {a language: hi}}}]", "ask/properties/text", "anyOf"},
		{"workflow", "steps: [{ask: {text: {es: 5}}}]", "ask/properties/text", "anyOf"},
		{"workflow", "steps: [{http: {url: x, else: [], status: {4040: []}}}]", "http/properties/status", `["4040"]`},
		{"workflow", "steps: [{http: {url: x, else: [], stale_if_error: 1h}}]", "definitions/http", `["cache"]`},
		{"workflow", "steps: [{http: {url: x, else: [], json: 1, body: a}}]", "properties/body", "not"},
		{"workflow", "steps: [{http: {url: x}}]", "definitions/http", `missing properties: ["else"]`},
		{"workflow", "steps: [{wait: {}}]", "definitions/wait", "anyOf"},
		{"workflow", "steps: [{wait: {for: 5m, until: now}}]", "definitions/wait", "not"},
		{"workflow", "steps: [{run: survey}]", "definitions/run", "type"},
		{"workflow", "steps: [{ask: {text: a}, send: {text: b}}]", "step/allOf/1/dependencies", "not"},
		{"workflow", "steps: [{id: a}]", "step/allOf/0", "anyOf"},
		{"workflow", "steps: [{hours: {}}]", "definitions/hours", "required"},
		{"workflow", "steps: [{fail: {}}]", "definitions/step", "anyOf"},
		{"workflow", "steps: [ask]", "definitions/step", "type"},
		{"workflow", "steps: [{send: {}}]", "definitions/send", "anyOf"},
		{"workflow", "steps: [{send: null}]", "definitions/send", "type"},
		{"workflow", "steps: [{set: {}}]", "definitions/set", "minProperties"},
		{"workflow", "steps: [{set: {x: null}}]", "definitions/expression", "anyOf"},
		{"workflow", "steps: [{branch: {cases: [], else: []}}]", "branch/properties/cases", "minItems"},
		{"workflow", "steps: [{branch: {cases: [{then: []}], else: []}}]", "definitions/case", `missing properties: ["when"]`},
		{"workflow", "steps: [{goto: {step: a, at_most: 3}}]", "definitions/goto", `missing properties: ["else"]`},
		{"workflow", "steps: [{assign: {team: [a]}}]", "definitions/name", "anyOf"},
		{"workflow", "steps: [{assign: {team: a, stages: []}}]", "assign/properties/stages", "minItems"},
		{"workflow", "steps: [{assign: {team: a, stages: [{else: []}]}}]", "definitions/stage", `["else"]`},
		{"workflow", "steps: [{assign: {team: a, open_when: true}}]", "definitions/assign", `["open_when"]`},
		{"workflow", "steps: [{assign: {team: a, agent: b}}]", "dependencies/team/properties/agent", "not"},
		{"workflow", "steps: [{assign: {team: a, max_offers: 0}}]", "assign/properties/max_offers", "minimum"},
		{"workflow", "steps: [{assign: {team: a, after_missed: wait}}]", "assign/properties/after_missed", "enum"},
		{"workflow", "steps: [{assign: {team: a, must: {french: '3..'}}}]", "assign/properties/must", "anyOf"},
		{"workflow", "steps: [{assign: {team: a, must: 3}}]", "assign/properties/must", "anyOf"},
		{"workflow", "steps: [{assign: {team: a, priority: 1.5}}]", "assign/properties/priority", "anyOf"},
		{"workflow", "steps: [{assign: {team: a, by: randm}}]", "definitions/strategy", "enum"},
		{"workflow", "steps: [{assign: {by: {language: {es: a}, min_confidence: sure}}}]", "properties/min_confidence", "enum"},
		{"workflow", "steps: [{assign: {by: {keywords: a, min_confidence: low}}}]", "properties/min_confidence", "not"},
		{"workflow", "steps: [{assign: {by: {shift: [{team: a}]}}}]", "definitions/turn", `missing properties: ["hours"]`},
		{"workflow", "steps: [{assign: {by: {first_of: [randm]}}}]", "definitions/strategy", "enum"},
		{"workflow", "steps: [{assign: {by: {then: randm}}}]", "definitions/strategy", "enum"},
		{"workflow", "steps: [{assign: {by: {then: random, else: a}}}]", "definitions/strategy", "anyOf"},
		{"workflow", "steps: [{assign: {team: a, by: function}}]", "definitions/strategy", "enum"},
		{"workflow", "steps: [{assign: {team: a, by: {round_robin: {x: 1}}}}]", "properties/round_robin", "maxProperties"},
		{"workflow", "steps: [{assign: {team: a, by: {else: a}}}]", "definitions/strategy", "anyOf"},
		{"workflow", "steps: [{assign: {by: {vip: {when: x, team: a}, else: b}}}]", "properties/else", "not"},
		{"workflow", "steps: [{assign: {by: {vip: {when: x, team: a}, keywords: b}}}]", "dependencies", "not"},

		{"scenario", "{}", "root", "timeline"},
		{"scenario", "timeline: [{at: 5s}]", "definitions/entry", "anyOf"},
		{"scenario", "timeline: [{says: hi}]", "definitions/entry", "conversation"},
		{"scenario", "timeline: [{conversation: c, ends: true, channel: web}]", "dependencies/ends/properties/channel", "not"},
		{"scenario", "timeline: [{at: soon, conversation: c, says: hi}]", "entry/properties/at", "pattern"},
		{"scenario", "timeline: [{at: 2026-01-05, conversation: c, says: hi}]", "entry/properties/at", "pattern"},
		{"scenario", "timeline: [{agent: a, transfers: {conversation: c, team: a, agent: b}}]", "definitions/transfer", "not"},
		{"scenario", "timeline: [{expect: {c: {state: ofered}}}]", "expectation/properties/state", "enum"},
		{"scenario", "timeline: [{expect: {c: {position: '1-2'}}}]", "expectation/properties/position", "pattern"},
		{"scenario", "timeline: [{expect: {agents: {ana: {lod: 1}}}}]", "expectation_about_an_agent", `["lod"]`},
		{"scenario", "timeline: []\nhttp: [{url: a, json: 1, text: a}]", "definitions/stub", "not"},
		{"scenario", "timeline: []\nhttp: [{url: a, status: 99}]", "stub/properties/status", "minimum"},
		{"scenario", "timeline: [{desk: {teams: []}}]", "definitions/desk", `missing properties: ["fallback"]`},
	} {
		text := begin[c.word]
		if c.text != "{}" {
			text += c.text + "\n"
		}
		err := all[c.word].check(t, text)
		require.ErrorContains(t, err, c.place, c.text)
		require.ErrorContains(t, err, c.message, c.text)
	}
}

func TestDurationsAreThoseOfTheDecoders(t *testing.T) {
	t.Parallel()
	data, err := schema.Shipped("workflow")
	require.NoError(t, err)
	var s jsonschema.Schema
	require.NoError(t, json.Unmarshal(data, &s))
	pattern := regexp.MustCompile(s.Definitions["ask"].Properties["timeout"].Pattern)
	words := []string{""}
	for range 4 { // everything up to four letters
		var longer []string
		for _, word := range words {
			for _, letter := range "01.dhmsµn-+ " {
				longer = append(longer, word+string(letter))
			}
		}
		for _, word := range longer {
			_, err := duration.Parse(word)
			require.Equal(t, err == nil, pattern.MatchString(word), word)
		}
		words = longer
	}
	for _, word := range []string{"15s", "10m", "72h", "7d", "1h30m", "1d12h", "0.5d", "250ms", "10µs", "1.5h", "7D", "1w", "1h 30m", "5m1d"} {
		_, err := duration.Parse(word)
		require.Equal(t, err == nil, pattern.MatchString(word), word)
	}
}
