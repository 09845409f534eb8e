package usher_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher"
	"github.com/gousher/usher/ushertest"
)

// path is one way on which what people say goes through the router.
type path struct {
	name   string
	steps  usher.Steps
	says   []string
	change func(*spy, *usher.Config)
	after  func(*spy)
}

func gone() usher.Steps { return usher.Steps{usher.CloseConversation{Category: "gone"}} }

func toSupport() usher.Step { return usher.Assign{Team: "support"} }

// request is a request with everything in every place.
func request(change func(*usher.HTTPRequest)) usher.HTTPRequest {
	r := usher.HTTPRequest{
		URL:     "https://crm.example/{{ pin }}/{{ contact.fields.plan }}",
		Headers: map[string]string{"Authorization": "Bearer secret:crm", "X-Name": "{{ contact.name }}", "X-Pin": "{{ pin }}"},
		Query:   map[string]string{"q": "{{ message.text }}", "key": "secret:crm", "iban": "{{ contact.fields.iban }}"},
		JSON:    map[string]any{"text": "{{ message.text }}", "pin": "{{ pin }}", "secret": "secret:crm", "plan": []any{"{{ contact.fields.plan }}"}},
		Method:  "POST", Tries: 1, Else: usher.Steps{toSupport()},
	}
	if change != nil {
		change(&r)
	}
	return r
}

func askPIN() usher.Step {
	return usher.AskQuestion{Text: "PIN?", SaveTo: pinVar, Else: usher.Steps{toSupport()}}
}

// privacyPaths are all kinds of steps, with what goes wrong in them.
func privacyPaths() []path {
	return append(append(stepPaths(), requestPaths()...), brokenPaths()...)
}

func stepPaths() []path {
	hello := canaryText + " hello"
	return []path{
		{name: "assigned", steps: usher.Steps{toSupport()}, says: []string{hello, canaryText + " again"}},
		{name: "asked and answered", says: []string{hello, canaryAnswer}, steps: usher.Steps{
			usher.AskQuestion{Text: "A word, {{ contact.name }}?", SaveTo: wordVar, Else: usher.Steps{toSupport()}}, toSupport(),
		}},
		{name: "asked and refused", says: []string{hello, canaryAnswer, canaryAnswer, canaryAnswer, canaryAnswer},
			steps: usher.Steps{usher.AskQuestion{
				Text: "How many?", Type: usher.NumberAnswer, SaveTo: sumVar, Else: usher.Steps{toSupport()},
			}, toSupport()}},
		{name: "asked for what is private", says: []string{hello, canaryPIN}, steps: usher.Steps{
			askPIN(), usher.When(`pin contains "no"`, gone()...).Else(usher.Comment{Text: "{{ pin }}"}, toSupport()),
		}},
		{name: "asked for what is private and refused", says: []string{hello, canaryPIN, canaryPIN, canaryPIN, canaryPIN}, steps: usher.Steps{
			usher.AskQuestion{
				Text: "IBAN?", Type: usher.EmailAnswer, SaveTo: usher.ContactField("iban"), Else: usher.Steps{toSupport()},
			}, toSupport(),
		}},
		{name: "set", says: []string{hello, canaryPIN}, steps: usher.Steps{
			askPIN(), usher.Set{
				{To: usher.ContactField("iban"), Value: `contact.fields.iban + pin`}, {To: sumVar, Value: `int(pin)`},
				{To: sumVar, Value: `int(contact.fields.iban)`}, {To: pinVar, Value: `pin + contact.fields.iban`},
			}, toSupport(),
		}},
		{name: "conditions that look and fail", says: []string{hello, canaryPIN}, steps: usher.Steps{
			askPIN(), usher.When(`int(pin) > 3`, gone()...).When(`contact.fields.iban > 3`, gone()...).
				When(`contact.fields.iban == "x" or pin == "y"`, gone()...).Else(toSupport()),
		}},
		{name: "texts that fail", says: []string{hello, canaryPIN}, steps: usher.Steps{
			askPIN(), usher.SendMessage{Text: "{{ int(pin) }} {{ int(contact.fields.iban) }} {{ pin }}"},
			usher.Comment{Text: "{{ int(pin) }}{{ contact.name }}"}, toSupport(),
		}},
		{name: "closed", says: []string{hello, canaryPIN}, steps: usher.Steps{
			askPIN(), usher.CloseConversation{Category: "done", Summary: "{{ pin }} of {{ contact.name }}, {{ message.text }}"},
		}},
		{name: "tagged and waited", says: []string{hello, canaryPIN}, steps: usher.Steps{
			askPIN(), usher.Tag{Add: []string{"vip"}}, usher.Wait{For: time.Hour}, toSupport(),
		}, after: func(s *spy) { s.passes(2, time.Hour) }},
		{name: "queued by a condition", says: []string{hello, canaryPIN}, steps: usher.Steps{
			askPIN(), usher.Assign{Team: "support", Where: `agent.id == pin or agent.id == contact.fields.iban`},
		}},
		{name: "kept while a step is at work", says: []string{hello, canaryText, canaryPIN}, steps: usher.Steps{
			usher.Wait{For: time.Hour}, askPIN(), toSupport(),
		}, after: func(s *spy) { s.passes(2, time.Hour) }},
	}
}

