package ushertest

import (
	"log/slog"
	"testing"
	"time"

	"github.com/gousher/usher"
)

// ChatStart is the instant at which the clock of a [Chat] stands first: a Monday at nine.
var ChatStart = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC) //nolint:gochecknoglobals // a constant, if times could be one

// Chat is a scripted chat: contacts write, agents come and go, time passes, and the test says what is to come of it. It
// drives a real [usher.Router] with a clock and a host of its own, and has every run take its stored form between any
// two turns. After each line of the script everything that is due is done, as [usher.Router.Run] would, so that actions
// have been called and texts delivered when the next line looks.
//
// What does not come as the script says ends the test. A chat is used by the goroutine of its test.
type Chat struct {
	// Clock is the router's clock. [Chat.Advance] moves it and does what becomes due.
	Clock *Clock
	// Host is the router's host: what was delivered, and what is to be refused.
	Host *Host
	// Router is the router itself, for calls that the script has no words for.
	Router *usher.Router

	tb     testing.TB
	cfg    usher.Config
	opened map[string]int // conversations by contact and channel
	agents map[string]*Agent
}

// NewChat makes a chat of a configuration. Its Now, Host and EncodeRuns are the chat's and have to be left empty; its
// Log, if empty, is the test's output. A configuration that [usher.New] refuses ends the test with every mistake.
func NewChat(tb testing.TB, cfg usher.Config) *Chat {
	tb.Helper()
	if cfg.Now != nil || cfg.Host != nil {
		tb.Fatalf("leave Config.Now and Config.Host empty: a chat has a clock and a host of its own, Chat.Clock and Chat.Host")
	}
	c := &Chat{Clock: NewClock(ChatStart), Host: &Host{}, tb: tb, cfg: cfg, opened: map[string]int{}, agents: map[string]*Agent{}}
	c.cfg.Now, c.cfg.Host, c.cfg.EncodeRuns = c.Clock.Now, c.Host, true
	if c.cfg.Log == nil {
		c.cfg.Log = slog.New(slog.NewTextHandler(tb.Output(), &slog.HandlerOptions{Level: slog.LevelWarn, ReplaceAttr: withoutTime}))
	}
	if c.cfg.Store == nil {
		c.cfg.Store = usher.NewMemoryStore()
	}
	c.start()
	tb.Cleanup(func() {
		for _, violation := range c.Host.Violations() {
			tb.Errorf("a promise about deliveries was not kept: %s", violation)
		}
	})
	return c
}

// withoutTime leaves the time of the machine out of the test's output.
func withoutTime(groups []string, a slog.Attr) slog.Attr {
	if len(groups) == 0 && a.Key == slog.TimeKey {
		return slog.Attr{}
	}
	return a
}

func (c *Chat) start() {
	c.tb.Helper()
	router, err := usher.New(c.cfg)
	if err != nil {
		c.tb.Fatalf("the router cannot be made: %v", err)
	}
	c.Router = router
}

// Restarts ends the router and starts another one over the same store, as a new process would: nothing that the script
// goes on to say may notice.
func (c *Chat) Restarts() *Chat {
	c.tb.Helper()
	c.start()
	c.settle()
	return c
}

// Changes puts another desk or other workflows in force: see [usher.Router.Use].
func (c *Chat) Changes(to usher.Definition) *Chat {
	c.tb.Helper()
	if _, err := c.Router.Use(c.tb.Context(), to); err != nil {
		c.tb.Fatalf("the definition cannot be put in force: %v", err)
	}
	if to.Desk != nil { // what a restart finds
		c.cfg.Desk = *to.Desk
	}
	if len(to.Workflows) > 0 {
		c.cfg.Earlier = append(c.workflows(), c.cfg.Earlier...)
		c.cfg.Workflow, c.cfg.Workflows = nil, to.Workflows
	}
	c.settle()
	return c
}

func (c *Chat) workflows() []usher.Workflow {
	var all []usher.Workflow
	if c.cfg.Workflow != nil {
		all = append(all, c.cfg.Workflow)
	}
	return append(all, c.cfg.Workflows...)
}

// Advance lets time pass. The clock stops at every instant on the way at which something is due, such as a time-out, and
// the router does it there.
func (c *Chat) Advance(d time.Duration) *Chat {
	c.tb.Helper()
	if d < 0 {
		c.tb.Fatalf("a chat goes forward only: use Chat.Clock.Set for a clock that goes wrong")
	}
	c.until(c.Clock.Now().Add(d))
	return c
}

// settle does what is due now.
func (c *Chat) settle() {
	c.tb.Helper()
	c.until(c.Clock.Now())
}

// maxStops bounds what is done in one go: more than that never comes to rest.
const maxStops = 10_000

// until does what is due until an instant, each thing at its own.
func (c *Chat) until(end time.Time) {
	c.tb.Helper()
	for range maxStops {
		if err := c.Router.Wake(c.tb.Context()); err != nil {
			c.tb.Fatalf("what is due at %s cannot be done: %v", c.Clock.Now().Format(time.RFC3339), err)
		}
		due, err := c.Router.NextDue(c.tb.Context())
		now := c.Clock.Now()
		switch {
		case err != nil:
			c.tb.Fatalf("what is due next cannot be found out: %v", err)
		case !due.IsZero() && !due.After(now): // once more
		case !due.IsZero() && !due.After(end):
			c.Clock.Set(due)
		case now.Before(end):
			c.Clock.Set(end)
		default:
			return
		}
	}
	c.tb.Fatalf("at %s there is always something due: the chat never comes to rest", c.Clock.Now().Format(time.RFC3339))
}
