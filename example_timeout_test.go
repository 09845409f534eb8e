package usher_test

import (
	"context"
	"fmt"
	"time"

	"github.com/gousher/usher"
)

// What happens when nobody answers? The question's NoAnswer steps are done when its time is up. Run does it in the
// background; a host with a loop of its own, or a test with a clock of its own, calls Wake.
func ExampleRouter_Wake() {
	now := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	router, err := usher.New(usher.Config{
		Now: func() time.Time { return now },
		Workflow: usher.Flow{Name: "survey", Steps: usher.Steps{
			usher.AskQuestion{
				Text: "How did we do?", Timeout: 15 * time.Minute,
				NoAnswer: usher.Steps{usher.SendMessage{Text: "Another time, then."}, usher.CloseConversation{Category: "no answer"}},
			},
			usher.CloseConversation{Category: "answered"},
		}},
		Desk: usher.Desk{Teams: []usher.Team{{ID: "support"}}, Fallback: usher.Fallback{Team: "support"}},
		Host: usher.HostFunc(func(_ context.Context, effect usher.Effect) error {
			switch e := effect.(type) {
			case usher.Send:
				fmt.Println(e.At.Format("15:04"), "send:", e.Text)
			case usher.Close:
				fmt.Println(e.At.Format("15:04"), "close:", e.Category)
			}
			return nil
		}),
	})
	if err != nil {
		panic(err)
	}
	ctx := context.Background()
	if _, err = router.Route(ctx, usher.Conversation{ID: "c1", Message: usher.Message{ID: "m1", Text: "bye"}}); err != nil {
		panic(err)
	}
	due, err := router.NextDue(ctx)
	if err != nil {
		panic(err)
	}
	fmt.Println("to be woken at", due.Format("15:04"))

	now = due
	if err = router.Wake(ctx); err != nil {
		panic(err)
	}
	// Output:
	// 12:00 send: How did we do?
	// to be woken at 12:15
	// 12:15 send: Another time, then.
	// 12:15 close: no answer
}
