package usher_test

import (
	"context"
	"fmt"

	"github.com/gousher/usher"
)

// nearest chooses somebody of the contact's region. It looks at nothing but the request, and keeps nothing.
type nearest struct{}

// Assign chooses among those who could take the conversation now: online, of the team, with the skills, and free.
func (nearest) Assign(r *usher.Request) usher.Decision {
	region := r.Contact().Fields["region"]
	for candidate := range r.Candidates() {
		if region != nil && candidate.Agent.Attributes["region"] == region {
			r.Explain(fmt.Sprintf("%s is in %s as well", candidate.ID, region))
			return usher.Pick(candidate.ID)
		}
	}
	return usher.Pass() // the team's own strategy chooses; usher.Hold() would let the contact wait for somebody near
}

// How do I write a strategy of my own? A strategy is a type with the method Assign.
func ExampleAssigner() {
	router, err := usher.New(usher.Config{
		Workflow: usher.Flow{Name: "local", Steps: usher.Steps{usher.Assign{Team: "support", By: nearest{}}}},
		Host:     usher.HostFunc(func(context.Context, usher.Effect) error { return nil }),
		Desk: usher.Desk{
			Teams: []usher.Team{{ID: "support"}},
			Agents: []usher.Agent{
				{ID: "ana", Teams: []string{"support"}, Status: usher.Online, Attributes: map[string]any{"region": "eu"}},
				{ID: "bo", Teams: []string{"support"}, Status: usher.Online, Attributes: map[string]any{"region": "us"}},
			},
			Fallback: usher.Fallback{Team: "support"},
		},
	})
	if err != nil {
		panic(err)
	}
	for i, region := range []string{"us", "asia"} {
		outcome, err := router.Route(context.Background(), usher.Conversation{
			ID: fmt.Sprint("c", i), Contact: usher.Contact{ID: region, Fields: map[string]any{"region": region}},
			Message: usher.Message{ID: fmt.Sprint("m", i), Text: "hello"},
		})
		if err != nil {
			panic(err)
		}
		fmt.Println(region, "is served by", outcome.Of().Agent)
	}
	// Output:
	// us is served by bo
	// asia is served by ana
}
