package cli

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/gousher/usher"
	"github.com/gousher/usher/internal/egress"
	"github.com/gousher/usher/internal/scenario"
)

// liveWeb makes the requests of http steps, as far as the open internet goes. Each is made once: what came of it is kept
// with the calls of actions, and had again when the chat is played again.
type liveWeb struct {
	calls  *calls
	client *egress.Client
}

func newLiveWeb(calls *calls, now func() time.Time) *liveWeb {
	return &liveWeb{calls: calls, client: egress.New(egress.Policy{Now: now})}
}

// RoundTrip makes a request, or returns what came of it before.
func (w *liveWeb) RoundTrip(request *http.Request) (*http.Response, error) {
	body, err := bodyOf(request)
	if err != nil {
		return nil, err
	}
	if scenario.HoldsSecret(request) {
		return nil, &egress.Error{Kind: egress.Denied, Host: request.URL.Hostname(), Reason: "it needs a secret, and nobody knows it here"}
	}
	conversation, _ := usher.ConversationOf(request.Context())
	m, fresh, err := w.calls.next(fmt.Sprintf("http %q %s %s\n%s", conversation, request.Method, request.URL, body))
	if err != nil {
		return nil, err
	}
	if fresh {
		answer, failed := w.make(request, body)
		w.calls.keep(m, answer, failed)
	}
	answer, failed := w.calls.answerOf(m)
	if failed != nil {
		return nil, failed
	}
	return &http.Response{
		Status: fmt.Sprintf("%d %s", answer.Status, http.StatusText(answer.Status)), StatusCode: answer.Status, Proto: "HTTP/1.1",
		ProtoMajor: 1, ProtoMinor: 1, Header: answer.Header.Clone(), Body: io.NopCloser(bytes.NewReader(answer.Body)),
		ContentLength: int64(len(answer.Body)), Request: request,
	}, nil
}

func bodyOf(request *http.Request) ([]byte, error) {
	if request.Body == nil {
		return nil, nil
	}
	defer func() { _ = request.Body.Close() }()
	body, err := io.ReadAll(request.Body)
	if err != nil {
		return nil, fmt.Errorf("the body of the request cannot be read: %w", err)
	}
	return body, nil
}

// make makes a request within what is allowed. Its error is one that the step understands.
func (w *liveWeb) make(request *http.Request, body []byte) (*egress.Answer, error) {
	r := egress.Request{Method: request.Method, URL: request.URL.String(), Header: request.Header.Clone(), Body: body}
	if until, limited := request.Context().Deadline(); limited {
		r.Timeout = time.Until(until)
	}
	return w.client.Do(request.Context(), r)
}

// keep keeps what came of a request.
func (c *calls) keep(m *call, answer *egress.Answer, failed error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	m.answer, m.err, m.ended = answer, failed, true
}

// answerOf is what came of a request.
func (c *calls) answerOf(m *call) (*egress.Answer, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return m.answer, m.err
}
