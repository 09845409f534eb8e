package usher_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"time"

	"github.com/gousher/usher"
)

// How do I let a step reach a service inside my network? A workflow reaches only what is public; the program that embeds
// usher opens addresses and ports, one by one, and no workflow can.
func ExampleHTTP() {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, `{"stock": 7}`)
	}))
	defer server.Close()
	address := netip.MustParseAddrPort(server.Listener.Addr().String())

	stock := usher.Var[int]{Name: "stock"}
	flow := usher.Flow{Name: "stock", Vars: []usher.Variable{stock}, Steps: usher.Steps{
		usher.HTTPRequest{
			URL: server.URL + "/bikes", Tries: 1, Save: usher.Set{{To: stock, Value: `response.json.stock`}},
			Else: usher.Steps{usher.CloseConversation{Summary: "not reached"}},
		},
		usher.CloseConversation{Summary: "{{ stock }} left"},
	}}
	for _, reach := range []usher.HTTP{
		{}, // the open internet, and nothing else
		{Addresses: []netip.Prefix{netip.PrefixFrom(address.Addr(), 32)}, Ports: []uint16{address.Port()}},
	} {
		router, err := usher.New(usher.Config{
			Workflow: flow, HTTP: reach,
			Now: func() time.Time { return time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC) },
			Host: usher.HostFunc(func(_ context.Context, effect usher.Effect) error {
				if e, ok := effect.(usher.Close); ok {
					fmt.Println("closed:", e.Summary)
				}
				return nil
			}),
			Desk: usher.Desk{Teams: []usher.Team{{ID: "support"}}, Fallback: usher.Fallback{Team: "support"}},
		})
		if err != nil {
			panic(err)
		}
		outcome, err := router.Route(context.Background(), usher.Conversation{ID: "c1", Message: usher.Message{ID: "m1", Text: "bikes?"}})
		if err != nil {
			panic(err)
		}
		fmt.Print(strings.ReplaceAll(outcome.Explain(), server.URL, "http://127.0.0.1:PORT"))
	}
	// Output:
	// closed: not reached
	// c1 is closed
	// 12:00:00  started: stock
	// 12:00:00  [1] called: GET http://127.0.0.1:PORT/bikes
	// 12:00:00  [1] failed: 127.0.0.1: denied: loopback (127.0.0.0/8)
	// 12:00:00  [1] matched: else (failed)
	// 12:00:00  [1.else.1] closed
	// closed: 7 left
	// c1 is closed
	// 12:00:00  started: stock
	// 12:00:00  [1] called: GET http://127.0.0.1:PORT/bikes
	// 12:00:00  [1] called: it answered 200
	// 12:00:00  [1] saved (stock = 7)
	// 12:00:00  [2] closed
}
