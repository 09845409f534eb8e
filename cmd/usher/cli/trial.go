package cli

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/gousher/usher"
)

// A trial is a router in memory whose host delivers nothing. Its clock goes on by a second with each message.
type trial struct {
	router *usher.Router
	web    *noWeb
	clock  time.Time
	now    func() time.Time // measures
	// fallbackElse: what no row matches goes to the fallback's team, because there is a table alone and it has no else.
	fallbackElse bool
}

// newTrial begins at an instant; if that is zero, now.
func newTrial(in *input, definition usher.Definition, table string, start time.Time) (*trial, error) {
	if start.IsZero() {
		start = in.now()
	}
	t := &trial{clock: start, now: in.now, web: &noWeb{}, fallbackElse: table != "" && definition.Desk.Tables[table].Else == ""}
	router, err := usher.New(usher.Config{
		Workflows: definition.Workflows,
		Desk:      staffed(definition),
		Host:      usher.HostFunc(func(context.Context, usher.Effect) error { return nil }),
		Now:       func() time.Time { return t.clock },
		Log:       slog.New(slog.DiscardHandler),
		HTTP:      usher.HTTP{Transport: t.web, BreakAfter: math.MaxInt32}, // every message finds the same world
	})
	if err != nil {
		return nil, fmt.Errorf("the definitions cannot be used: %w", err)
	}
	t.router = router
	return t, nil
}

// staffed is the desk with somebody in every team: what waits for a team in which nobody works would go to the fallback.
func staffed(definition usher.Definition) usher.Desk {
	desk := *definition.Desk
	vacant := vacantTeams(desk)
	if len(vacant) == 0 {
		return desk
	}
	desk.Agents = slices.Clone(desk.Agents)
	for _, skills := range requirements(definition.Workflows) {
		standIn := usher.Agent{ID: "somebody", Teams: vacant, Skills: skills}
		for slices.ContainsFunc(desk.Agents, func(a usher.Agent) bool { return a.ID == standIn.ID }) {
			standIn.ID += " else"
		}
		desk.Agents = append(desk.Agents, standIn)
	}
	return desk
}

func vacantTeams(desk usher.Desk) []string {
	var vacant []string
	for _, team := range desk.Teams {
		if !slices.ContainsFunc(desk.Agents, func(a usher.Agent) bool { return slices.Contains(a.Teams, team.ID) }) {
			vacant = append(vacant, team.ID)
		}
	}
	return vacant
}

// requirements are skills that meet what the workflows require: all of it at the highest level, and that of each stage
// alone.
func requirements(workflows []usher.Workflow) []usher.Skills {
	most := usher.Skills{}
	all := []usher.Skills{most}
	for _, w := range workflows {
		p, err := usher.Compile(w, nil, without(workflows, w)...)
		if err != nil {
			continue // the router says what is wrong with it
		}
		for _, step := range p.Outline().Steps {
			assign, ok := step.Step.(usher.Assign)
			if !ok {
				continue
			}
			stages := append([]usher.Stage{{Must: assign.Must}}, assign.Stages...)
			for _, stage := range stages {
				lowest := usher.Skills{}
				for name, level := range stage.Must {
					if n := lowestLevel(level); n > 0 {
						lowest[name], most[name] = n, max(most[name], n)
					}
				}
				all = append(all, lowest)
			}
		}
	}
	return slices.CompactFunc(all, maps.Equal)
}

// lowestLevel is the lowest level that meets a requirement; 0: the skill may be missing.
func lowestLevel(required usher.Level) usher.Level {
	if required == usher.Absent {
		return 0
	}
	low, _, _ := strings.Cut(required.String(), "..") // "2..4", "<=3" or "4"
	if n, err := strconv.Atoi(low); err == nil {
		return usher.Level(n)
	}
	return 1
}

// A result is what became of one message.
type result struct {
	message  message
	team     string
	rest     string // where it came to rest, if that is no team: asking, waiting, closed, or an agent
	isElse   bool
	fallback string // why the fallback serves it
	refused  string // why the router did not take it
	took     time.Duration
}

