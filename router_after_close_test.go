package usher_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher"
)

var scoreVar = usher.Var[int]{Name: "score"}

// survey asks how it was, after a close.
func survey() usher.Flow {
	return usher.Flow{Name: "survey", On: []usher.Trigger{usher.OnClosed}, Vars: []usher.Variable{scoreVar}, Steps: usher.Steps{
		usher.AskQuestion{Text: "How was it?", Type: usher.RatingAnswer, SaveTo: scoreVar, Timeout: time.Hour, Else: usher.Steps{usher.Tag{Add: []string{"silent"}}}},
		usher.CloseConversation{},
	}}
}

func newSurveyRig(t *testing.T, steps ...usher.Step) *rig {
	t.Helper()
	return newRig(t, func(c *usher.Config) {
		if len(steps) == 0 {
			steps = toTeam("support")
		}
		c.Workflow, c.Workflows = flow(steps...), []usher.Workflow{survey()}
	})
}

func (g *rig) close(id string) {
	g.t.Helper()
	_, err := g.router.CloseConversation(g.t.Context(), id, usher.CloseConversation{Category: "solved", Summary: "fine"})
	require.NoError(g.t, err)
}

func TestASurveyFollowsTheCloseOfAnAgentsConversation(t *testing.T) {
	t.Parallel()
	g := newSurveyRig(t)
	require.Equal(t, "ana", ownerOf(g.say("c1", "m1", "hello")))
	g.close("c1")
	require.Equal(t, usher.StateAsking, g.state("c1"))
	require.Zero(t, g.agent("ana").Load, "her work is done")
	require.Empty(t, only[usher.Close](g.host.all()), "it is open for the survey")
	outcome := g.say("c1", "m2", "5 stars")
	closed, ok := outcome.(usher.Closed)
	require.True(t, ok, "%v", outcome.Explain())
	require.Equal(t, []string{"solved", "fine"}, []string{closed.Category, closed.Summary})
	closes := only[usher.Close](g.host.all())
	require.Len(t, closes, 1, "the close of the survey is the end")
	require.Equal(t, []string{"host", "solved"}, []string{closes[0].By, closes[0].Category})
	require.Len(t, texts(g.host.all()), 1)
}

func TestASurveyFollowsTheCloseByAWorkflow(t *testing.T) {
	t.Parallel()
	g := newSurveyRig(t, usher.SendMessage{Text: "Bye"}, usher.CloseConversation{Category: "self"})
	outcome := g.say("c1", "m1", "hello")
	require.Equal(t, usher.StateAsking, outcome.Of().State)
	require.Equal(t, []string{"Bye", "How was it?"}, texts(g.host.all()))
	require.Equal(t, usher.StateClosed, g.say("c1", "m2", "4").Of().State)
	require.Equal(t, "self", only[usher.Close](g.host.all())[0].Category)
	require.Equal(t, "workflow", only[usher.Close](g.host.all())[0].By)
	require.Equal(t, usher.StateAsking, g.say("c1", "m3", "hello again").Of().State, "the next conversation has one as well")
}

func TestASurveyEndsWithoutAnAnswerToo(t *testing.T) {
	t.Parallel()
	g := newSurveyRig(t)
	g.say("c1", "m1", "hello")
	g.close("c1")
	g.restart()
	g.clock.Advance(time.Hour)
	g.wake()
	require.Equal(t, usher.StateClosed, g.state("c1"))
	require.Len(t, only[usher.Close](g.host.all()), 1)
}

func TestClosingASurveyIsTheEnd(t *testing.T) {
	t.Parallel()
	g := newSurveyRig(t)
	g.say("c1", "m1", "hello")
	g.close("c1")
	_, err := g.router.CloseConversation(t.Context(), "c1", usher.CloseConversation{Summary: "enough"})
	require.NoError(t, err)
	require.Equal(t, usher.StateClosed, g.state("c1"))
	require.Len(t, only[usher.Close](g.host.all()), 1)
}

// Rows 1, 55: a close that is made again, because nobody knows whether it was kept, does not end the survey.
func TestTheSameCloseOnceMoreLeavesTheSurvey(t *testing.T) {
	t.Parallel()
	g := newSurveyRig(t)
	g.say("c1", "m1", "hello")
	g.close("c1")
	g.close("c1")
	require.Equal(t, usher.StateAsking, g.state("c1"))
	require.Empty(t, only[usher.Close](g.host.all()))
}

