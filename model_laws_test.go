package usher_test

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/gousher/usher"
)

// seenThread is what there is to see of a conversation, seenClerk of an agent.
type seenThread struct {
	id, team, agent string
	state           usher.State
	stage, position int
	until, since    string
	fallback        bool
}

type seenClerk struct {
	id, work, asked string
	status          usher.Status
	load, capacity  usher.Units
	idleSince       string
	handled         int
}

// seenThreads are the conversations as the model has them.
func (f *mirror) seenThreads() []seenThread {
	all := make([]seenThread, 0, len(f.threads))
	for _, t := range f.threads {
		seen := seenThread{id: t.id, state: t.state, fallback: t.fallback, agent: t.agent, team: t.team, stage: t.at + 1}
		switch t.state {
		case usher.StateQueued:
			seen.team, seen.agent = first(t.rung().teams), t.rung().agent
			seen.position, seen.since = f.position(t), clockText(t.since)
		case usher.StateOffered:
			seen.until = clockText(t.offerDue)
		case usher.StateAssigned:
			seen.stage = t.given + 1
		}
		all = append(all, seen)
	}
	return all
}

func clockText(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.UTC().Format(time.TimeOnly)
}

// position is the place in the queue of the first of its teams, or among those who wait for the same agent.
func (f *mirror) position(t *thread) int {
	if r := t.rung(); len(r.teams) > 0 {
		return slices.Index(f.queue(r.teams[0]), t) + 1
	}
	ahead := 1
	for _, other := range f.waiting() {
		if len(other.rung().teams) == 0 && other.rung().agent == t.rung().agent && f.compare(other, t) < 0 {
			ahead++
		}
	}
	return ahead
}

func (f *mirror) seenClerks() []seenClerk {
	all := make([]seenClerk, 0, len(f.clerks))
	for _, c := range f.clerks {
		seen := seenClerk{
			id: c.ID, status: c.status, load: f.load(c), capacity: f.capacity(c), idleSince: clockText(c.idleSince), handled: c.handled[f.today()],
		}
		var work, asked []string
		for _, t := range f.has(c) {
			if t.state == usher.StateOffered {
				asked = append(asked, t.id)
			} else {
				work = append(work, t.id)
			}
		}
		seen.work, seen.asked = listed(work), listed(asked)
		all = append(all, seen)
	}
	return all
}

func listed(ids []string) string {
	slices.Sort(ids)
	return strings.Join(ids, " ")
}

// shardThreads are the same conversations as the shard shows them.
func shardThreads(s *usher.Shard, threads []*thread) []seenThread {
	all := make([]seenThread, 0, len(threads))
	for _, t := range threads {
		outcome := s.Conversation(t.id)
		if outcome == nil {
			all = append(all, seenThread{id: t.id})
			continue
		}
		r := outcome.Of()
		seen := seenThread{id: r.Conversation, team: r.Team, agent: r.Agent, state: r.State, stage: r.Stage, fallback: r.Fallback != ""}
		switch o := outcome.(type) {
		case usher.Queued:
			seen.position, seen.since = o.Position, clockText(o.Since)
		case usher.Offered:
			seen.until = clockText(o.Until)
		}
		all = append(all, seen)
	}
	return all
}

func shardClerks(s *usher.Shard) []seenClerk {
	views := s.Agents()
	all := make([]seenClerk, 0, len(views))
	for _, v := range views {
		all = append(all, seenClerk{
			id: v.Agent.ID, work: listed(v.Conversations), asked: listed(v.Offered), status: v.Status, load: v.Load,
			capacity: v.Capacity, idleSince: clockText(v.IdleSince), handled: v.Handled,
		})
	}
	return all
}

func (f *mirror) breaksf(format string, args ...any) {
	if f.broken == "" {
		f.broken = fmt.Sprintf(format, args...)
	}
}

// checkGive holds a hand-over or an offer against the laws, just before it is made.
func (f *mirror) checkGive(t *thread, c *clerk) {
	switch {
	case c.status != usher.Online:
		f.breaksf("%s is given %s and is %s", c.ID, t.id, c.status)
	case f.load(c)+f.full(t) > f.capacity(c):
		f.breaksf("%s is given %s beyond his capacity", c.ID, t.id)
	case !meets(c, t.rung().must):
		f.breaksf("%s is given %s and lacks a skill", c.ID, t.id)
	case f.hasRefused(c, t):
		f.breaksf("%s is given %s, which he refused", c.ID, t.id)
	}
	for _, other := range f.waiting() {
		if _, able := f.takes(c, other); able && other != t && f.overtaken(other, t, c) {
			f.breaksf("%s overtakes %s, which came long before it", t.id, other.id)
		}
	}
}

// overtaken reports whether a conversation that is served before another came so long after it that it has no right to:
// the bound of a head start.
func (f *mirror) overtaken(other, served *thread, c *clerk) bool {
	a, b := other.rung(), served.rung()
	if a.aging == 0 || a.aging != b.aging || f.newest(other) || f.newest(served) {
		return false
	}
	if f.desk.Pull == usher.OwnFirst && f.can(c, &other.rungs[0]) != f.can(c, &served.rungs[0]) {
		return false
	}
	bound := other.since.Add(time.Duration(b.priority-a.priority) * a.aging)
	return served.since.After(bound) || served.since.Equal(bound) && served.since.After(other.since)
}

// checkRest holds what the shard shows against the laws that hold at rest, without the help of the model's decisions.
func (f *mirror) checkRest(threads []seenThread, clerks []seenClerk) {
	for i := range clerks {
		f.checkClerk(&clerks[i], threads)
	}
	for i := range threads {
		t := f.thread(threads[i].id)
		if threads[i].state != usher.StateQueued || t == nil {
			continue
		}
		for _, c := range f.clerks {
			if _, able := f.takes(c, t); able {
				f.breaksf("%s waits and %s is free", t.id, c.ID)
			}
		}
	}
}

// checkClerk checks that an agent has what the conversations say he has, and not too much.
func (f *mirror) checkClerk(c *seenClerk, threads []seenThread) {
	var load usher.Units
	var work, asked []string
	woken := false
	for i := range threads {
		t := f.thread(threads[i].id)
		if threads[i].agent != c.id || threads[i].state == usher.StateQueued {
			continue
		}
		load += f.cost(t)
		woken = woken || t.woken
		if threads[i].state == usher.StateOffered {
			asked = append(asked, t.id)
		} else {
			work = append(work, t.id)
		}
	}
	if load != c.load || listed(work) != c.work || listed(asked) != c.asked {
		f.breaksf("%s has %s and is asked about %s, which does not add up to %s", c.id, c.work, c.asked, c.load)
	}
	if shrunk := f.clerk(c.id).shrunk; load > c.capacity && !woken && !shrunk {
		f.breaksf("%s has a load of %s and a capacity of %s", c.id, load, c.capacity)
	}
}
