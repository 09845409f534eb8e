package usher

import (
	"context"
	"slices"
	"time"
)

// At equal instants first comes what changes, then whose time is up, then the matching: whoever is freed at the instant at
// which two waits end goes to the first of all who wait then. So a change at such an instant holds the matching until
// what is due at it has been served.

// holdInstant holds the matching if a time is up at the very instant of the present change.
func (s *Shard) holdInstant() {
	if next, ok := s.timers.next(); ok && next.Kind.expires() && next.Due.Equal(s.now) {
		s.held = true
	}
}

// expires reports whether a timer of this kind ends a wait.
func (k TimerKind) expires() bool { return k == TimerAnswer || k == TimerQueue || k == TimerNobody }

// release serves what is due at the instant that is held, and matches. It returns the outcomes with those that follow.
func (r *Router) release(ctx context.Context, outcomes []Outcome, moved []string) ([]Outcome, []string) {
	r.mu.Lock()
	held := r.shard != nil && r.shard.held
	r.mu.Unlock()
	if !held {
		return outcomes, moved
	}
	var after []func()
	for due := (time.Time{}); ctx.Err() == nil; {
		timer, ok := r.takeExpired(due)
		if !ok {
			break
		}
		due = timer.Due
		_ = r.serveTimer(ctx, timer, func(task func()) { after = append(after, task) }) // what fails is served again
	}
	more, others := r.matchHeld(context.WithoutCancel(ctx))
	for _, task := range after {
		task()
	}
	return latest(append(outcomes, more...)), append(moved, others...)
}

// takeExpired is the next timer that ends a wait at an instant; the zero instant is that of the first one.
func (r *Router) takeExpired(at time.Time) (TimerRow, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.shard == nil {
		return TimerRow{}, false
	}
	next, ok := r.shard.timers.next()
	now := r.now()
	if !ok || next.at.After(now) || !next.Kind.expires() || !at.IsZero() && !next.Due.Equal(at) {
		return TimerRow{}, false
	}
	key := timerKey{next.Conversation, next.Kind}
	r.shard.timers.snooze(key, now.Add(lease))
	if r.serving[key] {
		return TimerRow{}, false
	}
	r.serving[key] = true
	return next.TimerRow, true
}

// matchHeld matches what has been held, as a change of its own. What cannot be kept is matched when the shard is loaded
// again.
func (r *Router) matchHeld(ctx context.Context) ([]Outcome, []string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	s := r.shard
	if s == nil || !s.held {
		return nil, nil
	}
	s.begin(r.now())
	s.held = false
	s.match()
	outcomes := s.outcomes()
	moved := r.finish("")
	if r.keep(ctx, s) != nil {
		return nil, nil
	}
	return outcomes, moved
}

// latest leaves out what a later outcome of the same conversation has overtaken.
func latest(outcomes []Outcome) []Outcome {
	seen := map[string]bool{}
	var last []Outcome
	for _, outcome := range slices.Backward(outcomes) {
		if id := outcome.Of().Conversation; !seen[id] {
			seen[id] = true
			last = append(last, outcome)
		}
	}
	slices.Reverse(last)
	return last
}

// expire serves the waits that have ended, those of one instant together.
func (r *Router) expire(ctx context.Context) error {
	for ctx.Err() == nil {
		err := r.redo(ctx, func() error {
			r.mu.Lock()
			defer r.mu.Unlock()
			return r.ensure(ctx)
		})
		if err != nil {
			return err
		}
		if !r.holdExpired() {
			return nil
		}
		outcomes, moved := r.release(ctx, nil, nil)
		r.follow(ctx, outcomes, moved)
	}
	return ctx.Err()
}

// holdExpired holds the matching if at least two waits have ended at the instant of the next timer.
func (r *Router) holdExpired() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	s := r.shard
	if s == nil {
		return false
	}
	next, ok := s.timers.next()
	if !ok || next.at.After(r.now()) || !next.Kind.expires() || s.timers.alike(next) < 2 {
		return false
	}
	s.held = true
	return true
}
