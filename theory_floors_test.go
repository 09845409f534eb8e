package usher_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher"
)

// strategies are all that choose among the agents of a team by themselves.
func strategies() []usher.Assigner {
	return []usher.Assigner{
		usher.LeastBusy{}, usher.RoundRobin{}, usher.LongestIdle{}, usher.FewestHandled{}, usher.Random{},
		usher.AssignerFunc(lastOfTheDesk),
	}
}

// lastOfTheDesk is as unfair as can be, and is asked on the way of a host's own strategies.
func lastOfTheDesk(r *usher.Request) usher.Decision {
	chosen := usher.Pass()
	for candidate := range r.Candidates() {
		chosen = usher.Pick(candidate.ID)
	}
	return chosen
}

// dice makes small floors and visits of every kind. Everything happens at whole seconds, so that much of it happens at
// one instant.
type dice struct{ *rand.Rand }

func (d dice) seconds(from, to int) time.Duration {
	return time.Duration(from+d.IntN(to-from+1)) * time.Second
}

func (d dice) floor(by usher.Assigner) floor {
	f := floor{by: by, aging: []time.Duration{0, 10 * time.Second, time.Minute}[d.IntN(3)]}
	for i := range 1 + d.IntN(8) {
		f.agents = append(f.agents, usher.Agent{
			ID: fmt.Sprint("agent", i), Teams: [][]string{{"support"}, {"sales"}, {"support", "sales"}}[d.IntN(3)],
			Skills: usher.Skills{"french": usher.Level(1 + d.IntN(3))}, Capacity: 1 + d.IntN(3), Status: usher.Online,
		})
	}
	for range 1 + d.IntN(8) {
		f.add(want{
			team: []string{"support", "sales"}[d.IntN(2)], priority: d.IntN(3),
			must: []usher.Skills{nil, {"french": 2}, {"french": 3}}[d.IntN(3)],
		})
	}
	if len(f.wants) == 0 {
		f.add(want{team: f.agents[0].Teams[0]})
	}
	return f
}

// add adds a want that is new, if anybody could serve it.
func (f *floor) add(w want) {
	known := slices.ContainsFunc(f.wants, func(o want) bool {
		return o.team == w.team && o.priority == w.priority && o.must["french"] == w.must["french"]
	})
	if !known && slices.ContainsFunc(f.agents, w.isServedBy) {
		f.wants = append(f.wants, w)
	}
}

// breaks sends some of the agents away for a while, several times.
func (d dice) breaks(f *floor, until time.Duration) {
	for agent := range f.agents {
		for at := d.seconds(0, 600); d.IntN(2) == 0 && at < until; at += d.seconds(1, 600) {
			f.changes = append(f.changes, statusChange{at, agent, usher.Away})
			at += d.seconds(0, 300)
			f.changes = append(f.changes, statusChange{at, agent, usher.Online})
		}
	}
}

// visits keep the floor about as busy as it can be.
func (d dice) visits(f *floor, n int) []visit {
	const longest = 120 // seconds; the mean of both is half of it
	size := 0
	for _, agent := range f.agents {
		size += places(agent)
	}
	visits, at := make([]visit, n), time.Duration(0)
	for i := range visits {
		at += d.seconds(0, longest/size)
		visits[i] = visit{at: at, handling: d.seconds(0, longest), want: d.IntN(len(f.wants))}
		if d.IntN(3) == 0 {
			visits[i].patience = d.seconds(1, longest)
		}
	}
	return visits
}

// Several teams, skills, priorities, capacities, breaks, and contacts who leave: the laws hold after every event.
func TestTheoryHoldsOnEveryFloor(t *testing.T) {
	t.Parallel()
	seen := &tally{}
	for seed := range uint64(shortOrLong(120, 10_000)) {
		d := dice{stream(seed, 4)}
		f := d.floor(strategies()[seed%uint64(len(strategies()))])
		visits := d.visits(&f, 300)
		if d.IntN(2) == 0 {
			d.breaks(&f, visits[len(visits)-1].at)
		}
		s, err := simulate(&f, visits)
		require.NoError(t, err, "seed %d", seed)
		seen.add(s.referee.checked)
	}
	t.Log(seen)
}

// Who takes a contact is a matter of fairness among the agents; no contact of one pool can tell.
func TestTheoryLeavesTheChoiceOfAgentFree(t *testing.T) {
	t.Parallel()
	seen, chosen := &tally{}, map[string]bool{}
	for seed := range uint64(shortOrLong(30, 1000)) {
		d := dice{stream(seed, 5)}
		f := onePool(2+d.IntN(6), 1+d.IntN(2), want{team: "support"}, want{team: "support", priority: 1})
		f.aging = time.Duration(d.IntN(2)) * time.Minute
		visits := d.visits(&f, 300)
		var first []stay
		for _, by := range strategies() {
			f.by = by
			s, err := simulate(&f, visits)
			require.NoError(t, err, "seed %d, %T", seed, by)
			if first == nil {
				first = s.stays
			}
			for number, stay := range s.stays {
				require.Equal(t, first[number].wait, stay.wait, "seed %d, %T, visit %d", seed, by, number)
				if stay.agent != first[number].agent {
					chosen[fmt.Sprintf("%T", by)] = true
				}
			}
			s.referee.checked[lawStrategy] += len(visits)
			seen.add(s.referee.checked)
		}
	}
	require.Len(t, chosen, len(strategies())-1, "every strategy has a choice of its own")
	t.Log(seen)
}

