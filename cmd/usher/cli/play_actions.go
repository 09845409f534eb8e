package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/gousher/usher"
	"github.com/gousher/usher/file"
	"github.com/gousher/usher/internal/egress"
	"github.com/gousher/usher/internal/scenario"
)

// calls are the calls of the program's own actions, with what came of them, so that none is made again when the chat is
// played again. Those that stubs answer are the exception: they are part of the world that is played.
type calls struct {
	stubs *scenario.Stubs // nil: there are none

	mu   sync.Mutex
	made map[string][]*call // by what the action was given, in their order
	used map[string]int     // how many of them the world in play has had
	move int                // the move that is being done
	// closed: none is made that is not known.
	closed bool
}

// A call is one try of an action, or a request of an http step that was really made.
type call struct {
	move    int
	result  usher.ActionResult
	answer  *egress.Answer // of a request
	err     error
	stubbed bool
	ended   bool
}

// playedKinds are the kinds for a chat. They reach the stubs of a scenario; nil: the real world.
func (p Program) playedKinds(stubs *scenario.Stubs) (file.Kinds, *calls) {
	c := &calls{stubs: stubs, made: map[string][]*call{}, used: map[string]int{}}
	var kinds file.Kinds
	if stubs == nil {
		kinds = p.kinds()
	} else {
		kinds = stubs.Kinds(p.Kinds)
	}
	actions := make(map[string]file.Action, len(kinds.Actions))
	for name, action := range kinds.Actions {
		if action.Do != nil {
			action.Do = &recorded{calls: c, name: name, inner: action.Do}
		}
		actions[name] = action
	}
	kinds.Actions = actions
	return kinds, c
}

// doing says which move is being done.
func (c *calls) doing(move int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.move = move
}

// replay begins a new world, in which the calls are had again. What it returns goes back to the one before.
func (c *calls) replay() (back func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	used := c.used
	c.used = map[string]int{}
	return func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.used = used
	}
}

// look is a replay in which nothing is called that is not known. What it returns ends it.
func (c *calls) look() (end func()) {
	back := c.replay()
	c.close(true)
	return func() {
		c.close(false)
		back()
	}
}

func (c *calls) close(closed bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.closed = closed
}

// forget drops the calls of a move and of those after it: what is typed anew is done anew.
func (c *calls) forget(move int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for given, made := range c.made {
		c.made[given] = slices.DeleteFunc(made, func(m *call) bool { return m.move >= move })
	}
}

var errUnknownCall = errors.New("the chat is looked through, and this call was not made in it")

// next is the call that an action is asked for; fresh: it was not made before.
func (c *calls) next(given string) (m *call, fresh bool, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	n := c.used[given]
	if n < len(c.made[given]) {
		c.used[given] = n + 1
		return c.made[given][n], false, nil
	}
	if c.closed {
		return nil, false, errUnknownCall
	}
	// One that never returns has no other result, now and when the chat is played again.
	m = &call{move: c.move, err: context.DeadlineExceeded}
	c.made[given] = append(c.made[given], m)
	c.used[given] = n + 1
	return m, true, nil
}

// recorded is an action whose calls are kept.
type recorded struct {
	calls *calls
	name  string
	inner usher.Action
}

// Do calls the action, or returns what came of the call before.
func (r *recorded) Do(ctx context.Context, in usher.ActionInput) (usher.ActionResult, error) {
	m, fresh, err := r.calls.next(given(r.name, in))
	if err != nil {
		return usher.ActionResult{}, err
	}
	if !fresh {
		r.calls.mu.Lock()
		known := *m
		r.calls.mu.Unlock()
		if !known.stubbed && (known.ended || r.calls.stubs == nil) { // one under way waits for a stub
			known.result.Fields = maps.Clone(known.result.Fields)
			return known.result, known.err
		}
	}
	before := r.calls.requests()
	result, err := r.guarded(ctx, in)
	stubbed := r.calls.requests() != before
	if !stubbed && ctx.Err() != nil { // too late, now and when the chat is played again
		return usher.ActionResult{}, ctx.Err()
	}
	r.calls.mu.Lock()
	defer r.calls.mu.Unlock()
	m.result, m.err, m.stubbed, m.ended = result, err, stubbed, true
	m.result.Fields = maps.Clone(result.Fields)
	return result, err
}

// guarded makes an error of a panic, as the router does.
func (r *recorded) guarded(ctx context.Context, in usher.ActionInput) (result usher.ActionResult, err error) {
	defer func() {
		if v := recover(); v != nil {
			result, err = usher.ActionResult{}, fmt.Errorf("the action panicked: %v", v)
		}
	}()
	return r.inner.Do(ctx, in)
}

func (c *calls) requests() int64 {
	if c.stubs == nil {
		return 0
	}
	return c.stubs.Requests()
}

// given is what tells a call from others. Its key does not: a text that an edited workflow sends before changes it.
func given(name string, in usher.ActionInput) string {
	in.Key, in.Message.ID, in.Message.SentAt = "", "", time.Time{}
	text, err := json.Marshal(in)
	if err != nil { // it holds a value of the host's that JSON does not know
		return fmt.Sprintf("%s %+v", name, in)
	}
	return name + " " + string(text)
}
