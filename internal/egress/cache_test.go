package egress

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestAnAnswerIsFreshThenStaleThenGone(t *testing.T) {
	t.Parallel()
	w, crm := newWatch(), &switchboard{status: 200, body: "VIP", header: []string{"X-Kind", "vip"}}
	c := New(Policy{Transport: crm, Now: w.Now, Breaker: Breaker{Failures: 3}})
	ask := func() (*Answer, error) {
		return c.Do(t.Context(), Request{URL: "https://crm.example/customers/7", Cache: time.Minute, StaleIfError: time.Hour})
	}
	first, err := ask()
	require.NoError(t, err)
	require.False(t, first.Cached)
	first.Body[0], first.Header["X-Kind"][0] = 'x', "changed" // it belongs to the caller

	w.pass(time.Minute - 1)
	fresh, err := ask()
	require.NoError(t, err)
	require.Equal(t, "VIP", string(fresh.Body))
	require.Equal(t, "vip", fresh.Header.Get("X-Kind"))
	require.True(t, fresh.Cached)
	require.False(t, fresh.Stale)
	require.Equal(t, 1, crm.calls)
	fresh.Body[0] = 'y'

	// It is asked for again, and fails in every way that counts; the last ways are an open circuit.
	w.pass(1)
	for i, down := range []switchboard{{err: errBroken}, {status: 503}, {err: &Error{Kind: DNS}}, {}, {}} {
		crm.err, crm.status = down.err, down.status
		stale, failure := ask()
		require.NoErrorf(t, failure, "%d", i)
		require.Equal(t, "VIP", string(stale.Body))
		require.Equal(t, 200, stale.Status)
		require.True(t, stale.Cached)
		require.True(t, stale.Stale)
	}
	require.Equal(t, 4, crm.calls)

	crm.err = errBroken
	w.pass(time.Hour - 1)
	_, err = ask()
	require.NoError(t, err)
	w.pass(1)
	_, err = ask()
	require.Error(t, err)
}

func TestAnAnswerThatIsNoFailureIsGivenInsteadOfAStaleOne(t *testing.T) {
	t.Parallel()
	for name, then := range map[string]switchboard{
		"404": {status: 404}, "429": {status: 429}, "denied": {err: denied("", "loopback")}, "too large": {status: 200, body: "0123456789"},
	} {
		w, crm := newWatch(), &switchboard{status: 200, body: "VIP"}
		c := New(Policy{Transport: crm, Now: w.Now, MaxBody: 5})
		r := Request{URL: "https://crm.example/", Cache: time.Minute, StaleIfError: time.Hour}
		_, err := c.Do(t.Context(), r)
		require.NoError(t, err)
		w.pass(time.Minute)
		crm.status, crm.err, crm.body = then.status, then.err, then.body
		answer, err := c.Do(t.Context(), r)
		require.Truef(t, err != nil || !answer.Stale, "%s", name)
	}
}

func TestAnAnswerIsKeptForFailuresAlone(t *testing.T) {
	t.Parallel()
	w, crm := newWatch(), &switchboard{status: 200, body: "VIP"}
	c := New(Policy{Transport: crm, Now: w.Now})
	r := Request{URL: "https://crm.example/", StaleIfError: time.Hour}
	for range 2 {
		answer, err := c.Do(t.Context(), r)
		require.NoError(t, err)
		require.False(t, answer.Cached)
	}
	crm.err = errBroken
	answer, err := c.Do(t.Context(), r)
	require.NoError(t, err)
	require.True(t, answer.Stale)
}

func TestOnlyTheSameRequestGetsWhatIsKept(t *testing.T) {
	t.Parallel()
	crm := &switchboard{status: 200}
	c := New(Policy{Transport: crm, Now: newWatch().Now})
	requests := []Request{
		{URL: "https://crm.example/a"},
		{URL: "https://crm.example/a", Method: "HEAD"},
		{URL: "https://crm.example/a?b"},
		{URL: "http://crm.example/a"},
		{URL: "https://crm.example/a", Header: http.Header{"Authorization": {"x"}}},
		{URL: "https://crm.example/a", Header: http.Header{"Authorization": {"y"}}},
		{URL: "https://crm.example/a", Header: http.Header{"Accept": {"a", "b"}}},
		{URL: "https://crm.example/a", Header: http.Header{"Accept": {"a"}, "B": nil}},
		{URL: "https://crm.example/a", Header: http.Header{"Accept": {"ab"}}},
		{URL: "https://crm.example/a", Body: []byte("x")},
	}
	for i, r := range requests {
		r.Cache = time.Minute
		_, err := c.Do(t.Context(), r)
		require.NoError(t, err)
		require.Equalf(t, i+1, crm.calls, "%v", r)
	}
	for _, same := range []Request{
		{URL: "https://CRM.example:443/a#top", Header: http.Header{"Idempotency-Key": {"7"}}},
		{URL: "https://crm.example/a", Header: http.Header{"authorization": {"x"}, "idempotency-key": {"8"}}},
	} {
		same.Cache = time.Minute
		answer, err := c.Do(t.Context(), same)
		require.NoError(t, err)
		require.True(t, answer.Cached)
	}
}

