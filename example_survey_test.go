package usher_test

import (
	"context"
	"fmt"
	"time"

	"github.com/gousher/usher"
)

// How do I ask how it was, after the close? A workflow that is started by a close has the conversation once more. The close
// that ends it starts nothing again; nor does a contact who has left.
func Example_surveyAfterTheClose() {
	stars := usher.Var[int]{Name: "stars"}
	survey := usher.Flow{
		Name: "survey", On: []usher.Trigger{usher.OnClosed}, Vars: []usher.Variable{stars},
		Steps: usher.Steps{
			usher.AskQuestion{
				Type: usher.RatingAnswer, Text: "How was it, from 1 to 5?", SaveTo: stars, Timeout: 24 * time.Hour,
				Else: usher.Steps{usher.CloseConversation{Category: "not rated"}},
			},
			usher.CloseConversation{Category: "rated", Summary: "{{ stars }} of 5"},
		},
	}
	router, err := usher.New(usher.Config{
		Workflows: []usher.Workflow{survey, usher.Flow{Name: "front desk", Steps: usher.Steps{usher.Assign{Team: "support"}}}},
		Host: usher.HostFunc(func(_ context.Context, effect usher.Effect) error {
			switch e := effect.(type) {
			case usher.Send:
				fmt.Println("send:", e.Text)
			case usher.HandOver:
				fmt.Println("hand over to", e.Agent)
			case usher.Close:
				fmt.Println("close:", e.Category, e.Summary)
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
	ctx := context.Background()
	route := func(id, text string) {
		outcome, failed := router.Route(ctx, usher.Conversation{ID: "c1", Message: usher.Message{ID: id, Text: text}})
		if failed != nil {
			panic(failed)
		}
		fmt.Println("->", outcome.Of().State)
	}
	route("m1", "my bill is wrong")
	if _, err = router.CloseConversation(ctx, "c1", usher.CloseConversation{Category: "billing"}); err != nil { // Ana is done
		panic(err)
	}
	route("m2", "four stars")
	route("m3", "one more thing") // a new run
	// Output:
	// hand over to ana
	// -> assigned
	// send: How was it, from 1 to 5?
	// close: rated 4 of 5
	// -> closed
	// hand over to ana
	// -> assigned
}
