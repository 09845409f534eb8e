package cli

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher"
	"github.com/gousher/usher/cmd/usher/schema"
	"github.com/gousher/usher/file"
)

func TestSchemaPrintsWhatIsShipped(t *testing.T) {
	t.Parallel()
	for _, word := range []string{"desk", "workflow", "scenario"} {
		want, err := schema.Shipped(word)
		require.NoError(t, err)
		for _, args := range [][]string{{"schema", word}, {"schema", "--json", word}} {
			c := newConsole()
			require.Equal(t, exitOK, c.run(args...))
			require.Equal(t, string(want), c.out.String())
			require.Empty(t, c.err.String())
		}
	}
}

func TestSchemaKnowsTheKindsOfTheProgram(t *testing.T) {
	t.Parallel()
	c := newConsole()
	c.program.Kinds = fixed(file.Kinds{Steps: map[string]usher.Step{"survey": usher.CloseConversation{}}})
	require.Equal(t, exitOK, c.run("schema", "workflow"))
	var printed struct {
		Definitions struct {
			Step struct {
				Properties map[string]any `json:"properties"`
			} `json:"step"`
		} `json:"definitions"`
	}
	require.NoError(t, json.Unmarshal(c.out.Bytes(), &printed))
	require.Contains(t, printed.Definitions.Step.Properties, "survey")
	require.Contains(t, printed.Definitions.Step.Properties, "ask")

	c.program.Kinds = fixed(file.Kinds{Steps: map[string]usher.Step{"ask": usher.CloseConversation{}}})
	require.Equal(t, exitFindings, c.run("schema", "workflow"))
	require.Contains(t, c.err.String(), `both called "ask"`)
}

func TestSchemaOfSomethingElseIsWrongUsage(t *testing.T) {
	t.Parallel()
	for message, args := range map[string][]string{
		`there is no schema of "workflows", did you mean workflow?`:           {"schema", "workflows"},
		`there is no schema of "x": the schemas are desk, workflow, scenario`: {"schema", "x"},
		"say which schema: desk, workflow, scenario":                          {"schema"},
		"one schema at a time: desk, workflow":                                {"schema", "desk", "workflow"},
	} {
		c := newConsole()
		require.Equal(t, exitUsage, c.run(args...), args)
		require.Contains(t, c.err.String(), message)
		require.Empty(t, c.out.String())
	}
}
