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
		name: "graph", args: "WORKFLOW [--desk DESK] [--format mermaid|dot]", about: "draw a workflow",
		more: `
The picture is printed as text: Mermaid, which GitHub and many editors draw, or DOT for Graphviz.
With the desk, the names of its teams, agents and tables are checked as well.

  usher graph front-desk.yaml
  usher graph front-desk.yaml --format dot | dot -Tpng > front-desk.png`,
		prepare: func(flags *flag.FlagSet) action {
			var g graph
			flags.StringVar(&g.desk, "desk", "", "the `DESK` to check names against")
			flags.StringVar(&g.format, "format", "mermaid", "the `FORMAT` of the picture, mermaid or dot")
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
	case g.format == "svg":
		return 0, usagef("--format svg is not yet supported: use --format dot and Graphviz, or --format mermaid")
	case g.format != "mermaid" && g.format != "dot":
		return 0, usagef("--format cannot be %q: give mermaid or dot", g.format)
	}
	definition, status, err := loadOne(in, g.desk, in.args[0])
	if err != nil || status != exitOK {
		return status, err
	}
	p, err := usher.Compile(definition.Workflows[0], definition.Desk)
	if err != nil {
		return 0, fmt.Errorf("the workflow cannot be compiled: %w", err) // load would have said so
	}
	d := drawingOf(in.kinds(), definition.Workflows[0], p.Outline())
	switch {
	case in.json:
		return exitOK, writeJSON(in.Out, d)
	case g.format == "dot":
		fmt.Fprint(in.Out, d.dot())
	default:
		fmt.Fprint(in.Out, d.mermaid())
	}
	return exitOK, nil
}

// loadOne reads one workflow, which, being one of several, may have a guard.
func loadOne(in *input, desk, workflow string) (usher.Definition, int, error) {
	if desk != "" {
		format := file.Format{Kinds: in.kinds()}
		_, err := format.Load(desk, workflow)
		mistakes, _ := errors.AsType[usher.Diagnostics](err)
		if len(mistakes) > 0 && !slices.ContainsFunc(mistakes, func(d usher.Diagnostic) bool { return d.Code != noGuard }) {
			definition, err := format.Load(workflow)
			if with, _ := format.Load(desk); err == nil {
				definition.Desk = with.Desk
			}
			return definition, exitOK, err
		}
	}
	return load(in, in.Out, desk, workflow)
}

// noGuard is the code of workflows which all have guards.
const noGuard = "U025"

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