// A floor of two agents, the second of whom speaks French, and of three wants.
func threeWants(aging time.Duration) floor {
	f := onePool(2, 1, want{team: "support"}, want{team: "support", priority: 1}, want{team: "support", must: usher.Skills{"french": 1}})
	f.agents[1].Skills = usher.Skills{"french": 1}
	f.aging = aging
	return f
}

// A referee who sees nothing would find that every law holds.
func TestTheoryNoticesBrokenLaws(t *testing.T) {
	t.Parallel()
	const (
		plain  = 0
		urgent = 1
		french = 2
	)
	for _, tt := range []struct {
		name   string
		aging  time.Duration
		wants  []int // of visits that come ten seconds apart
		play   func(r *referee)
		broken string
	}{
		{"somebody waits for a free agent", 0, []int{plain}, func(r *referee) {
			r.queued(0)
			r.settled()
		}, lawNames[lawNobodyIdle]},
		{"nobody free is skilled", 0, []int{french, french}, func(r *referee) {
			r.served(0, 1)
			r.queued(1)
			r.settled()
		}, ""},
		{"he came back from his break", 0, []int{french}, func(r *referee) {
			r.changed(1, usher.Away)
			r.queued(0)
			r.settled()
			r.changed(1, usher.Online)
			r.settled()
		}, lawNames[lawNobodyIdle]},
		{"the second before the first", 0, []int{plain, plain}, func(r *referee) {
			r.queued(0)
			r.queued(1)
			r.served(1, 0)
		}, lawNames[lawNoOvertaking]},
		{"the second of another requirement before the first", 0, []int{plain, french}, func(r *referee) {
			r.queued(0)
			r.queued(1)
			r.served(1, 1)
		}, lawNames[lawHeadStart]},
		{"the first, whom this agent can take", 0, []int{french, plain}, func(r *referee) {
			r.queued(0)
			r.queued(1)
			r.served(1, 0)
		}, ""},
		{"a lower priority before a higher one", 0, []int{plain, urgent}, func(r *referee) {
			r.queued(0)
			r.queued(1)
			r.served(0, 0)
		}, lawNames[lawHeadStart]},
		{"a head start is too small to overtake", 10 * time.Second, []int{plain, urgent}, func(r *referee) {
			r.queued(0)
			r.queued(1)
			r.served(1, 0)
		}, lawNames[lawHeadStart]},
		{"a head start is large enough and is not granted", 11 * time.Second, []int{plain, urgent}, func(r *referee) {
			r.queued(0)
			r.queued(1)
			r.served(0, 0)
		}, lawNames[lawHeadStart]},
		{"a head start is large enough", 11 * time.Second, []int{plain, urgent}, func(r *referee) {
			r.queued(0)
			r.queued(1)
			r.served(1, 0)
		}, ""},
		{"an agent is given one more than he can have", 0, []int{plain, plain}, func(r *referee) {
			r.served(0, 0)
			r.served(1, 0)
		}, "cannot take it"},
		{"a visit is lost", 0, []int{plain}, func(r *referee) {
			r.atTheEnd(&simulation{stays: make([]stay, 1)})
		}, "visit 0 is lost"},
		{"the integral is not the sum", 0, []int{plain}, func(r *referee) {
			r.atTheEnd(&simulation{stays: []stay{{wait: 2, gone: true}}, area: 1})
		}, lawNames[lawLittle]},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f := threeWants(tt.aging)
			visits := make([]visit, len(tt.wants))
			for i, want := range tt.wants {
				visits[i] = visit{at: time.Duration(i) * 10 * time.Second, want: want}
			}
			r := newReferee(&f, visits)
			tt.play(r)
			if tt.broken == "" {
				require.NoError(t, r.broken)
				return
			}
			require.ErrorContains(t, r.broken, tt.broken)
		})
	}
}

// Two places; the third waits for the first, the fourth loses patience, the fifth is served at the very instant at which he would lose it.
func TestTheoryFollowsTheRecursion(t *testing.T) {
	t.Parallel()
	visits := []visit{
		{at: 0, handling: 10},
		{at: 1, handling: 20},
		{at: 2, handling: 5},
		{at: 3, handling: 7, patience: 11},
		{at: 3, handling: 7, patience: 12},
		{at: 30, handling: 1},
	}
	require.Equal(t, []time.Duration{0, 0, 8, 11, 12, 0}, kieferWolfowitz(visits, 2))
	f := onePool(2, 1, want{team: "support"})
	s, err := simulate(&f, visits)
	require.NoError(t, err)
	for number, wait := range []time.Duration{0, 0, 8, 11, 12, 0} {
		require.Equal(t, wait, s.stays[number].wait, "visit %d", number)
	}
}
