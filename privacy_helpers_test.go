package usher_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher"
	"github.com/gousher/usher/ushertest"
)

// Canaries are texts that can be found again wherever they get to: what people say and who they are.
const (
	canaryText       = "canary-text"
	canaryAnswer     = "canary-answer"
	canaryName       = "canary-name"
	canaryField      = "canary-field"
	canaryIdentity   = "canary-identity"
	canaryAttachment = "canary-attachment"
	canaryResponse   = "canary-response"
)

// What stands in no explanation either, and what stands nowhere at all.
const (
	canaryPIN    = "canary-pin"  // a private variable
	canaryIBAN   = "canary-iban" // a private field of the contact
	canarySecret = "canary-secret"
)

var (
	wordVar = usher.Var[string]{Name: "word"}
	pinVar  = usher.Var[string]{Name: "pin", Private: true}
	sumVar  = usher.Var[int]{Name: "total"}
)

// logs keeps what is logged, and is safe for concurrent use.
type logs struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *logs) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *logs) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// spy is a router whose every output is kept.
type spy struct {
	*rig

	log     *logs
	errs    []error
	values  []any // outcomes, effects, inputs, views
	outside *ushertest.Outside
}

// newSpy is a router with these steps, to which contacts tell canaries.
func newSpy(t *testing.T, steps usher.Steps, change func(*spy, *usher.Config)) *spy {
	t.Helper()
	s := &spy{log: &logs{}, outside: &ushertest.Outside{Answers: []ushertest.Answer{{Body: `{"tier":"` + canaryResponse + `"}`}}}}
	s.rig = newRig(t, func(cfg *usher.Config) {
		cfg.Workflow = usher.Flow{Name: "reception", Vars: []usher.Variable{wordVar, pinVar, sumVar}, Steps: steps}
		cfg.Log = slog.New(slog.NewJSONHandler(s.log, &slog.HandlerOptions{Level: slog.LevelDebug, AddSource: true}))
		cfg.Desk.Private = []string{"iban"}
		cfg.HTTP = usher.HTTP{Transport: s.outside, Secret: func(_ context.Context, name string) (string, error) {
			if name == "gone" {
				return canarySecret, errors.New("no secret: " + canarySecret)
			}
			return canarySecret, nil
		}}
		if change != nil {
			change(s, cfg)
		}
	})
	return s
}

// canaryContact is somebody everything about whom can be found again.
func canaryContact() usher.Contact {
	return usher.Contact{
		ID: "mia", Name: canaryName, Fields: map[string]any{
			"plan": canaryField, "iban": canaryIBAN, "list": []any{canaryField, map[string]any{"a": canaryField}},
		},
		Identities: []usher.Identity{{Kind: "phone", ID: canaryIdentity}},
	}
}

// tells sends a message with canaries in every place.
func (s *spy) tells(message, text string) usher.Outcome {
	s.t.Helper()
	c := usher.Conversation{ID: "c1", Channel: "web", Contact: canaryContact(), Message: usher.Message{
		ID: message, Text: text, Attachments: []usher.Attachment{{Kind: "image", URL: "https://" + canaryAttachment, Name: canaryAttachment}},
	}}
	if text == "" {
		c.Message.Attachments = nil
	}
	s.values = append(s.values, c, c.Message, c.Contact, &c)
	outcome, err := s.router.Route(s.t.Context(), c)
	s.got(outcome, err)
	return outcome
}

// got keeps what a call returned.
func (s *spy) got(outcome usher.Outcome, err error) {
	if outcome != nil {
		s.values = append(s.values, outcome)
	}
	if err != nil {
		s.errs = append(s.errs, err)
	}
}

// passes lets time pass, in steps.
func (s *spy) passes(steps int, each time.Duration) {
	for range steps {
		s.clock.Advance(each)
		s.got(nil, s.router.Wake(s.t.Context()))
	}
}

// rows are those that the store has, the live ones and those of the contact.
func (s *spy) rows() []any {
	s.t.Helper()
	var all []any
	lease, err := s.store.Acquire(s.t.Context(), "")
	require.NoError(s.t, err)
	rows, err := s.store.Load(s.t.Context(), lease)
	require.NoError(s.t, err)
	all = append(all, rows, *rows)
	for _, row := range rows.Conversations {
		all = append(all, row, *row)
	}
	for _, row := range rows.Outbox {
		all = append(all, row, *row)
	}
	for _, message := range []string{"m1", "m2", "m3", "m4"} {
		found, failed := s.store.Fetch(s.t.Context(), lease, usher.Key{Conversation: "c1", Channel: "web", Message: message})
		require.NoError(s.t, failed)
		all = append(all, found)
		if found.Contact != nil {
			all = append(all, found.Contact, *found.Contact)
		}
		if found.Conversation != nil {
			all = append(all, found.Conversation)
		}
		if found.Remembered != nil {
			all = append(all, found.Remembered, *found.Remembered)
		}
	}
	return all
}

