package usher_test

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/gousher/usher"
)

// lines are those that the other list does not have.
func lines[T comparable](all, other []T) string {
	var b strings.Builder
	for _, one := range all {
		if !slices.Contains(other, one) {
			fmt.Fprintf(&b, "  %+v\n", one)
		}
	}
	return b.String()
}

// story is what happened.
func (d *duel) story() string {
	var b strings.Builder
	for _, t := range d.f.desk.Teams {
		fmt.Fprintf(&b, "team %s by %T order %d wrap-up %s hours %s\n", t.ID, t.By, t.Order, t.WrapUp, t.Hours)
	}
	c := d.f.desk.Costs
	fmt.Fprintf(&b, "costs %v, waiting %v, on hold %v, pull %d\n", c.Channels, c.WaitingForContact, c.OnHold, d.f.desk.Pull)
	for name, calendar := range d.f.desk.Calendars {
		fmt.Fprintf(&b, "hours %s %v\n", name, calendar.Weekly[time.Monday])
	}
	for _, a := range d.f.desk.Agents {
		fmt.Fprintf(&b, "agent %+v\n", a)
	}
	b.WriteString(strings.Join(d.diary[max(0, len(d.diary)-60):], "\n"))
	b.WriteString("\nthe model has\n" + lines(d.f.seenThreads(), nil) + lines(d.f.seenClerks(), nil))
	return b.String()
}

// assignText is an assignment in one line, with its stages written out.
func assignText(a usher.Assign) string {
	stages := make([]string, 0, 1+len(a.Stages))
	for _, r := range climb(a) {
		text := []string{r.agent + strings.Join(r.teams, "+"), fmt.Sprintf("by %T must (%s) prefer (%s)", r.by, r.must, r.prefer)}
		for _, clock := range []struct {
			name  string
			lasts time.Duration
		}{{"aging", r.aging}, {"for", r.lasts}, {"accept", r.accept}, {"answer", r.answer}, {"keep", r.keep}} {
			if clock.lasts > 0 {
				text = append(text, fmt.Sprintf("%s %s", clock.name, clock.lasts))
			}
		}
		stages = append(stages, fmt.Sprintf("%s priority %d offers %d/%d/%t", strings.Join(text, " "), r.priority, r.maxOffers, r.awayWhen, r.next))
	}
	return fmt.Sprintf("[%s] at most %d", strings.Join(stages, ", then "), a.MaxQueue)
}
