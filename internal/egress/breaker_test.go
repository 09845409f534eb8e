package egress

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// switchboard is a transport whose outcome is chosen, and which counts.
type switchboard struct {
	status int
	err    error
	body   string
	header []string
	calls  int
}

func (s *switchboard) RoundTrip(*http.Request) (*http.Response, error) {
	s.calls++
	if s.err != nil {
		return nil, s.err
	}
	return canned(s.status, s.body, s.header...), nil
}

func TestRow102AHostThatFailsIsLeftAlone(t *testing.T) {
	t.Parallel()
	for name, down := range map[string]switchboard{
		"does not answer": {err: errBroken}, "answers 500": {status: 500}, "answers 503": {status: 503},
		"is too slow": {err: context.DeadlineExceeded}, "has no name": {err: &Error{Kind: DNS, Reason: "no such name"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, crm := newWatch(), &switchboard{}
			*crm = down
			c := New(Policy{Transport: crm, Now: w.Now})
			for range 10 {
				_, err := get(t, c, "https://crm.example/")
				if err != nil {
					require.NotEqual(t, CircuitOpen, kindOf(t, err))
				}
			}
			_, err := get(t, c, "https://CRM.example.:443/other")
			require.Equal(t, CircuitOpen, kindOf(t, err))
			require.False(t, kindOf(t, err).Transient())
			require.Equal(t, 10, crm.calls)

			// Another origin has a circuit of its own.
			_, _ = get(t, c, "http://crm.example/")
			require.Equal(t, 11, crm.calls)

			w.pass(30*time.Second - 1)
			_, err = get(t, c, "https://crm.example/")
			require.Equal(t, CircuitOpen, kindOf(t, err))

			// One request goes through, fails, and the next pause begins.
			w.pass(1)
			_, _ = get(t, c, "https://crm.example/")
			require.Equal(t, 12, crm.calls)
			_, err = get(t, c, "https://crm.example/")
			require.Equal(t, CircuitOpen, kindOf(t, err))

			w.pass(30 * time.Second)
			*crm = switchboard{status: 404}
			for range 3 {
				answer, err := get(t, c, "https://crm.example/")
				require.NoError(t, err)
				require.Equal(t, 404, answer.Status)
			}
		})
	}
}

func TestWhatIsNotTheHostsFaultDoesNotOpenItsCircuit(t *testing.T) {
	t.Parallel()
	for name, crm := range map[string]switchboard{
		"answers 429": {status: 429}, "answers 404": {status: 404}, "gave up": {err: context.Canceled},
		"is denied": {err: denied("", "loopback")}, "answers too much": {status: 200, body: "0123456789"},
		"redirects into a loop": {status: 302, header: []string{"Location", "/"}},
	} {
		c := New(Policy{Transport: &crm, Now: newWatch().Now, MaxBody: 5})
		for range 30 {
			ctx, cancel := context.WithCancel(t.Context())
			if name == "gave up" {
				cancel()
			}
			if _, err := c.Do(ctx, Request{URL: "https://crm.example/"}); err != nil {
				require.NotEqual(t, CircuitOpen, kindOf(t, err), name)
			}
			cancel()
		}
	}
}

func TestOnlyFailuresInARowOpenACircuit(t *testing.T) {
	t.Parallel()
	crm := &switchboard{}
	c := New(Policy{Transport: crm, Now: newWatch().Now, Breaker: Breaker{Failures: 3, Pause: time.Second}})
	for i := range 30 {
		crm.status = 500
		if i%3 == 2 {
			crm.status = 429
		}
		_, err := get(t, c, "https://crm.example/")
		require.NoError(t, err)
	}
}

func TestExactlyOneRequestProbesAHost(t *testing.T) {
	t.Parallel()
	w := newWatch()
	var during error
	probing := false
	var c *Client
	c = New(Policy{Now: w.Now, Breaker: Breaker{Failures: 1, Pause: time.Minute}, Transport: transport(func(r *http.Request) (*http.Response, error) {
		if probing {
			_, during = c.Do(r.Context(), Request{URL: "https://crm.example/"})
			probing = false
			return canned(200, ""), nil
		}
		return nil, errBroken
	})})
	_, err := get(t, c, "https://crm.example/")
	require.Equal(t, Broken, kindOf(t, err))
	w.pass(time.Minute)
	probing = true
	_, err = get(t, c, "https://crm.example/")
	require.NoError(t, err)
	require.Equal(t, CircuitOpen, kindOf(t, during))
}

