package egress

import "context"

// Kind says in a word why there is no answer.
type Kind string

// The kinds of an Error.
const (
	// Denied: the request may not be made; nothing was sent to the place that is denied.
	Denied Kind = "denied"
	// DNS: the name of the host could not be resolved.
	DNS Kind = "dns"
	// Connect: nobody listens, or no connection came about in time.
	Connect Kind = "connect"
	// TLS: the host did not prove who it is.
	TLS Kind = "tls"
	// Timeout: the time of the try was over before the answer was complete.
	Timeout Kind = "timeout"
	// TooLarge: the header or the decoded body is larger than allowed. With HTTP/2 a header that is too large may be Broken.
	TooLarge Kind = "too_large"
	// Redirect: too many redirects, or one that may not be followed.
	Redirect Kind = "redirect"
	// CircuitOpen: the host has failed so often that it is not asked for a while.
	CircuitOpen Kind = "circuit_open"
	// Broken: the connection ended early, or what came is not HTTP.
	Broken Kind = "broken"
	// Canceled: the caller has given up.
	Canceled Kind = "canceled"
)

// Transient says whether the same request may be answered when it is made again.
func (k Kind) Transient() bool {
	return k == DNS || k == Connect || k == Timeout || k == Broken
}

// Error is a request without an answer. It is made of fixed words and the host: no path, query, header or body, no user, and no
// error of the libraries below, which hold all of that.
type Error struct {
	Kind Kind
	// Host is the one that was asked for, without its port, also when a redirect led elsewhere. It is empty if the URL names
	// none, or one that is not made of the letters of a host.
	Host string
	// Reason is for people.
	Reason string
}

// Error is the host, the kind and the reason.
func (e *Error) Error() string {
	text := string(e.Kind) + ": " + e.Reason
	if e.Host == "" {
		return text
	}
	return e.Host + ": " + text
}

// Unwrap is context.Canceled for a Canceled request, and context.DeadlineExceeded for a Timeout.
func (e *Error) Unwrap() error {
	switch e.Kind {
	case Canceled:
		return context.Canceled
	case Timeout:
		return context.DeadlineExceeded
	default:
		return nil
	}
}

func denied(host, reason string) *Error { return &Error{Kind: Denied, Host: host, Reason: reason} }

// of is the error of a request for a host that has been redirected as often as told.
func (e *Error) of(host string, redirects int) *Error {
	reason := e.Reason
	if redirects > 0 {
		reason += " (after a redirect)"
	}
	return &Error{Kind: e.Kind, Host: host, Reason: reason}
}
