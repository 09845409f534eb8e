package ushertest

import (
	"fmt"
	"slices"

	"github.com/gousher/usher"
)

// Agent is somebody of the desk at work in a [Chat]. Every method returns him; one whose claim is not so ends the test.
type Agent struct {
	chat  *Chat
	id    string
	count int // messages and transfers so far
}

// Agent is the agent with this id.
func (c *Chat) Agent(id string) *Agent {
	a := c.agents[id]
	if a == nil {
		a = &Agent{chat: c, id: id}
		c.agents[id] = a
	}
	return a
}

// Comes comes online: he is given what waits for him.
func (a *Agent) Comes() *Agent {
	a.chat.tb.Helper()
	return a.turns(usher.Online)
}

// StepsAway goes away: he keeps his conversations and gets no new ones, and what is offered to him is withdrawn.
func (a *Agent) StepsAway() *Agent {
	a.chat.tb.Helper()
	return a.turns(usher.Away)
}

// Leaves goes offline: his conversations go back to the queue, at once or after [usher.Assign.KeepWhenAway], and what is
// offered to him is withdrawn.
func (a *Agent) Leaves() *Agent {
	a.chat.tb.Helper()
	return a.turns(usher.Offline)
}

func (a *Agent) turns(to usher.Status) *Agent {
	a.chat.tb.Helper()
	if _, err := a.chat.Router.SetStatus(a.chat.tb.Context(), a.id, to); err != nil {
		a.chat.tb.Fatalf("%s cannot be %s: %v", a.id, to, err)
	}
	a.chat.settle()
	return a
}

// Accepts takes a conversation that is offered to him.
func (a *Agent) Accepts(conversation *Customer) *Agent {
	a.chat.tb.Helper()
	_, err := a.chat.Router.Accept(a.chat.tb.Context(), conversation.id, a.id)
	return a.did("accept", conversation, err)
}

// Declines refuses a conversation that is offered to him: it is offered to somebody else, or waits.
func (a *Agent) Declines(conversation *Customer) *Agent {
	a.chat.tb.Helper()
	_, err := a.chat.Router.Decline(a.chat.tb.Context(), conversation.id, a.id)
	return a.did("decline", conversation, err)
}

// Holds puts a conversation that he owns on hold: it costs him what [usher.Costs] says, until he takes it up again or the
// contact writes.
func (a *Agent) Holds(conversation *Customer) *Agent {
	a.chat.tb.Helper()
	_, err := a.chat.Router.Hold(a.chat.tb.Context(), conversation.id, a.id)
	return a.did("hold", conversation, err)
}

// Resumes takes up a conversation that he has put on hold.
func (a *Agent) Resumes(conversation *Customer) *Agent {
	a.chat.tb.Helper()
	_, err := a.chat.Router.Resume(a.chat.tb.Context(), conversation.id, a.id)
	return a.did("resume", conversation, err)
}

// did ends the test if something could not be done with a conversation; otherwise what follows from it is done.
func (a *Agent) did(what string, conversation *Customer, err error) *Agent {
	a.chat.tb.Helper()
	if err != nil {
		a.chat.tb.Fatalf("%s cannot %s %s: %v\n%s", a.id, what, conversation.id, err, indented(conversation.Explain()))
	}
	a.chat.settle()
	return a
}

// Writes writes to a contact whose conversation he owns.
func (a *Agent) Writes(to *Customer, text string) *Agent {
	a.chat.tb.Helper()
	a.count++
	_, err := a.chat.Router.AgentWrote(a.chat.tb.Context(), to.id, usher.AgentMessage{
		Agent: a.id, ID: fmt.Sprintf("%s/%d", a.id, a.count), Text: text,
	})
	return a.did("write to", to, err)
}

// Closes closes a conversation that he owns.
func (a *Agent) Closes(conversation *Customer) *Agent {
	a.chat.tb.Helper()
	a.owns(conversation, "close")
	_, err := a.chat.Router.CloseConversation(a.chat.tb.Context(), conversation.id, usher.CloseConversation{})
	if err != nil {
		a.chat.tb.Fatalf("%s cannot close %s: %v", a.id, conversation.id, err)
	}
	a.chat.settle()
	return a
}

// Transfers passes a conversation that he owns on to a team or to another agent. By and RequestID are his own.
func (a *Agent) Transfers(conversation *Customer, to usher.Transfer) *Agent {
	a.chat.tb.Helper()
	a.owns(conversation, "pass on")
	a.count++
	to.By, to.RequestID = a.id, fmt.Sprintf("%s/%d", a.id, a.count)
	if _, err := a.chat.Router.Transfer(a.chat.tb.Context(), conversation.id, to); err != nil {
		a.chat.tb.Fatalf("%s cannot pass %s on: %v", a.id, conversation.id, err)
	}
	a.chat.settle()
	return a
}

// owns ends the test if the conversation is not his to do something with.
func (a *Agent) owns(conversation *Customer, do string) {
	a.chat.tb.Helper()
	if o, ok := conversation.Outcome().(usher.Assigned); !ok || o.Agent != a.id {
		conversation.fails(fmt.Sprintf("is not for %s to %s", a.id, do), "assigned to "+a.id, state(conversation.Outcome()))
	}
}

// Has says which conversations he owns: these and no others.
func (a *Agent) Has(conversations ...*Customer) *Agent {
	a.chat.tb.Helper()
	a.these("has other conversations", a.view().Conversations, conversations)
	return a
}

// IsAskedAbout says which conversations are offered to him: these and no others.
func (a *Agent) IsAskedAbout(conversations ...*Customer) *Agent {
	a.chat.tb.Helper()
	a.these("is asked about other conversations", a.view().Offered, conversations)
	return a
}

func (a *Agent) these(what string, got []string, conversations []*Customer) {
	a.chat.tb.Helper()
	want := make([]string, 0, len(conversations))
	for _, conversation := range conversations {
		want = append(want, conversation.id)
	}
	if slices.Sort(want); !slices.Equal(got, want) {
		a.chat.tb.Fatalf("%s %s\n\twant: %s\n\tgot:  %s", a.id, what, quoted(want), quoted(got))
	}
}

// Is says what his status is. The router sets an agent away who has let too many offers lapse.
func (a *Agent) Is(status usher.Status) *Agent {
	a.chat.tb.Helper()
	if got := a.view().Status; got != status {
		a.chat.tb.Fatalf("%s is %s, and not %s", a.id, got, status)
	}
	return a
}

// Carries says how many units of work he has in hand, offers included: 1.2 is one conversation and a fifth of another.
func (a *Agent) Carries(units float64) *Agent {
	a.chat.tb.Helper()
	if got := a.view().Load; got != usher.UnitsOf(units) {
		a.chat.tb.Fatalf("%s carries a load of %s, and not %s", a.id, got, usher.UnitsOf(units))
	}
	return a
}

// view is what there is of him.
func (a *Agent) view() usher.AgentView {
	a.chat.tb.Helper()
	agents, err := a.chat.Router.Agents(a.chat.tb.Context())
	if err != nil {
		a.chat.tb.Fatalf("the agents cannot be read: %v", err)
	}
	i := slices.IndexFunc(agents, func(view usher.AgentView) bool { return view.Agent.ID == a.id })
	if i < 0 {
		a.chat.tb.Fatalf("%s does not work here", a.id)
	}
	return agents[i]
}
