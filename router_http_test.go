package usher_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher"
)

// newHTTPRig is a rig whose workflow makes a request of a service.
func newHTTPRig(t *testing.T, s *service, request usher.HTTPRequest, change func(*usher.Config)) *rig {
	t.Helper()
	g := newRig(t, func(c *usher.Config) {
		c.Workflow = requesting(request)
		c.HTTP = usher.HTTP{Transport: s, Secret: secrets}
		if change != nil {
			change(c)
		}
	})
	s.clock = g.clock
	return g
}

func TestHTTPSavesWhatAnAnswerSays(t *testing.T) {
	t.Parallel()
	for save, want := range map[string]string{
		"response.json.name": "Mia", "response.json.tags[1]": "b", "response.text": `{"name":"Mia","tags":["a","b"],"n":12}`,
		`response.headers["x-id"]`: "7", "string(response.status)": "201", "string(response.json.n)": "12", "response.json.nothing": "",
	} {
		s := &service{respond: always(201, `{"name":"Mia","tags":["a","b"],"n":12}`, "X-Id", "7")}
		g := newHTTPRig(t, s, usher.HTTPRequest{Save: usher.Set{{To: answerVar, Value: save}}}, nil)
		require.Equal(t, "ana", ownerOf(g.say("c1", "m1", "hello")), save)
		require.Equal(t, []string{"then " + want}, texts(g.host.all()), save)
	}
}

func TestHTTPTakesTheExactStatusBeforeItsClassBeforeElse(t *testing.T) {
	t.Parallel()
	say := func(text string) usher.Steps { return usher.Steps{usher.SendMessage{Text: text}} }
	for status, want := range map[int]string{200: "then ", 204: "then ", 302: "else", 404: "not there", 403: "4xx", 500: "5xx", 503: "busy", 304: "else"} {
		s := &service{respond: always(status, "")}
		g := newHTTPRig(t, s, usher.HTTPRequest{Tries: 1, Status: map[string]usher.Steps{
			"404": say("not there"), "4xx": say("4xx"), "5xx": say("5xx"), "503": say("busy"),
		}}, nil)
		g.say("c1", "m1", "hello")
		require.Equal(t, want, texts(g.host.all())[0], status)
	}
}

func TestHTTPFailsOnWhatIsNoAnswer(t *testing.T) {
	t.Parallel()
	json := usher.Set{{To: answerVar, Value: "response.json.name"}}
	for name, test := range map[string]struct {
		url     string
		save    usher.Set
		respond responder
		want    string
		tries   int
	}{
		"no JSON":           {"", json, always(200, "<html>"), "failed", 1},
		"half of JSON":      {"", json, always(200, `{"name":`), "failed", 1},
		"two JSONs":         {"", json, always(200, `{} {}`), "failed", 1},
		"JSON that is deep": {"", json, always(200, strings.Repeat("[", 200)+strings.Repeat("]", 200)), "failed", 1},
		"no JSON, unread":   {"", nil, always(200, "<html>"), "then ", 1},
		"too large":         {"", nil, always(200, strings.Repeat("x", 256<<10+1)), "failed", 1},
		"a broken line":     {"", nil, func(*http.Request, int) (canned, error) { return canned{}, errHTTP }, "failed", 3},
		"a loop":            {"", nil, always(302, "", "Location", "/again"), "failed", 6},
		"loopback":          {"http://127.0.0.1/x", nil, always(200, ""), "failed", 0},
		"metadata":          {"http://169.254.169.254/latest", nil, always(200, ""), "failed", 0},
		"another port":      {"https://crm.example:8443/x", nil, always(200, ""), "failed", 0},
		"a redirect inside": {"", nil, always(302, "", "Location", "http://10.0.0.1/"), "failed", 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := &service{respond: test.respond}
			g := newHTTPRig(t, s, usher.HTTPRequest{URL: test.url, Save: test.save}, nil)
			g.say("c1", "m1", "hello")
			for range 4 {
				g.clock.Advance(time.Minute)
				g.wake()
			}
			require.Equal(t, test.want, texts(g.host.all())[0])
			require.Len(t, s.requests(), test.tries)
			trace, err := g.router.Explain(t.Context(), "c1")
			require.NoError(t, err)
			require.NotContains(t, trace.Explain(), "hunter2")
		})
	}
}

