package file

import (
	"slices"

	"github.com/gousher/usher"
	"github.com/gousher/usher/internal/duration"
	"github.com/gousher/usher/internal/format"
	"github.com/gousher/usher/internal/source"
)

// text is a text for people. One per language is not supported yet.
func (w *workflowReader) text(n source.Node) string {
	if n.IsMap() {
		braces := false
		n.Each(func(key source.Node) { braces = braces || key.IsMap() })
		if braces {
			n.Wrong(source.WrongType, "", "a text that begins with {{ needs quotes")
			return ""
		}
		n.Wrong(source.NotYet, "write one text", "texts for several languages are not yet supported")
		return ""
	}
	return n.Text()
}

// spoken is a text that must not be empty: one that cannot be read is no second mistake.
func (w *workflowReader) spoken(m source.Map, key string) string {
	text := w.text(m.Of(key))
	if text == "" && !m.Of(key).IsText() {
		return "?"
	}
	return text
}

// unclear reports whether what is said of a key could not be read, or is probably said under a misspelt one.
func unclear(m source.Map, key string) bool {
	value := m.Of(key)
	switch {
	case m.Meant(key) || m.Has(key) && !value.Given():
		return true
	case !m.Has(key):
		return false
	}
	_, scalar := value.Scalar()
	return !scalar && !value.IsList() && !value.IsMap()
}

// choices reads what a question offers; false if a part of it could not be read.
func (w *workflowReader) choices(n source.Node) ([]usher.Choice, bool) {
	if !n.Given() {
		return nil, true
	}
	before := n.File().Mark()
	items := n.Items()
	var choices []usher.Choice
	for _, item := range items {
		if !item.IsMap() {
			if title := item.Name(); title != "" || item.IsText() {
				choices = append(choices, usher.Choice{ID: title, Title: title})
			}
			continue
		}
		m := item.Object(format.Choice)
		choice := usher.Choice{Title: w.text(m.Of("title")), Synonyms: m.Of("synonyms").Names()}
		if choice.ID = choice.Title; m.Has("id") {
			choice.ID = m.Of("id").Name()
		}
		if m.Of("title").IsText() && (m.Of("id").Given() || !m.Has("id")) {
			choices = append(choices, choice)
		}
	}
	return choices, before == n.File().Mark()
}

func (w *workflowReader) send(m source.Map, name string) usher.Step {
	s := usher.SendMessage{
		Text: w.text(m.Of("text")), Template: m.Of("template").Name(),
		Undelivered: w.block(m, name, "undelivered", "undelivered"),
	}
	s.Choices, _ = w.choices(m.Of("choices"))
	if s.Text == "" && s.Template == "" && (m.Strange() || m.Has("text") && !m.Of("text").IsText()) {
		s.Text = "?" // what there is to send could not be read
	}
	return s
}

func (w *workflowReader) ask(m source.Map, name string) usher.Step {
	s := usher.AskQuestion{
		Text: w.spoken(m, "text"), Type: w.answerType(m.Of("type")),
		RetryText: w.text(m.Of("retry_text")), Timeout: m.Of("timeout").Duration(), SaveTo: w.target(m.Of("save_to")),
		Tries:   w.tries(m.Of("retries")),
		Invalid: w.block(m, name, "invalid", "invalid"), NoAnswer: w.block(m, name, "no_answer", "no_answer"),
		Undelivered: w.block(m, name, "undelivered", "undelivered"), Else: w.block(m, name, "else", "else"),
	}
	s.Choices = w.offered(m, name, s.Type)
	if s.Type == "" && (m.Has("type") || m.Meant("type")) { // what it accepts is not known
		w.places.said(name, "save_to", source.WrongType)
	}
	w.places.field(name, "tries", m.Of("retries"))
	if s.Timeout == 0 && m.Has("timeout") {
		nothing(m.Of("timeout"), "leave it out to wait without end", "a time-out of nothing leaves no time to answer")
		s.Timeout = 1 // what serves it is no second mistake
	}
	w.exits(m, name, "timeout", "invalid", "no_answer")
	s.Min, s.Max = bound(m.Of("min")), bound(m.Of("max"))
	if m.Has("save_to") && s.SaveTo == nil || m.Meant("save_to") {
		return partly{Step: s, sets: w.all()}
	}
	return s
}

// offered are the choices of a question. Those that could not be read are there all the same.
func (w *workflowReader) offered(m source.Map, name string, kind usher.AnswerType) []usher.Choice {
	choices, ok := w.choices(m.Of("choices"))
	if n := m.Of("choices"); n.IsList() && len(n.Items()) == 0 {
		n.Wrong(source.BadValue, "leave it out, or write some", "there are no choices in the list")
		ok = false
	}
	if ok && !unclear(m, "choices") {
		return choices
	}
	w.places.said(name, "choices", source.BadValue)
	if len(choices) == 0 && (kind == "" || kind == usher.ChoiceAnswer) {
		return []usher.Choice{{ID: "?", Title: "?"}}
	}
	return choices
}

// exits keeps back that an exit leads nowhere, or can never be taken, if a misspelt key says where or when.
func (w *workflowReader) exits(m source.Map, name, clock string, exits ...string) {
	for _, exit := range exits {
		if m.Meant(exit) || m.Meant("else") {
			w.places.said(name, exit, noExit)
		}
		if m.Meant(clock) {
			w.places.said(name, exit, source.BadValue)
		}
	}
}

// nothing reports a duration of nothing where that makes no sense.
func nothing(n source.Node, hint, message string) {
	s, ok := n.Scalar()
	if d, err := duration.Parse(s); ok && err == nil && d == 0 {
		n.Wrong(source.BadValue, hint, "%s", message)
	}
}

func bound(n source.Node) *float64 {
	if !n.Given() {
		return nil
	}
	before := n.File().Mark()
	if f := n.Number(); before == n.File().Mark() {
		return &f
	}
	return nil
}

// tries are one more than the retries; zero, which stands for the usual number, if they are not given.
func (w *workflowReader) tries(n source.Node) int {
	if !n.Given() {
		return 0
	}
	retries := n.Int()
	if retries < 0 {
		n.Wrong(source.BadValue, "", "the retries are below zero")
		return 0
	}
	return retries + 1
}

func (w *workflowReader) answerType(n source.Node) usher.AnswerType {
	if s, ok := n.Scalar(); ok && slices.Contains(format.LaterAnswerTypes, s) {
		n.Wrong(source.NotYet, "", "answers of type %q are not yet supported", s)
		return ""
	}
	return usher.AnswerType(n.Word(format.AnswerTypes...))
}
