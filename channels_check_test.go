package usher

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// warnings are what CheckChannel says of a workflow with these steps.
func warnings(t *testing.T, channel string, steps ...Step) []string {
	t.Helper()
	flow := Flow{Name: "front desk", Steps: append(steps, Assign{Team: "support"})}
	var out []string
	for _, d := range CheckChannel(flow, channel, CapabilitiesOf(channel)) {
		require.True(t, d.Warning)
		require.Equal(t, codeChannel, d.Code)
		require.Equal(t, "front desk", d.Workflow)
		require.NotEmpty(t, d.Hint)
		out = append(out, d.Step+" "+d.Field+": "+d.Message)
	}
	return out
}

func TestTheCheckOfAChannelWarnsOfWhatItDoesNotShowAsWritten(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("We are sorry. ", 100)
	for name, c := range map[string]struct {
		channel string
		step    Step
		want    []string
	}{
		"nothing": {"whatsapp", AskQuestion{Text: "Which?", Choices: Choices("Sales", "Support"), Else: toSupport()}, nil},
		"too many buttons": {
			"whatsapp", AskQuestion{Text: "Which?", Choices: Choices("a", "b", "c", "d"), Else: toSupport()},
			[]string{"1 choices: whatsapp shows the choices as a list, not as buttons: there are 4, and it has room for 3"},
		},
		"too many rows": {
			"whatsapp", SendMessage{Text: "Which?", Choices: Choices(titles(11, 5)...)},
			[]string{"1 choices: whatsapp shows the choices as numbered text, not as a list: there are 11, and it has room for 10"},
		},
		"a long title": {
			"line", SendMessage{Text: "Which?", Choices: Choices("Something with my order", "Other")},
			[]string{`1 choices: line shows the choices as numbered text, not as buttons: "Something with my order" has 23 characters, over the limit of 20`},
		},
		"a title in the second line": {
			"whatsapp", SendMessage{Text: "Which?", Choices: Choices("Something with my order or delivery", "Other")},
			[]string{
				`1 choices: whatsapp cuts "Something with my order or delivery" in the list, and shows it in full below`,
				`1 choices: whatsapp shows the choices as a list, not as buttons: "Something with my order or delivery" has 35 characters, over the limit of 20`,
			},
		},
		"alike when cut": {
			"whatsapp", SendMessage{Text: "Which?", Choices: Choices("Something with my order in Spain", "Something with my order in France")},
			[]string{`1 choices: whatsapp shows the choices as numbered text, not as a list: two of them would be "Something with my order…"`},
		},
		"no text": {
			"telegram", SendMessage{Template: "menu", Text: " ", Choices: Choices("a", "b")},
			[]string{"1 choices: telegram shows the choices as numbered text, not as buttons: there is no text above them"},
		},
		"split": {
			"sms", SendMessage{Text: long + long}, []string{"1 text: the text is sent as 2 messages: it has 2799 characters, and sms takes 1600"},
		},
		"split with buttons": {
			"whatsapp", AskQuestion{Text: long, Choices: Choices("Yes", "No"), RetryText: "Yes or no?\n\n" + long, Else: toSupport()},
			[]string{
				"1 text: the text is sent as 2 messages: it has 1399 characters, and whatsapp takes 1024 with buttons",
				"1 retry_text: the text is sent as 2 messages: it has 1411 characters, and whatsapp takes 1024 with buttons",
			},
		},
		"split with a list": {
			"twilio", SendMessage{Text: long, Choices: Choices("a", "b", "c", "d")},
			[]string{
				"1 choices: twilio shows the choices as a list, not as buttons: there are 4, and it has room for 3",
				"1 text: the text is sent as 2 messages: it has 1399 characters, and twilio takes 1024 with a list",
			},
		},
		"split with numbers": {
			"instagram", SendMessage{Text: strings.Repeat("x ", 490), Choices: Choices(titles(14, 5)...)},
			[]string{
				"1 choices: instagram shows the choices as numbered text, not as buttons: there are 14, and it has room for 13",
				"1 text: the text with its choices is sent as 2 messages: it has 1102 bytes, and instagram takes 1000",
			},
		},
		"numbers where there is nothing else": {"sms", SendMessage{Text: "Which?", Choices: Choices(titles(50, 20)...)}, nil},
		"expressions are not counted":         {"sms", SendMessage{Text: strings.Repeat("{{ contact.name }}", 100)}, nil},
		"nor are texts of nothing else":       {"whatsapp", SendMessage{Text: "{{ contact.name }}", Choices: Choices("Yes")}, nil},
	} {
		require.Equal(t, c.want, warnings(t, c.channel, c.step), name)
	}
}

func TestTheCheckOfAChannelReadsEveryLanguage(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("Lo sentimos. ", 150)
	require.Equal(t, []string{
		`1 choices: line shows the choices as numbered text, not as buttons: "Algo con la entrega del pedido" has 30 characters, over the limit of 20`,
		"2 text: the text in es is sent as 2 messages: it has 1949 characters, and line takes 1600",
	}, func() []string {
		flow := Flow{Name: "front desk", Steps: Steps{
			SendMessage{
				Texts: Translations{{"en", "Which?"}, {"es", "¿Cuál?"}},
				Choices: []Choice{
					{ID: "delivery", Titles: Translations{{"en", "Delivery"}, {"es", "Algo con la entrega del pedido"}}}, {ID: "other", Title: "Other"},
				},
			},
			SendMessage{Texts: Translations{{"en", "Sorry."}, {"es", long}}},
			Assign{Team: "support"},
		}}
		can := CapabilitiesOf("line")
		can.Text.Most = 1600 // a host's own limit
		var out []string
		for _, d := range CheckChannel(flow, "line", can) {
			out = append(out, d.Step+" "+d.Field+": "+d.Message)
		}
		return out
	}())
}

func TestWhatIsTheSameInEveryLanguageIsSaidOnce(t *testing.T) {
	t.Parallel()
	require.Equal(t, []string{
		"1 choices: whatsapp shows the choices as a list, not as buttons: there are 4, and it has room for 3",
	}, warnings(t, "whatsapp", AskQuestion{
		Texts: Translations{{"en", "Which?"}, {"es", "¿Cuál?"}}, RetryTexts: Translations{{"de", "Welche?"}},
		Choices: Choices("a", "b", "c", "d"), Else: toSupport(),
	}))
}

func TestTheCheckOfAChannelSeesInnerSteps(t *testing.T) {
	t.Parallel()
	ask := AskQuestion{Text: "Which?", Choices: Choices("a", "b", "c", "d"), Else: toSupport()}
	require.Equal(t, []string{
		"menu choices: whatsapp shows the choices as a list, not as buttons: there are 4, and it has room for 3",
	}, warnings(t, "whatsapp", When(`contact.name == "Mia"`, Named{ID: "menu", Step: &ask}).Else(toSupport()...)))
	require.Empty(t, CheckChannel(nil, "whatsapp", CapabilitiesOf("whatsapp")))
}
