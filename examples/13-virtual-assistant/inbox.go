package main

import (
	"context"
	"fmt"
	"io"

	"github.com/gousher/usher"
)

// inbox prints what there is to do.
func inbox(out io.Writer) usher.Host {
	return usher.HostFunc(func(_ context.Context, effect usher.Effect) error {
		switch e := effect.(type) {
		case usher.Send:
			fmt.Fprintln(out, "        ", e.ContactID, "<-", e.Text)
			for i, choice := range e.Choices {
				fmt.Fprintf(out, "             [%s: %s]\n", choice.Title, e.WireID(i))
			}
		case usher.Note:
			fmt.Fprintln(out, "        ", "note:", e.Text)
		case usher.HandOver:
			fmt.Fprintln(out, "        ", e.ContactID, "is handed to", e.Agent)
		case usher.Close:
			fmt.Fprintln(out, "        ", "closed:", e.Category)
		}
		return nil
	})
}
