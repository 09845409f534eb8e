package cli

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher/recipes"
)

func TestTranscriptOfNew(t *testing.T) {
	t.Parallel()
	transcript(t, "new", nil)
}

func TestTranscriptOfCheckForChannels(t *testing.T) {
	t.Parallel()
	transcript(t, "channels", nil)
}

// What is written passes as it is: the files are those of the recipe, and check and test have nothing to say.
func TestWhatNewWritesPassesCheckAndTest(t *testing.T) {
	t.Parallel()
	for _, recipe := range recipes.All() {
		t.Run(recipe.Name, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(t.TempDir(), "desks", recipe.Name) // neither is there yet
			c := newConsole()
			require.Equal(t, exitOK, c.run("new", recipe.Name, dir), c.err.String())
			require.Contains(t, c.out.String(), "usher check ")
			entries, err := os.ReadDir(dir)
			require.NoError(t, err)
			for _, entry := range entries {
				want, err := fs.ReadFile(recipe.Files, entry.Name())
				require.NoError(t, err)
				got, err := os.ReadFile(filepath.Join(dir, entry.Name()))
				require.NoError(t, err)
				require.Equal(t, string(want), string(got), entry.Name())
				require.Contains(t, c.out.String(), filepath.ToSlash(filepath.Join(dir, entry.Name())))
			}
			require.Equal(t, exitOK, c.run("check", dir), c.out.String())
			require.True(t, strings.HasSuffix(c.out.String(), ": no mistakes\n"), c.out.String())
			require.Equal(t, exitOK, c.run("test", dir), c.out.String())
			require.True(t, strings.HasSuffix(c.out.String(), " passed, 0 failed\n"), c.out.String())
		})
	}
}

func TestNewOverwritesNothing(t *testing.T) {
	t.Parallel()
	dir := written(t, map[string]string{"desk.yaml": "mine\n"})
	c := newConsole()
	require.Equal(t, exitFindings, c.run("new", "vip", dir))
	require.Empty(t, c.out.String())
	require.Equal(t, "usher new: "+filepath.ToSlash(dir)+"/desk.yaml exists already; nothing was written: name another directory\n", c.err.String())
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Len(t, entries, 1, "and nothing stands beside it")
	data, err := os.ReadFile(filepath.Join(dir, "desk.yaml"))
	require.NoError(t, err)
	require.Equal(t, "mine\n", string(data))

	dir = t.TempDir()
	require.Equal(t, exitOK, c.run("new", "vip", dir))
	require.Equal(t, exitFindings, c.run("new", "vip", dir))
	require.Contains(t, c.err.String(), "and 4 more exist already")
	require.Equal(t, exitFindings, c.run("new", "vip", dir, "--json"))
	require.Empty(t, c.out.String())
}

func TestNewStandsBesideOtherFiles(t *testing.T) {
	t.Parallel()
	dir := written(t, map[string]string{"notes.txt": "mine\n"})
	c := newConsole()
	require.Equal(t, exitOK, c.run("new", "by-function", dir), c.err.String())
	require.FileExists(t, filepath.Join(dir, "notes.txt"))
}

// A link that leads nowhere is a file that exists: what it leads to is not made.
func TestNewFollowsNoLink(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	elsewhere := filepath.Join(t.TempDir(), "made")
	if os.Symlink(elsewhere, filepath.Join(dir, "workflow.yaml")) != nil {
		t.Skip("there are no links here")
	}
	c := newConsole()
	require.Equal(t, exitFindings, c.run("new", "vip", dir))
	require.Contains(t, c.err.String(), "/workflow.yaml exists already")
	require.NoFileExists(t, elsewhere)
}

func TestNewSaysWhyADirectoryCannotBeMade(t *testing.T) {
	t.Parallel()
	dir := written(t, map[string]string{"file": "mine\n"})
	c := newConsole()
	require.Equal(t, exitFindings, c.run("new", "vip", filepath.Join(dir, "file")))
	require.Contains(t, c.err.String(), "usher new: the directory cannot be made: ")
}

func TestMachinesAreToldWhatWasWritten(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "an office")
	c := newConsole()
	require.Equal(t, exitOK, c.run("new", "survey", dir, "--json"))
	var w wrote
	require.NoError(t, json.Unmarshal(c.out.Bytes(), &w))
	slash := filepath.ToSlash(dir)
	require.Equal(t, "survey", w.Recipe)
	require.Equal(t, slash, w.Dir)
	require.Contains(t, w.Files, slash+"/survey.yaml")
	require.Equal(t, []string{
		"usher check '" + slash + "'", "usher test '" + slash + "'",
		"usher play '" + slash + "/survey.yaml' '" + slash + "/workflow.yaml' --desk '" + slash + "/desk.yaml'",
	}, w.Next)
}

func TestWithoutADirectoryTheFolderIsCalledLikeTheRecipe(t *testing.T) {
	t.Chdir(t.TempDir())
	c := newConsole()
	require.Equal(t, exitOK, c.run("new", "by-shift"))
	require.FileExists(t, filepath.Join("by-shift", "workflow.yaml"))
	require.Contains(t, c.out.String(), "\n  by-shift/desk.yaml\n")
	require.Contains(t, c.out.String(), "\n  usher play by-shift/workflow.yaml --desk by-shift/desk.yaml\n")
}

func TestAPathIsQuotedAsAShellTakesIt(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"vip": "vip", "a/b-c.d_1": "a/b-c.d_1", "an office": "'an office'", "it's": `'it'\''s'`, "-x": "./-x", "$HOME": "'$HOME'", "é": "'é'",
	} {
		require.Equal(t, want, quoted(name))
	}
}
