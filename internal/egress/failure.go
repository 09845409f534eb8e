package egress

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"strings"
	"syscall"
)

// ended is the failure of a request whose context is over, or nil.
func ended(ctx context.Context) *Error {
	switch err := ctx.Err(); {
	case err == nil:
		return nil
	case errors.Is(err, context.DeadlineExceeded):
		return &Error{Kind: Timeout, Reason: "no complete answer in time"}
	default:
		return &Error{Kind: Canceled, Reason: "the caller has given up"}
	}
}

// failureOf is what an error of the transport or of a body means. Its text is never used: it holds addresses, parts of headers,
// and what the server has sent.
func failureOf(ctx context.Context, err error) *Error {
	known := &Error{}
	said := errors.As(err, &known)
	if said && known.Kind == Denied {
		return known
	}
	if failure := ended(ctx); failure != nil {
		return failure
	}
	if said {
		return known
	}
	for _, classify := range []func(error) *Error{resolving, connecting, securing, tooLarge, late} {
		if failure := classify(err); failure != nil {
			return failure
		}
	}
	return &Error{Kind: Broken, Reason: "the connection ended early, or what came is not HTTP"}
}

func resolving(err error) *Error {
	dns := &net.DNSError{}
	switch {
	case !errors.As(err, &dns):
		return nil
	case dns.IsNotFound:
		return &Error{Kind: DNS, Reason: "the name does not exist"}
	default:
		return &Error{Kind: DNS, Reason: "the name could not be resolved"}
	}
}

func connecting(err error) *Error {
	op := &net.OpError{}
	switch {
	case errors.Is(err, syscall.ECONNREFUSED):
		return &Error{Kind: Connect, Reason: "nobody listens there"}
	case !errors.As(err, &op) || op.Op != "dial":
		return nil
	case op.Timeout():
		return &Error{Kind: Connect, Reason: "no connection in time"}
	default:
		return &Error{Kind: Connect, Reason: "no connection"}
	}
}

func securing(err error) *Error {
	reason := "no secure connection"
	switch {
	case errors.As(err, &x509.HostnameError{}):
		reason = "the certificate is for another host"
	case errors.As(err, &x509.UnknownAuthorityError{}):
		reason = "the certificate is from nobody whom this machine trusts"
	case errors.As(err, &x509.CertificateInvalidError{}):
		reason = "the certificate is not valid"
	case errors.As(err, &tls.RecordHeaderError{}):
		reason = "the server does not speak https"
	case !isTLS(err):
		return nil
	}
	return &Error{Kind: TLS, Reason: reason}
}

// isTLS finds the errors of crypto/tls, most of which have no type.
func isTLS(err error) bool {
	certificate, op := &tls.CertificateVerificationError{}, &net.OpError{}
	if errors.As(err, &certificate) {
		return true
	}
	if errors.As(err, &op) && (op.Op == "remote error" || op.Op == "local error") {
		return true
	}
	return strings.HasPrefix(err.Error(), "tls: ") || strings.HasPrefix(err.Error(), "x509: ")
}

// tooLarge finds the two errors about a header, which have no type.
func tooLarge(err error) *Error {
	if text := err.Error(); !strings.Contains(text, "response headers exceeded") && !strings.Contains(text, "header list larger") {
		return nil
	}
	return &Error{Kind: TooLarge, Reason: "the header of the answer is too large"}
}

func late(err error) *Error {
	var timed interface{ Timeout() bool }
	if !errors.Is(err, context.DeadlineExceeded) && !(errors.As(err, &timed) && timed.Timeout()) {
		return nil
	}
	return &Error{Kind: Timeout, Reason: "no complete answer in time"}
}