// route routes one message as a conversation of its own, and closes that.
func (t *trial) route(ctx context.Context, m message) (result, error) {
	t.clock = t.clock.Add(time.Second)
	id := "line " + strconv.Itoa(m.line)
	c := usher.Conversation{
		ID: id, Channel: "file", Contact: usher.Contact{Language: m.language},
		Message: usher.Message{ID: id, Text: m.text, Language: m.language},
	}
	before := t.web.requests()
	begin := t.now()
	outcome, err := t.router.Route(ctx, c)
	r := result{message: m, took: t.now().Sub(begin)}
	if err == nil && t.web.requests() != before {
		outcome, err = t.retried(ctx, id, outcome)
	}
	switch {
	case errors.Is(err, usher.ErrInvalid):
		r.refused = strings.TrimPrefix(err.Error(), usher.ErrInvalid.Error()+": ")
		return r, nil
	case err != nil:
		return r, fmt.Errorf("the message cannot be routed: %w", err)
	}
	t.judge(&r, outcome)
	if outcome.Of().State == usher.StateClosed {
		return r, nil
	}
	if _, err := t.router.CloseConversation(ctx, id, usher.CloseConversation{}); err != nil {
		return r, fmt.Errorf("the conversation cannot be closed: %w", err)
	}
	return r, nil
}

// retried lets the time between the tries of a request pass, until the conversation no longer waits for one.
func (t *trial) retried(ctx context.Context, id string, outcome usher.Outcome) (usher.Outcome, error) {
	const most = 1000 // what is due
	for range most {
		waiting, ok := outcome.(usher.Waiting)
		if !ok || waiting.For != "action" {
			return outcome, nil
		}
		due, err := t.router.NextDue(ctx)
		if err != nil || due.IsZero() {
			return outcome, err
		}
		if due.After(t.clock) {
			t.clock = due
		}
		if outcome, err = t.woken(ctx, id); err != nil {
			return outcome, err
		}
	}
	return outcome, nil
}

// woken does what is due, and says where a conversation is then.
func (t *trial) woken(ctx context.Context, id string) (usher.Outcome, error) {
	if err := t.router.Wake(ctx); err != nil {
		return nil, fmt.Errorf("what is due cannot be done: %w", err)
	}
	view, err := t.router.Conversation(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("the conversation cannot be read: %w", err)
	}
	return view.Outcome, nil
}

// noWeb is an outside world in which nobody listens. It counts who asks.
type noWeb struct {
	mu    sync.Mutex
	count int
	asked map[string]bool // by conversation
}

// RoundTrip refuses the connection.
func (w *noWeb) RoundTrip(request *http.Request) (*http.Response, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.count++
	id, _ := usher.ConversationOf(request.Context())
	if w.asked == nil {
		w.asked = map[string]bool{}
	}
	w.asked[id] = true
	return nil, fmt.Errorf("requests are not made here: %w", syscall.ECONNREFUSED)
}

func (w *noWeb) requests() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.count
}

// conversations is how many would have made a request.
func (w *noWeb) conversations() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.asked)
}

// judge reads off the outcome who has the message, and how that came.
func (t *trial) judge(r *result, outcome usher.Outcome) {
	of := outcome.Of()
	switch of.State {
	case usher.StateAssigned, usher.StateOffered, usher.StateQueued:
		if r.team = of.Team; r.team == "" {
			r.rest = "agent " + of.Agent
		}
	default:
		r.rest = string(of.State)
	}
	r.fallback = of.Fallback
	if r.fallback != "" {
		return
	}
	switch {
	case !tookElse(of.Trace):
	case t.fallbackElse:
		r.fallback = "no row of the table matches"
	default:
		r.isElse = true
	}
}

// tookElse reports whether the last decision was an else, or that no row of a keyword table matches.
func tookElse(trace usher.Trace) bool {
	decision := ""
	for _, entry := range trace {
		if entry.Kind == usher.EntryMatched || entry.Kind == usher.EntryTeam && strings.HasPrefix(entry.Detail, "keyword table ") {
			decision = entry.Detail
		}
	}
	return decision == "else" || strings.HasPrefix(decision, "else:") || strings.HasPrefix(decision, "else (") ||
		strings.HasSuffix(decision, ": no row matches")
}
