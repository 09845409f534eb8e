package cli

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"regexp"
	"runtime"
	"strings"
	"sync"

	"github.com/gousher/usher"
	"github.com/gousher/usher/internal/scenario"
)

func testCommand() command {
	return command{
		name: "test", args: "PATH...", about: "run scenario files, and say what differs where one fails",
		more: `
A path is a scenario file, or a directory: then every file below it that ends in .scenario.yaml is run.
A failure shows what was expected, what was, the time line and the explanation. Nothing waits: the clock is simulated.

  usher test scenarios/
  usher test --run French --verbose scenarios/`,
		prepare: func(flags *flag.FlagSet) action {
			t := &test{}
			flags.StringVar(&t.pattern, "run", "", "run those whose file or name matches this `REGEXP`")
			flags.BoolVar(&t.verbose, "verbose", false, "print each decision")
			return t.run
		},
	}
}

type test struct {
	pattern string
	verbose bool
}

func (t *test) run(ctx context.Context, in *input) (int, error) {
	if len(in.args) == 0 {
		return 0, usagef("name scenario files, or directories that hold some")
	}
	wanted, err := regexp.Compile(t.pattern)
	if err != nil {
		return 0, usagef("--run is no regular expression: %v", err)
	}
	files, err := scenario.Files(in.args)
	switch {
	case err != nil:
		return 0, err
	case len(files) == 0:
		return 0, usagef("no file that ends in %s is in %s", scenario.Suffix, strings.Join(in.args, ", "))
	}
	results, err := runAll(ctx, in.Program, files)
	if err != nil {
		return 0, fmt.Errorf("the kinds of this program: %w", err)
	}
	r := tested{Scenarios: []tally{}}
	for _, result := range results {
		if wanted.MatchString(result.File) || wanted.MatchString(result.Name) {
			r.add(result)
		}
	}
	if len(r.Scenarios) == 0 {
		return 0, usagef("no scenario matches %q", t.pattern)
	}
	if in.json {
		return r.status(), writeJSON(in.Out, r)
	}
	r.print(in.Out, t.verbose)
	return r.status(), nil
}

// runAll runs scenarios, several at once, and returns the results in their order.
func runAll(ctx context.Context, p Program, files []string) ([]*scenario.Result, error) {
	results, errs := make([]*scenario.Result, len(files)), make([]error, len(files))
	next := make(chan int)
	var under sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(files)) {
		under.Go(func() {
			for i := range next {
				results[i], errs[i] = scenario.Run(ctx, files[i], p.scenarios())
			}
		})
	}
	for i := range files {
		next <- i
	}
	close(next)
	under.Wait()
	return results, errors.Join(errs...)
}

// scenarios are the options of this program's scenarios.
func (p Program) scenarios() scenario.Options {
	return scenario.Options{Kinds: p.Kinds}
}

// tested are the results of a test.
type tested struct {
	Scenarios []tally `json:"scenarios"`
	Passed    int     `json:"passed"`
	Failed    int     `json:"failed"`
}

// tally is what became of one scenario.
type tally struct {
	File     string             `json:"file"`
	Name     string             `json:"scenario"`
	Passed   bool               `json:"passed"`
	Mistakes usher.Diagnostics  `json:"mistakes,omitempty"`
	Failures []scenario.Failure `json:"failures,omitempty"`
	Timeline []scenario.Moment  `json:"timeline,omitempty"` // of one that failed

	result *scenario.Result
}

func (r *tested) add(result *scenario.Result) {
	t := tally{
		File: result.File, Name: result.Name, Passed: result.Passed(), Mistakes: result.Mistakes, Failures: result.Failures,
		result: result,
	}
	if t.Passed {
		r.Passed++
	} else {
		r.Failed++
		t.Timeline = result.Moments
	}
	r.Scenarios = append(r.Scenarios, t)
}

func (r *tested) status() int {
	if r.Failed > 0 {
		return exitFindings
	}
	return exitOK
}

func (r *tested) print(w io.Writer, verbose bool) {
	for _, t := range r.Scenarios {
		word := "ok  "
		if !t.Passed {
			word = "FAIL"
		}
		fmt.Fprintf(w, "%s  %s  %s\n", word, t.File, printable(t.Name))
		if verbose && len(t.result.Moments) > 0 {
			fmt.Fprintln(w, printable(t.result.Timeline(true)))
		}
		if !t.Passed {
			fmt.Fprintln(w, printable(t.result.Report()))
		}
	}
	fmt.Fprintf(w, "%d passed, %d failed\n", r.Passed, r.Failed)
}