func TestHTTPEscapesValuesForTheirPlace(t *testing.T) {
	t.Parallel()
	const nasty = `a/b?c=d&e#f "g" ` + "\r\nX-Evil: 1" + ` {{ 1 }} secret:crm_token ü`
	s := &service{respond: always(200, "")}
	g := newHTTPRig(t, s, usher.HTTPRequest{
		URL: "https://crm.example/c/{{ message.text }}?q={{ message.text }}", Query: map[string]string{"more": "x{{ message.text }}"},
		JSON: map[string]any{"text": "<{{ message.text }}>", "whole": "{{ message.text }}", "n": "{{ contact.conversations }}", "list": []any{true, nil, 1.5}},
	}, nil)
	g.say("c1", "m1", nasty)
	require.Len(t, s.requests(), 1)
	r := s.requests()[0]
	require.Equal(t, "POST", r.Method)
	require.Equal(t, "crm.example", r.URL.Host)
	require.Equal(t, "/c/"+nasty, r.URL.Path)
	require.Equal(t, []string{nasty}, r.URL.Query()["q"])
	require.Equal(t, []string{"x" + nasty}, r.URL.Query()["more"])
	require.Len(t, r.URL.Query(), 2)
	var body map[string]any
	require.NoError(t, json.Unmarshal([]byte(s.bodies[0]), &body))
	require.Equal(t, map[string]any{"text": "<" + nasty + ">", "whole": nasty, "n": 0.0, "list": []any{true, nil, 1.5}}, body)
	require.Equal(t, "application/json", r.Header.Get("Content-Type"))
	require.Empty(t, r.Header.Get("X-Evil"))
}

func TestHTTPEscapesValuesInBodiesThatAreWrittenOut(t *testing.T) {
	t.Parallel()
	const nasty = `"}, "admin": true, {"a": "&b=c`
	for kind, test := range map[string]struct{ body, want string }{
		"":                                  {`{"text": "{{ message.text }}"}`, `{"text": "\"}, \"admin\": true, {\"a\": \"\u0026b=c"}`},
		"application/json":                  {`{"text": {{ message.text }}}`, `{"text": "\"}, \"admin\": true, {\"a\": \"\u0026b=c"}`},
		"application/x-www-form-urlencoded": {`text={{ message.text }}`, `text=%22%7D%2C+%22admin%22%3A+true%2C+%7B%22a%22%3A+%22%26b%3Dc`},
		"text/plain":                        {`text={{ message.text }}`, "text=" + nasty},
	} {
		s := &service{respond: always(200, "")}
		request := usher.HTTPRequest{Body: test.body}
		if kind != "" {
			request.Headers = map[string]string{"content-type": kind}
		}
		g := newHTTPRig(t, s, request, nil)
		g.say("c1", "m1", nasty)
		require.Equal(t, []string{test.want}, s.bodies, kind)
	}
}

func TestHTTPCannotBeLedToAnotherAddressByAValue(t *testing.T) {
	t.Parallel()
	for value, led := range map[string]bool{"..": true, ".": true, "": true, "...": false, "a..b": false, "%2e%2e": false, "../x": false, "//evil.example": false} {
		s := &service{respond: always(200, "")}
		g := newHTTPRig(t, s, usher.HTTPRequest{URL: "https://crm.example/c/{{ message.text }}/orders"}, nil)
		g.say("c1", "m1", value)
		if led {
			require.Empty(t, s.requests(), "%q", value)
			require.Equal(t, "failed", texts(g.host.all())[0], "%q", value)
			continue
		}
		require.Len(t, s.requests(), 1, "%q", value)
		require.Equal(t, "crm.example", s.requests()[0].URL.Host)
		require.Equal(t, "/c/"+value+"/orders", s.requests()[0].URL.Path)
	}
}

