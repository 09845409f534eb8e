package file_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/gousher/usher"
	"github.com/gousher/usher/file"
)

// kinds of steps, each in one line, with mistakes that can be made in it: each of them is one.
var lines = []struct {
	good  string
	wrong []string
}{
	{`send: {text: "Hi {{ contact.name }}!"}`, []string{
		`send: {text: "Hi {{ contact.nmae }}!"}`, `send: {text: "Hi {{ contact.name }!"}`, `send: {txt: Hi}`, `send: {text: 24}`,
		`send: {text: ""}`, `send: Hi`, `sned: {text: Hi}`, `send: {text: {}}`, `send: {text: Hi, choices: [a, A]}`,
		`send: {text: {en: Hi, es: }}`, `send: {text: {english: Hi}}`, `send: {text: {en: Hi, es: "{{ contact.nmae }}"}}`,
		`send: {text: {en: Hi, en: Ho}}`, `send: {text: Hi, choices: [{en: a, es: ""}]}`,
		`send: {text: Hi, undelivered: {close: {}}}`, `send:`, `- send`, `send: {text: Hi, text: Ho}`, `close`,
	}},
	{`ask: {text: "What is it about?", save_to: topic, timeout: 10m, else: [{close: {}}]}`, []string{
		`ask: {text: Hm, save_to: tpoic, timeout: 10m, else: [{close: {}}]}`, `ask: {text: Hm, timeout: 10, else: [{close: {}}]}`,
		`ask: {text: Hm, timeout: 10m}`, `ask: {text: Hm, type: choise, else: [{close: {}}]}`, `ask: {text: Hm, type: number}`,
		`ask: {text: Hm, retries: -1}`, `ask: {text: Hm, no_answer: [{close: {}}]}`, `ask: {text: Hm, save_to: guests}`,
		`ask: {text: Hm, choices: [], else: [{close: {}}]}`, `ask: {text: Hm, timeout: 5m, elze: [{close: {}}]}`, `ask: {save_to: topic}`,
		`ask: {text: Hm, choices: [a, {titel: b}], else: [{close: {}}]}`, `ask: {text: Hm, skip_if_known: true}`, `ask: {text: Hm, min: x}`,
	}},
	{`http: {url: "https://crm.example/{{ contact.id }}", save: {topic: response.text}, else: [{close: {}}]}`, []string{
		`http: {url: "https://crm.example/{{ contact.ide }}", else: [{close: {}}]}`, `http: {else: [{close: {}}]}`,
		`http: {url: "https://crm.example/"}`, `http: {url: "https://crm.example/", save: {tpoic: response.text}, else: [{close: {}}]}`,
		`http: {url: "https://crm.example/", save: {topic: response.status}, else: [{close: {}}]}`,
		`http: {url: "https://crm.example/", retries: -1, else: [{close: {}}]}`,
		`http: {url: "https://crm.example/", timeout: 0s, else: [{close: {}}]}`,
		`http: {url: "https://crm.example/", cach: 1h, stale_if_error: 1h, else: [{close: {}}]}`,
		`http: {url: "https://crm.example/", status: {nothing: []}, else: [{close: {}}]}`,
		`http: {url: "https://crm.example/", status: [404], else: [{close: {}}]}`,
		`http: {url: "https://crm.example/", json: {a: ["{{ b }}"]}, else: [{close: {}}]}`,
		`http: {url: "https://crm.example/", json: 1, body: b, else: [{close: {}}]}`,
		`http: {url: "https://crm.example/", method: [GET], else: [{close: {}}]}`, `http: {url: crm.example, else: [{close: {}}]}`,
	}},
	{`hours: {calendar: week, open: [{send: {text: Hm}}], closed: [{send: {text: Hm}}]}`, []string{
		`hours: {calendar: weak, open: [{send: {text: Hm}}], closed: [{send: {text: Hm}}]}`, `hours: week`,
		`hours: {open: [{send: {text: Hm}}], closed: [{send: {text: Hm}}]}`, `hours: {calendar: week, closed: [{send: {text: Hm}}]}`,
		`hours: {calendar: week, open: [{send: {text: Hm}}], closed: []}`, `hours: {calendar: week, open: [{send: {text: Hm}}]}`,
		`hours: {calendar: [week], open: [{send: {text: Hm}}], closed: [{send: {text: Hm}}]}`,
	}},
	{`wait: {for: 5m, business: week, or: [{send: {text: Hm}}]}`, []string{
		`wait: {}`, `wait: {for: 5}`, `wait: {for: 0s}`, `wait: {for: 5m, until: now}`, `wait: {until: noww}`, `wait: {until: guests}`,
		`wait: {until: 2026-03-02T09:00:00Z}`, `wait: {until: now, business: week}`, `wait: {for: 5m, business: weak}`, `wait: {fro: 5m}`,
		`wait: {for: 5m, or: {send: {text: Hm}}}`, `wait: {for: [5m]}`, `wait: {until: [now]}`, `wait: {for: , business: week}`,
	}},
	{`set: {guests: "3", contact.plan: '"gold"'}`, []string{
		`set: {guests: '"3"'}`, `set: {gusts: 3}`, `set: {guests: }`, `set: {guests: nobody}`, `set: {}`, `set: [guests]`, `set: {tag: '"a"'}`,
		`set: {guests: [3]}`, `set: {guests: 3, guests: 4}`, `set: {contact.: 3}`,
	}},
	{`tag: {add: [vip]}`, []string{`tag: {ad: [vip]}`, `tag: {add: vip}`, `tag: {}`, `tag: {add: [""]}`, `tag: {add: }`, `tag: {add: [[vip]]}`}},
	{`comment: {text: "{{ topic }}", mention: [ana, sales]}`, []string{
		`comment: {text: Hm, mention: [bob]}`, `comment: {text: ""}`, `comment: {}`, `comment: {text: Hm, mention: {a: b}}`, `comment: {text: Hm, to: ana}`,
	}},
	{`branch: {cases: [{when: 'topic == "a"', then: [{assign: {team: support}}]}], else: [{send: {text: Hm}}]}`, []string{
		`branch: {cases: [{when: 'topic = "a"', then: []}], else: [{send: {text: Hm}}]}`,
		`branch: {cases: [{when: 'tpoic == "a"', then: []}], else: [{send: {text: Hm}}]}`,
		`branch: {cases: [{when: 'topic > 5', then: []}], else: [{send: {text: Hm}}]}`,
		`branch: {cases: [{when: topic, then: []}], else: [{send: {text: Hm}}]}`,
		`branch: {cases: [{then: []}], else: [{send: {text: Hm}}]}`,
		`branch: {cases: [{when: 'true'}], else: [{send: {text: Hm}}]}`,
		`branch: {cases: [{when: 'true', then: [{sned: {}}]}], else: [{send: {text: Hm}}]}`,
		`branch: {cases: [{when: 'is_open("office")', then: []}], else: [{send: {text: Hm}}]}`,
		`branch: {cases: [{when: 'true', then: []}]}`, `branch: {cases: [], else: [{send: {text: Hm}}]}`,
		`branch: {case: [{when: 'true', then: []}], else: [{send: {text: Hm}}]}`,
		`branch: {cases: [{when: 'true', then: []}], els: [{send: {text: Hm}}]}`,
		`branch: {cases: [{when: 'true', then: [{assign: {team: spport}}]}], else: [{send: {text: Hm}}]}`,
		`branch: {cases: [{when: 'true', then: [{assign: {}}]}], else: [{send: {text: Hm}}]}`,
		`branch: {cases: [{when: 'true', then: [{assign: {team: support, for: 5, else: [{close: {}}]}}]}], else: [{send: {text: Hm}}]}`,
		`branch: {cases: [{when: 'true', then: [{assign: {team: support, for: 5s}}]}], else: [{send: {text: Hm}}]}`,
		`branch: {cases: [{when: 'true', then: [{assign: {team: support, must: {french: 0}}}]}], else: [{send: {text: Hm}}]}`,
		`branch: {cases: [{when: 'true', then: [{assign: {team: support, by: least_buzy}}]}], else: [{send: {text: Hm}}]}`,
		`branch: {cases: [{when: 'true', then: [{assign: {by: least_buzy}}]}], else: [{send: {text: Hm}}]}`,
		`branch: {cases: [{when: 'true', then: [{assign: {by: {keywords: fornt, else: support}}}]}], else: [{send: {text: Hm}}]}`,
		`branch: {cases: [{when: 'true', then: [{assign: {by: {keywords: front}}}]}], else: [{send: {text: Hm}}]}`,
		`branch: {cases: [{when: 'true', then: [{assign: {by: {contact: {new: sales}}}}]}], else: [{send: {text: Hm}}]}`,
		`branch: {cases: [{when: 'true', then: [{assign: {by: {contact: {nwe: sales, returning: sales}}}}]}], else: [{send: {text: Hm}}]}`,
		`branch: {cases: [{when: 'true', then: [{assign: {stages: [], team: sales}}]}], else: [{send: {text: Hm}}]}`,
		`branch: {cases: [{when: 'true', then: [{assign: {team: support, stages: [{}], foo: 1}}]}], else: [{send: {text: Hm}}]}`,
		`branch: {cases: [{when: 'true', then: [{assign: {team: support, where: agent.lod > 3}}]}], else: [{send: {text: Hm}}]}`,
		`branch: {cases: [{when: 'true', then: [{assign: {team: support, for: 3s, stages: [{team: slaes, for: 3s}], else: [{close: {}}]}}]}], else: [{send: {text: Hm}}]}`,
		`branch: {cases: [{when: 'true', then: [{assign: {team: support, for: 3s, stages: [{else: [{close: {}}]}]}}]}], else: [{send: {text: Hm}}]}`,
		`branch: {cases: [{when: 'true', then: [{assign: {team: support, must: {french: "2..1"}}}]}], else: [{send: {text: Hm}}]}`,
		`branch: {cases: [{when: 'true', then: [{assign: {team: support, by: {first_of: [last_agnet, random]}}}]}], else: [{send: {text: Hm}}]}`,
		`branch: {cases: [{when: 'true', then: [{assign: {by: {shift: [{team: support, hours: office}], else: support}}}]}], else: [{send: {text: Hm}}]}`,
		`branch: {cases: [{when: 'true', then: [{assign: {team: support, by: {score: agent.lod}}}]}], else: [{send: {text: Hm}}]}`,
		`branch: {cases: [{when: 'true', then: [{assign: {team: support, max_queue: 3}}]}], else: [{send: {text: Hm}}]}`,
		`branch: {cases: [{when: 'true', then: [{assign: {team: support, queued: [{close: {}}]}}]}], else: [{send: {text: Hm}}]}`,
		`branch: {cases: [{when: 'true', then: [{assign: {team: support, accept_within: 5, max_offers: 3, else: [{close: {}}]}}]}], else: [{send: {text: Hm}}]}`,
		`branch: {cases: [{when: 'true', then: [{assign: {teams: [support, slaes]}}]}], else: [{send: {text: Hm}}]}`,
		`branch: {cases: [{when: 'true', then: [{assign: {team: support, by: {vip: {when: true, team: sales}, then: randm}}}]}], else: [{send: {text: Hm}}]}`,
		`branch: {cases: [{when: 'true', then: [{goto: {step: frist, at_most: 3, else: [{close: {}}]}}]}], else: [{send: {text: Hm}}]}`,
		`branch: {cases: [{when: 'true', then: [{goto: {step: first, at_most: 0, else: [{close: {}}]}}]}], else: [{send: {text: Hm}}]}`,
		`branch: {cases: [{when: 'true', then: [{goto: {step: first, else: [{close: {}}]}}]}], else: [{send: {text: Hm}}]}`,
		`branch: {cases: [{when: 'true', then: [{goto: {step: first, at_most: 3}}]}], else: [{send: {text: Hm}}]}`,
		`branch: {cases: [{when: 'true', then: [{close: {smmary: Hm}}]}], else: [{send: {text: Hm}}]}`,
		`branch: {cases: [{when: 'true', then: [{close: {summary: "{{ now() }}"}}]}], else: [{send: {text: Hm}}]}`,
		`branch: {cases: [{when: 'true', then: [{close: {}}, {close: {}}]}], else: [{send: {text: Hm}}]}`,
	}},
}

