package webhook

import (
	"fmt"
	"net/http"
	"time"
)

// Telegram verifies what Telegram sends: X-Telegram-Bot-Api-Secret-Token is the secret_token of setWebhook. Nothing is
// signed, so whoever sees one request can make up others.
//
// https://core.telegram.org/bots/api#setwebhook
type Telegram struct {
	// Secrets are secret tokens.
	Secrets []string
}

// Verify implements [Verifier].
func (t Telegram) Verify(header http.Header, _ []byte, _ time.Time) error {
	const name = "X-Telegram-Bot-Api-Secret-Token"
	if err := checkSecrets(t.Secrets); err != nil {
		return err
	}
	token, err := single(header, name)
	if err != nil {
		return err
	}
	if !knows(t.Secrets, token) {
		return fmt.Errorf("%w: %s is wrong", ErrSignature, name)
	}
	return nil
}
