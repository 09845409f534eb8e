package usher_test

import (
	"context"
	"fmt"

	"github.com/gousher/usher"
)

// How do I write to a contact first? A manual workflow is started by name; the contact's next message answers its question.
func ExampleRouter_Start() {
	router, err := usher.New(usher.Config{
		Workflows: []usher.Workflow{
			usher.Flow{Name: "reminder", On: []usher.Trigger{usher.OnManual}, Steps: usher.Steps{
				usher.AskQuestion{
					Text: "Your appointment is tomorrow, {{ contact.name }}. Will you come?", Choices: usher.Choices("Yes", "No"),
					Else: usher.Steps{usher.Assign{Team: "support"}},
				},
				usher.SendMessage{Text: "Thank you."},
				usher.CloseConversation{Category: "reminded"},
			}},
			usher.Flow{Name: "front desk", Steps: usher.Steps{usher.Assign{Team: "support"}}},
		},
		Host: usher.HostFunc(func(_ context.Context, effect usher.Effect) error {
			if e, ok := effect.(usher.Send); ok {
				fmt.Println("send:", e.Text)
			}
			return nil
		}),
		Desk: usher.Desk{Teams: []usher.Team{{ID: "support"}}, Fallback: usher.Fallback{Team: "support"}},
	})
	if err != nil {
		panic(err)
	}
	ctx := context.Background()
	outcome, err := router.Start(ctx, "reminder", usher.Conversation{
		ID: "c1", Channel: "sms", Contact: usher.Contact{ID: "mia", Name: "Mia"},
		Message: usher.Message{ID: "appointment-4711"}, // names the request, so that it can be made again
	})
	if err != nil {
		panic(err)
	}
	fmt.Println("->", outcome.Of().State)
	outcome, err = router.Route(ctx, usher.Conversation{ID: "c1", Channel: "sms", Message: usher.Message{ID: "m1", Text: "yes"}})
	if err != nil {
		panic(err)
	}
	fmt.Println("->", outcome.Of().State)
	// Output:
	// send: Your appointment is tomorrow, Mia. Will you come?
	// -> asking
	// send: Thank you.
	// -> closed
}
