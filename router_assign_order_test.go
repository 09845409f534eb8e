package usher_test

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher"
)

// Rows 27 to 29, promise 5: under a load that never lets the queue run dry, whoever is served was overtaken by nobody whom
// the same agent could have been given and who came later than the difference of their priorities times the aging: with
// equal priorities by nobody at all. Those who need what nobody has hold up nobody; and nobody waits without end.
func TestRouterAssignServesInOrderUnderASteadyStream(t *testing.T) {
	t.Parallel()
	const aging = 20 * time.Second
	for seed := range uint64(6) {
		g := newRig(t, func(c *usher.Config) {
			branch := usher.When(`message.text == "rare"`, usher.Assign{Team: "support", Must: usher.Skills{"rare": 1}, Priority: 50})
			for priority := range 4 {
				branch = branch.When(fmt.Sprintf("message.text == %q", strconv.Itoa(priority)),
					usher.Assign{Team: "support", Priority: priority, Aging: aging})
			}
			c.EncodeRuns, c.Workflow = false, flow(branch.Else(usher.Assign{Team: "support"}))
			c.Desk.Agents = []usher.Agent{
				{ID: "ana", Teams: []string{"support"}, Status: usher.Online},
				{ID: "ben", Teams: []string{"support"}, Status: usher.Online, Capacity: 2},
				{ID: "rare", Teams: []string{"support"}, Skills: usher.Skills{"rare": 1}},
			}
		})
		random := rand.New(rand.NewPCG(seed, 3))
		came, priority, served := map[string]time.Time{}, map[string]int{}, map[string]bool{}
		var open []string
		note := func(outcomes ...usher.Outcome) {
			for _, outcome := range outcomes {
				id := outcome.Of().Conversation
				if _, ok := outcome.(usher.Assigned); !ok || served[id] {
					continue
				}
				for other, since := range came {
					ahead := came[id].Sub(since)
					most := time.Duration(priority[id]-priority[other]) * aging
					require.False(t, !served[other] && priority[other] < 50 && ahead > max(most, 0),
						"%s (priority %d) was served before %s (priority %d), which had come %s earlier", id, priority[id], other, priority[other], ahead)
				}
				served[id] = true
				open = append(open, id)
			}
		}
		for n := range 300 {
			id, p := fmt.Sprint("c", n), random.IntN(4)
			came[id], priority[id] = g.clock.Now(), p
			text := strconv.Itoa(p)
			if n%40 == 5 {
				text, priority[id] = "rare", 50
			}
			note(g.say(id, "m1", text))
			if n > 10 && random.IntN(10) < 8 && len(open) > 0 {
				i := random.IntN(len(open))
				closed := open[i]
				open = append(open[:i], open[i+1:]...)
				outcomes, err := g.router.CloseConversation(t.Context(), closed, usher.CloseConversation{})
				require.NoError(t, err)
				note(outcomes...)
			}
			g.clock.Advance(time.Duration(random.IntN(8)) * time.Second)
		}
		for id, since := range came {
			if priority[id] == 0 && g.clock.Now().Sub(since) > 12*time.Minute {
				require.True(t, served[id], "%s has the lowest priority, and its turn has come", id)
			}
		}
		g.turn(usher.Online, "rare")
		require.Equal(t, "rare", g.agentOf("c5"), "the first of those who needed him")
	}
}

// Row 30: a conversation goes round once. Everybody is asked about it, in any order, by declining or by saying nothing;
// nobody is asked twice, across stages and restarts; and who has been offline may be asked again, once.
func TestRouterAssignAsksNobodyTwice(t *testing.T) {
	t.Parallel()
	g := newRig(t, func(c *usher.Config) {
		c.Store = durableStore{usher.NewMemoryStore()}
		c.Workflow = flow(usher.Assign{
			Team: "support", AcceptWithin: time.Minute, For: 3 * time.Minute, Stages: []usher.Stage{{Teams: []string{"sales", "support"}}},
		})
		for i := range 6 {
			c.Desk.Agents = append(c.Desk.Agents, usher.Agent{
				ID: fmt.Sprint("agent ", i), Teams: []string{crowdTeams[i%2]}, Status: usher.Online,
			})
		}
	})
	g.say("c1", "m1", "hello")
	asked := map[string]bool{}
	for n := 0; g.state("c1") == usher.StateOffered; n++ {
		agent := g.view("c1").Outcome.Of().Agent
		require.False(t, asked[agent], "%s is asked again", agent)
		asked[agent] = true
		if n%3 == 1 {
			g.restart()
		}
		if n%2 == 0 {
			_, err := g.router.Decline(t.Context(), "c1", agent)
			require.NoError(t, err)
		} else {
			g.clock.Advance(time.Minute)
			g.wake()
		}
		if g.state("c1") == usher.StateQueued {
			g.clock.Advance(3 * time.Minute)
			g.wake()
		}
	}
	require.Len(t, asked, 8, "everybody of both teams")
	g.turn(usher.Away, "ana", "agent 1")
	g.turn(usher.Online, "ana", "agent 1")
	require.Equal(t, usher.StateQueued, g.state("c1"))
	g.turn(usher.Offline, "agent 1")
	g.turn(usher.Online, "agent 1")
	require.Equal(t, "agent 1", g.view("c1").Outcome.Of().Agent)
	_, err := g.router.Decline(t.Context(), "c1", "agent 1")
	require.NoError(t, err)
	require.Equal(t, usher.StateQueued, g.state("c1"))
}
