package usher

import (
	"slices"
	"time"
)

// log adds a line to the conversation's record.
func (row *ConversationRow) log(entries ...Entry) {
	if row.Trace == nil {
		row.Trace = make(Trace, 0, 6)
	}
	row.Trace = append(row.Trace, entries...)
	if over := len(row.Trace) - maxTrace; over > maxTrace/10 {
		row.Trace = row.Trace.trimmed()
	}
	row.Turn = min(row.Turn+len(entries), len(row.Trace))
}

func (row *ConversationRow) say(line Line) {
	if row.Transcript == nil {
		row.Transcript = make([]Line, 0, 4)
	}
	row.Transcript = append(row.Transcript, line)
	if over := len(row.Transcript) - maxTranscript; over > maxTranscript/10 {
		row.Transcript = append([]Line(nil), row.Transcript[over:]...)
	}
}

// header numbers an effect of the conversation.
func (s *Shard) header(row *ConversationRow) Header {
	row.Effects++
	return Header{
		Tenant: s.tenant, Conversation: row.ID, Channel: row.Channel, ContactID: row.Contact,
		At: s.now, Number: row.Effects, Born: row.Born,
	}
}

func (s *Shard) emit(row *ConversationRow, e Effect, awaited bool) {
	s.batch.Outbox = append(s.batch.Outbox, &OutboxRow{
		Conversation: row.ID, Number: e.Head().Number, Effect: e, Awaited: awaited,
	})
}

// mark notes the highest position about once a day.
func (row *ConversationRow) mark(now time.Time) {
	const day, kept = 24 * time.Hour, 16
	if n := len(row.Marks); n > 0 && now.Sub(row.Marks[n-1].At) < day {
		if row.Marks[n-1].Position < row.Position {
			row.Marks = slices.Clone(row.Marks)
			row.Marks[n-1].Position = row.Position
		}
		return
	}
	row.Marks = append(slices.Clip(row.Marks), Mark{At: now, Position: row.Position})
	if len(row.Marks) > kept {
		row.Marks = row.Marks[len(row.Marks)-kept:]
	}
}
