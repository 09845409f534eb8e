package usher_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/gousher/usher"
)

// How do I forget a contact? Forget erases all there is of him: fields, conversations, transcripts, remembered message IDs.
// What is open is closed first, so that its agent is free.
func ExampleRouter_Forget() {
	router, err := usher.New(usher.Config{
		Workflow: usher.Flow{Name: "front desk", Steps: usher.Steps{usher.Assign{Team: "support"}}},
		Host: usher.HostFunc(func(_ context.Context, effect usher.Effect) error {
			fmt.Printf("%T of %s\n", effect, effect.Head().ContactID)
			return nil
		}),
		Desk: usher.Desk{
			Teams:    []usher.Team{{ID: "support"}},
			Agents:   []usher.Agent{{ID: "ana", Teams: []string{"support"}, Status: usher.Online}},
			Fallback: usher.Fallback{Team: "support"},
		},
	})
	if err != nil {
		panic(err)
	}
	ctx := context.Background()
	for i, contact := range []string{"mia", "tom"} {
		_, err = router.Route(ctx, usher.Conversation{
			ID: fmt.Sprint("c", i), Contact: usher.Contact{ID: contact}, Message: usher.Message{ID: fmt.Sprint("m", i), Text: "hello"},
		})
		if err != nil {
			panic(err)
		}
	}
	forgotten, err := router.Forget(ctx, "mia")
	if err != nil {
		panic(err)
	}
	fmt.Println("known:", forgotten.Contact, "closed:", forgotten.Closed)
	for _, outcome := range forgotten.Moved {
		fmt.Println(outcome.Of().Conversation, "is with", outcome.Of().Agent, "now")
	}
	_, err = router.Conversation(ctx, "c0")
	fmt.Println("unknown:", errors.Is(err, usher.ErrUnknown))
	// Output:
	// usher.HandOver of mia
	// usher.Enqueue of tom
	// usher.Close of mia
	// usher.HandOver of tom
	// known: true closed: [c0]
	// c1 is with ana now
	// unknown: true
}
