package ushertest

import (
	"context"
	"errors"
	"testing"

	"github.com/gousher/usher"
)

// TestStore holds a store to the contract of [usher.Store]: who owns a shard, what a commit keeps and refuses, what is
// found again and in which order, what is forgotten, who may see it, contexts, and concurrent use. Each check is a
// subtest with a store of its own: open returns an empty one, and closes it with t.Cleanup. Run it with -race.
//
// That what is committed survives the end of the process is not looked at: only the store knows how to come back.
//
//nolint:tparallel // whether it runs beside others is for the caller to say
func TestStore(t *testing.T, open func(t *testing.T) usher.Store) {
	t.Helper()
	for _, check := range storeChecks() {
		t.Run(check.name, func(t *testing.T) {
			t.Parallel()
			examine(t.Context(), check, open(t)).report(t)
		})
	}
}

// storeCheck is one check of a store that nobody else uses.
type storeCheck struct {
	name string
	run  func(s *shop)
}

func storeChecks() []storeCheck {
	return []storeCheck{
		{"an owner is fenced by the next one", fencing},
		{"a commit needs the epoch and the head", heads},
		{"a refused commit leaves nothing", refusals},
		{"what was committed is loaded", loading},
		{"what was committed is fetched", fetching},
		{"what is closed is fetched and not loaded", closing},
		{"the last row of a key counts", lastRows},
		{"the batch is used again", reuse},
		{"timers are moved and stopped", timers},
		{"the outbox is in order", outbox},
		{"what was delivered is gone", deliveries},
		{"message ids are remembered and pruned", remembering},
		{"a contact is forgotten", forgetting},
		{"what is erased is counted", erasing},
		{"what was closed long ago is dropped", expiring},
		{"a run within a run is kept", runs},
		{"agents keep their order", roster},
		{"tenants are apart", tenants},
		{"names are taken as they are", names},
		{"an ended context is obeyed", contexts},
		{"one of many owners wins", manyOwners},
		{"one of many commits wins", manyCommits},
		{"a commit is seen whole", wholeCommits},
	}
}

// examine runs one check.
func examine(ctx context.Context, check storeCheck, store usher.Store) *breaches {
	s := &shop{ctx: ctx, store: store, breaches: &breaches{contract: "Store"}}
	s.acquire("acme")
	if !s.stopped {
		check.run(s)
	}
	return s.breaches
}

// shop is a store under examination, with the lease that the check works under. After an error that leaves nothing to
// look at it is stopped: what is asked of it then is answered with nothing.
type shop struct {
	*breaches

	ctx     context.Context //nolint:containedctx // that of the check
	store   usher.Store
	lease   usher.Lease
	head    uint64
	stopped bool
}

// acquire takes a tenant's shard.
func (s *shop) acquire(tenant string) usher.Lease {
	lease, err := s.store.Acquire(s.ctx, tenant)
	if err != nil {
		s.stopf(ruleAcquire, "Acquire failed: %v", err)
	}
	s.lease, s.head = lease, lease.Head
	return lease
}

func (s *shop) stopf(rule, format string, args ...any) {
	if !s.stopped {
		s.addf(rule, format, args...)
	}
	s.stopped = true
}

// keep commits a batch that has to be accepted.
func (s *shop) keep(batch *usher.Batch) {
	if s.stopped {
		return
	}
	if err := s.store.Commit(s.ctx, s.lease, s.head, batch); err != nil {
		s.stopf(ruleCommit, "a commit under the shard's epoch and head failed: %v", err)
	}
	s.head++
}

// refuse commits a batch that must not be accepted.
func (s *shop) refuse(lease usher.Lease, head uint64, batch *usher.Batch, why string) {
	if s.stopped {
		return
	}
	if err := s.store.Commit(s.ctx, lease, head, batch); !errors.Is(err, usher.ErrFenced) {
		s.addf(ruleCommitFenced, "a commit %s was answered with %v instead of ErrFenced", why, err)
	}
}

// load is everything live.
func (s *shop) load() *usher.Rows {
	if s.stopped {
		return &usher.Rows{}
	}
	rows, err := s.store.Load(s.ctx, s.lease)
	if err != nil || rows == nil {
		s.stopf(ruleLoad, "Load under the present lease failed: %v", err)
		return &usher.Rows{}
	}
	return rows
}

// fetch looks a key up.
func (s *shop) fetch(key usher.Key) usher.Found {
	if s.stopped {
		return usher.Found{}
	}
	found, err := s.store.Fetch(s.ctx, s.lease, key)
	if err != nil {
		s.stopf(ruleFetch, "Fetch under the present lease failed: %v", err)
	}
	return found
}

// same compares what was kept with what came back.
func (s *shop) same(rule, what string, want, got any) {
	if s.stopped {
		return
	}
	if a, b := content(want), content(got); a != b {
		s.addf(rule, "%s came back as something else, kept and found:\n\t%s", what, difference(a, b))
	}
}
