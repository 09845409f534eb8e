package webhook

import (
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func asked(mode, token, challenge string) url.Values {
	return url.Values{"hub.mode": {mode}, "hub.verify_token": {token}, "hub.challenge": {challenge}}
}

func TestASubscriptionIsConfirmedByItsChallenge(t *testing.T) {
	t.Parallel()
	meta := Meta{VerifyTokens: []string{"new word", "old word"}}
	for _, token := range meta.VerifyTokens {
		answer, err := meta.Challenge(asked("subscribe", token, "1158201444"))
		require.NoError(t, err)
		require.Equal(t, "1158201444", answer)
	}
}

// Row 12.
func TestASubscriptionOfAnotherIsRefused(t *testing.T) {
	t.Parallel()
	meta := Meta{VerifyTokens: []string{"word"}, Secrets: []string{"app-secret"}}
	for name, query := range map[string]url.Values{
		"nothing":               nil,
		"a wrong token":         asked("subscribe", "words", "1"),
		"an empty token":        asked("subscribe", "", "1"),
		"the app secret":        asked("subscribe", "app-secret", "1"),
		"another mode":          asked("unsubscribe", "word", "1"),
		"no mode":               asked("", "word", "1"),
		"no challenge":          asked("subscribe", "word", ""),
		"markup":                asked("subscribe", "word", "<script>alert(1)</script>"),
		"a line break":          asked("subscribe", "word", "1\r\nSet-Cookie: a=b"),
		"a huge challenge":      asked("subscribe", "word", strings.Repeat("1", 1<<20)),
		"a challenge not ASCII": asked("subscribe", "word", "👍"),
		"no UTF-8":              asked("subscribe", "word", "\xff"),
	} {
		answer, err := meta.Challenge(query)
		require.ErrorIs(t, err, ErrSignature, name)
		require.Empty(t, answer)
	}
	for _, tokens := range [][]string{nil, {""}, {"word", ""}} {
		_, err := Meta{VerifyTokens: tokens, Secrets: meta.Secrets}.Challenge(asked("subscribe", "", "1"))
		require.ErrorIs(t, err, ErrConfig)
	}
}
