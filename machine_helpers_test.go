package usher

import (
	"context"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

var updateGolden = flag.Bool("update", false, "rewrite the golden files; read the diff before you commit it")

// golden compares with testdata/machine/NAME.golden.
func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", "machine", name+".golden")
	got += "\n"
	if *updateGolden {
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
		require.NoError(t, os.WriteFile(file, []byte(got), 0o600))
		return
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, string(want), got)
}

// monday is when every hand-driven conversation begins.
var monday = time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)

// frontDesk is a desk with a few of everything that a definition can name.
func frontDesk() *Desk {
	return &Desk{
		Teams: []Team{{ID: "sales"}, {ID: "support"}, {ID: "supervisors"}},
		Agents: []Agent{
			{ID: "ana", Teams: []string{"support"}, Skills: Skills{"french": 2, "billing": 5}},
			{ID: "ben", Teams: []string{"sales"}},
		},
		Tables: map[string]Table{
			"front": {Rows: []Row{{Team: "sales", Phrases: []string{"price"}}, {Team: "support", Phrases: []string{"broken"}}}},
		},
		Fallback: Fallback{Team: "supervisors"},
		Private:  []string{"iban"},
	}
}

// The variables that the tests share.
var (
	topic   = Var[string]{Name: "topic"}
	amount  = Var[float64]{Name: "amount"}
	people  = Var[int]{Name: "people"}
	urgent  = Var[bool]{Name: "urgent"}
	dueAt   = Var[time.Time]{Name: "due_at"}
	basket  = Var[[]any]{Name: "basket"}
	details = Var[map[string]any]{Name: "details"}
	secret  = Var[string]{Name: "pin", Private: true}
)

func allVariables() []Variable {
	return []Variable{topic, amount, people, urgent, dueAt, basket, details, secret}
}

// toSupport ends a path.
func toSupport() Steps { return Steps{Assign{Team: "support"}} }

// flowOf is a workflow with the shared variables that ends at support.
func flowOf(steps ...Step) Flow {
	return Flow{Name: "test", Vars: allVariables(), Steps: append(slices.Clone(steps), Assign{Team: "support"})}
}

// mistakesOf compiles what is not right and returns the mistakes.
func mistakesOf(t *testing.T, w Workflow, d *Desk) Diagnostics {
	t.Helper()
	p, err := Compile(w, d)
	require.Error(t, err)
	require.Nil(t, p)
	require.ErrorIs(t, err, ErrInvalid)
	var found Diagnostics
	require.ErrorAs(t, err, &found)
	for _, d := range found {
		require.NotEmpty(t, d.Code)
		require.NotEmpty(t, d.Message)
	}
	return found
}

// brief writes mistakes as the tests state them: code, step and field, message, and the hint after a semicolon.
func brief(found Diagnostics) []string {
	lines := make([]string, len(found))
	for i, d := range found {
		place := strings.Join(slices.DeleteFunc([]string{d.Step, d.Field}, func(s string) bool { return s == "" }), " ")
		lines[i] = fmt.Sprintf("%s [%s] %s", d.Code, place, d.Message)
		if d.Warning {
			lines[i] = "warning " + lines[i]
		}
		if d.Hint != "" {
			lines[i] += "; " + d.Hint
		}
	}
	return lines
}

// openDesk is the front desk with calendars: an office in Madrid, a night shift, and one that never opens.
func openDesk() *Desk {
	desk := frontDesk()
	desk.Calendars = map[string]Calendar{
		"office": {Zone: "Europe/Madrid", Weekly: Weekdays("09:00-14:00", "15:00-18:00")},
		"night":  {Zone: "Europe/Madrid", Weekly: Weekdays("22:00-06:00")},
		"never":  {Zone: "Europe/Madrid"},
	}
	return desk
}

// dialogue is a conversation with a workflow that is driven by hand: no router, no store, no clock. Before every turn the
// run passes through its stored form, the turn is decided twice, and what went in must be as it was.
type dialogue struct {
	t       *testing.T
	program *Program
	run     *Run
	scene   Scene
	now     time.Time
	turned  Turned
	record  Trace    // of all turns
	effects []Effect // of all turns
}

// talk compiles the workflow against the front desk and begins a run.
func talk(t *testing.T, w Workflow) *dialogue {
	t.Helper()
	return talkWithin(t, w, Limits{})
}

func talkWithin(t *testing.T, w Workflow, limits Limits) *dialogue {
	t.Helper()
	d := talkAt(t, frontDesk(), w)
	d.program.limits = limits.orDefault()
	return d
}

// talkAt is talk at a desk of one's own, with the workflows that this one runs.
func talkAt(t *testing.T, desk *Desk, w Workflow, others ...Workflow) *dialogue {
	t.Helper()
	p, err := Compile(w, desk, others...)
	require.NoError(t, err)
	return &dialogue{t: t, program: p, run: p.Begin(), now: monday, scene: Scene{
		Tenant: "acme", Conversation: "c1", Channel: "web", OpenedAt: monday, OpenedBy: "contact", Born: monday,
		Contact: Contact{ID: "mia", Name: "Mia", Language: "es", Tags: []string{"old"}, Fields: map[string]any{"plan": "gold"}},
	}}
}

