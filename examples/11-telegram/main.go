// Telegram is a host for a bot of Telegram: its webhook, and its API to send.
//
// New here: message ids that count in every chat anew, taps that want to be answered, edited messages that change nothing, and
// a provider that says for how long it wants to be left alone. Its test plays the provider.
package main

import (
	"cmp"
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/gousher/usher"
	"github.com/gousher/usher/examples/internal/provider"
	"github.com/gousher/usher/file"
	"github.com/gousher/usher/webhook"
)

//go:embed *.yaml
var files embed.FS

func main() {
	h := &host{
		api:    "https://api.telegram.org/bot" + os.Getenv("TELEGRAM_TOKEN"),
		secret: webhook.Telegram{Secrets: []string{os.Getenv("TELEGRAM_SECRET")}}, // the secret_token of setWebhook
		now:    time.Now, desk: os.Stdout,
	}
	err := h.open(usher.NewMemoryStore()) // in production a durable one
	if err == nil {
		err = provider.Serve(cmp.Or(os.Getenv("ADDRESS"), "localhost:8080"), h, h.router) // behind a proxy that speaks TLS
	}
	fmt.Fprintln(os.Stderr, "ended:", err)
}

// host connects one bot to a router.
type host struct {
	api     string           // the token is in it
	secret  webhook.Telegram // refuses everything while it is empty
	now     func() time.Time
	desk    io.Writer // what agents see
	router  *usher.Router
	sending provider.Sending
	quiet   atomic.Int64 // the second until which the provider wants to be left alone
}

func (h *host) open(store usher.Store) error {
	d, err := file.Format{FS: files}.Load("desk.yaml", "front-desk.yaml")
	if err == nil { // Background: the provider is answered before anything is sent
		h.router, err = usher.New(usher.Config{Desk: *d.Desk, Workflows: d.Workflows, Store: store, Host: h, Background: true, Now: h.now})
	}
	return err
}

// ServeHTTP answers 200 once an update is kept. What gets another answer is delivered again.
func (h *host) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := webhook.Read(w, r, 0)
	if err == nil {
		err = h.secret.Verify(r.Header, body, h.now())
	}
	if err != nil {
		http.Error(w, "refused", webhook.Status(err))
		return
	}
	update := provider.Parse(body)
	if c, talks := conversation(update); talks {
		if provider.Temporary(h.router.Route(r.Context(), c)) != nil {
			http.Error(w, "try again", http.StatusServiceUnavailable)
			return
		}
	}
	if tap := update.In("callback_query").Text("id"); tap != "" { // or the button goes on turning: the answer may be a request
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(fields{"method": "answerCallbackQuery", "callback_query_id": tap}) //nolint:errchkjson // two texts
	}
}

// conversation is that of an update; false: nobody has said anything, or it was in a group, where many talk at once.
func conversation(update provider.Object) (usher.Conversation, bool) {
	m, from, tap := update.In("message"), provider.Object(nil), update.In("callback_query")
	in := usher.Message{}
	switch edited := update.In("edited_message"); {
	case m != nil:
		in = message(m)
	case edited != nil:
		m, in = edited, message(edited)
		in.ID, in.Kind, in.Position = fmt.Sprint(in.ID, ":", edited.Number("edit_date")), usher.EditedMessage, 0
	case tap != nil:
		m, from = tap.In("message"), tap.In("from")
		in = usher.Message{ID: "tap:" + tap.Text("id"), Choice: tap.Text("data"), Text: title(m, tap.Text("data"))}
	}
	if from == nil {
		from = m.In("from")
	}
	chat := m.In("chat")
	id := strconv.FormatInt(chat.Number("id"), 10)
	in.Language = from.Text("language_code")
	who := usher.Contact{
		ID: id, Name: strings.TrimSpace(from.Text("first_name") + " " + from.Text("last_name")),
		Identities: []usher.Identity{{Kind: "telegram", ID: strconv.FormatInt(from.Number("id"), 10)}},
	}
	return usher.Conversation{ID: id, Channel: "telegram", Contact: who, Message: in}, chat.Text("type") == "private"
}

// message is what was written. Ids count in every chat anew, so that the chat's stands before them.
func message(m provider.Object) usher.Message {
	number := m.Number("message_id")
	in := usher.Message{
		ID: fmt.Sprint(m.In("chat").Number("id"), ":", number), Position: number, SentAt: time.Unix(m.Number("date"), 0),
		Text: cmp.Or(m.Text("text"), m.Text("caption")),
	}
	if place := m.In("location"); place != nil {
		in.Attachments = []usher.Attachment{{Kind: "location", URL: fmt.Sprintf("geo:%s,%s", place["latitude"], place["longitude"])}}
	}
	if sizes := m.Each("photo"); len(sizes) > 0 { // the last one is the largest
		in.Attachments = []usher.Attachment{{Kind: "image", URL: sizes[len(sizes)-1].Text("file_id")}}
	}
	for _, kind := range []string{"document", "audio", "voice", "video", "video_note", "sticker", "contact", "poll", "dice", "story"} {
		if sent := m.In(kind); sent != nil {
			in.Attachments = append(in.Attachments, usher.Attachment{Kind: kind, URL: sent.Text("file_id"), Name: sent.Text("file_name")})
		}
	}
	if in.Text == "" && in.Attachments == nil {
		in.Kind = usher.ReceiptMessage // it was pinned, a timer was set, and so on
	}
	return in
}

// title is what stands on the button with these data, for those who read the transcript.
func title(m provider.Object, data string) string {
	for _, row := range m.In("reply_markup").Lists("inline_keyboard") {
		for _, button := range row {
			if button.Text("callback_data") == data {
				return button.Text("text")
			}
		}
	}
	return ""
}

type fields = map[string]any

// Deliver carries out one effect.
func (h *host) Deliver(ctx context.Context, effect usher.Effect) error {
	send, ok := effect.(usher.Send)
	if !ok {
		fmt.Fprintf(h.desk, "%T of %s\n", effect, effect.Head().ContactID)
		return nil
	}
	r := send.Render(usher.CapabilitiesOf("telegram"))
	var messages []fields
	for _, text := range r.Texts {
		messages = append(messages, fields{"chat_id": send.ContactID, "text": text})
	}
	var keyboard [][]fields
	for _, o := range r.Options {
		keyboard = append(keyboard, []fields{{"text": o.Title, "callback_data": o.ID}})
	}
	if len(keyboard) > 0 {
		messages[len(messages)-1]["reply_markup"] = fields{"inline_keyboard": keyboard}
	}
	return h.sending.Each(send.Key(), messages, func(m fields) error { return h.post(ctx, m) })
}

// post sends one message, unless the provider wants to be left alone.
func (h *host) post(ctx context.Context, m fields) error {
	if h.now().Unix() < h.quiet.Load() {
		return errors.New("telegram wants to be left alone for now")
	}
	status, said, err := provider.Post(ctx, h.api+"/sendMessage", "", m)
	switch {
	case err != nil || status == http.StatusOK:
		return err
	case status == http.StatusTooManyRequests:
		h.quiet.Store(h.now().Unix() + said.In("parameters").Number("retry_after"))
	case status == http.StatusBadRequest, status == http.StatusForbidden: // a text that it does not take; blocked by the contact
		err = usher.ErrUndeliverable
	}
	return errors.Join(err, fmt.Errorf("telegram answers %d: %s", status, said.Text("description")))
}
