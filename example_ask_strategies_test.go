package usher_test

import (
	"context"
	"fmt"

	"github.com/gousher/usher"
)

// mentors gives the first conversation of a contact to somebody with experience, and leaves the rest to another strategy.
type mentors struct{ Then usher.Assigner }

// Assign looks at those who could take the conversation now.
func (s mentors) Assign(r *usher.Request) usher.Decision {
	if r.Returning() {
		return r.Ask(s.Then)
	}
	least := usher.Candidate{}
	for candidate := range r.Candidates() {
		years, _ := candidate.Agent.Attributes["years"].(int)
		if years >= 2 && (least.ID == "" || candidate.Load < least.Load) {
			least = candidate
		}
	}
	if least.ID == "" {
		return r.Ask(s.Then)
	}
	r.Explain("a new contact is for somebody with experience")
	return usher.Pick(least.ID)
}

// How do I use usher's strategies in one of my own? Request.Ask asks another strategy about the same conversation; what it
// answers can be passed on, or thought about.
func ExampleRequest_Ask() {
	router, err := usher.New(usher.Config{
		Workflow: usher.Flow{Name: "front desk", Steps: usher.Steps{
			usher.Assign{Team: "support", By: mentors{Then: usher.MostAvailable{}}},
		}},
		Host: usher.HostFunc(func(context.Context, usher.Effect) error { return nil }),
		Desk: usher.Desk{
			Teams: []usher.Team{{ID: "support"}},
			Agents: []usher.Agent{
				{ID: "ana", Teams: []string{"support"}, Capacity: 2, Status: usher.Online, Attributes: map[string]any{"years": 7}},
				{ID: "new", Teams: []string{"support"}, Capacity: 4, Status: usher.Online},
			},
			Fallback: usher.Fallback{Team: "support"},
		},
	})
	if err != nil {
		panic(err)
	}
	for _, id := range []string{"mia's first", "mia's second"} {
		outcome, err := router.Route(context.Background(), usher.Conversation{
			ID: id, Contact: usher.Contact{ID: "mia"}, Message: usher.Message{ID: "m-" + id, Text: "hello"},
		})
		if err != nil {
			panic(err)
		}
		fmt.Println(id, "goes to", outcome.Of().Agent)
	}
	// Output:
	// mia's first goes to ana
	// mia's second goes to new
}
