package schema_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// flow is a workflow with steps, in which a | is the cursor.
func flow(steps string) string { return "usher: workflow/v1\nworkflow: a\nsteps:\n" + steps }

func labels(all []completion) []string {
	list := make([]string, len(all))
	for i, c := range all {
		list[i] = c.Label
	}
	return list
}

// inserted is what the editor writes when a completion is taken, the places to fill in marked as snippets do.
func inserted(t *testing.T, all []completion, label string) string {
	t.Helper()
	i := slices.IndexFunc(all, func(c completion) bool { return c.Label == label })
	require.NotEqual(t, -1, i, "%s is not among %v", label, labels(all))
	return all[i].InsertText
}

func TestAnEditorCompletes(t *testing.T) {
	t.Parallel()
	e := newEditor(t)

	top := e.complete("workflow", "usher: workflow/v1\n|")
	require.Subset(t, labels(top), []string{"workflow", "revision", "on", "when", "variables", "steps"})

	keys := e.complete("workflow", flow("  - ask:\n      |\n"))
	require.Subset(t, labels(keys), []string{"text", "type", "choices", "save_to", "skip_if_known", "retries", "timeout", "no_answer", "else"})
	require.Equal(t, "retries: ${1:2}", inserted(t, keys, "retries"))
	rest := e.complete("workflow", flow("  - ask:\n      text: hi\n      |\n"))
	require.NotContains(t, labels(rest), "text")
	require.Contains(t, labels(rest), "choices")

	kinds := e.complete("workflow", flow("  - close: {}\n  - |\n"))
	require.Subset(t, labels(kinds), []string{"send", "ask", "branch", "http", "assign", "set", "tag", "comment", "hours", "wait", "goto", "run", "close", "id"})
	require.Equal(t, "hours:\n    calendar: $1\n    open:\n      - $2\n    closed:\n      - $3", inserted(t, kinds, "hours"))
	require.Equal(t, "ask:\n    text: ", inserted(t, kinds, "ask"))
	require.Equal(t, "goto:\n    step: $1\n    at_most: $2\n    else:\n      - $3", inserted(t, kinds, "goto"))

	by := e.complete("workflow", flow("  - assign:\n      team: a\n      by: |\n"))
	require.Subset(t, labels(by), []string{"least_busy", "round_robin", "last_agent", "function: …", "keywords: …"})
	require.NotContains(t, labels(by), "vip")
	require.Equal(t, "\n  function:\n    variable: $1\n    teams:\n      ${2:value}: ${3:team}", inserted(t, by, "function: …"))
	keyed := e.complete("workflow", flow("  - assign:\n      by:\n        |\n"))
	require.Subset(t, labels(keyed), []string{"function", "vip", "contact", "last_agent", "keywords", "else"})
	require.NotContains(t, labels(keyed), "round_robin")

	require.Subset(t, labels(e.complete("workflow", flow("  - http:\n      method: |\n"))), []string{"GET", "POST", "DELETE"})
	require.Contains(t, labels(e.complete("workflow", flow("  - send:\n      text: |\n"))), "a text for each language")
	types := []string{"text", "choice", "number", "date", "phone", "email", "url", "rating", "location", "attachment"}
	require.Equal(t, types, labels(e.complete("workflow", flow("  - ask:\n      type: |\n"))))
	require.Contains(t, labels(e.complete("workflow", flow("  - ask:\n      timeout: |\n"))), "10m")
	require.Empty(t, e.complete("workflow", flow("  - assign:\n      team: |\n")), "a name is the author's own")

	require.Subset(t, labels(e.complete("desk", "usher: desk/v1\nagents:\n  - id: a\n    status: |\n")), []string{"online", "away", "offline"})
	require.Subset(t, labels(e.complete("scenario", "usher: scenario/v1\ntimeline:\n  - expect:\n      c1:\n        |\n")),
		[]string{"state", "team", "position", "because"})
}

