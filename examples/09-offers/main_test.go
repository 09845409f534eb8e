package main

import (
	"testing"

	"github.com/gousher/usher/examples/internal/transcript"
)

func TestTranscriptOfOffers(t *testing.T) {
	t.Parallel()
	transcript.Check(t, run)
}
