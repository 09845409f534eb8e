package usher

import (
	"fmt"
	"time"
)

// offer asks the agent: his units are reserved, and the offer's clock runs beside the stage's.
func (s *Shard) offer(row *ConversationRow, p *Placement, d decided) {
	a, within := d.agent, p.stage.acceptWithin
	choice := s.consider(row, p, d)
	until := p.Until
	s.claim(row, p, a)
	p.Offers++
	a.askedAt = s.now
	s.changed(a)
	row.State, row.Offer = StateOffered, &OfferRow{At: s.now, Until: s.now.Add(within), Stage: p.Stage}
	row.notes(s.now, p.Step, d.notes)
	row.log(Entry{At: s.now, Step: p.Step, Kind: EntryOffered, Choice: choice})
	s.setTimer(TimerRow{Conversation: row.ID, Kind: TimerOffer, Due: row.Offer.Until, Fence: row.fence()})
	if p.Until = until; !until.IsZero() {
		s.clock(row)
	} else {
		s.startClock(row)
	}
	contact := Contact{ID: row.Contact}
	if known := s.contact(row.Contact); known != nil {
		contact = known.Contact
	}
	s.emit(row, Offer{Header: s.header(row), Agent: a.agent.ID, Team: row.Team, Until: row.Offer.Until, Contact: contact}, false)
}

// clock lets the stage's clock run, or stops it.
func (s *Shard) clock(row *ConversationRow) {
	s.setTimer(TimerRow{Conversation: row.ID, Kind: TimerQueue, Due: row.Place.Until, Fence: row.fence()})
}

// startClock starts the stage's clock, if it does not run.
func (s *Shard) startClock(row *ConversationRow) {
	p := row.Place
	if p.Until.IsZero() && p.For > 0 && !p.Over {
		p.Until = s.now.Add(p.For)
	}
	s.clock(row)
}

// accept makes the agent who is asked the owner.
func (s *Shard) accept(row *ConversationRow) {
	a := s.staff.byID[row.Agent]
	a.missed = 0
	place := *row.Place
	row.Place = &place
	s.stopTimers(row.ID)
	place.Until, place.Over = time.Time{}, false
	choice := &Considered{
		Team: row.Team, Agent: a.agent.ID, Able: 1, Eligible: []string{a.agent.ID}, Stage: place.GivenIn, Accepted: true,
	}
	s.handOver(row, a, &place, nil, choice)
}

// decline ends an offer by the agent's own word.
func (s *Shard) decline(row *ConversationRow) {
	s.missed(row, EntryDeclined, "declined", "by "+row.Agent)
}

// lapse ends an offer that was not answered. Whoever lets too many lapse in a row is set away.
func (s *Shard) lapse(row *ConversationRow) {
	a, after := s.staff.byID[row.Agent], row.Place.settings().awayAfter
	s.missed(row, EntryLapsed, "did not answer in time", row.Agent+" did not answer in time")
	if a == nil {
		return
	}
	a.missed++
	if after == 0 || a.missed < after || a.status != Online {
		s.batch.Agents = append(s.batch.Agents, a.row())
		return
	}
	missed := a.missed
	a.missed = 0
	offers := "an offer"
	if missed > 1 {
		offers = fmt.Sprintf("%d offers in a row", missed)
	}
	row.log(Entry{At: s.now, Kind: EntryNoted, Detail: a.agent.ID + " is set away: he has let " + offers + " lapse"})
	s.emit(row, SetAway{Header: s.header(row), Agent: a.agent.ID, Missed: missed}, false)
	s.setStatus(a.agent.ID, Away)
}

// missed ends an offer that the agent has not taken: he is not asked about the conversation again for now.
func (s *Shard) missed(row *ConversationRow, kind EntryKind, reason, detail string) {
	settings := row.Place.settings()
	s.exclude(row)
	p := s.endOffer(row, kind, reason, detail)
	switch {
	case settings.maxOffers > 0 && p.Offers >= settings.maxOffers:
		s.leave(row, p, notTakenBlock)
	case p.Over:
		s.leave(row, p, timedOutBlock)
	case settings.nextWhenMissed && p.plan != nil && p.Stage < len(p.plan.stages) && p.Stage == p.GivenIn:
		s.back = append(s.back, returned{conversation: row.ID})
		row.State, row.Place = StateQueued, p
		s.advance(row.ID, "the offer was missed")
	default:
		s.requeue(row, p)
	}
}

// exclude notes that the owner, or who is asked, is not given the conversation again until he has been offline.
func (s *Shard) exclude(row *ConversationRow) {
	a := s.staff.byID[row.Agent]
	if a == nil || row.hasRefused(a) {
		return
	}
	kept := make([]Refused, 0, len(row.Refused)+1)
	for _, r := range row.Refused { // what is over is forgotten
		if other := s.staff.byID[r.Agent]; other != nil && other.session == r.Session {
			kept = append(kept, r)
		}
	}
	kept = append(kept, Refused{a.agent.ID, a.session})
	row.Refused = kept
}

