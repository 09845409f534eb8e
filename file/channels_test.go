package file_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher/file"
)

// warned are the warnings for a workflow with these steps, as LINE:COLUMN and the message.
func warned(t *testing.T, steps string, channels ...string) []string {
	t.Helper()
	desk := "usher: desk/v1\nteams: [{id: a}]\nagents: [{id: b, teams: [a]}]\nfallback: {team: a}\n"
	flow := "usher: workflow/v1\nworkflow: w\nvariables: {x: {type: string}}\nsteps:\n" + steps + "  - assign: {team: a}\n"
	files := fstest.MapFS{"desk.yaml": {Data: []byte(desk)}, "flow.yaml": {Data: []byte(flow)}}
	found, err := file.Format{FS: files, Channels: channels}.Check("desk.yaml", "flow.yaml")
	require.NoError(t, err)
	var all []string
	for _, d := range found {
		require.True(t, d.Warning, d.String())
		require.Equal(t, "flow.yaml", d.File)
		all = append(all, fmt.Sprintf("%d:%d %s", d.Line, d.Column, d.Message))
	}
	return all
}

func TestWhatAChannelShowsOtherwiseIsWarnedOfAtItsPlace(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("word ", 340)
	for _, c := range []struct {
		name, steps, channel, want string
	}{
		{"a text", "  - send: {text: " + long + "}\n", "sms", "5:18 the text is sent as 2 messages"},
		{"a text of one language", "  - send:\n      text:\n        en: short\n        es: " + long + "\n", "sms", "8:13 the text in es is sent as 2 messages"},
		{
			"a retry text", "  - ask: {text: short, type: number, max: 9, retry_text: " + long + ", else: [assign: {team: a}]}\n",
			"sms", "5:58 the text is sent as 2 messages",
		},
		{
			"a title", "  - send:\n      text: short\n      choices:\n        - yes, please\n        - {id: n, title: no thank you but another time}\n",
			"whatsapp", "9:26 whatsapp cuts",
		},
		{
			"too many choices", "  - send: {text: short, choices: [a, b, c, d]}\n",
			"whatsapp", "5:34 whatsapp shows the choices as a list, not as buttons: there are 4",
		},
		{
			"within a step", "  - branch:\n      cases: [{when: contact.returning, then: [comment: {text: a}]}]\n      else: [send: {text: " + long + "}]\n",
			"sms", "7:27 the text is sent as 2 messages",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			found := warned(t, c.steps, c.channel)
			require.NotEmpty(t, found)
			require.True(t, strings.HasPrefix(found[0], c.want), found[0])
			require.Empty(t, warned(t, c.steps), "nobody asks for a channel")
			require.Empty(t, warned(t, c.steps, "web"))
		})
	}
}

func TestEveryChannelNamedIsLookedAt(t *testing.T) {
	t.Parallel()
	steps := "  - send: {text: short, choices: [a, b, c, d]}\n"
	require.Len(t, warned(t, steps, "whatsapp", "twilio", "line"), 2)
}

func TestAWorkflowThatCannotBeReadIsNoMatterForAChannel(t *testing.T) {
	t.Parallel()
	for _, data := range []string{"usher: workflow/v1\nworkflow: w\n", "usher: workflow/v1\nworkflow: w\nsteps:\n  - ask: {txt: a}\n  - sned: {}\n"} {
		files := fstest.MapFS{"flow.yaml": {Data: []byte(data)}}
		found, err := file.Format{FS: files, Channels: []string{"sms", "whatsapp"}}.Check("flow.yaml")
		require.NoError(t, err)
		for _, d := range found {
			require.NotEqual(t, "U070", d.Code, d.String())
		}
	}
}
