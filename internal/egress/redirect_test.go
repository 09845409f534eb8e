package egress

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// seen are the requests that a server got, bodies included.
type seen struct {
	mu       sync.Mutex
	requests []string
	headers  []http.Header
}

func (s *seen) add(r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests = append(s.requests, strings.TrimSpace(r.Method+" "+r.URL.RequestURI()+" "+string(body)))
	s.headers = append(s.headers, r.Header)
}

// moved answers with a redirect.
func moved(status int, to string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", to)
		w.WriteHeader(status)
	}
}

func TestRow99SecretsAndBodiesStayWithTheirOrigin(t *testing.T) {
	t.Parallel()
	for _, status := range []int{301, 302, 303, 307, 308} {
		t.Run(strconv.Itoa(status), func(t *testing.T) {
			t.Parallel()
			other := &seen{}
			elsewhere := serve(t, func(_ http.ResponseWriter, r *http.Request) { other.add(r) })
			crm := serve(t, moved(status, elsewhere+"/taken"))
			c := clientFor(t, crm, elsewhere)
			r := Request{
				Method: http.MethodPost, URL: crm + "/customers", Body: []byte("canary"), Bound: []string{"x-tenant"},
				Header: http.Header{
					"Authorization": {"canary"}, "Cookie": {"canary"}, "X-Api-Key": {"canary"}, "X-Access-Token": {"canary"},
					"Client_secret": {"canary"}, "X-Session": {"canary"}, "X-Password": {"canary"}, "X-Tenant": {"canary"},
					"X-Language": {"fr"}, "Content-Type": {"application/json"}, "Idempotency-Key": {"canary"},
				},
			}
			_, err := c.Do(t.Context(), r)
			if status >= 307 {
				require.Equal(t, Redirect, kindOf(t, err))
				require.Empty(t, other.requests)
				r.Method, r.Body = http.MethodGet, nil
				_, err = c.Do(t.Context(), r)
			}
			require.NoError(t, err)
			require.Equal(t, []string{"GET /taken"}, other.requests)
			require.NotContains(t, fmt.Sprint(other.headers), "canary")
			require.Equal(t, "fr", other.headers[0].Get("X-Language"))
			require.Empty(t, other.headers[0].Get("Referer"))
			if status < 307 {
				require.Empty(t, other.headers[0].Get("Content-Type"))
			}
		})
	}
}

func TestWhatWasDroppedDoesNotComeBackWithTheWay(t *testing.T) {
	t.Parallel()
	home, back := &seen{}, ""
	elsewhere := serve(t, func(w http.ResponseWriter, r *http.Request) { moved(302, back)(w, r) })
	crm := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if home.add(r); r.URL.Path == "/" {
			moved(302, elsewhere)(w, r)
		}
	})
	back = crm + "/again"
	_, err := clientFor(t, crm, elsewhere).Do(t.Context(), Request{URL: crm + "/", Header: http.Header{"X-Api-Key": {"canary"}}})
	require.NoError(t, err)
	require.Equal(t, "canary", home.headers[0].Get("X-Api-Key"))
	require.Empty(t, home.headers[1].Get("X-Api-Key"))
}

func TestARedirectWithinTheOriginKeepsWhatItMay(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		status      int
		method      string
		want        string
		withContent bool
	}{
		{301, "POST", "GET /b", false},
		{302, "POST", "GET /b", false},
		{303, "POST", "GET /b", false},
		{303, "PUT", "GET /b", false},
		{303, "HEAD", "HEAD /b", true},
		{302, "GET", "GET /b {}", true},
		{302, "PUT", "PUT /b {}", true},
		{301, "DELETE", "DELETE /b {}", true},
		{307, "POST", "POST /b {}", true},
		{308, "PATCH", "PATCH /b {}", true},
	} {
		t.Run(fmt.Sprint(tt.status, tt.method), func(t *testing.T) {
			t.Parallel()
			s := &seen{}
			url := serve(t, func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/a" {
					moved(tt.status, "b")(w, r)
					return
				}
				s.add(r)
			})
			body := []byte("{}")
			if tt.method == "HEAD" {
				body = nil
			}
			answer, err := clientFor(t, url).Do(t.Context(), Request{
				Method: tt.method, URL: url + "/a", Body: body,
				Header: http.Header{"Content-Type": {"application/json"}, "Authorization": {"canary"}},
			})
			require.NoError(t, err)
			require.Equal(t, 200, answer.Status)
			require.Equal(t, []string{tt.want}, s.requests)
			require.Equal(t, "canary", s.headers[0].Get("Authorization"))
			require.Equal(t, tt.withContent, s.headers[0].Get("Content-Type") != "")
		})
	}
}

