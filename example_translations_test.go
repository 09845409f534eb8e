package usher_test

import (
	"context"
	"fmt"

	"github.com/gousher/usher"
)

// How do I send texts in several languages? Say them in each; the one that fits the contact's language best is sent, the
// first one if none does. Answers count in every language, and by the choice's id.
func ExampleTranslations() {
	router, err := usher.New(usher.Config{
		Workflow: usher.Flow{Name: "delivery", Steps: usher.Steps{
			usher.AskQuestion{
				Texts: usher.Translations{{"en", "Shall we deliver, {{ contact.name }}?"}, {"es", "¿Se lo enviamos, {{ contact.name }}?"}},
				Choices: []usher.Choice{
					{ID: "yes", Titles: usher.Translations{{"en", "Yes"}, {"es", "Sí"}}},
					{ID: "no", Titles: usher.Translations{{"en", "No, thank you"}, {"es", "No, gracias"}}},
				},
				Else: usher.Steps{usher.Assign{Team: "support"}},
			},
			usher.CloseConversation{Summary: "{{ message.choice }}"},
		}},
		Host: usher.HostFunc(func(_ context.Context, effect usher.Effect) error {
			switch e := effect.(type) {
			case usher.Send:
				fmt.Printf("%s <- %s [%s] [%s]\n", e.ContactID, e.Text, e.Choices[0].Title, e.Choices[1].Title)
			case usher.Close:
				fmt.Println(e.ContactID, "has said", e.Summary)
			}
			return nil
		}),
		Desk: usher.Desk{Teams: []usher.Team{{ID: "support"}}, Fallback: usher.Fallback{Team: "support"}},
	})
	if err != nil {
		panic(err)
	}
	for _, contact := range []usher.Contact{
		{ID: "eva", Name: "Eva", Language: "es-MX"}, {ID: "tom", Name: "Tom", Language: "en-GB"}, {ID: "aki", Name: "Aki", Language: "ja"},
	} {
		for i, text := range []string{"?", "sí"} {
			_, err := router.Route(context.Background(), usher.Conversation{
				ID: contact.ID, Contact: contact, Message: usher.Message{ID: fmt.Sprint(contact.ID, i), Text: text},
			})
			if err != nil {
				panic(err)
			}
		}
	}
	// Output:
	// eva <- ¿Se lo enviamos, Eva? [Sí] [No, gracias]
	// eva has said yes
	// tom <- Shall we deliver, Tom? [Yes] [No, thank you]
	// tom has said yes
	// aki <- Shall we deliver, Aki? [Yes] [No, thank you]
	// aki has said yes
}
