package webhook

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// bodies are what the providers that sign bodies are tried with. An emoji may come as it is or escaped: the bytes decide.
var bodies = map[string]string{
	"empty":       "",
	"JSON":        `{"object":"whatsapp_business_account","entry":[]}`,
	"emoji":       `{"text":"¿Qué tal? 👍🏽 👩‍👩‍👧 🇪🇸"}`,
	"escaped":     `{"text":"\u00bfQu\u00e9 tal? \ud83d\udc4d\ud83c\udffd"}`,
	"white space": " {\r\n\t\"a\": 1 }\n\n",
	"no UTF-8":    "\xff\xfe\x00\x80",
	"large":       strings.Repeat("👍", 100_000),
}

func (p provider) body(text string) []byte {
	if p.name == "Twilio" {
		return nil
	}
	return []byte(text)
}

// Row 12: every verifier accepts what its provider signs, emoji bodies included, with any of its secrets.
func TestWhatTheProviderSignsIsAccepted(t *testing.T) {
	t.Parallel()
	for _, p := range providers {
		for name, text := range bodies {
			t.Run(p.name+"/"+name, func(t *testing.T) {
				t.Parallel()
				body := p.body(text)
				for _, secret := range p.secrets {
					header := p.sign(secret, body, at)
					require.NoError(t, p.verifier(secret).Verify(header, body, at))
					require.NoError(t, p.verifier(p.secrets[0], p.secrets[1]).Verify(header, body, at))
					require.NoError(t, p.verifier(p.secrets[1], p.secrets[0]).Verify(header, body, at))
				}
			})
		}
	}
}

// Row 12: a secret that the provider does not use any more, or never did.
func TestWhatIsSignedWithAnotherSecretIsRefused(t *testing.T) {
	t.Parallel()
	for _, p := range providers {
		body := p.body(bodies["emoji"])
		header := p.sign(p.secrets[0], body, at)
		require.ErrorIs(t, p.verifier(p.secrets[1]).Verify(header, body, at), ErrSignature, p.name)
		require.ErrorIs(t, p.verifier(p.secrets[1], p.secrets[1]).Verify(header, body, at), ErrSignature, p.name)
	}
}

// Row 12: the signature covers every byte, so an emoji that was decoded and escaped again is another body.
func TestABodyThatWasChangedIsRefused(t *testing.T) {
	t.Parallel()
	for _, p := range providers {
		if !p.signs {
			continue
		}
		body := []byte(bodies["emoji"])
		header := p.sign(p.secrets[0], body, at)
		for _, other := range []string{
			"", bodies["escaped"], bodies["emoji"] + "\n", " " + bodies["emoji"], bodies["emoji"][1:],
			strings.Replace(bodies["emoji"], "👍🏽", "👍", 1), strings.ToUpper(bodies["emoji"]), string([]rune(bodies["emoji"] + "\xff")),
		} {
			require.ErrorIs(t, p.verifier(p.secrets[0]).Verify(header, []byte(other), at), ErrSignature, "%s %q", p.name, other)
		}
		require.NoError(t, p.verifier(p.secrets[0]).Verify(header, body, at))
	}
}

// Row 12: a variable that is not set is an empty secret, with which anybody could sign.
func TestAnEmptySecretAcceptsNothing(t *testing.T) {
	t.Parallel()
	for _, p := range providers {
		body := p.body(bodies["JSON"])
		good := p.secrets[0]
		for _, secrets := range [][]string{nil, {}, {""}, {"", ""}, {" \n"}, {"", good}, {good, ""}, {good, "\t"}} {
			for _, header := range []http.Header{p.sign(good, body, at), p.sign("", body, at), {}, nil, {p.header: {""}}} {
				err := p.verifier(secrets...).Verify(header, body, at)
				require.ErrorIs(t, err, ErrConfig, "%s %q", p.name, secrets)
				require.Equal(t, http.StatusInternalServerError, Status(err))
			}
		}
	}
}

// Row 12: headers that are missing, doubled, cut off, garbled or huge.
func TestAHeaderThatIsNotWhatTheProviderSendsIsRefused(t *testing.T) {
	t.Parallel()
	for _, p := range providers {
		body := p.body(bodies["JSON"])
		genuine := p.sign(p.secrets[0], body, at)
		for name := range genuine {
			value := genuine.Get(name)
			wrong := map[string][]string{
				"missing":   nil,
				"empty":     {""},
				"twice":     {value, value},
				"cut":       {value[:len(value)-1]},
				"halved":    {value[:len(value)/2]},
				"longer":    {value + "0"},
				"huge":      {strings.Repeat(value, 1+maxHeader/len(value))},
				"megabytes": {strings.Repeat("a", 4<<20)},
				"no ASCII":  {"👍"},
				"binary":    {"\x00\xff"},
				"spaces":    {"   "},
			}
			if name == p.header {
				wrong["in two cases"] = []string{strings.ToUpper(value[:1]) + strings.ToLower(value[1:]) + "="}
			}
			for what, values := range wrong {
				header := genuine.Clone()
				header[name] = values
				err := p.verifier(p.secrets[0]).Verify(header, body, at)
				require.ErrorIs(t, err, ErrSignature, "%s %s %s", p.name, name, what)
				require.Less(t, len(err.Error()), 200)
			}
		}
		require.ErrorIs(t, p.verifier(p.secrets[0]).Verify(nil, body, at), ErrSignature)
		require.NoError(t, p.verifier(p.secrets[0]).Verify(genuine, body, at))
	}
}

