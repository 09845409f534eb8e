package ushertest

import (
	"fmt"
	"time"

	"github.com/gousher/usher"
)

// The rows that stores are examined with have something in every field: what a store leaves out is found missing.

// someInstant has nanoseconds: keys are made of them.
var someInstant = time.Date(2026, 3, 2, 9, 30, 15, 123456789, time.UTC) //nolint:gochecknoglobals // a constant

func fullContact(id string) usher.Contact {
	return usher.Contact{
		ID: id, Name: "Mia \"M.\" O'Hara 👋", Language: "es-MX", Zone: "America/Mexico_City", Tags: []string{"vip", "new"},
		Identities: []usher.Identity{{Kind: "phone", ID: "+34600111222"}, {Kind: "telegram", ID: "77"}},
		Fields: map[string]any{
			"plan": "gold", "age": 44, "score": 0.5, "whole": 2.0, "member": true, "since": someInstant, "gone": nil,
			"list": []any{"a", 1, false}, "nested": map[string]any{"a": []any{map[string]any{"b": "c"}}}, "words": []string{"x", "y"},
		},
	}
}

func contactRow(id string) *usher.ContactRow {
	passed := fullContact(id)
	passed.Name = "Mia"
	return &usher.ContactRow{
		ID: id, Version: 3, Contact: fullContact(id), Passed: passed, Conversations: 4, LastSeen: someInstant,
		LastAgent: "ana", LastAgentAt: someInstant.Add(time.Hour),
		Opened: []time.Time{someInstant.Add(-time.Hour), someInstant}, Ran: []usher.WorkflowID{"welcome", "consent"},
	}
}

// aRun is a run that rests at a question.
func aRun() *usher.Run {
	program, err := usher.Compile(usher.Flow{
		Name: "kept", Revision: 2, Vars: []usher.Variable{usher.Var[string]{Name: "topic"}},
		Steps: usher.Steps{
			usher.Set{{To: usher.Var[string]{Name: "topic"}, Value: `"Sales"`}}, usher.AskQuestion{Text: "?"}, usher.CloseConversation{},
		},
	}, nil)
	if err != nil {
		panic(err) // the flow above does compile
	}
	return program.Step(program.Begin(), scene(usher.Contact{ID: "mia"}, 0), usher.Started{}, someInstant).Run
}

func fullMessage(id string) usher.Message {
	return usher.Message{
		ID: id, Text: "¿Qué tal?\n\t'; DROP TABLE runs; --", Choice: "1:2", Language: "es", Position: 1 << 40, SentAt: someInstant,
		Attachments: []usher.Attachment{{Kind: "image", URL: "https://example.com/a?b=c&d", Name: "a.png"}},
	}
}

func fullTrace() usher.Trace {
	return usher.Trace{
		{At: someInstant, Step: "1", Kind: usher.EntryMatched, Detail: "gold", Seen: []usher.Seen{seen("plan", "gold")}},
		{At: someInstant, Step: "2", Kind: usher.EntryQueued, Choice: &usher.Considered{
			Team: "help", Agent: "ana", Eligible: []string{"ana", "bo"}, Able: 2, Strategy: "least busy", TieBreak: "idle longest",
			Refused: []usher.Refusal{
				{Agent: "cem", Reason: usher.MissingSkill, Skill: "french", Have: 1, Wants: "3"},
				{Agent: "dora", Reason: usher.IsFull, Load: usher.Unit / 5, Capacity: usher.Unit, Cost: usher.Unit / 2, Detail: "voice"},
			},
			Counted: map[usher.Reason]int{usher.IsAway: 70}, Position: 1, Priority: 5,
			Scores: []usher.Scored{{Agent: "ana", Score: 0.5}}, Stage: 2, Teams: []string{"help", "sales"}, Accepted: true,
			Preferred: []usher.Scored{{Agent: "bo", Score: 2}}, Missing: "somebody with chess 3",
		}},
	}
}

// seen is a value that a decision has looked at, as a store reads it.
func seen(name, value string) usher.Seen {
	var s usher.Seen
	if err := s.UnmarshalJSON([]byte(`{"name":"` + name + `","value":"` + value + `"}`)); err != nil {
		panic(err) // it is JSON
	}
	return s
}

