package roster

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// plain is the roster that one would write first: it looks at everybody each time.
type plain struct{ agents []*plainAgent }

type plainAgent struct {
	Facts
	State
	slot    int
	removed bool
	limits  map[string]bool
}

func (p *plain) add(f Facts) {
	p.agents = append(p.agents, &plainAgent{Facts: f, slot: len(p.agents), limits: map[string]bool{}})
}

func (a *plainAgent) level(skill string) int {
	for _, s := range a.Skills {
		if s.Name == skill {
			return s.Level
		}
	}
	return 0
}

func (a *plainAgent) inTeam(name string) bool {
	return slices.ContainsFunc(a.Teams, func(t Team) bool { return t.Name == name })
}

func (a *plainAgent) meets(n Need) bool {
	if a.removed || n.Agent != 0 && n.Agent != a.slot+1 || len(n.Teams) > 0 && !slices.ContainsFunc(n.Teams, a.inTeam) {
		return false
	}
	for _, t := range n.Terms {
		level := a.level(t.Skill)
		switch {
		case t.Absent && level > 0:
			return false
		case !t.Absent && (level < max(t.Min, 1) || t.Max > 0 && level > t.Max):
			return false
		}
	}
	return true
}

// through returns the teams through which he can be given it.
func (a *plainAgent) through(n Need, q *Query) (open []string) {
	for _, t := range n.Teams {
		limit := "team/" + t
		if a.inTeam(t) && !slices.Contains(q.Closed, t) && !(slices.Contains(q.Limits, limit) && a.limits[limit]) {
			open = append(open, t)
		}
	}
	return open
}

func (a *plainAgent) could(n Need, within *Need, q *Query) bool {
	if !a.meets(n) || within != nil && !a.meets(*within) || !a.Reachable || a.Load+q.Cost > a.Capacity {
		return false
	}
	if len(n.Teams) > 0 && len(a.through(n, q)) == 0 {
		return false
	}
	for _, limit := range q.Limits {
		name, ok := strings.CutPrefix(limit, "team/")
		if a.limits[limit] && !(ok && slices.Contains(n.Teams, name)) {
			return false
		}
	}
	return !slices.Contains(q.Exclude, a.slot) && (q.Accept == nil || q.Accept(a.slot))
}

func (p *plain) could(n Need, within *Need, q *Query) []*plainAgent {
	return slices.DeleteFunc(slices.Clone(p.agents), func(a *plainAgent) bool { return !a.could(n, within, q) })
}

func (a *plainAgent) weight(q *Query) (weight int) {
	for _, w := range q.Wishes {
		if a.level(w.Skill) > 0 {
			weight += w.Weight
		}
	}
	return weight
}

// mean is the mean level, as a fraction.
func (a *plainAgent) mean(n Need, q *Query) (sum, count int) {
	for _, t := range slices.Compact(slices.SortedFunc(slices.Values(n.Terms), compareTerms)) {
		if !t.Absent {
			sum, count = sum+a.level(t.Skill), count+1
		}
	}
	for _, w := range q.Wishes {
		if level := a.level(w.Skill); level > 0 {
			sum, count = sum+level, count+1
		}
	}
	return sum, max(count, 1)
}

func (a *plainAgent) rank(n Need, q *Query) int {
	best := math.MaxInt32
	for _, t := range a.Teams {
		if slices.Contains(a.through(n, q), t.Name) {
			best = min(best, t.Rank)
		}
	}
	return best
}

// compareShares multiplies crosswise: loads and capacities are small here. Nothing of nothing is no load.
func compareShares(a, b *plainAgent) int {
	return cmp.Compare(max(a.Load, 0)*max(b.Capacity, 1), max(b.Load, 0)*max(a.Capacity, 1))
}

func compareOrder(a, b *plainAgent, n Need, q *Query) int {
	switch q.Order {
	case LeastBusy:
		return compareShares(a, b)
	case MostAvailable:
		return cmp.Compare(b.Capacity-b.Load, a.Capacity-a.Load)
	case RoundRobin:
		return cmp.Compare(a.Given, b.Given)
	case LongestIdle:
		return cmp.Compare(a.Idle, b.Idle)
	case FewestHandled:
		return cmp.Compare(a.Handled, b.Handled)
	case MostSkilled:
		aSum, aCount := a.mean(n, q)
		bSum, bCount := b.mean(n, q)
		return cmp.Compare(bSum*aCount, aSum*bCount)
	case SpecialistsFirst:
		return cmp.Compare(a.Breadth, b.Breadth)
	default:
		return cmp.Compare(a.rank(n, q), b.rank(n, q))
	}
}

// compare says who is the better choice, the desk apart, and on account of what.
func compare(a, b *plainAgent, n Need, q *Query) (int, Why) {
	if c := cmp.Compare(b.weight(q), a.weight(q)); c != 0 {
		return c, Wished
	}
	if c := compareOrder(a, b, n, q); c != 0 {
		return c, Ordered
	}
	if c := cmp.Compare(a.Idle, b.Idle); c != 0 {
		return c, Idle
	}
	return 0, Desk
}

// best is the choice and why.
func (p *plain) best(n Need, within *Need, q *Query) (Choice, bool) {
	all := p.could(n, within, q)
	if len(all) == 0 {
		return Choice{}, false
	}
	winner := func(of []*plainAgent) int {
		best := 0
		for i, a := range of {
			if c, _ := compare(a, of[best], n, q); c < 0 {
				best = i
			}
		}
		return best
	}
	i := winner(all)
	c := Choice{Slot: all[i].slot, Weight: all[i].weight(q)}
	if others := slices.Delete(slices.Clone(all), i, i+1); len(others) > 0 {
		_, c.Why = compare(all[i], others[winner(others)], n, q)
	}
	return c, true
}
