package usher_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher"
)

// scriptedStore lets a test stand between the router and its store.
type scriptedStore struct {
	usher.Store
	mu     sync.Mutex
	commit func(commit func() error) error // nil: as it is
}

func (s *scriptedStore) onCommit(f func(commit func() error) error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.commit = f
}

func (s *scriptedStore) Commit(ctx context.Context, lease usher.Lease, head uint64, batch *usher.Batch) error {
	s.mu.Lock()
	f := s.commit
	s.mu.Unlock()
	do := func() error { return s.Store.Commit(ctx, lease, head, batch) }
	if f == nil {
		return do()
	}
	return f(do)
}

// Row 67: what a new process changes is kept, whichever of its changes it is.
func TestRouterKeepsEveryChangeAfterARestart(t *testing.T) {
	t.Parallel()
	for changes := range 12 {
		g := newRig(t, func(c *usher.Config) { c.Workflow = flow(usher.Assign{Team: "support"}) })
		for range 4 { // rows made by the first few changes of the old process
			g.say("filler", g.clock.Now().String(), "hello")
			g.clock.Advance(time.Second)
		}
		g.say("c1", "m1", "hello")
		g.restart()
		for range changes {
			g.say("filler", g.clock.Now().String(), "hello")
			g.clock.Advance(time.Second)
		}
		_, err := g.router.CloseConversation(t.Context(), "c1", usher.CloseConversation{Category: "done"})
		require.NoError(t, err)
		require.Equal(t, usher.StateClosed, g.state("c1"))
		g.restart()
		require.Equal(t, usher.StateClosed, g.state("c1"), "closed by change %d of the new process, kept in the store", changes)
		require.Equal(t, usher.Unit, g.agent("ana").Load)
	}
}

// A takeover matches first: an agent who is new with it gets what waits, and the host learns of it without another call.
func TestRouterHandsOverWhatItMatchesWhenItTakesOver(t *testing.T) {
	t.Parallel()
	for _, background := range []bool{false, true} {
		g := newRig(t, func(c *usher.Config) {
			c.Workflow = flow(usher.Assign{Team: "sales"})
			c.Desk.Agents[1].Status = usher.Offline // ben
		})
		g.say("c1", "m1", "hello")
		g.wake() // it is known in the store that the host has everything so far
		g.cfg.Desk.Agents = append(g.cfg.Desk.Agents, usher.Agent{ID: "eva", Teams: []string{"sales"}, Status: usher.Online})
		g.cfg.Background = background
		g.restart()
		g.wake()
		require.Equal(t, usher.StateAssigned, g.state("c1"))
		handOvers := only[usher.HandOver](g.host.all())
		require.Len(t, handOvers, 1, "eva is told")
		require.Equal(t, "eva", handOvers[0].Agent)
	}
}

// An agent who is no longer on the desk after a restart gives his conversations back, as with Use.
func TestRouterTakesBackFromAgentsWhoAreGoneAfterARestart(t *testing.T) {
	t.Parallel()
	g := newRig(t, func(c *usher.Config) {
		c.Workflow = flow(usher.Assign{Team: "support"})
		c.Desk.Agents = append(c.Desk.Agents, usher.Agent{ID: "zoe", Teams: []string{"support"}})
	})
	g.say("c1", "m1", "hello")
	g.cfg.Desk.Agents = g.cfg.Desk.Agents[1:] // without ana
	g.restart()
	g.wake()
	require.Equal(t, usher.StateQueued, g.state("c1"), "ana, its owner, does not work here any more")
	require.Len(t, only[usher.TakeBack](g.host.all()), 1)
	_, err := g.router.SetStatus(t.Context(), "zoe", usher.Online)
	require.NoError(t, err)
	require.Equal(t, "zoe", g.agentOf("c1"))
}

// A definition whose commit failed is not in force, and putting it in force again does all that the first try would have.
func TestRouterDoesNotHalfUseADefinition(t *testing.T) {
	t.Parallel()
	store := &scriptedStore{Store: usher.NewMemoryStore()}
	g := newRig(t, func(c *usher.Config) {
		c.Store, c.Workflow = store, flow(usher.Assign{Team: "support"})
		c.Desk.Agents = append(c.Desk.Agents, usher.Agent{ID: "zoe", Teams: []string{"support"}, Capacity: 5})
	})
	g.say("c1", "m1", "hello")
	desk := office()
	desk.Agents = append(desk.Agents[1:], usher.Agent{ID: "zoe", Teams: []string{"support"}, Capacity: 5})
	store.onCommit(func(func() error) error { return errStoreDown })
	_, err := g.router.Use(t.Context(), usher.Definition{Desk: &desk})
	require.ErrorIs(t, err, usher.ErrUnavailable)
	store.onCommit(nil)
	require.Equal(t, []string{"c1"}, g.agent("ana").Conversations, "the old desk is still in force")

	_, err = g.router.Use(t.Context(), usher.Definition{Desk: &desk})
	require.NoError(t, err)
	require.Equal(t, usher.StateQueued, g.state("c1"), "ana gave it back")
	require.Len(t, only[usher.TakeBack](g.host.all()), 1)
}

