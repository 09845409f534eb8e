package usher_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher"
)

// Row 10: only a message answers a question or starts a workflow.
func TestRouterIgnoresWhatIsNoMessage(t *testing.T) {
	t.Parallel()
	for _, kind := range []usher.MessageKind{usher.EditedMessage, usher.DeletedMessage, usher.ReactionMessage, usher.ReceiptMessage} {
		g := newRig(t, nil)
		event := conversation("c1", "e1", "Sales")
		event.Message.Kind = kind
		outcome, err := g.router.Route(t.Context(), event)
		require.NoError(t, err)
		require.Contains(t, outcome.Explain(), "only a message")
		require.Empty(t, g.host.all())

		asked := g.say("c1", "m1", "hello")
		event.Message.ID = "e2"
		outcome, err = g.router.Route(t.Context(), event)
		require.NoError(t, err)
		require.Equal(t, usher.StateAsking, outcome.Of().State)
		require.Equal(t, asked.Of().Version, outcome.Of().Version)
		require.Equal(t, []string{"Sales or Support?"}, texts(g.host.all()))
		require.Equal(t, usher.StateAssigned, g.say("c1", "m2", "Sales").Of().State)
	}
}

// Rows 11 and 53: a message that breaks its step goes to the fallback; others go on.
func TestRouterSendsAPoisonMessageToTheFallback(t *testing.T) {
	t.Parallel()
	g := newRig(t, func(c *usher.Config) {
		c.Workflow = flow(usher.StepFunc(func(t *usher.Turn) usher.Next {
			if t.Message().Text == "poison" {
				panic("the library is broken")
			}
			return usher.Continue()
		}), usher.Assign{Team: "support"})
	})
	outcome := g.say("c1", "m1", "poison")
	require.Equal(t, "dora", ownerOf(outcome))
	require.Contains(t, outcome.Of().Fallback, "the library is broken")
	require.Len(t, only[usher.Note](g.host.of("c1")), 1)
	require.Equal(t, outcome, g.say("c1", "m1", "poison"), "the repeat is answered from the record")
	require.Equal(t, "ana", ownerOf(g.say("c2", "m1", "hello")))
	require.Len(t, only[usher.HandOver](g.host.all()), 2)
}

// Row 9: a burst asks its question again at most Tries times and assigns once.
func TestRouterAssignsABurstOnce(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"hello", "Sales"} {
		g := newRig(t, nil)
		var burst sync.WaitGroup
		for i := range 20 {
			burst.Go(func() {
				_, err := g.router.Route(t.Context(), conversation("c1", fmt.Sprint("m", i), text))
				if err != nil {
					t.Error(err)
				}
			})
		}
		burst.Wait()
		require.Len(t, only[usher.HandOver](g.host.all()), 1)
		require.LessOrEqual(t, len(texts(g.host.all())), 3)
		require.Len(t, g.view("c1").Transcript, 20+len(texts(g.host.all())))
	}
}

// A repeated id means a repeated delivery, whatever the text, and whatever the conversation.
func TestRouterKnowsAMessageByItsIDAlone(t *testing.T) {
	t.Parallel()
	g := newRig(t, nil)
	first, err := g.router.Route(t.Context(), conversation("c1", "m1", "hello"))
	require.NoError(t, err)

	otherText, err := g.router.Route(t.Context(), conversation("c1", "m1", "Sales"))
	require.NoError(t, err)
	require.Equal(t, first, otherText)

	_, err = g.router.Route(t.Context(), conversation("c2", "m1", "hello"))
	require.ErrorIs(t, err, usher.ErrInvalid, "nothing is swallowed in silence")
	require.ErrorContains(t, err, "message m1 of channel \"web\" was used in conversation c1")
	_, err = g.router.Conversation(t.Context(), "c2")
	require.ErrorIs(t, err, usher.ErrUnknown)

	otherChannel := conversation("c1", "m1", "Sales")
	otherChannel.Channel = "sms"
	outcome, err := g.router.Route(t.Context(), otherChannel)
	require.NoError(t, err)
	require.Equal(t, usher.StateAssigned, outcome.Of().State, "ids are told apart by channel")
}

// The same id at once in two conversations: one of them is refused.
func TestRouterUsesAnIDOnceAcrossConversations(t *testing.T) {
	t.Parallel()
	for range 200 {
		g := newRig(t, nil)
		var errs [2]error
		atOnce(
			func() { _, errs[0] = g.router.Route(t.Context(), conversation("c1", "m1", "hello")) },
			func() { _, errs[1] = g.router.Route(t.Context(), conversation("c2", "m1", "hello")) },
		)
		require.NotEqual(t, errs[0] == nil, errs[1] == nil, "one of them is told so")
		require.Len(t, g.host.all(), 1)
	}
}

