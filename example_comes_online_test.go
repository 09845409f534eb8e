package usher_test

import (
	"context"
	"fmt"

	"github.com/gousher/usher"
)

// How do I tell that an agent comes and goes? SetStatus says so: who comes online gets the conversation that waits, in the
// same call.
func ExampleRouter_SetStatus() {
	router, err := usher.New(usher.Config{
		Workflow: usher.Flow{Name: "simple", Steps: usher.Steps{usher.Assign{Team: "support"}}},
		Host: usher.HostFunc(func(_ context.Context, effect usher.Effect) error {
			switch e := effect.(type) {
			case usher.HandOver:
				fmt.Println("hand over to", e.Agent)
			case usher.Enqueue:
				fmt.Println("waits for", e.Team)
			}
			return nil
		}),
		Desk: usher.Desk{
			Teams:    []usher.Team{{ID: "support"}},
			Agents:   []usher.Agent{{ID: "ana", Teams: []string{"support"}}},
			Fallback: usher.Fallback{Team: "support"},
		},
	})
	if err != nil {
		panic(err)
	}
	ctx := context.Background()
	if _, err = router.Route(ctx, usher.Conversation{ID: "c1", Message: usher.Message{ID: "m1", Text: "hello"}}); err != nil {
		panic(err)
	}
	outcomes, err := router.SetStatus(ctx, "ana", usher.Online)
	if err != nil {
		panic(err)
	}
	for _, outcome := range outcomes {
		fmt.Println(outcome.Of().Conversation, "is", outcome.Of().State)
	}
	// Output:
	// waits for support
	// hand over to ana
	// c1 is assigned
}
