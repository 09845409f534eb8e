package usher_test

import (
	"context"
	"fmt"
	"time"

	"github.com/gousher/usher"
)

// How do I remember nothing about a contact who has not agreed? Name the field that says yes, and what it gates. A variable is
// forgotten with its conversation; saving it to a field that is gated does nothing without the yes, and the explanation says so.
func ExampleConsent() {
	email := usher.Var[string]{Name: "email", Private: true}
	router, err := usher.New(usher.Config{
		Now: func() time.Time { return time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC) },
		Workflow: usher.Flow{Name: "order", Vars: []usher.Variable{email}, Steps: usher.Steps{
			usher.AskQuestion{
				Text: "May we remember your address?", Choices: []usher.Choice{{ID: "yes", Title: "Yes"}, {ID: "no", Title: "No"}},
				SaveTo: usher.ContactField("agreed"), SkipIfKnown: true, Else: usher.Steps{usher.Assign{Team: "support"}},
			},
			usher.AskQuestion{
				Type: usher.EmailAnswer, Text: "Where shall we send the invoice?", SaveTo: email,
				Else: usher.Steps{usher.Assign{Team: "support"}},
			},
			usher.Set{{To: usher.ContactField("email"), Value: "email"}},
			usher.CloseConversation{Category: "ordered"},
		}},
		Host: usher.HostFunc(func(_ context.Context, effect usher.Effect) error {
			switch e := effect.(type) {
			case usher.ContactChanged:
				fmt.Println(e.ContactID, "saved:", e.Fields)
			case usher.Close:
				fmt.Println(e.ContactID, "has", e.Category)
			}
			return nil
		}),
		Desk: usher.Desk{
			Teams: []usher.Team{{ID: "support"}}, Fallback: usher.Fallback{Team: "support"},
			Consent: usher.Consent{Field: "agreed", Gates: []string{"email"}},
			Private: []string{"email"}, // redacted in explanations and logs
		},
	})
	if err != nil {
		panic(err)
	}
	ctx := context.Background()
	for _, contact := range []struct{ id, agrees string }{{"mia", "yes"}, {"tom", "no"}} {
		for i, text := range []string{"hello", contact.agrees, contact.id + "@example.com"} {
			outcome, err := router.Route(ctx, usher.Conversation{
				ID: contact.id, Contact: usher.Contact{ID: contact.id}, Message: usher.Message{ID: fmt.Sprint(contact.id, i), Text: text},
			})
			if err != nil {
				panic(err)
			}
			if i == 2 {
				fmt.Print(outcome.Explain())
			}
		}
	}
	// Output:
	// mia saved: map[agreed:yes]
	// mia saved: map[email:mia@example.com]
	// mia has ordered
	// mia is closed
	// 12:00:00  [2] answered (answer = "***")
	// 12:00:00  [3] saved (contact.email = "***")
	// 12:00:00  [4] closed: ordered
	// tom saved: map[agreed:no]
	// tom has ordered
	// tom is closed
	// 12:00:00  [2] answered (answer = "***")
	// 12:00:00  [3] failed: the value is left as it was: contact.email is not saved: contact.agreed does not say yes
	// 12:00:00  [4] closed: ordered
}
