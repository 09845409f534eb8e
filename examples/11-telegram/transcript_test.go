package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher/examples/internal/transcript"
)

func TestTranscriptOfWhatTheProviderSees(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	c := newCloud(t)
	shown, answered := 0, 0
	show := func(what string, status int) {
		fmt.Fprintf(&out, "%s  %s%s\n", c.now.Format("15:04"), what, answer(status))
		for ; answered < len(c.answered); answered++ {
			fmt.Fprintf(&out, "       <- the tap %s is answered\n", c.answered[answered])
		}
		for ; shown < len(c.sent); shown++ {
			line, err := json.Marshal(c.sent[shown])
			require.NoError(t, err)
			fmt.Fprintf(&out, "       <- %s\n", line)
		}
		for line := range strings.Lines(c.desk.String()) {
			fmt.Fprintf(&out, "       for agents: %s", line)
		}
		c.desk.Reset()
	}
	c.fails = []string{`{"ok": false, "error_code": 429, "description": "Too Many Requests: retry after 60", "parameters": {"retry_after": 60}}`}
	show("Mia writes, and there are too many messages", c.writes(7, "hello"))
	c.wait(2 * time.Minute)
	show("two minutes later", 0)
	show("the provider delivers her message again", c.writes(7, "hello"))
	show("Mia changes her message", c.post(c.update("edited_message", c.message(7, `"edit_date": 1772442120, "text": "my order"`))))
	show("Mia taps a button that was never sent", c.post(c.tap("t1", "1:99")))
	show("Mia taps the third button", c.post(c.tap("t2", "1:3")))
	show("somebody else posts", c.postWith("guess", `{}`))
	transcript.Check(t, func(_ context.Context, w io.Writer) error {
		_, err := io.WriteString(w, out.String())
		return err
	})
}

// answer is what a request got; 0: there was none.
func answer(status int) string {
	if status == 0 {
		return ""
	}
	return fmt.Sprint(": ", status)
}
