package usher_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/gousher/usher"
)

// How do I keep closed conversations for 90 days? Say so in the desk. What is older goes, when a message comes, at most once in
// an hour: transcript, answers and explanation. What is remembered of the contact stays, until you forget him.
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
	for i, days := range []int{0, 89, 2} {
		now = now.Add(time.Duration(days) * 24 * time.Hour)
		_, err = router.Route(ctx, usher.Conversation{
			ID: fmt.Sprint("c", i), Contact: usher.Contact{ID: "mia"}, Message: usher.Message{ID: fmt.Sprint("m", i), Text: "hello"},
		})
		if err != nil {
			panic(err)
		}
		_, err = router.Conversation(ctx, "c0")
		fmt.Println(now.Format(time.DateOnly), "c0 is erased:", errors.Is(err, usher.ErrUnknown))
	}
	// Output:
	// 2026-03-02 c0 is erased: false
	// 2026-05-30 c0 is erased: false
	// 2026-06-01 c0 is erased: true
}
