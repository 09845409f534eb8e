package usher_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"
	"github.com/stretchr/testify/require"

	"github.com/gousher/usher"
)

const (
	linearCallers       = 16
	linearCalls         = 20
	linearConversations = 9
)

// linearAgents are the capacities of the agents, in their order within the team.
var linearAgents = [...]int{1, 2, 1}

// linearDeed is a kind of call.
type linearDeed uint8

const (
	deedGive linearDeed = iota // a message whose conversation is handed over at once
	deedAsk                    // a message whose conversation is offered
	deedClose
	deedAccept
	deedDecline
	deedLook
)

// linearCall is a call, linearAnswer what the caller saw of it.
type linearCall struct {
	deed                linearDeed
	conversation, agent int
}

type linearAnswer struct {
	err   error
	state usher.State
	agent string
	moved string // who was given what other conversation by it, sorted; messages and looks do not show that
}

// linearDesk is the desk one call after the other: a value that can be compared.
type linearDesk struct {
	conversations [linearConversations]linearConversation
	arrivals      int
}

// linearConversation is a conversation: who has it or is asked, who has declined it, when it came.
type linearConversation struct {
	state    usher.State // empty: there is none yet
	asks     bool
	agent    int
	declined [len(linearAgents)]bool
	arrival  int
}

func linearAgent(i int) string          { return fmt.Sprint("agent ", i) }
func linearConversationID(i int) string { return fmt.Sprint("c", i) }

// load is how many conversations an agent has and is asked about.
func (d *linearDesk) load(agent int) int {
	n := 0
	for i := range d.conversations {
		if c := &d.conversations[i]; c.agent == agent && (c.state == usher.StateAssigned || c.state == usher.StateOffered) {
			n++
		}
	}
	return n
}

// match gives everything that waits, the oldest first, to the first agent of the team who has room and has not declined it.
func (d *linearDesk) match() {
	waiting := make([]*linearConversation, 0, linearConversations)
	for i := range d.conversations {
		if c := &d.conversations[i]; c.state == usher.StateQueued {
			waiting = append(waiting, c)
		}
	}
	slices.SortFunc(waiting, func(a, b *linearConversation) int { return a.arrival - b.arrival })
	for _, c := range waiting {
		for agent, capacity := range linearAgents {
			if c.state == usher.StateQueued && !c.declined[agent] && d.load(agent) < capacity {
				c.agent, c.state = agent, usher.StateAssigned
				if c.asks {
					c.state = usher.StateOffered
				}
			}
		}
	}
}

// do makes a call, and says what its caller is to see.
func (d *linearDesk) do(call linearCall) (linearDesk, linearAnswer) {
	before, next := *d, *d
	d = &next
	c := &d.conversations[call.conversation]
	err := d.change(c, call)
	if err != nil {
		return before, linearAnswer{err: err}
	}
	d.match()
	answer := linearAnswer{state: c.state}
	if c.state == usher.StateAssigned || c.state == usher.StateOffered {
		answer.agent = linearAgent(c.agent)
	}
	switch call.deed {
	case deedClose, deedAccept, deedDecline:
		answer.moved = d.moved(&before, call.conversation)
	case deedGive, deedAsk, deedLook:
	}
	return next, answer
}

func (d *linearDesk) change(c *linearConversation, call linearCall) error {
	switch {
	case call.deed == deedGive || call.deed == deedAsk:
		if c.state == "" || c.state == usher.StateClosed {
			d.arrivals++
			*c = linearConversation{state: usher.StateQueued, asks: call.deed == deedAsk, arrival: d.arrivals, declined: c.declined}
		}
		return nil
	case c.state == "":
		return usher.ErrUnknown
	}
	his := c.agent == call.agent
	switch call.deed {
	case deedClose:
		*c = linearConversation{state: usher.StateClosed, declined: c.declined}
	case deedAccept:
		if !his || c.state != usher.StateOffered && c.state != usher.StateAssigned {
			return usher.ErrConflict
		}
		c.state = usher.StateAssigned
	case deedDecline:
		switch {
		case his && c.state == usher.StateOffered:
			c.state, c.declined[call.agent] = usher.StateQueued, true
		case c.state == usher.StateAssigned || !c.declined[call.agent]:
			return usher.ErrConflict
		}
	case deedGive, deedAsk, deedLook:
	}
	return nil
}

// moved are the other conversations that somebody has, or is asked about, who did not before.
func (d *linearDesk) moved(before *linearDesk, called int) string {
	var all []string
	for i := range d.conversations {
		c, was := &d.conversations[i], &before.conversations[i]
		has := c.state == usher.StateAssigned || c.state == usher.StateOffered
		if has && i != called && (c.state != was.state || c.agent != was.agent) {
			all = append(all, fmt.Sprintf("%s %s %s", linearConversationID(i), c.state, linearAgent(c.agent)))
		}
	}
	return strings.Join(all, ", ")
}

// linearModel is the desk for the checker: everything is determined, which agent included.
func linearModel() porcupine.Model {
	return porcupine.Model{
		Init: func() any { return linearDesk{} },
		Step: func(state, input, output any) (bool, any) {
			desk := state.(linearDesk)
			next, want := desk.do(input.(linearCall))
			got := output.(linearAnswer)
			same := errors.Is(got.err, want.err) && (want.err != nil || got.state == want.state && got.agent == want.agent && got.moved == want.moved)
			return same, next
		},
		DescribeOperation: func(input, output any) string { return fmt.Sprintf("%+v: %+v", input, output) },
	}
}

