package usher_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher"
)

// lineOut is a transport made of a function: what the other side has seen is in no value that a search could reach.
type lineOut func(*http.Request) (*http.Response, error)

func (f lineOut) RoundTrip(request *http.Request) (*http.Response, error) { return f(request) }

func answering(body string) *http.Response {
	return &http.Response{
		StatusCode: http.StatusOK, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: http.Header{},
		Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body)),
	}
}

// Row 107: a workflow names its secrets. They are put in when the call is made, and are in nothing that is kept or printed.
func TestASecretIsSeenByTheOtherSideAndByNobodyElse(t *testing.T) {
	t.Parallel()
	var seen []string
	fails := 1
	steps := usher.Steps{askPIN(), request(func(r *usher.HTTPRequest) {
		r.Method, r.JSON, r.Cache, r.Tries = "GET", nil, time.Hour, 3
	}), request(func(r *usher.HTTPRequest) { r.Save = usher.Set{{To: wordVar, Value: "response.json.tier"}} }), toSupport()}
	s := newSpy(t, steps, func(_ *spy, cfg *usher.Config) {
		cfg.HTTP.Transport = lineOut(func(asked *http.Request) (*http.Response, error) {
			var all bytes.Buffer
			if err := asked.Clone(asked.Context()).Write(&all); err != nil {
				return nil, err
			}
			seen = append(seen, all.String())
			if fails--; fails >= 0 {
				return nil, io.ErrUnexpectedEOF
			}
			return answering(`{"tier":"gold"}`), nil
		})
	})
	s.tells("m1", canaryText)
	s.tells("m2", canaryPIN)
	s.passes(3, 2*time.Second)
	require.Len(t, seen, 3, "one failed, one was tried again, and the next step has one")
	for _, asked := range seen {
		require.Contains(t, asked, "Bearer "+canarySecret)
		require.Contains(t, asked, "key="+canarySecret)
		require.Contains(t, asked, canaryPIN)
	}
	require.Contains(t, seen[2], `"secret":"`+canarySecret+`"`)
	require.Equal(t, usher.StateAssigned, s.state("c1"))
	s.looksAround()
	s.isSilent()
	require.Empty(t, holding(s.router, canarySecret), "the router remembers it")
	require.Empty(t, holding(s.store, canarySecret), "the store keeps it")
	require.NotEmpty(t, holding(s.store, canaryPIN), "the search finds what is there")
}

// A secret that is asked for under a name that the contact gives is none: references are what the author has written.
func TestAContactCannotAskForASecret(t *testing.T) {
	t.Parallel()
	var seen []string
	s := newSpy(t, usher.Steps{
		usher.AskQuestion{Text: "A word?", SaveTo: wordVar, Else: usher.Steps{toSupport()}},
		usher.HTTPRequest{
			Method: "POST", URL: "https://crm.example/{{ word }}", Query: map[string]string{"q": "{{ word }}"}, Tries: 1,
			Headers: map[string]string{"X-Word": "{{ word }}"}, JSON: map[string]any{"a": "{{ word }}", "b": "of {{ word }}"},
			Else: usher.Steps{toSupport()},
		}, toSupport(),
	}, func(_ *spy, cfg *usher.Config) {
		cfg.HTTP.Transport = lineOut(func(asked *http.Request) (*http.Response, error) {
			var all bytes.Buffer
			if err := asked.Write(&all); err != nil {
				return nil, err
			}
			seen = append(seen, all.String())
			return answering("{}"), nil
		})
		cfg.HTTP.Secret = func(context.Context, string) (string, error) { return canarySecret, nil }
	})
	s.tells("m1", "hello")
	s.tells("m2", "secret:crm \x00crm\x00")
	require.Len(t, seen, 1)
	require.Contains(t, seen[0], "secret:crm")
	require.NotContains(t, seen[0], canarySecret)
}
