package file

import (
	"github.com/gousher/usher"
	"github.com/gousher/usher/internal/duration"
	"github.com/gousher/usher/internal/format"
	"github.com/gousher/usher/internal/source"
)

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
		if choice, ok := w.choice(item); ok {
			choices = append(choices, choice)
		}
	}
	return choices, before == n.File().Mark()
}

// choice reads one choice: a title, a title for each language, or a mapping with the rest of it.
func (w *workflowReader) choice(n source.Node) (choice usher.Choice, ok bool) {
	switch {
	case !n.IsMap() || braces(n):
		title := n.Name()
		return usher.Choice{ID: title, Title: title}, title != "" || n.IsText()
	case isTranslated(n):
		titles := w.translations(n)
		if len(titles) == 0 {
			return choice, false
		}
		return usher.Choice{ID: titles[0].Text, Titles: titles}, true
	}
	m := n.Object(format.Choice)
	choice.Title, choice.Titles = w.speech(m.Of("title"))
	choice.Synonyms = m.Of("synonyms").Names()
	switch {
	case m.Has("id"):
		choice.ID = m.Of("id").Name()
	case len(choice.Titles) > 0:
		choice.ID = choice.Titles[0].Text
	default:
		choice.ID = choice.Title
	}
	return choice, (m.Of("title").IsText() || len(choice.Titles) > 0) && (m.Of("id").Given() || !m.Has("id"))
}

func (w *workflowReader) send(m source.Map, name string) usher.Step {
	s := usher.SendMessage{
		Template: m.Of("template").Name(), Undelivered: w.block(m, name, "undelivered", "undelivered"),
	}
	s.Text, s.Texts = w.speech(m.Of("text"))
	s.Choices, _ = w.choices(m.Of("choices"))
	if s.Text == "" && len(s.Texts) == 0 && s.Template == "" && (m.Strange() || m.Has("text") && !m.Of("text").IsText()) {
		s.Text = "?" // what there is to send could not be read
	}
	return s
}

func (w *workflowReader) ask(m source.Map, name string) usher.Step {
	s := usher.AskQuestion{
		Type: usher.AnswerType(m.Of("type").Word(format.AnswerTypes...)), Timeout: m.Of("timeout").Duration(),
		SaveTo: w.target(m.Of("save_to")), SkipIfKnown: m.Of("skip_if_known").Bool(), Tries: w.tries(m.Of("retries")),
		Invalid: w.block(m, name, "invalid", "invalid"), NoAnswer: w.block(m, name, "no_answer", "no_answer"),
		Undelivered: w.block(m, name, "undelivered", "undelivered"), Else: w.block(m, name, "else", "else"),
	}
	s.Text, s.Texts = w.spoken(m, "text")
	s.RetryText, s.RetryTexts = w.speech(m.Of("retry_text"))
	s.Choices = w.offered(m, name, s.Type)
	if s.Type == "" && (m.Has("type") || m.Meant("type")) { // what it accepts is not known
		w.places.said(name, "save_to", source.WrongType)
		w.places.said(name, "min", source.BadValue)
	}
	w.places.field(name, "tries", m.Of("retries"))
	if !m.Has("min") { // what is said of the two of them
		w.places.field(name, "min", m.Of("max"))
	}
	if s.Timeout == 0 && m.Has("timeout") {
		nothing(m.Of("timeout"), "leave it out to wait without end", "a time-out of nothing leaves no time to answer")
		s.Timeout = 1 // what serves it is no second mistake
	}
	w.exits(m, name, "timeout", "invalid", "no_answer")
	s.Min, s.Max = bound(m.Of("min")), bound(m.Of("max"))
	if m.Has("save_to") && s.SaveTo == nil || m.Meant("save_to") {
		s.SkipIfKnown = false // what is known is not known
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
