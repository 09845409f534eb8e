package ushertest

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher"
)

// lookingUp asks a CRM for the tier of the contact.
func lookingUp(tries int) usher.Flow {
	tier := usher.Var[string]{Name: "tier"}
	return usher.Flow{Name: "reception", Vars: []usher.Variable{tier}, Steps: usher.Steps{
		usher.HTTPRequest{
			URL: "https://crm.example/contacts/{{ contact.id }}", Headers: map[string]string{"Authorization": "Bearer secret:crm"},
			Tries: tries, Save: usher.Set{{To: tier, Value: "response.json.tier"}},
			Status: map[string]usher.Steps{"404": {usher.CloseConversation{Category: "stranger"}}},
			Else:   usher.Steps{usher.Assign{Team: "help"}},
		},
		usher.Assign{Team: "sales"},
	}}
}

func calling(t *testing.T, tries int, outside *Outside) *Chat {
	t.Helper()
	return NewChat(t, usher.Config{Workflow: lookingUp(tries), Desk: lobby(), HTTP: usher.HTTP{
		Transport: outside, Secret: func(context.Context, string) (string, error) { return "s3cret", nil },
	}})
}

func TestARequestIsAnsweredWithWhatWasPrepared(t *testing.T) {
	t.Parallel()
	outside := &Outside{Answers: []Answer{
		{URL: "https://crm.example/*/mia", Body: `{"tier":"gold"}`, Header: map[string]string{"Content-Type": "application/json"}},
		{URL: "https://crm.example/*", Status: http.StatusNotFound},
	}}
	chat := calling(t, 1, outside)
	m, n := chat.With(mia, "web"), chat.With(tom, "web")
	m.Says("hello").Saved("tier", "gold").IsAssigned("sales", "ben")
	n.Says("hello").IsClosed()
	require.Len(t, outside.Requests(), 2)
	require.Len(t, outside.RequestsOf(m.ID()), 1)
	request := outside.RequestsOf(m.ID())[0]
	require.Equal(t, "GET https://crm.example/contacts/mia", request.Method+" "+request.URL)
	require.Equal(t, "Bearer s3cret", request.Header.Get("Authorization"))
	require.NotContains(t, m.Explain(), "s3cret")
}

func TestAnAnswerIsUsedUpAndTheNextOneFollows(t *testing.T) {
	t.Parallel()
	outside := &Outside{Answers: []Answer{
		{Times: 1, Err: errors.New("the line is cut")}, {Times: 1, Status: http.StatusServiceUnavailable}, {Body: `{"tier":"gold"}`},
	}}
	chat := calling(t, 3, outside)
	m := chat.With(mia, "web").Says("hello").IsWaiting()
	chat.Advance(10 * time.Second)
	m.IsAssigned("sales", "ben").Saved("tier", "gold")
	require.Len(t, outside.Requests(), 3)
}

func TestWhatNobodyHasPreparedIsRefused(t *testing.T) {
	t.Parallel()
	chat := calling(t, 1, &Outside{Answers: []Answer{{Method: "POST"}, {URL: "https://crm.example/"}}})
	chat.With(mia, "web").Says("hello").IsAssigned("help", "bo").Because("nobody listens there")
}

func TestAnAnswerSeesTheBodyAndTheContext(t *testing.T) {
	t.Parallel()
	outside := &Outside{Answers: []Answer{{Method: "put"}}}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPut, "https://crm.example/", strings.NewReader("a body"))
	require.NoError(t, err)
	response, err := outside.RoundTrip(request)
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	require.Equal(t, "a body", outside.Requests()[0].Body)
	ended, end := context.WithCancel(t.Context())
	end()
	_, err = outside.RoundTrip(request.Clone(ended)) //nolint:bodyclose // there is none
	require.ErrorIs(t, err, context.Canceled)
}

func TestAStarStandsForAnyText(t *testing.T) {
	t.Parallel()
	for _, one := range []struct {
		pattern, text string
		alike         bool
	}{
		{"a", "a", true}, {"a", "ab", false}, {"a*", "a", true}, {"a*", "abc", true}, {"*c", "abc", true}, {"*b", "abc", false},
		{"a*c*e", "abcde", true}, {"a*c*e", "abcd", false}, {"**", "", true}, {"*", "a/b?c=d", true}, {"", "a", false},
	} {
		require.Equal(t, one.alike, alike(one.pattern, one.text), "%q for %q", one.text, one.pattern)
	}
}
