package usher_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/gousher/usher"
)

// How do I keep closed conversations for 90 days? Say so in the desk. Run, or Wake, erases what is older: transcript, answers
// and explanation. What is remembered of the contact stays, until you forget him.
func ExampleRetention() {
	now := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	router, err := usher.New(usher.Config{
		Now:      func() time.Time { return now },
		Workflow: usher.Flow{Name: "front desk", Steps: usher.Steps{usher.CloseConversation{}}},
		Host:     usher.HostFunc(func(context.Context, usher.Effect) error { return nil }),
		Desk: usher.Desk{
			Teams: []usher.Team{{ID: "support"}}, Fallback: usher.Fallback{Team: "support"},
			Retention: usher.Retention{Closed: 90 * 24 * time.Hour},
		},
	})
	if err != nil {
		panic(err)
	}
	ctx := context.Background()
	_, err = router.Route(ctx, usher.Conversation{ID: "c1", Contact: usher.Contact{ID: "mia"}, Message: usher.Message{ID: "m1", Text: "hello"}})
	if err != nil {
		panic(err)
	}
	due, err := router.NextDue(ctx)
	if err != nil {
		panic(err)
	}
	for _, at := range []time.Time{due.Add(-time.Second), due} {
		now = at
		if err = router.Wake(ctx); err != nil {
			panic(err)
		}
		_, err = router.Conversation(ctx, "c1")
		fmt.Println(now.Format(time.DateTime), "erased:", errors.Is(err, usher.ErrUnknown))
	}
	// Output:
	// 0000-12-31 23:59:59 erased: false
	// 0001-01-01 00:00:00 erased: false
}
