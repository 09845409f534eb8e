package usher

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// branches asks for one of several offices, of which two are alike.
func branches(change func(*AskQuestion)) Flow {
	return menu(func(q *AskQuestion) {
		q.Choices = []Choice{{ID: "k", Title: "Kraków"}, {ID: "n", Title: "New York"}, {ID: "o", Title: "New Orleans"}, {ID: "l", Title: "Lima"}}
		if change != nil {
			change(q)
		}
	})
}

func TestAnAnswerThatFitsSeveralChoicesIsAskedAgainWithThose(t *testing.T) {
	t.Parallel()
	d := talk(t, branches(nil)).says("hello").says("new").asks("Which one?").explains("it fits more than one choice")
	send := d.lastSend()
	require.Equal(t, []Choice{{ID: "n", Title: "New York", Number: 2}, {ID: "o", Title: "New Orleans", Number: 3}}, send.Choices)
	require.Equal(t, []string{"1:2", "1:3"}, []string{send.WireID(0), send.WireID(1)})
	for answer, want := range map[string]string{"york": "n", "3": "o", "2": "n", "New Orleans": "o", "lima": "l", "1": "k"} {
		again := *d
		again.says(answer).goesTo("support")
		require.Equal(t, want, again.variable("topic"), answer)
	}
	for i, want := range []string{"n", "o"} {
		again := *d
		again.taps(send.WireID(i)).goesTo("support")
		require.Equal(t, want, again.variable("topic"))
	}
}

func TestAnAmbiguousAnswerCountsAsATry(t *testing.T) {
	t.Parallel()
	d := talk(t, branches(func(q *AskQuestion) { q.Tries = 2 })).says("hello").says("new").asks("Which one?")
	d.says("new").sends("else", "then")
}

func TestAllChoicesAreOfferedAgainAfterAnAnswerThatFitsNone(t *testing.T) {
	t.Parallel()
	d := talk(t, branches(nil)).says("hello").says("new").says("Paris").asks("Which one?")
	require.Len(t, d.lastSend().Choices, 4)
	require.Zero(t, d.lastSend().Choices[1].Number)
	require.Equal(t, "1:2", d.lastSend().WireID(1), "a choice has one wire id, however many are offered")
}

func TestATapOnAButtonThatIsNotOfferedAnyMoreIsAnAnswerAllTheSame(t *testing.T) {
	t.Parallel()
	d := talk(t, branches(nil)).says("hello")
	first := d.lastSend()
	d.says("new").taps(first.WireID(3)).goesTo("support")
	require.Equal(t, "l", d.variable("topic"))
}

// Rows 6 and 69.
func TestATapOnTheCandidatesOfAnEarlierQuestionIsStale(t *testing.T) {
	t.Parallel()
	flow := branches(nil)
	second := flow.Steps[0].(AskQuestion)
	second.Text, second.SaveTo = "And where to?", secret
	flow.Steps = Steps{flow.Steps[0], second, Assign{Team: "support"}}
	d := talk(t, flow).says("hello").says("new")
	old := d.lastSend().WireID(1)
	d.says("york").asks("And where to?")
	d.taps(old).asks("And where to?").explains("a tap on an earlier question is not the answer to this one")
	require.Len(t, d.lastSend().Choices, 4)
	d.says("new").asks("And where to?")
	require.Equal(t, "2:3", d.lastSend().WireID(1))
	d.taps("2:3").goesTo("support")
	require.Equal(t, "o", d.variable("pin"))
}

func TestTheWireIDOfAChoiceThatAsksNothingIsItsOwnIfThatIsShortEnough(t *testing.T) {
	t.Parallel()
	long := "an id that is a good deal longer than what the buttons of most channels can carry"
	d := talk(t, flowOf(SendMessage{Text: "Hi", Choices: []Choice{{ID: "yes", Title: "Yes"}, {ID: long, Title: "No"}}})).says("hello")
	send := d.lastSend()
	require.Zero(t, send.Question)
	require.Equal(t, "yes", send.WireID(0))
	require.Equal(t, "0:2", send.WireID(1))
}

func TestCandidatesAreOfferedInTheContactsLanguage(t *testing.T) {
	t.Parallel()
	d := talk(t, branches(func(q *AskQuestion) {
		q.Choices[1] = Choice{ID: "n", Titles: Translations{{"en", "New York"}, {"es", "Nueva York"}}}
		q.Choices[2] = Choice{ID: "o", Titles: Translations{{"en", "New Orleans"}, {"es", "Nueva Orleans"}}}
	})).says("hola").says("nueva")
	require.Equal(t, []Choice{{ID: "n", Title: "Nueva York", Number: 2}, {ID: "o", Title: "Nueva Orleans", Number: 3}}, d.lastSend().Choices)
}

func TestAQuestionWhoseAnswerIsKnownIsNotAsked(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		to    Target
		known func(d *dialogue)
		asks  bool
	}{
		"nothing is known":       {ContactField("city"), nil, true},
		"a field":                {ContactField("city"), func(d *dialogue) { d.scene.Contact.Fields["city"] = "Lima" }, false},
		"an empty field":         {ContactField("city"), func(d *dialogue) { d.scene.Contact.Fields["city"] = "" }, true},
		"a field that is nil":    {ContactField("city"), func(d *dialogue) { d.scene.Contact.Fields["city"] = nil }, true},
		"a field that is false":  {ContactField("city"), func(d *dialogue) { d.scene.Contact.Fields["city"] = false }, false},
		"a field that is zero":   {ContactField("city"), func(d *dialogue) { d.scene.Contact.Fields["city"] = 0 }, false},
		"the name":               {ContactField("name"), nil, false},
		"no name":                {ContactField("name"), func(d *dialogue) { d.scene.Contact.Name = "" }, true},
		"the language":           {ContactField("language"), nil, false},
		"a variable":             {topic, nil, true},
		"a variable with a text": {Var[string]{Name: "given", Default: new("x")}, nil, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			flow := menu(func(q *AskQuestion) { q.Choices, q.Type, q.SaveTo, q.SkipIfKnown = nil, TextAnswer, test.to, true })
			flow.Vars = append(flow.Vars, Var[string]{Name: "given", Default: new("x")})
			d := talk(t, flow)
			if test.known != nil {
				test.known(d)
			}
			if d.says("hello"); test.asks {
				d.asks("Which one?").says("Cusco").goesTo("support")
				return
			}
			d.sends("then").goesTo("support").explains("it is not asked")
		})
	}
}

func TestAQuestionThatIsSavedIsAskedOnceInALifetime(t *testing.T) {
	t.Parallel()
	flow := menu(func(q *AskQuestion) {
		q.Choices, q.Type, q.SaveTo, q.SkipIfKnown = nil, EmailAnswer, ContactField("email"), true
	})
	d := talk(t, flow).says("hello").asks("Which one?").says("it's mia@example.com").goesTo("support")
	next := talk(t, flow)
	next.scene.Contact = d.scene.Contact
	next.says("hello again").sends("then").goesTo("support")
}

func TestMistakesAboutWhatIsKnown(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		to   Target
		want string
	}{
		"nowhere": {nil, "U026 [1 skip_if_known] what is known cannot be seen: the answer is saved nowhere; say where with save_to"},
		"a tag":   {AsTag{}, "U026 [1 skip_if_known] which tag is the answer cannot be seen; save it to a variable or a contact field"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			flow := menu(func(q *AskQuestion) { q.SaveTo, q.SkipIfKnown = test.to, true })
			require.Contains(t, brief(mistakesOf(t, flow, frontDesk())), test.want)
		})
	}
}
