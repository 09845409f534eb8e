package usher

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/gousher/usher/internal/calendar"
)

// sampled is how finely the hours of a week are looked at.
const sampled = 15 * time.Minute

// someWeek is the Monday at which the week begins that stands for all: one in which no zone changes its clocks.
var someWeek = time.Date(2026, time.January, 12, 0, 0, 0, 0, time.UTC) //nolint:gochecknoglobals // a constant

// uncovered are the hours of the week, in which one of the teams works, that nobody on shift has a skill: as texts in the
// zone of the first team's hours. It looks at the week alone, without holidays and changes. Agents without hours are
// always there.
func (p *desk) uncovered(teams []string, skill string, level Level) []string {
	var shifts []*calendar.Calendar
	for i := range p.Agents {
		a := &p.Agents[i]
		if len(teams) > 0 && !slices.ContainsFunc(teams, func(team string) bool { return slices.Contains(a.Teams, team) }) {
			continue
		}
		if !level.met(p.implied.effective(a, notEnded)[skill]) {
			continue
		}
		shift := p.weeks[a.Hours]
		if shift == nil {
			return nil
		}
		shifts = append(shifts, shift)
	}
	if len(shifts) == 0 {
		return nil // nobody has it at all, which is said elsewhere
	}
	return p.gaps(teams, shifts)
}

func (p *desk) gaps(teams []string, shifts []*calendar.Calendar) []string {
	var hours []*calendar.Calendar // of the teams; none: one of them is always open
	for _, team := range teams {
		t := p.teams[team]
		if t == nil || p.weeks[t.Hours] == nil {
			hours = nil
			break
		}
		hours = append(hours, p.weeks[t.Hours])
	}
	zone := shifts[0].Location()
	if len(hours) > 0 {
		zone = hours[0].Location()
	}
	local := time.Date(someWeek.Year(), someWeek.Month(), someWeek.Day(), 0, 0, 0, 0, zone)
	open := func(c *calendar.Calendar, at time.Time) bool { return c.Open(at) }
	var gaps []string
	var from time.Time
	for step := time.Duration(0); step <= 7*24*time.Hour; step += sampled {
		at := local.Add(step)
		works := len(hours) == 0 || slices.ContainsFunc(hours, func(c *calendar.Calendar) bool { return open(c, at) })
		there := slices.ContainsFunc(shifts, func(c *calendar.Calendar) bool { return open(c, at) })
		gap := works && !there && step < 7*24*time.Hour
		switch {
		case gap && from.IsZero():
			from = at
		case !gap && !from.IsZero():
			gaps = append(gaps, fmt.Sprintf("%s-%s", from.Format("Mon 15:04"), at.Format("Mon 15:04")))
			from = time.Time{}
		}
	}
	return gaps
}

// checkCoverage warns of hours of the week in which nobody on shift has a required skill.
func (d *Declaration) checkCoverage(field string, teams []string, skills Skills) {
	desk := d.compiler.desk
	if desk == nil {
		return
	}
	for _, name := range skills.names() {
		gaps := desk.uncovered(teams, name, skills[name])
		if len(gaps) == 0 || skills[name] == Absent {
			continue
		}
		const shown = 3
		more := ""
		if len(gaps) > shown {
			more = fmt.Sprintf(" and %d more", len(gaps)-shown)
		}
		d.warn(field, fmt.Sprintf("nobody on shift has the skill %q in some hours of the week: %s%s",
			name, strings.Join(gaps[:min(len(gaps), shown)], ", "), more), "")
	}
}
