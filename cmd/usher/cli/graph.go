package cli

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/gousher/usher"
	"github.com/gousher/usher/file"
)

func graphCommand() command {
	return command{
		name: "graph", args: "WORKFLOW [--desk DESK] [--format mermaid|dot|svg]", about: "draw a workflow",
		more: `
The picture is printed as text: Mermaid, which GitHub and many editors draw, DOT for Graphviz, or SVG, which browsers show.
A workflow that runs others, or is run by them, is drawn by itself.
With the desk, the names of its teams, agents and tables are checked as well.

  usher graph front-desk.yaml
  usher graph front-desk.yaml --format svg > front-desk.svg
  usher graph front-desk.yaml --format dot | dot -Tpng > front-desk.png`,
		prepare: func(flags *flag.FlagSet) action {
			var g graph
			flags.StringVar(&g.desk, "desk", "", "the `DESK` to check names against")
			flags.StringVar(&g.format, "format", "mermaid", "the `FORMAT` of the picture, mermaid, dot or svg")
			return g.run
		},
	}
}

type graph struct {
	desk   string
	format string
}

func (g *graph) run(_ context.Context, in *input) (int, error) {
	switch {
	case len(in.args) == 0:
		return 0, usagef("name the workflow file")
	case len(in.args) > 1:
		return 0, usagef("one workflow at a time: %s", strings.Join(in.args, ", "))
	case g.format != "mermaid" && g.format != "dot" && g.format != "svg":
		return 0, usagef("--format cannot be %q: give mermaid, dot or svg", g.format)
	}
	definition, status, err := loadOne(in, g.desk, in.args[0])
	if err != nil || status != exitOK {
		return status, err
	}
	p, err := compileAlone(definition.Workflows[0], definition.Desk)
	if err != nil {
		return 0, fmt.Errorf("the workflow cannot be compiled: %w", err) // load would have said so
	}
	d := drawingOf(in.kinds(), definition.Workflows[0], p.Outline())
	switch {
	case in.json:
		return exitOK, writeJSON(in.Out, d)
	case g.format == "dot":
		fmt.Fprint(in.Out, d.dot())
	case g.format == "svg":
		fmt.Fprint(in.Out, d.svg())
	default:
		fmt.Fprint(in.Out, d.mermaid())
	}
	return exitOK, nil
}

// compileAlone compiles a workflow that is one of several: those that it runs, and one that runs it, are made up.
func compileAlone(w usher.Workflow, desk *usher.Desk) (*usher.Program, error) {
	p, err := usher.Compile(w, desk)
	if err == nil {
		return p, nil
	}
	var others []usher.Workflow
	mistakes, _ := errors.AsType[usher.Diagnostics](err)
	for _, d := range mistakes {
		name, unknown := unknownWorkflow(d)
		named := func(other usher.Workflow) bool { return other.ID() == name }
		if unknown && !slices.ContainsFunc(others, named) {
			steps := usher.Steps{usher.Comment{Text: "it comes back"}}
			others = append(others, usher.Flow{Name: string(name), On: []usher.Trigger{usher.OnManual}, Steps: steps})
		}
	}
	if flow, ok := w.(usher.Flow); ok && slices.Equal(flow.On, []usher.Trigger{usher.OnManual}) {
		steps := usher.Steps{usher.RunWorkflow{Workflow: w.ID()}, usher.CloseConversation{}}
		others = append(others, usher.Flow{Name: flow.Name + ", as it is run", Vars: flow.Vars, Steps: steps})
	}
	return usher.Compile(w, desk, others...)
}

// unknownWorkflow is the workflow that a mistake misses.
func unknownWorkflow(d usher.Diagnostic) (usher.WorkflowID, bool) {
	var name string
	n, err := fmt.Sscanf(d.Message, "unknown workflow %q", &name)
	return usher.WorkflowID(name), err == nil && n == 1
}

// loadOne reads one workflow, which, being one of several, may have a guard, may run others and be run by them.
func loadOne(in *input, desk, workflow string) (usher.Definition, int, error) {
	if desk == "" {
		return load(in, in.Out, desk, workflow)
	}
	format := file.Format{Kinds: in.kinds()}
	_, err := format.Load(desk, workflow)
	if mistakes, _ := errors.AsType[usher.Diagnostics](err); len(mistakes) == 0 {
		return load(in, in.Out, desk, workflow)
	}
	with, wrong := format.Load(desk)
	definition, err := format.Load(workflow)
	if wrong != nil || err != nil || with.Desk == nil || len(definition.Workflows) != 1 {
		return load(in, in.Out, desk, workflow)
	}
	definition.Desk = with.Desk
	if _, err := compileAlone(definition.Workflows[0], with.Desk); err != nil {
		return load(in, in.Out, desk, workflow)
	}
	return definition, exitOK, nil
}

// load reads a desk, if one is named, and workflows. It prints what is wrong with them to w, or, for machines, to the
// standard output; then the status is not exitOK.
func load(in *input, w io.Writer, desk string, workflows ...string) (usher.Definition, int, error) {
	files := workflows
	if desk != "" {
		files = append([]string{desk}, workflows...)
	}
	definition, err := file.Format{Kinds: in.kinds()}.Load(files...)
	mistakes, ok := errors.AsType[usher.Diagnostics](err)
	switch {
	case ok && in.json:
		return definition, exitFindings, writeJSON(in.Out, newFindings(mistakes, len(files)))
	case ok:
		newFindings(mistakes, len(files)).print(w)
		return definition, exitFindings, nil
	case err != nil:
		return definition, 0, fmt.Errorf("the kinds of this program: %w", err)
	case desk != "" && definition.Desk == nil:
		return definition, 0, usagef("%s holds no desk", desk)
	case len(definition.Workflows) != len(workflows):
		return definition, 0, usagef("%s: a workflow is wanted, and this is a desk", strings.Join(workflows, ", "))
	}
	return definition, exitOK, nil
}
