package main

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher/examples/internal/transcript"
)

func TestTranscriptOfAVirtualAssistant(t *testing.T) {
	t.Parallel()
	transcript.Check(t, run)
}

// double is a bot that answers what a test says, and keeps what it was asked.
type double struct {
	status int
	body   string
	asked  []map[string]string
}

func (d *double) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	question := map[string]string{}
	if json.NewDecoder(r.Body).Decode(&question) == nil {
		d.asked = append(d.asked, question)
	}
	w.WriteHeader(d.status)
	_, _ = w.Write([]byte(d.body))
}

// talk writes to a router whose assistant is the double, and returns what happened.
func (d *double) talk(t *testing.T, lines ...string) string {
	t.Helper()
	server := httptest.NewServer(d)
	defer server.Close()
	chats := make([][2]string, len(lines))
	for i, line := range lines {
		chats[i] = [2]string{"mia", line}
	}
	var out bytes.Buffer
	require.NoError(t, chat(t.Context(), &out, assistant{server.URL}, chats))
	return out.String()
}

func TestAPersonServesWhomTheAssistantFails(t *testing.T) {
	t.Parallel()
	for name, fails := range map[string]*double{
		"it is down":            {status: http.StatusBadGateway},
		"its answer is no JSON": {status: http.StatusOK, body: "<html>"},
		"it says nothing":       {status: http.StatusOK, body: `{}`},
		"its exit is unknown":   {status: http.StatusOK, body: `{"exit": "elsewhere"}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			lines := []string{"hello", ""} // it is tried again
			if fails.body == `{"exit": "elsewhere"}` {
				lines = lines[:1]
			}
			said := fails.talk(t, lines...)
			require.Contains(t, said, "note: The assistant does not work.")
			require.Contains(t, said, "mia is handed to ana")
		})
	}
}

func TestTheAssistantGetsEveryMessageWhileItHoldsTheConversation(t *testing.T) {
	t.Parallel()
	holds := &double{status: http.StatusOK, body: `{"reply": "go on"}`}
	holds.talk(t, "one", "two", "three")
	require.Len(t, holds.asked, 3)
	for i, text := range []string{"one", "two", "three"} {
		require.Equal(t, text, holds.asked[i]["said"])
		require.Equal(t, "mia", holds.asked[i]["session"])
	}
	require.NotEqual(t, holds.asked[0]["key"], holds.asked[1]["key"])
}

func TestATryThatIsMadeAgainHasTheSameKey(t *testing.T) {
	t.Parallel()
	down := &double{status: http.StatusBadGateway}
	down.talk(t, "hello", "")
	require.Len(t, down.asked, 2)
	require.Equal(t, down.asked[0]["key"], down.asked[1]["key"])
}
