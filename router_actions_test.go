package usher_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher"
)

var planVar = usher.Var[string]{Name: "plan"}

// crm is an action that records its calls.
type crm struct {
	mu    sync.Mutex
	calls []usher.ActionInput
	do    func(ctx context.Context, in usher.ActionInput) (usher.ActionResult, error)
}

func (a *crm) Do(ctx context.Context, in usher.ActionInput) (usher.ActionResult, error) {
	a.mu.Lock()
	a.calls = append(a.calls, in)
	a.mu.Unlock()
	return a.do(ctx, in)
}

func (a *crm) called() []usher.ActionInput {
	a.mu.Lock()
	defer a.mu.Unlock()
	return append([]usher.ActionInput(nil), a.calls...)
}

// lookUp calls the action, then asks, branches and assigns.
func lookUp(action usher.Action, do usher.Do) usher.Flow {
	do.Action, do.Name = action, "look up"
	do.Else = toTeam("supervisors")
	return usher.Flow{Name: "reception", Vars: []usher.Variable{topicVar, planVar}, Steps: usher.Steps{
		do, askTopic(), usher.When(`topic == "Sales"`, usher.Assign{Team: "sales"}).Else(usher.Assign{Team: "support"}),
	}}
}

func TestRouterCallsAnActionAndGoesOn(t *testing.T) {
	t.Parallel()
	for exit, agent := range map[string]string{"": "", "vip": "ben", "no such exit": "dora"} {
		for _, encode := range []bool{false, true} {
			action := &crm{do: func(context.Context, usher.ActionInput) (usher.ActionResult, error) {
				return usher.ActionResult{Fields: map[string]any{"plan": "gold", "city": "Lima"}, Exit: exit}, nil
			}}
			g := newRig(t, func(c *usher.Config) {
				c.EncodeRuns = encode
				c.Workflow = lookUp(action, usher.Do{
					With:  map[string]string{"text": "message.text"},
					Save:  map[string]usher.Target{"plan": planVar, "city": usher.ContactField("city")},
					Exits: map[string]usher.Steps{"vip": toTeam("sales")},
				})
			})
			outcome := g.say("c1", "m1", "hello")
			require.Len(t, action.called(), 1)
			in := action.called()[0]
			require.Equal(t, "hello", in.With["text"])
			require.Equal(t, 1, in.Try)
			require.Equal(t, "c1", in.Conversation)
			require.Equal(t, "Mia", in.Contact.Name)
			require.Equal(t, "gold", g.view("c1").Variables["plan"])
			require.Equal(t, "Lima", g.view("c1").Contact.Fields["city"])
			if agent == "" {
				require.Equal(t, usher.StateAsking, outcome.Of().State, "one call of Route gives the final outcome")
			} else {
				require.Equal(t, agent, ownerOf(outcome))
			}
			require.Equal(t, outcome, g.say("c1", "m1", "hello"), "the record has the final outcome")
			require.Len(t, action.called(), 1)
		}
	}
}

func TestRouterTriesAFailedActionAgainUnderItsKey(t *testing.T) {
	t.Parallel()
	for _, how := range []string{"error", "panic"} {
		for failures := range 4 {
			left := failures
			action := &crm{do: func(context.Context, usher.ActionInput) (usher.ActionResult, error) {
				if left--; left >= 0 {
					if how == "panic" {
						panic("broken")
					}
					return usher.ActionResult{}, errNetwork
				}
				return usher.ActionResult{}, nil
			}}
			g := newRig(t, func(c *usher.Config) { c.Workflow = lookUp(action, usher.Do{}) })
			g.say("c1", "m1", "hello")
			for range 40 {
				g.clock.Advance(100 * time.Millisecond)
				g.wake()
				if failures == 2 {
					g.restart()
				}
			}
			require.Len(t, action.called(), min(failures+1, 3))
			for i, in := range action.called() {
				require.Equal(t, i+1, in.Try)
				require.Equal(t, action.called()[0].Key, in.Key)
			}
			if failures < 3 {
				require.Equal(t, usher.StateAsking, g.state("c1"))
			} else {
				require.Equal(t, "dora", g.agentOf("c1"), "the else serves it")
			}
		}
	}
}

