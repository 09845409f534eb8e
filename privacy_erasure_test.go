package usher_test

import (
	"context"
	"errors"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher"
)

const canaryID = "canary-who"

// tallyStore counts what it has of a contact, at the moment at which he is to be forgotten.
type tallyStore struct {
	*usher.MemoryStore

	had usher.Erasure
}

// Commit counts by looking into the maps of the store.
func (s *tallyStore) Commit(ctx context.Context, lease usher.Lease, head uint64, batch *usher.Batch) error {
	for _, erasure := range batch.Forgotten {
		s.had = s.count(erasure.Contact)
	}
	return s.MemoryStore.Commit(ctx, lease, head, batch)
}

func (s *tallyStore) count(contact string) usher.Erasure {
	shard := reflect.ValueOf(s.MemoryStore).Elem().FieldByName("shards").MapIndex(reflect.ValueOf("")).Elem()
	his := map[string]bool{}
	had := usher.Erasure{Contact: contact}
	for rows := shard.FieldByName("conversations").MapRange(); rows.Next(); {
		if rows.Value().Elem().FieldByName("Contact").String() == contact {
			his[rows.Key().String()] = true
			had.Conversations++
		}
	}
	for rows := shard.FieldByName("remembered").MapRange(); rows.Next(); {
		if rows.Value().Elem().FieldByName("Contact").String() == contact {
			had.Messages++
		}
	}
	for rows := shard.FieldByName("outbox").MapRange(); rows.Next(); {
		if his[rows.Key().FieldByName("Conversation").String()] {
			had.Effects++
		}
	}
	for rows := shard.FieldByName("timers").MapRange(); rows.Next(); {
		if his[rows.Key().FieldByName("conversation").String()] {
			had.Timers++
		}
	}
	return had
}

// busyLife is a router and a contact who has left traces of himself wherever there is a place for them.
type busyLife struct {
	*rig

	counts *tallyStore
	down   bool // the host refuses what is for him
}

func newBusyLife(t *testing.T, change func(*usher.Config)) *busyLife {
	t.Helper()
	b := &busyLife{counts: &tallyStore{MemoryStore: usher.NewMemoryStore()}}
	b.rig = newRig(t, func(cfg *usher.Config) {
		cfg.Store, cfg.Workflow = b.counts, busyFlow()
		cfg.Desk.Teams = append(cfg.Desk.Teams, usher.Team{ID: "night"})
		cfg.Desk.Agents = append(cfg.Desk.Agents, usher.Agent{ID: "nora", Teams: []string{"night"}})
		cfg.HTTP.Transport = lineOut(func(asked *http.Request) (*http.Response, error) {
			if !strings.Contains(asked.URL.String(), canaryName) {
				return answering(`{"tier":"none"}`), nil
			}
			return answering(`{"tier":"` + canaryResponse + `"}`), nil
		})
		cfg.Host = usher.HostFunc(func(_ context.Context, e usher.Effect) error { // it keeps nothing
			switch {
			case b.down && e.Head().ContactID == canaryID:
				return errors.New("the line is down")
			case e.Head().Conversation == "dead":
				return usher.ErrUndeliverable
			}
			return nil
		})
		if change != nil {
			change(cfg)
		}
	})
	return b
}

func busyFlow() usher.Flow {
	return usher.Flow{Name: "reception", Vars: []usher.Variable{wordVar, pinVar, sumVar}, Steps: usher.Steps{
		usher.Set{{To: wordVar, Value: "message.text"}, {To: usher.ContactField("last"), Value: "message.text"}},
		usher.HTTPRequest{
			URL: "https://crm.example/{{ contact.name }}", Cache: time.Hour, Save: usher.Set{{To: pinVar, Value: "response.json.tier"}},
			Else: usher.Steps{toSupport()},
		},
		usher.When(`word startsWith "ask"`, usher.AskQuestion{Text: "{{ word }}?", SaveTo: wordVar, Timeout: time.Hour, Else: usher.Steps{toSupport()}}).
			When(`word startsWith "wait"`, usher.Wait{For: time.Hour}).
			When(`word startsWith "close"`, usher.CloseConversation{Summary: "{{ word }} {{ pin }}"}).
			When(`word startsWith "queue"`, usher.Assign{Team: "night", For: time.Hour, TimedOut: usher.Steps{toSupport()}}).
			Else(usher.SendMessage{Text: "{{ word }}"}),
		toSupport(),
	}}
}

// lives lets a contact have a conversation of every kind.
func (b *busyLife) lives(contact usher.Contact, prefix string) {
	b.t.Helper()
	say := func(id, message, text string) {
		_, err := b.router.Route(b.t.Context(), usher.Conversation{
			ID: prefix + id, Channel: "web", Contact: contact, Message: usher.Message{
				ID: prefix + id + message, Text: text + " " + canaryText,
				Attachments: []usher.Attachment{{Kind: "image", URL: canaryAttachment, Name: canaryAttachment}},
			},
		})
		require.NoError(b.t, err)
	}
	for _, kind := range []string{"ask", "wait", "close", "queue", "assign"} {
		say(kind, "1", kind)
	}
	say("wait", "2", "meanwhile")
	say("assign", "2", "more")
	say("dead", "1", "assign")
	b.down = contact.ID == canaryID
	say("ask", "2", canaryAnswer)
	say("stuck", "1", "assign")
	b.wake()
}

func erasedContact() usher.Contact {
	c := canaryContact()
	c.ID = canaryID
	return c
}

// personal are the canaries of somebody who is forgotten.
func personal() []string {
	return []string{canaryID, canaryName, canaryText, canaryAnswer, canaryField, canaryIBAN, canaryIdentity, canaryAttachment, canaryResponse}
}

