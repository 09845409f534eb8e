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
	id, kind, more, ok := w.kindOf(n)
	if !ok {
		w.lose(n)
		w.places.add(path, n)
		w.places.silence(path)
		return w.unread()
	}
	name, named := path, false
	if id.Given() {
		name, named = w.identify(id, path)
	}
	w.places.add(name, kind.Key)
	var step usher.Step
	if !more || !kind.Value.IsNull() { // else what stands beside it is meant to stand below it
		step = w.read(kind, name)
	}
	switch {
	case step == nil:
		w.lose(n)
		step = w.unread()
	case more: // one of them may be meant to be the next step
		step = partly{Step: step, sets: w.all(), mayEnd: true}
	}
	switch step.(type) {
	case unread, partly: // what it may be is not known
		w.places.said(name, "", source.BadValue)
	}
	if named {
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

// kindOf finds the kind of a step. More says that there are other keys than that and the id.
func (w *workflowReader) kindOf(n source.Node) (id source.Node, kind source.Pair, more, ok bool) {
	if !n.IsMap() {
		hint := ""
		if s, scalar := n.Scalar(); scalar && slices.Contains(w.kinds.names(), s) {
			hint = "write " + w.sample(s)
		} else if n.IsNull() {
			hint = "remove the dash, or write a step behind it"
		}
		n.Wrong(source.WrongType, hint, "a step is a mapping with its kind as the key")
		return id, kind, false, false
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
		return id, kind, false, false
	}
	isKind := func(pair source.Pair) bool { return slices.Contains(w.kinds.names(), pair.Name) }
	at := max(slices.IndexFunc(kinds, isKind), 0)
	for i, pair := range kinds {
		hint := "indent it below " + kinds[at].Name
		if isKind(pair) {
			hint = "begin another step with a dash"
		}
		if i != at {
			pair.Key.Wrong(source.UnknownKey, hint, "the key %q cannot stand beside %s", pair.Name, kinds[at].Name)
		}
	}
	return id, kinds[at], len(kinds) > 1, true
}

// samples show the kinds of usher with what they cannot do without.
//
//nolint:gochecknoglobals // a table that is only read
var samples = map[string]string{
	"send": "{text: ...}", "ask": "{text: ...}", "set": "{VARIABLE: ...}", "branch": "{cases: [...], else: [...]}",
	"assign": "{team: ...}", "tag": "{add: [...]}", "comment": "{text: ...}", "goto": "{step: ..., at_most: ..., else: [...]}",
	"close": "{}", "http": "{url: ..., else: [...]}", "hours": "{calendar: ..., open: [...], closed: [...]}", "wait": "{for: ...}",
	"run": "{workflow: ...}",
}

// sample is how a step of a kind is written.
func (w *workflowReader) sample(kind string) string {
	if sample, ok := samples[kind]; ok {
		return kind + ": " + sample
	}
	object := format.Call
	if keys, err := keysOf(kind, w.kinds.Steps[kind]); err == nil {
		object = &format.Object{}
		if keys != nil {
			object = keys.object
		}
	}
	var needs []string
	for _, field := range object.Fields {
		if field.Required {
			needs = append(needs, field.Key+": ...")
		}
	}
	return kind + ": {" + strings.Join(needs, ", ") + "}"
}

// identify is the step's id; its path, and false, if the id cannot be used.
func (w *workflowReader) identify(n source.Node, path string) (string, bool) {
	if n.IsNull() {
		n.Wrong(source.BadName, "leave it out, or give it a name", "the id is empty")
		return path, false
	}
	id := n.Name()
	switch {
	case id == "":
		if _, ok := n.Scalar(); ok {
			n.Wrong(source.BadName, "leave it out, or give it a name", "the id is empty")
		}
		return path, false
	case w.ids[id]:
		n.Wrong(source.Duplicate, "rename one of them", "two steps have the id %q", id)
		return path, false
	}
	w.ids[id] = true
	return id, true
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
	return w.ours(kind, m, name)
}

// ours is a step of usher's own from its keys.
func (w *workflowReader) ours(kind source.Pair, m source.Map, name string) usher.Step {
	switch kind.Name {
	case "send":
		return w.send(m, name)
	case "ask":
		return w.ask(m, name)
	case "branch":
		return w.branch(m, name)
	case "http":
		return w.request(m, name)
	case "assign":
		return w.assign(m, name)
	case "hours":
		return w.hours(m, name)
	case "wait":
		return w.wait(m, name)
	case "run":
		return w.run(m)
	case "tag":
		return w.tag(kind, m, name)
	case "comment":
		return w.comment(m)
	case "goto":
		return w.jump(m, name)
	}
	return usher.CloseConversation{Category: m.Of("category").Text(), Summary: w.internal(m.Of("summary"))}
}

// scalarOrKey is where a message about a key belongs: at its value if that is a word, else at the key. A list or a mapping
// is given itself, so that the message can find the part that it is about.
func scalarOrKey(pair source.Pair) source.Node {
	if pair.Value.Given() && !pair.Value.IsNull() {
		return pair.Value
	}
	return pair.Key
}

func (w *workflowReader) tag(kind source.Pair, m source.Map, name string) usher.Step {
	tag := usher.Tag{Add: m.Of("add").Names(), Remove: m.Of("remove").Names()}
	w.places.field(name, "", kind.Value)
	unread := func(key string) bool {
		return unclear(m, key) || m.Has(key) && (!m.Of(key).IsList() || len(m.Of(key).Items()) > 0)
	}
	if len(tag.Add)+len(tag.Remove) == 0 && (unread("add") || unread("remove") || m.Strange()) {
		w.places.said(name, "", source.BadValue)
	}
	return tag
}

// target is where a value goes: a variable, contact.FIELD, or tag.
func (w *workflowReader) target(n source.Node) usher.Target {
	name := n.Name()
	switch field, isField := strings.CutPrefix(name, "contact."); {
	case name == "" || w.broken[name]:
		return nil
	case isField && strings.TrimPrefix(field, "fields.") == "":
		n.Wrong(source.BadName, "write contact.FIELD", "the name of the contact field is missing")
		return nil
	case isField:
		return usher.ContactField(strings.TrimPrefix(field, "fields."))
	case w.variables[name] != nil:
		return w.variables[name]
	case name == "tag":
		return usher.AsTag{}
	case w.vague: // it may be one of those that could not be read
		return nil
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
	pairs := n.Pairs()
	for _, pair := range pairs {
		to := w.target(pair.Key)
		if _, isTag := to.(usher.AsTag); isTag {
			pair.Key.Wrong(source.Unknown, "use the step tag", "unknown variable \"tag\"")
			continue
		}
		value := expression(pair)
		w.places.field(name, setField(to, pair.Name), pair.Value)
		if to == nil || value == "" && !pair.Value.IsText() {
			continue
		}
		set = append(set, usher.Setting{To: to, Value: value})
	}
	switch {
	case len(set) == 0 && !(n.IsMap() && len(pairs) == 0):
		return nil
	case len(set) < len(pairs):
		return partly{Step: set, sets: w.all()}
	}
	return set
}

// setField is how a diagnostic calls the target: contact.FIELD, however the file writes it.
func setField(to usher.Target, written string) string {
	if field, ok := to.(usher.ContactField); ok {
		return "contact." + string(field)
	}
	return written
}

func (w *workflowReader) comment(m source.Map) usher.Step {
	comment := usher.Comment{Text: w.internal(m.Of("text"))}
	if comment.Text == "" && !m.Of("text").IsText() {
		comment.Text = "?" // what is missing has been said
	}
	for _, n := range m.Of("mention").OneOrMore() {
		if id := n.Name(); id != "" || n.IsText() {
			comment.Mention = append(comment.Mention, id)
		}
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
