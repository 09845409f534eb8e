package usher_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/gousher/usher"
)

// longFlow has fifty steps, of which one turn visits twenty: ten branches that lead on, ten values that are set; thirty
// stand in the ways that are not taken.
func longFlow() usher.Flow {
	n := usher.Var[int]{Name: "n", Default: new(int)}
	flow := usher.Flow{Name: "long", Vars: []usher.Variable{n}}
	for i := range 10 {
		set := usher.Set{{To: n, Value: fmt.Sprintf("n + %d", i)}}
		flow.Steps = append(flow.Steps, usher.When(`channel == "sms"`, set, usher.SendMessage{Text: "no"}, set).
			When(fmt.Sprintf(`contact.language == "es" && n >= 0 && is_open("office") && %d >= 0`, i), set).
			Else(usher.CloseConversation{}))
	}
	flow.Steps = append(flow.Steps, usher.AskQuestion{Text: "Anything else?"}, usher.CloseConversation{})
	return flow
}

func officeDesk() *usher.Desk {
	desk := benchDesk()
	desk.Calendars = map[string]usher.Calendar{"office": {
		Zone: "Europe/Madrid", Weekly: usher.Weekdays("09:00-14:00", "16:00-19:00"), Holidays: []usher.Date{"2026-01-06", "2026-12-25"},
	}}
	return &desk
}

// BenchmarkLongTurn is a turn that visits twenty steps of fifty; BenchmarkShortTurn, one that visits one, is what every
// turn costs.
func BenchmarkLongTurn(b *testing.B) { benchmarkTurn(b, longFlow()) }

func BenchmarkShortTurn(b *testing.B) {
	benchmarkTurn(b, usher.Flow{Name: "short", Steps: usher.Steps{usher.AskQuestion{Text: "?"}, usher.CloseConversation{}}})
}

func benchmarkTurn(b *testing.B, flow usher.Flow) {
	b.Helper()
	program, err := usher.Compile(flow, officeDesk())
	if err != nil {
		b.Fatal(err)
	}
	now := time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC)
	scene := usher.Scene{Conversation: "c1", Channel: "web", Contact: usher.Contact{ID: "mia", Language: "es"}, Born: now}
	event := usher.Received{Message: usher.Message{ID: "m1", Text: "hola"}}
	b.ReportAllocs()
	for b.Loop() {
		turned := program.Step(program.Begin(), scene, event, now)
		if turned.Rest.Kind != usher.RestAnswer {
			b.Fatal(turned.Rest.Reason, turned.Trace.Explain())
		}
	}
}
