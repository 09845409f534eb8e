package cli

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"

	"github.com/gousher/usher/internal/rule"
)

// A command is one word after "usher".
type command struct {
	name  string
	args  string // the arguments, as the usage line shows them
	about string // one line
	more  string // what else the help says: paragraphs, examples
	// prepare defines the command's flags and returns what runs it when they have been read.
	prepare func(flags *flag.FlagSet) action
}

// An action is what a command does. It returns the exit status; or an error, which counts as wrong usage if it is a
// usageError and as a finding otherwise.
type action func(ctx context.Context, in *input) (int, error)

// input is what a command is given.
type input struct {
	Program

	args []string // without the flags
	json bool     // machines are listening
}

// commands are those that there are, in the order in which the help lists them. Each stands in a file of its own name.
func commands() []command {
	return []command{
		newCommand(),
		checkCommand(),
		testCommand(),
		explainCommand(),
		playCommand(),
		graphCommand(),
		routeCommand(),
		schemaCommand(),
		versionCommand(),
		helpCommand(),
	}
}

func commandNamed(name string) (command, bool) {
	for _, c := range commands() {
		if c.name == name {
			return c, true
		}
	}
	return command{}, false
}

func commandNames() []string {
	all := commands()
	names := make([]string, len(all))
	for i, c := range all {
		names[i] = c.name
	}
	return names
}

func unknownCommand(name string) string {
	if len(name) > 1 && name[0] == '-' {
		return fmt.Sprintf("the command comes first: usher COMMAND %s", name)
	}
	return fmt.Sprintf("unknown command %q%s", name, didYouMean(name, commandNames()))
}

// ready is the command with its flags, --json among them.
func (c command) ready(p Program) (*flag.FlagSet, *input, action) {
	in := &input{Program: p}
	flags := flag.NewFlagSet(c.name, flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.BoolVar(&in.json, "json", false, "speak to machines: JSON on the standard output")
	do := c.prepare(flags)
	return flags, in, do
}

// line is how the command is called.
func (c command) line() string {
	line := "usher " + c.name
	if c.args != "" {
		line += " " + c.args
	}
	return line
}

// A usageError is a mistake in the command line.
type usageError struct{ text string }

func (e usageError) Error() string { return e.text }

func usagef(format string, args ...any) error { return usageError{fmt.Sprintf(format, args...)} }

// didYouMean is ", did you mean X?" if a known name is near, else nothing.
func didYouMean(name string, known []string) string {
	if nearest := rule.Nearest(name, known); nearest != "" {
		return fmt.Sprintf(", did you mean %s?", nearest)
	}
	return ""
}

// counted is "1 file", "2 files".
func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// writeJSON prints a value for machines.
func writeJSON(w io.Writer, value any) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(value); err != nil {
		return fmt.Errorf("the result cannot be written: %w", err)
	}
	return nil
}
