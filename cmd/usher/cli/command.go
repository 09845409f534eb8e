package cli

import "fmt"

// A command is one word after "usher".
type command struct {
	name  string
	usage string // the arguments
	about string // one line
	run   func(p Program, args []string) int
}

// commands are those that there are, in the order in which the help lists them. Each stands in a file of its own name.
func commands() []command {
	return []command{}
}

func (p Program) run(args []string) int {
	for _, c := range commands() {
		if len(args) > 0 && c.name == args[0] {
			return c.run(p, args[1:])
		}
	}
	fmt.Fprintln(p.Err, "usage: usher COMMAND [arguments]")
	return exitUsage
}
