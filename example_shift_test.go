package usher_test

import (
	"context"
	"fmt"
	"time"

	"github.com/gousher/usher"
)

// How do I follow the sun? Shift chooses the first team whose calendar is open. Each calendar has a zone of its own, with its
// summer time.
func ExampleShift() {
	now := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC) // a Monday
	router, err := usher.New(usher.Config{
		Now: func() time.Time { return now },
		Workflow: usher.Flow{Name: "follow the sun", Steps: usher.Steps{
			usher.Assign{By: usher.Shift{
				Turns: []usher.Turnout{{Team: "madrid", Hours: "europe"}, {Team: "bogota", Hours: "america"}},
				Else:  "night",
			}},
		}},
		Host: usher.HostFunc(func(context.Context, usher.Effect) error { return nil }),
		Desk: usher.Desk{
			Teams: []usher.Team{{ID: "madrid"}, {ID: "bogota"}, {ID: "night"}},
			Agents: []usher.Agent{
				{ID: "ana", Teams: []string{"madrid", "bogota", "night"}, Capacity: 5, Status: usher.Online},
			},
			Calendars: map[string]usher.Calendar{
				"europe":  {Zone: "Europe/Madrid", Weekly: usher.Weekdays("09:00-17:00")},
				"america": {Zone: "America/Bogota", Weekly: usher.Weekdays("09:00-13:00", "14:00-18:00")},
			},
			Fallback: usher.Fallback{Team: "night"},
		},
	})
	if err != nil {
		panic(err)
	}
	for i := range 4 {
		outcome, err := router.Route(context.Background(), usher.Conversation{
			ID: fmt.Sprint("c", i), Message: usher.Message{ID: fmt.Sprint("m", i), Text: "hello"},
		})
		if err != nil {
			panic(err)
		}
		fmt.Println(now.Format("Mon 15:04"), "UTC:", outcome.Of().Team)
		now = now.Add(4 * time.Hour)
	}
	// Output:
	// Mon 12:00 UTC: madrid
	// Mon 16:00 UTC: bogota
	// Mon 20:00 UTC: bogota
	// Tue 00:00 UTC: night
}
