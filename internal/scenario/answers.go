package scenario

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/gousher/usher/file"
)

// A UsedStub is a stub of a session, and how often it has answered.
type UsedStub struct {
	file.HTTPStub

	Used int
}

// Stubs are those that answer now, the first that matches coming first.
func (s *Session) Stubs() []UsedStub {
	s.world.mu.Lock()
	defer s.world.mu.Unlock()
	all := make([]UsedStub, len(s.world.outside.stubs))
	for i, one := range s.world.outside.stubs {
		all[i] = UsedStub{one.HTTPStub, one.used}
	}
	return all
}

// Stub lets a stub answer from now on, before all others and in the place of those with its method and address.
func (s *Session) Stub(added file.HTTPStub) {
	s.world.mu.Lock()
	defer s.world.mu.Unlock()
	o := s.world.outside
	rest := slices.DeleteFunc(slices.Clone(o.stubs), func(old *stub) bool { return old.Method == added.Method && old.URL == added.URL })
	o.stubs = slices.Insert(rest, 0, newStub(added))
}

// ClearStubs takes all stubs away.
func (s *Session) ClearStubs() {
	s.world.mu.Lock()
	defer s.world.mu.Unlock()
	s.world.outside.stubs = nil
}

// Otherwise makes the requests that no stub answers. The deadline of their contexts is in real time; no simulated time
// passes meanwhile.
func (s *Session) Otherwise(transport http.RoundTripper) { s.world.outside.otherwise = transport }

// HoldsSecret reports whether the headers or the address of a request hold what stands for a secret in scenarios: who
// really makes it has nothing better to send.
func HoldsSecret(request *http.Request) bool {
	stand, _ := secret(request.Context(), "")
	for _, values := range maps.All(request.Header) {
		if strings.Contains(strings.Join(values, "\n"), stand) {
			return true
		}
	}
	query, err := url.QueryUnescape(request.URL.RawQuery)
	return err == nil && strings.Contains(query, stand)
}

// Answered is what came of each request so far, as stubs that answer once: in this order they give the same world again.
func (s *Session) Answered() []file.HTTPStub {
	s.world.mu.Lock()
	defer s.world.mu.Unlock()
	return slices.Clone(s.world.outside.answered)
}

// makes carries out a request that no stub answers, and keeps the answer.
func (o *outside) makes(ctx context.Context, c *call, now time.Time, request *http.Request) (*http.Response, error) {
	within := context.WithoutCancel(ctx) // what it would inherit is a deadline in simulated time
	if limit, limited := c.deadline(ctx, now); limited {
		var cancel context.CancelFunc
		within, cancel = context.WithTimeout(within, limit.Sub(now))
		defer cancel()
	}
	response, err := o.otherwise.RoundTrip(request.WithContext(within))
	answer := file.HTTPStub{Fail: failOf(err)}
	var body []byte
	if err == nil {
		body, err = io.ReadAll(response.Body)
		_ = response.Body.Close()
		answer = file.HTTPStub{Status: response.StatusCode, Header: kept(response.Header), Body: body, Fail: failOf(err)}
	}
	o.world.mu.Lock()
	o.note(request, answer)
	o.world.mu.Unlock()
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w", request.Method, request.URL, err)
	}
	response.Body = io.NopCloser(bytes.NewReader(body))
	return response, nil
}

// kept are the headers of an answer that may stand in a file.
func kept(header http.Header) map[string]string {
	all := map[string]string{}
	for name, values := range maps.All(header) {
		if name != "Set-Cookie" {
			all[name] = strings.Join(values, ", ")
		}
	}
	return all
}

// failOf is how a stub fails like this.
func failOf(err error) string {
	var slow net.Error
	switch {
	case err == nil:
		return ""
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &slow) && slow.Timeout():
		return "timeout"
	case errors.Is(err, syscall.ECONNRESET):
		return "reset"
	}
	return "refused"
}
