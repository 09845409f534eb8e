// Question asks before it hands over.
//
// New here: a question with choices, its answer in a variable, an answer that is not accepted, and a time-out, with a clock
// that the program moves itself.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/gousher/usher"
)

// A variable is declared once; the question's answer, the conditions and the texts all know its type.
var topic = usher.Var[string]{Name: "topic", OneOf: []string{"orders", "returns"}}

var flow = usher.Flow{Name: "front desk", Vars: []usher.Variable{topic}, Steps: usher.Steps{
	usher.AskQuestion{
		Text: "Hi {{ contact.name }}! What is it about?",
		Choices: []usher.Choice{
			{ID: "orders", Title: "My order"},
			{ID: "returns", Title: "Sending back", Synonyms: []string{"return", "refund"}},
		},
		SaveTo:    topic,
		RetryText: "Please tap one of these.",
		Tries:     2,
		Timeout:   15 * time.Minute,
		// Every exit that can be taken has to be served: a question without an answer is no dead end.
		Invalid:  usher.Steps{usher.Comment{Text: "no answer that fits"}},
		NoAnswer: usher.Steps{usher.SendMessage{Text: "Write again whenever you like."}, usher.CloseConversation{Category: "no answer"}},
	},
	usher.Assign{Team: "support"}, // an exit's steps go on here, unless they end the conversation
}}

var desk = usher.Desk{
	Teams:    []usher.Team{{ID: "support"}},
	Agents:   []usher.Agent{{ID: "ana", Teams: []string{"support"}, Status: usher.Online, Capacity: 5}},
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
	host := usher.HostFunc(func(_ context.Context, effect usher.Effect) error {
		id := effect.Head().Conversation
		switch e := effect.(type) {
		case usher.Send:
			fmt.Fprintf(out, "%s  %s <- %s", now.Format("15:04"), id, e.Text)
			for i, choice := range e.Choices { // a button that is tapped sends this id back, as Message.Choice
				fmt.Fprintf(out, " [%s: %s]", e.WireID(i), choice.Title)
			}
			fmt.Fprintln(out)
		case usher.Note: // for agents only
			fmt.Fprintf(out, "%s  %s note: %s\n", now.Format("15:04"), id, e.Text)
		case usher.HandOver:
			fmt.Fprintf(out, "%s  %s is handed to %s with the answers %v\n", now.Format("15:04"), id, e.Agent, e.Answers)
		case usher.Close:
			fmt.Fprintf(out, "%s  %s is closed: %s\n", now.Format("15:04"), id, e.Category)
		}
		return nil
	})
	// In production the clock is left out, and "go router.Run(ctx)" serves the time-outs.
	router, err := usher.New(usher.Config{Workflow: flow, Host: host, Desk: desk, Now: func() time.Time { return now }})
	if err != nil {
		return err
	}
	messages := 0
	writes := func(conversation, name string, message usher.Message) error {
		now = now.Add(time.Minute)
		messages++
		message.ID = fmt.Sprint("m", messages)
		fmt.Fprintf(out, "%s  %s -> %s%s\n", now.Format("15:04"), conversation, message.Text, message.Choice)
		_, err := router.Route(ctx, usher.Conversation{
			ID: conversation, Channel: "web", Contact: usher.Contact{ID: name, Name: name}, Message: message,
		})
		return err
	}
	for _, line := range []struct {
		conversation, name string
		message            usher.Message
	}{
		{"c1", "Mia", usher.Message{Text: "hello"}},
		{"c1", "Mia", usher.Message{Choice: "1:2"}}, // a tap
		{"c2", "Tom", usher.Message{Text: "hi"}},
		{"c2", "Tom", usher.Message{Text: "Refund"}}, // a synonym, typed
		{"c3", "Eva", usher.Message{Text: "good morning"}},
		{"c3", "Eva", usher.Message{Text: "the parcel"}},
		{"c3", "Eva", usher.Message{Text: "the parcel!!"}},
		{"c4", "Luc", usher.Message{Text: "are you open?"}},
	} {
		if err := writes(line.conversation, line.name, line.message); err != nil {
			return err
		}
	}

	now = now.Add(15 * time.Minute) // Luc has gone
	return router.Wake(ctx)         // does what is due, once
}
