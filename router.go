package usher

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"
)

// Config is what a router is made of. The zero value of every optional field is its default.
type Config struct {
	// Workflow is the workflow that runs. For several use Workflows: the first whose trigger and condition match runs,
	// and one of them has to have no condition.
	Workflow  Workflow
	Workflows []Workflow
	// Earlier are earlier revisions that runs under way still need. A run whose revision is nowhere goes to the fallback.
	Earlier []Workflow
	// Host carries out the effects: required.
	Host Host
	// Desk says who works here: required.
	Desk Desk
	// Store keeps everything; nil means a [MemoryStore] of its own.
	Store Store
	// Tenant is whom the router serves: part of every key. Empty is a tenant like any other.
	Tenant string
	// Now is the clock; nil means time.Now. It is for tests and simulation.
	Now func() time.Time
	// Log gets what no call returns: failed commits, effects that fail or are given up, things overdue, and warnings about
	// definitions (a skill that nobody has). Message texts and contacts' names are never in it. Nil means slog.Default().
	Log *slog.Logger
	// Language finds out in which language a contact writes whose language nobody has told; nil: nobody does. See
	// [LanguageDetector].
	Language LanguageDetector
	// Phones knows phone numbers; nil: see [PhoneNumbers].
	Phones PhoneNumbers
	// HTTP says what [HTTPRequest] steps may reach.
	HTTP HTTP
	// CallbackKey seals the tokens of [Router.Callback]: at least 16 bytes that nobody else knows, the same on every
	// machine and after a restart. Empty: there are no tokens.
	CallbackKey []byte
	// Background leaves actions and deliveries to [Router.Run], for hosts that must answer a webhook at once.
	Background bool
	// DeliverWithin is how long a call may spend on delivering what it caused; the rest is left to [Router.Run].
	// 0 means 10 s.
	DeliverWithin time.Duration
	// DeliverFor is how long an effect is tried again before it is given up as a dead letter. 0 means 24 h.
	DeliverFor time.Duration
	// StoreWithin is how long one call of the store may take; after that its fate counts as unknown. 0 means 10 s.
	StoreWithin time.Duration
	// RememberFor is how long message ids are remembered; an older message is refused with [ErrTooOld], if it says how
	// old it is. 0 means 8 days: providers retry for days.
	RememberFor time.Duration
	// MaxText is the longest text of a message, in bytes. 0 means [DefaultMaxText].
	MaxText int
	// Limits end loops that do not end by themselves.
	Limits Limits
	// Seed feeds everything that is to look random.
	Seed uint64
	// EncodeRuns encodes and restores every run between any two turns, as a durable store does: for tests, for
	// measurements, and to hold many waiting conversations in less memory.
	EncodeRuns bool

	web *web // made of HTTP
}

// Router routes the conversations of one tenant. It is safe for concurrent use and starts no goroutine of its own but
// for the actions that it calls.
type Router struct {
	cfg   Config
	host  Host
	store Store
	log   *slog.Logger
	now   func() time.Time

	mu         sync.Mutex // guards everything below
	defs       *definitions
	previous   *definitions // until those in force are durable
	usedAt     uint64       // the change that put those in force
	droppedAt  time.Time    // when the memory was dropped last
	shard      *Shard       // nil: to be loaded
	lease      Lease
	head       uint64
	generation uint64 // raised whenever the memory is dropped
	unknown    uint64 // the generation after the last commit whose fate is not known
	seats      map[string]*seat
	free       []*seat
	retries    map[string]time.Time // when a conversation's effects are to be tried again
	answered   []delivery           // deliveries that runs wait for, to be told to them
	owing      atomic.Bool          // whether there is any
	telling    bool                 // somebody is telling them
	serving    map[served]bool      // timers in a worker's hands

	changes    uint64 // of the shard, before it was loaded
	forgets    uint64 // contacts that were forgotten
	pending    uint64 // changes made
	kept       uint64 // changes that are durable
	committing bool
	committed  *sync.Cond
	failure    error
	failedUpTo uint64
	spareBatch *Batch
	inFlight   map[rememberedKey]bool // message ids whose turn is not yet durable

	wakers   map[chan struct{}]bool // of the loops that serve this router
	overdue  bool                   // has been said
	prunedAt time.Time
}