func conversationRow(id, contact string, state usher.State) *usher.ConversationRow {
	row := &usher.ConversationRow{
		ID: id, Channel: "whatsapp", Contact: contact, Version: 9, State: state, Born: someInstant,
		OpenedAt: someInstant.Add(time.Second), OpenedBy: "contact", Earlier: 4,
		Run: aRun(), Workflow: "kept", Revision: 2, Effects: 12, Questions: 3, Fallback: "it panicked",
		Message: fullMessage("m9"), Via: "sms", Kept: []usher.KeptMessage{{Message: fullMessage("m10"), Via: "web"}}, Fence: 4,
		Undeliverable: []string{"Send: gone"}, Position: 77, Marks: []usher.Mark{{At: someInstant, Position: 70}},
		Transcript: []usher.Line{{At: someInstant, From: usher.FromContact, Text: "hello", Late: true}}, Trace: fullTrace(), Turn: 2,
		Category: "spam", Summary: "none", ClosedAt: someInstant.Add(-time.Hour), AfterClose: "survey", ClosedBy: "host",
	}
	switch state {
	case usher.StateAssigned:
		row.Agent, row.Team, row.GivenAt = "ana", "help", someInstant
		row.Full, row.Cost, row.Replied, row.WaitsForContact, row.OnHold = 5*usher.Unit, usher.Unit/5, true, true, true
		row.Place = placement()
	case usher.StateOffered:
		row.Agent, row.Team, row.Full, row.Cost = "ana", "help", usher.Unit, usher.Unit
		row.Offer = &usher.OfferRow{At: someInstant, Until: someInstant.Add(time.Minute), Stage: 2}
		row.Refused = []usher.Refused{{Agent: "bo", Session: 3}}
		row.Place = placement()
	case usher.StateQueued:
		row.Place = placement()
		row.Place.HoldFor, row.Place.HoldUntil = "ana", someInstant.Add(time.Second)
	}
	return row
}

func placement() *usher.Placement {
	return &usher.Placement{
		Step: "2.else.1", Stage: 2, Team: "help", Teams: []string{"help", "sales"}, Agent: "ana",
		Must:   usher.Skills{"french": 2, "chess": usher.Absent, "billing": usher.Between(2, 4)},
		Prefer: usher.Skills{"chess": 1}, Where: "agent.load < 2", Priority: -3, Raised: 2, Aging: time.Minute, For: time.Hour,
		QueuedAt: someInstant, Until: someInstant.Add(time.Hour), Over: true, Arrival: 17, Chooser: "team.then", Waited: true,
		Offers: 2, GivenIn: 1, Told: true, Exit: "not_taken",
	}
}

func agentRow(id string) *usher.AgentRow {
	return &usher.AgentRow{
		Agent: usher.Agent{
			ID: id, Name: "Ana", Teams: []string{"help", "sales"}, Skills: usher.Skills{"french": 3}, Languages: []string{"fr", "de"},
			Ranks: map[string]int{"help": 2}, SkillsUntil: map[string]usher.Date{"french": "2026-12-31"}, Hours: "office",
			ChannelLimits: map[string]int{"voice": 1}, TeamLimits: map[string]int{"help": 2},
			Capacity: 4, Status: usher.Away, Attributes: map[string]any{"desk": "4b", "floor": 2},
		},
		Status: usher.Online, Own: true, OnlineAt: someInstant, GivenAt: someInstant.Add(1), FinishedAt: someInstant.Add(2),
		AskedAt: someInstant.Add(3), Session: 4, Handled: 5, HandledOn: "2026-01-05", Missed: 2,
		WrapUntil: someInstant.Add(time.Minute), Ramped: 1, OfflineAt: someInstant.Add(4), Order: 6,
	}
}

func header(conversation string, number uint64) usher.Header {
	return usher.Header{
		Tenant: "acme", Conversation: conversation, Channel: "web", ContactID: "mia", At: someInstant, Number: number, Born: someInstant,
	}
}