func TestHTTPDoesNotLetAValueBreakAHeader(t *testing.T) {
	t.Parallel()
	s := &service{respond: always(200, "")}
	g := newHTTPRig(t, s, usher.HTTPRequest{Headers: map[string]string{"X-Text": "{{ message.text }}"}}, nil)
	g.say("c1", "m1", "one\ntwo")
	require.Empty(t, s.requests())
	require.Equal(t, "failed", texts(g.host.all())[0])
	g.say("c2", "m1", "one two")
	require.Equal(t, "one two", s.requests()[0].Header.Get("X-Text"))
}

// Row 107 and row 104: secrets are resolved when the call is made, and are nowhere else.
func TestHTTPResolvesSecretsAndShowsThemNowhere(t *testing.T) {
	t.Parallel()
	request := usher.HTTPRequest{
		URL: "https://crm.example/x", Headers: map[string]string{"Authorization": "Bearer secret:crm_token"},
		Query: map[string]string{"key": "secret:crm_token"}, JSON: map[string]any{"token": "secret:crm_token", "said": "{{ message.text }}"},
		Save: usher.Set{{To: answerVar, Value: "response.text"}},
	}
	for name, respond := range map[string]responder{
		"answered": always(200, "fine"), "refused": always(401, "no"),
		"broken": func(*http.Request, int) (canned, error) { return canned{}, errHTTP },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := &service{respond: respond}
			g := newHTTPRig(t, s, request, nil)
			outcome := g.say("c1", "m1", "my secret:crm_token is out")
			r := s.requests()[0]
			require.Equal(t, "Bearer hunter2", r.Header.Get("Authorization"))
			require.Equal(t, "hunter2", r.URL.Query().Get("key"))
			require.JSONEq(t, `{"token":"hunter2","said":"my secret:crm_token is out"}`, s.bodies[0], "a contact cannot name one")
			trace, err := g.router.Explain(t.Context(), "c1")
			require.NoError(t, err)
			for what, shown := range map[string]string{
				"outcome": outcome.Explain(), "trace": trace.Explain(), "state": g.kept("c1"), "effects": strings.Join(g.host.set(), "\n"),
			} {
				require.NotContains(t, shown, "hunter2", what)
			}
		})
	}
}

func TestHTTPFailsWithoutItsSecretAndDoesNotSayWhy(t *testing.T) {
	t.Parallel()
	s := &service{respond: always(200, "")}
	request := usher.HTTPRequest{Headers: map[string]string{"Authorization": "secret:other"}, Tries: 1}
	g := newHTTPRig(t, s, request, nil)
	outcome := g.say("c1", "m1", "hello")
	require.Equal(t, "failed", texts(g.host.all())[0])
	require.Contains(t, outcome.Explain(), `the secret "other" cannot be resolved`)
	require.NotContains(t, outcome.Explain(), "hunter3")

	g = newHTTPRig(t, s, request, func(c *usher.Config) { c.HTTP.Secret = nil })
	require.Contains(t, g.say("c1", "m1", "hello").Explain(), "the host has no HTTP.Secret")
	require.Empty(t, s.requests())
}

// Row 104.
func TestHTTPShowsNoPrivateValue(t *testing.T) {
	t.Parallel()
	s := &service{respond: always(200, `{"pin":"4711-new"}`)}
	g := newHTTPRig(t, s, usher.HTTPRequest{}, func(c *usher.Config) {
		request := usher.HTTPRequest{
			URL: "https://crm.example/p/{{ pin }}", Query: map[string]string{"pin": "{{ pin }}"}, Headers: map[string]string{"X-Pin": "{{ pin }}"},
			JSON: map[string]any{"pin": "{{ pin }}"}, Save: usher.Set{{To: codeVar, Value: "response.json.pin"}},
		}
		w := requesting(request)
		w.Steps = append(usher.Steps{usher.AskQuestion{Text: "Your PIN?", SaveTo: codeVar}}, w.Steps...)
		c.Workflow = w
	})
	g.say("c1", "m1", "hello")
	outcome := g.say("c1", "m2", "4711")
	require.Equal(t, "/p/4711", s.requests()[0].URL.Path)
	require.Equal(t, "4711-new", g.view("c1").Variables["pin"])
	trace, err := g.router.Explain(t.Context(), "c1")
	require.NoError(t, err)
	require.NotContains(t, outcome.Explain()+trace.Explain()+fmt.Sprint(outcome), "4711")
}
