package usher_test

import (
	"cmp"
	"slices"
	"time"

	"github.com/gousher/usher"
)

// points is priority + waited/aging as an exact fraction of milliseconds. Aging does not count where the newest is first.
func (f *mirror) points(t *thread) (numerator, denominator int64) {
	r := t.rung()
	if r.aging == 0 || f.newest(t) {
		return int64(r.priority), 1
	}
	aging := r.aging.Milliseconds()
	return int64(r.priority)*aging + f.now.Sub(t.since).Milliseconds(), aging
}

// compare orders two conversations by priority + waited/aging, then by age, then by arrival. Those whose team serves the
// newest first are compared the other way round, and come behind all others of equal points.
func (f *mirror) compare(a, b *thread) int {
	an, ad := f.points(a)
	bn, bd := f.points(b)
	points := cmp.Compare(bn*ad, an*bd)
	age := cmp.Or(a.since.Compare(b.since), cmp.Compare(a.seq, b.seq))
	switch {
	case f.newest(a) && f.newest(b):
		age = -age
	case f.newest(a):
		age = 1
	case f.newest(b):
		age = -1
	}
	return cmp.Or(points, age)
}

// newest reports whether a conversation waits for a team that serves the newest first; of several the first decides.
func (f *mirror) newest(t *thread) bool {
	team := f.team(first(t.rung().teams))
	return team != nil && team.Order == usher.NewestFirst
}

// queue are the conversations that wait for a team, first come, first served, as the team understands that.
func (f *mirror) queue(team string) []*thread {
	var all []*thread
	for _, t := range f.waiting() {
		if slices.Contains(t.rung().teams, team) {
			all = append(all, t)
		}
	}
	slices.SortFunc(all, f.compare)
	return all
}

// inLine are all waiting conversations in the order in which they are served.
func (f *mirror) inLine() []*thread {
	all := f.waiting()
	slices.SortFunc(all, f.compare)
	return all
}

func first(teams []string) string {
	if len(teams) == 0 {
		return ""
	}
	return teams[0]
}

// match gives what waits to those who can take it, the first in line first, until nothing can be given any more.
func (f *mirror) match() {
	for f.matchOne() {
	}
}

func (f *mirror) matchOne() bool {
	line := f.inLine()
	if f.desk.Pull == usher.OwnFirst {
		for _, t := range line {
			if c, team := f.best(t, func(c *clerk) bool { return f.can(c, &t.rungs[0]) }); c != nil {
				f.give(t, c, team)
				return true
			}
		}
	}
	for _, t := range line {
		if c, team := f.best(t, func(*clerk) bool { return true }); c != nil {
			f.give(t, c, team)
			return true
		}
	}
	return false
}

// best is the agent who is to be given a conversation, of those whom the filter lets through; nil if nobody can take it.
func (f *mirror) best(t *thread, filter func(*clerk) bool) (best *clerk, through string) {
	for _, c := range f.clerks {
		team, ok := f.takes(c, t)
		if ok && filter(c) && (best == nil || f.better(t, c, best) < 0) {
			best, through = c, team
		}
	}
	return best, through
}

// better compares two agents for a conversation: preferred skills, the strategy, idle time; the order of the desk is
// that of the scan.
func (f *mirror) better(t *thread, a, b *clerk) int {
	r := t.rung()
	return cmp.Or(cmp.Compare(weight(b, r.prefer), weight(a, r.prefer)), f.strategy(r, a, b), a.idleSince.Compare(b.idleSince))
}

func weight(c *clerk, prefer usher.Skills) (sum usher.Level) {
	for skill, weight := range prefer {
		if c.Skills[skill] > 0 {
			sum += weight
		}
	}
	return sum
}

func (f *mirror) strategy(r *rung, a, b *clerk) int {
	by := r.by
	if by == nil {
		if team := f.team(first(r.teams)); team != nil {
			by = team.By
		}
	}
	switch by.(type) {
	case usher.MostAvailable:
		return cmp.Compare(f.capacity(b)-f.load(b), f.capacity(a)-f.load(a))
	case usher.RoundRobin:
		return later(a.givenAt, a.askedAt).Compare(later(b.givenAt, b.askedAt))
	case usher.LongestIdle:
		return a.idleSince.Compare(b.idleSince)
	case usher.FewestHandled:
		return cmp.Compare(a.handled[f.today()], b.handled[f.today()])
	case usher.MostSkilled:
		aSum, aCount := levels(a, r)
		bSum, bCount := levels(b, r)
		return cmp.Compare(bSum*aCount, aSum*bCount)
	case usher.SpecialistsFirst:
		return cmp.Compare(len(a.Skills)+len(a.Teams), len(b.Skills)+len(b.Teams))
	case usher.InOrder:
		return cmp.Compare(f.rank(a, r), f.rank(b, r))
	}
	return cmp.Compare(f.load(a)*f.capacity(b), f.load(b)*f.capacity(a))
}

// rank is the best place of an agent in the orders of the teams through which he can be given it; those without one are
// last.
func (f *mirror) rank(c *clerk, r *rung) int {
	best := 1 << 40
	for _, team := range f.ways(c, r) {
		if place, ok := c.Ranks[team]; ok {
			best = min(best, place)
		}
	}
	return best
}

// levels are the sum and the number of the levels of what is required and of what is preferred and had.
func levels(c *clerk, r *rung) (sum, count int) {
	for skill := range r.must {
		sum += int(c.Skills[skill])
		count++
	}
	for skill := range r.prefer {
		if _, required := r.must[skill]; !required && c.Skills[skill] > 0 {
			sum += int(c.Skills[skill])
			count++
		}
	}
	return sum, max(count, 1)
}

func (f *mirror) today() string { return f.now.UTC().Format(time.DateOnly) }

// give hands a conversation over, or asks the agent first.
func (f *mirror) give(t *thread, c *clerk, team string) {
	f.checkGive(t, c)
	r := t.rung()
	c.askedAt = f.now
	t.agent, t.team, t.given = c.ID, team, t.at
	if r.accept > 0 {
		t.state, t.offerDue = usher.StateOffered, f.now.Add(r.accept)
		t.offers++
		return
	}
	f.own(t, c)
}

// own makes an agent the owner.
func (f *mirror) own(t *thread, c *clerk) {
	t.state, t.over = usher.StateAssigned, false
	t.stageDue, t.offerDue = time.Time{}, time.Time{}
	if r := &t.rungs[t.given]; r.answer > 0 {
		t.answerDue = f.now.Add(r.answer)
	}
	t.givenAt, c.givenAt, c.idleSince = f.now, f.now, f.now
	c.handled[f.today()]++
}
