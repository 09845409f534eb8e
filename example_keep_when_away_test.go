package usher_test

import (
	"context"
	"fmt"
	"time"

	"github.com/gousher/usher"
)

// What if an agent's connection is bad? With KeepWhenAway he keeps his conversations for a while after he has gone offline,
// and altogether if he is back in time.
func ExampleAssign_keepWhenAway() {
	now := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	router, err := usher.New(usher.Config{
		Now: func() time.Time { return now },
		Workflow: usher.Flow{Name: "front desk", Steps: usher.Steps{
			usher.Assign{Team: "support", KeepWhenAway: 2 * time.Minute},
		}},
		Host: usher.HostFunc(func(_ context.Context, effect usher.Effect) error {
			switch e := effect.(type) {
			case usher.HandOver:
				fmt.Println(e.At.Format("15:04"), "hand over to", e.Agent)
			case usher.TakeBack:
				fmt.Printf("%s take back: %s\n", e.At.Format("15:04"), e.Reason)
			}
			return nil
		}),
		Desk: usher.Desk{
			Teams: []usher.Team{{ID: "support"}},
			Agents: []usher.Agent{
				{ID: "ana", Teams: []string{"support"}, Status: usher.Online},
				{ID: "ben", Teams: []string{"support"}, Status: usher.Online},
			},
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
	for _, status := range []usher.Status{usher.Offline, usher.Online, usher.Offline} {
		now = now.Add(time.Minute)
		fmt.Printf("%s ana is %s\n", now.Format("15:04"), status)
		if _, err = router.SetStatus(ctx, "ana", status); err != nil {
			panic(err)
		}
	}
	now = now.Add(2 * time.Minute)
	if err = router.Wake(ctx); err != nil { // in production Run does it
		panic(err)
	}
	// Output:
	// 12:00 hand over to ana
	// 12:01 ana is offline
	// 12:02 ana is online
	// 12:03 ana is offline
	// 12:05 take back: ana has been offline for too long
	// 12:05 hand over to ben
}