// A message that was kept while a step was at work is used in the end, although the caller who should have done it went
// away.
func TestRouterUsesAKeptMessageWhenTheCallerIsGone(t *testing.T) {
	t.Parallel()
	for _, restarted := range []bool{false, true} {
		t.Run(fmt.Sprintf("restarted %t", restarted), func(t *testing.T) {
			t.Parallel()
			var g *rig
			ctx, leave := context.WithCancel(t.Context())
			defer leave()
			g = newRig(t, func(c *usher.Config) {
				c.Workflow = flow(
					usher.Do{Else: toTeam("supervisors"), Action: usher.ActionFunc(
						func(_ context.Context, in usher.ActionInput) (usher.ActionResult, error) {
							if in.Conversation == "c1" {
								g.say("c1", "m2", "Sales") // while the action is at work
							}
							return usher.ActionResult{}, nil
						},
					)},
					askTopic(),
					usher.When(`topic == "Sales"`, usher.Assign{Team: "sales"}).Else(usher.Assign{Team: "support"}),
				)
			})
			g.hook(func(_ context.Context, e usher.Effect) error {
				if _, asks := e.(usher.Send); asks {
					leave() // the caller goes away while the question is on its way
				}
				return nil
			})
			_, err := g.router.Route(ctx, conversation("c1", "c1/m1", "hello"))
			require.NoError(t, err)
			require.Equal(t, usher.StateAsking, g.state("c1"), "the kept message could not be used yet")
			g.say("c2", "m1", "hello") // another commit takes note of the delivery
			if restarted {
				g.restart()
			}
			g.wake()
			require.Equal(t, usher.StateAssigned, g.state("c1"), "the kept message answers the question")
		})
	}
}

// Row 66: Run comes back to what it could not keep, without being called.
func TestRouterRunsOnAfterAFailedCommit(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		store := &scriptedStore{Store: usher.NewMemoryStore()}
		g := newRig(t, func(c *usher.Config) { c.Store, c.Now = store, time.Now })
		g.say("c1", "m1", "hello")
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan error)
		go func() { done <- g.router.Run(ctx) }()
		time.Sleep(14 * time.Minute)
		tries := 0
		store.onCommit(func(func() error) error {
			tries++
			return errStoreDown
		})
		time.Sleep(2 * time.Minute) // the question has timed out, and the store is down
		store.onCommit(nil)
		time.Sleep(2 * time.Minute)
		got := only[usher.HandOver](g.host.all())
		stop()
		require.ErrorIs(t, <-done, context.Canceled)
		require.Len(t, got, 1, "the time-out was served once the store was back")
		require.Less(t, tries, 200, "a store that is down is not stormed")
	})
}

// Rows 2 and 21: a request that two nodes carry out at once is carried out once.
func TestRouterCarriesOutARequestOnceOnTwoNodes(t *testing.T) {
	t.Parallel()
	for name, request := range map[string]func(ctx context.Context, r *usher.Router) error{
		"transfer": func(ctx context.Context, r *usher.Router) error {
			_, err := r.Transfer(ctx, "c1", usher.Transfer{Team: "sales", RequestID: "r1"})
			return err
		},
		"agent wrote": func(ctx context.Context, r *usher.Router) error {
			_, err := r.AgentWrote(ctx, "c1", usher.AgentMessage{Agent: "ana", ID: "r1", Text: "Hi!"})
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			store := &scriptedStore{Store: usher.NewMemoryStore()}
			left := newRig(t, func(c *usher.Config) { c.Store, c.Workflow = store, flow(usher.Assign{Team: "support"}) })
			left.say("c1", "m1", "hello")
			right := newRig(t, func(c *usher.Config) { c.Store, c.Workflow = store.Store, left.cfg.Workflow })
			var once sync.Once
			store.onCommit(func(commit func() error) error { // the other node comes first, between the look and the commit
				once.Do(func() { require.NoError(t, request(t.Context(), right.router)) })
				return commit()
			})
			require.NoError(t, request(t.Context(), left.router))
			union := map[string]bool{}
			for _, e := range append(left.host.all(), right.host.all()...) {
				union[e.Key()] = true
			}
			view := left.view("c1")
			if name == "transfer" {
				for _, e := range append(left.host.all(), right.host.all()...) {
					t.Log(described(e))
				}
				require.Len(t, union, 3, "one hand-over, one take-back, one hand-over")
			} else {
				require.Len(t, view.Transcript, 2, "what the agent wrote is in the record once")
			}
		})
	}
}

