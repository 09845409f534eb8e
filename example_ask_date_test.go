package usher_test

import (
	"context"
	"fmt"
	"time"

	"github.com/gousher/usher"
)

// How do I ask for a date? People write it as they do: "tomorrow", "Friday", "3 May", in the contact's language. A day that
// does not exist is asked again. A variable of type time holds the instant at which the day begins where the contact is.
func Example_askForADate() {
	day, begins := usher.Var[string]{Name: "day"}, usher.Var[time.Time]{Name: "begins"}
	router, err := usher.New(usher.Config{
		Now: func() time.Time { return time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC) },
		Workflow: usher.Flow{Name: "visit", Vars: []usher.Variable{day, begins}, Steps: usher.Steps{
			usher.AskQuestion{
				Type: usher.DateAnswer, Text: "¿Qué día vamos?", RetryText: "¿Qué día? Por ejemplo mañana, o 3 de mayo.",
				SaveTo: day, Else: usher.Steps{usher.Assign{Team: "support"}},
			},
			usher.AskQuestion{
				Type: usher.DateAnswer, Text: "¿Y si no podemos?", SaveTo: begins, Else: usher.Steps{usher.Assign{Team: "support"}},
			},
			usher.SendMessage{Text: "{{ day }}, o desde {{ begins }}."},
			usher.CloseConversation{},
		}},
		Host: usher.HostFunc(func(_ context.Context, effect usher.Effect) error {
			if e, ok := effect.(usher.Send); ok {
				fmt.Println("<-", e.Text)
			}
			return nil
		}),
		Desk: usher.Desk{Teams: []usher.Team{{ID: "support"}}, Fallback: usher.Fallback{Team: "support"}},
	})
	if err != nil {
		panic(err)
	}
	for i, text := range []string{"hola", "29 de febrero de 2027", "mañana", "el viernes"} {
		fmt.Println("->", text)
		_, err := router.Route(context.Background(), usher.Conversation{
			ID: "c1", Contact: usher.Contact{ID: "mia", Language: "es", Zone: "Europe/Madrid"},
			Message: usher.Message{ID: fmt.Sprint("m", i), Text: text},
		})
		if err != nil {
			panic(err)
		}
	}
	// Output:
	// -> hola
	// <- ¿Qué día vamos?
	// -> 29 de febrero de 2027
	// <- ¿Qué día? Por ejemplo mañana, o 3 de mayo.
	// -> mañana
	// <- ¿Y si no podemos?
	// -> el viernes
	// <- 2026-03-03, o desde 2026-03-05T23:00:00Z.
}
