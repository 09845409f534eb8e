package egress

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

func TestARequestArrivesAsItWasMeant(t *testing.T) {
	t.Parallel()
	s := &seen{}
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		s.add(r)
		w.Header().Set("Set-Cookie", "a=b")
		w.WriteHeader(http.StatusCreated)
		_, _ = w.Write([]byte("made"))
	})
	c := clientFor(t, url)
	r := Request{
		Method: "POST", URL: url + "/a%2Fb?q=1&q=%26#x", Body: []byte("{}"),
		Header: http.Header{"content-type": {"application/json"}, "X-Two": {"a", "b"}},
	}
	for range 2 {
		answer, err := c.Do(t.Context(), r)
		require.NoError(t, err)
		require.Equal(t, 201, answer.Status)
		require.Equal(t, "made", string(answer.Body))
	}
	require.Equal(t, "POST /a%2Fb?q=1&q=%26 {}", s.requests[0])
	require.Equal(t, "application/json", s.headers[0].Get("Content-Type"))
	require.Equal(t, []string{"a", "b"}, s.headers[0]["X-Two"])
	require.Equal(t, "usher", s.headers[0].Get("User-Agent"))
	require.Empty(t, s.headers[1].Get("Cookie"), "no answer sets a cookie")
	require.Equal(t, http.Header{"content-type": {"application/json"}, "X-Two": {"a", "b"}}, r.Header)
}

func TestNothingIsSentOfARequestThatIsDenied(t *testing.T) {
	t.Parallel()
	crm := &switchboard{status: 200}
	c := New(Policy{Transport: crm, Now: newWatch().Now})
	for _, r := range []Request{
		{URL: "https://127.0.0.1/"},
		{URL: "https://crm.example:8080/"},
		{URL: "https://crm.example/", Method: "CONNECT"},
		{URL: "https://crm.example/", Method: "TRACE"},
		{URL: "https://crm.example/", Method: "get"},
		{URL: "https://crm.example/", Method: "GET / HTTP/1.1\r\nX:"},
		{URL: "https://crm.example/", Header: http.Header{"host": {"evil.example"}}},
		{URL: "https://crm.example/", Header: http.Header{"X-A": {"ok", "a\r\nb: c"}}},
		{URL: "https://crm.example/", Header: http.Header{"X-A\r\nB": {"c"}}},
	} {
		_, err := c.Do(t.Context(), r)
		require.Equalf(t, Denied, kindOf(t, err), "%v", r)
	}
	require.Zero(t, crm.calls)
}

func TestATransportOfTheHostGetsItsContextAsItIs(t *testing.T) {
	t.Parallel()
	ctx := context.WithValue(t.Context(), watch{}, "simulated")
	c := New(Policy{Now: newWatch().Now, Transport: transport(func(r *http.Request) (*http.Response, error) {
		require.Equal(t, ctx, r.Context())
		_, limited := r.Context().Deadline()
		require.False(t, limited)
		return &http.Response{StatusCode: http.StatusNoContent}, nil
	})})
	answer, err := c.Do(ctx, Request{URL: "https://crm.example/", Timeout: time.Nanosecond})
	require.NoError(t, err)
	require.Equal(t, 204, answer.Status)
	c.Close()

	c = New(Policy{Now: newWatch().Now, Transport: transport(func(*http.Request) (*http.Response, error) { return nil, nil })}) //nolint:nilnil // a broken one
	_, err = c.Do(ctx, Request{URL: "https://crm.example/"})
	require.Equal(t, Broken, kindOf(t, err))
}

