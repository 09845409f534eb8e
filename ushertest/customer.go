package ushertest

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gousher/usher"
)

// Customer is a contact in one conversation of a [Chat]: what he does, and what is to come of it. Every method returns
// him, so that a line of the script goes on; one whose claim is not so ends the test.
type Customer struct {
	chat    *Chat
	id      string
	contact usher.Contact
	channel string
	count   int            // messages so far
	last    *usher.Message // the last one
	heard   int            // texts that have been looked at
}

// With opens a conversation with a contact on a channel: the contact's first message begins it. Its ID is made of both,
// "mia/web", and of a number if there is one already, "mia/web/2".
func (c *Chat) With(contact usher.Contact, channel string) *Customer {
	id := contact.ID + "/" + channel
	if c.opened[id]++; c.opened[id] > 1 {
		id = fmt.Sprintf("%s/%d", id, c.opened[id])
	}
	return &Customer{chat: c, id: id, contact: contact, channel: channel}
}

// ID is the conversation's.
func (m *Customer) ID() string { return m.id }

// Outcome is where the conversation is.
func (m *Customer) Outcome() usher.Outcome {
	m.chat.tb.Helper()
	return m.view().Outcome
}

// Explain is the record of the conversation as people read it.
func (m *Customer) Explain() string {
	trace, err := m.chat.Router.Explain(m.chat.tb.Context(), m.id)
	if err != nil {
		return err.Error() + "\n"
	}
	return trace.Explain()
}

// Says sends a text.
func (m *Customer) Says(text string) *Customer {
	m.chat.tb.Helper()
	return m.Sends(usher.Message{Text: text})
}

// Taps taps one of the choices that were offered last, by its title or id.
func (m *Customer) Taps(choice string) *Customer {
	m.chat.tb.Helper()
	sent := m.chat.Host.Sent(m.id)
	for _, send := range slices.Backward(sent) {
		if len(send.Choices) == 0 {
			continue
		}
		for i, offered := range send.Choices {
			if offered.Title == choice || offered.ID == choice {
				return m.Sends(usher.Message{Choice: send.WireID(i)})
			}
		}
		m.fails("tapped what was not offered", fmt.Sprintf("%q", choice), titles(send.Choices))
	}
	m.fails("tapped what was not offered", fmt.Sprintf("%q", choice), "no choices at all")
	return m
}

func titles(choices []usher.Choice) string {
	all := make([]string, len(choices))
	for i, choice := range choices {
		all[i] = choice.Title
	}
	return quoted(all)
}

// Sends sends a message of any kind: with attachments, out of order, edited. Without an ID it gets one of its own.
func (m *Customer) Sends(message usher.Message) *Customer {
	m.chat.tb.Helper()
	if m.count++; message.ID == "" {
		message.ID = fmt.Sprintf("%s/%d", m.id, m.count)
	}
	m.last = &message
	m.route()
	return m
}

// Repeats delivers the last message again, under its ID, as providers do: nothing may come of it.
func (m *Customer) Repeats() *Customer {
	m.chat.tb.Helper()
	if m.last == nil {
		m.chat.tb.Fatalf("%s has sent nothing that could be repeated", m.id)
	}
	m.route()
	return m
}

// SendsLocation sends a place, as a channel does that has one to tap: latitude and longitude in degrees.
func (m *Customer) SendsLocation(latitude, longitude float64) *Customer {
	m.chat.tb.Helper()
	place := strconv.FormatFloat(latitude, 'f', -1, 64) + "," + strconv.FormatFloat(longitude, 'f', -1, 64)
	return m.Sends(usher.Message{Attachments: []usher.Attachment{{Kind: "location", URL: place}}})
}

// SendsFile sends a file of a kind, such as "image" or "file", that the host finds at an address.
func (m *Customer) SendsFile(kind, url string) *Customer {
	m.chat.tb.Helper()
	return m.Sends(usher.Message{Attachments: []usher.Attachment{{Kind: kind, URL: url}}})
}

func (m *Customer) route() {
	m.chat.tb.Helper()
	_, err := m.chat.Router.Route(m.chat.tb.Context(), usher.Conversation{
		ID: m.id, Channel: m.channel, Contact: m.contact, Message: *m.last,
	})
	if err != nil {
		m.chat.tb.Fatalf("%s: the message %q was not accepted: %v", m.id, m.last.Text+m.last.Choice, err)
	}
	m.chat.settle()
}

