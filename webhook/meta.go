package webhook

import (
	"crypto/sha256"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Meta verifies what WhatsApp, Messenger and Instagram send: X-Hub-Signature-256 is the HMAC-SHA256 of the body with the
// app secret. GitHub signs in the same way.
//
// https://developers.facebook.com/docs/graph-api/webhooks/getting-started#validate-payloads
type Meta struct {
	// Secrets are app secrets.
	Secrets []string
	// VerifyTokens are the words that were entered where the webhook was subscribed; only [Meta.Challenge] needs them.
	VerifyTokens []string
}

// Verify implements [Verifier].
func (m Meta) Verify(header http.Header, body []byte, _ time.Time) error {
	if err := checkSecrets(m.Secrets); err != nil {
		return err
	}
	signature, err := hexSignature(header, "X-Hub-Signature-256", "sha256=")
	if err != nil {
		return err
	}
	return checkSignature(sha256.New, m.Secrets, signature, body)
}

// Challenge returns what to answer, as text/plain with status 200, to the GET request by which Meta checks a subscription;
// query is that request's. It is [ErrSignature] if the verify token is wrong or the challenge is not made of letters,
// digits, hyphens, underscores and dots, and [ErrConfig] if a verify token is blank or there is none.
func (m Meta) Challenge(query url.Values) (string, error) {
	if err := checkSecrets(m.VerifyTokens); err != nil {
		return "", err
	}
	if !knows(m.VerifyTokens, query.Get("hub.verify_token")) {
		return "", fmt.Errorf("%w: hub.verify_token is wrong", ErrSignature)
	}
	if query.Get("hub.mode") != "subscribe" {
		return "", fmt.Errorf("%w: hub.mode is not subscribe", ErrSignature)
	}
	challenge := query.Get("hub.challenge")
	if challenge == "" || len(challenge) > 256 || strings.ContainsFunc(challenge, unfit) {
		return "", fmt.Errorf("%w: hub.challenge is malformed", ErrSignature)
	}
	return challenge, nil
}

// unfit reports whether a rune must not be sent back: what is echoed can never be markup.
func unfit(r rune) bool {
	const fit = "-_.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	return !strings.ContainsRune(fit, r)
}
