package main

import (
	"testing"

	"github.com/gousher/usher/examples/internal/transcript"
)

func TestTranscriptOfACRM(t *testing.T) {
	t.Parallel()
	transcript.Check(t, run)
}
