package usher_test

import (
	"context"
	"fmt"

	"github.com/gousher/usher"
)

// What if too many wait already? MaxQueue sends everybody else to an exit at once, instead of letting them wait for nothing.
func ExampleAssign_maxQueue() {
	router, err := usher.New(usher.Config{
		Workflow: usher.Flow{Name: "front desk", Steps: usher.Steps{
			usher.Assign{
				Team: "support", MaxQueue: 1,
				QueueFull: usher.Steps{
					usher.SendMessage{Text: "We are very busy. Please write again in an hour."},
					usher.CloseConversation{Category: "turned away"},
				},
			},
		}},
		Host: usher.HostFunc(func(_ context.Context, effect usher.Effect) error {
			if e, ok := effect.(usher.Send); ok {
				fmt.Printf("send to %s: %s\n", e.ContactID, e.Text)
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
	for _, id := range []string{"mia", "tom", "luc"} {
		outcome, err := router.Route(context.Background(), usher.Conversation{
			ID: id, Contact: usher.Contact{ID: id}, Message: usher.Message{ID: "m-" + id, Text: "hello"},
		})
		if err != nil {
			panic(err)
		}
		fmt.Println(id, "is", outcome.Of().State)
	}
	// Output:
	// mia is assigned
	// tom is queued
	// send to luc: We are very busy. Please write again in an hour.
	// luc is closed
}
