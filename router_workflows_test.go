package usher_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher"
)

// booking asks within another workflow.
func booking(revision int, text string) usher.Flow {
	return usher.Flow{Name: "booking", Revision: revision, On: []usher.Trigger{usher.OnManual}, Vars: []usher.Variable{topicVar}, Steps: usher.Steps{
		usher.AskQuestion{Text: text, Choices: usher.Choices("Sales", "Support"), SaveTo: topicVar, Timeout: time.Hour, Else: toTeam("support")},
	}}
}

func outerFlow() usher.Flow {
	return flow(usher.RunWorkflow{Workflow: "booking"}, usher.SendMessage{Text: "Thanks: {{ topic }}"},
		usher.When(`topic == "Sales"`, usher.Assign{Team: "sales"}).Else(usher.Assign{Team: "support"}))
}

func newBookingRig(t *testing.T, change func(*usher.Config)) *rig {
	t.Helper()
	return newRig(t, func(c *usher.Config) {
		c.Workflow, c.Workflows = outerFlow(), []usher.Workflow{booking(0, "Which?")}
		if change != nil {
			change(c)
		}
	})
}

func TestARunInsideAnotherWorkflowSurvivesARestart(t *testing.T) {
	t.Parallel()
	g := newBookingRig(t, nil)
	outcome := g.say("c1", "m1", "hello")
	require.Equal(t, usher.WorkflowID("reception"), outcome.Of().Workflow)
	for _, text := range []string{"what?", "huh?"} {
		g.restart()
		require.Equal(t, usher.StateAsking, g.say("c1", text, text).Of().State)
	}
	g.restart()
	require.Equal(t, "ben", ownerOf(g.say("c1", "m2", "Sales")))
	require.Equal(t, []string{"Which?", "Which?", "Which?", "Thanks: Sales"}, texts(g.host.all()))

	g.say("c2", "m1", "hello")
	g.restart()
	g.clock.Advance(time.Hour)
	g.wake()
	require.Equal(t, "ana", g.agentOf("c2"), "its clock runs on")
}

// Row 51: a run keeps the revision of the inner workflow that it was in, or goes to the fallback with the reason.
func TestARunInsideAWorkflowThatChangedKeepsItsRevisionOrSaysThatItIsGone(t *testing.T) {
	t.Parallel()
	for _, kept := range []bool{true, false} {
		g := newBookingRig(t, nil)
		g.say("c1", "m1", "hello")
		g.cfg.Workflows = []usher.Workflow{booking(1, "Which one?")}
		if kept {
			g.cfg.Earlier = []usher.Workflow{booking(0, "Which?")}
		}
		g.restart()
		outcome := g.say("c1", "m2", "Sales")
		if kept {
			require.Equal(t, "ben", ownerOf(outcome))
			continue
		}
		require.Equal(t, "dora", ownerOf(outcome))
		require.Contains(t, outcome.Explain(), "the workflow booking, revision 0, is gone")
	}
	g := newBookingRig(t, nil) // and the same of the workflow around it
	g.say("c1", "m1", "hello")
	changed := outerFlow()
	changed.Revision = 7
	g.cfg.Workflow = changed
	g.restart()
	outcome := g.say("c1", "m2", "Sales")
	require.Equal(t, "dora", ownerOf(outcome))
	require.Contains(t, outcome.Explain(), "the workflow reception, revision 0, which has run this one, is gone")
}

func TestANewRevisionOfAnInnerWorkflowIsForTheNextRun(t *testing.T) {
	t.Parallel()
	for _, encode := range []bool{false, true} {
		g := newBookingRig(t, func(c *usher.Config) { c.EncodeRuns = encode })
		g.say("c1", "m1", "hello")
		_, err := g.router.Use(t.Context(), usher.Definition{Workflows: []usher.Workflow{booking(1, "Which one?")}})
		require.NoError(t, err)
		require.Equal(t, "ben", ownerOf(g.say("c1", "m2", "Sales")))
		g.say("c2", "m1", "hello")
		require.Equal(t, []string{"Which one?"}, texts(g.host.of("c2")))
	}
}

