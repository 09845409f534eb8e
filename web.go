package usher

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/gousher/usher/internal/egress"
)

// HTTP says what [HTTPRequest] steps may reach, and with which secrets. The zero value is for the open internet: http and
// https on the ports 80 and 443, to addresses that are global, by names that are not those of a network inside (localhost,
// single words, *.internal, *.local and the like). Loopback, private, link-local,
// multicast, metadata and all other special addresses are refused, judged once more when the connection is made and at every
// redirect, so that a name which leads elsewhere the next time leads nowhere. There is no proxy from the environment, there
// are no cookies, and at most five redirects, none from https to http; secrets and bodies stay with the origin.
//
// None of this can be set from a workflow.
type HTTP struct {
	// Secret resolves a reference such as "secret:crm_token": it gets "crm_token". Without it, a step with such a reference
	// fails. What it returns is in no trace, no log and no error.
	Secret func(ctx context.Context, name string) (string, error)
	// Addresses may be reached although they are not global: services of your own network, a double in a test. Names are
	// host names of that network which may be used for them, such as "crm.internal".
	Addresses []netip.Prefix
	Names     []string
	// Ports are reachable besides 80 and 443.
	Ports []uint16
	// MaxBody bounds an answer, decoded, in bytes; 0 means 256 KiB.
	MaxBody int64
	// BreakAfter is how many failures of a host in a row open its circuit: from then on its steps fail at once, until after
	// BreakFor one request finds out whether it is back. 0 means 10, and 30 s.
	BreakAfter int
	BreakFor   time.Duration
	// Transport makes the connections instead of the guarded one: for a proxy through which everything leaves, and for
	// tests. Addresses are still judged as they are written; what names resolve to is then the transport's business.
	Transport http.RoundTripper
}

// web is what makes the requests of workflows.
type web struct {
	client *egress.Client
	secret func(ctx context.Context, name string) (string, error)
}

func newWeb(h HTTP, now func() time.Time) *web {
	return &web{secret: h.Secret, client: egress.New(egress.Policy{
		Transport: h.Transport, Ports: h.Ports, Addresses: h.Addresses, Names: h.Names, MaxBody: h.MaxBody, Now: now,
		Breaker: egress.Breaker{Failures: h.BreakAfter, Pause: h.BreakFor},
	})}
}

// checkAddress is what is wrong with an address that a workflow has written out; what every call of it will be refused for is
// a warning. Ports and addresses that a host may open are for the call to judge.
func checkAddress(raw string) (problem string, warning bool) {
	if !strings.HasPrefix(strings.ToLower(raw), "http://") && !strings.HasPrefix(strings.ToLower(raw), "https://") {
		return "an address begins with https:// or http://", false
	}
	u, err := url.Parse(raw)
	switch {
	case err != nil, u.Hostname() == "", strings.ContainsAny(raw, "\\ \t\r\n"):
		return "this is no address: write https://, a host and a path", false
	case u.User != nil:
		return "an address cannot hold a user name or a password: use a header with a secret", true
	case strings.ContainsFunc(u.Hostname(), func(r rune) bool { return r >= utf8.RuneSelf }):
		return "the host of an address is written in ASCII: in its xn-- form", true
	}
	return "", false
}

// calling is the action that makes a request.
func (w *web) calling(call webCall, problem *trouble, keep kept, timeout time.Duration) Action {
	return ActionFunc(func(ctx context.Context, in ActionInput) (ActionResult, error) {
		if problem != nil {
			return ActionResult{}, problem
		}
		if w == nil || w.client == nil { // the workflow is driven by hand
			return ActionResult{}, &trouble{text: "nobody makes requests here: give the answer, as ActionDone"}
		}
		request, err := w.request(ctx, call, in)
		if err != nil {
			return ActionResult{}, err
		}
		request.Timeout, request.Cache, request.StaleIfError, request.TryAgain = timeout, keep.fresh, keep.stale, !keep.last
		answer, err := w.client.Do(context.WithValue(ctx, conversationKey{}, in.Conversation), request)
		if err != nil {
			return ActionResult{}, err
		}
		if answer.RetryAfter > maxRetryAfter && keep.stale > 0 { // nobody waits for so long
			if old := w.client.Kept(request); old != nil {
				answer = old
			}
		}
		return ActionResult{Fields: fieldsOf(answer)}, nil
	})
}

// kept says for how long an answer is taken from memory. A stale one is given after the last try, or when no other will be
// made because the circuit of the host is open.
type kept struct {
	fresh, stale time.Duration
	last         bool
}

// Where an answer comes from, if nobody was asked for it.
const (
	fromMemory      = "from memory"
	fromMemoryStale = "from memory, older than wanted, because the other side fails"
)

