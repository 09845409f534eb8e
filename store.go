package usher

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"sync"
	"time"
)

// A Store keeps what a router commits. It knows rows, not rules: every store runs the same deciding code, which lives in
// the router's memory and is loaded again whenever a commit fails.
//
// All methods may be called concurrently. They obey their context, but Commit finishes what it has begun. A tenant's
// rows are never seen by another tenant.
type Store interface {
	// Acquire makes the caller the owner of the tenant's shard and raises its epoch: every commit under an earlier
	// epoch is refused from now on, whatever its clock says.
	Acquire(ctx context.Context, tenant string) (Lease, error)
	// Load returns everything that is live in the shard: conversations that are not closed, their contacts, agents in the
	// order in which they were first kept, timers, and the outbox in order. It fails with [ErrFenced] if the lease has
	// been lost.
	Load(ctx context.Context, lease Lease) (*Rows, error)
	// Fetch returns the conversation, the contact and the remembered message of the key, as far as they exist. It fails
	// with [ErrFenced] if the lease has been lost.
	Fetch(ctx context.Context, lease Lease, key Key) (Found, error)
	// Commit keeps the whole batch or nothing of it, and returns once it is durable, as far as the store promises that.
	// It fails with [ErrFenced], and keeps nothing, if the lease's epoch or the head is not the shard's. After any other
	// error the caller does not know whether it was kept, and loads again. The batch may be used again after the
	// return, its rows not: a store may keep them.
	Commit(ctx context.Context, lease Lease, head uint64, batch *Batch) error
}

// A Lease is the ownership of a shard.
type Lease struct {
	Tenant string
	Epoch  uint64
	// Head counts the commits of the shard so far.
	Head uint64
}

// A Key is what [Store.Fetch] looks for. Empty fields look for nothing.
type Key struct {
	Conversation string
	Contact      string
	Channel      string
	Message      string
}

// Found is what a store has under a [Key]. Rows that do not exist are nil.
type Found struct {
	Conversation *ConversationRow
	Contact      *ContactRow // the key's, or else the conversation's
	Remembered   *RememberedRow
}

// MemoryStore is the embedded default: it keeps everything in memory, for as long as the process lives. It is durable
// enough for tests, simulation and hosts that can afford to forget.
type MemoryStore struct {
	mu     sync.Mutex
	shards map[string]*memoryShard
}

type memoryShard struct {
	epoch, head   uint64
	conversations map[string]*ConversationRow
	contacts      map[string]*ContactRow
	agents        map[string]*AgentRow
	agentOrder    []string
	timers        map[timerKey]TimerRow
	outbox        map[OutboxKey]*OutboxRow
	remembered    map[rememberedKey]*RememberedRow
}

type rememberedKey struct{ channel, message string }

// NewMemoryStore is an empty store.
func NewMemoryStore() *MemoryStore { return &MemoryStore{shards: map[string]*memoryShard{}} }

func (m *MemoryStore) shard(tenant string) *memoryShard {
	s := m.shards[tenant]
	if s == nil {
		s = &memoryShard{
			conversations: map[string]*ConversationRow{}, contacts: map[string]*ContactRow{},
			agents: map[string]*AgentRow{}, timers: map[timerKey]TimerRow{}, outbox: map[OutboxKey]*OutboxRow{},
			remembered: map[rememberedKey]*RememberedRow{},
		}
		m.shards[tenant] = s
	}
	return s
}

// owned is the shard of a lease that still holds.
func (m *MemoryStore) owned(ctx context.Context, lease Lease) (*memoryShard, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s := m.shard(lease.Tenant)
	if s.epoch != lease.Epoch {
		return nil, ErrFenced
	}
	return s, nil
}

// Acquire raises the epoch.
func (m *MemoryStore) Acquire(ctx context.Context, tenant string) (Lease, error) {
	if err := ctx.Err(); err != nil {
		return Lease{}, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	s := m.shard(tenant)
	s.epoch++
	return Lease{Tenant: tenant, Epoch: s.epoch, Head: s.head}, nil
}

// Load returns what is live.
func (m *MemoryStore) Load(ctx context.Context, lease Lease) (*Rows, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	s, err := m.owned(ctx, lease)
	if err != nil {
		return nil, err
	}
	rows := &Rows{}
	for _, id := range sortedKeys(s.conversations) {
		row := s.conversations[id]
		if row.State == StateClosed {
			continue
		}
		rows.Conversations = append(rows.Conversations, row)
		if contact := s.contacts[row.Contact]; contact != nil {
			rows.Contacts = append(rows.Contacts, contact)
		}
	}
	for _, id := range s.agentOrder {
		rows.Agents = append(rows.Agents, s.agents[id])
	}
	for _, timer := range s.timers {
		rows.Timers = append(rows.Timers, timer)
	}
	for _, row := range s.outbox {
		rows.Outbox = append(rows.Outbox, row)
	}
	slices.SortFunc(rows.Outbox, func(a, b *OutboxRow) int {
		return cmp.Or(cmp.Compare(a.Conversation, b.Conversation), cmp.Compare(a.Number, b.Number))
	})
	return rows, nil
}

// Fetch looks rows up.
func (m *MemoryStore) Fetch(ctx context.Context, lease Lease, key Key) (Found, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	s, err := m.owned(ctx, lease)
	if err != nil {
		return Found{}, err
	}
	found := Found{Conversation: s.conversations[key.Conversation], Contact: s.contacts[key.Contact]}
	if key.Contact == "" && found.Conversation != nil {
		found.Contact = s.contacts[found.Conversation.Contact]
	}
	if key.Message != "" {
		found.Remembered = s.remembered[rememberedKey{key.Channel, key.Message}]
	}
	return found, nil
}

// Commit keeps the batch.
func (m *MemoryStore) Commit(ctx context.Context, lease Lease, head uint64, batch *Batch) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return m.keep(lease, head, batch)
}

