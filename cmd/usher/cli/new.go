package cli

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/gousher/usher/internal/scenario"
	"github.com/gousher/usher/recipes"
)

func newCommand() command {
	return command{
		name: "new", args: "[RECIPE [DIR]]", about: "list the recipes, or write the files of one to begin with",
		more: `
A recipe is a workflow with comments that say what to change, its desk and its scenarios. It works as it is.
The files are written into DIR, which is made if need be; without DIR, into a folder that is called like the recipe.
Nothing is overwritten: if one of the files exists already, none is written, and the exit status is 1.

  usher new
  usher new vip
  usher new by-shift desks/night`,
		prepare: func(*flag.FlagSet) action { return newRecipe },
	}
}

func newRecipe(_ context.Context, in *input) (int, error) {
	switch {
	case len(in.args) == 0:
		return exitOK, listRecipes(in)
	case len(in.args) > 2:
		return 0, usagef("one recipe and one directory at a time: %s", strings.Join(in.args, ", "))
	}
	recipe, err := recipeNamed(in.args[0])
	if err != nil {
		return 0, err
	}
	dir := recipe.Name
	if len(in.args) == 2 {
		dir = in.args[1]
	}
	if dir == "" {
		return 0, usagef("the directory is empty: leave it out, or name one")
	}
	w, err := write(recipe, filepath.Clean(dir))
	switch {
	case err != nil:
		return 0, err
	case in.json:
		return exitOK, writeJSON(in.Out, w)
	}
	w.print(in.Out)
	return exitOK, nil
}

// aRecipe is a recipe as machines read of it.
type aRecipe struct {
	Name  string   `json:"recipe"`
	Title string   `json:"title"`
	About string   `json:"about"`
	Files []string `json:"files"`
}

func listRecipes(in *input) error {
	all := recipes.All()
	if !in.json {
		fmt.Fprint(in.Out, "usher new RECIPE writes the files of one of these, to begin with:\n\n")
		width := 0
		for _, recipe := range all {
			width = max(width, len(recipe.Name))
		}
		for _, recipe := range all {
			fmt.Fprintf(in.Out, "  %-*s  %s\n", width, recipe.Name, recipe.About)
		}
		return nil
	}
	listed := make([]aRecipe, len(all))
	for i, recipe := range all {
		names, err := namesOf(recipe)
		if err != nil {
			return err
		}
		listed[i] = aRecipe{recipe.Name, recipe.Title, recipe.About, names}
	}
	return writeJSON(in.Out, map[string]any{"recipes": listed})
}

func recipeNamed(name string) (recipes.Recipe, error) {
	all := recipes.All()
	names := make([]string, len(all))
	for i, recipe := range all {
		if recipe.Name == name {
			return recipe, nil
		}
		names[i] = recipe.Name
	}
	if hint := didYouMean(name, names); hint != "" {
		return recipes.Recipe{}, usagef("unknown recipe %q%s", name, hint)
	}
	return recipes.Recipe{}, usagef("unknown recipe %q: \"usher new\" lists them", name)
}

func namesOf(recipe recipes.Recipe) ([]string, error) {
	entries, err := fs.ReadDir(recipe.Files, ".")
	if err != nil {
		return nil, fmt.Errorf("the recipe %s cannot be read: %w", recipe.Name, err)
	}
	names := make([]string, len(entries))
	for i, entry := range entries {
		names[i] = entry.Name()
	}
	return names, nil
}

// wrote is what was written, and what to do with it.
type wrote struct {
	Recipe string   `json:"recipe"`
	Dir    string   `json:"directory"`
	Files  []string `json:"files"`
	Next   []string `json:"next"`
}

// write writes the files of a recipe into a directory, all or none: what is there already is not touched.
func write(recipe recipes.Recipe, dir string) (*wrote, error) {
	names, err := namesOf(recipe)
	if err != nil {
		return nil, err
	}
	if err := free(dir, names); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil { //nolint:gosec // files that a team shares
		return nil, fmt.Errorf("the directory cannot be made: %w", err)
	}
	w := &wrote{Recipe: recipe.Name, Dir: filepath.ToSlash(dir), Next: next(filepath.ToSlash(dir), names)}
	for _, name := range names {
		if err := copyOut(recipe.Files, name, filepath.Join(dir, name)); err != nil {
			w.takeBack()
			return nil, fmt.Errorf("%w; nothing was written", err)
		}
		w.Files = append(w.Files, path.Join(w.Dir, name))
	}
	return w, nil
}

// free says which of the files exist already.
func free(dir string, names []string) error {
	var taken []string
	for _, name := range names {
		if _, err := os.Lstat(filepath.Join(dir, name)); err == nil {
			taken = append(taken, path.Join(filepath.ToSlash(dir), name))
		}
	}
	const named = 3
	switch n := len(taken); {
	case n == 0:
		return nil
	case n == 1:
		return fmt.Errorf("%s exists already; nothing was written: name another directory", taken[0])
	case n > named:
		taken = append(taken[:named], fmt.Sprintf("and %d more", n-named))
	}
	return fmt.Errorf("%s exist already; nothing was written: name another directory", strings.Join(taken, ", "))
}

func copyOut(from fs.FS, name, to string) error {
	data, err := fs.ReadFile(from, name)
	if err != nil {
		return fmt.Errorf("the recipe cannot be read: %w", err)
	}
	f, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644) //nolint:gosec // a file that a team shares
	if err != nil {
		return fmt.Errorf("the file cannot be made: %w", err)
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Close()); err != nil {
		_ = os.Remove(to)
		return fmt.Errorf("the file cannot be written: %w", err)
	}
	return nil
}

// takeBack removes what was written, because the rest could not be.
func (w *wrote) takeBack() {
	for _, file := range w.Files {
		_ = os.Remove(filepath.FromSlash(file))
	}
}

// next are the commands with which to go on.
func next(dir string, names []string) []string {
	play := []string{"usher play"}
	for _, name := range names {
		if name != deskFile && !strings.HasSuffix(name, scenario.Suffix) {
			play = append(play, quoted(path.Join(dir, name)))
		}
	}
	play = append(play, "--desk", quoted(path.Join(dir, deskFile)))
	return []string{"usher check " + quoted(dir), "usher test " + quoted(dir), strings.Join(play, " ")}
}

const deskFile = "desk.yaml"

// quoted is a path as a shell takes it.
func quoted(name string) string {
	if strings.HasPrefix(name, "-") {
		name = "./" + name
	}
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("._-/:@+,", r)
	}
	if strings.ContainsFunc(name, func(r rune) bool { return !plain(r) }) {
		return "'" + strings.ReplaceAll(name, "'", `'\''`) + "'"
	}
	return name
}

func (w *wrote) print(out io.Writer) {
	fmt.Fprintf(out, "%s, written into %s:\n", counted(len(w.Files), "file"), printable(w.Dir))
	for _, file := range w.Files {
		fmt.Fprintf(out, "  %s\n", printable(file))
	}
	fmt.Fprintln(out, "\nRead the comments and change what is different at your desk. Then:")
	for _, line := range w.Next {
		fmt.Fprintf(out, "  %s\n", printable(line))
	}
}
