package usher_test

import (
	"context"
	"fmt"
	"time"

	"github.com/gousher/usher"
)

// What do I tell those who wait? Queued is done once for a contact whom nobody could take at once; position and
// estimated_wait are names in its expressions. The estimate is the place over the rate at which the team has served of late;
// until there is a rate it is how long the last one waited, and nil if nobody has been served yet.
func ExampleAssign_queued() {
	now := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	router, err := usher.New(usher.Config{
		Now: func() time.Time { return now },
		Workflow: usher.Flow{Name: "front desk", Steps: usher.Steps{
			usher.Assign{Team: "support", Queued: usher.Steps{
				usher.SendMessage{Text: `You are number {{ position }}. It may take {{ estimated_wait ?? "a while" }}.`},
				usher.Tag{Add: []string{"had to wait"}},
			}},
		}},
		Host: usher.HostFunc(func(_ context.Context, effect usher.Effect) error {
			if e, ok := effect.(usher.Send); ok {
				fmt.Printf("%s: %s\n", e.ContactID, e.Text)
			}
			return nil
		}),
		Desk: usher.Desk{
			Teams:    []usher.Team{{ID: "support"}},
			Agents:   []usher.Agent{{ID: "ana", Teams: []string{"support"}}}, // offline
			Fallback: usher.Fallback{Team: "support"},
		},
	})
	if err != nil {
		panic(err)
	}
	ctx := context.Background()
	writes := func(id string) {
		_, err = router.Route(ctx, usher.Conversation{
			ID: id, Contact: usher.Contact{ID: id}, Message: usher.Message{ID: "m-" + id, Text: "hello"},
		})
		if err != nil {
			panic(err)
		}
		now = now.Add(4 * time.Minute)
	}
	writes("mia")
	writes("tom")
	if _, err = router.SetStatus(ctx, "ana", usher.Online); err != nil { // she takes mia, who has waited for eight minutes
		panic(err)
	}
	writes("luc")
	// Output:
	// mia: You are number 1. It may take a while.
	// tom: You are number 2. It may take a while.
	// luc: You are number 2. It may take 8 min.
}
