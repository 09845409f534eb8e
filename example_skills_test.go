package usher_test

import (
	"context"
	"fmt"

	"github.com/gousher/usher"
)

// How do I route by skill? Must filters: somebody without the skill, or below the level, is never given the conversation.
// Prefer ranks those who are left.
func ExampleSkills() {
	router, err := usher.New(usher.Config{
		Workflow: usher.Flow{Name: "front desk", Steps: usher.Steps{
			usher.When(`contact.language == "fr"`, usher.Assign{
				Team: "support", Must: usher.Skills{"french": 3}, Prefer: usher.Skills{"billing": 2, "refunds": 1},
			}).Else(usher.Assign{Team: "support"}),
		}},
		Host: usher.HostFunc(func(context.Context, usher.Effect) error { return nil }),
		Desk: usher.Desk{
			Teams: []usher.Team{{ID: "support"}},
			Agents: []usher.Agent{
				{ID: "ana", Teams: []string{"support"}, Status: usher.Online, Skills: usher.Skills{"billing": 5}},
				{ID: "bo", Teams: []string{"support"}, Status: usher.Online, Skills: usher.Skills{"french": 2}},
				{ID: "chloe", Teams: []string{"support"}, Status: usher.Online, Skills: usher.Skills{"french": 4, "refunds": 1}},
				{ID: "denis", Teams: []string{"support"}, Status: usher.Online, Skills: usher.Skills{"french": 3, "billing": 1}},
			},
			Fallback: usher.Fallback{Team: "support"},
		},
	})
	if err != nil {
		panic(err)
	}
	for i := range 3 {
		outcome, err := router.Route(context.Background(), usher.Conversation{
			ID: fmt.Sprint("c", i), Contact: usher.Contact{ID: fmt.Sprint("luc", i), Language: "fr"},
			Message: usher.Message{ID: fmt.Sprint("m", i), Text: "bonjour"},
		})
		if err != nil {
			panic(err)
		}
		fmt.Println(outcome.Of().State, outcome.Of().Agent)
	}
	// Output:
	// assigned denis
	// assigned chloe
	// queued
}
