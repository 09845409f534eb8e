package usher

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/gousher/usher/internal/rule"
)

// An Event is what a turn is about. It is one of [Started], [Received], [TimedOut], [ActionDone], [Delivered],
// [Undelivered], [NotPlaced] and [Enqueued].
type Event interface{ event() }

// Started begins a run without a message: a manual workflow.
type Started struct{}

// Received is a message of the contact.
type Received struct{ Message Message }

// TimedOut says that the wait is over and nothing came.
type TimedOut struct{}

// ActionDone is the result of an action, or why there is none.
type ActionDone struct {
	Result ActionResult
	Err    error
}

// Delivered says that the text which the run waits for has been delivered.
type Delivered struct{}

// Undelivered says that the text which the run waits for will never be delivered.
type Undelivered struct{ Reason string }

// NotPlaced says that the assignment takes one of its exits.
type NotPlaced struct {
	Exit string
	// Reason says why, for the note if the exit leads nowhere; it may be empty.
	Reason string
}

// Enqueued says that the conversation waits for an agent: the steps for that are done, and it waits on.
type Enqueued struct {
	// Position counts from 1.
	Position      int
	EstimatedWait Estimate
}

func (Started) event()     {}
func (Received) event()    {}
func (TimedOut) event()    {}
func (ActionDone) event()  {}
func (Delivered) event()   {}
func (Undelivered) event() {}
func (NotPlaced) event()   {}
func (Enqueued) event()    {}

// A Scene is what a turn sees of the world: facts, and nothing that changes while it is looked at.
type Scene struct {
	Tenant       string
	Conversation string
	Channel      string
	OpenedAt     time.Time
	OpenedBy     string // "contact" or "host"
	Contact      Contact
	// Conversations counts those of the contact before this one.
	Conversations int
	// Opened are the instants at which the contact's earlier conversations were opened, as far as they are remembered.
	Opened []time.Time
	// Ran are the workflows for once per contact that he has had.
	Ran []WorkflowID
	// Team tells how a team stands, for the functions online, available, waiting and estimated_wait; it is asked at most
	// once for a team in a turn. Nil: they are not known, and a condition that calls one does not match.
	Team      func(team string) TeamState
	LastAgent string
	LastSeen  time.Time
	// Message is the last message of the contact.
	Message Message
	// Effects and Questions count those of the conversation so far, so that each gets a number of its own.
	Effects   uint64
	Questions int
	// Fence is the highest fence of a wait of the conversation so far.
	Fence int
	Born  time.Time
}

// A Turn is what a step sees while it decides, and what it may do: read the scene, read and set variables, save facts of
// the contact, and send. It is valid until Decide returns and is used by one goroutine.
type Turn struct {
	program *Program
	node    *node
	run     *Run
	scene   Scene
	event   Event
	fresh   bool // the step has just been reached; the event was used by an earlier one
	now     time.Time

	effects []Effect
	entries []Entry
	changed *ContactChanged // what was saved about the contact in this turn
	ownVars bool            // run.vars has been copied in this turn
	budget  int

	teams    []knownTeamState // asked for in this turn
	response *response        // of a request, while its values are saved

	// What the expressions of an assignment see beside it.
	shard     *Shard
	candidate *agentState
	counts    counts
}

// Now is the instant of the turn.
func (t *Turn) Now() time.Time { return t.now }

// Event is what the step is asked about: nil when the run has just reached it.
func (t *Turn) Event() Event {
	if t.fresh {
		return nil
	}
	return t.event
}

// Contact is the customer, with everything saved so far. Its maps are not to be changed: use [Turn.Save].
func (t *Turn) Contact() Contact { return t.scene.Contact }

// Message is the last message of the contact.
func (t *Turn) Message() Message { return t.scene.Message }

// Channel is the channel of the conversation.
func (t *Turn) Channel() string { return t.scene.Channel }

// Conversation is the ID of the conversation.
func (t *Turn) Conversation() string { return t.scene.Conversation }

// Holds evaluates a condition that the step has declared. A condition that fails at run time does not match, and the
// explanation says so.
func (t *Turn) Holds(condition string) bool {
	x := t.node.expression(condition)
	if x == nil {
		t.note(EntryFailed, "the condition was not declared: "+condition)
		return false
	}
	ok, err := x.Holds(t)
	if err != nil {
		t.note(EntryFailed, "a condition failed and counts as not matching: "+err.Error())
		return false
	}
	return ok
}

// Text renders a text that the step has declared, with its {{ expressions }} filled in.
func (t *Turn) Text(text string) string {
	if text == "" {
		return ""
	}
	template := t.node.template(text)
	if template == nil {
		t.note(EntryFailed, "the text was not declared")
		return text
	}
	return t.render(template)
}

func (t *Turn) render(template *rule.Template[*Turn]) string {
	rendered, err := template.Render(t)
	if err != nil {
		t.note(EntryFailed, "a part of the text failed and is left out: "+err.Error())
	}
	return rendered
}

// Send sends a text to the contact.
func (t *Turn) Send(text string, choices ...Choice) {
	clean := make([]Choice, len(choices))
	for i, c := range choices {
		c.ID, c.Title = tidy(c.ID), tidy(c.Title)
		clean[i] = c
	}
	if len(clean) == 0 {
		clean = nil
	}
	t.emit(Send{Header: t.header(), Text: tidy(text), Choices: clean})
}

