package usher_test

import (
	"context"
	"fmt"

	"github.com/gousher/usher"
)

// How do I take conversations from an agent? Away leaves him what he has; Offline, and RemoveAgent, give it back: it goes to
// somebody else, or waits where it was, with its age.
func ExampleRouter_RemoveAgent() {
	router, err := usher.New(usher.Config{
		Workflow: usher.Flow{Name: "front desk", Steps: usher.Steps{usher.Assign{Team: "support"}}},
		Host: usher.HostFunc(func(_ context.Context, effect usher.Effect) error {
			if e, ok := effect.(usher.TakeBack); ok {
				fmt.Printf("take %s back from %s: %s\n", e.Conversation, e.Agent, e.Reason)
			}
			return nil
		}),
		Desk: usher.Desk{
			Teams: []usher.Team{{ID: "support"}},
			Agents: []usher.Agent{
				{ID: "ana", Teams: []string{"support"}, Status: usher.Online},
				{ID: "ben", Teams: []string{"support"}},
			},
			Fallback: usher.Fallback{Team: "support"},
		},
	})
	if err != nil {
		panic(err)
	}
	moved := func(outcomes []usher.Outcome, err error) {
		if err != nil {
			panic(err)
		}
		for _, outcome := range outcomes {
			fmt.Printf("%s is %s, agent %q\n", outcome.Of().Conversation, outcome.Of().State, outcome.Of().Agent)
		}
	}
	ctx := context.Background()
	if _, err = router.Route(ctx, usher.Conversation{ID: "c1", Message: usher.Message{ID: "m1", Text: "hello"}}); err != nil {
		panic(err)
	}
	moved(router.SetStatus(ctx, "ana", usher.Away)) // a break: she keeps it
	moved(router.SetStatus(ctx, "ana", usher.Offline))
	moved(router.SetStatus(ctx, "ben", usher.Online))
	moved(router.RemoveAgent(ctx, "ben"))
	moved(router.SetStatus(ctx, "ana", usher.Online))
	// Output:
	// take c1 back from ana: ana went offline
	// c1 is queued, agent ""
	// c1 is assigned, agent "ben"
	// take c1 back from ben: ben was removed
	// c1 is queued, agent ""
	// c1 is assigned, agent "ana"
}
