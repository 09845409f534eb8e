package usher_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher"
)

// chats are what the contacts of several conversations send, in the order of each conversation.
func chats(conversations int) (ids []string, messages map[string][]usher.Conversation) {
	messages = map[string][]usher.Conversation{}
	for i := range conversations {
		id := fmt.Sprint("c", i)
		ids = append(ids, id)
		answer := []string{"Sales", "2", "no idea", "Support"}[i%4]
		for n, text := range []string{"hello", answer, "are you there?"} {
			messages[id] = append(messages[id], conversation(id, fmt.Sprint(id, "/", n), text))
		}
	}
	return ids, messages
}

// Row 1: the same delivery again and again.
func TestRouterUsesARepeatedDeliveryOnce(t *testing.T) {
	t.Parallel()
	ids, messages := chats(8)
	for seed := range uint64(40) {
		random := rand.New(rand.NewPCG(seed, 1))
		once, often := newRig(t, nil), newRig(t, nil)
		first := map[string]usher.Outcome{}
		var used []usher.Conversation
		for n := range 3 {
			for _, id := range ids {
				message := messages[id][n]
				_, err := once.router.Route(t.Context(), message)
				require.NoError(t, err)
				outcome, err := often.router.Route(t.Context(), message)
				require.NoError(t, err)
				first[message.Message.ID] = outcome
				used = append(used, message)
				for range random.IntN(5) { // any earlier one comes again, mostly the last
					again := message
					if random.IntN(2) == 0 {
						again = used[random.IntN(len(used))]
					}
					outcome, err := often.router.Route(t.Context(), again)
					require.NoError(t, err)
					require.Equal(t, first[again.Message.ID], outcome, "a repeat returns the first decision")
				}
			}
		}
		require.Equal(t, once.host.set(), often.host.set())
		require.Equal(t, once.kept(ids...), often.kept(ids...))
		for _, e := range often.host.all() {
			require.Equal(t, 1, often.host.triesOf(e.Key()))
		}
	}
}

// storm delivers every message of every conversation several times at once to any of the routers.
func storm(t *testing.T, copies int, messages map[string][]usher.Conversation, routers ...*usher.Router) {
	t.Helper()
	var conversations sync.WaitGroup
	for _, own := range messages {
		conversations.Go(func() {
			for _, message := range own {
				var deliveries sync.WaitGroup
				start := make(chan struct{})
				outcomes := make([]usher.Outcome, copies)
				for i := range copies {
					deliveries.Go(func() {
						<-start
						for range 10000 {
							var err error
							if outcomes[i], err = routers[i%len(routers)].Route(context.WithoutCancel(t.Context()), message); err == nil {
								return
							}
						}
					})
				}
				close(start)
				deliveries.Wait()
				for _, outcome := range outcomes {
					if outcome == nil || outcome.Explain() != outcomes[0].Explain() {
						t.Errorf("%s: the deliveries of one message do not agree: %v, %v", message.Message.ID, outcome, outcomes[0])
					}
				}
			}
		})
	}
	conversations.Wait()
}

// Row 1, at once.
func TestRouterUsesConcurrentRepeatsOnce(t *testing.T) {
	t.Parallel()
	ids, messages := chats(20)
	once, often := newRig(t, nil), newRig(t, nil)
	for _, id := range ids {
		for _, message := range messages[id] {
			_, err := once.router.Route(t.Context(), message)
			require.NoError(t, err)
		}
	}
	storm(t, 5, messages, often.router)
	require.Equal(t, once.host.set(), often.host.set())
	require.Equal(t, once.kept(ids...), often.kept(ids...))
}

// Row 2: the same message at once on two nodes over one store. Rows 3.6/84 come in for free: each takes the shard from
// the other all the time.
func TestRouterOnTwoNodesUsesAMessageOnce(t *testing.T) {
	t.Parallel()
	for _, encode := range []bool{false, true} {
		ids, messages := chats(6)
		once := newRig(t, func(c *usher.Config) { c.EncodeRuns = encode })
		for _, id := range ids {
			for _, message := range messages[id] {
				_, err := once.router.Route(t.Context(), message)
				require.NoError(t, err)
			}
		}
		left := newRig(t, func(c *usher.Config) { c.EncodeRuns = encode })
		right := newRig(t, func(c *usher.Config) { c.EncodeRuns, c.Store = encode, left.store })
		storm(t, 4, messages, left.router, right.router)
		for range 3 { // what either was too late to deliver
			left.wake()
			right.wake()
		}
		union := map[string]bool{}
		for _, line := range append(left.host.set(), right.host.set()...) {
			union[line] = true
		}
		single := map[string]bool{}
		for _, line := range once.host.set() {
			single[line] = true
		}
		require.Equal(t, single, union)
		require.Equal(t, once.kept(ids...), left.kept(ids...))
	}
}

