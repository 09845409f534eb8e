package usher_test

import (
	"context"
	"fmt"
	"strings"

	"github.com/gousher/usher"
)

// Is there a shorter way? A function is a step, or a strategy, as well. A step of your own decides like the built-in ones;
// a strategy of your own chooses among those who can take it.
func ExampleStepFunc() {
	calmest := usher.AssignerFunc(func(r *usher.Request) usher.Decision {
		best, calm := usher.Pass(), -1
		for candidate := range r.Candidates() {
			if level, _ := candidate.Agent.Attributes["calm"].(int); level > calm {
				best, calm = usher.Pick(candidate.ID), level
			}
		}
		return best
	})
	shout := usher.StepFunc(func(t *usher.Turn) usher.Next {
		if strings.ToUpper(t.Message().Text) == t.Message().Text {
			t.Explain("the contact shouts")
			return usher.Place(usher.Assign{Team: "vip", By: calmest})
		}
		return usher.Continue()
	})
	router, err := usher.New(usher.Config{
		Workflow: usher.Flow{Name: "mood", Steps: usher.Steps{shout, usher.Assign{Team: "support"}}},
		Host: usher.HostFunc(func(_ context.Context, effect usher.Effect) error {
			if e, ok := effect.(usher.HandOver); ok {
				fmt.Println("hand over to", e.Agent)
			}
			return nil
		}),
		Desk: usher.Desk{
			Teams: []usher.Team{{ID: "support"}, {ID: "vip"}},
			Agents: []usher.Agent{
				{ID: "nick", Teams: []string{"vip"}, Status: usher.Online, Attributes: map[string]any{"calm": 2}},
				{ID: "olga", Teams: []string{"vip"}, Status: usher.Online, Attributes: map[string]any{"calm": 9}},
			},
			Fallback: usher.Fallback{Team: "support"},
		},
	})
	if err != nil {
		panic(err)
	}
	_, err = router.Route(context.Background(), usher.Conversation{ID: "c1", Message: usher.Message{ID: "m1", Text: "HELLO?!"}})
	if err != nil {
		panic(err)
	}
	// Output:
	// hand over to olga
}
