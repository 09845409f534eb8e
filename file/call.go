package file

import (
	"slices"
	"strings"

	"github.com/gousher/usher"
	"github.com/gousher/usher/internal/format"
	"github.com/gousher/usher/internal/source"
)

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
		if value := expression(pair); value != "" {
			do.With = put(do.With, pair.Name, value)
		}
	}
	if m.Has("timeout") && do.Timeout == 0 {
		nothing(m.Of("timeout"), "", "a time-out of nothing leaves no time for an answer")
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
		w.places.block(name, pair.Name, pair.Key, pair.Value)
		do.Exits = put(do.Exits, pair.Name, w.steps(pair.Value, name+"."+pair.Name+"."))
	}
	if m.Meant("save") || m.Has("save") && (!m.Of("save").IsMap() || len(do.Save) < len(m.Of("save").Pairs())) {
		return partly{Step: do, sets: w.all()}
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
