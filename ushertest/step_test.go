package ushertest

import (
	"context"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher"
)

// crm is an action without functions in it.
type crm struct{ Address string }

func (crm) Do(context.Context, usher.ActionInput) (usher.ActionResult, error) {
	panic("the kit calls no actions")
}

func toHelp() usher.Steps { return usher.Steps{usher.Assign{Team: "help"}} }

func TestOurOwnStepsKeepTheContract(t *testing.T) {
	t.Parallel()
	low, high := 1.0, 9.0
	amount := usher.Var[float64]{Name: "amount"}
	vars := []usher.Variable{topic, amount}
	for name, one := range map[string]struct {
		step usher.Step
		with Trial
	}{
		"send":    {usher.SendMessage{Text: "Hello {{ contact.name }}", Choices: usher.Choices("a", "b")}, Trial{}},
		"deliver": {usher.SendMessage{Text: "Hello", Undelivered: toHelp()}, Trial{}},
		"ask": {usher.AskQuestion{
			Text: "What?", RetryText: "What, please?", Choices: usher.Choices("Sales", "Help"), SaveTo: topic, Timeout: time.Minute,
			Invalid: toHelp(), NoAnswer: toHelp(), Undelivered: toHelp(), Else: toHelp(),
		}, Trial{Vars: vars, Messages: []usher.Message{{ID: "m", Text: "Sales"}}}},
		"ask for a text":   {usher.AskQuestion{Text: "What?", SaveTo: usher.ContactField("about")}, Trial{}},
		"ask for a number": {usher.AskQuestion{Text: "How many?", Type: usher.NumberAnswer, Min: &low, Max: &high, SaveTo: amount, Else: toHelp()}, Trial{Vars: vars}},
		"ask for a tag":    {usher.AskQuestion{Text: "Which?", SaveTo: usher.AsTag{}, Else: toHelp()}, Trial{}},
		"branch":           {usher.When(`contact.fields.plan == "gold"`, usher.Assign{Team: "help"}).When(`message.text contains "1"`, usher.Comment{Text: "one"}).Else(usher.Tag{Add: []string{"x"}}), Trial{}},
		"set":              {usher.Set{{To: topic, Value: `message.text`}, {To: usher.ContactField("plan"), Value: `"silver"`}}, Trial{Vars: vars}},
		"tag":              {usher.Tag{Add: []string{"new"}, Remove: []string{"old"}}, Trial{}},
		"comment":          {usher.Comment{Text: "{{ contact.name }}", Mention: []string{"help"}}, Trial{Desk: new(lobby())}},
		"goto":             {usher.Goto{Step: "top", AtMost: 2, Else: toHelp()}, Trial{Before: usher.Steps{usher.Named{ID: "top", Step: usher.AskQuestion{Text: "?"}}}}},
		"assign":           {usher.Assign{Team: "help", For: time.Minute, TimedOut: toHelp(), NobodyCan: usher.Steps{usher.Comment{Text: "nobody"}}}, Trial{Desk: new(lobby())}},
		"assign by stages": {everyExit(), Trial{Desk: new(lobby())}},
		"assign by":        {usher.Assign{Team: "help", By: usher.LastAgent{}}, Trial{}},
		"do": {usher.Do{
			Name: "look up", Action: crm{"https://example.com"}, With: map[string]string{"who": "contact.id"}, Tries: 2,
			Save: map[string]usher.Target{"topic": topic}, Exits: map[string]usher.Steps{"vip": toHelp()}, Else: toHelp(),
		}, Trial{Vars: vars}},
		"a pointer to do": {&usher.Do{Action: &crm{}, Else: toHelp()}, Trial{}},
		"close":           {usher.CloseConversation{Category: "spam", Summary: "{{ message.text }}"}, Trial{}},
		"named":           {usher.Named{ID: "x", Step: usher.Comment{Text: "x"}}, Trial{}},
		"a custom one":    {greeter{}, Trial{Vars: vars, Contacts: []usher.Contact{{ID: "x", Language: "de"}}}},
		"a function": {usher.StepFunc(func(t *usher.Turn) usher.Next {
			t.Send("hello")
			return usher.Continue()
		}), Trial{HoldsFunctions: true}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			TestStep(t, one.step, one.with)
		})
	}
}

