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
	router, err := usher.New(usher.Config{
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
	writes := func(id string) {
		outcome, failed := router.Route(ctx, usher.Conversation{ID: id, Message: usher.Message{ID: "m-" + id, Text: "my invoice"}})
		if failed != nil {
			panic(failed)
		}
		fmt.Printf("%s is %s, stage %d, agent %q\n", id, outcome.Of().State, outcome.Of().Stage, outcome.Of().Agent)
	}
	writes("mia")
	writes("tom")
	writes("luc") // the second who waits for bea: the next stage opens for both
	if _, err = router.SetStatus(ctx, "bea", usher.Away); err != nil {
		panic(err)
	}
	writes("eva") // nobody of billing is online: the first stage is skipped
	// Output:
	// mia is assigned, stage 1, agent "bea"
	// tom is queued, stage 1, agent ""
	// luc is assigned, stage 2, agent "ana"
	// eva is assigned, stage 2, agent "ana"
}
