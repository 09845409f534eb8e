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
func (f *workday) atRest() {
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
			require.False(f.t, f.able(a, queued), "%s waits for %s%s, and %s is free\n%s",
				queued.Conversation, queued.Team, queued.Agent, a.Agent.ID, queued.Explain())
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

// twins are routers that go through the same day, each in its own way; the first one undisturbed.
func playDay(t *testing.T, seed uint64, steps int, twins ...func(c *usher.Config) func(g *rig)) {
	t.Helper()
	config := func(c *usher.Config) {
		c.Desk, c.Workflow, c.Seed = dayDesk(0, usher.Pull(seed%2)), dayFlow(), seed
		c.EncodeRuns = false
		c.Limits = usher.Limits{Turns: 1 << 20, PerMinute: 1 << 20}
	}
	f := &workday{rig: newRig(t, config), random: rand.New(rand.NewPCG(seed, 7)), pull: usher.Pull(seed % 2),
		backAt: map[string]int{}, wrapUntil: map[string]time.Time{}}
	rigs := make([]*rig, len(twins))
	after := make([]func(*rig), len(twins))
	for i, twin := range twins {
		rigs[i] = newRig(t, func(c *usher.Config) {
			config(c)
			after[i] = twin(c)
		})
	}
	var script []string
	for range steps {
		a := f.next()
		script = append(script, a.name)
		tell := func() string { return "after\n" + strings.Join(script[max(len(script)-40, 0):], "\n") }
		f.insistOn(a)
		f.wake()
		f.atRest()
		if t.Failed() {
			return
		}
		want, due := stateOf(t, f.router, dayIDs()...), f.due()
		for i, g := range rigs {
			g.insistOn(a)
			g.insistOn(act{"wake", func(g *rig) error { return g.router.Wake(g.t.Context()) }})
			after[i](g)
			var got string
			g.insistOn(act{"look", func(g *rig) error {
				_, err := g.router.NextDue(g.t.Context())
				return err
			}})
			got = stateOf(t, g.router, dayIDs()...)
			requireSameState(t, want, got, fmt.Sprintf("twin %d, seed %d, %s", i, seed, tell()))
			require.Equal(t, due, g.due(), "when something is due: twin %d, seed %d, %s", i, seed, tell())
		}
	}
	for i, g := range rigs {
		requireSameLines(t, f.host.set(), g.host.set(), fmt.Sprint("the effects of twin ", i))
		require.Empty(t, g.host.mixed, "one key, one content")
	}
}

func (g *rig) due() time.Time {
	g.t.Helper()
	due, err := g.router.NextDue(g.t.Context())
	require.NoError(g.t, err)
	return due
}

func TestRouterAssignScratch(t *testing.T) {
	t.Parallel()
	for seed := range uint64(10) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			playDay(t, seed, 150,
				func(c *usher.Config) func(*rig) { return func(*rig) {} },
				func(c *usher.Config) func(*rig) { c.EncodeRuns = true; return func(*rig) {} },
				func(c *usher.Config) func(*rig) { return func(g *rig) { g.restart() } },
			)
		})
	}
}
