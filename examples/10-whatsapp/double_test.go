package main

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher"
	"github.com/gousher/usher/webhook"
)

const (
	appSecret   = "app secret"
	verifyToken = "verify token"
	token       = "access token"
	number      = "106540352242922"
)

// cloud is a double of the provider: it signs and posts what contacts do, and takes what is sent as strictly as the provider.
type cloud struct {
	t     *testing.T
	host  *host
	desk  bytes.Buffer
	now   time.Time
	sent  []map[string]any     // what has been accepted
	wrote map[string]time.Time // when a contact wrote last: the window
	fails []failure            // what the next requests meet; zero: nothing
	posts int
}

// failure is an answer of the send API.
type failure struct {
	status, code int
	title        string
}

func newCloud(t *testing.T) *cloud {
	t.Helper()
	c := &cloud{t: t, now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC), wrote: map[string]time.Time{}}
	server := httptest.NewServer(http.HandlerFunc(c.api))
	t.Cleanup(server.Close)
	c.host = &host{
		api: server.URL, number: number, token: token,
		meta: webhook.Meta{Secrets: []string{appSecret}, VerifyTokens: []string{verifyToken}},
		now:  func() time.Time { return c.now }, desk: &c.desk,
	}
	require.NoError(t, c.host.open(usher.NewMemoryStore()))
	return c
}

// post posts a webhook, signed, and does what is due then.
func (c *cloud) post(body string) int {
	c.t.Helper()
	status := c.postSigned(body, sign(body))
	require.NoError(c.t, c.host.router.Wake(c.t.Context()))
	return status
}

func sign(body string) string {
	mac := hmac.New(sha256.New, []byte(appSecret))
	mac.Write([]byte(body))
	return "sha256=" + hex.EncodeToString(mac.Sum(nil))
}

func (c *cloud) postSigned(body, signature string) int {
	c.t.Helper()
	r := httptest.NewRequestWithContext(c.t.Context(), http.MethodPost, "/webhook", strings.NewReader(body))
	r.Header.Set("X-Hub-Signature-256", signature)
	w := httptest.NewRecorder()
	c.host.ServeHTTP(w, r)
	return w.Code
}

// wait lets time pass.
func (c *cloud) wait(d time.Duration) {
	c.t.Helper()
	c.now = c.now.Add(d)
	require.NoError(c.t, c.host.router.Wake(c.t.Context()))
}

// api is the send API.
func (c *cloud) api(w http.ResponseWriter, r *http.Request) {
	c.posts++
	var m map[string]any
	malformed := json.NewDecoder(r.Body).Decode(&m) != nil
	problem := failure{}
	if len(c.fails) > 0 {
		problem, c.fails = c.fails[0], c.fails[1:]
	}
	switch {
	case problem != (failure{}):
	case r.URL.Path != "/"+number+"/messages" || r.Method != http.MethodPost:
		problem = failure{http.StatusNotFound, 100, "Unsupported post request"}
	case r.Header.Get("Authorization") != "Bearer "+token:
		problem = failure{http.StatusUnauthorized, 190, "Access token has expired"}
	case malformed:
		problem = failure{http.StatusBadRequest, 100, "Invalid parameter"}
	default:
		problem = c.refuses(m)
	}
	w.Header().Set("Content-Type", "application/json")
	if problem != (failure{}) {
		w.WriteHeader(problem.status)
		fmt.Fprintf(w, `{"error": {"message": "(#%d) %s", "type": "OAuthException", "code": %d,
			"error_data": {"messaging_product": "whatsapp", "details": %q}, "fbtrace_id": "Az8or2yhqkZfEZ"}}`,
			problem.code, problem.title, problem.code, problem.title)
		return
	}
	c.sent = append(c.sent, m)
	fmt.Fprintf(w, `{"messaging_product": "whatsapp", "contacts": [{"input": "x", "wa_id": "x"}], "messages": [{"id": "wamid.out%d"}]}`, len(c.sent))
}

