package usher_test

import (
	"context"
	"fmt"

	"github.com/gousher/usher"
)

// How do I say that one skill includes another? The desk says what skills mean: whoever has billing_eu has billing as well,
// at the same level. A dialect includes its language without being told.
func ExampleSkill() {
	router, err := usher.New(usher.Config{
		Workflow: usher.Flow{Name: "skills", Steps: usher.Steps{
			usher.Assign{Team: "support", MustFrom: "contact.fields.needs"}, // the host's own choice, for each contact
		}},
		Host: usher.HostFunc(func(context.Context, usher.Effect) error { return nil }),
		Desk: usher.Desk{
			Teams: []usher.Team{{ID: "support"}},
			Skills: map[string]usher.Skill{
				"billing_eu": {Implies: []string{"billing"}},
				"vat":        {Implies: []string{"billing_eu"}}, // and so billing
			},
			Agents: []usher.Agent{
				{ID: "ana", Teams: []string{"support"}, Capacity: 9, Status: usher.Online, Skills: usher.Skills{"vat": 3}},
				{ID: "bo", Teams: []string{"support"}, Capacity: 9, Status: usher.Online, Skills: usher.Skills{"billing": 1, "fr-CA": 2}},
			},
			Fallback: usher.Fallback{Team: "support"},
		},
	})
	if err != nil {
		panic(err)
	}
	for i, needs := range []map[string]any{
		{"billing": 2},                 // at least
		{"billing": "<=1"},             // at most: somebody for easy questions
		{"fr": true},                   // at any level
		{"billing": true, "fr": false}, // and not that
	} {
		outcome, err := router.Route(context.Background(), usher.Conversation{
			ID: fmt.Sprint("c", i), Contact: usher.Contact{ID: fmt.Sprint("contact ", i), Fields: map[string]any{"needs": needs}},
			Message: usher.Message{ID: fmt.Sprint("m", i), Text: "hello"},
		})
		if err != nil {
			panic(err)
		}
		fmt.Println(needs, "goes to", outcome.Of().Agent)
	}
	// Output:
	// map[billing:2] goes to ana
	// map[billing:<=1] goes to bo
	// map[fr:true] goes to bo
	// map[billing:true fr:false] goes to ana
}
