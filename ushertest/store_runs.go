package ushertest

import (
	"context"
	"log/slog"

	"github.com/gousher/usher"
)

// runs: a way through a workflow that another one has run comes back as it was, whatever form the row has it in, and a
// router that starts over the store goes on with it.
func runs(s *shop) {
	begun := s.talk(false, "begun", "m1", "hello")
	if s.stopped {
		return
	}
	s.acquire("acme")
	live := byID(s.load().Conversations)
	if len(live) != 1 || live[0].Run == nil && len(live[0].Stored) == 0 {
		s.addf(ruleLoad, "a conversation within a workflow that another one has run is loaded without its run")
		return
	}
	for _, form := range []string{"as it is", "encoded"} {
		row := *live[0]
		row.ID = form
		if form == "encoded" && row.Run != nil {
			row.Run, row.Stored = nil, row.Run.Encode()
		}
		s.keep(&usher.Batch{Conversations: []*usher.ConversationRow{&row}})
		s.same(ruleFetch, "a conversation whose run is kept "+form, &row, s.fetch(usher.Key{Conversation: form}).Conversation)
	}
	answered := s.talk(true, "begun", "m2", "forty two")
	s.same(ruleLoad, "the questions of a router that started over the store, and of the one before",
		[]usher.State{usher.StateAsking, usher.StateAssigned}, []usher.State{begun, answered})
}

// talk lets a router that starts over the store hear one message, and says where its conversation came to rest.
func (s *shop) talk(encoded bool, conversation, message, text string) usher.State {
	if s.stopped {
		return ""
	}
	name := usher.Var[string]{Name: "name"}
	router, err := usher.New(usher.Config{
		Tenant: "acme", Store: s.store, EncodeRuns: encoded, Now: NewClock(ChatStart).Now, Log: slog.New(slog.DiscardHandler),
		Host: usher.HostFunc(func(context.Context, usher.Effect) error { return nil }),
		Desk: usher.Desk{Teams: []usher.Team{{ID: "help"}}, Fallback: usher.Fallback{Team: "help"}, Agents: []usher.Agent{
			{ID: "ana", Teams: []string{"help"}, Status: usher.Online, Capacity: 9},
		}},
		Workflows: []usher.Workflow{
			usher.Flow{Name: "outer", Vars: []usher.Variable{name}, Steps: usher.Steps{
				usher.RunWorkflow{Workflow: "inner"},
				usher.When(`name == "forty two"`, usher.Assign{Team: "help"}).Else(usher.CloseConversation{}),
			}},
			usher.Flow{Name: "inner", On: []usher.Trigger{usher.OnManual}, Vars: []usher.Variable{name}, Steps: usher.Steps{
				usher.AskQuestion{Text: "Who?", SaveTo: name, Else: usher.Steps{usher.CloseConversation{}}},
			}},
		},
	})
	if err != nil {
		panic(err) // the workflows above do compile
	}
	outcome, err := router.Route(s.ctx, usher.Conversation{
		ID: conversation, Channel: "web", Contact: usher.Contact{ID: "mia"}, Message: usher.Message{ID: message, Text: text},
	})
	if err != nil {
		s.stopf(ruleCommit, "a router cannot work on it: %v", err)
		return ""
	}
	return outcome.Of().State
}
