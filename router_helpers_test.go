package usher_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sort"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher"
)

// routerStart is the instant at which the clock of a rig stands first.
var routerStart = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// stoppedClock is a clock that stands still until it is moved.
type stoppedClock struct {
	mu sync.Mutex
	at time.Time
}

func (c *stoppedClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *stoppedClock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// recorder is a host that keeps what it was given. What its hook refuses counts as not delivered.
type recorder struct {
	mu      sync.Mutex
	effects []usher.Effect          // the first delivery of each key, in order
	byKey   map[string]usher.Effect // what came under the key first
	tries   map[string]int          // deliveries by key, refused ones included
	hook    func(context.Context, usher.Effect) error
	mixed   []string // keys that came with two contents
}

func newRecorder(hook func(context.Context, usher.Effect) error) *recorder {
	return &recorder{byKey: map[string]usher.Effect{}, tries: map[string]int{}, hook: hook}
}

func (h *recorder) Deliver(ctx context.Context, e usher.Effect) error {
	h.mu.Lock()
	h.tries[e.Key()]++
	h.mu.Unlock()
	if h.hook != nil {
		if err := h.hook(ctx, e); err != nil {
			return err
		}
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if first, known := h.byKey[e.Key()]; known {
		if described(first) != described(e) {
			h.mixed = append(h.mixed, described(first)+" != "+described(e))
		}
		return nil
	}
	h.byKey[e.Key()] = e
	h.effects = append(h.effects, e)
	return nil
}

// all are the effects, each once, in the order of their first delivery.
func (h *recorder) all() []usher.Effect {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Clone(h.effects)
}

// of are the effects of one conversation.
func (h *recorder) of(conversation string) []usher.Effect {
	return slices.DeleteFunc(h.all(), func(e usher.Effect) bool { return e.Head().Conversation != conversation })
}

// triesOf is how often the effect was given, refused or not.
func (h *recorder) triesOf(key string) int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.tries[key]
}

// set is every effect with its key, sorted: what two runs are compared by.
func (h *recorder) set() []string {
	var lines []string
	for _, e := range h.all() {
		lines = append(lines, e.Key()+" "+described(e))
	}
	sort.Strings(lines)
	return lines
}

// described is the content of an effect.
func described(e usher.Effect) string {
	data, err := json.Marshal(e)
	if err != nil {
		return err.Error()
	}
	return fmt.Sprintf("%T %s", e, data)
}

// texts are what a contact was sent.
func texts(effects []usher.Effect) []string {
	var sent []string
	for _, e := range effects {
		if send, ok := e.(usher.Send); ok {
			sent = append(sent, send.Text)
		}
	}
	return sent
}

// only are the effects of one type.
func only[E usher.Effect](effects []usher.Effect) []E {
	var found []E
	for _, e := range effects {
		if one, ok := e.(E); ok {
			found = append(found, one)
		}
	}
	return found
}

var topicVar = usher.Var[string]{Name: "topic"}

// toTeam is a block that assigns.
func toTeam(team string) usher.Steps { return usher.Steps{usher.Assign{Team: team}} }

// askTopic asks for a topic, waits a quarter of an hour, and gives up to support.
func askTopic() usher.AskQuestion {
	return usher.AskQuestion{
		Text: "Sales or Support?", Choices: usher.Choices("Sales", "Support"), SaveTo: topicVar,
		Timeout: 15 * time.Minute, Else: toTeam("support"),
	}
}

// reception asks, branches and assigns.
func reception() usher.Flow {
	return usher.Flow{Name: "reception", Vars: []usher.Variable{topicVar}, Steps: usher.Steps{
		askTopic(),
		usher.When(`topic == "Sales"`, usher.Assign{Team: "sales"}).Else(usher.Assign{Team: "support"}),
	}}
}

// flow is a workflow of these steps.
func flow(steps ...usher.Step) usher.Flow {
	return usher.Flow{Name: "reception", Vars: []usher.Variable{topicVar}, Steps: steps}
}

// office is a desk with one agent for each team, all online, with room for everybody.
func office() usher.Desk {
	return usher.Desk{
		Teams: []usher.Team{{ID: "sales"}, {ID: "support"}, {ID: "supervisors"}},
		Agents: []usher.Agent{
			{ID: "ana", Teams: []string{"support"}, Status: usher.Online, Capacity: 20000},
			{ID: "ben", Teams: []string{"sales"}, Status: usher.Online, Capacity: 20000},
			{ID: "dora", Teams: []string{"supervisors"}, Status: usher.Online, Capacity: 20000},
		},
		Fallback: usher.Fallback{Team: "supervisors"},
	}
}

// rig is a router with everything that it needs.
type rig struct {
	t      *testing.T
	clock  *stoppedClock
	host   *recorder
	store  usher.Store
	cfg    usher.Config
	router *usher.Router
}

// newRig makes a router of the reception's workflow and the office, unless change says otherwise.
func newRig(t *testing.T, change func(*usher.Config)) *rig {
	t.Helper()
	g := &rig{t: t, clock: &stoppedClock{at: routerStart}, host: newRecorder(nil)}
	g.cfg = usher.Config{Workflow: reception(), Desk: office(), Now: g.clock.Now, Log: slog.New(slog.DiscardHandler),
		EncodeRuns: true, // every run takes its stored form between any two turns, unless a test says otherwise
	}
	if change != nil {
		change(&g.cfg)
	}
	if g.cfg.Host == nil {
		g.cfg.Host = g.host
	}
	if g.cfg.Store == nil {
		g.cfg.Store = usher.NewMemoryStore()
	}
	g.store = g.cfg.Store
	g.restart()
	return g
}

// restart is what a new process does: a new router over the same store.
func (g *rig) restart() {
	g.t.Helper()
	router, err := usher.New(g.cfg)
	require.NoError(g.t, err)
	g.router = router
}

// hook lets effects go through a function first: what it refuses counts as not delivered.
func (g *rig) hook(hook func(context.Context, usher.Effect) error) {
	g.host.mu.Lock()
	defer g.host.mu.Unlock()
	g.host.hook = hook
}

// conversation is a message on its way into a conversation on the web.
func conversation(id, message, text string) usher.Conversation {
	return usher.Conversation{
		ID: id, Channel: "web", Contact: usher.Contact{ID: "contact of " + id, Name: "Mia"},
		Message: usher.Message{ID: message, Text: text},
	}
}

// say routes a text; its message id is the conversation's and the message's.
func (g *rig) say(id, message, text string) usher.Outcome {
	g.t.Helper()
	outcome, err := g.router.Route(g.t.Context(), conversation(id, id+"/"+message, text))
	require.NoError(g.t, err)
	return outcome
}

func (g *rig) wake() {
	g.t.Helper()
	require.NoError(g.t, g.router.Wake(g.t.Context()))
}

// view is what there is of a conversation.
func (g *rig) view(id string) usher.View {
	g.t.Helper()
	view, err := g.router.Conversation(g.t.Context(), id)
	require.NoError(g.t, err)
	return view
}

func (g *rig) state(id string) usher.State {
	g.t.Helper()
	return g.view(id).Outcome.Of().State
}

// agent is one agent at work.
func (g *rig) agent(id string) usher.AgentView {
	g.t.Helper()
	agents, err := g.router.Agents(g.t.Context())
	require.NoError(g.t, err)
	i := slices.IndexFunc(agents, func(a usher.AgentView) bool { return a.Agent.ID == id })
	require.GreaterOrEqual(g.t, i, 0, "agent %s", id)
	return agents[i]
}

// ownerOf is the agent to whom the conversation went, or its state if it went to nobody.
func ownerOf(outcome usher.Outcome) string {
	if assigned, ok := outcome.(usher.Assigned); ok {
		return assigned.Agent
	}
	return string(outcome.Of().State)
}

// agentOf is the owner of a conversation, or its state if it has none.
func (g *rig) agentOf(id string) string {
	g.t.Helper()
	return ownerOf(g.view(id).Outcome)
}

// kept is the state that a store holds, as a router sees it that has just been started on it: conversations, agents,
// queue. Two histories that should have come to the same are compared by it.
func (g *rig) kept(ids ...string) string {
	g.t.Helper()
	cfg := g.cfg
	cfg.Host = newRecorder(nil)
	router, err := usher.New(cfg)
	require.NoError(g.t, err)
	return stateOf(g.t, router, ids...)
}

// stateOf is everything a router tells, as JSON.
func stateOf(t *testing.T, router *usher.Router, ids ...string) string {
	t.Helper()
	var all []any
	for _, id := range ids {
		view, err := router.Conversation(t.Context(), id)
		if errors.Is(err, usher.ErrUnknown) {
			all = append(all, id+" is unknown")
			continue
		}
		require.NoError(t, err)
		all = append(all, view)
	}
	agents, err := router.Agents(t.Context())
	require.NoError(t, err)
	waiting, err := router.Waiting(t.Context())
	require.NoError(t, err)
	for i := range waiting {
		waiting[i].EstimatedWait = usher.Estimate{} // which is measured in memory
	}
	for i, one := range all {
		if view, ok := one.(usher.View); ok {
			if queued, ok := view.Outcome.(usher.Queued); ok {
				queued.EstimatedWait = usher.Estimate{}
				view.Outcome = queued
				all[i] = view
			}
		}
	}
	data, err := json.MarshalIndent(append(all, agents, waiting), "", " ")
	require.NoError(t, err)
	return string(data)
}

// requireSameState tells two states apart by the lines that only one of them has.
func requireSameState(t *testing.T, want, got, what string) {
	t.Helper()
	requireSameLines(t, strings.Split(want, "\n"), strings.Split(got, "\n"), what)
}

func requireSameLines(t *testing.T, want, got []string, what string) {
	t.Helper()
	if slices.Equal(want, got) {
		return
	}
	lacks := func(lines, all []string) string {
		return strings.Join(slices.DeleteFunc(slices.Clone(lines), func(line string) bool { return slices.Contains(all, line) }), "\n")
	}
	first := 0
	for first < min(len(want), len(got)) && want[first] == got[first] {
		first++
	}
	around := func(lines []string) string {
		return strings.Join(lines[min(max(first-3, 0), len(lines)):min(first+4, len(lines))], "\n")
	}
	require.Fail(t, "it came to something else", "%s\nmissing:\n%s\nextra:\n%s\nfirst difference, wanted:\n%s\ngot:\n%s",
		what, lacks(want, got), lacks(got, want), around(want), around(got))
}

// insist makes a call again until it succeeds, as a host does.
func insist(t *testing.T, call func() error) {
	t.Helper()
	var err error
	for range 200 {
		if err = call(); err == nil {
			return
		}
		require.NotErrorIs(t, err, usher.ErrInvalid, "nothing that was once acceptable may become unacceptable by a repeat")
	}
	require.NoError(t, err, "200 tries")
}
