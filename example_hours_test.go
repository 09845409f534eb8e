package usher_test

import (
	"context"
	"fmt"
	"time"

	"github.com/gousher/usher"
)

// How do I say when a team works? With a calendar: hours of the week in its zone, holidays, and days with hours of their own.
// Outside its hours a team's conversations wait, and they are matched at the instant when it opens.
func ExampleCalendar() {
	now := time.Date(2026, 12, 24, 8, 0, 0, 0, time.UTC) // nine o'clock in Madrid, a Thursday
	router, err := usher.New(usher.Config{
		Now:      func() time.Time { return now },
		Workflow: usher.Flow{Name: "front desk", Steps: usher.Steps{usher.Assign{Team: "support"}}},
		Host: usher.HostFunc(func(_ context.Context, effect usher.Effect) error {
			if e, ok := effect.(usher.HandOver); ok {
				fmt.Println(e.At.UTC().Format("Mon 02 Jan 15:04"), "UTC: hand over to", e.Agent)
			}
			return nil
		}),
		Desk: usher.Desk{
			Teams:  []usher.Team{{ID: "support", Hours: "office"}},
			Agents: []usher.Agent{{ID: "ana", Teams: []string{"support"}, Capacity: 2, Status: usher.Online}}, // Hours would be her own shift
			Calendars: map[string]usher.Calendar{"office": {
				Zone:     "Europe/Madrid",
				Weekly:   usher.Weekdays("09:00-14:00", "15:00-18:00"), // "22:00-06:00" passes midnight
				Holidays: []usher.Date{"2026-12-25"},
				Changes:  []usher.DayHours{{Date: "2026-12-24", Hours: []string{"10:00-13:00"}}}, // they win over all else
			}},
			Fallback: usher.Fallback{Team: "support"},
		},
	})
	if err != nil {
		panic(err)
	}
	ctx := context.Background()
	for _, id := range []string{"c1", "c2"} {
		_, err = router.Route(ctx, usher.Conversation{ID: id, Message: usher.Message{ID: "m-" + id, Text: "hola"}})
		if err != nil {
			panic(err)
		}
		fmt.Println(now.UTC().Format("Mon 02 Jan 15:04"), "UTC:", id, "waits")
		for waiting := 1; waiting > 0; { // in production Run does it
			if now, err = router.NextDue(ctx); err != nil {
				panic(err)
			}
			if err = router.Wake(ctx); err != nil {
				panic(err)
			}
			queue, err := router.Waiting(ctx)
			if err != nil {
				panic(err)
			}
			waiting = len(queue)
		}
		now = now.Add(3 * time.Hour) // one o'clock: it has closed
	}
	// Output:
	// Thu 24 Dec 08:00 UTC: c1 waits
	// Thu 24 Dec 09:00 UTC: hand over to ana
	// Thu 24 Dec 12:00 UTC: c2 waits
	// Mon 28 Dec 08:00 UTC: hand over to ana
}
