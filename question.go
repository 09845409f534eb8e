package usher

import (
	"fmt"
	"slices"
	"time"

	"github.com/gousher/usher/internal/rule"
)

// AnswerType is what a question accepts.
type AnswerType string

// The types of answers, and what is saved of them. The zero value is [ChoiceAnswer] for a question with choices and
// [TextAnswer] for one without.
const (
	TextAnswer   AnswerType = "text"   // any text
	ChoiceAnswer AnswerType = "choice" // one of the choices: tapped, written, or its number; its id is saved
	NumberAnswer AnswerType = "number" // a number, within Min and Max, in digits or words
	// DateAnswer is a day, as people write it in the contact's language: "tomorrow", "3 May", "2026-05-03". A text gets
	// "2026-05-03", a variable of type time the instant at which the day begins where the contact is: see [Contact.Zone].
	DateAnswer   AnswerType = "date"
	PhoneAnswer  AnswerType = "phone"  // a phone number: see [Config.Phones]
	EmailAnswer  AnswerType = "email"  // an e-mail address
	URLAnswer    AnswerType = "url"    // a web address; "https://" is put before one that has no scheme
	RatingAnswer AnswerType = "rating" // a whole number from Min to Max, 1 to 5 if they are not given: "4", "4/5", "four stars"
	// LocationAnswer is a place: sent as one, or written as coordinates. A text gets "52.2,21.0", a map has latitude and
	// longitude, everything else gets the list of the two.
	LocationAnswer AnswerType = "location"
	// AttachmentAnswer is a file or a picture. A text gets its address, or its name if it has none, a map has kind, url
	// and name, a list has such a map for each.
	AttachmentAnswer AnswerType = "attachment"
)

// answerTypes are all of them, in the order of their documentation.
func answerTypes() []string {
	return []string{"text", "choice", "number", "date", "phone", "email", "url", "rating", "location", "attachment"}
}

// AskQuestion sends a text and waits for the answer. An answer that is not accepted is asked again, Tries times in all; one
// that fits several choices is asked again with those. A tap on an earlier question's button is no answer, nor is a
// message without anything that could be one (a picture, where a text is wanted): the question is asked again and no try
// is counted.
type AskQuestion struct {
	// Text may hold {{ expressions }}. Texts is given instead of it for several languages.
	Text    string
	Texts   Translations
	Type    AnswerType
	Choices []Choice
	// Min and Max bound a number or a rating; nil: no bound, or 1 and 5 for a rating.
	Min, Max *float64
	// SaveTo is a variable, a [ContactField] or [AsTag]; nil: the answer is not kept.
	SaveTo Target
	// SkipIfKnown goes on without asking if what the answer is saved to has a value already: asked once in a lifetime.
	SkipIfKnown bool
	// Tries is how often it is asked in all before Invalid; 0 means 3.
	Tries int
	// RetryText, or RetryTexts, is sent instead of the question when it is asked again.
	RetryText  string
	RetryTexts Translations
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
)

// Declare declares the texts, the exits and where the answer goes.
func (s AskQuestion) Declare(d *Declaration) {
	if s.Text == "" && len(s.Texts) == 0 {
		d.Wrong("text", codeValue, "the question has no text", "")
	}
	d.Texts("text", s.Text, s.Texts)
	d.Texts("retry_text", s.RetryText, s.RetryTexts)
	d.choices(s.Choices)
	s.checkType(d)
	d.Sets("save_to", s.SaveTo)
	n := d.compiler.at(d.node)
	n.asks, n.menu = true, s.prepare()
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
	if s.Type != "" && !slices.Contains(answerTypes(), string(s.Type)) {
		d.Wrong("type", codeUnknown, fmt.Sprintf("unknown type of answer %q", s.Type), didYouMean(string(s.Type), answerTypes()))
		return
	}
	switch {
	case s.kind() == ChoiceAnswer && len(s.Choices) == 0:
		d.Wrong("choices", codeValue, "the question has no choices", "give it some, or another type")
	case s.kind() != ChoiceAnswer && len(s.Choices) > 0:
		d.Wrong("choices", codeValue, fmt.Sprintf("a question of type %s has no choices", s.Type), "")
	case s.Tries < 0 || s.Timeout < 0:
		d.Wrong("tries", codeValue, "the tries or the time-out are below zero", "")
	case s.SkipIfKnown && isNil(s.SaveTo):
		d.Wrong("skip_if_known", codeValue, "what is known cannot be seen: the answer is saved nowhere", "say where with save_to")
	case s.SkipIfKnown && s.SaveTo.target().kind == toTag:
		d.Wrong("skip_if_known", codeValue, "which tag is the answer cannot be seen", "save it to a variable or a contact field")
	}
	s.checkBounds(d)
	s.checkTarget(d)
}

func (s AskQuestion) checkBounds(d *Declaration) {
	lowest, highest := s.ratings()
	switch {
	case s.Min == nil && s.Max == nil:
	case s.kind() != NumberAnswer && s.kind() != RatingAnswer:
		d.Wrong("min", codeValue, fmt.Sprintf("a question of type %s has no lowest and no highest number", s.kind()), "")
	case s.Min != nil && s.Max != nil && *s.Min > *s.Max:
		d.Wrong("min", codeValue, "min is greater than max", "")
	case s.kind() == RatingAnswer && (lowest > highest || highest-lowest > 100 || lowest < 0 || !s.whole()):
		d.Wrong("min", codeValue, "a rating goes from one whole number, not below zero, up to another one, in at most 100 steps", "")
	}
}

// ratings are the lowest and the highest rating.
func (s AskQuestion) ratings() (lowest, highest int) {
	lowest, highest = 1, 5
	if s.Min != nil {
		lowest = int(*s.Min)
	}
	if s.Max != nil {
		highest = int(*s.Max)
	}
	return lowest, highest
}

func (s AskQuestion) whole() bool {
	whole := func(f *float64) bool { return f == nil || *f == float64(int(*f)) }
	return whole(s.Min) && whole(s.Max)
}

// fits are the types of variables that can hold the answer.
func (k AnswerType) fits() []rule.Kind {
	switch k {
	case NumberAnswer, RatingAnswer:
		return []rule.Kind{rule.KindInt, rule.KindFloat}
	case DateAnswer:
		return []rule.Kind{rule.KindString, rule.KindTime}
	case LocationAnswer, AttachmentAnswer:
		return []rule.Kind{rule.KindString, rule.KindList, rule.KindMap}
	}
	return []rule.Kind{rule.KindString}
}

// checkTarget compares what the question accepts with what the variable can hold.
func (s AskQuestion) checkTarget(d *Declaration) {
	if _, tag := s.SaveTo.(AsTag); tag && (s.kind() == LocationAnswer || s.kind() == AttachmentAnswer) {
		d.Wrong("save_to", codeType, fmt.Sprintf("an answer of type %s cannot be a tag", s.kind()), "")
	}
	v, ok := s.SaveTo.(Variable)
	if !ok || isNil(v) {
		return
	}
	declared := d.declared(v)
	switch kind := s.kind(); {
	case !slices.Contains(kind.fits(), declared.kind):
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
