// Package provider has what the hosts of messaging providers in this module have in common: a server with an orderly end, a
// request to the provider's API, and a tolerant look into its JSON.
package provider

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"github.com/gousher/usher"
)

// Serve serves until the program is interrupted. Meanwhile the router delivers what requests lead to. A request that is cut
// off by the end is made again by the provider.
func Serve(address string, handler http.Handler, router *usher.Router) error {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	server := &http.Server{
		Addr: address, Handler: handler, ReadTimeout: 10 * time.Second, MaxHeaderBytes: 64 << 10,
		BaseContext: func(net.Listener) context.Context { return ctx },
	}
	fmt.Fprintln(os.Stderr, "listening on", address)
	failed := make(chan error, 1)
	go func() {
		failed <- server.ListenAndServe()
		stop()
	}()
	_ = router.Run(ctx)
	_ = server.Shutdown(context.WithoutCancel(ctx))
	if err := <-failed; !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serving on %s: %w", address, err)
	}
	return nil
}

// client is of its own, so that nobody else closes its connections.
var client = http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{Proxy: http.ProxyFromEnvironment, ForceAttemptHTTP2: true}}

// Sending remembers how many messages of an effect went out, by its key, as long as there are more. The zero value is ready.
type Sending struct{ done sync.Map }

// Each sends the messages of an effect, one after the other. After an error the next try goes on where this one stopped.
func (s *Sending) Each(key string, messages []map[string]any, send func(message map[string]any) error) error {
	before, _ := s.done.LoadOrStore(key, new(int))
	for n := before.(*int); *n < len(messages); *n++ { //nolint:forcetypeassert // nothing else is stored
		if err := send(messages[*n]); err != nil {
			if errors.Is(err, usher.ErrUndeliverable) {
				s.done.Delete(key)
			}
			return err
		}
	}
	s.done.Delete(key)
	return nil
}

// LastWrote is when the contact wrote last, or zero.
func LastWrote(view usher.View) (at time.Time) {
	for _, line := range view.Transcript {
		if line.From == usher.FromContact {
			at = line.At
		}
	}
	return at
}

// Temporary is an error of the router after which the message is to be delivered again: one that would be the same again
// is nil.
func Temporary(_ usher.Outcome, err error) error {
	if errors.Is(err, usher.ErrInvalid) || errors.Is(err, usher.ErrUnknown) {
		return nil
	}
	return err
}

// Status answers somebody who posted a message: 204 if it is kept, 400 if it never will be, 503 if it is to be posted again.
func Status(_ usher.Outcome, err error) int {
	switch {
	case err == nil:
		return http.StatusNoContent
	case errors.Is(err, usher.ErrInvalid):
		return http.StatusBadRequest
	}
	return http.StatusServiceUnavailable
}

// Post sends a message as JSON, with a bearer token unless it is empty, and returns the status and what the provider says.
// The error does not have the address in it: with some providers that is a secret.
func Post(ctx context.Context, address, token string, message any) (status int, answer Object, err error) {
	body, err := json.Marshal(message)
	if err != nil {
		return 0, nil, fmt.Errorf("encoding the message: %w", err)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return 0, nil, errors.New("the provider's address is none")
	}
	request.Header.Set("Content-Type", "application/json")
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	response, err := client.Do(request)
	if err != nil {
		if in, ok := errors.AsType[*url.Error](err); ok {
			err = in.Err
		}
		return 0, nil, fmt.Errorf("asking the provider: %w", err)
	}
	defer func() { _ = response.Body.Close() }()
	said, err := io.ReadAll(io.LimitReader(response.Body, 1<<20))
	if err != nil {
		return 0, nil, fmt.Errorf("reading the provider's answer: %w", err)
	}
	return response.StatusCode, Parse(said), nil
}

// An Object is one of JSON. Providers add to theirs at any time, and change them: what has another shape than it was asked
// for is as good as missing, and the rest can still be read.
type Object map[string]json.RawMessage

// Parse reads an object; nil if it is none.
func Parse(raw []byte) Object { return read[Object](raw) }

// In is an object inside of this one.
func (o Object) In(name string) Object { return read[Object](o[name]) }

// Each are the objects of a list.
func (o Object) Each(name string) []Object { return read[[]Object](o[name]) }

// Lists are the lists of a list.
func (o Object) Lists(name string) [][]Object { return read[[][]Object](o[name]) }

// Text is a text.
func (o Object) Text(name string) string { return read[string](o[name]) }

// Number is a whole number.
func (o Object) Number(name string) int64 { return read[int64](o[name]) }

func read[T any](raw []byte) T {
	var value, none T
	if json.Unmarshal(raw, &value) != nil {
		return none
	}
	return value
}
