package cli

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/gousher/usher"
	"github.com/gousher/usher/file"
	"github.com/gousher/usher/internal/scenario"
)

// An outsideChange is a move that changes what answers http steps: a stub more, or none at all.
type outsideChange struct {
	stub  file.HTTPStub
	clear bool
}

func (o *outsideChange) apply(session *scenario.Session) {
	if o.clear {
		session.ClearStubs()
		return
	}
	session.Stub(o.stub)
}

// failures are what a request can get instead of an answer.
var failures = []string{"timeout", "refused", "reset"}

// http lists the stubs, adds one or takes all of them away.
func (c *chat) http(args string) {
	switch {
	case args == "":
		c.listStubs()
		return
	case args == "clear":
		c.notef("no stub answers any more: %s", c.unanswered())
		c.outside(outsideChange{clear: true})
		return
	}
	stub, problem := readStub(args)
	if problem != "" {
		c.mistakef("%s", problem)
		return
	}
	c.notef("%s gets %s", strings.TrimSpace(stub.Method+" "+stub.URL), answerText(stub))
	c.outside(outsideChange{stub: stub})
}

// outside changes what answers, and keeps the move.
func (c *chat) outside(change outsideChange) {
	c.present.outside = &change
	change.apply(c.session)
	c.changed()
}

// readStub reads a stub that is typed: [METHOD] URL STATUS [JSON], or how it fails. The problem says what is wrong.
func readStub(text string) (stub file.HTTPStub, problem string) {
	const how = "write /http https://crm.example/* 200 {\"tier\": \"VIP\"}, or timeout, refused or reset instead of the status"
	word, rest := cutWord(text)
	if method := strings.ToUpper(word); method == word && strings.Trim(word, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "" && word != "" {
		stub.Method = method
		word, rest = cutWord(rest)
	}
	if !strings.Contains(word, "://") && !strings.Contains(word, "*") {
		return stub, fmt.Sprintf("%q is no address, and no * stands for anything in it: %s", clipped(word), how)
	}
	stub.URL = word
	what, body := cutWord(rest)
	if slices.Contains(failures, what) && body == "" {
		stub.Fail = what
		return stub, ""
	}
	status, err := strconv.Atoi(what)
	switch {
	case err != nil || status < 100 || status > 599:
		return stub, fmt.Sprintf("%q is no status from 100 to 599%s: %s", clipped(what), didYouMean(what, failures), how)
	case body == "":
		stub.Status = status
		return stub, ""
	}
	var value any
	if err := json.Unmarshal([]byte(body), &value); err != nil {
		return stub, fmt.Sprintf("%s is no JSON: %s", clipped(body), how)
	}
	stub.Status, stub.Header = status, map[string]string{"Content-Type": "application/json"}
	stub.Body, _ = json.Marshal(value) //nolint:errchkjson // it was JSON
	return stub, ""
}

// cutWord is the first word of a line, and the rest.
func cutWord(line string) (word, rest string) {
	i := strings.IndexFunc(line, unicode.IsSpace)
	if i < 0 {
		return line, ""
	}
	return line[:i], strings.TrimSpace(line[i:])
}

// answerText is what a stub gives, in a line.
func answerText(s file.HTTPStub) string {
	parts := []string{s.Fail}
	if s.Fail == "" {
		parts = []string{strconv.Itoa(cmp.Or(s.Status, http.StatusOK))}
		if len(s.Body) > 0 {
			parts = append(parts, short(string(s.Body)))
		}
	}
	if s.Delay > 0 {
		parts = append(parts, "after "+span(s.Delay))
	}
	return strings.Join(parts, " ")
}

// unanswered is what becomes of a request that no stub answers.
func (c *chat) unanswered() string {
	if c.script.live != nil {
		return "requests are really made"
	}
	return "every request is a refused connection"
}

func (c *chat) listStubs() {
	stubs := c.session.Stubs()
	if len(stubs) == 0 {
		c.tellf("no stub answers: %s; /http https://crm.example/* 200 {\"tier\": \"VIP\"} adds one", c.unanswered())
		return
	}
	type answering struct {
		Request string `json:"request"`
		Gets    string `json:"gets"`
		Used    int    `json:"used"`
		Times   int    `json:"times,omitempty"`
	}
	rows, data := [][]string{{"request", "gets", "has answered"}}, make([]answering, len(stubs))
	for i, s := range stubs {
		used := counted(s.Used, "time")
		if s.Times > 0 {
			used = fmt.Sprintf("%d of %s", s.Used, counted(s.Times, "time"))
		}
		data[i] = answering{first(s.Method, "any") + " " + s.URL, answerText(s.HTTPStub), s.Used, s.Times}
		rows = append(rows, []string{data[i].Request, data[i].Gets, used})
	}
	last := "anything else is a refused connection"
	if c.script.live != nil {
		last = "anything else is really called"
	}
	c.list("http", data, columnsOf(rows)+"\n"+last)
}

// tellOfHTTP says what http steps reach, if there are any.
func (c *chat) tellOfHTTP() {
	stubs := len(c.begun.HTTP)
	switch {
	case !c.requests():
	case c.script.live != nil:
		c.tellf("http steps really call what they name; /http lets stubs answer instead")
	case stubs > 0:
		c.tellf("%s for http steps, anything else is a refused connection: /http lists them", counted(stubs, "stub"))
	default:
		c.tellf("http steps make no calls here: each is a refused connection, unless /http says what it gets")
	}
}

// requests reports whether a workflow has an http step.
func (c *chat) requests() bool {
	return slices.ContainsFunc(c.begun.Workflows, func(w usher.Workflow) bool {
		p, err := usher.Compile(w, &c.begun.Desk, without(c.begun.Workflows, w)...)
		return err == nil && slices.ContainsFunc(p.Outline().Steps, func(s usher.OutlineStep) bool {
			_, ok := s.Step.(usher.HTTPRequest)
			return ok
		})
	})
}

// without are all workflows but one.
func without(all []usher.Workflow, one usher.Workflow) []usher.Workflow {
	return slices.DeleteFunc(slices.Clone(all), func(w usher.Workflow) bool { return w.ID() == one.ID() })
}

// outsideWorld is what answers in a scenario that is saved: the stubs that the chat began with; or, if they were changed or
// requests were really made, what came of each request.
func (c *chat) outsideWorld(session *scenario.Session) []file.HTTPStub {
	if !c.otherOutside() {
		return c.begun.HTTP
	}
	var stubs []file.HTTPStub
	for _, s := range session.Answered() {
		if last := len(stubs) - 1; last >= 0 && sameAnswer(stubs[last], s) {
			stubs[last].Times++
			continue
		}
		stubs = append(stubs, s)
	}
	return stubs
}

// otherOutside reports whether the outside world became another one than the chat began with.
func (c *chat) otherOutside() bool {
	return c.script.live != nil || slices.ContainsFunc(c.moves, func(m move) bool { return m.outside != nil })
}

func sameAnswer(a, b file.HTTPStub) bool {
	return a.Method == b.Method && a.URL == b.URL && answerText(a) == answerText(b) && bytes.Equal(a.Body, b.Body) &&
		fmt.Sprint(a.Header) == fmt.Sprint(b.Header)
}
