package usher_test

import (
	"context"
	"fmt"

	"github.com/gousher/usher"
)

// How do I treat some contacts as VIPs? The strategy VIP sends those who meet a condition to a team of their own. Where they
// share a team with everybody, a priority puts them first in its queue.
func ExampleVIP() {
	router, err := usher.New(usher.Config{
		Workflow: usher.Flow{Name: "front desk", Steps: usher.Steps{
			usher.Assign{By: usher.VIP{
				When: `"vip" in contact.tags || contact.fields.spent > 10000`, Team: "vip", Else: "support",
			}},
		}},
		Host: usher.HostFunc(func(context.Context, usher.Effect) error { return nil }),
		Desk: usher.Desk{
			Teams: []usher.Team{{ID: "support"}, {ID: "vip"}},
			Agents: []usher.Agent{
				{ID: "ana", Teams: []string{"support"}, Status: usher.Online},
				{ID: "vera", Teams: []string{"vip"}, Capacity: 2, Status: usher.Online},
			},
			Fallback: usher.Fallback{Team: "support"},
		},
	})
	if err != nil {
		panic(err)
	}
	for i, contact := range []usher.Contact{
		{ID: "mia", Tags: []string{"vip"}},
		{ID: "tom", Fields: map[string]any{"spent": 12500}},
		{ID: "luc"}, // what is not set is nil: the condition does not match
	} {
		outcome, err := router.Route(context.Background(), usher.Conversation{
			ID: fmt.Sprint("c", i), Contact: contact, Message: usher.Message{ID: fmt.Sprint("m", i), Text: "hello"},
		})
		if err != nil {
			panic(err)
		}
		fmt.Println(contact.ID, "goes to", outcome.Of().Agent)
	}
	// Output:
	// mia goes to vera
	// tom goes to vera
	// luc goes to ana
}
