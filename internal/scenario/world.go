package scenario

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/gousher/usher"
	"github.com/gousher/usher/file"
)

// world is everything around the router: clock, host, contacts, the outside.
type world struct {
	scenario *file.Scenario
	result   *Result
	router   *usher.Router
	entry    file.Entry
	sim      *sim
	outside  *outside

	mu            sync.Mutex
	now           time.Time
	deliveries    []*countedDelivery
	conversations map[string]*talk
	contacts      map[string]usher.Contact // as the host passes them
	touched       map[string]bool          // conversations in which something has happened since the last look
}

// talk is a conversation as the world sees it.
type talk struct {
	name     string
	channel  string
	contact  string
	messages int
	sends    []usher.Send
	sent     []string // texts since the last look
	comments []string
	requests []string
	notes    []string // what was not possible
	seen     int      // lines of the explanation
	erased   bool
}

func newWorld(name string) *world {
	w := &world{
		result: &Result{File: name, Name: name, Explanations: map[string]string{}, Traces: map[string]usher.Trace{}}, sim: newSim(),
		touched: map[string]bool{}, conversations: map[string]*talk{}, contacts: map[string]usher.Contact{},
	}
	w.outside = &outside{world: w}
	return w
}

// talk finds a conversation, or begins it. The lock is held.
func (w *world) talk(name string) *talk {
	w.touched[name] = true
	t := w.conversations[name]
	if t == nil {
		t = &talk{name: name, channel: "web"}
		w.conversations[name] = t
		w.result.Names = append(w.result.Names, name)
	}
	return t
}

// happenedf adds to what happened.
func (w *world) happenedf(format string, args ...any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.notef(Happened, format, args...)
}

func (w *world) notef(kind MomentKind, format string, args ...any) *Moment {
	w.result.Moments = append(w.result.Moments, Moment{
		At: w.now.Sub(w.scenario.Start), Kind: kind, Text: fmt.Sprintf(format, args...),
	})
	return &w.result.Moments[len(w.result.Moments)-1]
}

// deliver is the host.
func (w *world) deliver(_ context.Context, effect usher.Effect) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	t := w.talk(effect.Head().Conversation)
	if send, ok := effect.(usher.Send); ok {
		if err := w.refuses(send); err != nil {
			m := w.notef(Effected, "%s did not get %q: %s", t.name, send.Text, err)
			m.Conversation, m.Effect, m.Refused = t.name, effect, true
			return err
		}
	}
	if text := t.takes(effect); text != "" {
		m := w.notef(Effected, "%s %s", t.name, text)
		m.Conversation, m.Effect = t.name, effect
	}
	return nil
}

// takes records an effect, and says what it is; empty: nothing to tell.
func (t *talk) takes(effect usher.Effect) string {
	switch e := effect.(type) {
	case usher.Send:
		t.sends, t.sent = append(t.sends, e), append(t.sent, e.Text)
		return "<- " + e.Text + titles(e.Choices)
	case usher.Note:
		t.comments = append(t.comments, e.Text)
		return "note: " + e.Text
	case usher.HandOver:
		return "is handed to " + e.Agent
	case usher.Enqueue:
		return "waits for " + firstOf(e.Agent, e.Team)
	case usher.Offer:
		return "is offered to " + e.Agent
	case usher.Withdraw:
		return "is withdrawn from " + e.Agent + ": " + e.Reason
	case usher.SetAway:
		return "lets " + e.Agent + " be set away"
	case usher.TakeBack:
		return "is taken back from " + e.Agent + ": " + e.Reason
	case usher.Close:
		return "is closed by the " + e.By
	}
	return ""
}

func titles(choices []usher.Choice) string {
	var b strings.Builder
	for _, choice := range choices {
		b.WriteString(" [" + choice.Title + "]")
	}
	return b.String()
}

func firstOf(names ...string) string {
	for _, name := range names {
		if name != "" {
			return name
		}
	}
	return ""
}

// countedDelivery is a stub and how often it has been used.
type countedDelivery struct {
	file.DeliveryStub

	used int
}

func newDeliveries(stubs []file.DeliveryStub) []*countedDelivery {
	all := make([]*countedDelivery, len(stubs))
	for i, stub := range stubs {
		all[i] = &countedDelivery{DeliveryStub: stub}
	}
	return all
}

var errRefused = errors.New("the channel refuses it for now")

// refuses is why a text is not delivered. The lock is held.
func (w *world) refuses(send usher.Send) error {
	for _, stub := range w.deliveries {
		matches := stub.Channel == "" || stub.Channel == send.Channel
		if !matches || stub.Times > 0 && stub.used >= stub.Times {
			continue
		}
		stub.used++
		switch {
		case stub.Fail:
			return fmt.Errorf("%w: the channel refuses it", usher.ErrUndeliverable)
		case stub.Temporary:
			return errRefused
		}
		return nil
	}
	return nil
}

// explain is the whole record of a conversation.
func (w *world) explain(ctx context.Context, name string) string {
	trace, err := w.router.Explain(ctx, name)
	view, failed := w.router.Conversation(ctx, name)
	w.mu.Lock()
	defer w.mu.Unlock()
	var b strings.Builder
	if err == nil && failed == nil {
		headline, _, _ := strings.Cut(view.Outcome.Explain(), "\n")
		b.WriteString(headline + "\n")
		if view.Fallback != "" {
			b.WriteString("the fallback serves it: " + view.Fallback + "\n")
		}
		b.WriteString(trace.Explain())
	}
	for _, note := range w.talk(name).notes {
		b.WriteString(note + "\n")
	}
	return b.String()
}

// look notes the decisions since the last look.
func (w *world) look(ctx context.Context) {
	for _, name := range w.toLookAt() {
		trace, err := w.router.Explain(ctx, name)
		if err != nil {
			continue
		}
		w.decided(name, trace)
	}
}

// few are as many conversations as are looked at after every step; of more, those in which something has happened.
const few = 64

func (w *world) toLookAt() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	names := slices.Clone(w.result.Names)
	if len(names) > few {
		names = slices.DeleteFunc(names, func(name string) bool { return !w.touched[name] })
	}
	clear(w.touched)
	return names
}

// decided notes the lines of a record since the last look.
func (w *world) decided(name string, trace usher.Trace) {
	w.mu.Lock()
	defer w.mu.Unlock()
	t := w.talk(name)
	delete(w.touched, name)
	if t.seen > len(trace) { // the oldest lines are gone
		t.seen = len(trace)
	}
	for _, entry := range trace[t.seen:] {
		step := ""
		if entry.Step != "" {
			step = "[" + entry.Step + "] "
		}
		w.result.Moments = append(w.result.Moments, Moment{
			At: entry.At.Sub(w.scenario.Start), Kind: Decided, Text: name + ": " + step + entry.String(),
			Conversation: name, Decision: &entry,
		})
	}
	t.seen = len(trace)
}

// impossiblef notes an action that changed nothing. It does not fail the scenario.
func (w *world) impossiblef(conversation, format string, args ...any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	text := fmt.Sprintf(format, args...)
	t := w.talk(conversation)
	t.notes = append(t.notes, w.now.UTC().Format("15:04:05  ")+"not possible: "+text)
	m := w.notef(Happened, "not possible: %s", text)
	m.Conversation, m.Impossible = conversation, true
}

// broken is a call that the router refused for a reason of its own.
func (w *world) broken(subject string, err error) {
	w.result.Failures = append(w.result.Failures, Failure{
		Line: w.entry.Line, At: w.entry.At, Subject: subject, Got: "the router says: " + err.Error(),
	})
}

func asJSON(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(data)
}
