package usher_test

import (
	"context"
	"fmt"
	"time"

	"github.com/gousher/usher"
)

// The first program: a workflow, a desk, a host, and a message.
func Example() {
	topic := usher.Var[string]{Name: "topic", OneOf: []string{"Sales", "Support"}}
	flow := usher.Flow{Name: "front desk", Revision: 3, Vars: []usher.Variable{topic}, Steps: usher.Steps{
		usher.AskQuestion{
			Text: "What can we help you with?", Choices: usher.Choices("Sales", "Support"), SaveTo: topic,
			Timeout: 15 * time.Minute,
			Else:    usher.Steps{usher.Assign{Team: "support"}},
		},
		usher.When(`topic == "Sales" && contact.fields.plan == "gold"`, usher.Assign{Team: "accounts", By: usher.LastAgent{Within: 72 * time.Hour}}).
			When(`topic == "Sales"`, usher.Assign{Team: "sales", By: usher.RoundRobin{}}).
			Else(usher.Assign{Team: "support", Must: usher.Skills{"billing": 3}, Prefer: usher.Skills{"refunds": 1}}),
	}}
	inbox := usher.HostFunc(func(_ context.Context, effect usher.Effect) error {
		switch e := effect.(type) {
		case usher.Send:
			fmt.Println("send:", e.Text)
		case usher.HandOver:
			fmt.Println("hand over to", e.Agent)
		}
		return nil // Note, Enqueue, TakeBack, ContactChanged, Close
	})
	router, err := usher.New(usher.Config{
		Workflow: flow,  // or several, first match wins
		Host:     inbox, // carries out effects
		Desk: usher.Desk{
			Teams: []usher.Team{{ID: "support"}, {ID: "sales"}, {ID: "accounts"}},
			Agents: []usher.Agent{
				{ID: "ana", Teams: []string{"support"}, Skills: usher.Skills{"billing": 4}, Status: usher.Online},
				{ID: "ben", Teams: []string{"support"}, Skills: usher.Skills{"refunds": 1}, Status: usher.Online},
			},
			Fallback: usher.Fallback{Team: "support"},
		},
	})
	if err != nil {
		panic(err) // every mistake at once, each with its place
	}
	mia := usher.Contact{ID: "mia", Name: "Mia"}
	for i, text := range []string{"hello", "support, please"} {
		outcome, err := router.Route(context.Background(), usher.Conversation{
			ID: "c1", Channel: "whatsapp", Contact: mia, Message: usher.Message{ID: fmt.Sprint("m", i), Text: text},
		})
		if err != nil {
			panic(err)
		}
		fmt.Println("->", outcome.Of().State)
	}
	// Output:
	// send: What can we help you with?
	// -> asking
	// hand over to ana
	// -> assigned
}
