package usher_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher"
)

// running is a rig on the bubble's clock, served by Run until stop is called.
func running(t *testing.T, change func(*usher.Config)) (g *rig, stop func()) {
	t.Helper()
	g = newRig(t, func(c *usher.Config) {
		c.Now = time.Now
		if change != nil {
			change(c)
		}
	})
	return g, serve(t, func(ctx context.Context) error { return g.router.Run(ctx) })
}

// serve runs a loop until stop is called.
func serve(t *testing.T, run func(context.Context) error) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- run(ctx) }()
	return func() {
		cancel()
		require.ErrorIs(t, <-done, context.Canceled)
	}
}

// Row 66: a question times out at its time, once, whoever serves it.
func TestRouterRunTimesAQuestionOut(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		g, stop := running(t, nil)
		stopOther := serve(t, g.router.Run) // a second loop by mistake
		asked := g.say("c1", "m1", "hello").(usher.Asking)
		require.Equal(t, time.Now().Add(15*time.Minute), asked.Until)
		g.say("answered", "m1", "hello")
		time.Sleep(15*time.Minute - time.Nanosecond)
		synctest.Wait()
		require.Equal(t, usher.StateAsking, g.state("c1"))
		g.say("answered", "m2", "Sales")
		time.Sleep(time.Nanosecond)
		synctest.Wait()
		require.Equal(t, "ana", g.agentOf("c1"))
		require.Equal(t, "ben", g.agentOf("answered"))
		time.Sleep(time.Hour)
		g.wake()
		require.Len(t, only[usher.HandOver](g.host.of("c1")), 1)
		require.Equal(t, asked.Until, only[usher.HandOver](g.host.of("c1"))[0].At)
		require.Equal(t, usher.StateAssigned, g.say("c1", "m2", "too late").Of().State, "row 69: a late answer answers nothing")
		stop()
		stopOther()
	})
}

// A place in the queue ends at its time.
func TestRouterRunEndsAPlaceInTheQueue(t *testing.T) {
	t.Parallel()
	for _, encode := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			g, stop := running(t, func(c *usher.Config) {
				c.EncodeRuns = encode
				c.Desk.Agents[1].Status = usher.Offline // ben
				c.Workflow = flow(usher.Assign{Team: "sales", For: 10 * time.Minute, TimedOut: usher.Steps{
					usher.SendMessage{Text: "sorry"}, usher.Assign{Team: "support"},
				}})
			})
			defer stop()
			start := time.Now()
			g.say("c1", "m1", "hello")
			g.say("c2", "m1", "hello")
			time.Sleep(9 * time.Minute)
			_, err := g.router.CloseConversation(t.Context(), "c2", usher.CloseConversation{})
			require.NoError(t, err)
			require.Equal(t, usher.StateQueued, g.state("c1"))
			time.Sleep(2 * time.Minute)
			require.Equal(t, "ana", g.agentOf("c1"))
			require.Equal(t, start.Add(10*time.Minute), only[usher.HandOver](g.host.all())[0].At)
			require.Equal(t, usher.StateClosed, g.state("c2"))
			_, err = g.router.SetStatus(t.Context(), "ben", usher.Online)
			require.NoError(t, err)
			require.Len(t, only[usher.HandOver](g.host.all()), 1)
		})
	}
}

// Row 67: timers are rows: a new process serves them at their time, without any other call.
func TestRouterRunServesTimersOfTheProcessBefore(t *testing.T) {
	t.Parallel()
	for _, down := range []time.Duration{time.Minute, time.Hour} { // back before the time, and after it
		synctest.Test(t, func(t *testing.T) {
			g, stop := running(t, func(c *usher.Config) { c.EncodeRuns = true })
			asked := g.say("c1", "m1", "hello").(usher.Asking)
			stop()
			time.Sleep(down)
			g.restart()
			back := time.Now()
			stop = serve(t, g.router.Run)
			time.Sleep(20 * time.Minute)
			handOvers := only[usher.HandOver](g.host.all())
			require.Len(t, handOvers, 1)
			require.Equal(t, map[bool]time.Time{true: asked.Until, false: back}[back.Before(asked.Until)], handOvers[0].At)
			stop()
		})
	}
}

// Row 68: thousands of timers of one second, and in between somebody writes.
func TestRouterRunServesTenThousandTimersOfOneSecond(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const conversations = 10_000
		g, stop := running(t, nil)
		for i := range conversations {
			g.say(fmt.Sprint("c", i), "m1", "hello")
		}
		time.Sleep(15 * time.Minute)
		g.say("new", "m1", "hello")
		synctest.Wait()
		handOvers := only[usher.HandOver](g.host.all())
		require.Len(t, handOvers, conversations)
		seen := map[string]bool{}
		for _, handOver := range handOvers {
			seen[handOver.Conversation] = true
			require.Equal(t, handOvers[0].At, handOver.At)
		}
		require.Len(t, seen, conversations)
		require.Equal(t, usher.Units(conversations)*usher.Unit, g.agent("ana").Load)
		stop()
	})
}

// Row 57: no goroutine belongs to a conversation or to a router: the bubble ends although none was stopped.
func TestRouterStartsNoGoroutine(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		g := newRig(t, func(c *usher.Config) { c.Now = time.Now })
		for i := range 10_000 {
			g.say(fmt.Sprint("c", i), "m1", "hello")
		}
		newRig(t, nil)
	})
}

