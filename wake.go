package usher

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"
)

// Wake does what is due, once: questions whose time is up, stages and offers that are over, conversations to be taken back,
// calendars that open, actions to be called, effects to be tried again, in the order in which they are due. It returns
// when it is done. A host with a loop of its own calls it, others call [Router.Run].
func (r *Router) Wake(ctx context.Context) error {
	if err := r.expire(ctx); err != nil {
		return err
	}
	now := func(task func()) { task() }
	return r.serveDue(ctx, now, now, now)
}

// Run does what is due, as soon as it is, until the context ends. It sleeps until the next instant that matters, and is
// woken by every change; it does not poll. What is due in several conversations is done at once. A router needs one Run,
// or calls of Wake, anywhere in the process. It returns the context's error and no other.
func (r *Router) Run(ctx context.Context) error { return RunAll(ctx, r) }

const (
	maxWorkers = 64   // turns at once in one RunAll, and as many deliveries beside them
	maxCalls   = 1024 // actions at once: they wait for others most of the time
	storeRetry = time.Second
)

// RunAll is Run for many routers: they share one loop and its workers. It returns the context's error when that ends and
// everything under way has come back.
func RunAll(ctx context.Context, routers ...*Router) error {
	woken := make(chan struct{}, 1)
	for _, r := range routers {
		r.mu.Lock()
		r.wakers[woken] = true
		r.mu.Unlock()
	}
	var under sync.WaitGroup
	defer func() {
		under.Wait()
		for _, r := range routers {
			r.mu.Lock()
			delete(r.wakers, woken)
			r.mu.Unlock()
			r.settleAccounts(context.WithoutCancel(ctx))
		}
	}()
	// What is slow in the world holds up no time-out, and an action that hangs no delivery.
	turns, world := &workers{under: &under, most: maxWorkers}, &workers{under: &under, most: maxWorkers}
	calls := &workers{under: &under, most: maxCalls}
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-woken:
		case <-timer.C:
		}
		sleep := time.Duration(-1)
		for _, r := range routers {
			if pause := r.pause(); pause > 0 { // the store has failed: not at once again
				sleep = earlier(sleep, pause)
				continue
			}
			if err := r.serveDue(ctx, turns.do, calls.do, world.do); err != nil && ctx.Err() == nil {
				r.log.LogAttrs(ctx, slog.LevelError, "usher: what is due could not be done and is tried again",
					slog.String("tenant", r.cfg.Tenant), slog.String("error", err.Error()))
				sleep = earlier(sleep, storeRetry)
			}
			if at, ok := r.nextDue(); ok {
				sleep = earlier(sleep, max(at.Sub(r.now()), 0))
			}
		}
		timer.Stop()
		if sleep >= 0 {
			timer.Reset(sleep)
		}
	}
}

// pause is how long a store that has failed is left alone.
func (r *Router) pause() time.Duration {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.droppedAt.IsZero() || errors.Is(r.failure, ErrFenced) {
		return 0
	}
	return storeRetry - r.now().Sub(r.droppedAt)
}

func earlier(a, b time.Duration) time.Duration {
	if a < 0 || b < a {
		return b
	}
	return a
}

// settleAccounts commits what has been noted since the last commit, so that a restart repeats no delivery.
func (r *Router) settleAccounts(ctx context.Context) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.shard != nil && !r.shard.batch.empty() {
		_ = r.commit(ctx) // what is lost here is delivered again, under the same key
	}
}

// NextDue is the instant at which something is next to be done, before now if it is overdue; the zero time if nothing is
// known to be. A host with a loop of its own calls [Router.Wake] then; every other call may change it. The error is that
// of a store which could not be loaded.
func (r *Router) NextDue(ctx context.Context) (time.Time, error) {
	err := r.redo(ctx, func() error {
		r.mu.Lock()
		defer r.mu.Unlock()
		return r.ensure(ctx)
	})
	if err != nil {
		return time.Time{}, err
	}
	at, _ := r.nextDue()
	return at, nil
}

// nextDue is the next instant at which something is to be done.
func (r *Router) nextDue() (time.Time, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.shard == nil { // lost: to be loaded again
		return r.now().Add(storeRetry), true
	}
	if len(r.answered) > 0 && !r.telling {
		return r.now(), true
	}
	next := r.shard.nextInstant()
	for _, at := range r.retries {
		if next.IsZero() || at.Before(next) {
			next = at
		}
	}
	if next.IsZero() && len(r.retries) == 0 {
		return next, false
	}
	return next, true
}

// nextInstant is when something in the shard is next to be looked at; zero: never.
func (s *Shard) nextInstant() time.Time {
	var next time.Time
	if timer, ok := s.timers.next(); ok {
		next = timer.at
	}
	if clock, ok := s.clocks.next(); ok && (next.IsZero() || clock.at.Before(next)) {
		next = clock.at
	}
	if at, ok := s.nextAlarm(); ok && (next.IsZero() || at.Before(next)) {
		next = at
	}
	return next
}

// wake lets the loops that serve this router look again. The lock is held.
func (r *Router) wake() {
	for woken := range r.wakers {
		select {
		case woken <- struct{}{}:
		default:
		}
	}
}

