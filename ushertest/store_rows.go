package ushertest

import (
	"cmp"
	"slices"
	"time"

	"github.com/gousher/usher"
)

// byID puts conversations into an order: a store may hand them back in any.
func byID(rows []*usher.ConversationRow) []*usher.ConversationRow {
	return slices.SortedFunc(slices.Values(rows), func(a, b *usher.ConversationRow) int { return cmp.Compare(a.ID, b.ID) })
}

// contactsByID leaves repeats out as well: one who has two conversations may come twice.
func contactsByID(rows []*usher.ContactRow) []*usher.ContactRow {
	sorted := slices.SortedFunc(slices.Values(rows), func(a, b *usher.ContactRow) int { return cmp.Compare(a.ID, b.ID) })
	return slices.CompactFunc(sorted, func(a, b *usher.ContactRow) bool { return a.ID == b.ID })
}

func byTime(rows []usher.TimerRow) []usher.TimerRow {
	return slices.SortedFunc(slices.Values(rows), func(a, b usher.TimerRow) int {
		return cmp.Or(cmp.Compare(a.Conversation, b.Conversation), cmp.Compare(a.Kind, b.Kind))
	})
}

// everyState is a conversation in every state that is live.
func everyState() []*usher.ConversationRow {
	return []*usher.ConversationRow{
		conversationRow("asking", "mia", usher.StateAsking), conversationRow("assigned", "mia", usher.StateAssigned),
		conversationRow("offered", "tom", usher.StateOffered),
		conversationRow("queued", "tom", usher.StateQueued), conversationRow("waiting", "eva", usher.StateWaiting),
	}
}

// loading: a new owner finds everything that is live, as it was kept.
func loading(s *shop) {
	conversations, contacts := everyState(), []*usher.ContactRow{contactRow("eva"), contactRow("mia"), contactRow("tom")}
	agents := []*usher.AgentRow{agentRow("ana"), agentRow("bo")}
	agents[1].Removed, agents[1].Own = true, false
	timers := []usher.TimerRow{
		timerRow("asking", usher.TimerAnswer, -time.Hour), timerRow("queued", usher.TimerQueue, time.Hour),
	}
	for kind := usher.TimerAnswer; kind <= usher.TimerFollow; kind++ {
		timers = append(timers, timerRow("waiting", kind, time.Duration(kind)))
	}
	effects := everyEffect("asking")
	outbox := make([]*usher.OutboxRow, len(effects))
	for i, e := range effects {
		outbox[i] = outboxRow(e)
	}
	outbox[1].Dead = "given up after 9 tries: down"
	s.keep(&usher.Batch{Conversations: conversations, Contacts: contacts, Agents: agents, Timers: timers, Outbox: outbox})
	s.acquire("acme")
	rows := s.load()
	s.same(ruleLoad, "a conversation", everyState(), byID(rows.Conversations))
	s.same(ruleLoad, "a contact", contacts, contactsByID(rows.Contacts))
	s.same(ruleLoad, "an agent", agents, rows.Agents)
	s.same(ruleLoad, "a timer", timers, byTime(rows.Timers))
	s.same(ruleLoad, "an effect", without(outbox, 1), without(rows.Outbox, 1))
	if len(rows.Outbox) != len(outbox) || rows.Outbox[1].Dead == "" {
		s.addf(ruleOutboxDead, "an effect that was given up is not found again, or not with its reason")
	}
}

// without is a list without one of its entries.
func without[E any](all []E, i int) []E {
	if i >= len(all) {
		return all
	}
	return slices.Concat(all[:i], all[i+1:])
}

// fetching: by key, whatever the state, and nothing for nothing.
func fetching(s *shop) {
	conversations, contact := everyState(), contactRow("mia")
	s.keep(&usher.Batch{Conversations: conversations, Contacts: []*usher.ContactRow{contact, contactRow("tom")}})
	for _, row := range everyState() {
		s.same(ruleFetch, "a conversation", row, s.fetch(usher.Key{Conversation: row.ID}).Conversation)
	}
	s.same(ruleFetch, "a contact", contact, s.fetch(usher.Key{Contact: "mia"}).Contact)
	s.same(ruleFetchContact, "the contact of a conversation", contact, s.fetch(usher.Key{Conversation: "asking"}).Contact)
	s.same(ruleFetchContact, "the contact of the key", contact, s.fetch(usher.Key{Conversation: "queued", Contact: "mia"}).Contact)
	s.same(ruleFetchEmpty, "an empty key", usher.Found{}, s.fetch(usher.Key{}))
	nowhere := usher.Key{Conversation: "?", Contact: "?", Channel: "web", Message: "?"}
	s.same(ruleFetch, "what does not exist", usher.Found{}, s.fetch(nowhere))
	s.keep(&usher.Batch{Remembered: []*usher.RememberedRow{rememberedRow("", "m", someInstant, everyOutcome()[0])}})
	if found := s.fetch(usher.Key{Channel: ""}); found.Remembered != nil {
		s.addf(ruleFetchEmpty, "a key without a message found a remembered one")
	}
}

