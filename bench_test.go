package usher_test

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gousher/usher"
)

// The conversation that routers are compared by: "ask Sales or Support, save, branch, assign; else note and supervisor",
// two messages.

var benchTopic = usher.Var[string]{Name: "topic"}

var benchFlow = usher.Flow{Name: "front desk", Vars: []usher.Variable{benchTopic}, Steps: usher.Steps{
	usher.AskQuestion{
		Text: "What can we help you with?", Choices: usher.Choices("Sales", "Support"), SaveTo: benchTopic,
		Else: usher.Steps{usher.Comment{Text: "no answer"}, usher.Assign{Team: "supervisors"}},
	},
	usher.When(`topic == "Sales"`, usher.Assign{Team: "sales"}).
		When(`topic == "Support"`, usher.Assign{Team: "support"}).
		Else(usher.Comment{Text: "neither"}, usher.Assign{Team: "supervisors"}),
}}

func benchDesk() usher.Desk {
	desk := usher.Desk{
		Teams:    []usher.Team{{ID: "sales"}, {ID: "support"}, {ID: "supervisors"}},
		Fallback: usher.Fallback{Team: "supervisors"},
	}
	for i, team := range []string{"sales", "support", "supervisors"} {
		for k := range 3 {
			desk.Agents = append(desk.Agents, usher.Agent{
				ID: fmt.Sprintf("agent%d%d", i, k), Teams: []string{team}, Capacity: 1 << 30, Status: usher.Online,
			})
		}
	}
	return desk
}

func benchRouter(b *testing.B, encode bool, tenant string) *usher.Router {
	b.Helper()
	router, err := usher.New(usher.Config{
		Workflow: benchFlow, Desk: benchDesk(), Tenant: tenant, EncodeRuns: encode,
		Host: usher.HostFunc(func(context.Context, usher.Effect) error { return nil }),
	})
	if err != nil {
		b.Fatal(err)
	}
	return router
}

// converse is one conversation of two messages.
func converse(ctx context.Context, router *usher.Router, id string) error {
	contact := usher.Contact{ID: id, Name: "Mia", Language: "en"}
	for i, text := range [...]string{"hello", "Support"} {
		outcome, err := router.Route(ctx, usher.Conversation{
			ID: id, Contact: contact, Message: usher.Message{ID: id, Text: text},
			Channel: [...]string{"web", "app"}[i], // so that one id serves for both messages
		})
		if err != nil {
			return err
		}
		if _, assigned := outcome.(usher.Assigned); assigned != (i == 1) {
			return fmt.Errorf("message %d: %s", i, outcome.Explain())
		}
	}
	return nil
}

// perRouter is how many conversations one router is given: with ever more of them in memory the benchmark would measure
// the garbage collector's walk over what the store keeps.
const perRouter = 200

func benchmarkConversations(b *testing.B, encode bool) {
	b.Helper()
	ctx, ids := b.Context(), conversationIDs(perRouter)
	router := benchRouter(b, encode, "")
	b.ReportAllocs()
	b.ResetTimer()
	for i := range b.N {
		if i%perRouter == 0 {
			b.StopTimer()
			router = benchRouter(b, encode, "")
			b.StartTimer()
		}
		if err := converse(ctx, router, ids[i%perRouter]); err != nil {
			b.Fatal(err)
		}
	}
}

func conversationIDs(n int) []string {
	ids := make([]string, n)
	for i := range ids {
		ids[i] = "c" + strconv.Itoa(i)
	}
	return ids
}

