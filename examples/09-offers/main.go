// Offers asks agents before it gives them a conversation, and looks further when nobody takes it.
//
// New here: stages, each of which opens when the one before has not found anybody in time; offers that are accepted,
// declined or left unanswered; a conversation that is taken back from an agent who does not write; texts for those who wait.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/gousher/usher"
)

var flow = usher.Flow{Name: "bills", Steps: usher.Steps{
	usher.Assign{
		Team: "support", Must: usher.Skills{"billing": 3}, For: 30 * time.Second, // the first stage: who knows bills well
		AcceptWithin: 20 * time.Second, // an agent is asked, and has so long to accept
		AnswerWithin: 2 * time.Minute,  // who has it and does not write loses it
		Stages: []usher.Stage{
			{Must: usher.Skills{}, For: time.Minute},                // then anybody of the team
			{Team: "supervisors", AcceptWithin: new(time.Duration)}, // then a supervisor, who is not asked: zero
		},
		Queued: usher.Steps{usher.SendMessage{Text: "You are number {{ position }}."}},
	},
}}

var desk = usher.Desk{
	Teams: []usher.Team{{ID: "support"}, {ID: "supervisors"}},
	Agents: []usher.Agent{
		{ID: "ana", Teams: []string{"support"}, Skills: usher.Skills{"billing": 4}, Status: usher.Online},
		{ID: "ben", Teams: []string{"support"}, Status: usher.Online},
		{ID: "vera", Teams: []string{"supervisors"}, Capacity: 9, Status: usher.Online},
	},
	Fallback: usher.Fallback{Team: "supervisors"},
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
		Host: usher.HostFunc(func(_ context.Context, effect usher.Effect) error {
			tell(out, effect)
			return nil
		}),
	})
	if err != nil {
		return err
	}
	writes := func(id string) error {
		_, err := router.Route(ctx, usher.Conversation{
			ID: id, Contact: usher.Contact{ID: id}, Message: usher.Message{ID: "m-" + id, Text: "my bill is wrong"},
		})
		return err
	}
	ignore := func(_ []usher.Outcome, err error) error { return err } // what was moved: the host has been told of it already
	answers := func(id, agent string) error {
		return ignore(router.AgentWrote(ctx, id, usher.AgentMessage{Agent: agent, ID: "1-" + agent, Text: "I am on it."}))
	}

	for _, event := range []struct {
		after time.Duration
		says  string
		do    func() error
	}{
		{0, "Mia writes", func() error { return writes("mia") }},
		{5 * time.Second, "Ana declines", func() error { return ignore(router.Decline(ctx, "mia", "ana")) }},
		{100 * time.Second, "Vera writes to Mia", func() error { return answers("mia", "vera") }},
		{20 * time.Second, "Tom writes", func() error { return writes("tom") }},
		{10 * time.Second, "Ana accepts", func() error { return ignore(router.Accept(ctx, "tom", "ana")) }},
		{150 * time.Second, "Ben accepts", func() error { return ignore(router.Accept(ctx, "tom", "ben")) }},
		{time.Minute, "Ben writes to Tom", func() error { return answers("tom", "ben") }},
		{time.Hour, "Ana accepts what she has lost", func() error { return ignore(router.Accept(ctx, "tom", "ana")) }},
	} {
		if err := pass(ctx, router, &now, event.after); err != nil {
			return err
		}
		fmt.Fprintf(out, "%s %s.\n", now.Format(time.TimeOnly), event.says)
		if err := event.do(); err != nil {
			fmt.Fprintf(out, "         %s\n", err) // usher.ErrConflict: nothing has changed
		}
	}
	return nil
}

// pass lets time pass, and does what is due on the way, as Router.Run does in production.
func pass(ctx context.Context, router *usher.Router, now *time.Time, d time.Duration) error {
	until := now.Add(d)
	for {
		due, err := router.NextDue(ctx)
		if err != nil {
			return err
		}
		if due.IsZero() || due.After(until) {
			*now = until
			return nil
		}
		*now = due
		if err := router.Wake(ctx); err != nil {
			return err
		}
	}
}

func tell(out io.Writer, effect usher.Effect) {
	say := func(format string, args ...any) {
		head := effect.Head()
		fmt.Fprintf(out, "         %s %s: %s\n", head.At.Format(time.TimeOnly), head.Conversation, fmt.Sprintf(format, args...))
	}
	switch e := effect.(type) {
	case usher.Offer:
		say("%s is asked until %s", e.Agent, e.Until.Format(time.TimeOnly))
	case usher.Withdraw:
		say("%s is asked no longer", e.Agent)
	case usher.SetAway:
		say("%s is set away", e.Agent)
	case usher.Send:
		say("<- %s", e.Text)
	case usher.HandOver:
		say("it is handed to %s of %s", e.Agent, e.Team)
	case usher.TakeBack:
		say("it is taken back: %s", e.Reason)
	}
}