// Row 54: an action that never returns is left behind; its conversation goes on, and its result is dropped.
func TestRouterLeavesAHangingActionBehind(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		release := make(chan bool)
		action := &crm{do: func(_ context.Context, in usher.ActionInput) (usher.ActionResult, error) {
			<-release
			return usher.ActionResult{Fields: map[string]any{"plan": fmt.Sprint("try ", in.Try)}}, nil
		}}
		g := newRig(t, func(c *usher.Config) {
			c.Now, c.Log = time.Now, slog.New(slog.NewTextHandler(&log, nil))
			c.Workflow = lookUp(action, usher.Do{Save: map[string]usher.Target{"plan": planVar}, Timeout: 5 * time.Second})
		})
		start := time.Now()
		require.Equal(t, usher.StateWaiting, g.say("c1", "m1", "hello").Of().State)
		require.LessOrEqual(t, time.Since(start), 6*time.Second)
		ctx, stop := context.WithTimeout(t.Context(), time.Minute)
		defer stop()
		require.ErrorIs(t, g.router.Run(ctx), context.DeadlineExceeded)
		require.Len(t, action.called(), 3)
		require.Equal(t, "dora", g.agentOf("c1"))
		before := g.view("c1")
		close(release) // all three come back now
		synctest.Wait()
		require.Equal(t, before, g.view("c1"))
		require.Contains(t, log.String(), "left behind")
	})
}

// The caller goes away while the action is at work: the call is carried on by Wake, under the same key.
func TestRouterCarriesOnWithAnActionWhoseCallerIsGone(t *testing.T) {
	t.Parallel()
	for _, how := range []string{"wake", "run", "restart", "repeat"} {
		t.Run(how, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				ctx, leave := context.WithCancel(t.Context())
				action := &crm{do: func(ctx context.Context, in usher.ActionInput) (usher.ActionResult, error) {
					if in.Conversation == "c1" && ctx.Err() == nil && leave != nil {
						leave()
						leave = nil
						<-ctx.Done()
						return usher.ActionResult{}, ctx.Err()
					}
					return usher.ActionResult{}, nil
				}}
				g := newRig(t, func(c *usher.Config) { c.Workflow, c.Now = lookUp(action, usher.Do{}), time.Now })
				outcome, err := g.router.Route(ctx, conversation("c1", "c1/m1", "hello"))
				require.NoError(t, err)
				require.Equal(t, "action", outcome.(usher.Waiting).For)
				switch how {
				case "restart":
					g.restart()
					g.wake()
				case "repeat":
					g.say("c1", "m1", "hello")
				case "run":
					ctx, stop := context.WithTimeout(t.Context(), time.Second)
					defer stop()
					require.ErrorIs(t, g.router.Run(ctx), context.DeadlineExceeded)
				default:
					g.wake()
				}
				require.Equal(t, usher.StateAsking, g.state("c1"))
				require.Len(t, action.called(), 2)
				require.Equal(t, action.called()[0].Key, action.called()[1].Key)
				require.Equal(t, 1, action.called()[1].Try, "the caller's absence is not the action's failure")
			})
		})
	}
}

