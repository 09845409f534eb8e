package usher_test

import (
	"context"
	"fmt"
	"time"

	"github.com/gousher/usher"
)

// How do I put strategies together? FirstOf asks one after the other until one does not pass; Then lets one name the team and
// another choose in it.
func ExampleFirstOf() {
	by := usher.FirstOf{
		usher.LastAgent{Within: 72 * time.Hour},
		usher.Then{
			By:   usher.VIP{When: `contact.fields.plan == "gold"`, Team: "accounts"}, // passes for all others
			Then: usher.InOrder{},
		},
	}
	router, err := usher.New(usher.Config{
		Workflow: usher.Flow{Name: "front desk", Steps: usher.Steps{usher.Assign{Team: "support", By: by}}},
		Host:     usher.HostFunc(func(context.Context, usher.Effect) error { return nil }),
		Desk: usher.Desk{
			Teams: []usher.Team{{ID: "support"}, {ID: "accounts"}},
			Agents: []usher.Agent{
				{ID: "ana", Teams: []string{"support"}, Capacity: 2, Status: usher.Online},
				{ID: "bo", Teams: []string{"support"}, Capacity: 2, Status: usher.Online},
				{ID: "ben", Teams: []string{"accounts"}, Ranks: map[string]int{"accounts": 2}, Status: usher.Online},
				{ID: "eve", Teams: []string{"accounts"}, Ranks: map[string]int{"accounts": 1}, Status: usher.Online},
			},
			Fallback: usher.Fallback{Team: "support"},
		},
	})
	if err != nil {
		panic(err)
	}
	for i, contact := range []usher.Contact{{ID: "tom"}, {ID: "mia", Fields: map[string]any{"plan": "gold"}}, {ID: "tom"}} {
		outcome, err := router.Route(context.Background(), usher.Conversation{
			ID: fmt.Sprint("c", i), Contact: contact, Message: usher.Message{ID: fmt.Sprint("m", i), Text: "hello"},
		})
		if err != nil {
			panic(err)
		}
		fmt.Printf("%s goes to %s of %s\n", contact.ID, outcome.Of().Agent, outcome.Of().Team)
	}
	// Output:
	// tom goes to ana of support
	// mia goes to eve of accounts
	// tom goes to ana of support
}