// linearRig is a router over that desk whose clock stands still.
func linearRig(t *testing.T) *rig {
	t.Helper()
	return newRig(t, func(c *usher.Config) {
		c.Limits = usher.Limits{Turns: 1 << 20, PerMinute: 1 << 20}
		c.Desk = usher.Desk{Teams: []usher.Team{{ID: "support", By: usher.InOrder{}}}, Fallback: usher.Fallback{Team: "support"}}
		for i, capacity := range linearAgents {
			c.Desk.Agents = append(c.Desk.Agents, usher.Agent{
				ID: linearAgent(i), Teams: []string{"support"}, Ranks: map[string]int{"support": i}, Capacity: capacity, Status: usher.Online,
			})
		}
		c.Workflow = flow(usher.When(`message.text == "ask"`, usher.Assign{Team: "support", AcceptWithin: time.Hour}).
			Else(usher.Assign{Team: "support"}))
	})
}

// linearCaller makes calls and notes them down.
type linearCaller struct {
	*rig
	name    int
	random  *rand.Rand
	ticks   *atomic.Int64
	history []porcupine.Operation
}

func (c *linearCaller) run() {
	for n := range linearCalls {
		call := linearCall{
			deed:         []linearDeed{deedGive, deedAsk, deedAsk, deedClose, deedClose, deedAccept, deedDecline, deedLook}[c.random.IntN(8)],
			conversation: c.random.IntN(linearConversations), agent: c.random.IntN(len(linearAgents)),
		}
		begun := c.ticks.Add(1)
		answer := c.make(call, n)
		c.history = append(c.history, porcupine.Operation{
			ClientId: c.name, Input: call, Call: begun, Output: answer, Return: c.ticks.Add(1),
		})
	}
}

func (c *linearCaller) make(call linearCall, n int) linearAnswer {
	ctx, id, agent := c.t.Context(), linearConversationID(call.conversation), linearAgent(call.agent)
	var outcomes []usher.Outcome
	var err error
	switch call.deed {
	case deedGive, deedAsk:
		text := map[linearDeed]string{deedGive: "give", deedAsk: "ask"}[call.deed]
		outcome, failed := c.router.Route(ctx, conversation(id, fmt.Sprint(c.name, "/", n), text))
		return linearSeen(outcome, failed)
	case deedLook:
		view, failed := c.router.Conversation(ctx, id)
		return linearSeen(view.Outcome, failed)
	case deedClose:
		outcomes, err = c.router.CloseConversation(ctx, id, usher.CloseConversation{})
	case deedAccept:
		outcomes, err = c.router.Accept(ctx, id, agent)
	case deedDecline:
		outcomes, err = c.router.Decline(ctx, id, agent)
	}
	return linearMoved(id, outcomes, err)
}

func linearSeen(outcome usher.Outcome, err error) linearAnswer {
	if err != nil {
		return linearAnswer{err: err}
	}
	return linearAnswer{state: outcome.Of().State, agent: outcome.Of().Agent}
}

// linearMoved is what a caller sees of a change: where the conversation is now, and who was given what.
func linearMoved(id string, outcomes []usher.Outcome, err error) linearAnswer {
	answer := linearAnswer{err: err}
	var moved []string
	for _, outcome := range outcomes {
		r := outcome.Of()
		if r.Conversation == id {
			answer.state, answer.agent = r.State, r.Agent
			continue
		}
		if r.State == usher.StateAssigned || r.State == usher.StateOffered {
			moved = append(moved, fmt.Sprintf("%s %s %s", r.Conversation, r.State, r.Agent))
		}
	}
	slices.Sort(moved)
	answer.moved = strings.Join(moved, ", ")
	return answer
}

// The model is what the router does for one caller: without that the other test would hold for nothing.
func TestTheModelOfClaimsIsTheRouterOfOneCaller(t *testing.T) {
	t.Parallel()
	var ticks atomic.Int64
	c := &linearCaller{rig: linearRig(t), random: rand.New(rand.NewPCG(1, 1)), ticks: &ticks}
	for range 50 {
		c.name++
		c.run()
	}
	state := linearDesk{}
	for i, op := range c.history {
		next, want := state.do(op.Input.(linearCall))
		same, _ := linearModel().Step(state, op.Input, op.Output)
		require.True(t, same, "call %d, %+v: the model says %+v, the router %+v", i, op.Input, want, op.Output)
		state = next
	}
}

// Rows 17, 18, 21, 32: claims, releases, acceptances and refusals by many callers at once look to each of them as if they
// had been made one after the other.
func TestClaimsAndReleasesAreLinearizable(t *testing.T) {
	t.Parallel()
	for seed := range uint64(24) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			g := linearRig(t)
			g.hook(func(context.Context, usher.Effect) error {
				runtime.Gosched() // others come in between
				return nil
			})
			var ticks atomic.Int64
			callers := make([]*linearCaller, linearCallers)
			var all sync.WaitGroup
			for i := range callers {
				callers[i] = &linearCaller{rig: g, name: i, random: rand.New(rand.NewPCG(seed, uint64(i))), ticks: &ticks}
				all.Go(callers[i].run)
			}
			all.Wait()
			var history []porcupine.Operation
			for _, c := range callers {
				history = append(history, c.history...)
			}
			result := porcupine.CheckOperationsTimeout(linearModel(), history, time.Minute)
			require.NotEqual(t, porcupine.Illegal, result)
			if result == porcupine.Unknown { // the search may take for ever, on a slow machine
				t.Log("the checker has given this history up")
			}
		})
	}
}
