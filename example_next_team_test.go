package usher_test

import (
	"context"
	"fmt"
	"time"

	"github.com/gousher/usher"
)

// How does another team help out? A later stage names it. It opens when the stage before is over, earlier when its own
// condition holds, and at once if the stage before is not worth the wait.
func ExampleStage_nextTeam() {
	now := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	router, err := usher.New(usher.Config{
		Now: func() time.Time { return now },
		Workflow: usher.Flow{Name: "billing", Steps: usher.Steps{
			usher.Assign{
				Team: "billing", For: 2 * time.Minute, SkipWhen: "online == 0", // of this stage's agents
				Stages: []usher.Stage{
					{Teams: []string{"billing", "support"}, OpenWhen: "waiting > 1"}, // of those who wait for these teams
				},
			},
		}},
		Host: usher.HostFunc(func(context.Context, usher.Effect) error { return nil }),
		Desk: usher.Desk{
			Teams: []usher.Team{{ID: "billing"}, {ID: "support"}},
			Agents: []usher.Agent{
				{ID: "bea", Teams: []string{"billing"}, Status: usher.Online},
				{ID: "ana", Teams: []string{"support"}, Capacity: 3, Status: usher.Online},
			},
			Fallback: usher.Fallback{Team: "support"},
		},
	})
	if err != nil {
		panic(err)
	}
	ctx := context.Background()
	for _, id := range []string{"mia", "tom", "luc"} { // luc is the second who waits for bea: the second stage opens for both
		_, err = router.Route(ctx, usher.Conversation{ID: id, Message: usher.Message{ID: "m-" + id, Text: "my invoice"}})
		if err != nil {
			panic(err)
		}
	}
	if _, err = router.SetStatus(ctx, "bea", usher.Offline); err != nil { // mia goes back, and her stage is skipped
		panic(err)
	}
	for _, id := range []string{"mia", "tom", "luc"} {
		view, err := router.Conversation(ctx, id)
		if err != nil {
			panic(err)
		}
		result := view.Outcome.Of()
		fmt.Printf("%s is %s, stage %d, agent %q\n", id, result.State, result.Stage, result.Agent)
	}
	// Output:
}
