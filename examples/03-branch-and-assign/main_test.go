package main

import (
	"testing"

	"github.com/gousher/usher/examples/internal/transcript"
)

func TestTranscriptOfBranchesAndAssignments(t *testing.T) {
	t.Parallel()
	transcript.Check(t, run)
}
