package cli

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher"
	"github.com/gousher/usher/file"
	"github.com/gousher/usher/internal/scenario"
)

const lookupFlow = `usher: workflow/v1
workflow: by-tier
variables: {tier: {type: string}, topic: {type: string}}
steps:
  - lookup: {with: {id: contact.id}, save: {tier: tier}, else: [{send: {text: "The CRM is down"}}]}
  - branch:
      cases: [{when: 'tier == "VIP"', then: [{send: {text: "Welcome, VIP"}}]}]
      else: [{send: {text: "Hello"}}]
  - ask: {text: "What is it?", save_to: topic}
  - note: {with: {text: topic}, else: [{close: {}}]}
  - assign: {team: support}
`

// crm looks a customer up at a server, and has a call that reaches it without the client.
type crm struct {
	url   string
	mu    sync.Mutex
	notes []string
}

func (c *crm) kinds(client *http.Client) file.Kinds {
	lookup := func(ctx context.Context, in usher.ActionInput) (usher.ActionResult, error) {
		id, _ := in.With["id"].(string)
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, c.url+"/customers/"+id, http.NoBody)
		if err != nil {
			return usher.ActionResult{}, err
		}
		response, err := client.Do(request)
		if err != nil {
			return usher.ActionResult{}, err
		}
		defer func() { _ = response.Body.Close() }()
		tier, err := io.ReadAll(response.Body)
		return usher.ActionResult{Fields: map[string]any{"tier": string(tier)}}, err
	}
	note := func(_ context.Context, in usher.ActionInput) (usher.ActionResult, error) {
		c.mu.Lock()
		defer c.mu.Unlock()
		text, _ := in.With["text"].(string)
		c.notes = append(c.notes, text)
		switch text {
		case "fail":
			return usher.ActionResult{}, errors.New("no notes today")
		case "panic":
			panic("no notes at all")
		}
		return usher.ActionResult{}, nil
	}
	return file.Kinds{Actions: map[string]file.Action{
		"lookup": {Do: usher.ActionFunc(lookup)}, "note": {Do: usher.ActionFunc(note)},
	}}
}

// noted are the notes since the last call.
func (c *crm) noted() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	noted := c.notes
	c.notes = nil
	return noted
}

// served is a crm that serves VIPs, and what was asked of it.
func served(t *testing.T) (c *crm, asked func() []string) {
	t.Helper()
	c = &crm{}
	var paths []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c.mu.Lock()
		defer c.mu.Unlock()
		paths = append(paths, r.URL.Path)
		_, _ = io.WriteString(w, "VIP")
	}))
	t.Cleanup(server.Close)
	c.url = server.URL
	return c, func() []string {
		c.mu.Lock()
		defer c.mu.Unlock()
		return append([]string(nil), paths...)
	}
}

func (r room) write(name, text string) {
	require.NoError(r.t, os.WriteFile(r.path(name), []byte(text), 0o600))
}

// lookupRoom is a room with a workflow that calls a crm.
func lookupRoom(t *testing.T, c *crm) room {
	t.Helper()
	r := newRoom(t)
	r.kinds = c.kinds
	r.write("lookup.yaml", lookupFlow)
	return r
}

func (r room) lookup() []string {
	return []string{r.path("lookup.yaml"), "--desk", r.path("desk.yaml")}
}

func TestAnActionIsCalledOnceHoweverOftenTheChatIsPlayedAgain(t *testing.T) {
	t.Parallel()
	c, asked := served(t)
	r := lookupRoom(t, c)
	out := r.play(r.lookup(), []string{
		"hello\nan invoice\n/time +5m\n/undo\n/as c9\n/reload\n/save ROOM/x\n", "/reload\n/new Luc\n/undo\n/why all\n",
	}, func() { r.edit("lookup.yaml", "steps:", "steps:\n  - send: {text: One moment}") })
	require.Contains(t, out, "Welcome, VIP")
	require.Contains(t, out, "One moment")
	require.Equal(t, []string{"/customers/mia"}, asked())
	// The scenario that was saved does not come as far: nothing answers the request before.
	require.Equal(t, []string{"an invoice"}, c.noted())
}

func TestWhatIsTypedAnewIsCalledAnew(t *testing.T) {
	t.Parallel()
	c, asked := served(t)
	r := lookupRoom(t, c)
	r.play(r.lookup(), []string{"hello\nan invoice\n/undo\nan invoice\n/undo\nan offer\n/undo\n/undo\nhello\n"})
	require.Equal(t, []string{"/customers/mia", "/customers/mia"}, asked())
	require.Equal(t, []string{"an invoice", "an invoice", "an offer"}, c.noted())
}

func TestErrorsAndPanicsOfActionsAreNotAskedForAgain(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"fail", "panic"} {
		c, _ := served(t)
		r := lookupRoom(t, c)
		out := r.play(r.lookup(), []string{"hello\n" + text + "\n/time +1h\n", "/reload\n/time +1h\n/undo\n"}, func() {
			require.NotEmpty(t, c.noted())
		})
		require.Empty(t, c.noted())
		require.GreaterOrEqual(t, strings.Count(out, "no notes"), 2)
	}
}

