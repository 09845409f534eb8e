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
	shown := 0
	show := func(what string, status int) {
		fmt.Fprintf(&out, "%s  %s%s\n", c.now.Format("15:04"), what, answer(status))
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
	show("Mia writes", c.writes(withNumber, "in1", "hello"))
	show("the provider delivers it again", c.writes(withNumber, "in1", "hello"))
	show("the list was read", c.post(envelope(statuses(status("read", text(c.last(), "biz_opaque_callback_data"))))))
	show("Mia taps a row that was never sent", c.taps(withNumber, "in2", "1:99", "Gold"))
	show("Mia taps the third row", c.taps(withNumber, "in3", "1:3", "A bill, or a payment…"))
	show("Tom, who hides his number, writes", c.writes(hidden, "in4", "hello"))
	show("the list did not reach Tom", c.post(envelope(statuses(status("failed", text(c.last(), "biz_opaque_callback_data"))))))
	show("Eva writes", c.writes(oldStyle, "in5", "hello"))
	show("somebody else posts", c.postSigned(envelope(), sign("guess")))
	c.wait(25 * time.Hour)
	show("Eva has been silent for 25 hours", 0)
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
