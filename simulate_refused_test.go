package usher_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher"
)

// Who has declined is asked again once he has been offline and is online again, also if he was away in between.
func TestARefusalIsOverWhenTheAgentComesBackByWayOfAway(t *testing.T) {
	t.Parallel()
	shard, err := usher.NewShard(support(usher.Agent{ID: "ana", Teams: []string{"support"}, Status: usher.Online}))
	require.NoError(t, err)
	_, err = shard.Place("c1", usher.Contact{ID: "mia"}, usher.Assign{Team: "support", AcceptWithin: time.Minute}, noon())
	require.NoError(t, err)
	_, err = shard.Decline("c1", "ana", noon())
	require.NoError(t, err)
	for _, status := range []usher.Status{usher.Offline, usher.Away, usher.Online} {
		_, err = shard.SetStatus("ana", status, noon())
		require.NoError(t, err)
	}
	require.Equal(t, usher.StateOffered, shard.Conversation("c1").Of().State)
}
