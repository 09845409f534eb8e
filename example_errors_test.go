package usher_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/gousher/usher"
)

// How do I handle errors of Route? There are two kinds: what can never be accepted, and everything else, which is to be
// delivered again under the same message ID. There is no third kind: what goes wrong in a workflow goes to the fallback.
func ExampleRouter_Route_errors() {
	router, err := usher.New(usher.Config{
		Workflow: usher.Flow{Name: "front desk", Steps: usher.Steps{usher.Assign{Team: "support"}}},
		Host:     usher.HostFunc(func(context.Context, usher.Effect) error { return nil }),
		Desk: usher.Desk{
			Teams:    []usher.Team{{ID: "support"}},
			Agents:   []usher.Agent{{ID: "ana", Teams: []string{"support"}, Status: usher.Online}},
			Fallback: usher.Fallback{Team: "support"},
		},
	})
	if err != nil {
		panic(err)
	}
	webhook := func(ctx context.Context, c usher.Conversation) {
		outcome, err := router.Route(ctx, c)
		switch {
		case errors.Is(err, usher.ErrInvalid):
			fmt.Println(http.StatusBadRequest, err) // or 200, for a provider that tries a 400 again
		case err != nil:
			fmt.Println(http.StatusServiceUnavailable, err) // the provider delivers it again
		default:
			fmt.Println(http.StatusOK, outcome.Of().State)
		}
	}
	hello := usher.Conversation{ID: "c1", Channel: "web", Message: usher.Message{ID: "m1", Text: "hello"}}
	gone, cancel := context.WithCancel(context.Background())
	cancel()
	webhook(gone, hello)
	webhook(context.Background(), hello)
	webhook(context.Background(), usher.Conversation{Message: usher.Message{ID: "m2", Text: "whose is this?"}})
	webhook(context.Background(), usher.Conversation{ID: "c2", Channel: "web", Message: usher.Message{ID: "m1", Text: "hello"}})
	// Output:
	// 503 context canceled
	// 200 assigned
	// 400 usher: invalid input: the conversation has no ID
	// 400 usher: invalid input: message m1 of channel "web" was used in conversation c1: its id has to be unique in its channel
}
