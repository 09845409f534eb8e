// Agents-at-work follows the agents of a support team through a morning.
//
// New here: who answers comes, takes a break, transfers, and leaves. Each of these is one call of the router, which matches
// whatever waits before it returns; no job has to look for free agents.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/gousher/usher"
)

var desk = usher.Desk{
	Teams: []usher.Team{{ID: "support"}, {ID: "billing"}},
	Agents: []usher.Agent{
		{ID: "ana", Teams: []string{"support"}, Capacity: 2},
		{ID: "ben", Teams: []string{"support"}},
		{ID: "bea", Teams: []string{"billing"}, Status: usher.Online},
	},
	Fallback: usher.Fallback{Team: "support"},
}

var flow = usher.Flow{Name: "front desk", Steps: usher.Steps{
	usher.When(`"vip" in contact.tags`, usher.Assign{Team: "support", Priority: 5}).Else(usher.Assign{Team: "support"}),
}}

func main() {
	if err := run(context.Background(), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out io.Writer) error {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	host := usher.HostFunc(func(_ context.Context, effect usher.Effect) error {
		id := effect.Head().Conversation
		switch e := effect.(type) {
		case usher.HandOver:
			fmt.Fprintf(out, "      %s is handed to %s, with %d lines to read\n", id, e.Agent, len(e.Transcript))
		case usher.TakeBack:
			fmt.Fprintf(out, "      %s is taken from %s: %s\n", id, e.Agent, e.Reason)
		case usher.Enqueue:
			fmt.Fprintf(out, "      %s waits for %s\n", id, e.Team)
		}
		return nil
	})
	router, err := usher.New(usher.Config{Workflow: flow, Host: host, Desk: desk, Now: func() time.Time { return now }})
	if err != nil {
		return err
	}

	messages := 0
	writes := func(contact usher.Contact, text string) error {
		messages++
		_, err := router.Route(ctx, usher.Conversation{
			ID: contact.ID, Contact: contact, Message: usher.Message{ID: fmt.Sprint("m", messages), Text: text},
		})
		return err
	}
	ignore := func(_ []usher.Outcome, err error) error { return err } // what was moved: the host has been told of it already
	mia, tom, luc := usher.Contact{ID: "mia"}, usher.Contact{ID: "tom"}, usher.Contact{ID: "luc", Tags: []string{"vip"}}

	for _, event := range []struct {
		says string
		do   func() error
	}{
		{"Mia writes; nobody is there yet", func() error { return writes(mia, "hello") }},
		{"Tom writes", func() error { return writes(tom, "hi there") }},
		{"Luc, a VIP, writes", func() error { return writes(luc, "it is urgent") }},
		{"Ana comes online: two places, the VIP first", func() error {
			return ignore(router.SetStatus(ctx, "ana", usher.Online))
		}},
		{"Ana answers Luc", func() error {
			return ignore(router.AgentWrote(ctx, "luc", usher.AgentMessage{Agent: "ana", ID: "ana-1", Text: "I am on it."}))
		}},
		{"It is about a bill: she transfers him, and her free place is Tom's", func() error {
			return ignore(router.Transfer(ctx, "luc", usher.Transfer{Team: "billing", By: "ana", RequestID: "transfer-1"}))
		}},
		{"Ana takes a break: she keeps what she has, and gets nothing new", func() error {
			return ignore(router.SetStatus(ctx, "ana", usher.Away))
		}},
		{"Ben comes online", func() error { return ignore(router.SetStatus(ctx, "ben", usher.Online)) }},
		{"Ana goes home: what she had goes to Ben, or waits, by its age", func() error {
			return ignore(router.SetStatus(ctx, "ana", usher.Offline))
		}},
		{"Ben learns to do two things at once", func() error {
			return ignore(router.SetAgent(ctx, usher.Agent{ID: "ben", Teams: []string{"support"}, Capacity: 2}))
		}},
		{"Mia has gone", func() error { return ignore(router.ContactLeft(ctx, "mia")) }},
		{"Ben quits, at once", func() error { return ignore(router.RemoveAgent(ctx, "ben")) }},
		{"Ana is back", func() error { return ignore(router.SetStatus(ctx, "ana", usher.Online)) }},
		{"Ana closes the chat with Tom", func() error {
			return ignore(router.CloseConversation(ctx, "tom", usher.CloseConversation{Category: "solved"}))
		}},
	} {
		now = now.Add(10 * time.Minute)
		fmt.Fprintf(out, "%s %s.\n", now.Format("15:04"), event.says)
		if err := event.do(); err != nil {
			return err
		}
		if err := board(ctx, out, router); err != nil {
			return err
		}
	}
	return nil
}

// board is what hangs on the wall: who has what, and who waits.
func board(ctx context.Context, out io.Writer, router *usher.Router) error {
	agents, err := router.Agents(ctx)
	if err != nil {
		return err
	}
	waiting, err := router.Waiting(ctx)
	if err != nil {
		return err
	}
	fmt.Fprint(out, "      |")
	for _, a := range agents {
		fmt.Fprintf(out, " %s (%s) %s/%s %v |", a.Agent.ID, a.Status, a.Load, a.Capacity, a.Conversations)
	}
	fmt.Fprint(out, " waiting:")
	for _, q := range waiting {
		fmt.Fprintf(out, " %d. %s", q.Position, q.Conversation)
	}
	fmt.Fprintln(out)
	return nil
}
