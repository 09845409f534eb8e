package usher_test

import (
	"context"
	"fmt"

	"github.com/gousher/usher"
)

// How do I ask with choices and save the answer? A contact may tap a choice, write it, write a synonym of it, or its number.
func ExampleAskQuestion() {
	size := usher.Var[string]{Name: "size", OneOf: []string{"small", "large"}}
	flow := usher.Flow{Name: "order", Vars: []usher.Variable{size}, Steps: usher.Steps{
		usher.AskQuestion{
			Text:      "Which size?",
			Choices:   []usher.Choice{{ID: "small", Title: "Small"}, {ID: "large", Title: "Large", Synonyms: []string{"big"}}},
			SaveTo:    size, // or usher.ContactField("size"), which outlives the conversation
			RetryText: "Small or large, please.",
			Invalid:   usher.Steps{usher.CloseConversation{}}, // no accepted answer after three tries
		},
		usher.SendMessage{Text: "A {{ size }} one, of course."},
		usher.CloseConversation{Category: "ordered"},
	}}
	router, err := usher.New(usher.Config{
		Workflow: flow,
		Desk:     usher.Desk{Teams: []usher.Team{{ID: "support"}}, Fallback: usher.Fallback{Team: "support"}},
		Host: usher.HostFunc(func(_ context.Context, effect usher.Effect) error {
			if e, ok := effect.(usher.Send); ok {
				fmt.Println("<-", e.Text)
				for i, choice := range e.Choices { // a button sends its wire id back, as Message.Choice
					fmt.Printf("   [%s: %s]\n", choice.Title, e.WireID(i))
				}
			}
			return nil
		}),
	})
	if err != nil {
		panic(err)
	}
	for i, text := range []string{"hi", "medium", "the big one"} {
		fmt.Println("->", text)
		_, err := router.Route(context.Background(), usher.Conversation{
			ID: "c1", Channel: "web", Message: usher.Message{ID: fmt.Sprint("m", i), Text: text},
		})
		if err != nil {
			panic(err)
		}
	}
	// Output:
	// -> hi
	// <- Which size?
	//    [Small: 1:1]
	//    [Large: 1:2]
	// -> medium
	// <- Small or large, please.
	//    [Small: 1:1]
	//    [Large: 1:2]
	// -> the big one
	// <- A large one, of course.
}
