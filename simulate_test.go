package usher_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/gousher/usher"
)

// The shard can be driven by hand, for simulation: changes go in with their instants, rows come out.
func ExampleNewShard() {
	shard, err := usher.NewShard(support(usher.Agent{ID: "ana", Teams: []string{"support"}, Status: usher.Online}))
	if err != nil {
		panic(err)
	}
	for i := range 2 {
		outcome, err := shard.Place(fmt.Sprint("c", i), usher.Contact{ID: "mia"}, usher.Assign{Team: "support"}, noon())
		if err != nil {
			panic(err)
		}
		fmt.Println(outcome.Of().Conversation, outcome.Of().State)
	}
	for _, outcome := range shard.Close("c0", noon().Add(time.Minute)) {
		fmt.Println(outcome.Of().Conversation, outcome.Of().State)
	}
	fmt.Println(len(shard.Take().Outbox), "effects")
	// Output:
	// c0 assigned
	// c1 queued
	// c0 closed
	// c1 assigned
	// 4 effects
}

// model is the floor as anybody would write it down: who has what, who waits.
type model struct {
	agents  []usher.Agent
	status  map[string]usher.Status
	owner   map[string]string
	waiting []waitingModel // in order of arrival
	now     time.Time
}

type waitingModel struct {
	id       string
	assign   usher.Assign
	since    time.Time
	priority int
}

func (m *model) load(agent string) int {
	load := 0
	for _, owner := range m.owner {
		if owner == agent {
			load++
		}
	}
	return load
}

func (m *model) couldTake(agent usher.Agent, a usher.Assign) bool {
	if m.status[agent.ID] != usher.Online || m.load(agent.ID) >= agent.Capacity || agent.Teams[0] != a.Team {
		return false
	}
	for skill, level := range a.Must {
		if agent.Skills[skill] < level {
			return false
		}
	}
	return true
}

// check holds the outcomes of a change against the model, and the model against the laws.
func (m *model) check(t *rapid.T, outcomes []usher.Outcome) {
	for _, outcome := range outcomes {
		id := outcome.Of().Conversation
		m.leave(id)
		switch o := outcome.(type) {
		case usher.Assigned:
			m.owner[id] = o.Agent
		case usher.Queued:
			t.Fatalf("%s was put into a queue by another conversation's change", id)
		}
	}
	for _, agent := range m.agents {
		require.LessOrEqual(t, m.load(agent.ID), agent.Capacity, "nobody has more than he can take")
		for _, w := range m.waiting {
			require.False(t, m.couldTake(agent, w.assign), "%s waits and %s is free (row 18)", w.id, agent.ID)
		}
	}
}

func (m *model) leave(id string) (waitingModel, bool) {
	delete(m.owner, id)
	for i, w := range m.waiting {
		if w.id == id {
			m.waiting = append(m.waiting[:i:i], m.waiting[i+1:]...)
			return w, true
		}
	}
	return waitingModel{}, false
}

// served checks that whoever was served was the first of those who want the same.
func (m *model) served(t *rapid.T, w waitingModel) {
	for _, other := range m.waiting {
		if other.assign.Team == w.assign.Team && len(other.assign.Must) == len(w.assign.Must) {
			first := other.priority > w.priority || other.priority == w.priority && other.since.Before(w.since)
			require.False(t, first, "%s was served before %s", w.id, other.id)
		}
	}
}

