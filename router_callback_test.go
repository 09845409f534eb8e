package usher_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher"
)

var callbackKey = []byte("sixteen bytes or more")

// promising is an action whose result comes by a callback.
func promising(wait time.Duration) *crm {
	return &crm{do: func(context.Context, usher.ActionInput) (usher.ActionResult, error) {
		return usher.ActionResult{Await: wait}, nil
	}}
}

// payment waits for a callback that says whether the contact has paid.
func payment(action usher.Action) usher.Flow {
	return lookUp(action, usher.Do{
		Save:  map[string]usher.Target{"plan": planVar},
		Exits: map[string]usher.Steps{"paid": toTeam("sales"), "timed_out": toTeam("support")},
	})
}

func newCallbackRig(t *testing.T, action *crm, change func(*usher.Config)) *rig {
	t.Helper()
	return newRig(t, func(c *usher.Config) {
		c.Workflow, c.CallbackKey = payment(action), callbackKey
		if change != nil {
			change(c)
		}
	})
}

// Row 103: a token is used once, also after a restart.
func TestACallbackIsUsedOnce(t *testing.T) {
	t.Parallel()
	for _, restarted := range []bool{false, true} {
		action := promising(time.Hour)
		g := newCallbackRig(t, action, nil)
		require.Equal(t, usher.StateWaiting, g.say("c1", "m1", "hello").Of().State)
		token := action.called()[0].Callback
		require.NotEmpty(t, token)
		if restarted {
			g.restart()
		}
		outcome, err := g.router.Callback(t.Context(), token, usher.ActionResult{Exit: "paid", Fields: map[string]any{"plan": "gold"}})
		require.NoError(t, err)
		require.Equal(t, "ben", ownerOf(outcome))
		require.Equal(t, "gold", g.view("c1").Variables["plan"])
		before := stateOf(t, g.router, "c1")
		for range 3 {
			_, err = g.router.Callback(t.Context(), token, usher.ActionResult{Exit: "refused"})
			require.ErrorIs(t, err, usher.ErrConflict)
			g.restart()
		}
		requireSameState(t, before, stateOf(t, g.router, "c1"), "a callback that is replayed")
		require.Len(t, action.called(), 1)
	}
}

// Row 103: it is of no use once its conversation does not wait for it any more.
func TestACallbackThatComesTooLateChangesNothing(t *testing.T) {
	t.Parallel()
	for name, meanwhile := range map[string]func(g *rig){
		"timed out": func(g *rig) { g.clock.Advance(time.Hour); g.wake() },
		"closed": func(g *rig) {
			_, err := g.router.CloseConversation(g.t.Context(), "c1", usher.CloseConversation{})
			require.NoError(g.t, err)
		},
		"transferred": func(g *rig) {
			_, err := g.router.Transfer(g.t.Context(), "c1", usher.Transfer{Team: "sales", RequestID: "t1"})
			require.NoError(g.t, err)
		},
		"opened again": func(g *rig) {
			_, err := g.router.CloseConversation(g.t.Context(), "c1", usher.CloseConversation{})
			require.NoError(g.t, err)
			require.Equal(g.t, usher.StateWaiting, g.say("c1", "m2", "again").Of().State)
		},
		"forgotten": func(g *rig) {
			_, err := g.router.Forget(g.t.Context(), "contact of c1")
			require.NoError(g.t, err)
		},
		"forgotten and born again": func(g *rig) {
			_, err := g.router.Forget(g.t.Context(), "contact of c1")
			require.NoError(g.t, err)
			g.clock.Advance(time.Second)
			require.Equal(g.t, usher.StateWaiting, g.say("c1", "m2", "again").Of().State)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			action := promising(time.Hour)
			g := newCallbackRig(t, action, nil)
			g.say("c1", "m1", "hello")
			meanwhile(g)
			before := stateOf(t, g.router, "c1")
			_, err := g.router.Callback(t.Context(), action.called()[0].Callback, usher.ActionResult{Exit: "paid"})
			require.ErrorIs(t, err, usher.ErrConflict)
			requireSameState(t, before, stateOf(t, g.router, "c1"), "a late callback")
		})
	}
}

// Row 103: nobody else can make a token.
func TestACallbackThatIsForgedIsInvalid(t *testing.T) {
	t.Parallel()
	action := promising(time.Hour)
	g := newCallbackRig(t, action, nil)
	g.say("c1", "m1", "hello")
	token := action.called()[0].Callback
	forged := []string{"", "x", "!", token[:len(token)-1], token + "A", strings.Repeat("A", 100_000), "A" + token[1:]}
	for i := range token {
		other := byte('A')
		if token[i] == other {
			other = 'B'
		}
		if i < len(token)-1 { // the last character has bits that stand for nothing
			forged = append(forged, token[:i]+string(other)+token[i+1:])
		}
	}
	for _, token := range forged {
		_, err := g.router.Callback(t.Context(), token, usher.ActionResult{Exit: "paid"})
		require.ErrorIs(t, err, usher.ErrInvalid, "%.80q", token)
	}
	require.Equal(t, usher.StateWaiting, g.state("c1"))
	for name, change := range map[string]func(*usher.Config){
		"another tenant": func(c *usher.Config) { c.Tenant = "other" },
		"another key":    func(c *usher.Config) { c.CallbackKey = []byte("another key, as long") },
		"no key":         func(c *usher.Config) { c.CallbackKey = nil },
	} {
		other := newCallbackRig(t, promising(time.Hour), func(c *usher.Config) { c.Store = g.store; change(c) })
		_, err := other.router.Callback(t.Context(), token, usher.ActionResult{Exit: "paid"})
		require.ErrorIs(t, err, usher.ErrInvalid, name)
	}
	_, err := g.router.Callback(t.Context(), token, usher.ActionResult{Exit: "paid"})
	require.NoError(t, err)
}

