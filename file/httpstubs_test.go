package file_test

import (
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher/file"
)

func TestTheOutsideWorldIsReadFromAListOrAScenario(t *testing.T) {
	t.Parallel()
	const list = `- {method: get, url: "https://crm.example/*", json: {tier: VIP}, delay: 2s}
- {url: "https://down.example/*", fail: timeout}
`
	const scenario = "usher: scenario/v1\nscenario: x\ndesk: {usher: desk/v1, teams: [{id: a}], fallback: {team: a}}\n" +
		"workflow: {usher: workflow/v1, workflow: w, steps: [{close: {}}]}\ntimeline: []\nhttp:\n" + list
	files := fstest.MapFS{"list.yaml": {Data: []byte(list)}, "all.scenario.yaml": {Data: []byte(scenario)}}
	for name := range files {
		stubs, err := file.Format{FS: files}.HTTPStubs(name)
		require.NoError(t, err, name)
		require.Len(t, stubs, 2, name)
		require.Equal(t, "GET", stubs[0].Method)
		require.Equal(t, 2*time.Second, stubs[0].Delay)
		require.JSONEq(t, `{"tier": "VIP"}`, string(stubs[0].Body))
		require.Equal(t, "timeout", stubs[1].Fail)
	}
}

func TestAnOutsideWorldWithMistakesNamesTheirPlace(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"- {url: x, fail: slow}\n": "stubs.yaml:1:18", "- {status: 99}\n": "stubs.yaml:1", "just a text\n": "stubs.yaml:1:1", "": "the file is empty",
		"usher: desk/v1\n": "a scenario is wanted here",
	} {
		_, err := file.Format{FS: fstest.MapFS{"stubs.yaml": {Data: []byte(text)}}}.HTTPStubs("stubs.yaml")
		require.ErrorContains(t, err, want)
	}
	_, err := file.Format{FS: fstest.MapFS{}}.HTTPStubs("stubs.yaml")
	require.ErrorContains(t, err, "there is no such file")
}
