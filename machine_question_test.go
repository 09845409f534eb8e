package usher

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// menu asks which department, and says where the run went.
func menu(change func(*AskQuestion)) Flow {
	ask := AskQuestion{
		Text: "Which one?", SaveTo: topic,
		Choices: []Choice{
			{ID: "s1", Title: "Sales", Synonyms: []string{"buy", "Precio"}}, {ID: "s2", Title: "Support"}, {ID: "acct", Title: "Abrechnung für Bürger"},
		},
		Else: Steps{SendMessage{Text: "else"}},
	}
	if change != nil {
		change(&ask)
	}
	return Flow{Name: "menu", Vars: allVariables(), Steps: Steps{ask, SendMessage{Text: "then"}, Assign{Team: "support"}}}
}

func TestAChoiceIsRecognisedByWhatPeopleWrite(t *testing.T) {
	t.Parallel()
	for written, want := range map[string]string{
		"s1": "s1", "S1": "s1", "Sales": "s1", "  sAlEs ": "s1", "buy": "s1", "PRECIO": "s1",
		"1": "s1", "2": "s2", "3.": "acct", "２": "s2",
		"Sup": "s2", "sal": "s1", "a": "acct", "abrechnung FUR": "acct", "ABRECHNUNG FÜR BÜRGER": "acct", "Abrechnung fu\u0308r Bu\u0308rger": "acct",
		"s": "", "S": "", "0": "", "4": "", "-1": "", "1 2": "", "Salesman": "", "I want Sales": "s1", "not Sales": "", "💶": "",
	} {
		t.Run(written, func(t *testing.T) {
			t.Parallel()
			d := talk(t, menu(nil)).says("hello").asks("Which one?").says(written)
			if want == "" {
				d.asks("Which one?").explains("refused")
				require.Nil(t, d.variable("topic"))
				return
			}
			d.sends("then").goesTo("support").explains("answered")
			require.Equal(t, want, d.variable("topic"))
		})
	}
}

func TestAnAmbiguousBeginningIsRefusedWithTheReason(t *testing.T) {
	t.Parallel()
	talk(t, menu(nil)).says("hello").says("s").asks("Which one?").explains("it fits more than one choice")
	talk(t, menu(nil)).says("hello").says("x").asks("Which one?").explains("it is none of the choices")
}

func TestAChoiceIsTappedByWireIDOrIDOrTitle(t *testing.T) {
	t.Parallel()
	for i, tap := range []string{"1:1", "s2", "Abrechnung für Bürger"} {
		d := talk(t, menu(nil)).says("hello")
		if i == 0 {
			tap = d.lastSend().WireID(0)
		}
		d.taps(tap).goesTo("support")
		require.Equal(t, []string{"s1", "s2", "acct"}[i], d.variable("topic"))
	}
}

// Row 6, 69: a tap on the buttons of an earlier question is not the answer to this one.
func TestATapOnAnEarlierQuestionIsStale(t *testing.T) {
	t.Parallel()
	second := AskQuestion{Text: "Sure?", Choices: Choices("Yes", "No"), SaveTo: secret, Else: toSupport()}
	flow := menu(nil)
	flow.Steps = append(Steps{flow.Steps[0], second}, flow.Steps[1:]...)
	d := talk(t, flow).says("hello")
	old := d.lastSend().WireID(0)
	d.taps(old).asks("Sure?")
	for range 5 { // it counts as no try, however often it comes
		d.taps(old).asks("Sure?").explains("a tap on an earlier question is not the answer to this one")
		require.Nil(t, d.variable("pin"))
	}
	d.taps(d.lastSend().WireID(1)).goesTo("support")
	require.Equal(t, "No", d.variable("pin"))
	require.Equal(t, "s1", d.variable("topic"))
}

// Row 69: every asking has a number of its own, the second time as well.
func TestATapOnAnEarlierCopyOfTheQuestionIsAnAnswer(t *testing.T) {
	t.Parallel()
	d := talk(t, menu(nil)).says("hello")
	first := d.lastSend()
	d.says("what?").asks("Which one?")
	require.Equal(t, first.WireID(0), d.lastSend().WireID(0))
	d.taps(first.WireID(0)).goesTo("support")
}

