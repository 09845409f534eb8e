package file_test

import (
	"io/fs"
	"os"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher/file"
	"github.com/gousher/usher/internal/source"
)

// endless are files without end that say that they are empty.
type endless struct{ read *int }

func (e endless) Open(string) (fs.File, error)  { return e, nil }
func (endless) Stat() (fs.FileInfo, error)      { return endlessInfo{}, nil }
func (endless) Close() error                    { return nil }
func (e endless) Read(data []byte) (int, error) { *e.read += len(data); return len(data), nil }

type endlessInfo struct{}

func (endlessInfo) Name() string       { return "a.yaml" }
func (endlessInfo) Size() int64        { return 0 }
func (endlessInfo) Mode() fs.FileMode  { return 0 }
func (endlessInfo) ModTime() time.Time { return time.Time{} }
func (endlessInfo) IsDir() bool        { return false }
func (endlessInfo) Sys() any           { return nil }

func TestAFileWithoutEndIsTooLarge(t *testing.T) {
	t.Parallel()
	read := 0
	_, err := file.Format{FS: endless{&read}}.Load("a.yaml")
	require.ErrorContains(t, err, "the file is over the limit of 8 MB")
	require.LessOrEqual(t, read, source.MaxSize+1)

	if _, err = os.Stat("/dev/zero"); err != nil {
		t.Skip("there is no file without end here")
	}
	_, err = file.Load("/dev/zero")
	require.ErrorContains(t, err, "the file is over the limit of 8 MB")
}

func TestAWorkflowBesideTwoDesksIsCheckedAgainstNeither(t *testing.T) {
	t.Parallel()
	const (
		desk = "usher: desk/v1\nteams: [{id: support}]\nfallback: {team: support}\n"
		flow = "usher: workflow/v1\nworkflow: w\nsteps:\n  - assign: {team: sales}\n"
	)
	f := file.Format{FS: fstest.MapFS{
		"a/desk.yaml": {Data: []byte(desk)}, "a/other.yaml": {Data: []byte(desk)}, "a/flow.yaml": {Data: []byte(flow)},
		"b/flow.yaml": {Data: []byte(flow)},
	}}
	found, err := f.Check("a/desk.yaml", "a/other.yaml", "a/flow.yaml", "b/flow.yaml")
	require.NoError(t, err)
	require.Equal(t, `a/flow.yaml:2:11  U002  warning: 2 desks stand in the directory of this workflow: it is checked against none of them
    2 | workflow: w
      |           ^
   check it together with the one that it belongs to, and no other
`, printed(found))
}
