package usher_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/gousher/usher"
)

// How do I send a payment link and wait for its result? The action gives the provider a token, sends the link, and awaits.
// Your webhook brings the token back, with the result: once, for one that comes again does nothing.
func ExampleRouter_Callback() {
	var token string // the provider keeps it beside the payment
	payment := usher.ActionFunc(func(_ context.Context, in usher.ActionInput) (usher.ActionResult, error) {
		token = in.Callback
		return usher.ActionResult{Reply: "Please pay here: https://pay.example.com/4711", Await: 30 * time.Minute}, nil
	})
	router, err := usher.New(usher.Config{
		CallbackKey: []byte("at least 16 bytes that nobody else knows"), // in production from your vault
		Workflow: usher.Flow{Name: "pay", Steps: usher.Steps{
			usher.Do{
				Name: "payment link", Action: payment,
				Exits: map[string]usher.Steps{
					"declined":  {usher.Assign{Team: "support"}},
					"timed_out": {usher.SendMessage{Text: "The link is no longer valid."}, usher.CloseConversation{}},
				},
				Else: usher.Steps{usher.Assign{Team: "support"}},
			},
			usher.SendMessage{Text: "Thank you, we have your payment."},
			usher.CloseConversation{Category: "paid"},
		}},
		Host: usher.HostFunc(func(_ context.Context, effect usher.Effect) error {
			if e, ok := effect.(usher.Send); ok {
				fmt.Println("<-", e.Text)
			}
			return nil
		}),
		Desk: usher.Desk{Teams: []usher.Team{{ID: "support"}}, Fallback: usher.Fallback{Team: "support"}},
	})
	if err != nil {
		panic(err)
	}
	ctx := context.Background()
	outcome, err := router.Route(ctx, usher.Conversation{ID: "c1", Message: usher.Message{ID: "m1", Text: "I want to pay"}})
	if err != nil {
		panic(err)
	}
	fmt.Println(outcome.Of().State)

	outcome, err = router.Callback(ctx, token, usher.ActionResult{}) // or an Exit: "declined"
	if err != nil {
		panic(err)
	}
	fmt.Println(outcome.Of().State)

	_, err = router.Callback(ctx, token, usher.ActionResult{})
	fmt.Println("again:", errors.Is(err, usher.ErrConflict))
	_, err = router.Callback(ctx, "made up", usher.ActionResult{})
	fmt.Println("made up:", errors.Is(err, usher.ErrInvalid))
	// Output:
	// <- Please pay here: https://pay.example.com/4711
	// waiting
	// <- Thank you, we have your payment.
	// closed
	// again: true
	// made up: true
}