// closing: what is closed stays, but is not live; its effects are.
func closing(s *shop) {
	open, closed := conversationRow("c1", "mia", usher.StateAsking), conversationRow("c1", "mia", usher.StateClosed)
	closed.Version++
	closed.Run = nil
	s.keep(&usher.Batch{
		Conversations: []*usher.ConversationRow{open}, Contacts: []*usher.ContactRow{contactRow("mia")},
		Timers: []usher.TimerRow{timerRow("c1", usher.TimerAnswer, 0)},
	})
	end := outboxRow(everyEffect("c1")[9])
	s.keep(&usher.Batch{
		Conversations: []*usher.ConversationRow{closed}, Outbox: []*usher.OutboxRow{end},
		Timers: []usher.TimerRow{{Conversation: "c1", Kind: usher.TimerAnswer}},
	})
	s.acquire("acme")
	rows := s.load()
	if len(rows.Conversations)+len(rows.Timers) > 0 {
		s.addf(ruleLoad, "a conversation that is closed is loaded, or a timer of it")
	}
	s.same(ruleLoad, "an effect of a closed conversation", []*usher.OutboxRow{end}, rows.Outbox)
	found := s.fetch(usher.Key{Conversation: "c1"})
	s.same(ruleFetch, "a closed conversation", closed, found.Conversation)
	s.same(ruleFetch, "the contact of a closed conversation", contactRow("mia"), found.Contact)
	open.Version += 2
	s.keep(&usher.Batch{Conversations: []*usher.ConversationRow{open}})
	s.same(ruleLoad, "a conversation that was opened again", []*usher.ConversationRow{open}, byID(s.load().Conversations))
}

// timers: one of a kind.
func timers(s *shop) {
	s.keep(&usher.Batch{Conversations: everyState(), Timers: []usher.TimerRow{
		timerRow("asking", usher.TimerAnswer, 0), timerRow("asking", usher.TimerKept, 0), timerRow("queued", usher.TimerAnswer, 0),
	}})
	moved := timerRow("asking", usher.TimerAnswer, time.Hour)
	moved.Fence = 8
	s.keep(&usher.Batch{Timers: []usher.TimerRow{moved}})
	rest := []usher.TimerRow{timerRow("asking", usher.TimerKept, 0), timerRow("queued", usher.TimerAnswer, 0)}
	s.same(ruleTimerOne, "timers of which one was moved", append([]usher.TimerRow{moved}, rest...), byTime(s.load().Timers))
	s.keep(&usher.Batch{Timers: []usher.TimerRow{
		{Conversation: "asking", Kind: usher.TimerAnswer}, {Conversation: "waiting", Kind: usher.TimerAction},
	}})
	s.same(ruleTimerStopped, "timers of which one was stopped", rest, byTime(s.load().Timers))
}

// outbox: the effects of a conversation come back in their order, whatever the order of the commits.
func outbox(s *shop) {
	effects := everyEffect("asking")
	for i := range uint64(8) { // 2, 10, 11 and 100 are in order as numbers only
		effects = append(effects, usher.Note{Header: header("asking", 100-i*11)})
	}
	for _, i := range []int{3, 9, 0, 14, 17, 7, 5, 1, 12, 15, 2, 8, 13, 4, 16, 11, 6, 10} {
		s.keep(&usher.Batch{Outbox: []*usher.OutboxRow{outboxRow(effects[i])}})
	}
	numbers := make([]uint64, 0, len(effects))
	for _, row := range s.load().Outbox {
		numbers = append(numbers, row.Number)
	}
	if len(numbers) != len(effects) || !slices.IsSorted(numbers) {
		s.addf(ruleLoad, "the effects of a conversation came back as %v", numbers)
	}
	again := outboxRow(effects[0])
	again.Attempts, again.NextAt = 5, someInstant.Add(time.Hour)
	s.keep(&usher.Batch{Outbox: []*usher.OutboxRow{again}})
	if rows := s.load().Outbox; len(rows) > 0 {
		s.same(ruleBatchLast, "an effect that was tried again", again, rows[0])
	}
}

