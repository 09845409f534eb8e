package usher_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher"
)

// newTenants are two tenants over one store, with agents, teams, contacts and conversations of the same names.
func newTenants(t *testing.T, change func(c *usher.Config)) (acme, globex *rig) {
	t.Helper()
	store := usher.NewMemoryStore()
	tenant := func(name string) *rig {
		return newRig(t, func(c *usher.Config) {
			c.Store, c.Tenant = store, name
			change(c)
		})
	}
	return tenant("acme"), tenant("globex")
}

// Row 41: the agents of one tenant are never given, asked about, or able to touch what is another one's, though
// everything has the same name.
func TestRouterAssignKeepsTenantsApart(t *testing.T) {
	t.Parallel()
	acme, globex := newTenants(t, func(c *usher.Config) {
		c.Workflow = flow(usher.Assign{Team: "support", AcceptWithin: time.Minute})
		c.Desk.Agents[0].Capacity = 1
	})
	acme.say("c1", "m1", "hello")
	require.Equal(t, usher.StateOffered, acme.state("c1"))
	for name, call := range map[string]func() ([]usher.Outcome, error){
		"accept":  func() ([]usher.Outcome, error) { return globex.router.Accept(t.Context(), "c1", "ana") },
		"decline": func() ([]usher.Outcome, error) { return globex.router.Decline(t.Context(), "c1", "ana") },
		"hold":    func() ([]usher.Outcome, error) { return globex.router.Hold(t.Context(), "c1", "ana") },
		"transfer": func() ([]usher.Outcome, error) {
			return globex.router.Transfer(t.Context(), "c1", usher.Transfer{Team: "sales", RequestID: "r"})
		},
		"close": func() ([]usher.Outcome, error) {
			return globex.router.CloseConversation(t.Context(), "c1", usher.CloseConversation{})
		},
	} {
		_, err := call()
		require.ErrorIs(t, err, usher.ErrUnknown, name)
	}
	require.Equal(t, usher.StateOffered, acme.state("c1"))
	require.Zero(t, globex.agent("ana").Load, "the other ana has nothing to do")

	globex.say("c1", "m1", "hello") // she is free, whatever her namesake is asked
	require.Equal(t, usher.StateOffered, globex.state("c1"))
	_, err := globex.router.Decline(t.Context(), "c1", "ana")
	require.NoError(t, err)
	_, err = acme.router.Accept(t.Context(), "c1", "ana")
	require.NoError(t, err)
	_, err = globex.router.Accept(t.Context(), "c1", "ana")
	require.ErrorIs(t, err, usher.ErrConflict, "it is her namesake who owns hers")
	require.Equal(t, "ana", acme.agentOf("c1"))
	require.Equal(t, usher.StateQueued, globex.state("c1"))

	acme.say("c2", "m1", "hello")
	globex.turn(usher.Offline, "ana")
	globex.turn(usher.Online, "ana")
	require.Equal(t, usher.StateOffered, globex.state("c1"), "she is back, and is asked about her own")
	require.Equal(t, usher.StateQueued, acme.state("c2"), "and not about what waits for her namesake")
	for _, g := range []*rig{acme, globex} {
		for _, e := range g.host.all() {
			require.Equal(t, g.cfg.Tenant, e.Head().Tenant)
		}
	}
}

// Row 41: a day of random calls comes to the same for a tenant whatever goes on at another one over the same store.
func TestRouterAssignIsNotMovedByAnotherTenant(t *testing.T) {
	t.Parallel()
	for seed := range uint64(3) {
		change := func(c *usher.Config) {
			c.Desk, c.Workflow, c.EncodeRuns = dayDesk(0, seed), dayFlow(), false
			c.Limits = usher.Limits{Turns: 1 << 20, PerMinute: 1 << 20}
		}
		alone := newRig(t, func(c *usher.Config) {
			c.Tenant = "acme"
			change(c)
		})
		acme, globex := newTenants(t, change)
		script := newWorkday(alone, seed)
		noise := newWorkday(globex, seed+100)
		for n := range 120 {
			a := script.next()
			alone.insistOn(a)
			acme.insistOn(a)
			globex.insistOn(noise.next())
			if n%10 == 0 {
				acme.restart()
			}
		}
		requireSameState(t, stateOf(t, alone.router, dayIDs()...), stateOf(t, acme.router, dayIDs()...), fmt.Sprint("seed ", seed))
		requireSameLines(t, alone.host.set(), acme.host.set(), fmt.Sprint("the effects, seed ", seed))
	}
}

// newWorkday writes a script for a router.
func newWorkday(g *rig, seed uint64) *workday {
	return &workday{
		rig: g, random: rand.New(rand.NewPCG(seed, 7)), seed: seed,
		backAt: map[string]time.Time{}, wrapUntil: map[string]time.Time{}, onlineAt: map[string]time.Time{},
	}
}
