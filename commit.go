package usher

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"
)

// errAgain says that nothing was kept and the change is to be decided again on a fresh state.
var errAgain = errors.New("decide again")

// ensure makes the shard's state present in memory: acquired, loaded, with the desk in force. The lock is held.
func (r *Router) ensure(ctx context.Context) error {
	if r.shard != nil {
		return nil
	}
	limited := r.storeContext(ctx, false)
	defer limited.stop()
	lease, err := r.store.Acquire(limited, r.cfg.Tenant)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	rows, err := r.store.Load(limited, lease)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	r.lease, r.head = lease, lease.Head
	s := newShard(r.cfg.Tenant, r.cfg.Seed, r.defs.desk, r.defs, r.spare(), r.now())
	s.change = r.changes // what comes from before, a call under way, is told apart from what is new
	s.load(rows)
	r.shard = s
	r.fillLanes(rows.Outbox)
	r.findDelivered(rows.Outbox)
	s.begin(r.now())
	s.resume()
	s.match() // a new owner matches first: nobody waits for what the last one did not finish
	r.finish("")
	if s.batch.empty() {
		return nil
	}
	return r.commit(ctx)
}

// findDelivered finds the deliveries that runs still wait for although they are over: the mark was kept, the turn was
// not.
func (r *Router) findDelivered(rows []*OutboxRow) {
	known := map[string]map[uint64]*OutboxRow{}
	for _, row := range rows {
		if known[row.Conversation] == nil {
			known[row.Conversation] = map[uint64]*OutboxRow{}
		}
		known[row.Conversation][row.Number] = row
	}
	for _, id := range sortedKeys(r.shard.rows) {
		row := r.shard.rows[id]
		run, _ := r.defs.run(row)
		if run == nil && r.isLost(row) {
			r.owe(delivery{conversation: id}) // its definition is gone: the fallback's
			continue
		}
		if run == nil || run.delivery == 0 || run.rest != RestDelivery && run.rest != RestAnswer {
			continue
		}
		switch sent := known[id][run.delivery]; {
		case sent == nil && row.State == StateWaiting:
			r.owe(delivery{conversation: id, number: run.delivery})
		case sent != nil && sent.Dead != "":
			r.owe(delivery{id, run.delivery, sent.Dead})
		}
	}
}

// isLost reports whether a conversation without a run waits for nothing that could go on with it.
func (r *Router) isLost(row *ConversationRow) bool {
	_, acts := r.shard.timers.byKey[timerKey{row.ID, TimerAction}]
	return row.State == StateWaiting && !acts && !row.between()
}

func (r *Router) spare() *Batch {
	b := r.spareBatch
	r.spareBatch = nil
	if b == nil {
		return &Batch{}
	}
	return b
}

func (r *Router) fillLanes(rows []*OutboxRow) {
	for id, st := range r.seats {
		st.lane = st.lane[:0]
		if st.pins == 0 && !st.delivering && st.calls == 0 {
			delete(r.seats, id)
		}
	}
	for _, row := range rows {
		if row.Dead != "" {
			continue
		}
		r.line(row)
	}
}

// line puts an effect behind those of its conversation that are on their way.
func (r *Router) line(row *OutboxRow) {
	st := r.pin(row.Conversation)
	st.lane = append(st.lane, row)
	if st.pins--; st.pins == 0 && !st.delivering { // nobody is at it
		r.retry(row.Conversation, row.NextAt)
	}
}

// commit makes everything that was changed so far durable, and returns when it is. Whoever finds nobody committing does
// it for all: a busy router shares its commits, an idle one adds no delay. The lock is held on entry and on return.
func (r *Router) commit(ctx context.Context) error {
	r.pending++
	r.sayOverdue()
	return r.await(ctx)
}

// await returns when everything that was changed until now is durable.
func (r *Router) await(ctx context.Context) error {
	ticket, generation := r.pending, r.generation
	for generation == r.generation && r.kept < ticket {
		if !r.committing {
			r.flush(ctx)
		} else if err := r.wait(ctx); err != nil {
			return err // it may be kept all the same: the repeat finds out
		}
	}
	if generation != r.generation {
		return r.lost(generation, ticket)
	}
	r.wake()
	return nil
}

