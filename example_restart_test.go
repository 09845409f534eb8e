package usher_test

import (
	"context"
	"fmt"

	"github.com/gousher/usher"
)

// How do I deploy a new revision when chats wait in the store? Give the new program the earlier revisions that runs under
// way still need: they go on with those. A run whose revision is nowhere goes to the fallback.
func ExampleConfig_earlier() {
	greeting := func(revision int, goodbye string) usher.Workflow {
		return usher.Flow{Name: "greeting", Revision: revision, Steps: usher.Steps{
			usher.AskQuestion{Text: "How are you?"}, usher.SendMessage{Text: goodbye}, usher.CloseConversation{},
		}}
	}
	store := usher.NewMemoryStore() // one that survives the process, in production
	config := usher.Config{
		Store: store, Workflow: greeting(1, "Good."),
		Host: usher.HostFunc(func(_ context.Context, effect usher.Effect) error {
			if e, ok := effect.(usher.Send); ok {
				fmt.Println(e.Conversation, "<-", e.Text)
			}
			return nil
		}),
		Desk: usher.Desk{Teams: []usher.Team{{ID: "support"}}, Fallback: usher.Fallback{Team: "support"}},
	}
	says := func(router *usher.Router, conversation, id, text string) {
		outcome, err := router.Route(context.Background(), usher.Conversation{
			ID: conversation, Message: usher.Message{ID: id, Text: text},
		})
		if err != nil {
			panic(err)
		}
		fmt.Printf("%s is %s by revision %d\n", conversation, outcome.Of().State, outcome.Of().Revision)
	}
	before, err := usher.New(config)
	if err != nil {
		panic(err)
	}
	says(before, "c1", "m1", "hi")
	if err = before.Wake(context.Background()); err != nil { // Run does it when it ends: what was delivered is not delivered again
		panic(err)
	}

	config.Workflow, config.Earlier = greeting(2, "Good to hear."), []usher.Workflow{greeting(1, "Good.")}
	after, err := usher.New(config) // the next process
	if err != nil {
		panic(err)
	}
	says(after, "c1", "m2", "fine")
	says(after, "c1", "m3", "hi again")
	says(after, "c1", "m4", "fine")
	// Output:
	// c1 <- How are you?
	// c1 is asking by revision 1
	// c1 <- Good.
	// c1 is closed by revision 1
	// c1 <- How are you?
	// c1 is asking by revision 2
	// c1 <- Good to hear.
	// c1 is closed by revision 2
}
