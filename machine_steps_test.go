package usher

import (
	"encoding/json"
	"fmt"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestASendMessageSendsAndGoesOn(t *testing.T) {
	t.Parallel()
	choices := Choices("Yes", "No")
	d := talk(t, flowOf(SendMessage{Text: "Hi {{ contact.name }}!", Choices: choices}, SendMessage{Template: "welcome"})).says("hello")
	d.sends("Hi Mia!", "").goesTo("support")
	head := Header{Tenant: "acme", Conversation: "c1", Channel: "web", ContactID: "mia", At: monday, Born: monday}
	first, second := head, head
	first.Number, second.Number = 1, 2
	require.Equal(t, []Effect{
		Send{Header: first, Text: "Hi Mia!", Choices: choices}, Send{Header: second, Template: "welcome"},
	}, d.turned.Effects)
	require.NotEqual(t, d.turned.Effects[0].Key(), d.turned.Effects[1].Key())
}

func TestASendMessageWithAnExitWaitsForItsDelivery(t *testing.T) {
	t.Parallel()
	flow := flowOf(SendMessage{Text: "Your code is 1", Undelivered: Steps{SendMessage{Text: "by letter then"}}}, SendMessage{Text: "next"})
	d := talk(t, flow).says("hello").sends("Your code is 1").rests(RestDelivery)
	require.Equal(t, d.lastSend().Number, d.run.delivery)
	d.says("are you there?").sends().rests(RestDelivery)
	d.happens(Delivered{}).sends("next").goesTo("support")
	talk(t, flow).says("hello").happens(Undelivered{Reason: "no such number"}).
		sends("by letter then", "next").goesTo("support").explains("undelivered: no such number")
}

func TestASendMessageWithoutAnExitWaitsForNothing(t *testing.T) {
	t.Parallel()
	talk(t, flowOf(SendMessage{Text: "a"})).says("hello").sends("a").goesTo("support")
}

// Row 63: what the contact wrote is never evaluated, however often it passes through.
func TestBracesInWhatTheContactWroteStayWhatTheyAre(t *testing.T) {
	t.Parallel()
	for _, evil := range []string{
		"{{ pin }}", "{{ contact.fields.iban }}", "{{", "}}", "{{{{ pin }}}}", "$pin", "%s %d", "{{ 1/0 }}", "\" + pin + \"", "`", "{{ message.text }}",
	} {
		flow := flowOf(
			Set{{To: secret, Value: `"s3cret"`}, {To: topic, Value: "message.text"}}, Set{{To: ContactField("said"), Value: "topic"}},
			SendMessage{Text: "{{ message.text }}|{{ topic }}|{{ contact.fields.said }}"},
			Comment{Text: "he said: {{ topic }}"},
			When("topic == message.text && contact.fields.said == topic", SendMessage{Text: "same"}).Else(SendMessage{Text: "other"}),
			CloseConversation{Summary: "about {{ topic }}"},
		)
		flow.Steps = flow.Steps[:len(flow.Steps)-1]
		d := talk(t, flow).says(evil)
		d.sends(evil+"|"+evil+"|"+evil, "same").rests(RestClosed)
		require.Equal(t, "about "+evil, d.turned.Rest.Close.Summary)
		require.Equal(t, "he said: "+evil, d.turned.Effects[1].(Note).Text)
		require.NotContains(t, fmt.Sprint(d.effects[:3]), "s3cret")
	}
}

func TestAPartOfATextThatFailsIsLeftOutAndExplained(t *testing.T) {
	t.Parallel()
	talk(t, flowOf(SendMessage{Text: "a{{ contact.fields.plan.sub }}b{{ contact.name }}c"})).says("hello").
		sends("abMiac").explains("a part of the text failed and is left out")
}

func TestASetPutsValuesWhereTheyBelong(t *testing.T) {
	t.Parallel()
	flow := flowOf(Set{{To: people, Value: "2 + 1"}, {To: topic, Value: "contact.name"}}, Set{
		{To: amount, Value: "people + 0"}, {To: urgent, Value: "people > 2"}, {To: dueAt, Value: "now"},
		{To: basket, Value: `[1, "a", true, nil]`}, {To: details, Value: `{a: {b: people}}`},
		{To: ContactField("plan"), Value: "nil"}, {To: ContactField("n"), Value: "people"}, {To: ContactField("name"), Value: `"Eva"`},
		{To: ContactField("language"), Value: `"pl"`}, {To: AsTag{}, Value: `"t" + topic`},
	}, AskQuestion{Text: "{{ contact.name }} {{ contact.language }} {{ contact.fields.n }} {{ contact.fields.plan }} {{ contact.tags }}"})
	d := talk(t, flow).says("hello").asks("Eva pl 3  old, tMia")
	require.Equal(t, map[string]any{
		"people": 3, "amount": 3.0, "urgent": true, "due_at": monday, "basket": []any{1, "a", true, nil},
		"details": map[string]any{"a": map[string]any{"b": 3}}, "topic": "Mia",
	}, d.restored().answers())
	require.Equal(t, ContactChanged{
		Name: "Eva", Language: "pl", Fields: map[string]any{"plan": nil, "n": 3}, Added: []string{"tMia"},
	}, d.changed())
	require.Equal(t, Contact{
		ID: "mia", Name: "Eva", Language: "pl", Tags: []string{"old", "tMia"}, Fields: map[string]any{"n": 3},
	}, d.turned.Scene.Contact)
}

// The example in the documentation of Set.
func TestASettingMayReadWhatAnEarlierOneOfTheSameStepHasSet(t *testing.T) {
	t.Parallel()
	set := Set{{To: topic, Value: `"gold"`}, {To: ContactField("plan"), Value: "topic"}}
	d := talk(t, flowOf(set)).says("hello").goesTo("support")
	require.Equal(t, ContactChanged{Fields: map[string]any{"plan": "gold"}}, d.changed())

	backwards := Set{{To: ContactField("plan"), Value: "topic"}, {To: topic, Value: `"gold"`}}
	require.Len(t, mistakesOf(t, flowOf(backwards), nil), 1)
}

// Two settings of one step with the same source: the type of one target is nothing to the other.
func TestASettingDoesNotDependOnAnotherOfTheSameStep(t *testing.T) {
	t.Parallel()
	d := talk(t, flowOf(Set{{To: amount, Value: "contact.conversations"}, {To: ContactField("n"), Value: "contact.conversations"}})).says("hello")
	require.Equal(t, ContactChanged{Fields: map[string]any{"n": 0}}, d.changed())
	d = talk(t, flowOf(Set{{To: amount, Value: "contact.conversations"}, {To: ContactField("amount"), Value: "contact.conversations"}})).says("hello")
	require.Equal(t, ContactChanged{Fields: map[string]any{"amount": 0}}, d.changed())
}

func TestAValueThatDoesNotFitLeavesTheOldOne(t *testing.T) {
	t.Parallel()
	size := Var[string]{Name: "size", OneOf: []string{"S", "M"}, Default: new("S")}
	flow := flowOf(Set{
		{To: people, Value: "1"}, {To: people, Value: "contact.fields.plan"}, {To: people, Value: "2.5 * contact.fields.nothing"},
		{To: size, Value: "message.text"},
	}, AskQuestion{Text: "?"})
	flow.Vars = append(flow.Vars, size)
	d := talk(t, flow).says("XL").asks("?").explains("the value is left as it was", "not one of those that it may have")
	require.Equal(t, map[string]any{"people": 1, "size": "S"}, d.restored().answers())
}

func TestNothingSavedIsNothingToTell(t *testing.T) {
	t.Parallel()
	d := talk(t, flowOf(Set{{To: people, Value: "1"}}, Tag{Add: []string{"old"}, Remove: []string{"never"}})).says("hello").goesTo("support")
	require.Nil(t, d.turned.Changed)
	require.Empty(t, d.turned.Effects)
	require.Equal(t, []string{"old"}, d.turned.Scene.Contact.Tags)
}

func TestTagsAreAddedOnceAndRemoved(t *testing.T) {
	t.Parallel()
	flow := flowOf(Tag{Add: []string{"vip", "vip", "new"}, Remove: []string{"old"}}, Tag{Add: []string{"old"}, Remove: []string{"new"}})
	d := talk(t, flow).says("hello")
	require.Equal(t, []string{"vip", "old"}, d.turned.Scene.Contact.Tags)
	require.ElementsMatch(t, []string{"vip", "old"}, d.changed().Added)
	require.NotContains(t, d.changed().Removed, "old")
}

// A contact at the limit can still be updated, and a value that is refused is no change.
func TestAFieldCanBeChangedWhenTheContactHasAllTheFieldsItMayHave(t *testing.T) {
	t.Parallel()
	full := func(steps ...Step) *dialogue {
		d := talk(t, flowOf(steps...))
		d.scene.Contact.Fields = map[string]any{}
		for i := range maxFields {
			d.scene.Contact.Fields[fmt.Sprint("f", i)] = i
		}
		return d
	}
	d := full(Set{{To: ContactField("one_more"), Value: "1"}}).says("hello").explains("the value is left as it was")
	require.Nil(t, d.turned.Changed, "a value that is refused is no change")
	d = full(Set{{To: ContactField("f7"), Value: `"new"`}, {To: ContactField("f8"), Value: "nil"}}).says("hello")
	require.Equal(t, ContactChanged{Fields: map[string]any{"f7": "new", "f8": nil}}, d.changed())
}

func TestABranchTakesTheFirstCaseThatHoldsAndExplainsIt(t *testing.T) {
	t.Parallel()
	branch := When(`contact.fields.plan == "gold" && message.text == "1"`, SendMessage{Text: "one"}).
		When(`message.text in ["1", "2"]`, SendMessage{Text: "two"}).When(`message.text == "3"`).Else(SendMessage{Text: "else"})
	branch.Cases[1].Name = "one or two"
	flow := flowOf(branch)
	talk(t, flow).says("1").sends("one").explains(`matched: contact.fields.plan == "gold"`, `contact.fields.plan = "gold", message.text = "1"`)
	talk(t, flow).says("2").sends("two").explains(`matched: one or two (message.text = "2")`)
	talk(t, flow).says("3").sends().goesTo("support").explains(`matched: message.text == "3"`)
	talk(t, flow).says("4").sends("else").explains(`matched: else (`)
}

func TestAnElseTellsWhatWasLookedAtEachNameOnce(t *testing.T) {
	t.Parallel()
	flow := flowOf(When(`message.text == "1"`, CloseConversation{}).When(`channel == "x" && message.text == "2"`, CloseConversation{}).Else(SendMessage{Text: "else"}))
	talk(t, flow).says("3").explains(`matched: else (message.text = "3", channel = "web")`)
}

func TestABranchOfManyCasesReachesEachOfThem(t *testing.T) {
	t.Parallel()
	var branch Branch
	for i := range 40 {
		branch = branch.When(fmt.Sprintf("message.text == %q", strconv.Itoa(i)), SendMessage{Text: fmt.Sprint("case ", i)})
	}
	for i := range 40 {
		talk(t, flowOf(branch.Else(CloseConversation{}))).says(strconv.Itoa(i)).sends(fmt.Sprint("case ", i))
	}
}

// Row 62: a condition that fails does not match, the explanation says so, and the next one is asked.
func TestAConditionThatFailsDoesNotMatch(t *testing.T) {
	t.Parallel()
	for _, condition := range []string{
		`contact.fields.plan > 3`, `contact.fields.plan.sub == 1`, `int(contact.fields.plan) == 1`, `contact.fields.nothing > 3`,
		`len(contact.fields.nothing) == 0`, `contact.fields.plan + 1 == 2`, `1 % (conversation.id == "c1" ? 0 : 1) == 0`,
	} {
		talk(t, flowOf(When(condition, SendMessage{Text: "first"}).When("true", SendMessage{Text: "second"}).Else(CloseConversation{}))).
			says("hello").sends("second").explains("a condition failed and counts as not matching")
	}
}

func TestAGotoIsTakenAtMostSoOften(t *testing.T) {
	t.Parallel()
	flow := flowOf(
		Named{ID: "top", Step: AskQuestion{Text: "Again?", SaveTo: topic}},
		When(`topic == "yes"`, Goto{Step: "top", AtMost: 2, Else: Steps{SendMessage{Text: "enough"}}}).Else(SendMessage{Text: "done"}),
	)
	d := talk(t, flow).says("hello").asks("Again?").says("yes").asks("Again?").says("yes").asks("Again?")
	d.says("yes").sends("enough").goesTo("support").explains("else: top has been reached 2 times")
	talk(t, flow).says("hello").says("yes").says("no").sends("done").goesTo("support")
}

func TestEachGotoCountsForItself(t *testing.T) {
	t.Parallel()
	top := Named{ID: "top", Step: AskQuestion{Text: "?", SaveTo: topic}}
	back := Goto{Step: "top", AtMost: 1, Else: Steps{SendMessage{Text: "enough"}}}
	flow := flowOf(top, When(`topic == "a"`, back).When(`topic == "b"`, back).Else(CloseConversation{}))
	talk(t, flow).says("hello").says("a").asks("?").says("b").asks("?").says("a").sends("enough")
}

func TestACloseEndsTheRun(t *testing.T) {
	t.Parallel()
	flow := Flow{Name: "x", Steps: Steps{CloseConversation{Category: "spam", Summary: "{{ contact.name }} is gone"}}}
	d := talk(t, flow).says("hello").rests(RestClosed).explains("closed: spam")
	require.Equal(t, CloseConversation{Category: "spam", Summary: "Mia is gone"}, d.turned.Rest.Close)
}

func TestAnAssignmentTakesTheExitThatItIsGiven(t *testing.T) {
	t.Parallel()
	assign := Assign{
		Team: "sales", Must: Skills{"french": 1}, For: time.Minute,
		TimedOut: Steps{SendMessage{Text: "too late"}}, NobodyCan: Steps{SendMessage{Text: "nobody can"}},
	}
	d := talk(t, flowOf(assign)).says("hello").goesTo("sales")
	require.Equal(t, &assign, d.turned.Rest.Assign, "the step as it was written")
	d.happens(NotPlaced{Exit: "timed_out"}).sends("too late").goesTo("support")
	talk(t, flowOf(assign)).says("hello").happens(NotPlaced{Exit: "nobody_can"}).sends("nobody can").goesTo("support")

	assign.NobodyCan, assign.TimedOut, assign.Else = nil, nil, Steps{SendMessage{Text: "else"}}
	talk(t, flowOf(assign)).says("hello").happens(NotPlaced{Exit: "nobody_can"}).sends("else").goesTo("support")
}

func TestAnExitThatLeadsNowhereGoesToTheFallback(t *testing.T) {
	t.Parallel()
	talk(t, flowOf()).says("hello").happens(NotPlaced{Exit: "nobody_can"}).fails("the assignment took the exit nobody_can, which leads nowhere")
	talk(t, flowOf()).says("hello").happens(TimedOut{}).fails("waits for an agent and was given usher.TimedOut")
}

// Private values stand in no trace, neither as text nor as JSON, whatever looks at them.
func TestPrivateValuesAreRedactedInTheTrace(t *testing.T) {
	t.Parallel()
	const canary = "4929-canary"
	flow := flowOf(
		AskQuestion{Text: "PIN?", SaveTo: secret, Tries: 2, Else: toSupport()},
		AskQuestion{Text: "IBAN?", SaveTo: ContactField("iban"), Type: NumberAnswer, Tries: 2, Else: Steps{Comment{Text: "x"}}},
		Set{{To: secret, Value: `pin + "!"`}, {To: ContactField("iban"), Value: "pin"}},
		When(`pin == "x" || contact.fields.iban == "y"`, CloseConversation{}).Else(SendMessage{Text: "your pin is {{ pin }}"}),
		When(`pin contains "canary"`, Comment{Text: "pin {{ pin }}"}).Else(CloseConversation{}),
	)
	d := talk(t, flow).says("hello").says(canary).asks("IBAN?").says(canary).asks("IBAN?").says(canary)
	d.sends("your pin is " + canary + "!").goesTo("support")
	text, err := json.Marshal(d.record)
	require.NoError(t, err)
	for _, s := range []string{d.record.Explain(), string(text), fmt.Sprint(d.record)} {
		require.NotContains(t, s, canary)
	}
	require.Contains(t, d.record.Explain(), `pin = "***"`)
	require.Contains(t, d.record.Explain(), `contact.fields.iban = "***"`)
	var back Trace
	require.NoError(t, json.Unmarshal(text, &back))
	require.Equal(t, d.record.Explain(), back.Explain(), "a trace that was stored reads the same")
}

// The words of an error may quote the value that they are about.
func TestPrivateValuesAreNotInTheErrorsOfTheTrace(t *testing.T) {
	t.Parallel()
	const canary = "4929-canary"
	checked := 0
	for _, expression := range []string{`int(pin)`, `float(pin)`, `int(contact.fields.iban)`, `contact.fields.iban + 1`, `fromJSON(pin)`} {
		flow := flowOf(
			Set{{To: secret, Value: "message.text"}, {To: ContactField("iban"), Value: "message.text"}},
			When("("+expression+") == 1", CloseConversation{}).Else(SendMessage{Text: "so {{ " + expression + " }}"}),
			Set{{To: people, Value: expression}},
			Do{Action: ActionFunc(nothing), With: map[string]string{"n": expression}, Else: toSupport()},
		)
		if _, err := Compile(flow, nil); err != nil {
			continue // not in the language
		}
		checked++
		d := talk(t, flow).says(canary).rests(RestAction)
		require.Contains(t, d.record.Explain(), "a condition failed")
		require.NotContains(t, d.record.Explain(), canary, expression)
	}
	require.Positive(t, checked)
}

// The handle in the strategy may be a plain one: what counts is what the workflow declares.
func TestAPrivateVariableIsRedactedInAStrategyAsWell(t *testing.T) {
	t.Parallel()
	p := compiled(t, flowOf())
	run := *p.Begin()
	turn := &Turn{program: p, run: &run}
	require.NoError(t, secret.Set(turn, "4929-canary"))
	for _, teams := range []map[string]string{nil, {"4929-canary": "sales"}} {
		for _, handle := range []Variable{secret, Var[string]{Name: "pin"}} {
			r := &Request{turn: turn}
			ByFunction{Variable: handle, Teams: teams}.Assign(r)
			require.NotEmpty(t, r.notes)
			require.NotContains(t, fmt.Sprint(r.notes), "canary")
		}
	}
}

func TestAnUnknownPieceOfACustomStepIsExplained(t *testing.T) {
	t.Parallel()
	step := lookup{declare: func(*Declaration) {}, decide: func(t *Turn) Next {
		t.Send(t.Text("raw {{ contact.name }}"))
		if t.Holds("true") {
			return Fail("must not hold")
		}
		return Continue()
	}}
	talk(t, flowOf(step)).says("hello").sends("raw {{ contact.name }}").explains("the condition was not declared: true", "the text was not declared")
}
