package ushertest

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"syscall"

	"github.com/gousher/usher"
)

// Outside is the world that the [usher.HTTPRequest] steps of a workflow reach in a test: it answers them with what the test
// has prepared, opens no connection, and keeps what it was asked. It is safe for concurrent use. The zero value refuses
// every connection.
//
//	outside := &ushertest.Outside{Answers: []ushertest.Answer{{URL: "https://crm.example/*", Body: `{"tier":"gold"}`}}}
//	chat := ushertest.NewChat(t, usher.Config{HTTP: usher.HTTP{Transport: outside}, ...})
type Outside struct {
	// Answers are what is answered: of those that fit a request the first one that is not used up. What none fits is a
	// connection that is refused. Set them while nothing is being asked.
	Answers []Answer

	mu       sync.Mutex
	used     map[int]int
	requests []Request
}

// An Answer is what one kind of request is answered. The zero value answers everything with 200 and an empty body.
type Answer struct {
	// Method is the one that it fits; empty: all.
	Method string
	// URL is the address that it fits, with the query; a * stands for any text, and empty for all addresses.
	URL string
	// Times is how often it is given; 0: as often as somebody asks.
	Times int
	// Status is 200 if it is 0.
	Status int
	Header map[string]string
	Body   string
	// Err, if not nil, is what happens to the connection instead of an answer.
	Err error
}

// A Request is what a workflow has asked for, with its secrets: as the other side sees it.
type Request struct {
	// Conversation is the one for which it was made.
	Conversation string
	Method       string
	URL          string
	Header       http.Header
	Body         string
}

// RoundTrip answers one request.
func (o *Outside) RoundTrip(asked *http.Request) (*http.Response, error) {
	request := Request{Method: asked.Method, URL: asked.URL.String(), Header: asked.Header.Clone()}
	request.Conversation, _ = usher.ConversationOf(asked.Context())
	if asked.Body != nil {
		body, err := io.ReadAll(asked.Body)
		_ = asked.Body.Close() // it has been read
		if err != nil {
			return nil, fmt.Errorf("the body of the request cannot be read: %w", err)
		}
		request.Body = string(body)
	}
	if err := asked.Context().Err(); err != nil {
		return nil, err
	}
	answer, ok := o.answer(request)
	switch {
	case !ok:
		return nil, fmt.Errorf("no answer is prepared for %s %s: %w", request.Method, request.URL, syscall.ECONNREFUSED)
	case answer.Err != nil:
		return nil, answer.Err
	}
	return answer.response(asked), nil
}

// answer notes the request, and finds what it is answered.
func (o *Outside) answer(request Request) (Answer, bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.requests = append(o.requests, request)
	if o.used == nil {
		o.used = map[int]int{}
	}
	for i, answer := range o.Answers {
		if answer.fits(request) && (answer.Times == 0 || o.used[i] < answer.Times) {
			o.used[i]++
			return answer, true
		}
	}
	return Answer{}, false
}

func (a Answer) fits(request Request) bool {
	return (a.Method == "" || strings.EqualFold(a.Method, request.Method)) && (a.URL == "" || alike(a.URL, request.URL))
}

// alike reports whether a text is like a pattern in which a * stands for any text.
func alike(pattern, text string) bool {
	first, rest, more := strings.Cut(pattern, "*")
	text, ok := strings.CutPrefix(text, first)
	if !ok || !more {
		return ok && text == ""
	}
	for i := range len(text) + 1 {
		if alike(rest, text[i:]) {
			return true
		}
	}
	return false
}

func (a Answer) response(asked *http.Request) *http.Response {
	status := a.Status
	if status == 0 {
		status = http.StatusOK
	}
	response := &http.Response{
		Status: fmt.Sprintf("%d %s", status, http.StatusText(status)), StatusCode: status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{}, Body: io.NopCloser(strings.NewReader(a.Body)), ContentLength: int64(len(a.Body)), Request: asked,
	}
	for name, value := range a.Header {
		response.Header.Set(name, value)
	}
	return response
}

// Requests are those that were made, tries that failed and redirects included, in order.
func (o *Outside) Requests() []Request {
	o.mu.Lock()
	defer o.mu.Unlock()
	return slices.Clone(o.requests)
}

// RequestsOf are those of one conversation.
func (o *Outside) RequestsOf(conversation string) []Request {
	return slices.DeleteFunc(o.Requests(), func(r Request) bool { return r.Conversation != conversation })
}
