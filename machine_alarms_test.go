package usher

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// An agent who is described again and again, as a host does that follows a directory, is watched once.
func TestWhatEndsIsWatchedOnceHoweverOftenItIsSaid(t *testing.T) {
	t.Parallel()
	agent := Agent{
		ID: "ana", Teams: []string{"support"}, Skills: Skills{"first_aid": 1}, SkillsUntil: map[string]Date{"first_aid": "2027-12-31"},
	}
	shard, err := NewShard(Desk{Teams: []Team{{ID: "support"}}, Agents: []Agent{agent}, Fallback: Fallback{Team: "support"}})
	require.NoError(t, err)
	now := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	_, err = shard.SetAgent(agent, now)
	require.NoError(t, err)
	set := len(shard.alarms)
	require.Positive(t, set)
	for range 100 {
		_, err = shard.SetAgent(agent, now)
		require.NoError(t, err)
	}
	require.Len(t, shard.alarms, set)
	require.Len(t, shard.alarmed, set)
}
