package usher_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher"
)

// newOutage is an office of four agents with a conversation each, a colleague who could take over, and a breaker that opens
// when three go offline within a minute.
func newOutage(t *testing.T, keep time.Duration) *rig {
	t.Helper()
	g := newRig(t, func(c *usher.Config) {
		c.Workflow = flow(usher.Assign{Team: "support", KeepWhenAway: keep})
		c.Desk.MassOffline = usher.MassOffline{Agents: 3, Within: time.Minute, Keep: 10 * time.Minute}
		c.Desk.Agents = c.Desk.Agents[2:]
		for i := range 4 {
			c.Desk.Agents = append(c.Desk.Agents, usher.Agent{ID: fmt.Sprint("agent ", i), Teams: []string{"support"}, Status: usher.Online})
		}
		c.Desk.Agents = append(c.Desk.Agents, usher.Agent{ID: "spare", Teams: []string{"support"}, Capacity: 9})
	})
	for i := range 4 {
		require.Equal(t, fmt.Sprint("agent ", i), ownerOf(g.say(fmt.Sprint("c", i), "m1", "hello")))
		g.clock.Advance(time.Second)
	}
	g.turn(usher.Online, "spare")
	return g
}

func (g *rig) turn(status usher.Status, agents ...string) {
	g.t.Helper()
	for _, agent := range agents {
		_, err := g.router.SetStatus(g.t.Context(), agent, status)
		require.NoError(g.t, err)
	}
}

// owners are the owners of the four conversations.
func (g *rig) owners() []string {
	g.t.Helper()
	var owners []string
	for i := range 4 {
		owners = append(owners, g.agentOf(fmt.Sprint("c", i)))
	}
	return owners
}

// Row 44: fewer than the number, or as many over a longer time, are just agents who have gone.
func TestRouterAssignBelievesThatAFewAgentsAreOffline(t *testing.T) {
	t.Parallel()
	g := newOutage(t, 0)
	g.turn(usher.Offline, "agent 0", "agent 1")
	require.Equal(t, []string{"spare", "spare", "agent 2", "agent 3"}, g.owners())
	g.clock.Advance(time.Minute) // the first two have left the window
	g.turn(usher.Offline, "agent 2")
	g.clock.Advance(time.Second)
	g.turn(usher.Offline, "agent 3")
	require.Equal(t, []string{"spare", "spare", "spare", "spare"}, g.owners())
	require.Len(t, only[usher.TakeBack](g.host.all()), 4, "each went back once")
	g.turn(usher.Away, "spare")
	g.clock.Advance(time.Hour)
	g.turn(usher.Offline, "spare")
	require.Equal(t, []string{"queued", "queued", "queued", "queued"}, g.owners())
}

// Row 44: from the number on it is the network: who goes offline then keeps what he has, and gets nothing new.
func TestRouterAssignKeepsTheWorkOfAMassOffline(t *testing.T) {
	t.Parallel()
	for _, again := range []bool{false, true} {
		t.Run(fmt.Sprintf("restarted %t", again), func(t *testing.T) {
			t.Parallel()
			g := newOutage(t, 0)
			g.turn(usher.Offline, "agent 0", "agent 1")
			g.clock.Advance(59 * time.Second)
			g.turn(usher.Offline, "agent 2", "agent 3")
			require.Equal(t, []string{"spare", "spare", "agent 2", "agent 3"}, g.owners(), "the third and the fourth are not believed")
			if again {
				g.restart()
			}
			require.Equal(t, "spare", ownerOf(g.say("new", "m1", "hello")), "nothing new for those who seem to be gone")
			trace, err := g.router.Explain(t.Context(), "c2")
			require.NoError(t, err)
			require.Contains(t, trace.Explain(), "agent 2 keeps it for 10m0s: 3 agents went offline within 1m0s")

			g.clock.Advance(9 * time.Minute)
			g.turn(usher.Online, "agent 2") // back in time
			g.clock.Advance(time.Minute - time.Nanosecond)
			g.wake()
			require.Equal(t, []string{"spare", "spare", "agent 2", "agent 3"}, g.owners())
			g.clock.Advance(time.Nanosecond)
			require.False(t, g.due().After(g.clock.Now()))
			g.wake()
			require.Equal(t, []string{"spare", "spare", "agent 2", "spare"}, g.owners(), "back too late, it is gone")
			g.turn(usher.Online, "agent 3")
			g.clock.Advance(time.Hour)
			g.wake()
			require.Equal(t, []string{"spare", "spare", "agent 2", "spare"}, g.owners())
			require.Len(t, only[usher.TakeBack](g.host.all()), 3, "each that went back went once")
			require.Len(t, only[usher.HandOver](g.host.of("c2")), 1, "and what was kept was never handed over again")
		})
	}
}

// Row 44: what the step says counts if it is longer; what the agent is asked about is no work of his, and goes on.
func TestRouterAssignKeepsTheLongerTimeInAMassOffline(t *testing.T) {
	t.Parallel()
	g := newOutage(t, 20*time.Minute)
	g.turn(usher.Offline, "agent 0", "agent 1", "agent 2", "agent 3")
	g.clock.Advance(20*time.Minute - time.Nanosecond)
	g.wake()
	require.Equal(t, []string{"agent 0", "agent 1", "agent 2", "agent 3"}, g.owners())
	g.clock.Advance(time.Nanosecond)
	g.wake()
	require.Equal(t, []string{"spare", "spare", "spare", "spare"}, g.owners())

	asked := newRig(t, func(c *usher.Config) {
		c.Workflow = flow(usher.Assign{Team: "support", AcceptWithin: time.Minute})
		c.Desk.MassOffline = usher.MassOffline{Agents: 1, Within: time.Minute, Keep: time.Minute}
	})
	asked.say("c1", "m1", "hello")
	asked.turn(usher.Offline, "ana")
	require.Equal(t, usher.StateQueued, asked.state("c1"), "an offer is withdrawn at once")
	asked.turn(usher.Online, "ana")
	require.Equal(t, usher.StateOffered, asked.state("c1"))
}

// Row 42: a connection that comes and goes moves nothing, as long as each absence is short, and no number of absences adds
// up to a long one.
func TestRouterAssignKeepsTheWorkOfAnAgentWhoFlaps(t *testing.T) {
	t.Parallel()
	g := newOutage(t, 2*time.Minute)
	for range 50 {
		g.turn(usher.Offline, "agent 0")
		g.clock.Advance(2*time.Minute - time.Nanosecond)
		g.wake()
		g.turn(usher.Online, "agent 0")
		g.clock.Advance(time.Second)
		g.wake()
	}
	require.Equal(t, []string{"agent 0", "agent 1", "agent 2", "agent 3"}, g.owners())
	require.Empty(t, only[usher.TakeBack](g.host.all()))
	require.Equal(t, usher.Unit, g.agent("agent 0").Load)
}
