package usher

import (
	"fmt"
	"slices"
	"strings"
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
		scene.Opened, scene.Ran = contact.earlier(row.OpenedAt), contact.Ran
	}
	return scene
}

// runOf is the conversation's run and the program it was started with; nil if either is gone.
func (s *Shard) runOf(row *ConversationRow) (*Program, *Run) {
	if s.defs == nil { // a shard by itself has no workflows
		return nil, nil
	}
	run, _ := s.defs.run(row)
	if run == nil {
		return nil, nil
	}
	return run.program, run
}

// placed is an assignment that a turn came to, and what its strategy made of it.
type placed struct {
	decided

	place *Placement
	turn  *Turn // in which its expressions are evaluated, until the next assignment is placed
}

// prepare asks for the agent if the turn came to an assignment. Nothing changes: if an exit is to be taken, the run goes
// on with [NotPlaced].
func (s *Shard) prepare(row *ConversationRow, turned *Turned) placed {
	if turned.Rest.Kind != RestAssign {
		return placed{}
	}
	return s.place(row, turned)
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
	case RestPause:
		row.State = StateWaiting
		s.setTimer(TimerRow{Conversation: row.ID, Kind: TimerAnswer, Due: rest.Deadline, Fence: turned.Run.fence})
	case RestClosed:
		s.close(row, rest.Close, byWorkflow)
	case RestAssign:
		if at.failed != "" {
			s.fallback(row, at.failed)
			return
		}
		s.settle(at.turn, row, at.place, at.decided)
	default:
		s.fallback(row, rest.Reason)
	}
}

// tell takes over what the steps did that are done while the conversation waits: it waits on.
func (s *Shard) tell(row *ConversationRow, turned *Turned) {
	s.setTimer(TimerRow{Conversation: row.ID, Kind: TimerQueued})
	place := *row.Place
	place.Told = true
	if item := s.waits[row.ID]; item != nil {
		item.Value.place = &place
	}
	row.Place = &place
	if turned.Rest.Kind == RestAssign {
		s.keep(row, turned)
		s.rejoin(row)
		return
	}
	row.log(turned.Trace...)
	s.fallback(row, turned.Rest.Reason)
}

// keepOrder sees to it that the messages that came while a step was at work are used next, by whoever comes first. Once
// nobody asks any more they are for the agent to read.
func (s *Shard) keepOrder(row *ConversationRow) {
	switch row.State {
	case StateWaiting, StateAsking:
		if len(row.Kept) > 0 && (row.State == StateAsking || row.Run.listens()) {
			s.setTimer(TimerRow{Conversation: row.ID, Kind: TimerKept, Due: s.now, Fence: row.fence()})
		}
	default:
		row.Kept = nil
	}
}

// place asks the strategy of an assignment. A conversation that nobody can take, at a step without an exit for it, is
// the fallback's.
func (s *Shard) place(row *ConversationRow, turned *Turned) placed {
	run := turned.Run
	node := &run.program.nodes[run.at]
	t := &s.scratch
	*t = Turn{program: run.program, run: run, node: node, scene: turned.Scene, now: s.now, shard: s}
	at := placed{turn: t}
	plan := node.assign
	if plan == nil {
		plan = turned.Rest.Assign.plan()
		if plan.conditional() {
			at.failed = "a custom step cannot place a conversation by conditions: enter a block with an Assign instead"
			return at
		}
	}
	place, failed := s.enter(t, run.Position(), plan)
	at.place = place
	if failed != "" {
		at.failed = failed
		return at
	}
	at.decided = s.settleStage(t, row, place)
	if at.agent == nil && at.exit == "" && at.failed == "" && plan.step.MaxQueue > 0 && s.waitingFor(place) >= plan.step.MaxQueue {
		at.exit = queueFullBlock
	}
	turned.Trace = append(turned.Trace, t.entries...)
	t.entries = nil
	if at.exit == "" {
		return at
	}
	reason := s.nobody(place)
	if at.exit == queueFullBlock {
		reason = fmt.Sprintf("%d conversations wait for %s already", plan.step.MaxQueue, place.Team)
	}
	if !node.has(at.exit) && !node.has(elseBlock) {
		at.exit, at.failed = "", reason
	}
	turned.Trace = append(turned.Trace, Entry{
		At: s.now, Step: place.Step, Kind: EntryFailed, Detail: reason, Choice: s.consider(row, place, at.decided),
	})
	return at
}

// waitingFor counts those who wait for the team of a placement, or for any of its teams, each once.
func (s *Shard) waitingFor(p *Placement) int {
	if len(p.Teams) < 2 {
		return s.backlog.Team(p.queueTeams()[0])
	}
	all := 0
	for _, k := range s.kinds {
		if slices.ContainsFunc(k.teams, func(team string) bool { return slices.Contains(p.Teams, team) }) {
			all += k.uses
		}
	}
	return all
}

// conditional reports whether a plan has expressions, which only a compiled one can evaluate.
func (p *plan) conditional() bool {
	return slices.ContainsFunc(p.stages, func(g stage) bool {
		return g.source.MustFrom+g.source.PreferFrom+g.source.Where+g.source.PriorityFrom+g.source.SkipWhen+g.source.OpenWhen != ""
	})
}

