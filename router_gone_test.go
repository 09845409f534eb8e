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

// Row 51: an action, or a delivery, of a definition that is gone is not waited for without end.
func TestRouterSendsWhatWaitsForAGoneDefinitionToTheFallback(t *testing.T) {
	t.Parallel()
	do := usher.Do{
		Action: usher.ActionFunc(func(context.Context, usher.ActionInput) (usher.ActionResult, error) {
			return usher.ActionResult{}, nil
		}),
		Else: toTeam("support"),
	}
	for name, step := range map[string]usher.Step{
		"action":   do,
		"delivery": usher.SendMessage{Text: "One moment", Undelivered: toTeam("support")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := newRig(t, func(c *usher.Config) {
				c.Background = true
				c.Workflow = usher.Flow{Name: "reception", Revision: 1, Steps: append(usher.Steps{step}, toTeam("support")...)}
			})
			g.say("c1", "m1", "hello")
			require.Equal(t, usher.StateWaiting, g.state("c1"))
			g.cfg.Workflow = usher.Flow{Name: "reception", Revision: 2, Steps: toTeam("support")}
			g.restart()
			g.wake()
			g.wake()
			require.Equal(t, "the workflow reception, revision 1, is gone", g.view("c1").Fallback)
		})
	}
}

// Row 15: a conversation whose contact is named one way and then another counts once, however often that goes on.
func TestRouterCountsAConversationOnceUnderManyIdentities(t *testing.T) {
	t.Parallel()
	g := newRig(t, func(c *usher.Config) { c.Workflow = flow(usher.Assign{Team: "support"}) })
	for i := range 6 {
		c := conversation("c1", fmt.Sprint("m", i), "hello")
		c.Contact.ID = []string{"web visitor", "customer 12"}[i%2]
		_, err := g.router.Route(t.Context(), c)
		require.NoError(t, err)
	}
	_, err := g.router.CloseConversation(t.Context(), "c1", usher.CloseConversation{})
	require.NoError(t, err)
	c := conversation("c2", "m9", "again")
	c.Contact.ID = "customer 12"
	_, err = g.router.Route(t.Context(), c)
	require.NoError(t, err)
	require.Equal(t, 1, only[usher.HandOver](g.host.of("c2"))[0].Earlier)
}

// Row 34: a desk without the team that a conversation waits for sends it on, even if an agent still claims the team.
func TestRouterLetsOutWhoWaitsForATeamThatIsGone(t *testing.T) {
	t.Parallel()
	g := newRig(t, func(c *usher.Config) { c.Workflow = flow(usher.Assign{Team: "support"}) })
	_, err := g.router.SetAgent(t.Context(), usher.Agent{ID: "zoe", Teams: []string{"support"}})
	require.NoError(t, err)
	_, err = g.router.RemoveAgent(t.Context(), "ana")
	require.NoError(t, err)
	g.say("c1", "m1", "hello")
	require.Equal(t, usher.StateQueued, g.state("c1"))
	desk := usher.Desk{Teams: []usher.Team{{ID: "sales"}, {ID: "supervisors"}}, Fallback: usher.Fallback{Team: "supervisors"}}
	_, err = g.router.Use(t.Context(), usher.Definition{Desk: &desk, Workflows: []usher.Workflow{
		usher.Flow{Name: "reception", Revision: 9, Steps: toTeam("sales")},
	}})
	require.NoError(t, err)
	require.NotEmpty(t, g.view("c1").Fallback)
	require.Equal(t, "supervisors", g.view("c1").Outcome.Of().Team)
}

// Rows 66 and 82: a commit that failed, and was kept after all, wakes a Run that sleeps.
func TestRouterWakesRunWhenItsStateIsDropped(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		store := &scriptedStore{Store: usher.NewMemoryStore()}
		g := newRig(t, func(c *usher.Config) { c.Store, c.Now = store, time.Now })
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan error)
		go func() { done <- g.router.Run(ctx) }()
		synctest.Wait() // it sleeps: nothing is due
		var once sync.Once
		store.onCommit(func(commit func() error) (err error) {
			err = commit()
			once.Do(func() { err = errStoreDown })
			return err
		})
		_, err := g.router.Route(t.Context(), conversation("c1", "m1", "hello"))
		require.ErrorIs(t, err, usher.ErrUnavailable)
		time.Sleep(2 * time.Second)
		require.Len(t, only[usher.Send](g.host.all()), 1, "the question was kept, and nobody but Run delivers it")
		stop()
		require.ErrorIs(t, <-done, context.Canceled)
	})
}

