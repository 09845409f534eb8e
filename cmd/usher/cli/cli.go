// Package cli is the command line of usher, for programs that bring kinds of their own:
//
//	func main() {
//		os.Exit(cli.Main(cli.Program{Kinds: file.Kinds{Actions: map[string]file.Action{"lookup": {Do: crm}}}}, os.Args[1:]))
//	}
package cli

import (
	"io"
	"os"

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
	// Kinds are steps, actions and strategies that files may use beside those of usher.
	Kinds file.Kinds
	// In, Out and Err default to the standard ones.
	In  io.Reader
	Out io.Writer
	Err io.Writer
}

// Main runs one command and returns the exit status: 0 all is well, 1 findings, 2 wrong usage.
func Main(p Program, args []string) int {
	if p.In == nil {
		p.In = os.Stdin
	}
	if p.Out == nil {
		p.Out = os.Stdout
	}
	if p.Err == nil {
		p.Err = os.Stderr
	}
	return p.run(args)
}