// Row 84: the shard is lost while a commit is on its way; what is answered afterwards is durable all the same.
func TestRouterAnswersNothingThatIsNotKeptAfterALostShard(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		store := &scriptedStore{Store: usher.NewMemoryStore()}
		g := newRig(t, func(c *usher.Config) { c.Store, c.Workflow = store, flow(usher.Assign{Team: "support"}) })
		g.say("c0", "m1", "hello")
		for range 5 { // so that the numbers of changes of the two generations are far apart
			g.say("c0", g.clock.Now().String(), "more")
			g.clock.Advance(time.Second)
		}
		stored, goOn := make(chan bool), make(chan bool)
		var once sync.Once
		store.onCommit(func(commit func() error) error {
			err := commit()
			once.Do(func() { // stored, and the answer takes its time
				close(stored)
				<-goOn
			})
			return err
		})
		slow := make(chan error)
		go func() {
			_, err := g.router.Route(t.Context(), conversation("slow", "slow/m1", "hello"))
			slow <- err
		}()
		<-stored
		_, err := store.Acquire(t.Context(), "") // another node takes the shard
		require.NoError(t, err)
		next := make(chan error)
		go func() {
			_, err := g.router.Route(t.Context(), conversation("next", "next/m1", "hello"))
			next <- err
		}()
		synctest.Wait() // it has noticed, has taken the shard back, and waits for the commit under way
		close(goOn)
		require.NoError(t, <-slow)
		require.NoError(t, <-next)
		for _, id := range []string{"a", "b", "c"} {
			g.say(id, "m1", "hello")
		}
		g.restart() // the process dies
		for _, id := range []string{"slow", "next", "a", "b", "c"} {
			require.Equal(t, usher.StateAssigned, g.state(id), id)
		}
	})
}

// Row 105 against promise 1: erasing a contact does not swallow what he sends afterwards.
func TestRouterKeepsWhatAForgottenContactSendsNext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		store := &scriptedStore{Store: usher.NewMemoryStore()}
		g := newRig(t, func(c *usher.Config) { c.Store, c.Workflow = store, flow(usher.Assign{Team: "support"}) })
		g.say("c1", "m1", "hello")
		started, goOn := make(chan bool), make(chan bool)
		var once sync.Once
		store.onCommit(func(commit func() error) error {
			once.Do(func() {
				close(started)
				<-goOn
			})
			return commit()
		})
		var calls sync.WaitGroup
		calls.Go(func() { _, _ = g.router.Route(t.Context(), conversation("busy", "busy/m1", "hello")) })
		<-started
		calls.Go(func() { _, _ = g.router.Forget(t.Context(), "contact of c1") })
		synctest.Wait()
		again := conversation("c2", "c2/m1", "me again")
		again.Contact.ID = "contact of c1"
		calls.Go(func() { _, _ = g.router.Route(t.Context(), again) }) // in the same batch as the erasure
		synctest.Wait()
		close(goOn)
		calls.Wait()
		before := stateOf(t, g.router, "c1", "c2")
		require.Contains(t, before, "c1 is unknown")
		requireSameState(t, before, g.kept("c1", "c2"), "what is answered and what is kept differ")
		g.restart()
		if _, err := g.router.Conversation(t.Context(), "c2"); err != nil { // it came before the erasure: then it was closed first
			require.Len(t, only[usher.Close](g.host.of("c2")), 1)
		}
	})
}

// What a router says of a conversation does not depend on the form in which its run is kept.
func TestRouterNamesTheWorkflowOfAnEncodedRun(t *testing.T) {
	t.Parallel()
	for _, encode := range []bool{false, true} {
		g := newRig(t, func(c *usher.Config) {
			c.EncodeRuns = encode
			c.Workflow = flow(usher.SendMessage{Text: "One moment", Undelivered: toTeam("support")}, usher.Assign{Team: "support"})
		})
		g.hook(func(context.Context, usher.Effect) error { return errStoreDown })
		g.say("c1", "m1", "hello")
		outcome := g.view("c1").Outcome.(usher.Waiting)
		require.Equal(t, usher.WorkflowID("reception"), outcome.Workflow, "encoded %t", encode)
		require.Equal(t, "delivery", outcome.For, "encoded %t", encode)
	}
}