// everyExit is an assignment that can be left in every way, and has something to do while it waits.
func everyExit() usher.Assign {
	say := func(text string) usher.Steps { return usher.Steps{usher.Comment{Text: text}} }
	return usher.Assign{
		Team: "help", Must: usher.Skills{"french": 2}, For: time.Minute, MaxQueue: 3,
		Queued:   usher.Steps{usher.SendMessage{Text: "You are number {{ position }}: {{ estimated_wait }}"}, usher.Tag{Add: []string{"waited"}}},
		Stages:   []usher.Stage{{Must: usher.Skills{}, For: time.Minute, AcceptWithin: new(time.Minute), MaxOffers: new(2), OpenWhen: "waiting > 9"}},
		TimedOut: say("timed out"), QueueFull: say("full"), NobodyCan: say("nobody"), NotTaken: say("not taken"),
	}
}

func TestEveryExitOfAnAssignmentIsTried(t *testing.T) {
	t.Parallel()
	wait := usher.Estimate{Min: time.Minute, Max: 3 * time.Minute, Known: true}
	exits, stay := everyExit(), everyExit()
	require.Equal(t, []usher.Event{
		usher.NotPlaced{Exit: "nobody_can"}, usher.NotPlaced{Exit: "timed_out"}, usher.NotPlaced{Exit: "queue_full"},
		usher.NotPlaced{Exit: "not_taken"}, usher.Enqueued{Position: 1}, usher.Enqueued{Position: 12, EstimatedWait: wait},
	}, placed(&exits))
	stay.Stages[0].For, stay.Stages[0].AcceptWithin, stay.MaxQueue, stay.Queued = 0, nil, 0, nil
	require.Equal(t, []usher.Event{usher.NotPlaced{Exit: "nobody_can"}}, placed(&stay))
}

// greeter uses everything that a custom step may.
type greeter struct{ Silent bool }

func (greeter) Declare(d *usher.Declaration) {
	d.Condition("when", `contact.language == "de"`)
	d.Text("text", "Dear {{ contact.name }}")
	d.Block("german", usher.Steps{usher.SendMessage{Text: "Hallo"}})
	d.Sets("topic", topic)
	d.JumpsTo(trialName)
}

func (greeter) Decide(t *usher.Turn) usher.Next {
	switch e := t.Event().(type) {
	case nil:
		t.Send(t.Text("Dear {{ contact.name }}"), usher.Choices("yes", "no")...)
		t.Note("greeted", "ana")
		t.Explain("everybody is greeted")
		return usher.Await(time.Minute)
	case usher.Received:
		if e.Message.Text == "1" {
			return usher.Jump(trialName)
		}
		if err := topic.Set(t, e.Message.Text); err != nil {
			return usher.Fail("the answer does not fit: %v", err)
		}
	case usher.TimedOut:
		return usher.Place(usher.Assign{Team: "help", For: time.Minute})
	case usher.NotPlaced:
		return usher.End(usher.CloseConversation{Category: e.Exit})
	}
	t.Tag([]string{"greeted"}, nil)
	if err := t.Save(usher.ContactField("greeted_at"), t.Now()); err != nil {
		return usher.Fail("%v", err)
	}
	if t.Holds(`contact.language == "de"`) {
		return usher.Enter("german")
	}
	return usher.Continue()
}

// A declared step declares and decides by functions.
type declared struct {
	declare func(d *usher.Declaration)
	decide  func(t *usher.Turn) usher.Next
}

