package ushertest

import (
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gousher/usher/file"
	"github.com/gousher/usher/internal/scenario"
)

// Scenarios runs scenario files as subtests, each on a simulated clock of its own and all at once: a path is a file, or a
// directory whose *.scenario.yaml files are run, those of the directories below it included. A failure shows what was
// expected, what was, the time line, and the explanations. No file at all is a failure: a typo tests nothing.
//
// Kinds are the host's own steps, actions and strategies, or nil. They are made for every scenario anew; actions that use
// the client reach the scenario's http stubs instead of the network, and their requests are what "http" expects.
//
//	func TestWorkflows(t *testing.T) {
//		ushertest.Scenarios(t, nil, "testdata/scenarios")
//	}
func Scenarios(t *testing.T, kinds func(client *http.Client) file.Kinds, paths ...string) {
	t.Helper()
	files, err := scenario.Files(paths)
	switch {
	case err != nil:
		t.Fatal(err)
	case len(files) == 0:
		t.Fatalf("no scenario found in %s: name files, or directories with files that end in .scenario.yaml",
			strings.Join(paths, ", "))
	}
	for _, name := range files {
		t.Run(strings.TrimSuffix(filepath.ToSlash(name), scenario.Suffix), func(t *testing.T) {
			t.Parallel()
			result, err := scenario.Run(t.Context(), name, scenario.Options{Kinds: kinds})
			if err != nil {
				t.Fatal(err)
			}
			if !result.Passed() {
				t.Errorf("%s\n%s", result.Name, result.Report())
			}
		})
	}
}
