package usher_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"runtime"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher"
)

var errNetwork = errors.New("the network is down")

// twoTexts sends two texts and assigns.
func twoTexts() usher.Flow {
	return flow(usher.SendMessage{Text: "one"}, usher.SendMessage{Text: "two"}, usher.Assign{Team: "support"})
}

// Rows 47 and 48: an effect that fails holds up those behind it in its own conversation, and nobody else.
func TestRouterRetriesADeliveryInOrderWithBackOff(t *testing.T) {
	t.Parallel()
	for _, how := range []string{"errors", "panics"} {
		t.Run(how, func(t *testing.T) {
			t.Parallel()
			g := newRig(t, func(c *usher.Config) { c.Workflow = twoTexts() })
			failures := 5
			var tries []time.Time
			g.hook(func(_ context.Context, e usher.Effect) error {
				send, ok := e.(usher.Send)
				if !ok || send.Conversation != "c1" || send.Text != "one" {
					return nil
				}
				tries = append(tries, g.clock.Now())
				if failures--; failures < 0 {
					return nil
				}
				if how == "panics" {
					panic("the provider's library is broken")
				}
				return errNetwork
			})
			outcome := g.say("c1", "m1", "hello")
			require.Equal(t, usher.StateAssigned, outcome.Of().State, "the decision does not wait for the delivery")
			g.say("c2", "m1", "hello")
			require.Len(t, g.host.of("c2"), 3, "others are not held up")
			for range 600 {
				g.clock.Advance(100 * time.Millisecond)
				g.wake()
			}
			require.Len(t, g.host.of("c1"), 3)
			require.Equal(t, []string{"one", "two"}, texts(g.host.of("c1")))
			require.Len(t, tries, 6)
			for i := range 5 {
				wait, least := tries[i+1].Sub(tries[i]), time.Second<<i
				require.GreaterOrEqual(t, wait, least, "try %d", i+2)
				require.LessOrEqual(t, wait, least*5/4+200*time.Millisecond, "try %d", i+2)
			}
			g.say("c1", "m2", "more")
			require.Equal(t, 6, g.host.triesOf(g.host.of("c1")[0].Key()), "what was delivered is not delivered again")
		})
	}
}

// A Deliver that hangs gets a context that ends; the call comes back, and Run delivers later.
func TestRouterDoesNotHangWithTheHost(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		g := newRig(t, func(c *usher.Config) { c.Workflow, c.Now = twoTexts(), time.Now })
		hanging := true
		g.hook(func(ctx context.Context, _ usher.Effect) error {
			if hanging {
				<-ctx.Done()
				return ctx.Err()
			}
			return nil
		})
		start := time.Now()
		g.say("c1", "m1", "hello")
		require.Equal(t, 10*time.Second, time.Since(start), "DeliverWithin")
		hanging = false
		ctx, stop := context.WithTimeout(t.Context(), time.Minute)
		defer stop()
		require.ErrorIs(t, g.router.Run(ctx), context.DeadlineExceeded)
		require.Len(t, g.host.of("c1"), 3)
	})
}

// A question that cannot be delivered takes its exit, or the fallback serves it.
func TestRouterTakesTheExitOfAnUndeliverableQuestion(t *testing.T) {
	t.Parallel()
	ask := usher.AskQuestion{Text: "Your name?"}
	exit := ask
	exit.Undelivered = toTeam("sales")
	for name, c := range map[string]struct {
		step usher.Step
		team string
	}{
		"exit":     {exit, "sales"},
		"fallback": {ask, "supervisors"},
		"message":  {usher.SendMessage{Text: "One moment", Undelivered: toTeam("sales")}, "sales"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := newRig(t, func(cfg *usher.Config) { cfg.Workflow = flow(c.step, usher.Assign{Team: "support"}) })
			g.hook(func(_ context.Context, e usher.Effect) error {
				if _, ok := e.(usher.Send); ok {
					return fmt.Errorf("the number does not exist: %w", usher.ErrUndeliverable)
				}
				return nil
			})
			outcome := g.say("c1", "m1", "hello").(usher.Assigned)
			require.Equal(t, c.team, outcome.Team)
			require.Equal(t, c.team == "supervisors", outcome.Fallback != "")
			require.Contains(t, outcome.Explain(), "the number does not exist")
			require.Len(t, only[usher.HandOver](g.host.all()), 1)
			require.Equal(t, outcome, g.say("c1", "m1", "hello"), "the record has the end")
			g.restart()
			g.wake()
			require.Len(t, only[usher.HandOver](g.host.all()), 1)
		})
	}
}

