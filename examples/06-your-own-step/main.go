// Your-own-step adds a step and a strategy to the ones that usher has.
//
// New here: a step is a type with the method Decide, a strategy one with the method Assign. Both are plain values that only
// decide. Registered under a name they are kinds of their own in workflow files, and their fields are the keys: a mistake
// in one of them is found when the file is loaded, like any other.
package main

import (
	"context"
	"embed"
	"fmt"
	"io"
	"os"
	"regexp"
	"time"

	"github.com/gousher/usher"
	"github.com/gousher/usher/file"
)

// AskOrder asks for an order number, and finds it in whatever the contact writes.
type AskOrder struct {
	Text    string        `usher:"text,required"`
	SaveTo  usher.Target  `usher:"save_to,required"`
	Timeout time.Duration // a field without a tag has its name as the key: timeout
	Else    usher.Steps   `usher:"else,required"` // no number in the answer, or no answer
}

var orderNumber = regexp.MustCompile(`\b[A-Z]-\d{4}\b`)

// Decide is called when a conversation reaches the step, and again with what it has waited for. It keeps nothing in between
// but what it saves.
func (s AskOrder) Decide(t *usher.Turn) usher.Next {
	switch event := t.Event().(type) {
	case nil: // just reached
		if orderNumber.MatchString(t.Message().Text) {
			return s.save(t, t.Message().Text) // the contact was quicker
		}
		t.Send(t.Text(s.Text))
		return usher.Await(s.Timeout)
	case usher.Received:
		return s.save(t, event.Message.Text)
	}
	return usher.Enter("else") // usher.TimedOut
}

func (s AskOrder) save(t *usher.Turn, text string) usher.Next {
	number := orderNumber.FindString(text)
	if number == "" {
		t.Explain("there is no order number in the answer")
		return usher.Enter("else")
	}
	if err := t.Save(s.SaveTo, number); err != nil {
		return usher.Fail("the order number cannot be kept: %v", err) // to the fallback
	}
	return usher.Continue()
}

// Declare tells the checker what the step has: a text with expressions, a variable that it sets, inner steps.
func (s AskOrder) Declare(d *usher.Declaration) {
	d.Text("text", s.Text)
	d.Sets("save_to", s.SaveTo)
	d.Block("else", s.Else)
}

// Depot chooses who works in the depot of the order: the first letter of its number.
type Depot struct {
	Attribute string // of the agents
}

// Assign looks at nothing but the request.
func (s Depot) Assign(r *usher.Request) usher.Decision {
	order, _ := r.Variable("order").(string)
	for candidate := range r.Candidates() {
		if depot, _ := candidate.Agent.Attributes[s.Attribute].(string); order != "" && depot == order[:1] {
			r.Explain(candidate.ID + " works in depot " + depot)
			return usher.Pick(candidate.ID)
		}
	}
	return usher.Pass() // the team's own strategy chooses
}

//go:embed *.yaml
var files embed.FS

var format = file.Format{FS: files, Kinds: file.Kinds{
	Steps:     map[string]usher.Step{"ask_order": AskOrder{Timeout: 10 * time.Minute}}, // what a file does not say
	Assigners: map[string]usher.Assigner{"depot": Depot{}},
}}

func main() {
	if err := run(context.Background(), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out io.Writer) error {
	definition, err := format.Load("desk.yaml", "orders.yaml")
	if err != nil {
		return err
	}
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	router, err := usher.New(usher.Config{
		Desk: *definition.Desk, Workflows: definition.Workflows, Now: func() time.Time { return now },
		Host: usher.HostFunc(func(_ context.Context, effect usher.Effect) error {
			if e, ok := effect.(usher.Send); ok {
				fmt.Fprintf(out, "%s <- %s\n", e.Conversation, e.Text)
			}
			return nil
		}),
	})
	if err != nil {
		return err
	}
	for i, line := range []struct{ conversation, name, text string }{
		{"c1", "Mia", "Where is my parcel?"},
		{"c1", "Mia", "it should be B-1234, I think"},
		{"c2", "Tom", "A-0042 came broken"},
		{"c3", "Eva", "Where is my parcel?"},
		{"c3", "Eva", "no idea"},
	} {
		fmt.Fprintf(out, "%s -> %s\n", line.conversation, line.text)
		outcome, err := router.Route(ctx, usher.Conversation{
			ID: line.conversation, Contact: usher.Contact{ID: line.name, Name: line.name},
			Message: usher.Message{ID: fmt.Sprint("m", i), Text: line.text},
		})
		if err != nil {
			return err
		}
		if outcome.Of().State == usher.StateAssigned {
			fmt.Fprintln(out, outcome.Explain())
		}
	}
	return nil
}
