package usher_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/gousher/usher"
)

var (
	answerVar = usher.Var[string]{Name: "answer", Default: new("")}
	codeVar   = usher.Var[string]{Name: "pin", Private: true}
)

// service is a transport that answers by itself, and keeps what it was asked.
type service struct {
	mu      sync.Mutex
	clock   *stoppedClock
	asked   []*http.Request
	bodies  []string
	at      []time.Duration // since the start
	respond func(r *http.Request, try int) (*http.Response, error)
}

func (s *service) RoundTrip(r *http.Request) (*http.Response, error) {
	body := ""
	if r.Body != nil {
		data, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, err
		}
		body = string(data)
	}
	s.mu.Lock()
	s.asked, s.bodies = append(s.asked, r), append(s.bodies, body)
	if s.clock != nil {
		s.at = append(s.at, s.clock.Now().Sub(routerStart))
	}
	try := len(s.asked)
	s.mu.Unlock()
	return s.respond(r, try)
}

func (s *service) requests() []*http.Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]*http.Request(nil), s.asked...)
}

// reply is an answer with these headers, given as name and value in turn.
func reply(status int, body string, headers ...string) *http.Response {
	r := &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body))}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return r
}

// always answers the same.
func always(status int, body string, headers ...string) func(*http.Request, int) (*http.Response, error) {
	return func(*http.Request, int) (*http.Response, error) { return reply(status, body, headers...), nil }
}

var errHTTP = errors.New("connection reset by https://crm.example/?key=hunter2")

// hang answers nothing until the request's context ends.
func hang(r *http.Request, _ int) (*http.Response, error) {
	<-r.Context().Done()
	return nil, r.Context().Err()
}

// asking is a workflow that makes a request, and says what came of it.
func requesting(request usher.HTTPRequest) usher.Flow {
	say := func(text string) usher.Steps { return usher.Steps{usher.SendMessage{Text: text}} }
	if request.URL == "" {
		request.URL = "https://crm.example/contacts/{{ contact.id }}"
	}
	request.TimedOut, request.Failed, request.Else = say("timed out"), say("failed"), say("else")
	return usher.Flow{
		Name: "reception", Vars: []usher.Variable{topicVar, answerVar, codeVar, listVar},
		Steps: usher.Steps{request, usher.SendMessage{Text: "then {{ answer }}"}, usher.Assign{Team: "support"}},
	}
}

var listVar = usher.Var[[]any]{Name: "items"}

// secrets are what the host knows.
func secrets(_ context.Context, name string) (string, error) {
	if name == "crm_token" {
		return "hunter2", nil
	}
	return "", errors.New("no secret hunter3 in the vault")
}
