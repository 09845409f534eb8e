package cli

import (
	"context"
	"flag"
	"fmt"
	"io"
	"strings"
)

func helpCommand() command {
	return command{
		name: "help", args: "[COMMAND]", about: "list the commands, or explain one",
		prepare: func(*flag.FlagSet) action { return help },
	}
}

func help(_ context.Context, in *input) (int, error) {
	switch len(in.args) {
	case 0:
		if in.json {
			return exitOK, writeJSON(in.Out, map[string]any{"commands": described(commands())})
		}
		in.printCommands(in.Out)
		return exitOK, nil
	case 1:
	default:
		return 0, usagef("one command at a time: %s", strings.Join(in.args, ", "))
	}
	c, ok := commandNamed(in.args[0])
	if !ok {
		return 0, usagef("%s", unknownCommand(in.args[0]))
	}
	if in.json {
		return exitOK, writeJSON(in.Out, described([]command{c})[0])
	}
	in.printHelp(in.Out, c)
	return exitOK, nil
}

// printCommands lists the commands.
func (p Program) printCommands(w io.Writer) {
	fmt.Fprint(w, "usher checks, draws and tries out workflows that are written as files.\n\nusage: usher COMMAND [arguments]\n\n")
	for _, c := range commands() {
		fmt.Fprintf(w, "  %-8s  %s\n", c.name, c.about)
	}
	fmt.Fprint(w, "\n\"usher help COMMAND\" says more. Every command takes --json.\n",
		"Exit status: 0 all is well; 1 findings; 2 wrong usage.\n")
}

// printHelp explains one command.
func (p Program) printHelp(w io.Writer, c command) {
	fmt.Fprintf(w, "usage: %s\n\n%s.\n", c.line(), strings.ToUpper(c.about[:1])+c.about[1:])
	if c.more != "" {
		fmt.Fprintf(w, "\n%s\n", strings.TrimSpace(c.more))
	}
	fmt.Fprint(w, "\nflags:\n")
	rows, width := flagRows(c, p)
	for _, row := range rows {
		fmt.Fprintf(w, "  %-*s  %s\n", width, row.Flag, row.About)
	}
}

// A flagRow is one flag in the help.
type flagRow struct {
	Flag  string `json:"flag"`
	About string `json:"about"`
}

// flagRows are the command's flags in the order of their names, and the width of the longest.
func flagRows(c command, p Program) (rows []flagRow, width int) {
	flags, _, _ := c.ready(p)
	flags.VisitAll(func(f *flag.Flag) {
		what, about := flag.UnquoteUsage(f)
		row := flagRow{Flag: strings.TrimSpace("--" + f.Name + " " + what), About: about}
		if f.DefValue != "" && f.DefValue != "false" {
			row.About += fmt.Sprintf(" (default: %s)", f.DefValue)
		}
		rows, width = append(rows, row), max(width, len(row.Flag))
	})
	return rows, width
}

// A description is a command as machines read it.
type description struct {
	Command string    `json:"command"`
	Usage   string    `json:"usage"`
	About   string    `json:"about"`
	Flags   []flagRow `json:"flags"`
}

func described(all []command) []description {
	list := make([]description, len(all))
	for i, c := range all {
		rows, _ := flagRows(c, Program{})
		list[i] = description{Command: c.name, Usage: c.line(), About: c.about, Flags: rows}
	}
	return list
}
