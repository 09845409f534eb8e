package usher_test

import (
	"context"
	"fmt"
	"time"

	"github.com/gousher/usher"
)

// What if nobody with the right skill is free? Stages: the assignment says what is best, and each later stage what will do
// after so much waiting. The place in the queue is kept.
func ExampleStage() {
	now := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	router, err := usher.New(usher.Config{
		Now: func() time.Time { return now },
		Workflow: usher.Flow{Name: "french", Steps: usher.Steps{
			usher.Assign{Team: "support", Must: usher.Skills{"french": 4}, For: 30 * time.Second, Stages: []usher.Stage{
				{Must: usher.Skills{"french": 2}, For: time.Minute}, // after 30 seconds; the team is inherited
				{Must: usher.Skills{}},                              // after 90 seconds: anybody of the team, without end
			}},
		}},
		Host: usher.HostFunc(func(_ context.Context, effect usher.Effect) error {
			if e, ok := effect.(usher.HandOver); ok {
				fmt.Println(e.At.Format(time.TimeOnly), e.Conversation, "goes to", e.Agent)
			}
			return nil
		}),
		Desk: usher.Desk{
			Teams: []usher.Team{{ID: "support"}},
			Agents: []usher.Agent{
				{ID: "chloe", Teams: []string{"support"}, Skills: usher.Skills{"french": 5}}, // offline
				{ID: "denis", Teams: []string{"support"}, Skills: usher.Skills{"french": 2}, Status: usher.Online},
				{ID: "ana", Teams: []string{"support"}, Status: usher.Online},
			},
			Fallback: usher.Fallback{Team: "support"},
		},
	})
	if err != nil {
		panic(err)
	}
	ctx := context.Background()
	for _, id := range []string{"luc", "zoe"} {
		var outcome usher.Outcome
		outcome, err = router.Route(ctx, usher.Conversation{ID: id, Message: usher.Message{ID: "m-" + id, Text: "bonjour"}})
		if err != nil {
			panic(err)
		}
		fmt.Println(now.Format(time.TimeOnly), id, "is", outcome.Of().State)
	}
	for range 2 {
		if now, err = router.NextDue(ctx); err != nil { // time passes
			panic(err)
		}
		if err = router.Wake(ctx); err != nil { // in production Run does it
			panic(err)
		}
	}
	// Output:
	// 12:00:00 luc is queued
	// 12:00:00 zoe is queued
	// 12:00:30 luc goes to denis
	// 12:01:30 zoe goes to ana
}
