package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher"
	"github.com/gousher/usher/examples/internal/transcript"
)

// site is the host behind a real server, and a browser without a page.
type site struct {
	t      *testing.T
	host   *host
	desk   bytes.Buffer
	server *httptest.Server
	cookie string
}

func newSite(t *testing.T) *site {
	t.Helper()
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	s := &site{t: t}
	s.host = &host{now: func() time.Time { return now }, desk: &s.desk}
	require.NoError(t, s.host.open(usher.NewMemoryStore()))
	s.server = httptest.NewServer(s.host.handler())
	t.Cleanup(s.server.Close)
	s.cookie = s.opens()
	return s
}

// opens opens the page for the first time.
func (s *site) opens() string {
	s.t.Helper()
	response := s.do(http.MethodGet, "/", "", nil)
	require.Equal(s.t, http.StatusOK, response.StatusCode)
	cookies := response.Cookies()
	require.Len(s.t, cookies, 1)
	require.True(s.t, cookies[0].HttpOnly && cookies[0].Secure && cookies[0].SameSite == http.SameSiteLaxMode)
	return "chat=" + cookies[0].Value
}

// reply is an answer that the end of the test closes.
type reply struct{ *http.Response }

func (s *site) do(method, path, body string, header map[string]string) reply {
	s.t.Helper()
	request, err := http.NewRequestWithContext(s.t.Context(), method, s.server.URL+path, strings.NewReader(body))
	require.NoError(s.t, err)
	if s.cookie != "" {
		request.Header.Set("Cookie", s.cookie)
	}
	for name, value := range header {
		request.Header.Set(name, value)
	}
	response, err := s.server.Client().Do(request)
	require.NoError(s.t, err)
	s.t.Cleanup(func() { _ = response.Body.Close() })
	return reply{response}
}

// writes posts a message, and does what is due then.
func (s *site) writes(id, text, choice string) int {
	s.t.Helper()
	body, err := json.Marshal(map[string]string{"id": id, "text": text, "choice": choice})
	require.NoError(s.t, err)
	status := s.do(http.MethodPost, "/messages", string(body), nil).StatusCode
	require.NoError(s.t, s.host.router.Wake(s.t.Context()))
	return status
}

// state is where the conversation of the cookie is.
func (s *site) view() usher.View {
	s.t.Helper()
	request := httptest.NewRequestWithContext(s.t.Context(), http.MethodGet, "/", http.NoBody)
	request.Header.Set("Cookie", s.cookie)
	view, err := s.host.router.Conversation(s.t.Context(), session(request))
	require.NoError(s.t, err)
	return view
}

// tab is one open stream.
type tab struct {
	t     *testing.T
	lines *bufio.Scanner
	close func()
	last  string // the id of the last event
}

// tab opens a stream, after an event unless that is empty.
func (s *site) tab(after string) *tab {
	s.t.Helper()
	header := map[string]string{"Accept": "text/event-stream"}
	if after != "" {
		header["Last-Event-ID"] = after
	}
	response := s.do(http.MethodGet, "/events", "", header)
	require.Equal(s.t, http.StatusOK, response.StatusCode)
	require.Equal(s.t, "text/event-stream", response.Header.Get("Content-Type"))
	return &tab{t: s.t, lines: bufio.NewScanner(response.Body), close: func() { _ = response.Body.Close() }}
}

// reads waits for events, and returns who said what.
func (b *tab) reads(n int) (said []string) {
	b.t.Helper()
	for len(said) < n && b.lines.Scan() {
		line := b.lines.Text()
		if id, ok := strings.CutPrefix(line, "id: "); ok {
			b.last = id
		}
		if data, ok := strings.CutPrefix(line, "data: "); ok {
			var e event
			require.NoError(b.t, json.Unmarshal([]byte(data), &e))
			said = append(said, e.From+": "+e.Text)
			for _, o := range e.Options {
				said[len(said)-1] += " [" + o.ID + " " + o.Title + "]"
			}
		}
	}
	require.Len(b.t, said, n, b.lines.Err())
	return said
}

const question = "us: Hi guest! What is it about? [1:1 My order] [1:2 Send something back] [1:3 A bill or a payment] [1:4 My account] [1:5 Something else]"

func TestAChatInTwoTabs(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	first := s.tab("")

	require.Equal(t, http.StatusNoContent, s.writes("a", "hello", ""))
	second := s.tab("")
	require.Equal(t, http.StatusNoContent, s.writes("b", "My account", "1:4"))

	for _, tab := range []*tab{first, second} {
		require.Equal(t, []string{"me: hello", question, "me: My account"}, tab.reads(3))
	}
	require.Equal(t, usher.StateAssigned, s.view().Outcome.Of().State)
	require.Equal(t, "account", s.view().Variables["topic"])
	require.Contains(t, s.desk.String(), "usher.HandOver of ")
}

