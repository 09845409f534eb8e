package cli

import (
	"errors"
	"flag"
	"fmt"
	"slices"
	"strings"

	"github.com/gousher/usher/internal/rule"
)

// errHelp says that the help was asked for.
var errHelp = errors.New("help is wanted")

// parse reads the flags out of the arguments, wherever they stand, and returns the rest. After "--" nothing is a flag;
// "-" alone is an argument.
func parse(flags *flag.FlagSet, args []string) ([]string, error) {
	var rest []string
	for len(args) > 0 {
		arg := args[0]
		args = args[1:]
		switch {
		case arg == "--":
			return append(rest, args...), nil
		case len(arg) < 2 || arg[0] != '-':
			rest = append(rest, arg)
			continue
		}
		var err error
		if args, err = take(flags, arg, args); err != nil {
			return nil, err
		}
	}
	return rest, nil
}

// take reads one flag, and its value from the arguments after it if it needs one.
func take(flags *flag.FlagSet, arg string, after []string) ([]string, error) {
	name, value, given := strings.Cut(strings.TrimPrefix(arg[1:], "-"), "=")
	if name == "help" || name == "h" {
		return nil, errHelp
	}
	f := flags.Lookup(name)
	if f == nil {
		return nil, usagef("unknown flag %s%s", dashed(name), nearestFlag(name, flags))
	}
	truth, ok := f.Value.(interface{ IsBoolFlag() bool })
	switch {
	case given:
	case ok && truth.IsBoolFlag():
		value = "true"
	case len(after) == 0:
		what, _ := flag.UnquoteUsage(f)
		return nil, usagef("the flag --%s needs a value: --%s %s", name, name, what)
	default:
		value, after = after[0], after[1:]
	}
	if err := flags.Set(name, value); err != nil {
		return nil, usagef("--%s cannot be %q: %v", name, value, err)
	}
	return after, nil
}

func dashed(name string) string {
	if len(name) == 1 {
		return "-" + name
	}
	return "--" + name
}

func nearestFlag(name string, flags *flag.FlagSet) string {
	known := []string{"help"}
	flags.VisitAll(func(f *flag.Flag) { known = append(known, f.Name) })
	if nearest := rule.Nearest(name, known); nearest != "" {
		return fmt.Sprintf(", did you mean --%s?", nearest)
	}
	return ""
}

// list is a flag that may be given several times.
type list []string

// String is the list as one text.
func (l *list) String() string { return strings.Join(*l, ", ") }

// Set adds one value.
func (l *list) Set(value string) error {
	*l = append(*l, value)
	return nil
}

// word is a flag that is one of several words.
type word struct {
	value string
	known []string
}

// String is the word.
func (w *word) String() string { return w.value }

// Set takes one of the words.
func (w *word) Set(value string) error {
	if !slices.Contains(w.known, value) {
		return fmt.Errorf("give one of %s%s", strings.Join(w.known, ", "), didYouMean(value, w.known))
	}
	w.value = value
	return nil
}