// Row 48: an effect is given up after its time, with the reason; what is behind it goes out.
func TestRouterGivesUpAnEffectAfterItsTime(t *testing.T) {
	t.Parallel()
	for _, restarts := range []bool{false, true} {
		var log bytes.Buffer
		g := newRig(t, func(c *usher.Config) {
			c.Workflow, c.DeliverFor, c.Log = twoTexts(), time.Hour, slog.New(slog.NewTextHandler(&log, nil))
		})
		g.hook(func(_ context.Context, e usher.Effect) error {
			if send, ok := e.(usher.Send); ok && send.Text == "one" {
				return errNetwork
			}
			return nil
		})
		g.say("c1", "m1", "hello")
		for range 70 {
			g.clock.Advance(time.Minute)
			g.wake()
			if restarts {
				g.restart()
			}
		}
		g.wake()
		require.Equal(t, []string{"two"}, texts(g.host.of("c1")), "restarts %t", restarts)
		require.Len(t, only[usher.HandOver](g.host.of("c1")), 1)
		require.Contains(t, log.String(), "cannot be delivered")
		require.NotContains(t, log.String(), "hello")
		view := g.view("c1")
		require.Len(t, view.Undeliverable, 1)
		require.Contains(t, view.Undeliverable[0], errNetwork.Error())
	}
}

// A text with an undelivered exit makes the run wait for its delivery, across errors and restarts.
func TestRouterWaitsForTheDelivery(t *testing.T) {
	t.Parallel()
	for _, restarted := range []bool{false, true} {
		g := newRig(t, func(c *usher.Config) {
			c.Workflow = flow(usher.SendMessage{Text: "One moment", Undelivered: toTeam("sales")}, askTopic(), usher.Assign{Team: "support"})
		})
		down := true
		g.hook(func(context.Context, usher.Effect) error {
			if down {
				return errNetwork
			}
			return nil
		})
		waiting := g.say("c1", "m1", "hello").(usher.Waiting)
		require.Equal(t, "delivery", waiting.For)
		require.Equal(t, usher.StateWaiting, g.say("c1", "m2", "Support").Of().State, "a message meanwhile is kept")
		if restarted {
			g.restart()
		}
		down = false
		g.clock.Advance(2 * time.Second)
		g.wake()
		require.Equal(t, usher.StateAssigned, g.state("c1"), "delivered, asked, answered by what was kept")
		require.Equal(t, []string{"One moment", "Sales or Support?"}, texts(g.host.all()))
	}
}

// The host learns later that an effect did not arrive.
func TestRouterTakesTheExitThatTheChannelReportsLater(t *testing.T) {
	t.Parallel()
	g := newRig(t, func(c *usher.Config) {
		c.Workflow = flow(usher.AskQuestion{Text: "Name?"}, usher.AskQuestion{Text: "Age?", Undelivered: toTeam("sales")}, usher.Assign{Team: "support"})
	})
	g.say("c1", "m1", "hello")
	first := g.host.all()[0].Key()
	g.say("c1", "m2", "Mia")
	second := g.host.all()[1].Key()
	for _, key := range []string{first, "no key of ours"} {
		outcome, err := g.router.Undelivered(t.Context(), "c1", key, "blocked")
		require.NoError(t, err)
		require.Equal(t, usher.StateAsking, outcome.Of().State, "%s is not what it waits for", key)
	}
	for range 2 { // and again, as channels do
		outcome, err := g.router.Undelivered(t.Context(), "c1", second, "blocked")
		require.NoError(t, err)
		require.Equal(t, "ben", ownerOf(outcome))
	}
	require.Len(t, only[usher.HandOver](g.host.all()), 1)
	_, err := g.router.Undelivered(t.Context(), "nobody", second, "")
	require.ErrorIs(t, err, usher.ErrUnknown)
}