// Laws 4 and 5, rows 17, 18, 28: whatever happens on the floor, capacities hold, nobody who could be served waits, and
// the queue is served in its order.
func TestTheFloorKeepsItsLaws(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		m := &model{status: map[string]usher.Status{}, owner: map[string]string{}, now: noon()}
		for i := range rapid.IntRange(1, 6).Draw(t, "agents") {
			agent := usher.Agent{
				ID: fmt.Sprint("agent", i), Teams: []string{rapid.SampledFrom([]string{"support", "sales"}).Draw(t, "team")},
				Capacity: rapid.IntRange(1, 3).Draw(t, "capacity"), Skills: usher.Skills{},
			}
			if rapid.Bool().Draw(t, "skilled") {
				agent.Skills["french"] = usher.Level(rapid.IntRange(1, 3).Draw(t, "level"))
			}
			m.agents = append(m.agents, agent)
		}
		shard, err := usher.NewShard(support(m.agents...))
		require.NoError(t, err)
		next := 0
		t.Repeat(map[string]func(*rapid.T){
			"a conversation comes": func(t *rapid.T) {
				a := usher.Assign{
					Team:     rapid.SampledFrom([]string{"support", "sales"}).Draw(t, "team"),
					Priority: rapid.IntRange(0, 2).Draw(t, "priority"),
				}
				if rapid.Bool().Draw(t, "picky") {
					a.Must = usher.Skills{"french": 2}
				}
				next++
				id := fmt.Sprint("c", next)
				outcome, err := shard.Place(id, usher.Contact{ID: id}, a, m.now)
				if err != nil {
					require.ErrorIs(t, err, usher.ErrInvalid)
					return
				}
				if _, queued := outcome.(usher.Queued); queued {
					m.waiting = append(m.waiting, waitingModel{id, a, m.now, a.Priority})
					m.check(t, nil)
					return
				}
				m.check(t, []usher.Outcome{outcome})
			},
			"a conversation is closed": func(t *rapid.T) {
				id := fmt.Sprint("c", rapid.IntRange(1, max(next, 1)).Draw(t, "conversation"))
				m.apply(t, shard.Close(id, m.now), id)
			},
			"an agent changes his status": func(t *rapid.T) {
				agent := rapid.SampledFrom(m.agents).Draw(t, "agent").ID
				status := rapid.SampledFrom([]usher.Status{usher.Away, usher.Online}).Draw(t, "status")
				m.status[agent] = status
				outcomes, err := shard.SetStatus(agent, status, m.now)
				require.NoError(t, err)
				m.apply(t, outcomes, "")
			},
			"time passes": func(t *rapid.T) {
				m.now = m.now.Add(time.Duration(rapid.IntRange(1, 100).Draw(t, "seconds")) * time.Second)
			},
		})
	})
}

// apply takes over what a change did; the conversations that were served came in the order of the queue.
func (m *model) apply(t *rapid.T, outcomes []usher.Outcome, closed string) {
	for _, outcome := range outcomes {
		id := outcome.Of().Conversation
		if w, waited := m.leave(id); waited && id != closed {
			m.served(t, w)
		}
	}
	m.check(t, outcomes)
}

// A conversation that nobody could ever take is not placed, and an unknown agent is an error.
func TestTheFloorRefusesWhatCannotBe(t *testing.T) {
	t.Parallel()
	shard, err := usher.NewShard(support(usher.Agent{ID: "ana", Teams: []string{"support"}}))
	require.NoError(t, err)
	_, err = shard.Place("c1", usher.Contact{ID: "mia"}, usher.Assign{Team: "sales"}, noon())
	require.ErrorContains(t, err, "nobody works in sales")
	_, err = shard.Place("c1", usher.Contact{ID: "mia"}, usher.Assign{Team: "nowhere"}, noon())
	require.ErrorContains(t, err, `unknown team "nowhere"`)
	_, err = shard.Place("c1", usher.Contact{ID: "mia"}, usher.Assign{Team: "support"}, noon())
	require.NoError(t, err)
	_, err = shard.Place("c1", usher.Contact{ID: "mia"}, usher.Assign{Team: "support"}, noon())
	require.ErrorIs(t, err, usher.ErrInvalid)
	_, err = shard.SetStatus("bo", usher.Online, noon())
	require.ErrorIs(t, err, usher.ErrUnknown)
	require.Empty(t, shard.Close("c9", noon()))
	_, err = usher.NewShard(usher.Desk{})
	require.ErrorIs(t, err, usher.ErrInvalid)
}
