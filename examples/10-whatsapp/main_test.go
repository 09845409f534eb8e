package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher"
)

// view is what the router has of a conversation.
func (c *cloud) view(id string) usher.View {
	c.t.Helper()
	view, err := c.host.router.Conversation(c.t.Context(), id)
	require.NoError(c.t, err)
	return view
}

func (c *cloud) state(id string) usher.State {
	c.t.Helper()
	return c.view(id).Outcome.Of().State
}

func TestAQuestionIsAListAndATapAnswersIt(t *testing.T) {
	t.Parallel()
	c := newCloud(t)

	require.Equal(t, http.StatusOK, c.writes(withNumber, "in1", "hello"))

	require.Equal(t, "Hi Mia! What is it about?", text(c.last(), "interactive", "body", "text"))
	titles, ids := c.rows()
	require.Equal(t, []string{"My order", "Send something back", "A bill, or a payment…", "My account", "Something else"}, titles)
	require.Equal(t, mia, c.last()["recipient"])

	require.Equal(t, http.StatusOK, c.taps(withNumber, "in2", ids[2], titles[2]))

	require.Equal(t, usher.StateAssigned, c.state(mia))
	require.Equal(t, "bill", c.view(mia).Variables["topic"])
	require.Equal(t, []usher.Identity{{Kind: "whatsapp", ID: mia}, {Kind: "phone", ID: "16505551234"}}, c.view(mia).Contact.Identities)
	require.Equal(t, "usher.HandOver of "+mia+"\n", c.desk.String())
}

func TestAContactHasANumberOrAUserID(t *testing.T) {
	t.Parallel()
	c := newCloud(t)

	require.Equal(t, http.StatusOK, c.writes(hidden, "in1", "hello"))
	require.Equal(t, tom, c.last()["recipient"])
	require.NotContains(t, c.last(), "to")
	require.Equal(t, []usher.Identity{{Kind: "whatsapp", ID: tom}}, c.view(tom).Contact.Identities)

	require.Equal(t, http.StatusOK, c.writes(oldStyle, "in2", "hello"))
	require.Equal(t, eva, c.last()["to"])
	require.NotContains(t, c.last(), "recipient")
	require.Equal(t, []usher.Identity{{Kind: "phone", ID: eva}}, c.view(eva).Contact.Identities)
}

func TestOneWebhookHasSeveralEntriesChangesAndMessages(t *testing.T) {
	t.Parallel()
	c := newCloud(t)
	first := messages(withNumber, c.from(withNumber, "in1", "text", `{"body": "hello"}`), c.from(withNumber, "in2", "text", `{"body": "invoice"}`))
	second := messages(hidden, c.from(hidden, "in3", "text", `{"body": "hello"}`))
	other := strings.ReplaceAll(messages(oldStyle, c.from(oldStyle, "in4", "text", `{"body": "hello"}`)), number, "777")
	body := envelope(first, second, other, statuses(status("sent", "x y"), status("read", ""), status("delivered", "x")))
	body = strings.TrimSuffix(body, "]}") + `, {"id": "2", "changes": [{"field": "account_alerts", "value": {"x": [1]}}, 7]}]}`

	require.Equal(t, http.StatusOK, c.post(body))

	require.Equal(t, usher.StateAssigned, c.state(mia))
	require.Equal(t, usher.StateAsking, c.state(tom))
	_, err := c.host.router.Conversation(t.Context(), eva)
	require.ErrorIs(t, err, usher.ErrUnknown, "it was for another number")
}

func TestARepeatedWebhookChangesNothing(t *testing.T) {
	t.Parallel()
	c := newCloud(t)
	hello := envelope(messages(withNumber, c.from(withNumber, "in1", "text", `{"body": "hello"}`)))
	answer := envelope(messages(withNumber, c.from(withNumber, "in2", "text", `{"body": "my account"}`)))

	for range 3 {
		require.Equal(t, http.StatusOK, c.post(hello))
	}
	require.Len(t, c.sent, 1)
	for range 3 {
		require.Equal(t, http.StatusOK, c.post(answer))
		require.Equal(t, http.StatusOK, c.post(hello))
	}
	require.Len(t, c.sent, 1)
	require.Equal(t, usher.StateAssigned, c.state(mia))
}

