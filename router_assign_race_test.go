package usher_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher"
)

// Rows 18, 19 and 29: release and enqueue race each other from many goroutines, and no wake-up is lost: without any
// call but those, without a clock and without a sweeper, everybody is served in the end. One that was lost would leave
// the bubble with nobody at work.
func TestRouterAssignLosesNoWakeUpInAStorm(t *testing.T) {
	t.Parallel()
	for _, within := range []time.Duration{0, time.Hour} {
		t.Run(fmt.Sprintf("accept within %s", within), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) { rush(t, within) })
		})
	}
}

func rush(t *testing.T, within time.Duration) {
	t.Helper()
	const conversations, workers = 400, 16
	asked, owned := make(chan usher.Offer, 2*conversations), make(chan usher.HandOver, 2*conversations)
	rare := usher.Assign{Team: "support", Must: usher.Skills{"rare": 1}, AcceptWithin: within}
	g := newRig(t, func(c *usher.Config) {
		c.EncodeRuns = false
		c.Workflow = flow(usher.When(`message.text == "rare"`, rare).Else(usher.Assign{Team: "support", AcceptWithin: within}))
		c.Desk.Agents = c.Desk.Agents[2:]
		for i := range 5 {
			agent := usher.Agent{ID: fmt.Sprint("agent ", i), Teams: []string{"support"}, Status: usher.Online}
			if i == 0 {
				agent.Skills = usher.Skills{"rare": 1}
			}
			c.Desk.Agents = append(c.Desk.Agents, agent)
		}
	})
	g.hook(func(_ context.Context, e usher.Effect) error {
		switch e := e.(type) {
		case usher.Offer:
			asked <- e
		case usher.HandOver:
			owned <- e
		}
		return nil
	})
	var callers, agents sync.WaitGroup
	for worker := range workers {
		callers.Go(func() {
			for i := worker; i < conversations; i += workers {
				text := []string{"hello", "hello", "hello", "rare"}[i%4]
				if _, err := g.router.Route(t.Context(), conversation(fmt.Sprint("c", i), fmt.Sprint("m", i), text)); err != nil {
					t.Error(err)
				}
			}
		})
		agents.Go(func() {
			for offer := range asked {
				if _, err := g.router.Accept(t.Context(), offer.Conversation, offer.Agent); err != nil {
					t.Error(err)
				}
			}
		})
		agents.Go(func() {
			for its := range owned {
				if _, err := g.router.CloseConversation(t.Context(), its.Conversation, usher.CloseConversation{}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	callers.Wait()
	synctest.Wait() // everybody waits for something to do
	waiting, err := g.router.Waiting(t.Context())
	require.NoError(t, err)
	require.Empty(t, waiting, "nobody is at work any more, and these still wait")
	close(asked)
	close(owned)
	agents.Wait()
	require.Len(t, only[usher.HandOver](g.host.all()), conversations)
	require.Len(t, only[usher.Close](g.host.all()), conversations)
}

// Rows 21 and 32: two agents accept at once, on two nodes that take the shard from each other: the one who is asked has
// it, the other one is told so, and by hand beats automatic.
func TestRouterAssignGivesAnOfferToOneOfTwoWhoAccept(t *testing.T) {
	t.Parallel()
	for round := range 40 {
		left := newRig(t, func(c *usher.Config) {
			c.Workflow = flow(usher.Assign{Team: "support", AcceptWithin: time.Minute})
			c.Desk.Agents = append(c.Desk.Agents, usher.Agent{ID: "zoe", Teams: []string{"support"}, Status: usher.Online})
		})
		left.say("c1", "m1", "hello")
		right := newRig(t, func(c *usher.Config) {
			*c = left.cfg
		})
		supervised := round%2 == 0
		var results [3]error
		var all sync.WaitGroup
		start := make(chan bool)
		for i, call := range []func() error{
			func() error { _, err := left.router.Accept(t.Context(), "c1", "ana"); return err },
			func() error { _, err := right.router.Accept(t.Context(), "c1", "zoe"); return err },
			func() error {
				if !supervised {
					return nil
				}
				_, err := right.router.Transfer(t.Context(), "c1", usher.Transfer{Agent: "dora", RequestID: "r1"})
				return err
			},
		} {
			all.Go(func() {
				<-start
				results[i] = call()
			})
		}
		close(start)
		all.Wait()
		require.ErrorIs(t, results[1], usher.ErrConflict, "zoe was not asked")
		require.NoError(t, results[2])
		want := "ana"
		if supervised {
			want = "dora"
			require.True(t, results[0] == nil || errors.Is(results[0], usher.ErrConflict), "%v", results[0])
		} else {
			require.NoError(t, results[0])
		}
		require.Equal(t, want, right.agentOf("c1"))
		for _, id := range []string{"ana", "zoe", "dora"} {
			load := usher.Units(0)
			if id == want {
				load = usher.Unit
			}
			require.Equal(t, load, right.agent(id).Load, id)
		}
	}
}

// Row 26: two nodes over one store do not both choose the agent with the least to do: the one that owns the shard decides,
// and the other one sees what it has decided.
func TestRouterAssignSpreadsWorkOverTheAgentsOnTwoNodes(t *testing.T) {
	t.Parallel()
	crew := func(c *usher.Config) {
		c.Workflow = flow(usher.Assign{Team: "support"})
		c.Desk.Agents = c.Desk.Agents[2:]
		for i := range 10 {
			c.Desk.Agents = append(c.Desk.Agents, usher.Agent{ID: fmt.Sprint("agent ", i), Teams: []string{"support"}, Status: usher.Online, Capacity: 3})
		}
	}
	t.Run("in turns", func(t *testing.T) {
		t.Parallel()
		left := newRig(t, crew)
		right := newRig(t, func(c *usher.Config) { *c = left.cfg })
		for round := range 3 {
			busy := map[string]bool{}
			for i := range 10 {
				node := []*rig{left, right}[(round+i)%2]
				agent := ownerOf(node.say(fmt.Sprint("c", round, "/", i), "m1", "hello"))
				require.False(t, busy[agent], "%s has one of this round already", agent)
				busy[agent] = true
			}
		}
		require.Equal(t, usher.StateQueued, left.say("one more", "m1", "hello").Of().State)
	})
	t.Run("at once", func(t *testing.T) {
		t.Parallel()
		left := newRig(t, crew)
		right := newRig(t, func(c *usher.Config) { *c = left.cfg })
		var all sync.WaitGroup
		for i := range 36 {
			node := []*rig{left, right}[i%2]
			all.Go(func() {
				for range 50 {
					_, err := node.router.Route(t.Context(), conversation(fmt.Sprint("c", i), fmt.Sprint("m", i), "hello"))
					if err == nil {
						return
					}
					if !errors.Is(err, usher.ErrUnavailable) {
						t.Error(err)
						return
					}
				}
				t.Error("50 tries")
			})
		}
		all.Wait()
		left.wake()
		agents, err := left.router.Agents(t.Context())
		require.NoError(t, err)
		for _, a := range agents[1:] {
			require.Equal(t, a.Capacity, a.Load, "%s is full, and no fuller", a.Agent.ID)
		}
		waiting, err := left.router.Waiting(t.Context())
		require.NoError(t, err)
		require.Len(t, waiting, 6)
	})
}
