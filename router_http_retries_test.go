package usher_test

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher"
)

// patiently serves what is due at the instants at which it is, until nothing is due within the time.
func (g *rig) patiently(within time.Duration) {
	g.t.Helper()
	end := g.clock.Now().Add(within)
	for range 1000 {
		at, err := g.router.NextDue(g.t.Context())
		require.NoError(g.t, err)
		if at.IsZero() || at.After(end) {
			return
		}
		if wait := at.Sub(g.clock.Now()); wait > 0 {
			g.clock.Advance(wait)
		}
		g.wake()
	}
	require.Fail(g.t, "it is due without end")
}

// Row 101: the other side can drop repeats, because every try has the same key.
func TestHTTPTriesAgainAfterOneTwoAndFourSeconds(t *testing.T) {
	t.Parallel()
	for name, respond := range map[string]responder{
		"500": always(500, ""), "429": always(429, ""), "broken": func(*http.Request, int) (canned, error) { return canned{}, errHTTP },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := &service{respond: respond}
			g := newHTTPRig(t, s, usher.HTTPRequest{Tries: 4, JSON: map[string]any{"a": 1}}, nil)
			require.Equal(t, usher.StateWaiting, g.say("c1", "m1", "hello").Of().State)
			g.restart()
			g.patiently(time.Minute)
			require.Len(t, s.at, 4)
			for i, longest := range []time.Duration{time.Second, 2 * time.Second, 4 * time.Second} {
				waited := s.at[i+1] - s.at[i]
				require.LessOrEqual(t, waited, longest)
				require.Greater(t, waited, longest*9/10-time.Millisecond, "a tenth less by chance at most")
			}
			for _, r := range s.requests() {
				require.NotEmpty(t, r.Header.Get("Idempotency-Key"))
				require.Equal(t, s.requests()[0].Header.Get("Idempotency-Key"), r.Header.Get("Idempotency-Key"))
			}
			want := "else"
			if name == "broken" {
				want = "failed"
			}
			require.Equal(t, want, texts(g.host.all())[0])
		})
	}
}

func TestHTTPUsesTheFirstAnswerThatComes(t *testing.T) {
	t.Parallel()
	s := &service{respond: func(_ *http.Request, try int) (canned, error) {
		return canned{status: []int{503, 429, 200}[try-1], body: "fine"}, nil
	}}
	g := newHTTPRig(t, s, usher.HTTPRequest{Save: usher.Set{{To: answerVar, Value: "response.text"}}}, nil)
	g.say("c1", "m1", "hello")
	g.patiently(time.Minute)
	require.Equal(t, []string{"then fine"}, texts(g.host.all()))
	require.Len(t, s.requests(), 3)
}

func TestHTTPDoesNotTryAgainWhatIsFinal(t *testing.T) {
	t.Parallel()
	for _, status := range []int{400, 401, 404, 409, 422} {
		s := &service{respond: always(status, "")}
		g := newHTTPRig(t, s, usher.HTTPRequest{}, nil)
		require.Equal(t, "ana", ownerOf(g.say("c1", "m1", "hello")))
		require.Len(t, s.requests(), 1)
	}
}

func TestHTTPWaitsAsLongAsTheOtherSideAsks(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		after  string
		waited time.Duration
		tries  int
	}{
		{"30", 30 * time.Second, 2}, {"300", 5 * time.Minute, 2}, {"301", 0, 1}, {"86400", 0, 1},
		{routerStart.Add(90 * time.Second).Format(http.TimeFormat), 90 * time.Second, 2},
	} {
		s := &service{respond: always(503, "", "Retry-After", test.after)}
		g := newHTTPRig(t, s, usher.HTTPRequest{Tries: 2}, nil)
		g.say("c1", "m1", "hello")
		g.patiently(time.Hour)
		require.Len(t, s.at, test.tries, test.after)
		require.Equal(t, test.waited, s.at[len(s.at)-1], test.after)
		require.Equal(t, "else", texts(g.host.all())[0])
	}
}

func TestHTTPCallsOfTwoStepsAndTwoConversationsHaveKeysOfTheirOwn(t *testing.T) {
	t.Parallel()
	s := &service{respond: always(200, "")}
	g := newHTTPRig(t, s, usher.HTTPRequest{}, func(c *usher.Config) {
		w := requesting(usher.HTTPRequest{})
		w.Steps = append(usher.Steps{w.Steps[0]}, w.Steps...)
		c.Workflow = w
	})
	g.say("c1", "m1", "hello")
	g.say("c2", "m1", "hello")
	keys := map[string]bool{}
	for _, r := range s.requests() {
		keys[r.Header.Get("Idempotency-Key")] = true
	}
	require.Len(t, keys, 4)
}

func TestHTTPTimesOutAndTakesThatExit(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &service{respond: hang}
		g := newHTTPRig(t, s, usher.HTTPRequest{Timeout: 3 * time.Second, Tries: 2}, func(c *usher.Config) { c.Now = time.Now })
		s.clock = nil
		start := time.Now()
		require.Equal(t, usher.StateWaiting, g.say("c1", "m1", "hello").Of().State)
		require.Equal(t, 3*time.Second, time.Since(start))
		ctx, stop := context.WithTimeout(t.Context(), time.Minute)
		defer stop()
		require.ErrorIs(t, g.router.Run(ctx), context.DeadlineExceeded)
		require.Len(t, s.requests(), 2)
		require.Equal(t, "timed out", texts(g.host.all())[0])
	})
}

