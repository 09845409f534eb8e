// Command usher checks, tests, draws and plays workflows that are written as files, without a line of Go.
//
//	usher check desk.yaml front-desk.yaml
//	usher test scenarios/
//	usher play front-desk.yaml --desk desk.yaml
//
// "usher help" lists the commands. A company that has steps, actions or strategies of its own builds its own usher of
// package cli, which then knows them as well.
package main

import (
	"os"
	_ "time/tzdata" // calendars name zones, and a small container has no database of them

	"github.com/gousher/usher/cmd/usher/cli"
)

func main() {
	os.Exit(cli.Main(cli.Program{}, os.Args[1:]))
}