func (s declared) Declare(d *usher.Declaration)           { s.declare(d) }
func (s declared) Decide(t *usher.Turn) usher.Next        { return s.decide(t) }
func step(decide func(*usher.Turn) usher.Next) usher.Step { return usher.StepFunc(decide) }

// counting is a step that keeps something between calls.
type counting struct{ asked int }

func (s *counting) Decide(*usher.Turn) usher.Next {
	s.asked++
	return usher.Continue()
}

// sending is a step that sends what it keeps between calls.
type sending struct{ texts map[string]bool }

func (s sending) Decide(t *usher.Turn) usher.Next {
	if !s.texts["sent"] {
		t.Send("only once")
	}
	s.texts["sent"] = true
	return usher.Continue()
}

// channelled is a step that holds what cannot be compared or stored.
type channelled struct{ wake chan struct{} }

func (channelled) Decide(*usher.Turn) usher.Next { return usher.Continue() }

// requireBreaches says which rules were broken, and by what.
func requireBreaches(t *testing.T, found *breaches, want map[string]string) {
	t.Helper()
	got := map[string]string{}
	for _, one := range found.found {
		got[one.rule] = one.detail
	}
	for rule, detail := range want {
		require.Contains(t, got, rule)
		require.Contains(t, got[rule], detail)
		delete(got, rule)
	}
	require.Empty(t, got, "nothing else is wrong with it")
}

func TestAStepThatBreaksTheContractIsCaught(t *testing.T) {
	t.Parallel()
	var count atomic.Int64
	functions := Trial{HoldsFunctions: true}
	goOn := func(*usher.Turn) usher.Next { return usher.Continue() }
	for name, one := range map[string]struct {
		step   usher.Step
		with   Trial
		caught map[string]string
	}{
		"holds a function": {step(goOn), Trial{}, map[string]string{ruleStepPlain: "it is a func"}},
		"holds a channel":  {channelled{make(chan struct{})}, Trial{}, map[string]string{ruleStepPlain: ".wake is a chan"}},
		"keeps a count": {&counting{}, Trial{}, map[string]string{
			ruleStepDecides: "is not what it was before it decided",
		}},
		"decides by what it keeps": {sending{map[string]bool{}}, Trial{}, map[string]string{
			ruleStepDecides: "asked again, on Received first \"hello\" it decided something else",
			ruleDeclares:    "compiled again",
		}},
		"reads a clock of its own": {step(func(t *usher.Turn) usher.Next {
			t.Send(strings.Repeat("tick", int(count.Add(1))))
			return usher.Continue()
		}), functions, map[string]string{ruleStepDecides: "asked again", ruleDeclares: "compiled again"}},
		"panics": {step(func(*usher.Turn) usher.Next { panic("oh") }), functions, map[string]string{ruleStepNext: "panicked: oh"}},
		"panics on odd messages": {step(func(t *usher.Turn) usher.Next {
			if e, ok := t.Event().(usher.Received); ok {
				return usher.Fail("%c", e.Message.Text[0])
			}
			return usher.Await(0)
		}), functions, map[string]string{ruleStepNext: "index out of range"}},
		"decides nothing": {step(func(*usher.Turn) usher.Next { return usher.Next{} }), functions, map[string]string{ruleStepNext: "decided nothing"}},
		"decides nothing when time is up": {step(func(t *usher.Turn) usher.Next {
			switch t.Event().(type) {
			case nil:
				return usher.Await(time.Hour)
			case usher.Received:
				return usher.Continue()
			}
			return usher.Next{}
		}), functions, map[string]string{ruleStepNext: "on TimedOut"}},
		"enters an unknown block": {step(func(*usher.Turn) usher.Next { return usher.Enter("vip") }), functions, map[string]string{ruleEnter: `has no block "vip"`}},
		"calls an action":         {step(usher.Do{Action: crm{}, Else: toHelp()}.Decide), functions, map[string]string{ruleEnter: "calls an action"}},
		"jumps nowhere":           {step(func(*usher.Turn) usher.Next { return usher.Jump("nowhere") }), functions, map[string]string{ruleJump: "nowhere"}},
		"goes round and round":    {step(func(*usher.Turn) usher.Next { return usher.Jump(trialName) }), functions, map[string]string{ruleBudget: "over 1000 steps"}},
		"uses a condition of nobody": {step(func(t *usher.Turn) usher.Next {
			t.Holds("true")
			return usher.Continue()
		}), functions, map[string]string{ruleHolds: "not declared: true"}},
		"uses a text of nobody": {step(func(t *usher.Turn) usher.Next {
			t.Send(t.Text("Hello"))
			return usher.Continue()
		}), functions, map[string]string{ruleText: "the text was not declared"}},
		"changes the contact's fields": {step(func(t *usher.Turn) usher.Next {
			if t.Contact().Fields != nil {
				t.Contact().Fields["plan"] = "free"
			}
			return usher.Continue()
		}), functions, map[string]string{ruleContact: "the scene given was changed"}},
		"declares what is wrong": {declared{func(d *usher.Declaration) { d.Condition("when", "contact.") }, goOn}, functions, map[string]string{ruleDeclares: "it does not compile"}},
		"panics when declared":   {declared{func(*usher.Declaration) { panic("oh") }, goOn}, functions, map[string]string{ruleDeclares: "panics when it is checked: oh"}},
		"reaches no end":         {step(goOn), Trial{HoldsFunctions: true, After: usher.Steps{usher.Comment{Text: "and then?"}}}, map[string]string{ruleDeclares: "does not compile"}},
		"is nil":                 {nil, Trial{}, map[string]string{ruleDeclares: "the step is nil"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			requireBreaches(t, checkStep(one.step, one.with), one.caught)
		})
	}
}

