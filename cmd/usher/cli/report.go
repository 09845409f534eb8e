package cli

import (
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"
)

// maxListed is how many of a kind are listed for people.
const maxListed = 10

// print prints the report for people.
func (r routeReport) print(w io.Writer) {
	fmt.Fprintf(w, "%s: %s, %d routed, %d refused, %d empty and skipped\n",
		r.File, counted(r.Messages, "message"), r.Routed, len(r.Refused), r.Empty)
	for i, refused := range r.Refused {
		if i == maxListed {
			fmt.Fprintf(w, "  and %d more\n", len(r.Refused)-i)
			break
		}
		fmt.Fprintf(w, "  %s:%d  refused: %s\n", r.File, refused.Line, refused.Reason)
	}
	r.printShares(w)
	if r.Requests > 0 {
		fmt.Fprintf(w, "\nhttp steps of %s were not carried out: no request is made here, each is a refused connection\n",
			counted(r.Requests, "message"))
	}
	if len(r.Vacant) > 0 {
		fmt.Fprintf(w, "\nnobody works in %s: no agent of this desk could take what goes there\n", strings.Join(r.Vacant, ", "))
	}
	if r.Labels != nil {
		r.Labels.print(w)
	}
	if r.Time != nil {
		fmt.Fprintf(w, "\ntime per message: mean %s, p50 %s, p99 %s\n", rounded(r.Time.Mean), rounded(r.Time.P50), rounded(r.Time.P99))
	}
}

func (r routeReport) printShares(w io.Writer) {
	width := len("fallback")
	for _, s := range append(r.Teams, r.Rest...) {
		width = max(width, utf8.RuneCountInString(s.Name))
	}
	fmt.Fprintf(w, "\n%-*s  messages   share\n", width, "team")
	line := func(name string, s share) {
		fmt.Fprintf(w, "%-*s  %8d  %6s\n", width, name, s.Messages, percent(s.Share))
	}
	for _, s := range r.Teams {
		line(s.Name, s)
	}
	if len(r.Rest) > 0 {
		fmt.Fprintln(w, "\nno team")
		for _, s := range r.Rest {
			line(s.Name, s)
		}
	}
	fmt.Fprintln(w, "\nof these by")
	line("else", r.Else)
	line("fallback", r.Fallback)
	for i, s := range r.Reasons {
		if i == maxListed {
			fmt.Fprintf(w, "  and %d more reasons\n", len(r.Reasons)-i)
			break
		}
		fmt.Fprintf(w, "  %s: %d\n", printable(s.Name), s.Messages)
	}
}

func (c *comparison) print(w io.Writer) {
	fmt.Fprintf(w, "\nagreement with %s: %d of %d, %s\n", c.Column, c.Agree, c.Compared, percent(c.Share))
	width := len("team")
	for _, t := range c.Teams {
		width = max(width, utf8.RuneCountInString(t.Team))
	}
	fmt.Fprintf(w, "%-*s  labelled  routed  agree  precision  recall\n", width, "team")
	for _, t := range c.Teams {
		fmt.Fprintf(w, "%-*s  %8d  %6d  %5d  %9s  %6s\n",
			width, t.Team, t.Labeled, t.Routed, t.Agree, percent(t.Precision), percent(t.Recall))
	}
	if c.Unlabeled > 0 {
		fmt.Fprintf(w, "without a label: %d\n", c.Unlabeled)
	}
	if len(c.Strangers) == 0 {
		return
	}
	sum := 0
	for _, s := range c.Strangers {
		sum += s.Messages
	}
	fmt.Fprintf(w, "labels that are no team: %d, of %s\n", len(c.Strangers), counted(sum, "message"))
	for i, s := range c.Strangers {
		if i == maxListed {
			fmt.Fprintf(w, "  and %d more\n", len(c.Strangers)-i)
			break
		}
		fmt.Fprintf(w, "  %s: %d\n", short(s.Label), s.Messages)
	}
}

func percent(r *float64) string {
	if r == nil {
		return "-"
	}
	return fmt.Sprintf("%.1f%%", 100**r)
}

func rounded(d time.Duration) string { return d.Round(100 * time.Nanosecond).String() }
