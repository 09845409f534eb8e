package usher_test

import (
	"context"
	"fmt"

	"github.com/gousher/usher"
)

// How do I put a new revision of a workflow in force while chats run? Raise its Revision and pass it to Use: runs under way
// go on with the one that they were started with.
func ExampleRouter_Use_revision() {
	greeting := func(revision int, question, goodbye string) usher.Workflow {
		return usher.Flow{Name: "greeting", Revision: revision, Steps: usher.Steps{
			usher.AskQuestion{Text: question}, usher.SendMessage{Text: goodbye}, usher.CloseConversation{},
		}}
	}
	router, err := usher.New(usher.Config{
		Workflow: greeting(1, "How are you?", "Good."),
		Host: usher.HostFunc(func(_ context.Context, effect usher.Effect) error {
			if e, ok := effect.(usher.Send); ok {
				fmt.Println(e.Conversation, "<-", e.Text)
			}
			return nil
		}),
		Desk: usher.Desk{Teams: []usher.Team{{ID: "support"}}, Fallback: usher.Fallback{Team: "support"}},
	})
	if err != nil {
		panic(err)
	}
	ctx := context.Background()
	says := func(conversation, id, text string) {
		_, err = router.Route(ctx, usher.Conversation{ID: conversation, Message: usher.Message{ID: id, Text: text}})
		if err != nil {
			panic(err)
		}
	}
	says("c1", "m1", "hi")
	_, err = router.Use(ctx, usher.Definition{Workflows: []usher.Workflow{greeting(2, "What brings you here?", "I see.")}})
	if err != nil {
		panic(err)
	}
	says("c2", "m2", "hi")
	says("c1", "m3", "fine")
	says("c2", "m4", "curiosity")
	// Output:
	// c1 <- How are you?
	// c2 <- What brings you here?
	// c1 <- Good.
	// c2 <- I see.
}
