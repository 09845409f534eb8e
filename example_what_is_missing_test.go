package usher_test

import (
	"context"
	"fmt"

	"github.com/gousher/usher"
)

// What would have to happen for this one to be served? For a conversation that waits the record names, beside who was refused
// and why, the one change that is nearest.
func ExampleConsidered() {
	router, err := usher.New(usher.Config{
		Workflow: usher.Flow{Name: "french", Steps: usher.Steps{
			usher.Assign{Team: "support", Must: usher.Skills{"french": 3}, Where: `agent.attributes.region == "eu"`},
		}},
		Host: usher.HostFunc(func(context.Context, usher.Effect) error { return nil }),
		Desk: usher.Desk{
			Teams: []usher.Team{{ID: "support"}},
			Agents: []usher.Agent{
				{ID: "ana", Teams: []string{"support"}, Skills: usher.Skills{"french": 1}, Status: usher.Online},
				{ID: "bo", Teams: []string{"support"}, Skills: usher.Skills{"french": 5}, Status: usher.Online},
				{
					ID: "chloe", Teams: []string{"support"}, Skills: usher.Skills{"french": 4}, Status: usher.Away,
					Attributes: map[string]any{"region": "eu"},
				},
			},
			Fallback: usher.Fallback{Team: "support"},
		},
	})
	if err != nil {
		panic(err)
	}
	ctx := context.Background()
	if _, err = router.Route(ctx, usher.Conversation{ID: "c1", Message: usher.Message{ID: "m1", Text: "bonjour"}}); err != nil {
		panic(err)
	}
	trace, err := router.Explain(ctx, "c1")
	if err != nil {
		panic(err)
	}
	for _, entry := range trace {
		if entry.Choice == nil {
			continue
		}
		for _, refusal := range entry.Choice.Refused {
			fmt.Println("-", refusal)
		}
		fmt.Println("what is missing:", entry.Choice.Missing)
	}
	// Output:
	// - ana lacks french (has level 1, needs 3)
	// - bo does not meet agent.attributes.region == "eu"
	// - chloe is away
	// what is missing: chloe has to come online
}
