package scenario

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/gousher/usher/internal/duration"
)

// Report says what failed: what was expected and what was, the time line, and the explanations. Empty if all is well.
func (r *Result) Report() string {
	if r.Passed() {
		return ""
	}
	var b strings.Builder
	for _, d := range r.Mistakes {
		b.WriteString(indented(d.String(), "  ") + "\n")
	}
	at := Failure{Line: -1}
	for _, f := range r.Failures {
		if f.Line != at.Line || f.Subject != at.Subject {
			fmt.Fprintf(&b, "  %s%s\n", place(r.File, f), f.Subject)
			at = f
		}
		switch {
		case f.Key == "":
			fmt.Fprintf(&b, "      %s\n", f.Got)
		case len(f.Want)+len(f.Got) < oneLine && !strings.Contains(f.Got, "\n"):
			fmt.Fprintf(&b, "      %-10s expected %s, was %s\n", f.Key, f.Want, f.Got)
		default:
			fmt.Fprintf(&b, "      %-10s expected %s\n%s\n", f.Key, f.Want, indented("was "+f.Got, "                 "))
		}
	}
	if len(r.Moments) > 0 {
		b.WriteString("  the time line\n" + indented(r.Timeline(false), "    ") + "\n")
	}
	for _, name := range r.concerned() {
		fmt.Fprintf(&b, "  the explanation of %s\n%s\n", name, indented(strings.TrimRight(r.Explanations[name], "\n"), "    "))
	}
	return b.String()
}

const oneLine = 90

func place(file string, f Failure) string {
	if f.Line == 0 {
		return ""
	}
	return fmt.Sprintf("%s:%d  at %s  ", file, f.Line, offset(f.At))
}

// concerned are the conversations whose explanations help: those that failed, or all if none of them did.
func (r *Result) concerned() []string {
	var names []string
	for _, f := range r.Failures {
		if _, ok := r.Explanations[f.Subject]; ok && !slices.Contains(names, f.Subject) {
			names = append(names, f.Subject)
		}
	}
	if len(names) == 0 {
		return r.Names
	}
	return names
}

// Timeline is what happened, a line each; with the decisions, if they are wanted.
func (r *Result) Timeline(decisions bool) string {
	lines := make([]string, 0, len(r.Moments))
	for _, m := range r.Moments {
		if m.Kind == Decided && !decisions {
			continue
		}
		mark := "  "
		if m.Kind == Decided {
			mark = "    | "
		}
		lines = append(lines, fmt.Sprintf("%6s %s%s", offset(m.At), mark, strings.ReplaceAll(m.Text, "\n", `\n`)))
	}
	return strings.Join(lines, "\n")
}

func offset(d time.Duration) string { return duration.Format(d) }

func indented(text, by string) string {
	return by + strings.ReplaceAll(text, "\n", "\n"+by)
}
