package scenario

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/gousher/usher"
	"github.com/gousher/usher/file"
)

// apply lets one entry happen.
func (w *world) apply(ctx context.Context, e file.Entry) {
	switch {
	case e.Says != nil || e.Taps != "" || len(e.Sends) > 0:
		w.writes(ctx, e)
	case e.Starts != "":
		w.happenedf("%s: the host starts %s", e.Conversation, e.Starts)
		c := w.conversation(e)
		_, err := w.router.Start(ctx, e.Starts, c)
		w.done(e.Conversation, err)
	case e.Ends:
		w.happenedf("%s: the contact leaves", e.Conversation)
		_, err := w.router.ContactLeft(ctx, e.Conversation)
		w.done(e.Conversation, err)
	case e.Transfer != nil:
		w.transfers(ctx, e)
	case e.Agent != "":
		w.agent(ctx, e)
	case e.Desk != nil || len(e.Workflows) > 0:
		w.happenedf("a new definition is put in force")
		_, err := w.router.Use(ctx, usher.Definition{Desk: e.Desk, Workflows: e.Workflows})
		if err != nil {
			w.broken("the definition", err)
		}
	case e.Erase != "":
		w.happenedf("%s is forgotten", e.Erase)
		w.erase(ctx, e.Erase)
	}
}

// done notes what the router refuses for good, and fails for anything else.
func (w *world) done(conversation string, err error) {
	switch {
	case err == nil:
	case errors.Is(err, usher.ErrInvalid):
		reason := strings.TrimPrefix(err.Error(), usher.ErrConflict.Error()+": ")
		w.impossiblef(conversation, "%s", strings.TrimPrefix(reason, usher.ErrInvalid.Error()+": "))
	default:
		w.broken(conversation, err)
	}
}

// conversation is what the host passes.
func (w *world) conversation(e file.Entry) usher.Conversation {
	w.mu.Lock()
	defer w.mu.Unlock()
	t := w.talk(e.Conversation)
	if e.Channel != "" {
		t.channel = e.Channel
	}
	if e.Contact != nil {
		t.contact = e.Contact.ID
		w.contacts[t.contact] = changed(w.contacts[t.contact], e.Contact)
	}
	t.messages++
	id := e.MessageID
	if id == "" {
		id = fmt.Sprintf("%s#%d", t.name, t.messages)
	}
	c := usher.Conversation{ID: t.name, Channel: t.channel, Contact: w.contacts[t.contact], Message: usher.Message{ID: id}}
	c.Message.SentAt = w.now
	return c
}

// changed is a contact with what an entry says of him.
func changed(c usher.Contact, by *file.ContactChange) usher.Contact {
	c.ID = by.ID
	if by.Name != nil {
		c.Name = *by.Name
	}
	if by.Language != nil {
		c.Language = *by.Language
	}
	if by.Zone != nil {
		c.Zone = *by.Zone
	}
	if by.Tags != nil {
		c.Tags = *by.Tags
	}
	if by.Fields != nil {
		c.Fields = *by.Fields
	}
	if by.Identities != nil {
		c.Identities = *by.Identities
	}
	return c
}

// writes is a message of the contact.
func (w *world) writes(ctx context.Context, e file.Entry) {
	c := w.conversation(e)
	if e.Says != nil {
		c.Message.Text = *e.Says
		w.happenedf("%s -> %s", e.Conversation, *e.Says)
	}
	if e.Taps != "" {
		c.Message.Choice = w.wireID(e.Conversation, e.Taps)
		w.happenedf("%s taps %s", e.Conversation, e.Taps)
	}
	for _, a := range e.Sends {
		w.happenedf("%s sends %s %s", e.Conversation, a.Kind, a.Name)
	}
	c.Message.Attachments = e.Sends
	_, err := w.router.Route(ctx, c)
	w.done(e.Conversation, err)
}

// wireID is what a tap on a choice sends back: of the last question that offered it.
func (w *world) wireID(conversation, choice string) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, send := range slices.Backward(w.talk(conversation).sends) {
		for i, c := range send.Choices {
			if c.ID == choice || strings.EqualFold(c.Title, choice) {
				if send.Question == 0 {
					return c.ID
				}
				return send.WireID(i)
			}
		}
	}
	return choice
}

func (w *world) owner(ctx context.Context, conversation string) string {
	view, err := w.router.Conversation(ctx, conversation)
	if err != nil || view.Outcome.Of().State != usher.StateAssigned {
		return ""
	}
	return view.Outcome.Of().Agent
}

func (w *world) transfers(ctx context.Context, e file.Entry) {
	to := *e.Transfer
	to.RequestID = fmt.Sprintf("line %d", e.Line)
	who := firstOf(to.By, "a supervisor")
	w.happenedf("%s transfers %s to %s", who, e.Conversation, firstOf(to.Team, to.Agent))
	if to.By != "" && w.owner(ctx, e.Conversation) != to.By {
		w.impossiblef(e.Conversation, "%s does not have %s and cannot transfer it", to.By, e.Conversation)
		return
	}
	_, err := w.router.Transfer(ctx, e.Conversation, to)
	w.done(e.Conversation, err)
}

