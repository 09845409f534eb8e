package usher

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// crm is an action step with everything that can come of it.
func crm(change func(*Do)) Flow {
	do := Do{
		Name: "the CRM", Action: ActionFunc(nothing), With: map[string]string{"id": "contact.id", "n": "1 + 1"},
		Save:  map[string]Target{"tier": topic, "n": people, "score": ContactField("score"), "label": AsTag{}},
		Exits: map[string]Steps{"not_found": {SendMessage{Text: "who are you?"}}, "silent": {}},
		Else:  Steps{SendMessage{Text: "no CRM"}},
	}
	if change != nil {
		change(&do)
	}
	return flowOf(do, SendMessage{Text: "tier {{ topic }}"})
}

func TestAnActionIsCalledWithItsValuesAndItsResultIsSaved(t *testing.T) {
	t.Parallel()
	d := talk(t, crm(nil)).says("hello").sends().rests(RestAction).explains("called: the CRM")
	in := d.turned.Rest.Input
	require.Equal(t, map[string]any{"id": "mia", "n": 2}, in.With)
	require.Equal(t, 1, in.Try)
	require.Equal(t, []string{"c1", "web", "mia", "hello"}, []string{in.Conversation, in.Channel, in.Contact.ID, in.Message.Text})
	require.NotEmpty(t, in.Key)
	require.Zero(t, d.turned.Rest.Deadline)
	d.happens(ActionDone{Result: ActionResult{Fields: map[string]any{
		"tier": "gold", "n": int32(7), "score": 4.5, "label": "vip", "unused": "x",
	}}}).sends("tier gold").goesTo("support").explains("the CRM is done")
	require.Equal(t, map[string]any{"topic": "gold", "people": 7}, d.restored().answers())
	require.Equal(t, ContactChanged{Fields: map[string]any{"score": 4.5}, Added: []string{"vip"}}, d.changed())
}

func TestAnActionTakesTheExitOfItsResult(t *testing.T) {
	t.Parallel()
	for exit, want := range map[string][]string{
		"not_found": {"who are you?", "tier "}, "silent": {"tier "}, "unheard_of": {"no CRM", "tier "}, "else": {"no CRM", "tier "}, "": {"tier "},
	} {
		talk(t, crm(nil)).says("hello").happens(ActionDone{Result: ActionResult{Exit: exit}}).sends(want...).goesTo("support")
	}
}

// Row 101: the key is the same on every try and another one for every call.
func TestAnActionThatFailsIsTriedAgainUnderTheSameKey(t *testing.T) {
	t.Parallel()
	down := ActionDone{Err: errors.New("connection refused")}
	d := talk(t, crm(func(s *Do) { s.Tries = 4 })).says("hello")
	key := d.turned.Rest.Input.Key
	for i, wait := range []time.Duration{time.Second, 2 * time.Second, 4 * time.Second} {
		d.happens(down).sends().rests(RestAction).explains("connection refused", "tried again in "+wait.String())
		require.Equal(t, d.now.Add(wait), d.turned.Rest.Deadline)
		require.Equal(t, key, d.turned.Rest.Input.Key)
		require.Equal(t, i+2, d.turned.Rest.Input.Try)
		d.after(wait)
	}
	d.happens(down).sends("no CRM", "tier ").explains("else: the CRM failed: connection refused")

	three := talk(t, crm(nil)).says("hello").happens(down).happens(down).rests(RestAction)
	three.happens(down).sends("no CRM", "tier ")
	talk(t, crm(func(s *Do) { s.Tries = 1 })).says("hello").happens(down).sends("no CRM", "tier ")
	talk(t, crm(nil)).says("hello").happens(down).happens(ActionDone{}).sends("tier ")
}

func TestTwoCallsHaveTwoKeysAndABackoffHasAnEnd(t *testing.T) {
	t.Parallel()
	do := Do{Action: ActionFunc(nothing), Tries: 30, Else: toSupport()}
	d := talk(t, flowOf(do, do)).says("hello")
	first := d.turned.Rest.Input.Key
	d.happens(ActionDone{}).rests(RestAction)
	require.NotEqual(t, first, d.turned.Rest.Input.Key)
	for range 29 {
		d.happens(ActionDone{Err: errors.New("x")})
	}
	require.Equal(t, d.now.Add(5*time.Minute), d.turned.Rest.Deadline)
	require.Equal(t, 30, d.turned.Rest.Input.Try)
}

