package roster

import (
	"fmt"
	"math"
	"math/bits"
	"math/rand/v2"
	"runtime"
	"strconv"
	"testing"
	"time"
)

const (
	manySkills = 50
	languages  = 5
	capacity   = 20_000
	kinds      = 200 // different requirements
)

// packed is an agent in as little memory as a scan can read fast.
type packed struct {
	has       uint64 // skills and languages
	idle      int64
	load, max int32
	reachable bool
	level     [manySkills]uint8
}

// request is a requirement of the benchmark, for the index and for the scan.
type request struct {
	query  Query
	need   Need
	must   uint64
	want   uint64
	skills [2]int
	levels [2]uint8
}

// office is a desk of n agents, each with 5 of 50 skills and one or two of 5 languages.
type office struct {
	roster   *Roster
	packed   []packed
	requests []request
	now      int64
}

func skillName(i int) string    { return "skill " + strconv.Itoa(i) }
func languageName(i int) string { return "language " + strconv.Itoa(i) }

func newOffice(n int, seed uint64) *office {
	rnd := rand.New(rand.NewPCG(seed, 1))
	o := &office{roster: New(), packed: make([]packed, n), now: 1 << 40}
	for i := range o.packed {
		o.hire(i, rnd)
	}
	for len(o.requests) < kinds {
		o.demand(rnd)
	}
	return o
}

func (o *office) hire(slot int, rnd *rand.Rand) {
	p := &o.packed[slot]
	f := Facts{Teams: []Team{{"support", slot}}, Capacity: capacity, Breadth: 7}
	for _, s := range rnd.Perm(manySkills)[:5] {
		p.level[s] = uint8(1 + rnd.IntN(10))
		p.has |= 1 << s
		f.Skills = append(f.Skills, Skill{skillName(s), int(p.level[s])})
	}
	for _, l := range rnd.Perm(languages)[:1+rnd.IntN(2)] {
		p.has |= 1 << (manySkills + l)
		f.Skills = append(f.Skills, Skill{languageName(l), 1})
	}
	p.load, p.max, p.idle, p.reachable = int32(rnd.IntN(10))*1000, capacity, rnd.Int64N(o.now), true
	o.roster.Add(f)
	o.roster.Update(slot, State{Online: true, Reachable: true, Load: int64(p.load), Idle: p.idle})
}

// demand adds a requirement that somebody meets.
func (o *office) demand(rnd *rand.Rand) {
	some := &o.packed[rnd.IntN(len(o.packed))]
	var x request
	for i, n := 0, 0; i < manySkills && n < 2; i++ {
		if some.level[i] > 0 && rnd.IntN(2) == 0 {
			x.skills[n], x.levels[n] = i, min(some.level[i], uint8(1+rnd.IntN(5)))
			n++
		}
	}
	if x.levels[1] == 0 {
		return
	}
	language := bits.TrailingZeros64(some.has >> manySkills)
	x.must = 1<<x.skills[0] | 1<<x.skills[1] | 1<<(manySkills+language)
	x.need.Terms = []Term{{Skill: languageName(language), Min: 1}}
	for i, s := range x.skills {
		x.need.Terms = append(x.need.Terms, Term{Skill: skillName(s), Min: int(x.levels[i])})
	}
	x.query = Query{Class: o.roster.Class(x.need), Cost: 1000, Order: LeastBusy}
	x.query.Class.Retain()
	for _, s := range rnd.Perm(manySkills)[:2] {
		x.want |= 1 << s
		x.query.Wishes = append(x.query.Wishes, Wish{skillName(s), 1})
	}
	o.roster.Best(&x.query) // makes what is made once
	o.requests = append(o.requests, x)
}

// assign chooses and claims.
func (o *office) assign(i int) { o.give(o.roster.Best(&o.requests[i%kinds].query)) }

// give claims who was chosen. His load grows up to half of the capacity and starts anew, so that there is always somebody.
func (o *office) give(c Choice, ok bool) {
	if !ok {
		panic("nobody")
	}
	s := o.roster.State(c.Slot)
	o.now++
	if s.Load += 1000; s.Load > capacity/2 {
		s.Load = 0
	}
	s.Idle, s.Given, s.Handled = o.now, o.now, s.Handled+1
	o.roster.Update(c.Slot, s)
}

func (o *office) scan(x *request) int {
	best, bestWeight := -1, -1
	for i := range o.packed {
		p := &o.packed[i]
		if p.has&x.must != x.must || !p.reachable || p.load+1000 > p.max {
			continue
		}
		if p.level[x.skills[0]] < x.levels[0] || p.level[x.skills[1]] < x.levels[1] {
			continue
		}
		weight := bits.OnesCount64(p.has & x.want)
		if best < 0 || weight > bestWeight || weight == bestWeight && p.before(&o.packed[best]) {
			best, bestWeight = i, weight
		}
	}
	return best
}

// before compares shares of capacity without a division.
func (p *packed) before(q *packed) bool {
	l, m := int64(p.load)*int64(q.max), int64(q.load)*int64(p.max)
	return l < m || l == m && p.idle < q.idle
}

func (o *office) assignByScan(i int) {
	p := &o.packed[o.scan(&o.requests[i%kinds])]
	o.now++
	if p.load += 1000; p.load > capacity/2 {
		p.load = 0
	}
	p.idle = o.now
}

// perCall is how long f takes, measured outside of the benchmark's own time: the best of a few attempts.
func perCall(f func(i int)) float64 {
	best := math.MaxFloat64
	for range 5 {
		n := 0
		start := time.Now()
		for n < 10 || time.Since(start) < 5*time.Millisecond {
			for range 10 {
				f(n)
				n++
			}
		}
		best = min(best, float64(time.Since(start).Nanoseconds())/float64(n))
	}
	return best
}

