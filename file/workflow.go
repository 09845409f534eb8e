package file

import (
	"strconv"
	"time"

	"github.com/gousher/usher"
	"github.com/gousher/usher/internal/format"
	"github.com/gousher/usher/internal/source"
)

// readWorkflow is a workflow as it was read.
type readWorkflow struct {
	root   source.Node
	flow   usher.Flow
	places places
	// broken are variables whose declaration is a mistake, lost the ids of steps that could not be read: what is said of
	// them follows from that.
	broken map[string]bool
	lost   map[string]bool
	empty  bool // nothing of it could be read
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
}

// workflow reads a workflow; one that stands inside another file needs no header.
func (r *reader) workflow(n source.Node, whole bool, kinds Kinds) *readWorkflow {
	w := &workflowReader{
		reader: r, kinds: kinds, variables: map[string]usher.Variable{}, places: places{}, broken: map[string]bool{}, lost: map[string]bool{},
		ids: map[string]bool{},
	}
	m := n.Object(headed(format.Workflow, whole))
	w.places.add("", n)
	flow := usher.Flow{Name: m.Of("workflow").Name(), Revision: m.Of("revision").Int(), When: condition(m.Of("when"))}
	for field, key := range map[string]string{"name": "workflow", "revision": "revision", "when": "when", "on": "on", "vars": "variables"} {
		w.places.field("", field, m.Of(key))
	}
	for _, on := range m.Of("on").OneOrMore() {
		if trigger := w.trigger(on); trigger != "" {
			flow.On = append(flow.On, trigger)
		}
	}
	for _, pair := range m.Of("variables").Pairs() {
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
	return &readWorkflow{
		root: n, flow: flow, places: w.places, broken: w.broken, lost: w.lost,
		empty: !m.Has("steps") || flow.Name == "",
	}
}

func (w *workflowReader) trigger(n source.Node) usher.Trigger {
	s, ok := n.Scalar()
	for _, later := range format.LaterTriggers {
		if ok && s == later {
			n.Wrong(source.NotYet, "", "the trigger %q is not yet supported", s)
			return ""
		}
	}
	return usher.Trigger(n.Word(format.Triggers...))
}

// condition is an expression that is true or false; true and false stand for themselves.
func condition(n source.Node) string {
	if s, ok := n.Scalar(); ok && !n.IsText() {
		return s
	}
	return n.Text()
}

// expression is an expression; numbers and truth values stand for themselves.
func expression(n source.Node) string {
	if s, ok := n.Scalar(); ok {
		return s
	}
	n.Text() // says what is wrong
	return ""
}

// variable reads a declaration; nil if it is a mistake.
func variable(pair source.Pair) usher.Variable {
	m := pair.Value.Object(format.Variable)
	private := m.Of("private").Bool()
	switch m.Of("type").Word(format.VariableTypes...) {
	case "string":
		return declared(pair.Name, private, m, textOf)
	case "int":
		return declared(pair.Name, private, m, source.Node.Int)
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

// textOf is a text; a number that stands where a text is wanted is taken as it is written.
func textOf(n source.Node) string {
	if s, ok := n.Scalar(); ok {
		return s
	}
	return n.Text()
}

func declared[T usher.VarType](name string, private bool, m source.Map, read func(source.Node) T) usher.Variable {
	v := usher.Var[T]{Name: name, Private: private}
	for _, item := range m.Of("one_of").Items() {
		v.OneOf = append(v.OneOf, read(item))
	}
	if initial := m.Of("default"); initial.Given() && !initial.IsNull() {
		value := read(initial)
		v.Default = &value
	}
	return v
}

// steps reads a list of steps. The prefix is the path of what holds them, with a dot at its end.
func (w *workflowReader) steps(n source.Node, prefix string) usher.Steps {
	if !n.Given() || !n.IsList() {
		if n.Given() {
			n.Wrong(source.WrongType, "begin each step with a dash", "a list of steps is wanted here")
		}
		return usher.Steps{w.unread()}
	}
	items := n.Items()
	steps := make(usher.Steps, 0, len(items))
	for i, item := range items {
		steps = append(steps, w.step(item, prefix+strconv.Itoa(i+1)))
	}
	return steps
}

// block reads the steps of one block of a step; none if it is not given.
func (w *workflowReader) block(m source.Map, owner, key, name string) usher.Steps {
	if !m.Has(key) {
		return nil
	}
	w.places.field(owner, name, m.Key(key))
	return w.steps(m.Of(key), owner+"."+name+".")
}

// unread stands for a step that could not be read: the checker makes no assumption about it.
type unread struct{ sets []usher.Variable }

func (w *workflowReader) unread() usher.Step {
	all := make([]usher.Variable, 0, len(w.variables))
	for _, name := range sorted(w.variables) {
		all = append(all, w.variables[name])
	}
	return unread{sets: all}
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
