package cli

import (
	"context"
	"flag"
	"fmt"
	"slices"
	"strings"

	"github.com/gousher/usher"
	"github.com/gousher/usher/internal/scenario"
)

func explainCommand() command {
	return command{
		name: "explain", args: "SCENARIO [--conversation c1]", about: "run a scenario and print the whole decision record",
		more: `
Every decision of the conversation with its reasons: which case matched and with which values, who was considered, and
why each other agent was not chosen. Without --conversation, every conversation of the scenario.

  usher explain french.scenario.yaml --conversation c1`,
		prepare: func(flags *flag.FlagSet) action {
			e := &explain{}
			flags.StringVar(&e.conversation, "conversation", "", "the conversation to explain, by `NAME`")
			return e.run
		},
	}
}

type explain struct{ conversation string }

// record is one conversation's.
type record struct {
	Conversation string      `json:"conversation"`
	Explanation  string      `json:"explanation"`
	Trace        usher.Trace `json:"trace"`
}

func (e *explain) run(ctx context.Context, in *input) (int, error) {
	if len(in.args) != 1 {
		return 0, usagef("name one scenario file")
	}
	result, err := scenario.Run(ctx, in.args[0], in.scenarios())
	if err != nil {
		return 0, fmt.Errorf("the kinds of this program: %w", err)
	}
	if len(result.Mistakes) > 0 {
		r := newFindings(result.Mistakes, 1)
		if in.json {
			return exitFindings, writeJSON(in.Out, r)
		}
		r.print(in.Out)
		return exitFindings, nil
	}
	names := result.Names
	if e.conversation != "" {
		if !slices.Contains(names, e.conversation) {
			return 0, usagef("the scenario has no conversation %q%s: it has %s", e.conversation,
				didYouMean(e.conversation, names), strings.Join(names, ", "))
		}
		names = []string{e.conversation}
	}
	records := make([]record, 0, len(names))
	for _, name := range names {
		records = append(records, record{name, result.Explanations[name], result.Traces[name]})
	}
	if in.json {
		return exitOK, writeJSON(in.Out, records)
	}
	for i, r := range records {
		if i > 0 {
			fmt.Fprintln(in.Out)
		}
		fmt.Fprint(in.Out, printable(r.Explanation))
	}
	return exitOK, nil
}
