package usher

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"
)

// Wake does what is due, once: questions and places in the queue whose time is up, actions to be called, effects to be
// tried again, in the order in which they are due. It returns when it is done. A host with a loop of its own calls it,
// others call [Router.Run].
func (r *Router) Wake(ctx context.Context) error {
	return r.serveDue(ctx, func(task func()) { task() })
}

// Run does what is due, as soon as it is, until the context ends. It sleeps until the next instant that matters, and
// is woken by every change; it does not poll. A router needs one Run, or calls of Wake, anywhere in the process.
func (r *Router) Run(ctx context.Context) error { return RunAll(ctx, r) }

const (
	maxWorkers = 64 // actions and deliveries under way at once in one RunAll
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
	slots := make(chan struct{}, maxWorkers)
	spawn := func(task func()) {
		select {
		case slots <- struct{}{}:
		case <-ctx.Done():
			return
		}
		under.Go(func() {
			defer func() { <-slots }()
			task()
		})
	}
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
			if err := r.serveDue(ctx, spawn); err != nil && ctx.Err() == nil {
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

// nextDue is the next instant at which something is to be done.
func (r *Router) nextDue() (time.Time, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.shard == nil { // lost: to be loaded again
		return r.now().Add(storeRetry), true
	}
	if len(r.answered) > 0 {
		return r.now(), true
	}
	var next time.Time
	if timer, ok := r.shard.timers.next(); ok {
		next = timer.Due
	}
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

// wake lets the loops that serve this router look again. The lock is held.
func (r *Router) wake() {
	for woken := range r.wakers {
		select {
		case woken <- struct{}{}:
		default:
		}
	}
}

// serveDue does everything that is due now. Time-outs are decided here, in their order; what touches the world is given
// to spawn.
func (r *Router) serveDue(ctx context.Context, spawn func(func())) error {
	r.mu.Lock()
	err := r.ensure(ctx)
	r.overdue = false
	r.mu.Unlock()
	if err != nil {
		return err
	}
	for ctx.Err() == nil {
		timer, ok := r.takeDue()
		if !ok {
			break
		}
		r.serveTimer(ctx, timer, spawn)
	}
	for _, id := range r.takeRetries() {
		spawn(func() { r.withSeat(id, func(st *seat) { r.catchUp(ctx, st, nil, nil) }) })
	}
	r.tellDelivered(ctx)
	r.settleAccounts(ctx)
	return ctx.Err()
}

// lease is how long a timer that is being served is left alone; a failed attempt comes back after it.
const (
	lease       = time.Second
	actionLease = time.Minute
)

// takeDue is the next timer that is due. In memory it is moved ahead, so that it comes back if it cannot be served now.
func (r *Router) takeDue() (TimerRow, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.shard == nil {
		return TimerRow{}, false
	}
	timer, ok := r.shard.timers.next()
	now := r.now()
	if !ok || timer.Due.After(now) {
		return timer, false
	}
	ahead := timer
	ahead.Due = now.Add(lease)
	if timer.Kind == TimerAction {
		ahead.Due = now.Add(actionLease)
	}
	r.shard.timers.set(ahead)
	return timer, true
}

func (r *Router) serveTimer(ctx context.Context, timer TimerRow, spawn func(func())) {
	switch timer.Kind {
	case TimerAction:
		spawn(func() {
			r.withSeat(timer.Conversation, func(st *seat) {
				if outcome, others := r.act(ctx, st, timer.Fence); outcome != nil {
					r.catchUp(ctx, st, outcome, others)
				}
			})
		})
	default:
		r.withSeat(timer.Conversation, func(st *seat) {
			h := happening{timer: timer.Kind, fence: timer.Fence}
			if timer.Kind == TimerAnswer {
				h.event = TimedOut{}
			}
			if outcome, others := r.happened(ctx, st, h); outcome != nil {
				spawn(func() { r.withSeat(st.id, func(st *seat) { r.catchUp(ctx, st, outcome, others) }) })
			}
		})
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
	timer, ok := r.shard.timers.next()
	if late := r.now().Sub(timer.Due); ok && late > grace {
		r.overdue = true
		r.log.LogAttrs(context.Background(), slog.LevelWarn,
			"usher: something is overdue and nothing serves it: call Run, or Wake now and then",
			slog.String("conversation", timer.Conversation), slog.String("late", fmt.Sprint(late)))
	}
}