// Row 7: conversations of one contact that all change at once are served one after the other, and none is refused.
func TestRouterServesABusyContact(t *testing.T) {
	t.Parallel()
	g := newRig(t, func(c *usher.Config) { c.Workflow = flow(usher.Assign{Team: "support"}) })
	const many = 100
	errs := make([]error, many)
	var calls sync.WaitGroup
	for i := range many {
		calls.Go(func() {
			c := conversation(fmt.Sprint("c", i), fmt.Sprint("m", i), "hello")
			c.Contact.ID = "mia"
			_, errs[i] = g.router.Route(t.Context(), c)
		})
	}
	calls.Wait()
	for i, err := range errs {
		require.NoError(t, err, "conversation %d", i)
	}
}

// Row 105: what a closed conversation still has to say is not said once its contact is forgotten.
func TestRouterForgetsWhatAClosedConversationHasNotSaid(t *testing.T) {
	t.Parallel()
	g := newRig(t, func(c *usher.Config) {
		c.Workflow = flow(usher.SendMessage{Text: "Bye"}, usher.CloseConversation{})
	})
	g.hook(func(context.Context, usher.Effect) error { return errNetwork })
	g.say("c1", "m1", "hello")
	g.restart()
	_, err := g.router.Forget(t.Context(), "contact of c1")
	require.NoError(t, err)
	g.hook(nil)
	g.clock.Advance(time.Hour)
	g.wake()
	require.Empty(t, g.host.all())
}

// Row 105 against promise 6: what a conversation still has to say is said, although a name that its contact once had is
// forgotten.
func TestRouterForgetsAnOldIdentityAndNotTheConversation(t *testing.T) {
	t.Parallel()
	g := newRig(t, func(c *usher.Config) {
		c.Workflow = flow(usher.SendMessage{Text: "One moment", Undelivered: toTeam("supervisors")}, usher.Assign{Team: "support"})
	})
	g.hook(func(context.Context, usher.Effect) error { return errNetwork })
	g.say("c1", "m1", "hello")
	c := conversation("c1", "c1/m2", "it is me")
	c.Contact.ID = "customer 12"
	_, err := g.router.Route(t.Context(), c)
	require.NoError(t, err)
	_, err = g.router.Forget(t.Context(), "contact of c1")
	require.NoError(t, err)
	g.hook(nil)
	g.clock.Advance(time.Hour)
	g.wake()
	require.Equal(t, usher.StateAssigned, g.state("c1"))
}

// Row 51: the same revision without the action that a conversation waits for.
func TestRouterSendsWhatWaitsForNoActionToTheFallback(t *testing.T) {
	t.Parallel()
	g := newRig(t, func(c *usher.Config) {
		c.Background = true
		c.Workflow = flow(usher.Do{
			Action: usher.ActionFunc(func(context.Context, usher.ActionInput) (usher.ActionResult, error) {
				return usher.ActionResult{}, nil
			}),
			Else: toTeam("support"),
		}, usher.Assign{Team: "support"})
	})
	g.say("c1", "m1", "hello")
	g.cfg.Workflow = flow(usher.SendMessage{Text: "Hi"}, usher.Assign{Team: "support"})
	g.restart()
	g.wake()
	require.Equal(t, "step 1 is no action any more", g.view("c1").Fallback)
}

// DeliverWithin bounds a call, however many conversations it moves.
func TestRouterSpendsNoMoreThanItsTimeOnDeliveries(t *testing.T) {
	t.Parallel()
	g := newRig(t, func(c *usher.Config) {
		c.DeliverWithin = time.Second
		c.Workflow = flow(usher.Assign{Team: "support"})
	})
	_, err := g.router.SetStatus(t.Context(), "ana", usher.Offline)
	require.NoError(t, err)
	const many = 5
	for i := range many {
		g.say(fmt.Sprint("c", i), "m1", "hello")
	}
	_, err = g.router.SetAgent(t.Context(), usher.Agent{ID: "zoe", Teams: []string{"support"}, Capacity: many})
	require.NoError(t, err)
	g.hook(func(context.Context, usher.Effect) error {
		g.clock.Advance(time.Second)
		return nil
	})
	_, err = g.router.SetStatus(t.Context(), "zoe", usher.Online)
	require.NoError(t, err)
	require.LessOrEqual(t, len(only[usher.HandOver](g.host.all())), 1)
	g.hook(nil)
	g.wake()
	require.Len(t, only[usher.HandOver](g.host.all()), many)
}
