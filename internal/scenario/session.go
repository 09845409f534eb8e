package scenario

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"sync/atomic"
	"time"

	"github.com/gousher/usher"
	"github.com/gousher/usher/file"
)

// A Session is a scenario that is lived as it comes: entries are applied one at a time, and each says what happened.
// Between two of them time stands still. It has one user at a time.
type Session struct {
	world  *world
	stubs  *Stubs
	ctx    context.Context //nolint:containedctx // calls of the outside world outlive the entry that made them
	cancel context.CancelFunc
}

// Stubs are the outside world that the actions of several sessions reach: that of the session that is at work, one at a
// time. The zero value is ready; with it the kinds are made, then the scenario is read, then its sessions begin.
type Stubs struct {
	world    atomic.Pointer[world]
	requests atomic.Int64
}

var errNoSession = errors.New("no scenario runs whose stubs could answer")

// Kinds are a host's own, made with the client that reaches the stubs and nothing else. Nil makes none.
func (s *Stubs) Kinds(kinds func(client *http.Client) file.Kinds) file.Kinds {
	if kinds == nil {
		return file.Kinds{}
	}
	made := kinds(&http.Client{Transport: s})
	actions := make(map[string]file.Action, len(made.Actions))
	for name, action := range made.Actions {
		if inner := action; inner.Do != nil {
			action.Do = usher.ActionFunc(func(ctx context.Context, in usher.ActionInput) (usher.ActionResult, error) {
				w := s.world.Load()
				if w == nil {
					return usher.ActionResult{}, errNoSession
				}
				return w.attributed(file.Kinds{Actions: map[string]file.Action{name: inner}}).Actions[name].Do.Do(ctx, in)
			})
		}
		actions[name] = action
	}
	made.Actions = actions
	return made
}

// Requests is how many there have been.
func (s *Stubs) Requests() int64 { return s.requests.Load() }

// RoundTrip answers a request as the session at work does.
func (s *Stubs) RoundTrip(request *http.Request) (*http.Response, error) {
	s.requests.Add(1)
	w := s.world.Load()
	if w == nil {
		return nil, errNoSession
	}
	return w.outside.RoundTrip(request)
}

// NewSession begins one at the scenario's start, with its desk, workflows and outside world; its time line is left to the
// caller. The stubs are those with which the scenario's kinds were made; nil: with none, its actions reach what they reach.
// The session ends with the context, or with [Session.Close]. The error is that of [usher.New].
func NewSession(ctx context.Context, s *file.Scenario, stubs *Stubs) (*Session, error) {
	w := newWorld(s.File)
	if err := w.begin(s); err != nil { //nolint:contextcheck // a router is made; nobody waits for it
		return nil, err
	}
	session := &Session{world: w, stubs: stubs}
	session.ctx, session.cancel = context.WithCancel(ctx)
	return session, nil
}

// Close ends what still runs.
func (s *Session) Close() {
	s.works()
	s.cancel()
	s.world.sim.finish()
}

// works makes it the session whose stubs answer.
func (s *Session) works() {
	if s.stubs != nil {
		s.stubs.world.Store(s.world)
	}
}

// Do lets everything happen that is due before an entry, then the entry, as [Run] does. An entry in which nothing happens
// is time that passes. It returns what happened and what failed: expectations, and what the router refused. After an
// error, which says that the world does not come to rest, the session is of no use.
func (s *Session) Do(entry file.Entry) ([]Moment, []Failure, error) {
	r := s.world.result
	moments, failures := len(r.Moments), len(r.Failures)
	s.works()
	err := s.world.enter(s.ctx, entry)
	return slices.Clone(r.Moments[moments:]), slices.Clone(r.Failures[failures:]), err
}

// View is what there is of a conversation; false: it has not begun, or is forgotten.
func (s *Session) View(conversation string) (usher.View, bool) {
	view, err := s.world.router.Conversation(s.ctx, conversation)
	return view, err == nil
}

// Agents are those who work here now.
func (s *Session) Agents() ([]usher.AgentView, error) { return s.world.router.Agents(s.ctx) }

// Waiting are the conversations that wait for an agent, team by team.
func (s *Session) Waiting() ([]usher.Queued, error) { return s.world.router.Waiting(s.ctx) }

// Now is the simulated time.
func (s *Session) Now() time.Time { return s.world.Now() }

// Next is when something happens by itself; zero: never.
func (s *Session) Next() (time.Time, error) { return s.world.next(s.ctx) }

// Conversations are those of the session, in the order of their beginning.
func (s *Session) Conversations() []string { return slices.Clone(s.world.result.Names) }

// Explain is the whole record of a conversation.
func (s *Session) Explain(conversation string) string { return s.world.explain(s.ctx, conversation) }

// Sends are the texts that reached the contact, with their choices.
func (s *Session) Sends(conversation string) []usher.Send {
	return slices.Clone(s.seen(conversation).sends)
}

// Sent are the texts since the last expectation that looked, or since the last call.
func (s *Session) Sent(conversation string) []string {
	t := s.seen(conversation)
	sent := t.sent
	t.sent = nil
	return sent
}

// Comments are the internal notes of a conversation.
func (s *Session) Comments(conversation string) []string {
	return slices.Clone(s.seen(conversation).comments)
}

// seen is a conversation as the world sees it, empty if there is none. Nothing runs between two entries: what it holds
// stands still.
func (s *Session) seen(conversation string) *talk {
	s.world.mu.Lock()
	defer s.world.mu.Unlock()
	if t := s.world.conversations[conversation]; t != nil {
		return t
	}
	return &talk{}
}
