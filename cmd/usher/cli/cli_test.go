package cli

import (
	"bytes"
	"flag"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher/file"
)

var update = flag.Bool("update", false, "rewrite the golden transcripts; read the diff before you commit it")

// A console is a terminal with everything fixed that is not the same everywhere.
type console struct {
	program Program
	out     bytes.Buffer
	err     bytes.Buffer
}

// newConsole has a clock that goes on by 10 µs whenever it is read, and nothing in the environment.
func newConsole() *console {
	c := &console{}
	clock := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	c.program = Program{
		In: strings.NewReader(""), Out: &c.out, Err: &c.err,
		now: func() time.Time {
			clock = clock.Add(10 * time.Microsecond)
			return clock
		},
		env: func(string) string { return "" },
		build: func() (*debug.BuildInfo, bool) {
			return &debug.BuildInfo{GoVersion: "go1.26.0", Main: debug.Module{Path: commandModule, Version: "v1.2.3"}}, true
		},
	}
	return c
}

func (c *console) run(args ...string) int {
	c.out.Reset()
	c.err.Reset()
	return Main(c.program, args)
}

// transcript runs the commands of testdata/NAME.transcript, each in a line that begins with "$ usher", and compares what
// they print. Lines that begin with "##" are comments. What is written to standard error has "! " before it.
func transcript(t *testing.T, name string, program func(*Program)) {
	t.Helper()
	path := filepath.Join("testdata", name+".transcript")
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	var got strings.Builder
	for line := range strings.Lines(string(want)) {
		switch {
		case strings.HasPrefix(line, "##"):
			got.WriteString(line)
		case strings.HasPrefix(line, "$ usher"):
			c := newConsole()
			if program != nil {
				program(&c.program)
			}
			args := words(strings.TrimSpace(strings.TrimPrefix(line, "$ usher")))
			if from := len(args) - 2; from >= 0 && args[from] == "<" {
				input, err := os.ReadFile(args[from+1])
				require.NoError(t, err)
				c.program.In, args = bytes.NewReader(input), args[:from]
			}
			status := c.run(args...)
			fmt.Fprintf(&got, "%s%s%s[exit %d]\n\n", line, c.out.String(), marked(c.err.String()), status)
		}
	}
	text := strings.TrimRight(got.String(), "\n") + "\n"
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		return
	}
	require.Equal(t, string(want), text)
}

// words splits a line as a shell does; single quotes hold together.
func words(line string) []string {
	var list []string
	for i, part := range strings.Split(line, "'") {
		if i%2 == 1 {
			list = append(list, part)
			continue
		}
		list = append(list, strings.Fields(part)...)
	}
	return list
}

func marked(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		b.WriteString("! " + line)
	}
	return b.String()
}

// fixed are kinds that need no client.
func fixed(kinds file.Kinds) func(*http.Client) file.Kinds {
	return func(*http.Client) file.Kinds { return kinds }
}
