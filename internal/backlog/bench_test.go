package backlog_test

import (
	"fmt"
	"math/bits"
	"math/rand/v2"
	"runtime"
	"testing"
	"time"

	"github.com/gousher/usher/internal/backlog"
)

const (
	benchClasses = 200
	benchStep    = int64(10 * time.Millisecond) // between two arrivals
)

// load is a backlog in a steady state: each turn an agent who fits three classes of 200 becomes free and takes what is
// first, and another conversation arrives.
type load struct {
	backlog *backlog.Backlog[int]
	random  *rand.Rand
	agents  [][]uint64
	now     int64
	arrival uint64
	// free are the items to use again.
	free []*backlog.Item[int]
}

var benchTeams = [][]string{{"support"}, {"sales"}, {"billing"}}

func newLoad(waiting int, seed uint64) *load {
	l := &load{backlog: backlog.New[int](), random: rand.New(rand.NewPCG(seed, 7))}
	for agent := range benchClasses {
		fits := make([]uint64, (benchClasses+63)/64)
		for skill := range 3 {
			class := (agent + skill*67) % benchClasses
			fits[class/64] |= 1 << (class % 64)
		}
		l.agents = append(l.agents, fits)
	}
	items := make([]backlog.Item[int], waiting+1)
	for i := range items {
		l.free = append(l.free, &items[i])
	}
	for range waiting {
		l.push()
	}
	return l
}

func (l *load) push() {
	it := l.free[len(l.free)-1]
	l.free = l.free[:len(l.free)-1]
	l.now += benchStep
	l.arrival++
	it.Order = backlog.Order{Priority: int64(l.random.IntN(4)), Aging: int64(time.Minute), Since: l.now, Arrival: l.arrival}
	if l.random.IntN(10) == 0 {
		it.Order.Aging = int64(5 * time.Minute)
	}
	class := l.random.IntN(benchClasses)
	it.Value = class
	l.backlog.Add(it, backlog.Bucket{Class: class, Own: class, Tag: "chat"}, benchTeams[class%len(benchTeams)])
}

// turn serves one item and adds one.
func (l *load) turn() {
	agent := l.agents[l.random.IntN(len(l.agents))]
	if it := l.backlog.First(agent, l.now, nil, nil); it != nil {
		l.backlog.Remove(it)
		l.free = append(l.free, it)
	}
	if len(l.free) > 0 {
		l.push()
	}
}

// packed is what a full scan needs to know of an item, and nothing else.
type packed struct {
	virtual, since int64
	arrival        uint64
	aging          int64
	class          int32
}

// scanner does the same by looking at everybody who waits.
type scanner struct {
	*load

	waiting []packed
}

func newScanner(waiting int) *scanner {
	s := &scanner{load: newLoad(0, 1)}
	for range waiting {
		s.waiting = append(s.waiting, packed{})
		s.put(len(s.waiting) - 1)
	}
	return s
}

func (s *scanner) put(i int) {
	s.now += benchStep
	s.arrival++
	aging := int64(time.Minute)
	if s.random.IntN(10) == 0 {
		aging = int64(5 * time.Minute)
	}
	virtual := s.now - int64(s.random.IntN(4))*aging
	s.waiting[i] = packed{virtual, s.now, s.arrival, aging, int32(s.random.IntN(benchClasses))}
}

func (p *packed) before(q *packed, now int64) bool {
	ah, al := bits.Mul64(uint64(now-p.virtual), uint64(q.aging))
	bh, bl := bits.Mul64(uint64(now-q.virtual), uint64(p.aging))
	switch {
	case ah != bh:
		return ah > bh
	case al != bl:
		return al > bl
	case p.since != q.since:
		return p.since < q.since
	}
	return p.arrival < q.arrival
}

func (s *scanner) turn() {
	fits := s.agents[s.random.IntN(len(s.agents))]
	best := -1
	for i := range s.waiting {
		w := &s.waiting[i]
		if fits[w.class/64]&(1<<(w.class%64)) != 0 && (best < 0 || w.before(&s.waiting[best], s.now)) {
			best = i
		}
	}
	if best >= 0 {
		s.put(best)
	}
}

// scanTime is what the scan takes for one turn, in nanoseconds.
func scanTime(waiting int) float64 {
	s := newScanner(waiting)
	turns := max(10, 2_000_000/waiting)
	start := time.Now()
	for range turns {
		s.turn()
	}
	return float64(time.Since(start)) / float64(turns)
}

// BenchmarkQueue is an agent who becomes free, and a conversation that arrives.
func BenchmarkQueue(b *testing.B) {
	for _, waiting := range []int{1_000, 100_000, 1_000_000} {
		var scan float64
		b.Run(fmt.Sprintf("waiting=%d", waiting), func(b *testing.B) {
			if scan == 0 {
				scan = scanTime(waiting)
			}
			l := newLoad(waiting, 1)
			for range 1000 {
				l.turn()
			}
			b.ReportAllocs()
			b.ResetTimer()
			for b.Loop() {
				l.turn()
			}
			b.ReportMetric(scan/(float64(b.Elapsed())/float64(b.N)), "x-faster")
		})
	}
}

// BenchmarkQueueParallel is the same with a backlog for each goroutine: they share nothing.
func BenchmarkQueueParallel(b *testing.B) {
	loads := make(chan *load, runtime.GOMAXPROCS(0))
	for i := range cap(loads) {
		loads <- newLoad(100_000, uint64(i))
	}
	b.ReportAllocs()
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		l := <-loads
		for pb.Next() {
			l.turn()
		}
	})
}

// BenchmarkPosition is the place of a conversation in the queue of its team.
func BenchmarkPosition(b *testing.B) {
	for _, waiting := range []int{1_000, 1_000_000} {
		b.Run(fmt.Sprintf("waiting=%d", waiting), func(b *testing.B) {
			l := newLoad(waiting, 1)
			var some []*backlog.Item[int]
			for it := range l.backlog.InOrder("", l.now) {
				if l.random.IntN(waiting/1000) == 0 {
					some = append(some, it)
				}
			}
			i := 0
			b.ReportAllocs()
			b.ResetTimer()
			for b.Loop() {
				it := some[i%len(some)]
				i += 7
				l.backlog.Position(it, benchTeams[it.Value%len(benchTeams)][0], l.now)
			}
		})
	}
}

// BenchmarkPositionMeanwhile asks for a position after each change.
func BenchmarkPositionMeanwhile(b *testing.B) {
	l := newLoad(1_000_000, 1)
	it := l.backlog.First(nil, l.now, nil, nil)
	b.ReportAllocs()
	b.ResetTimer()
	for b.Loop() {
		l.turn()
		l.backlog.Position(it, "support", l.now)
	}
}

// BenchmarkServe is a mass event: a hundred agents come back, and serve the first hundred of a million.
func BenchmarkServe(b *testing.B) {
	l := newLoad(1_000_000, 1)
	b.ReportAllocs()
	b.ResetTimer()
	for b.Loop() {
		free := 100
		l.backlog.Serve(l.now, func(backlog.Bucket) bool { return free > 0 }, func(it *backlog.Item[int]) bool {
			l.backlog.Remove(it)
			l.free = append(l.free, it)
			free--
			return true
		})
		for range 100 {
			l.push()
		}
	}
}
