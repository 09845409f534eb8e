package usher_test

import (
	"context"
	"fmt"
	"time"

	"github.com/gousher/usher"
)

// Where does a transferred conversation stand in the other team's queue? By its age: since it began to wait. Nobody begins
// again at the end because he was sent on.
func ExampleRouter_Transfer_age() {
	now := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	router, err := usher.New(usher.Config{
		Now: func() time.Time { return now },
		Workflow: usher.Flow{Name: "front desk", Steps: usher.Steps{
			usher.When(`contact.fields.topic == "bill"`, usher.Assign{Team: "billing"}).Else(usher.Assign{Team: "support"}),
		}},
		Host: usher.HostFunc(func(context.Context, usher.Effect) error { return nil }),
		Desk: usher.Desk{
			Teams: []usher.Team{{ID: "support"}, {ID: "billing"}},
			Agents: []usher.Agent{
				{ID: "ana", Teams: []string{"support"}, Status: usher.Online},
				{ID: "bea", Teams: []string{"billing"}}, // offline
			},
			Fallback: usher.Fallback{Team: "support"},
		},
	})
	if err != nil {
		panic(err)
	}
	ctx := context.Background()
	for _, contact := range []usher.Contact{{ID: "mia"}, {ID: "tom", Fields: map[string]any{"topic": "bill"}}} {
		_, err = router.Route(ctx, usher.Conversation{
			ID: contact.ID, Contact: contact, Message: usher.Message{ID: "m-" + contact.ID, Text: "hello"},
		})
		if err != nil {
			panic(err)
		}
		now = now.Add(5 * time.Minute)
	}
	// Ana has talked to Mia for ten minutes. It is about her bill.
	if _, err = router.Transfer(ctx, "mia", usher.Transfer{Team: "billing", By: "ana", RequestID: "click-4711"}); err != nil {
		panic(err)
	}
	waiting, err := router.Waiting(ctx)
	if err != nil {
		panic(err)
	}
	for _, queued := range waiting {
		fmt.Printf("%s: %d. %s, since %s\n", queued.Team, queued.Position, queued.Conversation, queued.Since.Format("15:04"))
	}
	// Output:
	// billing: 1. mia, since 12:00
	// billing: 2. tom, since 12:05
}
