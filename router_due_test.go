package usher_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher"
)

func TestNextDueNamesTheInstantOfTheNextThing(t *testing.T) {
	t.Parallel()
	g := newRig(t, nil)
	due := func() time.Time {
		at, err := g.router.NextDue(t.Context())
		require.NoError(t, err)
		return at
	}
	require.Zero(t, due(), "nothing is due in an empty router")
	g.say("c1", "1", "hello")
	require.Equal(t, routerStart.Add(15*time.Minute), due(), "the question's time-out")
	g.clock.Advance(20 * time.Minute)
	require.Equal(t, routerStart.Add(15*time.Minute), due(), "it is overdue")
	g.wake()
	require.Zero(t, due())
}

// row 5: a restart between a commit and its delivery.
func TestNextDueKnowsOfEffectsThatARestartHasLeft(t *testing.T) {
	t.Parallel()
	g := newRig(t, func(cfg *usher.Config) { cfg.Background = true })
	g.hook(func(context.Context, usher.Effect) error { return errors.New("down") })
	g.say("c1", "1", "hello")
	g.restart()
	g.hook(nil)
	at, err := g.router.NextDue(t.Context())
	require.NoError(t, err)
	require.Equal(t, routerStart, at, "the question has not been delivered")
	g.wake()
	require.Equal(t, []string{"Sales or Support?"}, texts(g.host.of("c1")))
}

// zoned is a store that hands times of contacts back in UTC, as databases do.
type zoned struct{ usher.Store }

func (z zoned) Load(ctx context.Context, lease usher.Lease) (*usher.Rows, error) {
	rows, err := z.Store.Load(ctx, lease)
	if err == nil {
		for i, row := range rows.Contacts {
			rows.Contacts[i] = inUTC(row)
		}
	}
	return rows, err
}

func (z zoned) Fetch(ctx context.Context, lease usher.Lease, key usher.Key) (usher.Found, error) {
	found, err := z.Store.Fetch(ctx, lease, key)
	if err == nil && found.Contact != nil {
		found.Contact = inUTC(found.Contact)
	}
	return found, err
}

func inUTC(row *usher.ContactRow) *usher.ContactRow {
	again := *row
	again.Passed.Fields = map[string]any{}
	for name, value := range row.Passed.Fields {
		if at, ok := value.(time.Time); ok {
			value = at.UTC()
		}
		again.Passed.Fields[name] = value
	}
	return &again
}

func TestATimeThatComesBackInAnotherZoneIsNoNewValue(t *testing.T) {
	t.Parallel()
	field := usher.ContactField("renewed")
	g := newRig(t, func(cfg *usher.Config) {
		cfg.Store = zoned{usher.NewMemoryStore()}
		cfg.Workflow = flow(usher.Set{{To: field, Value: "nil"}}, askTopic(), usher.Assign{Team: "sales"})
	})
	madrid := time.FixedZone("CET", 3600)
	c := conversation("c1", "m1", "hello")
	c.Contact.Fields = map[string]any{"renewed": routerStart.In(madrid)}
	_, err := g.router.Route(t.Context(), c)
	require.NoError(t, err)
	require.NotContains(t, g.view("c1").Contact.Fields, "renewed")
	g.restart()
	c.Message = usher.Message{ID: "m2", Text: "sales"}
	_, err = g.router.Route(t.Context(), c)
	require.NoError(t, err)
	require.NotContains(t, g.view("c1").Contact.Fields, "renewed", "the host passed nothing new")
}
