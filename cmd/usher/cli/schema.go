package cli

import (
	"context"
	"flag"
	"fmt"
	"strings"

	"github.com/gousher/usher/cmd/usher/schema"
	"github.com/gousher/usher/file"
)

func schemaCommand() command {
	return command{
		name: "schema", args: strings.Join(schema.Words(), "|"), about: "print the JSON Schema of a kind of files, for editors",
		more: `
With it an editor completes, explains and checks the files while they are written. The steps, actions and strategies of
this program are among what it knows.

  usher schema workflow > workflow.v1.json

A first line names it to every editor that has yaml-language-server:

  # yaml-language-server: $schema=workflow.v1.json`,
		prepare: func(*flag.FlagSet) action { return printSchema },
	}
}

func printSchema(_ context.Context, in *input) (int, error) {
	known := strings.Join(schema.Words(), ", ")
	switch {
	case len(in.args) == 0:
		return 0, usagef("say which schema: %s", known)
	case len(in.args) > 1:
		return 0, usagef("one schema at a time: %s", strings.Join(in.args, ", "))
	}
	if _, err := (file.Format{Kinds: in.kinds()}).Check(); err != nil {
		return 0, fmt.Errorf("the kinds of this program: %w", err)
	}
	word := in.args[0]
	data, err := schema.For(word, in.kinds())
	if err != nil {
		if hint := didYouMean(word, schema.Words()); hint != "" {
			return 0, usagef("there is no schema of %q%s", word, hint)
		}
		return 0, usagef("there is no schema of %q: the schemas are %s", word, known)
	}
	if _, err := in.Out.Write(data); err != nil {
		return 0, fmt.Errorf("the schema cannot be written: %w", err)
	}
	return exitOK, nil
}
