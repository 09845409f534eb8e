package usher_test

import (
	"context"
	"fmt"

	"github.com/gousher/usher"
)

// How do I find out a contact's language? A detector is asked as long as nobody knows, and what it finds is saved. This one
// is built in and says nothing when it is not sure; the module lingua has one that knows more. Who is still unknown is asked.
func ExampleSmallDetector() {
	router, err := usher.New(usher.Config{
		Language: usher.SmallDetector{},
		Workflow: usher.Flow{Name: "front desk", Steps: usher.Steps{
			usher.AskQuestion{
				Text:    "Deutsch, English or español?",
				Choices: []usher.Choice{{ID: "de", Title: "Deutsch"}, {ID: "en", Title: "English"}, {ID: "es", Title: "Español"}},
				SaveTo:  usher.ContactField("language"), SkipIfKnown: true, // asked once in a lifetime
				Else: usher.Steps{usher.Assign{Team: "support"}},
			},
			usher.CloseConversation{Summary: "{{ contact.language }}"},
		}},
		Host: usher.HostFunc(func(_ context.Context, effect usher.Effect) error {
			switch e := effect.(type) {
			case usher.Send:
				fmt.Println(e.ContactID, "is asked:", e.Text)
			case usher.ContactChanged:
				fmt.Println(e.ContactID, "reads", e.Language)
			}
			return nil
		}),
		Desk: usher.Desk{Teams: []usher.Team{{ID: "support"}}, Fallback: usher.Fallback{Team: "support"}},
	})
	if err != nil {
		panic(err)
	}
	for i, message := range []struct{ from, text string }{
		{"mia", "Hola, ¿dónde está mi pedido? No lo encuentro."},
		{"jan", "Guten Tag, ich habe eine Frage zu meiner Rechnung."},
		{"tom", "ok"},
		{"tom", "English"},
	} {
		_, err := router.Route(context.Background(), usher.Conversation{
			ID: message.from, Contact: usher.Contact{ID: message.from}, Message: usher.Message{ID: fmt.Sprint("m", i), Text: message.text},
		})
		if err != nil {
			panic(err)
		}
	}
	// Output:
	// mia reads es
	// jan reads de
	// tom is asked: Deutsch, English or español?
	// tom reads en
}
