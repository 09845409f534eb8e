package usher

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

// FuzzCompile holds that whatever a workflow has for a condition, a text and a value, it is refused with places that are
// in it, the same every time, or it runs.
func FuzzCompile(f *testing.F) {
	f.Add(`contact.lnag == "es"`, "Hi {{ contact.nmae }}!", "topic")
	f.Add(`topic == "a" and urgent`, "{{ topic }}{{", `"a" + topic`)
	f.Add("any(basket, # > 3)\n or amount > people", "{{ {a: 1}.a }}", "details.a")
	f.Add(`matches("front") == "sales"`, "{{ '}}' }}", "nil")
	f.Fuzz(func(t *testing.T, condition, text, value string) {
		flow := flowOf(
			When(condition, SendMessage{Text: text}).Else(Set{{To: topic, Value: value}, {To: ContactField("plan"), Value: value}}),
			AskQuestion{Text: text, SaveTo: topic, RetryText: text}, Comment{Text: text},
		)
		flow.When = condition
		p, err := Compile(flow, frontDesk())
		_, again := Compile(flow, frontDesk())
		require.Equal(t, err, again)
		if err != nil {
			found, ok := err.(Diagnostics) //nolint:errorlint // that is what Compile returns
			require.True(t, ok)
			for _, d := range found {
				requireInside(t, d, condition, text, value)
			}
			return
		}
		run, scene := p.Begin(), Scene{Conversation: "c1", Channel: "web", Contact: Contact{ID: "mia", Tags: []string{"old"}}}
		for _, said := range []string{"hello", "", text} {
			turned := p.Step(run, scene, Received{Message: Message{ID: "m", Text: said}}, monday)
			require.NotEqual(t, RestNowhere, turned.Rest.Kind)
			run, err = p.Restore(turned.Run.Encode())
			require.NoError(t, err)
			scene = turned.Scene
		}
	})
}

// requireInside checks that a place is in the source that the diagnostic quotes.
func requireInside(t *testing.T, d Diagnostic, sources ...string) {
	t.Helper()
	require.NotEmpty(t, d.Code)
	require.NotEmpty(t, d.String())
	if d.Line == 0 {
		return
	}
	for _, source := range sources {
		lines := strings.Split(source, "\n")
		if d.Line > len(lines) || lines[d.Line-1] != d.Source {
			continue
		}
		if length := utf8.RuneCountInString(d.Source); d.Column >= 1 && d.Column <= length+1 && d.Column+d.Length <= length+2 {
			return
		}
	}
	require.Fail(t, "a place outside of the source", "%v", d)
}
