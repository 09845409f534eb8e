package usher_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/gousher/usher"
)

// How do I serve many tenants? Make a router for each, over one store if you like: nothing is shared between them. One
// RunAll serves the time-outs, actions and deliveries of all.
func ExampleRunAll() {
	store := usher.NewMemoryStore()
	delivered := make(chan usher.Effect)
	host := usher.HostFunc(func(_ context.Context, effect usher.Effect) error {
		delivered <- effect
		return nil
	})
	var routers []*usher.Router
	for _, tenant := range []string{"acme", "globex"} {
		router, err := usher.New(usher.Config{
			Tenant: tenant, Store: store, Host: host, Background: true,
			Workflow: usher.Flow{Name: "simple", Steps: usher.Steps{
				usher.AskQuestion{Text: "Welcome to " + tenant + "! How can we help?"}, usher.Assign{Team: "support"},
			}},
			Desk: usher.Desk{Teams: []usher.Team{{ID: "support"}}, Fallback: usher.Fallback{Team: "support"}},
		})
		if err != nil {
			panic(err)
		}
		routers = append(routers, router)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error)
	go func() { ended <- usher.RunAll(ctx, routers...) }()

	for _, router := range routers { // the same conversation ID and message ID: of two tenants
		_, err := router.Route(ctx, usher.Conversation{ID: "c1", Message: usher.Message{ID: "m1", Text: "hello"}})
		if err != nil {
			panic(err)
		}
	}
	for range routers {
		if send, ok := (<-delivered).(usher.Send); ok {
			fmt.Println(send.Tenant, send.Conversation, send.Text)
		}
	}
	cancel()
	fmt.Println("ended:", errors.Is(<-ended, context.Canceled))
	// Unordered output:
	// acme c1 Welcome to acme! How can we help?
	// globex c1 Welcome to globex! How can we help?
	// ended: true
}
