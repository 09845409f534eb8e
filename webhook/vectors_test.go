package webhook

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

const slackForm = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V" +
	"&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=" +
	"&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN" +
	"&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"

// Row 12: the vectors that providers and specifications publish.
func TestPublishedVectorsAreAccepted(t *testing.T) {
	t.Parallel()
	form := http.Header{"Content-Type": {"application/x-www-form-urlencoded"}}
	for _, c := range []struct {
		name     string
		verifier Verifier
		header   map[string]string
		body     string
		seconds  int64
	}{
		{
			name:     "sha256= as GitHub documents it, which Meta's is as well",
			verifier: Meta{Secrets: []string{"It's a Secret to Everybody"}},
			header:   map[string]string{"X-Hub-Signature-256": "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"},
			body:     "Hello, World!",
		},
		{
			name:     "HMAC-SHA256, case 2 of RFC 4231",
			verifier: Meta{Secrets: []string{"Jefe"}},
			header:   map[string]string{"X-Hub-Signature-256": "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
			body:     "what do ya want for nothing?",
		},
		{
			name:     "LINE",
			verifier: LINE{Secrets: []string{"8c570fa6dd201bb328f1c1eac23a96d8"}},
			header:   map[string]string{"X-Line-Signature": "GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs="},
			body:     `{"destination":"U8e742f61d673b39c7fff3cecb7536ef0","events":[]}`,
		},
		{
			name:     "Slack",
			verifier: Slack{Secrets: []string{"8f742231b10e8888abcd99yyyzzz85a5"}},
			header: map[string]string{
				"X-Slack-Request-Timestamp": "1531420618",
				"X-Slack-Signature":         "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
			},
			body: slackForm, seconds: 1531420618,
		},
		{
			name:     "Standard Webhooks",
			verifier: Standard{Secrets: []string{"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}},
			header: map[string]string{
				"webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek", "webhook-timestamp": "1614265330",
				"webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
			},
			body: `{"test": 2432232314}`, seconds: 1614265330,
		},
		{
			name:     "Twilio with a form",
			verifier: Twilio{Secrets: []string{"12345"}, URL: "https://mycompany.com/myapp.php?foo=1&bar=2"},
			header:   map[string]string{"X-Twilio-Signature": "RSOYDt4T1cUTdK1PDd93/VVr8B8=", "Content-Type": form.Get("Content-Type")},
			body: url.Values{
				"To": {"+18005551212"}, "From": {"+14158675309"}, "Digits": {"1234"},
				"Caller": {"+14158675309"}, "CallSid": {"CA1234567890ABCDE"},
			}.Encode(),
		},
		{
			name: "Twilio with JSON",
			verifier: Twilio{
				Secrets: []string{"12345"},
				URL:     "https://mycompany.com/myapp.php?foo=1&bar=2&bodySHA256=0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620",
			},
			header: map[string]string{"X-Twilio-Signature": "a9nBmqA0ju/hNViExpshrM61xv4=", "Content-Type": "application/json"},
			body:   `{"property": "value", "boolean": true}`,
		},
		{
			name:     "an emoji, HMAC-SHA256 by OpenSSL",
			verifier: Meta{Secrets: []string{"app-secret"}},
			header:   map[string]string{"X-Hub-Signature-256": "sha256=cc13ebf8e1d37aaba0b649adc9557974c7697d2fcb6c5a52b0a37c6eb81cc281"},
			body:     `{"text":"👍🏽 mañana"}`,
		},
		{
			name:     "an emoji, base64",
			verifier: LINE{Secrets: []string{"app-secret"}},
			header:   map[string]string{"X-Line-Signature": "zBPr+OHTequgtkmtyVV5dMdpfS/LbFpSsKN8brgcwoE="},
			body:     `{"text":"👍🏽 mañana"}`,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			header := http.Header{}
			for name, value := range c.header {
				header.Set(name, value)
			}
			now := time.Unix(c.seconds, 0)
			require.NoError(t, c.verifier.Verify(header, []byte(c.body), now))
			require.ErrorIs(t, c.verifier.Verify(header, []byte(c.body+" "), now), ErrSignature)
		})
	}
}

// Row 12: Twilio signs the decoded fields in the order of their names, emoji as UTF-8.
func TestATwilioFormIsSignedByItsFields(t *testing.T) {
	t.Parallel()
	verifier := Twilio{Secrets: []string{"12345"}, URL: hookURL}
	for _, c := range []struct {
		name, body string
		fields     []string
	}{
		{"emoji", "Body=%F0%9F%91%8D%F0%9F%8F%BD+ma%C3%B1ana&From=whatsapp%3A%2B34600111222", []string{"Body👍🏽 mañana", "Fromwhatsapp:+34600111222"}},
		{"in any order", "To=1&From=2&Body=", []string{"Body", "From2", "To1"}},
		{"capitals come first", "a=1&B=2", []string{"B2", "a1"}},
		{"a field that comes twice", "MediaUrl=b&MediaUrl=a&MediaUrl=b", []string{"MediaUrla", "MediaUrlb"}},
		{"no body", "", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			header := formSigned("12345", hookURL, c.fields...)
			require.NoError(t, verifier.Verify(header, []byte(c.body), at))
			require.ErrorIs(t, verifier.Verify(header, []byte(c.body+"&Extra=1"), at), ErrSignature)
			other := Twilio{Secrets: verifier.Secrets, URL: strings.Replace(hookURL, "acme", "evil", 1)}
			require.ErrorIs(t, other.Verify(header, []byte(c.body), at), ErrSignature)
		})
	}
}

func TestATwilioURLIsTheSameWithAndWithoutItsPort(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ called, signed string }{
		{"https://example.com/a?b=c", "https://example.com:443/a?b=c"},
		{"https://example.com:443/a?b=c", "https://example.com/a?b=c"},
		{"https://example.com:8443/a", "https://example.com/a"},
		{"http://example.com", "http://example.com:80"},
		{"https://user:pass@example.com/a", "https://user:pass@example.com:443/a"},
		{"https://[2001:db8::1]/a", "https://[2001:db8::1]:443/a"},
		{"https://[2001:db8::1]:443/a", "https://[2001:db8::1]/a"},
		{"https://example.com?x=%7e", "https://example.com:443?x=%7e"},
	} {
		for _, signed := range []string{c.called, c.signed} {
			verifier := Twilio{Secrets: []string{"12345"}, URL: c.called}
			require.NoError(t, verifier.Verify(formSigned("12345", signed), nil, at), "%s signed as %s", c.called, signed)
		}
	}
}

