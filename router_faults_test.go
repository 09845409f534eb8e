package usher_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sort"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher"
)

var errStoreDown = errors.New("the store is down")

// faultMode is how a store call goes wrong.
type faultMode int

const (
	failBefore faultMode = iota // nothing was done
	failAfter                   // it was done, and the answer was lost
	fenceOff                    // another owner took the shard just before
)

func (m faultMode) String() string { return [...]string{"before", "after", "fenced"}[m] }

// faultyStore lets one of its calls go wrong, the one with this number.
type faultyStore struct {
	usher.Store

	mu     sync.Mutex
	calls  int
	failAt int // counts from 1; 0: never
	mode   faultMode
	random *rand.Rand // if given, one call in twenty goes wrong, in any way
}

// calm ends the random faults.
func (s *faultyStore) calm() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.random = nil
}

func (s *faultyStore) call(ctx context.Context, tenant string, do func() error) error {
	s.mu.Lock()
	s.calls++
	hit, mode := s.calls == s.failAt, s.mode
	if s.random != nil {
		hit, mode = s.random.IntN(20) == 0, faultMode(s.random.IntN(3))
	}
	s.mu.Unlock()
	switch {
	case !hit:
		return do()
	case mode == failBefore:
		return errStoreDown
	case mode == failAfter:
		_ = do()
		return errStoreDown
	}
	if _, err := s.Store.Acquire(context.WithoutCancel(ctx), tenant); err != nil {
		return err
	}
	return do()
}

func (s *faultyStore) Acquire(ctx context.Context, tenant string) (lease usher.Lease, err error) {
	err = s.call(ctx, tenant, func() (err error) {
		lease, err = s.Store.Acquire(ctx, tenant)
		return err
	})
	return lease, err
}

func (s *faultyStore) Load(ctx context.Context, lease usher.Lease) (rows *usher.Rows, err error) {
	err = s.call(ctx, lease.Tenant, func() (err error) {
		rows, err = s.Store.Load(ctx, lease)
		return err
	})
	return rows, err
}

func (s *faultyStore) Fetch(ctx context.Context, lease usher.Lease, key usher.Key) (found usher.Found, err error) {
	err = s.call(ctx, lease.Tenant, func() (err error) {
		found, err = s.Store.Fetch(ctx, lease, key)
		return err
	})
	return found, err
}

func (s *faultyStore) Commit(ctx context.Context, lease usher.Lease, head uint64, batch *usher.Batch) error {
	return s.call(ctx, lease.Tenant, func() error { return s.Store.Commit(ctx, lease, head, batch) })
}

// A story is a scripted day of a small office. Each of its scenes is one call, made again until it succeeds.
type story struct {
	*rig
	faulty *faultyStore

	mu      sync.Mutex
	actions map[string]bool // the keys and messages that the action was called with
	ctx     func() context.Context
}

// storyFlow has a question, a branch, a queue with a time-out, an action with exits, and a close.
func storyFlow(action usher.Action) usher.Flow {
	plan := usher.Var[string]{Name: "plan"}
	return usher.Flow{Name: "reception", Vars: []usher.Variable{topicVar, plan}, Steps: usher.Steps{
		usher.AskQuestion{
			Text: "Sales, Support or Bye?", Choices: usher.Choices("Sales", "Support", "Bye"), SaveTo: topicVar,
			Timeout: 15 * time.Minute, Else: usher.Steps{usher.Comment{Text: "no answer"}, usher.Assign{Team: "support"}},
		},
		usher.When(`topic == "Bye"`, usher.CloseConversation{Category: "bye"}).
			When(`topic == "Sales"`, usher.Assign{
				Team: "sales", For: time.Hour, TimedOut: usher.Steps{usher.SendMessage{Text: "sorry"}, usher.Assign{Team: "support"}},
			}).
			Else(usher.Do{
				Name: "plan", Action: action, Save: map[string]usher.Target{"plan": plan},
				Exits: map[string]usher.Steps{"vip": {usher.Tag{Add: []string{"vip"}}, usher.Assign{Team: "supervisors"}}},
				Else:  toTeam("supervisors"),
			}),
		usher.AskQuestion{Text: "What is it about?", SaveTo: usher.ContactField("about")},
		usher.SendMessage{Text: "One moment", Undelivered: toTeam("supervisors")},
		usher.Assign{Team: "support"},
	}}
}

