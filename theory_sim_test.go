package usher_test

import (
	"container/heap"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"time"

	"github.com/gousher/usher"
)

// A visit is a contact as fate has it. How long he is talked to belongs to him and not to the agent, so that the same
// visits can be sent to several floors and their waits compared one by one.
type visit struct {
	at       time.Duration // since the start
	handling time.Duration
	patience time.Duration // after which he leaves the queue; 0: never
	want     int           // which of the floor's wants
}

// A want is what the visits of one kind ask for. No two wants of a floor are the same.
type want struct {
	team     string
	must     usher.Skills
	priority int
}

// A statusChange is an agent who takes a break or comes back from it.
type statusChange struct {
	at     time.Duration
	agent  int
	status usher.Status
}

// A floor is who works, and what can be asked of them. All are online at the start, with the strategy by; nil: the
// desk's own.
type floor struct {
	agents  []usher.Agent
	by      usher.Assigner
	wants   []want
	aging   time.Duration
	changes []statusChange
}

// desk is the floor as the shard wants it.
func (f *floor) desk() usher.Desk {
	var teams []usher.Team
	for _, agent := range f.agents {
		for _, id := range agent.Teams {
			if !slices.ContainsFunc(teams, func(t usher.Team) bool { return t.ID == id }) {
				teams = append(teams, usher.Team{ID: id, By: f.by})
			}
		}
	}
	return usher.Desk{Teams: teams, Agents: f.agents, Fallback: usher.Fallback{Team: teams[0].ID}}
}

// isServedBy is the meaning of a requirement, told once more without the shard.
func (w want) isServedBy(agent usher.Agent) bool {
	for skill, level := range w.must {
		if agent.Skills[skill] < level {
			return false
		}
	}
	return slices.Contains(agent.Teams, w.team)
}

// places is how many contacts an agent has at once.
func places(agent usher.Agent) int { return max(agent.Capacity, 1) }

// onePool makes a floor of equal agents of one team.
func onePool(agents, capacity int, wants ...want) floor {
	f := floor{wants: wants}
	for i := range agents {
		f.agents = append(f.agents, usher.Agent{
			ID: fmt.Sprint("agent", i), Teams: []string{"support"}, Capacity: capacity, Status: usher.Online,
		})
	}
	return f
}

// The kinds of events, in the order in which they happen at one instant.
const (
	eventCompletes = iota
	eventLeaves
	eventArrives
	eventChanges
)

type event struct {
	at     time.Duration
	kind   int
	number int // of the visit or the change
}

func (e event) compare(o event) int {
	switch {
	case e.at != o.at:
		return int(max(-1, min(1, e.at-o.at)))
	case e.kind != o.kind:
		return e.kind - o.kind
	}
	return e.number - o.number
}

// events is a heap, for container/heap.
type events []event

func (h *events) Len() int           { return len(*h) }
func (h *events) Less(i, j int) bool { return (*h)[i].compare((*h)[j]) < 0 }
func (h *events) Swap(i, j int)      { (*h)[i], (*h)[j] = (*h)[j], (*h)[i] }
func (h *events) Push(e any)         { *h = append(*h, e.(event)) }
func (h *events) Pop() any {
	last := (*h)[len(*h)-1]
	*h = (*h)[:len(*h)-1]
	return last
}

// A stay is what became of a visit.
type stay struct {
	wait   time.Duration
	agent  int
	served bool
	gone   bool // served or not
}

// A simulation is visits that come to a floor, in simulated time, with the shard to decide and a referee to watch it.
type simulation struct {
	floor   *floor
	visits  []visit
	stays   []stay
	shard   *usher.Shard
	referee *referee
	agents  map[string]int
	events  events
	now     time.Duration
	// The queue as a store sees it: who is in it, how many, and the integral over time.
	stored []bool
	queue  int
	area   time.Duration
}

// simulate runs the visits until all are gone, under the eyes of the referee; the error is the first law that was broken.
func simulate(f *floor, visits []visit) (*simulation, error) {
	shard, err := usher.NewShard(f.desk())
	if err != nil {
		return nil, err
	}
	s := &simulation{
		floor: f, visits: visits, stays: make([]stay, len(visits)), shard: shard, referee: newReferee(f, visits),
		agents: map[string]int{}, stored: make([]bool, len(visits)),
	}
	for i, agent := range f.agents {
		s.agents[agent.ID] = i
	}
	for i, change := range f.changes {
		s.schedule(change.at, eventChanges, i)
	}
	s.schedule(visits[0].at, eventArrives, 0)
	for len(s.events) > 0 && s.referee.broken == nil {
		if err := s.step(heap.Pop(&s.events).(event)); err != nil {
			return nil, err
		}
	}
	if s.referee.broken == nil {
		s.referee.atTheEnd(s)
	}
	return s, s.referee.broken
}