// A step that declares another block, or another mistake, the second time is two definitions.
func TestAStepThatDeclaresItselfDifferentlyIsCaught(t *testing.T) {
	t.Parallel()
	for want, declare := range map[string]func(d *usher.Declaration, time int){
		"compiled again": func(d *usher.Declaration, time int) {
			d.Block("more", usher.Steps{usher.SendMessage{Text: strings.Repeat("more", time)}})
		},
		"differently the second time": func(d *usher.Declaration, time int) {
			if time > 1 {
				d.Block("more", usher.Steps{usher.SendMessage{}})
			} else {
				d.Block("more", usher.Steps{usher.SendMessage{Text: "more"}})
			}
		},
	} {
		times := 0
		found := checkStep(declared{
			func(d *usher.Declaration) { times++; declare(d, times) },
			func(*usher.Turn) usher.Next { return usher.Enter("more") },
		}, Trial{HoldsFunctions: true})
		requireBreaches(t, found, map[string]string{ruleDeclares: want})
	}
}

func TestABreachQuotesTheContract(t *testing.T) {
	t.Parallel()
	got := failures(t, func(tb *recorder) {
		TestStep(tb, step(func(*usher.Turn) usher.Next { return usher.Next{} }), Trial{HoldsFunctions: true})
	})
	require.Equal(t, "on Received first \"hello\": step on trial decided nothing\n\tthe contract of Step: "+
		"\"A panic, or the zero [Next], sends the conversation to the fallback with a note\"", got)
}

// A kit that never asks would never find anything.
func TestAStepThatIsNeverReachedIsNotTested(t *testing.T) {
	t.Parallel()
	before := usher.Steps{usher.AskQuestion{Text: "?", Type: usher.NumberAnswer, Min: new(500.0), Else: usher.Steps{usher.CloseConversation{}}}}
	got := failures(t, func(tb *recorder) { TestStep(tb, usher.Comment{Text: "x"}, Trial{Before: before}) })
	require.Contains(t, got, "it was never reached")
	TestStep(t, usher.Comment{Text: "x"}, Trial{Before: before, Messages: []usher.Message{{ID: "m", Text: "501"}}})
}
