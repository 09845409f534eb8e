package cli

import (
	"encoding/json"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher"
	"github.com/gousher/usher/file"
)

func TestTranscriptOfCheck(t *testing.T) {
	t.Parallel()
	transcript(t, "check", nil)
}

// written puts files into a directory of their own.
func written(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		path := filepath.Join(dir, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
	}
	return dir
}

func TestAFileOfOursIsKnownByItsHeader(t *testing.T) {
	t.Parallel()
	for _, ours := range []string{
		"usher: desk/v1\n", "\ufeffusher: desk/v1\n", "# Who\n\n---\nusher: desk/v1", "\"usher\": desk/v1", "usher : 'desk/v1'",
		"workflow: a\nusher: workflow/v1\n", "{usher: desk/v1, teams: []}", "{\n  \"usher\": \"desk/v1\"", `{"a": 1, "usher": "x"}`,
		"usher: desk/v1\r\nteams: []\r\n", "usher: nonsense",
	} {
		require.True(t, isOurs([]byte(ours)), ours)
	}
	for _, theirs := range []string{
		"", "a: b", "usher:\n  a: b", "# usher: desk/v1", "a:\n  usher: desk/v1\n", "usherette: desk/v1", "[usher]", "\x00\xff",
		"{\"a\": {\"usher\": \"desk/v1\"}}", "text: |\n  usher: desk/v1\n",
	} {
		require.False(t, isOurs([]byte(theirs)), theirs)
	}
}

func TestGitHubIsToldWithItsEscapes(t *testing.T) {
	t.Parallel()
	dir := written(t, map[string]string{"100%,a:b.yaml": "usher: desk/v1\nteams: [{id: a}]\nfallback: {team: \"50%: x, y\"}\n"})
	if runtime.GOOS == "windows" {
		t.Skip("the name of the file is none there")
	}
	file := filepath.Join(dir, "100%,a:b.yaml")
	c := newConsole()
	require.Equal(t, exitFindings, c.run("check", file))
	require.NotContains(t, c.out.String(), "::error")
	people := c.out.String()

	c.program.env = func(name string) string { return map[string]string{"GITHUB_ACTIONS": "true"}[name] }
	require.Equal(t, exitFindings, c.run("check", file))
	mistakes, counts, _ := strings.Cut(people, "\n\n")
	require.True(t, strings.HasPrefix(c.out.String(), mistakes), "people are told as well")
	require.True(t, strings.HasSuffix(c.out.String(), counts), "the counts come last")
	require.Contains(t, c.out.String(), "\n::error file="+filepath.ToSlash(dir)+"/100%25%2Ca%3Ab.yaml,line=3,col=18,title=U003::")
	require.Contains(t, c.out.String(), `::unknown team "50%25: x, y"`)

	require.Equal(t, exitFindings, c.run("check", file, "--json"))
	require.NotContains(t, c.out.String(), "::error")
	require.True(t, json.Valid(c.out.Bytes()))
}

func TestAnAnnotationIsOneLine(t *testing.T) {
	t.Parallel()
	c := newConsole()
	annotate(&c.out, usher.Diagnostics{
		{Code: "U001", Message: "a\r\nb", Hint: "c"},
		{Code: "U002", File: "x", Line: 3, Message: "d", Warning: true},
	})
	require.Equal(t, "::error title=U001::a%0D%0Ab%0Ac\n::warning file=x,line=3,title=U002::d\n", c.out.String())
}

func TestWhatIsPrintedMovesNoCursor(t *testing.T) {
	t.Parallel()
	require.Equal(t, "a\ufffd[2Jb\n c\ufffd\ufffdé👩‍👩", printable("a\x1b[2Jb\n\tc\u202e\u009bé👩‍👩"))
}

func TestKindsOfTheProgramAreKnown(t *testing.T) {
	t.Parallel()
	dir := written(t, map[string]string{
		"flow.yaml": "usher: workflow/v1\nworkflow: a\nsteps:\n  - survey: {}\n  - close: {}\n",
	})
	c := newConsole()
	require.Equal(t, exitFindings, c.run("check", dir))
	require.Contains(t, c.out.String(), `unknown kind of step "survey"`)
	step := usher.StepFunc(func(*usher.Turn) usher.Next { return usher.Continue() })
	c.program.Kinds = fixed(file.Kinds{Steps: map[string]usher.Step{"survey": step}})
	require.Equal(t, exitOK, c.run("check", dir), c.out.String())

	c.program.Kinds = fixed(file.Kinds{Steps: map[string]usher.Step{"send": step}})
	require.Equal(t, exitFindings, c.run("check", dir))
	require.Contains(t, c.err.String(), "usher check: the kinds of this program: ")
}
