// Package file reads and writes the files that describe a desk, workflows and scenarios, in YAML or JSON.
//
//	definition, err := file.Load("desk.yaml", "front-desk.yaml")
//	if err != nil {
//		log.Fatal(err) // every mistake of every file, each with file, line, column, a caret and a hint
//	}
//	router, err := usher.New(usher.Config{Desk: *definition.Desk, Workflows: definition.Workflows, Host: inbox})
//
// A file and Go code say the same: what Load reads is the value that a program would write, and [Format.EncodeWorkflow]
// and [Format.EncodeDesk] write it back.
//
// Steps, actions and strategies of your own take part under a registered name: see [Kinds].
//
// Nothing in a file is ignored: an unknown key, a wrong type, an unknown name is a mistake with its place. All mistakes of
// all files are found in one pass. What a file says of holidays in an iCalendar file is read with it; written back, the days
// stand in the file itself.
package file
