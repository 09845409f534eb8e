package scenario

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"syscall"
	"time"

	"github.com/gousher/usher"
	"github.com/gousher/usher/file"
)

// outside is the world that actions reach: stubs.
type outside struct {
	world *world
	stubs []*stub
}

// stub is one that counts.
type stub struct {
	file.HTTPStub

	matches *regexp.Regexp
	used    int
}

func newStubs(all []file.HTTPStub) []*stub {
	stubs := make([]*stub, len(all))
	for i, one := range all {
		parts := strings.Split(one.URL, "*")
		for k := range parts {
			parts[k] = regexp.QuoteMeta(parts[k])
		}
		stubs[i] = &stub{HTTPStub: one, matches: regexp.MustCompile("(?s)^" + strings.Join(parts, ".*") + "$")}
	}
	return stubs
}

// client reaches the stubs and nothing else.
func (o *outside) client() *http.Client {
	return &http.Client{Transport: o, CheckRedirect: nil}
}

type conversationKey struct{}

// attributed makes the requests of actions known by their conversation.
func (w *world) attributed(kinds file.Kinds) file.Kinds {
	actions := make(map[string]file.Action, len(kinds.Actions))
	for name, action := range kinds.Actions {
		inner := action.Do
		action.Do = usher.ActionFunc(func(ctx context.Context, in usher.ActionInput) (usher.ActionResult, error) {
			return inner.Do(context.WithValue(ctx, conversationKey{}, in.Conversation), in)
		})
		actions[name] = action
	}
	kinds.Actions = actions
	return kinds
}

// RoundTrip answers a request by the first stub that matches. One that none matches is a refused connection.
func (o *outside) RoundTrip(request *http.Request) (*http.Response, error) {
	w := o.world
	ctx := request.Context()
	conversation, _ := ctx.Value(conversationKey{}).(string)
	line := request.Method + " " + request.URL.String()
	w.mu.Lock()
	if conversation != "" {
		t := w.talk(conversation)
		t.requests = append(t.requests, line)
	}
	found := o.answers(request)
	w.notef(Effected, "%s", strings.TrimSpace(conversation+" calls "+line))
	now := w.now
	w.mu.Unlock()
	if found == nil {
		return nil, fmt.Errorf("no stub answers %s: %w", line, syscall.ECONNREFUSED)
	}
	delay, failure := found.Delay, failureOf(found.Fail)
	if err := o.pass(ctx, now, delay, found.Fail == "timeout"); err != nil {
		return nil, err
	}
	if failure != nil {
		return nil, fmt.Errorf("%s: %w", line, failure)
	}
	return found.answer(request), nil
}

// answers finds the stub for a request and counts it. The lock is held.
func (o *outside) answers(request *http.Request) *stub {
	for _, s := range o.stubs {
		fits := (s.Method == "" || s.Method == request.Method) && s.matches.MatchString(request.URL.String())
		if fits && (s.Times == 0 || s.used < s.Times) {
			s.used++
			return s
		}
	}
	return nil
}

// pass lets the time of an answer pass. The error says that the caller's time was up first.
func (o *outside) pass(ctx context.Context, now time.Time, delay time.Duration, endless bool) error {
	const unlimited = 30 * time.Second
	deadline, limited := ctx.Deadline()
	switch {
	case endless && limited:
	case endless:
		deadline, limited = now.Add(unlimited), true
	case delay == 0:
		return nil
	}
	until := now.Add(delay)
	late := limited && (endless || until.After(deadline))
	if late {
		until = deadline
	}
	if err := o.world.sim.sleep(ctx, until); err != nil {
		return err
	}
	if late {
		return fmt.Errorf("no answer came in time: %w", context.DeadlineExceeded)
	}
	return nil
}

func failureOf(fail string) error {
	switch fail {
	case "refused":
		return syscall.ECONNREFUSED
	case "reset":
		return syscall.ECONNRESET
	case "timeout":
		return errors.New("no answer came in time")
	}
	return nil
}

func (s *stub) answer(request *http.Request) *http.Response {
	status := s.Status
	if status == 0 {
		status = http.StatusOK
	}
	response := &http.Response{
		Status: fmt.Sprintf("%d %s", status, http.StatusText(status)), StatusCode: status, Proto: "HTTP/1.1", ProtoMajor: 1,
		ProtoMinor: 1, Header: http.Header{}, Body: io.NopCloser(bytes.NewReader(s.Body)), ContentLength: int64(len(s.Body)),
		Request: request,
	}
	for name, value := range s.Header {
		response.Header.Set(name, value)
	}
	return response
}
