package usher

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTranscriptOfAllMistakesOfADesk(t *testing.T) {
	t.Parallel()
	desk := Desk{
		Teams: []Team{{ID: "sales"}, {ID: "sales"}, {}, {ID: "a\nb"}},
		Agents: []Agent{
			{ID: "ana", Teams: []string{"sales", "supprt", "slaes"}},
			{ID: "ana", Capacity: -1},
			{ID: "", Teams: []string{"sales"}},
			{ID: "bo", Status: 7},
			{ID: "cy", Skills: Skills{"french": -1}},
		},
		Tables: map[string]Table{
			"front": {
				Rows: []Row{{Team: "sale", Phrases: []string{"price"}}, {Team: "sales", Phrases: []string{"price"}}, {Team: "sales"}},
				Else: "nobody",
			},
		},
		Fallback: Fallback{Team: "salse"},
	}
	found := mistakesOf(t, Flow{Name: "x", Steps: Steps{Assign{Team: "sales"}}}, &desk)
	golden(t, "desk", found.Error())
}

func TestADeskNeedsAFallbackTeam(t *testing.T) {
	t.Parallel()
	found := mistakesOf(t, Flow{Name: "x", Steps: Steps{CloseConversation{}}}, &Desk{Teams: []Team{{ID: "sales"}}})
	require.Equal(t, []string{"U003 [fallback] the desk has no fallback team; name the team that serves what nothing else can"}, brief(found))
}

func TestMistakesOfDeskAndWorkflowAreReportedTogether(t *testing.T) {
	t.Parallel()
	desk := frontDesk()
	desk.Fallback.Team = "supprt"
	found := mistakesOf(t, Flow{Name: "x", Steps: Steps{Assign{Team: "sals"}}}, desk)
	require.Equal(t, []string{
		`U003 [fallback] unknown team "supprt"; did you mean support?`,
		`U003 [1 team] unknown team "sals"; did you mean sales?`,
	}, brief(found))
}

func TestTheStrategyOfATeamIsCheckedAsThatOfAStep(t *testing.T) {
	t.Parallel()
	for name, by := range map[string]Assigner{
		`unknown table "frnt"`:       Keywords{Table: "frnt"},
		`unknown team "vips"`:        VIP{When: "true", Team: "vips"},
		`the duration is below zero`: LastAgent{Within: -1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			desk := frontDesk()
			desk.Teams[0].By = by
			_, err := Compile(Flow{Name: "x", Steps: Steps{Assign{Team: "sales"}}}, desk)
			require.ErrorContains(t, err, name)
		})
	}
}

func TestTheDeskThatWasGivenIsLeftAsItWas(t *testing.T) {
	t.Parallel()
	desk := frontDesk()
	_, err := Compile(Flow{Name: "x", Steps: toSupport()}, desk)
	require.NoError(t, err)
	require.Equal(t, frontDesk(), desk)
}

// Row 63: the reason may hold what the contact wrote.
func TestTheNoteOfTheFallbackIsFilledInOnce(t *testing.T) {
	t.Parallel()
	for note, want := range map[string]string{
		"":                             "could not be routed: why {{ reason }} and {{reason}}",
		"{{ reason }}":                 "why {{ reason }} and {{reason}}",
		"{{reason}}":                   "why {{ reason }} and {{reason}}",
		"{{reason}}, so: {{ reason }}": "why {{ reason }} and {{reason}}, so: why {{ reason }} and {{reason}}",
		"nothing to fill in":           "nothing to fill in",
	} {
		require.Equal(t, want, Fallback{Note: note}.note("why {{ reason }} and {{reason}}"))
	}
}
