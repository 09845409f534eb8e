package webhook

import (
	"crypto/sha256"
	"net/http"
	"time"
)

// Slack verifies what Slack sends: X-Slack-Signature is the HMAC-SHA256 of the version, the time and the body with the
// signing secret. Slack wants an answer within three seconds.
//
// https://docs.slack.dev/authentication/verifying-requests-from-slack
type Slack struct {
	// Secrets are signing secrets.
	Secrets []string
	// Window is how far X-Slack-Request-Timestamp may be from now, before or after. Zero is [DefaultWindow].
	Window time.Duration
}

// Verify implements [Verifier].
func (s Slack) Verify(header http.Header, body []byte, now time.Time) error {
	if err := checkSecrets(s.Secrets); err != nil {
		return err
	}
	timestamp, err := single(header, "X-Slack-Request-Timestamp")
	if err != nil {
		return err
	}
	signature, err := hexSignature(header, "X-Slack-Signature", "v0=")
	if err != nil {
		return err
	}
	if err := checkSignature(sha256.New, s.Secrets, signature, []byte("v0:"+timestamp+":"), body); err != nil {
		return err
	}
	return checkTime(timestamp, now, s.Window)
}
