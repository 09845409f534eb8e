package ushertest

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher"
)

func TestTheMemoryStoreKeepsTheContract(t *testing.T) {
	t.Parallel()
	TestStore(t, func(*testing.T) usher.Store { return usher.NewMemoryStore() })
}

func TestAStoreThatBreaksTheContractIsCaught(t *testing.T) {
	t.Parallel()
	for _, one := range crooked() {
		t.Run(one.how, func(t *testing.T) {
			t.Parallel()
			i := slices.IndexFunc(storeChecks(), func(check storeCheck) bool { return check.name == one.check })
			require.GreaterOrEqual(t, i, 0, "the check is there")
			store := &crookedStore{MemoryStore: usher.NewMemoryStore()}
			one.spoil(store)
			found := examine(t.Context(), storeChecks()[i], store)
			rules := make([]string, 0, len(found.found))
			for _, breach := range found.found {
				rules = append(rules, breach.rule)
			}
			require.Contains(t, rules, one.rule)
		})
	}
}

// A check that finds nothing wrong with any store would be no check.
func TestEveryCheckOfAStoreFindsSomething(t *testing.T) {
	t.Parallel()
	for _, check := range storeChecks() {
		require.True(t, slices.ContainsFunc(crooked(), func(one crookedness) bool { return one.check == check.name }), check.name)
	}
}

// A store that fails altogether is told apart from one that is wrong, and does not end the examination with a panic.
func TestAStoreThatIsDownFailsEveryCheck(t *testing.T) {
	t.Parallel()
	for _, check := range storeChecks() {
		found := examine(t.Context(), check, &downStore{Store: usher.NewMemoryStore(), down: true})
		require.Len(t, found.found, 1, check.name)
		require.Contains(t, found.found[0].Error(), "Acquire failed: the store is down")
	}
}