func TestMessagesOutOfOrderAreFlagged(t *testing.T) {
	t.Parallel()
	c := newCloud(t)
	early := envelope(messages(withNumber, c.from(withNumber, "in1", "text", `{"body": "my order"}`)))
	c.now = c.now.Add(time.Minute)

	require.Equal(t, http.StatusOK, c.writes(withNumber, "in2", "hello"))
	require.Equal(t, http.StatusOK, c.post(early))

	lines := c.view(mia).Transcript
	require.True(t, lines[len(lines)-1].Late)
	require.Equal(t, usher.StateAssigned, c.state(mia), "what comes next is the next input")
}

func TestAMessageOfLastMonthIsDropped(t *testing.T) {
	t.Parallel()
	c := newCloud(t)
	old := envelope(messages(withNumber, c.from(withNumber, "in1", "text", `{"body": "hello"}`)))
	c.now = c.now.Add(30 * 24 * time.Hour)

	require.Equal(t, http.StatusOK, c.post(old), "otherwise it would come again for days")
	require.Empty(t, c.sent)
}

func TestOnlyTheProviderIsHeard(t *testing.T) {
	t.Parallel()
	c := newCloud(t)
	body := envelope(messages(withNumber, c.from(withNumber, "in1", "text", `{"body": "hello"}`)))
	for name, signature := range map[string]string{
		"missing": "", "of something else": sign("something else"), "cut": sign(body)[:20], "without its name": strings.TrimPrefix(sign(body), "sha256="),
		"of the same, encoded again": sign(strings.ReplaceAll(body, " ", "")),
	} {
		require.Equal(t, http.StatusUnauthorized, c.postSigned(body, signature), name)
	}
	require.NoError(t, c.host.router.Wake(t.Context()))
	require.Empty(t, c.sent)

	c.host.meta.Secrets = []string{""}
	require.Equal(t, http.StatusInternalServerError, c.postSigned(body, sign(body)), "a secret that is not set opens nothing")
}

func TestTheSubscriptionIsConfirmed(t *testing.T) {
	t.Parallel()
	c := newCloud(t)
	ask := func(query string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		c.host.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/webhook?"+query, http.NoBody))
		return w
	}

	w := ask("hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=verify+token")
	require.Equal(t, http.StatusOK, w.Code)
	require.Equal(t, "1158201444", w.Body.String())

	w = ask("hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=guess")
	require.Equal(t, http.StatusUnauthorized, w.Code)
	require.Empty(t, w.Body.String())
}

func TestABodyWithoutEndIsRefused(t *testing.T) {
	t.Parallel()
	c := newCloud(t)
	body := envelope(messages(withNumber, c.from(withNumber, "in1", "text", `{"body": "`+strings.Repeat("x", 10<<20)+`"}`)))

	require.Equal(t, http.StatusRequestEntityTooLarge, c.post(body))
}

func TestSignedNonsenseIsNotAskedForAgain(t *testing.T) {
	t.Parallel()
	c := newCloud(t)
	for _, body := range []string{
		``, `hello?`, `[]`, `null`, `{"entry": 7}`, `{"entry": [null]}`, envelope(`{"value": {"metadata": []}}`),
		envelope(messages(withNumber, `{}`, `{"id": "x"}`, `{"from": 7, "id": ["x"], "type": "text"}`)),
		envelope(messages(``, `{"from": "1", "id": "", "type": "text", "text": {"body": "no id"}}`)),
		envelope(statuses(status("failed", ""), status("failed", "no-such-key "+mia), status("failed", " "))),
	} {
		require.Equal(t, http.StatusOK, c.post(body), body)
	}
	require.Empty(t, c.sent)
}

