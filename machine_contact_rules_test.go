package usher

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestALanguageIsDetectedAsLongAsNobodyKnowsIt(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		contact, channel, text, finds string
		want                          string
		asked                         int
	}{
		"nobody knows":               {"", "", "hola", "es", "es", 1},
		"the contact's own":          {"pl", "", "hola", "es", "pl", 0},
		"the channel's":              {"", "fr", "hola", "es", "fr", 0},
		"the detector is not sure":   {"", "", "ok", "", "", 1},
		"there is no text":           {"", "", "", "es", "", 0},
		"it is no language":          {"", "", "hola", "spanish!", "", 1},
		"the channel's is none":      {"", "x-", "hola", "es", "es", 1},
		"the detector tells regions": {"", "", "oi", "pt-BR", "pt-BR", 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			asked := 0
			d := talk(t, flowOf(AskQuestion{Text: "?"}))
			d.program.around.language = DetectorFunc(func(string) string { asked++; return test.finds })
			d.scene.Contact.Language = test.contact
			d.gets(Message{ID: "m", Text: test.text, Language: test.channel})
			require.Equal(t, test.want, d.scene.Contact.Language)
			require.Equal(t, 2*test.asked, asked, "the dialogue decides every turn twice")
			if test.contact == "" && test.want != "" {
				require.Equal(t, ContactChanged{Language: test.want}, d.changed())
			} else {
				require.Nil(t, d.turned.Changed)
			}
		})
	}
}

func TestALanguageIsDetectedOnceAndDecidesTheFirstText(t *testing.T) {
	t.Parallel()
	asked := 0
	d := talk(t, flowOf(AskQuestion{Texts: Translations{{"en", "Well?"}, {"es", "¿Sí?"}}}, SendMessage{Texts: Translations{{"en", "Bye"}, {"es", "Adiós"}}}))
	d.program.around.language = DetectorFunc(func(string) string { asked++; return "es" })
	d.scene.Contact.Language = ""
	d.says("hola").asks("¿Sí?").explains("the contact's language is es: the text sounds like it")
	d.says("hello").sends("Adiós")
	require.Equal(t, 2, asked)
}

func TestADetectorThatPanicsDoesNotKnow(t *testing.T) {
	t.Parallel()
	d := talk(t, flowOf(SendMessage{Texts: Translations{{"en", "Hi"}, {"es", "Hola"}}}))
	d.program.around.language = DetectorFunc(func(string) string { panic("no table") })
	d.scene.Contact.Language = ""
	d.says("hola").sends("Hi").goesTo("support").explains("the language detector panicked: no table")
}

// discreet is a front desk that saves an e-mail address and a name only with consent.
func discreet(consent Consent) *Desk {
	desk := frontDesk()
	desk.Consent = consent
	return desk
}

func TestConsentGatesWhatIsSavedAboutAContact(t *testing.T) {
	t.Parallel()
	all := Consent{Field: "consent"}
	some := Consent{Field: "consent", Gates: []string{"email"}, Means: []string{"ja"}}
	for name, test := range map[string]struct {
		consent Consent
		said    any
		field   string
		want    bool
	}{
		"nobody has asked":          {all, nil, "email", false},
		"yes":                       {all, "yes", "email", true},
		"true":                      {all, true, "email", true},
		"the text true":             {all, "true", "email", true},
		"no":                        {all, "no", "email", false},
		"false":                     {all, false, "email", false},
		"a number":                  {all, 1, "email", false},
		"the name":                  {all, "no", "name", false},
		"the language":              {all, "no", "language", true},
		"the consent itself":        {all, "no", "consent", true},
		"a field that is not gated": {some, "no", "city", true},
		"one that is":               {some, "yes", "email", false},
		"in the host's words":       {some, "ja", "email", true},
		"no gate at all":            {Consent{}, nil, "email", true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			set := flowOf(Set{{To: ContactField(test.field), Value: `"new"`}})
			ask := flowOf(AskQuestion{Text: "?", SaveTo: ContactField(test.field)})
			save := flowOf(StepFunc(func(t *Turn) Next {
				_ = t.Save(ContactField(test.field), "new")
				return Continue()
			}))
			for how, flow := range map[string]Flow{"set": set, "ask": ask, "save": save} {
				d := talkAt(t, discreet(test.consent), flow)
				if d.scene.Contact.Fields["consent"] = test.said; test.said == nil {
					delete(d.scene.Contact.Fields, "consent")
				}
				d.says("hello")
				if how == "ask" {
					d.says("new")
				}
				got := d.keptIn(ContactField(test.field))
				require.Equal(t, test.want, got == "new", "%s: %v", how, d)
				if !test.want {
					require.Nil(t, d.turned.Changed)
				}
				if !test.want && how != "save" {
					d.explains("contact." + test.field + " is not saved: contact.consent does not say yes")
				}
			}
		})
	}
}

func TestConsentThatIsGivenInTheConversationOpensTheGate(t *testing.T) {
	t.Parallel()
	d := talkAt(t, discreet(Consent{Field: "consent"}), flowOf(
		Set{{To: ContactField("city"), Value: `"Lima"`}},
		AskQuestion{Text: "May we keep it?", Choices: []Choice{{ID: "yes", Title: "Yes"}, {ID: "no", Title: "No"}}, SaveTo: ContactField("consent"), Else: toSupport()},
		Set{{To: ContactField("city"), Value: `"Cusco"`}},
	)).says("hello").asks("May we keep it?")
	require.Nil(t, d.scene.Contact.Fields["city"])
	d.says("Yes, please").goesTo("support")
	require.Equal(t, "Cusco", d.scene.Contact.Fields["city"])
}

func TestVariablesAndTagsNeedNoConsent(t *testing.T) {
	t.Parallel()
	d := talkAt(t, discreet(Consent{Field: "consent"}), flowOf(
		Set{{To: topic, Value: `"x"`}}, Tag{Add: []string{"new"}}, AskQuestion{Text: "?", SaveTo: AsTag{}, Else: toSupport()},
	)).says("hello").says("vip").goesTo("support")
	require.Equal(t, "x", d.variable("topic"))
	require.Equal(t, []string{"old", "new", "vip"}, d.scene.Contact.Tags)
}

func TestAWorkflowForOncePerContactIsLeftOutTheSecondTime(t *testing.T) {
	t.Parallel()
	tour := inner("tour", SendMessage{Text: "Welcome!"})
	tour.OncePerContact = true
	outer := flowOf(RunWorkflow{Workflow: "tour"}, RunWorkflow{Workflow: "tour"}, SendMessage{Text: "What now?"})
	d := talkAt(t, frontDesk(), outer, tour).says("hi").sends("Welcome!", "What now?")
	d.explains("tour is left out: it runs once for each contact")
	require.Equal(t, []WorkflowID{"tour"}, d.scene.Ran)
	next := talkAt(t, frontDesk(), outer, tour)
	next.scene.Ran = d.scene.Ran
	next.says("hi").sends("What now?")
}
