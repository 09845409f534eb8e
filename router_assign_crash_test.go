package usher_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher"
)

// shift is a script in which every call puts something into a queue, or frees somebody for what waits there.
func shift() []act {
	says := func(id string) act {
		return act{name: id + " writes", play: func(g *rig) error {
			_, err := g.router.Route(g.t.Context(), conversation(id, id+"/m1", "hello"))
			return err
		}}
	}
	closes := func(id string) act {
		return act{name: id + " is closed", play: func(g *rig) error {
			_, err := g.router.CloseConversation(g.t.Context(), id, usher.CloseConversation{Category: "done"})
			return err
		}}
	}
	is := func(agent string, status usher.Status) act {
		return act{name: fmt.Sprint(agent, " is ", status), play: func(g *rig) error {
			_, err := g.router.SetStatus(g.t.Context(), agent, status)
			return err
		}}
	}
	accepts := func(agent, id string) act {
		return act{name: agent + " accepts " + id, play: func(g *rig) error {
			_, err := g.router.Accept(g.t.Context(), id, agent)
			return err
		}}
	}
	declines := func(agent, id string) act {
		return act{name: agent + " declines " + id, play: func(g *rig) error {
			_, err := g.router.Decline(g.t.Context(), id, agent)
			return err
		}}
	}
	return []act{
		says("c1"), accepts("ana", "c1"), says("c2"), says("c3"), closes("c1"), accepts("ana", "c2"), is("zoe", usher.Online),
		declines("zoe", "c3"), says("c4"), accepts("zoe", "c4"), is("ana", usher.Offline), is("ana", usher.Online),
		accepts("ana", "c2"), closes("c4"), closes("c2"), accepts("ana", "c3"), says("c5"), accepts("zoe", "c5"), closes("c3"), closes("c5"),
	}
}

func newShift(t *testing.T, failAt int, mode faultMode) (*rig, *faultyStore) {
	t.Helper()
	store := &faultyStore{Store: durableStore{usher.NewMemoryStore()}, failAt: failAt, mode: mode}
	return newRig(t, func(c *usher.Config) {
		c.Store, c.Workflow = store, flow(usher.Assign{Team: "support", AcceptWithin: time.Minute})
		c.Desk.Teams[1].By = usher.FewestHandled{}
		c.Desk.Agents = []usher.Agent{
			{ID: "ana", Teams: []string{"support"}, Status: usher.Online}, {ID: "zoe", Teams: []string{"support"}, Status: usher.Away},
			{ID: "dora", Teams: []string{"supervisors"}},
		}
	}), store
}

var shiftIDs = []string{"c1", "c2", "c3", "c4", "c5"}

// Rows 18, 20, 22 and 24: a process dies at any call of the store, before or after what it was about is kept. The next one
// matches what the last one has left: with nobody's help if the caller never comes back, and to the same end if he does,
// with everything counted once.
func TestRouterAssignMatchesAfterACrashAtAnyStoreCall(t *testing.T) {
	t.Parallel()
	for _, mode := range []faultMode{failBefore, failAfter, fenceOff} {
		t.Run(mode.String(), func(t *testing.T) {
			t.Parallel()
			calm, _ := newShift(t, 0, mode)
			for _, a := range shift() {
				calm.insistOn(a)
				requireNobodyWaitsForNothing(t, calm, a.name)
			}
			want := calm.kept(shiftIDs...)
			require.Equal(t, []int{4, 2}, []int{calm.agent("ana").Handled, calm.agent("zoe").Handled}, "c2 was hers twice")
			for k := 1; ; k++ {
				g, faulty := newShift(t, k, mode)
				for _, a := range shift() {
					err := a.play(g)
					if faulty.failAt > 0 && faulty.calls >= faulty.failAt {
						faulty.failAt = 0
						g.restart() // which is all that happens: nobody has called again yet
						g.wake()
						requireNobodyWaitsForNothing(t, g, fmt.Sprint("a crash at call ", k, ", ", a.name))
					}
					if !acceptable(err) {
						require.ErrorIs(t, err, usher.ErrUnavailable)
						require.True(t, acceptable(a.play(g)), "%s, again", a.name)
					}
				}
				if faulty.failAt > 0 {
					require.Greater(t, k, 20, "there is no such call any more")
					break
				}
				requireSameState(t, want, g.kept(shiftIDs...), fmt.Sprintf("a crash at call %d", k))
				g.wake()
				requireSameLines(t, calm.host.set(), g.host.set(), fmt.Sprintf("the effects after a crash at call %d", k))
			}
		})
	}
}

// requireNobodyWaitsForNothing: of those who wait each has a reason to.
func requireNobodyWaitsForNothing(t *testing.T, g *rig, after string) {
	t.Helper()
	agents, err := g.router.Agents(t.Context())
	require.NoError(t, err)
	waiting, err := g.router.Waiting(t.Context())
	require.NoError(t, err)
	for _, queued := range waiting {
		for _, a := range agents[:2] {
			declined := false
			for _, e := range only[usher.Withdraw](g.host.of(queued.Conversation)) {
				declined = declined || e.Agent == a.Agent.ID && e.Reason == "declined"
			}
			require.False(t, a.Status == usher.Online && a.Load == 0 && !declined,
				"%s waits and %s is free, after %s", queued.Conversation, a.Agent.ID, after)
		}
	}
}

// Row 24: whatever is delivered twice counts once, so that nobody is spared, or burdened, for it.
func TestRouterAssignCountsWhatComesTwiceOnce(t *testing.T) {
	t.Parallel()
	g := newRig(t, func(c *usher.Config) {
		c.Workflow = flow(usher.Assign{Team: "support", By: usher.FewestHandled{}})
		c.Desk.Agents = append(c.Desk.Agents, usher.Agent{ID: "zoe", Teams: []string{"support"}, Status: usher.Online, Capacity: 9})
	})
	for i, agent := range []string{"ana", "zoe", "ana", "zoe", "ana"} {
		id := fmt.Sprint("c", i)
		for range 3 {
			require.Equal(t, agent, ownerOf(g.say(id, "m1", "hello")), "%s, however often its message comes", id)
		}
		for range 3 {
			_, err := g.router.AgentWrote(t.Context(), id, usher.AgentMessage{Agent: agent, ID: "w1", Text: "Hi!"})
			require.NoError(t, err)
		}
		for range 3 {
			_, err := g.router.CloseConversation(t.Context(), id, usher.CloseConversation{Category: "done"})
			require.NoError(t, err)
			require.Zero(t, g.agent(agent).Load)
		}
		g.clock.Advance(time.Second)
	}
	require.Equal(t, 3, g.agent("ana").Handled)
	require.Equal(t, 2, g.agent("zoe").Handled)
	require.Equal(t, "zoe", ownerOf(g.say("c9", "m1", "hello")))
}