func TestNoSurveyFollowsAContactWhoLeftOrIsForgotten(t *testing.T) {
	t.Parallel()
	g := newSurveyRig(t)
	g.say("c1", "m1", "hello")
	_, err := g.router.ContactLeft(t.Context(), "c1")
	require.NoError(t, err)
	require.Equal(t, usher.StateClosed, g.state("c1"))
	require.Equal(t, "contact", only[usher.Close](g.host.all())[0].By)

	g.say("c2", "m1", "hello")
	_, err = g.router.Forget(t.Context(), "contact of c2")
	require.NoError(t, err)
	_, err = g.router.Conversation(t.Context(), "c2")
	require.ErrorIs(t, err, usher.ErrUnknown)
	require.Empty(t, texts(g.host.all()))
}

func TestASurveyThatItsConditionExcludesDoesNotFollow(t *testing.T) {
	t.Parallel()
	g := newRig(t, func(c *usher.Config) {
		w := survey()
		w.When = `contact.fields.plan == "gold" && available("support") > 0`
		c.Workflow, c.Workflows = flow(toTeam("support")...), []usher.Workflow{w}
	})
	g.say("c1", "m1", "hello")
	g.close("c1")
	require.Equal(t, usher.StateClosed, g.state("c1"))
	gold := conversation("c2", "c2/m1", "hello")
	gold.Contact.Fields = map[string]any{"plan": "gold"}
	_, err := g.router.Route(t.Context(), gold)
	require.NoError(t, err)
	g.close("c2")
	require.Equal(t, usher.StateAsking, g.state("c2"))
}

// Row 67: that a survey is to follow is kept, and so is what the contact writes before it has begun.
func TestASurveyThatHasNotBegunFollowsAfterARestart(t *testing.T) {
	t.Parallel()
	for _, wrote := range []bool{false, true} {
		g := newSurveyRig(t)
		g.say("c1", "m1", "hello")
		closeAndDie(g, "c1")
		require.Equal(t, usher.StateWaiting, g.state("c1"))
		if wrote {
			g.cfg.Background = true
			g.restart()
			require.Equal(t, usher.StateWaiting, g.say("c1", "m2", "5").Of().State)
			g.cfg.Background = false
			g.restart()
		}
		for range 3 {
			g.wake()
		}
		want := usher.StateAsking
		if wrote {
			want = usher.StateClosed // it is the answer
		}
		require.Equal(t, want, g.state("c1"))
		require.Equal(t, []string{"How was it?"}, texts(g.host.all()))
	}
}

// closeAndDie closes a conversation in a process that dies right after the commit.
func closeAndDie(g *rig, id string) {
	g.t.Helper()
	store := &scriptedStore{Store: g.store}
	cfg := g.cfg
	cfg.Store = store
	router, err := usher.New(cfg)
	require.NoError(g.t, err)
	_, err = router.Agents(g.t.Context())
	require.NoError(g.t, err)
	commits := 0
	store.onCommit(func(commit func() error) error {
		if commits++; commits > 1 {
			return errStoreDown
		}
		return commit()
	})
	_, _ = router.CloseConversation(g.t.Context(), id, usher.CloseConversation{Category: "solved"})
	g.restart()
}

func TestASurveyMayHandOver(t *testing.T) {
	t.Parallel()
	g := newRig(t, func(c *usher.Config) {
		w := survey()
		w.Steps = usher.Steps{w.Steps[0], usher.When("score < 3", usher.Assign{Team: "supervisors"}).Else(usher.CloseConversation{})}
		w.Vars = []usher.Variable{usher.Var[int]{Name: "score", Default: new(5)}}
		c.Workflow, c.Workflows = flow(toTeam("support")...), []usher.Workflow{w}
	})
	g.say("c1", "m1", "hello")
	g.close("c1")
	require.Equal(t, "dora", ownerOf(g.say("c1", "m2", "1")))
	g.close("c1")
	require.Equal(t, usher.StateClosed, g.state("c1"), "no survey follows a survey")
	require.Len(t, only[usher.Close](g.host.all()), 1)
}
