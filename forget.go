package usher

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// Forgotten says what [Router.Forget] erased.
type Forgotten struct {
	// Contact is whether he was known.
	Contact bool
	// Closed are his conversations that were open: they were closed first.
	Closed []string
	// Moved are the other conversations that this moved: agents who came free got the next one.
	Moved []Outcome
	// Erased counts what the store had of him: conversations with their runs, answers, transcripts and explanations;
	// remembered messages; effects that waited; timers.
	Erased Erasure
}

// Forget erases everything about one contact: what is remembered of him, his conversations with their runs, transcripts,
// timers, effects that wait, and remembered message ids. His open conversations are closed first. Explanations that the
// host has kept are the host's to erase.
func (r *Router) Forget(ctx context.Context, contact string) (Forgotten, error) {
	if err := checkID("contact", contact); err != nil {
		return Forgotten{}, err
	}
	var gone Forgotten
	for range maxRedo { // he may write meanwhile
		if err := r.forget(ctx, contact, &gone); !errors.Is(err, errOpen) {
			return gone, err
		}
	}
	return gone, fmt.Errorf("%w: the contact keeps writing", ErrUnavailable)
}

var errOpen = errors.New("the contact has a conversation that is open")

func (r *Router) forget(ctx context.Context, contact string, gone *Forgotten) error {
	open, err := r.openOf(ctx, contact)
	if err != nil {
		return err
	}
	for _, id := range open {
		outcomes, failed := r.end(ctx, id, CloseConversation{Summary: "the contact is forgotten"}, byForgetting)
		if failed != nil {
			return failed
		}
		gone.Moved = append(gone.Moved, slices.DeleteFunc(outcomes, func(o Outcome) bool {
			return o.Of().Conversation == id
		})...)
		gone.Closed = append(gone.Closed, id)
	}
	var erasure *Erasure
	known, err := r.knows(ctx, contact)
	if err != nil {
		return err
	}
	_, err = r.change(ctx, func(s *Shard) error {
		for _, id := range sortedKeys(s.rows) {
			if row := s.rows[id]; row.Contact == contact && row.State != StateClosed {
				return errOpen
			}
		}
		gone.Contact = known || s.contact(contact) != nil
		erasure = r.erase(s, contact)
		return nil
	})
	if err == nil {
		r.cfg.web.client.Forget() // answers of others about him
		gone.Erased = *erasure
	}
	return err
}

// knows reports whether the store has anything of a contact.
func (r *Router) knows(ctx context.Context, contact string) (known bool, err error) {
	err = r.redo(ctx, func() error {
		r.mu.Lock()
		defer r.mu.Unlock()
		if failed := r.ensure(ctx); failed != nil {
			return failed
		}
		found, failed := r.fetch(ctx, Key{Contact: contact})
		known = found.Contact != nil
		return failed
	})
	return known, err
}

func (r *Router) openOf(ctx context.Context, contact string) (open []string, err error) {
	err = r.redo(ctx, func() error {
		r.mu.Lock()
		defer r.mu.Unlock()
		if failed := r.ensure(ctx); failed != nil {
			return failed
		}
		open = nil
		for _, id := range sortedKeys(r.shard.rows) {
			if row := r.shard.rows[id]; row.Contact == contact && row.State != StateClosed {
				open = append(open, id)
			}
		}
		return nil
	})
	return open, err
}

// erase takes a contact out of memory and out of what waits for the next commit, and has the store do the same.
func (r *Router) erase(s *Shard, contact string) *Erasure {
	r.forgets++
	for _, id := range sortedKeys(s.rows) {
		if s.rows[id].Contact != contact {
			continue
		}
		s.erase(id)
		if st := r.seats[id]; st != nil {
			st.lane = st.lane[:0]
		}
		delete(r.retries, id)
	}
	for id, st := range r.seats { // of conversations that are closed, and not in memory any more
		if row := s.rows[id]; row != nil && row.Contact != contact {
			continue // it has another contact by now
		}
		st.lane = slices.DeleteFunc(st.lane, func(row *OutboxRow) bool { return row.Effect.Head().ContactID == contact })
		if len(st.lane) == 0 && st.pins == 0 && !st.delivering && st.calls == 0 {
			delete(r.retries, id)
			delete(r.seats, id)
		}
	}
	if entry := s.contacts[contact]; entry != nil {
		entry.row = nil
	}
	s.consulting, s.scratch = consultation{}, Turn{} // what the last assignment looked at
	s.batch.purge(contact, func(id string) bool { return s.rows[id] != nil && s.rows[id].Contact != contact })
	erasure := &Erasure{Contact: contact}
	s.batch.Forgotten = append(s.batch.Forgotten, erasure)
	return erasure
}
