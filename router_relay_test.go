package usher_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher"
)

// Row 46: a process that dies between the sending and the mark sends again, under the same key and with the same content.
func TestRouterRepeatsAnEffectUnderItsKeyAfterACrash(t *testing.T) {
	t.Parallel()
	g := newRig(t, nil)
	g.say("c1", "m1", "hello") // the mark is not kept yet
	key := g.host.all()[0].Key()
	g.restart()
	g.wake()
	require.Equal(t, 2, g.host.triesOf(key))
	require.Empty(t, g.host.mixed)
	require.Len(t, g.host.all(), 1)
	g.restart()
	g.wake()
	require.Equal(t, 2, g.host.triesOf(key), "now it is marked")
}

// A router in the background answers at once and leaves the rest to Run.
func TestRouterInTheBackgroundLeavesTheWorkToRun(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		g := newRig(t, func(c *usher.Config) {
			c.Background, c.Now = true, time.Now
			c.Workflow = flow(
				usher.SendMessage{Text: "One moment"},
				usher.Do{Else: toTeam("supervisors"), Action: usher.ActionFunc(
					func(context.Context, usher.ActionInput) (usher.ActionResult, error) { return usher.ActionResult{}, nil },
				)},
				usher.SendMessage{Text: "Thank you", Undelivered: toTeam("supervisors")},
				usher.Assign{Team: "sales"},
			)
			c.Desk.Agents[1].Status = usher.Offline // ben
		})
		for i := range 100 {
			require.Equal(t, usher.StateWaiting, g.say(fmt.Sprint("c", i), "m1", "hello").Of().State)
		}
		require.Empty(t, g.host.all())
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan error)
		go func() { done <- g.router.Run(ctx) }()
		synctest.Wait()
		require.Len(t, only[usher.Enqueue](g.host.all()), 100)
		_, err := g.router.SetStatus(t.Context(), "ben", usher.Online)
		require.NoError(t, err)
		synctest.Wait()
		require.Len(t, only[usher.HandOver](g.host.all()), 100)
		g.say("new", "m1", "hello")
		synctest.Wait()
		require.Len(t, g.host.of("new"), 3)
		stop()
		require.ErrorIs(t, <-done, context.Canceled)
	})
}

// What Run could not deliver when it was stopped, the next Run delivers.
func TestRouterDeliversInTheNextRunWhatOneLeft(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const conversations = 200 // more than are delivered to at once
		g := newRig(t, func(c *usher.Config) { c.Background, c.Now = true, time.Now })
		hanging := true
		g.hook(func(ctx context.Context, _ usher.Effect) error {
			if hanging {
				<-ctx.Done()
				return ctx.Err()
			}
			return nil
		})
		for i := range conversations {
			g.say(fmt.Sprint("c", i), "m1", "hello")
		}
		ctx, stop := context.WithTimeout(t.Context(), 5*time.Second)
		defer stop()
		require.ErrorIs(t, g.router.Run(ctx), context.DeadlineExceeded)
		hanging = false
		ctx, stop = context.WithTimeout(t.Context(), time.Minute)
		defer stop()
		require.ErrorIs(t, g.router.Run(ctx), context.DeadlineExceeded)
		require.Len(t, g.host.all(), conversations)
	})
}

// Row 48: thousands of conversations whose host is down do not keep the others from being served.
func TestRouterServesOthersWhileManyDeliveriesHang(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		g := newRig(t, func(c *usher.Config) { c.Now, c.DeliverWithin = time.Now, time.Second })
		g.hook(func(ctx context.Context, e usher.Effect) error {
			if e.Head().Channel == "down" {
				<-ctx.Done()
				return ctx.Err()
			}
			return nil
		})
		var calls sync.WaitGroup
		for i := range 300 {
			calls.Go(func() {
				c := conversation(fmt.Sprint("down", i), fmt.Sprint("m", i), "hello")
				c.Channel = "down"
				_, err := g.router.Route(t.Context(), c)
				if err != nil {
					t.Error(err)
				}
			})
		}
		calls.Wait()
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan error)
		go func() { done <- g.router.Run(ctx) }()
		time.Sleep(2 * time.Second)
		start := time.Now()
		g.say("c1", "m1", "hello")
		require.Equal(t, start, time.Now(), "a call does not wait for other conversations' deliveries")
		require.Len(t, g.host.of("c1"), 1)
		time.Sleep(16 * time.Minute)
		require.Equal(t, usher.StateAssigned, g.state("c1"), "nor does its time-out")
		late := only[usher.HandOver](g.host.of("c1"))[0].At.Sub(start.Add(15 * time.Minute))
		require.Less(t, late, time.Minute)
		stop()
		require.ErrorIs(t, <-done, context.Canceled)
	})
}

// An effect that is given up late must not move a conversation that has gone on without it.
func TestRouterIgnoresTheFateOfAnOldQuestion(t *testing.T) {
	t.Parallel()
	for name, move := range map[string]func(g *rig){
		"transferred": func(g *rig) {
			_, err := g.router.Transfer(g.t.Context(), "c1", usher.Transfer{Agent: "ana", RequestID: "t1"})
			require.NoError(g.t, err)
		},
		"closed": func(g *rig) {
			_, err := g.router.CloseConversation(g.t.Context(), "c1", usher.CloseConversation{})
			require.NoError(g.t, err)
		},
		"answered": func(g *rig) { g.say("c1", "m2", "1") },
	} {
		for _, how := range []string{"reported", "given up"} {
			t.Run(name+", "+how, func(t *testing.T) {
				t.Parallel()
				g := newRig(t, func(c *usher.Config) {
					c.Workflow = flow(usher.AskQuestion{Text: "Name?", Undelivered: toTeam("sales")}, usher.Assign{Team: "support"})
				})
				var key string
				refuse := error(nil)
				if how == "given up" {
					refuse = errNetwork
				}
				g.hook(func(_ context.Context, e usher.Effect) error {
					if send, ok := e.(usher.Send); ok {
						key = send.Key()
						return refuse
					}
					return nil
				})
				g.say("c1", "m1", "hello")
				move(g)
				before := stateOf(t, g.router, "c1")
				load := g.agent("ana").Load
				if how == "reported" {
					_, err := g.router.Undelivered(t.Context(), "c1", key, "blocked")
					require.NoError(t, err)
				} else {
					refuse = usher.ErrUndeliverable
					g.clock.Advance(time.Minute)
					g.wake()
				}
				require.Equal(t, load, g.agent("ana").Load)
				require.Zero(t, g.agent("ben").Load)
				g.restart()
				g.wake()
				require.Equal(t, load, g.agent("ana").Load)
				require.Zero(t, g.agent("ben").Load)
				if how == "reported" {
					requireSameState(t, before, stateOf(t, g.router, "c1"), "the report")
				}
			})
		}
	}
}