func requestPaths() []path {
	says := []string{canaryText + " hello", canaryPIN}
	fails := func(answer ushertest.Answer) func(*spy, *usher.Config) {
		return func(s *spy, _ *usher.Config) { s.outside.Answers = []ushertest.Answer{answer} }
	}
	save := usher.Set{{To: pinVar, Value: "response.json.tier"}, {To: sumVar, Value: "int(response.json.tier)"}}
	steps := func(change func(*usher.HTTPRequest)) usher.Steps {
		return usher.Steps{askPIN(), request(change), toSupport()}
	}
	return []path{
		{name: "a request", says: says, steps: steps(func(r *usher.HTTPRequest) { r.Save = save })},
		{name: "a request with a body", says: says, steps: steps(func(r *usher.HTTPRequest) {
			r.JSON, r.Body = nil, `<a secret="secret:crm">{{ pin }} {{ message.text }} {{ contact.name }}</a>`
		})},
		{name: "a request that fails", says: says, steps: steps(func(r *usher.HTTPRequest) { r.Tries = 3 }),
			change: fails(ushertest.Answer{Err: errors.New("no route for " + canaryPIN + canarySecret + canaryText)}),
			after:  func(s *spy) { s.passes(5, 5*time.Second) }},
		{name: "a request that is refused", says: says, steps: steps(nil), change: fails(ushertest.Answer{Status: 403, Body: canaryResponse + canarySecret})},
		{name: "a request without JSON", says: says, steps: steps(func(r *usher.HTTPRequest) { r.Save = save }), change: fails(ushertest.Answer{Body: canaryResponse})},
		{name: "a redirect", says: says, steps: steps(nil), change: fails(ushertest.Answer{
			Status: 302, Header: map[string]string{"Location": "https://other.example/" + canaryResponse + canarySecret},
		})},
		{name: "a redirect to a place of its own", says: says, steps: steps(nil), change: fails(ushertest.Answer{
			Status: 302, Header: map[string]string{"Location": "http://127.0.0.1/" + canaryResponse + canarySecret},
		})},
		{name: "a secret that nobody knows", says: says, steps: steps(func(r *usher.HTTPRequest) { r.Headers["Authorization"] = "secret:gone" })},
		{name: "an address that does not work out", says: says, steps: steps(func(r *usher.HTTPRequest) {
			r.URL = "https://crm.example/{{ int(pin) }}"
		})},
		{name: "an address that leads elsewhere", says: []string{canaryText, ".."}, steps: steps(nil)},
	}
}

// private things that code of the host's own writes into its errors are its own affair; what contacts write is not to be
// repeated in logs and errors whoever quotes it.
func brokenPaths() []path {
	says := []string{canaryText + " hello", canaryPIN}
	fails := usher.ActionFunc(func(_ context.Context, in usher.ActionInput) (usher.ActionResult, error) {
		return usher.ActionResult{}, fmt.Errorf("down: %v %+v %v", in, in, in.Message)
	})
	panics := usher.ActionFunc(func(_ context.Context, in usher.ActionInput) (usher.ActionResult, error) {
		panic(fmt.Sprintf("%#v", in))
	})
	do := func(action usher.Action) usher.Steps {
		return usher.Steps{askPIN(), usher.Do{
			Name: "crm", Action: action, Tries: 2, With: map[string]string{"pin": "pin", "bad": "int(pin)"}, Else: usher.Steps{toSupport()},
		}, toSupport()}
	}
	step := func(decide usher.StepFunc) usher.Steps { return usher.Steps{askPIN(), decide, toSupport()} }
	later := func(s *spy) { s.passes(5, 5*time.Second) }
	return []path{
		{name: "an action that fails", says: says, steps: do(fails), after: later},
		{name: "an action that panics", says: says, steps: do(panics), after: later},
		{name: "a step that fails", says: says, steps: step(func(t *usher.Turn) usher.Next { return usher.Fail("no: %v %v", t.Message(), t.Contact()) })},
		{name: "a step that panics", says: says, steps: step(func(t *usher.Turn) usher.Next { panic(fmt.Sprintf("%+v %#v", t.Message(), t.Contact())) })},
		{name: "a host that fails", says: says, steps: usher.Steps{askPIN(), usher.SendMessage{Text: "{{ pin }}"}, toSupport()},
			change: deliverFails(func(e usher.Effect) error { return fmt.Errorf("refused: %v %+v %#v", e, e, e) }), after: later},
		{name: "a host that fails for good", says: says, steps: usher.Steps{askPIN(), usher.SendMessage{Text: "{{ pin }}"}, toSupport()},
			change: deliverFails(func(e usher.Effect) error { return fmt.Errorf("%w: %v %+v", usher.ErrUndeliverable, e, e) }), after: later},
		{name: "a host that panics", says: says, steps: usher.Steps{askPIN(), usher.SendMessage{Text: "{{ pin }}"}, toSupport()},
			change: deliverFails(func(e usher.Effect) error { panic(e) }), after: later},
		{name: "a store that fails", says: append(says, "m", "m"), steps: usher.Steps{askPIN(), toSupport()},
			change: func(_ *spy, cfg *usher.Config) { cfg.Store = &tellingStore{Store: usher.NewMemoryStore()} }, after: later},
	}
}