// Note leaves an internal comment.
func (t *Turn) Note(text string, mention ...string) {
	t.emit(Note{Header: t.header(), Text: tidy(text), Mention: mention})
}

// Explain adds a line to the explanation.
func (t *Turn) Explain(text string) { t.note(EntryCustom, text) }

func (t *Turn) emit(e Effect) { t.effects = append(t.effects, e) }

// header numbers the next effect.
func (t *Turn) header() Header {
	t.scene.Effects++
	return Header{
		Tenant: t.scene.Tenant, Conversation: t.scene.Conversation, Channel: t.scene.Channel,
		ContactID: t.scene.Contact.ID, At: t.now, Number: t.scene.Effects, Born: t.scene.Born,
	}
}

// Save puts a value where a question or a Set would. A value that does not fit is an error and changes nothing.
func (t *Turn) Save(to Target, value any) error { return t.save(to, rule.Of(value)) }

func (t *Turn) save(to Target, v rule.Value) error {
	if to == nil {
		return nil
	}
	switch at := to.target(); at.kind {
	case toField:
		return t.saveField(at.name, v)
	case toTag:
		tag := v.Text()
		if tag == "" || len(tag) > maxTagSize || !clean(tag) {
			return errors.New("the value cannot be a tag")
		}
		t.Tag([]string{tag}, nil)
		return nil
	default:
		return t.setVariable(at.name, v)
	}
}

func (t *Turn) setVariable(name string, v rule.Value) error {
	i, ok := t.program.variables[name]
	if !ok {
		return fmt.Errorf("the workflow declares no variable %q", name)
	}
	v, err := t.program.declared[i].fit(v)
	if err != nil {
		return err
	}
	if !t.ownVars { // the variables are shared with the run as it was before the turn
		t.run.vars = slices.Clone(t.run.vars)
		t.ownVars = true
	}
	t.run.vars[i] = v
	return nil
}

func (t *Turn) saveField(name string, v rule.Value) error {
	if err := t.allowed(name, v); err != nil {
		return err
	}
	v, err := keepable(v)
	if err != nil {
		return fmt.Errorf("the value for contact.%s %w", name, err)
	}
	switch name {
	case "name":
		t.scene.Contact.Name = tidy(v.Text())
		t.changes().Name = t.scene.Contact.Name
		return nil
	case "language":
		t.scene.Contact.Language = tidy(v.Text())
		t.changes().Language = t.scene.Contact.Language
		return nil
	}
	if _, known := t.scene.Contact.Fields[name]; !known && len(t.scene.Contact.Fields) >= maxFields {
		return fmt.Errorf("the contact has %d fields already", maxFields)
	}
	changed := t.changes()
	if changed.Fields == nil { // the first field saved in this turn: copy what is shared
		changed.Fields = map[string]any{}
		t.scene.Contact.Fields = copied(t.scene.Contact.Fields)
	}
	changed.Fields[name] = v.Any()
	if v.IsNil() {
		delete(t.scene.Contact.Fields, name)
	} else {
		t.scene.Contact.Fields[name] = v.Any()
	}
	return nil
}

// Tag adds and removes tags of the contact.
func (t *Turn) Tag(add, remove []string) {
	tags := slices.Clone(t.scene.Contact.Tags)
	for _, tag := range add {
		if tag != "" && len(tag) <= maxTagSize && len(tags) < maxTags && !slices.Contains(tags, tag) {
			tags = append(tags, tag)
			changed := t.changes()
			changed.Added, changed.Removed = append(changed.Added, tag), without(changed.Removed, tag)
		}
	}
	for _, tag := range remove {
		if slices.Contains(tags, tag) {
			tags = without(tags, tag)
			changed := t.changes()
			changed.Removed, changed.Added = append(changed.Removed, tag), without(changed.Added, tag)
		}
	}
	t.scene.Contact.Tags = tags
}

func (t *Turn) changes() *ContactChanged {
	if t.changed == nil {
		t.changed = &ContactChanged{}
	}
	return t.changed
}

// answers are the variables that are set, by name, those of the workflows that have run the present one included.
func (r *Run) answers() map[string]any {
	if r == nil || r.program == nil {
		return nil
	}
	var answers map[string]any
	for _, f := range r.callers {
		answers = f.program.answers(answers, f.vars)
	}
	return r.program.answers(answers, r.vars)
}

// answers adds the variables of one workflow that are set.
func (p *Program) answers(answers map[string]any, vars []rule.Value) map[string]any {
	for i, v := range vars {
		if v.IsNil() {
			continue
		}
		if answers == nil {
			answers = make(map[string]any, len(vars))
		}
		answers[p.declared[i].name] = v.Any()
	}
	return answers
}

// Fields are a copy of the contact's fields, for steps that want to change them before saving.
func (t *Turn) Fields() map[string]any { return maps.Clone(t.scene.Contact.Fields) }

func (t *Turn) note(kind EntryKind, detail string) {
	t.entries = append(t.entries, Entry{At: t.now, Step: t.step(), Kind: kind, Detail: tidy(detail)})
}
