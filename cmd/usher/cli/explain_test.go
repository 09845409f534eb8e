package cli

import "testing"

func TestTranscriptOfExplain(t *testing.T) {
	t.Parallel()
	transcript(t, "explain", nil)
}
