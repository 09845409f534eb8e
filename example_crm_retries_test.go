package usher_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/gousher/usher"
)

// What if my CRM is down for a moment? Every error of an action is tried again, with pauses, under the same key; when all
// tries have failed the step's Else is taken. Meanwhile the conversation is waiting, and what the contact writes is kept.
func ExampleActionFunc() {
	now := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	var first string
	crm := usher.ActionFunc(func(_ context.Context, in usher.ActionInput) (usher.ActionResult, error) {
		if in.Try == 1 {
			first = in.Key
		}
		fmt.Println(now.Format("15:04:05"), "try", in.Try, "same key:", in.Key == first)
		if in.Try < 3 {
			return usher.ActionResult{}, errors.New("502 Bad Gateway")
		}
		return usher.ActionResult{}, nil
	})
	router, err := usher.New(usher.Config{
		Now: func() time.Time { return now },
		Workflow: usher.Flow{Name: "ticket", Steps: usher.Steps{
			usher.Do{
				Name: "open a ticket", Action: crm, Timeout: 5 * time.Second, Tries: 4,
				Else: usher.Steps{usher.Comment{Text: "no ticket could be opened"}, usher.Assign{Team: "support"}},
			},
			usher.CloseConversation{Category: "ticket opened"},
		}},
		Host: usher.HostFunc(func(context.Context, usher.Effect) error { return nil }),
		Desk: usher.Desk{Teams: []usher.Team{{ID: "support"}}, Fallback: usher.Fallback{Team: "support"}},
	})
	if err != nil {
		panic(err)
	}
	ctx := context.Background()
	outcome, err := router.Route(ctx, usher.Conversation{ID: "c1", Message: usher.Message{ID: "m1", Text: "it is broken"}})
	if err != nil {
		panic(err)
	}
	fmt.Println(outcome.Of().State)
	for range 2 { // in production Run does it
		if now, err = router.NextDue(ctx); err != nil {
			panic(err)
		}
		if err = router.Wake(ctx); err != nil {
			panic(err)
		}
	}
	view, err := router.Conversation(ctx, "c1")
	if err != nil {
		panic(err)
	}
	fmt.Println(view.Outcome.Of().State)
	// Output:
	// 12:00:00 try 1 same key: true
	// waiting
	// 12:00:01 try 2 same key: true
	// 12:00:03 try 3 same key: true
	// closed
}