func (m *MemoryStore) keep(lease Lease, head uint64, batch *Batch) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	s := m.shard(lease.Tenant)
	if s.epoch != lease.Epoch || s.head != head {
		return ErrFenced
	}
	s.head++
	for _, key := range batch.Delivered { // what nobody waits for any more is not counted among what is erased
		delete(s.outbox, key)
	}
	s.drop(batch)
	for _, row := range batch.Conversations {
		s.conversations[row.ID] = row
	}
	for _, row := range batch.Contacts {
		s.contacts[row.ID] = row
	}
	for _, row := range batch.Agents {
		if s.agents[row.Agent.ID] == nil {
			s.agentOrder = append(s.agentOrder, row.Agent.ID)
		}
		s.agents[row.Agent.ID] = row
	}
	for _, row := range batch.Timers {
		if key := (timerKey{row.Conversation, row.Kind}); row.Due.IsZero() {
			delete(s.timers, key)
		} else {
			s.timers[key] = row
		}
	}
	for _, row := range batch.Outbox {
		s.outbox[row.key()] = row
	}
	for _, key := range batch.Delivered {
		delete(s.outbox, key)
	}
	for _, row := range batch.Remembered {
		s.remembered[rememberedKey{row.Channel, row.Message}] = row
	}
	return nil
}

// drop forgets contacts, and ids that are old.
func (s *memoryShard) drop(batch *Batch) {
	for _, erasure := range batch.Forgotten {
		s.forget(erasure)
	}
	if !batch.Expire.IsZero() {
		s.expire(batch.Expire)
	}
	if !batch.Prune.IsZero() {
		maps.DeleteFunc(s.remembered, func(_ rememberedKey, row *RememberedRow) bool { return row.At.Before(batch.Prune) })
	}
}

// expire drops conversations that were closed before an instant, and have nothing to be delivered yet.
func (s *memoryShard) expire(before time.Time) {
	waits := map[string]bool{}
	for key, row := range s.outbox {
		waits[key.Conversation] = waits[key.Conversation] || row.Dead == ""
	}
	gone := map[string]bool{}
	for id, row := range s.conversations {
		if row.expired(before) && !waits[id] {
			gone[id] = true
			delete(s.conversations, id)
		}
	}
	maps.DeleteFunc(s.outbox, func(key OutboxKey, _ *OutboxRow) bool { return gone[key.Conversation] })
	maps.DeleteFunc(s.timers, func(key timerKey, _ TimerRow) bool { return gone[key.conversation] })
	for key, row := range s.remembered {
		if gone[row.Conversation] {
			s.remembered[key] = row.Bare()
		}
	}
}

func (s *memoryShard) forget(e *Erasure) {
	delete(s.contacts, e.Contact)
	gone := map[string]bool{}
	for id, row := range s.conversations {
		if row.Contact == e.Contact {
			gone[id] = true
			delete(s.conversations, id)
		}
	}
	e.Conversations = len(gone)
	timers, effects, messages := len(s.timers), len(s.outbox), len(s.remembered)
	maps.DeleteFunc(s.timers, func(key timerKey, _ TimerRow) bool { return gone[key.conversation] })
	maps.DeleteFunc(s.outbox, func(key OutboxKey, _ *OutboxRow) bool { return gone[key.Conversation] })
	maps.DeleteFunc(s.remembered, func(_ rememberedKey, row *RememberedRow) bool { return row.Contact == e.Contact })
	e.Timers, e.Effects, e.Messages = timers-len(s.timers), effects-len(s.outbox), messages-len(s.remembered)
}

// rememberFor is how long a message id is remembered if [Config.RememberFor] is zero: providers retry for days.
const rememberFor = 8 * 24 * time.Hour
