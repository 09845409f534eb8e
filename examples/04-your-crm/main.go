// Your-crm looks each contact up in a CRM before it decides.
//
// New here: an action. It is the one place where a workflow touches the world: it may take its time, fail, and be tried
// again, and the conversation waits for it without a lock held anywhere. The CRM here is a small server in the same process.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"time"

	"github.com/gousher/usher"
)

// crm is an action: it asks the CRM who a contact is.
type crm struct{ address string }

// Do makes one try. What is an error is tried again later, with the same key; a final "no" is an exit.
func (c crm) Do(ctx context.Context, in usher.ActionInput) (usher.ActionResult, error) {
	id, _ := in.With["id"].(string)
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, c.address+"/customers/"+url.PathEscape(id), http.NoBody)
	if err != nil {
		return usher.ActionResult{}, fmt.Errorf("asking the CRM: %w", err)
	}
	request.Header.Set("Idempotency-Key", in.Key) // for calls that change something: the other side can drop repeats
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return usher.ActionResult{}, fmt.Errorf("asking the CRM: %w", err)
	}
	defer func() { _ = response.Body.Close() }()
	switch response.StatusCode {
	case http.StatusOK:
		var customer map[string]any
		if err = json.NewDecoder(response.Body).Decode(&customer); err != nil {
			return usher.ActionResult{}, fmt.Errorf("the CRM's answer: %w", err)
		}
		return usher.ActionResult{Fields: customer}, nil
	case http.StatusNotFound:
		return usher.ActionResult{Exit: "unknown"}, nil
	}
	return usher.ActionResult{}, fmt.Errorf("the CRM says %s", response.Status)
}

var plan = usher.Var[string]{Name: "plan"}

// flow looks the contact up, and goes by what was found.
func flow(lookup usher.Action) usher.Flow {
	return usher.Flow{Name: "front desk", Vars: []usher.Variable{plan}, Steps: usher.Steps{
		usher.Do{
			Name: "look up in the CRM", Action: lookup, Timeout: 2 * time.Second, Tries: 3,
			With: map[string]string{"id": "contact.id"}, // expressions
			Save: map[string]usher.Target{
				"plan":  plan,                        // lives as long as the conversation
				"owner": usher.ContactField("owner"), // is remembered of the contact
			},
			Exits: map[string]usher.Steps{"unknown": {usher.Assign{Team: "sales"}}},
			Else:  usher.Steps{usher.Comment{Text: "the CRM does not answer"}}, // all tries failed: it goes on without
		},
		usher.When(`plan == "gold"`, usher.SendMessage{Text: "{{ contact.fields.owner }} will be with you."}, usher.Assign{Team: "gold"}).
			Else(usher.Assign{Team: "support"}),
	}}
}

var desk = usher.Desk{
	Teams: []usher.Team{{ID: "support"}, {ID: "sales"}, {ID: "gold"}}, Fallback: usher.Fallback{Team: "support"},
	Agents: []usher.Agent{
		{ID: "ana", Teams: []string{"support", "sales"}, Status: usher.Online, Capacity: 5},
		{ID: "gil", Teams: []string{"gold"}, Status: usher.Online, Capacity: 5},
	},
}

func main() {
	if err := run(context.Background(), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out io.Writer) error {
	server := httptest.NewServer(fakeCRM(out))
	defer server.Close()
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	router, err := usher.New(usher.Config{
		Workflow: flow(crm{server.URL}), Desk: desk, Now: func() time.Time { return now },
		Host: usher.HostFunc(func(_ context.Context, effect usher.Effect) error {
			switch e := effect.(type) {
			case usher.Send:
				fmt.Fprintf(out, "  %s <- %s\n", e.ContactID, e.Text)
			case usher.Note:
				fmt.Fprintf(out, "  note: %s\n", e.Text)
			case usher.HandOver:
				fmt.Fprintf(out, "  %s is handed to %s of %s\n", e.ContactID, e.Agent, e.Team)
			}
			return nil
		}),
	})
	if err != nil {
		return err
	}
	for i, contact := range []string{"mia", "tom", "new customer", "slow joe", "ill-fated"} {
		fmt.Fprintf(out, "%s writes\n", contact)
		_, err = router.Route(ctx, usher.Conversation{
			ID: contact, Contact: usher.Contact{ID: contact}, Message: usher.Message{ID: fmt.Sprint("m", i), Text: "hello"},
		})
		if err != nil {
			return err
		}
		for { // in production router.Run does it
			due, err := router.NextDue(ctx)
			if err != nil {
				return err
			}
			if due.IsZero() { // nothing is waited for
				break
			}
			fmt.Fprintf(out, "  waits for the CRM, next try in %s\n", due.Sub(now))
			now = due
			if err := router.Wake(ctx); err != nil {
				return err
			}
		}
	}
	return nil
}
