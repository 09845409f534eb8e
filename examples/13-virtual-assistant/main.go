// Virtual-assistant lets a bot talk first, and hands over to a person when it is done or cannot go on.
//
// New here: an action that holds the conversation. It replies and holds, gets what the contact writes next, and hands the
// conversation back with an exit. The bot is somebody else's, behind HTTP; here it is a small server in the same process.
package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"time"

	"github.com/gousher/usher"
)

// assistant is an action: it asks a bot what to say.
type assistant struct{ address string }

// answer is what the bot says: with Done or Exit it gives the conversation back.
type answer struct {
	Reply   string   `json:"reply"`
	Choices []string `json:"choices"`
	Done    bool     `json:"done"`
	Exit    string   `json:"exit"`
	Summary string   `json:"summary"`
}

// Do makes one try. The key lets the bot drop repeats: a try whose answer was lost is made again.
func (a assistant) Do(ctx context.Context, in usher.ActionInput) (usher.ActionResult, error) {
	question, err := json.Marshal(map[string]any{
		"session": in.Conversation, "key": in.Key, "name": in.Contact.Name, "said": cmp.Or(in.Message.Choice, in.Message.Text),
	})
	if err != nil {
		return usher.ActionResult{}, fmt.Errorf("asking the assistant: %w", err)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, a.address, bytes.NewReader(question))
	if err != nil {
		return usher.ActionResult{}, fmt.Errorf("asking the assistant: %w", err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return usher.ActionResult{}, fmt.Errorf("asking the assistant: %w", err)
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK {
		return usher.ActionResult{}, fmt.Errorf("the assistant says %s", response.Status)
	}
	var said answer
	if err = json.NewDecoder(io.LimitReader(response.Body, 64<<10)).Decode(&said); err != nil {
		return usher.ActionResult{}, fmt.Errorf("the assistant's answer: %w", err)
	}
	result := usher.ActionResult{
		Reply: said.Reply, Choices: usher.Choices(said.Choices...), Exit: said.Exit, Fields: map[string]any{"summary": said.Summary},
	}
	switch {
	case said.Done || said.Exit != "":
	case said.Reply == "":
		return usher.ActionResult{}, errors.New("the assistant has nothing to say")
	default:
		result.Hold = 10 * time.Minute // what the contact writes next is for the assistant
	}
	return result, nil
}

var summary = usher.Var[string]{Name: "summary"}

func flow(bot usher.Action) usher.Flow {
	return usher.Flow{Name: "front desk", Vars: []usher.Variable{summary}, Steps: usher.Steps{
		usher.Do{
			Name: "assistant", Action: bot, Timeout: 5 * time.Second, Tries: 2, Save: map[string]usher.Target{"summary": summary},
			Exits: map[string]usher.Steps{
				"person":    {usher.Comment{Text: "The assistant says: {{ summary }}"}, usher.Assign{Team: "support"}},
				"timed_out": {usher.SendMessage{Text: "Write again whenever you like."}, usher.CloseConversation{Category: "silent"}},
			},
			Else: usher.Steps{usher.Comment{Text: "The assistant does not work."}, usher.Assign{Team: "support"}},
		},
		usher.CloseConversation{Category: "solved by the assistant"},
	}}
}

var desk = usher.Desk{
	Teams: []usher.Team{{ID: "support"}}, Fallback: usher.Fallback{Team: "support"},
	Agents: []usher.Agent{{ID: "ana", Teams: []string{"support"}, Capacity: 9, Status: usher.Online}},
}

func main() {
	if err := run(context.Background(), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out io.Writer) error {
	server := httptest.NewServer(http.HandlerFunc(bot))
	defer server.Close()
	return chat(ctx, out, assistant{server.URL}, [][2]string{
		{"mia", "Where is my order?"}, {"mia", "4711"}, {"mia", "No, thanks"},
		{"tom", "Where is my order?"}, {"tom", "I want a person"},
		{"eva", "Where is my order?"}, {"eva", ""},
		{"joe", "crash"}, {"joe", ""},
	})
}

// chat lets contacts write to the router; where the text is empty the contact waits.
func chat(ctx context.Context, out io.Writer, bot usher.Action, lines [][2]string) error {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	router, err := usher.New(usher.Config{
		Workflow: flow(bot), Desk: desk, Now: func() time.Time { return now }, Host: inbox(out),
	})
	if err != nil {
		return err
	}
	for i, line := range lines {
		from, text := line[0], line[1]
		if text == "" {
			if now, err = router.NextDue(ctx); err != nil { // in production router.Run does it
				return err
			}
			fmt.Fprintln(out, now.Format(time.TimeOnly), from, "waits")
			err = router.Wake(ctx)
			if err != nil {
				return err
			}
			continue
		}
		fmt.Fprintln(out, now.Format(time.TimeOnly), from, "->", text)
		var outcome usher.Outcome
		outcome, err = router.Route(ctx, usher.Conversation{
			ID: from, Contact: usher.Contact{ID: from, Name: from}, Message: usher.Message{ID: fmt.Sprint("m", i), Text: text},
		})
		if err != nil {
			return err
		}
		fmt.Fprintln(out, "        ", from, "is", outcome.Of().State)
	}
	return nil
}