func TestASavedChatPassesOnlyIfUsherTestPasses(t *testing.T) {
	t.Parallel()
	c, asked := served(t)
	r := lookupRoom(t, c)
	out := r.play(r.lookup(), []string{"hello\n/save ROOM/x\n"})
	require.NotContains(t, out, "passes")
	require.Contains(t, out, "usher test ROOM/x.scenario.yaml fails: line 7, c1: state expected asking, was waiting\n")
	require.Contains(t, out, "the program's own actions reach http stubs there, and nothing else")
	require.Len(t, asked(), 1)

	r.write("x.scenario.yaml", strings.Replace(r.read("x.scenario.yaml"), "timeline:",
		"http: [{url: \""+c.url+"/*\", text: VIP}]\ntimeline:", 1))
	result, err := scenario.Run(t.Context(), r.path("x.scenario.yaml"), scenario.Options{Kinds: c.kinds})
	require.NoError(t, err)
	require.True(t, result.Passed(), result.Report())
	require.Len(t, asked(), 1)
}

const stubbedScenario = `usher: scenario/v1
scenario: A VIP comes
desk: desk.yaml
workflow: lookup.yaml
http:
  - {url: "https://crm.example/customers/mia", text: VIP, delay: 2s}
  - {url: "https://crm.example/customers/luc", text: plain}
timeline:
  - {at: 0s, conversation: c1, contact: {id: mia, name: Mia}, says: hello}
`

func TestAChatThatBeginsWithAScenarioReachesItsStubs(t *testing.T) {
	t.Parallel()
	c := &crm{url: "https://crm.example"}
	r := lookupRoom(t, c)
	r.write("vip.scenario.yaml", stubbedScenario)
	out := r.play([]string{"--scenario", r.path("vip.scenario.yaml")}, []string{
		"/vars\n/undo\n/new Luc\nhello\n/undo\nhello\n/time next\n/reload\n/time +1m\n/undo\n/as c1\nan invoice\n/undo\n/new Eve\nhi\n/save ROOM/more\n",
	})
	require.Contains(t, out, "http: GET https://crm.example/customers/mia")
	require.Contains(t, out, "Welcome, VIP")
	require.Contains(t, out, "http: GET https://crm.example/customers/luc")
	require.Contains(t, out, "no stub answers GET https://crm.example/customers/eve")
	require.Contains(t, out, "usher test ROOM/more.scenario.yaml passes")
	require.Equal(t, []string{"an invoice"}, c.noted())
	result, err := scenario.Run(t.Context(), r.path("more.scenario.yaml"), scenario.Options{Kinds: c.kinds})
	require.NoError(t, err)
	require.True(t, result.Passed(), result.Report())
}

func TestContactsWithoutLettersInTheirNamesAreSeveral(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	out := r.play(r.frontDesk("--contact", "😀"), []string{"hello\n/new 🎉\nhi\n/new 你好\nhi\n/new 🎉\n/new Ana!\nhi\n/new Ana\nhi\n/new ana\n/save ROOM/x\n"})
	for _, known := range []string{"c4 is another conversation of 🎉", "c7 is another conversation of Ana", "x.scenario.yaml passes"} {
		require.Contains(t, out, known)
	}
	require.Equal(t, 2, strings.Count(out, "is another conversation"))
	saved := r.read("x.scenario.yaml")
	for _, id := range []string{"id: contact,", "id: contact-2,", "id: 你好,", "id: ana,", "id: ana-2,"} {
		require.Contains(t, saved, id)
	}
}

func TestNoDeviceIsATerminalButATerminal(t *testing.T) {
	t.Parallel()
	null, err := os.Open(os.DevNull)
	require.NoError(t, err)
	defer func() { _ = null.Close() }()
	require.False(t, isTerminal(null))
	require.False(t, isTerminal(strings.NewReader("")))
	terminal, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skip("there is no pseudo-terminal here")
	}
	defer func() { _ = terminal.Close() }()
	require.True(t, isTerminal(terminal))
}

func TestASavedScenarioIsForEverybodyToRead(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	r.play(r.frontDesk(), []string{"hello\n/save ROOM/x\n"})
	require.NoError(t, os.WriteFile(r.path("like-this"), nil, 0o644))
	want, err := os.Stat(r.path("like-this"))
	require.NoError(t, err)
	saved, err := os.Stat(r.path("x.scenario.yaml"))
	require.NoError(t, err)
	require.Equal(t, want.Mode(), saved.Mode())
}

func TestTheHelpSaysThatActionsAreReallyCalled(t *testing.T) {
	t.Parallel()
	for _, command := range []string{"play", "route"} {
		c := newConsole()
		require.Equal(t, exitOK, c.run("help", command))
		require.Contains(t, c.out.String(), "A program's own actions are really called")
	}
}