func (s *simulation) schedule(at time.Duration, kind, number int) {
	heap.Push(&s.events, event{at, kind, number})
}

func (s *simulation) step(e event) error {
	s.area += time.Duration(s.queue) * (e.at - s.now)
	s.now = e.at
	var err error
	switch e.kind {
	case eventCompletes:
		s.stays[e.number].gone = true
		s.referee.finished(s.stays[e.number].agent)
		s.follow(s.shard.Close(strconv.Itoa(e.number), s.clock()))
	case eventLeaves:
		s.leave(e.number)
	case eventArrives:
		err = s.arrive(e.number)
	case eventChanges:
		err = s.change(s.floor.changes[e.number])
	}
	s.store()
	s.referee.settled()
	return err
}

func (s *simulation) clock() time.Time { return noon().Add(s.now) }

func (s *simulation) arrive(number int) error {
	v, id := s.visits[number], strconv.Itoa(number)
	w := s.floor.wants[v.want]
	if next := number + 1; next < len(s.visits) {
		s.schedule(s.visits[next].at, eventArrives, next)
	}
	outcome, err := s.shard.Place(id, usher.Contact{ID: id}, usher.Assign{
		Team: w.team, Must: w.must, Priority: w.priority, Aging: s.floor.aging,
	}, s.clock())
	if err != nil {
		return fmt.Errorf("visit %d: %w", number, err)
	}
	if _, queued := outcome.(usher.Queued); queued {
		s.referee.queued(number)
		if v.patience > 0 {
			s.schedule(v.at+v.patience, eventLeaves, number)
		}
		return nil
	}
	s.follow([]usher.Outcome{outcome})
	return nil
}

// leave is a contact whose patience is at an end, if nobody has taken him meanwhile.
func (s *simulation) leave(number int) {
	if s.stays[number].served {
		return
	}
	s.stays[number] = stay{wait: s.now - s.visits[number].at, gone: true}
	s.referee.left(number)
	s.follow(s.shard.Close(strconv.Itoa(number), s.clock()))
}

func (s *simulation) change(c statusChange) error {
	s.referee.changed(c.agent, c.status)
	outcomes, err := s.shard.SetStatus(s.floor.agents[c.agent].ID, c.status, s.clock())
	s.follow(outcomes)
	return err
}

// follow carries on with those whom the shard has given to an agent.
func (s *simulation) follow(outcomes []usher.Outcome) {
	for _, outcome := range outcomes {
		if assigned, ok := outcome.(usher.Assigned); ok {
			number, agent := numberOf(assigned.Conversation), s.agents[assigned.Agent]
			s.referee.served(number, agent)
			s.stays[number] = stay{wait: s.now - s.visits[number].at, agent: agent, served: true}
			s.schedule(s.now+s.visits[number].handling, eventCompletes, number)
		}
	}
}

// store reads the rows as a store would, which knows nothing of outcomes.
func (s *simulation) store() {
	for _, row := range s.shard.Take().Conversations {
		number := numberOf(row.ID)
		queued := row.State == usher.StateQueued
		switch {
		case queued && !s.stored[number]:
			s.queue++
		case !queued && s.stored[number]:
			s.queue--
		}
		s.stored[number] = queued
	}
}

func numberOf(id string) int {
	number, err := strconv.Atoi(id)
	if err != nil {
		panic(err) // all ids are ours
	}
	return number
}

// stream is a source of numbers of its own for every seed and purpose. The seeds are hashed because a PCG with
// neighbouring seeds gives streams that are correlated.
func stream(seed, purpose uint64) *rand.Rand {
	return rand.New(rand.NewPCG(splitmix64(seed), splitmix64(splitmix64(seed)+purpose)))
}

// splitmix64 is the finalizer of Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (2014).
func splitmix64(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// exponential draws by inversion, which is the same with every version of the library.
func exponential(r *rand.Rand, mean time.Duration) time.Duration {
	return time.Duration(-math.Log1p(-r.Float64()) * float64(mean))
}
