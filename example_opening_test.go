package usher_test

import (
	"context"
	"fmt"
	"time"

	"github.com/gousher/usher"
)

// How do I say "we open Monday at 09:00"? In a text next_opening reads in words, in the contact's language; elsewhere it is an
// instant.
func ExampleHours() {
	saturday := time.Date(2026, 3, 7, 11, 0, 0, 0, time.UTC)
	router, err := usher.New(usher.Config{
		Now: func() time.Time { return saturday },
		Workflow: usher.Flow{Name: "front desk", Steps: usher.Steps{
			usher.Hours{
				Calendar: "office",
				Open:     usher.Steps{usher.Assign{Team: "support"}},
				Closed: usher.Steps{
					usher.SendMessage{Texts: usher.Translations{
						{"en", `We open {{ next_opening("office") }}.`},
						{"de", `Wir öffnen {{ next_opening("office") }}.`},
						{"es", `Próxima apertura: {{ next_opening("office") }}.`},
					}},
					usher.Assign{Team: "support"}, // waits until then
				},
			},
		}},
		Host: usher.HostFunc(func(_ context.Context, effect usher.Effect) error {
			if e, ok := effect.(usher.Send); ok {
				fmt.Println(e.Text)
			}
			return nil
		}),
		Desk: usher.Desk{
			Teams: []usher.Team{{ID: "support", Hours: "office"}},
			Calendars: map[string]usher.Calendar{"office": {
				Zone: "Europe/Madrid", Weekly: usher.Weekdays("09:00-17:00"),
			}},
			Fallback: usher.Fallback{Team: "support"},
		},
	})
	if err != nil {
		panic(err)
	}
	for _, language := range []string{"en", "de", "es"} {
		_, err = router.Route(context.Background(), usher.Conversation{
			ID: language, Contact: usher.Contact{ID: language, Language: language}, Message: usher.Message{ID: language, Text: "?"},
		})
		if err != nil {
			panic(err)
		}
	}
	// Output:
	// We open Monday at 09:00.
	// Wir öffnen Montag um 09:00.
	// Próxima apertura: lunes a las 09:00.
}
