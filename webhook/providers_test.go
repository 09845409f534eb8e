package webhook

import (
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"hash"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// A provider is how a verifier's provider signs, written down a second time.
type provider struct {
	name string
	// secrets are two that the provider could have given.
	secrets [2]string
	// verifier makes what is tested.
	verifier func(secrets ...string) Verifier
	// sign returns the header of a request that is sent at a time.
	sign func(secret string, body []byte, at time.Time) http.Header
	// header is the one with the signature, and timed whether the time is signed; signs is whether the body is.
	header       string
	timed, signs bool
}

func digest(sum func() hash.Hash, secret string, parts ...string) []byte {
	mac := hmac.New(sum, []byte(secret))
	mac.Write([]byte(strings.Join(parts, "")))
	return mac.Sum(nil)
}

const hookURL = "https://hooks.example.com/twilio?tenant=acme"

var providers = []provider{
	{
		name: "Meta", secrets: [2]string{"0c5f0d2e41e64c9aa7c6", "f3d0a2"}, header: "X-Hub-Signature-256", signs: true,
		verifier: func(secrets ...string) Verifier { return Meta{Secrets: secrets} },
		sign: func(secret string, body []byte, _ time.Time) http.Header {
			return http.Header{"X-Hub-Signature-256": {"sha256=" + hex.EncodeToString(digest(sha256.New, secret, string(body)))}}
		},
	},
	{
		name: "LINE", secrets: [2]string{"8c570fa6dd201bb328f1c1eac23a96d8", "x"}, header: "X-Line-Signature", signs: true,
		verifier: func(secrets ...string) Verifier { return LINE{Secrets: secrets} },
		sign: func(secret string, body []byte, _ time.Time) http.Header {
			return http.Header{"X-Line-Signature": {base64.StdEncoding.EncodeToString(digest(sha256.New, secret, string(body)))}}
		},
	},
	{
		name: "Slack", secrets: [2]string{"8f742231b10e8888abcd99yyyzzz85a5", "another"}, header: "X-Slack-Signature", timed: true, signs: true,
		verifier: func(secrets ...string) Verifier { return Slack{Secrets: secrets} },
		sign: func(secret string, body []byte, at time.Time) http.Header {
			stamp := strconv.FormatInt(at.Unix(), 10)
			return http.Header{
				"X-Slack-Request-Timestamp": {stamp},
				"X-Slack-Signature":         {"v0=" + hex.EncodeToString(digest(sha256.New, secret, "v0:", stamp, ":", string(body)))},
			}
		},
	},
	{
		name: "Standard", secrets: [2]string{"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "AAECAwQFBgcICQoLDA0ODw=="}, header: "Webhook-Signature", timed: true, signs: true,
		verifier: func(secrets ...string) Verifier { return Standard{Secrets: secrets} },
		sign: func(secret string, body []byte, at time.Time) http.Header {
			key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
			if err != nil {
				panic(err)
			}
			stamp := strconv.FormatInt(at.Unix(), 10)
			signature := base64.StdEncoding.EncodeToString(digest(sha256.New, string(key), "msg_1.", stamp, ".", string(body)))
			return http.Header{"Webhook-Id": {"msg_1"}, "Webhook-Timestamp": {stamp}, "Webhook-Signature": {"v1," + signature}}
		},
	},
	{
		name: "Twilio", secrets: [2]string{"12345", "67890"}, header: "X-Twilio-Signature",
		verifier: func(secrets ...string) Verifier { return Twilio{Secrets: secrets, URL: hookURL} },
		sign: func(secret string, _ []byte, _ time.Time) http.Header { // without a body: see the tests of Twilio's own
			return http.Header{"X-Twilio-Signature": {base64.StdEncoding.EncodeToString(digest(sha1.New, secret, hookURL))}}
		},
	},
	{
		name: "Telegram", secrets: [2]string{"aB3_-9", "Zz"}, header: "X-Telegram-Bot-Api-Secret-Token",
		verifier: func(secrets ...string) Verifier { return Telegram{Secrets: secrets} },
		sign: func(secret string, _ []byte, _ time.Time) http.Header {
			return http.Header{"X-Telegram-Bot-Api-Secret-Token": {secret}}
		},
	},
}

// formSigned is the signature of a form that is sent to hookURL; the fields are given in the order of their names.
func formSigned(secret, address string, fields ...string) http.Header {
	return http.Header{
		"Content-Type":       {"application/x-www-form-urlencoded; charset=UTF-8"},
		"X-Twilio-Signature": {base64.StdEncoding.EncodeToString(digest(sha1.New, secret, address, strings.Join(fields, "")))},
	}
}

// hashedURL is hookURL with the hash of a body.
func hashedURL(body []byte) string {
	sum := sha256.Sum256(body)
	return hookURL + "&bodySHA256=" + url.QueryEscape(hex.EncodeToString(sum[:]))
}
