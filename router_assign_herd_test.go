package usher_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher"
)

// countingStore counts what is asked of a store.
type countingStore struct {
	usher.Store
	commits, others atomic.Int64
}

func (s *countingStore) Load(ctx context.Context, lease usher.Lease) (*usher.Rows, error) {
	s.others.Add(1)
	return s.Store.Load(ctx, lease)
}

func (s *countingStore) Fetch(ctx context.Context, lease usher.Lease, key usher.Key) (usher.Found, error) {
	s.others.Add(1)
	return s.Store.Fetch(ctx, lease, key)
}

func (s *countingStore) Commit(ctx context.Context, lease usher.Lease, head uint64, batch *usher.Batch) error {
	s.commits.Add(1)
	return s.Store.Commit(ctx, lease, head, batch)
}

const (
	herdWaiting  = 5000
	herdAgents   = 200
	herdCapacity = 5
)

func herdStaff(status usher.Status) []usher.Agent {
	staff := make([]usher.Agent, herdAgents)
	for i := range staff {
		staff[i] = usher.Agent{ID: fmt.Sprintf("agent %03d", i), Teams: []string{"support"}, Capacity: herdCapacity, Status: status}
	}
	return staff
}

// newHerd is a support team of which nobody is there, with five thousand who wait for it.
func newHerd(t *testing.T, change func(*usher.Desk)) (*rig, *countingStore) {
	t.Helper()
	store := &countingStore{Store: usher.NewMemoryStore()}
	g := newRig(t, func(c *usher.Config) {
		c.Store, c.EncodeRuns, c.Workflow = store, false, flow(usher.Assign{Team: "support"})
		c.Desk.Agents = append(c.Desk.Agents[2:], herdStaff(usher.Offline)...)
		if change != nil {
			change(&c.Desk)
		}
	})
	for i := range herdWaiting {
		g.say(herdID(i), "m1", "hello")
	}
	g.clock.Advance(time.Hour)
	g.wake()
	store.commits.Store(0)
	store.others.Store(0)
	return g, store
}

func herdID(i int) string { return fmt.Sprintf("c%04d", i) }

// requireServed: those who came first have been handed over, in their order, and nobody else.
func requireServed(t *testing.T, outcomes []usher.Outcome, from, n int) {
	t.Helper()
	require.Len(t, outcomes, n)
	for i, outcome := range outcomes {
		require.Equal(t, herdID(from+i), outcome.Of().Conversation)
		require.Equal(t, usher.StateAssigned, outcome.Of().State)
	}
}

// Row 25: the shift opens on five thousand who wait. Everybody who comes takes all that fits, in the very call, from the
// head of the queue; the store is asked for one commit a call and one note of the deliveries, however many were matched.
func TestRouterAssignServesAHerdAgentByAgent(t *testing.T) {
	t.Parallel()
	g, store := newHerd(t, nil)
	for i := range herdAgents {
		outcomes, err := g.router.SetStatus(t.Context(), fmt.Sprintf("agent %03d", i), usher.Online)
		require.NoError(t, err)
		requireServed(t, outcomes, i*herdCapacity, herdCapacity)
	}
	require.LessOrEqual(t, store.commits.Load(), int64(2*herdAgents))
	require.LessOrEqual(t, store.others.Load(), int64(herdAgents))
	g.restart()
	waiting, err := g.router.Waiting(t.Context())
	require.NoError(t, err)
	require.Len(t, waiting, herdWaiting-herdAgents*herdCapacity, "nobody is given more when it is looked at again")
}

// Row 25: two hundred appear in one call.
func TestRouterAssignServesAHerdAtOnce(t *testing.T) {
	t.Parallel()
	g, store := newHerd(t, func(d *usher.Desk) {
		d.Agents = append(d.Agents[:1:1], usher.Agent{ID: "late", Teams: []string{"support"}})
	})
	desk := g.cfg.Desk
	desk.Agents = append(desk.Agents[:1:1], herdStaff(usher.Online)...)
	outcomes, err := g.router.Use(t.Context(), usher.Definition{Desk: &desk})
	require.NoError(t, err)
	requireServed(t, outcomes, 0, herdAgents*herdCapacity)
	require.LessOrEqual(t, store.commits.Load(), int64(2))
	agents, err := g.router.Agents(t.Context())
	require.NoError(t, err)
	for _, a := range agents[1:] {
		require.Equal(t, a.Capacity, a.Load, a.Agent.ID)
	}
}

// Row 25: with a ramp each of them gets two in his first minute, whatever he closes meanwhile, and all that fits when it
// is over.
func TestRouterAssignRampsUpAHerd(t *testing.T) {
	t.Parallel()
	g, _ := newHerd(t, func(d *usher.Desk) { d.RampUp = usher.RampUp{Conversations: 2, Per: time.Minute} })
	for i := range herdAgents {
		outcomes, err := g.router.SetStatus(t.Context(), fmt.Sprintf("agent %03d", i), usher.Online)
		require.NoError(t, err)
		requireServed(t, outcomes, 2*i, 2)
	}
	g.clock.Advance(time.Minute - time.Nanosecond)
	outcomes, err := g.router.CloseConversation(t.Context(), herdID(0), usher.CloseConversation{})
	require.NoError(t, err)
	require.Len(t, outcomes, 1, "who has closed one gets no third one yet")
	g.wake()
	require.Len(t, only[usher.HandOver](g.host.all()), 2*herdAgents)
	g.clock.Advance(time.Nanosecond)
	require.False(t, g.due().After(g.clock.Now()), "the end of the ramp is known")
	g.wake()
	agents, err := g.router.Agents(t.Context())
	require.NoError(t, err)
	for _, a := range agents[1:] {
		require.Equal(t, a.Capacity, a.Load, a.Agent.ID)
	}
	require.Len(t, only[usher.HandOver](g.host.all()), herdAgents*herdCapacity+1)
}
