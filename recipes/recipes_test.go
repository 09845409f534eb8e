package recipes_test

import (
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher"
	"github.com/gousher/usher/file"
	"github.com/gousher/usher/internal/scenario"
	"github.com/gousher/usher/recipes"
)

var update = flag.Bool("update", false, "rewrite the table of the README; read the diff before you commit it")

// filesOf are the names of a recipe's files.
func filesOf(t *testing.T, recipe recipes.Recipe) []string {
	t.Helper()
	entries, err := fs.ReadDir(recipe.Files, ".")
	require.NoError(t, err, recipe.Name)
	names := make([]string, len(entries))
	for i, entry := range entries {
		names[i] = entry.Name()
	}
	return names
}

// Nor is there anything that one of the channels would show otherwise.
func TestEveryRecipeHasNoMistakesAndNoWarnings(t *testing.T) {
	t.Parallel()
	for _, recipe := range recipes.All() {
		t.Run(recipe.Name, func(t *testing.T) {
			t.Parallel()
			format := file.Format{FS: recipe.Files, Channels: usher.ChannelNames()}
			found, err := format.Check(filesOf(t, recipe)...)
			require.NoError(t, err)
			for _, d := range found {
				t.Error(d.String())
			}
		})
	}
}

func TestEveryScenarioOfEveryRecipePasses(t *testing.T) {
	t.Parallel()
	for _, recipe := range recipes.All() {
		scenarios := 0
		for _, name := range filesOf(t, recipe) {
			if !strings.HasSuffix(name, scenario.Suffix) {
				continue
			}
			scenarios++
			t.Run(path.Join(recipe.Name, name), func(t *testing.T) {
				t.Parallel()
				result, err := scenario.Run(t.Context(), name, scenario.Options{FS: recipe.Files})
				require.NoError(t, err)
				require.True(t, result.Passed(), "%s", result.Report())
			})
		}
		require.GreaterOrEqual(t, scenarios, 3, "%s: the happy way, the other way, the failure", recipe.Name)
	}
}

func TestEveryFolderIsARecipeThatIsDescribed(t *testing.T) {
	t.Parallel()
	known := map[string]bool{}
	for _, recipe := range recipes.All() {
		known[recipe.Name] = true
		names := filesOf(t, recipe)
		require.Contains(t, names, "desk.yaml", recipe.Name)
		require.Contains(t, names, "workflow.yaml", recipe.Name)
		require.NotEmpty(t, recipe.Title)
		require.True(t, strings.HasSuffix(recipe.About, "."), recipe.About)
		require.NotContains(t, recipe.Title+recipe.About, "\n")
		require.NotContains(t, recipe.Title+recipe.About, "|", "it stands in a table")
	}
	entries, err := os.ReadDir(".")
	require.NoError(t, err)
	for _, entry := range entries {
		if entry.IsDir() {
			require.True(t, known[entry.Name()], "%s is not in the list", entry.Name())
		}
	}
}

// A recipe explains itself: the workflow and the desk begin with a comment, and say what to change.
func TestEveryRecipeExplainsItself(t *testing.T) {
	t.Parallel()
	for _, recipe := range recipes.All() {
		var said strings.Builder
		for _, name := range filesOf(t, recipe) {
			if strings.HasSuffix(name, scenario.Suffix) {
				continue
			}
			data, err := fs.ReadFile(recipe.Files, name)
			require.NoError(t, err)
			require.True(t, strings.HasPrefix(string(data), "# "), "%s/%s", recipe.Name, name)
			said.Write(data)
		}
		require.Contains(t, said.String(), "\n# Change:\n", recipe.Name)
	}
}

func TestWhoChangesTheListChangesHisOwn(t *testing.T) {
	t.Parallel()
	recipes.All()[0].Name = "mine"
	require.Equal(t, "by-function", recipes.All()[0].Name)
}

const (
	begin = "<!-- recipes: begin -->\n"
	end   = "<!-- recipes: end -->\n"
)

func TestTheTableOfTheREADMEIsFresh(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("README.md")
	require.NoError(t, err)
	before, rest, found := strings.Cut(string(data), begin)
	require.True(t, found)
	_, after, found := strings.Cut(rest, end)
	require.True(t, found)
	fresh := before + begin + table() + end + after
	if *update {
		require.NoError(t, os.WriteFile("README.md", []byte(fresh), 0o600))
		return
	}
	require.Equal(t, fresh, string(data), "run the test with -update")
}

func table() string {
	var b strings.Builder
	b.WriteString("| recipe | what it does |\n|---|---|\n")
	for _, recipe := range recipes.All() {
		fmt.Fprintf(&b, "| [`%s`](%s/workflow.yaml) | **%s.** %s |\n", recipe.Name, recipe.Name, recipe.Title, recipe.About)
	}
	return b.String()
}
