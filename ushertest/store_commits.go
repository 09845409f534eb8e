package ushertest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gousher/usher"
)

// fencing: whoever acquired the shard last owns it.
func fencing(s *shop) {
	first := s.lease
	if first.Tenant != "acme" {
		s.addf(ruleAcquire, "the lease of tenant acme is for %q", first.Tenant)
	}
	second := s.acquire("acme")
	if second.Epoch <= first.Epoch {
		s.addf(ruleAcquire, "the epoch was %d and is %d: it has to rise", first.Epoch, second.Epoch)
	}
	s.refuse(first, first.Head, stamped(1), "under an earlier epoch")
	if _, err := s.store.Load(s.ctx, first); !errors.Is(err, usher.ErrFenced) {
		s.addf(ruleLoadFenced, "Load under an earlier epoch was answered with %v instead of ErrFenced", err)
	}
	if _, err := s.store.Fetch(s.ctx, first, usher.Key{}); !errors.Is(err, usher.ErrFenced) {
		s.addf(ruleFetchFenced, "Fetch under an earlier epoch was answered with %v instead of ErrFenced", err)
	}
	future := second
	future.Epoch += 7
	s.refuse(future, second.Head, stamped(1), "under an epoch that nobody has")
	s.keep(stamped(2))
	s.acquire("acme")
	s.refuse(second, s.head, stamped(3), "by the owner before")
	s.same(ruleAcquire, "what the present owner kept", stamped(2).Conversations, byID(s.load().Conversations))
}

// heads: every commit counts, and says after which one it comes.
func heads(s *shop) {
	if s.lease.Head != 0 {
		s.addf(ruleHead, "the head of an empty shard is %d", s.lease.Head)
	}
	for n := range uint64(3) {
		s.refuse(s.lease, s.head+1, stamped(9), "ahead of the head")
		s.keep(stamped(n))
		s.refuse(s.lease, s.head-1, stamped(9), "behind the head")
	}
	s.keep(&usher.Batch{Prune: someInstant})
	if lease := s.acquire("acme"); lease.Head != 4 {
		s.addf(ruleHead, "after 4 commits the head is %d", lease.Head)
	}
}

// refusals: what was refused was not kept, not in part either.
func refusals(s *shop) {
	send := everyEffect("c0")[0]
	s.keep(&usher.Batch{
		Conversations: []*usher.ConversationRow{conversationRow("c0", "mia", usher.StateAsking)},
		Contacts:      []*usher.ContactRow{contactRow("mia")},
		Outbox:        []*usher.OutboxRow{outboxRow(send)},
		Timers:        []usher.TimerRow{timerRow("c0", usher.TimerAnswer, 0)},
		Remembered:    []*usher.RememberedRow{rememberedRow("web", "m1", someInstant, everyOutcome()[0])},
	})
	before := content(s.load())
	batch := stamped(50)
	batch.Contacts = []*usher.ContactRow{contactRow("tom")}
	batch.Agents = []*usher.AgentRow{agentRow("bo")}
	batch.Timers = []usher.TimerRow{{Conversation: "c0", Kind: usher.TimerAnswer}, timerRow("c1", usher.TimerQueue, 0)}
	batch.Outbox = []*usher.OutboxRow{outboxRow(everyEffect("c0")[1])}
	batch.Delivered = []usher.OutboxKey{outboxKey(send)}
	batch.Remembered = []*usher.RememberedRow{rememberedRow("web", "m2", someInstant, everyOutcome()[1])}
	batch.Forgotten, batch.Prune = erasures("mia"), someInstant.Add(time.Hour)
	s.refuse(s.lease, s.head+1, batch, "ahead of the head")
	if after := content(s.load()); after != before {
		s.addf(ruleCommitFenced, "a refused commit left something:\n\t%s", difference(before, after))
	}
	if found := s.fetch(usher.Key{Channel: "web", Message: "m1"}); found.Remembered == nil {
		s.addf(ruleCommitFenced, "a refused commit has pruned a remembered id")
	}
	if found := s.fetch(usher.Key{Channel: "web", Message: "m2"}); found.Remembered != nil {
		s.addf(ruleCommitFenced, "a refused commit left a remembered id")
	}
}

