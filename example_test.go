package usher_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/gousher/usher"
)

// quiet keeps warnings out of the examples' output.
var quiet = slog.New(slog.DiscardHandler)

// The clock of the examples stands still.
func noon() time.Time { return time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC) }

// printer is a host that prints what it is to do.
var printer = usher.HostFunc(func(_ context.Context, effect usher.Effect) error {
	switch e := effect.(type) {
	case usher.Send:
		fmt.Println("send:", e.Text)
	case usher.Note:
		fmt.Println("note:", e.Text)
	case usher.HandOver:
		fmt.Println("hand over to", e.Agent)
	case usher.Enqueue:
		fmt.Println("waits for", e.Team)
	case usher.Close:
		fmt.Println("close:", e.Category)
	}
	return nil
})

func support(agents ...usher.Agent) usher.Desk {
	return usher.Desk{
		Teams: []usher.Team{{ID: "support"}, {ID: "sales"}, {ID: "accounts"}, {ID: "vip"}}, Agents: agents,
		Fallback: usher.Fallback{Team: "support"},
	}
}

func must(outcome usher.Outcome, err error) usher.Outcome {
	if err != nil {
		panic(err)
	}
	return outcome
}

// The first program: a workflow, a desk, a host, and a message.
func Example() {
	topic := usher.Var[string]{Name: "topic", OneOf: []string{"Sales", "Support"}}
	flow := usher.Flow{Name: "front desk", Revision: 3, Vars: []usher.Variable{topic}, Steps: usher.Steps{
		usher.AskQuestion{
			Text: "What can we help you with?", Choices: usher.Choices("Sales", "Support"), SaveTo: topic,
			Timeout: 15 * time.Minute,
			Else:    usher.Steps{usher.Assign{Team: "support"}},
		},
		usher.When(`topic == "Sales" && contact.fields.plan == "gold"`, usher.Assign{Team: "accounts", By: usher.LastAgent{Within: 72 * time.Hour}}).
			When(`topic == "Sales"`, usher.Assign{Team: "sales", By: usher.RoundRobin{}}).
			Else(usher.Assign{Team: "support", Must: usher.Skills{"billing": 3}, Prefer: usher.Skills{"refunds": 1}}),
	}}
	router, err := usher.New(usher.Config{
		Workflow: flow,    // or several, first match wins
		Host:     printer, // carries out effects
		Desk: support(
			usher.Agent{ID: "ana", Teams: []string{"support"}, Skills: usher.Skills{"billing": 4}, Status: usher.Online},
			usher.Agent{ID: "ben", Teams: []string{"support"}, Status: usher.Online},
		),
	})
	if err != nil {
		panic(err) // every mistake at once, each with its place
	}
	ctx := context.Background()
	mia := usher.Contact{ID: "mia", Name: "Mia"}
	for i, text := range []string{"hello", "support, please", "support"} {
		outcome, err := router.Route(ctx, usher.Conversation{
			ID: "c1", Channel: "whatsapp", Contact: mia, Message: usher.Message{ID: fmt.Sprint("m", i), Text: text},
		})
		if err != nil {
			panic(err)
		}
		fmt.Println("->", outcome.Of().State)
	}
	// Output:
	// send: What can we help you with?
	// -> asking
	// send: What can we help you with?
	// -> asking
	// hand over to ana
	// -> assigned
}

// Why did this go to Ana? Every outcome explains itself.
func ExampleOutcome_explain() {
	router, err := usher.New(usher.Config{
		Workflow: usher.Flow{Name: "french", Steps: usher.Steps{
			usher.Assign{Team: "support", Must: usher.Skills{"french": 3}},
		}},
		Host: printer, Now: noon,
		Desk: support(
			usher.Agent{ID: "ana", Teams: []string{"support"}, Skills: usher.Skills{"french": 5}, Status: usher.Away},
			usher.Agent{ID: "bo", Teams: []string{"support"}, Skills: usher.Skills{"french": 1}, Status: usher.Online},
			usher.Agent{ID: "cem", Teams: []string{"support"}, Status: usher.Online},
		),
	})
	if err != nil {
		panic(err)
	}
	outcome := must(router.Route(context.Background(), usher.Conversation{ID: "c1", Message: usher.Message{ID: "m1", Text: "bonjour"}}))
	fmt.Print(outcome.Explain())
	// Output:
	// waits for support
	// c1 is queued for support, position 1, since 2026-03-02T12:00:00Z
	// 12:00:00  started: french
	// 12:00:00  [1] queued for support, position 1, priority 0, by least busy: ana is away; bo lacks french (has level 1, needs 3); cem lacks french (needs level 3)
}

// Every mistake of a definition is reported at once, each with its place.
func ExampleNew_mistakes() {
	topic := usher.Var[string]{Name: "topic"}
	_, err := usher.New(usher.Config{
		Host: printer, Log: quiet,
		Workflow: usher.Flow{Name: "broken", Vars: []usher.Variable{topic}, Steps: usher.Steps{
			usher.AskQuestion{Text: "Sales or Support?", Choices: usher.Choices("Sales", "Support"), SaveTo: topic},
			usher.When(`topic == 3`, usher.Assign{Team: "sales"}).
				When(`contact.lnag == "es"`, usher.Assign{Team: "supprt"}).
				Else(usher.Comment{Text: "nobody takes this"}),
		}},
		Desk: support(),
	})
	fmt.Println(err)
	fmt.Println("invalid:", errors.Is(err, usher.ErrInvalid))
	// Output:
	// usher: 5 mistakes
	// broken, step 1 invalid  U020  the exit invalid can be taken and leads nowhere
	//    give its steps, or an else that serves every exit
	// broken, step 2 case1:1:7  U013  cannot compare string with int
	//     1 | topic == 3
	//       |       ^^
	// broken, step 2 case2:1:9  U014  unknown field "contact.lnag"
	//     1 | contact.lnag == "es"
	//       |         ^^^^
	//    did you mean contact.language?
	// broken, step 2.case2.1 team  U003  unknown team "supprt"
	//    did you mean support?
	// broken, step 2.else.1  U021  a path ends after this step without an assignment or a close
	//    add Assign or CloseConversation after it
	// invalid: true
}

