package usher_test

import (
	"context"
	"fmt"

	"github.com/gousher/usher"
)

// How do I call my CRM? An action looks something up; its result is saved, and its exits are taken.
func ExampleDo() {
	plan := usher.Var[string]{Name: "plan"}
	crm := usher.ActionFunc(func(_ context.Context, in usher.ActionInput) (usher.ActionResult, error) {
		if in.With["id"] != "mia" {
			return usher.ActionResult{Exit: "unknown"}, nil // a final "no" is an exit, not an error
		}
		return usher.ActionResult{Fields: map[string]any{"plan": "gold"}}, nil
	})
	flow := usher.Flow{Name: "crm", Vars: []usher.Variable{plan}, Steps: usher.Steps{
		usher.Do{
			Name: "look up in the CRM", Action: crm, With: map[string]string{"id": "contact.id"},
			Save:  map[string]usher.Target{"plan": plan},
			Exits: map[string]usher.Steps{"unknown": {usher.Assign{Team: "sales"}}},
			Else:  usher.Steps{usher.Comment{Text: "the CRM is down"}, usher.Assign{Team: "support"}},
		},
		usher.When(`plan == "gold"`, usher.Assign{Team: "vip"}).Else(usher.Assign{Team: "support"}),
	}}
	router, err := usher.New(usher.Config{
		Workflow: flow,
		Host: usher.HostFunc(func(_ context.Context, effect usher.Effect) error {
			if e, ok := effect.(usher.HandOver); ok {
				fmt.Println("hand over to", e.Agent)
			}
			return nil
		}),
		Desk: usher.Desk{
			Teams:    []usher.Team{{ID: "support"}, {ID: "sales"}, {ID: "vip"}},
			Agents:   []usher.Agent{{ID: "vera", Teams: []string{"vip"}, Status: usher.Online}},
			Fallback: usher.Fallback{Team: "support"},
		},
	})
	if err != nil {
		panic(err)
	}
	_, err = router.Route(context.Background(), usher.Conversation{
		ID: "c1", Contact: usher.Contact{ID: "mia"}, Message: usher.Message{ID: "m1", Text: "hi"},
	})
	if err != nil {
		panic(err)
	}
	// Output:
	// hand over to vera
}
