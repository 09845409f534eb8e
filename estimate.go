package usher

import (
	"fmt"
	"math"
	"time"
)

// An Estimate is how long a conversation will probably wait: between Min and Max. The zero value is that nothing is known.
//
// It is the place in the queue over the rate at which conversations have left the team's queue and its agents' hands of
// late, those included whose contact gave up; where no rate is known, it is the last wait. It is measured in memory: after
// a restart nothing is known at first.
type Estimate struct {
	Min   time.Duration `json:"min"`
	Max   time.Duration `json:"max"`
	Known bool          `json:"known"`
}

// String is the estimate as texts have it: "3-5 min", "1 min", empty if nothing is known.
func (e Estimate) String() string {
	if !e.Known {
		return ""
	}
	low, high := minutes(e.Min), minutes(e.Max)
	if low == high {
		return fmt.Sprintf("%d min", low)
	}
	return fmt.Sprintf("%d-%d min", low, high)
}

// minutes are whole minutes, a begun one counted, at least one.
func minutes(d time.Duration) int {
	return max(int((d+time.Minute-1)/time.Minute), 1)
}

// rate is how fast conversations have left a team of late.
type rate struct {
	ends  [keptEnds]time.Time // a ring
	count int
	wait  time.Duration // the last one
	knows bool
}

// keptEnds is from how many ends a rate is taken, ratedEnds the fewest from which one is, and ratedWithin how old they may
// be.
const (
	keptEnds    = 32
	ratedEnds   = 3
	ratedWithin = time.Hour
)

func (s *Shard) rate(team string) *rate {
	r := s.rates[team]
	if r == nil {
		r = &rate{}
		s.rates[team] = r
	}
	return r
}

// served notes how long a conversation has waited that is handed over.
func (s *Shard) served(p *Placement, now time.Time) {
	if waited := now.Sub(p.QueuedAt); p.Team != "" && waited > 0 { // who did not wait tells nothing to those who do
		r := s.rate(p.Team)
		r.wait, r.knows = waited, true
	}
}

// left notes that a conversation has left a team: it is closed, in an agent's hands or in the queue.
func (s *Shard) left(row *ConversationRow) {
	switch row.State {
	case StateAssigned, StateOffered, StateQueued:
		if row.Team != "" {
			r := s.rate(row.Team)
			r.ends[r.count%keptEnds] = s.now
			r.count++
		}
	}
}

// estimate is how long a conversation at a position of its queue will probably wait.
func (s *Shard) estimate(p *Placement, position int, now time.Time) Estimate {
	r := s.rates[p.Team]
	if r == nil || position == 0 {
		return Estimate{}
	}
	if every, ok := r.every(now); ok {
		n, spread := float64(position), math.Sqrt(float64(position))
		return Estimate{
			Min: time.Duration(math.Max(n-spread, 0) * float64(every)), Max: time.Duration((n + spread) * float64(every)), Known: true,
		}
	}
	if r.knows {
		return Estimate{Min: r.wait, Max: r.wait, Known: true}
	}
	return Estimate{}
}

// every is the mean time between two ends of late; false: there were too few.
func (r *rate) every(now time.Time) (time.Duration, bool) {
	n := 0
	first := now
	for i := 1; i <= min(r.count, keptEnds); i++ {
		end := r.ends[(r.count-i)%keptEnds]
		if now.Sub(end) > ratedWithin {
			break
		}
		first = end
		n++
	}
	if n < ratedEnds {
		return 0, false
	}
	return now.Sub(first) / time.Duration(n), now.After(first)
}
