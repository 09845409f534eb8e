package usher_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/gousher/usher"
)

// provider is a messaging provider whose answer is lost on the way back, once.
type provider struct {
	seen  map[string]bool // keys; in production a unique column of a table, or the provider's own idempotency key
	tries int
}

// Deliver carries an effect out, once for each key. What it returns an error for is delivered again.
func (p *provider) Deliver(_ context.Context, effect usher.Effect) error {
	if p.tries++; p.seen[effect.Key()] {
		fmt.Println("a repeat, dropped")
		return nil
	}
	p.seen[effect.Key()] = true
	switch e := effect.(type) {
	case usher.Send:
		fmt.Printf("%d send %q\n", e.Number, e.Text)
	case usher.Note:
		fmt.Printf("%d note %q\n", e.Number, e.Text)
	case usher.HandOver:
		fmt.Printf("%d hand over to %s, who sees %d lines\n", e.Number, e.Agent, len(e.Transcript))
	}
	if p.tries == 1 {
		return errors.New("the connection was reset") // the text went out all the same
	}
	return nil // Enqueue, TakeBack, ContactChanged and Close are of no interest here
}

// What are effects, and how does a host carry them out? An effect is one thing that the host must do. It is delivered at
// least once, in order per conversation, under a key that is the same on every try.
func ExampleHost() {
	now := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	router, err := usher.New(usher.Config{
		Now: func() time.Time { return now }, Log: slog.New(slog.DiscardHandler),
		Workflow: usher.Flow{Name: "front desk", Steps: usher.Steps{
			usher.SendMessage{Text: "One moment, please."},
			usher.Comment{Text: "came in over {{ channel }}"},
			usher.Assign{Team: "support"},
		}},
		Host: &provider{seen: map[string]bool{}},
		Desk: usher.Desk{
			Teams:    []usher.Team{{ID: "support"}},
			Agents:   []usher.Agent{{ID: "ana", Teams: []string{"support"}, Status: usher.Online}},
			Fallback: usher.Fallback{Team: "support"},
		},
	})
	if err != nil {
		panic(err)
	}
	ctx := context.Background()
	outcome, err := router.Route(ctx, usher.Conversation{ID: "c1", Channel: "sms", Message: usher.Message{ID: "m1", Text: "hello"}})
	if err != nil {
		panic(err) // a delivery that fails is no error of Route: the decision is kept
	}
	fmt.Println("c1 is", outcome.Of().State)

	now = now.Add(time.Minute)
	if err = router.Wake(ctx); err != nil { // in production Run does it
		panic(err)
	}
	// Output:
	// 1 send "One moment, please."
	// c1 is assigned
	// a repeat, dropped
	// 2 note "came in over sms"
	// 3 hand over to ana, who sees 2 lines
}
