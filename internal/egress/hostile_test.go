package egress

import (
	"bufio"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

// wired is a client whose connections end at a server of the test's own, without a network: in a synctest bubble their time is
// the bubble's.
func wired(t *testing.T, server func(net.Conn)) *Client {
	t.Helper()
	c := New(Policy{Now: time.Now})
	c.own.DialContext = func(context.Context, string, string) (net.Conn, error) {
		ours, theirs := net.Pipe()
		go func() {
			defer func() { _ = theirs.Close() }()
			if _, err := http.ReadRequest(bufio.NewReader(theirs)); err == nil {
				server(theirs)
			}
		}()
		return ours, nil
	}
	t.Cleanup(c.Close)
	return c
}

// drip writes a text, a byte a minute, until nobody listens any more.
func drip(conn net.Conn, text string) {
	for i := range len(text) {
		if _, err := conn.Write([]byte{text[i]}); err != nil {
			return
		}
		time.Sleep(time.Minute)
	}
}

func TestRow98AServerThatHoldsTheConnectionEndsWithTheTimeOfTheTry(t *testing.T) {
	t.Parallel()
	const head = "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"
	for name, server := range map[string]func(net.Conn){
		"says nothing":       func(conn net.Conn) { _, _ = io.Copy(io.Discard, conn) },
		"drips its header":   func(conn net.Conn) { drip(conn, head+"x") },
		"drips its body":     func(conn net.Conn) { _, _ = io.WriteString(conn, head); drip(conn, strings.Repeat("x", 1000)) },
		"drips its redirect": func(conn net.Conn) { drip(conn, "HTTP/1.1 302 Found\r\nLocation: /\r\n\r\n") },
		"drips the body of redirect": func(conn net.Conn) {
			_, _ = io.WriteString(conn, "HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 1000\r\n\r\n")
			drip(conn, head)
		},
		"goes on continuing": func(conn net.Conn) {
			for {
				if _, err := io.WriteString(conn, "HTTP/1.1 102 Processing\r\n\r\n"); err != nil {
					return
				}
				time.Sleep(time.Second)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				c := wired(t, server)
				for _, limit := range []time.Duration{0, 3 * time.Second} {
					began := time.Now()
					_, err := c.Do(t.Context(), Request{URL: "http://crm.example/", Timeout: limit})
					require.Equal(t, Timeout, kindOf(t, err))
					require.ErrorIs(t, err, context.DeadlineExceeded)
					if limit == 0 {
						limit = 10 * time.Second
					}
					require.Equal(t, limit, time.Since(began))
				}
				early, cancel := context.WithTimeout(t.Context(), time.Second)
				defer cancel()
				began := time.Now()
				_, err := c.Do(early, Request{URL: "http://crm.example/"})
				require.Equal(t, Timeout, kindOf(t, err))
				require.Equal(t, time.Second, time.Since(began), "an earlier end of the context holds")
				time.Sleep(2 * time.Minute) // the servers learn that nobody listens any more
			})
		})
	}
}

func TestACallerWhoGivesUpIsNotKept(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := wired(t, func(conn net.Conn) { _, _ = io.Copy(io.Discard, conn) })
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		_, err := c.Do(ctx, Request{URL: "http://crm.example/"})
		require.Equal(t, Canceled, kindOf(t, err))
		require.ErrorIs(t, err, context.Canceled)
		require.False(t, kindOf(t, err).Transient())
	})
}

func TestWhatIsNotHTTPIsBroken(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"nothing":          "",
		"noise":            "SSH-2.0-OpenSSH_9.9\r\n\r\n",
		"a cut body":       "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nx",
		"a cut chunk":      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nx",
		"a wrong length":   "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
		"two lengths":      "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
		"another protocol": "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n",
		"no gzip":          "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nabcd",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				c := wired(t, func(conn net.Conn) { _, _ = io.WriteString(conn, text) })
				_, err := get(t, c, "http://crm.example/")
				require.Equal(t, Broken, kindOf(t, err))
				require.True(t, kindOf(t, err).Transient())
			})
		})
	}
}

