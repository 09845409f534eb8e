package usher_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher"
)

// Row 38: a thousand conversations meet a thousand agents who are all alike, at one instant: a million ties, broken in the
// same way on every run.
func TestAMillionTiesAreBrokenTheSameWayOnEveryRun(t *testing.T) {
	t.Parallel()
	const many = 1000
	desk := usher.Desk{Teams: []usher.Team{{ID: "support"}}, Fallback: usher.Fallback{Team: "support"}}
	for i := range many {
		desk.Agents = append(desk.Agents, usher.Agent{
			ID: fmt.Sprintf("agent%d", i), Teams: []string{"support"}, Capacity: 2, Status: usher.Online,
		})
	}
	for _, by := range []usher.Assigner{usher.LeastBusy{}, usher.RoundRobin{}, usher.SpecialistsFirst{}, usher.Random{}} {
		first, again := agentsOf(t, desk, by, many), agentsOf(t, desk, by, many)
		require.Equal(t, first, again, "%T", by)
		if _, random := by.(usher.Random); random {
			continue
		}
		for i, agent := range first { // all else being equal, the order of the desk
			require.Equal(t, fmt.Sprintf("agent%d", i), agent, "%T", by)
		}
	}
}

// agentsOf are the agents to whom so many conversations go.
func agentsOf(t *testing.T, desk usher.Desk, by usher.Assigner, many int) []string {
	t.Helper()
	shard, err := usher.NewShard(desk)
	require.NoError(t, err)
	now := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	agents := make([]string, many)
	for i := range many {
		id := fmt.Sprintf("c%d", i)
		outcome, err := shard.Place(id, usher.Contact{ID: id}, usher.Assign{Team: "support", By: by}, now)
		require.NoError(t, err)
		agents[i] = outcome.Of().Agent
		shard.Take()
	}
	return agents
}
