package usher_test

import (
	"context"
	"fmt"
	"time"

	"github.com/gousher/usher"
)

// Why did this go to Ana, and not to Ben? The record of a conversation has every decision so far, as text for people and
// as JSON for machines; it can be asked for at any time.
func ExampleRouter_Explain() {
	now := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	router, err := usher.New(usher.Config{
		Workflow: usher.Flow{Name: "front desk", Steps: usher.Steps{
			usher.When(`contact.fields.plan == "gold"`, usher.Assign{Team: "support", Prefer: usher.Skills{"billing": 1}}).
				Else(usher.Assign{Team: "support"}),
		}},
		Host: usher.HostFunc(func(context.Context, usher.Effect) error { return nil }),
		Now:  func() time.Time { return now },
		Desk: usher.Desk{
			Teams: []usher.Team{{ID: "support"}},
			Agents: []usher.Agent{
				{ID: "ana", Teams: []string{"support"}, Skills: usher.Skills{"billing": 3}, Status: usher.Online},
				{ID: "ben", Teams: []string{"support"}, Status: usher.Online},
			},
			Fallback: usher.Fallback{Team: "support"},
		},
	})
	if err != nil {
		panic(err)
	}
	ctx := context.Background()
	_, err = router.Route(ctx, usher.Conversation{
		ID: "c1", Contact: usher.Contact{ID: "mia", Fields: map[string]any{"plan": "gold"}},
		Message: usher.Message{ID: "m1", Text: "hello"},
	})
	if err != nil {
		panic(err)
	}
	now = now.Add(5 * time.Minute)
	if _, err = router.CloseConversation(ctx, "c1", usher.CloseConversation{Category: "solved"}); err != nil {
		panic(err)
	}

	trace, err := router.Explain(ctx, "c1")
	if err != nil {
		panic(err)
	}
	fmt.Print(trace.Explain())
	// Output:
	// 12:00:00  started: front desk
	// 12:00:00  [1] matched: contact.fields.plan == "gold" (contact.fields.plan = "gold")
	// 12:00:00  [1.case1.1] assigned to ana of support, by least busy (the greatest weight of preferred skills): ana, ben could take it; of the preferred skills: ana 1
	// 12:05:00  closed: by the host: solved
}
