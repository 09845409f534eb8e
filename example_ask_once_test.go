package usher_test

import (
	"context"
	"fmt"
	"time"

	"github.com/gousher/usher"
)

// How do I ask only once in a lifetime? Save the answer to a contact field and skip the question if it is known.
func Example_askOnlyOnce() {
	router, err := usher.New(usher.Config{
		Now: func() time.Time { return time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC) },
		Workflow: usher.Flow{Name: "orders", Steps: usher.Steps{
			usher.AskQuestion{
				Text: "What is your customer number?", SaveTo: usher.ContactField("number"), SkipIfKnown: true,
			},
			usher.CloseConversation{Summary: "customer {{ contact.fields.number }}"},
		}},
		Host: usher.HostFunc(func(_ context.Context, effect usher.Effect) error {
			switch e := effect.(type) {
			case usher.Send:
				fmt.Println(e.Conversation, "<-", e.Text)
			case usher.Close:
				fmt.Println(e.Conversation, "closed:", e.Summary)
			}
			return nil
		}),
		Desk: usher.Desk{Teams: []usher.Team{{ID: "support"}}, Fallback: usher.Fallback{Team: "support"}},
	})
	if err != nil {
		panic(err)
	}
	for i, message := range []struct{ conversation, text string }{{"monday", "hello"}, {"monday", "4711"}, {"friday", "me again"}} {
		fmt.Println(message.conversation, "->", message.text)
		outcome, err := router.Route(context.Background(), usher.Conversation{
			ID: message.conversation, Contact: usher.Contact{ID: "mia"}, Message: usher.Message{ID: fmt.Sprint("m", i), Text: message.text},
		})
		if err != nil {
			panic(err)
		}
		if i == 2 {
			fmt.Println(outcome.Explain())
		}
	}
	// Output:
	// monday -> hello
	// monday <- What is your customer number?
	// monday -> 4711
	// monday closed: customer 4711
	// friday -> me again
	// friday closed: customer 4711
	// friday is closed
	// 12:00:00  started: orders
	// 12:00:00  [1] known: it is not asked (answer = "4711")
	// 12:00:00  [2] closed
}
