package egress

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// watch is a clock that stands still until it is told.
type watch struct {
	mu  sync.Mutex
	now time.Time
}

func newWatch() *watch { return &watch{now: time.Date(2026, 5, 4, 9, 0, 0, 0, time.UTC)} }

func (w *watch) Now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

func (w *watch) pass(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = w.now.Add(d)
}

// loopback is what tests open: their servers live there.
var loopback = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")}

// serve starts a server on this machine, and returns its URL.
func serve(t *testing.T, handler http.HandlerFunc) string {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server.URL
}

func portOf(t *testing.T, rawURL string) uint16 {
	t.Helper()
	u, err := url.Parse(rawURL)
	require.NoError(t, err)
	port, err := strconv.ParseUint(u.Port(), 10, 16)
	require.NoError(t, err)
	return uint16(port)
}

// clientFor returns a client that may ask servers on this machine.
func clientFor(t *testing.T, urls ...string) *Client {
	t.Helper()
	p := Policy{Addresses: loopback, Now: newWatch().Now}
	for _, u := range urls {
		p.Ports = append(p.Ports, portOf(t, u))
	}
	c := New(p)
	t.Cleanup(c.Close)
	return c
}

// get asks with the default limits; a failure of a server that does its part ends it long before the test.
func get(t *testing.T, c *Client, rawURL string) (*Answer, error) {
	t.Helper()
	return c.Do(t.Context(), Request{URL: rawURL})
}

// kindOf is the kind of an error, which is always an *Error.
func kindOf(t *testing.T, err error) Kind {
	t.Helper()
	failure := &Error{}
	require.ErrorAs(t, err, &failure)
	return failure.Kind
}

// transport is a transport in a few words.
type transport func(*http.Request) (*http.Response, error)

func (f transport) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// canned answers a request without a network.
func canned(status int, body string, header ...string) *http.Response {
	recorder := httptest.NewRecorder()
	for i := 0; i < len(header); i += 2 {
		recorder.Header().Add(header[i], header[i+1])
	}
	recorder.WriteHeader(status)
	_, _ = recorder.WriteString(body)
	return recorder.Result()
}

var errBroken = errors.New("read: connection reset by peer")

// trust makes a client believe the certificate of a test server.
func trust(c *Client, server *httptest.Server) {
	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate())
	c.own.TLSClientConfig = &tls.Config{RootCAs: roots}
}

// hostPrefix holds one address.
func hostPrefix(address string) netip.Prefix {
	a := netip.MustParseAddr(address)
	return netip.PrefixFrom(a, a.BitLen())
}
