package ushertest

import (
	"context"
	"slices"
	"sync"

	"github.com/gousher/usher"
)

// crookedErasures are the ways in which a store may be wrong about what is to be gone, and about runs.
func crookedErasures() []crookedness {
	return []crookedness{
		{"miscounts what it erases", "what is erased is counted", ruleForgottenCount, func(s *crookedStore) {
			s.commit = func(ctx context.Context, lease usher.Lease, head uint64, batch *usher.Batch) error {
				err := s.MemoryStore.Commit(ctx, lease, head, batch)
				for _, erasure := range batch.Forgotten {
					erasure.Effects-- // those that were given up, for one
				}
				return err
			}
		}},
		{"counts nothing", "what is erased is counted", ruleForgottenCount, func(s *crookedStore) {
			s.commits(func(batch *usher.Batch) {
				batch.Forgotten = slices.Clone(batch.Forgotten)
				for i, erasure := range batch.Forgotten {
					batch.Forgotten[i] = &usher.Erasure{Contact: erasure.Contact}
				}
			})
		}},
		{"counts before it refuses", "what is erased is counted", ruleForgottenCount, func(s *crookedStore) {
			s.commit = func(ctx context.Context, lease usher.Lease, head uint64, batch *usher.Batch) error {
				err := s.MemoryStore.Commit(ctx, lease, head, batch)
				if err != nil {
					for _, erasure := range batch.Forgotten {
						erasure.Conversations = 1
					}
				}
				return err
			}
		}},
		{"drops what was closed at the very instant", "what was closed long ago is dropped", ruleExpire, func(s *crookedStore) {
			s.commits(func(batch *usher.Batch) {
				if !batch.Expire.IsZero() {
					batch.Expire = batch.Expire.Add(1)
				}
			})
		}},
		{"drops nothing that was closed", "what was closed long ago is dropped", ruleExpire, func(s *crookedStore) {
			s.commits(func(batch *usher.Batch) { batch.Expire = someInstant.AddDate(-9, 0, 0) })
		}},
		{"drops by when it was closed last, open or not", "what was closed long ago is dropped", ruleExpire, func(s *crookedStore) {
			s.commits(func(batch *usher.Batch) {
				batch.Conversations = slices.Clone(batch.Conversations)
				for i, row := range batch.Conversations {
					if row.ID == "open again" {
						batch.Conversations[i] = changed(row, func(row *usher.ConversationRow) { row.State = usher.StateClosed })
					}
				}
			})
		}},
		{"keeps what the messages came to of what it drops", "what was closed long ago is dropped", ruleExpire, keepsBehind(
			func(from, to *usher.Batch) { to.Remembered = slices.Concat(from.Remembered, to.Remembered) })},
		{"keeps the effects of what it drops", "what was closed long ago is dropped", ruleExpire, keepsBehind(
			func(from, to *usher.Batch) { to.Outbox = slices.Concat(from.Outbox, to.Outbox) })},
		{"drops the contacts as well", "what was closed long ago is dropped", ruleExpire, func(s *crookedStore) {
			s.fetches(func(found *usher.Found) {
				if found.Conversation == nil {
					found.Contact = nil
				}
			})
		}},
		{"loses the runs within runs", "a run within a run is kept", ruleLoad, func(s *crookedStore) {
			s.conversations(func(row *usher.ConversationRow) { row.Run, row.Stored = nil, nil })
		}},
		{"loses encoded runs", "a run within a run is kept", ruleFetch, func(s *crookedStore) {
			s.fetches(func(found *usher.Found) {
				if found.Conversation != nil {
					found.Conversation = changed(found.Conversation, func(row *usher.ConversationRow) { row.Stored = nil })
				}
			})
		}},
	}
}

// keepsBehind is a store that brings something back of what was committed first when it is to drop what was closed.
func keepsBehind(bring func(from, to *usher.Batch)) func(s *crookedStore) {
	return func(s *crookedStore) {
		var mu sync.Mutex
		var first *usher.Batch
		s.commits(func(batch *usher.Batch) {
			mu.Lock()
			defer mu.Unlock()
			if first == nil {
				first = batch
			}
			if !batch.Expire.IsZero() {
				bring(first, batch)
			}
		})
	}
}