func TestOnlyGoodAnswersToQuestionsAreKept(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		method string
		status int
		cache  time.Duration
	}{{"POST", 200, time.Minute}, {"DELETE", 200, time.Minute}, {"GET", 404, time.Minute}, {"GET", 500, time.Minute}, {"GET", 302, time.Minute}, {"GET", 200, 0}, {"GET", 200, -1}} {
		crm := &switchboard{status: tt.status}
		c := New(Policy{Transport: crm, Now: newWatch().Now})
		for range 2 {
			answer, err := c.Do(t.Context(), Request{Method: tt.method, URL: "https://crm.example/", Cache: tt.cache})
			require.NoError(t, err)
			require.False(t, answer.Cached)
		}
		require.Equal(t, 2, crm.calls)
	}
}

func TestWhatIsForgottenIsAskedForAgain(t *testing.T) {
	t.Parallel()
	var c *Client
	forget, calls := false, 0
	c = New(Policy{Now: newWatch().Now, Transport: transport(func(*http.Request) (*http.Response, error) {
		if calls++; forget {
			c.Forget()
		}
		return canned(200, "Mia"), nil
	})})
	ask := func() {
		_, err := c.Do(t.Context(), Request{URL: "https://crm.example/", Cache: time.Hour})
		require.NoError(t, err)
	}
	ask()
	ask()
	require.Equal(t, 1, calls)
	c.Forget()
	forget = true
	ask()
	require.Equal(t, 2, calls)
	forget = false
	ask()
	require.Equal(t, 3, calls, "what was under way when everything was dropped is not kept")
}

func TestAClockThatIsSetBackKeepsNothingForLonger(t *testing.T) {
	t.Parallel()
	w, crm := newWatch(), &switchboard{status: 200}
	c := New(Policy{Transport: crm, Now: w.Now})
	for range 2 {
		_, err := c.Do(t.Context(), Request{URL: "https://crm.example/", Cache: time.Minute})
		require.NoError(t, err)
		w.pass(-time.Hour)
	}
	require.Equal(t, 2, crm.calls)
}

func TestWhatIsKeptIsBounded(t *testing.T) {
	t.Parallel()
	crm := &switchboard{status: 200}
	c := New(Policy{Transport: crm, Now: newWatch().Now, MaxBody: 32 << 20})
	ask := func(path string) *Answer {
		answer, err := c.Do(t.Context(), Request{URL: "https://crm.example/" + path, Cache: time.Hour})
		require.NoError(t, err)
		return answer
	}
	for i := range maxAnswers + 100 {
		ask(strconv.Itoa(i))
		ask("used")
	}
	require.Len(t, c.answers.known, maxAnswers)
	require.True(t, ask("used").Cached)
	require.False(t, ask("0").Cached)

	crm.body = strings.Repeat("x", 1<<20)
	for i := range 20 {
		ask(fmt.Sprint("large", i))
		require.LessOrEqual(t, c.answers.bytes, maxAnswerBytes)
	}
	require.Len(t, c.answers.known, 15)
	require.True(t, ask("large19").Cached)

	crm.body = strings.Repeat("x", maxAnswerBytes)
	ask("huge")
	require.False(t, ask("huge").Cached)
	c.Forget()
	require.Zero(t, c.answers.bytes)
	require.Zero(t, c.answers.recent.Len())
}

func TestRetryAfterIsReadAsItIsMeant(t *testing.T) {
	t.Parallel()
	now := newWatch().Now()
	for text, want := range map[string]time.Duration{
		"": 0, "7": 7 * time.Second, " 7 ": 7 * time.Second, "0": 0, "-7": 0, "+7": 0, "7.5": 0, "soon": 0, "٧": 0,
		"86401": 24 * time.Hour, strings.Repeat("9", 400): 24 * time.Hour,
		"Mon, 04 May 2026 09:00:30 GMT":    30 * time.Second,
		"Monday, 04-May-26 09:00:30 GMT":   30 * time.Second,
		"Mon May  4 09:00:30 2026":         30 * time.Second,
		"Mon, 04 May 2026 08:00:00 GMT":    0,
		"Mon, 04 May 2099 08:00:00 GMT":    24 * time.Hour,
		"Mon, 04 May 2026 09:00:30 +01:00": 0,
	} {
		header := http.Header{"Retry-After": {text}}
		for _, status := range []int{429, 503} {
			require.Equalf(t, want, retryAfter(status, header, now), "%q", text)
		}
		require.Zero(t, retryAfter(500, header, now))
	}
	c := New(Policy{Now: newWatch().Now, Transport: &switchboard{status: 503, header: []string{"Retry-After", "30"}}})
	answer, err := get(t, c, "https://crm.example/")
	require.NoError(t, err)
	require.Equal(t, 30*time.Second, answer.RetryAfter)
}
