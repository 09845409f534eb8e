package usher_test

import (
	"fmt"
	"time"

	"github.com/gousher/usher"
)

// How do I drive the machine by hand? Compile a workflow and move a run by one event at a time: without a store, a clock or
// a goroutine.
func ExampleProgram_Step() {
	name := usher.Var[string]{Name: "name"}
	program, err := usher.Compile(usher.Flow{Name: "greeter", Vars: []usher.Variable{name}, Steps: usher.Steps{
		usher.AskQuestion{Text: "What is your name?", SaveTo: name},
		usher.SendMessage{Text: "Hello {{ name }}!"},
		usher.CloseConversation{},
	}}, nil)
	if err != nil {
		panic(err)
	}
	noon := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	scene := usher.Scene{Conversation: "c1"}
	asked := program.Step(program.Begin(), scene, usher.Received{Message: usher.Message{Text: "hi"}}, noon)
	stored := asked.Run.Encode() // a run is data

	run, err := program.Restore(stored)
	if err != nil {
		panic(err)
	}
	done := program.Step(run, asked.Scene, usher.Received{Message: usher.Message{Text: "Mia"}}, noon)
	for _, effect := range append(asked.Effects, done.Effects...) {
		if send, ok := effect.(usher.Send); ok {
			fmt.Println(send.Text)
		}
	}
	fmt.Println("closed:", done.Rest.Kind == usher.RestClosed)
	// Output:
	// What is your name?
	// Hello Mia!
	// closed: true
}
