package usher_test

import (
	"context"
	"fmt"

	"github.com/gousher/usher"
)

// How do I route by language? The host says which language a contact reads best; a branch reads it. A contact of whom
// it is not known is asked, and the answer is kept for next time.
func Example_language() {
	router, err := usher.New(usher.Config{
		Workflow: usher.Flow{Name: "languages", Steps: usher.Steps{
			usher.When(`contact.language == "es" || contact.language startsWith "es-"`, usher.Assign{Team: "soporte"}).
				When(`contact.language startsWith "en"`, usher.Assign{Team: "support"}).
				Else(usher.AskQuestion{
					Text:    "English or español?",
					Choices: []usher.Choice{{ID: "en", Title: "English"}, {ID: "es", Title: "Español"}},
					SaveTo:  usher.ContactField("language"), Invalid: usher.Steps{usher.Assign{Team: "support"}},
				}),
			usher.When(`contact.language == "es"`, usher.Assign{Team: "soporte"}).Else(usher.Assign{Team: "support"}),
		}},
		Host: usher.HostFunc(func(_ context.Context, effect usher.Effect) error {
			switch e := effect.(type) {
			case usher.Send:
				fmt.Println("send:", e.Text)
			case usher.ContactChanged:
				fmt.Printf("%s reads %s\n", e.ContactID, e.Language)
			}
			return nil
		}),
		Desk: usher.Desk{
			Teams:    []usher.Team{{ID: "support"}, {ID: "soporte"}},
			Agents:   []usher.Agent{{ID: "ines", Teams: []string{"support", "soporte"}, Capacity: 5, Status: usher.Online}},
			Fallback: usher.Fallback{Team: "support"},
		},
	})
	if err != nil {
		panic(err)
	}
	for i, message := range []struct{ from, language, text string }{
		{"mia", "es-MX", "hola"},
		{"tom", "en", "hello"},
		{"eva", "", "hey"},
		{"eva", "", "Español"},
	} {
		outcome, err := router.Route(context.Background(), usher.Conversation{
			ID: message.from, Contact: usher.Contact{ID: message.from, Language: message.language},
			Message: usher.Message{ID: fmt.Sprint("m", i), Text: message.text},
		})
		if err != nil {
			panic(err)
		}
		fmt.Printf("%s is %s, team %q\n", message.from, outcome.Of().State, outcome.Of().Team)
	}
	// Output:
	// mia is assigned, team "soporte"
	// tom is assigned, team "support"
	// send: English or español?
	// eva is asking, team ""
	// eva reads es
	// eva is assigned, team "soporte"
}
