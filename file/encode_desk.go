package file

import (
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"

	"github.com/gousher/usher"
	"github.com/gousher/usher/internal/calendar"
	"github.com/gousher/usher/internal/format"
)

// desk is a desk; the header is empty for one that stands inside another file.
func (w *writer) desk(d usher.Desk, header string) *yaml.Node {
	w.definition, w.step, w.variables = "desk", "", nil
	o := w.object()
	o.word("usher", header)
	teams := list()
	for i := range d.Teams {
		w.within(d.Teams[i].ID, func() { teams.Content = append(teams.Content, w.team(d.Teams[i])) })
	}
	o.put("teams", w.below(teams))
	agents := list()
	for i := range d.Agents {
		w.within(d.Agents[i].ID, func() { agents.Content = append(agents.Content, w.agent(d.Agents[i])) })
	}
	o.filled("agents", w.below(agents))
	o.filled("skills", w.meanings(d.Skills))
	o.filled("capacity", w.costs(d.Costs))
	if d.Pull != usher.QueueOrder {
		o.put("pull", w.numbered("pull", int(d.Pull), format.Pulls))
	}
	o.put("ramp_up", w.rampUp(d.RampUp))
	o.put("mass_offline", w.massOffline(d.MassOffline))
	o.texts("private", d.Private)
	o.filled("consent", w.consent(d.Consent))
	o.filled("retention", w.retention(d.Retention))
	calendars := w.object()
	for _, name := range sorted(d.Calendars) {
		w.within("calendars."+name, func() { calendars.entry(name, w.calendar(d.Calendars[name])) })
	}
	o.filled("calendars", w.below(calendars.node))
	tables := w.object()
	for _, name := range sorted(d.Tables) {
		w.within("tables."+name, func() { tables.entry(name, w.table(d.Tables[name])) })
	}
	o.filled("tables", w.below(tables.node))
	fallback := w.object()
	fallback.required("team", d.Fallback.Team)
	fallback.text("note", d.Fallback.Note)
	o.put("fallback", fallback.done(format.Fallback))
	return w.below(o.done(headed(format.Desk, header != "")))
}

// numbered is one of several words, by its number.
func (w *writer) numbered(field string, number int, words []string) *yaml.Node {
	if number < 0 || number >= len(words) {
		w.cannot(field, "", "there is no %s %d", field, number)
		return nil
	}
	return plain(words[number])
}

// meanings are what skills mean.
func (w *writer) meanings(skills map[string]usher.Skill) *yaml.Node {
	o := w.object()
	for _, name := range sorted(skills) {
		w.within("skills."+name, func() {
			skill := w.object()
			skill.texts("implies", skills[name].Implies)
			o.entry(name, skill.done(format.Skill))
		})
	}
	return o.node
}

// costs are what a conversation costs of an agent's capacity.
func (w *writer) costs(c usher.Costs) *yaml.Node {
	o := w.object()
	channels := w.object()
	for _, name := range sorted(c.Channels) {
		channels.entry(name, w.units("capacity", c.Channels[name]))
	}
	o.filled("channels", channels.node)
	if c.WaitingForContact != nil {
		o.put("waiting_for_contact", w.units("capacity", *c.WaitingForContact))
	}
	if c.OnHold != nil {
		o.put("on_hold", w.units("capacity", *c.OnHold))
	}
	return o.done(format.Costs)
}

func (w *writer) units(field string, u usher.Units) *yaml.Node {
	if u < 0 || u.Float() > format.MaxUnits {
		w.cannot(field, "", "the cost %s is not from 0 to %d units", u, format.MaxUnits)
	}
	return plain(u.String())
}

func (w *writer) rampUp(r usher.RampUp) *yaml.Node {
	if r == (usher.RampUp{}) {
		return nil
	}
	if r.Conversations < 1 || r.Per <= 0 {
		w.cannot("ramp_up", "", "a ramp-up needs a number of conversations and a time")
	}
	o := w.object()
	o.put("conversations", w.int("ramp_up", r.Conversations))
	o.put("per", w.duration("ramp_up", r.Per))
	return o.done(format.RampUp)
}

func (w *writer) massOffline(m usher.MassOffline) *yaml.Node {
	if m == (usher.MassOffline{}) {
		return nil
	}
	if m.Agents < 1 || m.Within <= 0 || m.Keep <= 0 {
		w.cannot("mass_offline", "", "a breaker needs a number of agents and two times")
	}
	o := w.object()
	o.put("agents", w.int("mass_offline", m.Agents))
	o.put("within", w.duration("mass_offline", m.Within))
	o.put("keep", w.duration("mass_offline", m.Keep))
	return o.done(format.MassOffline)
}

