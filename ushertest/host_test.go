package ushertest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher"
)

func effect(conversation string, number uint64) usher.Header {
	return usher.Header{Conversation: conversation, Number: number, Born: ChatStart}
}

func TestAHostKeepsEachEffectOnce(t *testing.T) {
	t.Parallel()
	var host Host
	send := usher.Send{Header: effect("c1", 1), Text: "hello"}
	note := usher.Note{Header: effect("c1", 2), Text: "a note"}
	give := usher.HandOver{Header: effect("c2", 1), Agent: "ana"}
	for _, e := range []usher.Effect{send, give, send, note} {
		require.NoError(t, host.Deliver(t.Context(), e))
	}
	require.Equal(t, []usher.Effect{send, give, note}, host.Effects())
	require.Equal(t, []usher.Effect{send, note}, host.EffectsOf("c1"))
	require.Equal(t, []usher.Send{send}, host.Sent("c1"))
	require.Equal(t, []usher.Note{note}, host.Notes("c1"))
	require.Equal(t, []usher.HandOver{give}, host.HandOvers("c2"))
	require.Equal(t, 2, host.Tries(send.Key()))
	require.Zero(t, host.Tries("?"))
	require.Empty(t, host.Violations())
}

func TestAHostRefusesWhatItIsToldTo(t *testing.T) {
	t.Parallel()
	down := errors.New("down")
	host := Host{Refuse: func(usher.Effect) error { return down }}
	send := usher.Send{Header: effect("c1", 1)}
	require.ErrorIs(t, host.Deliver(t.Context(), send), down)
	require.Equal(t, 1, host.Tries(send.Key()))
	require.Empty(t, host.Effects())
	ended, end := context.WithCancel(t.Context())
	end()
	require.ErrorIs(t, host.Deliver(ended, send), context.Canceled)
	require.Equal(t, 1, host.Tries(send.Key()))
}

func TestAHostNoticesWhatWasPromisedOtherwise(t *testing.T) {
	t.Parallel()
	var host Host
	for _, e := range []usher.Effect{
		usher.Send{Header: effect("c1", 2), Text: "a"},
		usher.Send{Header: effect("c1", 2), Text: "b"},
		usher.Send{Header: effect("c1", 1), Text: "c"},
	} {
		require.NoError(t, host.Deliver(t.Context(), e))
	}
	require.Len(t, host.Violations(), 2)
	require.Contains(t, host.Violations()[0], "two effects came under the key")
	require.Contains(t, host.Violations()[1], "in c1 effect 1 came after effect 2")
}

func TestAHostIsGivenEffectsByMany(t *testing.T) {
	t.Parallel()
	var host Host
	var all sync.WaitGroup
	for i := range 10 {
		all.Go(func() {
			_ = host.Deliver(t.Context(), usher.Note{Header: effect(fmt.Sprint("c", i), 1)})
			host.Effects()
		})
	}
	all.Wait()
	require.Len(t, host.Effects(), 10)
	require.Empty(t, host.Violations())
}