// Row 105: when a contact has been forgotten, no row and no memory of the router has anything of him left.
func TestNothingIsLeftOfAContactWhoIsForgotten(t *testing.T) {
	t.Parallel()
	b := newBusyLife(t, nil)
	b.lives(erasedContact(), "")
	for _, canary := range personal() {
		require.NotEmpty(t, holding(b.counts.MemoryStore, canary), "%s is there at first", canary)
	}
	require.NotEmpty(t, holding(b.router, canaryResponse), "an answer is kept in memory")
	gone, err := b.router.Forget(t.Context(), canaryID)
	require.NoError(t, err)
	require.True(t, gone.Contact)
	require.ElementsMatch(t, []string{"ask", "wait", "queue", "assign", "dead", "stuck"}, gone.Closed)
	require.Equal(t, b.counts.had, gone.Erased)
	require.Equal(t, 7, gone.Erased.Conversations)
	require.GreaterOrEqual(t, gone.Erased.Messages, 10)
	require.Positive(t, gone.Erased.Effects)
	b.counts.had = usher.Erasure{}
	b.say("other", "1", "assign") // the router looks at somebody else
	for _, canary := range personal() {
		require.Empty(t, holding(b.counts.MemoryStore, canary), "%s in the store", canary)
		require.Empty(t, holding(b.router, canary), "%s in the router", canary)
	}
	for _, id := range []string{"ask", "wait", "close", "queue", "assign", "dead", "stuck"} {
		_, err = b.router.Explain(t.Context(), id)
		require.ErrorIs(t, err, usher.ErrUnknown)
	}
	again, err := b.router.Forget(t.Context(), canaryID)
	require.NoError(t, err)
	require.Equal(t, usher.Forgotten{Erased: usher.Erasure{Contact: canaryID}}, again, "there is nothing to forget any more")
}

// What others have stays, down to the timer.
func TestForgettingOneContactLeavesTheOthers(t *testing.T) {
	t.Parallel()
	b := newBusyLife(t, nil)
	b.lives(usher.Contact{ID: "tom", Name: "Tom"}, "his ")
	before := b.counts.count("tom")
	b.lives(erasedContact(), "")
	_, err := b.router.Forget(t.Context(), canaryID)
	require.NoError(t, err)
	require.Equal(t, before, b.counts.count("tom"))
	require.Zero(t, b.counts.count(canaryID).Conversations)
	b.restart()
	require.Equal(t, usher.StateWaiting, b.state("his wait"))
	require.Equal(t, usher.StateQueued, b.state("his queue"))
	require.Equal(t, usher.StateClosed, b.state("his close"))
	b.clock.Advance(time.Hour)
	b.wake()
	require.Equal(t, usher.StateAssigned, b.state("his wait"))
	require.Equal(t, usher.StateAssigned, b.state("his queue"))
	b.counts.had = usher.Erasure{}
	require.Empty(t, holding(b.router, canaryID))
}

// What is forgotten before anything of it has been delivered comes to nothing: no effect follows.
func TestNothingIsDeliveredForAContactWhoIsForgotten(t *testing.T) {
	t.Parallel()
	var late []usher.Effect
	b := newBusyLife(t, nil)
	b.lives(erasedContact(), "")
	_, err := b.router.Forget(t.Context(), canaryID)
	require.NoError(t, err)
	b.down = false
	b.cfg.Host = usher.HostFunc(func(_ context.Context, e usher.Effect) error {
		late = append(late, e)
		return nil
	})
	b.restart()
	for range 10 {
		b.clock.Advance(time.Hour)
		b.wake()
	}
	require.Empty(t, late)
}

// Row 108: what was closed is kept for as long as the desk says, and no longer; who it was with is remembered.
func TestWhatWasClosedIsKeptForAsLongAsTheDeskSays(t *testing.T) {
	t.Parallel()
	b := newBusyLife(t, func(cfg *usher.Config) {
		cfg.Desk.Retention.Closed = 24 * time.Hour
	})
	others := 0
	comes := func() { // somebody else writes: things are cleared away with what is committed
		others++
		b.say("other", string(rune('a'+others)), "assign")
	}
	b.lives(usher.Contact{ID: "tom", Name: canaryName}, "")
	_, err := b.router.CloseConversation(t.Context(), "assign", usher.CloseConversation{Summary: canaryText})
	require.NoError(t, err)
	b.clock.Advance(24 * time.Hour)
	comes()
	require.Equal(t, usher.StateClosed, b.state("assign"), "not longer ago than it may be")
	b.clock.Advance(2 * time.Hour)
	comes()
	for _, id := range []string{"assign", "close"} {
		_, err = b.router.Conversation(t.Context(), id)
		require.ErrorIs(t, err, usher.ErrUnknown, id)
	}
	require.Equal(t, usher.StateAssigned, b.state("stuck"), "what is open stays")
	lease, err := b.counts.Acquire(t.Context(), "")
	require.NoError(t, err)
	found, err := b.counts.Fetch(t.Context(), lease, usher.Key{Contact: "tom", Channel: "web", Message: "assign1"})
	require.NoError(t, err)
	require.NotNil(t, found.Contact, "the contact stays")
	require.Equal(t, canaryName, found.Contact.Contact.Name)
	require.Equal(t, found.Remembered.Bare(), found.Remembered, "that they were seen is all that is left of its messages")
	b.restart()
	b.say("assign", "new", "assign again")
	require.Len(t, b.view("assign").Transcript, 2, "it begins anew")
}