func TestNothingIsLostWhenABrowserConnectsAgain(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	tab := s.tab("")
	s.writes("a", "hello", "")
	require.Equal(t, []string{"me: hello", question}, tab.reads(2))
	tab.close()

	s.writes("b", "what?", "")
	s.writes("c", "my order", "")

	again := s.tab(tab.last)
	require.Equal(t, []string{"me: what?", question, "me: my order"}, again.reads(3))
}

func TestABrowserThatComesBackAfterARestartGetsWhatIsNew(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.writes("a", "hello", "")
	tab := s.tab("")
	tab.reads(2)
	tab.close()

	later := s.host.now().Add(time.Minute)
	restarted := &host{now: func() time.Time { return later }, desk: &s.desk}
	require.NoError(t, restarted.open(usher.NewMemoryStore()))
	s.host, s.server = restarted, httptest.NewServer(restarted.handler())
	t.Cleanup(s.server.Close)
	s.writes("b", "are you still there?", "")

	require.Equal(t, "me: are you still there?", s.tab(tab.last).reads(1)[0])
}

func TestTheLastLinesAreKept(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.writes("a", "hello", "")
	s.writes("b", "my order", "")
	for i := range maxEvents + 20 {
		require.Equal(t, http.StatusNoContent, s.writes("x"+strconv.Itoa(i), fmt.Sprint("line ", i), ""))
	}
	said := s.tab("").reads(maxEvents)
	require.Equal(t, "me: line 20", said[0])
	require.Equal(t, fmt.Sprint("me: line ", maxEvents+19), said[maxEvents-1])
	require.Equal(t, "me: line 20", s.tab("1").reads(1)[0], "whoever was away for too long goes on with what there is")
}

func TestARepeatedMessageChangesNothing(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for range 3 {
		require.Equal(t, http.StatusNoContent, s.writes("a", "hello", ""))
	}
	s.writes("b", "my order", "")
	s.writes("a", "hello", "")

	require.Equal(t, []string{"me: hello", question, "me: my order"}, s.tab("").reads(3))
	require.Len(t, s.view().Transcript, 3)
}

func TestARepeatedEffectIsShownOnce(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	send := usher.Send{Header: usher.Header{Conversation: "c", Channel: "web", Number: 1}, Text: "hello"}
	for range 2 {
		require.NoError(t, s.host.Deliver(t.Context(), send))
	}
	news, _ := s.host.since("c", 0)
	require.Len(t, news, 1)
}

func TestBrowsersDoNotReadEachOther(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.writes("a", "my secret", "")
	mine := s.cookie
	s.cookie = ""
	s.cookie = s.opens()
	require.NotEqual(t, mine, s.cookie)
	s.writes("a", "hello", "") // the same id is another message

	require.Equal(t, []string{"me: hello", question}, s.tab("").reads(2))
}

func TestWithoutThePageThereIsNoChat(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, cookie := range []string{"", "chat=", "chat=short", "other=ABCDEFGHIJKLMNOPQRSTUVWXYZ"} {
		s.cookie = cookie
		require.Equal(t, http.StatusUnauthorized, s.writes("a", "hello", ""), cookie)
		require.Equal(t, http.StatusUnauthorized, s.do(http.MethodGet, "/events", "", nil).StatusCode, cookie)
	}
	require.Empty(t, s.host.chats)
}

func TestOtherPagesCannotPost(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for name, header := range map[string]map[string]string{
		"fetch":      {"Sec-Fetch-Site": "cross-site"},
		"other site": {"Origin": "https://evil.example"},
	} {
		require.Equal(t, http.StatusForbidden, s.do(http.MethodPost, "/messages", `{"id": "a", "text": "hello"}`, header).StatusCode, name)
	}
	same := map[string]string{"Sec-Fetch-Site": "same-origin"}
	require.Equal(t, http.StatusNoContent, s.do(http.MethodPost, "/messages", `{"id": "a", "text": "hello"}`, same).StatusCode)
}

