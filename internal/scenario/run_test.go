package scenario_test

import (
	"context"
	"encoding/json"
	"flag"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher"
	"github.com/gousher/usher/file"
	"github.com/gousher/usher/internal/scenario"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// crm looks customers up, over a client that the scenario gives.
func crm(client *http.Client) file.Kinds {
	lookup := func(ctx context.Context, in usher.ActionInput) (usher.ActionResult, error) {
		id, _ := in.With["id"].(string)
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, "https://crm.example/customers/"+id, http.NoBody)
		if err != nil {
			return usher.ActionResult{}, err
		}
		response, err := client.Do(request)
		if err != nil {
			return usher.ActionResult{}, err
		}
		defer func() { _ = response.Body.Close() }()
		if response.StatusCode == http.StatusNotFound {
			return usher.ActionResult{Exit: "unknown"}, nil
		}
		var found map[string]any
		if err := json.NewDecoder(response.Body).Decode(&found); err != nil {
			return usher.ActionResult{}, err
		}
		return usher.ActionResult{Fields: found}, nil
	}
	return file.Kinds{Actions: map[string]file.Action{
		"lookup": {Do: usher.ActionFunc(lookup), With: []string{"id"}, Save: []string{"tier"}, Exits: []string{"unknown"}},
	}}
}

func TestActionsReachTheStubsOfTheScenario(t *testing.T) {
	t.Parallel()
	result, err := scenario.Run(t.Context(), "testdata/crm.scenario.yaml", scenario.Options{Kinds: crm})
	require.NoError(t, err)
	require.True(t, result.Passed(), result.Report())
}

func TestTranscriptOfAFailure(t *testing.T) {
	t.Parallel()
	result, err := scenario.Run(t.Context(), "testdata/wrong.scenario.yaml", scenario.Options{})
	require.NoError(t, err)
	golden(t, "wrong.golden", result.Report())
}

func TestTheSameScenarioGoesTheSameWayEveryTime(t *testing.T) {
	t.Parallel()
	var first string
	for i := range 20 {
		result, err := scenario.Run(t.Context(), "testdata/crm.scenario.yaml", scenario.Options{Kinds: crm})
		require.NoError(t, err)
		if i == 0 {
			first = result.Timeline(true)
		}
		require.Equal(t, first, result.Timeline(true))
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(got), 0o600))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), got, "run make transcripts if this is meant")
}
