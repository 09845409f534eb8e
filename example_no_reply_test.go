package usher_test

import (
	"context"
	"fmt"
	"time"

	"github.com/gousher/usher"
)

// What if an agent has a conversation and does not answer? With AnswerWithin it is taken back from one who has not written,
// and goes to somebody else, with its age. An agent who lets offers lapse is set away after AwayAfter of them.
func ExampleAssign_answerWithin() {
	now := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	router, err := usher.New(usher.Config{
		Now: func() time.Time { return now },
		Workflow: usher.Flow{Name: "front desk", Steps: usher.Steps{
			usher.Assign{Team: "support", AnswerWithin: 5 * time.Minute},
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
	now = now.Add(5 * time.Minute)
	if err = router.Wake(ctx); err != nil { // in production Run does it
		panic(err)
	}
	now = now.Add(2 * time.Minute)
	if _, err = router.AgentWrote(ctx, "c1", usher.AgentMessage{Agent: "ben", ID: "b1", Text: "Hello, Ben here."}); err != nil {
		panic(err)
	}
	now = now.Add(time.Hour) // he has written: nothing happens any more
	if err = router.Wake(ctx); err != nil {
		panic(err)
	}
	// Output:
	// 12:00 hand over to ana
	// 12:05 take back: ana has not written in time
	// 12:05 hand over to ben
}