func newStory(t *testing.T, encode bool, failAt int, mode faultMode) *story {
	t.Helper()
	s := &story{
		faulty: &faultyStore{Store: usher.NewMemoryStore(), failAt: failAt, mode: mode}, actions: map[string]bool{},
		ctx: t.Context,
	}
	action := usher.ActionFunc(func(_ context.Context, in usher.ActionInput) (usher.ActionResult, error) {
		s.mu.Lock()
		s.actions[fmt.Sprint(in.Key, " ", in.Message.ID, " ", in.Try)] = true
		s.mu.Unlock()
		if in.Conversation == "eager" { // he writes again while the action is at work
			insist(t, func() error {
				_, err := s.router.Route(t.Context(), conversation("eager", "eager/my order", "my order"))
				return err
			})
		}
		result := usher.ActionResult{Fields: map[string]any{"plan": "gold"}}
		if in.Contact.ID == "contact of vip" {
			result.Exit = "vip"
		}
		return result, nil
	})
	s.rig = newRig(t, func(c *usher.Config) {
		c.Store, c.EncodeRuns, c.Workflow = s.faulty, encode, storyFlow(action)
		c.Workflows = []usher.Workflow{usher.Flow{Name: "survey", On: []usher.Trigger{usher.OnManual}, Steps: usher.Steps{
			usher.AskQuestion{Text: "Happy?"}, usher.CloseConversation{Category: "survey"},
		}}}
		for i := range c.Desk.Agents {
			c.Desk.Agents[i].Capacity = 2
			if c.Desk.Agents[i].ID == "ben" {
				c.Desk.Agents[i].Status = usher.Offline
			}
		}
	})
	return s
}

var storyIDs = []string{"buyer", "patient", "silent", "vip", "helped", "bye", "asked", "eager", "blocked"}

type scene struct {
	name  string
	play  func() error
	wakes bool
}

func (s *story) routes(id string, texts ...string) []scene {
	var scenes []scene
	for _, text := range texts {
		scenes = append(scenes, s.does(id+" says "+text, func(ctx context.Context) ([]usher.Outcome, error) {
			_, err := s.router.Route(ctx, conversation(id, id+"/"+text, text))
			return nil, err
		}))
	}
	return scenes
}

func (s *story) does(name string, call func(ctx context.Context) ([]usher.Outcome, error)) scene {
	return scene{name: name, play: func() error {
		_, err := call(s.ctx())
		return err
	}}
}

// passes lets time pass and does what is due then.
func (s *story) passes(d time.Duration) scene {
	return scene{name: "wake after " + d.String(), wakes: true, play: func() error {
		s.clock.Advance(d)
		d = 0
		return s.router.Wake(s.ctx())
	}}
}

func (s *story) scenes() []scene {
	status := func(agent string, status usher.Status) scene {
		return s.does(fmt.Sprint(agent, " is ", status), func(ctx context.Context) ([]usher.Outcome, error) {
			return s.router.SetStatus(ctx, agent, status)
		})
	}
	return slices.Concat(
		s.routes("buyer", "hello", "Sales"), s.routes("patient", "hi", "Sales"), s.routes("silent", "hm"),
		[]scene{s.passes(15 * time.Minute)}, s.routes("silent", "too late"), s.routes("bye", "hello", "Bye", "hello again"),
		[]scene{status("ben", usher.Online)}, s.routes("buyer", "thanks"),
		[]scene{
			s.does("ben writes", func(ctx context.Context) ([]usher.Outcome, error) {
				return s.router.AgentWrote(ctx, "buyer", usher.AgentMessage{Agent: "ben", ID: "w1", Text: "Hi!"})
			}),
			s.does("buyer is transferred", func(ctx context.Context) ([]usher.Outcome, error) {
				return s.router.Transfer(ctx, "buyer", usher.Transfer{Team: "support", By: "ben", RequestID: "t1"})
			}),
			status("ben", usher.Offline),
			s.passes(time.Hour + time.Minute),
		},
		s.routes("vip", "hello", "Support"), s.routes("helped", "hello", "2", "my bill"),
		[]scene{
			s.does("buyer is closed", func(ctx context.Context) ([]usher.Outcome, error) {
				return s.router.CloseConversation(ctx, "buyer", usher.CloseConversation{Category: "sold"})
			}),
			s.does("patient leaves", func(ctx context.Context) ([]usher.Outcome, error) {
				return s.router.ContactLeft(ctx, "patient")
			}),
			s.does("zoe comes", func(ctx context.Context) ([]usher.Outcome, error) {
				return s.router.SetAgent(ctx, usher.Agent{ID: "zoe", Teams: []string{"support"}, Status: usher.Online, Capacity: 5})
			}),
			s.does("ana goes", func(ctx context.Context) ([]usher.Outcome, error) { return s.router.RemoveAgent(ctx, "ana") }),
			s.does("asked is asked", func(ctx context.Context) ([]usher.Outcome, error) {
				_, err := s.router.Start(ctx, "survey", conversation("asked", "survey 1", ""))
				return nil, err
			}),
		},
		s.routes("asked", "very"), s.routes("buyer", "me again", "Sales"), s.routes("eager", "hello", "Support"),
		s.routes("blocked", "hello"),
		[]scene{
			s.does("blocked was not reached", func(ctx context.Context) ([]usher.Outcome, error) {
				question := only[usher.Send](s.host.of("blocked"))[0]
				_, err := s.router.Undelivered(ctx, "blocked", question.Key(), "the number does not exist")
				return nil, err
			}),
			s.does("asked is forgotten", func(ctx context.Context) ([]usher.Outcome, error) {
				_, err := s.router.Forget(ctx, "contact of asked")
				return nil, err
			}),
		},
		[]scene{s.does("a new desk", func(ctx context.Context) ([]usher.Outcome, error) {
			desk := office()
			desk.Agents = append(slices.Clone(desk.Agents[1:]), usher.Agent{ID: "max", Teams: []string{"sales"}, Status: usher.Online})
			outcomes, err := s.router.Use(ctx, usher.Definition{Desk: &desk})
			if err == nil {
				s.cfg.Desk = desk
			}
			return outcomes, err
		}), s.passes(time.Second)},
	)
}

