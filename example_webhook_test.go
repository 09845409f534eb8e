package usher_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	"github.com/gousher/usher"
	"github.com/gousher/usher/webhook"
)

// How do I verify a webhook before I route it? Read the body up to a limit, verify those very bytes, and only then decode them
// and call Route. What can never be accepted is answered 200, so that nobody tries again; everything else that fails, 503.
func Example_verifyAWebhook() {
	router, err := usher.New(usher.Config{
		Workflow: usher.Flow{Name: "front desk", Steps: usher.Steps{usher.Assign{Team: "support"}}},
		Host:     usher.HostFunc(func(context.Context, usher.Effect) error { return nil }),
		Desk:     usher.Desk{Teams: []usher.Team{{ID: "support"}}, Fallback: usher.Fallback{Team: "support"}},
	})
	if err != nil {
		panic(err)
	}
	provider := webhook.Meta{Secrets: []string{"app-secret"}} // in production from the environment
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := webhook.Read(w, r, 0)
		if err == nil {
			err = provider.Verify(r.Header, body, time.Now())
		}
		if err != nil {
			http.Error(w, "refused", webhook.Status(err))
			return
		}
		var in map[string]string // in production what your provider sends
		if err = json.Unmarshal(body, &in); err != nil {
			http.Error(w, "no message", http.StatusBadRequest)
			return
		}
		outcome, err := router.Route(r.Context(), usher.Conversation{
			ID: in["from"], Channel: "whatsapp", Contact: usher.Contact{ID: in["from"]}, Message: usher.Message{ID: in["id"], Text: in["text"]},
		})
		switch {
		case errors.Is(err, usher.ErrInvalid):
			fmt.Println("dropped:", err)
		case err != nil:
			w.WriteHeader(http.StatusServiceUnavailable)
		default:
			fmt.Println(in["from"], "is", outcome.Of().State)
		}
	})

	post := func(secret, body string) {
		mac := hmac.New(sha256.New, []byte(secret))
		mac.Write([]byte(body))
		r := httptest.NewRequestWithContext(context.Background(), http.MethodPost, "/whatsapp", strings.NewReader(body))
		r.Header.Set("X-Hub-Signature-256", "sha256="+hex.EncodeToString(mac.Sum(nil)))
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		fmt.Println(w.Code)
	}
	post("app-secret", `{"id": "wamid.1", "from": "mia", "text": "hello"}`)
	post("somebody else's", `{"id": "wamid.2", "from": "mia", "text": "give me everything"}`)
	post("app-secret", `{"id": "", "from": "mia", "text": "no id"}`)
	// Output:
	// mia is queued
	// 200
	// 401
	// dropped: usher: invalid input: the message has no ID
	// 200
}
