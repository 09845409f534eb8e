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
	// otherwise makes the requests that no stub answers; nil: they are refused connections.
	otherwise http.RoundTripper
	answered  []file.HTTPStub // what came of each request
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
		stubs[i] = newStub(one)
	}
	return stubs
}

func newStub(one file.HTTPStub) *stub {
	parts := strings.Split(one.URL, "*")
	for k := range parts {
		parts[k] = regexp.QuoteMeta(parts[k])
	}
	return &stub{HTTPStub: one, matches: regexp.MustCompile("(?s)^" + strings.Join(parts, ".*") + "$")}
}

// client reaches the stubs and nothing else.
func (o *outside) client() *http.Client {
	return &http.Client{Transport: o, CheckRedirect: nil}
}

// call is one call of an action: whose it is, and until when it may take. Its deadline in simulated time stands for the one
// in real time that the action sees, so that an action may set shorter ones of its own.
type call struct {
	conversation string
	task         *task
	limit        time.Time
	real         time.Time
}

type callKey struct{}

// inRealTime is a context whose deadline is told in real time.
//
//nolint:containedctx // it is a context itself
type inRealTime struct {
	context.Context

	deadline time.Time
}

// Deadline is the one in real time.
func (c inRealTime) Deadline() (time.Time, bool) { return c.deadline, !c.deadline.IsZero() }

// realNow is the time that really passes, in which an action sets limits of its own.
func realNow() time.Time { return time.Now() } //nolint:forbidigo // the one place where it counts

// attributed makes the requests of actions known by their conversation.
func (w *world) attributed(kinds file.Kinds) file.Kinds {
	actions := make(map[string]file.Action, len(kinds.Actions))
	for name, action := range kinds.Actions {
		inner := action.Do
		action.Do = usher.ActionFunc(func(ctx context.Context, in usher.ActionInput) (usher.ActionResult, error) {
			c := &call{conversation: in.Conversation, task: w.sim.present()}
			if limit, ok := ctx.Deadline(); ok {
				c.limit, c.real = limit, realNow().Add(limit.Sub(w.Now()))
			}
			return inner.Do(context.WithValue(inRealTime{ctx, c.real}, callKey{}, c), in) //nolint:contextcheck // it is inherited
		})
		actions[name] = action
	}
	kinds.Actions = actions
	return kinds
}

// callOf is the call that a request belongs to: an action's, or that of a step which makes requests itself. The deadline of
// the latter is in simulated time.
func (w *world) callOf(ctx context.Context) *call {
	if c, ok := ctx.Value(callKey{}).(*call); ok {
		return c
	}
	c := &call{task: w.sim.present()}
	c.conversation, _ = usher.ConversationOf(ctx)
	if limit, ok := ctx.Deadline(); ok {
		c.limit, c.real = limit, limit
	}
	return c
}

// RoundTrip answers a request by the first stub that matches. One that none matches is a refused connection, or is made.
func (o *outside) RoundTrip(request *http.Request) (*http.Response, error) {
	if request.Body != nil {
		defer func() { _ = request.Body.Close() }()
	}
	w := o.world
	ctx := request.Context()
	c := w.callOf(ctx)
	line := request.Method + " " + request.URL.String()
	w.mu.Lock()
	if c.conversation != "" {
		t := w.talk(c.conversation)
		t.requests = append(t.requests, line)
		m := w.notef(Effected, "%s calls %s", t.name, line)
		m.Conversation = t.name
	} else {
		w.notef(Effected, "a request without the context of its action: %s", line)
	}
	found := o.answers(request)
	now := w.now
	w.mu.Unlock()
	if found == nil && o.otherwise != nil {
		return o.makes(ctx, c, now, request)
	}
	if found == nil {
		return nil, fmt.Errorf("no stub answers %s: %w", line, syscall.ECONNREFUSED)
	}
	now = w.sim.instant(c.task, now)
	delay, failure := found.Delay, failureOf(found.Fail)
	if err := o.pass(ctx, c, now, delay, found.Fail == "timeout"); err != nil {
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
			o.note(request, s.HTTPStub)
			return s
		}
	}
	if o.otherwise == nil {
		o.note(request, file.HTTPStub{Fail: "refused"})
	}
	return nil
}

// note keeps what came of a request. The lock is held.
func (o *outside) note(request *http.Request, answer file.HTTPStub) {
	answer.Method, answer.URL, answer.Times = request.Method, request.URL.String(), 1
	o.answered = append(o.answered, answer)
}

// deadline is the one of a request in simulated time: its action's, or what is left of a shorter one of its own.
func (c *call) deadline(ctx context.Context, now time.Time) (time.Time, bool) {
	at, ok := ctx.Deadline()
	switch {
	case !ok:
		return at, false
	case at.Equal(c.real):
		return c.limit, true
	}
	const blur = 20 * time.Millisecond // what the request has taken in real time so far
	return now.Add(at.Sub(realNow()).Round(blur)), true
}

// pass lets the time of an answer pass. The error says that the caller's time was up first.
func (o *outside) pass(ctx context.Context, c *call, now time.Time, delay time.Duration, endless bool) error {
	const unlimited = 30 * time.Second
	deadline, limited := c.deadline(ctx, now)
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
	if err := o.world.sim.sleep(ctx, c.task, until); err != nil {
		return fmt.Errorf("no answer came: %w", err)
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
