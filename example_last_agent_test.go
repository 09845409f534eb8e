package usher_test

import (
	"context"
	"fmt"
	"time"

	"github.com/gousher/usher"
)

// How do I prefer who served the contact last? LastAgent chooses him if he can take the conversation now; otherwise the
// team's own strategy chooses.
func ExampleLastAgent() {
	now := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	router, err := usher.New(usher.Config{
		Now: func() time.Time { return now },
		Workflow: usher.Flow{Name: "front desk", Steps: usher.Steps{
			usher.Assign{Team: "support", By: usher.LastAgent{Within: 72 * time.Hour}},
		}},
		Host: usher.HostFunc(func(context.Context, usher.Effect) error { return nil }),
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
	for i, contact := range []string{"mia", "tom", "tom", "mia"} { // without LastAgent the third would get ana: she is idle longest
		now = now.Add(time.Hour)
		conversation := fmt.Sprint("c", i)
		outcome, err := router.Route(ctx, usher.Conversation{
			ID: conversation, Contact: usher.Contact{ID: contact}, Message: usher.Message{ID: fmt.Sprint("m", i), Text: "hello"},
		})
		if err != nil {
			panic(err)
		}
		fmt.Println(contact, "is served by", outcome.Of().Agent)
		if _, err = router.CloseConversation(ctx, conversation, usher.CloseConversation{Category: "solved"}); err != nil {
			panic(err)
		}
	}
	// Output:
	// mia is served by ana
	// tom is served by ben
	// tom is served by ben
	// mia is served by ana
}
