package usher_test

import (
	"context"
	"fmt"
	"time"

	"github.com/gousher/usher"
)

// officeHours takes one of two ways by the hour of the day. It is a plain value: what it says is in its fields.
type officeHours struct {
	From, To     int // hours, UTC
	Open, Closed usher.Steps
}

// Decide decides when a conversation reaches the step. The time comes from the turn, never from time.Now.
func (s officeHours) Decide(t *usher.Turn) usher.Next {
	hour := t.Now().UTC().Hour()
	t.Explain(fmt.Sprintf("it is %d o'clock, the office is open from %d to %d", hour, s.From, s.To))
	if hour >= s.From && hour < s.To {
		return usher.Enter("open")
	}
	return usher.Enter("closed")
}

// Declare tells the checker about the inner steps, so that a mistake in them is found when the router is made.
func (s officeHours) Declare(d *usher.Declaration) {
	if s.From >= s.To {
		d.Wrong("From", "U900", "the office closes before it opens", "swap From and To")
	}
	d.Block("open", s.Open)
	d.Block("closed", s.Closed)
	d.Ends() // it takes one of its blocks in any case
}

// How do I write a step of my own? A step is a type with the method Decide; one with inner steps declares them.
func ExampleStep() {
	now := time.Date(2026, 3, 2, 20, 0, 0, 0, time.UTC)
	router, err := usher.New(usher.Config{
		Now: func() time.Time { return now },
		Workflow: usher.Flow{Name: "front desk", Steps: usher.Steps{
			officeHours{
				From: 9, To: 17,
				Open:   usher.Steps{usher.Assign{Team: "support"}},
				Closed: usher.Steps{usher.CloseConversation{Category: "we are closed"}},
			},
		}},
		Host: usher.HostFunc(func(context.Context, usher.Effect) error { return nil }),
		Desk: usher.Desk{Teams: []usher.Team{{ID: "support"}}, Fallback: usher.Fallback{Team: "support"}},
	})
	if err != nil {
		panic(err)
	}
	outcome, err := router.Route(context.Background(), usher.Conversation{ID: "c1", Message: usher.Message{ID: "m1", Text: "hello?"}})
	if err != nil {
		panic(err)
	}
	fmt.Print(outcome.Explain())
	// Output:
	// c1 is closed
	// 20:00:00  started: front desk
	// 20:00:00  [1] note: it is 20 o'clock, the office is open from 9 to 17
	// 20:00:00  [1.closed.1] closed: we are closed
}
