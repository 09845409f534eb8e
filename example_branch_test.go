package usher_test

import (
	"context"
	"fmt"

	"github.com/gousher/usher"
)

// How do I branch? The first case whose condition holds is taken, else the else. Conditions see the contact, the message,
// the channel, the time, and the workflow's variables; they are checked when the router is made.
func ExampleWhen() {
	flow := usher.Flow{Name: "front desk", Steps: usher.Steps{
		usher.When(`contact.fields.plan == "gold" && !contact.returning`, usher.Assign{Team: "welcome"}).
			When(`"press" in contact.tags`,
				usher.Comment{Text: "a journalist: be quick", Mention: []string{"press"}},
				usher.Assign{Team: "press"},
			).
			When(`channel == "web" && message.text contains "order"`, usher.Assign{Team: "orders"}).
			Else(usher.Assign{Team: "support"}),
	}}
	router, err := usher.New(usher.Config{
		Workflow: flow,
		Host:     usher.HostFunc(func(context.Context, usher.Effect) error { return nil }),
		Desk: usher.Desk{
			Teams: []usher.Team{{ID: "support"}, {ID: "orders"}, {ID: "press"}, {ID: "welcome"}},
			Agents: []usher.Agent{
				{ID: "ana", Teams: []string{"support", "orders", "press", "welcome"}, Capacity: 10, Status: usher.Online},
			},
			Fallback: usher.Fallback{Team: "support"},
		},
	})
	if err != nil {
		panic(err)
	}
	for i, contact := range []usher.Contact{
		{ID: "mia", Fields: map[string]any{"plan": "gold"}},
		{ID: "jo", Tags: []string{"press"}},
		{ID: "luc"},
	} {
		outcome, err := router.Route(context.Background(), usher.Conversation{
			ID: fmt.Sprint("c", i), Channel: "web", Contact: contact,
			Message: usher.Message{ID: fmt.Sprint("m", i), Text: "Where is my order?"},
		})
		if err != nil {
			panic(err)
		}
		fmt.Println(contact.ID, "goes to", outcome.Of().Team)
	}
	// Output:
	// mia goes to welcome
	// jo goes to press
	// luc goes to orders
}