// nobody says who cannot be had.
func (s *Shard) nobody(p *Placement) string {
	teams := strings.Join(p.Teams, " or ")
	switch {
	case p.Agent != "":
		return fmt.Sprintf("agent %s does not work here or lacks a requirement", p.Agent)
	case len(p.Must) > 0:
		return fmt.Sprintf("nobody in %s has the required skills (%s)", teams, p.Must)
	case p.Where != "":
		return fmt.Sprintf("nobody in %s meets %s", teams, p.Where)
	}
	return "nobody works in " + teams
}

// record keeps what every turn has, and ends what the conversation waited for.
func (s *Shard) record(row *ConversationRow, turned *Turned) {
	s.stopTimers(row.ID)
	s.leaveQueue(row)
	s.keep(row, turned)
}

// keep keeps what every turn has: the run, the effects, the trace, what was saved about the contact.
func (s *Shard) keep(row *ConversationRow, turned *Turned) {
	row.Run, row.Stored = turned.Run, nil
	if turned.Run != nil {
		row.Workflow, row.Revision = turned.Run.Workflow()
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
	if contact := s.contact(row.Contact); contact != nil && len(turned.Scene.Ran) > len(contact.Ran) {
		s.editContact(row.Contact).Ran = turned.Scene.Ran
	}
}

// fallback gives the conversation to the desk's fallback team, with a note. Nothing here can fail.
func (s *Shard) fallback(row *ConversationRow, reason string) {
	s.leaveQueue(row)
	s.stopTimers(row.ID)
	s.endOffers(row, "the fallback serves the conversation")
	s.release(row)
	row.Fallback, row.Kept = reason, nil
	row.log(Entry{At: s.now, Kind: EntryFallback, Detail: reason})
	s.emit(row, Note{Header: s.header(row), Text: s.desk.Fallback.note(reason)}, false)
	place := s.toTeam(s.desk.Fallback.Team, s.now)
	row.State = StateWaiting // until it is placed
	t := &Turn{scene: s.scene(row), now: s.now, shard: s}
	d := s.decide(t, row, place)
	if d.failed != "" || place.Team != s.desk.Fallback.Team { // a strategy that leads away must not
		place = s.toTeam(s.desk.Fallback.Team, s.now)
		place.Chooser = plainPart
		d = s.decide(t, row, place)
	}
	d.exit = ""
	s.settle(t, row, place, d)
}

// toTeam is a placement with a team, without requirements.
func (s *Shard) toTeam(team string, since time.Time) *Placement {
	return &Placement{Stage: 1, Team: team, Teams: []string{team}, QueuedAt: since}
}

// endOffers withdraws what an agent is asked, before the conversation goes elsewhere.
func (s *Shard) endOffers(row *ConversationRow, reason string) {
	if row.State == StateOffered {
		s.emit(row, Withdraw{Header: s.header(row), Agent: row.Agent, Reason: reason}, false)
	}
}

// takeBack returns a conversation to the stage in which it was given, with that stage's clock started anew and its age
// kept.
func (s *Shard) takeBack(id, reason string) {
	row := s.edit(id)
	agent := row.Agent
	s.release(row)
	s.stopTimers(id)
	row.log(Entry{At: s.now, Kind: EntryTakenBack, Detail: fmt.Sprintf("from %s: %s", agent, reason)})
	s.emit(row, TakeBack{Header: s.header(row), Agent: agent, Reason: reason}, false)
	row.State = StateWaiting // until it is placed
	place := *row.Place
	place.Until, place.Over, place.Exit = time.Time{}, false, ""
	if place.GivenIn > 0 && place.GivenIn != place.Stage && place.plan != nil {
		t := s.turnOf(row)
		back := s.stageOf(t, &place, place.GivenIn)
		back.Arrival, back.Offers, back.GivenIn, back.Told = place.Arrival, place.Offers, place.GivenIn, place.Told
		back.Until = time.Time{}
		place = *back
	}
	s.requeue(row, &place)
	s.opened = append(s.opened, id) // its stage has opened once more
}

// transfer moves a conversation to a team or an agent: it waits there as in a new assignment, with its age.
func (s *Shard) transfer(id string, to Transfer) {
	row := s.edit(id)
	since := s.now
	if row.Place != nil && (row.State == StateQueued || row.State == StateOffered || row.State == StateAssigned) {
		since = row.Place.QueuedAt
	}
	place := &Placement{Stage: 1, Agent: to.Agent, QueuedAt: since}
	if to.Team != "" {
		place = s.toTeam(to.Team, since)
	}
	detail := "to " + to.Team + to.Agent
	if to.By != "" {
		detail += " by " + to.By
	}
	row.log(Entry{At: s.now, Kind: EntryMoved, Detail: detail})
	row.Refused = slices.DeleteFunc(slices.Clone(row.Refused), func(r Refused) bool { return r.Agent == to.Agent })
	s.leaveQueue(row)
	s.endOffers(row, "transferred "+detail)
	if agent := row.Agent; row.State == StateAssigned {
		s.release(row)
		s.emit(row, TakeBack{Header: s.header(row), Agent: agent, Reason: "transferred " + detail}, false)
	}
	s.release(row)
	s.stopTimers(id)
	row.State, row.Fallback, row.Kept = StateWaiting, "", nil
	row.AfterClose, row.ClosedBy = "", ""
	s.requeue(row, place)
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
