package scenario

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// sim is what runs beside the time line: calls of the outside world that take their time. At any moment each either
// works or sleeps; the clock moves only when all of them sleep.
type sim struct {
	mu       sync.Mutex
	idle     *sync.Cond
	working  int
	sleepers []*sleeper
	ended    sync.WaitGroup
}

type sleeper struct {
	until time.Time
	woken chan struct{}
}

func newSim() *sim {
	s := &sim{}
	s.idle = sync.NewCond(&s.mu)
	return s
}

// run does a task until it ends or sleeps. It reports whether it has ended.
func (s *sim) run(task func()) bool {
	ended := false
	s.mu.Lock()
	s.working++
	s.mu.Unlock()
	s.ended.Go(func() {
		task()
		s.mu.Lock()
		defer s.mu.Unlock()
		ended = true
		s.working--
		s.idle.Broadcast()
	})
	s.mu.Lock()
	defer s.mu.Unlock()
	for s.working > 0 {
		s.idle.Wait()
	}
	return ended
}

// sleep is called by a task that takes its time. The error is the context's.
func (s *sim) sleep(ctx context.Context, until time.Time) error {
	me := &sleeper{until: until, woken: make(chan struct{})}
	s.mu.Lock()
	s.sleepers = append(s.sleepers, me)
	s.working--
	s.idle.Broadcast()
	s.mu.Unlock()
	select {
	case <-me.woken:
		return nil
	case <-ctx.Done():
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, other := range s.sleepers {
		if other == me {
			s.sleepers = append(s.sleepers[:i], s.sleepers[i+1:]...)
			s.working++ // it goes on, to its end
			return ctx.Err()
		}
	}
	return nil // it was woken at the same moment
}

// next is when the first sleeper is to wake; zero if nobody sleeps.
func (s *sim) next() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	var next time.Time
	for _, sleeper := range s.sleepers {
		if next.IsZero() || sleeper.until.Before(next) {
			next = sleeper.until
		}
	}
	return next
}

// wake wakes the first of those whose time has come, and waits until it ends or sleeps again. It reports whether there
// was one.
func (s *sim) wake(now time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, sleeper := range s.sleepers {
		if sleeper.until.After(now) {
			continue
		}
		s.sleepers = append(s.sleepers[:i], s.sleepers[i+1:]...)
		s.working++
		close(sleeper.woken)
		for s.working > 0 {
			s.idle.Wait()
		}
		return true
	}
	return false
}

// finish waits for everything that still runs, once its context has ended.
func (s *sim) finish() { s.ended.Wait() }

// Now is the simulated time.
func (w *world) Now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

func (w *world) set(now time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if now.After(w.now) {
		w.now = now
	}
}

// most is how often things may happen between two entries.
const most = 100_000

var errRestless = errors.New("the scenario does not come to rest")

// advance lets everything happen that is due before an instant, each at its own time.
func (w *world) advance(ctx context.Context, until time.Time) error {
	for range most {
		next, err := w.next(ctx)
		if err != nil {
			return err
		}
		if next.IsZero() || !next.Before(until) {
			w.set(until)
			return nil
		}
		w.set(next)
		if err := w.settle(ctx); err != nil {
			return err
		}
	}
	return fmt.Errorf("%w: over %d things happen before %s", errRestless, most, until.Sub(w.scenario.Start))
}

// next is the next instant at which something happens by itself.
func (w *world) next(ctx context.Context) (time.Time, error) {
	next, err := w.router.NextDue(ctx)
	if err != nil {
		return next, err
	}
	if sleeper := w.sim.next(); !sleeper.IsZero() && (next.IsZero() || sleeper.Before(next)) {
		next = sleeper
	}
	return next, nil
}

// settle lets everything happen that is due now.
func (w *world) settle(ctx context.Context) error {
	for range most {
		if w.sim.wake(w.Now()) {
			w.look(ctx)
			continue
		}
		var failed error
		ended := w.sim.run(func() { failed = w.router.Wake(ctx) })
		w.look(ctx)
		if !ended {
			continue // it sleeps: another looks after the rest
		}
		if failed != nil {
			return failed
		}
		next, err := w.next(ctx)
		if err != nil {
			return err
		}
		if next.IsZero() || next.After(w.Now()) {
			return nil
		}
	}
	return fmt.Errorf("%w: over %d things happen at one instant", errRestless, most)
}