func TestErrorsOfATransportHaveAKind(t *testing.T) {
	t.Parallel()
	dial := func(err error) error { return &net.OpError{Op: "dial", Net: "tcp", Err: err} }
	for _, tt := range []struct {
		err  error
		kind Kind
	}{
		{context.DeadlineExceeded, Timeout},
		{os.ErrDeadlineExceeded, Timeout},
		{fmt.Errorf("stub: %w", syscall.ECONNREFUSED), Connect},
		{dial(os.ErrDeadlineExceeded), Connect},
		{dial(errors.New("no route")), Connect},
		{dial(&net.DNSError{IsNotFound: true}), DNS},
		{&net.DNSError{IsTimeout: true}, DNS},
		{&url.Error{Op: "Get", URL: "https://canary/", Err: &net.DNSError{}}, DNS},
		{fmt.Errorf("stub: %w", syscall.ECONNRESET), Broken},
		{&net.OpError{Op: "remote error", Err: errors.New("tls: handshake failure")}, TLS},
		{errors.New("tls: first record does not look like a TLS handshake"), TLS},
		{errors.New("x509: canary"), TLS},
		{fmt.Errorf("proxy: %w", denied("", "not for you")), Denied},
		{fmt.Errorf("proxy: %w", &Error{Kind: TooLarge, Reason: "large"}), TooLarge},
		{errors.New("canary"), Broken},
		{context.Canceled, Broken}, // by the transport, not by the caller
	} {
		c := New(Policy{Now: newWatch().Now, Transport: &switchboard{err: tt.err}})
		_, err := get(t, c, "https://crm.example/")
		require.Equalf(t, tt.kind, kindOf(t, err), "%v", tt.err)
		require.NotContains(t, err.Error(), "canary")
		require.True(t, strings.HasPrefix(err.Error(), "crm.example: "+string(tt.kind)+": "), "%s", err)
	}
}

func TestRow104NoErrorHoldsWhatWasAskedOrAnswered(t *testing.T) {
	t.Parallel()
	echo := func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/canary/redirect":
			moved(302, "https://canary.example:1/canary")(w, r)
		case "/canary/hangup":
			panic(http.ErrAbortHandler)
		case "/canary/large":
			endless(w, r)
		case "/canary/loop":
			moved(302, "/canary/loop?canary")(w, r)
		case "/canary/odd":
			moved(302, "http://canary%zz/")(w, r)
		}
	}
	crm := serve(t, echo)
	c := clientFor(t, crm)
	header := func(name, value string) http.Header { return http.Header{name: {value}, "Authorization": {"canary"}} }
	requests := []Request{
		{URL: "canary"}, {URL: "https://canary:canary@crm.example/"}, {URL: "https://crm.example/%zzcanary"}, {URL: "http://[canary]/"},
		{URL: "canary://crm.example/"}, {URL: "https://crm.example:canary/"}, {URL: "https://(canary)/"}, {URL: "https://%63anary\u00e9/"},
		{URL: "https://127.0.0.1:1/canary?canary#canary"}, {URL: "https://169.254.169.254/canary"}, {URL: "http://crm.example/canary\r\n"},
		{URL: crm + "/canary", Method: "canary"}, {URL: crm + "/canary", Header: header("X-A", "canary\n")},
		{URL: crm + "/canary", Header: header("canary\n", "x")}, {URL: crm + "/canary", Header: header("Proxy-Canary", "canary")},
		{URL: "http://127.0.0.1:" + strconv.Itoa(int(c.guard.ports[2])) + "/canary/../canary"},
		{URL: strings.Replace(crm, "http:", "https:", 1) + "/canary"},
	}
	for _, path := range []string{"redirect", "hangup", "large", "loop", "odd"} {
		requests = append(requests, Request{URL: crm + "/canary/" + path + "?canary", Header: header("X-A", "canary"), Method: "POST", Body: []byte("canary")})
	}
	for _, r := range requests {
		_, err := c.Do(t.Context(), r)
		require.Errorf(t, err, "%+v", r)
		var logged strings.Builder
		slog.New(slog.NewJSONHandler(&logged, nil)).InfoContext(t.Context(), "failed", slog.Any("error", err))
		text := fmt.Sprintf("%v %+v %#v %q %s", err, err, err, err, logged.String())
		require.NotContains(t, strings.ToLower(text), "canary", "%+v", r)
	}
}

func TestManyMayAskAtOnce(t *testing.T) {
	t.Parallel()
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/3" {
			w.WriteHeader(http.StatusBadGateway)
		}
	})
	c := clientFor(t, url)
	var group sync.WaitGroup
	for i := range 64 {
		group.Go(func() {
			for n := range 8 {
				_, err := c.Do(t.Context(), Request{URL: url + "/" + strconv.Itoa((i+n)%8), Cache: time.Minute, StaleIfError: time.Hour})
				failure := &Error{}
				if err != nil && (!errors.As(err, &failure) || failure.Kind != CircuitOpen) {
					t.Errorf("%v", err)
				}
				if n == 4 {
					c.Forget()
				}
			}
		})
	}
	group.Wait()
}

func TestNewStartsNothing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(*testing.T) { // which fails if a goroutine is left
		c := New(Policy{})
		c.Close()
		c.Forget()
	})
}
