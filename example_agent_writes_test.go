package usher_test

import (
	"context"
	"fmt"

	"github.com/gousher/usher"
)

// What do I do with messages while an agent owns the conversation? The workflow is silent: pass what the contact writes to
// the owner yourself, and tell the router what he answers, so that the next one to get the conversation can read it.
func ExampleRouter_AgentWrote() {
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
	ctx := context.Background()
	var outcome usher.Outcome
	for i, text := range []string{"hello", "my order is late"} {
		outcome, err = router.Route(ctx, usher.Conversation{ID: "c1", Message: usher.Message{ID: fmt.Sprint("m", i), Text: text}})
		if err != nil {
			panic(err)
		}
		if assigned, ok := outcome.(usher.Assigned); ok {
			fmt.Printf("show %s: %q\n", assigned.Agent, text)
		}
	}
	_, err = router.AgentWrote(ctx, "c1", usher.AgentMessage{Agent: "ana", ID: "ana-1", Text: "Let me look."})
	if err != nil {
		panic(err)
	}
	view, err := router.Conversation(ctx, "c1")
	if err != nil {
		panic(err)
	}
	for _, line := range view.Transcript {
		fmt.Printf("%s: %s\n", line.From, line.Text)
	}
	// Output:
	// show ana: "hello"
	// show ana: "my order is late"
	// contact: hello
	// contact: my order is late
	// agent: Let me look.
}
