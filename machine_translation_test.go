package usher

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// greeting is a text in these languages, in this order; each says its own tag.
func greeting(tags ...string) Translations {
	var all Translations
	for _, tag := range tags {
		all = append(all, Translation{Language: tag, Text: tag + " {{ contact.name }}"})
	}
	return all
}

func TestATextIsSentInTheLanguageThatFitsTheContactBest(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		contact string
		has     Translations
		want    string
	}{
		{"es", greeting("en", "es"), "es"},
		{"es-MX", greeting("en", "es"), "es"},
		{"es-MX", greeting("en", "es", "es-MX"), "es-MX"},
		{"ES-mx", greeting("en", "es-MX"), "es-MX"},
		{"es", greeting("en", "es-MX"), "es-MX"},
		{"es-419", greeting("en", "es-ES", "es"), "es"},
		{"pt-BR", greeting("en", "pt-PT", "pt-BR"), "pt-BR"},
		{"pt-PT", greeting("en", "pt-BR", "pt-PT"), "pt-PT"},
		{"pt", greeting("en", "pt-PT", "pt-BR"), "pt-BR"}, // what most people mean by it
		{"pt-AO", greeting("en", "pt-BR", "pt-PT"), "pt-PT"},
		{"zh-Hant", greeting("en", "zh-Hant", "zh-Hans"), "zh-Hant"},
		{"zh-TW", greeting("en", "zh-Hans", "zh-Hant"), "zh-Hant"},
		{"zh-CN", greeting("en", "zh-Hant", "zh-Hans"), "zh-Hans"},
		{"ja", greeting("en", "es"), "en"}, // the first one, if none fits
		{"ja", greeting("es", "en"), "es"},
		{"", greeting("es", "en"), "es"},
		{"no language", greeting("es", "en"), "es"},
		{"pt", greeting("de"), "de"},
	} {
		t.Run(test.contact+" of "+test.has[0].Language, func(t *testing.T) {
			t.Parallel()
			d := talk(t, flowOf(SendMessage{Texts: test.has}))
			d.scene.Contact.Language = test.contact
			d.says("hello").sends(test.want + " Mia")
			require.Equal(t, test.want, d.lastSend().Language)
		})
	}
}

func TestATextInOneLanguageHasNoLanguage(t *testing.T) {
	t.Parallel()
	d := talk(t, flowOf(SendMessage{Text: "Hi"})).says("hello").sends("Hi")
	require.Empty(t, d.lastSend().Language)
}

func TestAQuestionIsAskedAndAskedAgainInTheContactsLanguage(t *testing.T) {
	t.Parallel()
	d := talk(t, menu(func(q *AskQuestion) {
		q.Text, q.Texts = "", Translations{{"en", "Which one?"}, {"es", "¿Cuál?"}}
		q.RetryTexts = Translations{{"es", "Pulse uno, {{ contact.name }}."}, {"en", "Please tap one."}}
	})).says("hola").asks("¿Cuál?").says("x").asks("Pulse uno, Mia.")
	require.Equal(t, "es", d.lastSend().Language)
	d.explains("Pulse uno, {{ contact.name }}.")
}

func TestWhatTheContactWritesInDecidesAsLongAsHisLanguageIsNotKnown(t *testing.T) {
	t.Parallel()
	for contact, want := range map[string]string{"": "de", "es": "es"} {
		d := talk(t, flowOf(SendMessage{Texts: greeting("en", "de", "es")}))
		d.scene.Contact.Language = contact
		d.gets(Message{ID: "m", Text: "hallo", Language: "de-AT"}).sends(want + " Mia")
	}
}

func TestChoicesAreOfferedInTheContactsLanguageAndAnsweredInAny(t *testing.T) {
	t.Parallel()
	ask := menu(func(q *AskQuestion) {
		q.Choices = []Choice{
			{ID: "in", Titles: Translations{{"en", "Invoices"}, {"es", "Facturas"}}},
			{ID: "de", Titles: Translations{{"en", "Deliveries"}, {"es", "Envíos"}}},
		}
	})
	for written, want := range map[string]string{"facturas": "in", "Invoices": "in", "envios": "de", "2": "de"} {
		d := talk(t, ask).says("hola")
		offered := d.lastSend().Choices
		require.Equal(t, []Choice{{ID: "in", Title: "Facturas"}, {ID: "de", Title: "Envíos"}}, offered)
		d.says(written).goesTo("support")
		require.Equal(t, want, d.variable("topic"))
		tapped := talk(t, ask).says("hola").taps(offered[1].Title).goesTo("support")
		require.Equal(t, "de", tapped.variable("topic"))
	}
}

func TestMistakesInTranslations(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		step Step
		want string
	}{
		"a text twice":     {SendMessage{Text: "a", Texts: greeting("en")}, "U026 [1 text] the text is given twice: once for all languages, once for each; leave one of them out"},
		"an unknown tag":   {SendMessage{Texts: greeting("en", "e!")}, `U003 [1 text] unknown language "e!"; write a BCP 47 tag such as es or pt-BR`},
		"a language twice": {SendMessage{Texts: greeting("en", "EN")}, `U002 [1 text] two texts for the language "EN"; leave one of them out`},
		"an empty text":    {SendMessage{Texts: Translations{{"en", " "}}}, `U026 [1 text] the text for the language "en" is empty`},
		"a title twice": {
			AskQuestion{Text: "?", Choices: []Choice{{ID: "a", Title: "A", Titles: greeting("en")}}, Else: toSupport()},
			`U026 [1 choices] the choice "a" has its title twice: once for all languages, once for each`,
		},
		"two titles": {
			AskQuestion{Text: "?", Choices: []Choice{{ID: "a", Titles: Translations{{"en", "A"}, {"en", "B"}}}}, Else: toSupport()},
			`U002 [1 choices] two titles for the language "en"; leave one of them out`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Contains(t, brief(mistakesOf(t, flowOf(test.step), frontDesk())), test.want)
		})
	}
}

func TestAMistakeInATranslationIsFoundWhereItStands(t *testing.T) {
	t.Parallel()
	found := mistakesOf(t, flowOf(SendMessage{Texts: Translations{{"en", "Hi"}, {"es", "Hola {{ contact.nmae }}"}}}), frontDesk())
	require.Len(t, found, 1)
	require.Contains(t, found[0].Message, "contact.nmae")
}
