// Http-webhook is a server: a messaging provider posts what contacts write, and is answered at once.
//
// New here: Background mode, in which Route only decides and commits, while Run calls the actions and delivers the effects;
// what to answer to a provider; and an orderly end. With -demo it posts to itself and ends. Without, it serves until it is
// interrupted:
//
//	curl -i localhost:8080/webhook -d '{"chat": "c1", "from": "mia", "id": "m1", "text": "hello"}'
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"github.com/gousher/usher"
)

var flow = usher.Flow{Name: "front desk", Steps: usher.Steps{
	usher.SendMessage{Text: "Somebody will be with you in a moment."},
	usher.Assign{Team: "support"},
}}

var desk = usher.Desk{
	Teams:    []usher.Team{{ID: "support"}},
	Agents:   []usher.Agent{{ID: "ana", Teams: []string{"support"}, Status: usher.Online}},
	Fallback: usher.Fallback{Team: "support"},
}

func main() {
	address := flag.String("address", "localhost:8080", "where to listen")
	demo := flag.Bool("demo", false, "post some messages to itself, and end")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	var err error
	if *demo {
		err = run(ctx, os.Stdout)
	} else {
		err = listen(ctx, *address)
	}
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func listen(ctx context.Context, address string) error {
	router, err := usher.New(config(usher.NewMemoryStore(), func(line string) { fmt.Println(line) }))
	if err != nil {
		return err
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if err != nil {
		return fmt.Errorf("listening on %s: %w", address, err)
	}
	fmt.Println("listening on", listener.Addr())
	return serve(ctx, listener, router)
}

func config(store usher.Store, say func(line string)) usher.Config {
	var carriedOut sync.Map // keys, marked first because nothing fails here; in production the provider's idempotency key
	return usher.Config{
		Workflow: flow, Desk: desk, Store: store, Background: true,
		Host: usher.HostFunc(func(_ context.Context, effect usher.Effect) error { // may be slow: nobody waits for it
			if _, repeat := carriedOut.LoadOrStore(effect.Key(), true); repeat {
				return nil // at least once: whenever it is not certain that it was delivered, it is delivered again
			}
			switch e := effect.(type) {
			case usher.Send:
				say(fmt.Sprintf("   to %s: %s", e.ContactID, e.Text))
			case usher.HandOver:
				say(fmt.Sprintf("   to %s: here is %s", e.Agent, e.ContactID))
			}
			return nil
		}),
	}
}

// message is what the provider posts.
type message struct {
	Chat string `json:"chat"`
	From string `json:"from"`
	ID   string `json:"id"`
	Text string `json:"text"`
}

// webhook answers 200 for a message that is kept, 400 for one that can never be accepted, and 503 for one that is to be
// delivered again. A message ID that was seen before changes nothing, so that it is always safe to try again.
func webhook(router *usher.Router) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var in message
		if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<20)).Decode(&in); err != nil {
			http.Error(w, "this is no message", http.StatusBadRequest)
			return
		}
		outcome, err := router.Route(r.Context(), usher.Conversation{
			ID: in.Chat, Channel: "web", Contact: usher.Contact{ID: in.From}, Message: usher.Message{ID: in.ID, Text: in.Text},
		})
		switch {
		case errors.Is(err, usher.ErrInvalid):
			http.Error(w, err.Error(), http.StatusBadRequest) // 200, if the provider would try a 400 again
		case err != nil:
			http.Error(w, "try again", http.StatusServiceUnavailable)
		default:
			fmt.Fprintln(w, outcome.Of().State)
		}
	}
}

// serve serves until the context ends. Then the requests that are under way finish, and after them what they caused.
func serve(ctx context.Context, listener net.Listener, router *usher.Router) error {
	background, stop := context.WithCancel(context.WithoutCancel(ctx))
	var running sync.WaitGroup
	running.Go(func() { _ = router.Run(background) }) // time-outs, actions, deliveries, retries

	mux := http.NewServeMux()
	mux.Handle("POST /webhook", webhook(router))
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()

	var err error
	select {
	case err = <-failed:
	case <-ctx.Done():
	}
	patience, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	err = errors.Join(err, server.Shutdown(patience))
	stop()
	running.Wait()
	return errors.Join(err, router.Wake(patience)) // what was left over; a durable store keeps the rest for the next start
}
