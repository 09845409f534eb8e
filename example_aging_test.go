package usher_test

import (
	"context"
	"fmt"
	"time"

	"github.com/gousher/usher"
)

// How do I put some contacts first, without letting the others wait for ever? Priority says who is served first; Aging, how
// much waiting makes up for one point of it. With 10 points at a minute each a VIP has a head start of ten minutes: he
// overtakes those who came less than that before him, and nobody else.
func ExampleAssign_aging() {
	now := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	router, err := usher.New(usher.Config{
		Now: func() time.Time { return now },
		Workflow: usher.Flow{Name: "front desk", Steps: usher.Steps{
			usher.Assign{
				Team: "support", Aging: time.Minute,
				PriorityFrom: `"vip" in contact.tags ? 10 : 0`, // a number that is always the same stands in Priority
			},
		}},
		Host: usher.HostFunc(func(context.Context, usher.Effect) error { return nil }),
		Desk: usher.Desk{
			Teams:    []usher.Team{{ID: "support"}},
			Agents:   []usher.Agent{{ID: "ana", Teams: []string{"support"}, Capacity: 2}}, // offline
			Fallback: usher.Fallback{Team: "support"},
		},
	})
	if err != nil {
		panic(err)
	}
	ctx := context.Background()
	for _, came := range []struct {
		after   time.Duration
		contact usher.Contact
	}{
		{0, usher.Contact{ID: "tom"}},
		{8 * time.Minute, usher.Contact{ID: "luc"}},
		{4 * time.Minute, usher.Contact{ID: "mia", Tags: []string{"vip"}}},
	} {
		now = now.Add(came.after)
		_, err = router.Route(ctx, usher.Conversation{
			ID: came.contact.ID, Contact: came.contact, Message: usher.Message{ID: "m-" + came.contact.ID, Text: "hello"},
		})
		if err != nil {
			panic(err)
		}
	}
	waiting, err := router.Waiting(ctx)
	if err != nil {
		panic(err)
	}
	for _, queued := range waiting {
		fmt.Printf("%d. %s, since %s, priority %d\n", queued.Position, queued.Conversation, queued.Since.Format("15:04"), queued.Priority)
	}
	// Output:
	// 1. tom, since 12:00, priority 0
	// 2. mia, since 12:12, priority 10
	// 3. luc, since 12:08, priority 0
}