// Row 8: two calls with one new conversation ID make one conversation.
func TestRouterMakesOneConversationOfTheFirstTwoMessages(t *testing.T) {
	t.Parallel()
	a, b := conversation("c1", "m1", "hello"), conversation("c1", "m2", "Sales")
	for range 200 {
		g := newRig(t, nil)
		atOnce(
			func() { _, _ = g.router.Route(t.Context(), a) },
			func() { _, _ = g.router.Route(t.Context(), b) },
		)
		got := g.kept("c1")
		require.Contains(t, []string{inOrder(t, a, b), inOrder(t, b, a)}, got)
		for _, handOver := range only[usher.HandOver](g.host.all()) {
			require.Zero(t, handOver.Earlier, "there has been no conversation before")
		}
	}
}

// Rows 6 and 7: two messages at once are used one after the other, and a question takes exactly one of them.
func TestRouterUsesTwoMessagesAtOnceOneAfterTheOther(t *testing.T) {
	t.Parallel()
	hello := conversation("c1", "m0", "hello")
	a, b := conversation("c1", "m1", "Sales"), conversation("c1", "m2", "Support")
	allowed := []string{inOrder(t, hello, a, b), inOrder(t, hello, b, a)}
	for range 200 {
		g := newRig(t, nil)
		_, err := g.router.Route(t.Context(), hello)
		require.NoError(t, err)
		atOnce(
			func() { _, _ = g.router.Route(t.Context(), a) },
			func() { _, _ = g.router.Route(t.Context(), b) },
		)
		require.Contains(t, allowed, g.kept("c1"))
		require.Len(t, only[usher.HandOver](g.host.all()), 1)
	}
}

func atOnce(calls ...func()) {
	var all sync.WaitGroup
	start := make(chan struct{})
	for _, call := range calls {
		all.Go(func() {
			<-start
			call()
		})
	}
	close(start)
	all.Wait()
}

// inOrder is the state after these messages, one after the other.
func inOrder(t *testing.T, messages ...usher.Conversation) string {
	t.Helper()
	g := newRig(t, nil)
	for _, message := range messages {
		_, err := g.router.Route(t.Context(), message)
		require.NoError(t, err)
	}
	return g.kept(messages[0].ID)
}

// Row 3: a provider that retries after the window is refused, if the message says how old it is.
func TestRouterRefusesARetryFromBeforeTheWindow(t *testing.T) {
	t.Parallel()
	for _, how := range []string{"position", "sent at"} {
		g := newRig(t, nil)
		message := conversation("c1", "m1", "hello")
		if how == "position" {
			message.Message.Position = 7
		} else {
			message.Message.SentAt = routerStart
		}
		first, err := g.router.Route(t.Context(), message)
		require.NoError(t, err)
		g.clock.Advance(7 * 24 * time.Hour)
		again, err := g.router.Route(t.Context(), message)
		require.NoError(t, err)
		require.Equal(t, first, again, "within the window the first decision comes back")

		g.clock.Advance(2 * 24 * time.Hour)
		for range 2 {
			_, err = g.router.Route(t.Context(), message)
			require.ErrorIs(t, err, usher.ErrTooOld, how)
			require.ErrorIs(t, err, usher.ErrInvalid, how)
			g.restart()
		}
		require.Len(t, g.host.all(), 1, "the question was asked once")

		next := conversation("c1", "m2", "Sales")
		next.Message.Position, next.Message.SentAt = 8, g.clock.Now()
		outcome, err := g.router.Route(t.Context(), next)
		require.NoError(t, err)
		require.Equal(t, usher.StateAssigned, outcome.Of().State)
	}
}

// Row 6: a late message is the next input, flagged; one answer is never taken for two questions.
func TestRouterFlagsALateMessage(t *testing.T) {
	t.Parallel()
	g := newRig(t, nil)
	for i, position := range []int64{5, 3} {
		message := conversation("c1", fmt.Sprint("m", i), []string{"hello", "Sales"}[i])
		message.Message.Position = position
		_, err := g.router.Route(t.Context(), message)
		require.NoError(t, err)
	}
	view := g.view("c1")
	require.Equal(t, usher.StateAssigned, view.Outcome.Of().State)
	require.True(t, view.Transcript[len(view.Transcript)-1].Late)
	require.Contains(t, view.Outcome.Explain(), "late")
}

