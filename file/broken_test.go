package file_test

import (
	"flag"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher"
	"github.com/gousher/usher/file"
)

var update = flag.Bool("update", false, "rewrite the golden files; read the diff before you commit it")

// corpus holds files with mistakes, each beside what usher check prints of it.
const corpus = "../testdata/broken"

func corpusFormat() file.Format { return file.Format{FS: os.DirFS(corpus)} }

// brokenFiles are the files of a kind. A second dot marks a companion: NAME.desk.yaml is the desk of NAME.yaml.
func brokenFiles(tb testing.TB, kind string) []string {
	tb.Helper()
	all, err := fs.Glob(os.DirFS(corpus), kind+"/*.yaml")
	require.NoError(tb, err)
	var files []string
	for _, name := range all {
		if strings.Count(path.Base(name), ".") == 1 {
			files = append(files, name)
		}
	}
	require.NotEmpty(tb, files)
	return files
}

// checkedWith are the files that one of the corpus is checked together with.
func checkedWith(name string) []string {
	stem := strings.TrimSuffix(name, ".yaml")
	paths := []string{name}
	if !strings.HasPrefix(name, "workflow/") {
		return paths
	}
	if _, err := os.Stat(filepath.Join(corpus, stem+".other.yaml")); err == nil {
		paths = append(paths, stem+".other.yaml")
	}
	if _, err := os.Stat(filepath.Join(corpus, stem+".desk.yaml")); err == nil {
		return append([]string{stem + ".desk.yaml"}, paths...)
	}
	return append([]string{"desk.yaml"}, paths...)
}

func printed(found usher.Diagnostics) string {
	lines := make([]string, len(found))
	for i, d := range found {
		lines[i] = d.String()
	}
	return strings.Join(lines, "\n") + "\n"
}

// TestBrokenFilesTranscript holds what usher check prints of every file of the corpus.
func TestBrokenFilesTranscript(t *testing.T) {
	t.Parallel()
	f := corpusFormat()
	for _, kind := range []string{"desk", "workflow", "scenario"} {
		for _, name := range brokenFiles(t, kind) {
			t.Run(strings.TrimSuffix(name, ".yaml"), func(t *testing.T) {
				t.Parallel()
				found, err := f.Check(checkedWith(name)...)
				require.NoError(t, err)
				require.NotEmpty(t, found)
				golden := filepath.Join(corpus, strings.TrimSuffix(name, ".yaml")+".golden")
				if *update {
					require.NoError(t, os.WriteFile(golden, []byte(printed(found)), 0o600))
					return
				}
				want, err := os.ReadFile(golden)
				require.NoError(t, err)
				require.Equal(t, string(want), printed(found))
			})
		}
	}
}