// aWorkflow is one with these steps, a line each, and the line of the first of them.
func aWorkflow(steps []string) (text string, first int) {
	head := `usher: workflow/v1
workflow: front desk
variables:
  topic: {type: string, default: none}
  guests: {type: int}
steps:
  - {id: first, send: {text: Hello!}}
`
	var b strings.Builder
	b.WriteString(head)
	for _, step := range steps {
		fmt.Fprintf(&b, "  - %s\n", step)
	}
	b.WriteString("  - assign: {team: support}\n")
	return b.String(), strings.Count(head, "\n") + 1
}

func checked(t require.TestingT, text string) usher.Diagnostics {
	desk := `usher: desk/v1
teams: [{id: support}, {id: sales}]
agents: [{id: ana, teams: [support, sales], skills: {french: 3}}]
tables: {front: {rows: [{team: sales, phrases: [price]}]}}
calendars: {week: {weekly: {mon-fri: "09:00-17:00"}}}
fallback: {team: support}
`
	f := file.Format{FS: fstest.MapFS{"desk.yaml": {Data: []byte(desk)}, "flow.yaml": {Data: []byte(text)}}}
	found, err := f.Check("desk.yaml", "flow.yaml")
	require.NoError(t, err)
	return found
}

// TestEveryMistakeByItself holds that each mistake that the property below makes is one, in its line.
func TestEveryMistakeByItself(t *testing.T) {
	t.Parallel()
	for _, line := range lines {
		text, first := aWorkflow([]string{line.good})
		require.Empty(t, checked(t, text))
		for _, wrong := range line.wrong {
			text, _ = aWorkflow([]string{wrong})
			found := checked(t, text)
			require.Len(t, found, 1, "%s\n%s", wrong, printed(found))
			require.Equal(t, first, found[0].Line, "%s\n%s", wrong, printed(found))
		}
	}
}

