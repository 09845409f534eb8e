package webhook

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// Standard verifies what is signed as Standard Webhooks says, for senders that have no verifier of their own here:
// webhook-signature lists HMAC-SHA256 signatures of webhook-id, webhook-timestamp and the body, and one that matches is
// enough. The id stays the same when the sender tries again. Only symmetric signatures (v1) count; others are passed over.
//
// https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
type Standard struct {
	// Secrets are written as the sender shows them: base64, with or without whsec_ before it. Any other text is
	// [ErrConfig].
	Secrets []string
	// Window is how far webhook-timestamp may be from now, before or after. Zero is [DefaultWindow].
	Window time.Duration
}

// Verify implements [Verifier].
func (s Standard) Verify(header http.Header, body []byte, now time.Time) error {
	keys, err := s.keys()
	if err != nil {
		return err
	}
	id, err := single(header, "Webhook-Id")
	if err != nil {
		return err
	}
	timestamp, err := single(header, "Webhook-Timestamp")
	if err != nil {
		return err
	}
	list, err := single(header, "Webhook-Signature")
	if err != nil {
		return err
	}
	// With a full stop inside, another id, time and body would have the same signature.
	if strings.Contains(id, ".") {
		return fmt.Errorf("%w: Webhook-Id has a full stop in it", ErrSignature)
	}
	if err := s.check(keys, list, []byte(id+"."+timestamp+"."), body); err != nil {
		return err
	}
	return checkTime(timestamp, now, s.Window)
}

// keys returns the secrets as they are used.
func (s Standard) keys() ([]string, error) {
	if err := checkSecrets(s.Secrets); err != nil {
		return nil, err
	}
	keys := make([]string, 0, len(s.Secrets))
	for i, secret := range s.Secrets {
		key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
		if err != nil || len(key) == 0 {
			return nil, fmt.Errorf("%w: secret %d of %d is not base64", ErrConfig, i+1, len(s.Secrets))
		}
		keys = append(keys, string(key))
	}
	return keys, nil
}

// maxSignatures is how many of a list are tried: a sender lists one for each of its keys, and each costs a pass over the
// body for each of ours.
const maxSignatures = 8

// check refuses a list of which no signature matches.
func (Standard) check(keys []string, list string, parts ...[]byte) error {
	tried := 0
	for entry := range strings.FieldsSeq(list) {
		text, symmetric := strings.CutPrefix(entry, "v1,")
		if !symmetric {
			continue
		}
		if tried++; tried > maxSignatures {
			return fmt.Errorf("%w: Webhook-Signature lists more than %d signatures", ErrSignature, maxSignatures)
		}
		signature, err := base64.StdEncoding.DecodeString(text)
		if err == nil && checkSignature(sha256.New, keys, signature, parts...) == nil {
			return nil
		}
	}
	return fmt.Errorf("%w: none of %d signatures matches", ErrSignature, tried)
}
