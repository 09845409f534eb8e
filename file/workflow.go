package file

import (
	"strconv"
	"time"

	"github.com/gousher/usher"
	"github.com/gousher/usher/internal/format"
	"github.com/gousher/usher/internal/source"
)

// unnamed is the name of a workflow whose own could not be read.
const unnamed = "?"

// readWorkflow is a workflow as it was read.
type readWorkflow struct {
	root   source.Node
	flow   usher.Flow
	places places
	// variables are the names of those that it declares.
	variables []string
	// broken are variables whose declaration is a mistake, lost the ids of steps that could not be read: what is said of
	// them follows from that.
	broken map[string]bool
	lost   map[string]bool
	vague  bool // the variables could not be read
	empty  bool // nothing of it could be read
	runs   bool // it runs others
}

// workflowReader reads one workflow, or the strategies of a desk.
type workflowReader struct {
	*reader

	kinds     Kinds
	variables map[string]usher.Variable
	places    places
	broken    map[string]bool
	lost      map[string]bool
	ids       map[string]bool
	vague     bool
	runs      bool
}

// workflow reads a workflow; one that stands inside another file needs no header.
func (r *reader) workflow(n source.Node, whole bool, kinds Kinds) *readWorkflow {
	w := &workflowReader{
		reader: r, kinds: kinds, variables: map[string]usher.Variable{}, places: places{},
		broken: map[string]bool{}, lost: map[string]bool{}, ids: map[string]bool{},
	}
	m := n.Object(headed(format.Workflow, whole))
	inside(m, whole, format.WorkflowHeader)
	w.places.add("", n)
	flow := usher.Flow{Name: m.Of("workflow").Name(), Revision: m.Of("revision").Int(), When: condition(m.Of("when"))}
	flow.OncePerContact = m.Of("once_per_contact").Bool()
	for field, key := range map[string]string{"name": "workflow", "revision": "revision", "when": "when", "on": "on", "vars": "variables"} {
		w.places.field("", field, m.Of(key))
	}
	for _, on := range m.Of("on").OneOrMore() {
		if trigger := on.Word(format.Triggers...); trigger != "" {
			flow.On = append(flow.On, usher.Trigger(trigger))
		}
	}
	w.vague = m.Has("variables") && !m.Of("variables").IsMap() || !m.Has("variables") && m.Meant("variables")
	for _, pair := range m.Of("variables").Pairs() {
		w.places.field("", "vars "+pair.Name, pair.Key)
		if pair.Value.IsMap() {
			w.places.field("", "vars "+pair.Name+" "+source.WrongType, valueOf(pair.Value, "default"))
		}
		v := variable(pair)
		if v == nil {
			w.broken[pair.Name] = true
			continue
		}
		w.variables[pair.Name] = v
		flow.Vars = append(flow.Vars, v)
	}
	w.places.field("", "steps", first(m.Key("steps"), n))
	if m.Has("steps") {
		flow.Steps = w.steps(m.Of("steps"), "")
	}
	if _, written := m.Of("workflow").Scalar(); !written {
		flow.Name = unnamed // what is missing has been said
	}
	return &readWorkflow{
		variables: append(sorted(w.variables), sorted(w.broken)...),
		root:      n, flow: flow, places: w.places, broken: w.broken, lost: w.lost, vague: w.vague,
		empty: !m.Has("steps"), runs: w.runs,
	}
}

// condition is an expression that is true or false; true and false stand for themselves.
func condition(n source.Node) string {
	if s, ok := n.Scalar(); ok && !n.IsText() {
		return s
	}
	return n.Text()
}

// expression is an expression; numbers and truth values stand for themselves.
func expression(pair source.Pair) string {
	s, ok := pair.Value.Scalar()
	switch {
	case ok:
		return s
	case pair.Value.IsNull():
		pair.Key.Wrong(source.WrongType, "to set it to nothing write nil", "the key %q has no value", pair.Name)
	default:
		pair.Value.Wrong(source.WrongType, "", "an expression is wanted here: a text, a number, true or false")
	}
	return ""
}

// usualTypes are what our types are called elsewhere.
//
//nolint:gochecknoglobals // a table that is only read
var usualTypes = map[string]string{
	"text": "string", "number": "int or float", "integer": "int", "decimal": "float", "boolean": "bool", "date": "time",
	"array": "list", "object": "map",
}

