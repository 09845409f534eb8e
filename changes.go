package usher

import (
	"fmt"
	"time"
)

// scene is what a turn of the conversation sees.
func (s *Shard) scene(row *ConversationRow) Scene {
	scene := Scene{
		Tenant: s.tenant, Conversation: row.ID, Channel: row.Channel, OpenedAt: row.OpenedAt, OpenedBy: row.OpenedBy,
		Message: row.Message, Effects: row.Effects, Questions: row.Questions, Born: row.Born, Fence: row.Fence,
		Contact: Contact{ID: row.Contact}, Conversations: row.Earlier,
	}
	if contact := s.contact(row.Contact); contact != nil {
		scene.Contact = contact.Contact
		scene.LastAgent, scene.LastSeen = contact.LastAgent, contact.LastSeen
	}
	return scene
}

// runOf is the conversation's run and the program it was started with; nil if either is gone.
func (s *Shard) runOf(row *ConversationRow) (*Program, *Run) {
	if row.Run != nil {
		return row.Run.program, row.Run
	}
	if len(row.Stored) == 0 || s.programs == nil {
		return nil, nil
	}
	id, revision, err := storedWorkflow(row.Stored)
	if err != nil {
		return nil, nil
	}
	program := s.programs(id, revision)
	if program == nil {
		return nil, nil
	}
	run, err := program.Restore(row.Stored)
	if err != nil {
		return nil, nil
	}
	return program, run
}

// placed is an assignment that a turn came to, and what its strategy made of it.
type placed struct {
	decided

	place *Placement
}

// prepare asks for the agent if the turn came to an assignment. Nothing changes: if an exit is to be taken, the run goes
// on with [NotPlaced].
func (s *Shard) prepare(turned *Turned) placed {
	if turned.Rest.Kind != RestAssign {
		return placed{}
	}
	place, d := s.place(turned)
	return placed{d, place}
}

// apply takes over what a turn did to a conversation.
func (s *Shard) apply(row *ConversationRow, turned *Turned, at placed) {
	s.release(row)
	s.record(row, turned)
	defer s.keepOrder(row)
	switch rest := turned.Rest; rest.Kind {
	case RestAnswer:
		row.State = StateAsking
		s.setTimer(TimerRow{Conversation: row.ID, Kind: TimerAnswer, Due: rest.Deadline, Fence: turned.Run.fence})
	case RestAction:
		row.State = StateWaiting
		due := rest.Deadline
		if due.IsZero() {
			due = s.now
		}
		s.setTimer(TimerRow{Conversation: row.ID, Kind: TimerAction, Due: due, Fence: turned.Run.fence})
	case RestDelivery:
		row.State = StateWaiting
	case RestClosed:
		s.close(row, rest.Close, "workflow")
	case RestAssign:
		if at.failed != "" {
			s.fallback(row, at.failed)
			return
		}
		s.settle(row, at.place, at.decided)
	default:
		s.fallback(row, rest.Reason)
	}
}

// keepOrder sees to it that the messages that came while a step was at work are used next, by whoever comes first. Once
// nobody asks any more they are for the agent to read.
func (s *Shard) keepOrder(row *ConversationRow) {
	switch row.State {
	case StateWaiting:
	case StateAsking:
		if len(row.Kept) > 0 {
			s.setTimer(TimerRow{Conversation: row.ID, Kind: TimerKept, Due: s.now, Fence: row.fence()})
		}
	default:
		row.Kept = nil
	}
}

// place asks the strategy of an assignment. A conversation that nobody can take, at a step without an exit for it, is
// the fallback's.
func (s *Shard) place(turned *Turned) (*Placement, decided) {
	place := s.placement(turned.Run, turned.Rest.Assign)
	t := &s.scratch
	*t = Turn{
		program: turned.Run.program, run: turned.Run, node: &turned.Run.program.nodes[turned.Run.at],
		scene: turned.Scene, now: s.now,
	}
	d := s.decide(t, place)
	turned.Trace = append(turned.Trace, t.entries...)
	if d.exit == "" {
		return place, d
	}
	if !t.node.has(d.exit) && !t.node.has(elseBlock) {
		d.exit, d.failed = "", nobody(place)
	}
	turned.Trace = append(turned.Trace, Entry{
		At: s.now, Step: place.Step, Kind: EntryFailed, Detail: nobody(place), Choice: s.staff.consider(place, ""),
	})
	return place, d
}

// nobody says who cannot be had.
func nobody(p *Placement) string {
	switch {
	case p.Agent != "":
		return fmt.Sprintf("agent %s does not work here or lacks a requirement", p.Agent)
	case len(p.Must) > 0:
		return fmt.Sprintf("nobody in %s has the required skills", p.Team)
	}
	return "nobody works in " + p.Team
}

// record keeps what every turn has: the run, the effects, the trace, what was saved about the contact.
func (s *Shard) record(row *ConversationRow, turned *Turned) {
	s.stopTimers(row.ID)
	s.leaveQueue(row)
	row.Run, row.Stored = turned.Run, nil
	if turned.Run != nil {
		row.Workflow, row.Revision = turned.Run.program.id, turned.Run.program.revision
	}
	row.Effects, row.Questions = turned.Scene.Effects, turned.Scene.Questions
	if row.Message.ID == turned.Scene.Message.ID {
		row.Message.Choice = turned.Scene.Message.Choice
	}
	if turned.Run != nil {
		row.Fence = turned.Run.fence
	}
	row.log(turned.Trace...)
	for _, e := range turned.Effects {
		if send, ok := e.(Send); ok {
			row.say(Line{At: s.now, From: FromWorkflow, Text: send.Text})
		}
		number := e.Head().Number
		awaited := turned.Run != nil && number == turned.Run.delivery &&
			(turned.Rest.Kind == RestAnswer || turned.Rest.Kind == RestDelivery)
		s.emit(row, e, awaited)
	}
	if turned.Changed != nil {
		s.editContact(row.Contact).Contact = turned.Scene.Contact
	}
}