// lastRows: a batch is what several changes did.
func lastRows(s *shop) {
	older, newer := conversationRow("c0", "mia", usher.StateAsking), conversationRow("c0", "tom", usher.StateQueued)
	newer.Version = older.Version + 1
	contacts := []*usher.ContactRow{contactRow("tom"), contactRow("tom")}
	contacts[1].Version++
	agents := []*usher.AgentRow{agentRow("ana"), agentRow("ana")}
	agents[1].Status = usher.Offline
	sends := []*usher.OutboxRow{outboxRow(everyEffect("c0")[0]), outboxRow(everyEffect("c0")[0])}
	sends[1].Attempts = 9
	remembered := []*usher.RememberedRow{
		rememberedRow("web", "m1", someInstant, everyOutcome()[0]), rememberedRow("web", "m1", someInstant, everyOutcome()[4]),
	}
	s.keep(&usher.Batch{
		Conversations: []*usher.ConversationRow{older, newer}, Contacts: contacts, Agents: agents, Outbox: sends, Remembered: remembered,
		Timers: []usher.TimerRow{
			timerRow("c0", usher.TimerAnswer, 0), {Conversation: "c0", Kind: usher.TimerAnswer}, timerRow("c0", usher.TimerQueue, 5),
		},
	})
	rows := s.load()
	s.same(ruleBatchLast, "a conversation that is in the batch twice", []*usher.ConversationRow{newer}, rows.Conversations)
	s.same(ruleBatchLast, "a contact that is in the batch twice", contacts[1:], rows.Contacts)
	s.same(ruleBatchLast, "an agent who is in the batch twice", agents[1:], rows.Agents)
	s.same(ruleBatchLast, "an effect that is in the batch twice", sends[1:], rows.Outbox)
	s.same(ruleBatchLast, "a timer that is set and stopped", []usher.TimerRow{timerRow("c0", usher.TimerQueue, 5)}, rows.Timers)
	found := s.fetch(usher.Key{Channel: "web", Message: "m1"})
	s.same(ruleBatchLast, "a message id that is in the batch twice", remembered[1], found.Remembered)
}

// reuse: the lists are the caller's, the rows are not.
func reuse(s *shop) {
	want := stamped(1).Conversations
	batch := stamped(1)
	batch.Timers = []usher.TimerRow{timerRow("c0", usher.TimerAnswer, 0)}
	s.keep(batch)
	clear(batch.Conversations)
	batch.Timers[0] = timerRow("c1", usher.TimerQueue, 7)
	batch.Conversations = append(batch.Conversations[:0], conversationRow("other", "mia", usher.StateAsking))
	rows := s.load()
	s.same(ruleCommitReuse, "what was kept before the batch was used again", want, byID(rows.Conversations))
	s.same(ruleCommitReuse, "a timer that was kept before", []usher.TimerRow{timerRow("c0", usher.TimerAnswer, 0)}, rows.Timers)
}

// contexts: an ended one gets an error, and nothing in part.
func contexts(s *shop) {
	s.keep(stamped(1))
	ended, end := context.WithCancel(s.ctx)
	end()
	_, loaded := s.store.Load(ended, s.lease)
	_, fetched := s.store.Fetch(ended, s.lease, usher.Key{Conversation: "c0"})
	for name, err := range map[string]error{"Load": loaded, "Fetch": fetched} {
		if !errors.Is(err, context.Canceled) {
			s.addf(ruleStoreContext, "%s with a context that has ended was answered with %v", name, err)
		}
	}
	err := s.store.Commit(ended, s.lease, s.head, stamped(2))
	want := uint64(1)
	if err == nil {
		want = 2
	}
	s.lease = usher.Lease{}
	if _, refused := s.store.Acquire(ended, "acme"); !errors.Is(refused, context.Canceled) {
		s.addf(ruleStoreContext, "Acquire with a context that has ended was answered with %v", refused)
	}
	s.acquire("acme")
	rows := s.load().Conversations
	if whole(rows) != int(want) {
		s.addf(ruleStoreContext, "a commit with a context that has ended was answered with %v and left %d rows", err, len(rows))
	}
}

