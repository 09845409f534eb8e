package main

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher"
	"github.com/gousher/usher/examples/internal/provider"
)

func parse(t *testing.T, raw string) provider.Object {
	t.Helper()
	o := provider.Parse([]byte(raw))
	require.NotNil(t, o, raw)
	return o
}

// sends makes a host with a workflow of its own.
func (c *cloud) runs(steps ...usher.Step) {
	c.t.Helper()
	var err error
	c.host.router, err = usher.New(usher.Config{
		Workflow: usher.Flow{Name: "test", Steps: append(usher.Steps(steps), usher.Assign{Team: "support"})},
		Desk: usher.Desk{
			Teams: []usher.Team{{ID: "support"}}, Agents: []usher.Agent{{ID: "ana", Teams: []string{"support"}, Status: usher.Online}},
			Fallback: usher.Fallback{Team: "support"},
		},
		Host: c.host, Background: true, Now: c.host.now,
	})
	require.NoError(c.t, err)
}

func TestTheRichestFormThatTheProviderTakes(t *testing.T) {
	t.Parallel()
	eleven := usher.Choices("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k")
	for name, test := range map[string]struct {
		text    string
		choices []usher.Choice
		forms   []string
	}{
		"three short choices":        {"Which?", eleven[:3], []string{"button"}},
		"four choices":               {"Which?", eleven[:4], []string{"list"}},
		"ten choices":                {"Which?", eleven[:10], []string{"list"}},
		"eleven choices":             {"Which?", eleven, []string{"text"}},
		"two choices, one long":      {"Which?", usher.Choices("yes", strings.Repeat("no ", 20)), []string{"list"}},
		"titles that are cut alike":  {"Which?", usher.Choices("My order of last Monday, the first one", "My order of last Monday, the second one"), []string{"text"}},
		"a choice longer than a row": {"Which?", usher.Choices("yes", strings.Repeat("no ", 40)), []string{"text"}},
		"no choices":                 {"Hello", nil, []string{"text"}},
		"a text in two":              {strings.Repeat("word ", 1000), nil, []string{"text", "text"}},
		"a long text with buttons":   {strings.Repeat("word ", 300), eleven[:3], []string{"text", "button"}},
		"emoji":                      {strings.Repeat("👩‍👩‍👧‍👦", 300), usher.Choices("👩‍👩‍👧‍👦👩‍👩‍👧‍👦", "b"), []string{"text", "list"}},
	} {
		c := newCloud(t)
		c.runs(usher.SendMessage{Text: test.text, Choices: test.choices})
		require.Equal(t, http.StatusOK, c.writes(withNumber, "in1", "hello"))
		require.Empty(t, c.view(mia).Undeliverable, name)
		var forms []string
		for _, m := range c.sent {
			form := text(m, "type")
			if form == "interactive" {
				form = text(m, "interactive", "type")
			}
			forms = append(forms, form)
		}
		require.Equal(t, test.forms, forms, name)
	}
}

func TestOutsideOfTheWindowATemplateGoesOut(t *testing.T) {
	t.Parallel()
	c := newCloud(t)
	c.writes(withNumber, "in1", "hello")

	c.wait(25 * time.Hour)

	require.Equal(t, "template", c.last()["type"])
	require.Equal(t, "still_there", text(c.last(), "template", "name"))
	require.Equal(t, "no answer", c.view(mia).Outcome.(usher.Closed).Category)
}

func TestOutsideOfTheWindowWithoutATemplateTheExitIsTaken(t *testing.T) {
	t.Parallel()
	c := newCloud(t)
	c.runs(
		usher.Wait{For: 24 * time.Hour},
		usher.SendMessage{Text: "Are you there?", Undelivered: usher.Steps{usher.CloseConversation{Category: "out of reach"}}},
	)
	c.writes(withNumber, "in1", "hello")
	c.wait(24 * time.Hour)

	require.Empty(t, c.sent)
	require.Equal(t, "out of reach", c.view(mia).Outcome.(usher.Closed).Category)
}

