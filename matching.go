package usher

import "slices"

// match gives waiting conversations to the agents whom the present change has freed, until nobody who waits could be
// taken by anybody who is free; and asks the strategies again that have a mind of their own.
func (s *Shard) match() {
	if s.held {
		return
	}
	staffChanged := len(s.dirty) > 0
	switch len(s.dirty) {
	case 0:
		s.matchBack()
	case 1:
		s.matchAgent(s.dirty[0])
		s.matchBack()
	default:
		s.matchAll()
	}
	s.dirty = s.dirty[:0]
	s.tellBack()
	if len(s.asked) > 0 {
		s.matchAsked(staffChanged)
	}
}

// matchBack serves what the present change has put into a queue. Everybody else who waits could not be taken by anybody
// who was free before it.
func (s *Shard) matchBack() {
	some := make([]*waiting, 0, len(s.back))
	for _, b := range s.back {
		if row := s.rows[b.conversation]; row != nil && row.State == StateQueued {
			some = append(some, &waiting{conversation: row.ID, place: row.Place})
		}
	}
	s.serveAll(some)
}

// tellBack tells of those that still wait.
func (s *Shard) tellBack() {
	for _, b := range s.back {
		if row := s.rows[b.conversation]; row != nil && row.State == StateQueued && !b.told {
			s.tellQueued(s.edit(row.ID), b.decided)
		}
	}
	s.back = s.back[:0]
}

// matchAgent gives the agent what he can take, in the order of the queue.
func (s *Shard) matchAgent(a *agentState) {
	var passed map[*waiting]bool // their strategy did not give them to anybody
	for a.canNow() {
		var best *waiting
		for _, key := range a.queues() {
			q := s.queues[key]
			if q == nil {
				continue
			}
			w := q.first(s.now, func(w *waiting) bool { return !passed[w] && !w.place.expired(s.now) && a.could(w.place) })
			if w != nil && (best == nil || w.place.before(best.place, s.now)) {
				best = w
			}
		}
		switch {
		case best == nil:
			return
		case !s.serve(best):
			if passed == nil {
				passed = map[*waiting]bool{}
			}
			passed[best] = true
		}
	}
}

// matchAsked asks the strategies of those who wait, in the order of the queue. Our own answer otherwise only when the
// staff has changed.
func (s *Shard) matchAsked(staffChanged bool) {
	if !slices.ContainsFunc(s.staff.roster, (*agentState).canNow) {
		return
	}
	all := make([]*waiting, 0, len(s.asked))
	for _, id := range sortedKeys(s.asked) {
		if !staffChanged && !s.asked[id] {
			continue
		}
		all = append(all, &waiting{conversation: id, place: s.rows[id].Place})
	}
	s.serveAll(all)
}

func (a *agentState) queues() []string {
	return append([]string{"@" + a.agent.ID}, a.agent.Teams...)
}

// matchAll goes through everything that waits, in the order of the queue, and gives what can be given.
func (s *Shard) matchAll() {
	for _, w := range s.everybody() {
		s.serve(w)
	}
}

// everybody is all that waits, in the order of the queue.
func (s *Shard) everybody() []*waiting {
	var all []*waiting
	for _, key := range sortedKeys(s.queues) {
		all = slices.AppendSeq(all, s.queues[key].all())
	}
	s.inOrder(all)
	return all
}

// serveAll serves some of those who wait, in the order of the queue.
func (s *Shard) serveAll(some []*waiting) {
	s.inOrder(some)
	for _, w := range some {
		s.serve(w)
	}
}

func (s *Shard) inOrder(all []*waiting) {
	slices.SortStableFunc(all, func(a, b *waiting) int {
		switch {
		case a.place.before(b.place, s.now):
			return -1
		case b.place.before(a.place, s.now):
			return 1
		}
		return 0
	})
}

// serve gives one waiting conversation to whoever its strategy chooses now, if anybody can take it.
func (s *Shard) serve(w *waiting) bool {
	row := s.rows[w.conversation]
	if row == nil || row.State != StateQueued || w.place.expired(s.now) {
		return false
	}
	place := *w.place
	d := s.decide(s.turnOf(row), &place)
	if d.agent == nil {
		return false
	}
	s.give(s.edit(row.ID), &place, d)
	return true
}

// turnOf is a turn for a strategy that is asked again.
func (s *Shard) turnOf(row *ConversationRow) *Turn {
	program, run := s.runOf(row)
	t := &s.scratch
	*t = Turn{scene: s.scene(row), now: s.now}
	if program != nil && run != nil {
		t.program, t.run = program, run
		if i, ok := program.byID[row.Place.Step]; ok {
			t.node = &program.nodes[i]
		}
	}
	return t
}
