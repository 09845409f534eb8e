package usher

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"
)

// Host is the messaging stack that the router lives in.
//
// Deliver carries out one effect, at least once: a repeat has the same [Effect.Key]. The effects of one conversation come
// in order and one at a time, those of different conversations at once. An error is tried again later, with the
// conversation's later effects behind it, until [Config.DeliverFor] is over; [ErrUndeliverable], wrapped or not, ends the
// trying at once. A panic counts as an error. Deliver must return when its context ends. It may call the router.
type Host interface {
	Deliver(ctx context.Context, e Effect) error
}

// HostFunc makes a host of a function.
type HostFunc func(ctx context.Context, e Effect) error

// Deliver calls the function.
func (f HostFunc) Deliver(ctx context.Context, e Effect) error { return f(ctx, e) }

// seat is what the shell holds of a conversation while somebody works on it: its lock, and the effects on their way.
type seat struct {
	id         string
	turn       chan struct{} // full while a turn is decided and committed
	pins       int           // callers; guarded by Router.mu, as is all that follows
	lane       []*OutboxRow
	delivering bool
	calls      int // actions that are being called
	calling    int // the fence of the wait for which one was called last
}

// lock waits for the turn before this one, at most as long as the context allows.
func (st *seat) lock(ctx context.Context) error {
	select {
	case st.turn <- struct{}{}:
		return nil
	default:
	}
	select {
	case st.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (st *seat) unlock() { <-st.turn }

// pin makes sure that the conversation's seat stays.
func (r *Router) pin(id string) *seat {
	st := r.seats[id]
	if st == nil {
		if n := len(r.free); n > 0 {
			st, r.free = r.free[n-1], r.free[:n-1]
		} else {
			st = &seat{turn: make(chan struct{}, 1)}
		}
		st.id = id
		r.seats[id] = st
	}
	st.pins++
	return st
}

// unsnooze lets Run look again at the timers that were left to somebody else.
func (r *Router) unsnooze(id string) {
	if r.shard.timers.running[id] == 0 {
		return
	}
	for _, kind := range []TimerKind{TimerAction, TimerKept} {
		key := timerKey{id, kind}
		if t, ok := r.shard.timers.byKey[key]; ok {
			r.shard.timers.snooze(key, t.Due)
			r.wake()
		}
	}
}

const maxFreeSeats = 1024

// unpin lets the seat go when nobody works on the conversation and nothing of it is on its way.
func (r *Router) unpin(st *seat) {
	st.pins--
	if len(st.lane) > 0 && !st.delivering && st.pins <= st.calls { // somebody else has to deliver the rest: a call may hang
		if _, ok := r.retries[st.id]; !ok {
			r.retry(st.id, r.now())
		}
	}
	if st.pins == 0 && r.shard != nil { // whoever was at it is gone: the rest is for Run
		r.unsnooze(st.id)
	}
	if st.pins > 0 || len(st.lane) > 0 || st.delivering || st.calls > 0 {
		return
	}
	if r.shard != nil && r.kept >= r.pending { // what the store does not have yet stays in memory
		r.shard.evict(st.id)
	}
	delete(r.seats, st.id)
	if len(r.free) < maxFreeSeats {
		st.id = ""
		r.free = append(r.free, st)
	}
}

// deliver carries out the effects that wait for a conversation, in order, until there are none, one fails, or the time
// is up; the first one goes in any case, if the caller says so. It returns at once if somebody else is at it: he takes
// care of the new ones as well.
func (r *Router) deliver(ctx context.Context, id string, first bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	st := r.seats[id]
	if st == nil || st.delivering || len(st.lane) == 0 {
		return
	}
	st.pins++
	st.delivering = true
	defer func() {
		st.delivering = false
		r.unpin(st)
	}()
	if len(r.retries) > 0 {
		delete(r.retries, id)
	}
	for ; len(st.lane) > 0 && (first || ctx.Err() == nil); first = false {
		row, generation := st.lane[0], r.generation
		if !row.NextAt.IsZero() && row.NextAt.After(r.now()) {
			r.retry(id, row.NextAt)
			return
		}
		r.mu.Unlock()
		err := r.deliverOne(ctx, row.Effect)
		r.mu.Lock()
		if generation != r.generation || len(st.lane) == 0 || st.lane[0] != row {
			continue // the memory was dropped, or the contact was forgotten: the lane is another one
		}
		if !r.delivered(st, row, err) {
			return
		}
	}
}

func (r *Router) deliverOne(ctx context.Context, e Effect) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("Deliver panicked: %v", v)
		}
	}()
	return r.host.Deliver(ctx, e)
}

