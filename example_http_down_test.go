package usher_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"time"

	"github.com/gousher/usher"
)

// What happens when the CRM is down? The request is tried again after one second, two, four (a little less, by chance), then an
// earlier answer serves, if the step allows it and there is one. Otherwise an exit is taken, and the conversation goes on.
func Example_crmIsDown() {
	now, down := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC), false
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Printf("%s    %s, down: %t\n", now.Format("15:04:05.0"), r.URL.Path, down)
		if down {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
		fmt.Fprint(w, `{"plan": "gold"}`)
	}))
	defer server.Close()
	address := netip.MustParseAddrPort(server.Listener.Addr().String())

	plan := usher.Var[string]{Name: "plan"}
	router, err := usher.New(usher.Config{
		Now:  func() time.Time { return now },
		HTTP: usher.HTTP{Addresses: []netip.Prefix{netip.PrefixFrom(address.Addr(), 32)}, Ports: []uint16{address.Port()}},
		Workflow: usher.Flow{Name: "front desk", Vars: []usher.Variable{plan}, Steps: usher.Steps{
			usher.HTTPRequest{
				URL: server.URL + "/{{ contact.id }}", Tries: 3, Timeout: 5 * time.Second,
				Cache: 10 * time.Minute, StaleIfError: 24 * time.Hour, // an old answer is better than none
				Save: usher.Set{{To: plan, Value: `response.json.plan`}},
				Else: usher.Steps{usher.CloseConversation{Summary: "the CRM is down"}},
			},
			usher.CloseConversation{Summary: "{{ plan }}"},
		}},
		Host: usher.HostFunc(func(_ context.Context, effect usher.Effect) error {
			if e, ok := effect.(usher.Close); ok {
				fmt.Printf("%s %s: %s\n", now.Format("15:04:05.0"), e.ContactID, e.Summary)
			}
			return nil
		}),
		Desk: usher.Desk{Teams: []usher.Team{{ID: "support"}}, Fallback: usher.Fallback{Team: "support"}},
	})
	if err != nil {
		panic(err)
	}
	ctx := context.Background()
	for i, contact := range []string{"mia", "mia", "tom"} {
		outcome, err := router.Route(ctx, usher.Conversation{
			ID: fmt.Sprint("c", i), Contact: usher.Contact{ID: contact}, Message: usher.Message{ID: fmt.Sprint("m", i), Text: "hello"},
		})
		if err != nil {
			panic(err)
		}
		for outcome.Of().State == usher.StateWaiting { // in production Run does it
			if now, err = router.NextDue(ctx); err != nil {
				panic(err)
			}
			if err = router.Wake(ctx); err != nil {
				panic(err)
			}
			view, err := router.Conversation(ctx, outcome.Of().Conversation)
			if err != nil {
				panic(err)
			}
			outcome = view.Outcome
		}
		now, down = now.Truncate(time.Hour).Add(time.Hour), true
	}
	// Output:
	// 09:00:00.0    /mia, down: false
	// 09:00:00.0 mia: gold
	// 10:00:00.0    /mia, down: true
	// 10:00:00.9    /mia, down: true
	// 10:00:02.7    /mia, down: true
	// 10:00:02.7 mia: gold
	// 11:00:00.0    /tom, down: true
	// 11:00:00.9    /tom, down: true
	// 11:00:02.8    /tom, down: true
	// 11:00:02.8 tom: the CRM is down
}
