package egress

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// ownHeaders are those that belong to the connection, and are set by the client alone. Accept-Encoding is one of them because
// who sets it unpacks the answer, and counts what comes out.
var ownHeaders = []string{ //nolint:gochecknoglobals // a table that is only read
	"Host", "Content-Length", "Transfer-Encoding", "Connection", "Upgrade", "Te", "Trailer", "Expect", "Keep-Alive",
	"Http2-Settings", "Accept-Encoding",
}

// CheckHeader says whether a header may be sent: its name is one, is not for the client alone (Host, Content-Length,
// Transfer-Encoding, Connection, Upgrade, Proxy-*, TE, Trailer, Expect, Keep-Alive, HTTP2-Settings, Accept-Encoding), and its
// value has no line break and no other control character. Its error is an *Error of the kind Denied, without the value.
func CheckHeader(name, value string) error {
	if reason := headerReason(name, value); reason != "" {
		return denied("", reason)
	}
	return nil
}

func headerReason(name, value string) string {
	canonical := http.CanonicalHeaderKey(name)
	switch {
	case !isToken(name):
		return "the name of a header has a character that it may not have"
	case slices.Contains(ownHeaders, canonical):
		return "the header " + canonical + " is set by the client alone"
	case strings.HasPrefix(canonical, "Proxy-"):
		return "headers for a proxy are set by the client alone"
	case strings.ContainsFunc(value, func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }):
		return "the value of a header has a line break or another control character"
	}
	return ""
}

// isToken says whether a name is one by RFC 9110, section 5.6.2.
func isToken(name string) bool {
	return name != "" && !strings.ContainsFunc(name, func(r rune) bool {
		letter := 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
		return !letter && !strings.ContainsRune("!#$%&'*+-.^_`|~", r)
	})
}

// maxRetryAfter bounds what a server may ask for.
const maxRetryAfter = 24 * time.Hour

// retryAfter reads a Retry-After: seconds, or an instant as HTTP writes it. It is zero for anything else.
func retryAfter(status int, header http.Header, now time.Time) time.Duration {
	if status != http.StatusTooManyRequests && status != http.StatusServiceUnavailable {
		return 0
	}
	text := strings.TrimSpace(header.Get("Retry-After"))
	if text != "" && strings.Trim(text, "0123456789") == "" {
		seconds, err := strconv.ParseInt(text, 10, 64)
		if err != nil || seconds > int64(maxRetryAfter/time.Second) {
			return maxRetryAfter
		}
		return time.Duration(seconds) * time.Second
	}
	at, err := http.ParseTime(text)
	if err != nil {
		return 0
	}
	return min(max(at.Sub(now), 0), maxRetryAfter)
}
