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
	respond responder
}

// responder says what to answer the try of that number.
type responder func(r *http.Request, try int) (canned, error)

// canned is an answer: headers are names and values in turn.
type canned struct {
	status  int
	body    string
	headers []string
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
	answer, err := s.respond(r, try)
	if err != nil {
		return nil, err
	}
	response := &http.Response{StatusCode: answer.status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(answer.body))}
	for i := 0; i+1 < len(answer.headers); i += 2 {
		response.Header.Set(answer.headers[i], answer.headers[i+1])
	}
	return response, nil
}

func (s *service) requests() []*http.Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]*http.Request(nil), s.asked...)
}

// always answers the same.
func always(status int, body string, headers ...string) responder {
	return func(*http.Request, int) (canned, error) { return canned{status, body, headers}, nil }
}

var errHTTP = errors.New("connection reset by https://crm.example/?key=hunter2")

// hang answers nothing until the request's context ends.
func hang(r *http.Request, _ int) (canned, error) {
	<-r.Context().Done()
	return canned{}, r.Context().Err()
}

// requesting is a workflow that makes a request, and says what came of it.
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
