package main

import (
	"bytes"
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
	token  = "123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11"
	secret = "secret_token"
	mia    = "1111117"
)

// cloud is a double of the provider: it posts updates, and takes what is sent as strictly as the provider.
type cloud struct {
	t        *testing.T
	host     *host
	desk     bytes.Buffer
	now      time.Time
	sent     []map[string]any // what has been accepted
	fails    []string         // answers that the next requests get
	posts    int
	answered []string // taps
}

func newCloud(t *testing.T) *cloud {
	t.Helper()
	c := &cloud{t: t, now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
	server := httptest.NewServer(http.HandlerFunc(c.api))
	t.Cleanup(server.Close)
	c.host = &host{
		api: server.URL + "/bot" + token, secret: webhook.Telegram{Secrets: []string{secret}},
		now: func() time.Time { return c.now }, desk: &c.desk,
	}
	require.NoError(t, c.host.open(usher.NewMemoryStore()))
	return c
}

// post posts an update, and does what is due then.
func (c *cloud) post(body string) int {
	c.t.Helper()
	status := c.postWith(secret, body)
	require.NoError(c.t, c.host.router.Wake(c.t.Context()))
	return status
}

func (c *cloud) postWith(secret, body string) int {
	c.t.Helper()
	r := httptest.NewRequestWithContext(c.t.Context(), http.MethodPost, "/webhook", strings.NewReader(body))
	if secret != "" {
		r.Header.Set("X-Telegram-Bot-Api-Secret-Token", secret)
	}
	w := httptest.NewRecorder()
	c.host.ServeHTTP(w, r)
	if w.Code == http.StatusOK && w.Body.Len() > 0 { // an answer may be a request
		require.Equal(c.t, "application/json", w.Header().Get("Content-Type"))
		var request map[string]string
		require.NoError(c.t, json.Unmarshal(w.Body.Bytes(), &request))
		require.Equal(c.t, "answerCallbackQuery", request["method"])
		c.answered = append(c.answered, request["callback_query_id"])
	}
	return w.Code
}

func (c *cloud) wait(d time.Duration) {
	c.t.Helper()
	c.now = c.now.Add(d)
	require.NoError(c.t, c.host.router.Wake(c.t.Context()))
}

// api is the Bot API.
func (c *cloud) api(w http.ResponseWriter, r *http.Request) {
	c.posts++
	var m map[string]any
	malformed := json.NewDecoder(r.Body).Decode(&m) != nil
	var answer string
	switch {
	case len(c.fails) > 0:
		answer, c.fails = c.fails[0], c.fails[1:]
	case r.URL.Path != "/bot"+token+"/sendMessage":
		answer = `{"ok": false, "error_code": 404, "description": "Not Found"}`
	case malformed:
		answer = refusal("can't parse JSON")
	default:
		answer = refuses(m)
	}
	w.Header().Set("Content-Type", "application/json")
	if answer != "" {
		var said struct {
			Code int `json:"error_code"`
		}
		if json.Unmarshal([]byte(answer), &said) != nil {
			said.Code = http.StatusBadGateway
		}
		w.WriteHeader(said.Code)
		fmt.Fprint(w, answer)
		return
	}
	c.sent = append(c.sent, m)
	fmt.Fprintf(w, `{"ok": true, "result": {"message_id": %d, "date": %d, "chat": {"id": %s, "type": "private"}, "text": "x"}}`,
		1000+len(c.sent), c.now.Unix(), mia)
}

func refusal(what string) string {
	return fmt.Sprintf(`{"ok": false, "error_code": 400, "description": "Bad Request: %s"}`, what)
}

// refuses is why the provider does not take a message.
func refuses(m map[string]any) string {
	text, _ := m["text"].(string)
	if n := len(utf16.Encode([]rune(text))); n == 0 {
		return refusal("message text is empty")
	} else if n > 4096 {
		return refusal("message is too long")
	}
	if chat, _ := m["chat_id"].(string); chat != mia {
		return refusal("chat not found")
	}
	markup, ok := m["reply_markup"].(map[string]any)
	if !ok {
		return ""
	}
	buttons := 0
	for _, row := range markup["inline_keyboard"].([]any) {
		for _, button := range row.([]any) {
			button := button.(map[string]any)
			data, _ := button["callback_data"].(string)
			if title, _ := button["text"].(string); title == "" {
				return refusal("text buttons are unallowed in the inline keyboard")
			}
			if len(data) < 1 || len(data) > 64 || len(button) != 2 {
				return refusal("BUTTON_DATA_INVALID")
			}
			buttons++
		}
	}
	if buttons == 0 || buttons > 100 {
		return refusal("reply markup is too long")
	}
	return ""
}

// keyboard are the buttons of the last message: titles, and what a tap sends back.
func (c *cloud) keyboard() (titles, data []string) {
	c.t.Helper()
	require.NotEmpty(c.t, c.sent)
	markup := c.sent[len(c.sent)-1]["reply_markup"].(map[string]any)
	for _, row := range markup["inline_keyboard"].([]any) {
		button := row.([]any)[0].(map[string]any)
		titles, data = append(titles, button["text"].(string)), append(data, button["callback_data"].(string))
	}
	return titles, data
}

// The updates of a contact in a private chat.

const (
	sender = `{"id": 1111117, "is_bot": false, "first_name": "Mia", "last_name": "Moreno", "username": "mia", "language_code": "es"}`
	chat   = `{"id": 1111117, "first_name": "Mia", "last_name": "Moreno", "username": "mia", "type": "private"}`
)

func (c *cloud) message(id int, content string) string {
	return fmt.Sprintf(`{"message_id": %d, "from": %s, "chat": %s, "date": %d, %s}`, id, sender, chat, c.now.Unix(), content)
}

func (c *cloud) update(kind, content string) string {
	return fmt.Sprintf(`{"update_id": 10000, %q: %s}`, kind, content)
}

func (c *cloud) writes(id int, words string) int {
	c.t.Helper()
	return c.post(c.update("message", c.message(id, fmt.Sprintf(`"text": %q`, words))))
}

// tap is an update for a tap on a button of the last message.
func (c *cloud) tap(id, data string) string {
	markup, err := json.Marshal(c.sent[len(c.sent)-1]["reply_markup"])
	require.NoError(c.t, err)
	return c.update("callback_query", fmt.Sprintf(`{"id": %q, "from": %s, "chat_instance": "42", "data": %q,
		"message": {"message_id": 1001, "from": {"id": 1, "is_bot": true, "first_name": "Bot"}, "chat": %s, "date": %d, "text": "x", "reply_markup": %s}}`,
		id, sender, data, chat, c.now.Unix(), markup))
}
