package usher_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/gousher/usher"
)

// How do I see what was erased when a contact is forgotten? Forget counts it. What your Host and your logs have is yours to erase.
func ExampleForgotten() {
	router, err := usher.New(usher.Config{
		Workflow: usher.Flow{Name: "front desk", Steps: usher.Steps{
			usher.AskQuestion{Text: "Your order number?", SaveTo: usher.ContactField("order"), Timeout: time.Hour, Else: usher.Steps{usher.CloseConversation{}}},
			usher.CloseConversation{},
		}},
		Host: usher.HostFunc(func(context.Context, usher.Effect) error { return nil }),
		Desk: usher.Desk{Teams: []usher.Team{{ID: "support"}}, Fallback: usher.Fallback{Team: "support"}},
	})
	if err != nil {
		panic(err)
	}
	ctx := context.Background()
	for i, message := range []struct{ conversation, text string }{{"c1", "hi"}, {"c1", "4711"}, {"c2", "hi again"}} {
		_, err = router.Route(ctx, usher.Conversation{
			ID: message.conversation, Contact: usher.Contact{ID: "mia"}, Message: usher.Message{ID: fmt.Sprint("m", i), Text: message.text},
		})
		if err != nil {
			panic(err)
		}
	}
	for range 2 {
		var forgotten usher.Forgotten
		forgotten, err = router.Forget(ctx, "mia")
		if err != nil {
			panic(err)
		}
		fmt.Printf("known: %t; closed first: %v; erased: %d conversations, %d remembered messages\n",
			forgotten.Contact, forgotten.Closed, forgotten.Erased.Conversations, forgotten.Erased.Messages)
	}
	_, err = router.Explain(ctx, "c1")
	fmt.Println("unknown:", errors.Is(err, usher.ErrUnknown))
	// Output:
	// known: true; closed first: [c2]; erased: 2 conversations, 3 remembered messages
	// known: false; closed first: []; erased: 0 conversations, 0 remembered messages
	// unknown: true
}
