// Whatsapp is a host for the Cloud API of the WhatsApp Business Platform: its webhook, and its API to send.
//
// New here: signatures, lists and buttons, texts of which the channel says later that they did not arrive, and the 24 hours
// after which only templates go out. Its test plays the provider.
package main

import (
	"cmp"
	"context"
	"embed"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
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
		api: "https://graph.facebook.com/v25.0", number: os.Getenv("WHATSAPP_NUMBER_ID"), token: os.Getenv("WHATSAPP_TOKEN"),
		meta: webhook.Meta{Secrets: []string{os.Getenv("WHATSAPP_APP_SECRET")}, VerifyTokens: []string{os.Getenv("WHATSAPP_VERIFY_TOKEN")}},
		now:  time.Now, desk: os.Stdout,
	}
	err := h.open(usher.NewMemoryStore()) // in production a durable one
	if err == nil {
		err = provider.Serve(cmp.Or(os.Getenv("ADDRESS"), "localhost:8080"), h, h.router) // behind a proxy that speaks TLS
	}
	fmt.Fprintln(os.Stderr, "ended:", err)
}

// host connects one business number to a router.
type host struct {
	api, number, token string
	meta               webhook.Meta // refuses everything while a secret is empty
	now                func() time.Time
	desk               io.Writer // what agents see
	router             *usher.Router
	sending            provider.Sending
}

func (h *host) open(store usher.Store) error {
	d, err := file.Format{FS: files}.Load("desk.yaml", "front-desk.yaml")
	if err == nil { // Background: the provider is answered before anything is sent
		h.router, err = usher.New(usher.Config{Desk: *d.Desk, Workflows: d.Workflows, Store: store, Host: h, Background: true, Now: h.now})
	}
	return err
}

// ServeHTTP answers 200 once everything is kept. What gets another answer is delivered again, for days.
func (h *host) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := webhook.Read(w, r, 3<<20) // Meta sends no more
	reply := ""
	if err == nil && r.Method == http.MethodGet {
		reply, err = h.meta.Challenge(r.URL.Query())
	} else if err == nil {
		err = h.meta.Verify(r.Header, body, h.now())
	}
	status := webhook.Status(err)
	if err == nil && h.take(r.Context(), provider.Parse(body)) != nil {
		status = http.StatusServiceUnavailable
	}
	w.WriteHeader(status)
	fmt.Fprint(w, reply) //nolint:gosec // a challenge is letters and digits
}

// take routes the messages and reads the statuses. After an error it may all come again: repeats change nothing.
func (h *host) take(ctx context.Context, payload provider.Object) (err error) {
	for _, entry := range payload.Each("entry") {
		for _, change := range entry.Each("changes") {
			value := change.In("value")
			if value.In("metadata").Text("phone_number_id") != h.number {
				continue // it is for another host
			}
			for _, m := range value.Each("messages") {
				err = errors.Join(err, provider.Temporary(h.router.Route(ctx, conversation(m, value.Each("contacts")))))
			}
			for _, s := range value.Each("statuses") { // sent, delivered and read change nothing
				key, id, ours := strings.Cut(s.Text("biz_opaque_callback_data"), " ")
				if ours && s.Text("status") == "failed" {
					err = errors.Join(err, provider.Temporary(h.router.Undelivered(ctx, id, key, string(s["errors"]))))
				}
			}
		}
	}
	return err
}

// conversation is that of a message. A contact has a user id, a phone number, or both: he may hide his number at any time.
func conversation(m provider.Object, contacts []provider.Object) usher.Conversation {
	user, phone, name := m.Text("from_user_id"), m.Text("from"), ""
	for _, c := range contacts {
		if phone != "" && c.Text("wa_id") == phone || user != "" && c.Text("user_id") == user {
			user, name = c.Text("user_id"), c.In("profile").Text("name")
		}
	}
	who := usher.Contact{ID: cmp.Or(user, phone), Name: name, Identities: slices.DeleteFunc(
		[]usher.Identity{{Kind: "whatsapp", ID: user}, {Kind: "phone", ID: phone}}, func(i usher.Identity) bool { return i.ID == "" })}
	return usher.Conversation{ID: who.ID, Channel: "whatsapp", Contact: who, Message: message(m)}
}

