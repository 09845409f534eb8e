package usher_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher"
)

var replayTeams = []string{"any", "shares", "turns", "score", "load", "handled", "idle", "skilled", "free"}

// replayDesk is a team for each strategy, and sixty agents who are all much alike: everything ends in a tie.
func replayDesk() usher.Desk {
	by := map[string]usher.Assigner{
		"any": usher.Random{}, "shares": usher.Weighted{By: "agent.attributes.share"}, "turns": usher.RoundRobin{},
		"score": usher.Score{By: "agent.attributes.share * 0.1 - agent.load * 0.3"}, "handled": usher.FewestHandled{},
		"idle": usher.LongestIdle{}, "skilled": usher.MostSkilled{}, "free": usher.MostAvailable{},
	}
	desk := usher.Desk{Fallback: usher.Fallback{Team: "load"}}
	for _, team := range replayTeams {
		desk.Teams = append(desk.Teams, usher.Team{ID: team, By: by[team]})
	}
	for i := range 60 {
		desk.Agents = append(desk.Agents, usher.Agent{
			ID: fmt.Sprint("agent ", i*7%60), Teams: []string{replayTeams[i%9], replayTeams[(i+i/9)%9]}, Capacity: 1 + i%2, Status: usher.Online,
			Skills: usher.Skills{"a": usher.Level(1 + i%2), "b": usher.Level(1 + i%3)}, Attributes: map[string]any{"share": i % 4},
		})
	}
	return desk
}

func replayFlow() usher.Flow {
	branch := usher.When("false", usher.Assign{Team: "load"})
	for _, team := range replayTeams {
		branch = branch.When(fmt.Sprintf("message.text == %q", team), usher.Assign{
			Team: team, Prefer: usher.Skills{"a": 1}, For: 20 * time.Second, AcceptWithin: 10 * time.Second,
			Stages: []usher.Stage{{Must: usher.Skills{"b": 2}, For: time.Minute}, {Must: usher.Skills{}, AcceptWithin: new(time.Duration(0))}},
			Else:   toTeam("load"),
		})
	}
	return flow(branch.Else(usher.Assign{Teams: []string{"any", "shares", "turns"}, By: usher.Random{}}))
}

// replay plays a script of random calls that is the same for the same seed, and returns everything that came of it: what
// every call returned, every effect, every explanation, byte for byte.
func replay(t *testing.T, seed uint64, change func(c *usher.Config)) []string {
	t.Helper()
	g := newRig(t, func(c *usher.Config) {
		c.Desk, c.Workflow, c.Seed = replayDesk(), replayFlow(), 42
		change(c)
	})
	random := rand.New(rand.NewPCG(seed, 5))
	var lines []string
	note := func(what string, value any, err error) {
		data, wrong := json.Marshal(value)
		require.NoError(t, wrong)
		lines = append(lines, fmt.Sprint(what, " ", string(data), " ", err))
	}
	ids := map[string]bool{}
	for n := range 400 {
		id, agent := fmt.Sprint("c", random.IntN(150)), fmt.Sprint("agent ", random.IntN(60))
		switch random.IntN(8) {
		case 0, 1, 2, 3:
			text := append(slices.Clone(replayTeams), "else")[random.IntN(10)]
			outcome, err := g.router.Route(t.Context(), conversation(id, fmt.Sprint("m", n), text))
			note(id+" says "+text, outcome, err)
			ids[id] = true
		case 4:
			for _, offered := range g.agent(agent).Offered {
				call := g.router.Accept
				if random.IntN(3) == 0 {
					call = g.router.Decline
				}
				outcomes, err := call(t.Context(), offered, agent)
				note(agent+" answers", outcomes, err)
			}
		case 5:
			outcomes, err := g.router.CloseConversation(t.Context(), id, usher.CloseConversation{})
			note(id+" is closed", outcomes, err)
		case 6:
			outcomes, err := g.router.SetStatus(t.Context(), agent, usher.Status(random.IntN(3)))
			note(agent, outcomes, err)
		case 7:
			g.clock.Advance(time.Duration(random.IntN(12)) * time.Second)
			g.wake()
		}
	}
	for _, e := range g.host.all() {
		note(fmt.Sprintf("%T", e), e, nil)
	}
	for i := range 150 {
		if id := fmt.Sprint("c", i); ids[id] {
			trace, err := g.router.Explain(t.Context(), id)
			note(id, trace, err)
			lines = append(lines, trace.Explain())
		}
	}
	return append(lines, stateOf(t, g.router))
}

