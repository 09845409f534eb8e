package usher

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/gousher/usher/internal/phrase"
	"github.com/gousher/usher/internal/rule"
)

// A Choice is one of the answers that a question offers.
type Choice struct {
	// ID is what is saved; a choice made by [Choices] has its title as its id.
	ID string `json:"id"`
	// Title is what is shown.
	Title string `json:"title"`
	// Synonyms are other words for it that people write.
	Synonyms []string `json:"synonyms,omitempty"`
}

// Choices makes choices of plain titles.
func Choices(titles ...string) []Choice {
	choices := make([]Choice, len(titles))
	for i, title := range titles {
		choices[i] = Choice{ID: title, Title: title}
	}
	return choices
}

// AnswerType is what a question accepts.
type AnswerType string

// The types of answers. The zero value is [ChoiceAnswer] for a question with choices and [TextAnswer] for one without.
const (
	TextAnswer   AnswerType = "text"   // any text
	ChoiceAnswer AnswerType = "choice" // one of the choices: tapped, written, or its number
	NumberAnswer AnswerType = "number" // a number, within Min and Max
)

// AskQuestion sends a text and waits for the answer. An answer that is not accepted is asked again, Tries times in all.
// A message without text or tap (a picture) answers nothing: the question is asked again and no try is counted.
type AskQuestion struct {
	// Text may hold {{ expressions }}.
	Text    string
	Type    AnswerType
	Choices []Choice
	// Min and Max bound a number; nil: no bound.
	Min, Max *float64
	// SaveTo is a variable, a [ContactField] or [AsTag]; nil: the answer is not kept.
	SaveTo Target
	// Tries is how often it is asked in all before Invalid; 0 means 3.
	Tries int
	// RetryText is sent instead of Text when it is asked again.
	RetryText string
	// Timeout counts from the last text that asked; 0: waits without end.
	Timeout time.Duration
	// The exits. Else serves every one that is not given; one that can be taken and is not served is an error, but for
	// Undelivered, which goes to the fallback then. After an exit's steps the run goes on with the next step.
	Invalid     Steps // no accepted answer after all tries
	NoAnswer    Steps // nothing came in time
	Undelivered Steps // the question never reached the contact
	Else        Steps
}

const (
	invalidBlock  = "invalid"
	noAnswerBlock = "no_answer"
	maxChoices    = 100
)

// Declare declares the texts, the exits and where the answer goes.
func (s AskQuestion) Declare(d *Declaration) {
	if s.Text == "" {
		d.Wrong("text", codeValue, "the question has no text", "")
	}
	d.Text("text", s.Text)
	d.Text("retry_text", s.RetryText)
	d.choices(s.Choices)
	s.checkType(d)
	d.Sets("save_to", s.SaveTo)
	d.compiler.at(d.node).question = s.prepare()
	d.exit(invalidBlock, s.Invalid, s.Else, s.canBeInvalid(d))
	d.exit(noAnswerBlock, s.NoAnswer, s.Else, s.Timeout > 0)
	if len(s.NoAnswer) > 0 && s.Timeout == 0 {
		d.Wrong(noAnswerBlock, codeValue, "the exit can never be taken: the question waits without end", "give it a time-out")
	}
	if len(s.Undelivered) > 0 {
		d.Block(undeliveredBlock, s.Undelivered)
	}
	if len(s.Else) > 0 {
		d.Block(elseBlock, s.Else)
	}
}

// canBeInvalid reports whether an answer with content may be refused.
func (s AskQuestion) canBeInvalid(d *Declaration) bool {
	if v, ok := s.SaveTo.(Variable); ok && !isNil(v) && len(d.declared(v).oneOf) > 0 {
		return true
	}
	_, tag := s.SaveTo.(AsTag)
	return tag || s.kind() != TextAnswer
}

// exit declares an exit, and reports one that can be taken and leads nowhere.
func (d *Declaration) exit(name string, steps, otherwise Steps, possible bool) {
	if len(steps) > 0 {
		d.Block(name, steps)
	}
	if possible && len(steps) == 0 && len(otherwise) == 0 {
		d.Wrong(name, codeExit, fmt.Sprintf("the exit %s can be taken and leads nowhere", name),
			"give its steps, or an else that serves every exit")
	}
}

func (s AskQuestion) checkType(d *Declaration) {
	switch s.Type {
	case "", TextAnswer, ChoiceAnswer, NumberAnswer:
	default:
		d.Wrong("type", codeUnknown, fmt.Sprintf("unknown type of answer %q", s.Type),
			didYouMean(string(s.Type), []string{"text", "choice", "number"}))
	}
	switch {
	case s.kind() == ChoiceAnswer && len(s.Choices) == 0:
		d.Wrong("choices", codeValue, "the question has no choices", "give it some, or another type")
	case s.kind() != ChoiceAnswer && len(s.Choices) > 0:
		d.Wrong("choices", codeValue, fmt.Sprintf("a question of type %s has no choices", s.Type), "")
	case s.Tries < 0 || s.Timeout < 0:
		d.Wrong("tries", codeValue, "the tries or the time-out are below zero", "")
	case (s.Min != nil || s.Max != nil) && s.kind() != NumberAnswer:
		d.Wrong("min", codeValue, fmt.Sprintf("a question of type %s has no lowest and no highest number", s.kind()), "")
	case s.Min != nil && s.Max != nil && *s.Min > *s.Max:
		d.Wrong("min", codeValue, "min is greater than max", "")
	}
	s.checkTarget(d)
}