// Deliver may call the router, for its own conversation too.
func TestRouterMayBeCalledByDeliver(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) { // a deadlock ends the test
		g := newRig(t, nil)
		g.hook(func(ctx context.Context, e usher.Effect) error {
			id := e.Head().Conversation
			switch e := e.(type) {
			case usher.Send:
				if e.Question == 1 {
					_, err := g.router.Route(ctx, conversation(id, id+"/answer", "Sales"))
					require.NoError(t, err)
				}
			case usher.HandOver:
				_, err := g.router.AgentWrote(ctx, id, usher.AgentMessage{Agent: e.Agent, ID: "w/" + id, Text: "Hi!"})
				require.NoError(t, err)
				require.NoError(t, g.router.Wake(ctx))
				_, err = g.router.CloseConversation(ctx, id, usher.CloseConversation{Category: "quick"})
				require.NoError(t, err)
			case usher.Close:
				_, err := g.router.Conversation(ctx, id)
				require.NoError(t, err)
			}
			return nil
		})
		g.say("c1", "m1", "hello")
		require.Equal(t, usher.StateClosed, g.state("c1"))
		require.Len(t, g.host.all(), 3)
		for i, e := range g.host.all() {
			require.Equal(t, uint64(i+1), e.Head().Number)
		}
	})
}

// A contact may be erased while something is on its way to him.
func TestRouterMayForgetAContactDuringADelivery(t *testing.T) {
	t.Parallel()
	for _, again := range []bool{false, true} {
		g := newRig(t, nil)
		forgotten := false
		g.hook(func(ctx context.Context, e usher.Effect) error {
			if forgotten {
				return nil
			}
			forgotten = true
			_, err := g.router.Forget(ctx, e.Head().ContactID)
			require.NoError(t, err)
			if again { // and he writes at once: a new conversation under the old name
				_, err = g.router.Route(ctx, conversation("c1", "c1/m2", "hello"))
				require.NoError(t, err)
			}
			return nil
		})
		require.NotPanics(t, func() { g.say("c1", "m1", "hello") })
		g.clock.Advance(time.Second)
		g.wake()
		if again {
			require.Equal(t, usher.StateAsking, g.state("c1"))
			require.Equal(t, 2, g.host.triesOf(g.host.all()[0].Key()), "the question of the new conversation is sent")
		}
	}
}

// Row 47: whatever comes from where, a conversation's effects come in order and one at a time.
func TestRouterDeliversInOrderUnderConcurrency(t *testing.T) {
	t.Parallel()
	g := newRig(t, func(c *usher.Config) {
		c.Limits = usher.Limits{Turns: 1 << 20, PerMinute: 1 << 20}
		c.Workflow = flow(usher.AskQuestion{Text: "Name?", Tries: 2, Type: usher.NumberAnswer, Else: usher.Steps{
			usher.SendMessage{Text: "one"}, usher.SendMessage{Text: "two"}, usher.CloseConversation{},
		}}, usher.CloseConversation{})
	})
	var mu sync.Mutex
	last, busy := map[string]uint64{}, map[string]bool{}
	random := rand.New(rand.NewPCG(7, 7))
	g.hook(func(_ context.Context, e usher.Effect) error {
		head := e.Head()
		mu.Lock()
		defer mu.Unlock()
		if busy[head.Conversation] || head.Number != last[head.Conversation]+1 {
			t.Errorf("effect %d of %s came after %d, busy %t", head.Number, head.Conversation, last[head.Conversation], busy[head.Conversation])
		}
		busy[head.Conversation] = true
		fails := random.IntN(4) == 0
		mu.Unlock()
		for range 100 { // others come in between
			runtime.Gosched()
		}
		mu.Lock()
		busy[head.Conversation] = false
		if fails {
			return errNetwork
		}
		last[head.Conversation] = head.Number
		return nil
	})
	var all sync.WaitGroup
	for worker := range 8 {
		all.Go(func() {
			for i := range 40 {
				id := fmt.Sprint("c", (worker+i)%5)
				if _, err := g.router.Route(t.Context(), conversation(id, fmt.Sprint(worker, "/", i), "no number")); err != nil {
					t.Error(err)
				}
				if i%5 == 0 {
					g.clock.Advance(2 * time.Second)
					_ = g.router.Wake(t.Context())
				}
			}
		})
	}
	all.Wait()
	for range 200 {
		g.clock.Advance(time.Minute)
		g.wake()
	}
	for i := range 5 {
		id := fmt.Sprint("c", i)
		require.Equal(t, uint64(len(g.host.of(id))), last[id])
		require.Len(t, only[usher.Close](g.host.of(id)), len(texts(g.host.of(id)))/4, "two questions, two texts, one close")
	}
}
