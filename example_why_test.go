package usher_test

import (
	"context"
	"fmt"
	"time"

	"github.com/gousher/usher"
)

// Why did this go to nobody? Every outcome explains itself: who could have taken it, and why each other one could not.
func ExampleOutcome_explain() {
	router, err := usher.New(usher.Config{
		Workflow: usher.Flow{Name: "french", Steps: usher.Steps{
			usher.Assign{Team: "support", Must: usher.Skills{"french": 3}},
		}},
		Host: usher.HostFunc(func(_ context.Context, effect usher.Effect) error {
			if e, ok := effect.(usher.Enqueue); ok {
				fmt.Println("waits for", e.Team)
			}
			return nil
		}),
		Now: func() time.Time { return time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC) },
		Desk: usher.Desk{
			Teams: []usher.Team{{ID: "support"}},
			Agents: []usher.Agent{
				{ID: "ana", Teams: []string{"support"}, Skills: usher.Skills{"french": 5}, Status: usher.Away},
				{ID: "bo", Teams: []string{"support"}, Skills: usher.Skills{"french": 1}, Status: usher.Online},
				{ID: "cem", Teams: []string{"support"}, Status: usher.Online},
			},
			Fallback: usher.Fallback{Team: "support"},
		},
	})
	if err != nil {
		panic(err)
	}
	outcome, err := router.Route(context.Background(), usher.Conversation{ID: "c1", Message: usher.Message{ID: "m1", Text: "bonjour"}})
	if err != nil {
		panic(err)
	}
	fmt.Print(outcome.Explain())
	// Output:
	// waits for support
	// c1 is queued for support, position 1, since 2026-03-02T12:00:00Z; what is missing: ana has to come online
	// 12:00:00  started: french
	// 12:00:00  [1] queued for support, position 1, priority 0, by least busy: ana is away; bo lacks french (has level 1, needs 3); cem lacks french (needs level 3); what is missing: ana has to come online
}
