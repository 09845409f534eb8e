package usher

import (
	"context"
	"slices"
)

// afterwards does what follows a commit: it delivers what the change has caused, calls the actions it has led to, and
// uses the messages that came meanwhile. It returns where the conversation came to rest.
func (r *Router) afterwards(ctx context.Context, st *seat, outcome Outcome, others []string) Outcome {
	if r.cfg.Background {
		return outcome
	}
	return r.catchUp(ctx, st, outcome, others)
}

// catchUp is afterwards, whoever does it.
func (r *Router) catchUp(ctx context.Context, st *seat, outcome Outcome, others []string) Outcome {
	_, shared := ctx.(*within)
	budget := r.within(ctx)
	defer budget.stop()
	ctx = budget.Context // actions have time-outs of their own
	for i := range maxFollowUps {
		r.deliver(budget, st.id, i == 0 && !shared)
		next, moved, err := r.followUp(ctx, st, outcome)
		if next == nil || err != nil {
			break
		}
		outcome = next
		others = append(others, moved...)
	}
	for _, id := range others {
		r.deliver(budget, id, false)
	}
	if r.owing.Load() {
		r.tellDelivered(ctx)
	}
	return outcome
}

// after is the later outcome of two in one call, with the trace of both: why it came to this began with the first.
func after(first, next Outcome) Outcome {
	if first == nil {
		return next
	}
	trace := slices.Concat(first.Of().Trace, next.Of().Trace)
	switch o := next.(type) {
	case Asking:
		o.Trace = trace
		return o
	case Waiting:
		o.Trace = trace
		return o
	case Queued:
		o.Trace = trace
		return o
	case Offered:
		o.Trace = trace
		return o
	case Assigned:
		o.Trace = trace
		return o
	case Closed:
		o.Trace = trace
		return o
	}
	return next
}

// maxFollowUps bounds what one call does for a conversation; Run carries on.
const maxFollowUps = 1000

// followUp does the next thing that the conversation itself waits for: a delivery that is known, an action that is due,
// a message that was kept. It returns nil if there is nothing, or it cannot be done now.
func (r *Router) followUp(ctx context.Context, st *seat, first Outcome) (Outcome, []string, error) {
	if ctx.Err() != nil {
		return nil, nil, ctx.Err()
	}
	r.mu.Lock()
	for r.shard != nil { // what is known of its deliveries first
		i := slices.IndexFunc(r.answered, func(d delivery) bool { return d.conversation == st.id })
		if i < 0 {
			break
		}
		known := r.answered[i]
		r.answered = slices.Delete(r.answered, i, i+1)
		r.mu.Unlock()
		if outcome, others, err := r.tell(ctx, st, known, first); outcome != nil || err != nil {
			return outcome, others, err
		}
		r.mu.Lock() // nobody waits for that one any more
	}
	kept, fence, due := r.duties(st)
	r.mu.Unlock()
	if outcome, others, err := r.payOwed(ctx, st, first); outcome != nil || err != nil {
		return outcome, others, err
	}
	switch {
	case kept:
		return r.happened(ctx, st, happening{kept: true, first: first})
	case due:
		return r.act(ctx, st, fence, first)
	}
	return nil, nil, nil
}

// duties says whether a message that was kept is to be used, or an action to be called. The lock is held.
func (r *Router) duties(st *seat) (kept bool, fence int, due bool) {
	if r.shard == nil || r.shard.rows[st.id] == nil {
		return false, 0, false
	}
	row := r.shard.rows[st.id]
	action, waits := r.shard.timers.byKey[timerKey{st.id, TimerAction}]
	due = waits && row.State == StateWaiting && !action.Due.After(r.now()) && (st.calls == 0 || st.calling != action.Fence)
	_, kept = r.shard.timers.byKey[timerKey{st.id, TimerKept}]
	return kept && len(row.Kept) > 0, action.Fence, due
}

// payOwed does what a workflow has to decide about at once.
func (r *Router) payOwed(ctx context.Context, st *seat, first Outcome) (Outcome, []string, error) {
	h, owed := r.owed(st.id)
	if !owed {
		return nil, nil, nil
	}
	h.first = first
	return r.happened(ctx, st, h)
}

// tell lets the run know what became of a delivery. What could not be told now is told later.
func (r *Router) tell(ctx context.Context, st *seat, d delivery, first Outcome) (Outcome, []string, error) {
	h := happening{event: Delivered{}, number: d.number, first: first}
	if d.dead != "" {
		h.event = Undelivered{Reason: d.dead}
	}
	outcome, others, err := r.happened(ctx, st, h)
	if err != nil {
		r.mu.Lock()
		if r.shard != nil { // a state that is loaded again finds it out by itself
			r.owe(d)
		}
		r.mu.Unlock()
	}
	return outcome, others, err
}

// tellDelivered tells the runs of other conversations about their deliveries.
func (r *Router) tellDelivered(ctx context.Context) {
	for ctx.Err() == nil {
		r.mu.Lock()
		if len(r.answered) == 0 {
			r.owing.Store(false)
			r.mu.Unlock()
			return
		}
		known := r.answered[0]
		r.answered = slices.Delete(r.answered, 0, 1)
		st := r.pin(known.conversation)
		r.mu.Unlock()
		outcome, others, err := r.tell(ctx, st, known, nil)
		if outcome != nil && err == nil {
			r.afterwards(ctx, st, outcome, others)
		}
		r.mu.Lock()
		r.unpin(st)
		r.mu.Unlock()
		if err != nil {
			return
		}
	}
}