func TestEveryKindOfMessageIsRead(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		kind, content string
		want          usher.Message
	}{
		{"text", `{"body": "hello"}`, usher.Message{Text: "hello"}},
		{"button", `{"payload": "0:1", "text": "Yes"}`, usher.Message{Text: "Yes", Choice: "0:1"}},
		{"interactive", `{"type": "button_reply", "button_reply": {"id": "1:2", "title": "No"}}`, usher.Message{Text: "No", Choice: "1:2"}},
		{"interactive", `{"type": "list_reply", "list_reply": {"id": "1:5", "title": "Other", "description": "x"}}`, usher.Message{Text: "Other", Choice: "1:5"}},
		{"location", `{"latitude": 37.44, "longitude": -122.16, "name": "Office", "address": "1 Hacker Way"}`, usher.Message{Attachments: []usher.Attachment{{Kind: "location", URL: "geo:37.44,-122.16"}}}},
		{"image", `{"caption": "look", "mime_type": "image/jpeg", "sha256": "81d3", "id": "2754859441498128"}`, usher.Message{Text: "look", Attachments: []usher.Attachment{{Kind: "image", URL: "2754859441498128"}}}},
		{"document", `{"filename": "bill.pdf", "mime_type": "application/pdf", "sha256": "81d3", "id": "1"}`, usher.Message{Attachments: []usher.Attachment{{Kind: "document", URL: "1", Name: "bill.pdf"}}}},
		{"interactive", `{"type": "nfm_reply", "nfm_reply": {"response_json": "{}", "body": "Sent", "name": "flow"}}`, usher.Message{Text: "Sent", Attachments: []usher.Attachment{{Kind: "nfm_reply"}}}},
		{"unsupported", `{"type": "poll"}`, usher.Message{Attachments: []usher.Attachment{{Kind: "unsupported"}}}},
		{"contacts", `[{"name": {"formatted_name": "x"}}]`, usher.Message{Attachments: []usher.Attachment{{Kind: "contacts"}}}},
	} {
		c := newCloud(t)
		raw := c.from(withNumber, "in1", test.kind, test.content)
		got := message(parse(t, raw))
		test.want.ID, test.want.Position, test.want.SentAt = "wamid.in1", c.now.Unix(), time.Unix(c.now.Unix(), 0)
		require.Equal(t, test.want, got, test.kind)
	}
}

func TestReactionsAndSystemMessagesStartNothing(t *testing.T) {
	t.Parallel()
	c := newCloud(t)
	for _, m := range []string{
		c.from(withNumber, "in1", "reaction", `{"message_id": "wamid.x", "emoji": "\ud83d\ude00"}`),
		c.from(withNumber, "in2", "system", `{"body": "User changed from x to y", "wa_id": "x", "type": "user_changed_number"}`),
	} {
		require.Equal(t, http.StatusOK, c.post(envelope(messages(withNumber, m))))
	}
	require.Empty(t, c.sent)
}

func TestATapThatFitsNoQuestionIsAskedAgain(t *testing.T) {
	t.Parallel()
	c := newCloud(t)
	c.writes(withNumber, "in1", "hello")
	for i, wire := range []string{"7:1", "1:99", "1:0", "-1:-1", "no-such-choice"} {
		require.Equal(t, http.StatusOK, c.taps(withNumber, "tap"+wire, wire, "Something"))
		require.Equal(t, usher.StateAsking, c.state(mia), wire)
		require.Len(t, c.sent, i+2, "it is asked again")
	}
	_, ids := c.rows()
	c.taps(withNumber, "in2", ids[0], "My order")
	require.Equal(t, "order", c.view(mia).Variables["topic"])
}

func TestWritingFromRightToLeftHidesNothing(t *testing.T) {
	t.Parallel()
	c := newCloud(t)
	c.writes(withNumber, "in1", "hello")
	c.writes(withNumber, "in2", "\u202emy\u200d account\u202c")

	require.Equal(t, "account", c.view(mia).Variables["topic"])
}

func TestAPictureIsNoAnswer(t *testing.T) {
	t.Parallel()
	c := newCloud(t)
	c.writes(withNumber, "in1", "hello")
	c.post(envelope(messages(withNumber, c.from(withNumber, "in2", "image", `{"mime_type": "image/jpeg", "id": "7"}`))))

	require.Equal(t, usher.StateAsking, c.state(mia))
	require.Len(t, c.sent, 2)
}
