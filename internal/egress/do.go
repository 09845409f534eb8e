package egress

import (
	"context"
	"io"
	"net/http"
	"time"
)

// maxRedirects are followed, and not one more.
const maxRedirects = 5

// Do makes one try. Its error is always an *Error; an answer of any status is not an error, a redirect that names no place is
// an answer. A fresh answer that is kept is given without asking, a stale one when the host fails.
func (c *Client) Do(ctx context.Context, r Request) (*Answer, error) {
	answer, failure := c.do(ctx, r)
	if failure != nil {
		return nil, failure
	}
	return answer, nil
}

// Kept is the answer to a GET or a HEAD that is kept, fresh or stale; nil: there is none. Nobody is asked.
func (c *Client) Kept(r Request) *Answer {
	t, failure := c.guard.depart(r)
	if failure != nil || !cacheable(t, r) {
		return nil
	}
	answer := c.answers.find(keyOf(t), c.now(), r.Cache+r.StaleIfError)
	if answer != nil {
		answer.Stale = true
	}
	return answer
}

func (c *Client) do(ctx context.Context, r Request) (*Answer, *Error) {
	t, failure := c.guard.depart(r)
	if failure != nil {
		return nil, failure
	}
	if !cacheable(t, r) {
		return c.ask(ctx, t, r.Timeout)
	}
	key := keyOf(t)
	if answer := c.answers.find(key, c.now(), r.Cache); answer != nil {
		return answer, nil
	}
	era := c.answers.era()
	answer, failure := c.ask(ctx, t, r.Timeout)
	switch {
	case failed(answer, failure) && r.TryAgain && !open(failure):
	case failed(answer, failure):
		if stale := c.answers.find(key, c.now(), r.Cache+r.StaleIfError); stale != nil {
			stale.Stale = true
			return stale, nil
		}
	case failure == nil && answer.Status >= 200 && answer.Status < 300:
		c.answers.keep(key, answer, era, c.now(), r.Cache+r.StaleIfError)
	}
	return answer, failure
}

func open(failure *Error) bool { return failure != nil && failure.Kind == CircuitOpen }

// failed says whether a stale answer is better than this outcome.
func failed(answer *Answer, failure *Error) bool {
	if failure != nil {
		return failure.Kind.Transient() || failure.Kind == CircuitOpen
	}
	return answer.Status >= 500
}

// ask makes a trip with all its redirects.
func (c *Client) ask(ctx context.Context, t trip, timeout time.Duration) (*Answer, *Error) {
	// Who brings a transport brings the deadline: a simulated context ends at a simulated instant.
	if c.own != nil {
		if timeout <= 0 {
			timeout = defaultTimeout
		}
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, timeout)
		defer cancel()
	}
	host := t.host()
	for redirects := 0; ; redirects++ {
		answer, failure := c.hop(ctx, t)
		if failure != nil {
			return nil, failure.of(host, redirects)
		}
		if !redirected(answer) {
			return answer, nil
		}
		if redirects == maxRedirects {
			return nil, &Error{Kind: Redirect, Host: host, Reason: "too many redirects"}
		}
		if t, failure = t.follow(c.guard, answer); failure != nil {
			return nil, failure.of(host, redirects+1)
		}
	}
}

// hop asks one host, unless its circuit is open.
func (c *Client) hop(ctx context.Context, t trip) (*Answer, *Error) {
	if failure := ended(ctx); failure != nil {
		return nil, failure
	}
	pass, ok := c.circuits.enter(t.origin(), c.now())
	if !ok {
		return nil, &Error{Kind: CircuitOpen, Reason: "it has failed too often, and is not asked for a while"}
	}
	verdict := unknown
	defer func() { c.circuits.leave(pass, verdict, c.now()) }() // also when a transport of the host panics
	answer, failure := c.roundTrip(ctx, t)
	verdict = verdictOf(answer, failure)
	return answer, failure
}

func (c *Client) roundTrip(ctx context.Context, t trip) (*Answer, *Error) {
	request, err := t.request(ctx)
	if err != nil {
		return nil, failureOf(ctx, err)
	}
	response, err := c.transport.RoundTrip(request)
	if err != nil {
		return nil, failureOf(ctx, err)
	}
	if response == nil {
		return nil, &Error{Kind: Broken, Reason: "no answer"}
	}
	if response.Body == nil {
		response.Body = http.NoBody
	}
	defer func() { _ = response.Body.Close() }()
	return c.read(ctx, t, response)
}

// read takes as much of an answer as is allowed.
func (c *Client) read(ctx context.Context, t trip, response *http.Response) (*Answer, *Error) {
	answer := &Answer{Status: response.StatusCode, Header: response.Header}
	if answer.Header == nil {
		answer.Header = http.Header{}
	}
	if answer.Status < 200 { // 101 hands over the connection
		return nil, &Error{Kind: Broken, Reason: "the server wants to speak another protocol"}
	}
	answer.RetryAfter = retryAfter(answer.Status, answer.Header, c.now())
	if redirected(answer) {
		_, _ = io.CopyN(io.Discard, response.Body, 2<<10) // a short text is read, so that the connection can be used again
		return answer, nil
	}
	body, failure := c.body(ctx, t, response)
	if failure != nil && failure.Kind == TooLarge && answer.Status >= 500 {
		return answer, nil // that the host fails matters more than how much it says about it
	}
	if failure != nil {
		return nil, failure
	}
	answer.Body = body
	return answer, nil
}

// body is the decoded body, all of it or none.
func (c *Client) body(ctx context.Context, t trip, response *http.Response) ([]byte, *Error) {
	tooLarge := &Error{Kind: TooLarge, Reason: "the body of the answer is too large"}
	if response.ContentLength > c.maxBody && t.method != http.MethodHead {
		return nil, tooLarge
	}
	body, err := io.ReadAll(io.LimitReader(response.Body, c.maxBody+1))
	switch {
	case int64(len(body)) > c.maxBody:
		return nil, tooLarge
	case err != nil:
		return nil, failureOf(ctx, err)
	}
	return body, nil
}
