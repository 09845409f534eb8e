package ushertest_test

import (
	"testing"
	"time"

	"github.com/gousher/usher"
	"github.com/gousher/usher/ushertest"
)

// frontDesk asks what it is about, and gives up to support after a quarter of an hour.
func frontDesk() usher.Flow {
	topic := usher.Var[string]{Name: "topic"}
	return usher.Flow{Name: "front desk", Vars: []usher.Variable{topic}, Steps: usher.Steps{
		usher.AskQuestion{
			Text: "What can we help you with?", Choices: usher.Choices("Sales", "Support"), SaveTo: topic,
			Timeout: 15 * time.Minute, Else: usher.Steps{usher.Assign{Team: "support"}},
		},
		usher.When(`topic == "Sales"`, usher.Assign{Team: "sales"}).Else(usher.Assign{Team: "support"}),
	}}
}

// office has one agent for each team; Ana comes later.
func office() usher.Desk {
	return usher.Desk{
		Teams: []usher.Team{{ID: "sales"}, {ID: "support"}},
		Agents: []usher.Agent{
			{ID: "ana", Teams: []string{"support"}},
			{ID: "ben", Teams: []string{"sales"}, Status: usher.Online, Capacity: 2},
		},
		Fallback: usher.Fallback{Team: "support"},
	}
}

// A test of a workflow reads like the chats that it is for.
func Example() {
	testFrontDesk := func(t *testing.T) { //nolint:thelper // it is the test itself
		t.Parallel()
		chat := ushertest.NewChat(t, usher.Config{Workflow: frontDesk(), Desk: office()})

		mia := chat.With(usher.Contact{ID: "mia", Name: "Mia"}, "web")
		mia.Says("hello").Hears("What can we help you with?").IsAsking()
		mia.Taps("Sales").IsAssigned("sales", "ben").Saved("topic", "Sales")

		tom := chat.With(usher.Contact{ID: "tom"}, "whatsapp")
		tom.Says("hello").Hears("What can we help you with?")
		chat.Advance(15 * time.Minute)
		tom.IsQueued("support", 1).Because("ana is offline")
		chat.Agent("ana").Comes().Has(tom).Writes(tom, "How can I help?").Closes(tom)
		tom.IsClosed()
	}
	testing.RunTests(matchAll, []testing.InternalTest{{Name: "TestFrontDesk", F: testFrontDesk}})
	// Output:
}

func matchAll(string, string) (bool, error) { return true, nil }
