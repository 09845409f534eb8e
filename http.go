package usher

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gousher/usher/internal/rule"
)

// HTTPRequest calls an address and saves what it answers. The intent is committed first, the call is made outside, as that
// of an [Action], its result comes back as an event; meanwhile the conversation is [Waiting], and what the contact writes
// is kept.
//
// An answer of the class 2xx goes on with the next step. Connection errors, time-outs, 429 and 5xx are tried again, after
// 1 s, 2 s, 4 s, ... (up to a tenth less by chance, so that not all come back at once) or when the other side says (Retry-After,
// up to five minutes). Then an exit is taken: the exact status before its class, TimedOut, Failed, before Else. Failed is for
// what brings no answer: an address that is refused, a name that is not known, a broken connection, an answer over
// [HTTP.MaxBody], a redirect that leads nowhere, a 2xx without JSON where Save reads response.json.
//
// What the step may reach is closed: see [HTTP].
type HTTPRequest struct {
	// Method is GET if it is empty, POST if there is a body.
	Method string
	// URL may hold {{ expressions }} behind the host. Values are escaped for their place, so that an answer cannot change
	// the request; one that is empty, or would lead elsewhere ("..") in a path, fails.
	URL string
	// Headers and Query may hold {{ expressions }}, and secrets by reference: "Bearer secret:crm_token", see [HTTP.Secret].
	Headers map[string]string
	Query   map[string]string
	// JSON is a body of maps, lists, texts, numbers and truth values. A text that is one {{ expression }} and nothing else
	// becomes that value, whatever its type. Body is one as it is written; in JSON and in forms its values are escaped.
	JSON any
	Body string
	// Timeout bounds one try; 0 means 10 s. Tries counts them all; 0 means 3.
	Timeout time.Duration
	Tries   int
	// Save gives variables and contact fields the values of expressions over response.status, response.json,
	// response.text and response.headers ("etag" or "ETag": both spellings are there), after a 2xx. If one of them fails,
	// or has a value that does not fit, nothing is saved and Failed is taken; nil (the answer has no such part) gives a
	// variable its default and removes a contact field.
	Save Set
	// Cache is for how long an answer to the same GET is taken from memory, StaleIfError for how much longer if the other
	// side fails: after the last try, or at once while its circuit is open.
	Cache        time.Duration
	StaleIfError time.Duration
	// Status are exits by status ("404") or class ("4xx", "5xx").
	Status map[string]Steps
	// TimedOut and Failed are exits, Else serves everything that has none: it is required.
	TimedOut Steps
	Failed   Steps
	Else     Steps
}

const (
	failedBlock     = "failed"
	maxRetryAfter   = 5 * time.Minute
	maxResponseDeep = 100
)

// Declare declares the texts, the values and the exits.
func (s HTTPRequest) Declare(d *Declaration) {
	s.checkSettings(d)
	request := d.request(s)
	d.compiler.at(d.node).request = request
	s.saves(d)
	for _, x := range d.compiler.at(d.node).expressions {
		request.wantsJSON = request.wantsJSON || slices.ContainsFunc(x.value.Reads(), func(ref rule.Ref[*Turn]) bool {
			return strings.HasPrefix(ref.Path, "response.json")
		})
	}
	for _, status := range sortedKeys(s.Status) {
		switch {
		case !isStatus(status):
			d.Wrong("status", codeName, fmt.Sprintf("%q is no status", status), "write 404, 4xx or 5xx")
			continue
		case status[0] < '3':
			d.Wrong("status", codeValue, fmt.Sprintf("the status %s has no exit", status), "2xx goes on with the next step")
			continue
		}
		d.Block(status, s.Status[status])
	}
	for _, exit := range []struct {
		name  string
		steps Steps
	}{{timedOutBlock, s.TimedOut}, {failedBlock, s.Failed}} {
		if len(exit.steps) > 0 {
			d.Block(exit.name, exit.steps)
		}
	}
	if len(s.Else) == 0 {
		d.lacksElse("the request has no else", "say what to do when it fails")
		return
	}
	d.Block(elseBlock, s.Else)
}

