package usher_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher"
)

// Row 67: a wait goes on over a restart, and ends when it is over.
func TestAWaitSurvivesARestart(t *testing.T) {
	t.Parallel()
	g := newRig(t, func(c *usher.Config) {
		c.Workflow = flow(usher.Wait{For: time.Hour}, usher.SendMessage{Text: "then"}, usher.Assign{Team: "support"})
	})
	waiting := g.say("c1", "m1", "hello").(usher.Waiting)
	require.Equal(t, "time", waiting.For)
	require.Equal(t, routerStart.Add(time.Hour), waiting.Until)
	for range 3 {
		g.clock.Advance(20*time.Minute - time.Second)
		g.restart()
		g.wake()
		require.Equal(t, usher.StateWaiting, g.state("c1"))
	}
	g.clock.Advance(3 * time.Second)
	g.wake()
	g.wake()
	require.Equal(t, "ana", g.agentOf("c1"))
	require.Equal(t, []string{"then"}, texts(g.host.all()))
}

func TestAMessageThatComesDuringAWaitAnswersTheNextQuestion(t *testing.T) {
	t.Parallel()
	for _, restarted := range []bool{false, true} {
		g := newRig(t, func(c *usher.Config) {
			c.Workflow = flow(usher.Wait{For: time.Hour}, askTopic(), usher.When(`topic == "Sales"`, usher.Assign{Team: "sales"}).Else(usher.Assign{Team: "support"}))
		})
		g.say("c1", "m1", "hello")
		require.Equal(t, usher.StateWaiting, g.say("c1", "m2", "Sales").Of().State, "it does not end the wait")
		if restarted {
			g.restart()
		}
		g.clock.Advance(time.Hour)
		for range 2 {
			g.wake()
		}
		require.Equal(t, "ben", g.agentOf("c1"))
		require.Len(t, g.view("c1").Transcript, 3)
	}
}

func TestAMessageEndsAWaitWithAnOrAlsoAfterARestart(t *testing.T) {
	t.Parallel()
	for _, restarted := range []bool{false, true} {
		g := newRig(t, func(c *usher.Config) {
			c.Workflow = flow(usher.Wait{For: time.Hour, Or: toTeam("sales")}, usher.Assign{Team: "support"})
		})
		g.say("c1", "m1", "hello")
		if restarted {
			g.restart()
		}
		require.Equal(t, "ben", ownerOf(g.say("c1", "m2", "are you there?")))
		g.clock.Advance(2 * time.Hour)
		g.wake()
		require.Equal(t, "ben", g.agentOf("c1"), "the clock of the wait has stopped")
	}
}

func TestAMessageThatWasKeptBeforeAWaitEndsItIfItHasAnOr(t *testing.T) {
	t.Parallel()
	var g *rig
	g = newRig(t, func(c *usher.Config) {
		c.Workflow = flow(
			usher.Do{Else: toTeam("supervisors"), Action: usher.ActionFunc(func(context.Context, usher.ActionInput) (usher.ActionResult, error) {
				g.say("c1", "m2", "one more thing")
				return usher.ActionResult{}, nil
			})},
			usher.Wait{For: time.Hour, Or: usher.Steps{usher.SendMessage{Text: "You said {{ message.text }}"}, usher.Assign{Team: "sales"}}},
			usher.Assign{Team: "support"},
		)
	})
	require.Equal(t, "ben", ownerOf(g.say("c1", "m1", "hello")))
	require.Equal(t, []string{"You said one more thing"}, texts(g.host.all()))
}

func TestHoursAreThoseOfTheDeskInForce(t *testing.T) {
	t.Parallel()
	desk := func(hours string) usher.Desk {
		d := office()
		d.Calendars = map[string]usher.Calendar{"office": {Weekly: usher.Weekdays(hours)}}
		return d
	}
	g := newRig(t, func(c *usher.Config) {
		c.Desk = desk("09:00-17:00")
		c.Workflow = flow(usher.AskQuestion{Text: "Well?"}, usher.Hours{Calendar: "office", Open: toTeam("sales"), Closed: toTeam("support")})
	})
	g.say("c1", "m1", "hello")
	g.say("c2", "m1", "hello")
	require.Equal(t, "ben", ownerOf(g.say("c1", "m2", "well")))
	closed := desk("12:00-17:00")
	_, err := g.router.Use(t.Context(), usher.Definition{Desk: &closed})
	require.NoError(t, err)
	require.Equal(t, "ana", ownerOf(g.say("c2", "m2", "well")))
}
