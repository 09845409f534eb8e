package ushertest

import (
	"strings"
	"time"

	"github.com/gousher/usher"
)

// Trial is what a step or a strategy is tried with. The zero value is enough for one that needs nothing around it.
type Trial struct {
	// Vars are the variables of the workflow that it stands in.
	Vars []usher.Variable
	// Desk is who works there. Nil: for a step no names are checked, for a strategy there is an office with two teams.
	Desk *usher.Desk
	// Team is the team that is wanted when a strategy is asked; empty means the first one of the desk.
	Team string
	// Before are the steps that come first, such as one that sets a variable.
	Before usher.Steps
	// After are the steps that follow; empty means that the conversation is closed.
	After usher.Steps
	// Contacts and Messages are tried beside those of the kit's own: a contact with the fields that it looks at, a
	// message that it accepts.
	Contacts []usher.Contact
	Messages []usher.Message
	// HoldsFunctions says that it is no plain value, as a [usher.StepFunc] is none: it cannot be compared, and the router
	// cannot see that its definition has changed. Without it, functions, channels and locks are mistakes.
	HoldsFunctions bool
}

// trialName is the id of the step that is tried.
const trialName = "on trial"

// skipWord is the message that leads around the step, so that what follows it can be reached if it ends the run.
const skipWord = "around the step on trial"

// flow is a workflow around a step.
func (w *Trial) flow(step usher.Step) usher.Flow {
	inner := append(append(usher.Steps{}, w.Before...), milestone{}, usher.Named{ID: trialName, Step: step})
	after := w.After
	if len(after) == 0 {
		after = usher.Steps{usher.CloseConversation{}}
	}
	around := usher.Branch{
		Cases:     []usher.Case{{When: `message.text == "` + skipWord + `"`, Then: usher.Steps{usher.Comment{Text: "around"}}}},
		Otherwise: inner,
	}
	return usher.Flow{Name: "trial", Vars: w.Vars, Steps: append(usher.Steps{around}, after...)}
}

// milestone is a step that tells when it is passed.
type milestone struct{}

const reached = "the step on trial is next"

func (milestone) Decide(t *usher.Turn) usher.Next {
	t.Explain(reached)
	return usher.Continue()
}

// contacts are those that are tried: somebody of whom nothing is known, somebody of whom much is, and the caller's own.
func (w *Trial) contacts() []usher.Contact {
	return append([]usher.Contact{
		{
			ID: "mia", Name: "Mia", Language: "es", Tags: []string{"vip", "old"},
			Identities: []usher.Identity{{Kind: "phone", ID: "+34600111222"}},
			Fields:     map[string]any{"plan": "gold", "age": 44, "score": 0.5, "member": true, "since": ChatStart, "list": []any{"a", 1}},
		},
		{ID: "nobody"},
	}, w.Contacts...)
}

// messages are those that every wait is tried with: what people write, and what they should not.
func (w *Trial) messages() []usher.Message {
	var all []usher.Message
	for _, text := range []string{"hello", "1", "-3.5", "", "   ", "no, thanks", "👋 Привет", strings.Repeat("long ", 14_000)} {
		all = append(all, usher.Message{ID: "a text", Text: text})
	}
	return append(append(all,
		usher.Message{ID: "a tap", Choice: "99:9"},
		usher.Message{ID: "a picture", Attachments: []usher.Attachment{{Kind: "image", URL: "https://example.com/a.png"}}},
		usher.Message{ID: "late", Text: "late", Language: "fr", Position: 7, SentAt: ChatStart.Add(-time.Hour)},
	), w.Messages...)
}

// scene is the world in which a contact's conversation begins.
func scene(contact usher.Contact, conversations int) usher.Scene {
	s := usher.Scene{
		Tenant: "acme", Conversation: "c1", Channel: "web", OpenedAt: ChatStart, OpenedBy: "contact", Born: ChatStart,
		Contact: contact, Conversations: conversations,
	}
	if conversations > 0 {
		s.LastAgent, s.LastSeen = "ana", ChatStart.Add(-24*time.Hour)
	}
	return s
}
