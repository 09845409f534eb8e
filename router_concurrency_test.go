package usher_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher"
)

const (
	crowdAgents        = 8
	crowdConversations = 40
	crowdCapacity      = 3
)

var crowdTeams = []string{"sales", "support"}

// crowdAgent is one of the agents, in one of the ways in which he may be described; his capacity is always the same.
func crowdAgent(i, variant int) usher.Agent {
	teams := [][]string{{"sales"}, {"support"}, {"sales", "support"}}[variant%3]
	return usher.Agent{ID: fmt.Sprint("agent ", i), Teams: teams, Capacity: crowdCapacity, Status: usher.Status(variant % 3)}
}

func crowdDesk(variant int) usher.Desk {
	desk := usher.Desk{
		Teams: []usher.Team{{ID: "sales"}, {ID: "support", By: usher.RoundRobin{}}, {ID: "supervisors"}},
		Agents: []usher.Agent{
			{ID: "dora", Teams: []string{"supervisors"}, Capacity: 1000, Status: usher.Online},
			{ID: "always sales", Teams: []string{"sales"}, Capacity: 1}, {ID: "always support", Teams: []string{"support"}, Capacity: 1},
		},
		Fallback: usher.Fallback{Team: "supervisors"},
	}
	for i := range crowdAgents - variant {
		desk.Agents = append(desk.Agents, crowdAgent(i, i+variant))
	}
	return desk
}

// crowdFlow has everything that takes a turn: a question, an action, a queue with a time-out, an offer, a delivery.
func crowdFlow() usher.Flow {
	var calls atomic.Int64
	action := usher.ActionFunc(func(context.Context, usher.ActionInput) (usher.ActionResult, error) {
		runtime.Gosched()
		if calls.Add(1)%5 == 0 {
			return usher.ActionResult{}, errNetwork
		}
		return usher.ActionResult{}, nil
	})
	return flow(
		askTopic(),
		usher.Do{Action: action, Else: toTeam("support")},
		usher.SendMessage{Text: "One moment", Undelivered: toTeam("support")},
		usher.When(`topic == "Sales"`, usher.Assign{
			Team: "sales", For: 10 * time.Minute, AcceptWithin: 90 * time.Second, TimedOut: toTeam("support"),
		}).
			Else(usher.Assign{Team: "support", Priority: 1}),
	)
}

// crowd makes random calls.
type crowd struct {
	*rig
	random  *rand.Rand
	name    int
	n       int
	refused *atomic.Int64 // calls that found the store taken by another node
}

func (c *crowd) call(ctx context.Context, router *usher.Router) error {
	c.n++
	id := fmt.Sprint("c", c.random.IntN(crowdConversations))
	agent := c.random.IntN(crowdAgents)
	request := fmt.Sprint("request ", c.name, "/", c.n)
	var err error
	switch dice := c.random.IntN(100); {
	case dice < 12:
		err = c.answer(ctx, router)
	case dice < 50:
		message := conversation(id, request, []string{"hello", "Sales", "Support", "2"}[c.random.IntN(4)])
		message.Contact.ID = fmt.Sprint("contact ", len(id)) // a few contacts share all conversations
		_, err = router.Route(ctx, message)
	case dice < 65:
		_, err = router.SetStatus(ctx, fmt.Sprint("agent ", agent), usher.Status(c.random.IntN(3)))
	case dice < 80:
		_, err = router.CloseConversation(ctx, id, usher.CloseConversation{Category: "done"})
	case dice < 84:
		_, err = router.Transfer(ctx, id, usher.Transfer{Team: crowdTeams[c.random.IntN(2)], RequestID: request})
	case dice < 87:
		_, err = router.Transfer(ctx, id, usher.Transfer{Agent: fmt.Sprint("agent ", agent), RequestID: request})
	case dice < 91:
		_, err = router.AgentWrote(ctx, id, usher.AgentMessage{Agent: fmt.Sprint("agent ", agent), ID: request, Text: "Hi!"})
	case dice < 92:
		_, err = router.RemoveAgent(ctx, fmt.Sprint("agent ", agent))
	case dice < 94:
		_, err = router.SetAgent(ctx, crowdAgent(agent, c.random.IntN(9)))
	case dice < 95:
		desk := crowdDesk(c.random.IntN(3))
		_, err = router.Use(ctx, usher.Definition{Desk: &desk})
	case dice < 98:
		c.clock.Advance(time.Duration(c.random.IntN(60)) * time.Second)
		err = router.Wake(ctx)
	default:
		var agents []usher.AgentView
		if agents, err = router.Agents(ctx); err == nil {
			for _, a := range agents {
				if a.Load != usher.Units(len(a.Conversations)+len(a.Offered))*usher.Unit || a.Load > a.Capacity {
					return fmt.Errorf("%s has a load of %d, a capacity of %d, %v and %v", a.Agent.ID, a.Load, a.Capacity, a.Conversations, a.Offered)
				}
			}
		}
	}
	switch {
	case errors.Is(err, usher.ErrUnavailable) && c.refused != nil:
		c.refused.Add(1)
		return nil
	case errors.Is(err, usher.ErrInvalid), errors.Is(err, usher.ErrConflict):
		return nil
	}
	return err
}

