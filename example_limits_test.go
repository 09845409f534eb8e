package usher_test

import (
	"context"
	"fmt"
	"time"

	"github.com/gousher/usher"
)

// How do I limit what an agent gets? By his capacity, by limits per channel and per team, and by time to breathe: after a
// close, and after he has come back. The smallest limit wins, and the explanation names it.
func ExampleAgent_limits() {
	now := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	router, err := usher.New(usher.Config{
		Now:      func() time.Time { return now },
		Workflow: usher.Flow{Name: "front desk", Steps: usher.Steps{usher.Assign{Team: "support"}}},
		Host:     usher.HostFunc(func(context.Context, usher.Effect) error { return nil }),
		Desk: usher.Desk{
			Teams: []usher.Team{{ID: "support", WrapUp: 30 * time.Second}},
			Agents: []usher.Agent{{
				ID: "ana", Teams: []string{"support"}, Capacity: 5, Status: usher.Online,
				ChannelLimits: map[string]int{"voice": 1}, TeamLimits: map[string]int{"support": 4},
			}},
			RampUp:   usher.RampUp{Conversations: 3, Per: 5 * time.Minute}, // for who comes online
			Fallback: usher.Fallback{Team: "support"},
		},
	})
	if err != nil {
		panic(err)
	}
	ctx := context.Background()
	arrives := func(id, channel string) {
		outcome, failed := router.Route(ctx, usher.Conversation{
			ID: id, Channel: channel, Message: usher.Message{ID: "m-" + id, Text: "hello"},
		})
		if failed != nil {
			panic(failed)
		}
		trace := outcome.Of().Trace
		fmt.Printf("%s is %s: %s\n", id, outcome.Of().State, trace[len(trace)-1].Choice)
	}
	arrives("call 1", "voice")
	arrives("call 2", "voice")
	arrives("chat", "web")
	if _, err = router.CloseConversation(ctx, "chat", usher.CloseConversation{}); err != nil {
		panic(err)
	}
	arrives("next chat", "web")
	// Output:
	// call 1 is assigned: ana could take it
	// call 2 is queued: ana is at his limit for voice; what is missing: ana has to finish something of voice
	// chat is assigned: ana could take it
	// next chat is queued: ana is wrapping up; what is missing: ana is wrapping up, and takes it then
}