func deliverFails(how func(e usher.Effect) error) func(*spy, *usher.Config) {
	return func(s *spy, cfg *usher.Config) {
		cfg.Host = usher.HostFunc(func(ctx context.Context, e usher.Effect) error {
			if _, ok := e.(usher.Send); ok && s.clock.Now().Before(routerStart.Add(8*time.Second)) {
				return how(e)
			}
			return s.host.Deliver(ctx, e)
		})
	}
}

// tellingStore fails every third commit, and tells what it was to keep.
type tellingStore struct {
	usher.Store

	calls int
}

func (s *tellingStore) Commit(ctx context.Context, lease usher.Lease, head uint64, batch *usher.Batch) error {
	if s.calls++; s.calls%3 == 0 {
		var all []any
		for _, row := range batch.Conversations {
			all = append(all, row)
		}
		for _, row := range batch.Contacts {
			all = append(all, row)
		}
		return fmt.Errorf("cannot keep %v: %+v", batch, all)
	}
	return s.Store.Commit(ctx, lease, head, batch)
}

// Row 104: what people say and who they are is in no log, in no error, and in nothing that careless code prints; what is
// private is in no explanation either. Row 107: secrets are nowhere.
func TestWhatPeopleSayStaysWhereItBelongs(t *testing.T) {
	t.Parallel()
	for _, p := range privacyPaths() {
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			s := newSpy(t, p.steps, p.change)
			for i, text := range p.says {
				s.tells(fmt.Sprintf("m%d", i+1), text)
			}
			if p.after != nil {
				p.after(s)
			}
			s.looksAround()
			s.isSilent()
		})
	}
}

// looksAround calls everything that reads, and much that is refused.
func (s *spy) looksAround() {
	s.t.Helper()
	ctx := s.t.Context()
	view, err := s.router.Conversation(ctx, "c1")
	require.NoError(s.t, err)
	agents, err := s.router.Agents(ctx)
	require.NoError(s.t, err)
	s.values = append(s.values, view, agents)
	waiting, err := s.router.Waiting(ctx)
	require.NoError(s.t, err)
	for _, queued := range waiting {
		s.values = append(s.values, queued)
	}
	_, err = s.router.Route(ctx, usher.Conversation{ID: "c1", Channel: "web", Contact: canaryContact()})
	s.got(nil, err)
	_, err = s.router.Route(ctx, usher.Conversation{ID: "c2", Channel: "web", Contact: canaryContact(), Message: usher.Message{ID: "m1", Text: canaryText}})
	s.got(nil, err)
	_, err = s.router.AgentWrote(ctx, "c1", usher.AgentMessage{ID: "a1", Agent: "nobody", Text: canaryText})
	s.got(nil, err)
	_, err = s.router.Start(ctx, "nothing", usher.Conversation{ID: "c1", Contact: canaryContact(), Message: usher.Message{ID: "x", Text: canaryText}})
	s.got(nil, err)
	_, err = s.router.Callback(ctx, canarySecret, usher.ActionResult{Fields: map[string]any{"a": canaryPIN}})
	s.got(nil, err)
	require.NotEmpty(s.t, s.errs)
}

func (s *spy) isSilent() {
	s.t.Helper()
	silent(s.t, "the log", []string{s.log.String()}, everything()...)
	for _, err := range s.errs {
		silent(s.t, "an error", append(printed(err), err.Error()), everything()...)
	}
	silent(s.t, "an explanation", s.records(), private()...)
	for _, effect := range s.host.all() {
		silent(s.t, "an effect", printed(effect), everything()...)
	}
	for _, value := range s.values {
		switch value.(type) {
		case usher.Conversation, *usher.Conversation, usher.Message, usher.Contact, usher.View:
			silent(s.t, fmt.Sprintf("a %T", value), printed(value), everything()...)
		}
	}
	for _, row := range s.rows() {
		require.Empty(s.t, holding(row, canarySecret), "%T", row)
		switch row.(type) {
		case *usher.ConversationRow, usher.ConversationRow, *usher.ContactRow, usher.ContactRow:
			silent(s.t, fmt.Sprintf("a %T", row), printed(row), everything()...)
		}
	}
	require.Empty(s.t, holding(s.host.all(), canarySecret))
}
