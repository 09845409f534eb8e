package ushertest_test

import (
	"fmt"
	"testing"

	"github.com/gousher/usher"
	"github.com/gousher/usher/ushertest"
)

// How do I test a workflow that asks other systems? The test says what they answer, and nothing leaves the machine.
func ExampleOutside() {
	tier := usher.Var[string]{Name: "tier"}
	workflow := usher.Flow{Name: "front desk", Vars: []usher.Variable{tier}, Steps: usher.Steps{
		usher.HTTPRequest{
			URL:  "https://crm.example/contacts/{{ contact.id }}",
			Save: usher.Set{{To: tier, Value: "response.json.tier"}},
			Else: usher.Steps{usher.Assign{Team: "support"}},
		},
		usher.When(`tier == "gold"`, usher.Assign{Team: "sales"}).Else(usher.Assign{Team: "support"}),
	}}
	outside := &ushertest.Outside{Answers: []ushertest.Answer{
		{URL: "https://crm.example/contacts/mia", Body: `{"tier": "gold"}`},
		{URL: "https://crm.example/*", Status: 404},
	}}
	testTiers := func(t *testing.T) { //nolint:thelper // it is the test itself
		t.Parallel()
		chat := ushertest.NewChat(t, usher.Config{
			Workflow: workflow, Desk: office(), HTTP: usher.HTTP{Transport: outside},
		})
		chat.With(usher.Contact{ID: "mia"}, "web").Says("hello").Saved("tier", "gold").IsAssigned("sales", "ben")
		chat.With(usher.Contact{ID: "tom"}, "web").Says("hello").IsQueued("support", 1).Because("it answered 404")
	}
	testing.RunTests(matchAll, []testing.InternalTest{{Name: "TestTiers", F: testTiers}})
	for _, request := range outside.Requests() {
		fmt.Println(request.Conversation, "asks for", request.Method, request.URL)
	}
	// Output:
	// mia/web asks for GET https://crm.example/contacts/mia
	// tom/web asks for GET https://crm.example/contacts/tom
}