// Leaves ends the conversation from the contact's side: see [usher.Router.ContactLeft].
func (m *Customer) Leaves() *Customer {
	m.chat.tb.Helper()
	if _, err := m.chat.Router.ContactLeft(m.chat.tb.Context(), m.id); err != nil {
		m.chat.tb.Fatalf("%s cannot leave: %v", m.id, err)
	}
	m.chat.settle()
	return m
}

// Hears says which texts the contact has been sent since the script last looked: these, in this order, and no others.
func (m *Customer) Hears(texts ...string) *Customer {
	m.chat.tb.Helper()
	if heard := m.listen(); !slices.Equal(heard, texts) {
		m.fails("heard something else", quoted(texts), quoted(heard))
	}
	return m
}

// HearsOf is [Customer.Hears] for texts of which only a part matters: there is one text for each part, in order.
func (m *Customer) HearsOf(parts ...string) *Customer {
	m.chat.tb.Helper()
	if heard := m.listen(); !slices.EqualFunc(heard, parts, strings.Contains) {
		m.fails("heard something else", "texts with "+quoted(parts), quoted(heard))
	}
	return m
}

// HearsNothing says that the contact has been sent nothing since the script last looked.
func (m *Customer) HearsNothing() *Customer {
	m.chat.tb.Helper()
	return m.Hears()
}

// listen are the texts since the last look.
func (m *Customer) listen() []string {
	sent := m.chat.Host.Sent(m.id)
	texts := make([]string, 0, len(sent)-m.heard)
	for _, send := range sent[m.heard:] {
		texts = append(texts, send.Text)
	}
	m.heard = len(sent)
	return texts
}

// IsAsking says that a question is open.
func (m *Customer) IsAsking() *Customer {
	m.chat.tb.Helper()
	return m.is("asking")
}

// IsWaiting says that a step is at work on it: an action that failed is to be tried again, a text is to be delivered.
func (m *Customer) IsWaiting() *Customer {
	m.chat.tb.Helper()
	return m.is("waiting")
}

// IsClosed says that the conversation is over.
func (m *Customer) IsClosed() *Customer {
	m.chat.tb.Helper()
	return m.is("closed")
}

// IsAssigned says that an agent of a team owns the conversation. The team is empty for what was assigned to the agent
// himself.
func (m *Customer) IsAssigned(team, agent string) *Customer {
	m.chat.tb.Helper()
	return m.is(fmt.Sprintf("assigned to %q of team %q", agent, team))
}

// IsQueued says that the conversation waits for a team, at a position that counts from 1.
func (m *Customer) IsQueued(team string, position int) *Customer {
	m.chat.tb.Helper()
	return m.is(fmt.Sprintf("queued for team %q at position %d", team, position))
}

// IsOffered says that an agent of a team is asked whether he takes the conversation.
func (m *Customer) IsOffered(team, agent string) *Customer {
	m.chat.tb.Helper()
	return m.is(fmt.Sprintf("offered to %q of team %q", agent, team))
}

// IsInStage says in which stage of its assignment the conversation waits, is offered or was given, from 1.
func (m *Customer) IsInStage(stage int) *Customer {
	m.chat.tb.Helper()
	if got := m.view().Outcome.Of().Stage; got != stage {
		m.fails("is in another stage", strconv.Itoa(stage), strconv.Itoa(got))
	}
	return m
}

func (m *Customer) is(want string) *Customer {
	m.chat.tb.Helper()
	if got := state(m.view().Outcome); got != want {
		m.fails("is somewhere else", want, got)
	}
	return m
}

// state is an outcome as the script calls it.
func state(outcome usher.Outcome) string {
	switch o := outcome.(type) {
	case usher.Assigned:
		return fmt.Sprintf("assigned to %q of team %q", o.Agent, o.Team)
	case usher.Offered:
		return fmt.Sprintf("offered to %q of team %q", o.Agent, o.Team)
	case usher.Queued:
		if o.Agent != "" {
			return fmt.Sprintf("queued for agent %q at position %d", o.Agent, o.Position)
		}
		return fmt.Sprintf("queued for team %q at position %d", o.Team, o.Position)
	default:
		return string(outcome.Of().State)
	}
}