// answer lets somebody who is asked accept or decline, or somebody put a conversation on hold, or take it up again.
func (c *crowd) answer(ctx context.Context, router *usher.Router) error {
	agents, err := router.Agents(ctx)
	if err != nil {
		return err
	}
	a := agents[c.random.IntN(len(agents))]
	for _, id := range a.Offered {
		call := []func(context.Context, string, string) ([]usher.Outcome, error){router.Accept, router.Accept, router.Decline}[c.random.IntN(3)]
		if _, err = call(ctx, id, a.Agent.ID); err != nil {
			return err
		}
	}
	for _, id := range a.Conversations {
		call := []func(context.Context, string, string) ([]usher.Outcome, error){router.Hold, router.Resume}[c.random.IntN(2)]
		if _, err = call(ctx, id, a.Agent.ID); err != nil {
			return err
		}
	}
	return nil
}

// crowdInvariants hold at rest.
func crowdInvariants(t *testing.T, g *rig) {
	t.Helper()
	agents, err := g.router.Agents(t.Context())
	require.NoError(t, err)
	owner := map[string]string{}
	for _, a := range agents {
		require.Len(t, slices.Concat(a.Conversations, a.Offered), int(a.Load/usher.Unit), "the load of %s", a.Agent.ID)
		require.LessOrEqual(t, a.Load, a.Capacity, "the load of %s", a.Agent.ID)
		if a.Status == usher.Offline {
			require.Zero(t, a.Load, "%s is offline", a.Agent.ID)
		}
		for _, id := range a.Conversations {
			require.Empty(t, owner[id], "%s has two owners", id)
			owner[id] = a.Agent.ID
		}
	}
	waiting, err := g.router.Waiting(t.Context())
	require.NoError(t, err)
	for _, queued := range waiting {
		for _, a := range agents {
			able := queued.Agent == a.Agent.ID || queued.Agent == "" && slices.Contains(a.Agent.Teams, queued.Team)
			able = able && a.Status == usher.Online && a.Load < a.Capacity
			require.False(t, able && !mayHaveRefused(t, g, queued.Conversation, a.Agent.ID),
				"%s waits for %s%s and %s is free", queued.Conversation, queued.Team, queued.Agent, a.Agent.ID)
		}
	}
	for i := range crowdConversations {
		id := fmt.Sprint("c", i)
		view, err := g.router.Conversation(t.Context(), id)
		if errors.Is(err, usher.ErrUnknown) {
			continue
		}
		require.NoError(t, err)
		assigned, _ := view.Outcome.(usher.Assigned)
		require.Equal(t, owner[id], assigned.Agent, "the owner of %s", id)
		require.Equal(t, owner[id], ownerByEffects(t, g.host.of(id)), "the owner of %s as the host knows it", id)
	}
}

// mayHaveRefused reports whether the agent has declined the conversation, or left it unanswered, since it was opened.
func mayHaveRefused(t *testing.T, g *rig, conversation, agent string) bool {
	t.Helper()
	trace, err := g.router.Explain(t.Context(), conversation)
	require.NoError(t, err)
	refused := false
	for _, entry := range trace {
		switch entry.Kind {
		case usher.EntryClosed:
			refused = false
		case usher.EntryDeclined, usher.EntryLapsed:
			refused = refused || strings.Contains(entry.Detail, agent)
		}
	}
	return refused
}

// ownerByEffects follows the hand-overs of a conversation as the host saw them.
func ownerByEffects(t *testing.T, effects []usher.Effect) string {
	t.Helper()
	slices.SortFunc(effects, func(a, b usher.Effect) int { return int(a.Head().Number) - int(b.Head().Number) })
	owner := ""
	for _, e := range effects {
		switch e := e.(type) {
		case usher.HandOver:
			require.Empty(t, owner, "%s is handed to %s", e.Conversation, e.Agent)
			owner = e.Agent
		case usher.TakeBack:
			require.Equal(t, owner, e.Agent, "%s is taken back", e.Conversation)
			owner = ""
		case usher.Close:
			owner = ""
		}
	}
	return owner
}

func crowdIDs() []string {
	var ids []string
	for i := range crowdConversations {
		ids = append(ids, fmt.Sprint("c", i))
	}
	return ids
}

