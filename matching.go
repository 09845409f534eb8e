package usher

import (
	"slices"

	"github.com/gousher/usher/internal/backlog"
	"github.com/gousher/usher/internal/roster"
)

// match gives waiting conversations to the agents whom the present change has freed, until nobody who waits could be
// taken by anybody who is free; asks the strategies again that have a mind of their own; and opens the stages that are to
// open because nobody was there.
func (s *Shard) match() {
	s.checkQueues()
	if s.held {
		return
	}
	staffChanged := len(s.dirty) > 0
	for {
		s.matchOnce()
		if !s.skipOpened() && !s.openWanted() {
			break
		}
	}
	s.tellBack()
	if len(s.asked) > 0 && (staffChanged || s.rung || len(s.touched) > 0) {
		s.matchAsked()
	}
}

func (s *Shard) matchOnce() {
	dirty := s.dirty
	switch {
	case len(dirty) == 0:
		s.matchBack()
	case len(dirty) == 1 && len(s.back) == 0:
		s.matchAgent(dirty[0])
		s.matchBack()
	default:
		s.matchAll()
	}
	for _, a := range s.dirty {
		a.dirty = false
	}
	s.dirty = s.dirty[:0]
}

// matchBack serves what the present change has put into a queue. Everybody else who waits could not be taken by anybody
// who was free before it.
func (s *Shard) matchBack() {
	some := make([]string, 0, len(s.back))
	for _, b := range s.back {
		if s.waits[b.conversation] != nil {
			some = append(some, b.conversation)
		}
	}
	some = s.sorted(some)
	if s.desk.Pull == OwnFirst {
		s.ownOnly = true
		s.serveAll(some)
		s.ownOnly = false
	}
	s.serveAll(some)
}

func (s *Shard) serveAll(some []string) {
	for _, id := range some {
		if item := s.waits[id]; item != nil {
			s.serve(item.Value)
		}
	}
}

// tellBack tells of those that still wait.
func (s *Shard) tellBack() {
	for _, b := range s.back {
		if row := s.rows[b.conversation]; row != nil && row.State == StateQueued && row.Place.Exit == "" && !b.told {
			s.tellQueued(s.edit(row.ID), b.decided)
		}
	}
	s.back = s.back[:0]
}

// matchAgent gives the agent what he can take, in the order of the queue; with [OwnFirst], what is his own before the
// rest.
func (s *Shard) matchAgent(a *agentState) {
	if s.desk.Pull == OwnFirst {
		s.ownOnly = true
		s.pull(a, func(b backlog.Bucket) bool { return s.kinds[b].own.Has(a.slot) })
		s.ownOnly = false
	}
	s.pull(a, func(backlog.Bucket) bool { return true })
}

// pull gives an agent what he can take of some kinds.
func (s *Shard) pull(a *agentState, some func(backlog.Bucket) bool) {
	var passed map[*wait]bool // their strategy did not give them to anybody
	for s.reachable(a) {
		item := s.backlog.First(s.index.Fits(a.slot), nanos(s.now),
			func(b backlog.Bucket) bool { return some(b) && s.mayTake(s.kinds[b], a) },
			func(it *backlog.Item[*wait]) bool {
				return !passed[it.Value] && !s.rows[it.Value.conversation].hasRefused(a)
			},
		)
		switch {
		case item == nil:
			return
		case !s.serve(item.Value):
			if passed == nil {
				passed = map[*wait]bool{}
			}
			passed[item.Value] = true
		}
	}
}

// mayTake reports whether an agent, who meets what a kind requires, may be given one of it now.
func (s *Shard) mayTake(k *kind, a *agentState) bool {
	if !a.room(k.cost) {
		return false
	}
	if len(a.limited) > 0 && a.limited[channelLimit(k.channel)] {
		return false
	}
	if !k.held && !slices.ContainsFunc(k.teams, func(team string) bool {
		return a.in(team) && !s.closed(team) && !a.limited[teamLimit(team)]
	}) {
		return false
	}
	return s.admits(k, a)
}

// matchAsked asks the host's own strategies of those who wait, in the order of the queue.
func (s *Shard) matchAsked() {
	if !slices.ContainsFunc(s.staff.roster, s.reachable) {
		return
	}
	for _, id := range s.sorted(sortedKeys(s.asked)) {
		if item := s.waits[id]; item != nil {
			s.serve(item.Value)
		}
	}
}

// matchAll gives what can be given of everything that waits, in the order of the queue.
func (s *Shard) matchAll() {
	if s.desk.Pull == OwnFirst {
		s.ownOnly = true
		s.sweep()
		s.ownOnly = false
	}
	s.sweep()
}

// sweep goes through the queue, and past what nobody who is free could take.
func (s *Shard) sweep() {
	open := func(b backlog.Bucket) bool {
		k := s.kinds[b]
		if k == nil {
			return false
		}
		return s.index.Any(s.queryOf(k))
	}
	s.backlog.Serve(nanos(s.now), open, func(it *backlog.Item[*wait]) bool { return s.serve(it.Value) })
}

// queryOf asks the index for those who can take one of a kind now.
func (s *Shard) queryOf(k *kind) *roster.Query {
	q := &s.asking
	*q = roster.Query{
		Class: k.class, Cost: int64(k.cost), Closed: s.closedTeams(k.teams), Exclude: q.Exclude[:0],
		Limits: s.limits(k.channel, k.teams, k.held),
	}
	if s.ownOnly {
		q.Within = k.own
	}
	if k.turn != nil {
		q.Accept = func(slot int) bool { return s.admits(k, s.staff.slots[slot]) }
	}
	return q
}

// serve gives one waiting conversation to whoever its strategy chooses now, if anybody can take it.
func (s *Shard) serve(w *wait) bool {
	row := s.rows[w.conversation]
	if row == nil || row.State != StateQueued || row.Place.Exit != "" || row.Place.expired(s.now) {
		return false
	}
	place := *row.Place
	t := s.turnOf(row)
	d := s.decide(t, row, &place)
	if d.agent == nil {
		return false
	}
	row = s.edit(row.ID)
	row.log(t.entries...)
	s.hand(row, &place, d)
	return true
}

// turnOf is a turn for a strategy that is asked again.
func (s *Shard) turnOf(row *ConversationRow) *Turn {
	program, run := s.runOf(row)
	t := &Turn{scene: s.scene(row), now: s.now, shard: s}
	if program != nil && run != nil {
		t.program, t.run = program, run
		if row.Place != nil {
			if i, ok := program.byID[row.Place.Step]; ok {
				t.node = &program.nodes[i]
			}
		}
	}
	return t
}
