package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"

	"github.com/gousher/usher"
)

// shaky is a store that can be out of reach.
type shaky struct {
	usher.Store

	down atomic.Bool
}

// Commit keeps the batch, or does not.
func (s *shaky) Commit(ctx context.Context, lease usher.Lease, head uint64, batch *usher.Batch) error {
	if s.down.Load() {
		return errors.New("no route to the database")
	}
	return s.Store.Commit(ctx, lease, head, batch)
}

// run starts the server, posts what a provider would post, and ends the server.
func run(ctx context.Context, out io.Writer) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	store := &shaky{Store: usher.NewMemoryStore()}
	lines := make(chan string, 16)
	router, err := usher.New(config(store, func(line string) { lines <- line }))
	if err != nil {
		return err
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "localhost:0")
	if err != nil {
		return fmt.Errorf("listening: %w", err)
	}
	ended := make(chan error, 1)
	go func() { ended <- serve(ctx, listener, router) }()

	for _, post := range []struct {
		what, body string
		effects    int // that follow
		down       bool
	}{
		{"Mia writes", `{"chat": "c1", "from": "mia", "id": "m1", "text": "hello"}`, 2, false},
		{"The provider delivers it again", `{"chat": "c1", "from": "mia", "id": "m1", "text": "hello"}`, 0, false},
		{"Something that is no message", `hello?`, 0, false},
		{"A message of no chat", `{"from": "eva", "id": "m2", "text": "hello"}`, 0, false},
		{"Tom writes, and the database is down", `{"chat": "c2", "from": "tom", "id": "m3", "text": "hi"}`, 0, true},
		{"The provider delivers it again", `{"chat": "c2", "from": "tom", "id": "m3", "text": "hi"}`, 0, false},
	} {
		store.down.Store(post.down)
		fmt.Fprintln(out, post.what)
		var answer string
		answer, err = send(ctx, "http://"+listener.Addr().String()+"/webhook", post.body)
		if err != nil {
			return err
		}
		fmt.Fprintln(out, "  ", answer)
		for range post.effects {
			fmt.Fprintln(out, <-lines)
		}
	}

	fmt.Fprintln(out, "The server ends, and what has not been delivered yet is delivered before")
	cancel()
	err = <-ended
	close(lines)
	for line := range lines {
		fmt.Fprintln(out, line)
	}
	return err
}

func send(ctx context.Context, url, body string) (string, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, url, strings.NewReader(body))
	if err != nil {
		return "", fmt.Errorf("posting: %w", err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return "", fmt.Errorf("posting: %w", err)
	}
	defer func() { _ = response.Body.Close() }()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		return "", fmt.Errorf("reading the answer: %w", err)
	}
	return fmt.Sprint(response.StatusCode, " ", strings.TrimSpace(string(answer))), nil
}
