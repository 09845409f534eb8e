package usher_test

import (
	"context"
	"fmt"

	"github.com/gousher/usher"
)

// How do I let a call count for more than a chat? Capacity is in units, and a channel costs as many as the desk says. A
// conversation that waits for its contact, or is on hold, can cost less: then there is room for another one.
func ExampleCosts() {
	waiting, held := usher.UnitsOf(0.2), usher.UnitsOf(0)
	router, err := usher.New(usher.Config{
		Workflow: usher.Flow{Name: "front desk", Steps: usher.Steps{usher.Assign{Team: "support"}}},
		Host:     usher.HostFunc(func(context.Context, usher.Effect) error { return nil }),
		Desk: usher.Desk{
			Teams:  []usher.Team{{ID: "support"}},
			Agents: []usher.Agent{{ID: "ana", Teams: []string{"support"}, Capacity: 5, Status: usher.Online}},
			Costs: usher.Costs{
				Channels:          map[string]usher.Units{"voice": 5 * usher.Unit}, // every other channel costs one unit
				WaitingForContact: &waiting, OnHold: &held,
			},
			Fallback: usher.Fallback{Team: "support"},
		},
	})
	if err != nil {
		panic(err)
	}
	ctx := context.Background()
	board := func(what string) {
		agents, failed := router.Agents(ctx)
		if failed != nil {
			panic(failed)
		}
		fmt.Printf("%s: %s of %s units, %v\n", what, agents[0].Load, agents[0].Capacity, agents[0].Conversations)
	}
	arrives := func(id, channel string) {
		_, err = router.Route(ctx, usher.Conversation{ID: id, Channel: channel, Message: usher.Message{ID: "m-" + id, Text: "hello"}})
		if err != nil {
			panic(err)
		}
	}
	arrives("chat", "web")
	arrives("call", "voice")
	board("the call does not fit beside a chat")
	if _, err = router.AgentWrote(ctx, "chat", usher.AgentMessage{Agent: "ana", ID: "a1", Text: "Which model is it?"}); err != nil {
		panic(err)
	}
	board("the chat waits for its contact")
	if _, err = router.Hold(ctx, "chat", "ana"); err != nil { // until Resume, or until the contact writes
		panic(err)
	}
	board("she puts it on hold, and the call fits")
	// Output:
	// the call does not fit beside a chat: 1 of 5 units, [chat]
	// the chat waits for its contact: 0.2 of 5 units, [chat]
	// she puts it on hold, and the call fits: 5 of 5 units, [call chat]
}