func TestWhatIsNoMessageIsRefused(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for body, want := range map[string]int{
		``: http.StatusBadRequest, `hello?`: http.StatusBadRequest, `[]`: http.StatusBadRequest, `{"text": "no id"}`: http.StatusBadRequest,
		`{"id": 7, "text": "no id"}`:                                 http.StatusBadRequest,
		`{"id": "` + strings.Repeat("x", 300) + `"}`:                 http.StatusBadRequest,
		`{"id": "a\nb", "text": "hello"}`:                            http.StatusBadRequest,
		`{"id": "a", "choice": "` + strings.Repeat("x", 2000) + `"}`: http.StatusBadRequest,
	} {
		require.Equal(t, want, s.do(http.MethodPost, "/messages", body, nil).StatusCode, body)
	}
	request := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/messages", io.LimitReader(endless{}, 10<<20))
	request.Header.Set("Cookie", s.cookie)
	w := httptest.NewRecorder()
	s.host.handler().ServeHTTP(w, request)
	require.Equal(t, http.StatusRequestEntityTooLarge, w.Code)
}

// endless is a body that has no end.
type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}

func TestATapThatFitsNoQuestionIsAskedAgain(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.writes("a", "hello", "")
	for _, wire := range []string{"7:1", "1:99", "1:0", "no-such-choice"} {
		require.Equal(t, http.StatusNoContent, s.writes("tap"+wire, "Something", wire))
		require.Equal(t, usher.StateAsking, s.view().Outcome.Of().State, wire)
	}
	require.Len(t, s.tab("").reads(10), 10)
}

func TestMarkupAndDirectionsGoThroughAsTheyAre(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.writes("a", "hello", "")
	s.writes("b", "\u202emy\u200d account\u202c", "")
	require.Equal(t, "account", s.view().Variables["topic"])
	s.writes("c", "<img src=x onerror=alert(1)>\n\ndata: {\"from\": \"us\"}\r\nid: 1\u2028", "")

	said := s.tab("").reads(4)
	require.Equal(t, "me: <img src=x onerror=alert(1)>\n\ndata: {\"from\": \"us\"}\r\nid: 1\u2028", said[3], "a text cannot end its event")
}

func TestThePageNeverMakesMarkupOfATextAndLoadsNothingElse(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	page := s.do(http.MethodGet, "/", "", nil)
	require.Contains(t, page.Header.Get("Content-Security-Policy"), "default-src 'self'")
	html, err := io.ReadAll(page.Body)
	require.NoError(t, err)
	require.NotContains(t, string(html), "<script>")
	for _, name := range []string{"/page/chat.js", "/page/chat.css"} {
		require.Contains(t, string(html), name)
		require.Equal(t, http.StatusOK, s.do(http.MethodGet, name, "", nil).StatusCode)
	}
	script, err := files.ReadFile("page/chat.js")
	require.NoError(t, err)
	require.Contains(t, string(script), "textContent")
	for _, danger := range []string{"innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("} {
		require.NotContains(t, string(script), danger)
	}
	for _, hidden := range []string{"/desk.yaml", "/page/../desk.yaml", "/main.go"} {
		require.Equal(t, http.StatusNotFound, s.do(http.MethodGet, hidden, "", nil).StatusCode, hidden)
	}
}

func TestTheNumberOfChatsIsBounded(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	watching := s.tab("")
	for i := range 2 * maxChats {
		s.host.show(strconv.Itoa(i), event{Key: "k"})
	}
	s.host.mu.Lock()
	require.Len(t, s.host.chats, maxChats)
	s.host.mu.Unlock()
	s.writes("a", "hello", "")
	require.Equal(t, []string{"me: hello", question}, watching.reads(2), "whoever watches goes on")
}

func TestWithoutAStoreNothingIsAccepted(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	require.NoError(t, s.host.open(failing{usher.NewMemoryStore()}))

	require.Equal(t, http.StatusServiceUnavailable, s.do(http.MethodPost, "/messages", `{"id": "a", "text": "hello"}`, nil).StatusCode)
}

// failing is a store that is out of reach.
type failing struct{ usher.Store }

func (failing) Commit(context.Context, usher.Lease, uint64, *usher.Batch) error {
	return errors.New("no route to the database")
}

func TestTranscriptOfWhatABrowserReceives(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	s := newSite(t)
	tab := s.tab("")
	for _, post := range []struct {
		what, id, text, choice string
		events                 int
	}{
		{"a guest writes", "a", "hello", "", 2},
		{"the browser posts it again", "a", "hello", "", 0},
		{"the guest taps", "b", "My account", "1:4", 1},
		{"the guest writes markup", "c", "<b>thanks</b>", "", 1},
	} {
		fmt.Fprintf(&out, "%s: %d\n", post.what, s.writes(post.id, post.text, post.choice))
		for _, said := range tab.reads(post.events) {
			fmt.Fprintln(&out, "  ", said)
		}
	}
	transcript.Check(t, func(_ context.Context, w io.Writer) error {
		_, err := io.WriteString(w, out.String())
		return err
	})
}
