package main

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"
)

// A report gathers the results and prints them.
type report struct {
	agreement

	o     options
	in    *input
	desk  setup
	why   string // this desk was chosen
	floor *floor

	routed   map[string]int // messages by team
	fallback map[string]int // those that the fallback serves, by reason
	refused  []result
	took     []time.Duration
}

// agreement compares the teams with the file's labels.
type agreement struct {
	labelled   int            // messages with a label that means a team
	unlabelled int            // messages without a label
	unknown    map[string]int // labels that mean none
	meant      map[string]int // messages by the team that their label means
	given      map[string]int // the same messages by the team that got them
	both       map[string]int // those that agree
	misses     []miss
}

type miss struct {
	result
	want string
}

func newReport(o options, in *input, desk setup, why string) *report {
	return &report{
		o: o, in: in, desk: desk, why: why,
		routed: map[string]int{}, fallback: map[string]int{},
		agreement: agreement{
			unknown: map[string]int{}, meant: map[string]int{}, given: map[string]int{}, both: map[string]int{},
		},
	}
}

// add counts one result.
func (r *report) add(res result) {
	if res.refused != "" {
		r.refused = append(r.refused, res)
		return
	}
	r.took = append(r.took, res.took)
	r.routed[res.team]++
	if res.fallback != "" {
		r.fallback[res.fallback]++
	}
	if r.o.label != "" {
		r.compare(res)
	}
}

func (r *report) compare(res result) {
	if res.message.label == "" {
		r.unlabelled++
		return
	}
	want := r.desk.meant(res.message.label)
	if want == "" {
		r.unknown[res.message.label]++
		return
	}
	r.labelled++
	r.meant[want]++
	r.given[res.team]++
	if res.team == want {
		r.both[want]++
	} else if len(r.misses) < r.o.misses {
		r.misses = append(r.misses, miss{res, want})
	}
}

// print writes the whole report.
func (r *report) print(out io.Writer) error {
	w := &page{}
	w.printf("%s, column %s\n", r.o.file, r.o.text)
	w.printf("desk: %s (%s)\n\n", r.desk.name, r.why)
	r.printRead(w)
	r.printShares(w)
	if r.o.label != "" {
		r.printAgreement(w)
	}
	r.printWork(w)
	if _, err := out.Write(w.Bytes()); err != nil {
		return fmt.Errorf("writing the report: %w", err)
	}
	return nil
}

// widest is the width of the teams' column.
func (r *report) widest() int {
	width := 0
	for _, team := range r.desk.all() {
		width = max(width, len(team.id))
	}
	return width
}

// maxListed is how many of a kind are listed.
const maxListed = 10

func (r *report) printRead(w *page) {
	w.printf("%s read: %d routed, %d refused, %d empty and skipped\n",
		count(len(r.in.messages)+r.in.empty, "row"), len(r.took), len(r.refused), r.in.empty)
	for i, res := range r.refused {
		if i == maxListed {
			w.printf("  and %d more\n", len(r.refused)-i)
			break
		}
		w.printf("  line %d refused: %s\n", res.message.line, res.refused)
	}
	w.printf("\n")
}

func (r *report) printShares(w *page) {
	most := 1
	for _, n := range r.routed {
		most = max(most, n)
	}
	width := r.widest()
	w.printf("%-*s  messages   share\n", width, "team")
	for _, team := range r.desk.all() {
		n := r.routed[team.id]
		w.printf("%-*s  %8d  %6s%s\n", width, team.id, n, percent(n, len(r.took)), bar(n, most))
	}
	served := 0
	for _, n := range r.fallback {
		served += n
	}
	others := r.routed[r.desk.others.id]
	w.printf("else (no row matches): %d, %s; fallback: %d, %s\n",
		others, percent(others, len(r.took)), served, percent(served, len(r.took)))
	for _, reason := range slices.Sorted(maps.Keys(r.fallback)) {
		w.printf("  fallback: %s (%d)\n", reason, r.fallback[reason])
	}
	w.printf("\n")
}

