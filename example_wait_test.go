package usher_test

import (
	"context"
	"fmt"
	"time"

	"github.com/gousher/usher"
)

// How do I wait until tomorrow? A wait has a length or an instant; with Business its length counts only while a calendar is
// open. What the contact writes meanwhile is kept, or ends the wait, if it has an Or.
func ExampleWait() {
	now := time.Date(2026, 3, 6, 16, 0, 0, 0, time.UTC) // five o'clock in Madrid, a Friday
	router, err := usher.New(usher.Config{
		Now: func() time.Time { return now },
		Workflow: usher.Flow{Name: "late", Steps: usher.Steps{
			usher.SendMessage{Text: "We write to you {{ next_opening(\"office\") }}."},
			usher.Wait{
				Until: `next_opening("office")`, // or For: 24 * time.Hour; or For: 2 * time.Hour, Business: "office"
				Or:    usher.Steps{usher.Comment{Text: "could not wait: {{ message.text }}"}},
			},
			usher.Assign{Team: "support"},
		}},
		Host: usher.HostFunc(func(_ context.Context, effect usher.Effect) error {
			at := effect.Head().At.Format("Mon 15:04")
			switch e := effect.(type) {
			case usher.Send:
				fmt.Println(at, "send:", e.Text)
			case usher.Note:
				fmt.Println(at, "note:", e.Text)
			case usher.HandOver:
				fmt.Println(at, "hand over", e.Conversation, "to", e.Agent)
			}
			return nil
		}),
		Desk: usher.Desk{
			Teams:  []usher.Team{{ID: "support"}},
			Agents: []usher.Agent{{ID: "ana", Teams: []string{"support"}, Capacity: 5, Status: usher.Online}},
			Calendars: map[string]usher.Calendar{"office": {
				Zone: "Europe/Madrid", Weekly: usher.Weekdays("09:00-17:00"),
			}},
			Fallback: usher.Fallback{Team: "support"},
		},
	})
	if err != nil {
		panic(err)
	}
	ctx := context.Background()
	for i, conversation := range []string{"patient", "impatient", "impatient"} {
		var outcome usher.Outcome
		outcome, err = router.Route(ctx, usher.Conversation{
			ID: conversation, Message: usher.Message{ID: fmt.Sprint("m", i), Text: "is anybody there?"},
		})
		if err != nil {
			panic(err)
		}
		fmt.Println(conversation, "is", outcome.Of().State)
	}
	if now, err = router.NextDue(ctx); err != nil { // in production Run does it
		panic(err)
	}
	if err = router.Wake(ctx); err != nil {
		panic(err)
	}
	// Output:
	// Fri 16:00 send: We write to you Monday at 09:00.
	// patient is waiting
	// Fri 16:00 send: We write to you Monday at 09:00.
	// impatient is waiting
	// Fri 16:00 note: could not wait: is anybody there?
	// Fri 16:00 hand over impatient to ana
	// impatient is assigned
	// Mon 08:00 hand over patient to ana
}
