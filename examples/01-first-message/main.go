// First-message routes the first messages: the least that there is to say.
//
// Three things make a router. A desk says who works here. A workflow says what is to be done with a conversation; this one
// has a single step, which hands it to a team. A host carries out what was decided; this one prints it.
package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/gousher/usher"
)

func main() {
	if err := run(context.Background(), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out io.Writer) error {
	desk := usher.Desk{
		Teams: []usher.Team{{ID: "support"}},
		Agents: []usher.Agent{
			{ID: "ana", Teams: []string{"support"}, Status: usher.Online}, // offline unless you say so
		},
		Fallback: usher.Fallback{Team: "support"}, // serves what nothing else can
	}
	flow := usher.Flow{Name: "front desk", Steps: usher.Steps{
		usher.Assign{Team: "support"},
	}}
	host := usher.HostFunc(func(_ context.Context, effect usher.Effect) error {
		switch e := effect.(type) {
		case usher.HandOver:
			fmt.Fprintf(out, "  %s is handed to %s\n", e.Conversation, e.Agent)
		case usher.Enqueue:
			fmt.Fprintf(out, "  %s waits for %s\n", e.Conversation, e.Team)
		}
		return nil
	})
	router, err := usher.New(usher.Config{Workflow: flow, Host: host, Desk: desk})
	if err != nil {
		return err // every mistake at once, each with its place
	}

	// From here on it is one call for every message that comes in. Who sent it and what it is called is the provider's to
	// say; a message ID that was seen before changes nothing.
	for _, c := range []usher.Conversation{
		{ID: "c1", Contact: usher.Contact{ID: "mia"}, Message: usher.Message{ID: "m1", Text: "hello"}},
		{ID: "c2", Contact: usher.Contact{ID: "tom"}, Message: usher.Message{ID: "m2", Text: "is anybody there?"}},
		{ID: "c1", Contact: usher.Contact{ID: "mia"}, Message: usher.Message{ID: "m3", Text: "my order is late"}},
	} {
		c.Channel = "web"
		fmt.Fprintf(out, "%s writes: %s\n", c.Contact.ID, c.Message.Text)
		outcome, err := router.Route(ctx, c)
		if err != nil {
			return err
		}
		switch o := outcome.(type) {
		case usher.Assigned:
			fmt.Fprintf(out, "  the message is for %s\n", o.Agent)
		case usher.Queued:
			fmt.Fprintf(out, "  number %d in the queue\n", o.Position)
		}
	}
	return nil
}
