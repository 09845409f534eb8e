package ushertest

import (
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestAClockStandsStillUntilItIsMoved(t *testing.T) {
	t.Parallel()
	clock := NewClock(ChatStart)
	require.Equal(t, ChatStart, clock.Now())
	require.Equal(t, ChatStart, clock.Now())
	clock.Advance(time.Minute)
	require.Equal(t, ChatStart.Add(time.Minute), clock.Now())
	clock.Set(ChatStart)
	require.Equal(t, ChatStart, clock.Now())
	var none Clock
	require.True(t, none.Now().IsZero())
}

func TestAClockIsMovedByMany(t *testing.T) {
	t.Parallel()
	clock := NewClock(ChatStart)
	var all sync.WaitGroup
	for range 10 {
		all.Go(func() {
			clock.Advance(time.Second)
			clock.Now()
		})
	}
	all.Wait()
	require.Equal(t, ChatStart.Add(10*time.Second), clock.Now())
}
