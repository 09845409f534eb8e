package usher_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher"
)

// openingDesk has a team that opens at 09:05.
func openingDesk() usher.Desk {
	return usher.Desk{
		Teams:     []usher.Team{{ID: "support", Hours: "office"}, {ID: "supervisors"}},
		Agents:    []usher.Agent{{ID: "ana", Teams: []string{"support"}, Status: usher.Online}, {ID: "bo", Teams: []string{"support"}}},
		Fallback:  usher.Fallback{Team: "supervisors"},
		Calendars: map[string]usher.Calendar{"office": {Weekly: usher.Weekdays("09:05-17:00")}},
	}
}

// A call that is refused at the instant at which a team opens does not swallow the opening.
func TestAnOpeningIsNotLostToARefusedCall(t *testing.T) {
	t.Parallel()
	g := newRig(t, func(c *usher.Config) { c.Desk, c.Workflow = openingDesk(), flow(usher.Assign{Team: "support"}) })
	g.say("c1", "m1", "hello")
	require.Equal(t, usher.StateQueued, g.state("c1"))
	g.clock.Advance(5 * time.Minute)
	_, err := g.router.Accept(t.Context(), "c1", "bo")
	require.ErrorIs(t, err, usher.ErrConflict)
	g.wake()
	require.Equal(t, "ana", g.agentOf("c1"))
}

// The same for a shard that is driven by hand.
func TestAnOpeningIsNotLostToAConversationThatCannotBePlaced(t *testing.T) {
	t.Parallel()
	shard, err := usher.NewShard(openingDesk())
	require.NoError(t, err)
	at := routerStart
	_, err = shard.Place("c1", usher.Contact{ID: "mia"}, usher.Assign{Team: "support"}, at)
	require.NoError(t, err)
	at = at.Add(5 * time.Minute)
	_, err = shard.Place("c2", usher.Contact{ID: "mia"}, usher.Assign{Team: "supervisors"}, at)
	require.ErrorIs(t, err, usher.ErrInvalid)
	shard.Advance(at)
	require.Equal(t, usher.StateAssigned, shard.Conversation("c1").Of().State)
}