type conversationKey struct{}

// ConversationOf is the conversation for which an [HTTPRequest] step makes a request: for a transport that wants to know.
func ConversationOf(ctx context.Context) (string, bool) {
	id, ok := ctx.Value(conversationKey{}).(string)
	return id, ok
}

func fieldsOf(answer *egress.Answer) map[string]any {
	headers := make(map[string]any, len(answer.Header))
	for name, values := range answer.Header {
		value := tidy(strings.Join(values, ", "))
		headers[strings.ToLower(name)], headers[http.CanonicalHeaderKey(name)] = value, value
	}
	fields := map[string]any{"status": answer.Status, "text": tidy(string(answer.Body)), "headers": headers}
	switch {
	case answer.Stale:
		fields["from"] = fromMemoryStale
	case answer.Cached:
		fields["from"] = fromMemory
	}
	if answer.RetryAfter > 0 {
		fields["retry_after"] = answer.RetryAfter.Seconds()
	}
	return fields
}

// request is a call with its secrets.
func (w *web) request(ctx context.Context, call webCall, in ActionInput) (egress.Request, error) {
	r := egress.Request{Method: call.method, URL: call.url, Header: http.Header{}}
	reveal := func(text string) string { return text }
	var failed error
	if w.secret != nil || strings.Contains(fmt.Sprint(call), secretMark) {
		reveal = func(text string) string {
			revealed, err := w.reveal(ctx, text)
			if err != nil && failed == nil {
				failed = err
			}
			return revealed
		}
	}
	query := make([]string, 0, len(call.query))
	for _, q := range call.query {
		query = append(query, url.QueryEscape(q.name)+"="+url.QueryEscape(reveal(q.value)))
	}
	r.URL = withQuery(call.url, strings.Join(query, "&"))
	r.Header.Set("Idempotency-Key", in.Key)
	if call.kind != "" {
		r.Header.Set("Content-Type", call.kind)
	}
	for _, h := range call.headers {
		if strings.Contains(h.value, secretMark) {
			r.Bound = append(r.Bound, h.name)
		}
		r.Header.Set(h.name, reveal(h.value))
	}
	switch {
	case call.json != nil:
		body, err := json.Marshal(revealIn(call.json, reveal))
		if err != nil {
			return r, &trouble{text: "the body cannot be written as JSON"}
		}
		r.Body = body
	case call.body != "":
		r.Body = []byte(reveal(call.body))
	}
	return r, failed
}

// withQuery adds parameters to an address, before its fragment, which is not sent.
func withQuery(address, query string) string {
	address, _, _ = strings.Cut(address, "#")
	switch {
	case query == "":
		return address
	case strings.Contains(address, "?"):
		return address + "&" + query
	}
	return address + "?" + query
}

// reveal puts secrets in the place of their names.
func (w *web) reveal(ctx context.Context, text string) (string, error) {
	if !strings.Contains(text, secretMark) {
		return text, nil
	}
	var b strings.Builder
	for i, part := range strings.Split(text, secretMark) {
		if i%2 == 0 {
			b.WriteString(part)
			continue
		}
		if w.secret == nil {
			return "", &trouble{text: fmt.Sprintf("nobody resolves the secret %q: the host has no HTTP.Secret", part)}
		}
		secret, err := w.secret(ctx, part)
		if err != nil {
			return "", &trouble{text: fmt.Sprintf("the secret %q cannot be resolved", part), transient: true}
		}
		b.WriteString(secret)
	}
	return b.String(), nil
}

func revealIn(part any, reveal func(string) string) any {
	switch p := part.(type) {
	case string:
		return reveal(p)
	case []any:
		all := make([]any, len(p))
		for i, e := range p {
			all[i] = revealIn(e, reveal)
		}
		return all
	case map[string]any:
		all := make(map[string]any, len(p))
		for key, e := range p {
			all[key] = revealIn(e, reveal)
		}
		return all
	}
	return part
}

// Error is what the explanation says.
func (p *trouble) Error() string { return p.text }

// troubleOf says what an error means for a request. Texts of others are not repeated: an address may be in them.
func troubleOf(err error) *trouble {
	var own *trouble
	var failed *egress.Error
	switch {
	case errors.As(err, &own):
		return own
	case errors.As(err, &failed):
		return &trouble{text: failed.Error(), transient: failed.Kind.Transient(), late: failed.Kind == egress.Timeout}
	case errors.Is(err, context.DeadlineExceeded):
		return &trouble{text: "no answer came in time", transient: true, late: true}
	}
	return &trouble{text: "the request failed", transient: true}
}
