// Workflow-files reads who works here, and what is done with a message, from files.
//
// New here: desk.yaml and front-desk.yaml beside this program, built into it with go:embed. They say the same as Go code
// would, so that people who do not program can read and change them. What is wrong with a file is found when it is loaded:
// all mistakes at once, each with its line, as broken.yaml shows. (The command "usher check" finds them in an editor or in CI.)
package main

import (
	"context"
	"embed"
	"fmt"
	"io"
	"os"

	"github.com/gousher/usher"
	"github.com/gousher/usher/file"
)

//go:embed *.yaml
var files embed.FS

func main() {
	if err := run(context.Background(), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out io.Writer) error {
	format := file.Format{FS: files} // without FS: from the file system
	definition, err := format.Load("desk.yaml", "front-desk.yaml")
	if err != nil {
		return err
	}
	router, err := usher.New(usher.Config{
		Desk: *definition.Desk, Workflows: definition.Workflows,
		Host: usher.HostFunc(func(_ context.Context, effect usher.Effect) error {
			switch e := effect.(type) {
			case usher.Send:
				fmt.Fprintf(out, "  %s <- %s\n", e.Conversation, e.Text)
			case usher.HandOver:
				fmt.Fprintf(out, "  %s is handed to %s of %s\n", e.Conversation, e.Agent, e.Team)
			}
			return nil
		}),
	})
	if err != nil {
		return err
	}
	for i, line := range []struct{ conversation, name, text string }{
		{"c1", "Mia", "How much is the large one?"},
		{"c2", "Tom", "Hello"},
		{"c2", "Tom", "support"},
	} {
		fmt.Fprintf(out, "  %s -> %s\n", line.conversation, line.text)
		_, err = router.Route(ctx, usher.Conversation{
			ID: line.conversation, Channel: "web", Contact: usher.Contact{ID: line.name, Name: line.name},
			Message: usher.Message{ID: fmt.Sprint("m", i), Text: line.text},
		})
		if err != nil {
			return err
		}
	}

	fmt.Fprintln(out, "\nA file with mistakes is not loaded:")
	_, err = format.Load("desk.yaml", "broken.yaml")
	fmt.Fprintln(out, err)
	return nil
}