// faster reports how many times less time the benchmark took than other.
func faster(b *testing.B, other float64) {
	b.Helper()
	b.ReportMetric(other/(float64(b.Elapsed().Nanoseconds())/float64(b.N)), "x_faster")
}

var sizes = []int{100, 1_000, 10_000, 100_000}

// BenchmarkAssign chooses among agents with 50 skills: two required with levels, two preferred, one language; the least
// busy, then who has been idle longest. Claiming the agent is included.
func BenchmarkAssign(b *testing.B) {
	for _, n := range sizes {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			o := newOffice(n, 1)
			scan := perCall(o.assignByScan)
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				o.assign(i)
				i++
			}
			faster(b, scan)
		})
	}
}

// BenchmarkAssignNew has no class at hand: the requirement is looked up each time.
func BenchmarkAssignNew(b *testing.B) {
	o := newOffice(10_000, 1)
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		x := &o.requests[i%kinds]
		x.query.Class = o.roster.Class(x.need)
		o.assign(i)
		i++
	}
}

// BenchmarkAssignParallel has a roster of its own for each goroutine, as tenants have.
func BenchmarkAssignParallel(b *testing.B) {
	for _, n := range sizes[:3] {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			offices := make(chan *office, runtime.GOMAXPROCS(0))
			for range cap(offices) {
				offices <- newOffice(n, 1)
			}
			b.ReportAllocs()
			b.ResetTimer()
			b.RunParallel(func(pb *testing.PB) {
				o := <-offices
				for i := 0; pb.Next(); i++ {
					o.assign(i)
				}
			})
		})
	}
}

// BenchmarkAssignWide chooses among everybody of a team: no skills, everybody idle at first.
func BenchmarkAssignWide(b *testing.B) {
	for _, n := range sizes {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			o := newOffice(n, 1)
			for slot := range n {
				o.roster.Update(slot, State{Online: true, Reachable: true, Idle: o.packed[slot].idle})
				o.packed[slot].load = 0
			}
			q := &Query{Class: o.roster.Class(Need{Teams: []string{"support"}}), Cost: 1000}
			scan := perCall(func(int) { o.scan(&request{}) })
			o.assignTo(b, q)
			faster(b, scan)
		})
	}
}

// BenchmarkAssignWished chooses among everybody of a team by two wishes.
func BenchmarkAssignWished(b *testing.B) {
	for _, n := range sizes {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			o := newOffice(n, 1)
			scan := perCall(func(int) { o.scan(&request{want: 1<<1 | 1<<2}) })
			o.assignTo(b, &Query{
				Class: o.roster.Class(Need{Teams: []string{"support"}}), Cost: 1000,
				Wishes: []Wish{{skillName(1), 1}, {skillName(2), 1}},
			})
			faster(b, scan)
		})
	}
}

func (o *office) assignTo(b *testing.B, q *Query) {
	b.Helper()
	o.roster.Best(q) // makes what is made once
	b.ReportAllocs()
	for b.Loop() {
		o.give(o.roster.Best(q))
	}
}

// BenchmarkOrders chooses by each order among everybody of a team of 10,000; the last two look at each of them.
func BenchmarkOrders(b *testing.B) {
	names := []string{
		"least busy", "most available", "round robin", "longest idle", "fewest handled", "specialists first", "most skilled", "in order",
	}
	for order, name := range names {
		b.Run(name, func(b *testing.B) {
			o := newOffice(10_000, 1)
			o.assignTo(b, &Query{Class: o.roster.Class(Need{Teams: []string{"support"}}), Cost: 1000, Order: Order(order)})
		})
	}
}

// BenchmarkUpdate changes the load of somebody, or whether he can be reached, while an order is in use for everybody and
// for a team.
func BenchmarkUpdate(b *testing.B) {
	for _, n := range sizes {
		for _, name := range []string{"load", "presence"} {
			b.Run(fmt.Sprintf("%d/%s", n, name), func(b *testing.B) {
				o := newOffice(n, 1)
				o.roster.Best(&Query{Class: o.roster.Class(Need{}), Cost: 1000})
				o.roster.Best(&Query{Class: o.roster.Class(Need{Teams: []string{"support"}}), Cost: 1000})
				rnd := rand.New(rand.NewPCG(1, 1))
				b.ReportAllocs()
				for b.Loop() {
					slot := int(rnd.Uint32N(uint32(n)))
					s := o.roster.State(slot)
					if s.Load ^= 1000; name == "presence" {
						s.Reachable = !s.Reachable
					}
					o.roster.Update(slot, s)
				}
			})
		}
	}
}

// BenchmarkFits looks up the queues of somebody who has become free.
func BenchmarkFits(b *testing.B) {
	o := newOffice(10_000, 1)
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		o.roster.Fits(i % 10_000)
		i++
	}
}

// BenchmarkSetFacts changes the skills of somebody while there are 200 classes.
func BenchmarkSetFacts(b *testing.B) {
	o := newOffice(10_000, 1)
	f := []Facts{{Capacity: capacity}, {Capacity: capacity, Skills: []Skill{{skillName(1), 5}}}}
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		o.roster.SetFacts(i%10_000, f[i/10_000&1])
		i++
	}
}

// BenchmarkClass makes a class that is not known.
func BenchmarkClass(b *testing.B) {
	for _, n := range sizes {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			o := newOffice(n, 1)
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				o.roster.Class(Need{Terms: []Term{{Skill: skillName(1), Min: 1 + i}, {Skill: skillName(2), Min: 1}}})
				i++
			}
		})
	}
}
