package usher_test

import (
	"context"
	"fmt"

	"github.com/gousher/usher"
)

// How do I choose the team by language? ByLanguage knows that es-MX is Spanish, and who can read what. What the contact reads
// best counts; if that is not known, the language of the message, if the host says so.
func ExampleByLanguage() {
	router, err := usher.New(usher.Config{
		Workflow: usher.Flow{Name: "languages", Steps: usher.Steps{
			usher.Assign{By: usher.ByLanguage{
				Teams:         map[string]string{"es": "soporte", "en": "support", "pt-BR": "suporte"},
				MinConfidence: usher.HighConfidence, // no language that is merely understood
				Else:          "support",
			}},
		}},
		Host: usher.HostFunc(func(context.Context, usher.Effect) error { return nil }),
		Desk: usher.Desk{
			Teams: []usher.Team{{ID: "support"}, {ID: "soporte"}, {ID: "suporte"}},
			Agents: []usher.Agent{
				{ID: "ines", Teams: []string{"support", "soporte", "suporte"}, Capacity: 5, Status: usher.Online},
			},
			Fallback: usher.Fallback{Team: "support"},
		},
	})
	if err != nil {
		panic(err)
	}
	for _, language := range []string{"es-MX", "en-GB", "pt", "ca", ""} {
		id := "reads " + language
		outcome, err := router.Route(context.Background(), usher.Conversation{
			ID: id, Contact: usher.Contact{ID: id, Language: language}, Message: usher.Message{ID: "m-" + language, Text: "?"},
		})
		if err != nil {
			panic(err)
		}
		fmt.Printf("%q goes to %s\n", language, outcome.Of().Team)
	}
	// Output:
	// "es-MX" goes to soporte
	// "en-GB" goes to support
	// "pt" goes to suporte
	// "ca" goes to support
	// "" goes to support
}