// delivered notes what became of the first effect in a lane, and reports whether the next one may follow.
func (r *Router) delivered(st *seat, row *OutboxRow, err error) bool {
	if err == nil {
		r.shard.batch.Delivered = append(r.shard.batch.Delivered, row.key())
		r.advance(st, row, "")
		return true
	}
	next := *row
	now := r.now()
	switch {
	case errors.Is(err, ErrUndeliverable):
		next.Dead = tidy(err.Error())
	default:
		if next.Attempts++; next.TriedAt.IsZero() {
			next.TriedAt = now
		}
		if now.Sub(next.TriedAt) >= r.cfg.DeliverFor {
			next.Dead = tidy(fmt.Sprintf("given up after %d tries: %v", next.Attempts, err))
			break
		}
		if next.Attempts == 1 {
			r.log.LogAttrs(context.Background(), slog.LevelWarn, "usher: an effect was not delivered and is tried again",
				slog.String("conversation", st.id), slog.String("key", row.Effect.Key()), slog.String("error", err.Error()))
		}
		next.NextAt = now.Add(r.jitter(backoff(next.Attempts), row))
		st.lane[0] = &next
		r.shard.batch.Outbox = append(r.shard.batch.Outbox, &next)
		r.retry(st.id, next.NextAt)
		return false
	}
	r.shard.batch.Outbox = append(r.shard.batch.Outbox, &next)
	r.log.LogAttrs(context.Background(), slog.LevelError, "usher: an effect cannot be delivered",
		slog.String("conversation", st.id), slog.String("key", row.Effect.Key()),
		slog.String("effect", fmt.Sprintf("%T", row.Effect)), slog.String("error", err.Error()))
	r.advance(st, row, next.Dead)
	r.recordDead(row, next.Dead)
	return true
}

// recordDead puts an effect that was given up into the conversation's record.
func (r *Router) recordDead(row *OutboxRow, reason string) {
	s := r.shard
	if s.rows[row.Conversation] == nil {
		return
	}
	s.begin(r.now())
	what := strings.TrimPrefix(fmt.Sprintf("%T", row.Effect), "usher.")
	conversation := s.edit(row.Conversation)
	conversation.Undeliverable = append(slices.Clip(conversation.Undeliverable), what+": "+reason)
	conversation.log(Entry{At: s.now, Kind: EntryFailed, Detail: "could not be delivered: " + what + ": " + reason})
	r.finish("")
	r.pending++
}

// advance takes the first effect out of the lane, and notes what became of it if a run waits for that.
func (r *Router) advance(st *seat, row *OutboxRow, dead string) {
	copy(st.lane, st.lane[1:])
	st.lane[len(st.lane)-1] = nil
	st.lane = st.lane[:len(st.lane)-1]
	if waits := r.shard.rows[st.id]; row.Awaited && waits != nil && (dead != "" || waits.State == StateWaiting) {
		r.owe(delivery{st.id, row.Number, dead})
	}
}

// delivery is what became of an effect that a run waits for.
type delivery struct {
	conversation string
	number       uint64
	dead         string // why it never will be delivered
}

// owe notes a delivery that a run is to be told about.
func (r *Router) owe(d delivery) {
	r.answered = append(r.answered, d)
	r.owing.Store(true)
	r.wake()
}

// jitter spreads retries by up to a quarter, from the effect's own number, so that nothing depends on chance.
func (r *Router) jitter(wait time.Duration, row *OutboxRow) time.Duration {
	h := scatter(r.cfg.Seed, row.Conversation, row.Number, row.Attempts)
	return wait + time.Duration(h%1000)*wait/4000
}

// within is a context that ends at an instant of the router's clock. It costs nothing unless somebody waits for it.
//
//nolint:containedctx // it is a context itself, and passes on what it is not asked to bound
type within struct {
	context.Context

	until    time.Time
	now      func() time.Time
	detached bool // only the time ends it, not the caller

	mu    sync.Mutex
	ended context.Context
	end   context.CancelFunc
}

// within bounds what a call spends on deliveries; one that is bounded already stays so.
func (r *Router) within(ctx context.Context) *within {
	if outer, ok := ctx.(*within); ok {
		return &within{Context: outer.Context, until: outer.until, now: outer.now}
	}
	return &within{Context: ctx, until: r.now().Add(r.cfg.DeliverWithin), now: r.now}
}

func (w *within) stop() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.end != nil {
		w.end()
	}
}

// Deadline is the earlier of the two.
func (w *within) Deadline() (time.Time, bool) {
	if outer, ok := w.Context.Deadline(); ok && !w.detached && outer.Before(w.until) {
		return outer, true
	}
	return w.until, true
}

// Done ends with the caller's context or when the time is up.
func (w *within) Done() <-chan struct{} {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.ended == nil {
		outer := w.Context
		if w.detached {
			outer = context.WithoutCancel(outer)
		}
		w.ended, w.end = context.WithTimeout(outer, w.until.Sub(w.now()))
	}
	return w.ended.Done()
}

// Err says why it ended.
func (w *within) Err() error {
	if err := w.Context.Err(); err != nil && !w.detached {
		return err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case w.ended != nil && w.ended.Err() != nil:
		return w.ended.Err()
	case !w.now().Before(w.until):
		return context.DeadlineExceeded
	}
	return nil
}
