package scenario

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gousher/usher"
	"github.com/gousher/usher/file"
)

// expect checks what an entry expects of a conversation or an agent.
func (w *world) expect(ctx context.Context, x file.Expectation) {
	if x.Agent != "" {
		w.expectAgent(ctx, x)
		return
	}
	view, err := w.router.Conversation(ctx, x.Conversation)
	if err != nil && w.erased(x.Conversation) { // it was closed, and then there was nothing of it any more
		view.Outcome, err = usher.Closed{Result: usher.Result{Conversation: x.Conversation, State: usher.StateClosed}}, nil
	}
	if err != nil {
		w.failed(x.Conversation, file.Check{Line: w.entry.Line}, "", "it has not begun")
		return
	}
	for _, check := range x.Checks {
		if got, ok := w.holds(ctx, x.Conversation, view, check); !ok {
			w.failed(x.Conversation, check, wanted(check), got)
		}
	}
}

func (w *world) failed(subject string, check file.Check, want, got string) {
	w.result.Failures = append(w.result.Failures, Failure{
		Line: check.Line, At: w.entry.At, Subject: subject, Key: check.Key, Want: want, Got: got,
	})
}

// holds compares one key, and says what there is.
func (w *world) holds(ctx context.Context, name string, view usher.View, check file.Check) (string, bool) {
	result := view.Outcome.Of()
	switch check.Key {
	case "state":
		return oneOf(string(result.State), check.Want)
	case "team":
		return oneOf(result.Team, check.Want)
	case "agent":
		if _, waits := view.Outcome.(usher.Queued); waits { // for him, who has not got it
			if got, ok := oneOf("", check.Want); ok {
				return got, true
			}
		}
		return oneOf(result.Agent, check.Want)
	case "priority":
		return within(float64(view.Priority), check.Want)
	case "stage":
		return within(stage(result), check.Want)
	case "position":
		queued, ok := view.Outcome.(usher.Queued)
		if !ok {
			return "not queued", false
		}
		return within(float64(queued.Position), check.Want)
	case "variables":
		return w.named(view.Variables, check.Want)
	case "fields":
		return w.named(fieldsOf(view.Contact), check.Want)
	case "fallback":
		return strconv.FormatBool(view.Fallback != ""), check.Want == (view.Fallback != "")
	case "tags":
		return sameSet(view.Contact.Tags, check.Want)
	case "because":
		return w.because(ctx, name, check.Want)
	}
	return w.recorded(name, check)
}

// recorded compares what the host was given.
func (w *world) recorded(name string, check file.Check) (string, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	t := w.talk(name)
	var got []string
	switch check.Key {
	case "sent":
		got, t.sent = t.sent, nil
	case "comments":
		got = t.comments
	case "http":
		got = t.requests
	}
	want, _ := check.Want.([]string)
	return list(got), slices.Equal(got, want)
}

func stage(result usher.Result) float64 {
	return float64(result.Stage)
}

// fieldsOf are the contact's fields, his name and his language.
func fieldsOf(c usher.Contact) map[string]any {
	all := map[string]any{"name": c.Name, "language": c.Language}
	maps.Copy(all, c.Fields)
	return all
}

func oneOf(got string, want any) (string, bool) {
	allowed, _ := want.([]any)
	shown := got
	if got == "" {
		shown = "null"
	}
	for _, one := range allowed {
		if one == nil && got == "" || one == got && got != "" {
			return shown, true
		}
	}
	return shown, false
}

func within(got float64, want any) (string, bool) {
	r, _ := want.(file.Range)
	return strconv.FormatFloat(got, 'f', -1, 64), got >= r.Min && got <= r.Max
}

// named compares the values that are named, whatever else there is.
func (w *world) named(got map[string]any, want any) (string, bool) {
	wanted, _ := want.(map[string]any)
	shown, ok := map[string]any{}, true
	for name, value := range wanted {
		shown[name] = got[name]
		ok = ok && same(got[name], value)
	}
	return asJSON(shown), ok
}

// same compares a value with one from a file, where numbers have no types and times are texts.
func same(got, want any) bool {
	if text, ok := want.(string); ok {
		n, isNumber := number(got)
		if r, isRange := file.ParseRange(text); isNumber && isRange {
			return n >= r.Min && n <= r.Max
		}
	}
	if at, ok := got.(time.Time); ok {
		text, isText := want.(string)
		parsed, err := time.Parse(time.RFC3339Nano, text)
		return isText && err == nil && parsed.Equal(at)
	}
	a, okA := number(got)
	b, okB := number(want)
	if okA && okB {
		return a == b
	}
	return asJSON(got) == asJSON(want)
}

func number(v any) (float64, bool) {
	switch n := v.(type) {
	case int:
		return float64(n), true
	case int64:
		return float64(n), true
	case float64:
		return n, true
	}
	return 0, false
}

func sameSet(got []string, want any) (string, bool) {
	wanted, _ := want.([]string)
	a, b := slices.Sorted(slices.Values(got)), slices.Sorted(slices.Values(wanted))
	return list(a), slices.Equal(slices.Compact(a), slices.Compact(b))
}

func (w *world) because(ctx context.Context, name string, want any) (string, bool) {
	all := w.explain(ctx, name)
	folded := strings.ToLower(all)
	texts, _ := want.([]string)
	for _, text := range texts {
		if !strings.Contains(folded, strings.ToLower(text)) {
			return fmt.Sprintf("nothing about %q: see the explanation below", text), false
		}
	}
	return "", true
}

func list(texts []string) string {
	if texts == nil {
		texts = []string{}
	}
	return asJSON(texts)
}

// wanted is what a check wants, as people write it.
func wanted(check file.Check) string {
	switch want := check.Want.(type) {
	case []any:
		words := make([]string, len(want))
		for i, one := range want {
			if words[i] = "null"; one != nil {
				words[i] = fmt.Sprint(one)
			}
		}
		return strings.Join(words, " or ")
	case []string:
		return list(want)
	case map[string]any:
		return asJSON(want)
	}
	return fmt.Sprint(check.Want)
}

func (w *world) expectAgent(ctx context.Context, x file.Expectation) {
	all, err := w.router.Agents(ctx)
	if err != nil {
		w.broken(x.Agent, err)
		return
	}
	i := slices.IndexFunc(all, func(view usher.AgentView) bool { return view.Agent.ID == x.Agent })
	if i < 0 {
		w.failed(x.Agent, file.Check{Line: w.entry.Line}, "", "no such agent works here now")
		return
	}
	for _, check := range x.Checks {
		got, ok := "", false
		switch check.Key {
		case "status":
			got, ok = oneOf(all[i].Status.String(), check.Want)
		case "load":
			got, ok = within(all[i].Load.Float(), check.Want)
		case "capacity":
			got, ok = within(all[i].Capacity.Float(), check.Want)
		}
		if !ok {
			w.failed(x.Agent, check, wanted(check), got)
		}
	}
}