// deliveries: what the host has confirmed is deleted, and nothing else.
func deliveries(s *shop) {
	effects := everyEffect("asking")
	s.keep(&usher.Batch{Outbox: []*usher.OutboxRow{outboxRow(effects[0]), outboxRow(effects[1]), outboxRow(everyEffect("queued")[0])}})
	earlier := outboxKey(effects[1])
	earlier.Born--
	s.keep(&usher.Batch{Delivered: []usher.OutboxKey{earlier}})
	if rows := s.load().Outbox; len(rows) != 3 {
		s.addf(ruleOutboxBorn, "the confirmation of an effect from an earlier life of a conversation left %d of 3", len(rows))
	}
	s.keep(&usher.Batch{
		Outbox: []*usher.OutboxRow{outboxRow(effects[2])}, Delivered: []usher.OutboxKey{outboxKey(effects[0]), outboxKey(effects[2])},
	})
	left := make([]string, 0, 2)
	for _, row := range s.load().Outbox {
		left = append(left, row.Effect.Key())
	}
	slices.Sort(left)
	want := []string{effects[1].Key(), everyEffect("queued")[0].Key()}
	slices.Sort(want)
	s.same(ruleBatchDelivered, "what is left of the outbox when two were delivered, one in the batch that brought it", want, left)
}

// remembering: an id in a channel has its outcome, until it is pruned.
func remembering(s *shop) {
	for i, outcome := range everyOutcome() {
		row := rememberedRow("web", string(outcome.Of().State), someInstant.Add(time.Duration(i)), outcome)
		s.keep(&usher.Batch{Remembered: []*usher.RememberedRow{row}})
		s.same(ruleRemembered, "a message id", row, s.fetch(usher.Key{Channel: "web", Message: row.Message}).Remembered)
	}
	batch := &usher.Batch{}
	outcome := everyOutcome()[0]
	for i, channel := range []string{"web", "sms", "\x00request/c1"} {
		batch.Remembered = append(batch.Remembered, rememberedRow(channel, "m", someInstant.Add(time.Duration(i)), outcome))
	}
	s.keep(batch)
	for _, row := range batch.Remembered {
		found := s.fetch(usher.Key{Channel: row.Channel, Message: "m"})
		s.same(ruleRemembered, "a message id that several channels have", row, found.Remembered)
	}
	s.keep(&usher.Batch{Prune: someInstant.Add(1)})
	for i, row := range batch.Remembered {
		if found := s.fetch(usher.Key{Channel: row.Channel, Message: "m"}).Remembered; (found == nil) != (i == 0) {
			s.addf(rulePrune, "of the ids a nanosecond before, at, and after the instant, that at %d was not treated so", i-1)
		}
	}
}

// forgetting: nothing of the contact remains, everything of others does.
func forgetting(s *shop) {
	mine, hers := conversationRow("mine", "tom", usher.StateAsking), conversationRow("hers", "mia", usher.StateClosed)
	remembered := []*usher.RememberedRow{
		rememberedRow("web", "hers", someInstant, everyOutcome()[0]), rememberedRow("web", "mine", someInstant, everyOutcome()[0]),
	}
	remembered[1].Contact = "tom"
	s.keep(&usher.Batch{
		Conversations: []*usher.ConversationRow{mine, hers, conversationRow("also hers", "mia", usher.StateAsking)},
		Contacts:      []*usher.ContactRow{contactRow("tom"), contactRow("mia")}, Remembered: remembered,
		Timers: []usher.TimerRow{timerRow("mine", usher.TimerAnswer, 0), timerRow("also hers", usher.TimerAnswer, 0)},
		Outbox: []*usher.OutboxRow{
			outboxRow(everyEffect("mine")[0]), outboxRow(everyEffect("hers")[0]), outboxRow(everyEffect("also hers")[0]),
		},
	})
	s.keep(&usher.Batch{Forgotten: erasures("mia", "nobody")})
	rows := s.load()
	s.same(ruleForgotten, "what is live when a contact was forgotten", &usher.Rows{
		Conversations: []*usher.ConversationRow{mine}, Contacts: []*usher.ContactRow{contactRow("tom")},
		Timers: []usher.TimerRow{timerRow("mine", usher.TimerAnswer, 0)}, Outbox: []*usher.OutboxRow{outboxRow(everyEffect("mine")[0])},
	}, rows)
	for _, key := range []usher.Key{
		{Conversation: "hers"}, {Conversation: "also hers"}, {Contact: "mia"}, {Channel: "web", Message: "hers"},
	} {
		s.same(ruleForgotten, "what is fetched of a contact who was forgotten", usher.Found{}, s.fetch(key))
	}
	if s.fetch(usher.Key{Channel: "web", Message: "mine"}).Remembered == nil {
		s.addf(ruleForgotten, "a message id of another contact was forgotten")
	}
	again := conversationRow("hers", "mia", usher.StateAsking)
	s.keep(&usher.Batch{
		Forgotten: erasures("mia"), Conversations: []*usher.ConversationRow{again}, Contacts: []*usher.ContactRow{contactRow("mia")},
	})
	found := s.fetch(usher.Key{Conversation: "hers"})
	s.same(ruleForgottenFirst, "a contact who was forgotten and comes again in one batch", usher.Found{
		Conversation: again, Contact: contactRow("mia"),
	}, found)
}