func TestRow97ARedirectLeadsNowhereInside(t *testing.T) {
	t.Parallel()
	inside := &seen{}
	hidden := serve(t, func(_ http.ResponseWriter, r *http.Request) { inside.add(r) })
	// Only the asked server's own address is open: the other one listens on the same machine, on a port that is allowed.
	for _, to := range []string{
		strings.Replace(hidden, "127.0.0.1", "127.0.0.2", 1),
		strings.Replace(hidden, "127.0.0.1", "[::ffff:127.0.0.2]", 1),
		strings.Replace(hidden, "127.0.0.1", "2130706434", 1),
		strings.Replace(hidden, "127.0.0.1", "127.2", 1),
		strings.Replace(hidden, "127.0.0.1", "localhost", 1),
		strings.Replace(hidden, "127.0.0.1", "[64:ff9b::7f00:2]", 1),
		strings.Replace(hidden, "http://", "http://user:pass@", 1),
		strings.Replace(hidden, "http://", "ftp://", 1),
		"http://169.254.169.254/latest/meta-data/", "//169.254.169.254/", "http://metadata.google.internal/", "file:///etc/passwd",
		"http://127.0.0.1:22/", "gopher://127.0.0.1:11211/_stats",
	} {
		crm := serve(t, moved(302, to))
		p := Policy{Addresses: []netip.Prefix{hostPrefix("127.0.0.1")}, Now: newWatch().Now, Ports: []uint16{portOf(t, crm), portOf(t, hidden)}}
		c := New(p)
		_, err := get(t, c, crm+"/")
		require.Equalf(t, Denied, kindOf(t, err), "%s", to)
		require.Contains(t, err.Error(), "after a redirect")
		c.Close()
	}
	require.Empty(t, inside.requests)
}

func TestARedirectToNoURLIsAnError(t *testing.T) {
	t.Parallel()
	for _, to := range []string{"http://[::1", "http://%zz/", "\\\\host", ":", "http://a b/", "/" + strings.Repeat("x", maxURL)} {
		c := New(Policy{Now: newWatch().Now, Transport: transport(func(r *http.Request) (*http.Response, error) {
			if r.URL.Path != "/a" {
				return canned(200, ""), nil
			}
			return canned(302, "", "Location", to), nil
		})})
		answer, err := get(t, c, "http://crm.example/a")
		if to == "\\\\host" { // a path, as the parser reads it, of the same host
			require.NoError(t, err)
			require.Equal(t, 200, answer.Status)
			continue
		}
		require.Equalf(t, Redirect, kindOf(t, err), "%q", to)
	}
}

func TestALoopOfRedirectsEnds(t *testing.T) {
	t.Parallel()
	s := &seen{}
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		s.add(r)
		moved(302, "/again")(w, r)
	})
	_, err := get(t, clientFor(t, url), url+"/")
	require.Equal(t, Redirect, kindOf(t, err))
	require.Len(t, s.requests, 6, "the request and five redirects")
}

func TestFiveRedirectsAreFollowed(t *testing.T) {
	t.Parallel()
	left := 5
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if left--; left >= 0 {
			moved(307, "/again")(w, r)
		}
	})
	answer, err := get(t, clientFor(t, url), url+"/")
	require.NoError(t, err)
	require.Equal(t, 200, answer.Status)
}

func TestNoRedirectLeadsFromHTTPSToHTTP(t *testing.T) {
	t.Parallel()
	s := &seen{}
	plain := serve(t, func(_ http.ResponseWriter, r *http.Request) { s.add(r) })
	secure := httptest.NewTLSServer(moved(302, plain))
	t.Cleanup(secure.Close)
	c := clientFor(t, plain, secure.URL)
	trust(c, secure)
	_, err := get(t, c, secure.URL)
	require.Equal(t, Redirect, kindOf(t, err))
	require.Empty(t, s.requests)
}

func TestARedirectThatNamesNoPlaceIsTheAnswer(t *testing.T) {
	t.Parallel()
	for _, status := range []int{300, 301, 302, 304, 307} {
		url := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			if status == 300 || status == 304 {
				w.Header().Set("Location", "/elsewhere")
			}
			w.WriteHeader(status)
		})
		answer, err := get(t, clientFor(t, url), url)
		require.NoError(t, err)
		require.Equal(t, status, answer.Status)
	}
}