// Row 15: the contact turns out to be somebody known, in the middle of a conversation.
func TestRouterKeepsTheConversationWhenTheContactHasAnotherIdentity(t *testing.T) {
	t.Parallel()
	g := newRig(t, nil)
	before := conversation("c1", "m1", "hello")
	before.Contact = usher.Contact{ID: "whatsapp user 7", Name: "Mia", Fields: map[string]any{"plan": "gold"}}
	_, err := g.router.Route(t.Context(), before)
	require.NoError(t, err)
	after := conversation("c1", "m2", "Sales")
	after.Contact = usher.Contact{ID: "customer 12", Identities: []usher.Identity{{Kind: "phone", ID: "+34600111222"}}}
	outcome, err := g.router.Route(t.Context(), after)
	require.NoError(t, err)
	require.Equal(t, usher.StateAssigned, outcome.Of().State, "the question was answered all the same")
	handOver := only[usher.HandOver](g.host.all())[0]
	require.Equal(t, "customer 12", handOver.ContactID)
	require.Equal(t, "Mia", handOver.Contact.Name)
	require.Equal(t, "gold", handOver.Contact.Fields["plan"])
	require.Equal(t, after.Contact.Identities, handOver.Contact.Identities)
	require.Equal(t, 0, handOver.Earlier)

	for range 2 {
		require.Equal(t, "customer 12", g.view("c1").Contact.ID)
		g.restart()
	}
	_, err = g.router.CloseConversation(t.Context(), "c1", usher.CloseConversation{})
	require.NoError(t, err)
	again := conversation("c2", "m3", "hello")
	again.Contact = usher.Contact{ID: "customer 12"}
	_, err = g.router.Route(t.Context(), again)
	require.NoError(t, err)
	again.Message = usher.Message{ID: "m4", Text: "Sales"}
	_, err = g.router.Route(t.Context(), again)
	require.NoError(t, err)
	require.Equal(t, 1, only[usher.HandOver](g.host.of("c2"))[0].Earlier, "the one before was this person's")
}

// Row 15: the contact goes on over another channel.
func TestRouterFollowsTheContactToAnotherChannel(t *testing.T) {
	t.Parallel()
	g := newRig(t, nil)
	g.say("c1", "m1", "hello")
	c := conversation("c1", "sms 1", "no idea")
	c.Channel = "sms"
	_, err := g.router.Route(t.Context(), c)
	require.NoError(t, err)
	sent := only[usher.Send](g.host.all())
	require.Equal(t, "web", sent[0].Channel)
	require.Equal(t, "sms", sent[1].Channel, "the question follows")

	c.Message, c.Channel, c.Contact = usher.Message{ID: "m9", Text: "Sales"}, "", usher.Contact{}
	outcome, err := g.router.Route(t.Context(), c)
	require.NoError(t, err)
	require.Equal(t, usher.StateAssigned, outcome.Of().State)
	require.Equal(t, "sms", only[usher.HandOver](g.host.all())[0].Channel, "what is left out stays")
}

// A stale copy of the host does not undo what a step has saved; a value that is new does.
func TestRouterDoesNotLetAStaleCopyUndoWhatAStepSaved(t *testing.T) {
	t.Parallel()
	g := newRig(t, func(c *usher.Config) {
		c.Workflow = flow(
			usher.AskQuestion{Text: "Your language?", SaveTo: usher.ContactField("language")},
			usher.AskQuestion{Text: "Your plan?", SaveTo: usher.ContactField("plan")},
			usher.AskQuestion{Text: "Anything else?"},
			usher.Assign{Team: "support"},
		)
	})
	pass := func(id, text, language, plan string) {
		c := conversation("c1", id, text)
		c.Contact = usher.Contact{ID: "mia", Language: language, Fields: map[string]any{"plan": plan}}
		_, err := g.router.Route(t.Context(), c)
		require.NoError(t, err)
	}
	pass("m1", "hello", "en", "free")
	pass("m2", "fr", "en", "free")
	pass("m3", "gold", "en", "free")
	g.restart()
	pass("m4", "no", "en", "platinum")
	contact := only[usher.HandOver](g.host.all())[0].Contact
	require.Equal(t, "fr", contact.Language, "the host's copy was stale")
	require.Equal(t, "platinum", contact.Fields["plan"], "the host's value was new")
	changed := only[usher.ContactChanged](g.host.all())
	require.Len(t, changed, 2)
	require.Equal(t, "fr", changed[0].Language)
	require.Equal(t, "gold", changed[1].Fields["plan"])
}

