package file_test

import (
	"os"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher/file"
	"github.com/gousher/usher/internal/scenario"
)

// What the README shows is what works: every file in it has no mistake, beside the desk of the example that it is about.
func TestTheFilesOfTheReadmeAreRight(t *testing.T) {
	t.Parallel()
	readme, err := os.ReadFile("../README.md")
	require.NoError(t, err)
	desk, err := os.ReadFile("../examples/front-desk/desk.yaml")
	require.NoError(t, err)
	workflow, err := os.ReadFile("../examples/front-desk/front-desk.yaml")
	require.NoError(t, err)
	blocks := regexp.MustCompile("(?s)```yaml\n(.*?)```").FindAllStringSubmatch(string(readme), -1)
	require.NotEmpty(t, blocks)
	for _, block := range blocks {
		files := fstest.MapFS{"desk.yaml": {Data: desk}, "front-desk.yaml": {Data: workflow}, "readme.yaml": {Data: []byte(block[1])}}
		found, err := file.Format{FS: files}.Check("desk.yaml", "readme.yaml")
		require.NoError(t, err)
		require.Empty(t, found)
		if strings.HasPrefix(block[1], "usher: scenario") {
			result, err := scenario.Run(t.Context(), "readme.yaml", scenario.Options{FS: files})
			require.NoError(t, err)
			require.True(t, result.Passed(), result.Report())
		}
	}
}
