package file

import (
	"slices"
	"strings"

	"github.com/gousher/usher"
	"github.com/gousher/usher/internal/format"
	"github.com/gousher/usher/internal/source"
)

// step reads one step: a mapping with one kind as its key, and optionally an id.
func (w *workflowReader) step(n source.Node, path string) usher.Step {
	id, kind, ok := w.kindOf(n)
	if !ok {
		w.lose(n)
		return w.unread()
	}
	name := path
	if id.Given() {
		name = w.identify(id, path)
	}
	w.places.add(name, kind.Key)
	step := w.read(kind, name)
	if step == nil {
		w.lose(n)
		step = w.unread()
	}
	if name != path {
		step = usher.Named{ID: name, Step: step}
	}
	return step
}

// lose notes the ids inside a step that cannot be read.
func (w *workflowReader) lose(n source.Node) {
	if !n.IsMap() {
		n.Each(w.lose)
		return
	}
	var key string
	n.Each(func(part source.Node) {
		if s, ok := part.Scalar(); ok {
			if key == "id" {
				w.lost[s] = true
			}
			key = s
			return
		}
		key = ""
		w.lose(part)
	})
}

func (w *workflowReader) kindOf(n source.Node) (id source.Node, kind source.Pair, ok bool) {
	if !n.IsMap() {
		hint := ""
		if s, scalar := n.Scalar(); scalar && slices.Contains(w.kinds.names(), s) {
			hint = "write " + s + ": {...}"
		}
		n.Wrong(source.WrongType, hint, "a step is a mapping with its kind as the key")
		return id, kind, false
	}
	var kinds []source.Pair
	for _, pair := range n.Pairs() {
		if pair.Name == "id" {
			id = pair.Value
			continue
		}
		kinds = append(kinds, pair)
	}
	if len(kinds) == 0 {
		n.Wrong(source.MissingKey, "the kinds are "+strings.Join(w.kinds.names(), ", "), "the step has no kind")
		return id, kind, false
	}
	for _, pair := range kinds[1:] {
		pair.Key.Wrong(source.UnknownKey, "begin another step with a dash, or indent the key below "+kinds[0].Name,
			"the step is a %s and cannot have the key %q beside it", kinds[0].Name, pair.Name)
	}
	return id, kinds[0], true
}

// identify is the step's id; its path if the id cannot be used.
func (w *workflowReader) identify(n source.Node, path string) string {
	id := n.Name()
	switch {
	case id == "":
		if _, ok := n.Scalar(); ok || n.IsNull() {
			n.Wrong(source.BadName, "leave it out, or give it a name", "the id is empty")
		}
		return path
	case w.ids[id]:
		n.Wrong(source.Duplicate, "rename one of them", "two steps have the id %q", id)
		return path
	}
	w.ids[id] = true
	return id
}

// read reads a step of a known kind; nil if it cannot be.
func (w *workflowReader) read(kind source.Pair, name string) usher.Step {
	if own, ok := w.kinds.Steps[kind.Name]; ok {
		return w.ownStep(kind, own, name)
	}
	if action, ok := w.kinds.Actions[kind.Name]; ok {
		return w.call(kind, action, name)
	}
	i := slices.IndexFunc(format.StepKinds, func(k format.StepKind) bool { return k.Key == kind.Name })
	switch {
	case i < 0:
		hint := source.DidYouMean(kind.Name, w.kinds.names())
		if hint == "" {
			hint = "the kinds are " + strings.Join(w.kinds.names(), ", ")
		}
		kind.Key.Wrong(source.UnknownKey, hint, "unknown kind of step %q", kind.Name)
		return nil
	case format.StepKinds[i].Later:
		kind.Key.Wrong(source.NotYet, "", "the step %q is not yet supported", kind.Name)
		return nil
	case kind.Name == "set":
		return w.set(kind.Value, name)
	}
	if !kind.Value.IsMap() {
		if kind.Name == "close" && kind.Value.IsNull() {
			return usher.CloseConversation{}
		}
		kind.Value.Object(format.StepKinds[i].Object) // says what is wrong
		return nil
	}
	m := kind.Value.Object(format.StepKinds[i].Object)
	for _, pair := range m.Pairs() {
		w.places.field(name, pair.Name, scalarOrKey(pair))
	}
	switch kind.Name {
	case "send":
		return w.send(m, name)
	case "ask":
		return w.ask(m, name)
	case "branch":
		return w.branch(m, name)
	case "assign":
		return w.assign(m, name)
	case "tag":
		return usher.Tag{Add: m.Of("add").Names(), Remove: m.Of("remove").Names()}
	case "comment":
		return w.comment(m)
	case "goto":
		return w.jump(m, name)
	}
	return usher.CloseConversation{Category: m.Of("category").Text(), Summary: w.text(m.Of("summary"))}
}

