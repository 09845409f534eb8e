package usher_test

import (
	"context"
	"fmt"

	"github.com/gousher/usher"
)

// How do I route my first message? Say who works here, what is to be done, and how a decision is carried out; then call
// Route for every message that comes in.
func ExampleRouter_Route() {
	desk := usher.Desk{
		Teams:    []usher.Team{{ID: "support"}},
		Agents:   []usher.Agent{{ID: "ana", Teams: []string{"support"}, Status: usher.Online}}, // offline unless you say so
		Fallback: usher.Fallback{Team: "support"},                                              // serves what nothing else can
	}
	flow := usher.Flow{Name: "front desk", Steps: usher.Steps{usher.Assign{Team: "support"}}}
	inbox := usher.HostFunc(func(_ context.Context, effect usher.Effect) error {
		if e, ok := effect.(usher.HandOver); ok {
			fmt.Printf("open %s on the screen of %s: %q\n", e.Conversation, e.Agent, e.Transcript[0].Text)
		}
		return nil
	})
	router, err := usher.New(usher.Config{Workflow: flow, Host: inbox, Desk: desk})
	if err != nil {
		panic(err) // every mistake at once, each with its place
	}

	outcome, err := router.Route(context.Background(), usher.Conversation{
		ID: "c1", Channel: "whatsapp", Contact: usher.Contact{ID: "mia", Name: "Mia"},
		Message: usher.Message{ID: "wamid.1", Text: "hello"},
	})
	if err != nil {
		panic(err)
	}
	fmt.Println(outcome.Of().Conversation, "is", outcome.Of().State)
	// Output:
	// open c1 on the screen of ana: "hello"
	// c1 is assigned
}
