package usher_test

import (
	"context"
	"fmt"

	"github.com/gousher/usher"
)

// What if nobody is online? The conversation waits in the queue; the outcome has its position. An agent who comes online
// gets the conversation that waits first, in the same call.
func ExampleQueued() {
	router, err := usher.New(usher.Config{
		Workflow: usher.Flow{Name: "front desk", Steps: usher.Steps{
			usher.When(`"vip" in contact.tags`, usher.Assign{Team: "support", Priority: 10}).Else(usher.Assign{Team: "support"}),
		}},
		Host: usher.HostFunc(func(context.Context, usher.Effect) error { return nil }),
		Desk: usher.Desk{
			Teams:    []usher.Team{{ID: "support"}},
			Agents:   []usher.Agent{{ID: "ana", Teams: []string{"support"}}}, // offline
			Fallback: usher.Fallback{Team: "support"},
		},
	})
	if err != nil {
		panic(err)
	}
	ctx := context.Background()
	var outcome usher.Outcome
	for i, contact := range []usher.Contact{{ID: "tom"}, {ID: "luc"}, {ID: "mia", Tags: []string{"vip"}}} {
		outcome, err = router.Route(ctx, usher.Conversation{
			ID: contact.ID, Contact: contact, Message: usher.Message{ID: fmt.Sprint("m", i), Text: "hello"},
		})
		if err != nil {
			panic(err)
		}
		if queued, ok := outcome.(usher.Queued); ok {
			fmt.Printf("%s: please wait, you are number %d\n", contact.ID, queued.Position)
		}
	}

	moved, err := router.SetStatus(ctx, "ana", usher.Online)
	if err != nil {
		panic(err)
	}
	for _, outcome := range moved {
		fmt.Println("ana comes online and gets", outcome.Of().Conversation)
	}
	waiting, err := router.Waiting(ctx)
	if err != nil {
		panic(err)
	}
	for _, queued := range waiting {
		fmt.Printf("%s is number %d now\n", queued.Conversation, queued.Position)
	}
	// Output:
	// tom: please wait, you are number 1
	// luc: please wait, you are number 2
	// mia: please wait, you are number 1
	// ana comes online and gets mia
	// tom is number 1 now
	// luc is number 2 now
}
