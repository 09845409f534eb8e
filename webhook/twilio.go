package webhook

import (
	"crypto/sha1" //nolint:gosec // Twilio signs with HMAC-SHA1
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// Twilio verifies what Twilio sends: X-Twilio-Signature is the HMAC-SHA1 of the address that was called, with the fields
// of the form after it, or with the hash of any other body in it as bodySHA256. As a URL is part of what is signed, there
// is one Twilio for each request.
//
// https://www.twilio.com/docs/usage/security#validating-requests
type Twilio struct {
	// Secrets are auth tokens.
	Secrets []string
	// URL is the address as Twilio called it, with its query. Behind a proxy that is not what the server sees: take scheme
	// and host from the configuration, never from the request, and the rest from its RequestURI.
	URL string
}

// Verify implements [Verifier].
func (t Twilio) Verify(header http.Header, body []byte, _ time.Time) error {
	if err := checkSecrets(t.Secrets); err != nil {
		return err
	}
	called, err := url.Parse(t.URL)
	if err != nil || called.Host == "" {
		return fmt.Errorf("%w: Twilio.URL is not the address that was called", ErrConfig)
	}
	signature, err := base64Signature(header, "X-Twilio-Signature")
	if err != nil {
		return err
	}
	fields, err := t.fields(header, called.Query(), body)
	if err != nil {
		return err
	}
	for _, address := range addresses(t.URL, called) {
		if err = checkSignature(sha1.New, t.Secrets, signature, []byte(address), fields); err == nil {
			return nil
		}
	}
	return err
}

// fields returns what is signed of the body. A body that no signature would cover is refused.
func (Twilio) fields(header http.Header, query url.Values, body []byte) ([]byte, error) {
	if query.Has("bodySHA256") {
		want, err := hex.DecodeString(query.Get("bodySHA256"))
		// The hash is no secret: everybody can make it of the body.
		if sum := sha256.Sum256(body); err != nil || !slices.Equal(want, sum[:]) {
			return nil, fmt.Errorf("%w: bodySHA256 is not that of the body", ErrSignature)
		}
		return nil, nil
	}
	if len(body) == 0 {
		return nil, nil
	}
	if kind, _, err := mime.ParseMediaType(header.Get("Content-Type")); err != nil || kind != "application/x-www-form-urlencoded" {
		return nil, fmt.Errorf("%w: the body is neither a form nor in bodySHA256", ErrSignature)
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, fmt.Errorf("%w: the form is malformed", ErrSignature)
	}
	var all []byte
	for _, name := range slices.Sorted(maps.Keys(form)) {
		// A field that comes twice is signed with each of its values once, in their order.
		for _, value := range slices.Compact(slices.Sorted(slices.Values(form[name]))) {
			all = append(append(all, name...), value...)
		}
	}
	return all, nil
}

// addresses returns what Twilio may have signed for a URL: it writes the port at times, and leaves it out at others.
func addresses(text string, called *url.URL) []string {
	scheme, rest, _ := strings.Cut(text, "://")
	end := strings.IndexAny(rest, "/?#")
	if end < 0 {
		end = len(rest)
	}
	host, tail := rest[:end], rest[end:]
	if port := called.Port(); port != "" {
		return []string{text, scheme + "://" + strings.TrimSuffix(host, ":"+port) + tail}
	}
	port := ":80"
	if strings.EqualFold(scheme, "https") {
		port = ":443"
	}
	return []string{text, scheme + "://" + host + port + tail}
}
