package usher

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"
)

// worktop is what a call works on, kept for the next one.
type worktop struct {
	turn    Turn
	message Conversation
}

var worktops = sync.Pool{New: func() any { return new(worktop) }} //nolint:gochecknoglobals // memory to be used again, no state

func borrowWorktop() *worktop {
	w, _ := worktops.Get().(*worktop)
	return w
}

// giveBack keeps the turn's lists for the next one, and nothing that they held.
func (w *worktop) giveBack() {
	t := &w.turn
	clear(t.effects[:cap(t.effects)])
	clear(t.entries[:cap(t.entries)])
	*w = worktop{turn: Turn{effects: t.effects[:0], entries: t.entries[:0]}}
	worktops.Put(w)
}

// take commits a turn. It fails with errAgain if anything that the turn looked at has changed meanwhile. It returns the
// outcome and the other conversations that the change has moved.
func (r *Router) take(ctx context.Context, t *Turn, in *intake) (Outcome, []string, error) {
	at, err := r.place(t, in)
	if err != nil {
		return nil, nil, err
	}
	defer r.mu.Unlock() // place leaves it locked
	s := r.shard
	row := s.intake(in)
	if in.message != nil {
		s.woken(row)
		s.rejoin(row)
	}
	switch {
	case in.waits:
		s.tell(row, &in.turned)
	case in.steps:
		s.apply(row, &in.turned, at)
	}
	s.expireDue()
	s.match()
	outcome := after(in.first, s.outcome(row))
	r.remember(in, row, outcome)
	others := r.finish(row.ID)
	err = r.commit(ctx)
	if in.held {
		r.leave(in)
	}
	return outcome, others, err
}

// place asks the shard for an agent if the turn came to an assignment, and goes on with the turn at an exit. It returns
// with the lock held if there is no error.
func (r *Router) place(t *Turn, in *intake) (placed, error) {
	for {
		r.mu.Lock()
		if !r.unchanged(in) {
			r.mu.Unlock()
			return placed{}, errAgain
		}
		r.shard.begin(in.now)
		if in.waits {
			return placed{}, nil
		}
		at := r.shard.prepare(in.current(), &in.turned)
		if at.exit == "" {
			return at, nil
		}
		r.mu.Unlock() // the run goes on by the exit, and nothing has changed
		program := in.turned.Run.program
		so := in.turned
		so.Effects, so.Trace = slices.Clone(so.Effects), slices.Clone(so.Trace)
		in.turned = so.then(program.step(t, so.Run, so.Scene, NotPlaced{Exit: at.exit}, in.now))
	}
}

// then is what two turns did, the second one following the first.
func (t Turned) then(next Turned) Turned {
	next.Effects = slices.Concat(t.Effects, next.Effects)
	next.Trace = slices.Concat(t.Trace, next.Trace)
	if next.Changed == nil {
		next.Changed = t.Changed
	}
	return next
}

// unchanged reports whether the state is still the one that the turn has looked at.
func (r *Router) unchanged(in *intake) bool {
	if r.shard == nil || r.generation != in.generation || r.defs != in.defs || r.shard.rows[in.id] != in.before {
		return false
	}
	return r.shard.contact(in.contactOf()) == in.known
}

func (in *intake) contactOf() string {
	if in.row != nil {
		return in.row.Contact
	}
	return in.before.Contact
}

// intake puts the rows as a message makes them into the shard; for an event the row is a copy to be changed.
func (s *Shard) intake(in *intake) *ConversationRow {
	if in.row == nil {
		return s.edit(in.id)
	}
	row := in.row
	row.change = s.change
	if in.before == nil {
		s.use(row.Contact)
	} else if in.before.Contact != row.Contact { // the same conversation under another identity
		if in.other != nil { // what they had in common is counted once
			s.editContact(in.before.Contact).Conversations = 0
		}
		s.use(row.Contact)
		s.unuse(in.before.Contact)
	}
	if in.contact != in.known {
		in.contact.change = s.change
		s.contacts[row.Contact].row = in.contact
		s.batch.Contacts = append(s.batch.Contacts, in.contact)
	}
	s.put(row)
	row.log(in.entries...)
	if in.line.From != "" {
		row.say(in.line)
	}
	return row
}

