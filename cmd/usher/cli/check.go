package cli

import (
	"context"
	"flag"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gousher/usher"
	"github.com/gousher/usher/file"
)

func checkCommand() command {
	return command{
		name: "check", args: "FILE...", about: "load desk, workflow and scenario files, and print every mistake",
		more: `
A mistake is printed with its place, the line with a caret, and a hint. Warnings do not fail.
Of a directory, every .yaml, .yml and .json file below it that begins with "usher:" is checked.
Name the desk with its workflows: they are checked against it, or, of several desks, against the one in their directory.
With --channel it also warns of what a channel will not show as it is written: too many choices for buttons, long titles
and texts. Nothing is lost then, but it looks different.
The channels are ` + strings.Join(usher.ChannelNames(), ", ") + `.

  usher check desk.yaml front-desk.yaml
  usher check .
  usher check --channel whatsapp,telegram .`,
		prepare: func(flags *flag.FlagSet) action {
			var c check
			flags.Var(&c.channels, "channel", "warn of what the channel `NAME` will show otherwise; several with commas, or one by one")
			flags.BoolVar(&c.github, "github", false, "print GitHub's annotations as well; where GITHUB_ACTIONS=true without asking")
			return c.run
		},
	}
}

type check struct {
	github   bool
	channels channels
}

// channels is a flag that names channels: several with commas, or one by one.
type channels []string

// String is the list as one text.
func (c *channels) String() string { return strings.Join(*c, ",") }

// Set adds the channels named.
func (c *channels) Set(value string) error {
	for name := range strings.SplitSeq(value, ",") {
		name = strings.ToLower(strings.TrimSpace(name))
		if known := usher.ChannelNames(); !slices.Contains(known, name) {
			return fmt.Errorf("the channels are %s%s", strings.Join(known, ", "), didYouMean(name, known))
		}
		if !slices.Contains(*c, name) {
			*c = append(*c, name)
		}
	}
	return nil
}

func (c *check) run(_ context.Context, in *input) (int, error) {
	if len(in.args) == 0 {
		return 0, usagef("name the files to check")
	}
	files, err := definitionsIn(in.args)
	if err != nil {
		return 0, err
	}
	found, err := file.Format{Kinds: in.kinds(), Channels: c.channels}.Check(files...)
	if err != nil {
		return 0, fmt.Errorf("the kinds of this program: %w", err)
	}
	r := newFindings(found, concerned(files, found))
	if in.json {
		err = writeJSON(in.Out, r)
	} else {
		r.printMistakes(in.Out)
		if c.github || in.env("GITHUB_ACTIONS") == "true" {
			annotate(in.Out, found)
		}
		fmt.Fprintln(in.Out, r.summary())
	}
	return r.status(), err
}

// findings are what is wrong with files.
type findings struct {
	Diagnostics usher.Diagnostics `json:"diagnostics"`
	Files       int               `json:"files"`
	Errors      int               `json:"errors"`
	Warnings    int               `json:"warnings"`
}

func newFindings(found usher.Diagnostics, files int) findings {
	if found == nil {
		found = usher.Diagnostics{} // an empty list, for machines
	}
	errs := len(found.Errors())
	return findings{Diagnostics: found, Files: files, Errors: errs, Warnings: len(found) - errs}
}

// concerned counts the files that were named, and those they led to that have something wrong with them.
func concerned(named []string, found usher.Diagnostics) int {
	files := map[string]bool{}
	for _, name := range named {
		files[filepath.ToSlash(filepath.Clean(name))] = true
	}
	for _, d := range found {
		if d.File != "" {
			files[d.File] = true
		}
	}
	return len(files)
}

func (r findings) status() int {
	if r.Errors > 0 {
		return exitFindings
	}
	return exitOK
}

// print prints every mistake, and last how many there are.
func (r findings) print(w io.Writer) {
	r.printMistakes(w)
	fmt.Fprintln(w, r.summary())
}

func (r findings) printMistakes(w io.Writer) {
	for _, d := range r.Diagnostics {
		fmt.Fprintf(w, "%s\n\n", printable(d.String()))
	}
}

func (r findings) summary() string {
	files, warnings := counted(r.Files, "file"), ""
	if r.Warnings > 0 {
		warnings = ", " + counted(r.Warnings, "warning")
	}
	if r.Errors == 0 {
		return files + ": no mistakes" + warnings
	}
	return counted(r.Errors, "mistake") + warnings + " in " + files
}
