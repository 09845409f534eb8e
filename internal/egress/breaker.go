package egress

import (
	"cmp"
	"container/list"
	"sync"
	"time"
)

// maxCircuits are remembered. Beyond them the one is forgotten that has not failed for longest.
const maxCircuits = 1_000

// verdict is what a request says about a host.
type verdict int

const (
	// unknown: nothing; the caller gave up, or the host was refused.
	unknown verdict = iota
	healthy
	failing
)

func verdictOf(answer *Answer, failure *Error) verdict {
	switch {
	case failure == nil && answer.Status >= 500, failure != nil && failure.Kind.Transient():
		return failing
	case failure == nil, failure.Kind == TooLarge:
		return healthy
	}
	return unknown
}

// circuits remember the hosts that have failed since they last answered. They may be used by many goroutines at once.
type circuits struct {
	failures int
	pause    time.Duration

	mu     sync.Mutex
	known  map[string]*list.Element
	recent *list.List // of *circuit, the last failure first
}

// circuit is a host that has failed.
type circuit struct {
	origin   string
	failures int
	open     bool
	until    time.Time
	probed   bool
}

// pass is the leave to ask a host, until it is handed back.
type pass struct {
	origin string
	// probe is the open circuit that this request decides about, or nil.
	probe *circuit
}

func newCircuits(b Breaker) *circuits {
	return &circuits{
		failures: cmp.Or(max(b.Failures, 0), defaultFailures),
		pause:    cmp.Or(max(b.Pause, 0), defaultPause),
		known:    map[string]*list.Element{},
		recent:   list.New(),
	}
}

// enter says whether a host may be asked. Every pass is handed back with leave.
func (c *circuits) enter(origin string, now time.Time) (pass, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	known := c.find(origin)
	switch {
	case known == nil || !known.open:
		return pass{origin: origin}, true
	case now.Before(known.until) || known.probed:
		return pass{}, false
	}
	known.probed = true
	return pass{origin: origin, probe: known}, true
}

func (c *circuits) leave(p pass, v verdict, now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if p.probe != nil {
		p.probe.probed = false
	}
	switch v {
	case healthy:
		c.forget(p.origin)
	case failing:
		c.failed(p, now)
	case unknown:
	}
}

// failed counts a failure. While a circuit is open only the probe counts: the others set out before it opened.
func (c *circuits) failed(p pass, now time.Time) {
	known := c.touch(p.origin)
	if known.open && known != p.probe {
		return
	}
	known.failures++
	if known.open || known.failures >= c.failures {
		known.open, known.until = true, now.Add(c.pause)
	}
}

func (c *circuits) find(origin string) *circuit {
	if element := c.known[origin]; element != nil {
		return element.Value.(*circuit) //nolint:forcetypeassert // the list holds nothing else
	}
	return nil
}

// touch is the circuit of a host, as the one that has failed last.
func (c *circuits) touch(origin string) *circuit {
	if element := c.known[origin]; element != nil {
		c.recent.MoveToFront(element)
		return c.find(origin)
	}
	if len(c.known) >= maxCircuits {
		c.forget(c.recent.Back().Value.(*circuit).origin) //nolint:forcetypeassert // the list holds nothing else
	}
	fresh := &circuit{origin: origin}
	c.known[origin] = c.recent.PushFront(fresh)
	return fresh
}

func (c *circuits) forget(origin string) {
	if element := c.known[origin]; element != nil {
		c.recent.Remove(element)
		delete(c.known, origin)
	}
}
