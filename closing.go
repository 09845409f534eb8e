package usher

import (
	"cmp"
	"fmt"
)

// Who closes a conversation.
const (
	byWorkflow   = "workflow"
	byContact    = "contact"
	byHost       = "host"
	byForgetting = "forgetting" // the host, because the contact is to be forgotten
)

// close ends the conversation and frees its agent.
func (s *Shard) close(row *ConversationRow, with CloseConversation, by string) {
	if by != byWorkflow && row.State == StateWaiting && !row.between() {
		row.log(Entry{At: s.now, Kind: EntryIgnored, Detail: "what is under way is dropped when it comes"})
	}
	s.leaveQueue(row)
	s.stopTimers(row.ID)
	if row.State == StateAssigned {
		contact := s.editContact(row.Contact)
		contact.LastAgent, contact.LastAgentAt = row.Agent, s.now
	}
	s.left(row)
	s.wrapUp(row)
	s.endOffers(row, "the conversation is closed")
	s.release(row)
	row.State, row.Place, row.ClosedAt = StateClosed, nil, s.now
	row.Category, row.Summary = cmp.Or(with.Category, row.Category), cmp.Or(with.Summary, row.Summary)
	if program := s.afterwards(row, by); program != nil {
		row.AfterClose, row.ClosedBy = program.id, by
		row.State, row.Run, row.Stored = StateWaiting, nil, nil
		row.log(Entry{At: s.now, Kind: EntryClosed, Detail: fmt.Sprintf("%s follows", program.id)})
		s.setTimer(TimerRow{Conversation: row.ID, Kind: TimerFollow, Due: s.now})
		return
	}
	who := cmp.Or(row.ClosedBy, by)
	if who == byForgetting {
		who = byHost
	}
	s.emit(row, Close{Header: s.header(row), Category: row.Category, Summary: row.Summary, By: who}, false)
	row.AfterClose, row.ClosedBy = "", ""
	s.keepOn(row, by)
}

// keepOn lets a message that came while a step was at work, and that nobody has used, open the conversation again that the
// workflow has closed. Whoever else closes it has seen it.
func (s *Shard) keepOn(row *ConversationRow, by string) {
	switch {
	case len(row.Kept) == 0:
	case by != byWorkflow:
		row.log(Entry{At: s.now, Kind: EntryIgnored, Detail: "what the contact wrote meanwhile is in the transcript"})
		row.Kept = nil
	default:
		row.log(Entry{At: s.now, Kind: EntryKept, Detail: "what the contact wrote meanwhile opens it again"})
		row.State, row.Run, row.Stored = StateWaiting, nil, nil
		s.setTimer(TimerRow{Conversation: row.ID, Kind: TimerKept, Due: s.now, Fence: row.Fence})
	}
}

// reopens reports whether a message that was kept is to open the conversation again.
func (row *ConversationRow) reopens() bool {
	return row.State == StateWaiting && row.Run == nil && len(row.Stored) == 0 && row.AfterClose == "" && len(row.Kept) > 0
}

// between reports whether one run has ended and the next one has not begun.
func (row *ConversationRow) between() bool {
	return row.reopens() || row.State == StateWaiting && row.Run == nil && len(row.Stored) == 0 && row.AfterClose != ""
}

// afterwards is the workflow that follows a close; nil: none does. A close that ends such a workflow is the end, and so is
// one by a contact who has left.
func (s *Shard) afterwards(row *ConversationRow, by string) *Program {
	if row.AfterClose != "" || by == byContact || by == byForgetting || s.defs == nil {
		return nil
	}
	t := &Turn{scene: s.scene(row), now: s.now, shard: s}
	program := s.defs.choose(t, OnClosed)
	row.log(t.entries...)
	return program
}
