package scenario

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/gousher/usher"
	"github.com/gousher/usher/file"
)

// Options are what scenarios are run with. The zero value knows the kinds of usher alone.
type Options struct {
	// Kinds are the host's own; they are made for every scenario anew, with the client that reaches its stubs.
	Kinds func(client *http.Client) file.Kinds
	// FS is where files are read from; nil: the file system.
	FS fs.FS
}

// A Result is what became of a scenario.
type Result struct {
	// File and Name are the scenario's.
	File string
	Name string
	// Mistakes are why it could not be run: in the scenario, or in a definition that it names.
	Mistakes usher.Diagnostics
	// Failures are the expectations that did not hold, and what the router refused.
	Failures []Failure
	// Moments are what happened, in order.
	Moments []Moment
	// Explanations are the whole records, by conversation; Names are the conversations in the order of their beginning.
	Explanations map[string]string
	Traces       map[string]usher.Trace
	Names        []string
}

// Passed reports whether everything held.
func (r *Result) Passed() bool { return len(r.Mistakes) == 0 && len(r.Failures) == 0 }

// A Failure is an expectation that did not hold.
type Failure struct {
	Line    int           `json:"line"`
	At      time.Duration `json:"at"`
	Subject string        `json:"subject"` // the conversation or agent
	Key     string        `json:"key,omitempty"`
	Want    string        `json:"want,omitempty"`
	Got     string        `json:"got"`
}

// A Moment is one thing that happened.
type Moment struct {
	At   time.Duration `json:"at"`
	Kind MomentKind    `json:"kind"`
	Text string        `json:"text"`

	// Conversation is whose it is, if it is one conversation's.
	Conversation string `json:"-"`
	// Effect is what the host was given; Refused: it did not reach the contact.
	Effect  usher.Effect `json:"-"`
	Refused bool         `json:"-"`
	// Decision is the line of the explanation.
	Decision *usher.Entry `json:"-"`
	// Impossible is set for an action that changed nothing, because it could not be done.
	Impossible bool `json:"-"`
}

// MomentKind says who did something.
type MomentKind string

// The kinds of moments.
const (
	Happened MomentKind = "happened" // an entry of the time line
	Effected MomentKind = "effect"   // what the host was given
	Decided  MomentKind = "decision" // a line of an explanation
	Expected MomentKind = "expected"
)

// Run reads and runs one scenario. The error says what is wrong with the kinds registered.
func Run(ctx context.Context, name string, options Options) (*Result, error) {
	return newWorld(name).run(ctx, options)
}

func (w *world) run(ctx context.Context, options Options) (*Result, error) {
	name := w.result.File
	kinds := file.Kinds{}
	if options.Kinds != nil {
		kinds = w.attributed(options.Kinds(w.outside.client()))
	}
	s, err := file.Format{Kinds: kinds, FS: options.FS}.Scenario(name)
	var mistakes usher.Diagnostics
	switch {
	case errors.As(err, &mistakes):
		w.result.Mistakes = mistakes
		return w.result, nil
	case err != nil:
		return nil, err
	}
	w.result.Name = s.Name
	if len(s.Errors) > 0 {
		w.failsToLoad(s)
		return w.result, nil
	}
	if err := w.play(ctx, s); ctx.Err() != nil {
		return nil, ctx.Err()
	} else if err != nil {
		f := Failure{Line: w.entry.Line, At: w.entry.At, Subject: "the scenario", Got: err.Error()}
		w.result.Failures = append(w.result.Failures, f)
	}
	return w.result, nil
}

// failsToLoad checks that loading fails as expected.
func (w *world) failsToLoad(s *file.Scenario) {
	printed := make([]string, len(s.Mistakes))
	for i, d := range s.Mistakes {
		printed[i] = d.String()
	}
	all := strings.Join(printed, "\n")
	for _, want := range s.Errors {
		got := all
		switch {
		case got == "":
			got = "nothing is wrong"
		case len(s.Mistakes.Errors()) == 0: // loading does not fail by warnings
			got = "nothing but warnings:\n" + all
		case strings.Contains(strings.ToLower(all), strings.ToLower(want)):
			continue
		}
		w.result.Failures = append(w.result.Failures, Failure{Subject: "loading", Key: "error", Want: want, Got: got})
	}
}

// play runs the time line.
func (w *world) play(ctx context.Context, s *file.Scenario) error {
	if err := w.begin(s); err != nil { //nolint:contextcheck // a router is made; nobody waits for it
		return err
	}
	within, cancel := context.WithCancel(ctx)
	defer func() {
		cancel()
		w.sim.finish()
	}()
	err := w.live(within)
	for _, name := range w.result.Names {
		w.result.Explanations[name] = w.explain(ctx, name)
		w.result.Traces[name], _ = w.router.Explain(ctx, name) // none of one that never began
	}
	return err
}

// begin makes the router, at the scenario's start.
func (w *world) begin(s *file.Scenario) error {
	w.scenario, w.now = s, s.Start
	w.outside.stubs, w.deliveries = newStubs(s.HTTP), newDeliveries(s.Delivery)
	router, err := usher.New(usher.Config{
		Workflows: s.Workflows, Desk: s.Desk, Host: usher.HostFunc(w.deliver), Now: w.Now, Seed: s.Seed,
		Background: true, EncodeRuns: true, Log: slog.New(slog.DiscardHandler), HTTP: usher.HTTP{Transport: w.outside, Secret: secret},
	})
	if err != nil {
		return fmt.Errorf("the scenario's definitions: %w", err)
	}
	w.router = router
	return nil
}

// secret stands for every secret of a scenario: what it is makes no difference to stubs.
func secret(_ context.Context, name string) (string, error) { return "the secret " + name, nil }

// live lets the entries happen, one after the other.
func (w *world) live(ctx context.Context) error {
	for _, entry := range w.scenario.Timeline {
		if err := w.enter(ctx, entry); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// enter lets everything happen that comes before an entry, then the entry, then what is due by it.
func (w *world) enter(ctx context.Context, entry file.Entry) error {
	if err := w.advance(ctx, w.scenario.Start.Add(entry.At)); err != nil {
		return err
	}
	w.entry = entry
	w.apply(ctx, entry)
	w.look(ctx)
	if err := w.settle(ctx); err != nil {
		return err
	}
	w.look(ctx)
	for _, x := range entry.Expect {
		w.expect(ctx, x)
	}
	return nil
}