// Messages that come while an action is at work are kept, in order, and answer the questions that follow.
func TestRouterKeepsMessagesWhileAnActionIsAtWork(t *testing.T) {
	t.Parallel()
	for _, encode := range []bool{false, true} {
		var g *rig
		action := &crm{}
		action.do = func(context.Context, usher.ActionInput) (usher.ActionResult, error) {
			for i, text := range []string{"Mia", "Sales"} {
				outcome := g.say("c1", fmt.Sprint("kept ", i), text)
				require.Equal(t, usher.StateWaiting, outcome.Of().State)
			}
			return usher.ActionResult{}, nil
		}
		g = newRig(t, func(c *usher.Config) {
			c.EncodeRuns = encode
			w := lookUp(action, usher.Do{})
			w.Steps = append(usher.Steps{w.Steps[0], usher.AskQuestion{Text: "Your name?", SaveTo: usher.ContactField("called")}}, w.Steps[1:]...)
			c.Workflow = w
		})
		outcome := g.say("c1", "m1", "hello")
		require.Equal(t, "ben", ownerOf(outcome))
		view := g.view("c1")
		require.Equal(t, "Mia", view.Contact.Fields["called"])
		require.Equal(t, "Sales", view.Variables["topic"])
		require.Len(t, action.called(), 1)
		require.Equal(t, []string{"Your name?", "Sales or Support?"}, texts(g.host.all()))
		var said []string
		for _, line := range view.Transcript {
			said = append(said, string(line.From)+": "+line.Text)
		}
		require.Equal(t, []string{
			"contact: hello", "contact: Mia", "contact: Sales", "workflow: Your name?", "workflow: Sales or Support?",
		}, said)
		repeated := g.say("c1", "kept 1", "Sales")
		require.Equal(t, usher.StateAssigned, repeated.Of().State, "the record of a kept message says what it came to")
	}
}

// The key stands for one call: what goes with it is the same on every try, whatever the contact writes meanwhile.
func TestRouterGivesEveryTryOfAnActionTheSameInput(t *testing.T) {
	t.Parallel()
	var g *rig
	action := &crm{}
	action.do = func(_ context.Context, in usher.ActionInput) (usher.ActionResult, error) {
		g.say("c1", fmt.Sprint("more ", in.Try), "and another thing")
		return usher.ActionResult{}, errNetwork
	}
	g = newRig(t, func(c *usher.Config) {
		c.Workflow = lookUp(action, usher.Do{With: map[string]string{"text": "message.text"}})
	})
	g.say("c1", "m1", "hello")
	g.clock.Advance(2 * time.Second)
	g.wake()
	calls := action.called()
	require.Len(t, calls, 2)
	require.Equal(t, calls[0].Key, calls[1].Key)
	require.Equal(t, calls[0].Message, calls[1].Message)
	require.Equal(t, calls[0].With, calls[1].With)
}

// Rows 54 and 100: the result of an action that the conversation no longer waits for is dropped.
func TestRouterDropsTheResultOfAnActionThatIsNoLongerWanted(t *testing.T) {
	t.Parallel()
	for name, meanwhile := range map[string]func(g *rig){
		"closed": func(g *rig) {
			_, err := g.router.CloseConversation(g.t.Context(), "c1", usher.CloseConversation{Category: "spam"})
			require.NoError(g.t, err)
		},
		"contact left": func(g *rig) {
			_, err := g.router.ContactLeft(g.t.Context(), "c1")
			require.NoError(g.t, err)
		},
		"transferred to an agent": func(g *rig) {
			_, err := g.router.Transfer(g.t.Context(), "c1", usher.Transfer{Agent: "ana", RequestID: "t1"})
			require.NoError(g.t, err)
		},
		"transferred to a queue": func(g *rig) {
			_, err := g.router.SetStatus(g.t.Context(), "ben", usher.Offline)
			require.NoError(g.t, err)
			_, err = g.router.Transfer(g.t.Context(), "c1", usher.Transfer{Team: "sales", RequestID: "t1"})
			require.NoError(g.t, err)
		},
		"forgotten": func(g *rig) {
			_, err := g.router.Forget(g.t.Context(), "contact of c1")
			require.NoError(g.t, err)
		},
	} {
		for _, fails := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, fails %t", name, fails), func(t *testing.T) {
				t.Parallel()
				var g *rig
				var before string
				action := &crm{}
				action.do = func(context.Context, usher.ActionInput) (usher.ActionResult, error) {
					if before == "" {
						meanwhile(g)
						before = stateOf(t, g.router, "c1")
					}
					if fails {
						return usher.ActionResult{}, errNetwork
					}
					return usher.ActionResult{Exit: "vip"}, nil
				}
				g = newRig(t, func(c *usher.Config) {
					c.Workflow = lookUp(action, usher.Do{Exits: map[string]usher.Steps{"vip": toTeam("sales")}})
				})
				g.say("c1", "m1", "hello")
				for range 5 {
					g.clock.Advance(time.Minute)
					g.wake()
				}
				requireSameState(t, before, stateOf(t, g.router, "c1"), "the action's result")
				require.Len(t, action.called(), 1)
				requireSameState(t, before, g.kept("c1"), "the action's result in the store")
			})
		}
	}
}

