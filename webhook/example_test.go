package webhook_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"time"

	"github.com/gousher/usher/webhook"
)

// How do I receive webhooks? Read the body, verify those very bytes, and only then decode them.
func Example() {
	meta := webhook.Meta{
		Secrets:      []string{"app-secret"}, // in production from the environment: an empty one is an error
		VerifyTokens: []string{"word"},
	}
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet {
			challenge, err := meta.Challenge(r.URL.Query())
			w.Header().Set("Content-Type", "text/plain")
			w.WriteHeader(webhook.Status(err))
			fmt.Fprint(w, challenge)
			return
		}
		body, err := webhook.Read(w, r, 0)
		if err == nil {
			err = meta.Verify(r.Header, body, time.Now())
		}
		if err != nil {
			fmt.Println(err) // for the log: it holds no secret
			http.Error(w, "refused", webhook.Status(err))
			return
		}
		fmt.Printf("to be decoded: %s\n", body) // and then router.Route
	})
	send := func(signature, body string) {
		r := httptest.NewRequestWithContext(context.Background(), http.MethodPost, "/whatsapp", strings.NewReader(body))
		r.Header.Set("X-Hub-Signature-256", signature)
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		fmt.Println(w.Code)
	}
	const signature = "sha256=cc13ebf8e1d37aaba0b649adc9557974c7697d2fcb6c5a52b0a37c6eb81cc281"
	send(signature, `{"text":"👍🏽 mañana"}`)
	send(signature, `{"text":"👎"}`)
	send(signature, strings.Repeat("x", 2<<20))

	query := url.Values{"hub.mode": {"subscribe"}, "hub.verify_token": {"word"}, "hub.challenge": {"1158201444"}}
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, httptest.NewRequestWithContext(context.Background(), http.MethodGet, "/whatsapp?"+query.Encode(), http.NoBody))
	fmt.Println(w.Code, w.Body)
	// Output:
	// to be decoded: {"text":"👍🏽 mañana"}
	// 200
	// webhook: not signed by the provider: the signature does not match
	// 401
	// webhook: the body is too large: more than 1048576 bytes
	// 413
	// 200 1158201444
}

// How do I verify Twilio behind a proxy? Tell it the address that Twilio calls: scheme and host from the configuration,
// the rest from the request.
func ExampleTwilio() {
	const public = "https://mycompany.com"
	body := "CallSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1234&From=%2B14158675309&To=%2B18005551212"
	r := httptest.NewRequestWithContext(context.Background(), http.MethodPost, "/myapp.php?foo=1&bar=2", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("X-Twilio-Signature", "RSOYDt4T1cUTdK1PDd93/VVr8B8=")

	twilio := webhook.Twilio{Secrets: []string{"12345"}, URL: public + r.RequestURI}
	fmt.Println(twilio.Verify(r.Header, []byte(body), time.Now()))
	// Output: <nil>
}
