package usher_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/gousher/usher"
)

// The laws that a dispatcher keeps exactly, whatever comes.
const (
	lawRecursion = iota
	lawStrategy
	lawNobodyIdle
	lawNoOvertaking
	lawHeadStart
	lawLittle
	lawCount
)

var lawNames = [lawCount]string{
	lawRecursion:    "one pool, first come first served: the waits are those of the recursion of Kiefer and Wolfowitz",
	lawStrategy:     "one pool: the waits do not depend on the strategy that chooses the agent",
	lawNobodyIdle:   "after every event nobody waits for whom an agent is free",
	lawNoOvertaking: "inside one requirement and priority nobody overtakes",
	lawHeadStart:    "nobody is overtaken by anyone who came later than the difference of priorities times the aging; without aging priority is strict",
	lawLittle:       "the integral of the length of the queue is the sum of the waits",
}

// A referee watches a simulation: it knows who waits and who is free without asking the shard.
type referee struct {
	floor  *floor
	visits []visit
	can    [][]bool // by agent and want
	spare  []int    // by agent: how many more he could have
	online []bool
	free   []int   // by want: how many agents could take one more now
	lines  [][]int // by want: who waits, in the order of arrival
	// checked counts how often each law was put to the test; broken is the first that did not hold.
	checked [lawCount]int
	broken  error
}

func newReferee(f *floor, visits []visit) *referee {
	r := &referee{floor: f, visits: visits, free: make([]int, len(f.wants)), lines: make([][]int, len(f.wants))}
	for i, agent := range f.agents {
		can := make([]bool, len(f.wants))
		for w, want := range f.wants {
			can[w] = want.isServedBy(agent)
		}
		r.can = append(r.can, can)
		r.spare, r.online = append(r.spare, places(agent)), append(r.online, true)
		r.count(i, 1)
	}
	return r
}

// count adds an agent to those who are free, or takes him out, if he could be given one more contact.
func (r *referee) count(agent, n int) {
	if !r.online[agent] || r.spare[agent] == 0 {
		return
	}
	for w, can := range r.can[agent] {
		if can {
			r.free[w] += n
		}
	}
}

func (r *referee) update(agent, spare int, online bool) {
	r.count(agent, -1)
	r.spare[agent], r.online[agent] = spare, online
	r.count(agent, 1)
}

func (r *referee) changed(agent int, status usher.Status) {
	r.update(agent, r.spare[agent], status == usher.Online)
}

func (r *referee) finished(agent int) { r.update(agent, r.spare[agent]+1, r.online[agent]) }

func (r *referee) queued(number int) {
	line := &r.lines[r.visits[number].want]
	*line = append(*line, number)
}

func (r *referee) left(number int) {
	line := &r.lines[r.visits[number].want]
	if i := slices.Index(*line, number); i >= 0 {
		*line = slices.Delete(*line, i, i+1)
	}
}

// served holds every hand-over against the laws of order.
func (r *referee) served(number, agent int) {
	mine := r.visits[number].want
	if !r.can[agent][mine] || !r.online[agent] || r.spare[agent] == 0 {
		r.failf("visit %d went to %s, who cannot take it", number, r.floor.agents[agent].ID)
		return
	}
	r.update(agent, r.spare[agent]-1, true)
	if line := r.lines[mine]; slices.Contains(line, number) {
		r.holdf(lawNoOvertaking, line[0] == number, "visit %d overtakes visit %d", number, line[0])
		r.left(number)
	}
	for w, line := range r.lines {
		if r.can[agent][w] && len(line) > 0 {
			r.order(number, line[0])
		}
	}
}