func TestAProbeThatSaysNothingLeavesItToTheNext(t *testing.T) {
	t.Parallel()
	w, crm := newWatch(), &switchboard{status: 500}
	c := New(Policy{Now: w.Now, Breaker: Breaker{Failures: 1, Pause: time.Minute}, Transport: crm})
	_, _ = get(t, c, "https://crm.example/")
	w.pass(time.Minute)
	crm.err = denied("", "loopback")
	_, err := get(t, c, "https://crm.example/")
	require.Equal(t, Denied, kindOf(t, err))

	crm.err = nil
	panicking := transport(func(*http.Request) (*http.Response, error) { panic("boom") })
	c.transport = panicking
	require.Panics(t, func() { _, _ = get(t, c, "https://crm.example/") })

	c.transport, crm.status = crm, 200
	_, err = get(t, c, "https://crm.example/")
	require.NoError(t, err)
}

func TestRequestsThatSetOutBeforeACircuitOpenedCanOnlyCloseIt(t *testing.T) {
	t.Parallel()
	now := newWatch().Now()
	cs := newCircuits(Breaker{Failures: 1, Pause: time.Minute})
	first, _ := cs.enter("a", now)
	late, _ := cs.enter("a", now)
	later, _ := cs.enter("a", now)
	cs.leave(first, failing, now)
	cs.leave(late, failing, now.Add(30*time.Second))
	probe, ok := cs.enter("a", now.Add(time.Minute))
	require.True(t, ok, "the late failure did not begin another pause")
	cs.leave(later, healthy, now.Add(time.Minute))
	_, ok = cs.enter("a", now.Add(time.Minute))
	require.True(t, ok, "a late answer is an answer")
	cs.leave(probe, failing, now.Add(time.Minute))
	_, ok = cs.enter("a", now.Add(time.Minute))
	require.False(t, ok)
}

func TestTheHostsThatAreRememberedAreBounded(t *testing.T) {
	t.Parallel()
	cs, now := newCircuits(Breaker{Failures: 2}), newWatch().Now()
	fail := func(origin string) {
		if p, ok := cs.enter(origin, now); ok {
			cs.leave(p, failing, now)
		}
	}
	fail("first")
	for i := range 3 * maxCircuits {
		fail(strconv.Itoa(i))
		if i == maxCircuits/2 {
			fail("first") // it is open from now on
		}
		if i < maxCircuits {
			continue
		}
		require.LessOrEqual(t, len(cs.known), maxCircuits)
		require.Equal(t, len(cs.known), cs.recent.Len())
	}
	_, ok := cs.enter("first", now)
	require.True(t, ok, "it has failed longest ago")
}

func TestAHostBehindARedirectAnswersForItself(t *testing.T) {
	t.Parallel()
	c := New(Policy{Now: newWatch().Now, Breaker: Breaker{Failures: 2}, Transport: transport(func(r *http.Request) (*http.Response, error) {
		if r.URL.Host == "crm.example" {
			if r.URL.Path == "/moved" {
				return canned(302, "", "Location", "https://down.example/"), nil
			}
			return canned(200, ""), nil
		}
		return nil, errBroken
	})})
	for range 2 {
		_, err := get(t, c, "https://crm.example/moved")
		require.Equal(t, Broken, kindOf(t, err))
	}
	_, err := get(t, c, "https://crm.example/moved")
	require.Equal(t, CircuitOpen, kindOf(t, err))
	require.True(t, strings.HasPrefix(err.Error(), "crm.example: "))
	_, err = get(t, c, "https://crm.example/")
	require.NoError(t, err)
	_, err = get(t, c, "https://down.example/")
	require.Equal(t, CircuitOpen, kindOf(t, err))
}

func TestATryThatIsOverBeforeItBeganIsNobodysFault(t *testing.T) {
	t.Parallel()
	crm := &switchboard{status: 200}
	c := New(Policy{Now: newWatch().Now, Breaker: Breaker{Failures: 1}, Transport: crm})
	ctx, cancel := context.WithDeadlineCause(t.Context(), time.Unix(0, 0), errors.New("canary"))
	defer cancel()
	_, err := c.Do(ctx, Request{URL: "https://crm.example/"})
	require.Equal(t, Timeout, kindOf(t, err))
	require.Zero(t, crm.calls)
	_, err = get(t, c, "https://crm.example/")
	require.NoError(t, err)
}
