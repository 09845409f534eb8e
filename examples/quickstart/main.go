// Quickstart routes a few scripted conversations and prints each chat and each reason.
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

// What the workflow finds out about a conversation.
var topic = usher.Var[string]{Name: "topic", OneOf: []string{"Sales", "Support"}}

// What it does: ask, branch, assign.
var flow = usher.Flow{Name: "front desk", Revision: 1, Vars: []usher.Variable{topic}, Steps: usher.Steps{
	usher.AskQuestion{
		Text: "Hi {{ contact.name }}! What can we help you with?", Choices: usher.Choices("Sales", "Support"),
		SaveTo: topic, Timeout: 15 * time.Minute,
		Else: usher.Steps{usher.Assign{Team: "support"}},
	},
	usher.When(`topic == "Sales"`, usher.Assign{Team: "sales", By: usher.RoundRobin{}}).
		When(`contact.language == "fr"`, usher.Assign{Team: "support", Must: usher.Skills{"french": 2}}).
		Else(usher.Assign{Team: "support"}),
}}

// Who works here.
var desk = usher.Desk{
	Teams: []usher.Team{{ID: "sales"}, {ID: "support"}, {ID: "supervisors"}},
	Agents: []usher.Agent{
		{ID: "ana", Teams: []string{"support"}, Status: usher.Online},
		{ID: "ben", Teams: []string{"sales"}, Status: usher.Online, Capacity: 2},
		{ID: "chloe", Teams: []string{"support"}, Skills: usher.Skills{"french": 3}}, // offline so far
		{ID: "dora", Teams: []string{"supervisors"}, Status: usher.Online},
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
	// The host is your messaging stack: it carries out effects. This one prints them.
	host := usher.HostFunc(func(_ context.Context, effect usher.Effect) error {
		id := effect.Head().Conversation
		switch e := effect.(type) {
		case usher.Send:
			fmt.Fprintf(out, "  %s <- %s%s\n", id, e.Text, titles(e.Choices))
		case usher.Note:
			fmt.Fprintf(out, "  %s note: %s\n", id, e.Text)
		case usher.Enqueue:
			fmt.Fprintf(out, "  %s waits for %s\n", id, e.Team)
		case usher.HandOver:
			fmt.Fprintf(out, "  %s is handed to %s\n", id, e.Agent)
		}
		return nil
	})
	router, err := usher.New(usher.Config{Workflow: flow, Host: host, Desk: desk})
	if err != nil {
		return err // every mistake at once, each with its place
	}

	fmt.Fprintln(out, "Mia wants to buy: question, answer, branch, assignment.")
	err = play(ctx, out, router, line{"c1", "Mia", "en", "hello"}, line{"c1", "Mia", "en", "sales"})
	if err != nil {
		return err
	}
	fmt.Fprintln(out, "\nLuc needs somebody who speaks French: he waits, until Chloe comes online.")
	err = play(ctx, out, router, line{"c2", "Luc", "fr", "bonjour"}, line{"c2", "Luc", "fr", "2"})
	if err != nil {
		return err
	}
	outcomes, err := router.SetStatus(ctx, "chloe", usher.Online)
	if err != nil {
		return err
	}
	for _, outcome := range outcomes {
		explain(out, outcome)
	}

	fmt.Fprintln(out, "\nA step breaks: the conversation goes to the fallback, and nothing is lost.")
	broken := usher.Flow{Name: "front desk", Revision: 2, Steps: usher.Steps{
		usher.StepFunc(func(*usher.Turn) usher.Next { panic("the CRM library is broken") }),
		usher.Assign{Team: "support"},
	}}
	if _, err = router.Use(ctx, usher.Definition{Workflows: []usher.Workflow{broken}}); err != nil {
		return err
	}
	return play(ctx, out, router, line{"c3", "Noa", "en", "is anybody there?"})
}

// A line is what a contact writes.
type line struct{ conversation, contact, language, text string }

var n int // numbers the messages, as a provider would

func play(ctx context.Context, out io.Writer, router *usher.Router, lines ...line) error {
	for _, l := range lines {
		fmt.Fprintf(out, "  %s -> %s\n", l.conversation, l.text)
		n++
		outcome, err := router.Route(ctx, usher.Conversation{
			ID: l.conversation, Channel: "web",
			Contact: usher.Contact{ID: l.contact, Name: l.contact, Language: l.language},
			Message: usher.Message{ID: fmt.Sprint("m", n), Text: l.text},
		})
		if err != nil {
			return err
		}
		explain(out, outcome)
	}
	return nil
}

func explain(out io.Writer, outcome usher.Outcome) {
	for text := range strings.Lines(outcome.Explain()) {
		fmt.Fprint(out, "      | ", text)
	}
}

func titles(choices []usher.Choice) string {
	if len(choices) == 0 {
		return ""
	}
	names := make([]string, len(choices))
	for i, choice := range choices {
		names[i] = choice.Title
	}
	return " [" + strings.Join(names, "] [") + "]"
}