func TestTheProviderKnowsBetterWhenTheWindowCloses(t *testing.T) {
	t.Parallel()
	c := newCloud(t)
	c.runs(usher.SendMessage{Text: "Hi", Undelivered: usher.Steps{usher.CloseConversation{Category: "out of reach"}}})
	late := envelope(messages(withNumber, c.from(withNumber, "in1", "text", `{"body": "hello"}`)))
	c.now = c.now.Add(25 * time.Hour) // the webhook was delayed for so long

	require.Equal(t, http.StatusOK, c.post(late))
	require.Equal(t, 1, c.posts)
	require.Equal(t, "out of reach", c.view(mia).Outcome.(usher.Closed).Category)
}

func TestAFailedStatusTakesTheExitOfItsText(t *testing.T) {
	t.Parallel()
	c := newCloud(t)
	c.writes(withNumber, "in1", "hello")
	data := text(c.last(), "biz_opaque_callback_data")

	c.post(envelope(statuses(status("sent", data), status("delivered", data), status("read", data))))
	require.Equal(t, usher.StateAsking, c.state(mia))

	c.post(envelope(statuses(status("failed", data))))
	require.Equal(t, usher.StateAssigned, c.state(mia))
	require.Contains(t, c.desk.String(), "usher.Note of "+mia)

	require.Equal(t, http.StatusOK, c.post(envelope(statuses(status("failed", data)))), "again, and too late")
}

func TestWhatIsTemporaryIsTriedAgain(t *testing.T) {
	t.Parallel()
	for name, temporary := range map[string]failure{
		"down":           {http.StatusServiceUnavailable, 131016, "Service unavailable"},
		"unknown":        {http.StatusInternalServerError, 131000, "Something went wrong"},
		"throughput":     {http.StatusBadRequest, 130429, "Rate limit hit"},
		"pair limit":     {http.StatusBadRequest, 131056, "Pair rate limit hit"},
		"too many":       {http.StatusTooManyRequests, 4, "Application request limit reached"},
		"our token":      {http.StatusUnauthorized, 190, "Access token has expired"},
		"no JSON at all": {http.StatusBadGateway, 0, ""},
	} {
		c := newCloud(t)
		c.fails = []failure{temporary, temporary}
		require.Equal(t, http.StatusOK, c.writes(withNumber, "in1", "hello"), name)
		require.Empty(t, c.sent, name)
		for range 2 {
			c.wait(time.Hour)
		}
		require.Len(t, c.sent, 1, name)
		require.Equal(t, usher.StateAsking, c.state(mia), name)
	}
}

func TestWhatIsPermanentIsGivenUpAtOnce(t *testing.T) {
	t.Parallel()
	for _, permanent := range []failure{
		{http.StatusBadRequest, 131026, "Message undeliverable"},
		{http.StatusBadRequest, 131047, "Re-engagement message"},
		{http.StatusBadRequest, 100, "Invalid parameter"},
	} {
		c := newCloud(t)
		c.fails = []failure{permanent}
		c.writes(withNumber, "in1", "hello")
		require.Equal(t, 1, c.posts)
		require.Equal(t, usher.StateAssigned, c.state(mia), "by the exit of the question")
		require.Contains(t, c.view(mia).Undeliverable[0], permanent.title)
	}
}

func TestARepeatGoesOnWhereItStopped(t *testing.T) {
	t.Parallel()
	c := newCloud(t)
	c.runs(usher.SendMessage{Text: strings.Repeat("a", 4096) + " " + strings.Repeat("b", 4096) + " " + strings.Repeat("c", 10)})
	c.fails = []failure{{}, {http.StatusServiceUnavailable, 131016, "Service unavailable"}}
	c.writes(withNumber, "in1", "hello")
	require.Len(t, c.sent, 1)

	c.wait(time.Hour)

	require.Len(t, c.sent, 3)
	for i, first := range []string{"a", "b", "c"} {
		require.Equal(t, first, text(c.sent[i], "text", "body")[:1])
	}
}

func TestWithoutAStoreNothingIsAccepted(t *testing.T) {
	t.Parallel()
	c := newCloud(t)
	body := envelope(messages(withNumber, c.from(withNumber, "in1", "text", `{"body": "hello"}`)))
	c.host.router = nil
	require.NoError(t, c.host.open(failing{usher.NewMemoryStore()}))

	require.Equal(t, http.StatusServiceUnavailable, c.postSigned(body, sign(body)))
}

// failing is a store that is out of reach.
type failing struct{ usher.Store }

func (failing) Commit(context.Context, usher.Lease, uint64, *usher.Batch) error {
	return errors.New("no route to the database")
}
