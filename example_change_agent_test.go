package usher_test

import (
	"context"
	"fmt"

	"github.com/gousher/usher"
)

// How do I change an agent while the router runs? SetAgent replaces what is known of him, or adds somebody new; whatever
// waits is matched again in the same call.
func ExampleRouter_SetAgent() {
	ben := usher.Agent{ID: "ben", Teams: []string{"support"}, Status: usher.Online}
	router, err := usher.New(usher.Config{
		Workflow: usher.Flow{Name: "french", Steps: usher.Steps{
			usher.Assign{Team: "support", Must: usher.Skills{"french": 2}},
		}},
		Host: usher.HostFunc(func(context.Context, usher.Effect) error { return nil }),
		Desk: usher.Desk{
			Teams: []usher.Team{{ID: "support"}},
			Agents: []usher.Agent{
				ben, {ID: "luc", Teams: []string{"support"}, Skills: usher.Skills{"french": 5}}, // luc is offline
			},
			Fallback: usher.Fallback{Team: "support"},
		},
	})
	if err != nil {
		panic(err)
	}
	ctx := context.Background()
	outcome, err := router.Route(ctx, usher.Conversation{ID: "c1", Message: usher.Message{ID: "m1", Text: "bonjour"}})
	if err != nil {
		panic(err)
	}
	fmt.Println(outcome.Of().State)

	ben.Skills = usher.Skills{"french": 2} // he has passed his exam
	moved, err := router.SetAgent(ctx, ben)
	if err != nil {
		panic(err)
	}
	for _, outcome := range moved {
		fmt.Println(outcome.Of().State, outcome.Of().Agent)
	}
	// Output:
	// queued
	// assigned ben
}