// Row 38, promise 8: the same inputs and the same seed give the same decisions, the same effects and the same reasons, byte
// for byte, though everything is a tie or a matter of chance; another seed draws other lots.
func TestRouterAssignReplaysByteForByte(t *testing.T) {
	t.Parallel()
	same := func(*usher.Config) {}
	for seed := range uint64(3) {
		first := replay(t, seed, same)
		require.Greater(t, len(first), 600)
		for range 3 {
			requireSameLines(t, first, replay(t, seed, same), fmt.Sprint("seed ", seed))
		}
		requireSameLines(t, first, replay(t, seed, func(c *usher.Config) { c.EncodeRuns = false }), "the form of the runs decides nothing")
		require.NotEqual(t, first, replay(t, seed, func(c *usher.Config) { c.Seed = 43 }), "the lots are drawn from the seed")
	}
}

// Row 38: who is chosen by lot, or by the order of the desk, does not depend on what the router went through before: agents
// who left and came, a new desk, a restart.
func TestRouterAssignDrawsTheSameWhateverItWentThrough(t *testing.T) {
	t.Parallel()
	for _, by := range []usher.Assigner{usher.Random{}, usher.Weighted{By: "agent.attributes.share"}, usher.Score{By: "1"}, usher.LeastBusy{}} {
		draws := func(again bool) (drawn []string) {
			g := newRig(t, func(c *usher.Config) { c.Workflow = flow(usher.Assign{Team: "support", By: by}) })
			for i := range 12 {
				_, err := g.router.SetAgent(t.Context(), usher.Agent{
					ID: fmt.Sprint("agent ", i), Teams: []string{"support"}, Capacity: 100, Status: usher.Online,
					Attributes: map[string]any{"share": i},
				})
				require.NoError(t, err)
			}
			for _, i := range []int{3, 0, 7} {
				_, err := g.router.RemoveAgent(t.Context(), fmt.Sprint("agent ", i))
				require.NoError(t, err)
			}
			for _, id := range []string{"new", "agent 7", "newer"} {
				_, err := g.router.SetAgent(t.Context(), usher.Agent{ID: id, Teams: []string{"support"}, Capacity: 100, Status: usher.Online, Attributes: map[string]any{"share": 5}})
				require.NoError(t, err)
			}
			for i := range 60 {
				if again {
					g.restart()
				}
				drawn = append(drawn, ownerOf(g.say(fmt.Sprint("c", i), "m1", "hello")))
			}
			return drawn
		}
		require.Equal(t, draws(false), draws(true), "%T", by)
	}
}

// Row 39: scores and units are whole numbers: what differs in the last bit of a float is a tie, and what adds up to a
// whole is whole, in whatever order the agents stand at the desk and the work comes and goes.
func TestRouterAssignReckonsInWholeNumbers(t *testing.T) {
	t.Parallel()
	crew := []usher.Agent{
		{ID: "plain", Teams: []string{"support"}, Attributes: map[string]any{"a": 0.3, "b": 0.0}},
		{ID: "sum", Teams: []string{"support"}, Attributes: map[string]any{"a": 0.1, "b": 0.2}}, // 0.30000000000000004
		{ID: "less", Teams: []string{"support"}, Attributes: map[string]any{"a": 0.299, "b": 0.0}},
	}
	for _, order := range [][]int{{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}} {
		for _, first := range []string{"plain", "sum"} {
			g := newRig(t, func(c *usher.Config) {
				c.Workflow = flow(usher.Assign{Team: "support", By: usher.Score{By: "agent.attributes.a + agent.attributes.b"}})
				c.Desk.Agents = c.Desk.Agents[2:]
				for _, i := range order {
					c.Desk.Agents = append(c.Desk.Agents, crew[i])
				}
			})
			g.turn(usher.Online, "less", first)
			g.clock.Advance(time.Second)
			g.turn(usher.Online, "plain", "sum")
			require.Equal(t, first, ownerOf(g.say("c1", "m1", "hello")), "%v: equal scores, and %s has been idle longer", order, first)
		}
	}
	g := newRig(t, func(c *usher.Config) {
		c.Workflow = flow(usher.Assign{Team: "support"})
		c.Desk.Agents[0].Capacity = 1
		c.Desk.Costs.Channels = map[string]usher.Units{"web": usher.UnitsOf(0.1)}
	})
	for round := range 3 {
		for i := range 10 {
			require.Equal(t, "ana", ownerOf(g.say(fmt.Sprint("c", round, "/", i), "m1", "hello")), "ten tenths fit")
		}
		require.Equal(t, usher.Unit, g.agent("ana").Load)
		require.Equal(t, usher.StateQueued, g.say(fmt.Sprint("one more ", round), "m1", "hello").Of().State)
		for i := range 10 {
			_, err := g.router.CloseConversation(t.Context(), fmt.Sprint("c", round, "/", (i*7)%10), usher.CloseConversation{})
			require.NoError(t, err)
		}
		_, err := g.router.CloseConversation(t.Context(), fmt.Sprint("one more ", round), usher.CloseConversation{})
		require.NoError(t, err)
		require.Zero(t, g.agent("ana").Load, "nothing is left over")
	}
}