// hanging is a workflow of which some messages ask a service that hangs, some one that does not, and the others none.
func hanging() usher.Flow {
	call := func(host string) usher.Step {
		return usher.HTTPRequest{URL: "https://" + host + ".example/", Else: toTeam("supervisors")}
	}
	return flow(
		usher.When(`message.text == "slow"`, call("slow")).When(`message.text == "quick"`, call("quick")).Else(usher.Tag{Add: []string{"none"}}),
		usher.AskQuestion{Text: "Well?", Timeout: time.Minute, NoAnswer: toTeam("sales")}, usher.Assign{Team: "support"},
	)
}

// countingService hangs for one host and answers for the others.
func countingService() *service {
	return &service{respond: func(r *http.Request, try int) (canned, error) {
		if r.URL.Host == "slow.example" {
			return hang(r, try)
		}
		return canned{status: 200}, nil
	}}
}

// Rows 54, 100 and 102: while one service hangs, a thousand other conversations are routed, and no time passes for them.
func TestHTTPThatHangsHoldsUpNobodyElse(t *testing.T) {
	t.Parallel()
	for _, background := range []bool{false, true} {
		t.Run(fmt.Sprintf("background %t", background), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				const slow, others = 100, 1000
				g := newRig(t, func(c *usher.Config) {
					c.Now, c.Background, c.Workflow = time.Now, background, hanging()
					c.HTTP = usher.HTTP{Transport: countingService(), BreakAfter: 1 << 20}
				})
				ctx, stop := context.WithCancel(t.Context())
				done := make(chan error)
				go func() { done <- g.router.Run(ctx) }()
				route := func(id, text string) {
					_, err := g.router.Route(t.Context(), conversation(id, id+"/"+text, text))
					if err != nil {
						t.Error(err)
					}
				}
				var calls sync.WaitGroup
				for i := range slow {
					calls.Go(func() { route(fmt.Sprint("slow", i), "slow") })
				}
				synctest.Wait() // all of them hang
				start := time.Now()
				for i := range others {
					id := fmt.Sprint("c", i)
					route(id, []string{"quick", "hello"}[i%2])
				}
				synctest.Wait()
				for i := range others {
					require.Equal(t, usher.StateAsking, g.state(fmt.Sprint("c", i)))
					route(fmt.Sprint("c", i), "well")
					require.Equal(t, "ana", g.agentOf(fmt.Sprint("c", i)))
				}
				synctest.Wait()
				require.Equal(t, start, time.Now(), "nobody has waited for the service that hangs")
				for i := range slow {
					require.Equal(t, usher.StateWaiting, g.state(fmt.Sprint("slow", i)))
				}
				calls.Wait()
				time.Sleep(2 * time.Minute)
				for i := range slow { // they have come to their exit
					require.Equal(t, "dora", g.agentOf(fmt.Sprint("slow", i)))
				}
				stop()
				require.ErrorIs(t, <-done, context.Canceled)
			})
		})
	}
}

// Row 102: once it is known that a service is down, nobody waits for it any more.
func TestHTTPFailsAtOnceWhileItsHostIsDown(t *testing.T) {
	t.Parallel()
	s := &service{respond: always(500, "")}
	g := newHTTPRig(t, s, usher.HTTPRequest{Tries: 1}, func(c *usher.Config) { c.HTTP.BreakAfter, c.HTTP.BreakFor = 3, time.Minute })
	for i := range 5 {
		g.say(fmt.Sprint("c", i), "m1", "hello")
	}
	require.Len(t, s.requests(), 3)
	require.Equal(t, "failed", texts(g.host.of("c4"))[0])
	g.clock.Advance(time.Minute)
	s.respond = always(200, "")
	g.say("c5", "m1", "hello")
	g.say("c6", "m1", "hello")
	require.Len(t, s.requests(), 5)
	require.Equal(t, "then ", texts(g.host.of("c6"))[0])
}

// Row 102.
func TestHTTPTakesAnAnswerFromMemoryAndAStaleOneIfItMust(t *testing.T) {
	t.Parallel()
	s := &service{respond: always(200, "fresh")}
	g := newHTTPRig(t, s, usher.HTTPRequest{
		URL: "https://crm.example/plans", Cache: time.Minute, StaleIfError: time.Hour, Tries: 1, Save: usher.Set{{To: answerVar, Value: "response.text"}},
	}, nil)
	for i, test := range []struct {
		later time.Duration
		down  bool
		want  string
		asked int
	}{
		{0, false, "then fresh", 1}, {59 * time.Second, false, "then fresh", 1}, {2 * time.Second, true, "then fresh", 2},
		{30 * time.Minute, true, "then fresh", 3}, {time.Hour, true, "else", 4},
	} {
		g.clock.Advance(test.later)
		if test.down {
			s.respond = always(500, "")
		}
		id := fmt.Sprint("c", i)
		g.say(id, "m1", "hello")
		require.Equal(t, test.want, texts(g.host.of(id))[0], "%d", i)
		require.Len(t, s.requests(), test.asked, "%d", i)
	}
}
