package usher_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/gousher/usher"
)

// How do I ask an agent before he gets a conversation? With AcceptWithin he is offered it: he accepts, declines, or lets the
// offer lapse, and then the next one is asked.
func ExampleRouter_Accept() {
	router, err := usher.New(usher.Config{
		Workflow: usher.Flow{Name: "front desk", Steps: usher.Steps{
			usher.Assign{Team: "support", AcceptWithin: 20 * time.Second},
		}},
		Host: usher.HostFunc(func(_ context.Context, effect usher.Effect) error {
			switch e := effect.(type) {
			case usher.Offer: // show it to him, with the contact, until e.Until
				fmt.Printf("ask %s about %s\n", e.Agent, e.Contact.Name)
			case usher.Withdraw: // take it from his screen; e.Reason says why
				fmt.Println("no longer ask", e.Agent)
			case usher.HandOver:
				fmt.Println("hand over to", e.Agent)
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
	outcome, err := router.Route(ctx, usher.Conversation{
		ID: "c1", Contact: usher.Contact{ID: "mia", Name: "Mia"}, Message: usher.Message{ID: "m1", Text: "hello"},
	})
	if err != nil {
		panic(err)
	}
	fmt.Println("c1 is", outcome.Of().State)
	if _, err = router.Decline(ctx, "c1", "ana"); err != nil {
		panic(err)
	}
	_, err = router.Accept(ctx, "c1", "ana") // too late
	fmt.Println("ana comes too late:", errors.Is(err, usher.ErrConflict))
	if _, err = router.Accept(ctx, "c1", "ben"); err != nil {
		panic(err)
	}
	// Output:
	// ask ana about Mia
	// c1 is offered
	// no longer ask ana
	// ask ben about Mia
	// ana comes too late: true
	// hand over to ben
}