// A conversation that was closed and opened again while an action of its first run was at work does not take that
// result for the one of its second run.
func TestRouterTellsTheActionsOfTwoRunsApart(t *testing.T) {
	t.Parallel()
	var g *rig
	action := &crm{}
	action.do = func(_ context.Context, in usher.ActionInput) (usher.ActionResult, error) {
		if in.Message.Text == "first" {
			_, err := g.router.CloseConversation(t.Context(), "c1", usher.CloseConversation{})
			require.NoError(t, err)
			g.say("c1", "m2", "second")
		}
		return usher.ActionResult{Fields: map[string]any{"plan": in.Message.Text}}, nil
	}
	g = newRig(t, func(c *usher.Config) {
		c.Workflow = lookUp(action, usher.Do{Save: map[string]usher.Target{"plan": planVar}})
	})
	g.say("c1", "m1", "first")
	for range 3 {
		g.clock.Advance(2 * time.Minute)
		g.wake()
	}
	calls := action.called()
	require.Len(t, calls, 2, "the second run calls for itself")
	require.NotEqual(t, calls[0].Key, calls[1].Key)
	require.Equal(t, "second", g.view("c1").Variables["plan"])
}

// Row 100: nothing is locked while an action is at work; and Run, which sees it due as well, does not call it again.
func TestRouterHoldsNothingWhileAnActionIsAtWork(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		action := &crm{do: func(ctx context.Context, in usher.ActionInput) (usher.ActionResult, error) {
			if in.Conversation != "slow" {
				return usher.ActionResult{}, nil
			}
			select {
			case <-time.After(4 * time.Minute):
				return usher.ActionResult{}, nil
			case <-ctx.Done():
				return usher.ActionResult{}, ctx.Err()
			}
		}}
		g := newRig(t, func(c *usher.Config) {
			c.Workflow, c.Now = lookUp(action, usher.Do{Timeout: 5 * time.Minute}), time.Now
		})
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan error)
		go func() { done <- g.router.Run(ctx) }()
		slow := make(chan usher.Outcome)
		go func() {
			outcome, _ := g.router.Route(t.Context(), conversation("slow", "slow/m1", "hello"))
			slow <- outcome
		}()
		synctest.Wait()
		start := time.Now()
		require.Equal(t, usher.StateAsking, g.say("c1", "m1", "hello").Of().State)
		require.Equal(t, usher.StateWaiting, g.state("slow"))
		_, err := g.router.SetStatus(t.Context(), "ana", usher.Away)
		require.NoError(t, err)
		require.Equal(t, start, time.Now())
		require.Equal(t, usher.StateAsking, (<-slow).Of().State)
		stop()
		require.ErrorIs(t, <-done, context.Canceled)
		keys := map[string]int{}
		for _, in := range action.called() {
			keys[in.Key]++
		}
		require.Equal(t, []int{1, 1}, []int{keys[action.called()[0].Key], keys[action.called()[1].Key]})
	})
}

// An old question that is delivered once more after a restart does not keep Route from calling the action.
func TestRouterCallsAnActionAlthoughAnOldQuestionIsDeliveredAgain(t *testing.T) {
	t.Parallel()
	action := &crm{do: func(context.Context, usher.ActionInput) (usher.ActionResult, error) {
		return usher.ActionResult{Exit: "no such exit"}, errors.Join(nil)
	}}
	g := newRig(t, func(c *usher.Config) {
		c.Workflow = flow(usher.AskQuestion{Text: "Name?"}, usher.Do{Action: action, Else: toTeam("sales")}, usher.Assign{Team: "support"})
	})
	g.say("c1", "m1", "hello")
	g.restart() // whether the question was delivered is not kept: it is delivered again, with the answer
	require.Equal(t, usher.StateAssigned, g.say("c1", "m2", "Mia").Of().State)
}