// Rows 4, 13 and 14: what can never be accepted says so, and changes nothing.
func TestRouterRefusesWhatCanNeverBeAccepted(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 300)
	for name, spoil := range map[string]func(c *usher.Conversation){
		"no conversation id":         func(c *usher.Conversation) { c.ID = "" },
		"no message id":              func(c *usher.Conversation) { c.Message.ID = "" },
		"long conversation id":       func(c *usher.Conversation) { c.ID = long },
		"long message id":            func(c *usher.Conversation) { c.Message.ID = long },
		"long contact id":            func(c *usher.Conversation) { c.Contact.ID = long },
		"control character in an id": func(c *usher.Conversation) { c.ID = "c\x00" },
		"invalid UTF-8 in an id":     func(c *usher.Conversation) { c.Message.ID = "\xff" },
		"control in the channel":     func(c *usher.Conversation) { c.Channel = "web\n" },
		"control in an identity":     func(c *usher.Conversation) { c.Contact.Identities = []usher.Identity{{ID: "a\x00b"}} },
		"text of a megabyte":         func(c *usher.Conversation) { c.Message.Text = strings.Repeat("x", 1<<20) },
		"choice of a megabyte":       func(c *usher.Conversation) { c.Message.Choice = strings.Repeat("x", 1<<20) },
		"unknown kind":               func(c *usher.Conversation) { c.Message.Kind = 99 },
		"too many attachments":       func(c *usher.Conversation) { c.Message.Attachments = make([]usher.Attachment, 101) },
		"name of ten megabytes":      func(c *usher.Conversation) { c.Contact.Name = strings.Repeat("x", 10<<20) },
		"language of ten megabytes":  func(c *usher.Conversation) { c.Contact.Language = strings.Repeat("x", 10<<20) },
		"field of ten megabytes":     func(c *usher.Conversation) { c.Contact.Fields = map[string]any{"a": strings.Repeat("x", 10<<20)} },
		"attachment of ten megabytes": func(c *usher.Conversation) {
			c.Message.Attachments = []usher.Attachment{{URL: strings.Repeat("x", 10<<20)}}
		},
		"identity of ten megabytes": func(c *usher.Conversation) {
			c.Contact.Identities = []usher.Identity{{ID: strings.Repeat("x", 10<<20)}}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := newRig(t, nil)
			c := conversation("c1", "m1", "hello")
			spoil(&c)
			for range 2 {
				outcome, err := g.router.Route(t.Context(), c)
				require.ErrorIs(t, err, usher.ErrInvalid)
				require.Nil(t, outcome)
			}
			require.Empty(t, g.host.all())
			if c.ID != "" && len(c.ID) < 256 && c.ID != "c\x00" {
				_, err := g.router.Conversation(t.Context(), c.ID)
				require.ErrorIs(t, err, usher.ErrUnknown)
			}
		})
	}
}

// Row 13: what comes in raw is never passed on raw.
func TestRouterCleansWhatIsNoText(t *testing.T) {
	t.Parallel()
	const raw = "a\x00b\xffc"
	g := newRig(t, func(c *usher.Config) { c.Workflow = flow(usher.Assign{Team: "support"}) })
	c := conversation("c1", "m1", raw)
	c.Contact = usher.Contact{
		ID: "mia", Name: raw, Language: raw,
		Fields: map[string]any{"plain": raw, "list": []any{raw}, "map": map[string]any{"deep": raw}},
	}
	_, err := g.router.Route(t.Context(), c)
	require.NoError(t, err)
	handOver := only[usher.HandOver](g.host.all())[0]
	require.Equal(t, "ab\uFFFDc", handOver.Transcript[0].Text)
	require.Equal(t, "ab\uFFFDc", handOver.Contact.Name)
	for what, value := range map[string]any{
		"language": handOver.Contact.Language, "fields": handOver.Contact.Fields, "contact": g.view("c1").Contact,
	} {
		require.NotContains(t, fmt.Sprint(value), "\x00", what)
		require.NotContains(t, fmt.Sprint(value), "\xff", what)
	}
}
