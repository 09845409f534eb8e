package file

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher"
)

func TestAnInternalTextInSeveralLanguagesIsTheFirst(t *testing.T) {
	t.Parallel()
	flow := readFlow(t, Kinds{}, `usher: workflow/v1
workflow: w
steps:
  - comment: {text: {es: Hola, en: Hello}}
  - close: {summary: {fr: Fini, en: Done}}
`)
	require.Equal(t, usher.Steps{usher.Comment{Text: "Hola"}, usher.CloseConversation{Summary: "Fini"}}, flow.Steps)
	sameFlow(t, Kinds{}, flow)
}

func TestAChoiceThatIsCalledLikeALanguageIsNoTranslation(t *testing.T) {
	t.Parallel()
	flow := readFlow(t, Kinds{}, `usher: workflow/v1
workflow: w
steps:
  - send: {text: a, choices: [{id: en, title: English}, {EN: English, zh-Hant: 英文}]}
`)
	require.Equal(t, usher.Steps{usher.SendMessage{Text: "a", Choices: []usher.Choice{
		{ID: "en", Title: "English"},
		{ID: "English", Titles: usher.Translations{{Language: "EN", Text: "English"}, {Language: "zh-Hant", Text: "英文"}}},
	}}}, flow.Steps)
}
