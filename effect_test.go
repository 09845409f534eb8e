package usher

import (
	"crypto/sha1"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// The vector is that of the standard's own namespace of names: python.org in 6ba7b810-9dad-11d1-80b4-00c04fd430c8.
func TestAKeyIsANameBasedUUID(t *testing.T) {
	t.Parallel()
	space := "\x6b\xa7\xb8\x10\x9d\xad\x11\xd1\x80\xb4\x00\xc0\x4f\xd4\x30\xc8"
	require.Equal(t, "886313e1-3b8a-5372-9b90-0c9aee199e5d", formatUUID(sha1.Sum([]byte(space+"python.org"))))
}

func TestAKeyDiffersWithEverythingThatTellsEffectsApart(t *testing.T) {
	t.Parallel()
	born := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	base := Header{Tenant: "a", Conversation: "c1", Born: born, Number: 1}
	seen := map[string]bool{base.Key(): true}
	for _, other := range []Header{
		{Tenant: "b", Conversation: "c1", Born: born, Number: 1},
		{Tenant: "a", Conversation: "c2", Born: born, Number: 1},
		{Tenant: "a", Conversation: "c1", Born: born.Add(1), Number: 1},
		{Tenant: "a", Conversation: "c1", Born: born, Number: 2},
		{Tenant: "", Conversation: "ac1", Born: born, Number: 1},
	} {
		require.False(t, seen[other.Key()], "%+v", other)
		seen[other.Key()] = true
	}
	again := base
	again.Channel, again.At = "sms", born.Add(time.Hour)
	require.True(t, seen[again.Key()], "a later try has the same key")
	require.NotEqual(t, base.Key(), base.key("action"))
}