func message(m provider.Object) usher.Message {
	seconds, _ := strconv.ParseInt(m.Text("timestamp"), 10, 64)
	in := usher.Message{ID: m.Text("id"), Position: seconds, SentAt: time.Unix(seconds, 0)}
	kind, body := m.Text("type"), m.In(m.Text("type"))
	if kind == "interactive" {
		kind, body = body.Text("type"), body.In(body.Text("type"))
	}
	in.Kind = map[string]usher.MessageKind{"reaction": usher.ReactionMessage, "system": usher.ReceiptMessage}[kind]
	in.Text = cmp.Or(body.Text("body"), body.Text("title"), body.Text("text"), body.Text("caption"))
	switch kind {
	case "text":
	case "button_reply", "list_reply", "button":
		in.Choice = cmp.Or(body.Text("id"), body.Text("payload"))
	case "location":
		in.Attachments = []usher.Attachment{{Kind: kind, URL: fmt.Sprintf("geo:%s,%s", body["latitude"], body["longitude"])}}
	default: // pictures, files, voices, and what is not known yet: agents see that there was something
		in.Attachments = []usher.Attachment{{Kind: kind, URL: body.Text("id"), Name: body.Text("filename")}}
	}
	return in
}

// Deliver carries out one effect.
func (h *host) Deliver(ctx context.Context, effect usher.Effect) error {
	send, ok := effect.(usher.Send)
	if !ok {
		fmt.Fprintf(h.desk, "%T of %s\n", effect, effect.Head().ContactID)
		return nil
	}
	view, err := h.router.Conversation(ctx, send.Conversation)
	if err != nil {
		return err
	}
	messages := render(send, h.now().Sub(provider.LastWrote(view)) < 24*time.Hour)
	if len(messages) == 0 {
		return fmt.Errorf("%w: 24 hours are over, and there is no template", usher.ErrUndeliverable)
	}
	return h.sending.Each(send.Key(), messages, func(m fields) error { return h.post(ctx, send, m) })
}

type fields = map[string]any

// render makes messages of a text: in the window, or outside of it.
func render(send usher.Send, open bool) (messages []fields) {
	r := send.Render(usher.CapabilitiesOf("whatsapp"))
	if !open || len(r.Texts) == 0 {
		if r.Template != "" {
			language := fields{"code": cmp.Or(send.Language, "en")}
			messages = []fields{{"type": "template", "template": fields{"name": r.Template, "language": language}}}
		}
		return messages
	}
	for _, text := range r.Texts {
		messages = append(messages, fields{"type": "text", "text": fields{"body": text}})
	}
	var buttons, rows []fields
	for _, o := range r.Options {
		buttons = append(buttons, fields{"type": "reply", "reply": fields{"id": o.ID, "title": o.Title}})
		row := fields{"id": o.ID, "title": o.Title, "description": o.Description}
		maps.DeleteFunc(row, func(_ string, value any) bool { return value == "" })
		rows = append(rows, row)
	}
	last := fields{"type": "button", "body": fields{"text": r.Texts[len(r.Texts)-1]}, "action": fields{"buttons": buttons}}
	if r.Form == usher.AsList {
		last["type"], last["action"] = "list", fields{"button": "Choose", "sections": []fields{{"rows": rows}}}
	}
	if len(r.Options) > 0 {
		messages[len(messages)-1] = fields{"type": "interactive", "interactive": last}
	}
	return messages
}

// post sends one message. What it is about comes back with its statuses.
func (h *host) post(ctx context.Context, send usher.Send, m fields) error {
	m["messaging_product"], m["biz_opaque_callback_data"] = "whatsapp", send.Key()+" "+send.Conversation
	m[map[bool]string{true: "recipient", false: "to"}[strings.Contains(send.ContactID, ".")]] = send.ContactID // user ids have a dot
	status, said, err := provider.Post(ctx, h.api+"/"+h.number+"/messages", h.token, m)
	if err != nil || status == http.StatusOK {
		return err
	}
	err = fmt.Errorf("whatsapp answers %d: %s", status, said["error"])
	again := []int64{0, 1, 2, 4, 10, 190, 80007, 130429, 131000, 131016, 131048, 131056, 131057} // too much, down, or our token
	if status < 500 && status != http.StatusTooManyRequests && !slices.Contains(again, said.In("error").Number("code")) {
		err = fmt.Errorf("%w: %w", usher.ErrUndeliverable, err)
	}
	return err
}