// order compares one who was served with another who could have been served instead: the first of his kind.
func (r *referee) order(number, other int) {
	v, o := r.visits[number], r.visits[other]
	points := r.floor.wants[v.want].priority - r.floor.wants[o.want].priority
	if r.floor.aging == 0 {
		r.holdf(lawHeadStart, points > 0 || points == 0 && number < other, "visit %d before visit %d", number, other)
		return
	}
	headStart := time.Duration(points) * r.floor.aging
	if number > other {
		r.holdf(lawHeadStart, v.at-o.at < headStart, "visit %d overtakes visit %d, which came %s earlier; its head start is %s",
			number, other, v.at-o.at, headStart)
	}
	// The order is that of the virtual arrivals, at - priority x aging, as far as millionths of a point can tell.
	resolution := r.floor.aging/1_000_000 + time.Microsecond
	r.holdf(lawHeadStart, v.at-o.at-headStart <= resolution, "visit %d before visit %d", number, other)
}

// settled is called when an event has been dealt with.
func (r *referee) settled() {
	for w, line := range r.lines {
		r.holdf(lawNobodyIdle, len(line) == 0 || r.free[w] == 0, "visits %v of want %d wait, and %d agents are free",
			line, w, r.free[w])
	}
}

// atTheEnd is called when everybody is gone.
func (r *referee) atTheEnd(s *simulation) {
	var waits time.Duration
	for number, stay := range s.stays {
		if !stay.gone {
			r.failf("visit %d is lost", number)
		}
		waits += stay.wait
	}
	r.holdf(lawLittle, s.queue == 0 && s.area == waits, "the integral is %d ns, the sum is %d ns", s.area, waits)
	if len(r.floor.wants) > 1 || len(r.floor.changes) > 0 {
		return
	}
	for number, theory := range kieferWolfowitz(r.visits, r.pool()) {
		wait := s.stays[number].wait
		r.holdf(lawRecursion, wait == theory, "visit %d waits %s, by the recursion %s", number, wait, theory)
	}
}

// pool is how many places there are for the first want.
func (r *referee) pool() int {
	n := 0
	for i, agent := range r.floor.agents {
		if r.can[i][0] {
			n += places(agent)
		}
	}
	return n
}

func (r *referee) holdf(law int, holds bool, format string, args ...any) {
	r.checked[law]++
	if !holds {
		r.failf(lawNames[law]+": "+format, args...)
	}
}

func (r *referee) failf(format string, args ...any) {
	if r.broken == nil {
		r.broken = fmt.Errorf(format, args...)
	}
}

// kieferWolfowitz is the recursion for the waits of one pool, first come first served: the sorted vector of the work
// that is left to each place; Kiefer and Wolfowitz, "On the theory of queues with many servers" (1955). Who leaves
// before his turn adds no work; Baccelli, Boyer and Hebuterne, "Single-server queues with impatient customers" (1984).
func kieferWolfowitz(visits []visit, places int) []time.Duration {
	work, waits, before := make([]time.Duration, places), make([]time.Duration, len(visits)), time.Duration(0)
	for number, v := range visits {
		for i := range work {
			work[i] = max(work[i]-(v.at-before), 0)
		}
		before = v.at
		wait := work[0]
		if v.patience > 0 && v.patience < wait { // at the very instant he is served: completions come first
			waits[number] = v.patience
			continue
		}
		waits[number] = wait
		work[0] += v.handling
		for i := 1; i < places && work[i] < work[i-1]; i++ {
			work[i], work[i-1] = work[i-1], work[i]
		}
	}
	return waits
}

// A tally adds up what the referees of many simulations have seen.
type tally struct {
	mu      sync.Mutex
	runs    int
	checked [lawCount]int
}

func (a *tally) add(checked [lawCount]int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.runs++
	for law, n := range checked {
		a.checked[law] += n
	}
}

// String is a line for every law that was put to the test; a law that is broken ends the test before.
func (a *tally) String() string {
	a.mu.Lock()
	defer a.mu.Unlock()
	var b strings.Builder
	fmt.Fprintf(&b, "%d runs", a.runs)
	for law, n := range a.checked {
		if n > 0 {
			fmt.Fprintf(&b, "\nholds, checked %11d times: %s", n, lawNames[law])
		}
	}
	return b.String()
}