func TestATapOnAButtonThatDoesNotExistIsNoAnswer(t *testing.T) {
	t.Parallel()
	for _, n := range []int{-1, 0, 4, 1 << 40} {
		d := talk(t, menu(nil)).says("hello")
		d.taps(fmt.Sprintf("%d:%d", d.lastSend().Question, n)).asks("Which one?")
		require.Nil(t, d.variable("topic"))
	}
}

// A choice may look like a wire id: a time, a score, a ratio.
func TestAChoiceThatLooksLikeAWireIDCanBeTapped(t *testing.T) {
	t.Parallel()
	flow := menu(func(q *AskQuestion) { q.Choices = Choices("9:00", "10:30", "1:1") })
	for _, tap := range []string{"9:00", "10:30"} {
		d := talk(t, flow).says("hello").taps(tap).goesTo("support")
		require.Equal(t, tap, d.variable("topic"))
		d = talk(t, flow).says("hello").says(tap).goesTo("support")
		require.Equal(t, tap, d.variable("topic"))
	}
}

func TestAnAnswerThatIsRefusedIsAskedAgainAndThenTakesItsExit(t *testing.T) {
	t.Parallel()
	flow := menu(func(q *AskQuestion) {
		q.Tries, q.RetryText, q.Invalid = 3, "Please tap, {{ contact.name }}.", Steps{SendMessage{Text: "invalid"}}
	})
	d := talk(t, flow).says("hello").asks("Which one?")
	d.says("x").asks("Please tap, Mia.").says("y").asks("Please tap, Mia.")
	d.says("z").sends("invalid", "then").goesTo("support")
	require.Nil(t, d.variable("topic"))
}

func TestTriesCountPerVisitOfTheQuestion(t *testing.T) {
	t.Parallel()
	flow := menu(func(q *AskQuestion) { q.Tries, q.Invalid = 2, Steps{Goto{Step: "1", AtMost: 1, Else: toSupport()}} })
	d := talk(t, flow).says("hello").says("x").asks("Which one?").says("x").asks("Which one?")
	d.says("x").asks("Which one?").says("x").goesTo("support")
}

func TestThreeTriesAreTheDefaultAndOneIsOne(t *testing.T) {
	t.Parallel()
	d := talk(t, menu(nil)).says("hello").says("x").asks("Which one?").says("x").asks("Which one?")
	d.says("x").sends("else", "then")
	talk(t, menu(func(q *AskQuestion) { q.Tries = 1 })).says("hello").says("x").sends("else", "then")
}

func TestAMessageWithoutContentAnswersNothingAndCostsNoTry(t *testing.T) {
	t.Parallel()
	for name, m := range map[string]Message{
		"a picture": {ID: "m", Attachments: []Attachment{{Kind: "image", URL: "https://x"}}},
		"nothing":   {ID: "m"}, "blanks": {ID: "m", Text: " \t\n\u2003"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := talk(t, menu(func(q *AskQuestion) { q.Tries = 1 })).says("hello")
			for range 4 {
				d.gets(m).asks("Which one?").explains("the message has nothing that could be an answer")
			}
			d.says("1").goesTo("support")
		})
	}
}

func TestAPictureWithACaptionIsAnAnswer(t *testing.T) {
	t.Parallel()
	d := talk(t, menu(nil)).says("hello").gets(Message{ID: "m", Text: "Sales", Attachments: []Attachment{{Kind: "image"}}})
	d.goesTo("support")
}

func TestATimeOutTakesItsExit(t *testing.T) {
	t.Parallel()
	wait := func(q *AskQuestion) { q.Timeout = 15 * time.Minute }
	d := talk(t, menu(wait)).says("hello").asks("Which one?")
	require.Equal(t, monday.Add(15*time.Minute), d.turned.Rest.Deadline)
	d.after(15*time.Minute).happens(TimedOut{}).sends("else", "then").explains("nobody answered in 15m0s", "else (no_answer)")

	own := func(q *AskQuestion) { wait(q); q.NoAnswer = Steps{SendMessage{Text: "no answer"}} }
	talk(t, menu(own)).says("hello").happens(TimedOut{}).sends("no answer", "then").goesTo("support")
}