// TestAsManyMistakesAsThereAre holds that all mistakes are found at once, each in its place, and nothing else is.
func TestAsManyMistakesAsThereAre(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var steps []string
		var want []int
		for i := range rapid.IntRange(1, 15).Draw(t, "steps") {
			line := rapid.SampledFrom(lines).Draw(t, "step")
			if !rapid.Bool().Draw(t, "wrong") {
				steps = append(steps, line.good)
				continue
			}
			steps = append(steps, rapid.SampledFrom(line.wrong).Draw(t, "mistake"))
			want = append(want, i)
		}
		text, first := aWorkflow(steps)
		for i := range want {
			want[i] += first
		}
		found := checked(t, text)
		var got []int
		for _, d := range found {
			got = append(got, d.Line)
		}
		slices.Sort(got)
		require.Equal(t, want, got, "%s\n%s", text, printed(found))
	})
}

// TestTheCorpusSaysAsMuchAsItHas counts the mistakes of the files that hold many.
func TestTheCorpusSaysAsMuchAsItHas(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]int{
		"desk/many-mistakes.yaml": 7, "workflow/many-mistakes.yaml": 9, "scenario/many-mistakes.yaml": 6,
		"workflow/misspelt-keys-make-no-noise.yaml": 9, "workflow/lost-ids-make-no-noise.yaml": 2,
	} {
		found, err := corpusFormat().Check(checkedWith(name)...)
		require.NoError(t, err)
		require.Len(t, found, want, name)
	}
}