// Rows 16 to 23: whatever is called at once, at rest nobody has two owners, no load is above its capacity or differs
// from what the agent has, and nobody who could take a conversation that waits is free.
func TestRouterKeepsItsInvariantsUnderRandomCalls(t *testing.T) {
	t.Parallel()
	for seed := range uint64(6) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			g := newRig(t, func(c *usher.Config) {
				c.Desk, c.Workflow, c.EncodeRuns = crowdDesk(0), crowdFlow(), seed%2 == 1
				c.Limits = usher.Limits{Turns: 1 << 20, PerMinute: 1 << 20}
			})
			for range 3 {
				var all sync.WaitGroup
				for worker := range 16 {
					c := &crowd{rig: g, random: rand.New(rand.NewPCG(seed, uint64(worker))), name: worker, n: g.clock.Now().Nanosecond()}
					all.Go(func() {
						for range 60 {
							if err := c.call(t.Context(), g.router); err != nil {
								t.Error(err)
								return
							}
						}
					})
				}
				all.Wait()
				g.cfg.Desk = crowdDesk(0) // the one that the next process will have
				insist(t, func() error {
					_, err := g.router.Use(t.Context(), usher.Definition{Desk: &g.cfg.Desk})
					return err
				})
				for range 4 {
					g.clock.Advance(time.Second + time.Nanosecond)
					g.wake()
				}
				crowdInvariants(t, g)
				requireSameState(t, stateOf(t, g.router, crowdIDs()...), g.kept(crowdIDs()...), "memory and store differ")
				g.restart()
				g.wake()
				crowdInvariants(t, g)
			}
		})
	}
}

// Rows 2, 21, 84: the same through two nodes that take the shard from each other all the time.
func TestRouterKeepsItsInvariantsOnTwoNodes(t *testing.T) {
	t.Parallel()
	for seed := range uint64(4) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			var refused atomic.Int64
			g := newRig(t, func(c *usher.Config) {
				c.Desk, c.Workflow, c.EncodeRuns = crowdDesk(0), crowdFlow(), seed%2 == 1
				c.Limits = usher.Limits{Turns: 1 << 20, PerMinute: 1 << 20}
			})
			nodes := []*usher.Router{g.router}
			g.restart()
			nodes = append(nodes, g.router)
			var all sync.WaitGroup
			for worker := range 8 {
				c := &crowd{rig: g, random: rand.New(rand.NewPCG(seed, uint64(worker))), name: worker, refused: &refused}
				all.Go(func() {
					for range 60 {
						if c.random.IntN(100) >= 90 { // the desk is each node's own: only what is kept is changed here
							continue
						}
						if err := c.call(t.Context(), nodes[c.random.IntN(2)]); err != nil {
							t.Error(err)
							return
						}
					}
				})
			}
			all.Wait()
			g.restart()
			for range 8 {
				g.clock.Advance(time.Minute)
				g.wake()
			}
			crowdInvariants(t, g)
			requireSameState(t, stateOf(t, g.router, crowdIDs()...), g.kept(crowdIDs()...), "memory and store differ")
		})
	}
}

// Rows 5, 45 to 47, 55, 56: the same with a store that fails now and then, in any way, and a host that does.
func TestRouterKeepsItsInvariantsUnderRandomFaults(t *testing.T) {
	t.Parallel()
	for seed := range uint64(8) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			var refused atomic.Int64
			store := &faultyStore{Store: usher.NewMemoryStore(), random: rand.New(rand.NewPCG(seed, 99))}
			g := newRig(t, func(c *usher.Config) {
				c.Desk, c.Workflow, c.EncodeRuns, c.Store = crowdDesk(0), crowdFlow(), seed%2 == 1, store
				c.Limits = usher.Limits{Turns: 1 << 20, PerMinute: 1 << 20}
			})
			var deliveries atomic.Int64
			g.hook(func(context.Context, usher.Effect) error {
				if deliveries.Add(1)%7 == 0 {
					return errNetwork
				}
				return nil
			})
			var all sync.WaitGroup
			for worker := range 8 {
				c := &crowd{rig: g, random: rand.New(rand.NewPCG(seed, uint64(worker))), name: worker, refused: &refused}
				all.Go(func() {
					for range 80 {
						if err := c.call(t.Context(), g.router); err != nil {
							t.Error(err)
							return
						}
					}
				})
			}
			all.Wait()
			require.Positive(t, refused.Load())
			store.calm()
			g.hook(nil)
			g.cfg.Desk = crowdDesk(0)
			_, err := g.router.Use(t.Context(), usher.Definition{Desk: &g.cfg.Desk})
			require.NoError(t, err)
			for range 20 {
				g.clock.Advance(time.Minute)
				g.wake()
			}
			crowdInvariants(t, g)
			requireSameState(t, stateOf(t, g.router, crowdIDs()...), g.kept(crowdIDs()...), "memory and store differ")
			for _, id := range crowdIDs() {
				last := uint64(0)
				for _, e := range g.host.of(id) {
					require.Greater(t, e.Head().Number, last, "the effects of %s came in order", id)
					last = e.Head().Number
				}
			}
			lease, err := store.Acquire(t.Context(), "")
			require.NoError(t, err)
			rows, err := store.Load(t.Context(), lease)
			require.NoError(t, err)
			require.Empty(t, rows.Outbox, "everything was delivered")
		})
	}
}
