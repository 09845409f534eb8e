package usher

import (
	"time"

	"github.com/gousher/usher/internal/roster"
)

// A ranker is a strategy that puts agents into an order by what is known of them; the index finds the first.
type ranker interface {
	order() roster.Order
	// why names what decided, for the explanation.
	why() string
	// measure is what it counts of an agent, for the explanation.
	measure(s *Shard, p *Placement, a *agentState) (float64, bool)
}

// LeastBusy chooses the agent with the lowest share of his capacity in use, then who has been idle longest.
type LeastBusy struct{}

// MostAvailable chooses the agent with the most free units.
type MostAvailable struct{}

// RoundRobin chooses who was given work longest ago. There is no counter: all machines agree, and a restart changes
// nothing.
type RoundRobin struct{}

// LongestIdle chooses who has been idle longest: since he was given work, finished work, or came online.
type LongestIdle struct{}

// FewestHandled chooses who was given the fewest conversations today, in the zone of his hours.
type FewestHandled struct{}

// MostSkilled chooses the highest mean level over the required skills and those preferred ones that the agent has.
type MostSkilled struct{}

// SpecialistsFirst chooses who has the fewest skills and teams, so that those who can do more stay free for what only
// they can do.
type SpecialistsFirst struct{}

// InOrder chooses the lowest rank within the team: see [Agent].
type InOrder struct{}

// Assign chooses among the candidates.
func (s LeastBusy) Assign(r *Request) Decision { return r.best(s) }

// Assign chooses among the candidates.
func (s MostAvailable) Assign(r *Request) Decision { return r.best(s) }

// Assign chooses among the candidates.
func (s RoundRobin) Assign(r *Request) Decision { return r.best(s) }

// Assign chooses among the candidates.
func (s LongestIdle) Assign(r *Request) Decision { return r.best(s) }

// Assign chooses among the candidates.
func (s FewestHandled) Assign(r *Request) Decision { return r.best(s) }

// Assign chooses among the candidates.
func (s MostSkilled) Assign(r *Request) Decision { return r.best(s) }

// Assign chooses among the candidates.
func (s SpecialistsFirst) Assign(r *Request) Decision { return r.best(s) }

// Assign chooses among the candidates.
func (s InOrder) Assign(r *Request) Decision { return r.best(s) }

func (LeastBusy) order() roster.Order        { return roster.LeastBusy }
func (MostAvailable) order() roster.Order    { return roster.MostAvailable }
func (RoundRobin) order() roster.Order       { return roster.RoundRobin }
func (LongestIdle) order() roster.Order      { return roster.LongestIdle }
func (FewestHandled) order() roster.Order    { return roster.FewestHandled }
func (MostSkilled) order() roster.Order      { return roster.MostSkilled }
func (SpecialistsFirst) order() roster.Order { return roster.SpecialistsFirst }
func (InOrder) order() roster.Order          { return roster.InOrder }

func (LeastBusy) why() string        { return "the lowest share of capacity in use" }
func (MostAvailable) why() string    { return "the most free units" }
func (RoundRobin) why() string       { return "given work longest ago" }
func (LongestIdle) why() string      { return "idle longest" }
func (FewestHandled) why() string    { return "given the fewest today" }
func (MostSkilled) why() string      { return "the highest mean level" }
func (SpecialistsFirst) why() string { return "the fewest skills and teams" }
func (InOrder) why() string          { return "the lowest rank in the team" }

func (LeastBusy) called() string        { return "least busy" }
func (MostAvailable) called() string    { return "most available" }
func (RoundRobin) called() string       { return "round robin" }
func (LongestIdle) called() string      { return "longest idle" }
func (FewestHandled) called() string    { return "fewest handled" }
func (MostSkilled) called() string      { return "most skilled" }
func (SpecialistsFirst) called() string { return "specialists first" }
func (InOrder) called() string          { return "in order" }

func (LeastBusy) mayPass(*Declaration) bool        { return true }
func (MostAvailable) mayPass(*Declaration) bool    { return true }
func (RoundRobin) mayPass(*Declaration) bool       { return true }
func (LongestIdle) mayPass(*Declaration) bool      { return true }
func (FewestHandled) mayPass(*Declaration) bool    { return true }
func (MostSkilled) mayPass(*Declaration) bool      { return true }
func (SpecialistsFirst) mayPass(*Declaration) bool { return true }
func (InOrder) mayPass(*Declaration) bool          { return true }

func (LeastBusy) measure(_ *Shard, _ *Placement, a *agentState) (float64, bool) {
	return a.load.Float() / a.agent.capacity().Float(), true
}

func (MostAvailable) measure(_ *Shard, _ *Placement, a *agentState) (float64, bool) {
	return (a.agent.capacity() - a.load).Float(), true
}

func (RoundRobin) measure(s *Shard, _ *Placement, a *agentState) (float64, bool) {
	return s.secondsSince(lastOf(a.givenAt, a.askedAt))
}

func (LongestIdle) measure(s *Shard, _ *Placement, a *agentState) (float64, bool) {
	return s.secondsSince(a.idleSince)
}

func (FewestHandled) measure(s *Shard, _ *Placement, a *agentState) (float64, bool) {
	return float64(a.handledToday(s.today(a))), true
}

func (MostSkilled) measure(_ *Shard, p *Placement, a *agentState) (float64, bool) {
	sum, count := 0, 0
	for name, level := range p.Must {
		if level != Absent {
			sum, count = sum+int(a.skills[name]), count+1
		}
	}
	for name := range p.Prefer {
		if _, required := p.Must[name]; !required && a.skills[name] > 0 {
			sum, count = sum+int(a.skills[name]), count+1
		}
	}
	if count == 0 {
		return 0, false
	}
	return float64(sum) / float64(count), true
}

func (SpecialistsFirst) measure(_ *Shard, _ *Placement, a *agentState) (float64, bool) {
	return float64(len(a.agent.Skills) + len(a.agent.Teams)), true
}

func (InOrder) measure(_ *Shard, p *Placement, a *agentState) (float64, bool) {
	rank, ok := a.agent.Ranks[p.Team]
	return float64(rank), ok
}

// secondsSince is how long ago something was; false: it never was.
func (s *Shard) secondsSince(at time.Time) (float64, bool) {
	return s.now.Sub(at).Seconds(), !at.IsZero()
}
