package cli

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gousher/usher"
)

func routeCommand() command {
	return command{
		name:  "route",
		args:  "--desk DESK (--workflow WORKFLOW | --table TABLE) FILE",
		about: "route every message of a file, and print who gets how many",
		more: `
FILE is CSV, whose first row names the columns, or JSON Lines, an object in each line; "-" is the standard input.
Each message is routed by itself, as the first of a new conversation that is closed before the next one. Nobody needs
to be online, or to work in a team at all: what waits for a team, or is offered to somebody of it, counts as the team's.
The messages come now, a second apart, or from --start on: where a calendar decides, it matters when.

The requests of http steps are not made: each is a refused connection, and the time between its tries passes at once.
A program's own actions are really called, for every message whose workflow calls them.

Printed are the share of each team, of else (no case and no row of a table matched before the team was chosen), and of
the fallback; with a column of labels, how far they agree with the teams; and the time that the router took.
A label is a team's id or its name.

  usher route --desk desk.yaml --table front messages.csv
  usher route --desk desk.yaml --workflow front-desk.yaml messages.jsonl --label-column team`,
		prepare: func(flags *flag.FlagSet) action {
			r := route{format: word{known: []string{"csv", "jsonl"}}}
			flags.StringVar(&r.desk, "desk", "", "the `DESK` file: teams, tables, the fallback")
			flags.Var(&r.workflows, "workflow", "the `WORKFLOW` file that routes; may be given several times")
			flags.StringVar(&r.table, "table", "", "the `TABLE` of the desk that routes, instead of a workflow")
			flags.StringVar(&r.columns.text, "text-column", "text", "the `COLUMN` of the messages")
			flags.StringVar(&r.columns.label, "label-column", "", "the `COLUMN` that says where each message belongs")
			flags.StringVar(&r.columns.language, "language-column", "", "the `COLUMN` of each message's language")
			flags.StringVar(&r.start, "start", "", "the `INSTANT` at which the messages begin to come, such as 2026-03-02T09:00:00Z")
			flags.Var(&r.format, "format", "the `FORMAT` of the file, csv or jsonl; needed if its name does not say it")
			return r.run
		},
	}
}

type route struct {
	desk      string
	workflows list
	table     string
	columns   columns
	format    word
	start     string
	at        time.Time // of start
}

func (r *route) run(ctx context.Context, in *input) (int, error) {
	if err := r.check(in.args); err != nil {
		return 0, err
	}
	definition, status, err := load(in, in.Err, r.desk, r.workflows...)
	if err != nil || status != exitOK {
		return status, err
	}
	if r.table != "" {
		if definition.Workflows, err = tableWorkflow(definition.Desk, r.table); err != nil {
			return 0, err
		}
	}
	name := in.args[0]
	data, err := contents(in, &name)
	if err != nil {
		return 0, err
	}
	all, err := readMessages(name, r.format.value, data, r.columns)
	if err != nil {
		return 0, err
	}
	counts := newSurvey(definition.Desk, all, r.columns.label)
	trial, err := newTrial(in, definition, r.table, r.at) //nolint:contextcheck // usher.New waits for nothing
	if err != nil {
		return 0, err
	}
	for _, m := range all.rows {
		result, err := trial.route(ctx, m)
		if err != nil {
			return 0, fmt.Errorf("%s:%d: %w", name, m.line, err)
		}
		counts.add(result)
	}
	report := counts.report(name)
	report.Requests = trial.web.conversations()
	if in.json {
		return exitOK, writeJSON(in.Out, report)
	}
	report.print(in.Out)
	return exitOK, nil
}

// check says what the command line lacks, and finds out the file's format.
func (r *route) check(args []string) error {
	switch {
	case len(args) == 0:
		return usagef("name the file with the messages")
	case len(args) > 1:
		return usagef("one file at a time: %s", strings.Join(args, ", "))
	case r.desk == "":
		return usagef("name the desk: --desk DESK")
	case len(r.workflows) == 0 && r.table == "":
		return usagef("say what routes: --workflow WORKFLOW or --table TABLE")
	case len(r.workflows) > 0 && r.table != "":
		return usagef("--workflow and --table exclude each other")
	case r.columns.text == "":
		return usagef("--text-column is empty: name the column of the messages")
	}
	if r.start != "" {
		at, err := time.Parse(time.RFC3339, r.start)
		if err != nil {
			return usagef("--start is no instant such as 2026-03-02T09:00:00Z: %q", r.start)
		}
		r.at = at.UTC()
	}
	if r.format.value != "" {
		return nil
	}
	switch strings.ToLower(filepath.Ext(args[0])) {
	case ".csv":
		r.format.value = "csv"
	case ".jsonl", ".ndjson":
		r.format.value = "jsonl"
	default:
		return usagef("say what %s is: --format csv or --format jsonl", args[0])
	}
	return nil
}

// tableWorkflow is a workflow that asks the table alone; what no row matches goes to the table's else, or to the team of
// the fallback.
func tableWorkflow(desk *usher.Desk, table string) ([]usher.Workflow, error) {
	if _, ok := desk.Tables[table]; !ok {
		if len(desk.Tables) == 0 {
			return nil, usagef("the desk has no keyword table")
		}
		tables := sortedKeys(desk.Tables)
		return nil, usagef("the desk has no table %q (its tables are %s)%s", table, strings.Join(tables, ", "), didYouMean(table, tables))
	}
	by := usher.Keywords{Table: table, Else: desk.Fallback.Team}
	return []usher.Workflow{usher.Flow{Name: "table", Steps: usher.Steps{usher.Assign{By: by}}}}, nil
}

// contents reads the file, or the standard input, which the name then says.
func contents(in *input, name *string) ([]byte, error) {
	var data []byte
	var err error
	if *name == "-" {
		*name = "stdin"
		data, err = io.ReadAll(in.In)
	} else {
		data, err = os.ReadFile(*name)
	}
	failed, ok := errors.AsType[*fs.PathError](err)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("%s: there is no such file", *name)
	case ok:
		return nil, fmt.Errorf("%s cannot be read: %w", *name, failed.Err)
	case err != nil:
		return nil, fmt.Errorf("%s cannot be read: %w", *name, err)
	}
	return data, nil
}
