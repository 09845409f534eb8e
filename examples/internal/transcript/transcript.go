// Package transcript holds the programs of this module to what they print: each has a golden file beside its test, which is
// rewritten when the test is called with -update.
package transcript

import (
	"bytes"
	"context"
	"flag"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "rewrite the golden transcript")

// Check runs a program and compares what it prints with testdata/transcript.golden.
func Check(t *testing.T, run func(ctx context.Context, out io.Writer) error) {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, run(t.Context(), &out))

	golden := filepath.Join("testdata", "transcript.golden")
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o750))
		require.NoError(t, os.WriteFile(golden, out.Bytes(), 0o600))
	}
	want, err := os.ReadFile(golden) //nolint:gosec // the name is a constant
	require.NoError(t, err)
	require.Equal(t, string(want), out.String())
}
