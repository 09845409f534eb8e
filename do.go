package usher

import (
	"fmt"
	"time"

	"github.com/gousher/usher/internal/rule"
)

// Do calls an [Action]: the intent is committed first, the call is made outside, its result comes back as an event.
// What the contact writes meanwhile is kept: it answers the next question, if one follows, and is in the transcript.
type Do struct {
	// Name is how the explanation calls it.
	Name string
	// Action is what to call.
	Action Action
	// With are values for the action, by name: expressions.
	With map[string]string
	// Save puts fields of the result into variables and contact fields. A field that the result lacks leaves its target
	// as it is, an explicit nil empties it, and a value that does not fit is left out and explained.
	Save map[string]Target
	// Timeout is the time of one try; 0 means 10 s.
	Timeout time.Duration
	// Tries is how often it is tried in all before Else; 0 means 3, with 1 s, 2 s, 4 s, ... in between.
	Tries int
	// Exits are taken when the result names them.
	Exits map[string]Steps
	// Else serves every exit that is not there, and the failure of all tries: required.
	Else Steps
}

// Declare declares the values, the exits and where the result goes.
func (s Do) Declare(d *Declaration) {
	if isNil(s.Action) {
		d.Wrong("action", codeValue, "there is no action to call", "")
	}
	if len(s.Else) == 0 {
		d.lacksElse("the action has no else", "say what happens when it fails")
	}
	if s.Timeout < 0 || s.Tries < 0 {
		d.Wrong("timeout", codeValue, "the time-out or the number of tries is below zero", "")
	}
	for _, name := range sortedKeys(s.With) {
		d.Value("with."+name, s.With[name], nil)
	}
	for _, name := range sortedKeys(s.Save) {
		d.Sets("save."+name, s.Save[name])
	}
	for _, name := range sortedKeys(s.Exits) {
		if name == elseBlock || name == "" {
			d.Wrong("exits", codeName, fmt.Sprintf("an exit cannot be called %q", name), "")
			continue
		}
		d.Block(name, s.Exits[name])
	}
	if len(s.Else) > 0 {
		d.Block(elseBlock, s.Else)
	}
}

// Decide asks for the call, then takes the exit that its result names.
func (s Do) Decide(t *Turn) Next {
	done, ok := t.Event().(ActionDone)
	_, late := t.Event().(TimedOut)
	switch {
	case late:
		t.note(EntryTimedOut, s.label()+" had nothing to go on with")
		return s.leave(t, timedOutBlock)
	case !ok && t.Event() != nil && t.run.rest != RestAnswer: // a message while the call is under way
		return Next{kind: nextCall, asks: true}
	case !ok:
		t.note(EntryCalled, s.label())
		t.scene.Effects++ // the call's number: the same on every try
		t.run.delivery, t.run.tries = t.scene.Effects, 0
		return Next{kind: nextCall}
	case done.Err != nil && t.run.tries+1 < s.tries():
		t.run.tries++
		wait := backoff(t.run.tries)
		t.note(EntryFailed, fmt.Sprintf("%s failed and is tried again in %s: %v", s.label(), wait, done.Err))
		return Next{kind: nextCall, timeout: wait}
	case done.Err != nil:
		t.note(EntryMatched, fmt.Sprintf("else: %s failed: %v", s.label(), done.Err))
		return Enter(elseBlock)
	}
	if r := done.Result; r.Reply != "" {
		t.Send(r.Reply, r.Choices...)
		t.note(EntrySent, s.label()+" replies")
	}
	s.saves(t, done)
	switch r := done.Result; {
	case r.Hold > 0:
		t.note(EntryCalled, s.label()+" keeps the conversation")
		return Next{kind: nextAwait, timeout: r.Hold}
	case r.Await > 0:
		t.note(EntryCalled, s.label()+" will tell its result later")
		return Next{kind: nextPause, timeout: r.Await}
	}
	return s.leave(t, done.Result.Exit)
}

// action is the step itself.
func (s Do) action(*Turn) Do { return s }

// saves puts what the action found out where it belongs.
func (s Do) saves(t *Turn, done ActionDone) {
	for _, name := range sortedKeys(s.Save) {
		field, given := done.Result.Fields[name]
		if !given {
			continue
		}
		value := rule.Of(field)
		if err := t.save(s.Save[name], value); err != nil {
			t.note(EntryFailed, err.Error())
			continue
		}
		t.saved(s.Save[name], value)
	}
}

func (s Do) leave(t *Turn, exit string) Next {
	if exit == "" {
		t.note(EntryCalled, s.label()+" is done")
		return Continue()
	}
	if _, ok := s.Exits[exit]; !ok {
		t.note(EntryMatched, fmt.Sprintf("else: %s took the exit %q", s.label(), exit))
		return Enter(elseBlock)
	}
	t.note(EntryMatched, fmt.Sprintf("%s took the exit %q", s.label(), exit))
	return Enter(exit)
}

func (s Do) label() string {
	if s.Name == "" {
		return "the action"
	}
	return s.Name
}

func (s Do) tries() int {
	if s.Tries == 0 {
		return defaultTries
	}
	return s.Tries
}

func (s Do) timeout() time.Duration {
	if s.Timeout == 0 {
		return defaultActionTimeout
	}
	return s.Timeout
}

// backoff is 1 s, 2 s, 4 s, ... up to five minutes.
func backoff(failures int) time.Duration {
	wait := firstBackoff
	for range failures - 1 {
		if wait *= 2; wait >= maxBackoff {
			return maxBackoff
		}
	}
	return wait
}

// input is what the action is given.
func (t *Turn) input(s *Do) ActionInput {
	in := ActionInput{
		Key: Header{
			Tenant: t.scene.Tenant, Conversation: t.scene.Conversation, Born: t.scene.Born, Number: t.run.delivery,
		}.key("action"),
		Conversation: t.scene.Conversation, Channel: t.scene.Channel, Contact: t.scene.Contact,
		Message: t.scene.Message, Try: t.run.tries + 1,
	}
	for _, name := range sortedKeys(s.With) {
		x := t.node.value("with."+name, s.With[name])
		if x == nil {
			continue
		}
		value, err := x.Eval(t)
		if err != nil {
			t.note(EntryFailed, fmt.Sprintf("the value %s is left out: %v", name, err))
			continue
		}
		if in.With == nil {
			in.With = make(map[string]any, len(s.With))
		}
		in.With[name] = value.Any()
	}
	return in
}
