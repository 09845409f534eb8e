package ushertest

import (
	"sync"
	"time"
)

// Clock is a clock that stands still until it is moved; its Now is a [usher.Config.Now]. It is safe for concurrent use.
// The zero value stands at the zero time.
type Clock struct {
	mu sync.Mutex
	at time.Time
}

// NewClock is a clock that stands at an instant.
func NewClock(at time.Time) *Clock { return &Clock{at: at} }

// Now is where it stands.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

// Advance moves it by a duration. It does nothing else: [Chat.Advance] also does what becomes due on the way.
func (c *Clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// Set moves it to an instant, which may be an earlier one, as real clocks do now and then.
func (c *Clock) Set(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = at
}
