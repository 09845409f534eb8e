package usher

import (
	"fmt"
	"slices"
	"time"
)

// claim takes the conversation's units of an agent: the choice and the claim are one step.
func (s *Shard) claim(row *ConversationRow, p *Placement, a *agentState) {
	s.arrive(p)
	s.leaveQueue(row)
	s.stopTimers(row.ID)
	row.Agent, row.Place = a.agent.ID, p
	if row.Team, _ = s.through(a, p); row.Team == "" {
		row.Team = p.Team // one who need not be of the team
	}
	row.Full = s.desk.Costs.full(row.Channel)
	row.Cost, row.OnHold, row.WaitsForContact, row.Replied = row.Full, false, false, false
	p.GivenIn, p.HoldFor, p.HoldUntil = p.Stage, "", time.Time{}
	s.hold(row, a)
	a.ramped++
	s.watchAgent(a)
}

// hold puts a claimed conversation into an agent's hands.
func (s *Shard) hold(row *ConversationRow, a *agentState) {
	a.load += row.Cost
	a.work[row.ID] = true
	s.count(a, row.Channel, row.Team, 1)
}

// unhold takes it out again. The agent is not told the index of: the caller changes more of him.
func (s *Shard) unhold(row *ConversationRow) *agentState {
	a := s.staff.byID[row.Agent]
	if a == nil || !a.work[row.ID] {
		return nil // released already, or its agent is gone
	}
	a.load -= row.Cost
	delete(a.work, row.ID)
	s.count(a, row.Channel, row.Team, -1)
	return a
}

// changed keeps an agent and tells the index of him.
func (s *Shard) changed(a *agentState) {
	s.sync(a)
	s.batch.Agents = append(s.batch.Agents, a.row())
}

// give hands the conversation to the agent.
func (s *Shard) give(row *ConversationRow, p *Placement, d decided) {
	a := d.agent
	choice := s.consider(row, p, d)
	s.claim(row, p, a)
	s.handOver(row, a, p, d.notes, choice)
}

// handOver makes an agent the owner of a conversation whose units are his already.
func (s *Shard) handOver(row *ConversationRow, a *agentState, p *Placement, notes []string, choice *Considered) {
	a.givenAt = s.now
	if today := s.today(a); a.handledOn != today {
		a.handledOn, a.handled = today, 0
	}
	a.handled++
	a.idle()
	s.changed(a)
	row.State, row.GivenAt, row.Offer = StateAssigned, s.now, nil
	row.notes(s.now, p.Step, notes)
	row.log(Entry{At: s.now, Step: p.Step, Kind: EntryAssigned, Choice: choice})
	contact := s.editContact(row.Contact)
	contact.LastAgent, contact.LastAgentAt = a.agent.ID, s.now
	if within := p.settings().answerWithin; within > 0 {
		s.setTimer(TimerRow{Conversation: row.ID, Kind: TimerReply, Due: s.now.Add(within), Fence: row.fence()})
	}
	s.served(p, s.now)
	s.emit(row, HandOver{
		Header: s.header(row), Agent: a.agent.ID, Team: row.Team, Contact: contact.Contact,
		Answers: s.answers(row), Earlier: row.Earlier, Transcript: slices.Clip(row.Transcript),
		Reason: slices.Clip(row.Trace[len(row.Trace)-max(row.Turn, 1):]),
	}, false)
}

func (s *Shard) answers(row *ConversationRow) map[string]any {
	_, run := s.runOf(row)
	return run.answers()
}

func (row *ConversationRow) notes(now time.Time, step string, notes []string) {
	for _, note := range notes {
		row.log(Entry{At: now, Step: step, Kind: EntryTeam, Detail: note})
	}
}

// release takes the conversation from its agent, or from the one who is asked; he may now be able to take another one.
func (s *Shard) release(row *ConversationRow) {
	if row.State != StateAssigned && row.State != StateOffered {
		return
	}
	if a := s.unhold(row); a != nil {
		if row.State == StateAssigned {
			a.doneAt = s.now
			a.idle()
		}
		s.changed(a)
		s.freed(a)
	}
	row.Agent, row.Offer = "", nil
	row.OnHold, row.WaitsForContact, row.Replied = false, false, false
}

// wrapUp gives an agent whose conversation was closed the time that its team takes after a close.
func (s *Shard) wrapUp(row *ConversationRow) {
	a, team := s.staff.byID[row.Agent], s.desk.teams[row.Team]
	if a == nil || team == nil || team.WrapUp == 0 || row.State != StateAssigned {
		return
	}
	a.wrapUntil = lastOf(a.wrapUntil, s.now.Add(team.WrapUp))
	s.watchAgent(a)
}

// reprice brings what a conversation costs its agent up to date: it waits for the contact, is on hold, or has woken.
func (s *Shard) reprice(row *ConversationRow) {
	a := s.staff.byID[row.Agent]
	if row.State != StateAssigned || a == nil {
		return
	}
	cost := s.desk.Costs.now(row.Full, row.WaitsForContact, row.OnHold)
	if cost == row.Cost {
		return
	}
	a.load += cost - row.Cost
	if cost > row.Cost && a.load > a.agent.capacity() {
		row.log(Entry{At: s.now, Kind: EntryWoken, Detail: fmt.Sprintf(
			"%s keeps it: his load is %s of %s, and he is given nothing new until it fits", row.Agent, a.load, a.agent.capacity())})
	}
	less := cost < row.Cost
	row.Cost = cost
	s.sync(a)
	if less {
		s.freed(a)
	}
}

// woken notes that the contact writes in a conversation that an agent has: from now on it costs him its full price.
func (s *Shard) woken(row *ConversationRow) {
	if row.State == StateAssigned && (row.WaitsForContact || row.OnHold) {
		row.WaitsForContact, row.OnHold = false, false
		s.reprice(row)
	}
}

// replied notes that the owner has written: it is for the contact to write now.
func (s *Shard) replied(row *ConversationRow) {
	row.Replied, row.WaitsForContact = true, true
	s.setTimer(TimerRow{Conversation: row.ID, Kind: TimerReply})
	s.reprice(row)
}

// putOnHold puts a conversation on hold, or takes it up again.
func (s *Shard) putOnHold(row *ConversationRow, hold bool) {
	row.OnHold = hold
	detail := row.Agent + " puts it on hold"
	if !hold {
		detail = row.Agent + " takes it up again"
	}
	row.log(Entry{At: s.now, Kind: EntryHeld, Detail: detail})
	s.reprice(row)
}
