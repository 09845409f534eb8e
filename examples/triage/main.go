// Triage routes every message of a CSV file to the teams of a desk, and prints which share each team gets, how far that
// agrees with the file's own labels, and how long the router took.
//
//	go run ./examples/triage messages.csv --text text --label team
//
// Two desks with keyword tables are built in, a bank's and a voice assistant's. They show how far a table that people can
// read goes; your own is a file like bank.go.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
)

// The exit statuses.
const (
	statusOK    = 0
	statusWrong = 1 // the file is malformed, or the router failed
	statusUsage = 2 // the command line is wrong
)

const usage = `usage: triage FILE.csv [--text COLUMN] [--label COLUMN] [--desk bank|assistant] [--close-after N] [--misses N]

Routes every message of FILE.csv and prints the share of each team.

`

// options are what the command line says.
type options struct {
	file       string
	text       string
	label      string
	desk       string
	closeAfter int
	misses     int
}

// A usageError is a mistake in the command line.
type usageError struct{ text string }

func (e usageError) Error() string { return e.text }

func usagef(format string, args ...any) error { return usageError{fmt.Sprintf(format, args...)} }

func main() {
	os.Exit(run(context.Background(), os.Args[1:], os.Stdout, os.Stderr))
}

// run is the whole program but for the process around it: it returns the exit status.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	o, flags, err := parse(args)
	if err == nil {
		err = triage(ctx, o, stdout, stderr)
	}
	wrong, ours := errors.AsType[usageError](err)
	switch {
	case err == nil:
		return statusOK
	case errors.Is(err, flag.ErrHelp):
		printUsage(flags, stdout)
		return statusOK
	case ours:
		say(stderr, "triage: "+wrong.text+"\n\n")
		printUsage(flags, stderr)
		return statusUsage
	}
	say(stderr, "triage: "+err.Error()+"\n")
	return statusWrong
}

// say prints a text; there is nobody to tell that a terminal is gone.
func say(out io.Writer, text string) { _, _ = io.WriteString(out, text) }

func printUsage(flags *flag.FlagSet, out io.Writer) {
	say(out, usage)
	flags.SetOutput(out)
	flags.PrintDefaults()
}

// parse reads the command line. Flags may stand before the file's name and after it.
func parse(args []string) (options, *flag.FlagSet, error) {
	var o options
	flags := flag.NewFlagSet("triage", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.Usage = func() {}
	flags.StringVar(&o.text, "text", "text", "the `column` of the messages")
	flags.StringVar(&o.label, "label", "", "the `column` that says where each message belongs (default: none)")
	flags.StringVar(&o.desk, "desk", "", "`bank or assistant` (default: the one that knows the file's labels)")
	flags.IntVar(&o.closeAfter, "close-after", 30, "an agent is done with a conversation after so many further `messages`")
	flags.IntVar(&o.misses, "misses", 0, "show the first `N` messages that went to another team than their label's")
	var files []string
	for rest := args; ; {
		if err := flags.Parse(rest); errors.Is(err, flag.ErrHelp) {
			return o, flags, flag.ErrHelp
		} else if err != nil {
			return o, flags, usagef("%s", err)
		}
		if flags.NArg() == 0 {
			break
		}
		files, rest = append(files, flags.Arg(0)), flags.Args()[1:]
	}
	err := o.check(files)
	return o, flags, err
}

// check takes the file's name, and says what does not fit.
func (o *options) check(files []string) error {
	switch {
	case len(files) == 0:
		return usagef("name the CSV file")
	case len(files) > 1:
		return usagef("one file at a time: %s", strings.Join(files, ", "))
	case o.closeAfter < 1:
		return usagef("--close-after %d: give at least 1", o.closeAfter)
	case o.misses > 0 && o.label == "":
		return usagef("--misses needs --label")
	}
	o.file = files[0]
	return nil
}

// triage reads the file, chooses the desk, routes, and reports.
func triage(ctx context.Context, o options, stdout, stderr io.Writer) error {
	data, err := os.ReadFile(o.file)
	if err != nil {
		return usagef("%s", err)
	}
	in, err := read(o.file, data, o.text, o.label)
	if err != nil {
		return err
	}
	chosen, why, err := choose(o.desk, in)
	if err != nil {
		return err
	}
	r := newReport(o, in, chosen, why)
	floor, err := open(chosen, o.closeAfter, stderr) //nolint:contextcheck // usher.New waits for nothing
	if err != nil {
		return err
	}
	if err := floor.routeAll(ctx, in.messages, r.add); err != nil {
		return err
	}
	r.floor = floor
	return r.print(stdout)
}

// choose finds the desk: the one that is named, else the one that knows most of the file's labels, else the first.
func choose(name string, in *input) (setup, string, error) {
	if name != "" {
		for _, s := range desks {
			if s.name == name {
				return s, "as the command line says", nil
			}
		}
		return setup{}, "", usagef("there is no desk %q%s: %s", name, didYouMean(name, deskNames()), strings.Join(deskNames(), ", "))
	}
	if len(in.labels) == 0 {
		return desks[0], "the file's labels are not known; --desk chooses", nil
	}
	best, most := desks[0], 0
	known := make([]string, len(desks))
	for i, s := range desks {
		n := s.knows(in.labels)
		known[i] = fmt.Sprintf("%s knows %d", s.name, n)
		if n > most {
			best, most = s, n
		}
	}
	return best, fmt.Sprintf("of the file's %s %s", count(len(in.labels), "label"), strings.Join(known, ", ")), nil
}
