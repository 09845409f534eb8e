package file

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"go.yaml.in/yaml/v4"
	"golang.org/x/text/language"

	"github.com/gousher/usher"
	"github.com/gousher/usher/internal/format"
	"github.com/gousher/usher/internal/source"
)

// declarations are the variables of a workflow.
func (w *writer) declarations(vars []usher.Variable) *yaml.Node {
	w.variables = map[string]string{}
	o := w.object()
	for _, v := range vars {
		name, kind := handle(v)
		switch _, twice := w.variables[name]; {
		case kind == "":
			w.cannot("vars", "", "no file has a variable of type %T", v)
		case twice:
			w.cannot("vars", "rename one of them", "two variables are called %q", name)
		default:
			w.variables[name] = kind
			o.entry(name, w.declaration(kind, v))
		}
	}
	if len(vars) == 0 {
		return nil
	}
	return w.below(o.node)
}

// handle is a variable's name and type; no type if it is none of usher's.
func handle(v usher.Variable) (name, kind string) {
	switch v := v.(type) {
	case usher.Var[string]:
		return v.Name, "string"
	case usher.Var[int]:
		return v.Name, "int"
	case usher.Var[float64]:
		return v.Name, "float"
	case usher.Var[bool]:
		return v.Name, "bool"
	case usher.Var[time.Time]:
		return v.Name, "time"
	case usher.Var[[]any]:
		return v.Name, "list"
	case usher.Var[map[string]any]:
		return v.Name, "map"
	}
	return "", ""
}

// declaration is one variable.
func (w *writer) declaration(kind string, v usher.Variable) *yaml.Node {
	switch v := v.(type) {
	case usher.Var[string]:
		return declare(w, kind, v, w.text)
	case usher.Var[int]:
		return declare(w, kind, v, func(_ string, i int) *yaml.Node { return plain(strconv.Itoa(i)) })
	case usher.Var[float64]:
		return declare(w, kind, v, w.number)
	case usher.Var[bool]:
		return declare(w, kind, v, func(_ string, b bool) *yaml.Node { return plain(strconv.FormatBool(b)) })
	case usher.Var[time.Time]:
		return declare(w, kind, v, w.time)
	case usher.Var[[]any]:
		return declare(w, kind, v, func(field string, l []any) *yaml.Node { return w.anything(field, l) })
	case usher.Var[map[string]any]:
		return declare(w, kind, v, func(field string, m map[string]any) *yaml.Node { return w.anything(field, m) })
	}
	return nil
}

func declare[T usher.VarType](w *writer, kind string, v usher.Var[T], write func(field string, value T) *yaml.Node) *yaml.Node {
	o := w.object()
	o.word("type", kind)
	values := list()
	for _, value := range v.OneOf {
		values.Content = append(values.Content, write(v.Name, value))
	}
	o.filled("one_of", values)
	if v.Default != nil {
		o.put("default", write(v.Name, *v.Default))
	}
	o.bool("private", v.Private)
	return o.done(format.Variable)
}

// target is where a value goes; empty if there is none.
func (w *writer) target(field string, to usher.Target) string {
	switch to := to.(type) {
	case nil:
		return ""
	case usher.ContactField:
		return w.contactField(field, string(to))
	case usher.AsTag:
		if w.variables["tag"] != "" {
			w.cannot(field, "rename the variable", "a file cannot tell tags from the variable called tag")
		}
		return "tag"
	case usher.Variable:
		return w.variable(field, to)
	}
	w.cannot(field, "", "no file has a target of type %T", to)
	return "?"
}

func (w *writer) contactField(field, name string) string {
	if name == "" || strings.ContainsFunc(name, unicode.IsControl) {
		w.cannot(field, "", "%q cannot be the name of a contact field", name)
	}
	if strings.HasPrefix(name, "fields.") {
		return "contact.fields." + name
	}
	return "contact." + name
}

// variable is the name of a variable that the workflow declares.
func (w *writer) variable(field string, v usher.Variable) string {
	name, kind := handle(v)
	switch declared := w.variables[name]; {
	case kind == "":
		w.cannot(field, "", "no file has a variable of type %T", v)
	case declared == "":
		w.cannot(field, "add it to the workflow's variables", "unknown variable %q", name)
	case declared != kind:
		w.cannot(field, "", "variable %s is declared as %s and used as %s here", name, declared, kind)
	case strings.HasPrefix(name, "contact."):
		w.cannot(field, "rename it", "a file takes the variable %q for a field of the contact", name)
	}
	return name
}

// steps are a block of steps. The prefix is the path of what holds them, with a dot at its end.
func (w *writer) steps(steps usher.Steps, prefix string) *yaml.Node {
	n := list()
	for i, step := range steps {
		w.within(prefix+itoa(i+1), func() { n.Content = append(n.Content, w.one(step)) })
	}
	return w.below(n)
}

// one is a step, whose path is the place of mistakes.
func (w *writer) one(step usher.Step) *yaml.Node {
	o := w.object()
	if named, ok := step.(usher.Named); ok {
		if step = named.Step; named.ID == "" {
			w.cannot("", "leave out Named, or give it a name", "the id is empty")
		}
		w.step = named.ID
		o.required("id", named.ID)
	}
	kind, settings := w.kind(step)
	if settings != nil {
		o.entry(kind, settings)
	}
	return w.below(o.node)
}