func TestAResultThatDoesNotFitIsLeftOutAndExplained(t *testing.T) {
	t.Parallel()
	d := talk(t, crm(nil)).says("hello").happens(ActionDone{Result: ActionResult{Fields: map[string]any{"tier": 3, "n": 2.5}}})
	d.sends("tier ").explains("topic is of type string, the value is of type int", "people is of type int, the value is of type float")
	require.Empty(t, d.restored().answers())
}

func TestAResultMayComeAsTheAnswerOfALaterStage(t *testing.T) {
	t.Parallel()
	d := talk(t, crm(nil)).says("hello").happens(ActionDone{Result: ActionResult{Fields: map[string]any{"tier": "gold"}}})
	d.happens(ActionDone{}).fails("waits for an agent and was given usher.ActionDone")
}

func TestAMessageWhileAnActionIsAtWorkDoesNotCallItAgain(t *testing.T) {
	t.Parallel()
	d := talk(t, crm(nil)).says("hello").rests(RestAction)
	key := d.turned.Rest.Input.Key
	d.says("are you there?").rests(RestAction)
	require.Equal(t, key, d.turned.Rest.Input.Key)
	require.Equal(t, 1, d.turned.Rest.Input.Try)
}

func TestAMessageBetweenTwoTriesDoesNotHurryTheNextOne(t *testing.T) {
	t.Parallel()
	d := talk(t, crm(nil)).says("hello").happens(ActionDone{Err: errors.New("down")})
	again := d.turned.Rest.Deadline
	require.Equal(t, monday.Add(time.Second), again)
	d.says("are you there?").rests(RestAction)
	require.Equal(t, again, d.turned.Rest.Deadline)
	require.Equal(t, 2, d.turned.Rest.Input.Try)
}

// Row 49: a loop that waits for nothing ends at the budget of the turn.
func TestALoopWithoutAWaitEndsAtTheBudget(t *testing.T) {
	t.Parallel()
	for name, flow := range map[string]Flow{
		"a custom jump": flowOf(Named{ID: "top", Step: StepFunc(func(*Turn) Next { return Jump("top") })}),
		"two steps":     flowOf(Named{ID: "top", Step: SendMessage{Text: "x"}}, StepFunc(func(*Turn) Next { return Jump("top") })),
		"a large goto":  flowOf(Named{ID: "top", Step: Tag{Add: []string{"x"}}}, Goto{Step: "top", AtMost: 1 << 30, Else: Steps{SendMessage{Text: "x"}}}),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := talk(t, flow).says("hello").fails("budget exceeded: over 1000 steps in one turn")
			require.LessOrEqual(t, len(d.turned.Effects), 1000)
			talkWithin(t, flow, Limits{Steps: 7}).says("hello").fails("budget exceeded: over 7 steps in one turn")
		})
	}
}

// Row 50: two machines that answer each other end at the budgets of the run.
func TestALoopThatWaitsEndsAtTheBudgetOfTurns(t *testing.T) {
	t.Parallel()
	bot := flowOf(Named{ID: "top", Step: AskQuestion{Text: "?"}}, Goto{Step: "top", AtMost: 1 << 30, Else: Steps{SendMessage{Text: "x"}}})
	d := talk(t, bot)
	for range 1000 {
		d.after(time.Second).says("beep").asks("?")
	}
	d.after(time.Second).says("beep").fails("budget exceeded: over 1000 turns in one run")

	fast := talk(t, bot)
	for range 120 {
		fast.after(100 * time.Millisecond).says("beep").asks("?")
	}
	fast.says("beep").fails("budget exceeded: over 120 turns within a minute")

	slow := talkWithin(t, bot, Limits{PerMinute: 2})
	for range 20 {
		slow.after(30 * time.Second).says("beep").asks("?")
	}
}

