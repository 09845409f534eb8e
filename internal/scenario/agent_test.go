package scenario_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher"
	"github.com/gousher/usher/file"
	"github.com/gousher/usher/internal/scenario"
)

func TestAnAgentIsSet(t *testing.T) {
	t.Parallel()
	ana := usher.Agent{ID: "ana", Name: "Ana", Teams: []string{"support"}, Capacity: 3, Status: usher.Online}
	s, err := scenario.NewSession(t.Context(), &file.Scenario{
		Start:     file.ScenarioStart,
		Desk:      usher.Desk{Teams: []usher.Team{{ID: "support"}}, Agents: []usher.Agent{ana}, Fallback: usher.Fallback{Team: "support"}},
		Workflows: []usher.Workflow{usher.Flow{Name: "w", Steps: usher.Steps{usher.Assign{Team: "support"}}}},
	}, nil)
	require.NoError(t, err)
	defer s.Close()
	does := func(entry file.Entry) string {
		t.Helper()
		moments, failures, err := s.Do(entry)
		require.NoError(t, err)
		require.Empty(t, failures)
		require.Len(t, moments, 1)
		return moments[0].Text
	}
	is := func() usher.AgentView {
		t.Helper()
		agents, err := s.Agents()
		require.NoError(t, err)
		require.Len(t, agents, 1)
		return agents[0]
	}
	require.Equal(t, "ana stays as he is", does(file.Entry{Agent: "ana", Set: &file.AgentChange{}}))
	capacity, online := 5, usher.Online
	require.Equal(t, "ana is changed", does(file.Entry{Agent: "ana", Set: &file.AgentChange{Capacity: &capacity}}))
	require.Equal(t, 5*usher.Unit, is().Capacity)
	require.Equal(t, usher.Online, is().Status)

	does(file.Entry{Agent: "ana", Removed: true})
	does(file.Entry{Agent: "ana", Set: &file.AgentChange{}})
	require.Equal(t, usher.Offline, is().Status)
	require.Equal(t, 3*usher.Unit, is().Capacity, "as the desk describes him")
	require.Equal(t, []string{"support"}, is().Agent.Teams)

	does(file.Entry{Agent: "ana", Removed: true})
	require.Equal(t, "ana is changed and is online", does(file.Entry{Agent: "ana", Set: &file.AgentChange{Status: &online}}))
	require.Equal(t, usher.Online, is().Status)
	require.Equal(t, "Ana", is().Agent.Name)
}