// Many conversations of one contact at once are no reason to call the store unavailable.
func TestRouterServesManyConversationsOfOneContactAtOnce(t *testing.T) {
	t.Parallel()
	for range 20 {
		g := newRig(t, func(c *usher.Config) {
			c.Workflow = flow(usher.StepFunc(func(*usher.Turn) usher.Next {
				for range 100 { // the others come in between
					runtime.Gosched()
				}
				return usher.Continue()
			}), usher.Assign{Team: "support"})
		})
		var all sync.WaitGroup
		errs := make([]error, 64)
		for i := range errs {
			all.Go(func() {
				c := conversation(fmt.Sprint("c", i), fmt.Sprint("m", i), "hello")
				c.Contact.ID = "mia"
				_, errs[i] = g.router.Route(t.Context(), c)
			})
		}
		all.Wait()
		require.NoError(t, errors.Join(errs...))
		earlier := map[int]bool{}
		for _, handOver := range only[usher.HandOver](g.host.all()) {
			earlier[handOver.Earlier] = true
		}
		require.Len(t, earlier, 64, "each conversation counts those before it")
	}
}

// What an agent's screen does with its hand-over does not reach back into the router's record.
func TestRouterGivesAwayListsThatTheHostMayGrow(t *testing.T) {
	t.Parallel()
	g := newRig(t, nil)
	var mine []usher.Line
	g.hook(func(_ context.Context, e usher.Effect) error {
		if handOver, ok := e.(usher.HandOver); ok {
			mine = handOver.Transcript
			mine = append(mine, usher.Line{Text: "the host's own line"})
		}
		return nil
	})
	g.say("c1", "m1", "hello")
	outcome := g.say("c1", "m2", "Sales")
	trace := outcome.Of().Trace
	trace = append(trace, usher.Entry{Detail: "the host's own entry"})
	_, err := g.router.AgentWrote(t.Context(), "c1", usher.AgentMessage{Agent: "ben", ID: "a1", Text: "Hi, Ben here"})
	require.NoError(t, err)
	g.say("c1", "m3", "thanks")
	require.Equal(t, "the host's own line", mine[len(mine)-1].Text)
	require.Equal(t, "the host's own entry", trace[len(trace)-1].Detail)
}

// A message id is remembered as long as the configuration says.
func TestRouterForgetsMessageIDsAfterTheirTime(t *testing.T) {
	t.Parallel()
	g := newRig(t, func(c *usher.Config) { c.RememberFor = time.Hour })
	g.say("c1", "m1", "hello")
	g.clock.Advance(59 * time.Minute)
	require.Len(t, texts(g.host.all()), 1)
	g.say("c1", "m1", "hello")
	require.Len(t, texts(g.host.all()), 1)
	g.clock.Advance(2 * time.Minute)
	g.say("c1", "m1", "hello")
	require.Len(t, texts(g.host.all()), 2, "it is a new message: it says nothing about its age")
}

// A request is known by its id within its conversation: two conversations may use the same one.
func TestRouterTellsTheRequestsOfTwoConversationsApart(t *testing.T) {
	t.Parallel()
	g := newRig(t, func(c *usher.Config) { c.Workflow = flow(usher.Assign{Team: "support"}) })
	for _, id := range []string{"c1", "c2"} {
		g.say(id, "m1", "hello")
		for range 2 {
			_, err := g.router.AgentWrote(t.Context(), id, usher.AgentMessage{Agent: "ana", ID: "w1", Text: "Hi!"})
			require.NoError(t, err)
		}
		require.Len(t, g.view(id).Transcript, 2, id)
		for range 2 {
			outcomes, err := g.router.Transfer(t.Context(), id, usher.Transfer{Team: "sales", RequestID: "t1"})
			require.NoError(t, err)
			require.Equal(t, id, outcomes[0].Of().Conversation)
		}
		require.Equal(t, "ben", g.agentOf(id))
		require.Len(t, only[usher.HandOver](g.host.of(id)), 2)
	}
}

func TestALongRecordKeepsHowTheConversationCameToItsAgent(t *testing.T) {
	t.Parallel()
	g := newRig(t, func(cfg *usher.Config) { cfg.Workflow = flow(usher.Assign{Team: "sales"}) })
	for i := range 700 {
		g.say("c1", strconv.Itoa(i), "are you there?")
	}
	trace, err := g.router.Explain(t.Context(), "c1")
	require.NoError(t, err)
	require.Less(t, len(trace), 600)
	require.Contains(t, trace.Explain(), "older entries are gone")
	require.Contains(t, trace.Explain(), "assigned to ben of sales")
}