// Row 12: a body that the signature does not cover is refused, though the signature itself is right.
func TestATwilioBodyThatNothingCoversIsRefused(t *testing.T) {
	t.Parallel()
	body := []byte(`{"text":"👍🏽"}`)
	hashed := Twilio{Secrets: []string{"12345"}, URL: hashedURL(body)}
	signed := formSigned("12345", hashed.URL)
	signed.Set("Content-Type", "application/json")
	require.NoError(t, hashed.Verify(signed, body, at))
	require.ErrorIs(t, hashed.Verify(signed, nil, at), ErrSignature)
	require.ErrorIs(t, hashed.Verify(signed, []byte(`{"text":"👎"}`), at), ErrSignature)

	bare := Twilio{Secrets: []string{"12345"}, URL: hookURL}
	for _, kind := range []string{"application/json", "", ";", "text/plain", "multipart/form-data; boundary=x"} {
		header := formSigned("12345", hookURL)
		header.Set("Content-Type", kind)
		require.ErrorIs(t, bare.Verify(header, body, at), ErrSignature, kind)
	}
	require.ErrorIs(t, bare.Verify(formSigned("12345", hookURL), []byte("%zz=1"), at), ErrSignature)
	for _, hash := range []string{"", "00", "zz", strings.Repeat("0", 64)} {
		address := hookURL + "&bodySHA256=" + hash
		verifier := Twilio{Secrets: []string{"12345"}, URL: address}
		require.ErrorIs(t, verifier.Verify(formSigned("12345", address), body, at), ErrSignature)
	}
}

func TestATwilioWithoutAnAddressIsNotSetUp(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"", "/twilio", "example.com/twilio", "https://", "https://a b", "https://\x7f"} {
		require.ErrorIs(t, Twilio{Secrets: []string{"12345"}, URL: address}.Verify(formSigned("12345", address), nil, at), ErrConfig, address)
	}
}

func TestOneOfSeveralSignaturesIsEnough(t *testing.T) {
	t.Parallel()
	standard := providers[3]
	body := []byte(bodies["emoji"])
	good := standard.sign(standard.secrets[0], body, at).Get("Webhook-Signature")
	other := standard.sign(standard.secrets[1], body, at).Get("Webhook-Signature")
	asymmetric := "v1a," + good[3:]
	for list, accepted := range map[string]bool{
		good:                                 true,
		other + " " + good:                   true,
		good + " " + other:                   true,
		"  " + asymmetric + "  " + good:      true,
		"v1,%% v2,x nonsense v1, " + good:    true,
		asymmetric:                           false,
		other:                                false,
		good[3:]:                             false,
		"v1" + good[3:]:                      false,
		strings.ReplaceAll(good, "v1", "V1"): false,
		good + "," + other:                   false,
		strings.Repeat(other+" ", 7) + good:  true,
		strings.Repeat(other+" ", 8) + good:  false,
	} {
		header := standard.sign(standard.secrets[0], body, at)
		header.Set("Webhook-Signature", list)
		err := standard.verifier(standard.secrets[0]).Verify(header, body, at)
		if accepted {
			require.NoError(t, err, list)
		} else {
			require.ErrorIs(t, err, ErrSignature, list)
		}
	}
}

// Row 12: with a full stop in the id, what was signed could be cut in another place.
func TestAnIDWithAFullStopIsRefused(t *testing.T) {
	t.Parallel()
	standard := providers[3]
	header := standard.sign(standard.secrets[0], []byte("1781094600.body"), at)
	header.Set("Webhook-Id", "msg_1."+header.Get("Webhook-Timestamp"))
	require.ErrorIs(t, standard.verifier(standard.secrets[0]).Verify(header, []byte("body"), at), ErrSignature)
}

func TestASecretThatIsNotBase64IsNoStandardSecret(t *testing.T) {
	t.Parallel()
	standard := providers[3]
	header := standard.sign(standard.secrets[0], nil, at)
	for _, secret := range []string{"whsec_", "whsec_%%", "whpk_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "hunter2!", "whsec_AAA"} {
		require.ErrorIs(t, Standard{Secrets: []string{standard.secrets[0], secret}}.Verify(header, nil, at), ErrConfig, secret)
	}
}
