package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher"
	"github.com/gousher/usher/examples/internal/provider"
)

func (c *cloud) view() usher.View {
	c.t.Helper()
	view, err := c.host.router.Conversation(c.t.Context(), mia)
	require.NoError(c.t, err)
	return view
}

func (c *cloud) state() usher.State {
	c.t.Helper()
	return c.view().Outcome.Of().State
}

func TestAQuestionHasAKeyboardAndATapAnswersIt(t *testing.T) {
	t.Parallel()
	c := newCloud(t)

	require.Equal(t, http.StatusOK, c.writes(7, "hello"))
	titles, data := c.keyboard()
	require.Equal(t, "Hi Mia Moreno! What is it about?", c.sent[0]["text"])
	require.Len(t, titles, 5)

	require.Equal(t, http.StatusOK, c.post(c.tap("4382bfdwdsb323b2d9", data[1])))

	require.Equal(t, usher.StateAssigned, c.state())
	require.Equal(t, "return", c.view().Variables["topic"])
	require.Equal(t, []string{"4382bfdwdsb323b2d9"}, c.answered)
	require.Equal(t, "Send something back", c.view().Transcript[2].Text, "agents read what stood on the button")
	require.Equal(t, "usher.ContactChanged of "+mia+"\nusher.HandOver of "+mia+"\n", c.desk.String(), "the language was new")
}

func TestAChoiceThatIsTooLongForAButtonIsANumber(t *testing.T) {
	t.Parallel()
	c := newCloud(t)
	c.runs(usher.SendMessage{Text: "Which?", Choices: usher.Choices("short", strings.Repeat("long ", 10))})
	c.writes(7, "hello")

	require.NotContains(t, c.sent[0], "reply_markup")
	require.Contains(t, c.sent[0]["text"], "2. long")
}

func TestOnlyTheProviderIsHeard(t *testing.T) {
	t.Parallel()
	c := newCloud(t)
	body := c.update("message", c.message(7, `"text": "hello"`))
	for _, wrong := range []string{"", "guess", secret + "x", secret[:5]} {
		require.Equal(t, http.StatusUnauthorized, c.postWith(wrong, body))
	}
	require.Equal(t, http.StatusRequestEntityTooLarge, c.postWith(secret, strings.Repeat(" ", 10<<20)+body))
	require.NoError(t, c.host.router.Wake(t.Context()))
	require.Empty(t, c.sent)

	c.host.secret.Secrets = []string{""}
	require.Equal(t, http.StatusInternalServerError, c.postWith("", body), "a secret that is not set opens nothing")
}

func TestARepeatedUpdateChangesNothing(t *testing.T) {
	t.Parallel()
	c := newCloud(t)
	hello := c.update("message", c.message(7, `"text": "hello"`))
	for range 3 {
		require.Equal(t, http.StatusOK, c.post(hello))
	}
	_, data := c.keyboard()
	tap := c.tap("1", data[0])
	for range 2 {
		require.Equal(t, http.StatusOK, c.post(tap))
		require.Equal(t, http.StatusOK, c.post(hello))
	}
	require.Len(t, c.sent, 1)
	require.Equal(t, usher.StateAssigned, c.state())
}

func TestMessageIDsCountInEveryChat(t *testing.T) {
	t.Parallel()
	c := newCloud(t)
	c.writes(7, "hello")
	other := strings.ReplaceAll(c.update("message", c.message(7, `"text": "hello"`)), mia, "2222228")
	require.Equal(t, http.StatusOK, c.post(other))

	view, err := c.host.router.Conversation(t.Context(), "2222228")
	require.NoError(t, err)
	require.Len(t, view.Transcript[:1], 1)
	require.Len(t, view.Undeliverable, 1, "the double knows one chat only")
}

