package usher

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/gousher/usher/internal/rule"
)

// SendMessage sends a text to the contact and goes on.
type SendMessage struct {
	// Text may hold {{ expressions }}. Texts is given instead of it for several languages.
	Text  string
	Texts Translations
	// Choices are shown with the text; nobody waits for the tap. To wait for it use [AskQuestion].
	Choices []Choice
	// Template is the name of a prepared template for channels that need one.
	Template string
	// Undelivered, if given, makes the run wait for the delivery and take these steps if it fails for good.
	Undelivered Steps
}

const (
	elseBlock        = "else"
	undeliveredBlock = "undelivered"
)

// Declare declares the text and the exit.
func (s SendMessage) Declare(d *Declaration) {
	if s.Text == "" && len(s.Texts) == 0 && s.Template == "" {
		d.Wrong("text", codeValue, "there is nothing to send", "give a text or a template")
	}
	d.Texts("text", s.Text, s.Texts)
	d.choices(s.Choices)
	if len(s.Undelivered) > 0 {
		d.Block(undeliveredBlock, s.Undelivered)
	}
}

// Decide sends, and waits for the delivery if somebody wants to know.
func (s SendMessage) Decide(t *Turn) Next {
	switch event := t.Event().(type) {
	case Delivered:
		return Continue()
	case Undelivered:
		t.note(EntryMatched, "undelivered: "+event.Reason)
		return Enter(undeliveredBlock)
	case nil:
	default: // a message while the text is on its way
		return Next{kind: nextDelivery}
	}
	words, in := t.say("text", s.Text)
	send := Send{Header: t.header(), Text: words, Language: in, Choices: t.offered(s.Choices, nil), Template: s.Template}
	t.emit(send)
	t.note(EntrySent, t.author("text", s.Text))
	if len(s.Undelivered) == 0 {
		return Continue()
	}
	t.run.delivery = send.Number
	return Next{kind: nextDelivery}
}

// Set gives variables and contact fields the values of expressions, in order.
//
//	usher.Set{{To: tier, Value: `"gold"`}, {To: usher.ContactField("plan"), Value: `tier`}}
type Set []Setting

// A Setting is one value that [Set] sets.
type Setting struct {
	To    Target
	Value string // an expression
}

// field is how files call the target.
func (s Setting) field() string {
	if at := s.To.target(); at.kind == toField {
		return "contact." + at.name
	}
	return s.To.target().name
}

// Declare declares the expressions and what they are for.
func (s Set) Declare(d *Declaration) {
	if len(s) == 0 {
		d.Wrong("", codeValue, "there is nothing to set", "")
	}
	for _, setting := range s {
		if isNil(setting.To) {
			d.Wrong("to", codeValue, "the value goes nowhere", "give a variable or a ContactField")
			continue
		}
		d.Value(setting.field(), setting.Value, setting.To)
		d.Sets(setting.field(), setting.To)
	}
}

// Decide evaluates and saves. An expression that fails leaves the old value, and the explanation says so.
func (s Set) Decide(t *Turn) Next {
	for _, setting := range s {
		x := t.node.value(setting.field(), setting.Value)
		if x == nil {
			return Fail("step %s has an expression that was not declared", t.node.id)
		}
		value, err := x.Eval(t)
		if err == nil {
			err = t.save(setting.To, value)
		}
		if err != nil {
			t.note(EntryFailed, "the value is left as it was: "+err.Error())
			continue
		}
		t.saved(setting.To, value)
	}
	return Continue()
}

// saved notes what was put where.
func (t *Turn) saved(to Target, v rule.Value) {
	at := to.target()
	seen := Seen{Name: at.name, value: v}
	switch at.kind {
	case toVariable:
		if i, ok := t.program.variables[at.name]; ok {
			seen.private = t.program.declared[i].private
		}
	case toField:
		seen.Name = "contact." + at.name
		seen.private = t.program.private[at.name]
	case toTag:
		seen.Name = "tag"
	}
	t.entries = append(t.entries, Entry{At: t.now, Step: t.step(), Kind: EntrySaved, Seen: []Seen{seen}})
}