// kind is a step's key and what stands below it; nil if a file cannot say it.
func (w *writer) kind(step usher.Step) (string, *yaml.Node) {
	o := w.object()
	switch s := step.(type) {
	case usher.SendMessage:
		return "send", w.send(o, s)
	case usher.AskQuestion:
		return "ask", w.ask(o, s)
	case usher.Branch:
		return "branch", w.branch(o, s)
	case usher.HTTPRequest:
		return "http", w.request(o, s)
	case usher.Assign:
		return "assign", w.assign(o, s)
	case usher.Set:
		return "set", w.set(o, s)
	case usher.Tag:
		o.texts("add", s.Add)
		o.texts("remove", s.Remove)
		return "tag", o.done(format.Tag)
	case usher.Comment:
		o.required("text", s.Text)
		o.texts("mention", s.Mention)
		return "comment", o.done(format.Comment)
	case usher.Hours:
		o.required("calendar", s.Calendar)
		o.put("open", w.steps(s.Open, w.step+".open."))
		o.put("closed", w.steps(s.Closed, w.step+".closed."))
		return "hours", o.done(format.HoursStep)
	case usher.Wait:
		return "wait", w.wait(o, s)
	case usher.RunWorkflow:
		o.required("workflow", string(s.Workflow))
		return "run", o.done(format.Run)
	case usher.Goto:
		o.required("step", s.Step)
		o.put("at_most", w.int("at_most", s.AtMost))
		o.steps("else", s.Else)
		return "goto", o.done(format.Goto)
	case usher.CloseConversation:
		o.text("category", s.Category)
		o.text("summary", s.Summary)
		return "close", o.done(format.Close)
	case usher.Do:
		return s.Name, w.do(o, s)
	}
	return w.custom(step)
}

// custom is a step of the host's own.
func (w *writer) custom(step usher.Step) (string, *yaml.Node) {
	switch inner := step.(type) {
	case nil:
		w.cannot("", "", "the step is nil")
		return "", nil
	case usher.Named:
		w.cannot("", "leave one out", "a step has one id: %q stands inside another", inner.ID)
		return "", nil
	}
	if kind, settings, ok := own(w, w.kinds.Steps, step); ok {
		return kind, settings
	}
	hint := "register it in Kinds.Steps"
	if t := reflect.TypeOf(step); t.Kind() == reflect.Pointer && t.Elem().PkgPath() == reflect.TypeFor[usher.Flow]().PkgPath() {
		hint = "write the value instead of a pointer to it"
	}
	w.cannot("", hint, "no file has a step of type %T", step)
	return "", nil
}

func (w *writer) choices(all []usher.Choice) *yaml.Node {
	if len(all) == 0 {
		return nil
	}
	n := list()
	for _, choice := range all {
		n.Content = append(n.Content, w.choice(choice))
	}
	return n
}

// choice is a title, titles in several languages, or a mapping with the rest of it.
func (w *writer) choice(c usher.Choice) *yaml.Node {
	if c.Title == "" && len(c.Titles) == 0 {
		w.cannot("choices", "", "the choice %q has no title", c.ID)
	}
	if c.Number != 0 {
		w.cannot("choices", "leave it out", "the choice %q has a number, which the router gives when it sends", c.ID)
	}
	title, id := w.speech("choices", c.Title, c.Titles), c.Title
	if len(c.Titles) > 0 {
		id = c.Titles[0].Text
	}
	if title == nil {
		title = w.text("choices", "")
	}
	if c.ID == id && len(c.Synonyms) == 0 && (len(c.Titles) == 0 || plainTags(c.Titles)) {
		return title
	}
	o := w.object()
	if c.ID != id {
		o.required("id", c.ID)
	}
	o.put("title", title)
	o.texts("synonyms", c.Synonyms)
	return o.done(format.Choice)
}

// plainTags reports whether titles can stand for a choice without being taken for its settings.
func plainTags(titles usher.Translations) bool {
	return !slices.ContainsFunc(titles, func(t usher.Translation) bool {
		return t.Language == "id" || !languageTag.MatchString(t.Language)
	})
}

// speech is a text for people: one, or one in each of several languages; nil if there is none.
func (w *writer) speech(field, text string, in usher.Translations) *yaml.Node {
	if len(in) == 0 {
		if text == "" {
			return nil
		}
		return w.text(field, text)
	}
	if text != "" {
		w.cannot(field, "leave one of them out", "the text is given twice: once for all languages, once for each")
	}
	return w.translations(field, in)
}

// translations are a text in each of several languages.
func (w *writer) translations(field string, in usher.Translations) *yaml.Node {
	o := w.object()
	seen := map[string]bool{}
	for _, one := range in {
		key := strings.ToLower(one.Language)
		_, err := language.Parse(one.Language)
		switch {
		case err != nil:
			w.cannot(field, "write a BCP 47 tag such as es or pt-BR", "unknown language %q", one.Language)
		case seen[key]:
			w.cannot(field, "leave one of them out", "two texts for the language %q", one.Language)
		case strings.TrimSpace(one.Text) == "":
			w.cannot(field, "", "the text for the language %q is empty", one.Language)
		}
		seen[key] = true
		o.entry(one.Language, w.text(field, one.Text))
	}
	return o.node
}

