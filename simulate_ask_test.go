package usher_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher"
)

// A strategy of the host's own that asks a Then gets both of its parts: the team, and who chooses in it.
func TestACustomStrategyMayAskAThen(t *testing.T) {
	t.Parallel()
	desk := usher.Desk{
		Teams: []usher.Team{{ID: "care"}}, Fallback: usher.Fallback{Team: "care"},
		Agents: []usher.Agent{
			{ID: "ana", Teams: []string{"care"}, Status: usher.Online},
			{ID: "ben", Teams: []string{"care"}, Ranks: map[string]int{"care": 1}, Status: usher.Online},
		},
	}
	shard, err := usher.NewShard(desk)
	require.NoError(t, err)
	by := usher.AssignerFunc(func(r *usher.Request) usher.Decision {
		return r.Ask(usher.Then{By: usher.NewOrReturning{New: "care", Returning: "care"}, Then: usher.InOrder{}})
	})
	now := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	for _, want := range []string{"ben", "ana"} { // least busy would begin with ana
		outcome, failed := shard.Place(want, usher.Contact{ID: want}, usher.Assign{By: by}, now)
		require.NoError(t, failed)
		require.Equal(t, want, outcome.Of().Agent)
	}
	outcome, err := shard.Place("c3", usher.Contact{ID: "c3"}, usher.Assign{By: by}, now)
	require.NoError(t, err)
	require.Equal(t, usher.StateQueued, outcome.Of().State)
	shard.Close("ben", now)
	require.Equal(t, "ben", shard.Conversation("c3").Of().Agent, "who waits is matched by it as well")
}
