package ushertest

import (
	"time"

	"github.com/gousher/usher"
)

// erasing: the store says how much of a contact it had.
func erasing(s *shop) {
	remembered := []*usher.RememberedRow{
		rememberedRow("web", "1", someInstant, everyOutcome()[0]), rememberedRow("sms", "1", someInstant, everyOutcome()[5]),
		rememberedRow("web", "2", someInstant, everyOutcome()[1]), rememberedRow("web", "3", someInstant, everyOutcome()[2]),
	}
	remembered[3].Contact = "tom"
	effects := everyEffect("open")
	dead := outboxRow(effects[1])
	dead.Dead = "given up"
	s.keep(&usher.Batch{
		Conversations: []*usher.ConversationRow{
			conversationRow("open", "mia", usher.StateAsking), conversationRow("closed", "mia", usher.StateClosed),
			conversationRow("his", "tom", usher.StateAsking),
		},
		Contacts: []*usher.ContactRow{contactRow("mia"), contactRow("tom")}, Remembered: remembered,
		Outbox: []*usher.OutboxRow{
			outboxRow(effects[0]), dead, outboxRow(everyEffect("closed")[0]), outboxRow(effects[2]), outboxRow(effects[3]),
			outboxRow(everyEffect("his")[0]),
		},
		Timers: []usher.TimerRow{timerRow("open", usher.TimerAnswer, 0), timerRow("his", usher.TimerAnswer, 0)},
	})
	gone := erasures("mia", "nobody")
	s.refuse(s.lease, s.head+1, &usher.Batch{Forgotten: gone}, "ahead of the head")
	s.same(ruleForgottenCount, "what a refused commit has counted", erasures("mia", "nobody"), gone)
	s.keep(&usher.Batch{Forgotten: gone})
	want := erasures("mia", "nobody")
	want[0].Conversations, want[0].Messages, want[0].Effects, want[0].Timers = 2, 3, 5, 1
	s.same(ruleForgottenCount, "what was counted of a contact with two conversations, and of one without any", want, gone)
	again := erasures("mia")
	s.keep(&usher.Batch{Forgotten: again, Conversations: []*usher.ConversationRow{conversationRow("open", "mia", usher.StateAsking)}})
	s.same(ruleForgottenCount, "what was counted of a contact who is new in the same batch", erasures("mia"), again)
}

// expiring: what was closed before an instant goes, and the contact stays.
func expiring(s *shop) {
	limit := someInstant.Add(time.Hour)
	batch := &usher.Batch{Contacts: []*usher.ContactRow{contactRow("mia")}}
	for _, one := range []struct {
		id     string
		state  usher.State
		closed time.Time
	}{
		{"before", usher.StateClosed, limit.Add(-1)}, {"at", usher.StateClosed, limit}, {"after", usher.StateClosed, limit.Add(1)},
		{"long ago", usher.StateClosed, limit.AddDate(-3, 0, 0)}, {"unknown", usher.StateClosed, time.Time{}},
		{"open again", usher.StateAsking, limit.Add(-time.Hour)}, {"open", usher.StateWaiting, time.Time{}},
		{"owed", usher.StateClosed, limit.Add(-time.Hour)},
	} {
		row := conversationRow(one.id, "mia", one.state)
		row.ClosedAt = one.closed
		batch.Conversations = append(batch.Conversations, row)
		effect := outboxRow(everyEffect(one.id)[0])
		if effect.Dead = "given up"; one.id == "owed" {
			effect.Dead = ""
		}
		batch.Outbox = append(batch.Outbox, effect)
		seen := rememberedRow("web", one.id, someInstant, everyOutcome()[5])
		seen.Conversation = one.id
		batch.Remembered = append(batch.Remembered, seen)
	}
	s.keep(batch)
	s.refuse(s.lease, s.head+1, &usher.Batch{Expire: limit}, "ahead of the head")
	s.expired(batch, map[string]bool{})
	s.keep(&usher.Batch{Expire: limit})
	s.expired(batch, map[string]bool{"before": true, "long ago": true})
	s.same(ruleExpire, "the contact of what was dropped", batch.Contacts[0], s.fetch(usher.Key{Contact: "mia"}).Contact)
}

// expired says which conversations of a batch are to be gone, with everything of theirs.
func (s *shop) expired(batch *usher.Batch, gone map[string]bool) {
	left := map[string]int{}
	for _, row := range s.load().Outbox {
		left[row.Conversation]++
	}
	for i, row := range batch.Conversations {
		want := usher.Found{Conversation: row, Contact: batch.Contacts[0], Remembered: batch.Remembered[i]}
		effects := 1
		if gone[row.ID] {
			want, effects = usher.Found{Remembered: batch.Remembered[i].Bare()}, 0
		}
		what := "a conversation called " + row.ID + ", by when it was closed, with its message id"
		s.same(ruleExpire, what, want, s.fetch(usher.Key{Conversation: row.ID, Channel: "web", Message: row.ID}))
		s.same(ruleExpire, "the effects of a conversation called "+row.ID, effects, left[row.ID])
	}
}
