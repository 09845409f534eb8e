package usher_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher"
)

// What comes back to the queue and what is new at the same instant are served in the order of the queue.
func TestWhatComesBackIsServedBeforeWhatIsNew(t *testing.T) {
	t.Parallel()
	shard, err := usher.NewShard(usher.Desk{
		Teams: []usher.Team{{ID: "support", By: usher.InOrder{}}},
		Agents: []usher.Agent{
			{ID: "ana", Teams: []string{"support"}, Status: usher.Online},
			{ID: "bo", Teams: []string{"support"}, Status: usher.Online, Skills: usher.Skills{"french": 1}},
		},
		Fallback: usher.Fallback{Team: "support"},
	})
	require.NoError(t, err)
	mia := usher.Contact{ID: "mia"}
	_, err = shard.Place("urgent", mia, usher.Assign{Team: "support", Priority: 5, AnswerWithin: time.Minute}, routerStart)
	require.NoError(t, err)
	require.Equal(t, "ana", shard.Conversation("urgent").Of().Agent)
	_, err = shard.Place("new", mia, usher.Assign{Team: "support", Prefer: usher.Skills{"french": 1}}, routerStart.Add(time.Minute))
	require.NoError(t, err)
	require.Equal(t, "bo", shard.Conversation("urgent").Of().Agent, "it is first, and ana has lost it")
	require.Equal(t, "ana", shard.Conversation("new").Of().Agent)
}