const crowd = 8

// manyOwners: each gets an epoch of its own, and the last one is the owner.
func manyOwners(s *shop) {
	var mu sync.Mutex
	epochs := map[uint64]usher.Lease{}
	var last uint64
	var all sync.WaitGroup
	for range crowd {
		all.Go(func() {
			lease, err := s.store.Acquire(s.ctx, "acme")
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				s.stopf(ruleStoreAtOnce, "one of several calls of Acquire failed: %v", err)
			}
			epochs[lease.Epoch] = lease
			last = max(last, lease.Epoch)
		})
	}
	all.Wait()
	if len(epochs) != crowd {
		s.addf(ruleAcquire, "%d owners at once got %d different epochs", crowd, len(epochs))
	}
	for epoch, lease := range epochs {
		if epoch != last {
			s.refuse(lease, lease.Head, stamped(1), "by one of several owners who was not the last")
		}
	}
	s.lease, s.head = epochs[last], epochs[last].Head
	s.keep(stamped(2))
}

// manyCommits: of several under one head one is kept, whole.
func manyCommits(s *shop) {
	var won atomic.Uint64
	var wins atomic.Int64
	var others sync.Map
	var all sync.WaitGroup
	for n := range uint64(crowd) {
		all.Go(func() {
			switch err := s.store.Commit(s.ctx, s.lease, s.head, stamped(n+1)); {
			case err == nil:
				wins.Add(1)
				won.Store(n + 1)
			case !errors.Is(err, usher.ErrFenced):
				others.Store(err.Error(), true)
			}
		})
	}
	all.Wait()
	others.Range(func(err, _ any) bool {
		s.addf(ruleStoreAtOnce, "one of several commits under one head was answered with %v instead of ErrFenced", err)
		return false
	})
	if wins.Load() != 1 {
		s.addf(ruleCommitFenced, "of %d commits under one head %d were accepted", crowd, wins.Load())
		return
	}
	s.head++
	s.same(ruleCommit, "the commit that was accepted", stamped(won.Load()).Conversations, byID(s.load().Conversations))
}

// wholeCommits: readers never see a part of a batch.
func wholeCommits(s *shop) {
	s.keep(stamped(0))
	done := make(chan struct{})
	var torn, failed atomic.Value
	var all sync.WaitGroup
	for range 3 {
		all.Go(func() {
			for {
				rows, err := s.store.Load(s.ctx, s.lease)
				switch {
				case err != nil:
					failed.Store(err.Error())
				case whole(rows.Conversations) < 0:
					torn.Store(fmt.Sprintf("%d rows of different commits", len(rows.Conversations)))
				}
				select {
				case <-done:
					return
				default:
				}
			}
		})
	}
	for n := range uint64(100) {
		s.keep(stamped(n + 1))
	}
	close(done)
	all.Wait()
	if what := torn.Load(); what != nil {
		s.addf(ruleCommit, "while batches were committed, Load found %v", what)
	}
	if err := failed.Load(); err != nil {
		s.addf(ruleStoreAtOnce, "while batches were committed, Load failed: %v", err)
	}
}

// whole is the number that all rows of a stamped batch carry; -1 if they are not of one batch.
func whole(rows []*usher.ConversationRow) int {
	if len(rows) != 4 {
		return -1
	}
	for _, row := range rows {
		if row.Version != rows[0].Version {
			return -1
		}
	}
	return int(rows[0].Version)
}
