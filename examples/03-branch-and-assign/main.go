// Branch-and-assign sends each conversation to the right team and to the right agent in it, and says why.
//
// New here: a branch over what is known of the contact, teams with strategies of their own, skills that are required or
// preferred, priority in the queue, and the explanation of every decision.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/gousher/usher"
)

// Conditions know the contact, the message, the channel, the time and the variables; a name that does not exist, or a
// comparison of a number with a text, is an error when the router is made.
var flow = usher.Flow{Name: "front desk", Steps: usher.Steps{
	usher.When(`"vip" in contact.tags`,
		usher.Tag{Add: []string{"served first"}},
		usher.Assign{Team: "support", Priority: 10, By: usher.LastAgent{Within: 72 * time.Hour}},
	).
		When(`contact.language == "fr"`, usher.Assign{
			Team:   "support",
			Must:   usher.Skills{"french": 3},  // nobody with less is given it
			Prefer: usher.Skills{"billing": 1}, // of those, who knows bills
		}).
		When(`contact.fields.plan == "trial" && !contact.returning`, usher.Assign{Team: "sales"}).
		Else(usher.Assign{Team: "support"}),
}}

var desk = usher.Desk{
	Teams: []usher.Team{
		{ID: "support"},                       // the least busy one, unless a step says otherwise
		{ID: "sales", By: usher.RoundRobin{}}, // who was given work longest ago
	},
	Agents: []usher.Agent{
		{ID: "ana", Teams: []string{"support"}, Status: usher.Online, Capacity: 2},
		{ID: "chloe", Teams: []string{"support"}, Status: usher.Online, Skills: usher.Skills{"french": 4, "billing": 2}},
		{ID: "denis", Teams: []string{"support"}, Status: usher.Online, Skills: usher.Skills{"french": 5}},
		{ID: "ben", Teams: []string{"sales"}, Status: usher.Online, Capacity: 3},
		{ID: "eve", Teams: []string{"sales"}, Status: usher.Online, Capacity: 3},
	},
	Fallback: usher.Fallback{Team: "support"},
}

func main() {
	if err := run(context.Background(), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out io.Writer) error {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	router, err := usher.New(usher.Config{
		Workflow: flow, Desk: desk, Now: func() time.Time { return now },
		Host: usher.HostFunc(func(context.Context, usher.Effect) error { return nil }), // the outcomes say it all
	})
	if err != nil {
		return err
	}
	trial := map[string]any{"plan": "trial"}
	for i, contact := range []usher.Contact{
		{ID: "luc", Language: "fr"},
		{ID: "zoe", Language: "fr"},
		{ID: "tom", Fields: trial},
		{ID: "jan", Fields: trial},
		{ID: "kim"},
		{ID: "pia"},
		{ID: "noa"}, // everybody is busy by now
		{ID: "mia", Tags: []string{"vip"}},
	} {
		now = now.Add(time.Minute)
		var outcome usher.Outcome
		outcome, err = router.Route(ctx, usher.Conversation{
			ID: "chat of " + contact.ID, Contact: contact, Message: usher.Message{ID: fmt.Sprint("m", i), Text: "hello"},
		})
		if err != nil {
			return err
		}
		explain(out, outcome)
	}

	fmt.Fprintln(out, "Ana closes her chat with Kim, and is given the next one in the same call: Mia's, by its priority.")
	now = now.Add(time.Minute)
	outcomes, err := router.CloseConversation(ctx, "chat of kim", usher.CloseConversation{Category: "solved"})
	if err != nil {
		return err
	}
	for _, outcome := range outcomes {
		explain(out, outcome)
	}
	return nil
}

func explain(out io.Writer, outcome usher.Outcome) {
	for line := range strings.Lines(outcome.Explain()) {
		fmt.Fprint(out, "  ", line)
	}
	fmt.Fprintln(out)
}