// Row 53: a panic in custom code is the failure of its step and of nothing else.
func TestAPanicInACustomStepGoesToTheFallback(t *testing.T) {
	t.Parallel()
	var none map[string]int
	for want, decide := range map[string]func(*Turn) Next{
		"step 1 panicked: oh no":                            func(*Turn) Next { panic("oh no") },
		"step 1 panicked: an error":                         func(*Turn) Next { panic(errors.New("an error")) },
		"step 1 panicked: runtime error":                    func(t *Turn) Next { return Jump(strings.Repeat("x", -len(t.Channel()))) },
		"step 1 panicked: assignment to entry in nil map":   func(*Turn) Next { none["x"] = 1; return Continue() },
		"step 1 decided nothing":                            func(*Turn) Next { return Next{} },
		"step 1 jumps to \"nowhere\", which does not exist": func(*Turn) Next { return Jump("nowhere") },
		"step 1 has no block \"vip\"":                       func(*Turn) Next { return Enter("vip") },
		"the bank is closed until 7":                        func(*Turn) Next { return Fail("the bank is closed until %d", 7) },
	} {
		if strings.Contains(want, "runtime error") {
			want = "step 1 panicked: "
		}
		d := talk(t, flowOf(StepFunc(decide))).says("hello").fails(want)
		require.Equal(t, "1", d.run.Position())
	}
}

func TestAPanicAfterAWaitIsTheFailureOfThatTurn(t *testing.T) {
	t.Parallel()
	step := StepFunc(func(t *Turn) Next {
		if t.Event() == nil {
			return Await(0)
		}
		panic("on the answer")
	})
	talk(t, flowOf(step)).says("hello").rests(RestAnswer).says("yes").fails("step 1 panicked: on the answer")
}

func TestACustomStepWaitsForAnAnswerAndReadsIt(t *testing.T) {
	t.Parallel()
	step := StepFunc(func(t *Turn) Next {
		switch e := t.Event().(type) {
		case nil:
			t.Send("Code?", Choices("1234")...)
			t.Note("asked for the code", "ana")
			t.Explain("a code is wanted")
			return Await(time.Minute)
		case TimedOut:
			return Fail("no code came")
		case Received:
			if err := topic.Set(t, e.Message.Text); err != nil {
				return Fail("%v", err)
			}
			if err := t.Save(ContactField("code_at"), t.Now()); err != nil {
				return Fail("%v", err)
			}
			t.Tag([]string{"verified"}, []string{"old"})
			return Continue()
		}
		return Next{}
	})
	read := StepFunc(func(t *Turn) Next {
		value, ok := topic.In(t)
		_, unset := amount.In(t)
		t.Send(strings.TrimSpace(fmt.Sprintln(value, ok, unset, t.Fields()["code_at"] != nil, t.Contact().Tags, t.Message().Text, t.Channel(), t.Conversation())))
		return Continue()
	})
	d := talk(t, flowOf(step, read)).says("hello").asks("Code?").explains("note: a code is wanted")
	require.Equal(t, d.now.Add(time.Minute), d.turned.Rest.Deadline)
	require.Equal(t, []string{"ana"}, d.turned.Effects[1].(Note).Mention)
	d.after(time.Second).says("1234").sends("1234 true false true [verified] 1234 web c1").goesTo("support")
	require.Equal(t, ContactChanged{
		Fields: map[string]any{"code_at": monday.Add(time.Second)}, Added: []string{"verified"}, Removed: []string{"old"},
	}, d.changed())
	talk(t, flowOf(step, read)).says("hello").happens(TimedOut{}).fails("no code came")
}

