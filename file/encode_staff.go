package file

import (
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/gousher/usher"
	"github.com/gousher/usher/internal/format"
)

func (w *writer) agent(a usher.Agent) *yaml.Node {
	o := w.object()
	o.required("id", a.ID)
	w.facts(o, a)
	return o.done(format.Agent)
}

// facts are what a file says of an agent beside his id.
func (w *writer) facts(o *object, a usher.Agent) {
	o.text("name", a.Name)
	o.filled("teams", w.teams(a.Teams, a.Ranks))
	o.filled("skills", w.skills(a.Skills, a.SkillsUntil))
	o.texts("languages", a.Languages)
	if a.Capacity < 0 {
		w.cannot("capacity", "", "the capacity %d is below zero", a.Capacity)
	}
	o.int("capacity", a.Capacity)
	o.filled("limits", w.limits(a.ChannelLimits, a.TeamLimits))
	switch {
	case a.Status > usher.Online:
		w.cannot("status", "", "there is no %s", a.Status)
	case a.Status != usher.Offline:
		o.word("status", a.Status.String())
	}
	o.text("hours", a.Hours)
	if len(a.Attributes) > 0 {
		o.put("attributes", w.anything("attributes", a.Attributes))
	}
}

// teams are an agent's teams: a list, or each with his rank.
func (w *writer) teams(teams []string, ranks map[string]int) *yaml.Node {
	if len(ranks) == 0 {
		return w.texts("teams", teams)
	}
	o := w.object()
	seen := map[string]bool{}
	for _, team := range teams {
		rank, ok := ranks[team]
		if !ok || seen[team] {
			const hint = "give him a rank in each of his teams, or in none"
			w.cannot("teams", hint, "a file gives an agent one rank in each team: there is %q", team)
		}
		seen[team] = true
		o.entry(team, w.int("teams", rank))
	}
	for _, team := range sorted(ranks) {
		if !seen[team] {
			w.cannot("teams", "", "the agent has a rank in the team %q, and does not work there", team)
		}
	}
	return o.node
}

// skills are an agent's skills with their levels, and with their last days if they have one.
func (w *writer) skills(skills usher.Skills, until map[string]usher.Date) *yaml.Node {
	o := w.object()
	for _, name := range sorted(skills) {
		value := w.amount("skills", name, skills[name])
		if day, ends := until[name]; ends {
			one := w.object()
			one.put("level", value)
			one.put("until", w.date("skills", day))
			value = one.done(format.Ending)
		}
		o.entry(name, value)
	}
	for _, name := range sorted(until) {
		if _, ok := skills[name]; !ok {
			w.cannot("skills", "", "the skill %q ends, and the agent does not have it", name)
		}
	}
	return o.node
}

// limits are the most conversations that an agent can have, of channels and of teams.
func (w *writer) limits(channels, teams map[string]int) *yaml.Node {
	o := w.object()
	limit := func(key string, most int) {
		if most < 0 {
			w.cannot("limits", "", "the limit of %q is below zero", key)
		}
		o.entry(key, w.int("limits", most))
	}
	for _, channel := range sorted(channels) {
		if channel == "" || strings.HasPrefix(channel, format.TeamLimit) {
			w.cannot("limits", "", "a file cannot limit a channel called %q", channel)
		}
		limit(channel, channels[channel])
	}
	for _, team := range sorted(teams) {
		limit(format.TeamLimit+team, teams[team])
	}
	return o.node
}

// amount is a level that an agent has, or a weight.
func (w *writer) amount(field, name string, level usher.Level) *yaml.Node {
	switch {
	case name == "":
		w.cannot(field, "", "a skill has no name")
	case level < 1:
		w.cannot(field, "leave it out", "the skill %q has the level %d: a file's are 1 and up", name, level)
	case level > format.MaxLevel:
		w.cannot(field, "", "the skill %q has the level %s: the highest is %d", name, level, format.MaxLevel)
	}
	return w.int(field, int(min(max(level, 0), format.MaxLevel)))
}

// requirement is what is required of a skill.
func (w *writer) requirement(field, name string, level usher.Level) *yaml.Node {
	text := level.String()
	switch read, err := usher.ParseLevel(text); {
	case level >= 0 && level <= format.MaxLevel:
		return w.amount(field, name, level)
	case err != nil || read != level:
		w.cannot(field, "", "the skill %q has the level %d, which is none", name, int64(level))
		return nil
	case name == "":
		w.cannot(field, "", "a skill has no name")
	case level == usher.Absent:
		return plain("false")
	}
	n := w.text(field, text)
	n.Style = yaml.DoubleQuotedStyle
	return n
}

// levels are skills, each as it is said. Without any there is an empty mapping.
func (w *writer) levels(field string, skills usher.Skills, say func(field, name string, level usher.Level) *yaml.Node) *yaml.Node {
	o := w.object()
	for _, name := range sorted(skills) {
		o.entry(name, say(field, name, skills[name]))
	}
	return o.node
}
