package usher_test

import (
	"context"
	"fmt"
	"time"

	"github.com/gousher/usher"
)

// How long does a contact wait for the agent whom he knows? At most Wait, while that agent is busy; one who is not there is
// not waited for. Then the team's own strategy chooses.
func ExampleLastAgent_wait() {
	now := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	router, err := usher.New(usher.Config{
		Now: func() time.Time { return now },
		Workflow: usher.Flow{Name: "front desk", Steps: usher.Steps{
			usher.Assign{Team: "support", By: usher.LastAgent{Within: 72 * time.Hour, Wait: 30 * time.Second}},
		}},
		Host: usher.HostFunc(func(_ context.Context, effect usher.Effect) error {
			switch e := effect.(type) {
			case usher.Enqueue:
				fmt.Printf("%s %s waits for %s\n", e.At.Format(time.TimeOnly), e.ContactID, e.Agent)
			case usher.HandOver:
				fmt.Printf("%s %s goes to %s\n", e.At.Format(time.TimeOnly), e.ContactID, e.Agent)
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
	ctx := context.Background()
	writes := func(conversation, contact string) {
		_, err = router.Route(ctx, usher.Conversation{
			ID: conversation, Contact: usher.Contact{ID: contact}, Message: usher.Message{ID: "m-" + conversation, Text: "hello"},
		})
		if err != nil {
			panic(err)
		}
	}
	writes("c1", "mia")
	if _, err = router.CloseConversation(ctx, "c1", usher.CloseConversation{}); err != nil {
		panic(err)
	}
	writes("c2", "tom") // ana is busy now
	if _, err = router.SetStatus(ctx, "ben", usher.Online); err != nil {
		panic(err)
	}
	writes("c3", "mia") // ben is free, but she knows ana
	now = now.Add(30 * time.Second)
	if err = router.Wake(ctx); err != nil { // in production Run does it
		panic(err)
	}
	// Output:
	// 12:00:00 mia goes to ana
	// 12:00:00 tom goes to ana
	// 12:00:00 mia waits for ana
	// 12:00:30 mia goes to ben
}
