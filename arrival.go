package usher

import (
	"time"
)

// fill makes the rows as they are with the message in them.
func (in *intake) fill() {
	c, now := in.message, in.now
	in.opened = in.opened || in.before == nil || in.before.State == StateClosed
	// A conversation that was forgotten may come again: its fences go on, so that nothing of the other one fits it.
	row := &ConversationRow{ID: c.ID, Born: now, Fence: int(in.change)}
	if in.before != nil {
		*row = *in.before
		row.change = 0
	}
	row.Version++
	row.Turn = 0
	row.Contact = in.contactID()
	if c.Channel != "" || in.before == nil {
		row.Channel = c.Channel
	}
	if in.opened {
		row.State, row.OpenedAt, row.OpenedBy = "", now, byContact
		if in.manual != "" {
			row.OpenedBy = byHost
		}
		row.Run, row.Stored, row.Place, row.Agent, row.Team = nil, nil, nil, "", ""
		row.Workflow, row.Revision = "", 0
		row.Fallback, row.Category, row.Summary, row.Kept = "", "", "", nil
		row.Offer, row.Full, row.Cost = nil, 0, 0
		row.Replied, row.WaitsForContact, row.OnHold = false, false, false
		row.AfterClose, row.ClosedBy = "", ""
	}
	in.row = row
	in.fillContact()
	if in.manual == "" {
		in.fillMessage()
	} else { // it has an id, and nothing in it
		row.Message, row.Via = in.message.Message, in.message.Channel
	}
}

func (in *intake) fillContact() {
	contact := &ContactRow{ID: in.row.Contact, Contact: Contact{ID: in.row.Contact}, Passed: Contact{ID: in.row.Contact}}
	if in.known != nil {
		*contact = *in.known
		contact.change = 0
	}
	contact.Version++
	in.contact = contact
	if in.other != nil {
		contact.merge(in.other)
	}
	contact.pass(&in.message.Contact)
	if in.opened {
		contact.Conversations++
		contact.opens(in.now)
	}
	if in.opened || in.other != nil {
		in.row.Earlier = max(contact.Conversations-1, 0)
	}
	contact.LastSeen = in.now
}

func (in *intake) fillMessage() {
	row, m := in.row, &in.message.Message
	late := m.Position > 0 && m.Position < row.Position
	if late {
		in.note(EntryLate, "the message came out of order")
	}
	if row.Position = max(row.Position, m.Position); m.Position > 0 {
		row.mark(in.now)
	}
	if in.opened || row.State != StateWaiting && len(row.Kept) == 0 {
		row.Message, row.Via = *m, in.message.Channel
	}
	text := m.Text
	if text == "" {
		text = m.Choice
	}
	in.line = Line{At: in.now, From: FromContact, Text: text, Late: late}
}

// ends reports whether the message ends a wait.
func (in *intake) ends() bool {
	if len(in.row.Kept) > 0 {
		return false
	}
	run, _ := in.defs.run(in.row)
	return run.listens()
}

// listens reports whether the run rests at a wait that a message ends.
func (r *Run) listens() bool {
	if r == nil || r.rest != RestPause {
		return false
	}
	wait, ok := r.program.nodes[r.at].step.(Wait)
	return ok && len(wait.Or) > 0
}

// scene is what the turn sees: the rows as they will be.
func (in *intake) scene(tenant string) Scene {
	row, contact := in.row, in.contact
	return Scene{
		Tenant: tenant, Conversation: row.ID, Channel: row.Channel, OpenedAt: row.OpenedAt, OpenedBy: row.OpenedBy,
		Contact: contact.Contact, Conversations: row.Earlier, LastAgent: contact.LastAgent,
		LastSeen: in.lastSeen(), Message: row.Message, Effects: row.Effects, Questions: row.Questions, Born: row.Born,
		Fence: row.Fence, Opened: contact.earlier(row.OpenedAt), Ran: contact.Ran,
	}
}

func (in *intake) lastSeen() time.Time {
	if in.known == nil {
		return time.Time{}
	}
	return in.known.LastSeen
}
