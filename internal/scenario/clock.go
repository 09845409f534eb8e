package scenario

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"
)

// sim is what runs beside the time line: tasks that call the outside world, which takes its time. At any moment each
// either works or sleeps; the clock moves only when all of them sleep.
type sim struct {
	mu       sync.Mutex
	changed  *sync.Cond
	working  int
	current  *task // the one that was begun or woken last: the only one that works
	sleepers []*sleeper
	over     bool
	ended    sync.WaitGroup
	pause    func(t *task) // lets a task that sleeps make other requests
}

// task is one thing that is done, in one or more requests at once.
type task struct {
	works    bool // it is counted among those that work
	ended    bool
	sleeping int       // requests
	requests int       // so far
	since    time.Time // when it has begun, or was woken last
}

type sleeper struct {
	task  *task
	until time.Time
	woken chan struct{}
}

func newSim() *sim {
	s := &sim{pause: func(*task) {
		time.Sleep(grace) //nolint:forbidigo // goroutines of custom code: no clock of ours knows of them
	}}
	s.changed = sync.NewCond(&s.mu)
	return s
}

// run does a task until it ends or sleeps. It reports whether it has ended.
func (s *sim) run(do func()) bool {
	t := &task{works: true}
	s.mu.Lock()
	s.working++
	s.current = t
	s.mu.Unlock()
	s.ended.Go(func() {
		do()
		s.mu.Lock()
		defer s.mu.Unlock()
		t.ended = true
		s.rests(t)
	})
	s.mu.Lock()
	defer s.mu.Unlock()
	s.wait(t)
	return t.ended
}

// rests takes a task out of those that work. The lock is held.
func (s *sim) rests(t *task) {
	if t.works {
		t.works = false
		s.working--
	}
	s.changed.Broadcast()
}

// grace is how long a task that sleeps is given to make other requests at the same time: nothing tells of those to come.
const grace = time.Millisecond

// wait waits until nothing works, and a task that sleeps has made all the requests that it makes at once. The lock is
// held.
func (s *sim) wait(t *task) {
	for s.working > 0 {
		s.changed.Wait()
	}
	const rounds = 2
	for quiet := 0; quiet < rounds && !t.ended && !s.over; quiet++ {
		before := t.requests + t.sleeping
		s.mu.Unlock()
		s.pause(t)
		s.mu.Lock()
		for s.working > 0 {
			s.changed.Wait()
		}
		if before != t.requests+t.sleeping {
			quiet = -1
		}
	}
}

// instant is when a request of a task is made: while others of it sleep, it was made beside them, however late it comes.
func (s *sim) instant(t *task, now time.Time) time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	if t.sleeping == 0 {
		t.since = now
	}
	return t.since
}

// present is the task that works now.
func (s *sim) present() *task {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.current
}

var errOver = errors.New("the scenario is over")

// sleep lets time pass for a request of a task. The error is the context's, or says that the scenario is over.
func (s *sim) sleep(ctx context.Context, t *task, until time.Time) error {
	me := &sleeper{task: t, until: until, woken: make(chan struct{})}
	s.mu.Lock()
	if s.over {
		s.mu.Unlock()
		return errOver
	}
	s.sleepers = append(s.sleepers, me)
	t.sleeping++
	t.requests++
	s.rests(t)
	s.mu.Unlock()
	select {
	case <-me.woken:
	case <-ctx.Done():
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if i := slices.Index(s.sleepers, me); i >= 0 {
		s.wakes(i)
		return ctx.Err()
	}
	if s.over {
		return errOver
	}
	return nil
}

// wakes takes a sleeper off the list. A task works again when none of its requests sleeps. The lock is held.
func (s *sim) wakes(i int) {
	t := s.sleepers[i].task
	s.sleepers = slices.Delete(s.sleepers, i, i+1)
	if t.sleeping--; t.sleeping == 0 && !t.works && !t.ended {
		t.works = true
		s.working++
	}
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

// wake wakes the first of those whose time has come, and waits until its task ends or sleeps again. It reports whether
// there was one.
func (s *sim) wake(now time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, sleeper := range s.sleepers {
		if sleeper.until.After(now) {
			continue
		}
		s.current = sleeper.task
		s.current.since = now
		s.wakes(i)
		close(sleeper.woken)
		s.wait(sleeper.task)
		return true
	}
	return false
}

// finish ends whatever sleeps, and waits for everything that still runs.
func (s *sim) finish() {
	s.mu.Lock()
	s.over = true
	for len(s.sleepers) > 0 {
		sleeper := s.sleepers[0]
		s.wakes(0)
		close(sleeper.woken)
	}
	s.changed.Broadcast()
	s.mu.Unlock()
	s.ended.Wait()
}

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