// roster: who was kept first comes first, however often he changes.
func roster(s *shop) {
	for _, id := range []string{"mia", "ana", "zoe", "bo", "ana", "mia"} {
		s.keep(&usher.Batch{Agents: []*usher.AgentRow{agentRow(id)}})
	}
	s.acquire("acme")
	ids := make([]string, 0, 4)
	for _, row := range s.load().Agents {
		ids = append(ids, row.Agent.ID)
	}
	s.same(ruleAgentOrder, "the order of the agents", []string{"mia", "ana", "zoe", "bo"}, ids)
}

// tenants: what one has, no other sees, whatever they are called.
func tenants(s *shop) {
	ids := []string{"acme", "", "ACME", "acme/1", "acm", "e", "äcme"}
	leases := map[string]usher.Lease{}
	for i, id := range ids {
		leases[id] = s.acquire(id)
		if s.head != 0 {
			s.addf(ruleStoreTenant, "the empty shard of tenant %q has the head %d", id, s.head)
		}
		s.keep(&usher.Batch{
			Conversations: stamped(uint64(i)).Conversations, Contacts: []*usher.ContactRow{contactRow("mia")},
			Agents: []*usher.AgentRow{agentRow("ana")}, Timers: []usher.TimerRow{timerRow("c0", usher.TimerAnswer, time.Duration(i))},
			Outbox:     []*usher.OutboxRow{outboxRow(everyEffect("c0")[0])},
			Remembered: []*usher.RememberedRow{rememberedRow("web", "m", someInstant.Add(time.Duration(i)), everyOutcome()[0])},
		})
	}
	s.lease, s.head = leases["acme"], 1
	s.keep(&usher.Batch{
		Forgotten: erasures("mia"), Prune: someInstant.Add(time.Hour),
		Timers: []usher.TimerRow{{Conversation: "c0", Kind: usher.TimerAnswer}},
	})
	for i, id := range ids[1:] {
		s.lease = leases[id]
		rows := s.load()
		s.same(ruleStoreTenant, "the conversations of another tenant", stamped(uint64(i+1)).Conversations, byID(rows.Conversations))
		found := s.fetch(usher.Key{Contact: "mia", Channel: "web", Message: "m"})
		if len(rows.Timers) != 1 || len(rows.Outbox) != 1 || len(rows.Agents) != 1 || found.Contact == nil || found.Remembered == nil {
			s.addf(ruleStoreTenant, "what one tenant forgot and stopped is gone from another as well")
		}
	}
}

// names: an id is what it is, to the byte.
func names(s *shop) {
	batch := &usher.Batch{}
	for _, id := range []string{"a", "A", "a ", " a", "á", "a\u0301", "a%", "a_", "a/b", "a\\", "'", "\"", "👋", "0", "00", "null"} {
		batch.Conversations = append(batch.Conversations, conversationRow(id, "contact of "+id, usher.StateAsking))
		batch.Contacts = append(batch.Contacts, contactRow("contact of "+id))
		batch.Remembered = append(batch.Remembered, rememberedRow(id, id, someInstant, everyOutcome()[0]))
	}
	s.keep(batch)
	for i, row := range batch.Conversations {
		found := s.fetch(usher.Key{Conversation: row.ID, Channel: row.ID, Message: row.ID})
		s.same(ruleFetch, "a row with an odd id", usher.Found{
			Conversation: row, Contact: batch.Contacts[i], Remembered: batch.Remembered[i],
		}, found)
	}
}

// erasures are contacts of whom nothing may remain.
func erasures(contacts ...string) []*usher.Erasure {
	all := make([]*usher.Erasure, len(contacts))
	for i, contact := range contacts {
		all[i] = &usher.Erasure{Contact: contact}
	}
	return all
}
