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
	if next, ok := s.timers.next(); ok && next.Kind.expires() && next.at.Equal(s.now) && next.Due.Equal(s.now) {
		s.held = true
	}
}

// holdMatching is holdInstant once the change has been made: there has to be something to match, or more than one time
// that is up.
func (s *Shard) holdMatching() {
	next, ok := s.timers.next()
	if ok && (len(s.dirty)+len(s.back) > 0 || s.timers.alike(next) > 1) {
		s.holdInstant()
	}
}

// expires reports whether a timer of this kind ends a wait.
func (k TimerKind) expires() bool { return k == TimerAnswer || k == TimerExit }

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
	if r.serving[next.served()] {
		return TimerRow{}, false
	}
	r.serving[next.served()] = true
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
	s.expireDue()
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

// expire serves the waits that have ended, those of one instant together: first the shard's own clocks, then what
// workflows decide, then the matching.
func (r *Router) expire(ctx context.Context) error {
	for ctx.Err() == nil {
		outcomes, moved, passed, err := r.passTime(ctx, true)
		if err != nil || !passed {
			return err
		}
		outcomes, moved = r.release(ctx, outcomes, moved)
		r.follow(ctx, outcomes, moved)
	}
	return ctx.Err()
}

// passClocks serves the shard's own clocks, and what changes by itself.
func (r *Router) passClocks(ctx context.Context) error {
	outcomes, moved, passed, err := r.passTime(ctx, false)
	if err != nil || !passed {
		return err
	}
	r.follow(ctx, outcomes, moved)
	return nil
}

// passTime is a change that is nothing but time: it reports whether anything was due. With hold, the matching is held for
// what workflows have to decide about at this instant.
func (r *Router) passTime(ctx context.Context, hold bool) (outcomes []Outcome, moved []string, passed bool, err error) {
	err = r.redo(ctx, func() error {
		r.mu.Lock()
		defer r.mu.Unlock()
		if failed := r.ensure(ctx); failed != nil {
			return failed
		}
		s := r.shard
		now := r.now()
		next, ok := s.timers.next()
		waits := hold && ok && !next.at.After(now) && next.Kind.expires()
		at, rings := s.nextAlarm()
		clock, ticks := s.clocks.next()
		passed = waits && s.timers.alike(next) > 1 || rings && !at.After(now) || ticks && !clock.Due.After(now)
		if !passed {
			return nil
		}
		s.begin(now)
		s.held = s.held || waits
		s.expireDue()
		if hold {
			s.holdMatching()
		}
		s.match()
		outcomes = s.outcomes()
		moved = r.finish("")
		return r.keep(ctx, s)
	})
	return outcomes, moved, passed, err
}
