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