// play plays every scene, again until it succeeds, and restarts the router after it if it is to.
func (s *story) play(restart func(scene int) bool) {
	s.t.Helper()
	for i, scene := range s.scenes() {
		insist(s.t, scene.play)
		if restart(i) {
			s.restart()
		}
		s.settle()
	}
}

// settle does what a loop of the host does: what a failed call has left is done now.
func (s *story) settle() {
	s.t.Helper()
	for range 3 {
		insist(s.t, func() error { return s.router.Wake(s.t.Context()) })
	}
}

// end is what the story came to: the state, every effect, every call of the action.
func (s *story) end() []string {
	s.faulty.failAt = 0
	var calls []string
	for call := range s.actions {
		calls = append(calls, "called "+call)
	}
	sort.Strings(calls)
	require.Empty(s.t, s.host.mixed, "one key, one content")
	return slices.Concat(s.host.set(), calls, strings.Split(s.kept(storyIDs...), "\n"))
}

func never(int) bool { return false }

// Rows 5, 45, 55, 56, 67, 83: whatever call of the store goes wrong, and however, a host that repeats its calls gets the
// same end: same owners, same queue, same effects under the same keys.
func TestRouterComesToTheSameEndWhateverStoreCallFails(t *testing.T) {
	t.Parallel()
	for _, encode := range []bool{false, true} {
		for _, mode := range []faultMode{failBefore, failAfter, fenceOff} {
			t.Run(fmt.Sprintf("%s, encoded %t", mode, encode), func(t *testing.T) {
				t.Parallel()
				calm := newStory(t, encode, 0, mode)
				calm.play(never)
				want := calm.end()
				require.Greater(t, calm.faulty.calls, 40)
				for k := 1; k <= calm.faulty.calls; k++ {
					hit := newStory(t, encode, k, mode)
					hit.play(never)
					requireSameLines(t, want, hit.end(), fmt.Sprintf("call %d of the store failed", k))
				}
			})
		}
	}
}

// Rows 5, 45, 46, 67: a new process after any of the calls, or after every one.
func TestRouterComesToTheSameEndWhereverItIsRestarted(t *testing.T) {
	t.Parallel()
	for _, encode := range []bool{false, true} {
		t.Run(fmt.Sprintf("encoded %t", encode), func(t *testing.T) {
			t.Parallel()
			calm := newStory(t, encode, 0, failBefore)
			calm.play(never)
			want := calm.end()
			for k := range calm.scenes() {
				hit := newStory(t, encode, 0, failBefore)
				hit.play(func(scene int) bool { return scene == k })
				requireSameLines(t, want, hit.end(), "a restart after "+calm.scenes()[k].name)
			}
			hit := newStory(t, encode, 0, failBefore)
			hit.play(func(int) bool { return true })
			requireSameLines(t, want, hit.end(), "a restart after every call")
		})
	}
}

// A run that was encoded between any two turns comes to the same end as one that was not.
func TestRouterComesToTheSameEndWithEncodedRuns(t *testing.T) {
	t.Parallel()
	plain, encoded := newStory(t, false, 0, failBefore), newStory(t, true, 0, failBefore)
	plain.play(never)
	encoded.play(never)
	requireSameLines(t, plain.end(), encoded.end(), "encoded")
}

// fleeting is a context that ends when it is looked at for the n-th time.
type fleeting struct {
	context.Context
	mu   sync.Mutex
	left int
	done chan struct{}
}

func ends(ctx context.Context, looks int) *fleeting {
	return &fleeting{Context: ctx, left: looks, done: make(chan struct{})}
}

func (c *fleeting) Err() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.left--; c.left == 0 {
		close(c.done)
	}
	if c.left <= 0 {
		return context.Canceled
	}
	return nil
}

func (c *fleeting) Done() <-chan struct{} { return c.done }

// Row 55: a caller who goes away at any point, and comes back with the same call or leaves the rest to Wake.
func TestRouterComesToTheSameEndWhenCallersGoAway(t *testing.T) {
	t.Parallel()
	for _, encode := range []bool{false, true} {
		calm := newStory(t, encode, 0, failBefore)
		calm.play(never)
		want := calm.end()
		for looks := 1; looks <= 12; looks++ {
			hit := newStory(t, encode, 0, failBefore)
			for _, scene := range hit.scenes() {
				if !scene.wakes {
					hit.ctx = func() context.Context { return ends(t.Context(), looks) }
					_ = scene.play()
					hit.settle()
				}
				hit.ctx = t.Context
				insist(t, scene.play)
				hit.settle()
			}
			requireSameLines(t, want, hit.end(), fmt.Sprintf("contexts that end at look %d", looks))
		}
	}
}
