package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"time"

	"github.com/gousher/usher"
)

// What it does: look for the phrases of the table, and assign to that team.
var flow = usher.Flow{Name: "triage", Revision: 1, Steps: usher.Steps{
	usher.Assign{By: usher.Keywords{Table: table}},
}}

// A floor is a router with agents at work. An agent closes a conversation some arrivals after it was handed to him, so
// that queues come and go as they do in life.
type floor struct {
	router     *usher.Router
	closeAfter int
	clock      time.Time // simulated: a message every second
	arrivals   int
	inHand     []handed // oldest first
	waiting    map[string]bool

	handOvers    int // effects that the host was given
	waited       int
	longestQueue int
}

// A handed conversation, and how many messages had arrived by then.
type handed struct {
	conversation string
	at           int
}

// A result is what became of one message.
type result struct {
	message  message
	team     string
	waits    bool
	reason   string // which row matched
	refused  string // why the router did not take it; empty: it did
	fallback string // why the fallback serves it; empty: it does not
	took     time.Duration
}

// open opens the floor; the router keeps everything in memory.
func open(s setup, closeAfter int, log io.Writer) (*floor, error) {
	f := &floor{
		closeAfter: closeAfter, waiting: map[string]bool{},
		clock: time.Date(2026, time.January, 5, 9, 0, 0, 0, time.UTC),
	}
	host := usher.HostFunc(func(_ context.Context, effect usher.Effect) error {
		if _, ok := effect.(usher.HandOver); ok {
			f.handOvers++
		}
		return nil
	})
	router, err := usher.New(usher.Config{
		Workflow: flow, Host: host, Desk: s.desk(),
		Now: func() time.Time { return f.clock },
		Log: slog.New(slog.NewTextHandler(log, nil)),
	})
	f.router = router
	return f, err
}

// routeAll routes every message as a conversation of its own, and then lets the agents finish, so that everyone who
// waits is served.
func (f *floor) routeAll(ctx context.Context, messages []message, each func(result)) error {
	for _, m := range messages {
		f.clock = f.clock.Add(time.Second)
		f.arrivals++
		if err := f.closeDue(ctx); err != nil {
			return err
		}
		r, err := f.route(ctx, m)
		if err != nil {
			return fmt.Errorf("line %d: %w", m.line, err)
		}
		each(r)
	}
	for len(f.waiting) > 0 && len(f.inHand) > 0 {
		f.arrivals += f.closeAfter
		f.clock = f.clock.Add(time.Minute)
		if err := f.closeDue(ctx); err != nil {
			return err
		}
	}
	return nil
}

// route routes one message, and says what became of it.
func (f *floor) route(ctx context.Context, m message) (result, error) {
	c := usher.Conversation{
		ID: fmt.Sprintf("line-%d", m.line), Channel: "csv",
		Message: usher.Message{ID: fmt.Sprintf("line-%d", m.line), Text: m.text},
	}
	start := time.Now()
	outcome, err := f.router.Route(ctx, c)
	r := result{message: m, took: time.Since(start)}
	if errors.Is(err, usher.ErrInvalid) {
		r.refused = strings.TrimPrefix(err.Error(), usher.ErrInvalid.Error()+": ")
		return r, nil
	} else if err != nil {
		return r, err
	}
	f.note(outcome)
	switch o := outcome.(type) {
	case usher.Assigned:
		r.team = o.Team
	case usher.Queued:
		r.team, r.waits = o.Team, true
		f.waited++
		f.longestQueue = max(f.longestQueue, o.Position)
	default:
		return r, fmt.Errorf("is neither assigned nor queued:\n%s", outcome.Explain())
	}
	r.fallback = outcome.Of().Fallback
	for _, entry := range outcome.Of().Trace {
		if entry.Kind == usher.EntryTeam {
			r.reason = entry.Detail
		}
	}
	return r, nil
}

// note keeps the books of who is in hand and who waits.
func (f *floor) note(outcome usher.Outcome) {
	id := outcome.Of().Conversation
	switch outcome.(type) {
	case usher.Assigned:
		delete(f.waiting, id)
		f.inHand = append(f.inHand, handed{id, f.arrivals})
	case usher.Queued:
		f.waiting[id] = true
	}
}

// closeDue closes what has been in hand for long enough. The agent who comes free gets the next one in the same call.
func (f *floor) closeDue(ctx context.Context) error {
	for len(f.inHand) > 0 && f.arrivals-f.inHand[0].at >= f.closeAfter {
		id := f.inHand[0].conversation
		f.inHand = f.inHand[1:]
		outcomes, err := f.router.CloseConversation(ctx, id, usher.CloseConversation{})
		if err != nil {
			return fmt.Errorf("closing %s: %w", id, err)
		}
		for _, outcome := range outcomes {
			f.note(outcome)
		}
	}
	return nil
}