func (s HTTPRequest) checkSettings(d *Declaration) {
	switch {
	case s.Timeout < 0 || s.Timeout > maxClock || s.Tries < 0 || s.Tries > 100:
		d.Wrong("timeout", codeValue, "the time-out or the tries are below zero or beyond all measure", "")
	case s.Cache < 0 || s.StaleIfError < 0:
		d.Wrong("cache", codeValue, "a time is below zero", "")
	case s.StaleIfError > 0 && s.Cache == 0:
		d.Wrong("stale_if_error", codeValue, "nothing is kept that could be stale", "say for how long answers are taken with cache")
	case s.Cache > 0 && s.method() != "GET" && s.method() != "HEAD":
		d.Wrong("cache", codeValue, fmt.Sprintf("the answer to a %s is not kept", s.method()), "leave it out")
	}
}

// saves declares what is saved of the answer.
func (s HTTPRequest) saves(d *Declaration) {
	c := d.compiler
	scope := c.scope
	c.scope = c.over(responseNames())
	defer func() { c.scope = scope }()
	inner := d.inside("save.")
	for _, setting := range s.Save {
		if isNil(setting.To) {
			d.Wrong("save", codeValue, "the value goes nowhere", "give a variable or a ContactField")
			continue
		}
		inner.Value(setting.field(), setting.Value, setting.To)
		inner.Sets(setting.field(), setting.To)
	}
}

// response is what a request was answered.
type response struct {
	status  int
	text    string
	json    rule.Value
	parsed  bool
	headers map[string]any
	from    string // memory, if nobody was asked
}

// responseNames are the names in what is saved of an answer.
func responseNames() map[string]name {
	return map[string]name{"response": {Fields: map[string]name{
		"status":  {Type: rule.IntType, Value: func(t *Turn) rule.Value { return rule.Int(int64(t.response.status)) }},
		"text":    text(func(t *Turn) string { return cut(t.response.text) }),
		"json":    {Type: rule.Any, Value: func(t *Turn) rule.Value { return t.response.json }},
		"headers": {Type: rule.MapType, Open: true, Value: func(t *Turn) rule.Value { return rule.Map(t.response.headers) }},
	}}}
}

func isStatus(s string) bool {
	if len(s) != 3 || s[0] < '1' || s[0] > '5' {
		return false
	}
	_, err := strconv.Atoi(s)
	return err == nil || s[1:] == "xx"
}

func (s HTTPRequest) method() string {
	switch {
	case s.Method != "":
		return strings.ToUpper(s.Method)
	case s.Body != "" || s.JSON != nil:
		return "POST"
	}
	return "GET"
}

func (s HTTPRequest) tries() int {
	if s.Tries == 0 {
		return defaultTries
	}
	return s.Tries
}

// Decide asks for the call, and takes up its result.
func (s HTTPRequest) Decide(t *Turn) Next {
	done, ok := t.Event().(ActionDone)
	switch {
	case !ok && t.Event() != nil: // a message while the call is under way
		return Next{kind: nextCall, asks: true}
	case !ok:
		t.note(EntryCalled, s.method()+" "+s.URL)
		t.scene.Effects++ // the call's number: the same on every try
		t.run.delivery = t.scene.Effects
		return Next{kind: nextCall}
	}
	answer, problem := s.read(t, done)
	switch {
	case problem == nil && !tryAgain(answer.status):
		return s.take(t, answer)
	case t.run.tries+1 < s.tries() && (problem == nil || problem.transient):
		if wait, patient := s.wait(t, done); patient {
			t.run.tries++
			t.note(EntryFailed, fmt.Sprintf("%s; it is tried again in %s", said(answer, problem), wait))
			return Next{kind: nextCall, timeout: wait}
		}
	}
	if problem == nil {
		return s.take(t, answer)
	}
	t.note(EntryFailed, problem.text)
	if problem.late {
		return s.leave(t, timedOutBlock)
	}
	return s.leave(t, failedBlock)
}

func said(answer *response, problem *trouble) string {
	if problem != nil {
		return problem.text
	}
	return fmt.Sprintf("it answered %d", answer.status)
}

func tryAgain(status int) bool { return status == 429 || status >= 500 }

// wait is how long to wait for the next try; false: the other side asks for more than anybody waits.
func (s HTTPRequest) wait(t *Turn, done ActionDone) (time.Duration, bool) {
	wait := backoff(t.run.tries + 1)
	wait -= time.Duration(t.lottery()%1000) * wait / 10_000
	if after, ok := rule.Of(done.Result.Fields["retry_after"]).AsFloat(); ok {
		asked := time.Duration(after * float64(time.Second))
		if asked > maxRetryAfter {
			return 0, false
		}
		wait = max(wait, asked)
	}
	return wait.Round(time.Millisecond), true
}

