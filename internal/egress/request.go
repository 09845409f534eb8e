package egress

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// Request is what is asked. It is only read.
type Request struct {
	// Method is GET, HEAD, POST, PUT, PATCH, DELETE or OPTIONS. The default is GET.
	Method string
	URL    string
	// Header may not hold what the client sets itself: see CheckHeader.
	Header http.Header
	Body   []byte
	// Bound are the names of headers whose values are secret: they are never sent to another origin than that of URL.
	// Authorization, Cookie, and every name that speaks of a token, a key, a secret or the like are bound anyhow.
	Bound []string
	// Timeout ends the try, redirects included. The context may end it earlier. The default is 10 seconds; it has no meaning
	// with Policy.Transport, where the context alone ends it.
	Timeout time.Duration
	// Cache is the age up to which an answer of status 200 to 299 to the same GET or HEAD is given instead of asking. The
	// default is none. What the server says about caching is not looked at: the author of the workflow knows better.
	Cache time.Duration
	// StaleIfError is how much older an answer may be if the host cannot be asked or answers with 500 or above.
	StaleIfError time.Duration
	// TryAgain says that another try will follow if this one fails: a stale answer is kept back for that. Where the circuit
	// of the host is open it is given at once.
	TryAgain bool
}

// Answer is what came back. It belongs to the caller.
type Answer struct {
	Status int
	Header http.Header
	// Body is decoded and whole. An answer of 500 or above whose body is too large has none.
	Body []byte
	// Cached says that the answer was kept from an earlier request.
	Cached bool
	// Stale says that the answer is older than Request.Cache, and was given because the host failed.
	Stale bool
	// RetryAfter is how long the server asks to be left alone, from a Retry-After with 429 or 503; at most a day.
	RetryAfter time.Duration
}

// methods are those that may be used. CONNECT and TRACE are for proxies.
var methods = []string{ //nolint:gochecknoglobals // a table that is only read
	http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions,
}

// trip is a request on its way: what is left of it after the redirects so far.
type trip struct {
	method string
	url    *url.URL
	header http.Header
	body   []byte
	bound  []string
}

// depart judges a request, and makes it ready to go. Nothing of it is shared with the caller but the body.
func (g *guard) depart(r Request) (trip, *Error) {
	u, failure := g.parse(r.URL)
	if failure != nil {
		return trip{}, failure
	}
	t := trip{method: r.Method, url: u, header: http.Header{}, body: r.Body}
	if t.method == "" {
		t.method = http.MethodGet
	}
	if !slices.Contains(methods, t.method) {
		return trip{}, denied(t.host(), "the method is not allowed")
	}
	if reason := t.takes(r.Header); reason != "" {
		return trip{}, denied(t.host(), reason)
	}
	for _, name := range r.Bound {
		t.bound = append(t.bound, http.CanonicalHeaderKey(name))
	}
	if _, given := t.header["User-Agent"]; !given {
		t.header.Set("User-Agent", "usher")
	}
	return t, nil
}

// takes copies a header, or says why it is refused.
func (t trip) takes(header http.Header) (reason string) {
	names := make([]string, 0, len(header))
	for name := range header {
		names = append(names, name)
	}
	slices.Sort(names) // of two spellings of one name, always the same one comes first
	for _, name := range names {
		for _, value := range header[name] {
			if reason := headerReason(name, value); reason != "" {
				return reason
			}
			t.header.Add(name, value)
		}
	}
	return ""
}

func (t trip) host() string { return plain(t.url.Hostname()) }

// origin is the scheme, the host and the port; the last is left out if the scheme means it anyway.
func (t trip) origin() string { return t.url.Scheme + "://" + t.url.Host }

// request is the trip as the transport takes it. The URL is the one that was judged: it is not parsed again.
func (t trip) request(ctx context.Context) (*http.Request, error) {
	request, err := http.NewRequestWithContext(ctx, t.method, "", bytes.NewReader(t.body))
	if err != nil {
		return nil, denied("", "not a request")
	}
	request.URL, request.Host, request.Header = t.url, t.url.Host, t.header.Clone()
	return request, nil
}

// binds says whether a header in canonical form stays with its origin.
func (t trip) binds(name string) bool {
	lower := strings.ToLower(name)
	return slices.Contains(t.bound, name) ||
		slices.ContainsFunc(secretWords, func(word string) bool { return strings.Contains(lower, word) })
}

// secretWords make a header bound when its name holds one of them. "auth" is in Authorization and in X-Auth.
var secretWords = []string{ //nolint:gochecknoglobals // a table that is only read
	"auth", "cookie", "token", "key", "secret", "passw", "credential", "session", "signature", "jwt",
}
