package recipes_test

import (
	"context"
	"fmt"

	"github.com/gousher/usher"
	"github.com/gousher/usher/file"
	"github.com/gousher/usher/recipes"
)

// A program can use a recipe as it is, without writing its files anywhere.
func ExampleAll() {
	for _, recipe := range recipes.All() {
		if recipe.Name != "by-function" {
			continue
		}
		definition, err := file.Format{FS: recipe.Files}.Load("desk.yaml", "workflow.yaml")
		if err != nil {
			fmt.Println(err)
			return
		}
		router, err := usher.New(usher.Config{
			Desk: *definition.Desk, Workflows: definition.Workflows,
			Host: usher.HostFunc(func(_ context.Context, effect usher.Effect) error {
				if send, ok := effect.(usher.Send); ok {
					fmt.Println(send.Text)
				}
				return nil
			}),
		})
		if err != nil {
			fmt.Println(err)
			return
		}
		ctx := context.Background()
		mia := usher.Contact{ID: "mia", Name: "Mia"}
		_, _ = router.Route(ctx, usher.Conversation{ID: "c1", Contact: mia, Message: usher.Message{ID: "m1", Text: "hi"}})
		outcome, err := router.Route(ctx, usher.Conversation{ID: "c1", Contact: mia, Message: usher.Message{ID: "m2", Text: "an invoice"}})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(outcome.Of().Team, outcome.Of().Agent)
	}
	// Output:
	// Hello, and thank you for writing. What is it about?
	// billing paula
}
