package usher_test

import (
	"context"
	"fmt"

	"github.com/gousher/usher"
)

// How do I handle repeats of the same webhook? Not at all: a message that is delivered twice changes the conversation once,
// and returns what it came to.
func ExampleRouter_Route_repeated() {
	router, err := usher.New(usher.Config{
		Workflow: usher.Flow{Name: "simple", Steps: usher.Steps{
			usher.SendMessage{Text: "We are on our way."}, usher.CloseConversation{Category: "told"},
		}},
		Host: usher.HostFunc(func(_ context.Context, effect usher.Effect) error {
			switch e := effect.(type) {
			case usher.Send:
				fmt.Println("send:", e.Text)
			case usher.Close:
				fmt.Println("close:", e.Category)
			}
			return nil
		}),
		Desk: usher.Desk{Teams: []usher.Team{{ID: "support"}}, Fallback: usher.Fallback{Team: "support"}},
	})
	if err != nil {
		panic(err)
	}
	message := usher.Conversation{ID: "c1", Channel: "sms", Message: usher.Message{ID: "m1", Text: "hello"}}
	for range 2 {
		outcome, err := router.Route(context.Background(), message)
		if err != nil {
			panic(err)
		}
		fmt.Println(outcome.Of().State)
	}
	// Output:
	// send: We are on our way.
	// close: told
	// closed
	// closed
}