// refuses is why the provider does not take a message.
func (c *cloud) refuses(m map[string]any) failure {
	invalid := func(what string) failure {
		return failure{http.StatusBadRequest, 131009, "Parameter value is not valid: " + what}
	}
	to, _ := m["to"].(string)
	user, _ := m["recipient"].(string)
	data, _ := m["biz_opaque_callback_data"].(string)
	switch {
	case m["messaging_product"] != "whatsapp":
		return invalid("messaging_product")
	case (to == "") == (user == "") || strings.Contains(to, ".") || user != "" && !strings.Contains(user, "."):
		return failure{http.StatusBadRequest, 131008, "Required parameter is missing: to or recipient"}
	case len(data) > 512:
		return invalid("biz_opaque_callback_data")
	case m["type"] != "template" && c.now.Sub(c.wrote[to+user]) >= 24*time.Hour:
		return failure{http.StatusBadRequest, 131047, "Re-engagement message"}
	}
	switch m["type"] {
	case "text":
		if body := text(m, "text", "body"); !within(body, 1, 4096) {
			return invalid("text.body")
		}
	case "template":
		if text(m, "template", "name") != "still_there" || text(m, "template", "language", "code") == "" {
			return failure{http.StatusNotFound, 132001, "Template name does not exist in the translation"}
		}
	case "interactive":
		if problem := interactive(m["interactive"].(map[string]any)); problem != "" {
			return invalid(problem)
		}
	default:
		return invalid("type")
	}
	return failure{}
}

// interactive holds buttons and lists to the documented limits.
func interactive(m map[string]any) string {
	var items []any
	limits := struct{ most, title, id int }{3, 20, 256}
	switch action := m["action"].(map[string]any); m["type"] {
	case "button":
		for _, b := range action["buttons"].([]any) {
			if b.(map[string]any)["type"] != "reply" {
				return "buttons.type"
			}
			items = append(items, b.(map[string]any)["reply"])
		}
	case "list":
		limits.most, limits.title, limits.id = 10, 24, 200
		if !within(text(action, "button"), 1, 20) || len(action["sections"].([]any)) != 1 {
			return "action"
		}
		items = action["sections"].([]any)[0].(map[string]any)["rows"].([]any)
	default:
		return "interactive.type"
	}
	if !within(text(m, "body", "text"), 1, 1024) || len(items) == 0 || len(items) > limits.most {
		return "body, or the number of items"
	}
	titles, ids := map[string]bool{}, map[string]bool{}
	for _, item := range items {
		item := item.(map[string]any)
		title, id := text(item, "title"), text(item, "id")
		if !within(title, 1, limits.title) || !within(id, 1, limits.id) || !within(text(item, "description"), 0, 72) || titles[title] || ids[id] {
			return fmt.Sprint("item ", item)
		}
		titles[title], ids[id] = true, true
		for key := range item {
			if key != "id" && key != "title" && key != "description" || item[key] == "" {
				return "unknown or empty key " + key
			}
		}
	}
	return ""
}

func within(s string, least, most int) bool {
	n := len(utf16.Encode([]rune(s)))
	return n >= least && n <= most
}

// text is a text inside of JSON.
func text(v any, path ...string) string {
	for _, name := range path {
		in, _ := v.(map[string]any)
		v = in[name]
	}
	s, _ := v.(string)
	return s
}

// last is what the contact sees last.
func (c *cloud) last() map[string]any {
	c.t.Helper()
	require.NotEmpty(c.t, c.sent)
	return c.sent[len(c.sent)-1]
}

// rows are the titles of the list that was sent last, with the ids that a tap sends back.
func (c *cloud) rows() (titles, ids []string) {
	c.t.Helper()
	in, _ := c.last()["interactive"].(map[string]any)
	require.Equal(c.t, "list", in["type"])
	for _, row := range in["action"].(map[string]any)["sections"].([]any)[0].(map[string]any)["rows"].([]any) {
		titles, ids = append(titles, text(row, "title")), append(ids, text(row, "id"))
	}
	return titles, ids
}