func (w *writer) send(o *object, s usher.SendMessage) *yaml.Node {
	o.put("text", w.speech("text", s.Text, s.Texts))
	o.put("choices", w.choices(s.Choices))
	o.text("template", s.Template)
	o.steps("undelivered", s.Undelivered)
	return o.done(format.Send)
}

func (w *writer) ask(o *object, s usher.AskQuestion) *yaml.Node {
	if o.put("text", w.speech("text", s.Text, s.Texts)); !o.has("text") {
		o.required("text", "")
	}
	if s.Type != "" {
		o.put("type", w.oneOf("type", string(s.Type), format.AnswerTypes))
	}
	o.put("choices", w.choices(s.Choices))
	o.number("min", s.Min)
	o.number("max", s.Max)
	o.text("save_to", w.target("save_to", s.SaveTo))
	o.bool("skip_if_known", s.SkipIfKnown)
	o.put("retries", w.retries(s.Tries))
	o.put("retry_text", w.speech("retry_text", s.RetryText, s.RetryTexts))
	o.duration("timeout", s.Timeout)
	o.steps("invalid", s.Invalid)
	o.steps("no_answer", s.NoAnswer)
	o.steps("undelivered", s.Undelivered)
	o.steps("else", s.Else)
	return o.done(format.Ask)
}

// retries are one less than the tries; zero tries are the usual number.
func (w *writer) retries(tries int) *yaml.Node {
	switch {
	case tries == 0:
		return nil
	case tries < 0:
		w.cannot("tries", "", "the tries are below zero")
	}
	return w.int("tries", tries-1)
}

func (w *writer) branch(o *object, b usher.Branch) *yaml.Node {
	cases := list()
	for i, c := range b.Cases {
		one := w.object()
		one.text("name", c.Name)
		one.put("when", w.expression("when", c.When))
		one.put("then", w.steps(c.Then, w.step+".case"+itoa(i+1)+"."))
		cases.Content = append(cases.Content, one.done(format.Case))
	}
	o.put("cases", w.below(cases))
	o.steps("else", b.Otherwise)
	return o.done(format.Branch)
}

func (w *writer) set(o *object, s usher.Set) *yaml.Node {
	var seen []string
	for _, setting := range s {
		if _, isTag := setting.To.(usher.AsTag); isTag || setting.To == nil {
			w.cannot("to", "give a variable or a ContactField; for tags there is the step Tag", "the value goes nowhere")
			continue
		}
		name := w.target("to", setting.To)
		if slices.Contains(seen, name) {
			w.cannot(name, "write two steps", "a file sets %s once in a step", name)
		}
		seen = append(seen, name)
		o.entry(name, w.expression(name, setting.Value))
	}
	return o.node
}

// do is a call of an action, under the name that it is registered by.
func (w *writer) do(o *object, s usher.Do) *yaml.Node {
	action, ok := w.kinds.Actions[s.Name]
	switch {
	case !ok:
		w.cannot("name", source.DidYouMean(s.Name, sorted(w.kinds.Actions)), "no action is registered under the name %q", s.Name)
		return nil
	case !same(reflect.ValueOf(&s.Action).Elem(), reflect.ValueOf(&action.Do).Elem()):
		w.cannot("action", "", "the action is not the one that is registered under the name %q", s.Name)
		return nil
	}
	o.filled("with", w.with(s, action))
	save := w.object()
	for _, name := range sorted(s.Save) {
		w.knows(action.Save, "save", "field", name)
		if s.Save[name] == nil {
			w.cannot("save."+name, "", "the value goes nowhere")
			continue
		}
		save.entry(name, w.text("save."+name, w.target("save."+name, s.Save[name])))
	}
	o.filled("save", save.node)
	o.duration("timeout", s.Timeout)
	o.put("retries", w.retries(s.Tries))
	exits := w.object()
	for _, name := range sorted(s.Exits) {
		w.knows(action.Exits, "exits", "exit", name)
		exits.entry(name, w.steps(s.Exits[name], w.step+"."+name+"."))
	}
	o.filled("exits", exits.node)
	o.steps("else", s.Else)
	return o.done(format.Call)
}

func (w *writer) with(s usher.Do, action Action) *yaml.Node {
	o := w.object()
	for _, name := range sorted(s.With) {
		w.knows(action.With, "with", "value", name)
		if s.With[name] == "" {
			w.cannot("with."+name, "leave it out", "the expression is empty")
		}
		o.entry(name, w.expression("with."+name, s.With[name]))
	}
	return o.node
}

// knows reports a name that an action does not know.
func (w *writer) knows(names []string, field, what, name string) {
	if names != nil && !slices.Contains(names, name) {
		w.cannot(field, "", "the action that is registered knows no %s %q", what, name)
	}
}