// lottery is a number that looks random: from the seed, and from what is being tried.
func (t *Turn) lottery() uint64 {
	return scatter(t.program.around.seed, t.scene.Conversation, t.run.delivery, t.run.tries)
}

// trouble is why there is no answer.
type trouble struct {
	text      string
	transient bool // trying again may help
	late      bool // it is a time-out
}

// read is the answer, or why there is none.
func (s HTTPRequest) read(t *Turn, done ActionDone) (*response, *trouble) {
	if done.Err != nil {
		return nil, troubleOf(done.Err)
	}
	fields := done.Result.Fields
	status, ok := rule.Of(fields["status"]).AsInt()
	if !ok {
		return nil, &trouble{text: "the answer has no status"}
	}
	answer := &response{status: int(status), headers: map[string]any{}}
	answer.text, _ = rule.Of(fields["text"]).AsString()
	answer.from, _ = rule.Of(fields["from"]).AsString()
	if headers, isMap := rule.Of(fields["headers"]).AsMap(); isMap {
		answer.headers = headers
	}
	answer.json, answer.parsed = parseJSON(answer.text)
	if t.node.request.wantsJSON && !answer.parsed && answer.status/100 == 2 {
		return nil, &trouble{text: fmt.Sprintf("it answered %d without JSON", answer.status)}
	}
	return answer, nil
}

// take goes where an answer leads.
func (s HTTPRequest) take(t *Turn, answer *response) Next {
	status := strconv.Itoa(answer.status)
	for _, exit := range []string{status, status[:1] + "xx"} {
		if _, given := s.Status[exit]; given {
			t.note(EntryMatched, "status "+exit+": it answered "+status)
			return Enter(exit)
		}
	}
	if answer.status/100 != 2 {
		t.note(EntryMatched, elseBlock+": it answered "+status)
		return Enter(elseBlock)
	}
	heard := "it answered " + status
	if answer.from != "" {
		heard += " (" + answer.from + ")"
	}
	t.note(EntryCalled, heard)
	values, err := s.values(t, answer)
	if err != nil {
		t.note(EntryFailed, "nothing of the answer is saved: "+err.Error())
		return s.leave(t, failedBlock)
	}
	for i, setting := range s.Save {
		if err := t.save(setting.To, values[i]); err != nil { // what it may not save
			t.note(EntryFailed, "the value is left as it was: "+err.Error())
			continue
		}
		t.saved(setting.To, values[i])
	}
	return Continue()
}

// values are what is to be saved of an answer: all of it, or none.
func (s HTTPRequest) values(t *Turn, answer *response) ([]rule.Value, error) {
	t.response = answer
	defer func() { t.response = nil }()
	values := make([]rule.Value, len(s.Save))
	for i, setting := range s.Save {
		x := t.node.value("save."+setting.field(), setting.Value)
		if x == nil {
			return nil, fmt.Errorf("%s was not declared", setting.Value)
		}
		value, err := x.Eval(t)
		if err != nil {
			return nil, err
		}
		if k, ok := t.program.variables[setting.field()]; ok && setting.To.target().kind == toVariable {
			if value.IsNil() {
				value = t.program.initial[k]
			}
			if _, err = t.program.declared[k].fit(value); err != nil {
				return nil, err
			}
		}
		values[i] = value
	}
	return values, nil
}

func (s HTTPRequest) leave(t *Turn, exit string) Next {
	if t.node.has(exit) {
		t.note(EntryMatched, exit)
		return Enter(exit)
	}
	t.note(EntryMatched, elseBlock+" ("+exit+")")
	return Enter(elseBlock)
}

// action is the call as the shell makes it.
func (s HTTPRequest) action(t *Turn) Do {
	timeout := s.Timeout
	if timeout == 0 {
		timeout = defaultActionTimeout
	}
	call, problem := t.node.request.fill(t)
	return Do{
		Name: s.method() + " " + t.node.request.host, Timeout: timeout, Tries: s.tries(),
		Action: t.program.around.web.calling(call, problem, kept{s.Cache, s.StaleIfError, t.run.tries+1 >= s.tries()}, timeout),
	}
}
