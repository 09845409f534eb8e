package usher

import (
	"context"
	"fmt"
	"slices"
)

// happening is what a turn is about if it is no message: an event, for the wait that has this fence or number.
type happening struct {
	event  Event
	fence  int
	number uint64
	timer  TimerKind
	kept   bool
	first  Outcome // of the call so far
}

// happened moves a conversation by an event. It returns nil if the event is stale. After an error the timer, the outbox
// or the kept message is still there, and Run comes back to it.
func (r *Router) happened(ctx context.Context, st *seat, h happening) (Outcome, []string, error) {
	if err := st.lock(ctx); err != nil {
		return nil, nil, err
	}
	defer st.unlock()
	var outcome Outcome
	var others []string
	err := r.redo(ctx, func() (err error) {
		outcome, others, err = r.happen(ctx, st.id, h)
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	return outcome, others, nil
}

func (r *Router) happen(ctx context.Context, id string, h happening) (Outcome, []string, error) {
	w := borrowWorktop()
	defer w.giveBack()
	t := &w.turn
	in, ok, err := r.lookFor(ctx, t, id, h)
	if err != nil || !ok {
		return nil, nil, err
	}
	return r.take(ctx, t, in)
}

// lookFor finds the run that the event is for, and lets it decide; false if the event is stale.
func (r *Router) lookFor(ctx context.Context, t *Turn, id string, h happening) (*intake, bool, error) {
	r.mu.Lock()
	if err := r.ensure(ctx); err != nil {
		r.mu.Unlock()
		return nil, false, err
	}
	s := r.shard
	in := &intake{id: id, now: r.now(), generation: r.generation, defs: r.defs, before: s.rows[id], steps: true, first: h.first}
	if in.before == nil || in.before.State == StateClosed {
		r.mu.Unlock()
		return nil, false, nil
	}
	in.known = s.contact(in.before.Contact)
	scene := s.scene(in.before)
	in.team = r.teamOf(scene.Channel)
	scene.Team = in.team
	run, gone := r.defs.run(in.before)
	event := s.enqueued(in.before)
	reason := s.exitReason(in.before)
	r.mu.Unlock()
	switch {
	case h.timer == TimerFollow:
		follows := in.follows(t, scene)
		return in, follows, nil
	case h.kept && in.before.reopens():
		in.reopen(t)
		return in, true, nil
	case h.timer == TimerExit:
		leaves := in.leaveQueue(t, run, scene, reason)
		return in, leaves, nil
	case h.timer == TimerQueued:
		waits := in.tellQueued(t, run, scene, event)
		return in, waits, nil
	case in.before.between(): // it is for the run that was
		return nil, false, nil
	case run == nil:
		in.turned = failed(scene, gone)
		waits := in.before.State == StateWaiting || in.before.State == StateAsking
		return in, waits, nil // otherwise the fallback has it already
	case !h.fits(run, in.before):
		return nil, false, nil
	case run.rest == RestAction && !run.acts():
		in.turned = failed(scene, fmt.Sprintf("step %s is no action any more", run.Position()))
		return in, true, nil
	}
	in.hear(t, run, scene, h)
	return in, true, nil
}

// hear lets the run decide about the event.
func (in *intake) hear(t *Turn, run *Run, scene Scene, h happening) {
	event := h.event
	_, timedOut := event.(TimedOut)
	in.carriesOn = !timedOut
	if h.kept {
		in.row = &ConversationRow{}
		*in.row = *in.before
		in.row.Version, in.row.Turn, in.row.Kept = in.before.Version+1, 0, in.before.Kept[1:]
		in.row.Message, in.row.Via = in.before.Kept[0].Message, in.before.Kept[0].Via
		in.contact = in.known
		event = Received{Message: in.row.Message}
		scene.Message = in.row.Message
	}
	in.turned = run.program.step(t, run, scene, event, in.now)
}

// reopen opens the conversation again with a message that was kept.
func (in *intake) reopen(t *Turn) {
	kept := in.before.Kept[0]
	in.opened = true
	in.message = &Conversation{
		ID: in.id, Channel: kept.Via, Contact: Contact{ID: in.before.Contact}, Message: kept.Message,
	}
	in.fill()
	in.row.Kept, in.line, in.entries = in.before.Kept[1:], Line{}, nil // it is in the record
	in.start(t)
}

// follows begins the workflow that follows a close.
func (in *intake) follows(t *Turn, scene Scene) bool {
	if in.before.State != StateWaiting || in.before.AfterClose == "" || in.before.Run != nil || len(in.before.Stored) > 0 {
		return false
	}
	program := in.defs.byName(in.before.AfterClose)
	switch {
	case program == nil:
		in.turned = Turned{Rest: Rest{Kind: RestClosed}, Scene: scene, Trace: Trace{{
			At: in.now, Kind: EntryFailed, Detail: fmt.Sprintf("the workflow %s, which was to follow, is gone", in.before.AfterClose),
		}}}
		return true
	case program.once && scene.hasRun(program.id): // another conversation of his was closed at the same time
		in.turned = Turned{Rest: Rest{Kind: RestClosed}, Scene: scene}
		return true
	}
	*t = Turn{scene: scene, now: in.now, effects: t.effects[:0], entries: t.entries[:0]}
	in.begin(t, program, scene, Started{})
	return true
}

// leaveQueue takes the exit of an assignment for which nobody came in time, or nobody is left.
func (in *intake) leaveQueue(t *Turn, run *Run, scene Scene, reason string) bool {
	place := in.before.Place
	if in.before.State != StateQueued || place == nil || place.Exit == "" {
		return false
	}
	if run == nil || run.rest != RestAssign || place.Step == "" || in.before.Fallback != "" {
		in.turned = failed(scene, reason)
		in.turned.Run = run
		return true
	}
	in.turned = run.program.step(t, run, scene, NotPlaced{Exit: place.Exit, Reason: reason}, in.now)
	return true
}

// tellQueued does the steps for the wait, if it waits yet.
func (in *intake) tellQueued(t *Turn, run *Run, scene Scene, event Enqueued) bool {
	place := in.before.Place
	if in.before.State != StateQueued || place == nil || place.Exit != "" || place.Told || run == nil || run.rest != RestAssign {
		return false
	}
	in.waits = true
	in.turned = run.program.step(t, run, scene, event, in.now)
	return true
}

// fits reports whether the event is for the wait that the conversation is in. One that an agent owns, or that waits for
// one, is out of the run's hands.
func (h happening) fits(run *Run, row *ConversationRow) bool {
	state := StateWaiting
	if run.rest == RestAnswer {
		state = StateAsking
	}
	if row.State != state {
		return false
	}
	switch h.event.(type) {
	case TimedOut:
		return run.restsAt(RestAnswer, RestPause) && run.fence == h.fence
	case ActionDone:
		return h.answers(run)
	case Delivered:
		return run.restsAt(RestDelivery) && run.delivery == h.number
	case Undelivered:
		return run.restsAt(RestDelivery, RestAnswer) && run.delivery == h.number
	}
	return h.kept && (run.restsAt(RestAnswer) || run.listens()) && len(row.Kept) > 0
}

func (r *Run) restsAt(kinds ...RestKind) bool { return slices.Contains(kinds, r.rest) }

// answers reports whether a result is that of the call which the run waits for: by the fence, or by the call's number if it
// has come later.
func (h happening) answers(run *Run) bool {
	if h.number > 0 {
		return (run.rest == RestAction || run.rest == RestPause && run.acts()) && run.delivery == h.number
	}
	return run.rest == RestAction && run.fence == h.fence
}