// close ends the conversation and frees its agent.
func (s *Shard) close(row *ConversationRow, with CloseConversation, by string) {
	s.leaveQueue(row)
	s.stopTimers(row.ID)
	if row.State == StateAssigned {
		contact := s.editContact(row.Contact)
		contact.LastAgent, contact.LastAgentAt = row.Agent, s.now
	}
	s.release(row)
	row.State, row.Place, row.Kept = StateClosed, nil, nil
	row.Category, row.Summary = with.Category, with.Summary
	s.emit(row, Close{Header: s.header(row), Category: with.Category, Summary: with.Summary, By: by}, false)
}

// fallback gives the conversation to the desk's fallback team, with a note. Nothing here can fail.
func (s *Shard) fallback(row *ConversationRow, reason string) {
	s.leaveQueue(row)
	s.stopTimers(row.ID)
	s.release(row)
	row.Fallback, row.Kept = reason, nil
	row.log(Entry{At: s.now, Kind: EntryFallback, Detail: reason})
	s.emit(row, Note{Header: s.header(row), Text: s.desk.Fallback.note(reason)}, false)
	place := &Placement{Team: s.desk.Fallback.Team, QueuedAt: s.now}
	row.State = StateWaiting // until it is placed
	d := s.decide(&Turn{scene: s.scene(row), now: s.now}, place)
	if d.failed != "" || place.Team != s.desk.Fallback.Team { // a strategy that leads away must not
		place = &Placement{Team: s.desk.Fallback.Team, QueuedAt: s.now, by: LeastBusy{}}
		d = s.decide(&Turn{scene: s.scene(row), now: s.now}, place)
	}
	d.exit = ""
	s.settle(row, place, d)
}

// takeBack returns a conversation to where it was given from, with its age.
func (s *Shard) takeBack(id, reason string) {
	row := s.edit(id)
	agent := row.Agent
	s.release(row)
	row.log(Entry{At: s.now, Kind: EntryTakenBack, Detail: fmt.Sprintf("from %s: %s", agent, reason)})
	s.emit(row, TakeBack{Header: s.header(row), Agent: agent, Reason: reason}, false)
	row.State = StateWaiting // until it is placed
	place := *row.Place
	place.Until = time.Time{} // its clock starts anew
	s.replace(row, &place)
}

// replace puts a conversation into the queue again, by a placement that it has had, or moved to.
func (s *Shard) replace(row *ConversationRow, place *Placement) {
	row.Place = place
	d := s.decide(s.turnOf(row), place)
	switch {
	case d.failed != "":
		s.fallback(row, d.failed)
	case d.exit != "":
		s.enqueue(row, place, d)
		s.checkNobody(row)
	default: // the others of the present change come first, if they are before it
		d.agent = nil
		s.giveLater(row, place, d)
	}
}

// giveLater puts a conversation into its queue, to be matched at the end of the change; if that is held, it waits until
// then, and everybody is told so.
func (s *Shard) giveLater(row *ConversationRow, place *Placement, d decided) {
	s.join(row, place)
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

// checkNobody sees to it that a conversation which nobody can take any more leaves the queue by its exit, at once.
func (s *Shard) checkNobody(row *ConversationRow) {
	gone := row.Place.Team != "" && s.desk.teams[row.Place.Team] == nil
	if !gone && (row.Place.Team == s.desk.Fallback.Team && row.Fallback != "" || s.staff.anyone(row.Place)) {
		s.setTimer(TimerRow{Conversation: row.ID, Kind: TimerNobody})
		return
	}
	s.gone = append(s.gone, row.ID)
	s.setTimer(TimerRow{Conversation: row.ID, Kind: TimerNobody, Due: s.now, Fence: row.fence()})
}

// checkQueues looks through everything that waits, after a change of the staff.
func (s *Shard) checkQueues() {
	for _, w := range s.everybody() {
		s.checkNobody(s.rows[w.conversation])
	}
}

// transfer moves a conversation to a team or an agent: it waits there as in a new assignment, with its age.
func (s *Shard) transfer(id string, to Transfer) {
	row := s.edit(id)
	place := &Placement{Team: to.Team, Agent: to.Agent, QueuedAt: s.now}
	if row.State == StateQueued || row.State == StateAssigned {
		place.QueuedAt = row.Place.QueuedAt
	}
	detail := "to " + to.Team + to.Agent
	if to.By != "" {
		detail += " by " + to.By
	}
	row.log(Entry{At: s.now, Kind: EntryMoved, Detail: detail})
	s.leaveQueue(row)
	if row.State == StateAssigned {
		agent := row.Agent
		s.release(row)
		s.emit(row, TakeBack{Header: s.header(row), Agent: agent, Reason: "transferred " + detail}, false)
	}
	s.stopTimers(id)
	row.State, row.Fallback, row.Kept = StateWaiting, "", nil
	s.replace(row, place)
}

// erase takes a conversation out of everything; the store drops its rows with the contact's.
func (s *Shard) erase(id string) {
	row := *s.rows[id] // the row itself is the store's by now
	s.leaveQueue(&row)
	s.release(&row)
	for kind := TimerAnswer; kind <= lastTimer; kind++ {
		s.timers.set(TimerRow{Conversation: id, Kind: kind})
	}
	delete(s.rows, id)
	s.unuse(row.Contact)
}