// BenchmarkConversationKept is BenchmarkConversation with all conversations kept in one router's memory.
func BenchmarkConversationKept(b *testing.B) {
	ctx, router, ids := b.Context(), benchRouter(b, false, ""), conversationIDs(b.N)
	b.ReportAllocs()
	b.ResetTimer()
	for i := range b.N {
		if err := converse(ctx, router, ids[i]); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkConversation(b *testing.B)        { benchmarkConversations(b, false) }
func BenchmarkConversationEncoded(b *testing.B) { benchmarkConversations(b, true) }

// BenchmarkConversationPlain is the baseline: the same decisions by a switch and a map, with nothing promised.
func BenchmarkConversationPlain(b *testing.B) {
	ids := conversationIDs(b.N)
	states, owners := map[string]string{}, map[string]string{}
	load := map[string]int{}
	route := func(id, text string) string {
		state, known := states[id]
		switch {
		case !known:
			states[id] = "asking"
			return "What can we help you with?"
		case state == "asking":
			team := "supervisors"
			switch strings.ToLower(text) {
			case "sales":
				team = "sales"
			case "support":
				team = "support"
			}
			best := ""
			for k := range 3 {
				if agent := team + strconv.Itoa(k); best == "" || load[agent] < load[best] {
					best = agent
				}
			}
			load[best]++
			owners[id], states[id] = best, "assigned"
			return best
		}
		return owners[id]
	}
	b.ReportAllocs()
	b.ResetTimer()
	for i := range b.N {
		if i%perRouter == 0 {
			clear(states)
			clear(owners)
		}
		route(ids[i], "hello")
		if route(ids[i], "Support") == "" {
			b.Fatal("not assigned")
		}
	}
}

func BenchmarkConversationParallelOneTenant(b *testing.B) {
	ctx, router := b.Context(), benchRouter(b, false, "")
	var n atomic.Int64
	b.ReportAllocs()
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if err := converse(ctx, router, "c"+strconv.FormatInt(n.Add(1), 10)); err != nil {
				b.Error(err)
				return
			}
		}
	})
}

func BenchmarkConversationParallelManyTenants(b *testing.B) {
	ctx := b.Context()
	var n, tenants atomic.Int64
	b.ReportAllocs()
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		router := benchRouter(b, false, "tenant"+strconv.FormatInt(tenants.Add(1), 10))
		for pb.Next() {
			if err := converse(ctx, router, "c"+strconv.FormatInt(n.Add(1), 10)); err != nil {
				b.Error(err)
				return
			}
		}
	})
}

func manySteps(branches int) usher.Flow {
	flow := usher.Flow{Name: "long", Vars: []usher.Variable{benchTopic}}
	for i := range branches {
		condition := fmt.Sprintf(`contact.fields.plan == "p%d" && message.text contains "x"`, i)
		flow.Steps = append(flow.Steps, usher.When(condition, usher.Comment{Text: "yes"}).
			Else(usher.Comment{Text: "no"}))
	}
	flow.Steps = append(flow.Steps, usher.Assign{Team: "support"})
	return flow
}

// BenchmarkCompile1000 compiles a workflow of 1,000 steps, a third of them branches with a condition.
func BenchmarkCompile1000(b *testing.B) {
	flow, desk := manySteps(333), benchDesk()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := usher.Compile(flow, &desk); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkQueueDrain lets 1,000 conversations wait for one agent and serves them one after the other.
func BenchmarkQueueDrain(b *testing.B) {
	now := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	for b.Loop() {
		router, err := usher.New(usher.Config{
			Workflow: usher.Flow{Name: "queue", Steps: usher.Steps{usher.Assign{Team: "t"}}},
			Desk: usher.Desk{
				Teams: []usher.Team{{ID: "t"}}, Fallback: usher.Fallback{Team: "t"},
				Agents: []usher.Agent{{ID: "a", Teams: []string{"t"}, Status: usher.Online}},
			},
			Host: usher.HostFunc(func(context.Context, usher.Effect) error { return nil }),
			Now:  func() time.Time { now = now.Add(time.Second); return now },
		})
		if err != nil {
			b.Fatal(err)
		}
		for i := range 1000 {
			id := strconv.Itoa(i)
			if _, err := router.Route(b.Context(), usher.Conversation{ID: id, Message: usher.Message{ID: id, Text: "x"}}); err != nil {
				b.Fatal(err)
			}
		}
		for i := range 1000 {
			if _, err := router.CloseConversation(b.Context(), strconv.Itoa(i), usher.CloseConversation{}); err != nil {
				b.Fatal(err)
			}
		}
	}
}