// Tag adds tags to the contact and removes others.
type Tag struct {
	Add    []string
	Remove []string
}

// Declare checks the tags.
func (s Tag) Declare(d *Declaration) {
	if len(s.Add)+len(s.Remove) == 0 {
		d.Wrong("", codeValue, "there is no tag to add or remove", "")
	}
	for _, tag := range slices.Concat(s.Add, s.Remove) {
		if tag == "" || len(tag) > maxTagSize || !clean(tag) {
			d.Wrong("", codeValue, fmt.Sprintf("%q cannot be a tag", clip(tag, 40)), "")
		}
	}
}

// Decide tags.
func (s Tag) Decide(t *Turn) Next {
	t.Tag(s.Add, s.Remove)
	t.note(EntrySaved, "tags "+strings.TrimSpace(prefixed("+", s.Add)+prefixed("-", s.Remove)))
	return Continue()
}

func prefixed(sign string, words []string) string {
	var text strings.Builder
	for _, word := range words {
		text.WriteString(sign + word + " ")
	}
	return text.String()
}

// Comment leaves an internal note: it is never shown to the contact.
type Comment struct {
	// Text may hold {{ expressions }}.
	Text string
	// Mention names agents or teams.
	Mention []string
}

// Declare declares the text and who is mentioned.
func (s Comment) Declare(d *Declaration) {
	if s.Text == "" {
		d.Wrong("text", codeValue, "the comment is empty", "")
	}
	d.Text("text", s.Text)
	for _, id := range s.Mention {
		if desk := d.compiler.desk; desk != nil && desk.teams[id] == nil && desk.agent(id) == nil {
			hint := didYouMean(id, append(desk.agentNames(), sortedKeys(desk.teams)...))
			d.Wrong("mention", codeUnknown, fmt.Sprintf("unknown agent or team %q", id), hint)
		}
	}
}

// Decide leaves the note.
func (s Comment) Decide(t *Turn) Next {
	t.Note(t.Text(s.Text), s.Mention...)
	t.note(EntryNoted, s.Text)
	return Continue()
}

// Goto goes to another step, at most so many times in a run; then it takes the else.
type Goto struct {
	// Step is the id of a step: see [Named].
	Step string
	// AtMost is required: it is what ends the loop.
	AtMost int
	// Else is what to do when the bound is reached: required.
	Else Steps
}

// Declare declares the jump and its bound.
func (s Goto) Declare(d *Declaration) {
	d.JumpsTo(s.Step)
	d.Ends()
	if s.AtMost <= 0 {
		d.Wrong("at_most", codeUnbounded, "the loop has no bound", "say how often it may be taken at most")
	}
	if len(s.Else) == 0 {
		d.lacksElse("the goto has no else", "say what happens when the bound is reached")
		return
	}
	d.Block(elseBlock, s.Else)
}

// Decide counts and jumps.
func (s Goto) Decide(t *Turn) Next {
	if n := t.counted(); n > s.AtMost {
		t.note(EntryMatched, fmt.Sprintf("else: %s has been reached %d times", s.Step, s.AtMost))
		return Enter(elseBlock)
	}
	t.note(EntryJumped, "to "+s.Step)
	return Jump(s.Step)
}

// CloseConversation ends the conversation; the contact's next message opens it again.
type CloseConversation struct {
	Category string
	// Summary may hold {{ expressions }}.
	Summary string
}

// Declare declares that nothing follows.
func (s CloseConversation) Declare(d *Declaration) {
	d.Text("summary", s.Summary)
	d.Ends()
}

// Decide closes.
func (s CloseConversation) Decide(t *Turn) Next {
	s.Summary = t.Text(s.Summary)
	return Next{kind: nextClose, close: &s}
}

const (
	defaultActionTimeout = 10 * time.Second
	defaultTries         = 3
	firstBackoff         = time.Second
	maxBackoff           = 5 * time.Minute
)