// Row 57: nothing goes on after Run has returned, whatever was under way.
func TestRouterRunLeavesNothingBehind(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		slow := &crm{do: func(ctx context.Context, _ usher.ActionInput) (usher.ActionResult, error) {
			<-ctx.Done()
			return usher.ActionResult{}, ctx.Err()
		}}
		g := newRig(t, func(c *usher.Config) { c.Background, c.Now, c.Workflow = true, time.Now, lookUp(slow, usher.Do{}) })
		g.hook(func(ctx context.Context, _ usher.Effect) error {
			<-ctx.Done()
			return ctx.Err()
		})
		for i := range 10 {
			g.say(fmt.Sprint("c", i), "m1", "hello")
		}
		stop := serve(t, g.router.Run)
		time.Sleep(time.Second)
		require.NotEmpty(t, slow.called())
		stop()
		before := len(slow.called())
		time.Sleep(time.Hour)
		require.Len(t, slow.called(), before)
	})
}

// What is overdue and served by nobody is said once, and again only if it was served in between.
func TestRouterSaysOnceThatNothingServesIt(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	g := newRig(t, func(c *usher.Config) { c.Log = slog.New(slog.NewTextHandler(&log, nil)) })
	said := func() int { return strings.Count(log.String(), "overdue") }
	g.say("c1", "m1", "hello")
	g.clock.Advance(15*time.Minute + 30*time.Second)
	g.say("c2", "m1", "hello")
	require.Zero(t, said(), "a little late is not overdue")
	g.clock.Advance(5 * time.Minute)
	for i := range 5 {
		g.say("c3", fmt.Sprint("m", i), "hello")
		_, err := g.router.SetStatus(t.Context(), "ben", usher.Away)
		require.NoError(t, err)
	}
	require.Equal(t, 1, said())
	require.NotContains(t, log.String(), "Mia")
	g.wake()
	require.Equal(t, usher.StateAssigned, g.state("c1"))
	g.clock.Advance(time.Hour)
	g.say("c4", "m1", "hello")
	require.Equal(t, 2, said())
}

// A served router says nothing of the kind.
func TestRouterSaysNothingWhileItIsServed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		g, stop := running(t, func(c *usher.Config) { c.Log = slog.New(slog.NewTextHandler(&log, nil)) })
		for i := range 30 {
			g.say(fmt.Sprint("c", i), "m1", "hello")
			time.Sleep(time.Minute)
		}
		stop()
		require.Empty(t, log.String())
	})
}

// Wake is told that its context has ended; what it left is done by the next one.
func TestRouterWakeStopsWithItsContext(t *testing.T) {
	t.Parallel()
	for looks := 1; looks < 12; looks++ {
		g := newRig(t, nil)
		for i := range 5 {
			g.say(fmt.Sprint("c", i), "m1", "hello")
		}
		g.clock.Advance(15 * time.Minute)
		if looks == 1 {
			require.ErrorIs(t, g.router.Wake(ends(t.Context(), looks)), context.Canceled)
		} else {
			_ = g.router.Wake(ends(t.Context(), looks))
		}
		for range 3 {
			g.clock.Advance(2 * time.Second)
			g.wake()
		}
		require.Len(t, only[usher.HandOver](g.host.all()), 5, "%d looks", looks)
		require.Equal(t, 5*usher.Unit, g.agent("ana").Load)
	}
}

// One loop serves the routers of many tenants over one store, and each sees its own.
func TestRouterRunAllServesManyTenants(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		store := usher.NewMemoryStore()
		var rigs []*rig
		var routers []*usher.Router
		for i := range 100 {
			g := newRig(t, func(c *usher.Config) { c.Store, c.Now, c.Tenant = store, time.Now, fmt.Sprint("tenant ", i) })
			rigs, routers = append(rigs, g), append(routers, g.router)
		}
		stop := serve(t, func(ctx context.Context) error { return usher.RunAll(ctx, routers...) })
		for i, g := range rigs {
			time.Sleep(time.Duration(i) * time.Millisecond)
			g.say("c1", "m1", "hello")
		}
		time.Sleep(15 * time.Minute)
		synctest.Wait()
		keys := map[string]bool{}
		for i, g := range rigs {
			require.Len(t, only[usher.HandOver](g.host.all()), 1)
			for _, e := range g.host.all() {
				require.Equal(t, fmt.Sprint("tenant ", i), e.Head().Tenant)
				keys[e.Key()] = true
			}
		}
		require.Len(t, keys, 200)
		stop()
	})
}

// A conversation whose last possible agent goes away takes its exit in the same call.
func TestRouterTakesTheExitInTheCallThatLeavesNobody(t *testing.T) {
	t.Parallel()
	for name, leave := range map[string]func(ctx context.Context, g *rig) error{
		"removed": func(ctx context.Context, g *rig) error {
			_, err := g.router.RemoveAgent(ctx, "ben")
			return err
		},
		"other team": func(ctx context.Context, g *rig) error {
			_, err := g.router.SetAgent(ctx, usher.Agent{ID: "ben", Teams: []string{"support"}})
			return err
		},
		"new desk": func(ctx context.Context, g *rig) error {
			desk := office()
			desk.Agents = desk.Agents[:1]
			_, err := g.router.Use(ctx, usher.Definition{Desk: &desk})
			return err
		},
	} {
		for _, had := range []bool{false, true} { // ben had it, or it waited for him
			t.Run(fmt.Sprintf("%s, had it %t", name, had), func(t *testing.T) {
				t.Parallel()
				g := newRig(t, func(c *usher.Config) {
					if !had {
						c.Desk.Agents[1].Status = usher.Offline
					}
					c.Workflow = flow(usher.Assign{Team: "sales", NobodyCan: toTeam("support")})
				})
				g.say("c1", "m1", "hello")
				if name == "other team" && had {
					_, err := g.router.SetStatus(t.Context(), "ben", usher.Offline)
					require.NoError(t, err)
				}
				require.NoError(t, leave(t.Context(), g))
				require.Equal(t, "ana", g.agentOf("c1"))
			})
		}
	}
}