func (w *world) agent(ctx context.Context, e file.Entry) {
	var err error
	conversation := e.Closes
	switch {
	case e.Set != nil:
		err = w.setAgent(ctx, e)
		if err != nil {
			w.broken(e.Agent, err)
		}
		return
	case e.Removed:
		w.happenedf("%s is removed", e.Agent)
		if _, err = w.router.RemoveAgent(ctx, e.Agent); err != nil {
			w.broken(e.Agent, err)
		}
		return
	case e.Closes != "":
		w.happenedf("%s closes %s", e.Agent, e.Closes)
		if w.owner(ctx, e.Closes) != e.Agent {
			w.impossiblef(e.Closes, "%s does not have %s and cannot close it", e.Agent, e.Closes)
			return
		}
		_, err = w.router.CloseConversation(ctx, e.Closes, usher.CloseConversation{})
	case e.Accepts != "":
		conversation = e.Accepts
		w.happenedf("%s accepts %s", e.Agent, conversation)
		_, err = w.router.Accept(ctx, conversation, e.Agent)
	case e.Declines != "":
		conversation = e.Declines
		w.happenedf("%s declines %s", e.Agent, conversation)
		_, err = w.router.Decline(ctx, conversation, e.Agent)
	case e.Holds != "":
		conversation = e.Holds
		w.happenedf("%s puts %s on hold", e.Agent, conversation)
		_, err = w.router.Hold(ctx, conversation, e.Agent)
	case e.Resumes != "":
		conversation = e.Resumes
		w.happenedf("%s takes %s up again", e.Agent, conversation)
		_, err = w.router.Resume(ctx, conversation, e.Agent)
	case e.Writes != nil:
		conversation = e.Writes.Conversation
		w.happenedf("%s writes in %s: %s", e.Agent, conversation, e.Writes.Text)
		_, err = w.router.AgentWrote(ctx, conversation, usher.AgentMessage{
			Agent: e.Agent, ID: fmt.Sprintf("line %d", e.Line), Text: e.Writes.Text,
		})
	}
	w.done(conversation, err)
}

// setAgent changes an agent in one go: nothing is given to him by the half of a change that the other half takes back. One
// who is not there comes, as the desk describes him and the change says.
func (w *world) setAgent(ctx context.Context, e file.Entry) error {
	agent, known, err := w.agentNow(ctx, e.Agent)
	if err != nil {
		return err
	}
	facts := *e.Set
	facts.Status = nil
	var said []string
	status := func() error {
		if e.Set.Status == nil {
			return nil
		}
		said = append(said, "is "+e.Set.Status.String())
		_, err := w.router.SetStatus(ctx, e.Agent, *e.Set.Status)
		return err
	}
	rest := func() error {
		if facts == (file.AgentChange{}) && known {
			return nil
		}
		said = append(said, "is changed")
		_, err := w.router.SetAgent(ctx, facts.Change(agent))
		return err
	}
	steps := []func() error{rest, status}
	if known && e.Set.Status != nil && *e.Set.Status != usher.Online {
		steps = []func() error{status, rest}
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	if len(said) == 0 {
		said = []string{"stays as he is"}
	}
	w.happenedf("%s %s", e.Agent, strings.Join(said, " and "))
	return nil
}

// agentNow is an agent as he is; if he is not there, he is as the last desk in force that has him describes him, and
// offline until it is said that he is not.
func (w *world) agentNow(ctx context.Context, id string) (agent usher.Agent, known bool, err error) {
	all, err := w.router.Agents(ctx)
	for _, view := range all {
		if view.Agent.ID == id {
			return view.Agent, true, err
		}
	}
	desks := []usher.Desk{w.scenario.Desk}
	for _, entry := range w.scenario.Timeline {
		if entry.Desk != nil && (entry.At < w.entry.At || entry.At == w.entry.At && (w.entry.Line == 0 || entry.Line < w.entry.Line)) {
			desks = append(desks, *entry.Desk)
		}
	}
	for _, desk := range slices.Backward(desks) {
		for _, agent := range desk.Agents {
			if agent.ID == id {
				agent.Status = usher.Offline
				return agent, false, err
			}
		}
	}
	return usher.Agent{ID: id}, false, err
}

// erased reports whether a conversation was that of a contact who has been forgotten.
func (w *world) erased(conversation string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	t := w.conversations[conversation]
	return t != nil && t.erased
}

func (w *world) erase(ctx context.Context, contact string) {
	_, err := w.router.Forget(ctx, contact)
	w.mu.Lock()
	delete(w.contacts, contact)
	for _, t := range w.conversations {
		if t.contact == contact { // one that is called like it begins anew
			t.contact, t.comments, t.requests, t.notes, t.sends, t.seen = "", nil, nil, nil, nil, 0
			t.erased = true
		}
	}
	w.mu.Unlock()
	if err != nil && !errors.Is(err, usher.ErrInvalid) {
		w.broken(contact, err)
	}
}
