// Command generate writes the schemas that are shipped, into the directory in which it runs.
package main

import (
	"fmt"
	"os"

	"github.com/gousher/usher/cmd/usher/schema"
	"github.com/gousher/usher/file"
)

func main() {
	for _, word := range schema.Words() {
		data, err := schema.For(word, file.Kinds{})
		if err == nil {
			err = os.WriteFile(schema.Name(word), data, 0o600)
		}
		if err != nil {
			fmt.Fprintf(os.Stderr, "the schema of a %s: %v\n", word, err)
			os.Exit(1)
		}
	}
}
