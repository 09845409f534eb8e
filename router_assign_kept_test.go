package usher_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher"
)

// Row 44: one agent whose connection comes and goes is not many agents.
func TestRouterAssignOneAgentWhoFlapsIsNotAMassOffline(t *testing.T) {
	t.Parallel()
	g := newRig(t, func(c *usher.Config) {
		c.Workflow = flow(usher.Assign{Team: "support"})
		c.Desk.MassOffline = usher.MassOffline{Agents: 3, Within: time.Minute, Keep: 10 * time.Minute}
	})
	for _, status := range []usher.Status{usher.Offline, usher.Online, usher.Offline, usher.Online} {
		_, err := g.router.SetStatus(t.Context(), "ana", status)
		require.NoError(t, err)
		g.clock.Advance(time.Second)
	}
	g.say("c1", "m1", "hello")
	_, err := g.router.SetStatus(t.Context(), "ana", usher.Offline)
	require.NoError(t, err)
	require.Equal(t, usher.StateQueued, g.state("c1"), "nobody but ana went offline")
}

// Row 44: a new process, or a commit that fails, in the middle of the outage does not switch the breaker off.
func TestRouterAssignMassOfflineOutlivesARestart(t *testing.T) {
	t.Parallel()
	g := newRig(t, func(c *usher.Config) {
		c.Workflow = flow(usher.Assign{Team: "support"})
		c.Desk.MassOffline = usher.MassOffline{Agents: 3, Within: time.Minute, Keep: 10 * time.Minute}
	})
	g.say("c1", "m1", "hello")
	for _, agent := range []string{"ben", "dora"} {
		_, err := g.router.SetStatus(t.Context(), agent, usher.Offline)
		require.NoError(t, err)
	}
	g.restart()
	_, err := g.router.SetStatus(t.Context(), "ana", usher.Offline)
	require.NoError(t, err)
	require.Equal(t, "ana", g.agentOf("c1"), "three agents went offline within a minute")
}

// Promise 8: the order of the desk breaks ties, and is the same for a router that has been restarted.
func TestRouterAssignARehiredAgentKeepsHisPlaceAfterARestart(t *testing.T) {
	t.Parallel()
	g := newRig(t, nil)
	_, err := g.router.RemoveAgent(t.Context(), "ana")
	require.NoError(t, err)
	_, err = g.router.SetAgent(t.Context(), usher.Agent{ID: "ana", Teams: []string{"support"}, Status: usher.Online})
	require.NoError(t, err)
	order := func() (ids []string) {
		agents, err := g.router.Agents(t.Context())
		require.NoError(t, err)
		for _, a := range agents {
			ids = append(ids, a.Agent.ID)
		}
		return ids
	}
	before := order()
	g.restart()
	require.Equal(t, before, order())
}

// placer is a custom step that asks for an agent.
type placer struct{ usher.Assign }

func (placer) Declare(d *usher.Declaration) { d.Ends(); d.Team("team", "support") }

func (p placer) Decide(t *usher.Turn) usher.Next {
	if exit, ok := t.Event().(usher.NotPlaced); ok {
		return usher.End(usher.CloseConversation{Category: exit.Exit})
	}
	return usher.Place(p.Assign)
}

// Row 67: what a custom step has placed keeps its stages, its offers and its strategy when the process is a new one.
func TestRouterAssignACustomPlacementOutlivesARestart(t *testing.T) {
	t.Parallel()
	for _, again := range []bool{false, true} {
		g := newRig(t, func(c *usher.Config) {
			c.Store = durableStore{usher.NewMemoryStore()}
			c.Desk.Agents[0].Status = usher.Away
			c.Workflow = flow(placer{usher.Assign{Team: "support", AcceptWithin: time.Minute}})
		})
		g.say("c1", "m1", "hello")
		if again {
			g.restart()
		}
		_, err := g.router.SetStatus(t.Context(), "ana", usher.Online)
		require.NoError(t, err)
		require.Equal(t, usher.StateOffered, g.state("c1"), "restarted %t", again)
	}
	for _, again := range []bool{false, true} {
		g := newRig(t, func(c *usher.Config) {
			c.Store = durableStore{usher.NewMemoryStore()}
			c.Desk.Agents[0].Status = usher.Away
			c.Workflow = flow(placer{usher.Assign{Team: "support", For: time.Minute, Stages: []usher.Stage{{Team: "sales"}}}})
		})
		g.say("c1", "m1", "hello")
		if again {
			g.restart()
		}
		g.clock.Advance(time.Minute)
		g.wake()
		require.Equal(t, "ben", g.agentOf("c1"), "restarted %t", again)
	}
}

// Row 38: a timer that was set twice to one instant is one timer.
func TestRouterAssignATimerThatWasSetTwiceIsOne(t *testing.T) {
	t.Parallel()
	for _, again := range []bool{true, false} {
		g := newRig(t, nil)
		g.say("c1", "m1", "hello")
		g.say("c1", "m2", "neither") // at the same instant: the question is asked again, with the same end
		if again {
			g.restart()
		}
		g.clock.Advance(15 * time.Minute)
		g.wake()
		require.Equal(t, "ana", g.agentOf("c1"))
		require.Empty(t, only[usher.Enqueue](g.host.all()), "ana was free: it never waited; restarted %t", again)
	}
}
