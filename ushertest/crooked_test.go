package ushertest

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"sync"

	"github.com/gousher/usher"
)

// crookedStore is a memory store that does one thing wrong.
type crookedStore struct {
	*usher.MemoryStore

	acquire func(ctx context.Context, tenant string) (usher.Lease, error)
	load    func(ctx context.Context, lease usher.Lease) (*usher.Rows, error)
	fetch   func(ctx context.Context, lease usher.Lease, key usher.Key) (usher.Found, error)
	commit  func(ctx context.Context, lease usher.Lease, head uint64, batch *usher.Batch) error
}

func (s *crookedStore) Acquire(ctx context.Context, tenant string) (usher.Lease, error) {
	if s.acquire != nil {
		return s.acquire(ctx, tenant)
	}
	return s.MemoryStore.Acquire(ctx, tenant)
}

func (s *crookedStore) Load(ctx context.Context, lease usher.Lease) (*usher.Rows, error) {
	if s.load != nil {
		return s.load(ctx, lease)
	}
	return s.MemoryStore.Load(ctx, lease)
}

func (s *crookedStore) Fetch(ctx context.Context, lease usher.Lease, key usher.Key) (usher.Found, error) {
	if s.fetch != nil {
		return s.fetch(ctx, lease, key)
	}
	return s.MemoryStore.Fetch(ctx, lease, key)
}

func (s *crookedStore) Commit(ctx context.Context, lease usher.Lease, head uint64, batch *usher.Batch) error {
	if s.commit != nil {
		return s.commit(ctx, lease, head, batch)
	}
	return s.MemoryStore.Commit(ctx, lease, head, batch)
}

// loads lets everything that is loaded go through a function.
func (s *crookedStore) loads(change func(rows *usher.Rows)) {
	s.load = func(ctx context.Context, lease usher.Lease) (*usher.Rows, error) {
		rows, err := s.MemoryStore.Load(ctx, lease)
		if err == nil {
			change(rows)
		}
		return rows, err
	}
}

// fetches does the same with what is fetched.
func (s *crookedStore) fetches(change func(found *usher.Found)) {
	s.fetch = func(ctx context.Context, lease usher.Lease, key usher.Key) (usher.Found, error) {
		found, err := s.MemoryStore.Fetch(ctx, lease, key)
		if err == nil {
			change(&found)
		}
		return found, err
	}
}

// commits does the same with every batch, a copy of it.
func (s *crookedStore) commits(change func(batch *usher.Batch)) {
	s.commit = func(ctx context.Context, lease usher.Lease, head uint64, batch *usher.Batch) error {
		changed := *batch
		change(&changed)
		return s.MemoryStore.Commit(ctx, lease, head, &changed)
	}
}

// changed is a row with a change in it.
func changed[R any](row *R, change func(*R)) *R {
	own := *row
	change(&own)
	return &own
}

// conversations lets every loaded conversation be another one.
func (s *crookedStore) conversations(change func(row *usher.ConversationRow)) {
	s.loads(func(rows *usher.Rows) {
		for i, row := range rows.Conversations {
			rows.Conversations[i] = changed(row, change)
		}
	})
}