// variable reads a declaration; nil if it is a mistake.
func variable(pair source.Pair) usher.Variable {
	m := pair.Value.Object(format.Variable)
	private := m.Of("private").Bool()
	if name, _ := m.Of("type").Scalar(); usualTypes[name] != "" {
		m.Of("type").Wrong(source.BadValue, "write "+usualTypes[name], "there is no type %q", name)
		return nil
	}
	switch m.Of("type").Word(format.VariableTypes...) {
	case "string":
		return declared(pair.Name, private, m, textOf)
	case "int":
		return declared(pair.Name, private, m, wholeNumber)
	case "float":
		return declared(pair.Name, private, m, source.Node.Number)
	case "bool":
		return declared(pair.Name, private, m, source.Node.Bool)
	case "time":
		return declared(pair.Name, private, m, func(n source.Node) time.Time { return n.Time().UTC() })
	case "list":
		return declared(pair.Name, private, m, func(n source.Node) []any {
			if !n.IsList() {
				n.Items()
				return nil
			}
			list, _ := n.Any().([]any)
			return list
		})
	case "map":
		return declared(pair.Name, private, m, func(n source.Node) map[string]any {
			if !n.IsMap() {
				n.Pairs()
				return nil
			}
			values, _ := n.Any().(map[string]any)
			return values
		})
	}
	return nil
}

// wholeNumber is a number as large as a variable can hold.
func wholeNumber(n source.Node) int {
	if i, ok := n.Any().(int); ok {
		return i
	}
	return n.Int()
}

// textOf is a text; a number that stands where a text is wanted is taken as it is written.
func textOf(n source.Node) string {
	if s, ok := n.Scalar(); ok {
		return s
	}
	return n.Text()
}

func declared[T usher.VarType](name string, private bool, m source.Map, read func(source.Node) T) usher.Variable {
	v := usher.Var[T]{Name: name, Private: private}
	before := m.Node().File().Mark()
	for _, item := range m.Of("one_of").Items() {
		v.OneOf = append(v.OneOf, read(item))
	}
	if initial := m.Of("default"); initial.Given() && !initial.IsNull() {
		value := read(initial)
		v.Default = &value
	}
	if before != m.Node().File().Mark() || m.Meant("one_of") { // what does not fit may be meant to
		v.OneOf = nil
	}
	if v.Default == nil && m.Meant("default") {
		v.Default = new(T)
	}
	return v
}

// steps reads a list of steps. The prefix is the path of what holds them, with a dot at its end.
func (w *workflowReader) steps(n source.Node, prefix string) usher.Steps {
	if !n.Given() || !n.IsList() {
		if n.Given() {
			n.Wrong(source.WrongType, "begin each step with a dash and a space", "a list of steps is wanted here")
			w.places.add(prefix+"1", n)
			w.places.silence(prefix + "1")
		}
		return usher.Steps{w.unread()}
	}
	var steps usher.Steps
	for i, item := range n.Items() {
		steps = append(steps, w.step(item, prefix+strconv.Itoa(i+1)))
	}
	return steps
}

// block reads the steps of one block of a step; none if it is not given.
func (w *workflowReader) block(m source.Map, owner, key, name string) usher.Steps {
	if !m.Has(key) {
		return nil
	}
	w.places.block(owner, name, m.Key(key), m.Of(key))
	return w.steps(m.Of(key), owner+"."+name+".")
}

// valueOf is the value of a key of a mapping that is read elsewhere.
func valueOf(n source.Node, key string) source.Node {
	found, last := source.Node{}, ""
	isKey := false
	n.Each(func(part source.Node) {
		if isKey = !isKey; isKey {
			last, _ = part.Scalar()
		} else if last == key {
			found = part
		}
	})
	return found
}

// unread stands for a step that could not be read: the checker makes no assumption about it.
type unread struct{ sets []usher.Variable }

func (w *workflowReader) unread() usher.Step { return unread{sets: w.all()} }

// all are all variables.
func (w *workflowReader) all() []usher.Variable {
	all := make([]usher.Variable, 0, len(w.variables))
	for _, name := range sorted(w.variables) {
		all = append(all, w.variables[name])
	}
	return all
}

// Decide fails; a definition with such a step never runs.
func (unread) Decide(*usher.Turn) usher.Next { return usher.Fail("the step could not be read") }

// Declare declares that anything is possible.
func (u unread) Declare(d *usher.Declaration) {
	d.MayEnd()
	for _, v := range u.sets {
		d.Sets("", v)
	}
}

// partly stands for a step of which a part could not be read: it may set any of these variables, and perhaps end.
type partly struct {
	usher.Step

	sets   []usher.Variable
	mayEnd bool
}

// Declare declares what could be read, and that more is possible.
func (p partly) Declare(d *usher.Declaration) {
	if step, ok := p.Step.(usher.Declarer); ok {
		step.Declare(d)
	}
	if p.mayEnd {
		d.MayEnd()
	}
	for _, v := range p.sets {
		d.Sets("", v)
	}
}
