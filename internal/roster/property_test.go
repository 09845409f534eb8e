package roster

import (
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

var (
	teamNames  = []string{"sales", "support", "vip", "nobody's"}
	skillNames = []string{"billing", "french", "german", "refunds", "nobody's"}
	limitNames = []string{"channel/voice", "channel/chat", "team/sales", "team/support", "team/other"}

	anyTeams = rapid.Custom(func(t *rapid.T) []Team {
		var teams []Team
		for _, name := range subset(t, teamNames[:3]) {
			teams = append(teams, Team{name, rapid.SampledFrom([]int{1, 2, 3, math.MaxInt32}).Draw(t, "rank")})
		}
		return teams
	})
	anySkills = rapid.Custom(func(t *rapid.T) []Skill {
		var skills []Skill
		for _, name := range subset(t, skillNames[:4]) {
			skills = append(skills, Skill{name, rapid.IntRange(1, 4).Draw(t, "level")})
		}
		return skills
	})
	anyFacts = rapid.Custom(func(t *rapid.T) Facts {
		return Facts{
			Teams: anyTeams.Draw(t, "teams"), Skills: anySkills.Draw(t, "skills"),
			Capacity: rapid.SampledFrom([]int64{0, 1000, 2000, 3000, 7000, 1 << 30}).Draw(t, "capacity"),
			Breadth:  rapid.IntRange(0, 3).Draw(t, "breadth"),
		}
	})
	anyState = rapid.Custom(func(t *rapid.T) State {
		out := rapid.SampledFrom([]uint8{0, 0, 0, 0, 1, 2, 5}).Draw(t, "out")
		return State{
			Out: out, Online: rapid.Bool().Draw(t, "online"), Reachable: out == 0,
			Load: rapid.SampledFrom([]int64{0, 0, 500, 1000, 2000, 3000, 1<<30 - 1, 1 << 31}).Draw(t, "load"),
			Idle: rapid.Int64Range(-1, 3).Draw(t, "idle"), Given: rapid.Int64Range(0, 3).Draw(t, "given"),
			Handled: rapid.Int64Range(0, 2).Draw(t, "handled"),
		}
	})
	anyTerm = rapid.Custom(func(t *rapid.T) Term {
		return Term{
			Skill: rapid.SampledFrom(skillNames).Draw(t, "skill"), Min: rapid.IntRange(0, 3).Draw(t, "min"),
			Max: rapid.SampledFrom([]int{0, 0, 2, 4}).Draw(t, "max"), Absent: rapid.IntRange(0, 3).Draw(t, "absent") == 0,
		}
	})
	anyWish = rapid.Custom(func(t *rapid.T) Wish {
		return Wish{rapid.SampledFrom(skillNames).Draw(t, "wish"), rapid.IntRange(-1, 3).Draw(t, "weight")}
	})
)

func subset(t *rapid.T, of []string) []string {
	var some []string
	for _, s := range of {
		if rapid.Bool().Draw(t, s) {
			some = append(some, s)
		}
	}
	return some
}

// seldom makes most needs wide enough that blocks are left out.
func seldom(t *rapid.T) bool { return rapid.IntRange(0, 3).Draw(t, "seldom") == 0 }

// model holds a roster and the plain one, and does the same to both.
type model struct {
	roster *Roster
	plain  plain
	held   []held
}

type held struct {
	class *Class
	need  Need
}

func (m *model) need(t *rapid.T) Need {
	var n Need
	if !seldom(t) {
		n.Teams = rapid.SliceOfN(rapid.SampledFrom(teamNames), 0, 3).Draw(t, "teams")
	}
	if seldom(t) {
		n.Terms = rapid.SliceOfN(anyTerm, 0, 3).Draw(t, "terms")
	}
	if rapid.IntRange(0, 15).Draw(t, "only") == 0 {
		n.Agent = rapid.IntRange(0, len(m.plain.agents)+1).Draw(t, "agent")
	}
	return n
}

func (m *model) slot(t *rapid.T) int { return rapid.IntRange(0, len(m.plain.agents)-1).Draw(t, "slot") }

func (m *model) add(f Facts) {
	m.roster.Add(f)
	m.plain.add(f)
}

func (m *model) update(slot int, s State) {
	m.roster.Update(slot, s)
	if a := m.plain.agents[slot]; !a.removed {
		a.State = s
	}
}

func (m *model) setFacts(t *rapid.T) {
	slot := m.slot(t)
	f := anyFacts.Draw(t, "facts")
	if a := m.plain.agents[slot]; seldom(t) {
		f.Teams, f.Skills = slices.Clone(a.Teams), a.Skills
		for i := range f.Teams {
			f.Teams[i].Rank++
		}
	}
	m.roster.SetFacts(slot, f)
	m.plain.agents[slot].Facts = f
}

func (m *model) remove(slot int) {
	m.roster.Remove(slot)
	m.plain.agents[slot].removed = true
	m.plain.agents[slot].State = State{}
}

func (m *model) limit(t *rapid.T) {
	slot, limit := m.slot(t), rapid.SampledFrom(limitNames).Draw(t, "limit")
	reached := rapid.Bool().Draw(t, "reached")
	m.roster.SetLimited(slot, limit, reached)
	m.plain.agents[slot].limits[limit] = reached
}

func (m *model) hold(t *rapid.T) {
	h := held{need: m.need(t)}
	h.class = m.roster.Class(h.need)
	h.class.Retain()
	m.held = append(m.held, h)
}

func (m *model) release(t *rapid.T) {
	if len(m.held) == 0 {
		return
	}
	i := rapid.IntRange(0, len(m.held)-1).Draw(t, "held")
	m.held[i].class.Release()
	m.held = slices.Delete(m.held, i, i+1)
}

// forget asks for so many requirements that those which nobody holds are dropped.
func (m *model) forget() {
	for i := range maxIdle + 1 {
		m.roster.Class(Need{Terms: []Term{{Skill: "french", Min: 100 + i}}})
	}
}

func (m *model) query(t *rapid.T) {
	n := m.need(t)
	q := &Query{
		Class: m.roster.Class(n),
		Cost:  rapid.SampledFrom([]int64{0, 1, 500, 1000, 2000}).Draw(t, "cost"),
		Order: Order(rapid.IntRange(0, int(InOrder)).Draw(t, "order")),
	}
	if seldom(t) {
		q.Cost = rapid.Int64Range(0, 3000).Draw(t, "any cost")
	}
	if rapid.Bool().Draw(t, "wishes") {
		q.Wishes = rapid.SliceOfN(anyWish, 0, 4).Draw(t, "wishes")
	}
	if seldom(t) {
		q.Closed = subset(t, teamNames)
	}
	if seldom(t) {
		q.Limits = subset(t, limitNames)
	}
	if seldom(t) {
		q.Exclude = rapid.SliceOfN(rapid.IntRange(0, len(m.plain.agents)), 0, 3).Draw(t, "exclude")
	}
	if seldom(t) {
		odd := rapid.IntRange(2, 4).Draw(t, "accept")
		q.Accept = func(slot int) bool { return slot%odd > 0 }
	}
	var within *Need
	if seldom(t) {
		w := m.need(t)
		within, q.Within = &w, m.roster.Class(w)
	}
	m.ask(t, n, within, q)
}

func (m *model) ask(t *rapid.T, n Need, within *Need, q *Query) {
	want, ok := m.plain.best(n, within, q)
	got, found := m.roster.Best(q)
	require.Equal(t, ok, found)
	require.Equal(t, want, got)
	require.Equal(t, ok, m.roster.Any(q))
	var slots, plainSlots []int
	m.roster.Each(q, func(slot int) bool {
		slots = append(slots, slot)
		return true
	})
	for _, a := range m.plain.could(n, within, q) {
		plainSlots = append(plainSlots, a.slot)
	}
	require.Equal(t, plainSlots, slots)
	m.askCensus(t, n, within, q)
}

// check compares who is able in a class.
func (m *model) check(t *rapid.T, h held) {
	able, online := 0, 0
	for _, a := range m.plain.agents {
		meets := a.meets(h.need)
		if meets != h.class.Has(a.slot) {
			require.Equal(t, meets, h.class.Has(a.slot), "slot %d", a.slot)
		}
		if meets {
			able++
			if a.Online {
				online++
			}
		}
	}
	require.Equal(t, able, h.class.Able())
	require.Equal(t, able == 0, h.class.Empty())
	require.Equal(t, able, m.roster.Count(h.class, false))
	require.Equal(t, online, m.roster.Count(h.class, true))
	require.Same(t, h.class, m.roster.Class(h.need))
}

// checkFits compares the classes of one agent.
func (m *model) checkFits(t *rapid.T, slot int) {
	fits := m.roster.Fits(slot)
	for id, c := range m.roster.book.byID {
		in := id>>6 < len(fits) && set(fits).has(id)
		if able := c != nil && c.ID() == id && c.Has(slot); able != in {
			require.Equal(t, able, in, "class %d", id)
		}
	}
}

// hire makes the desk grow past what was set aside.
func (m *model) hire(t *rapid.T) {
	f, s := anyFacts.Draw(t, "facts"), anyState.Draw(t, "state")
	for range rapid.SampledFrom([]int{1, 1, 1, 150}).Draw(t, "how many") {
		m.add(f)
		m.update(len(m.plain.agents)-1, s)
	}
}

func TestTheIndexAnswersAsIfItLookedAtEverybody(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		m := &model{roster: New()}
		m.fillDesk(t)
		t.Repeat(map[string]func(*rapid.T){
			"hire":    m.hire,
			"update":  func(t *rapid.T) { m.update(m.slot(t), anyState.Draw(t, "state")) },
			"claim":   m.claim,
			"facts":   m.setFacts,
			"remove":  func(t *rapid.T) { m.remove(m.slot(t)) },
			"limit":   m.limit,
			"hold":    m.hold,
			"release": m.release,
			"forget": func(t *rapid.T) {
				if seldom(t) {
					m.forget()
				}
			},
			"query":  m.query,
			"query2": m.query,
			"query3": m.query,
			"": func(t *rapid.T) {
				for _, h := range m.held {
					m.check(t, h)
				}
				m.checkFits(t, m.slot(t))
			},
		})
	})
}