func TestACustomStepCannotSetWhatIsNotDeclaredOrDoesNotFit(t *testing.T) {
	t.Parallel()
	for want, set := range map[string]func(*Turn) error{
		`the workflow declares no variable "zzz"`:       func(t *Turn) error { return Var[string]{Name: "zzz"}.Set(t, "x") },
		"topic is of type string, the value is of type": func(t *Turn) error { return Var[int]{Name: "topic"}.Set(t, 1) },
		"over the limit of 65536":                       func(t *Turn) error { return topic.Set(t, strings.Repeat("x", maxValue+1)) },
		"has 65537 bytes":                               func(t *Turn) error { return t.Save(ContactField("x"), strings.Repeat("x", maxValue+1)) },
	} {
		step := StepFunc(func(t *Turn) Next {
			if err := set(t); err != nil {
				return Fail("%v", err)
			}
			return Continue()
		})
		d := talk(t, flowOf(step)).says("hello").fails(want)
		require.Empty(t, d.run.answers())
	}
}

func TestADeclarerHasItsOwnBlocksConditionsAndTexts(t *testing.T) {
	t.Parallel()
	step := lookup{
		declare: func(d *Declaration) {
			d.Condition("vip_when", `contact.fields.plan == "gold"`)
			d.Text("greeting", "Dear {{ contact.name }}")
			d.Block("vip", Steps{SendMessage{Text: "vip"}})
			d.Block("nothing", nil)
			d.Ends()
		},
		decide: func(t *Turn) Next {
			if !t.Holds(`contact.fields.plan == "gold"`) {
				return Enter("nothing")
			}
			t.Send(t.Text("Dear {{ contact.name }}"))
			return Enter("vip")
		},
	}
	d := talk(t, flowOf(step)).says("hello").sends("Dear Mia", "vip").goesTo("support")
	require.Equal(t, "2", d.run.Position())
	d = talk(t, flowOf(step))
	d.scene.Contact.Fields = nil
	d.says("hello").sends().goesTo("support")
}

func TestACustomStepMayJumpToAStepByItsName(t *testing.T) {
	t.Parallel()
	jump := lookup{declare: func(d *Declaration) { d.Ends(); d.JumpsTo("there"); d.JumpsTo("3") }, decide: func(t *Turn) Next {
		if t.Message().Text == "3" {
			return Jump("3")
		}
		return Jump("there")
	}}
	flow := flowOf(jump, Named{ID: "there", Step: SendMessage{Text: "there"}}, SendMessage{Text: "three"})
	talk(t, flow).says("x").sends("there", "three").goesTo("support")
	talk(t, flow).says("3").sends("three").goesTo("support")
}

func TestAWorkflowMayBeAFunction(t *testing.T) {
	t.Parallel()
	w := WorkflowFunc("echo", func(t *Turn) Next {
		switch e := t.Event().(type) {
		case nil:
			t.Send("hello " + t.Message().Text)
		case Received:
			if e.Message.Text == "bye" {
				return Fail("bye")
			}
			t.Send("you said " + e.Message.Text)
		}
		return Await(time.Hour)
	})
	d := talk(t, w).says("there").asks("hello there").says("what?").asks("you said what?").says("bye").fails("bye")
	id, revision := d.run.Workflow()
	require.Equal(t, WorkflowID("echo"), id)
	require.Zero(t, revision)
	talk(t, WorkflowFunc("x", func(*Turn) Next { return Continue() })).says("x").fails("the path ended after step")
	talk(t, WorkflowFunc("x", func(*Turn) Next { return Next{} })).says("x").fails("decided nothing")
	talk(t, WorkflowFunc("x", func(*Turn) Next { panic("oh") })).says("x").fails("panicked: oh")
}

func TestARunMayBeginWithoutAMessage(t *testing.T) {
	t.Parallel()
	seen := StepFunc(func(t *Turn) Next {
		t.Send(fmt.Sprintf("%v %q", t.Event() == nil, t.Message().Text))
		return Continue()
	})
	talk(t, flowOf(seen, AskQuestion{Text: "?"})).happens(Started{}).asks(`true ""`, "?")
}

// What a step sees in the event belongs to the step that waited for it: the next one has just been reached.
func TestTheEventIsGivenToOneStepOnly(t *testing.T) {
	t.Parallel()
	talk(t, flowOf(AskQuestion{Text: "one?", SaveTo: topic}, AskQuestion{Text: "two?", SaveTo: secret})).
		says("hello").asks("one?").says("1").asks("two?").says("2").goesTo("support")
}
