package usher_test

import (
	"context"
	"fmt"

	"github.com/gousher/usher"
)

// How do I route by the words of a message? A keyword table of the desk has rows of phrases, each of a team; the first row
// that matches wins.
func ExampleKeywords() {
	desk := usher.Desk{
		Teams:  []usher.Team{{ID: "billing"}, {ID: "tech"}, {ID: "support"}},
		Agents: []usher.Agent{{ID: "ana", Teams: []string{"billing", "tech", "support"}, Status: usher.Online, Capacity: 9}},
		Tables: map[string]usher.Table{"front": {
			Rows: []usher.Row{
				{Team: "billing", Phrases: []string{"invoice", "refund*", "double charge"}, Not: []string{"refund policy"}},
				{Team: "tech", Phrases: []string{"won't start", "nie działa", "无法登录"}, Priority: 5},
			},
			Else: "support",
		}},
		Fallback: usher.Fallback{Team: "support"},
	}
	router, err := usher.New(usher.Config{
		Workflow: usher.Flow{Name: "words", Steps: usher.Steps{usher.Assign{By: usher.Keywords{Table: "front"}}}},
		Host:     usher.HostFunc(func(context.Context, usher.Effect) error { return nil }),
		Desk:     desk,
	})
	if err != nil {
		panic(err)
	}
	for i, text := range []string{
		"I want to be REFUNDED", "What is your refund policy?", "it WON’T  start", "你好，我无法登录我的账户", "hello",
	} {
		outcome, err := router.Route(context.Background(), usher.Conversation{
			ID: fmt.Sprint("c", i), Message: usher.Message{ID: fmt.Sprint("m", i), Text: text},
		})
		if err != nil {
			panic(err)
		}
		fmt.Printf("%s: %s\n", outcome.Of().Team, text)
	}
	// Output:
	// billing: I want to be REFUNDED
	// support: What is your refund policy?
	// tech: it WON’T  start
	// tech: 你好，我无法登录我的账户
	// support: hello
}