func TestAnEditorCompletesTheOperatorsOfAGuard(t *testing.T) {
	t.Parallel()
	e := newEditor(t)
	for _, text := range []string{
		"usher: workflow/v1\nworkflow: a\nwhen: |\n",
		flow("  - branch:\n      cases:\n        - when: |\n"),
		flow("  - assign:\n      by:\n        vip:\n          when: |\n"),
	} {
		offered := e.complete("workflow", text)
		for _, operator := range []string{
			" == ", " != ", " < ", " <= ", " > ", " >= ", " and ", " or ", "not ", " in ", " contains ", " startsWith ", " endsWith ",
			" matches ", "matches(", "len(", "is_open(", "online(", "contact.conversations_within(",
		} {
			require.True(t, slices.ContainsFunc(labels(offered), func(label string) bool { return strings.Contains(label, operator) }), operator)
		}
		require.Equal(t, `'channel == "${1:whatsapp}"'`, inserted(t, offered, `channel == "whatsapp"`))
	}
	require.Contains(t, labels(e.complete("workflow", flow("  - set:\n      x: |\n"))), "contact.language")
}

func TestAnEditorExplains(t *testing.T) {
	t.Parallel()
	e := newEditor(t)
	require.Contains(t, e.hover("workflow", flow("  - ask: {ti|meout: 5m}\n")), "Counts from the last text that asked.")
	require.Contains(t, e.hover("workflow", flow("  - a|sk: {text: hi}\n")), "Sends a text and waits for the answer.")
	require.Contains(t, e.hover("workflow", flow("  - assign: {by: round_ro|bin}\n")), "`round_robin`: Given work longest ago.")
	guard := e.hover("workflow", "usher: workflow/v1\nworkflow: a\nwh|en: true\n")
	require.Contains(t, guard, "A guard: of several workflows the first that matches runs.")
	require.Contains(t, guard, "* `startsWith` The text begins with another.")
	require.Contains(t, guard, "* `contact.tags` His tags, a list.")
}

func TestAnEditorMarksMistakesWhereTheyAre(t *testing.T) {
	t.Parallel()
	e := newEditor(t)
	require.Empty(t, e.check("workflow", flow("  - ask: {text: hi, timeout: 5m, no_answer: [{close: }]}\n")))
	for text, mark := range map[string]string{
		flow("  - ask:\n      txet: hi\n"):                  "5:7-11 Property txet is not allowed.",
		flow("  - aks: {text: hi}\n"):                       "4:5-8 Property aks is not allowed.",
		flow("  - ask: {}\n"):                               `4:5-8 Missing property "text".`,
		flow("  - ask: {text: hi, timeout: soon}\n"):        "4:30-34 write it like 15s, 10m, 72h or 7d",
		flow("  - ask: {text: hi, timeout: 15}\n"):          "4:30-32 write it like 15s, 10m, 72h or 7d",
		flow("  - ask: {text: hi}\n    send: {text: hi}\n"): "5:5-9 a step has one kind: begin another step with a dash",
		flow("  - assign: {team: a, by: least_bsy}\n"): `4:27-36 Value is not accepted. Valid values: "least_busy", "most_available", "round_robin", ` +
			`"longest_idle", "fewest_handled", "most_skilled", "specialists_first", "in_order", "random", "last_agent".`,
		flow("  - assign: {by: {vip: {when: true, team: b}, else: d}}\n"):                 "4:47-51 the strategy vip has no else beside it",
		flow("  - assign: {team: a, by: {functon: {variable: a, teams: {}}, else: b}}\n"): "4:28-35 Property functon is not allowed.",
		flow("  - send: {}\n"): "4:5-9 there is nothing to send: give a text or a template",
		flow("  - branch: {cases: [{when: true, name: x, them: []}], else: [{close: }]}\n"): "4:44-48 Property them is not allowed.",
		flow("  - assign: {team: a, must: {french: 0}}\n"):                                  "4:38-39 Value is below the minimum of 1.",
		flow("  - ask: {text: hi, choices: [a, {title: b, titel: c}], else: []}\n"):         "4:45-50 Property titel is not allowed.",
		flow("  - send: {text: {es: 5}}\n"):                                                 `4:23-24 Incorrect type. Expected "string".`,
		flow("  - http: {url: a, status: {404: [], x: []}, else: []}\n"):                    "4:38-39 Property x is not allowed.",
		strings.Replace(flow("  - ask: {text: hi}\n"), "workflow: a", "workfow: a", 1):      "2:1-8 Property workfow is not allowed.",
	} {
		require.Contains(t, e.check("workflow", text), mark, text)
	}
	require.Contains(t, e.check("scenario", begin["scenario"]+"timeline:\n  - {at: 5s, says: hi}\n"),
		"6:5-23 Object is missing property conversation required by property says.")
	require.Contains(t, e.check("desk", begin["desk"]+"agent: []\n"), "4:1-6 Property agent is not allowed.")
}
