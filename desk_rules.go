package usher

import (
	"fmt"
	"slices"
	"time"

	"github.com/gousher/usher/internal/calendar"
)

// maxClock is the longest that any clock of a desk or an assignment may run.
const maxClock = 366 * 24 * time.Hour

// notEnded is the day on which nothing has ended yet.
func notEnded(calendar.Date) bool { return false }

// checkRules checks what holds for everybody at the desk: calendars, what skills mean, costs, and the rules of teams.
func (p *desk) checkRules(found *Diagnostics) {
	wrong := func(step, field, code, message, hint string) {
		*found = append(*found, Diagnostic{
			Workflow: deskPlace, Step: step, Field: field, Code: code, Message: message, Hint: hint,
		})
	}
	for _, name := range sortedKeys(p.Calendars) {
		c := p.Calendars[name]
		p.hours[name] = c.compile(func(field, message string) {
			wrong("calendars."+name, field, codeValue, message, "")
		})
		p.only = shared(p.only, p.hours[name])
		week := Calendar{Zone: c.Zone, Weekly: c.Weekly}
		p.weeks[name] = week.compile(func(string, string) {})
	}
	if p.only == time.UTC { // what calendars have that differ, or none
		p.only = nil
	}
	p.checkData(wrong)
	p.checkMeanings(wrong)
	p.Costs.check(func(field, message string) { wrong("capacity", field, codeValue, message, "") })
	if r := p.RampUp; r.Conversations < 0 || r.Per < 0 || r.Per > maxClock || (r.Conversations == 0) != (r.Per == 0) {
		wrong("ramp_up", "", codeValue, "a ramp-up needs a number of conversations and the time within which they are counted", "")
	}
	m := p.MassOffline
	if m != (MassOffline{}) && (m.Agents < 1 || m.Within <= 0 || m.Keep <= 0 || max(m.Within, m.Keep) > maxClock) {
		wrong("mass_offline", "", codeValue,
			"a breaker needs a number of agents, the time within which they go, and how long they keep their work", "")
	}
	if p.Pull > OwnFirst {
		wrong("pull", "", codeValue, fmt.Sprintf("unknown pull %d", p.Pull), "")
	}
	for i := range p.Teams {
		p.checkTeam(&p.Teams[i], wrong)
	}
}

// checkData checks the rules for what is kept of people.
func (p *desk) checkData(wrong func(step, field, code, message, hint string)) {
	if p.Retention.Closed < 0 {
		wrong("retention", "closed", codeValue, "the time is below zero", "")
	}
	if c := p.Consent; c.Field == "" && len(c.Gates)+len(c.Means) > 0 {
		wrong("consent", "field", codeName, "the field that says yes is missing", "name a contact field")
	}
}

// shared is the zone of one more calendar, if it is that of those before; else UTC, which stands for none.
func shared(before *time.Location, c *calendar.Calendar) *time.Location {
	if c == nil {
		return before
	}
	if before == nil || before.String() == c.Location().String() {
		return c.Location()
	}
	return time.UTC
}

func (p *desk) checkTeam(t *Team, wrong func(step, field, code, message, hint string)) {
	if _, ok := p.Calendars[t.Hours]; t.Hours != "" && !ok {
		wrong(t.ID, "hours", codeUnknown, fmt.Sprintf("unknown calendar %q", t.Hours),
			didYouMean(t.Hours, sortedKeys(p.Calendars)))
	}
	if t.WrapUp < 0 || t.WrapUp > maxClock {
		wrong(t.ID, "wrap_up", codeValue, "the wrap-up is below zero or too long", "")
	}
	if t.Order > NewestFirst {
		wrong(t.ID, "order", codeValue, fmt.Sprintf("unknown order %d", t.Order), "")
	}
}

// checkMeanings follows what skills imply.
func (p *desk) checkMeanings(wrong func(step, field, code, message, hint string)) {
	for _, name := range sortedKeys(p.Skills) {
		if name == "" {
			wrong("skills", "", codeName, "a skill has no name", "")
		}
		for _, implied := range p.Skills[name].Implies {
			if implied == "" {
				wrong("skills."+name, "implies", codeName, "an implied skill has no name", "")
			}
		}
	}
	implied, cycle := imply(p.Skills)
	if cycle != "" {
		wrong("skills."+cycle, "implies", codeUnbounded, fmt.Sprintf("the skill %q implies itself", cycle),
			"leave one of the implications out")
	}
	p.implied = implied
}

// known reports whether a skill is known: an agent has it, or the desk says what it means.
func (p *desk) known(skill string) bool {
	if _, ok := p.Skills[skill]; ok || p.levels[skill] > 0 {
		return true
	}
	for name := range p.Skills {
		if slices.Contains(p.implied.of(name), skill) {
			return true
		}
	}
	return false
}

func (p *desk) has(calendar string) bool {
	_, ok := p.Calendars[calendar]
	return ok
}

// open reports whether a calendar is open; without a name it always is.
func (p *desk) open(hours string, at time.Time) bool {
	c := p.hours[hours]
	return c == nil || c.Open(at)
}

// zone is that of a calendar; without one it is UTC.
func (p *desk) zone(hours string) *time.Location {
	if c := p.hours[hours]; c != nil {
		return c.Location()
	}
	return time.UTC
}
