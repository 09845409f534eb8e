package scenario_test

import (
	"context"
	"fmt"
	"net/http"
	"runtime"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher"
	"github.com/gousher/usher/file"
	"github.com/gousher/usher/internal/scenario"
)

// fetching are actions that make requests in ways of their own.
func fetching(client *http.Client) file.Kinds {
	fetch := func(ctx context.Context, url string) error {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, http.NoBody)
		if err != nil {
			return err
		}
		response, err := client.Do(request)
		if err == nil {
			_ = response.Body.Close()
		}
		return err
	}
	atOnce := func(ctx context.Context, _ usher.ActionInput) (usher.ActionResult, error) {
		var under sync.WaitGroup
		var errs [3]error
		for i := range errs {
			under.Go(func() { errs[i] = fetch(ctx, fmt.Sprintf("https://crm.example/%d", i+1)) })
		}
		under.Wait()
		return usher.ActionResult{}, errs[0]
	}
	impatient := func(ctx context.Context, _ usher.ActionInput) (usher.ActionResult, error) {
		ctx, cancel := context.WithTimeout(ctx, time.Second)
		defer cancel()
		return usher.ActionResult{}, fetch(ctx, "https://crm.example/2")
	}
	patient := func(ctx context.Context, _ usher.ActionInput) (usher.ActionResult, error) {
		ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
		defer cancel()
		return usher.ActionResult{}, fetch(ctx, "https://crm.example/2")
	}
	careless := func(context.Context, usher.ActionInput) (usher.ActionResult, error) {
		return usher.ActionResult{}, fetch(context.Background(), "https://crm.example/3") //nolint:contextcheck // that is what it is about
	}
	kinds := file.Kinds{Actions: map[string]file.Action{}}
	for name, do := range map[string]usher.ActionFunc{
		"at-once": atOnce, "impatient": impatient, "patient": patient, "careless": careless,
	} {
		kinds.Actions[name] = file.Action{Do: do}
	}
	return kinds
}

const fetchingScenario = `
usher: scenario/v1
scenario: An action calls the outside world in its own way
start: %s
desk: {teams: [{id: care}, {id: other}], agents: [{id: ana, teams: [care, other], status: online}], fallback: {team: other}}
workflow:
  workflow: w
  steps:
    - %s: {retries: 0, else: [{assign: {team: other}}]}
    - assign: {team: care}
http:
  - {url: "https://crm.example/*", delay: 2s}
timeline:
  - {at: 0s, conversation: c1, contact: {id: mia}, says: hello}
`

func fetchingResult(t *testing.T, action, start, expected string) *scenario.Result {
	t.Helper()
	requests := 1
	if action == "at-once" {
		requests = 3
	}
	text := fmt.Sprintf(fetchingScenario, start, action) + expected
	files := fstest.MapFS{"x.scenario.yaml": {Data: []byte(text)}}
	options := scenario.Options{Kinds: fetching, FS: files}
	result, err := scenario.RunAtOnce(t.Context(), "x.scenario.yaml", options, requests)
	require.NoError(t, err)
	return result
}

func TestRequestsAtOnceTakeTheirTimeAtOnce(t *testing.T) {
	t.Parallel()
	result := fetchingResult(t, "at-once", "2026-01-05T09:00:00Z", `
  - {at: 1s, expect: {c1: {state: waiting}}}
  - {at: 2s, expect: {c1: {state: assigned, team: care}}}
`)
	require.True(t, result.Passed(), result.Report())
}

func TestTheTimeLimitsOfAnActionAreSimulated(t *testing.T) {
	t.Parallel()
	for _, start := range []string{"2020-01-05T09:00:00Z", "2099-01-05T09:00:00Z"} {
		result := fetchingResult(t, "impatient", start, `
  - {at: 500ms, expect: {c1: {state: waiting}}}
  - {at: 1s, expect: {c1: {state: assigned, team: other, because: in time}}}
`)
		require.True(t, result.Passed(), result.Report())
		result = fetchingResult(t, "patient", start, "  - {at: 2s, expect: {c1: {state: assigned, team: care}}}\n")
		require.True(t, result.Passed(), result.Report())
	}
}

func TestARequestWithoutTheContextOfItsActionIsTold(t *testing.T) {
	t.Parallel()
	result := fetchingResult(t, "careless", "2026-01-05T09:00:00Z", "  - {at: 1s, expect: {c1: {state: waiting}}}\n")
	require.True(t, result.Passed(), result.Report())
	require.Contains(t, result.Timeline(false), "without the context of its action")
}

func TestAScenarioLeavesNothingRunning(t *testing.T) { //nolint:paralleltest // it counts goroutines
	before := runtime.NumGoroutine()
	for range 5 {
		fetchingResult(t, "careless", "2026-01-05T09:00:00Z", "  - {at: 1s, expect: {c1: {state: waiting}}}\n")
	}
	for range 1000 {
		if runtime.NumGoroutine() <= before {
			return
		}
		runtime.Gosched()
	}
	stacks := make([]byte, 1<<16)
	stacks = stacks[:runtime.Stack(stacks, true)]
	require.NotContains(t, string(stacks), "internal/scenario.(*sim)")
}
