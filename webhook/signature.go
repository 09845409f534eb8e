package webhook

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"fmt"
	"hash"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// maxHeader is the longest header that is looked at. A signature takes a hundred bytes, and a sender that changes its keys
// sends a few.
const maxHeader = 8 << 10

// checkSecrets refuses a list with which anybody could sign.
func checkSecrets(secrets []string) error {
	if len(secrets) == 0 {
		return fmt.Errorf("%w: there is no secret", ErrConfig)
	}
	for i, secret := range secrets {
		if strings.TrimSpace(secret) == "" {
			return fmt.Errorf("%w: secret %d of %d is blank", ErrConfig, i+1, len(secrets))
		}
	}
	return nil
}

// single returns the one value of a header.
func single(header http.Header, name string) (string, error) {
	values := header.Values(name)
	switch {
	case len(values) == 0 || values[0] == "":
		return "", fmt.Errorf("%w: no %s", ErrSignature, name)
	case len(values) > 1:
		return "", fmt.Errorf("%w: more than one %s", ErrSignature, name)
	case len(values[0]) > maxHeader:
		return "", fmt.Errorf("%w: %s has more than %d bytes", ErrSignature, name, maxHeader)
	}
	return values[0], nil
}

// hexSignature returns the signature of a header that is written as prefix and hexadecimal digits.
func hexSignature(header http.Header, name, prefix string) ([]byte, error) {
	value, err := single(header, name)
	if err != nil {
		return nil, err
	}
	digits, found := strings.CutPrefix(value, prefix)
	signature, err := hex.DecodeString(digits)
	if !found || err != nil {
		return nil, fmt.Errorf("%w: %s is not %s and hexadecimal digits", ErrSignature, name, prefix)
	}
	return signature, nil
}

// checkSignature refuses a signature over the parts that none of the secrets makes. It tries them all, so that its time
// does not tell which.
func checkSignature(sum func() hash.Hash, secrets []string, signature []byte, parts ...[]byte) error {
	matches := 0
	for _, secret := range secrets {
		mac := hmac.New(sum, []byte(secret))
		for _, part := range parts {
			mac.Write(part)
		}
		matches |= subtle.ConstantTimeCompare(mac.Sum(nil), signature)
	}
	if matches == 0 {
		return fmt.Errorf("%w: the signature does not match", ErrSignature)
	}
	return nil
}

// knows reports whether value is one of the secrets. It compares hashes, so that its time does not tell a secret's length.
func knows(secrets []string, value string) bool {
	got := sha256.Sum256([]byte(value))
	matches := 0
	for _, secret := range secrets {
		want := sha256.Sum256([]byte(secret))
		matches |= subtle.ConstantTimeCompare(want[:], got[:])
	}
	return matches != 0
}

// checkTime refuses a time, in seconds since 1970, that is further from now than the window. It is asked after the
// signature, so that [ErrExpired] is only said of what the provider signed.
func checkTime(timestamp string, now time.Time, window time.Duration) error {
	seconds, err := strconv.ParseUint(timestamp, 10, 40)
	if err != nil {
		return fmt.Errorf("%w: its time is not a number of seconds", ErrSignature)
	}
	if window == 0 {
		window = DefaultWindow
	}
	if age := now.Sub(time.Unix(int64(seconds), 0)); age > window || age < -window {
		return fmt.Errorf("%w: %s from now, and the window is %s", ErrExpired, age.Abs().Round(time.Second), window)
	}
	return nil
}
