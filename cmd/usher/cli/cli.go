// Package cli is the command line of usher, for programs that bring kinds of their own:
//
//	func main() {
//		os.Exit(cli.Main(cli.Program{Kinds: kinds}, os.Args[1:]))
//	}
//
//	func kinds(client *http.Client) file.Kinds {
//		return file.Kinds{Actions: map[string]file.Action{"lookup": {Do: crm.Lookup{Client: client}}}}
//	}
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"runtime/debug"
	"time"

	"github.com/gousher/usher/file"
)

// The exit statuses of every command.
const (
	exitOK       = 0 // all is well
	exitFindings = 1 // an invalid file, a failed scenario
	exitUsage    = 2 // wrong usage
)

// Program is a command line. The zero value is usher's own.
type Program struct {
	// Kinds are steps, actions and strategies that files may use beside those of usher. They are made with the client that
	// actions are to use: in scenarios it reaches the stubs, elsewhere it is http.DefaultClient. Nil: there are none.
	Kinds func(client *http.Client) file.Kinds
	// In, Out and Err default to the standard ones.
	In  io.Reader
	Out io.Writer
	Err io.Writer

	// What tests fix: the clock, the environment, how the program was built.
	now   func() time.Time
	env   func(name string) string
	build func() (*debug.BuildInfo, bool)
}

// Main runs one command and returns the exit status: 0 all is well, 1 findings, 2 wrong usage.
func Main(p Program, args []string) int {
	return p.orDefault().run(context.Background(), args)
}

func (p Program) orDefault() Program {
	if p.In == nil {
		p.In = os.Stdin
	}
	if p.Out == nil {
		p.Out = os.Stdout
	}
	if p.Err == nil {
		p.Err = os.Stderr
	}
	if p.now == nil {
		p.now = time.Now
	}
	if p.env == nil {
		p.env = os.Getenv
	}
	if p.build == nil {
		p.build = debug.ReadBuildInfo
	}
	return p
}

// kinds are the kinds for everything but scenarios.
func (p Program) kinds() file.Kinds {
	if p.Kinds == nil {
		return file.Kinds{}
	}
	return p.Kinds(http.DefaultClient)
}

// run runs the command that the first argument names.
func (p Program) run(ctx context.Context, args []string) int {
	if len(args) == 0 {
		p.printCommands(p.Err)
		return exitUsage
	}
	name := args[0]
	switch name {
	case "-h", "-help", "--help":
		name = "help"
	case "-version", "--version":
		name = "version"
	}
	c, ok := commandNamed(name)
	if !ok {
		fmt.Fprintf(p.Err, "usher: %s\n\"usher help\" lists the commands.\n", printable(unknownCommand(name)))
		return exitUsage
	}
	return p.call(ctx, c, args[1:])
}

// call reads the command's flags, runs it, and says what went wrong.
func (p Program) call(ctx context.Context, c command, args []string) int {
	flags, in, do := c.ready(p)
	positional, err := parse(flags, args)
	status := exitOK
	if err == nil {
		in.args = positional
		status, err = do(ctx, in)
	}
	wrong, usage := errors.AsType[usageError](err)
	switch {
	case err == nil:
		return status
	case errors.Is(err, errHelp):
		p.printHelp(p.Out, c)
		return exitOK
	case usage:
		fmt.Fprintf(p.Err, "usher %s: %s\nusage: %s\n\"usher help %s\" says more.\n", c.name, printable(wrong.text), c.line(), c.name)
		return exitUsage
	}
	fmt.Fprintf(p.Err, "usher %s: %s\n", c.name, printable(err.Error()))
	return exitFindings
}
