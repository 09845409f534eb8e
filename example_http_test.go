package usher_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/gousher/usher"
)

// double stands for a CRM on the internet: a function that answers requests.
type double func(r *http.Request) (status int, body string)

func (d double) RoundTrip(r *http.Request) (*http.Response, error) {
	status, body := d(r)
	return &http.Response{
		StatusCode: status, Request: r, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(strings.NewReader(body)),
	}, nil
}

// How do I call my CRM over HTTP, with a secret? The step names the secret, the host resolves it, and no explanation ever
// shows it. Values of contacts are escaped for their place: what a contact writes cannot change the request.
func ExampleHTTPRequest() {
	plan := usher.Var[string]{Name: "plan"}
	router, err := usher.New(usher.Config{
		Workflow: usher.Flow{Name: "front desk", Vars: []usher.Variable{plan}, Steps: usher.Steps{
			usher.HTTPRequest{
				URL:     "https://crm.example.com/customers/{{ contact.id }}",
				Headers: map[string]string{"Authorization": "Bearer secret:crm_token"},
				Save:    usher.Set{{To: plan, Value: `response.json.plan`}},
				Status:  map[string]usher.Steps{"404": {usher.CloseConversation{Summary: "no customer"}}},
				Else:    usher.Steps{usher.Comment{Text: "the CRM does not answer"}, usher.Assign{Team: "support"}},
			},
			usher.CloseConversation{Summary: "a {{ plan }} customer"},
		}},
		HTTP: usher.HTTP{
			Secret: func(_ context.Context, name string) (string, error) { // from your vault
				return map[string]string{"crm_token": "xyzzy"}[name], nil
			},
			Transport: double(func(r *http.Request) (int, string) { // leave it out: this is for tests
				fmt.Println(r.Method, r.URL, r.Header.Get("Authorization"))
				if r.URL.Path == "/customers/mia" {
					return http.StatusOK, `{"plan": "gold"}`
				}
				return http.StatusNotFound, `{}`
			}),
		},
		Host: usher.HostFunc(func(_ context.Context, effect usher.Effect) error {
			if e, ok := effect.(usher.Close); ok {
				fmt.Println(e.ContactID, "is", e.Summary)
			}
			return nil
		}),
		Desk: usher.Desk{Teams: []usher.Team{{ID: "support"}}, Fallback: usher.Fallback{Team: "support"}},
	})
	if err != nil {
		panic(err)
	}
	ctx := context.Background()
	for _, contact := range []string{"mia", "mia/../admin?all=1"} {
		_, err = router.Route(ctx, usher.Conversation{
			ID: contact, Contact: usher.Contact{ID: contact}, Message: usher.Message{ID: contact, Text: "hello"},
		})
		if err != nil {
			panic(err)
		}
	}
	record, err := router.Explain(ctx, "mia")
	if err != nil {
		panic(err)
	}
	fmt.Println("the explanation shows the token:", strings.Contains(fmt.Sprint(record), "xyzzy"))
	// Output:
	// GET https://crm.example.com/customers/mia Bearer xyzzy
	// mia is a gold customer
	// GET https://crm.example.com/customers/mia%2F..%2Fadmin%3Fall=1 Bearer xyzzy
	// mia/../admin?all=1 is no customer
	// the explanation shows the token: false
}
