package usher_test

import (
	"context"
	"fmt"
	"time"

	"github.com/gousher/usher"
)

// What if no agent takes it in time? An assignment with For leaves the queue when its time is up, by its exit: to another
// team, to a call back, to a goodbye.
func ExampleAssign() {
	now := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	router, err := usher.New(usher.Config{
		Now: func() time.Time { return now },
		Workflow: usher.Flow{Name: "front desk", Steps: usher.Steps{
			usher.Assign{
				Team: "specialists", For: 2 * time.Minute,
				TimedOut:  usher.Steps{usher.SendMessage{Text: "A colleague takes over."}, usher.Assign{Team: "support"}},
				NobodyCan: usher.Steps{usher.Assign{Team: "support"}},
			},
		}},
		Host: usher.HostFunc(func(_ context.Context, effect usher.Effect) error {
			switch e := effect.(type) {
			case usher.Enqueue:
				fmt.Println(e.At.Format("15:04"), "waits for", e.Team)
			case usher.Send:
				fmt.Println(e.At.Format("15:04"), "send:", e.Text)
			case usher.HandOver:
				fmt.Println(e.At.Format("15:04"), "hand over to", e.Agent)
			}
			return nil
		}),
		Desk: usher.Desk{
			Teams: []usher.Team{{ID: "specialists"}, {ID: "support"}},
			Agents: []usher.Agent{
				{ID: "sven", Teams: []string{"specialists"}, Status: usher.Away},
				{ID: "ana", Teams: []string{"support"}, Status: usher.Online},
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
	now = now.Add(2 * time.Minute)
	if err = router.Wake(ctx); err != nil { // in production Run does it
		panic(err)
	}
	// Output:
	// 12:00 waits for specialists
	// 12:02 send: A colleague takes over.
	// 12:02 hand over to ana
}