// IsAtFallback says that the fallback serves the conversation, for a reason with these words in it.
func (m *Customer) IsAtFallback(reason string) *Customer {
	m.chat.tb.Helper()
	switch got := m.view().Fallback; {
	case got == "":
		m.fails("is not at the fallback", fmt.Sprintf("a reason with %q", reason), "served by the workflow")
	case !strings.Contains(got, reason):
		m.fails("is at the fallback for another reason", fmt.Sprintf("one with %q", reason), fmt.Sprintf("%q", got))
	}
	return m
}

// Because says that these words are in the explanation of how it came to this.
func (m *Customer) Because(words string) *Customer {
	m.chat.tb.Helper()
	if !strings.Contains(m.Explain(), words) {
		m.fails("has another explanation", fmt.Sprintf("one with %q", words), "the one below")
	}
	return m
}

// Noted says that an internal comment with these words in it was left in the conversation.
func (m *Customer) Noted(words string) *Customer {
	m.chat.tb.Helper()
	var notes []string
	for _, note := range m.chat.Host.Notes(m.id) {
		if strings.Contains(note.Text, words) {
			return m
		}
		notes = append(notes, note.Text)
	}
	m.fails("has no such comment", fmt.Sprintf("one with %q", words), quoted(notes))
	return m
}

// Saved says what a variable of the run is, by its name, or a field of the contact: "contact.plan", "contact.language".
// A nil value says that it is not set.
func (m *Customer) Saved(name string, value any) *Customer {
	m.chat.tb.Helper()
	if got := m.saved(name); !equal(got, value) {
		m.fails("has saved something else", fmt.Sprintf("%s = %#v", name, value), fmt.Sprintf("%s = %#v", name, got))
	}
	return m
}

func (m *Customer) saved(name string) any {
	m.chat.tb.Helper()
	view := m.view()
	field, ofContact := strings.CutPrefix(name, "contact.")
	switch {
	case !ofContact:
		return view.Variables[name]
	case field == "name":
		return view.Contact.Name
	case field == "language":
		return view.Contact.Language
	}
	return view.Contact.Fields[field]
}

// equal compares what was saved with what the script says: whole numbers whatever their type, times as instants.
func equal(got, want any) bool {
	if at, ok := got.(time.Time); ok {
		other, alike := want.(time.Time)
		return alike && at.Equal(other)
	}
	a, b := reflect.ValueOf(got), reflect.ValueOf(want)
	if a.IsValid() && b.IsValid() && a.CanInt() && b.CanInt() {
		return a.Int() == b.Int()
	}
	return reflect.DeepEqual(got, want)
}

// HasTags says which tags the contact has, in any order.
func (m *Customer) HasTags(tags ...string) *Customer {
	m.chat.tb.Helper()
	want, got := slices.Sorted(slices.Values(tags)), slices.Sorted(slices.Values(m.view().Contact.Tags))
	if !slices.Equal(got, want) {
		m.fails("has other tags", quoted(want), quoted(got))
	}
	return m
}

// view is what there is of the conversation.
func (m *Customer) view() usher.View {
	m.chat.tb.Helper()
	view, err := m.chat.Router.Conversation(m.chat.tb.Context(), m.id)
	switch {
	case errors.Is(err, usher.ErrUnknown):
		m.chat.tb.Fatalf("%s has not begun: let the contact say something first", m.id)
	case err != nil:
		m.chat.tb.Fatalf("%s cannot be read: %v", m.id, err)
	}
	return view
}

// fails ends the test.
func (m *Customer) fails(what, want, got string) {
	m.chat.tb.Helper()
	m.chat.tb.Fatalf("%s %s\n\twant: %s\n\tgot:  %s\n%s", m.id, what, want, got, indented(m.Explain()))
}

func indented(text string) string {
	return "\t" + strings.ReplaceAll(strings.TrimSpace(text), "\n", "\n\t")
}

func quoted(texts []string) string {
	if len(texts) == 0 {
		return "nothing"
	}
	all := make([]string, len(texts))
	for i, text := range texts {
		all[i] = fmt.Sprintf("%q", text)
	}
	return strings.Join(all, ", ")
}