// Row 12: a request that was recorded is sent again.
func TestAReplayOutsideOfTheWindowIsExpired(t *testing.T) {
	t.Parallel()
	for _, p := range providers {
		body := p.body(bodies["emoji"])
		header := p.sign(p.secrets[0], body, at)
		for late, expired := range map[time.Duration]bool{
			0: false, DefaultWindow: false, -DefaultWindow: false, DefaultWindow + 1: true, -DefaultWindow - 1: true,
			24 * time.Hour: true, -24 * time.Hour: true, 200 * 365 * 24 * time.Hour: true,
		} {
			err := p.verifier(p.secrets[0]).Verify(header, body, at.Add(late))
			if expired && p.timed {
				require.ErrorIs(t, err, ErrExpired, "%s %s", p.name, late)
				require.NotErrorIs(t, err, ErrSignature)
			} else {
				require.NoError(t, err, "%s %s", p.name, late)
			}
		}
		if p.timed {
			require.ErrorIs(t, p.verifier(p.secrets[0]).Verify(header, body, time.Time{}), ErrExpired)
		}
	}
}

func TestTheWindowCanBeChanged(t *testing.T) {
	t.Parallel()
	for _, p := range providers {
		if !p.timed {
			continue
		}
		header := p.sign(p.secrets[0], nil, at)
		for _, c := range []struct {
			window, late time.Duration
			good         bool
		}{
			{time.Hour, time.Hour, true}, {time.Hour, time.Hour + 1, false}, {time.Second, 2 * time.Second, false},
			{-time.Second, 0, false}, {-time.Second, time.Second, false}, {-time.Second, -time.Second, false},
		} {
			var verifier Verifier = Slack{Secrets: p.secrets[:], Window: c.window}
			if p.name == "Standard" {
				verifier = Standard{Secrets: p.secrets[:], Window: c.window}
			}
			err := verifier.Verify(header, nil, at.Add(c.late))
			if c.good {
				require.NoError(t, err)
			} else {
				require.ErrorIs(t, err, ErrExpired)
			}
		}
	}
}

// Row 12: a time that was changed is not signed, however near it is; and one that is no number is not a time.
func TestATimeIsPartOfWhatIsSigned(t *testing.T) {
	t.Parallel()
	for _, p := range providers {
		if !p.timed {
			continue
		}
		for name := range p.sign(p.secrets[0], nil, at) {
			if !strings.HasSuffix(name, "Timestamp") {
				continue
			}
			header := p.sign(p.secrets[0], nil, at.Add(-time.Hour))
			header.Set(name, p.sign(p.secrets[0], nil, at).Get(name))
			require.ErrorIs(t, p.verifier(p.secrets[0]).Verify(header, nil, at), ErrSignature)
		}
	}
	for _, stamp := range []string{"-1", "+1781094600", "1781094600.0", " 1781094600", "0x6A2958C8", "99999999999999999999", "", "now"} {
		err := checkTime(stamp, at, 0)
		require.ErrorIs(t, err, ErrSignature, stamp)
	}
	require.NoError(t, checkTime("1781094600", at, 0))
	require.ErrorIs(t, checkTime("1099511627775", at, 0), ErrExpired)
}

// Row 12: what is logged helps nobody to sign.
func TestAnErrorHoldsNoSecret(t *testing.T) {
	t.Parallel()
	for _, p := range providers {
		body := p.body(bodies["JSON"])
		want := p.sign(p.secrets[0], body, at)
		for _, header := range []http.Header{nil, p.sign(p.secrets[1], body, at), p.sign(p.secrets[0], body, at.Add(time.Hour))} {
			if err := p.verifier(p.secrets[0]).Verify(header, body, at); err != nil {
				require.NotContains(t, err.Error(), p.secrets[0])
				require.NotContains(t, err.Error(), want.Get(p.header))
			}
		}
		err := p.verifier(p.secrets[0], " ").Verify(want, body, at)
		require.NotContains(t, err.Error(), p.secrets[0])
	}
}

func FuzzNothingIsAcceptedWithoutTheSecret(f *testing.F) {
	for i, p := range providers {
		body := p.body(bodies["emoji"])
		header := p.sign(p.secrets[1], body, at)
		f.Add(i, header.Get(p.header), "1781094600", "msg_1", body)
	}
	f.Add(0, "sha256=", "", "", []byte(nil))
	f.Add(3, "v1, v1a,x v1,AAAA v1,\n", "1781094600", "a.b", []byte("x"))
	f.Fuzz(func(t *testing.T, i int, signature, stamp, id string, body []byte) {
		p := providers[uint(i)%uint(len(providers))]
		header := http.Header{
			"X-Slack-Request-Timestamp": {stamp}, "Webhook-Timestamp": {stamp}, "Webhook-Id": {id}, "Content-Type": {id},
		}
		header[p.header] = []string{signature}
		err := p.verifier(p.secrets[0]).Verify(header, body, at)
		if p.name == "Telegram" && signature == p.secrets[0] {
			return // guessed
		}
		require.Error(t, err)
		if !errors.Is(err, ErrSignature) && !errors.Is(err, ErrExpired) {
			t.Fatal(err)
		}
	})
}
