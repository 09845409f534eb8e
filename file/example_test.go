package file_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"testing/fstest"
	"time"

	"github.com/gousher/usher"
	"github.com/gousher/usher/file"
)

// The files of the examples; a program would embed them.
var files = fstest.MapFS{
	"desk.yaml": {Data: []byte(`usher: desk/v1
teams:
  - {id: sales}
  - {id: support, name: Customer support, by: round_robin}
agents:
  - {id: ana, teams: [support], skills: {billing: 3}, status: online}
fallback: {team: support}
`)},
	"flow.yaml": {Data: []byte(`usher: workflow/v1
workflow: front desk
variables:
  topic: {type: string, one_of: [Sales, Support]}
steps:
  - ask:
      text: What can we help you with, {{ contact.name }}?
      choices: [Sales, Support]
      save_to: topic
      else:
        - assign: {team: support}
  - branch:
      cases:
        - when: topic == "Sales"
          then:
            - assign: {team: sales}
      else:
        - assign: {team: support, must: {billing: 3}}
`)},
	"mistakes.yaml": {Data: []byte(`usher: workflow/v1
workflow: front desk
steps:
  - send: {text: "Hi {{ contact.nmae }}!"}
  - assign: {team: suppport, fro: 5m}
`)},
}

// chat is a host that prints what it is to do.
var chat = usher.HostFunc(func(_ context.Context, effect usher.Effect) error {
	switch e := effect.(type) {
	case usher.Send:
		fmt.Println("send:", e.Text)
	case usher.HandOver:
		fmt.Println("hand over to", e.Agent)
	}
	return nil
})

// A desk and a workflow are read from an embedded file system, and a message is routed.
func ExampleFormat_Load() {
	definition, err := file.Format{FS: files}.Load("desk.yaml", "flow.yaml")
	if err != nil {
		panic(err) // every mistake of every file
	}
	router, err := usher.New(usher.Config{
		Desk: *definition.Desk, Workflows: definition.Workflows, Host: chat, Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		panic(err)
	}
	for i, text := range []string{"hello there", "Support"} {
		_, err := router.Route(context.Background(), usher.Conversation{
			ID: "c1", Channel: "web", Contact: usher.Contact{ID: "mia", Name: "Mia"}, Message: usher.Message{ID: strconv.Itoa(i), Text: text},
		})
		if err != nil {
			panic(err)
		}
	}
	// Output:
	// send: What can we help you with, Mia?
	// hand over to ana
}

// Survey is a step of the host's own: its exported fields are its keys.
type Survey struct {
	Question  string `usher:"question,required"`
	RetryText string
	Within    time.Duration
	Else      usher.Steps
}

// Declare tells the checker about the texts and the block.
func (s Survey) Declare(d *usher.Declaration) {
	d.Text("question", s.Question)
	d.Text("retry_text", s.RetryText)
	d.Block("else", s.Else)
}

// Decide asks, and takes the else if nobody answers.
func (s Survey) Decide(t *usher.Turn) usher.Next {
	switch t.Event().(type) {
	case nil:
		t.Send(t.Text(s.Question))
		return usher.Await(s.Within)
	case usher.TimedOut:
		return usher.Enter("else")
	}
	return usher.Continue()
}

// lookUp asks the customer system.
func lookUp(context.Context, usher.ActionInput) (usher.ActionResult, error) {
	return usher.ActionResult{Fields: map[string]any{"plan": "gold"}}, nil
}

// Steps and actions of one's own take part under a name, and what files may say to them is checked.
func ExampleKinds() {
	format := file.Format{
		Kinds: file.Kinds{
			Steps: map[string]usher.Step{"survey": Survey{Within: time.Hour}},
			Actions: map[string]file.Action{
				"crm": {Do: usher.ActionFunc(lookUp), With: []string{"customer"}, Save: []string{"plan"}},
			},
		},
		FS: fstest.MapFS{"flow.yaml": {Data: []byte(`usher: workflow/v1
workflow: care
steps:
  - crm:
      with: {custmer: contact.id}
      save: {plan: contact.plan}
      else: [{close: {}}]
  - survey: {question: "How was it, {{ contact.name }}?", wihtin: 15m}
  - close: {}
`)}},
	}
	_, err := format.Load("flow.yaml")
	fmt.Println(err)
	// Output:
	// usher: 2 mistakes
	// flow.yaml:5:14  U031  crm knows no value "custmer"
	//     5 |       with: {custmer: contact.id}
	//       |              ^^^^^^^
	//    did you mean customer?
	// flow.yaml:8:59  U031  unknown key "wihtin" in survey
	//     8 |   - survey: {question: "How was it, {{ contact.name }}?", wihtin: 15m}
	//       |                                                           ^^^^^^
	//    did you mean within?
}

// Every mistake is found at once, with its place and a hint.
func ExampleFormat_Check() {
	found, err := file.Format{FS: files}.Check("desk.yaml", "mistakes.yaml")
	if err != nil {
		panic(err) // the kinds registered are wrong
	}
	for _, mistake := range found {
		fmt.Println(mistake)
	}
	// Output:
	// mistakes.yaml:4:33  U014  unknown field "contact.nmae"
	//     4 |   - send: {text: "Hi {{ contact.nmae }}!"}
	//       |                                 ^^^^
	//    did you mean contact.name?
	// mistakes.yaml:5:20  U003  unknown team "suppport"
	//     5 |   - assign: {team: suppport, fro: 5m}
	//       |                    ^^^^^^^^
	//    did you mean support?
	// mistakes.yaml:5:30  U031  unknown key "fro" in assign
	//     5 |   - assign: {team: suppport, fro: 5m}
	//       |                              ^^^
	//    did you mean for?
}

// The error of Load is the list of all mistakes.
func ExampleFormat_Load_mistakes() {
	_, err := file.Format{FS: files}.Load("mistakes.yaml", "desk.yaml", "nowhere.yaml")
	if mistakes, ok := errors.AsType[usher.Diagnostics](err); ok {
		for _, mistake := range mistakes {
			fmt.Println(mistake.File, mistake.Line, mistake.Code)
		}
	}
	// Output:
	// mistakes.yaml 4 U014
	// mistakes.yaml 5 U003
	// mistakes.yaml 5 U031
	// nowhere.yaml 0 U034
}

// What was built in Go is written as a file.
func ExampleFormat_EncodeWorkflow() {
	text, err := file.Format{}.EncodeWorkflow(usher.Flow{Name: "front desk", Revision: 3, Steps: usher.Steps{
		usher.SendMessage{Text: "Hi {{ contact.name }}!"},
		usher.When(`channel == "voice"`, usher.Assign{Team: "support", For: 90 * time.Second, Else: usher.Steps{usher.CloseConversation{}}}).
			Else(usher.Assign{Team: "support", By: usher.LastAgent{Within: 72 * time.Hour}, Must: usher.Skills{"billing": 3}}),
	}})
	if err != nil {
		panic(err) // what no file can say, and in which step
	}
	fmt.Print(string(text))
	// Output:
	// usher: workflow/v1
	// workflow: front desk
	// revision: 3
	// steps:
	//   - send: {text: "Hi {{ contact.name }}!"}
	//   - branch:
	//       cases:
	//         - when: 'channel == "voice"'
	//           then:
	//             - assign:
	//                 team: support
	//                 for: 90s
	//                 else:
	//                   - close: {}
	//       else:
	//         - assign: {team: support, by: {last_agent: {within: 72h}}, must: {billing: 3}}
}
