package usher_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher"
)

// atRest holds after every call: nobody has two owners, no load differs from what the agent has, no offer is made to, and
// no conversation is with, somebody who is offline without a time to keep it, and nobody who could take a conversation
// that waits is free.
func (f *workday) atRest(after string) {
	f.t.Helper()
	agents, err := f.router.Agents(f.t.Context())
	require.NoError(f.t, err)
	owner := map[string]string{}
	for _, a := range agents {
		require.GreaterOrEqual(f.t, a.Load, usher.Units(0), "the load of %s", a.Agent.ID)
		for _, id := range slices.Concat(a.Conversations, a.Offered) {
			require.Empty(f.t, owner[id], "%s has two owners", id)
			owner[id] = a.Agent.ID
		}
		if a.Status != usher.Online {
			require.Empty(f.t, a.Offered, "%s is %s and is asked", a.Agent.ID, a.Status)
		}
	}
	waiting, err := f.router.Waiting(f.t.Context())
	require.NoError(f.t, err)
	for _, queued := range waiting {
		require.Empty(f.t, owner[queued.Conversation], "%s waits and has an owner", queued.Conversation)
		for _, a := range agents {
			require.False(f.t, f.able(a, queued), "%s waits for %s%s, and %s is free\n%s%s",
				queued.Conversation, queued.Team, queued.Agent, a.Agent.ID, queued.Explain(), after)
		}
	}
	for _, id := range dayIDs() {
		require.Equal(f.t, owner[id], handsOf(f.t, f.host.of(id)), "whose %s is as the host knows it", id)
	}
}

// handsOf follows a conversation from hand to hand, offers included, as the host saw it.
func handsOf(t *testing.T, effects []usher.Effect) string {
	t.Helper()
	hands, offered := "", false
	for _, e := range effects {
		switch e := e.(type) {
		case usher.Offer:
			require.Empty(t, hands, "%s is offered to %s", e.Conversation, e.Agent)
			hands, offered = e.Agent, true
		case usher.Withdraw:
			require.True(t, offered && hands == e.Agent, "the offer of %s to %s is withdrawn", e.Conversation, e.Agent)
			hands, offered = "", false
		case usher.HandOver:
			require.True(t, hands == "" || offered && hands == e.Agent, "%s is handed to %s, it is %s's", e.Conversation, e.Agent, hands)
			hands, offered = e.Agent, false
		case usher.TakeBack:
			require.True(t, hands == e.Agent && !offered, "%s is taken back from %s", e.Conversation, e.Agent)
			hands = ""
		case usher.Close:
			hands, offered = "", false
		}
	}
	return hands
}

// A twin is a router that goes through the same day in its own way.
type twin struct {
	name          string
	change        func(c *usher.Config)
	before, after func(g *rig) // every call
}

func restarted(name string, encode bool) twin {
	return twin{name: name, after: (*rig).restart, change: func(c *usher.Config) {
		c.EncodeRuns, c.Store = encode, durableStore{usher.NewMemoryStore()}
	}}
}

// faulted is a twin whose store fails now and then, in this way, before or after it has kept a commit.
func faulted(seed uint64, encode bool) twin {
	store := &faultyStore{Store: durableStore{usher.NewMemoryStore()}}
	random := rand.New(rand.NewPCG(seed, 99))
	faults := func(random *rand.Rand) func(*rig) {
		return func(*rig) {
			store.mu.Lock()
			defer store.mu.Unlock()
			store.random = random
		}
	}
	return twin{
		name: "with faults", change: func(c *usher.Config) { c.Store, c.EncodeRuns = store, encode },
		before: faults(random), after: faults(nil),
	}
}

// playDay lets twins of a router go through one day of random calls: after every call each has come to the same.
func playDay(t *testing.T, seed uint64, steps int, twins ...twin) {
	t.Helper()
	config := func(c *usher.Config) {
		c.Desk, c.Workflow, c.Seed = dayDesk(0, seed), dayFlow(), seed
		c.EncodeRuns = false
		c.Limits = usher.Limits{Turns: 1 << 20, PerMinute: 1 << 20}
	}
	f := newWorkday(newRig(t, config), seed)
	rigs := make([]*rig, len(twins))
	for i, twin := range twins {
		f.apart = f.apart || twin.before != nil
		rigs[i] = newRig(t, func(c *usher.Config) {
			config(c)
			twin.change(c)
		})
	}
	var script []string
	before := stateOf(t, f.router, dayIDs()...)
	for range steps {
		a := f.next()
		script = append(script, a.name)
		told := func(i int) string {
			return fmt.Sprintf("the twin %s, seed %d, after\n%s", twins[i].name, seed, strings.Join(script[max(len(script)-40, 0):], "\n"))
		}
		next := make([]time.Time, len(rigs))
		for i, g := range rigs {
			next[i] = g.due()
		}
		f.insistOn(a)
		f.wake()
		f.atRest(strings.Join(script, "\n"))
		want := stateOf(t, f.router, dayIDs()...)
		for i, g := range rigs {
			sleeps := next[i].IsZero() || next[i].After(a.due)
			require.False(t, want != before && !a.due.IsZero() && sleeps,
				"it would have slept until %s: %s", next[i], told(i))
			if twins[i].before != nil {
				twins[i].before(g)
			}
			g.insistOn(a)
			g.insistOn(act{name: "wake", play: func(g *rig) error { return g.router.Wake(g.t.Context()) }})
			if twins[i].after != nil {
				twins[i].after(g)
			}
			requireSameState(t, want, stateOf(t, g.router, dayIDs()...), told(i))
		}
		before = want
	}
	for i, g := range rigs {
		requireSameLines(t, f.host.set(), g.host.set(), "the effects of the twin "+twins[i].name)
		require.Empty(t, g.host.mixed, "one key, one content")
	}
}

func (g *rig) due() time.Time {
	g.t.Helper()
	var due time.Time
	g.insistOn(act{name: "when", play: func(g *rig) (err error) {
		due, err = g.router.NextDue(g.t.Context())
		return err
	}})
	return due
}

// Rows 16 to 18, 22, 23, 36, 37, 43, 67: after every call of a random day nobody who could take a conversation that waits
// is free, nobody has more than he may, and a router that has been started anew over what is kept, or whose runs take their
// stored form, goes on as if nothing had happened: same owners, offers, queues, loads, refusals, instants, effects.
func TestRouterAssignsTheSameAfterARestart(t *testing.T) {
	t.Parallel()
	for seed := range uint64(100) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			playDay(t, seed, 120,
				restarted("restarted", false), restarted("restarted and encoded", true),
				twin{name: "encoded", change: func(c *usher.Config) { c.EncodeRuns = true }},
			)
		})
	}
}

// Rows 20, 22, 55, 56: the same day with a store that fails now and then, before or after it has kept a commit, or gives
// the shard to another owner.
func TestRouterAssignsTheSameWithAStoreThatFails(t *testing.T) {
	t.Parallel()
	for seed := uint64(20); seed < 120; seed++ {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			playDay(t, seed, 120, faulted(seed, false), faulted(seed+1, true))
		})
	}
}