// crooked are the ways in which a store may be wrong: how, which check is to find it, by which rule.
func crooked() []crookedness {
	return append([]crookedness{
		{"keeps its epoch", "an owner is fenced by the next one", ruleAcquire, func(s *crookedStore) {
			var mu sync.Mutex
			first := map[string]usher.Lease{}
			s.acquire = func(ctx context.Context, tenant string) (usher.Lease, error) {
				mu.Lock()
				defer mu.Unlock()
				if lease, known := first[tenant]; known {
					return lease, nil
				}
				lease, err := s.MemoryStore.Acquire(ctx, tenant)
				first[tenant] = lease
				return lease, err
			}
		}},
		{"gives many owners one epoch", "one of many owners wins", ruleAcquire, func(s *crookedStore) {
			s.acquire = func(ctx context.Context, tenant string) (usher.Lease, error) {
				lease, err := s.MemoryStore.Acquire(ctx, tenant)
				lease.Epoch = 1
				return lease, err
			}
		}},
		{"accepts every owner", "an owner is fenced by the next one", ruleCommitFenced, func(s *crookedStore) {
			s.commit = func(ctx context.Context, lease usher.Lease, head uint64, batch *usher.Batch) error {
				present := lease
				for { // the epoch is guessed
					err := s.MemoryStore.Commit(ctx, present, head, batch)
					if err == nil || present.Epoch > lease.Epoch+9 {
						return err
					}
					present.Epoch++
				}
			}
		}},
		{"loads for everybody", "an owner is fenced by the next one", ruleLoadFenced, func(s *crookedStore) {
			s.load = func(ctx context.Context, lease usher.Lease) (*usher.Rows, error) {
				rows, err := s.MemoryStore.Load(ctx, lease)
				if err != nil && ctx.Err() == nil {
					return &usher.Rows{}, nil
				}
				return rows, err
			}
		}},
		{"fetches for everybody", "an owner is fenced by the next one", ruleFetchFenced, func(s *crookedStore) {
			s.fetch = func(ctx context.Context, lease usher.Lease, key usher.Key) (usher.Found, error) {
				found, err := s.MemoryStore.Fetch(ctx, lease, key)
				if err != nil && ctx.Err() == nil {
					return usher.Found{}, nil
				}
				return found, err
			}
		}},
		{"forgets its head", "a commit needs the epoch and the head", ruleHead, func(s *crookedStore) {
			s.acquire = func(ctx context.Context, tenant string) (usher.Lease, error) {
				lease, err := s.MemoryStore.Acquire(ctx, tenant)
				lease.Head++
				return lease, err
			}
		}},
		{"takes any head", "a commit needs the epoch and the head", ruleCommitFenced, anyHead},
		{"takes all of many commits", "one of many commits wins", ruleCommitFenced, anyHead},
		{"keeps what it refuses", "a refused commit leaves nothing", ruleCommitFenced, func(s *crookedStore) {
			s.commit = func(ctx context.Context, lease usher.Lease, head uint64, batch *usher.Batch) error {
				err := s.MemoryStore.Commit(ctx, lease, head, batch)
				if err != nil {
					_ = s.MemoryStore.Commit(ctx, lease, head-1, &usher.Batch{Timers: batch.Timers})
				}
				return err
			}
		}},
		{"loses a variable", "what was committed is loaded", ruleLoad, func(s *crookedStore) {
			s.conversations(func(row *usher.ConversationRow) { row.Run = nil })
		}},
		{"loses what is kept", "what was committed is loaded", ruleLoad, func(s *crookedStore) {
			s.conversations(func(row *usher.ConversationRow) { row.Kept = nil })
		}},
		{"loses nanoseconds", "what was committed is loaded", ruleLoad, func(s *crookedStore) {
			s.conversations(func(row *usher.ConversationRow) { row.Born = row.Born.Truncate(1000) })
		}},
		{"loses the place in the queue", "what was committed is loaded", ruleLoad, func(s *crookedStore) {
			s.conversations(func(row *usher.ConversationRow) { row.Place = nil })
		}},
		{"makes JSON of fields", "what was committed is loaded", ruleLoad, func(s *crookedStore) {
			s.loads(func(rows *usher.Rows) {
				for i, row := range rows.Contacts {
					rows.Contacts[i] = changed(row, func(row *usher.ContactRow) {
						data, _ := json.Marshal(row.Contact)
						row.Contact = usher.Contact{}
						_ = json.Unmarshal(data, &row.Contact)
					})
				}
			})
		}},
		{"drops agents who left", "what was committed is loaded", ruleLoad, func(s *crookedStore) {
			s.loads(func(rows *usher.Rows) {
				rows.Agents = slices.DeleteFunc(rows.Agents, func(row *usher.AgentRow) bool { return row.Removed })
			})
		}},
		{"drops dead letters", "what was committed is loaded", ruleOutboxDead, func(s *crookedStore) {
			s.loads(func(rows *usher.Rows) {
				rows.Outbox = slices.DeleteFunc(rows.Outbox, func(row *usher.OutboxRow) bool { return row.Dead != "" })
			})
		}},
		{"drops timers that are overdue", "what was committed is loaded", ruleLoad, func(s *crookedStore) {
			s.loads(func(rows *usher.Rows) {
				rows.Timers = slices.DeleteFunc(rows.Timers, func(row usher.TimerRow) bool { return row.Due.Before(someInstant) })
			})
		}},
		{"fetches no contacts of conversations", "what was committed is fetched", ruleFetchContact, func(s *crookedStore) {
			s.fetch = func(ctx context.Context, lease usher.Lease, key usher.Key) (usher.Found, error) {
				found, err := s.MemoryStore.Fetch(ctx, lease, key)
				if key.Contact == "" {
					found.Contact = nil
				}
				return found, err
			}
		}},
		{"makes up what it does not have", "what was committed is fetched", ruleFetch, func(s *crookedStore) {
			s.fetches(func(found *usher.Found) {
				if found.Contact == nil {
					found.Contact = &usher.ContactRow{}
				}
			})
		}},
		{"finds something under nothing", "what was committed is fetched", ruleFetchEmpty, func(s *crookedStore) {
			s.fetch = func(ctx context.Context, lease usher.Lease, key usher.Key) (usher.Found, error) {
				if key.Message == "" {
					key.Message = "m"
				}
				return s.MemoryStore.Fetch(ctx, lease, key)
			}
		}},
		{"loads effects of what is open only", "what is closed is fetched and not loaded", ruleLoad, func(s *crookedStore) {
			s.loads(func(rows *usher.Rows) {
				rows.Outbox = slices.DeleteFunc(rows.Outbox, func(effect *usher.OutboxRow) bool {
					return !slices.ContainsFunc(rows.Conversations, func(row *usher.ConversationRow) bool { return row.ID == effect.Conversation })
				})
			})
		}},
		{"forgets what is closed", "what is closed is fetched and not loaded", ruleFetch, func(s *crookedStore) {
			s.fetches(func(found *usher.Found) {
				if found.Conversation != nil && found.Conversation.State == usher.StateClosed {
					found.Conversation = nil
				}
			})
		}},
		{"takes the first of a key", "the last row of a key counts", ruleBatchLast, func(s *crookedStore) {
			s.commits(func(batch *usher.Batch) {
				batch.Conversations = slices.Clone(batch.Conversations)
				slices.Reverse(batch.Conversations)
			})
		}},
		{"keeps the batch itself", "the batch is used again", ruleCommitReuse, func(s *crookedStore) {
			var mu sync.Mutex
			var last *usher.Batch
			s.commit = func(ctx context.Context, lease usher.Lease, head uint64, batch *usher.Batch) error {
				mu.Lock()
				defer mu.Unlock()
				last = batch
				return s.MemoryStore.Commit(ctx, lease, head, batch)
			}
			s.loads(func(rows *usher.Rows) {
				mu.Lock()
				defer mu.Unlock()
				if last != nil && len(last.Timers) == 1 {
					rows.Timers = last.Timers
				}
			})
		}},
		{"keeps every timer", "timers are moved and stopped", ruleTimerOne, func(s *crookedStore) {
			s.commits(func(batch *usher.Batch) {
				batch.Timers = slices.Clone(batch.Timers)
				for i, row := range batch.Timers {
					if !row.Due.IsZero() && row.Fence == 8 {
						batch.Timers[i].Kind = 99
					}
				}
			})
		}},
		{"stops no timers", "timers are moved and stopped", ruleTimerStopped, func(s *crookedStore) {
			s.commits(func(batch *usher.Batch) {
				batch.Timers = slices.DeleteFunc(slices.Clone(batch.Timers), func(row usher.TimerRow) bool { return row.Due.IsZero() })
			})
		}},
		{"orders effects as they came", "the outbox is in order", ruleLoad, func(s *crookedStore) {
			s.loads(func(rows *usher.Rows) { slices.Reverse(rows.Outbox) })
		}},
		{"deletes effects by number", "what was delivered is gone", ruleOutboxBorn, func(s *crookedStore) {
			s.commits(func(batch *usher.Batch) {
				batch.Delivered = slices.Clone(batch.Delivered)
				for i := range batch.Delivered {
					batch.Delivered[i].Born = someInstant.UnixNano()
				}
			})
		}},
		{"deletes no effects", "what was delivered is gone", ruleBatchDelivered, func(s *crookedStore) {
			s.commits(func(batch *usher.Batch) { batch.Delivered = nil })
		}},
		{"knows ids whatever their channel", "message ids are remembered and pruned", ruleRemembered, func(s *crookedStore) {
			s.commits(func(batch *usher.Batch) {
				batch.Remembered = slices.Clone(batch.Remembered)
				for i, row := range batch.Remembered {
					batch.Remembered[i] = changed(row, func(row *usher.RememberedRow) { row.Channel = "" })
				}
			})
			own := s.MemoryStore
			s.fetch = func(ctx context.Context, lease usher.Lease, key usher.Key) (usher.Found, error) {
				key.Channel = ""
				return own.Fetch(ctx, lease, key)
			}
		}},
		{"loses outcomes", "message ids are remembered and pruned", ruleRemembered, func(s *crookedStore) {
			s.fetches(func(found *usher.Found) {
				if found.Remembered != nil {
					found.Remembered = changed(found.Remembered, func(row *usher.RememberedRow) { row.Outcome = row.Outcome.Of() })
				}
			})
		}},
		{"prunes too much", "message ids are remembered and pruned", rulePrune, func(s *crookedStore) {
			s.commits(func(batch *usher.Batch) {
				if !batch.Prune.IsZero() {
					batch.Prune = batch.Prune.Add(1)
				}
			})
		}},
		{"prunes nothing", "message ids are remembered and pruned", rulePrune, func(s *crookedStore) {
			s.commits(func(batch *usher.Batch) { batch.Prune = someInstant.AddDate(-1, 0, 0) })
		}},
		{"forgets nobody", "a contact is forgotten", ruleForgotten, func(s *crookedStore) {
			s.commits(func(batch *usher.Batch) { batch.Forgotten = nil })
		}},
		{"forgets too late", "a contact is forgotten", ruleForgottenFirst, func(s *crookedStore) {
			s.commits(func(batch *usher.Batch) {
				batch.Contacts = slices.DeleteFunc(slices.Clone(batch.Contacts), func(row *usher.ContactRow) bool {
					return slices.ContainsFunc(batch.Forgotten, func(e *usher.Erasure) bool { return e.Contact == row.ID })
				})
			})
		}},
		{"sorts the agents", "agents keep their order", ruleAgentOrder, func(s *crookedStore) {
			s.loads(func(rows *usher.Rows) {
				slices.SortFunc(rows.Agents, func(a, b *usher.AgentRow) int { return strings.Compare(a.Agent.ID, b.Agent.ID) })
			})
		}},
		{"is one for all tenants", "tenants are apart", ruleStoreTenant, func(s *crookedStore) {
			s.acquire = func(ctx context.Context, tenant string) (usher.Lease, error) {
				return s.MemoryStore.Acquire(ctx, strings.ToLower(tenant))
			}
		}},
		{"folds names", "names are taken as they are", ruleFetch, func(s *crookedStore) {
			s.fetch = func(ctx context.Context, lease usher.Lease, key usher.Key) (usher.Found, error) {
				key.Conversation = strings.ToLower(key.Conversation)
				return s.MemoryStore.Fetch(ctx, lease, key)
			}
		}},
		{"takes no notice of contexts", "an ended context is obeyed", ruleStoreContext, func(s *crookedStore) {
			s.load = func(ctx context.Context, lease usher.Lease) (*usher.Rows, error) {
				return s.MemoryStore.Load(context.WithoutCancel(ctx), lease)
			}
		}},
		{"keeps half of a commit", "an ended context is obeyed", ruleStoreContext, func(s *crookedStore) {
			s.commit = func(ctx context.Context, lease usher.Lease, head uint64, batch *usher.Batch) error {
				if ctx.Err() != nil {
					half := *batch
					half.Conversations = half.Conversations[:2]
					_ = s.MemoryStore.Commit(context.WithoutCancel(ctx), lease, head, &half)
				}
				return s.MemoryStore.Commit(ctx, lease, head, batch)
			}
		}},
		{"shows a commit half done", "a commit is seen whole", ruleCommit, func(s *crookedStore) {
			s.loads(func(rows *usher.Rows) {
				if len(rows.Conversations) == 4 {
					rows.Conversations[3] = changed(rows.Conversations[3], func(row *usher.ConversationRow) { row.Version++ })
				}
			})
		}},
	}, crookedErasures()...)
}

func anyHead(s *crookedStore) {
	s.commit = func(ctx context.Context, lease usher.Lease, _ uint64, batch *usher.Batch) error {
		for head := range uint64(1000) {
			if err := s.MemoryStore.Commit(ctx, lease, head, batch); err == nil {
				return nil
			}
		}
		return usher.ErrFenced
	}
}

type crookedness struct {
	how, check, rule string
	spoil            func(s *crookedStore)
}