// bomb is 200 MiB of zeros, packed twice over into what a server may send in an instant.
func bomb(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Encoding", "gzip")
	packed := gzip.NewWriter(w)
	zeros := make([]byte, 1<<20)
	for range 200 {
		if _, err := packed.Write(zeros); err != nil {
			return
		}
	}
	_ = packed.Close()
}

func endless(w http.ResponseWriter, _ *http.Request) {
	for {
		if _, err := w.Write(make([]byte, 1<<10)); err != nil {
			return
		}
	}
}

func TestRow98AnAnswerThatIsTooLargeIsNotTaken(t *testing.T) {
	t.Parallel()
	for name, handler := range map[string]http.HandlerFunc{
		"gzip bomb":    bomb,
		"endless body": endless,
		"length said":  func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(make([]byte, 256<<10+1)) },
		"many headers": func(w http.ResponseWriter, _ *http.Request) {
			for i := range 10_000 {
				w.Header().Set(fmt.Sprintf("X-%d", i), "0123456789")
			}
		},
		"one large header": func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("X-Large", strings.Repeat("x", 80<<10)) },
	} {
		for _, http2 := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, HTTP/2 %v", name, http2), func(t *testing.T) {
				t.Parallel()
				server := httptest.NewUnstartedServer(handler)
				server.EnableHTTP2 = http2
				server.StartTLS()
				t.Cleanup(server.Close)
				c := clientFor(t, server.URL)
				trust(c, server)
				_, err := get(t, c, server.URL)
				if http2 && strings.Contains(name, " header") {
					require.Equal(t, Broken, kindOf(t, err), "HTTP/2 takes this for a breach of the protocol")
					return
				}
				require.Equal(t, TooLarge, kindOf(t, err), "%v", err)
				require.False(t, kindOf(t, err).Transient())
			})
		}
	}
}

func TestRow98AHeaderWithoutEndIsTooLarge(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := wired(t, func(conn net.Conn) {
			_, err := io.WriteString(conn, "HTTP/1.1 200 OK\r\nX: ")
			for err == nil {
				_, err = io.WriteString(conn, strings.Repeat("x", 1<<10))
			}
		})
		_, err := get(t, c, "http://crm.example/")
		require.Equal(t, TooLarge, kindOf(t, err))
	})
}

func TestTheLargestAnswerIsTakenWhole(t *testing.T) {
	t.Parallel()
	url := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		packed := gzip.NewWriter(w)
		_, _ = packed.Write(make([]byte, 256<<10))
		_ = packed.Close()
	})
	answer, err := get(t, clientFor(t, url), url)
	require.NoError(t, err)
	require.Len(t, answer.Body, 256<<10)
}

func TestTheStatusOfAHostThatFailsCountsMoreThanItsLongExcuse(t *testing.T) {
	t.Parallel()
	url := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusBadGateway)
		_, _ = w.Write(make([]byte, 1<<20))
	})
	answer, err := get(t, clientFor(t, url), url)
	require.NoError(t, err)
	require.Equal(t, http.StatusBadGateway, answer.Status)
	require.Empty(t, answer.Body)
}

func TestNobodyListensIsAFailureToConnect(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(nil)
	url := server.URL
	server.Close()
	_, err := get(t, clientFor(t, url), url)
	require.Equal(t, Connect, kindOf(t, err))
}

func TestAServerThatCannotProveWhoItIsIsNotAsked(t *testing.T) {
	t.Parallel()
	asked := false
	server := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked = true }))
	server.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelInfo) // it complains about clients that hang up
	t.Cleanup(server.Close)
	_, err := get(t, clientFor(t, server.URL), server.URL)
	require.Equal(t, TLS, kindOf(t, err))
	require.ErrorContains(t, err, "nobody whom this machine trusts")
	require.False(t, asked)

	plain := serve(t, func(http.ResponseWriter, *http.Request) {})
	_, err = get(t, clientFor(t, plain), strings.Replace(plain, "http:", "https:", 1))
	require.Equal(t, TLS, kindOf(t, err))
}
