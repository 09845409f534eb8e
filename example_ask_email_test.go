package usher_test

import (
	"context"
	"fmt"

	"github.com/gousher/usher"
)

// How do I ask for an e-mail address? The type says what is accepted; saved to a contact field, the address outlives the
// conversation. Numbers, ratings, telephone numbers, web addresses, places and files are asked for in the same way.
func Example_askForAnEmailAddress() {
	router, err := usher.New(usher.Config{
		Workflow: usher.Flow{Name: "newsletter", Steps: usher.Steps{
			usher.AskQuestion{
				Type: usher.EmailAnswer, Text: "Where may we write to?", SaveTo: usher.ContactField("email"),
				Tries: 2, RetryText: "That is no e-mail address. Once more, please?",
				Invalid: usher.Steps{usher.Assign{Team: "support"}},
			},
			usher.CloseConversation{Category: "subscribed"},
		}},
		Host: usher.HostFunc(func(_ context.Context, effect usher.Effect) error {
			switch e := effect.(type) {
			case usher.Send:
				fmt.Println("<-", e.Text)
			case usher.ContactChanged: // for your own records
				fmt.Println("saved:", e.Fields["email"])
			}
			return nil
		}),
		Desk: usher.Desk{Teams: []usher.Team{{ID: "support"}}, Fallback: usher.Fallback{Team: "support"}},
	})
	if err != nil {
		panic(err)
	}
	for i, text := range []string{"hi", "mia at example", "It is Mia@Example.com."} {
		fmt.Println("->", text)
		_, err := router.Route(context.Background(), usher.Conversation{
			ID: "c1", Contact: usher.Contact{ID: "mia"}, Message: usher.Message{ID: fmt.Sprint("m", i), Text: text},
		})
		if err != nil {
			panic(err)
		}
	}
	// Output:
	// -> hi
	// <- Where may we write to?
	// -> mia at example
	// <- That is no e-mail address. Once more, please?
	// -> It is Mia@Example.com.
	// saved: Mia@example.com
}
