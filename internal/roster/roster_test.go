package roster

import (
	"math/big"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// desk makes a roster of n agents who speak French and can be given work.
func desk(n int) *Roster {
	r := New()
	for range n {
		slot := r.Add(Facts{Teams: []Team{{"support", 1}}, Skills: []Skill{{"french", 3}}, Capacity: 2000})
		r.Update(slot, State{Online: true, Reachable: true})
	}
	return r
}

func french(level int) Need { return Need{Terms: []Term{{Skill: "french", Min: level}}} }

func TestEqualNeedsHaveTheSameClass(t *testing.T) {
	t.Parallel()
	r := desk(3)
	c := r.Class(Need{Teams: []string{"support", "sales"}, Terms: []Term{{Skill: "french", Min: 1}, {Skill: "german", Absent: true}}})
	same := Need{
		Teams: []string{"sales", "support", "sales"},
		Terms: []Term{{Skill: "german", Min: 3, Absent: true}, {Skill: "french"}},
	}
	require.Same(t, c, r.Class(same))
	require.Equal(t, 3, c.Able())
	for _, other := range []Need{
		{}, {Agent: 1}, {Teams: []string{"support"}}, {Teams: []string{"supportsales"}}, french(1), french(2),
		{Terms: []Term{{Skill: "french", Max: 1}}}, {Terms: []Term{{Skill: "french", Absent: true}}},
	} {
		require.NotSame(t, c, r.Class(other))
	}
}

func TestClassesThatNobodyHoldsAreDroppedAndTheirNumbersUsedAgain(t *testing.T) {
	t.Parallel()
	r := desk(3)
	held, loose := r.Class(french(1)), r.Class(french(2))
	held.Retain()
	for level := range 10 * maxIdle {
		c := r.Class(french(level + 3))
		require.Less(t, c.ID(), maxIdle+2)
		require.Equal(t, c.ID() == loose.ID(), loose.Empty() && c.ID() == 1)
	}
	require.Same(t, held, r.Class(french(1)))
	require.NotSame(t, loose, r.Class(french(2)))
	require.LessOrEqual(t, len(r.book.byID), maxIdle+2)
	require.Len(t, r.book.byKey, maxIdle+1)

	held.Release()
	held.Release()
	require.Same(t, held, r.Class(french(1)))
}

func TestADroppedClassHasNobodyWhateverIsDoneWithIt(t *testing.T) {
	t.Parallel()
	r := desk(3)
	gone := r.Class(french(1))
	for level := range maxIdle {
		r.Class(french(level + 2))
	}
	gone.Retain()
	gone.Release()
	require.True(t, gone.Empty())
	require.False(t, gone.Has(0))
	_, ok := r.Best(&Query{Class: gone, Cost: 1})
	require.False(t, ok)
	require.False(t, r.Any(&Query{Class: gone, Cost: 1}))
	require.Zero(t, r.Count(gone, true))
	require.Equal(t, maxIdle, r.book.idles)
}

func TestAClassFindsTheSkillAndTheTeamThatSomebodyHasLater(t *testing.T) {
	t.Parallel()
	r := desk(2)
	c := r.Class(Need{Teams: []string{"new"}, Terms: []Term{{Skill: "sign language"}}})
	wish := &Query{Class: r.Class(Need{}), Cost: 1, Wishes: []Wish{{"sign language", 7}}}
	require.True(t, c.Empty())
	choice, _ := r.Best(wish)
	require.Equal(t, Choice{Slot: 0, Why: Desk}, choice)

	r.SetFacts(1, Facts{Teams: []Team{{"new", 1}}, Skills: []Skill{{"sign language", 1}}, Capacity: 1000})
	require.Equal(t, 1, c.Able())
	choice, _ = r.Best(wish)
	require.Equal(t, Choice{Slot: 1, Why: Wished, Weight: 7}, choice)
}

func TestEveryCostIsAnsweredHoweverManyThereAre(t *testing.T) {
	t.Parallel()
	r := desk(70)
	c := r.Class(Need{})
	for round := range 2 {
		for cost := range int64(3 * maxRooms) {
			r.Update(69, State{Reachable: true, Load: 2000 - cost, Idle: -1})
			choice, ok := r.Best(&Query{Class: c, Cost: cost, Order: LongestIdle})
			require.Equal(t, Choice{Slot: 69, Why: Ordered}, choice, "cost %d, round %d", cost, round)
			require.True(t, ok)
			choice, _ = r.Best(&Query{Class: c, Cost: cost + 1, Order: LongestIdle})
			require.Equal(t, Choice{Slot: 0, Why: Desk}, choice)
		}
	}
	require.Len(t, r.rooms, maxRooms)
}

func TestARoomThatIsNotUsedAnyMoreGivesWay(t *testing.T) {
	t.Parallel()
	r := desk(3)
	for cost := range int64(maxRooms) {
		r.roomFor(cost + 1)
	}
	_, known := r.roomFor(100)
	require.False(t, known)
	for range forgetIn {
		r.roomFor(2)
	}
	in, known := r.roomFor(100)
	require.True(t, known)
	require.Equal(t, uint64(0b111), in[0])
	require.Len(t, r.rooms, maxRooms)
}

func TestAClassRemembersSomeListsOfWishesAndAnswersAll(t *testing.T) {
	t.Parallel()
	r := desk(5)
	r.SetFacts(3, Facts{Skills: []Skill{{"german", 1}}, Capacity: 1000})
	for round := range 3 {
		for weight := range 2 * maxLadders {
			q := &Query{Class: r.Class(Need{}), Cost: 1, Wishes: []Wish{{"german", weight + 1}}}
			choice, _ := r.Best(q)
			require.Equal(t, Choice{Slot: 3, Why: Wished, Weight: weight + 1}, choice, round)
		}
	}
	require.Len(t, r.Class(Need{}).ladders, maxLadders)
}

func TestWhatIsSaidOfARemovedAgentIsIgnored(t *testing.T) {
	t.Parallel()
	r := desk(2)
	r.Remove(0)
	r.Remove(0)
	r.Update(0, State{Online: true, Reachable: true})
	r.SetFacts(0, Facts{Capacity: 1000})
	r.SetLimited(0, "channel/chat", true)
	c := r.Class(Need{})
	require.Equal(t, 1, c.Able())
	require.Equal(t, State{}, r.State(0))
	choice, ok := r.Best(&Query{Class: c, Cost: 1})
	require.True(t, ok)
	require.Equal(t, Choice{Slot: 1, Why: Only}, choice)
}

func TestManyTeamsWithMinimaOfTheirOwnStayRight(t *testing.T) {
	t.Parallel()
	r, m := New(), &plain{}
	const teams, each = 2 * fewFloors, 300
	for i := range teams * each {
		f := Facts{Teams: []Team{{strconv.Itoa(i / each), 1}}, Capacity: 9000}
		r.Add(f)
		m.add(f)
		m.agents[i].State = State{Reachable: true, Idle: int64(i * 7919 % 1000)}
		r.Update(i, m.agents[i].State)
	}
	for i := range 4 * teams {
		n := Need{Teams: []string{strconv.Itoa(i % teams)}}
		risen := i%teams*each + 10*i/teams
		m.agents[risen].Idle = -int64(i)
		r.Update(risen, m.agents[risen].State)
		q := &Query{Class: r.Class(n), Cost: 1000}
		want, _ := m.best(n, nil, q)
		got, ok := r.Best(q)
		require.True(t, ok)
		require.Equal(t, want, got)
		m.agents[got.Slot].Load += 1000
		r.Update(got.Slot, m.agents[got.Slot].State)
	}
}

func TestARankCountsOnlyInATeamThroughWhichHeCanBeGivenIt(t *testing.T) {
	t.Parallel()
	r := New()
	for _, ranks := range [][2]int{{1, 9}, {2, 3}} {
		slot := r.Add(Facts{Teams: []Team{{"sales", ranks[0]}, {"support", ranks[1]}}, Capacity: 1000})
		r.Update(slot, State{Reachable: true})
	}
	r.SetLimited(0, "team/sales", true)
	r.SetLimited(1, "team/sales", true)
	class := r.Class(Need{Teams: []string{"sales", "support"}})
	for _, c := range []struct {
		slot   int
		limits []string
		closed []string
	}{
		{0, nil, nil},
		{0, []string{"team/other"}, []string{"support"}},
		{1, []string{"team/sales"}, nil},
		{1, nil, []string{"sales"}},
	} {
		choice, ok := r.Best(&Query{Class: class, Cost: 1, Order: InOrder, Limits: c.limits, Closed: c.closed})
		require.True(t, ok)
		require.Equal(t, Choice{Slot: c.slot, Why: Ordered}, choice, "%+v", c)
	}
	require.False(t, r.Any(&Query{Class: class, Cost: 1, Limits: []string{"team/sales"}, Closed: []string{"support"}}))
}

func TestAcceptMayAskWhatSomebodyIsDoing(t *testing.T) {
	t.Parallel()
	r := desk(3)
	c := r.Class(Need{})
	q := &Query{Class: c, Cost: 1}
	q.Accept = func(slot int) bool { return c.Has(slot) && r.State(slot).Online && slot != 0 }
	choice, ok := r.Best(q)
	require.True(t, ok)
	require.Equal(t, Choice{Slot: 1, Why: Desk}, choice)
}

func TestSharesCompareLikeFractions(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string) (int64, int64) {
			capacity := rapid.Int64Range(1, 1<<31).Draw(t, name)
			return rapid.Int64Range(0, capacity).Draw(t, name+" load"), capacity
		}
		a, b := draw("a")
		c, d := draw("c")
		if rapid.Bool().Draw(t, "near") {
			c, d = max(a-1, 0), max(b-1, 1)
		}
		want := big.NewRat(a, b).Cmp(big.NewRat(c, d))
		got := new(big.Int).SetUint64(share(a, b)).Cmp(new(big.Int).SetUint64(share(c, d)))
		require.Equal(t, want, got)
	})
}

func TestAChoiceAllocatesNothing(t *testing.T) { //nolint:paralleltest // others would be counted
	r := desk(1000)
	r.SetLimited(5, "team/support", true)
	queries := []*Query{
		{Class: r.Class(french(2)), Cost: 1000},
		{Class: r.Class(french(2)), Cost: 1000, Order: MostSkilled, Wishes: []Wish{{"french", 2}, {"german", 1}}},
		{Class: r.Class(Need{Agent: 3}), Cost: 1000, Wishes: []Wish{{"french", 2}, {"german", 1}}},
		{
			Class: r.Class(Need{Teams: []string{"support"}}), Cost: 1000, Order: InOrder, Closed: []string{"sales"},
			Limits: []string{"team/support", "channel/chat"}, Exclude: []int{1, 2}, Within: r.Class(french(1)),
		},
	}
	need := french(2)
	require.Zero(t, testing.AllocsPerRun(100, func() {
		r.Class(need)
		for _, q := range queries {
			c, _ := r.Best(q)
			s := r.State(c.Slot)
			s.Handled++
			r.Update(c.Slot, s)
			r.Any(q)
			r.Fits(c.Slot)
		}
	}))
}