func TestATimeOutCountsFromTheLastTextThatAsked(t *testing.T) {
	t.Parallel()
	d := talk(t, menu(func(q *AskQuestion) { q.Timeout = 10 * time.Minute })).says("hello")
	d.after(7 * time.Minute).says("x").asks("Which one?")
	require.Equal(t, monday.Add(17*time.Minute), d.turned.Rest.Deadline)
	d.after(time.Minute).gets(Message{ID: "m"}).asks("Which one?")
	require.Equal(t, monday.Add(18*time.Minute), d.turned.Rest.Deadline)
	d.happens(Delivered{}).rests(RestAnswer)
	require.Equal(t, monday.Add(18*time.Minute), d.turned.Rest.Deadline, "a delivery asks nothing anew")
}

// Row 69.
func TestAnAnswerAfterTheTimeOutGoesToTheNextQuestionOrNowhere(t *testing.T) {
	t.Parallel()
	flow := menu(func(q *AskQuestion) {
		q.Timeout, q.NoAnswer = time.Minute, Steps{AskQuestion{Text: "Still there?", Choices: Choices("Yes", "No"), SaveTo: secret, Else: toSupport()}}
	})
	d := talk(t, flow).says("hello")
	late := d.lastSend().WireID(1)
	d.after(time.Minute).happens(TimedOut{}).asks("Still there?")
	d.taps(late).asks("Still there?").explains("stale")
	require.Nil(t, d.variable("topic"))
}

func TestAQuestionThatNeverArrivesTakesItsExitOrFails(t *testing.T) {
	t.Parallel()
	none := func(q *AskQuestion) { q.Type, q.Choices, q.Else = TextAnswer, nil, nil }
	talk(t, menu(none)).says("hello").happens(Undelivered{Reason: "blocked"}).fails("the question could not be delivered: blocked")
	talk(t, menu(nil)).says("hello").happens(Undelivered{Reason: "blocked"}).sends("else", "then").explains("blocked")
	own := func(q *AskQuestion) { q.Undelivered = Steps{SendMessage{Text: "undelivered"}} }
	talk(t, menu(own)).says("hello").happens(Undelivered{Reason: "blocked"}).sends("undelivered", "then")
}

func TestNumbers(t *testing.T) {
	t.Parallel()
	number := func(to Target, low, high *float64) Flow {
		return menu(func(q *AskQuestion) {
			q.Type, q.Choices, q.SaveTo, q.Min, q.Max, q.Tries = NumberAnswer, nil, to, low, high, 1
		})
	}
	for _, test := range []struct {
		to        Target
		low, high *float64
		written   string
		want      any // or the reason why not
	}{
		{people, nil, nil, "3", 3}, {people, nil, nil, " -4 ", -4}, {people, nil, nil, "3.0", 3}, {people, nil, nil, "٣", 3},
		{people, nil, nil, "３", 3}, {people, nil, nil, "2.5", "people is of type int"}, {people, nil, nil, "three", 3}, {people, nil, nil, "tres", 3}, {people, nil, nil, "many", "it is not a number"},
		{people, nil, nil, "1e400", "it is not a number"}, {people, nil, nil, "999999999999999999999", "people is of type int"},
		{amount, nil, nil, "2.5", 2.5}, {amount, nil, nil, "2,5", 2.5}, {amount, nil, nil, "7", 7.0}, {amount, nil, nil, "-0", 0.0},
		{amount, nil, nil, "NaN", "it is not a number"}, {amount, nil, nil, "inf", "it is not a number"}, {amount, nil, nil, "0x10", "it is not a number"},
		{amount, nil, nil, "1_000", "it is not a number"}, {amount, nil, nil, "", nil}, {amount, nil, nil, "5 €", "it is not a number"},
		{amount, nil, nil, strings.Repeat("1", 41), "it is not a number"},
		{people, new(1.0), new(10.0), "1", 1}, {people, new(1.0), new(10.0), "10", 10},
		{people, new(1.0), new(10.0), "0", "the number is below 1"}, {people, new(1.0), new(10.0), "11", "the number is above 10"},
		{amount, new(0.5), nil, "0.4999", "the number is below 0.5"}, {amount, nil, new(0.5), "0.5", 0.5}, {nil, nil, nil, "1", nil},
	} {
		t.Run(test.written, func(t *testing.T) {
			t.Parallel()
			d := talk(t, number(test.to, test.low, test.high)).says("hello").says(test.written)
			if reason, refused := test.want.(string); refused {
				d.sends("else", "then").explains(reason)
				return
			}
			if test.written != "" {
				d.sends("then")
			}
			if test.to != nil {
				require.Equal(t, test.want, d.variable(test.to.target().name))
			}
		})
	}
}