// fillDesk draws a few agents and repeats them with many states, so that the desk is large and the draw is not.
func (m *model) fillDesk(t *rapid.T) {
	kinds := rapid.SliceOfN(anyFacts, 1, 4).Draw(t, "kinds")
	states := rapid.SliceOfN(anyState, 1, 5).Draw(t, "states")
	n := rapid.SampledFrom([]int{1, 3, 70, 300, 300, 600, 600, 4500}).Draw(t, "agents")
	step := rapid.Int64Range(-1, 1).Draw(t, "step")
	for i := range n {
		m.add(kinds[i%len(kinds)])
		s := states[i%len(states)]
		s.Idle += step * int64(i/7)
		m.update(i, s)
	}
}

// claim gives work to whom the roster chooses, again and again.
func (m *model) claim(t *rapid.T) {
	n := m.need(t)
	q := &Query{Class: m.roster.Class(n), Cost: 500, Order: Order(rapid.IntRange(0, int(InOrder)).Draw(t, "order"))}
	for i := range rapid.IntRange(1, 10).Draw(t, "claims") {
		want, ok := m.plain.best(n, nil, q)
		got, found := m.roster.Best(q)
		require.Equal(t, ok, found)
		require.Equal(t, want, got)
		if !ok {
			return
		}
		s := m.roster.State(got.Slot)
		s.Load += q.Cost
		s.Idle, s.Given, s.Handled = 10+int64(i), 10+int64(i), s.Handled+1
		m.update(got.Slot, s)
	}
}
