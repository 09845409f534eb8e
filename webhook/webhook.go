package webhook

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"
)

// What a caller can tell apart with errors.Is. The text of the error says more, and is safe to log.
var (
	// ErrSignature is returned by [Verifier.Verify] for a request that its provider has not signed: the signature is
	// missing, malformed or wrong.
	ErrSignature = errors.New("webhook: not signed by the provider")
	// ErrExpired is returned by [Verifier.Verify] for a request that is signed, but too old or too far ahead of now: it is
	// replayed, or one of the two clocks is wrong.
	ErrExpired = errors.New("webhook: signed at another time")
	// ErrTooLarge is returned by [Read] for a body above the limit.
	ErrTooLarge = errors.New("webhook: the body is too large")
	// ErrConfig is returned by [Verifier.Verify] when it cannot verify anything: a secret is blank, missing or malformed.
	ErrConfig = errors.New("webhook: not set up")
)

const (
	// DefaultLimit is how many bytes [Read] takes unless told otherwise: 1 MiB.
	DefaultLimit = 1 << 20
	// DefaultWindow is how far a signed time may be from now, before or after, unless a verifier says otherwise.
	DefaultWindow = 5 * time.Minute
)

// A Verifier knows whether a request comes from its provider.
//
// Verify takes the header as net/http reads it, the body as [Read] returns it, and the time at which it came. It returns
// nil only for what is signed with one of the verifier's secrets, else an error that is one of [ErrSignature],
// [ErrExpired] and [ErrConfig]. It keeps nothing, changes nothing, and may be called at once from many goroutines. Secrets
// and signatures are compared in constant time.
type Verifier interface {
	Verify(header http.Header, body []byte, now time.Time) error
}

// Read returns the body of a request as it came. More than limit bytes are [ErrTooLarge], and the connection is closed
// after the answer; a limit of zero or less is [DefaultLimit]. Another error is the connection's.
func Read(w http.ResponseWriter, r *http.Request, limit int64) ([]byte, error) {
	if limit <= 0 {
		limit = DefaultLimit
	}
	if r.Body == nil {
		return []byte{}, nil
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, limit))
	if _, large := errors.AsType[*http.MaxBytesError](err); large {
		return nil, fmt.Errorf("%w: more than %d bytes", ErrTooLarge, limit)
	}
	if err != nil {
		return nil, fmt.Errorf("webhook: read the body: %w", err)
	}
	return body, nil
}

// Status is the HTTP status that answers an error of this package: 413 for [ErrTooLarge], 401 for [ErrSignature] and
// [ErrExpired], 500 for [ErrConfig], 400 for any other, and 200 for nil.
func Status(err error) int {
	switch {
	case err == nil:
		return http.StatusOK
	case errors.Is(err, ErrTooLarge):
		return http.StatusRequestEntityTooLarge
	case errors.Is(err, ErrSignature), errors.Is(err, ErrExpired):
		return http.StatusUnauthorized
	case errors.Is(err, ErrConfig):
		return http.StatusInternalServerError
	default:
		return http.StatusBadRequest
	}
}