// wait sleeps until something has been committed or left, or the context ends. The lock is held on entry and on return.
func (r *Router) wait(ctx context.Context) error {
	if ctx.Done() != nil {
		stop := context.AfterFunc(ctx, func() {
			r.mu.Lock()
			defer r.mu.Unlock()
			r.committed.Broadcast()
		})
		defer stop()
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	r.committed.Wait()
	return ctx.Err()
}

// flush commits the batch.
func (r *Router) flush(ctx context.Context) {
	s, upTo := r.shard, r.pending
	batch := s.batch
	s.batch = r.spare()
	r.committing = true
	lease, head, generation := r.lease, r.head, r.generation
	r.mu.Unlock()
	err := r.commitBatch(ctx, lease, head, batch)
	r.mu.Lock()
	r.committing = false
	switch {
	case generation != r.generation: // the shard was lost meanwhile: whoever has it now knows what was kept
	case err == nil:
		r.head++
		r.kept = upTo
		if upTo >= r.usedAt {
			r.previous = nil // what is in force is durable
		}
		r.lineUp(batch)
	default:
		r.drop(err, upTo)
	}
	batch.reset()
	r.spareBatch = batch
	r.committed.Broadcast()
}

// lineUp puts the effects of a batch that is durable on their way, each behind those of its conversation.
func (r *Router) lineUp(batch *Batch) {
	for _, row := range batch.Outbox {
		if row.Dead == "" && row.Attempts == 0 {
			r.line(row)
		}
	}
}

// drop forgets everything in memory: the store has the truth. Those who wait for the failed commit are told its error;
// those behind it decide again.
func (r *Router) drop(err error, upTo uint64) {
	if !errors.Is(err, ErrFenced) {
		r.log.LogAttrs(context.Background(), slog.LevelError, "usher: a commit failed, the state is loaded again",
			slog.String("tenant", r.cfg.Tenant), slog.String("error", err.Error()))
	}
	r.generation++
	if r.previous != nil { // what could not be kept is not in force
		r.defs, r.previous = r.previous, nil
	}
	r.failure, r.failedUpTo = err, upTo
	if !errors.Is(err, ErrFenced) {
		r.unknown = r.generation
	}
	if r.shard != nil {
		r.changes = r.shard.change
	}
	r.shard = nil
	r.kept = r.pending // what comes from now on has higher numbers
	r.droppedAt = r.now()
	r.wake()
	r.answered = nil
	clear(r.retries)
	for _, st := range r.seats {
		st.lane = st.lane[:0]
	}
}

// lost is the error for a change of an earlier generation: its commit failed, or it was never sent.
func (r *Router) lost(generation, ticket uint64) error {
	switch {
	case r.unknown <= generation: // all that has happened since is that others came first
		return errAgain
	case generation+1 != r.generation: // dropped more than once: which failure was ours is not known any more
		return fmt.Errorf("%w: %w", ErrUnavailable, r.failure)
	case ticket > r.failedUpTo || errors.Is(r.failure, ErrFenced):
		return errAgain
	}
	return fmt.Errorf("%w: %w", ErrUnavailable, r.failure)
}

// commitBatch hands a batch to the store. What has begun is finished: only its own time ends it.
func (r *Router) commitBatch(ctx context.Context, lease Lease, head uint64, batch *Batch) error {
	if memory, ok := r.store.(*MemoryStore); ok { // which never waits for anything
		return memory.keep(lease, head, batch)
	}
	limited := r.storeContext(ctx, true)
	defer limited.stop()
	return r.store.Commit(limited, lease, head, batch)
}

func (r *Router) fetchRows(ctx context.Context, lease Lease, key Key) (Found, error) {
	if memory, ok := r.store.(*MemoryStore); ok {
		return memory.Fetch(ctx, lease, key)
	}
	limited := r.storeContext(ctx, false)
	defer limited.stop()
	return r.store.Fetch(limited, lease, key)
}

// storeContext bounds one call of the store, by the time that really passes.
func (r *Router) storeContext(ctx context.Context, detached bool) *within {
	now := time.Now //nolint:forbidigo // the store is outside: it takes its time whatever the router's clock says
	return &within{Context: ctx, until: now().Add(r.cfg.StoreWithin), now: now, detached: detached}
}

// retry notes when a conversation's effects are to be tried again.
func (r *Router) retry(id string, at time.Time) {
	if at.IsZero() { // it has not been tried yet
		at = r.now()
	}
	r.retries[id] = at
	r.wake()
}

// fetch asks the store, with the lock open meanwhile.
func (r *Router) fetch(ctx context.Context, key Key) (Found, error) {
	generation, lease, forgets := r.generation, r.lease, r.forgets
	r.mu.Unlock()
	found, err := r.fetchRows(ctx, lease, key)
	r.mu.Lock()
	switch {
	case generation != r.generation || forgets != r.forgets: // what was found may be of somebody who is forgotten
		return found, errAgain
	case errors.Is(err, ErrFenced):
		r.drop(err, r.pending)
		r.committed.Broadcast()
		return found, errAgain
	case err != nil && ctx.Err() != nil:
		return found, ctx.Err()
	case err != nil:
		return found, fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	return found, nil
}
