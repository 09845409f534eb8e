package file_test

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher"
	"github.com/gousher/usher/file"
)

const (
	twoTeams = "usher: desk/v1\nteams: [{id: support}, {id: sales}]\nfallback: {team: support}\n"
	caller   = "usher: workflow/v1\nworkflow: main\nvariables: {topic: {type: string}}\nsteps:\n  - run: {workflow: common}\n  - assign: {team: support}\n"
	called   = "usher: workflow/v1\nworkflow: common\non: manual\nvariables: {topic: {type: string}}\nsteps:\n  - send: {text: 'About {{ topic }}'}\n"
)

func sets() file.Format {
	return file.Format{FS: fstest.MapFS{
		"desk.yaml": {Data: []byte(twoTeams)}, "main.yaml": {Data: []byte(caller)}, "common.yaml": {Data: []byte(called)},
	}}
}

func TestWorkflowsOfOneSetKnowEachOther(t *testing.T) {
	t.Parallel()
	definition, err := sets().Load("desk.yaml", "main.yaml", "common.yaml")
	require.NoError(t, err)
	require.Empty(t, definition.Check())
	found, err := sets().Check("main.yaml", "common.yaml")
	require.NoError(t, err)
	require.Empty(t, found)
}

func TestAWorkflowWithoutADeskMayRunOneThatIsElsewhere(t *testing.T) {
	t.Parallel()
	_, err := sets().Load("main.yaml")
	require.NoError(t, err)
	found, err := sets().Check("common.yaml")
	require.NoError(t, err)
	require.Len(t, found, 1)
	require.True(t, found[0].Warning, "whether another one runs it is not known")
}

func TestASetWithADeskIsWhole(t *testing.T) {
	t.Parallel()
	_, err := sets().Load("desk.yaml", "main.yaml")
	require.ErrorContains(t, err, `main.yaml:5:21  U003  unknown workflow "common"`)
	_, err = sets().Load("common.yaml", "desk.yaml")
	require.ErrorContains(t, err, "common.yaml:6:5  U021  a path ends after this step")
}

func TestANewWorkflowOfAScenarioKnowsThoseInForce(t *testing.T) {
	t.Parallel()
	text := `usher: scenario/v1
scenario: a new workflow runs one that is there
desk: desk.yaml
workflows: [main.yaml, common.yaml]
timeline:
  - at: 1m
    workflow: {workflow: main, revision: 2, steps: [{run: {workflow: common}}, {run: {workflow: comon}}, {assign: {team: support}}]}
  - workflow: {workflow: common, on: manual, revision: 2, steps: [{run: {workflow: main}}]}
`
	f := sets()
	files, ok := f.FS.(fstest.MapFS)
	require.True(t, ok)
	files["a.yaml"] = &fstest.MapFile{Data: []byte(text)}
	found, err := f.Check("a.yaml")
	require.NoError(t, err)
	require.Len(t, found, 2, found.Error())
	require.Contains(t, found.Error(), `a.yaml:7:97  U003  unknown workflow "comon"`)
	require.Contains(t, found.Error(), "a.yaml:8:26  U023  workflows run each other in a circle: common -> main -> common")
	require.ErrorIs(t, found, usher.ErrInvalid)
}