// checkTarget compares what the question accepts with what the variable can hold.
func (s AskQuestion) checkTarget(d *Declaration) {
	v, ok := s.SaveTo.(Variable)
	if !ok || isNil(v) {
		return
	}
	declared := d.declared(v)
	switch kind := s.kind(); {
	case kind == NumberAnswer && declared.kind != rule.KindInt && declared.kind != rule.KindFloat,
		kind != NumberAnswer && declared.kind != rule.KindString:
		d.Wrong("save_to", codeType, fmt.Sprintf("an answer of type %s does not fit variable %s of type %s",
			kind, declared.name, declared.kind), "")
	case kind == ChoiceAnswer && len(declared.oneOf) > 0:
		for _, choice := range s.Choices {
			if !contains(declared.oneOf, rule.String(choice.ID)) {
				d.Wrong("choices", codeValue, fmt.Sprintf("the choice %q is not one of the values that %s may have",
					choice.ID, declared.name), "")
			}
		}
	}
}

func (d *Declaration) choices(choices []Choice) {
	if len(choices) > maxChoices {
		d.Wrong("choices", codeSize, fmt.Sprintf("%d choices, over the limit of %d", len(choices), maxChoices), "")
	}
	owner := map[string]int{} // of every word that people may answer with
	for i, choice := range choices {
		if strings.TrimSpace(choice.Title) == "" || choice.ID == "" {
			d.Wrong("choices", codeValue, "a choice has no id or no title", "")
			continue
		}
		for _, word := range slices.Concat([]string{choice.ID, choice.Title}, choice.Synonyms) {
			folded := phrase.Fold(word)
			if other, taken := owner[folded]; taken && other != i {
				d.Wrong("choices", codeDuplicate, fmt.Sprintf("two choices answer to %q", word), "let each word stand for one of them")
				break
			}
			owner[folded] = i
		}
	}
}

func (s AskQuestion) kind() AnswerType {
	switch {
	case s.Type != "":
		return s.Type
	case len(s.Choices) > 0:
		return ChoiceAnswer
	}
	return TextAnswer
}

func (s AskQuestion) tries() int {
	if s.Tries == 0 {
		return defaultTries
	}
	return s.Tries
}

// Decide asks, and reads what comes back.
func (s AskQuestion) Decide(t *Turn) Next {
	switch event := t.Event().(type) {
	case nil:
		return s.ask(t, s.Text)
	case Received:
		return s.answered(t, event.Message)
	case TimedOut:
		t.note(EntryTimedOut, "nobody answered in "+s.Timeout.String())
		return s.leave(t, noAnswerBlock, "no answer came in time")
	case Undelivered:
		t.note(EntryFailed, "the question was not delivered: "+event.Reason)
		return s.leave(t, undeliveredBlock, "the question could not be delivered: "+event.Reason)
	case Delivered:
		return s.stay()
	}
	return s.stay()
}

func (s AskQuestion) stay() Next { return Next{kind: nextAwait, asks: true} }

// ask sends the question, under a number of its own that it keeps when it is asked again: a tap on the first copy is an
// answer as well.
func (s AskQuestion) ask(t *Turn, text string) Next {
	if t.run.question == 0 {
		t.scene.Questions++
		t.run.question = t.scene.Questions
	}
	send := Send{
		Header: t.header(), Text: t.Text(text), Choices: s.Choices, Question: t.run.question,
	}
	t.emit(send)
	t.run.delivery = send.Number
	t.note(EntryAsked, text)
	return Next{kind: nextAwait, timeout: s.Timeout}
}

func (s AskQuestion) answered(t *Turn, m Message) Next {
	value, problem := s.read(t, m)
	switch {
	case problem == staleTap:
		t.note(EntryStale, "a tap on an earlier question is not the answer to this one")
		return s.again(t)
	case problem == noContent:
		t.note(EntryRefused, "the message has nothing that could be an answer")
		return s.again(t)
	case problem == "":
		if err := t.save(s.SaveTo, value); err != nil {
			problem = err.Error()
			break
		}
		t.answer(s.SaveTo, value)
		if s.kind() == ChoiceAnswer { // what was tapped or written, as expressions know it
			t.scene.Message.Choice = value.Text()
		}
		return Continue()
	}
	t.entries = append(t.entries, Entry{
		At: t.now, Step: t.node.id, Kind: EntryRefused, Detail: problem,
		Seen: []Seen{t.answerSeen(s.SaveTo, rule.String(clip(cmp.Or(m.Text, m.Choice), maxTagSize)))},
	})
	if t.run.tries++; t.run.tries >= s.tries() {
		return s.leave(t, invalidBlock, "no valid answer came")
	}
	return s.again(t)
}

func (t *Turn) answer(to Target, v rule.Value) {
	t.entries = append(t.entries, Entry{At: t.now, Step: t.node.id, Kind: EntryAnswered, Seen: []Seen{t.answerSeen(to, v)}})
}

func (t *Turn) answerSeen(to Target, v rule.Value) Seen {
	seen := Seen{Name: "answer", value: v}
	if to == nil {
		return seen
	}
	switch at := to.target(); at.kind {
	case toVariable:
		if i, ok := t.program.variables[at.name]; ok {
			seen.private = t.program.declared[i].private
		}
	case toField:
		seen.private = t.program.private[at.name]
	}
	return seen
}

func (s AskQuestion) again(t *Turn) Next {
	if s.RetryText != "" {
		return s.ask(t, s.RetryText)
	}
	return s.ask(t, s.Text)
}

func (s AskQuestion) leave(t *Turn, exit, reason string) Next {
	if t.node.has(exit) {
		t.note(EntryMatched, exit)
		return Enter(exit)
	}
	if t.node.has(elseBlock) {
		t.note(EntryMatched, elseBlock+" ("+exit+")")
		return Enter(elseBlock)
	}
	return Fail("%s", reason)
}
