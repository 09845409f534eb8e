package usher_test

import (
	"slices"
	"time"

	"github.com/gousher/usher"
)

// place is what comes of a new conversation; false: it could not be placed, and nothing has changed.
func (f *mirror) place(id, channel string, a usher.Assign) bool {
	f.seq++
	t := &thread{
		id: id, channel: channel, rungs: climb(a), seq: f.seq, since: f.now, state: usher.StateQueued, refused: map[string]int{},
	}
	if f.nobodyCan(t) {
		return false
	}
	if c, _ := f.best(t, func(*clerk) bool { return true }); c == nil && a.MaxQueue > 0 && f.ahead(t) >= a.MaxQueue {
		return false
	}
	f.startStage(t, f.now)
	f.threads = append(f.threads, t)
	f.after()
	return true
}

// ahead is how many wait already, for any of its teams or for its agent.
func (f *mirror) ahead(t *thread) int {
	return len(slices.DeleteFunc(f.waiting(), func(other *thread) bool {
		if agent := t.rung().agent; agent != "" {
			return other.rung().agent != agent
		}
		return !slices.ContainsFunc(t.rung().teams, func(team string) bool { return slices.Contains(other.rung().teams, team) })
	}))
}

func (f *mirror) closeThread(t *thread) {
	if c := f.clerk(t.agent); c != nil && t.state == usher.StateAssigned {
		if team := f.team(t.team); team != nil && team.WrapUp > 0 {
			c.restUntil = later(c.restUntil, f.now.Add(team.WrapUp))
		}
	}
	f.free(t)
	f.threads = slices.DeleteFunc(f.threads, func(other *thread) bool { return other == t })
	t.leaving = false
	f.after()
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func (f *mirror) setStatus(c *clerk, status usher.Status) {
	before := c.status
	c.status = status
	if before == status {
		f.after()
		return
	}
	if before == usher.Offline {
		c.presence++
	}
	if status == usher.Online {
		c.idleSince, c.lapses = f.now, 0
	} else {
		f.withdraw(c)
	}
	for _, t := range f.has(c) {
		switch keep := t.rungs[t.given].keep; {
		case status != usher.Offline:
			t.keepDue = time.Time{}
		case keep > 0:
			t.keepDue = f.now.Add(keep)
		default:
			f.takeBack(t)
		}
	}
	f.after()
}

func (f *mirror) setAgent(a usher.Agent) {
	c := f.clerk(a.ID)
	if c == nil {
		c = f.hire(a)
	}
	c.shrunk = c.shrunk || a.Capacity < c.Capacity
	left := c.Teams
	c.Agent = a
	f.moved(c, left)
	f.changed = true
	f.after()
}

// moved takes back what an agent was given through a team that he is no longer in.
func (f *mirror) moved(c *clerk, before []string) {
	for _, t := range f.has(c) {
		if slices.Contains(before, t.team) && !slices.Contains(c.Teams, t.team) {
			f.giveBack(t)
		}
	}
}

// hire adds an agent with his first status.
func (f *mirror) hire(a usher.Agent) *clerk {
	c := &clerk{Agent: a, status: a.Status, handled: map[string]int{}}
	if a.Status == usher.Online {
		c.idleSince = f.now
	}
	f.clerks = append(f.clerks, c)
	return c
}

func (f *mirror) removeAgent(c *clerk) {
	mine := f.has(c)
	f.clerks = slices.DeleteFunc(f.clerks, func(other *clerk) bool { return other == c })
	for _, t := range f.threads {
		delete(t.refused, c.ID)
	}
	for _, t := range mine {
		f.giveBack(t)
	}
	f.changed = true
	f.after()
}

// giveBack takes a conversation from its agent, or an offer from who is asked.
func (f *mirror) giveBack(t *thread) {
	if t.state == usher.StateOffered {
		f.unasked(t)
		return
	}
	f.takeBack(t)
}

func (f *mirror) accept(t *thread) {
	c := f.clerk(t.agent)
	c.lapses = 0
	f.own(t, c)
	f.after()
}

func (f *mirror) decline(t *thread) {
	f.missed(t, f.clerk(t.agent))
	f.after()
}

func (f *mirror) agentWrote(t *thread) {
	t.answerDue, t.waits = time.Time{}, true
	f.after()
}

func (f *mirror) contactWrote(t *thread) {
	if t.state == usher.StateAssigned {
		t.woken = t.woken || t.waits || t.held
		t.waits, t.held = false, false
	}
	f.after()
}

func (f *mirror) hold(t *thread, held bool) {
	t.woken = t.woken || t.held && !held
	t.held = held
	f.after()
}

func (f *mirror) transfer(t *thread, to usher.Transfer) {
	f.free(t)
	next := rung{agent: to.Agent}
	if to.Team != "" {
		next = rung{teams: []string{to.Team}}
	}
	t.fallback = false
	delete(t.refused, to.Agent) // whoever transfers it to him means him
	f.seq++
	t.seq = f.seq
	f.enter(t, []rung{next})
	f.rejudge(t)
	f.after()
}