func (r *report) printAgreement(w *page) {
	agree, f1, teams := 0, 0.0, 0
	for _, team := range r.desk.all() {
		meant, given, both := r.meant[team.id], r.given[team.id], r.both[team.id]
		agree += both
		if meant > 0 {
			f1 += 2 * float64(both) / float64(meant+given)
			teams++
		}
	}
	w.printf("agreement with %s: %d of %d, %s", r.o.label, agree, r.labelled, percent(agree, r.labelled))
	if teams > 0 {
		w.printf("; F1 over teams %.3f", f1/float64(teams))
	}
	w.printf("\n")
	width := r.widest()
	w.printf("%-*s  labelled  routed  agree  precision  recall\n", width, "team")
	for _, team := range r.desk.all() {
		meant, given, both := r.meant[team.id], r.given[team.id], r.both[team.id]
		w.printf("%-*s  %8d  %6d  %5d  %9s  %6s\n", width, team.id, meant, given, both, ratio(both, given), ratio(both, meant))
	}
	r.printLabels(w)
	w.printf("\n")
	r.printMisses(w)
}

// printLabels says which messages could not be compared.
func (r *report) printLabels(w *page) {
	if r.unlabelled > 0 {
		w.printf("not compared: %s without a label\n", count(r.unlabelled, "message"))
	}
	names := slices.SortedFunc(maps.Keys(r.unknown), func(a, b string) int {
		return cmp.Or(cmp.Compare(r.unknown[b], r.unknown[a]), cmp.Compare(a, b))
	})
	for i, name := range names {
		if i == maxListed {
			w.printf("not compared: and %s more\n", count(len(names)-i, "label"))
			break
		}
		w.printf("not compared: %s with the label %q, which means no team of this desk\n", count(r.unknown[name], "message"), name)
	}
}

func (r *report) printMisses(w *page) {
	for _, m := range r.misses {
		w.printf("line %d: %s, not %s (%s)\n  %s\n  %s\n",
			m.message.line, m.team, m.want, m.message.label, strings.Join(strings.Fields(m.message.text), " "), m.reason)
	}
	if len(r.misses) > 0 {
		w.printf("\n")
	}
}

func (r *report) printWork(w *page) {
	f := r.floor
	w.printf("%d of %d conversations had to wait for an agent; the longest queue was %d\n", f.waited, len(r.took), f.longestQueue)
	w.printf("%d handed to an agent, %d left waiting\n", f.handOvers, len(f.waiting))
	if len(r.took) == 0 {
		return
	}
	slices.Sort(r.took)
	var sum time.Duration
	for _, d := range r.took {
		sum += d
	}
	w.printf("time per message: mean %s, p50 %s, p99 %s\n",
		short(sum/time.Duration(len(r.took))), short(quantile(r.took, 50)), short(quantile(r.took, 99)))
}

// quantile is the least of the sorted durations that so many percent of them do not exceed.
func quantile(sorted []time.Duration, percent int) time.Duration {
	return sorted[(len(sorted)*percent+99)/100-1]
}

func short(d time.Duration) string { return d.Round(100 * time.Nanosecond).String() }

func percent(n, of int) string {
	if of == 0 {
		return "-"
	}
	return fmt.Sprintf("%.1f%%", 100*float64(n)/float64(of))
}

func ratio(n, of int) string {
	if of == 0 {
		return "-"
	}
	return fmt.Sprintf("%.3f", float64(n)/float64(of))
}

const barWidth = 40

func bar(n, most int) string {
	if n == 0 {
		return ""
	}
	return "  " + strings.Repeat("█", (n*barWidth+most-1)/most)
}

// count is "1 row", "2 rows".
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// A page is what is printed, all at once.
type page struct{ bytes.Buffer }

func (p *page) printf(format string, args ...any) { fmt.Fprintf(&p.Buffer, format, args...) }
