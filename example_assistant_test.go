package usher_test

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/gousher/usher"
)

// How do I let a virtual assistant talk for several messages? An action that replies and holds gets what the contact writes
// next, until a result without Hold: that hands the conversation back, with an exit if it is to go elsewhere.
func ExampleActionResult() {
	assistant := usher.ActionFunc(func(_ context.Context, in usher.ActionInput) (usher.ActionResult, error) {
		switch said := in.Message.Text; { // in production your assistant is asked, by in.Conversation
		case strings.Contains(said, "person"):
			return usher.ActionResult{Exit: "person", Fields: map[string]any{"summary": "wants to talk about a refund"}}, nil
		case strings.Contains(said, "thanks"):
			return usher.ActionResult{Reply: "You are welcome."}, nil // done
		default:
			return usher.ActionResult{Reply: "Tell me more.", Hold: 10 * time.Minute}, nil
		}
	})
	summary := usher.Var[string]{Name: "summary"}
	router, err := usher.New(usher.Config{
		Workflow: usher.Flow{Name: "front desk", Vars: []usher.Variable{summary}, Steps: usher.Steps{
			usher.Do{
				Name: "assistant", Action: assistant, Save: map[string]usher.Target{"summary": summary},
				Exits: map[string]usher.Steps{
					"person":    {usher.Comment{Text: "{{ summary }}"}, usher.Assign{Team: "support"}},
					"timed_out": {usher.CloseConversation{Category: "silent"}}, // nobody has written for so long
				},
				Else: usher.Steps{usher.Assign{Team: "support"}}, // it does not answer
			},
			usher.CloseConversation{Category: "solved"},
		}},
		Host: usher.HostFunc(func(_ context.Context, effect usher.Effect) error {
			switch e := effect.(type) {
			case usher.Send:
				fmt.Println("<-", e.Text)
			case usher.Note:
				fmt.Println("note:", e.Text)
			case usher.HandOver:
				fmt.Println("hand over to", e.Agent)
			}
			return nil
		}),
		Desk: usher.Desk{
			Teams:    []usher.Team{{ID: "support"}},
			Agents:   []usher.Agent{{ID: "ana", Teams: []string{"support"}, Status: usher.Online}},
			Fallback: usher.Fallback{Team: "support"},
		},
	})
	if err != nil {
		panic(err)
	}
	for i, text := range []string{"hello", "it is about a refund", "I want a person"} {
		fmt.Println("->", text)
		_, err = router.Route(context.Background(), usher.Conversation{ID: "c1", Message: usher.Message{ID: fmt.Sprint("m", i), Text: text}})
		if err != nil {
			panic(err)
		}
	}
	// Output:
	// -> hello
	// <- Tell me more.
	// -> it is about a refund
	// <- Tell me more.
	// -> I want a person
	// note: wants to talk about a refund
	// hand over to ana
}