// scalarOrKey is where a message about a key belongs: at its value if that is a word, else at the key. A list or a mapping
// is given itself, so that the message can find the part that it is about.
func scalarOrKey(pair source.Pair) source.Node {
	if pair.Value.Given() && !pair.Value.IsNull() {
		return pair.Value
	}
	return pair.Key
}

// text is a text for people. One per language is not supported yet.
func (w *workflowReader) text(n source.Node) string {
	if n.IsMap() {
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

func (w *workflowReader) choices(n source.Node) []usher.Choice {
	items := n.Items()
	if len(items) == 0 {
		return nil
	}
	choices := make([]usher.Choice, 0, len(items))
	for _, item := range items {
		if !item.IsMap() {
			title := textOf(item)
			choices = append(choices, usher.Choice{ID: title, Title: title})
			continue
		}
		m := item.Object(format.Choice)
		choice := usher.Choice{Title: w.text(m.Of("title")), Synonyms: m.Of("synonyms").Names()}
		if choice.ID = choice.Title; m.Has("id") {
			choice.ID = m.Of("id").Name()
		}
		if m.Has("title") && choice.Title != "" {
			choices = append(choices, choice)
		}
	}
	return choices
}

func (w *workflowReader) send(m source.Map, name string) usher.Step {
	return usher.SendMessage{
		Text: w.text(m.Of("text")), Choices: w.choices(m.Of("choices")), Template: m.Of("template").Name(),
		Undelivered: w.block(m, name, "undelivered", "undelivered"),
	}
}

func (w *workflowReader) ask(m source.Map, name string) usher.Step {
	s := usher.AskQuestion{
		Text: w.spoken(m, "text"), Type: w.answerType(m.Of("type")), Choices: w.choices(m.Of("choices")),
		RetryText: w.text(m.Of("retry_text")), Timeout: m.Of("timeout").Duration(), SaveTo: w.target(m.Of("save_to")),
		Tries:   w.tries(m.Of("retries")),
		Invalid: w.block(m, name, "invalid", "invalid"), NoAnswer: w.block(m, name, "no_answer", "no_answer"),
		Undelivered: w.block(m, name, "undelivered", "undelivered"), Else: w.block(m, name, "else", "else"),
	}
	w.places.field(name, "tries", m.Of("retries"))
	if n := m.Of("timeout"); n.Given() && s.Timeout == 0 {
		if d, ok := n.Scalar(); ok && strings.HasPrefix(d, "0") {
			n.Wrong(source.BadValue, "leave it out to wait without end", "a time-out of nothing leaves no time to answer")
		}
		s.Timeout = 1 // what serves it is no second mistake
	}
	s.Min, s.Max = bound(m.Of("min")), bound(m.Of("max"))
	return s
}

func bound(n source.Node) *float64 {
	if !n.Given() {
		return nil
	}
	f := n.Number()
	return &f
}

// tries are one more than the retries; the usual number is zero.
func (w *workflowReader) tries(n source.Node) int {
	if !n.Given() {
		return 0
	}
	retries := n.Int()
	switch {
	case retries < 0:
		n.Wrong(source.BadValue, "", "the retries are below zero")
		return 0
	case retries == usualRetries:
		return 0
	}
	return retries + 1
}

const usualRetries = 2

func (w *workflowReader) answerType(n source.Node) usher.AnswerType {
	if s, ok := n.Scalar(); ok && slices.Contains(format.LaterAnswerTypes, s) {
		n.Wrong(source.NotYet, "", "answers of type %q are not yet supported", s)
		return ""
	}
	return usher.AnswerType(n.Word(format.AnswerTypes...))
}

// target is where a value goes: a variable, contact.FIELD, or tag.
func (w *workflowReader) target(n source.Node) usher.Target {
	name := n.Name()
	switch field, isField := strings.CutPrefix(name, "contact."); {
	case name == "" || w.broken[name]:
		return nil
	case isField:
		return usher.ContactField(strings.TrimPrefix(field, "fields."))
	case w.variables[name] != nil:
		return w.variables[name]
	case name == "tag":
		return usher.AsTag{}
	}
	hint := source.DidYouMean(name, append(sorted(w.variables), "tag"))
	if hint == "" {
		hint = "add it to the workflow's variables, or write contact." + name
	}
	n.Wrong(source.Unknown, hint, "unknown variable %q", name)
	return nil
}

func (w *workflowReader) branch(m source.Map, name string) usher.Step {
	var b usher.Branch
	for i, item := range m.Of("cases").Items() {
		c := item.Object(format.Case)
		block := "case" + itoa(i+1)
		one := usher.Case{Name: c.Of("name").Text(), When: condition(c.Of("when"))}
		if one.When == "" && !c.Of("when").IsText() {
			one.When = "true" // what is missing has been said
		}
		one.Then = w.block(c, name, "then", block)
		w.places.field(name, block, first(c.Of("when"), item))
		if !c.Has("then") {
			one.Then = usher.Steps{w.unread()}
		}
		b.Cases = append(b.Cases, one)
	}
	if len(b.Cases) == 0 && (!m.Has("cases") || !m.Of("cases").IsList()) {
		b.Cases = []usher.Case{{When: "true", Then: usher.Steps{w.unread()}}}
	}
	b.Otherwise = w.block(m, name, "else", "else")
	if !m.Has("else") {
		b.Otherwise = usher.Steps{w.unread()}
	}
	return b
}

func (w *workflowReader) set(n source.Node, name string) usher.Step {
	var set usher.Set
	for _, pair := range n.Pairs() {
		to := w.target(pair.Key)
		if _, isTag := to.(usher.AsTag); isTag {
			pair.Key.Wrong(source.Unknown, "use the step tag", "unknown variable \"tag\"")
			continue
		}
		value := expression(pair.Value)
		w.places.field(name, pair.Name, pair.Value)
		if to == nil || value == "" && !pair.Value.IsText() {
			continue
		}
		set = append(set, usher.Setting{To: to, Value: value})
	}
	if len(set) == 0 && !(n.IsMap() && len(n.Pairs()) == 0) {
		return nil
	}
	return set
}

func (w *workflowReader) comment(m source.Map) usher.Step {
	comment := usher.Comment{Text: w.spoken(m, "text")}
	for _, n := range m.Of("mention").OneOrMore() {
		comment.Mention = append(comment.Mention, n.Name())
	}
	return comment
}

func (w *workflowReader) jump(m source.Map, name string) usher.Step {
	jump := usher.Goto{Step: m.Of("step").Name(), AtMost: m.Of("at_most").Int(), Else: w.block(m, name, "else", "else")}
	if jump.Step == "" {
		return nil
	}
	if !m.Has("at_most") || jump.AtMost == 0 && !isInt(m.Of("at_most")) {
		jump.AtMost = 1 // what is missing has been said
	}
	if !m.Has("else") {
		jump.Else = usher.Steps{w.unread()}
	}
	return jump
}

func isInt(n source.Node) bool {
	_, ok := n.Any().(int)
	return ok
}

// call is a step that calls an action of the host.
func (w *workflowReader) call(kind source.Pair, action Action, name string) usher.Step {
	o := *format.Call
	o.Name = kind.Name
	m := kind.Value.Object(&o)
	if !kind.Value.IsMap() {
		return nil
	}
	do := usher.Do{
		Name: kind.Name, Action: action.Do, Timeout: m.Of("timeout").Duration(), Tries: w.tries(m.Of("retries")),
		Else: w.block(m, name, "else", "else"),
	}
	if !m.Has("else") {
		do.Else = usher.Steps{w.unread()}
	}
	for _, pair := range m.Of("with").Pairs() {
		known(pair.Key, action.With, "value", kind.Name)
		w.places.field(name, "with."+pair.Name, pair.Value)
		if value := expression(pair.Value); value != "" {
			do.With = put(do.With, pair.Name, value)
		}
	}
	for _, pair := range m.Of("save").Pairs() {
		known(pair.Key, action.Save, "field", kind.Name)
		w.places.field(name, "save."+pair.Name, pair.Value)
		if to := w.target(pair.Value); to != nil {
			do.Save = put(do.Save, pair.Name, to)
		}
	}
	for _, pair := range m.Of("exits").Pairs() {
		known(pair.Key, action.Exits, "exit", kind.Name)
		w.places.field(name, pair.Name, pair.Key)
		do.Exits = put(do.Exits, pair.Name, w.steps(pair.Value, name+"."+pair.Name+"."))
	}
	return do
}

// known reports a name that an action does not know.
func known(n source.Node, names []string, what, action string) {
	name, _ := n.Scalar()
	if names == nil || slices.Contains(names, name) {
		return
	}
	hint := source.DidYouMean(name, names)
	if hint == "" && len(names) > 0 {
		hint = "it knows " + strings.Join(names, ", ")
	}
	n.Wrong(source.UnknownKey, hint, "%s knows no %s %q", action, what, name)
}

func put[V any](m map[string]V, key string, value V) map[string]V {
	if m == nil {
		m = map[string]V{}
	}
	m[key] = value
	return m
}
