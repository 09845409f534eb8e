package roster

import (
	"slices"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// census counts by looking at everybody.
func (p *plain) census(n Need, within *Need, q *Query) (c Census, outside []int) {
	for _, a := range p.agents {
		if a.removed || n.Agent > 0 && a.slot != n.Agent-1 ||
			n.Agent == 0 && len(n.Teams) > 0 && !slices.ContainsFunc(n.Teams, a.inTeam) {
			continue
		}
		if !a.could(n, within, q) {
			outside = append(outside, a.slot)
		}
		closed := len(n.Teams) > 0 && len(q.Closed) > 0 &&
			!slices.ContainsFunc(n.Teams, func(team string) bool { return !slices.Contains(q.Closed, team) })
		asked := *q
		asked.Accept, asked.Cost = nil, -1<<40
		able := a.meets(n)
		switch {
		case !able:
			c.Lacking++
		case slices.Contains(q.Exclude, a.slot):
			c.Excluded++
		case !a.Reachable:
			c.Out[a.Out]++
		case closed:
			c.Closed++
		case !a.could(n, within, &asked):
			c.Limited++
		case q.Cost > a.Capacity-a.Load:
			c.Full++
		default:
			c.Eligible++
		}
	}
	return c, outside
}

func (m *model) askCensus(t *rapid.T, n Need, within *Need, q *Query) {
	want, outside := m.plain.census(n, within, q)
	require.Equal(t, want, m.roster.Census(q))
	var slots []int
	m.roster.Outside(q, func(slot int) bool {
		slots = append(slots, slot)
		return true
	})
	require.Equal(t, outside, slots)
}