// New makes a router. The error lists every mistake of the desk and the workflows at once ([Diagnostics]), or says what
// the configuration lacks. New starts no goroutine and does no I/O: the store's state is loaded by the first call.
func New(cfg Config) (*Router, error) {
	if isNil(cfg.Host) {
		return nil, fmt.Errorf("%w: Config.Host is required: it carries out the effects", ErrInvalid)
	}
	if cfg.Workflow != nil {
		cfg.Workflows = append([]Workflow{cfg.Workflow}, cfg.Workflows...)
	}
	if cfg.Tenant != "" {
		if err := checkID("tenant", cfg.Tenant); err != nil {
			return nil, err
		}
	}
	if n := len(cfg.CallbackKey); n > 0 && n < sealSize {
		return nil, fmt.Errorf("%w: Config.CallbackKey has %d bytes, and needs at least %d", ErrInvalid, n, sealSize)
	}
	cfg = cfg.orDefault()
	cfg.web = newWeb(cfg.HTTP, cfg.Now)
	defs, found := define(cfg, cfg.Desk, cfg.Workflows, cfg.Earlier)
	if err := found.err(); err != nil {
		return nil, err
	}
	r := &Router{
		cfg: cfg, host: cfg.Host, store: cfg.Store, log: cfg.Log, now: cfg.Now, defs: defs,
		seats: map[string]*seat{}, retries: map[string]time.Time{}, wakers: map[chan struct{}]bool{},
		inFlight: map[rememberedKey]bool{}, serving: map[served]bool{},
	}
	r.committed = sync.NewCond(&r.mu)
	for _, warning := range found {
		r.log.LogAttrs(context.Background(), slog.LevelWarn, "usher: a definition may not be meant so",
			slog.String("warning", warning.String()))
	}
	return r, nil
}

func (c Config) orDefault() Config {
	if isNil(c.Store) {
		c.Store = NewMemoryStore()
	}
	if c.Now == nil {
		c.Now = time.Now //nolint:forbidigo // this is where the time comes in
	}
	if c.Log == nil {
		c.Log = slog.Default()
	}
	if c.DeliverWithin <= 0 {
		c.DeliverWithin = 10 * time.Second
	}
	if c.DeliverFor <= 0 {
		c.DeliverFor = 24 * time.Hour
	}
	if c.StoreWithin <= 0 {
		c.StoreWithin = 10 * time.Second
	}
	if c.RememberFor <= 0 {
		c.RememberFor = rememberFor
	}
	if c.MaxText <= 0 {
		c.MaxText = DefaultMaxText
	}
	return c
}

// Route routes one message: it applies it, commits, delivers what it caused, calls the actions that it leads to, and
// returns where the conversation came to rest.
//
// A message whose ID was seen before on its channel returns what it has come to and does nothing else, whatever its text;
// an ID that was used in another conversation is [ErrInvalid]. While an agent owns the conversation the workflow is
// silent, and no effect is made for what the contact writes: the host passes it on to the agent. If the context ends
// while an action is called, the outcome is [Waiting] and [Router.Run] calls the action again. Messages of one
// conversation are used one at a time, in the order of the calls.
//
// The error is [ErrInvalid] for input that can never be accepted, and otherwise [ErrUnavailable] or the context's: then
// deliver the same message again; either nothing was changed, or the repeat returns what it came to.
func (r *Router) Route(ctx context.Context, c Conversation) (Outcome, error) {
	if err := c.check(r.cfg.MaxText); err != nil {
		return nil, err
	}
	c.Message.tidy()
	return r.turn(ctx, c, "")
}

// Start starts a workflow by name, manual ones too, in a conversation that is new or closed; the host opens it. The
// message's ID names the request, so that it can be made again; its text is not used.
func (r *Router) Start(ctx context.Context, workflow WorkflowID, c Conversation) (Outcome, error) {
	if workflow == "" {
		return nil, invalidf("the workflow to start has no name")
	}
	if err := c.check(r.cfg.MaxText); err != nil {
		return nil, err
	}
	c.Message = Message{ID: c.Message.ID}
	r.mu.Lock()
	known := r.defs.byName(workflow) != nil
	r.mu.Unlock()
	if !known {
		return nil, fmt.Errorf("%w workflow %q", ErrUnknown, workflow)
	}
	return r.turn(ctx, c, workflow)
}

// maxRedo is how often a change is decided again because another owner or another change came first.
const maxRedo = 64

// patience is how many tries follow each other at once; then there are pauses, each a millisecond longer.
const patience = 8

// redo decides a change, again if it has to be.
func (r *Router) redo(ctx context.Context, decide func() error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	err := decide()
	for tries := 1; errors.Is(err, errAgain); tries++ {
		if err = again(ctx, tries); err == nil {
			err = decide()
		}
	}
	return err
}

// again says why a change is not to be decided once more after so many tries; nil: it is.
func again(ctx context.Context, tries int) error {
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case tries >= maxRedo:
		return fmt.Errorf("%w: other changes, or other owners of the shard, keep coming first", ErrUnavailable)
	case tries < patience:
		return nil
	}
	pause := time.NewTimer(time.Duration(tries-patience+1) * time.Millisecond)
	defer pause.Stop()
	select {
	case <-pause.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