func TestMessagesOutOfOrderAreFlagged(t *testing.T) {
	t.Parallel()
	c := newCloud(t)
	c.writes(8, "hello")
	c.writes(7, "my order")

	require.True(t, c.view().Transcript[2].Late)
	require.Equal(t, usher.StateAssigned, c.state(), "what comes next is the next input")
}

func TestAnEditedMessageIsNoAnswer(t *testing.T) {
	t.Parallel()
	c := newCloud(t)
	c.writes(7, "hello")
	for i := range 2 {
		edited := c.update("edited_message", c.message(7, fmt.Sprintf(`"edit_date": %d, "text": "my order"`, c.now.Unix()+int64(i))))
		require.Equal(t, http.StatusOK, c.post(edited))
	}
	require.Equal(t, usher.StateAsking, c.state())
	require.Len(t, c.sent, 1)
}

func TestWhatNobodySaidStartsNothing(t *testing.T) {
	t.Parallel()
	c := newCloud(t)
	group := strings.ReplaceAll(c.message(7, `"text": "hello"`), `"type": "private"`, `"type": "supergroup"`)
	for _, body := range []string{
		``, `hello?`, `[]`, `null`, `{}`, `{"update_id": 1, "message": []}`, `{"update_id": 1, "message": {"chat": {"id": "x"}}}`,
		c.update("my_chat_member", `{"chat": `+chat+`, "new_chat_member": {"status": "kicked"}}`),
		c.update("channel_post", c.message(7, `"text": "hello"`)),
		c.update("message", group),
		c.update("message", c.message(7, `"pinned_message": {}`)),
		c.update("message_reaction", `{"chat": `+chat+`, "message_id": 7, "new_reaction": []}`),
	} {
		require.Equal(t, http.StatusOK, c.post(body), body)
	}
	require.Empty(t, c.sent)
}

func TestEveryKindOfMessageIsRead(t *testing.T) {
	t.Parallel()
	c := newCloud(t)
	for _, test := range []struct {
		content string
		want    usher.Message
	}{
		{`"text": "hello"`, usher.Message{Text: "hello"}},
		{`"location": {"latitude": 52.2, "longitude": 21.01}`, usher.Message{Attachments: []usher.Attachment{{Kind: "location", URL: "geo:52.2,21.01"}}}},
		{`"caption": "look", "photo": [{"file_id": "small", "width": 90}, {"file_id": "large", "width": 800}]`, usher.Message{Text: "look", Attachments: []usher.Attachment{{Kind: "image", URL: "large"}}}},
		{`"document": {"file_id": "f", "file_name": "bill.pdf", "mime_type": "application/pdf"}`, usher.Message{Attachments: []usher.Attachment{{Kind: "document", URL: "f", Name: "bill.pdf"}}}},
		{`"poll": {"id": "1", "question": "?"}`, usher.Message{Attachments: []usher.Attachment{{Kind: "poll"}}}},
		{`"something_new": {"id": "1"}`, usher.Message{Kind: usher.ReceiptMessage}},
	} {
		got, talks := conversation(provider.Parse([]byte(c.update("message", c.message(7, test.content)))))
		require.True(t, talks)
		test.want.ID, test.want.Position, test.want.SentAt, test.want.Language = mia+":7", 7, time.Unix(c.now.Unix(), 0), "es"
		require.Equal(t, test.want, got.Message, test.content)
		require.Equal(t, usher.Contact{ID: mia, Name: "Mia Moreno", Identities: []usher.Identity{{Kind: "telegram", ID: mia}}}, got.Contact)
	}
}

func TestEveryTapIsAnswered(t *testing.T) {
	t.Parallel()
	c := newCloud(t)
	c.writes(7, "hello")
	for i, data := range []string{"7:1", "1:99", "1:0", "no-such-choice", strings.Repeat("x", 5000)} {
		require.Equal(t, http.StatusOK, c.post(c.tap(fmt.Sprint("t", i), data)))
		require.Equal(t, usher.StateAsking, c.state(), data)
		require.Len(t, c.answered, i+1)
	}
	old := c.update("callback_query", fmt.Sprintf(`{"id": "t9", "from": %s, "data": "1:1", "message": {"chat": %s, "message_id": 3, "date": 0}}`, sender, chat))
	require.Equal(t, http.StatusOK, c.post(old), "a message that Telegram does not show any more")
	require.Equal(t, "order", c.view().Variables["topic"])
	require.Equal(t, "t9", c.answered[len(c.answered)-1])
}

