// Web-chat is a host for a chat on one's own page: open http://localhost:8080, in two tabs.
//
// New here: a channel that nobody else delivers on. What is sent comes as server-sent events, again after a broken connection.
package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"
	"sort"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/gousher/usher"
	"github.com/gousher/usher/examples/internal/provider"
	"github.com/gousher/usher/file"
	"github.com/gousher/usher/webhook"
)

//go:embed *.yaml page
var files embed.FS

func main() {
	h := &host{now: time.Now, desk: os.Stdout}
	err := h.open(usher.NewMemoryStore()) // in production a durable one
	if err == nil {
		err = provider.Serve(cmp.Or(os.Getenv("ADDRESS"), "localhost:8080"), h.handler(), h.router)
	}
	fmt.Fprintln(os.Stderr, "ended:", err)
}

// host connects the page to a router.
type host struct {
	now    func() time.Time
	desk   io.Writer // what agents see
	router *usher.Router
	mu     sync.Mutex
	last   int64 // the id of the last event of any chat: higher after a restart, so that browsers which come back get what is new
	chats  map[string]*chat
}

// chat is what the tabs of one browser show.
type chat struct {
	events  []event
	changed chan struct{} // closed by the next event
}

const maxEvents, maxChats = 200, 10_000

type event struct {
	id      int64
	Key     string         `json:"key"` // the same on every try
	From    string         `json:"from"`
	Text    string         `json:"text"`
	Options []usher.Option `json:"options,omitempty"`
}

func (h *host) open(store usher.Store) error {
	h.last, h.chats = h.now().UnixMicro(), map[string]*chat{}
	d, err := file.Format{FS: files}.Load("desk.yaml", "front-desk.yaml")
	if err == nil {
		h.router, err = usher.New(usher.Config{Desk: *d.Desk, Workflows: d.Workflows, Store: store, Host: h, Background: true, Now: h.now})
	}
	return err
}

func (h *host) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /messages", h.receive)
	mux.HandleFunc("GET /events", h.events)
	mux.Handle("GET /page/", http.FileServerFS(files))
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) {
		if session(r) == "" { // a secret, so that nobody reads the chat of somebody else
			http.SetCookie(w, &http.Cookie{Name: "chat", Value: rand.Text(), HttpOnly: true, Secure: true, SameSite: http.SameSiteLaxMode})
		}
		w.Header().Set("Content-Security-Policy", "default-src 'self'; frame-ancestors 'none'")
		http.ServeFileFS(w, r, files, "page/index.html")
	})
	return http.NewCrossOriginProtection().Handler(mux)
}

// session names the conversation of a browser: by a hash, because others see it. Without a cookie it is empty.
func session(r *http.Request) string {
	cookie, err := r.Cookie("chat")
	if err != nil || len(cookie.Value) < 26 {
		return ""
	}
	sum := sha256.Sum256([]byte(cookie.Value))
	return hex.EncodeToString(sum[:16])
}

// receive takes what somebody wrote or tapped. The page posts it again, with the same id, until it gets 204 or 4xx.
func (h *host) receive(w http.ResponseWriter, r *http.Request) {
	id := session(r)
	body, err := webhook.Read(w, r, 64<<10)
	in, status := provider.Parse(body), webhook.Status(err)
	switch {
	case id == "":
		status = http.StatusUnauthorized
	case err == nil && in.Text("id") == "":
		status = http.StatusBadRequest
	case err == nil:
		key := id + "/" + in.Text("id")
		h.show(id, event{Key: key, From: "me", Text: in.Text("text")}) // above the answer
		status = provider.Status(h.router.Route(r.Context(), usher.Conversation{
			ID: id, Channel: "web", Contact: usher.Contact{ID: id, Name: "guest"},
			Message: usher.Message{ID: key, Text: in.Text("text"), Choice: in.Text("choice")},
		}))
	}
	w.WriteHeader(status)
}

// events is the stream of one tab. It begins after the event that the browser saw last.
func (h *host) events(w http.ResponseWriter, r *http.Request) {
	id := session(r)
	if id == "" {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	seen, _ := strconv.ParseInt(r.Header.Get("Last-Event-ID"), 10, 64)
	stream := http.NewResponseController(w)
	_ = stream.SetReadDeadline(time.Time{}) // the server's is for requests that end
	w.Header().Set("Content-Type", "text/event-stream")
	for beat := time.NewTicker(20 * time.Second); ; { // so that nobody on the way takes silence for the end
		fmt.Fprint(w, ":\n\n")
		news, changed := h.since(id, seen)
		for _, e := range news {
			line, _ := json.Marshal(e) //nolint:errchkjson // texts and numbers
			fmt.Fprintf(w, "id: %d\ndata: %s\n\n", e.id, line)
			seen = e.id
		}
		_ = stream.Flush()
		select {
		case <-changed:
		case <-beat.C:
		case <-r.Context().Done():
			return
		}
	}
}

// Deliver carries out one effect.
func (h *host) Deliver(_ context.Context, effect usher.Effect) error {
	send, ok := effect.(usher.Send)
	if !ok {
		fmt.Fprintf(h.desk, "%T of %s\n", effect, effect.Head().Conversation)
		return nil
	}
	r := send.Render(usher.CapabilitiesOf(send.Channel))
	h.show(send.Conversation, event{Key: send.Key(), From: "us", Text: strings.Join(r.Texts, "\n\n"), Options: r.Options})
	return nil
}

// show puts a line on the page, once.
func (h *host) show(id string, e event) {
	h.mu.Lock()
	defer h.mu.Unlock()
	c := h.chat(id)
	if slices.ContainsFunc(c.events, func(old event) bool { return old.Key == e.Key }) {
		return
	}
	h.last, e.id = h.last+1, h.last+1
	c.events = append(c.events[max(0, len(c.events)-maxEvents+1):], e)
	close(c.changed)
	c.changed = make(chan struct{})
}

func (h *host) since(id string, seen int64) ([]event, <-chan struct{}) {
	h.mu.Lock()
	defer h.mu.Unlock()
	c := h.chat(id)
	return c.events[sort.Search(len(c.events), func(i int) bool { return c.events[i].id > seen }):], c.changed
}

// chat is that of a browser. If there are too many, any other one goes.
func (h *host) chat(id string) *chat {
	if h.chats[id] == nil {
		for other, c := range h.chats {
			if len(h.chats) < maxChats {
				break
			}
			close(c.changed)
			delete(h.chats, other)
		}
		h.chats[id] = &chat{changed: make(chan struct{})}
	}
	return h.chats[id]
}
