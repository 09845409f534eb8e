package usher

import (
	"context"
	"fmt"
	"log/slog"
	"time"
)

// An Action touches the world: it calls the CRM, books the slot. It runs outside the machine, with no lock and no commit
// open, at least once: the input's key is the same on every try, so that the other side can drop repeats. A panic counts
// as an error. Every error is tried again, as often as the step says: a final "no" is an exit. An action that does not
// return when its context ends is left behind: its result is dropped when it comes, and the log says so.
type Action interface {
	Do(ctx context.Context, in ActionInput) (ActionResult, error)
}

// ActionFunc makes an action of a function.
type ActionFunc func(ctx context.Context, in ActionInput) (ActionResult, error)

// Do calls the function.
func (f ActionFunc) Do(ctx context.Context, in ActionInput) (ActionResult, error) { return f(ctx, in) }

// ActionInput is what an action is given.
type ActionInput struct {
	// Key is the same on every try of the same call and differs from every other one's: a UUID.
	Key          string
	Conversation string
	Channel      string
	Contact      Contact
	Message      Message
	// With are the values that the step gave: see [Do.With].
	With map[string]any
	// Try counts from 1.
	Try int
	// Callback lets the result come later, by [Router.Callback]: see [ActionResult.Await]. It is empty without a
	// [Config.CallbackKey].
	Callback string
}

// ActionResult is what an action found out.
type ActionResult struct {
	// Fields are saved where [Do.Save] says.
	Fields map[string]any
	// Exit is the name of the exit to take; empty goes on with the next step.
	Exit string
	// Reply is sent to the contact first, with Choices if there are any: a tap comes back as the id of the choice, if
	// that has at most 64 bytes.
	Reply   string
	Choices []Choice
	// Hold keeps the conversation at this step: what the contact writes next is given to the action, until a result
	// without Hold. That is how a virtual assistant talks for several messages. If nobody writes for so long, the exit
	// "timed_out" is taken.
	Hold time.Duration
	// Await keeps the conversation waiting for a result that comes by [Router.Callback]. If none comes for so long, the
	// exit "timed_out" is taken.
	Await time.Duration
}

// call makes one try of an action, on a goroutine of its own so that one that ignores its context holds up nobody.
func (r *Router) call(ctx context.Context, do *Do, in ActionInput) ActionDone {
	limited := &within{Context: ctx, until: r.now().Add(do.timeout()), now: r.now}
	defer limited.stop()
	ctx = limited
	done := make(chan ActionDone, 1)
	go func() {
		defer func() {
			if v := recover(); v != nil {
				done <- ActionDone{Err: fmt.Errorf("the action panicked: %v", v)}
			}
		}()
		result, err := do.Action.Do(ctx, in)
		done <- ActionDone{Result: result, Err: err}
	}()
	select {
	case result := <-done:
		return result
	case <-ctx.Done():
	}
	select { // one that obeys its context returns now
	case result := <-done:
		if result.Err == nil {
			return result
		}
	case <-time.After(actionGrace):
		r.log.LogAttrs(ctx, slog.LevelWarn, "usher: an action did not return when its context ended and is left behind",
			slog.String("action", do.label()), slog.String("conversation", in.Conversation))
	}
	return ActionDone{Err: ctx.Err()}
}

// calling is a step that calls an action.
type calling interface{ action(t *Turn) Do }

// acts reports whether the run rests at a step that calls an action.
func (r *Run) acts() bool {
	_, ok := r.program.nodes[r.at].step.(calling)
	return ok
}

// actionGrace is how long an action may take to notice that its context has ended.
const actionGrace = 100 * time.Millisecond

// act calls the action that the conversation waits for, and feeds the result back.
func (r *Router) act(ctx context.Context, st *seat, fence int, first Outcome) (Outcome, []string, error) {
	if ctx.Err() != nil {
		return nil, nil, ctx.Err()
	}
	do, in, ok := r.intent(st, fence)
	if !ok {
		if r.orphaned(st.id) { // its definition is gone: the fallback's
			return r.happened(ctx, st, happening{event: ActionDone{}, fence: fence, first: first})
		}
		return nil, nil, nil
	}
	result := r.call(ctx, do, in)
	r.mu.Lock()
	st.calls--
	r.mu.Unlock()
	if ctx.Err() != nil && result.Err != nil { // the caller went away: Run tries again
		return nil, nil, ctx.Err()
	}
	return r.happened(ctx, st, happening{event: result, fence: fence, first: first})
}

// intent is the call that the conversation waits for, claimed for this caller.
func (r *Router) intent(st *seat, fence int) (*Do, ActionInput, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.shard == nil || st.calls > 0 && st.calling == fence {
		return nil, ActionInput{}, false
	}
	row := r.shard.rows[st.id]
	if row == nil || row.State != StateWaiting {
		return nil, ActionInput{}, false
	}
	run, _ := r.defs.run(row)
	if run == nil || run.rest != RestAction || run.fence != fence {
		return nil, ActionInput{}, false
	}
	node := &run.program.nodes[run.at]
	step, ok := node.step.(calling)
	if !ok {
		return nil, ActionInput{}, false
	}
	t := &Turn{program: run.program, run: run, node: node, scene: r.shard.scene(row), now: r.now(), shard: r.shard}
	st.calls++
	st.calling = fence
	do := step.action(t)
	in := t.input(&do)
	in.Callback = r.callback(row, run)
	return &do, in, true
}

// orphaned reports whether a conversation waits for an action whose definition is gone, or is no action any more.
func (r *Router) orphaned(id string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.shard == nil || r.shard.rows[id] == nil || r.shard.rows[id].State != StateWaiting {
		return false
	}
	run, _ := r.defs.run(r.shard.rows[id])
	return run == nil && !r.shard.rows[id].between() || run.rest == RestAction && !run.acts()
}
