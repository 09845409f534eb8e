package usher_test

import (
	"context"
	"fmt"

	"github.com/gousher/usher"
)

// How do I use a workflow in several others? RunWorkflow runs it and comes back. Each workflow has variables of its own; one
// that has no value takes the other's of the same name and type, on the way there and on the way back.
func ExampleRunWorkflow() {
	email := usher.Var[string]{Name: "email"}
	identify := usher.Flow{
		Name: "identify", On: []usher.Trigger{usher.OnManual}, Vars: []usher.Variable{email},
		Steps: usher.Steps{ // it may end without an assignment or a close, because another workflow goes on
			usher.AskQuestion{
				Type: usher.EmailAnswer, Text: "Your e-mail address?", SaveTo: email, Else: usher.Steps{usher.Assign{Team: "support"}},
			},
		},
	}
	orders := usher.Flow{Name: "orders", Vars: []usher.Variable{email}, Steps: usher.Steps{
		usher.RunWorkflow{Workflow: "identify"},
		usher.SendMessage{Text: "We look for the orders of {{ email }}."},
		usher.Assign{Team: "support"},
	}}
	router, err := usher.New(usher.Config{
		Workflows: []usher.Workflow{orders, identify},
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
	for i, text := range []string{"where is my order?", "mia@example.com"} {
		fmt.Println("->", text)
		_, err = router.Route(context.Background(), usher.Conversation{
			ID: "c1", Message: usher.Message{ID: fmt.Sprint("m", i), Text: text},
		})
		if err != nil {
			panic(err)
		}
	}
	// Output:
	// -> where is my order?
	// <- Your e-mail address?
	// -> mia@example.com
	// <- We look for the orders of mia@example.com.
}