// An agent who comes online gets the conversation that waits, in the same call.
func ExampleRouter_SetStatus() {
	router, err := usher.New(usher.Config{
		Workflow: usher.Flow{Name: "simple", Steps: usher.Steps{usher.Assign{Team: "support"}}},
		Host:     printer, Desk: support(usher.Agent{ID: "ana", Teams: []string{"support"}}),
	})
	if err != nil {
		panic(err)
	}
	ctx := context.Background()
	must(router.Route(ctx, usher.Conversation{ID: "c1", Message: usher.Message{ID: "m1", Text: "hello"}}))
	outcomes, err := router.SetStatus(ctx, "ana", usher.Online)
	if err != nil {
		panic(err)
	}
	for _, outcome := range outcomes {
		fmt.Println(outcome.Of().Conversation, "is", outcome.Of().State)
	}
	// Output:
	// waits for support
	// hand over to ana
	// c1 is assigned
}

// A message that is delivered twice changes the conversation once.
func ExampleRouter_Route_repeated() {
	router, err := usher.New(usher.Config{
		Workflow: usher.Flow{Name: "simple", Steps: usher.Steps{
			usher.SendMessage{Text: "We are on our way."}, usher.CloseConversation{Category: "told"},
		}},
		Host: printer, Desk: support(),
	})
	if err != nil {
		panic(err)
	}
	message := usher.Conversation{ID: "c1", Channel: "sms", Message: usher.Message{ID: "m1", Text: "hello"}}
	for range 2 {
		fmt.Println(must(router.Route(context.Background(), message)).Of().State)
	}
	// Output:
	// send: We are on our way.
	// close: told
	// closed
	// closed
}

// An action looks something up; its result is saved, and its exits are taken.
func ExampleDo() {
	plan := usher.Var[string]{Name: "plan"}
	crm := usher.ActionFunc(func(_ context.Context, in usher.ActionInput) (usher.ActionResult, error) {
		if in.With["id"] != "mia" {
			return usher.ActionResult{Exit: "unknown"}, nil
		}
		return usher.ActionResult{Fields: map[string]any{"plan": "gold"}}, nil
	})
	router, err := usher.New(usher.Config{
		Workflow: usher.Flow{Name: "crm", Vars: []usher.Variable{plan}, Steps: usher.Steps{
			usher.Do{
				Name: "look up in the CRM", Action: crm, With: map[string]string{"id": "contact.id"},
				Save:  map[string]usher.Target{"plan": plan},
				Exits: map[string]usher.Steps{"unknown": {usher.Assign{Team: "sales"}}},
				Else:  usher.Steps{usher.Comment{Text: "the CRM is down"}, usher.Assign{Team: "support"}},
			},
			usher.When(`plan == "gold"`, usher.Assign{Team: "vip"}).Else(usher.Assign{Team: "support"}),
		}},
		Host: printer, Desk: support(usher.Agent{ID: "vera", Teams: []string{"vip"}, Status: usher.Online}),
	})
	if err != nil {
		panic(err)
	}
	must(router.Route(context.Background(), usher.Conversation{
		ID: "c1", Contact: usher.Contact{ID: "mia"}, Message: usher.Message{ID: "m1", Text: "hi"},
	}))
	// Output:
	// hand over to vera
}

// A step of your own decides like the built-in ones; a strategy of your own chooses among those who can take it.
func ExampleStepFunc() {
	shout := usher.StepFunc(func(t *usher.Turn) usher.Next {
		if strings.ToUpper(t.Message().Text) == t.Message().Text {
			t.Explain("the contact shouts")
			return usher.Assign{Team: "vip", By: calmest}.Decide(t)
		}
		return usher.Continue()
	})
	router, err := usher.New(usher.Config{
		Workflow: usher.Flow{Name: "mood", Steps: usher.Steps{shout, usher.Assign{Team: "support"}}},
		Host:     printer,
		Desk: support(
			usher.Agent{ID: "nick", Teams: []string{"vip"}, Status: usher.Online, Attributes: map[string]any{"calm": 2}},
			usher.Agent{ID: "olga", Teams: []string{"vip"}, Status: usher.Online, Attributes: map[string]any{"calm": 9}},
		),
	})
	if err != nil {
		panic(err)
	}
	must(router.Route(context.Background(), usher.Conversation{ID: "c1", Message: usher.Message{ID: "m1", Text: "HELLO?!"}}))
	// Output:
	// hand over to olga
}

var calmest = usher.AssignerFunc(func(r *usher.Request) usher.Decision {
	best, calm := usher.Pass(), -1
	for candidate := range r.Candidates() {
		if level, _ := candidate.Agent.Attributes["calm"].(int); level > calm {
			best, calm = usher.Pick(candidate.ID), level
		}
	}
	return best
})

// The machine can be driven by hand, without a store, a clock or a goroutine.
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
	scene := usher.Scene{Conversation: "c1"}
	asked := program.Step(program.Begin(), scene, usher.Received{Message: usher.Message{Text: "hi"}}, noon())
	stored := asked.Run.Encode() // a run is data

	run, err := program.Restore(stored)
	if err != nil {
		panic(err)
	}
	done := program.Step(run, scene, usher.Received{Message: usher.Message{Text: "Mia"}}, noon())
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