// remember records the outcome of the message that the turn is about. A turn that carries on with an earlier message
// brings its record up to date.
func (r *Router) remember(in *intake, row *ConversationRow, outcome Outcome) {
	m, channel := &row.Message, row.Via
	if in.message != nil {
		m, channel = &in.message.Message, in.message.Channel
	}
	if m.ID == "" || in.message == nil && !in.carriesOn {
		return
	}
	b := r.shard.batch
	b.Remembered = append(b.Remembered, &RememberedRow{
		Channel: channel, Message: m.ID, Conversation: row.ID, Contact: row.Contact,
		Position: m.Position, At: in.now, Outcome: outcome,
	})
	r.prune(in.now)
}

// prune drops, about once an hour, what is older than it is to be kept. The lock is held.
func (r *Router) prune(now time.Time) {
	if now.Sub(r.prunedAt) <= time.Hour {
		return
	}
	r.prunedAt = now
	b := r.shard.batch
	b.Prune = now.Add(-r.cfg.RememberFor)
	if keep := r.defs.desk.Retention.Closed; keep > 0 {
		b.Expire = now.Add(-keep)
		r.shard.expireClosed(b.Expire)
	}
}

// finish ends a change: runs take their stored form if they are to, and the other conversations it moved are named.
func (r *Router) finish(own string) []string {
	s := r.shard
	var others []string
	others = append(others, s.gone...)
	for _, id := range s.touched {
		if id != own && !slices.Contains(others, id) {
			others = append(others, id)
		}
		if row := s.rows[id]; r.cfg.EncodeRuns && row != nil && row.Run != nil {
			row.Stored, row.Run = row.Run.Encode(), nil
		}
	}
	return others
}

// start begins the workflow that the message, or the host, starts.
func (in *intake) start(t *Turn) {
	scene := in.scene(in.defs.tenant)
	scene.Team = in.team
	var program *Program
	event := Event(Received{Message: in.row.Message})
	*t = Turn{scene: scene, now: in.now, effects: t.effects[:0], entries: t.entries[:0]}
	if in.manual != "" {
		event = Started{}
		if program = in.defs.byName(in.manual); program == nil {
			in.turned = failed(scene, fmt.Sprintf("there is no workflow %q to start", in.manual))
			return
		}
	} else if program = in.defs.choose(t, OnMessage, OnOpened); program == nil {
		in.turned = failed(scene, "no workflow matches")
		in.turned.Trace = t.entries
		return
	}
	in.begin(t, program, scene, event)
}

// begin begins a run; what was passed over before it is told first.
func (in *intake) begin(t *Turn, program *Program, scene Scene, event Event) {
	guards := slices.Clone(t.entries)
	in.turned = program.step(t, program.Begin(), scene, event, in.now)
	if len(guards) > 0 {
		in.turned.Trace = slices.Concat(guards, in.turned.Trace)
	}
}

// teamOf tells how teams stand, for turns that are decided beside the shard; nil: nobody asks. The lock is held, but not when
// it is asked.
func (r *Router) teamOf(channel string) func(team string) TeamState {
	if !r.defs.asksTeams {
		return nil
	}
	return func(team string) TeamState {
		r.mu.Lock()
		defer r.mu.Unlock()
		if r.shard == nil {
			return TeamState{}
		}
		t := &Turn{scene: Scene{Channel: channel}, now: r.now(), shard: r.shard}
		return r.shard.teamState(t, team)
	}
}

// step moves the run that is under way; one whose definition is gone is the fallback's.
func (in *intake) step(t *Turn, event Event) {
	scene := in.scene(in.defs.tenant)
	scene.Team = in.team
	run, gone := in.defs.run(in.row)
	if run == nil {
		in.turned = failed(scene, gone)
		return
	}
	in.turned = run.program.step(t, run, scene, event, in.now)
}

func failed(scene Scene, reason string) Turned {
	return Turned{Rest: Rest{Kind: RestFailed, Reason: reason}, Scene: scene}
}
