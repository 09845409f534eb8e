package usher

import "fmt"

// settle places the conversation with whoever was chosen, or in the queue. While something else of this instant is to be
// done first, it waits for the matching at the end of the change.
func (s *Shard) settle(t *Turn, row *ConversationRow, p *Placement, d decided) {
	switch {
	case d.agent != nil && (s.held || s.later || len(s.dirty) > 0):
		s.giveLater(t, row, p, d)
	case d.agent != nil:
		s.hand(row, p, d)
	default:
		s.enqueue(t, row, p, d)
	}
}

// hand gives the conversation to the agent, or asks him, as the stage says.
func (s *Shard) hand(row *ConversationRow, p *Placement, d decided) {
	if p.stage != nil && p.stage.acceptWithin > 0 {
		s.offer(row, p, d)
		return
	}
	s.give(row, p, d)
}

// enqueue lets the conversation wait. Its age is kept if it has one.
func (s *Shard) enqueue(t *Turn, row *ConversationRow, p *Placement, d decided) {
	s.join(t, row, p)
	s.tellQueued(row, d)
}

// join puts the conversation into its queue.
func (s *Shard) join(t *Turn, row *ConversationRow, p *Placement) {
	s.arrive(p)
	row.State, row.Place, row.Agent, row.Team = StateQueued, p, "", p.Team
	s.wait(t, row)
	s.stopTimers(row.ID)
	s.startClock(row)
	if p.HoldFor != "" {
		s.setTimer(TimerRow{Conversation: row.ID, Kind: TimerHold, Due: p.HoldUntil, Fence: row.fence()})
	}
	if !p.Told && p.Step != "" && p.plan != nil && len(p.plan.step.Queued) > 0 {
		s.setTimer(TimerRow{Conversation: row.ID, Kind: TimerQueued, Due: s.now, Fence: row.fence()})
	}
}

// arrive numbers a placement, once: it keeps its number when it is taken back.
func (s *Shard) arrive(p *Placement) {
	if p.Arrival == 0 {
		s.arrivals++
		p.Arrival = s.arrivals
	}
}

// tellQueued notes that the conversation waits, and tells the host.
func (s *Shard) tellQueued(row *ConversationRow, d decided) {
	p := row.Place
	c := s.consider(row, p, d)
	c.Priority, c.Position = p.Priority, s.position(row, s.now)
	row.notes(s.now, p.Step, d.notes)
	row.log(Entry{At: s.now, Step: p.Step, Kind: EntryQueued, Choice: c})
	agent := p.Agent
	if p.HoldFor != "" {
		agent = p.HoldFor
	}
	s.emit(row, Enqueue{Header: s.header(row), Team: p.Team, Agent: agent, Stage: max(p.Stage, 1)}, false)
}

// enqueued is what the steps for the wait are told.
func (s *Shard) enqueued(row *ConversationRow) Enqueued {
	if row.Place == nil {
		return Enqueued{}
	}
	position := s.position(row, s.now)
	return Enqueued{Position: position, EstimatedWait: s.estimate(row.Place, position, s.now)}
}

// exitReason says why a conversation takes its exit.
func (s *Shard) exitReason(row *ConversationRow) string {
	p := row.Place
	if p == nil {
		return ""
	}
	switch p.Exit {
	case nobodyCanBlock:
		return s.nobody(p)
	case notTakenBlock:
		return fmt.Sprintf("%d agents were asked, and nobody took it", p.Offers)
	}
	return "nobody took it in time"
}

func (row *ConversationRow) fence() int {
	if row.Run == nil {
		return 0
	}
	return row.Run.fence
}

// requeue puts a conversation into the queue again, by a placement that it has had, or moved to: to be matched at the end
// of the change, when the others of the change that are before it have been.
func (s *Shard) requeue(row *ConversationRow, place *Placement) {
	row.Place = place
	t := s.turnOf(row)
	d := s.decide(t, row, place)
	row.log(t.entries...)
	switch {
	case d.failed != "":
		s.fallback(row, d.failed)
	case d.exit != "" && (row.Fallback == "" || place.Team != s.desk.Fallback.Team):
		s.leave(row, place, d.exit)
	default:
		s.giveLater(t, row, place, d)
	}
}

// giveLater puts a conversation into its queue, to be matched at the end of the change; if that is held, it waits until
// then, and everybody is told so.
func (s *Shard) giveLater(t *Turn, row *ConversationRow, place *Placement, d decided) {
	d.agent, d.tie = nil, ""
	s.join(t, row, place)
	if s.held {
		s.tellQueued(row, d)
	}
	s.back = append(s.back, returned{row.ID, d, s.held})
}

// returned is a conversation that the present change has put into a queue, to be matched with the others at its end.
type returned struct {
	conversation string
	decided      decided
	told         bool
}
