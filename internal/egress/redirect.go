package egress

import (
	"net/http"
	"slices"
	"strings"
)

// redirected says whether an answer sends the request elsewhere. One that names no place is an answer like any other.
func redirected(a *Answer) bool {
	switch a.Status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return a.Header.Get("Location") != ""
	}
	return false
}

// follow is the trip to where an answer sends it. What is secret, and the body, stay with their origin; once they were dropped
// they do not come back, even if the way does.
func (t trip) follow(g *guard, answer *Answer) (trip, *Error) {
	location := answer.Header.Get("Location")
	target, err := t.url.Parse(location)
	if err != nil || len(location) > maxURL {
		return trip{}, &Error{Kind: Redirect, Reason: "the redirect is not a URL"}
	}
	to, failure := g.judge(target)
	if failure != nil {
		return trip{}, failure
	}
	if t.url.Scheme == "https" && to.Scheme == "http" {
		return trip{}, &Error{Kind: Redirect, Reason: "a redirect from https to http"}
	}
	next := t.turned(answer.Status)
	next.url = to
	if next.origin() == t.origin() {
		return next, nil
	}
	if len(next.body) > 0 {
		return trip{}, &Error{Kind: Redirect, Reason: "a redirect that would send the body to another origin"}
	}
	next.header = without(next.header, next.binds)
	return next, nil
}

// turned is the trip with the method that a redirect leaves, as browsers do it (https://fetch.spec.whatwg.org/#http-redirect-fetch).
func (t trip) turned(status int) trip {
	switch {
	case status == http.StatusSeeOther && t.method != http.MethodHead,
		status <= http.StatusFound && t.method == http.MethodPost:
		t.method = http.MethodGet
		t.body = nil
		t.header = without(t.header, func(name string) bool { return strings.HasPrefix(name, "Content-") })
	}
	return t
}

// without is a copy of a header without some names.
func without(header http.Header, drop func(name string) bool) http.Header {
	rest := make(http.Header, len(header))
	for name, values := range header {
		if !drop(name) {
			rest[name] = slices.Clone(values)
		}
	}
	return rest
}