func (w *writer) consent(c usher.Consent) *yaml.Node {
	o := w.object()
	if c.Field == "" && len(c.Gates)+len(c.Means) == 0 {
		return o.node
	}
	switch {
	case c.Field == "":
		w.cannot("consent", "name a contact field", "the field that says yes is missing")
	case strings.HasPrefix(c.Field, contactPrefix):
		w.cannot("consent", "", "a file cannot ask for the consent of the field %q", c.Field)
	}
	o.required("field", c.Field)
	o.texts("gates", c.Gates)
	o.texts("means", c.Means)
	return o.done(format.Consent)
}

func (w *writer) retention(r usher.Retention) *yaml.Node {
	o := w.object()
	o.duration("closed", r.Closed)
	return o.done(format.Retention)
}

func (w *writer) calendar(c usher.Calendar) *yaml.Node {
	o := w.object()
	o.text("zone", c.Zone)
	o.filled("weekly", w.week(c.Weekly))
	holidays := list()
	for _, day := range c.Holidays {
		holidays.Content = append(holidays.Content, w.date("holidays", day))
	}
	o.filled("holidays", holidays)
	changes := list()
	for _, change := range c.Changes {
		one := w.object()
		one.put("date", w.date("changes", change.Date))
		one.put("hours", w.hours("changes", change.Hours))
		changes.Content = append(changes.Content, one.done(format.DayHours))
	}
	o.filled("changes", changes)
	return o.done(format.Calendar)
}

func (w *writer) date(field string, day usher.Date) *yaml.Node {
	if _, err := calendar.ParseDate(string(day)); err != nil {
		w.cannot(field, "", "%s", err)
	}
	return plain(string(day))
}

// week are the hours of days, of which those that follow each other and have the same stand together.
func (w *writer) week(week map[time.Weekday][]string) *yaml.Node {
	o := w.object()
	known := 0
	for from := 0; from < len(format.Days); from++ {
		hours, ok := week[weekday(from)]
		if !ok {
			continue
		}
		to := from
		for to+1 < len(format.Days) && alike(week, to, to+1) {
			to++
		}
		key := format.Days[from]
		if to > from {
			key += "-" + format.Days[to]
		}
		o.put(key, w.hours("weekly", hours))
		known += to - from + 1
		from = to
	}
	if known != len(week) {
		w.cannot("weekly", "", "the week has a day that does not exist")
	}
	return o.node
}

// alike reports whether a day has the hours of another one.
func alike(week map[time.Weekday][]string, day, other int) bool {
	hours, ok := week[weekday(other)]
	return ok && slices.Equal(week[weekday(day)], hours)
}

// weekday is a day of the week by its number among those of files, which begin with Monday.
func weekday(number int) time.Weekday { return time.Weekday((number + 1) % len(format.Days)) }

// hours are the hours of a day.
func (w *writer) hours(field string, hours []string) *yaml.Node {
	if len(hours) == 0 {
		return plain(format.Closed)
	}
	for _, text := range hours {
		if _, err := calendar.ParseSpan(text); err != nil {
			w.cannot(field, "", "%s", err)
		}
	}
	n := w.oneOrMore(field, hours)
	for _, part := range append(n.Content, n) {
		if part.Kind == yaml.ScalarNode {
			part.Style = yaml.DoubleQuotedStyle
		}
	}
	return n
}

func (w *writer) team(t usher.Team) *yaml.Node {
	o := w.object()
	o.required("id", t.ID)
	o.text("name", t.Name)
	o.put("by", w.strategy("by", t.By))
	o.text("hours", t.Hours)
	if t.Order != usher.OldestFirst {
		o.put("order", w.numbered("order", int(t.Order), format.Orders))
	}
	o.duration("wrap_up", t.WrapUp)
	return o.done(format.Team)
}

func (w *writer) table(t usher.Table) *yaml.Node {
	o := w.object()
	rows := list()
	for i := range t.Rows {
		row := w.object()
		row.required("team", t.Rows[i].Team)
		row.text("name", t.Rows[i].Name)
		row.int("priority", t.Rows[i].Priority)
		row.put("phrases", w.texts("phrases", t.Rows[i].Phrases))
		row.texts("not", t.Rows[i].Not)
		row.int("weight", t.Rows[i].Weight)
		row.texts("languages", t.Rows[i].Languages)
		rows.Content = append(rows.Content, row.done(format.Row))
	}
	o.put("rows", w.below(rows))
	o.bool("best", t.Best)
	o.text("else", t.Else)
	return o.done(format.Table)
}
