package cli

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher/internal/egress"
)

// played plays a chat, saves it as a scenario of the same name, and compares both with what they were.
func played(t *testing.T, name string, args ...string) {
	t.Helper()
	r := newRoom(t)
	for i, arg := range args {
		if len(arg) > 5 && arg[len(arg)-5:] == ".yaml" {
			args[i] = r.path(arg)
		}
	}
	out := r.play(append(args, "--desk", r.path("care.yaml")), []string{r.read(name + ".chat")})
	goldenOf(t, "play-"+name, out+"\n"+r.read(name+".scenario.yaml"))
	passes(t, r.path(name+".scenario.yaml"))
}

func TestTranscriptOfALookUpWhileTheCRMIsUp(t *testing.T) {
	t.Parallel()
	played(t, "vip-up", "vip.yaml", "--http", "crm.yaml")
}

func TestTranscriptOfALookUpWhileTheCRMIsDown(t *testing.T) {
	t.Parallel()
	played(t, "vip-down", "vip.yaml")
}

func TestTranscriptOfAMenuAsItsChannelShowsIt(t *testing.T) {
	t.Parallel()
	played(t, "menu", "menu.yaml", "--channel", "whatsapp")
}

func TestTranscriptOfAWaitUntilTheOpening(t *testing.T) {
	t.Parallel()
	played(t, "night", "night.yaml", "--start", "2026-03-01T21:00:00Z")
}

func TestTranscriptOfASurveyAfterTheClose(t *testing.T) {
	t.Parallel()
	played(t, "rating", "served.yaml", "rating.yaml", "sorry.yaml")
}

func TestStubsOfAFileComeAfterThoseThatAreTyped(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	args := []string{r.path("vip.yaml"), "--desk", r.path("care.yaml"), "--http", r.path("crm.yaml")}
	out := r.play(args, []string{"/http GET https://crm.example/customers/mia 500\n/http\n/http clear\n/http\n/undo\n/http\n"})
	require.Contains(t, out, "GET https://crm.example/customers/mia  500   0 times")
	require.NotContains(t, out, "VIP\"} after 2s  0 times")
	require.Contains(t, out, "no stub answers: every request is a refused connection")
}

func TestOddStubsAreRefusedWithAWord(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"x": "is no address", "GET": "is no address", "https://a.example": "is no status", "https://a.example 99": "is no status",
		"https://a.example tiemout": "did you mean timeout?", "https://a.example 200 {": "is no JSON", "https://a.example timeout 5": "is no status",
	} {
		_, problem := readStub(text)
		require.Contains(t, problem, want, text)
	}
}

func TestAFileOfStubsWithMistakesIsNotPlayed(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	r.write("bad.yaml", "- {url: 'https://a.example/*', fail: slow}\n")
	out := r.play([]string{r.path("vip.yaml"), "--desk", r.path("care.yaml"), "--http", r.path("bad.yaml")}, []string{"hello\n"})
	require.Contains(t, out, "ROOM/bad.yaml:1:38")
	require.Contains(t, out, "[exit 1]")
}

// openedTo answers as a CRM on this machine, and opens it to the requests of a chat.
func openedTo(t *testing.T, l *liveWeb, handler http.HandlerFunc) (address string) {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	u, err := url.Parse(server.URL)
	require.NoError(t, err)
	port, err := strconv.ParseUint(u.Port(), 10, 16)
	require.NoError(t, err)
	l.client = egress.New(egress.Policy{
		Now: time.Now, Addresses: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}, Ports: []uint16{uint16(port)},
	})
	return server.URL
}

func TestARequestIsReallyMadeOnceHoweverOftenItIsHad(t *testing.T) {
	t.Parallel()
	_, calls := Program{}.playedKinds(nil)
	l := newLiveWeb(calls, time.Now)
	made := 0
	address := openedTo(t, l, func(w http.ResponseWriter, _ *http.Request) {
		made++
		w.WriteHeader(http.StatusTeapot)
		_, _ = io.WriteString(w, strconv.Itoa(made))
	})
	ask := func() string {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, http.NoBody)
		require.NoError(t, err)
		response, err := l.RoundTrip(request)
		require.NoError(t, err)
		defer func() { _ = response.Body.Close() }()
		require.Equal(t, http.StatusTeapot, response.StatusCode)
		body, err := io.ReadAll(response.Body)
		require.NoError(t, err)
		return string(body)
	}
	require.Equal(t, "1", ask())
	require.Equal(t, "2", ask(), "another request of the same world is another one")
	calls.replay()
	require.Equal(t, "1", ask())
	require.Equal(t, "2", ask())
	require.Equal(t, 2, made)
	end := calls.look()
	require.Equal(t, "1", ask())
	end()
}

func TestARequestWithASecretIsNotReallyMade(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	r.edit("vip.yaml", "      timeout: 3s\n", "      headers: {Authorization: \"Bearer secret:crm_token\"}\n")
	out := r.play([]string{r.path("vip.yaml"), "--desk", r.path("care.yaml"), "--live"}, []string{"hello\n"})
	require.Contains(t, out, "it needs a secret, and nobody knows it here")
	require.Contains(t, out, "note: The CRM is down")
}

func TestAPrivateAddressIsNotReallyCalled(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	r.edit("vip.yaml", "https://crm.example/customers", "http://127.0.0.1:9/customers")
	out := r.play([]string{r.path("vip.yaml"), "--desk", r.path("care.yaml"), "--live"}, []string{"hello\n/http\n/why\n"})
	require.Contains(t, out, "http steps really call what they name")
	require.Contains(t, out, "note: The CRM is down")
}