// records are the explanations of the conversation, as text and as JSON, and those of every outcome.
func (s *spy) records() []string {
	s.t.Helper()
	trace, err := s.router.Explain(s.t.Context(), "c1")
	require.NoError(s.t, err)
	all := []string{trace.Explain(), inJSON(s.t, trace)}
	for _, value := range s.values {
		if outcome, ok := value.(usher.Outcome); ok {
			all = append(all, outcome.Explain(), inJSON(s.t, outcome.Of().Trace))
		}
	}
	for _, handed := range only[usher.HandOver](s.host.all()) {
		all = append(all, handed.Reason.Explain(), inJSON(s.t, handed.Reason))
	}
	return all
}

func inJSON(t *testing.T, v any) string {
	t.Helper()
	data, err := json.Marshal(v)
	require.NoError(t, err)
	return string(data)
}

// printed is a value as careless code prints it.
func printed(v any) []string {
	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Info("a value", slog.Any("value", v))
	slog.New(slog.NewTextHandler(&log, nil)).Info("a value", slog.Any("value", v))
	return []string{
		fmt.Sprintf("%v", v), fmt.Sprintf("%+v", v), fmt.Sprintf("%#v", v), fmt.Sprintf("%s", v), fmt.Sprint(v), log.String(),
	}
}

// silent says that no canary is in any of the texts.
func silent(t *testing.T, what string, texts []string, canaries ...string) {
	t.Helper()
	for _, text := range texts {
		for _, canary := range canaries {
			if i := strings.Index(text, canary); i >= 0 {
				require.Fail(t, "a canary got out", "%s in %s: …%s…", canary, what, text[max(i-160, 0):min(i+60, len(text))])
			}
		}
	}
}

// everything are all canaries.
func everything() []string {
	return []string{
		canaryText, canaryAnswer, canaryName, canaryField, canaryIdentity, canaryAttachment, canaryResponse, canaryPIN, canaryIBAN,
		canarySecret,
	}
}

// private are those that stand in no explanation.
func private() []string { return []string{canaryPIN, canaryIBAN, canarySecret} }

// holding are the places in a value, unexported ones included, that hold a text.
func holding(v any, text string) []string {
	h := &holder{text: text, seen: map[visited]bool{}}
	h.look(reflect.ValueOf(v), "")
	return h.found
}

// holder looks for a text everywhere in a value.
type holder struct {
	text  string
	seen  map[visited]bool
	found []string
}

// visited is a place that has been looked at: a struct and its first field have one address.
type visited struct {
	at   uintptr
	kind reflect.Type
}

func (h *holder) look(v reflect.Value, path string) {
	switch v.Kind() {
	case reflect.String:
		if strings.Contains(v.String(), h.text) {
			h.found = append(h.found, path)
		}
	case reflect.Pointer:
		if at := (visited{v.Pointer(), v.Type()}); !v.IsNil() && !h.seen[at] {
			h.seen[at] = true
			h.look(v.Elem(), path)
		}
	case reflect.Interface:
		if !v.IsNil() {
			h.look(v.Elem(), path)
		}
	case reflect.Slice, reflect.Array:
		h.list(v, path)
	case reflect.Map:
		for entries := v.MapRange(); entries.Next(); {
			h.look(entries.Key(), path+"[key]")
			h.look(entries.Value(), fmt.Sprintf("%s[%v]", path, entries.Key()))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			h.look(v.Field(i), path+"."+v.Type().Field(i).Name)
		}
	}
}

func (h *holder) list(v reflect.Value, path string) {
	if v.Type().Elem().Kind() == reflect.Uint8 {
		raw := make([]byte, v.Len())
		for i := range raw {
			raw[i] = byte(v.Index(i).Uint())
		}
		if bytes.Contains(raw, []byte(h.text)) {
			h.found = append(h.found, path)
		}
		return
	}
	for i := range v.Len() {
		h.look(v.Index(i), fmt.Sprintf("%s[%d]", path, i))
	}
}

// The walk finds what it is to find: a test that looked nowhere would find nothing.
func TestTheSearchForCanariesLooksIntoEverything(t *testing.T) {
	t.Parallel()
	type inner struct {
		hidden string
		raw    []byte
	}
	value := map[string]any{"a": &inner{hidden: "x canary", raw: []byte("canary")}, "canary": []any{1, [1]string{"canary"}, http.Header{"A": {"canary"}}}}
	found := holding(value, "canary")
	slices.Sort(found)
	require.Equal(t, []string{"[a].hidden", "[a].raw", "[canary][1][0]", "[canary][2][A][0]", "[key]"}, found)
	require.Empty(t, holding(value, "sparrow"))
}