func TestAnAnswerGoesIntoAFieldOrATag(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		to   Target
		kind AnswerType
		says string
		want ContactChanged
	}{
		"a field":        {ContactField("city"), TextAnswer, " Kraków ", ContactChanged{Fields: map[string]any{"city": "Kraków"}}},
		"a number":       {ContactField("age"), NumberAnswer, "41", ContactChanged{Fields: map[string]any{"age": 41}}},
		"a fraction":     {ContactField("size"), NumberAnswer, "4.5", ContactChanged{Fields: map[string]any{"size": 4.5}}},
		"the name":       {ContactField("name"), TextAnswer, "Mia Lin", ContactChanged{Name: "Mia Lin"}},
		"the language":   {ContactField("language"), TextAnswer, "pl", ContactChanged{Language: "pl"}},
		"a tag":          {AsTag{}, TextAnswer, "vip", ContactChanged{Added: []string{"vip"}}},
		"a number's tag": {AsTag{}, NumberAnswer, "7", ContactChanged{Added: []string{"7"}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := talk(t, menu(func(q *AskQuestion) { q.Type, q.Choices, q.SaveTo = test.kind, nil, test.to })).says("hello").says(test.says)
			require.Equal(t, test.want, d.changed())
		})
	}
}

// The host passes the tags back with the next message: they must be such as Contact.check accepts.
func TestAnAnswerThatCannotBeATagIsNotAccepted(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"two\nlines", "a\x07bell", strings.Repeat("long ", 60)} {
		flow := menu(func(q *AskQuestion) { q.Choices, q.Type, q.SaveTo, q.Tries = nil, TextAnswer, AsTag{}, 1 })
		d := talk(t, flow).says("hello").says(text)
		require.NoError(t, d.turned.Scene.Contact.check(), "%q", text)
		d.sends("else", "then").explains("refused")
	}
}

func TestAnAnswerThatTheVariableCannotHoldIsRefused(t *testing.T) {
	t.Parallel()
	size := Var[string]{Name: "size", OneOf: []string{"S", "M"}}
	flow := menu(func(q *AskQuestion) { q.Choices, q.Type, q.SaveTo, q.Tries = nil, TextAnswer, size, 1 })
	flow.Vars = append(flow.Vars, size)
	talk(t, flow).says("hello").says("M").sends("then")
	talk(t, flow).says("hello").says("XL").sends("else", "then").explains("not one of those that it may have")

	free := menu(func(q *AskQuestion) { q.Choices, q.Type, q.Tries = nil, TextAnswer, 1 })
	talk(t, free).says("hello").says(strings.Repeat("x", maxValue)).sends("then")
	talk(t, free).says("hello").says(strings.Repeat("x", maxValue+1)).sends("else", "then").explains("over the limit of 65536")
}

func TestAQuestionMayKeepNothing(t *testing.T) {
	t.Parallel()
	d := talk(t, menu(func(q *AskQuestion) { q.SaveTo = nil })).says("hello").says("Sales").goesTo("support")
	require.Nil(t, d.turned.Changed)
	require.Empty(t, d.run.answers())
}
