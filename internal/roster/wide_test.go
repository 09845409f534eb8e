package roster

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// wideTeams are those that agents of a wide desk are in: so many in each that blocks are left out.
var wideTeams = [][]Team{{{"a", 1}}, {{"b", 1}}, {{"a", 2}, {"b", 2}}, nil}

var wideNeeds = []Need{
	{}, {Teams: []string{"a"}}, {Teams: []string{"b"}}, {Teams: []string{"a", "b"}},
	{Teams: []string{"a"}, Terms: []Term{{Skill: "french"}}}, {Teams: []string{"b"}, Terms: []Term{{Skill: "french", Absent: true}}},
}

func wideFacts(t *rapid.T) Facts {
	f := Facts{Teams: rapid.SampledFrom(wideTeams).Draw(t, "teams"), Capacity: rapid.Int64Range(2, 4).Draw(t, "capacity") * 1000}
	if rapid.Bool().Draw(t, "french") {
		f.Skills = []Skill{{"french", 1}}
	}
	return f
}

func wideState(t *rapid.T, usual int64) State {
	return State{
		Reachable: rapid.IntRange(0, 5).Draw(t, "reachable") > 0, Load: rapid.Int64Range(0, 4).Draw(t, "load") * 1000,
		Idle: usual + rapid.Int64Range(-3, 3).Draw(t, "idle"), Given: rapid.Int64Range(0, 3).Draw(t, "given"),
	}
}

// some is a slot in the first two blocks, in the last two, or anywhere.
func (m *model) some(t *rapid.T) int {
	n := len(m.plain.agents)
	from := rapid.SampledFrom([]int{0, n - 128, n / 2}).Draw(t, "part")
	return from + rapid.IntRange(0, 127).Draw(t, "slot")
}

// fillWide hires n agents of two kinds, who have been idle longer or shorter from first to last.
func (m *model) fillWide(t *rapid.T, n int) {
	kinds := []Facts{wideFacts(t), wideFacts(t), {Teams: []Team{{"a", 1}, {"b", 3}}, Capacity: 3000}}
	step := rapid.Int64Range(-1, 1).Draw(t, "step")
	for i := range n {
		m.add(kinds[i%len(kinds)])
		m.update(i, State{Reachable: true, Load: int64(i%2) * 1000, Idle: step * int64(i/3)})
	}
}

func TestWhatIsLeftOutIsNeverTheBest(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		m := &model{roster: New()}
		m.fillWide(t, rapid.SampledFrom([]int{512, 512, 512, 512, 512, 512, 512, 8300}).Draw(t, "agents"))
		orders := rapid.SliceOfN(rapid.SampledFrom([]Order{LeastBusy, MostAvailable, RoundRobin, LongestIdle}), 2, 2).Draw(t, "orders")
		ask := func(t *rapid.T) {
			n := rapid.SampledFrom(wideNeeds).Draw(t, "need")
			q := &Query{Class: m.roster.Class(n), Cost: 1000, Order: rapid.SampledFrom(orders).Draw(t, "order")}
			want, ok := m.plain.best(n, nil, q)
			got, found := m.roster.Best(q)
			require.Equal(t, ok, found)
			require.Equal(t, want, got)
		}
		update := func(t *rapid.T) {
			slot := m.some(t)
			m.update(slot, wideState(t, m.plain.agents[slot].Idle))
		}
		t.Repeat(map[string]func(*rapid.T){
			"ask": ask, "ask again": ask, "and again": ask,
			"update": update, "update another": update,
			"facts": func(t *rapid.T) {
				slot, f := m.some(t), wideFacts(t)
				m.roster.SetFacts(slot, f)
				m.plain.agents[slot].Facts = f
			},
			"remove": func(t *rapid.T) { m.remove(m.some(t)) },
			"hire": func(t *rapid.T) {
				m.add(wideFacts(t))
				m.update(len(m.plain.agents)-1, wideState(t, -5000))
			},
		})
	})
}

func TestWhoeverChangesHisTeamIsFoundThere(t *testing.T) {
	t.Parallel()
	r := New()
	for slot := range 2000 {
		r.Add(Facts{Teams: []Team{{[]string{"a", "b"}[slot/1000], 1}}, Capacity: 4000})
		r.Update(slot, State{Reachable: true, Idle: int64(slot)})
	}
	b := &Query{Class: r.Class(Need{Teams: []string{"b"}}), Cost: 1000, Order: LongestIdle}
	choice, _ := r.Best(b)
	require.Equal(t, Choice{Slot: 1000, Why: Ordered}, choice)
	for slot := 999; slot >= 0; slot -= 9 {
		r.SetFacts(slot, Facts{Teams: []Team{{"b", 1}}, Capacity: 4000})
		choice, _ = r.Best(b)
		require.Equal(t, Choice{Slot: slot, Why: Ordered}, choice)
	}
}

// Best looks at few blocks: the minima are as good as they can be for those that were asked about.
func TestAWideChoiceLooksAtFewBlocks(t *testing.T) {
	t.Parallel()
	const agents = 9_000
	r := New()
	for slot := range agents {
		r.Add(Facts{Teams: []Team{{"support", 1}}, Capacity: 4000})
		r.Update(slot, State{Reachable: true, Idle: int64(agents - slot)}) // each a better choice than those before
	}
	q := &Query{Class: r.Class(Need{Teams: []string{"support"}}), Cost: 1000}
	r.Best(q)
	asked := 0
	q.Accept = func(int) bool {
		asked++
		return true
	}
	for i := range agents {
		c, ok := r.Best(q)
		require.True(t, ok)
		require.Equal(t, agents-1-i, c.Slot)
		r.Update(c.Slot, State{Reachable: true, Load: 1000, Idle: int64(agents + i)})
	}
	require.Less(t, asked, 100*agents)
}
