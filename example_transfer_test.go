package usher_test

import (
	"context"
	"fmt"

	"github.com/gousher/usher"
)

// How do I transfer a conversation? To a team or to an agent, by the agent who has it or by a supervisor. A request ID makes
// it safe to ask again.
func ExampleRouter_Transfer() {
	router, err := usher.New(usher.Config{
		Workflow: usher.Flow{Name: "front desk", Steps: usher.Steps{usher.Assign{Team: "support"}}},
		Host: usher.HostFunc(func(_ context.Context, effect usher.Effect) error {
			switch e := effect.(type) {
			case usher.HandOver:
				fmt.Println("hand over to", e.Agent)
			case usher.TakeBack:
				fmt.Printf("take back from %s: %s\n", e.Agent, e.Reason)
			}
			return nil
		}),
		Desk: usher.Desk{
			Teams: []usher.Team{{ID: "support"}, {ID: "billing"}},
			Agents: []usher.Agent{
				{ID: "ana", Teams: []string{"support"}, Status: usher.Online},
				{ID: "ben", Teams: []string{"billing"}, Status: usher.Online},
			},
			Fallback: usher.Fallback{Team: "support"},
		},
	})
	if err != nil {
		panic(err)
	}
	ctx := context.Background()
	_, err = router.Route(ctx, usher.Conversation{ID: "c1", Message: usher.Message{ID: "m1", Text: "my invoice is wrong"}})
	if err != nil {
		panic(err)
	}
	for range 2 { // the same request twice
		outcomes, err := router.Transfer(ctx, "c1", usher.Transfer{Team: "billing", By: "ana", RequestID: "click-4711"})
		if err != nil {
			panic(err)
		}
		fmt.Println("c1 is with", outcomes[0].Of().Agent)
	}
	// Output:
	// hand over to ana
	// take back from ana: transferred to billing by ana
	// hand over to ben
	// c1 is with ben
	// c1 is with ben
}