// restored is the run as a store would give it back.
func (d *dialogue) restored() *Run {
	d.t.Helper()
	stored := d.run.Encode()
	run, err := d.run.program.Restore(stored)
	require.NoError(d.t, err)
	require.Equal(d.t, stored, run.Encode())
	return run
}

// happens is one turn.
func (d *dialogue) happens(e Event) *dialogue {
	d.t.Helper()
	run := d.restored()
	before, contact := run.Encode(), copyOf(d.scene.Contact)
	first := run.program.Step(run, d.scene, e, d.now)
	turned := run.program.Step(run, d.scene, e, d.now)
	require.Equal(d.t, before, run.Encode(), "a turn must leave the run that it was given as it was")
	require.Equal(d.t, contact, d.scene.Contact, "a turn must leave the contact that it was given as it was")
	require.Equal(d.t, first.Run.Encode(), turned.Run.Encode(), "the same turn must be decided in the same way")
	require.Equal(d.t, first.Effects, turned.Effects)
	require.Equal(d.t, first.Trace.Explain(), turned.Trace.Explain())

	d.turned, d.run, d.scene = turned, turned.Run, turned.Scene
	d.record = append(d.record, turned.Trace...)
	for _, e := range turned.Effects { // every effect has a number of its own, in order
		if n := len(d.effects); n > 0 {
			require.Less(d.t, d.effects[n-1].Head().Number, e.Head().Number)
		}
		d.effects = append(d.effects, e)
	}
	return d
}

// String is what happened so far; it is only asked for when a test fails.
func (d *dialogue) String() string { return d.record.Explain() }

func copyOf(c Contact) Contact {
	c.Tags, c.Fields = slices.Clone(c.Tags), maps.Clone(c.Fields)
	return c
}

func (d *dialogue) gets(m Message) *dialogue { d.t.Helper(); return d.happens(Received{Message: m}) }

func (d *dialogue) says(text string) *dialogue {
	d.t.Helper()
	return d.gets(Message{ID: "m", Text: text})
}

func (d *dialogue) taps(choice string) *dialogue {
	d.t.Helper()
	return d.gets(Message{ID: "m", Choice: choice})
}

func (d *dialogue) after(wait time.Duration) *dialogue {
	d.now = d.now.Add(wait)
	return d
}

// sends checks the texts of the turn.
func (d *dialogue) sends(texts ...string) *dialogue {
	d.t.Helper()
	var sent []string
	for _, e := range d.turned.Effects {
		if send, ok := e.(Send); ok {
			sent = append(sent, send.Text)
		}
	}
	require.Equal(d.t, texts, sent, "%v", d)
	return d
}

func (d *dialogue) rests(kind RestKind) *dialogue {
	d.t.Helper()
	require.Equal(d.t, kind, d.turned.Rest.Kind, "%v", d)
	return d
}

func (d *dialogue) asks(texts ...string) *dialogue {
	d.t.Helper()
	return d.sends(texts...).rests(RestAnswer)
}

func (d *dialogue) goesTo(team string) *dialogue {
	d.t.Helper()
	d.rests(RestAssign)
	require.Equal(d.t, team, d.turned.Rest.Assign.Team, "%v", d)
	return d
}

// fails checks that the fallback is to serve the conversation, for this reason.
func (d *dialogue) fails(reason string) *dialogue {
	d.t.Helper()
	d.rests(RestFailed)
	require.Contains(d.t, d.turned.Rest.Reason, reason)
	require.Contains(d.t, d.turned.Trace.Explain(), reason, "the explanation says why")
	return d
}

// explains checks the explanation of the turn.
func (d *dialogue) explains(texts ...string) *dialogue {
	d.t.Helper()
	for _, text := range texts {
		require.Contains(d.t, d.turned.Trace.Explain(), text)
	}
	return d
}

// lastSend is the last text of the conversation.
func (d *dialogue) lastSend() Send {
	d.t.Helper()
	for _, e := range slices.Backward(d.effects) {
		if send, ok := e.(Send); ok {
			return send
		}
	}
	require.Fail(d.t, "nothing was sent")
	return Send{}
}

// variable is the value of a variable of the run, by its stored form.
func (d *dialogue) variable(name string) any {
	d.t.Helper()
	return d.restored().answers()[name]
}

// changed is what the turn saved about the contact.
func (d *dialogue) changed() ContactChanged {
	d.t.Helper()
	require.NotEmpty(d.t, d.turned.Effects)
	last := d.turned.Effects[len(d.turned.Effects)-1]
	require.IsType(d.t, ContactChanged{}, last, "what was saved is told last")
	c := last.(ContactChanged)
	require.Equal(d.t, c, *d.turned.Changed)
	c.Header = Header{}
	return c
}

// lookupAction is an action that can be compared.
type lookupAction struct{}

func (lookupAction) Do(context.Context, ActionInput) (ActionResult, error) {
	return ActionResult{}, nil
}