func TestACallbackMayComeBeforeTheActionItselfReturns(t *testing.T) {
	t.Parallel()
	var g *rig
	action := &crm{}
	action.do = func(ctx context.Context, in usher.ActionInput) (usher.ActionResult, error) {
		outcome, err := g.router.Callback(ctx, in.Callback, usher.ActionResult{Exit: "paid"})
		require.NoError(t, err)
		require.Equal(t, "ben", ownerOf(outcome))
		return usher.ActionResult{Await: time.Hour}, nil
	}
	g = newCallbackRig(t, action, nil)
	g.say("c1", "m1", "hello")
	require.Equal(t, "ben", g.agentOf("c1"))
	before := stateOf(t, g.router, "c1")
	g.clock.Advance(2 * time.Hour)
	g.wake()
	requireSameState(t, before, stateOf(t, g.router, "c1"), "the action's own result")
	require.Len(t, action.called(), 1)
}

func TestWhatTheContactWritesWhileACallbackIsAwaitedIsKept(t *testing.T) {
	t.Parallel()
	action := promising(time.Hour)
	g := newCallbackRig(t, action, nil)
	g.say("c1", "m1", "hello")
	require.Equal(t, usher.StateWaiting, g.say("c1", "m2", "Sales").Of().State)
	outcome, err := g.router.Callback(t.Context(), action.called()[0].Callback, usher.ActionResult{})
	require.NoError(t, err)
	require.Equal(t, "ben", ownerOf(outcome), "it answers the question that follows")
}

func TestACallbackThatDoesNotComeTakesTheExit(t *testing.T) {
	t.Parallel()
	g := newCallbackRig(t, promising(time.Hour), nil)
	g.say("c1", "m1", "hello")
	g.restart()
	g.clock.Advance(time.Hour)
	g.wake()
	require.Equal(t, "ana", g.agentOf("c1"))
}

func TestWithoutAKeyThereAreNoTokensAndAShortOneIsRefused(t *testing.T) {
	t.Parallel()
	action := promising(time.Hour)
	g := newCallbackRig(t, action, func(c *usher.Config) { c.CallbackKey = nil })
	g.say("c1", "m1", "hello")
	require.Empty(t, action.called()[0].Callback)
	g.cfg.CallbackKey = []byte("short")
	_, err := usher.New(g.cfg)
	require.ErrorIs(t, err, usher.ErrInvalid)
}

// A virtual assistant talks for several messages, and every one is a call of its own.
func TestAnActionHoldsTheConversationForSeveralMessages(t *testing.T) {
	t.Parallel()
	bot := func() *crm {
		return &crm{do: func(_ context.Context, in usher.ActionInput) (usher.ActionResult, error) {
			if in.Message.Text == "bye" {
				return usher.ActionResult{Reply: "Goodbye.", Exit: "paid", Fields: map[string]any{"plan": "talked"}}, nil
			}
			return usher.ActionResult{Reply: "You said " + in.Message.Text + ".", Choices: []usher.Choice{{ID: "bye", Title: "Bye"}}, Hold: 10 * time.Minute}, nil
		}}
	}
	for _, restarted := range []bool{false, true} {
		action := bot()
		g := newCallbackRig(t, action, nil)
		for _, text := range []string{"one", "two", "three"} {
			require.Equal(t, usher.StateAsking, g.say("c1", text, text).Of().State)
			g.clock.Advance(9 * time.Minute)
			g.wake()
			if restarted {
				g.restart()
			}
		}
		require.Equal(t, "ben", ownerOf(g.say("c1", "bye", "bye")))
		require.Equal(t, []string{"You said one.", "You said two.", "You said three.", "Goodbye."}, texts(g.host.all()))
		require.Equal(t, "bye", only[usher.Send](g.host.all())[0].WireID(0))
		keys := map[string]bool{}
		for _, in := range action.called() {
			keys[in.Key] = true
			require.Equal(t, 1, in.Try)
		}
		require.Len(t, keys, 4)
		require.Equal(t, "talked", g.view("c1").Variables["plan"])
	}
	g := newCallbackRig(t, bot(), nil)
	g.say("c1", "one", "one")
	g.clock.Advance(10 * time.Minute)
	g.wake()
	require.Equal(t, "ana", g.agentOf("c1"), "nobody wrote for so long")
}
