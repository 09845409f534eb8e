package usher_test

import (
	"cmp"
	"slices"
	"time"

	"github.com/gousher/usher"
)

// clocks are the clocks of a conversation, in the order in which they are served at one instant.
func (f *mirror) clocks(t *thread) []alarm {
	return []alarm{
		{t.stageDue, f.nextStage}, {t.offerDue, f.lapse}, {t.answerDue, f.unanswered}, {t.keepDue, f.keptLongEnough},
	}
}

type alarm struct {
	due  time.Time
	ring func(*thread)
}

// nextClock is the clock that runs out first; at one instant they are served in the order of the names.
func (f *mirror) nextClock() (due time.Time, ring func(), ok bool) {
	byID := slices.SortedFunc(slices.Values(f.threads), func(a, b *thread) int { return cmp.Compare(a.id, b.id) })
	for _, t := range byID {
		for _, a := range f.clocks(t) {
			if !a.due.IsZero() && (!ok || a.due.Before(due)) {
				due, ring, ok = a.due, func() { a.ring(t) }, true
			}
		}
	}
	return due, ring, ok
}

// expire serves the clocks that have run out.
func (f *mirror) expire() {
	for {
		due, ring, ok := f.nextClock()
		if !ok || due.After(f.now) {
			return
		}
		ring()
	}
}

// nextDue is the next instant at which anything changes by itself: a clock, a calendar, the end of a rest.
func (f *mirror) nextDue() (time.Time, bool) {
	next, _, ok := f.nextClock()
	soonest := func(at time.Time) {
		if at.After(f.now) && (!ok || at.Before(next)) {
			next, ok = at, true
		}
	}
	for _, openings := range f.hours {
		for _, o := range openings {
			soonest(o.from)
			soonest(o.until)
		}
	}
	for _, c := range f.clerks {
		soonest(c.restUntil)
	}
	return next, ok
}

// after is what follows every change: what is due, then matching, then what has come to an exit goes to the fallback.
func (f *mirror) after() {
	f.expire()
	f.judge()
	f.match()
	for len(f.leavers) > 0 {
		t := f.leavers[0]
		f.leavers = f.leavers[1:]
		if t.leaving {
			f.fallBack(t)
			f.match()
		}
	}
}

// fallBack lets the fallback team serve a conversation, as a new one.
func (f *mirror) fallBack(t *thread) {
	f.seq++
	t.fallback, t.since, t.seq = true, f.now, f.seq
	f.enter(t, []rung{{teams: []string{f.desk.Fallback.Team}}})
}

// enter lets a conversation wait as in a new step; its age is kept.
func (f *mirror) enter(t *thread, rungs []rung) {
	t.rungs, t.at, t.given, t.offers = rungs, 0, 0, 0
	t.leaving, t.over = false, false
	f.wait(t)
	f.startStage(t, f.now)
}

// wait puts a conversation into the queue.
func (f *mirror) wait(t *thread) {
	t.state, t.agent, t.team = usher.StateQueued, "", ""
	t.waits, t.held, t.woken = false, false, false
	t.stageDue, t.offerDue, t.answerDue, t.keepDue = time.Time{}, time.Time{}, time.Time{}, time.Time{}
}

// startStage starts the clock of the present stage.
func (f *mirror) startStage(t *thread, at time.Time) {
	t.stageDue = time.Time{}
	if d := t.rung().lasts; d > 0 {
		t.stageDue = at.Add(d)
	}
}

// nextStage opens the stage behind the present one; after the last comes the exit.
func (f *mirror) nextStage(t *thread) {
	at := t.stageDue
	if at.IsZero() || at.After(f.now) {
		at = f.now
	}
	if t.at+1 < len(t.rungs) {
		t.at++
		f.startStage(t, at)
		if t.state == usher.StateQueued {
			f.rejudge(t)
		}
		return
	}
	t.stageDue = time.Time{}
	if t.state == usher.StateOffered {
		t.over = true
		return
	}
	f.leave(t)
}

// leave takes the exit.
func (f *mirror) leave(t *thread) {
	f.wait(t)
	t.leaving = true
	f.leavers = append(f.leavers, t)
}

// judge lets those conversations take their exit, after a change of staff, that nobody of the desk could take any more.
func (f *mirror) judge() {
	if !f.changed {
		return
	}
	f.changed = false
	for _, t := range f.inLine() {
		if f.nobodyCan(t) && !t.fallback {
			f.leave(t)
		}
	}
}

// free takes a conversation from an agent.
func (f *mirror) free(t *thread) {
	if c := f.clerk(t.agent); c != nil && t.state == usher.StateAssigned {
		c.idleSince = f.now
	}
	t.agent, t.team = "", ""
}

func (f *mirror) refuse(t *thread, c *clerk) { t.refused[c.ID] = c.presence }

func (f *mirror) lapse(t *thread) {
	c, r := f.clerk(t.agent), &t.rungs[t.given]
	c.lapses++
	f.missed(t, c)
	if r.awayWhen > 0 && c.lapses >= r.awayWhen {
		c.lapses = 0
		c.status = usher.Away
		f.withdraw(c)
	}
}

// missed ends an offer that was declined or has lapsed.
func (f *mirror) missed(t *thread, c *clerk) {
	r, at := &t.rungs[t.given], t.at
	f.refuse(t, c)
	f.unasked(t)
	switch {
	case t.leaving:
	case r.maxOffers > 0 && t.offers >= r.maxOffers:
		f.leave(t)
	case r.next && at == t.given && at+1 < len(t.rungs):
		t.stageDue = time.Time{}
		f.nextStage(t)
	}
}

// unasked puts a conversation back whose offer is over.
func (f *mirror) unasked(t *thread) {
	f.free(t)
	t.state, t.offerDue = usher.StateQueued, time.Time{}
	if t.over {
		f.leave(t)
		return
	}
	f.rejudge(t)
}

// withdraw ends all open offers of an agent.
func (f *mirror) withdraw(c *clerk) {
	for _, t := range f.has(c) {
		if t.state == usher.StateOffered {
			f.unasked(t)
		}
	}
}

func (f *mirror) unanswered(t *thread) {
	f.refuse(t, f.clerk(t.agent))
	f.takeBack(t)
}

func (f *mirror) keptLongEnough(t *thread) { f.takeBack(t) }

// takeBack lets a conversation wait in the stage in which it was given, whose clock starts anew.
func (f *mirror) takeBack(t *thread) {
	f.free(t)
	f.wait(t)
	t.at = t.given
	f.startStage(t, f.now)
	f.rejudge(t)
}

// rejudge lets a conversation that comes back take its exit if the staff has changed so that nobody could take it any more.
func (f *mirror) rejudge(t *thread) {
	if f.nobodyCan(t) && !t.fallback {
		f.leave(t)
	}
}
