package webhook

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"time"
)

// LINE verifies what LINE sends: X-Line-Signature is the HMAC-SHA256 of the body with the channel secret.
//
// https://developers.line.biz/en/docs/messaging-api/verify-webhook-signature/
type LINE struct {
	// Secrets are channel secrets.
	Secrets []string
}

// Verify implements [Verifier].
func (l LINE) Verify(header http.Header, body []byte, _ time.Time) error {
	if err := checkSecrets(l.Secrets); err != nil {
		return err
	}
	signature, err := base64Signature(header, "X-Line-Signature")
	if err != nil {
		return err
	}
	return checkSignature(sha256.New, l.Secrets, signature, body)
}

// base64Signature returns the signature of a header that is written in base64.
func base64Signature(header http.Header, name string) ([]byte, error) {
	value, err := single(header, name)
	if err != nil {
		return nil, err
	}
	signature, err := base64.StdEncoding.DecodeString(value)
	if err != nil {
		return nil, fmt.Errorf("%w: %s is not base64", ErrSignature, name)
	}
	return signature, nil
}
