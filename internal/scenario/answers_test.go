package scenario_test

import (
	"context"
	"io"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher/file"
	"github.com/gousher/usher/internal/scenario"
)

const asking = `usher: scenario/v1
scenario: asking
desk: {usher: desk/v1, teams: [{id: a}], agents: [{id: ana, teams: [a], status: online}], fallback: {team: a}}
workflow:
  usher: workflow/v1
  workflow: w
  steps:
    - http: {url: "https://crm.example/x", timeout: 7s, retries: 1, else: [{comment: {text: it is down}}]}
    - assign: {team: a}
http: [{url: "https://crm.example/x", fail: reset, times: 1}]
timeline: []
`

// asked begins a session and lets a contact write, so that a request is made.
func asked(t *testing.T, prepare func(*scenario.Session)) *scenario.Session {
	t.Helper()
	s, err := file.Format{FS: fstest.MapFS{"s.yaml": {Data: []byte(asking)}}}.Scenario("s.yaml")
	require.NoError(t, err)
	session, err := scenario.NewSession(t.Context(), s, nil)
	require.NoError(t, err)
	t.Cleanup(session.Close)
	prepare(session)
	text := "hello"
	_, _, err = session.Do(file.Entry{Conversation: "c1", Contact: &file.ContactChange{ID: "mia"}, Says: &text})
	require.NoError(t, err)
	_, _, err = session.Do(file.Entry{At: time.Minute})
	require.NoError(t, err)
	return session
}

type tripper func(*http.Request) (*http.Response, error)

func (f tripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestWhatNoStubAnswersIsMadeWithADeadlineInRealTime(t *testing.T) {
	t.Parallel()
	session := asked(t, func(s *scenario.Session) {
		s.Otherwise(tripper(func(r *http.Request) (*http.Response, error) {
			until, limited := r.Context().Deadline()
			require.True(t, limited)
			require.InDelta(t, 7, time.Until(until).Seconds(), 2)
			return &http.Response{
				StatusCode: http.StatusCreated, Header: http.Header{"X-A": {"b"}, "Set-Cookie": {"s=1"}}, Body: io.NopCloser(strings.NewReader("made")),
			}, nil
		}))
	})
	require.Empty(t, session.Comments("c1"))
	require.Equal(t, []file.HTTPStub{
		{Method: "GET", URL: "https://crm.example/x", Fail: "reset", Times: 1},
		{Method: "GET", URL: "https://crm.example/x", Status: 201, Header: map[string]string{"X-A": "b"}, Body: []byte("made"), Times: 1},
	}, session.Answered())
}

func TestHowARealRequestFailsIsKept(t *testing.T) {
	t.Parallel()
	for want, failure := range map[string]error{"timeout": context.DeadlineExceeded, "reset": syscall.ECONNRESET, "refused": io.EOF} {
		session := asked(t, func(s *scenario.Session) {
			s.ClearStubs()
			s.Otherwise(tripper(func(*http.Request) (*http.Response, error) { return nil, failure }))
		})
		require.Equal(t, []string{"it is down"}, session.Comments("c1"))
		require.Len(t, session.Answered(), 2)
		require.Equal(t, want, session.Answered()[1].Fail)
	}
}

func TestAStubThatIsAddedAnswersFirst(t *testing.T) {
	t.Parallel()
	session := asked(t, func(s *scenario.Session) {
		s.Stub(file.HTTPStub{URL: "https://crm.example/*", Status: 204})
	})
	require.Empty(t, session.Comments("c1"))
	stubs := session.Stubs()
	require.Len(t, stubs, 2)
	require.Equal(t, 1, stubs[0].Used)
	require.Zero(t, stubs[1].Used)
}
