package usher_test

import (
	"context"
	"fmt"

	"github.com/gousher/usher"
)

// How do I greet each contact once? A workflow that runs once for each contact is passed over the next time.
func Example_oncePerContact() {
	router, err := usher.New(usher.Config{
		Workflows: []usher.Workflow{
			usher.Flow{Name: "welcome", OncePerContact: true, Steps: usher.Steps{
				usher.SendMessage{Text: "Welcome, {{ contact.name }}! We are here from nine to five."},
				usher.Assign{Team: "support"},
			}},
			usher.Flow{Name: "front desk", Steps: usher.Steps{usher.Assign{Team: "support"}}},
		},
		Host: usher.HostFunc(func(_ context.Context, effect usher.Effect) error {
			if e, ok := effect.(usher.Send); ok {
				fmt.Println(e.Conversation, "<-", e.Text)
			}
			return nil
		}),
		Desk: usher.Desk{Teams: []usher.Team{{ID: "support"}}, Fallback: usher.Fallback{Team: "support"}},
	})
	if err != nil {
		panic(err)
	}
	for _, conversation := range []string{"monday", "friday"} {
		outcome, err := router.Route(context.Background(), usher.Conversation{
			ID: conversation, Contact: usher.Contact{ID: "mia", Name: "Mia"}, Message: usher.Message{ID: conversation, Text: "hello"},
		})
		if err != nil {
			panic(err)
		}
		fmt.Println(conversation, "is", outcome.Of().State)
	}
	// Output:
	// monday <- Welcome, Mia! We are here from nine to five.
	// monday is queued
	// friday is queued
}
