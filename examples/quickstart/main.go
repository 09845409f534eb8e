// Quickstart routes a few scripted conversations and prints each chat and each reason.
package main

import (
	"context"
	"fmt"
	"io"
	"log"
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
		log.Fatal(err)
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

	say := func(id, name, language, text string) error {
		fmt.Fprintf(out, "  %s -> %s\n", id, text)
		n++
		outcome, err := router.Route(ctx, usher.Conversation{
			ID: id, Channel: "web",
			Contact: usher.Contact{ID: name, Name: name, Language: language},
			Message: usher.Message{ID: fmt.Sprint("m", n), Text: text},
		})
		if err != nil {
			return err
		}
		explain(out, outcome)
		return nil
	}

	fmt.Fprintln(out, "Mia wants to buy: question, answer, branch, assignment.")
	if err := script(say, [][4]string{{"c1", "Mia", "en", "hello"}, {"c1", "Mia", "en", "sales"}}); err != nil {
		return err
	}
	fmt.Fprintln(out, "\nLuc needs somebody who speaks French: he waits, until Chloe comes online.")
	if err := script(say, [][4]string{{"c2", "Luc", "fr", "bonjour"}, {"c2", "Luc", "fr", "2"}}); err != nil {
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
	if _, err := router.Use(ctx, usher.Definition{Workflows: []usher.Workflow{broken}}); err != nil {
		return err
	}
	return script(say, [][4]string{{"c3", "Noa", "en", "is anybody there?"}})
}

var n int // numbers the messages, as a provider would

func script(say func(id, name, language, text string) error, lines [][4]string) error {
	for _, l := range lines {
		if err := say(l[0], l[1], l[2], l[3]); err != nil {
			return err
		}
	}
	return nil
}

func explain(out io.Writer, outcome usher.Outcome) {
	for line := range strings.Lines(outcome.Explain()) {
		fmt.Fprint(out, "      | ", line)
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