// everyEffect is one of each kind, numbered from 1.
func everyEffect(conversation string) []usher.Effect {
	n := uint64(0)
	next := func() usher.Header { n++; return header(conversation, n) }
	return []usher.Effect{
		usher.Send{
			Header: next(), Text: "Hello?", Language: "en", Template: "greeting", Question: 2,
			Choices: []usher.Choice{
				{ID: "s", Title: "Sales", Synonyms: []string{"buy"}, Number: 3},
				{ID: "h", Titles: usher.Translations{{Language: "en", Text: "Help"}, {Language: "es", Text: "Ayuda"}}},
			},
		},
		usher.Note{Header: next(), Text: "a note", Mention: []string{"ana"}},
		usher.HandOver{
			Header: next(), Agent: "ana", Team: "help", Contact: fullContact("mia"), Earlier: 2, Answers: map[string]any{"topic": "Sales"},
			Transcript: []usher.Line{{At: someInstant, From: usher.FromAgent, Text: "hi"}}, Reason: fullTrace(),
		},
		usher.Enqueue{Header: next(), Team: "help", Agent: "ana", Stage: 2},
		usher.TakeBack{Header: next(), Agent: "ana", Reason: "left"},
		usher.Offer{Header: next(), Agent: "ana", Team: "help", Until: someInstant, Contact: fullContact("mia")},
		usher.Withdraw{Header: next(), Agent: "ana", Reason: "late"},
		usher.SetAway{Header: next(), Agent: "ana", Missed: 3},
		usher.ContactChanged{
			Header: next(), Name: "Mia", Language: "es", Fields: map[string]any{"plan": "gold"}, Added: []string{"a"},
			Removed: []string{"b"},
		},
		usher.Close{Header: next(), Category: "spam", Summary: "none", By: "host"},
	}
}

func outboxRow(e usher.Effect) *usher.OutboxRow {
	head := e.Head()
	return &usher.OutboxRow{
		Conversation: head.Conversation, Number: head.Number, Effect: e, Awaited: true, Attempts: 2, TriedAt: someInstant,
		NextAt: someInstant.Add(time.Minute),
	}
}

func outboxKey(e usher.Effect) usher.OutboxKey {
	head := e.Head()
	return usher.OutboxKey{Conversation: head.Conversation, Born: head.Born.UnixNano(), Number: head.Number}
}

// everyOutcome is one of each kind.
func everyOutcome() []usher.Outcome {
	result := func(state usher.State) usher.Result {
		return usher.Result{
			Conversation: "c1", State: state, Version: 4, Workflow: "kept", Revision: 2, Team: "help", Agent: "ana", Fallback: "why",
			Stage: 2, Trace: fullTrace(),
		}
	}
	return []usher.Outcome{
		usher.Asking{Result: result(usher.StateAsking), Until: someInstant},
		usher.Waiting{Result: result(usher.StateWaiting), For: "action"},
		usher.Queued{
			Result: result(usher.StateQueued), Position: 2, Priority: 1, Since: someInstant,
			EstimatedWait: usher.Estimate{Min: time.Minute, Max: time.Hour, Known: true}, Missing: "ana has to come online",
		},
		usher.Offered{Result: result(usher.StateOffered), Until: someInstant},
		usher.Assigned{Result: result(usher.StateAssigned)},
		usher.Closed{Result: result(usher.StateClosed), Category: "spam", Summary: "none"},
		usher.Waiting{Result: result(usher.StateWaiting), For: "time", Until: someInstant},
	}
}

func rememberedRow(channel, message string, at time.Time, outcome usher.Outcome) *usher.RememberedRow {
	return &usher.RememberedRow{
		Channel: channel, Message: message, Conversation: "c1", Contact: "mia", Position: 7, At: at, Outcome: outcome,
	}
}

func timerRow(conversation string, kind usher.TimerKind, after time.Duration) usher.TimerRow {
	return usher.TimerRow{Conversation: conversation, Kind: kind, Due: someInstant.Add(after), Fence: 3}
}

// stamped is a batch whose rows all carry one number.
func stamped(n uint64) *usher.Batch {
	batch := &usher.Batch{}
	for i := range 4 {
		row := conversationRow(fmt.Sprintf("c%d", i), "mia", usher.StateAsking)
		row.Version = n
		batch.Conversations = append(batch.Conversations, row)
	}
	return batch
}