func TestWritingFromRightToLeftHidesNothing(t *testing.T) {
	t.Parallel()
	c := newCloud(t)
	c.writes(7, "hello")
	c.writes(8, "\u202emy\u200d account\u202c")

	require.Equal(t, "account", c.view().Variables["topic"])
}

func TestTheProviderIsLeftAloneForAsLongAsItSays(t *testing.T) {
	t.Parallel()
	c := newCloud(t)
	c.fails = []string{`{"ok": false, "error_code": 429, "description": "Too Many Requests: retry after 600", "parameters": {"retry_after": 600}}`}
	c.writes(7, "hello")
	require.Equal(t, 1, c.posts)

	for range 9 {
		c.wait(time.Minute)
	}
	require.Equal(t, 1, c.posts, "nothing is sent before")
	for range 5 {
		c.wait(time.Minute)
	}
	require.Len(t, c.sent, 1)
	require.Equal(t, usher.StateAsking, c.state())
}

func TestWhatIsTemporaryIsTriedAgain(t *testing.T) {
	t.Parallel()
	for _, temporary := range []string{
		`{"ok": false, "error_code": 500, "description": "Internal Server Error"}`,
		`{"ok": false, "error_code": 401, "description": "Unauthorized"}`,
		`<html>502 Bad Gateway</html>`,
	} {
		c := newCloud(t)
		c.fails = []string{temporary, temporary}
		c.writes(7, "hello")
		c.wait(time.Hour)
		c.wait(time.Hour)
		require.Len(t, c.sent, 1, temporary)
	}
}

func TestWhatIsPermanentIsGivenUpAtOnce(t *testing.T) {
	t.Parallel()
	for _, permanent := range []string{
		`{"ok": false, "error_code": 403, "description": "Forbidden: bot was blocked by the user"}`,
		refusal("chat not found"),
	} {
		c := newCloud(t)
		c.fails = []string{permanent}
		c.writes(7, "hello")
		require.Equal(t, 1, c.posts)
		require.Len(t, c.view().Undeliverable, 1)
		require.Equal(t, usher.StateAssigned, c.state(), "by the exit of the question")
	}
}

func TestLongTextsAreSentInPieces(t *testing.T) {
	t.Parallel()
	c := newCloud(t)
	c.runs(usher.SendMessage{Text: strings.Repeat("🙂", 5000), Choices: usher.Choices("a", "b")})
	c.writes(7, "hello")

	require.Len(t, c.sent, 3)
	require.Contains(t, c.sent[2], "reply_markup")
	require.Empty(t, c.view().Undeliverable)
}

func TestTheTokenIsInNoError(t *testing.T) {
	t.Parallel()
	c := newCloud(t)
	c.host.api = "http://127.0.0.1:1/bot" + token
	err := c.host.post(t.Context(), fields{})

	require.Error(t, err)
	require.NotContains(t, err.Error(), token)
}

func TestWithoutAStoreNothingIsAccepted(t *testing.T) {
	t.Parallel()
	c := newCloud(t)
	require.NoError(t, c.host.open(failing{usher.NewMemoryStore()}))

	require.Equal(t, http.StatusServiceUnavailable, c.postWith(secret, c.update("message", c.message(7, `"text": "hello"`))))
}

// failing is a store that is out of reach.
type failing struct{ usher.Store }

func (failing) Commit(context.Context, usher.Lease, uint64, *usher.Batch) error {
	return errors.New("no route to the database")
}

// runs gives the host a workflow of its own.
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
