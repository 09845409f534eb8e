package file

import (
	"fmt"

	"go.yaml.in/yaml/v4"

	"github.com/gousher/usher"
	"github.com/gousher/usher/internal/format"
	"github.com/gousher/usher/internal/source"
)

// unsayable is the code of what no file can say.
const unsayable = "U035"

// EncodeDesk writes a desk as a file: reading it gives the same desk. Keys stand in the order of the documentation, and
// what has its default is left out. The error is [usher.Diagnostics] with everything that no file can say, such as a
// strategy that is not registered in Kinds; or it says what is wrong with the kinds. Whether the desk is valid is not
// looked at: see [usher.Definition.Check].
func (f Format) EncodeDesk(d usher.Desk) ([]byte, error) {
	w, err := f.writer()
	if err != nil {
		return nil, err
	}
	return w.file(w.desk(d, format.DeskHeader))
}

// EncodeWorkflow writes a workflow, an [usher.Flow] or a pointer to one, as a file: reading it gives the same flow. Ids,
// keys, defaults and errors are as with [Format.EncodeDesk]; a mistake names the step by its id or path. What cannot be
// said: steps and strategies whose type is none of usher's own and is not registered, functions, a step by pointer, an
// action other than the one that is registered under the step's name, a branch or a goto without an else, a value that is
// no text, number, truth value, list or map of these.
func (f Format) EncodeWorkflow(workflow usher.Workflow) ([]byte, error) {
	w, err := f.writer()
	if err != nil {
		return nil, err
	}
	return w.file(w.workflow(workflow, format.WorkflowHeader))
}

// writer writes one file, and keeps what cannot be said.
type writer struct {
	kinds Kinds
	// definition, step and id place a mistake.
	definition string
	step       string
	// variables are those that the workflow declares, with their types.
	variables map[string]string
	// open are lists and mappings that take several lines, however short they are; oneLine are those that never do.
	open    map[*yaml.Node]bool
	oneLine map[*yaml.Node]bool
	found   usher.Diagnostics
}

func (f Format) writer() (*writer, error) {
	if err := f.Kinds.check(); err != nil {
		return nil, err
	}
	return &writer{kinds: f.Kinds, open: map[*yaml.Node]bool{}, oneLine: map[*yaml.Node]bool{}}, nil
}

// cannot reports what no file can say.
func (w *writer) cannot(field, hint, message string, args ...any) {
	w.found = append(w.found, usher.Diagnostic{
		Workflow: w.definition, Step: w.step, Field: field, Code: unsayable, Message: fmt.Sprintf(message, args...), Hint: hint,
	})
}

// within does something with the place of mistakes set to a part.
func (w *writer) within(part string, do func()) {
	outer := w.step
	w.step = part
	do()
	w.step = outer
}

// file is the text of a file, read back as far as that shows whether it can be read at all.
func (w *writer) file(root *yaml.Node) ([]byte, error) {
	if len(w.found) > 0 {
		return nil, w.found
	}
	w.layout(root, false)
	restore := disguise(root)
	data, err := yaml.Dump(root, yaml.WithIndent(2), yaml.WithCompactSeqIndent(false), yaml.WithLineWidth(-1),
		yaml.WithQuotePreference(yaml.QuoteDouble))
	if err != nil {
		return nil, fmt.Errorf("file: %w", err)
	}
	data = []byte(restore.Replace(string(data)))
	if read := source.Read(w.definition, data); len(read.Found) > 0 {
		w.step = ""
		w.cannot("", "", "no file can hold it: %s", read.Found[0].Message)
		return nil, w.found
	}
	return data, nil
}

// workflow is a workflow; the header is empty for one that stands inside another file.
func (w *writer) workflow(workflow usher.Workflow, header string) *yaml.Node {
	var flow usher.Flow
	switch one := workflow.(type) {
	case usher.Flow:
		flow = one
	case *usher.Flow:
		if one != nil {
			flow = *one
			break
		}
		w.cannot("", "", "the workflow is nil")
		return nil
	default:
		w.cannot("", "", "no file can hold a workflow of type %T: it holds an usher.Flow", workflow)
		return nil
	}
	w.definition, w.step = flow.Name, ""
	o := w.object()
	o.word("usher", header)
	o.required("workflow", flow.Name)
	o.int("revision", flow.Revision)
	o.put("on", w.triggers(flow.On))
	o.expression("when", flow.When)
	o.bool("once_per_contact", flow.OncePerContact)
	o.put("variables", w.declarations(flow.Vars))
	o.steps("steps", flow.Steps)
	return w.below(o.done(headed(format.Workflow, header != "")))
}

func (w *writer) triggers(on []usher.Trigger) *yaml.Node {
	words := make([]*yaml.Node, len(on))
	for i, trigger := range on {
		words[i] = w.oneOf("on", string(trigger), format.Triggers)
	}
	switch len(words) {
	case 0:
		return nil
	case 1:
		return words[0]
	}
	return list(words...)
}