func TestAWorkflowForOncePerContactRunsOnceInHisLife(t *testing.T) {
	t.Parallel()
	welcome := usher.Flow{Name: "welcome", OncePerContact: true, Steps: usher.Steps{usher.SendMessage{Text: "Welcome!"}, usher.Assign{Team: "sales"}}}
	again := func(id, message string) usher.Conversation {
		c := conversation(id, id+"/"+message, "hello")
		c.Contact.ID = "mia"
		return c
	}
	g := newRig(t, func(c *usher.Config) {
		c.Workflow, c.Workflows = nil, []usher.Workflow{welcome, flow(usher.Assign{Team: "support"})}
	})
	for i, want := range []string{"ben", "ana", "ana"} {
		outcome, err := g.router.Route(t.Context(), again("c1", string(rune('a'+i))))
		require.NoError(t, err)
		require.Equal(t, want, ownerOf(outcome))
		g.close("c1")
		g.restart()
	}
	outcome, err := g.router.Route(t.Context(), again("another", "m1"))
	require.NoError(t, err)
	require.Equal(t, "ana", ownerOf(outcome))
	require.Contains(t, outcome.Explain(), "not welcome: it runs once for each contact, and has")
	changed := welcome
	changed.Revision = 1
	_, err = g.router.Use(t.Context(), usher.Definition{Workflows: []usher.Workflow{changed}})
	require.NoError(t, err)
	outcome, err = g.router.Route(t.Context(), again("third", "m1"))
	require.NoError(t, err)
	require.Equal(t, "ana", ownerOf(outcome), "whatever its revision")
	require.Equal(t, "ben", ownerOf(g.say("fourth", "m1", "hello")), "another contact")
}

func TestAWorkflowForOncePerContactRunsOnceAlsoWhenAnotherRunsIt(t *testing.T) {
	t.Parallel()
	tour := usher.Flow{Name: "tour", On: []usher.Trigger{usher.OnManual}, OncePerContact: true, Steps: usher.Steps{usher.SendMessage{Text: "Tour"}}}
	g := newRig(t, func(c *usher.Config) {
		c.Workflow, c.Workflows = flow(usher.RunWorkflow{Workflow: "tour"}, usher.Assign{Team: "support"}), []usher.Workflow{tour}
	})
	for _, message := range []string{"m1", "m2"} {
		g.say("c1", message, "hello")
		g.close("c1")
		g.restart()
	}
	require.Equal(t, []string{"Tour"}, texts(g.host.all()))
}

func TestALanguageIsDetectedOnceInALifetime(t *testing.T) {
	t.Parallel()
	asked := 0
	g := newRig(t, func(c *usher.Config) {
		c.Workflow = flow(usher.SendMessage{Texts: usher.Translations{{Language: "en", Text: "Hi"}, {Language: "es", Text: "Hola"}}}, usher.Assign{Team: "support"})
		c.Language = usher.DetectorFunc(func(string) string { asked++; return "es" })
	})
	for _, message := range []string{"m1", "m2"} {
		g.say("c1", message, "buenos días")
		g.close("c1")
		g.restart()
	}
	require.Equal(t, 1, asked)
	require.Equal(t, []string{"Hola", "Hola"}, texts(g.host.all()))
	require.Equal(t, "es", only[usher.ContactChanged](g.host.all())[0].Language)
}

func TestGuardsKnowHowTeamsStand(t *testing.T) {
	t.Parallel()
	g := newRig(t, func(c *usher.Config) {
		full := usher.Flow{Name: "full", When: `available("sales") == 0 || waiting("sales") > 0`, Steps: usher.Steps{
			usher.SendMessage{Text: `{{ waiting("sales") }} wait, {{ online("sales") }} work`}, usher.Assign{Team: "sales"},
		}}
		c.Desk.Agents[1].Capacity = 1
		c.Workflow, c.Workflows = nil, []usher.Workflow{full, flow(usher.Assign{Team: "sales"})}
	})
	require.Equal(t, "ben", ownerOf(g.say("c1", "m1", "hello")))
	g.say("c2", "m1", "hello")
	g.say("c3", "m1", "hello")
	require.Equal(t, []string{"0 wait, 1 work"}, texts(g.host.of("c2")))
	require.Equal(t, []string{"1 wait, 1 work"}, texts(g.host.of("c3")))
}

func TestConversationsWithinATimeAreCountedAcrossRestarts(t *testing.T) {
	t.Parallel()
	g := newRig(t, func(c *usher.Config) {
		c.Workflow = flow(usher.SendMessage{Text: `{{ contact.conversations_within("7d") }} of {{ contact.conversations }}`}, usher.CloseConversation{})
	})
	for _, message := range []string{"m1", "m2", "m3", "m4"} {
		g.say("c1", message, "hello")
		g.clock.Advance(3 * 24 * time.Hour)
		g.restart()
	}
	require.Equal(t, []string{"0 of 0", "1 of 1", "2 of 2", "2 of 3"}, texts(g.host.all()))
}