// withdraw ends an offer that the agent cannot answer any more: that is no refusal of his.
func (s *Shard) withdraw(id, reason string) {
	row := s.edit(id)
	p := s.endOffer(row, EntryWithdrawn, reason, reason)
	if p.Over {
		s.leave(row, p, timedOutBlock)
		return
	}
	s.requeue(row, p)
}

// endOffer takes the conversation back from who was asked; it is in no queue yet.
func (s *Shard) endOffer(row *ConversationRow, kind EntryKind, reason, detail string) *Placement {
	agent := row.Agent
	place := *row.Place
	s.release(row)
	s.setTimer(TimerRow{Conversation: row.ID, Kind: TimerOffer})
	row.log(Entry{At: s.now, Step: place.Step, Kind: kind, Detail: detail})
	s.emit(row, Withdraw{Header: s.header(row), Agent: agent, Reason: reason}, false)
	row.State, row.Team = StateWaiting, place.Team
	if !isNil(place.by) && place.Chooser == "" { // what was picked once is decided again
		place.endHold()
	}
	return &place
}

// leave lets the conversation take an exit of its step. The run does that; until then nobody is given the conversation.
func (s *Shard) leave(row *ConversationRow, p *Placement, exit string) {
	p.Exit = exit
	s.leaveQueue(row)
	s.arrive(p)
	row.State, row.Place, row.Agent, row.Team = StateQueued, p, "", p.Team
	s.stopTimers(row.ID)
	s.gone = append(s.gone, row.ID)
	s.setTimer(TimerRow{Conversation: row.ID, Kind: TimerExit, Due: s.now, Fence: row.fence()})
}

// expire does what a clock of the shard's own is for, if it still is.
func (s *Shard) expire(t TimerRow) {
	row := s.rows[t.Conversation]
	s.setTimer(TimerRow{Conversation: t.Conversation, Kind: t.Kind})
	if row == nil || row.Place == nil {
		return
	}
	switch row.State {
	case StateQueued:
		if row.Place.Exit == "" {
			s.expireWait(row, t.Kind)
		}
	case StateOffered:
		s.expireOffer(row, t.Kind)
	case StateAssigned:
		s.expireWork(row, t.Kind)
	}
}

func (s *Shard) expireWait(row *ConversationRow, kind TimerKind) {
	p := row.Place
	switch {
	case kind == TimerQueue && p.expired(s.now):
		s.endStage(row)
	case kind == TimerHold && p.HoldFor != "" && !p.held(s.now):
		s.askAgain(row.ID)
	}
}

func (s *Shard) expireOffer(row *ConversationRow, kind TimerKind) {
	switch {
	case kind == TimerQueue && row.Place.expired(s.now):
		s.endStage(row)
	case kind == TimerOffer && !row.Offer.Until.After(s.now):
		s.lapse(s.edit(row.ID))
	}
}

func (s *Shard) expireWork(row *ConversationRow, kind TimerKind) {
	a := s.staff.byID[row.Agent]
	switch {
	case kind == TimerReply && !row.Replied:
		s.exclude(s.edit(row.ID))
		s.takeBack(row.ID, row.Agent+" has not written in time")
	case kind == TimerAway && a != nil && a.status == Offline:
		s.takeBack(row.ID, row.Agent+" has been offline for too long")
	}
}

// endStage opens the next stage, or takes the exit after the last one: not before an open offer is over.
func (s *Shard) endStage(row *ConversationRow) {
	p := row.Place
	switch {
	case p.plan != nil && p.Stage < len(p.plan.stages):
		s.advance(row.ID, "the one before is over")
	case row.State == StateOffered:
		row = s.edit(row.ID)
		place := *p
		place.Over, place.Until = true, time.Time{}
		row.Place = &place
	default:
		row = s.edit(row.ID)
		place := *p
		s.leave(row, &place, timedOutBlock)
	}
}

// askAgain lets the strategy of a waiting conversation decide again, at the end of the change.
func (s *Shard) askAgain(id string) {
	row := s.edit(id)
	place := *row.Place
	place.endHold()
	s.leaveQueue(row)
	row.State = StateWaiting
	s.requeue(row, &place)
}

// passHolds lets those go on that wait for an agent who cannot come any more.
func (s *Shard) passHolds(a *agentState) {
	if len(s.heldFor[a.agent.ID]) == 0 {
		return
	}
	for _, id := range s.sorted(sortedKeys(s.heldFor[a.agent.ID])) {
		row := s.rows[id]
		refusal := s.refuses(s.turnOf(row), row, row.Place, a, true)
		if s.staff.byID[a.agent.ID] != a || refusal != nil && !refusal.busy() {
			s.askAgain(id)
		}
	}
}