// serveDue does everything that is due now: turns are given to decide, actions to call, deliveries to work.
func (r *Router) serveDue(ctx context.Context, decide, call, work func(task func())) error {
	err := r.redo(ctx, func() error {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.overdue = false
		if err := r.ensure(ctx); err != nil {
			return err
		}
		if r.defs.desk.Retention.Closed > 0 {
			r.prune(r.now())
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := r.passClocks(ctx); err != nil {
		return err
	}
	var failed failure
	for ctx.Err() == nil {
		timer, ok := r.takeDue()
		if !ok {
			break
		}
		pool := decide
		if timer.Kind == TimerAction {
			pool = call
		}
		follow := work
		if timer.Kind == TimerAction {
			follow = call
		}
		pool(func() { failed.note(r.serveTimer(ctx, timer, follow)) })
	}
	for _, id := range r.takeRetries() {
		work(func() { r.withSeat(id, func(st *seat) { r.catchUp(ctx, st, nil, nil) }) })
	}
	if r.beginTelling() {
		work(func() {
			r.tellDelivered(ctx)
			r.mu.Lock()
			r.telling = false
			r.wake()
			r.mu.Unlock()
		})
	}
	r.settleAccounts(ctx)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return failed.first()
}

// beginTelling reports whether runs are owed the fate of deliveries and nobody is telling them.
func (r *Router) beginTelling() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	begin := len(r.answered) > 0 && !r.telling
	r.telling = r.telling || begin
	return begin
}

// failure is the first error of several tasks.
type failure struct {
	mu  sync.Mutex
	err error
}

func (f *failure) note(err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.err = cmp.Or(f.err, err)
}

func (f *failure) first() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.err
}

// lease is how long a timer that is being served is left alone; a failed attempt comes back after it.
const (
	lease       = time.Second
	actionLease = time.Minute
)

// takeDue is the next timer that is due. It comes back after a while if it cannot be served now. An action, or a message
// that was kept, is left to the caller who is at work on the conversation.
func (r *Router) takeDue() (TimerRow, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for r.shard != nil {
		next, ok := r.shard.timers.next()
		now := r.now()
		if !ok || next.at.After(now) {
			return TimerRow{}, false
		}
		key := timerKey{next.Conversation, next.Kind}
		st := r.seats[next.Conversation]
		busy := st != nil && st.pins > 0 && !r.cfg.Background
		switch {
		case next.Kind == TimerAction:
			r.shard.timers.snooze(key, now.Add(actionLease))
		default:
			r.shard.timers.snooze(key, now.Add(lease))
		}
		if r.serving[next.served()] || (next.Kind == TimerAction || next.Kind == TimerKept) && busy {
			continue
		}
		r.serving[next.served()] = true
		return next.TimerRow, true
	}
	return TimerRow{}, false
}

// serveTimer does what a timer is for, and gives what follows from it to work.
func (r *Router) serveTimer(ctx context.Context, timer TimerRow, work func(task func())) (err error) {
	h := happening{timer: timer.Kind, fence: timer.Fence, kept: timer.Kind == TimerKept}
	if timer.Kind == TimerAnswer {
		h.event = TimedOut{}
	}
	id := timer.Conversation
	r.withSeat(id, func(st *seat) {
		var outcome Outcome
		var others []string
		if timer.Kind == TimerAction {
			outcome, others, err = r.act(ctx, st, timer.Fence, nil)
		} else {
			outcome, others, err = r.happened(ctx, st, h)
		}
		switch {
		case err != nil:
		case outcome != nil:
			work(func() { r.withSeat(id, func(st *seat) { r.catchUp(ctx, st, outcome, others) }) })
		default:
			r.stopStale(st, timer)
		}
	})
	r.mu.Lock()
	delete(r.serving, timer.served())
	r.mu.Unlock()
	return err
}

// stopStale ends a timer whose wait is over, unless somebody is at work on it.
func (r *Router) stopStale(st *seat, timer TimerRow) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.shard == nil || st.calls > 0 && st.calling == timer.Fence {
		return
	}
	if t, ok := r.shard.timers.byKey[timerKey{timer.Conversation, timer.Kind}]; ok && t.TimerRow == timer {
		r.shard.setTimer(TimerRow{Conversation: timer.Conversation, Kind: timer.Kind})
	}
}

func (r *Router) withSeat(id string, do func(*seat)) {
	r.mu.Lock()
	st := r.pin(id)
	r.mu.Unlock()
	do(st)
	r.mu.Lock()
	r.unpin(st)
	r.mu.Unlock()
}

// takeRetries are the conversations whose effects are due, in order.
func (r *Router) takeRetries() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	var due []string
	now := r.now()
	for _, id := range sortedKeys(r.retries) {
		if !r.retries[id].After(now) {
			due = append(due, id)
			delete(r.retries, id)
		}
	}
	return due
}

// sayOverdue tells once that something is due and nobody serves it. The lock is held.
func (r *Router) sayOverdue() {
	const grace = time.Minute
	if r.overdue || len(r.wakers) > 0 || r.shard == nil {
		return
	}
	if len(r.shard.timers.heap) == 0 {
		return
	}
	timer, ok := r.shard.timers.next()
	if late := r.now().Sub(timer.Due); ok && late > grace {
		r.overdue = true
		r.log.LogAttrs(context.Background(), slog.LevelWarn,
			"usher: something is overdue and nothing serves it: call Run, or Wake now and then",
			slog.String("conversation", timer.Conversation), slog.String("late", late.String()))
	}
}
