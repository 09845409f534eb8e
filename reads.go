package usher

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// A View is what there is of a conversation.
type View struct {
	Outcome    Outcome // where it is; its trace is the one of the last change
	Contact    Contact
	Transcript []Line
	Variables  map[string]any
	Fallback   string
	// Priority is that of the assignment which it waits by or was given by, without aging.
	Priority int
	OpenedAt time.Time
	// Undeliverable are the effects that were given up, with the reasons.
	Undeliverable []string
}

// Conversation is what there is of one conversation; [ErrUnknown] if there is none.
func (r *Router) Conversation(ctx context.Context, id string) (View, error) {
	var view View
	err := r.read(ctx, id, func(s *Shard, row *ConversationRow, contact *ContactRow) {
		outcome := s.outcomeAt(row, r.now())
		if queued, ok := outcome.(Queued); ok { // what is missing now
			queued.Missing = s.consider(row, row.Place, decided{}).Missing
			outcome = queued
		}
		view = View{
			Outcome: outcome, Transcript: slices.Clone(row.Transcript),
			Fallback: row.Fallback, OpenedAt: row.OpenedAt, Undeliverable: slices.Clone(row.Undeliverable),
		}
		if contact != nil {
			view.Contact = contact.Contact
		}
		if row.Place != nil && row.State != StateClosed {
			view.Priority = row.Place.Priority
		}
		run, _ := r.defs.run(row)
		view.Variables = run.answers()
	})
	return view, err
}

// Explain is the record of a conversation: every decision so far, with its reasons; [ErrUnknown] if there is none.
func (r *Router) Explain(ctx context.Context, id string) (Trace, error) {
	var trace Trace
	err := r.read(ctx, id, func(_ *Shard, row *ConversationRow, _ *ContactRow) { trace = slices.Clone(row.Trace) })
	return trace, err
}

func (r *Router) read(ctx context.Context, id string, look func(*Shard, *ConversationRow, *ContactRow)) error {
	if err := checkID("conversation", id); err != nil {
		return err
	}
	return r.redo(ctx, func() error {
		r.mu.Lock()
		defer r.mu.Unlock()
		if err := r.ensure(ctx); err != nil {
			return err
		}
		found, err := r.fetch(ctx, Key{Conversation: id}) // and find out if another owner has come
		if err != nil {
			return err
		}
		if err := r.await(ctx); err != nil {
			return err
		}
		switch row := r.shard.rows[id]; {
		case row != nil:
			look(r.shard, row, r.shard.contact(row.Contact))
			return nil
		case found.Conversation == nil:
			return fmt.Errorf("%w conversation %q", ErrUnknown, id)
		}
		look(r.shard, found.Conversation, found.Contact)
		return nil
	})
}

// current makes sure that what is in memory is what the store has: loaded, durable, and still ours.
func (r *Router) current(ctx context.Context) error {
	if err := r.ensure(ctx); err != nil {
		return err
	}
	if _, err := r.fetch(ctx, Key{}); err != nil {
		return err
	}
	return r.await(ctx)
}

// An AgentView is an agent at work.
type AgentView struct {
	Agent     Agent
	Status    Status
	Load      Units // of open work, offers included
	Capacity  Units
	IdleSince time.Time
	// Handled is how many conversations he was given today, in the zone of his hours.
	Handled int
	// Conversations are the ones he owns, in order; Offered are those he is asked about.
	Conversations []string
	Offered       []string
}

func (s *Shard) view(a *agentState) AgentView {
	view := AgentView{
		Agent: a.agent, Status: a.status, Load: a.load, Capacity: a.agent.capacity(), IdleSince: a.idleSince,
		Handled: a.handledToday(s.today(a)),
	}
	for _, id := range sortedKeys(a.work) {
		if s.rows[id].State == StateOffered {
			view.Offered = append(view.Offered, id)
		} else {
			view.Conversations = append(view.Conversations, id)
		}
	}
	return view
}

// Agents are all who work here, in the order of the desk.
func (r *Router) Agents(ctx context.Context) ([]AgentView, error) {
	var views []AgentView
	err := r.redo(ctx, func() error {
		r.mu.Lock()
		defer r.mu.Unlock()
		if err := r.current(ctx); err != nil {
			return err
		}
		views = nil
		for _, a := range r.shard.staff.roster {
			views = append(views, r.shard.view(a))
		}
		return nil
	})
	return views, err
}

// Waiting are the conversations that wait for an agent, those to be served first coming first, team by team.
func (r *Router) Waiting(ctx context.Context) ([]Queued, error) {
	var queued []Queued
	err := r.redo(ctx, func() error {
		r.mu.Lock()
		defer r.mu.Unlock()
		if err := r.current(ctx); err != nil {
			return err
		}
		queued = nil
		now := r.now()
		told := map[string]bool{}
		for _, team := range r.shard.queued() {
			for item := range r.shard.backlog.InOrder(team, nanos(now)) {
				id := item.Value.conversation
				if outcome, ok := r.shard.outcomeAt(r.shard.rows[id], now).(Queued); ok && !told[id] {
					outcome.Missing = ""
					told[id] = true
					queued = append(queued, outcome)
				}
			}
		}
		return nil
	})
	return queued, err
}

// queued are the queues in which anybody waits, in order.
func (s *Shard) queued() []string {
	teams := map[string]bool{}
	for _, item := range s.waits {
		for _, team := range item.Value.place.queueTeams() {
			teams[team] = true
		}
	}
	return sortedKeys(teams)
}

// Undelivered tells that an effect which Deliver has accepted did not reach the contact after all, as channels report
// it later. A question, or a text whose step wants to know, takes its exit; anything else changes nothing.
func (r *Router) Undelivered(ctx context.Context, conversation, key, reason string) (Outcome, error) {
	number := uint64(0)
	err := r.read(ctx, conversation, func(_ *Shard, row *ConversationRow, _ *ContactRow) {
		if run, _ := r.defs.run(row); run != nil && run.delivery > 0 {
			header := Header{Tenant: r.cfg.Tenant, Conversation: row.ID, Born: row.Born, Number: run.delivery}
			if header.Key() == key {
				number = run.delivery
			}
		}
	})
	if err != nil {
		return nil, err
	}
	if number == 0 {
		view, failed := r.Conversation(ctx, conversation)
		return view.Outcome, failed
	}
	if reason == "" {
		reason = "the channel reports it as undelivered"
	}
	var outcome Outcome
	r.withSeat(conversation, func(st *seat) {
		var others []string
		outcome, others, err = r.happened(ctx, st, happening{event: Undelivered{Reason: reason}, number: number})
		if err == nil && outcome != nil {
			outcome = r.afterwards(ctx, st, outcome, others)
		}
	})
	if err != nil {
		return nil, err
	}
	if outcome == nil {
		view, err := r.Conversation(ctx, conversation)
		return view.Outcome, err
	}
	return outcome, nil
}
