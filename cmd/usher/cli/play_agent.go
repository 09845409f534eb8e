package cli

import (
	"strconv"
	"strings"

	"github.com/gousher/usher"
	"github.com/gousher/usher/file"
)

// setStatus sets an agent's status, which the verb is.
func (c *chat) setStatus(entry file.Entry, verb, _ string) {
	status := map[string]usher.Status{"online": usher.Online, "away": usher.Away, "offline": usher.Offline}[verb]
	entry.Set = &file.AgentChange{Status: &status}
	c.notef("%s is %s", entry.Agent, verb)
	c.enter(entry)
}

// removed lets an agent leave for good.
func (c *chat) removed(entry file.Entry, _, _ string) {
	entry.Removed = true
	c.notef("%s no longer works here", entry.Agent)
	c.enter(entry)
}

// capacity sets how much work an agent can have.
func (c *chat) capacity(entry file.Entry, _, text string) {
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > highest {
		c.mistakef("a capacity is a number from 1: /agent %s capacity 3", entry.Agent)
		return
	}
	entry.Set = &file.AgentChange{Capacity: &n}
	c.notef("%s has room for %s of work", entry.Agent, counted(n, "unit"))
	c.enter(entry)
}

// highest is far above the levels, ranks and limits that anybody uses.
const highest = 1_000_000

// skills replaces an agent's skills.
func (c *chat) skills(entry file.Entry, _, text string) {
	skills := usher.Skills{}
	for _, word := range split(text) {
		name, n, ok := numbered(word, 1)
		if !ok || n < 1 {
			c.mistakef("%q is no skill: write french=3", clipped(word))
			return
		}
		skills[name] = usher.Level(n)
	}
	entry.Set = &file.AgentChange{Skills: &skills}
	c.notef("%s has these skills now: %s", entry.Agent, skillsText(skills))
	c.enter(entry)
}

// numbered is a word such as french=3; without a number it has the given one.
func numbered(word string, without int) (name string, n int, ok bool) {
	name, text, given := strings.Cut(word, "=")
	n, err := strconv.Atoi(text)
	if !given {
		n, err = without, nil
	}
	return name, n, err == nil && n >= 0 && n <= highest && name != ""
}

// teams replaces an agent's teams, some perhaps with his rank in them.
func (c *chat) teams(entry file.Entry, _, text string) {
	words := split(text)
	teams, ranks := make([]string, 0, len(words)), map[string]int{}
	for _, word := range words {
		name, rank, ok := numbered(word, 0)
		switch {
		case !ok:
			c.mistakef("%q is no team: write support, or support=1 with his rank", clipped(word))
			return
		case !c.knowsTeam(name):
			return
		}
		teams = append(teams, name)
		if strings.Contains(word, "=") {
			ranks[name] = rank
		}
	}
	entry.Set = &file.AgentChange{Teams: &teams}
	switch len(ranks) {
	case 0:
	case len(teams):
		entry.Set.Ranks = &ranks
	default:
		c.mistakef("give him a rank in each of his teams, or in none: %s", clipped(text))
		return
	}
	c.notef("%s is in these teams now: %s", entry.Agent, first(strings.Join(words, ", "), "-"))
	c.enter(entry)
}

// knowsTeam reports whether the desk has a team; if not, it says so.
func (c *chat) knowsTeam(name string) bool {
	known := make([]string, len(c.begun.Desk.Teams))
	for i, team := range c.begun.Desk.Teams {
		if team.ID == name {
			return true
		}
		known[i] = team.ID
	}
	c.unknown("team", name, known)
	return false
}

// languages replaces an agent's languages.
func (c *chat) languages(entry file.Entry, _, text string) {
	languages := split(text)
	for _, tag := range languages {
		if !languageTag.MatchString(tag) {
			c.mistakef("%q is no language: write es or pt-BR", clipped(tag))
			return
		}
	}
	entry.Set = &file.AgentChange{Languages: &languages}
	c.notef("%s speaks these languages now: %s", entry.Agent, first(strings.Join(languages, ", "), "-"))
	c.enter(entry)
}

// hours sets an agent's shift, a calendar of the desk.
func (c *chat) hours(entry file.Entry, _, name string) {
	calendars := c.begun.Desk.Calendars
	if _, known := calendars[name]; !known {
		if name == "" || len(calendars) == 0 {
			c.mistakef("name a calendar of the desk: it has %s", first(strings.Join(sortedKeys(calendars), ", "), "none"))
			return
		}
		c.unknown("calendar", name, sortedKeys(calendars))
		return
	}
	entry.Set = &file.AgentChange{Hours: &name}
	c.notef("%s works in the hours of %s", entry.Agent, name)
	c.enter(entry)
}

// limits replaces an agent's limits, in conversations of a channel or of a team.
func (c *chat) limits(entry file.Entry, _, text string) {
	channels, teams := map[string]int{}, map[string]int{}
	words := split(text)
	for _, word := range words {
		name, n, ok := numbered(word, -1)
		if !ok || !strings.Contains(word, "=") {
			c.mistakef("%q is no limit: write voice=1 or team.support=2", clipped(word))
			return
		}
		team, ofTeam := strings.CutPrefix(name, "team.")
		switch {
		case !ofTeam:
			channels[name] = n
		case !c.knowsTeam(team):
			return
		default:
			teams[team] = n
		}
	}
	entry.Set = &file.AgentChange{ChannelLimits: &channels, TeamLimits: &teams}
	c.notef("%s has these limits now: %s", entry.Agent, first(strings.Join(words, ", "), "-"))
	c.enter(entry)
}

// attributes replaces an agent's attributes.
func (c *chat) attributes(entry file.Entry, _, text string) {
	attributes := map[string]any{}
	words := split(text)
	for _, word := range words {
		name, value, ok := strings.Cut(word, "=")
		if !ok || name == "" {
			c.mistakef("%q is no attribute: write region=eu", clipped(word))
			return
		}
		attributes[name] = scalar(value)
	}
	entry.Set = &file.AgentChange{Attributes: &attributes}
	c.notef("%s has these attributes now: %s", entry.Agent, first(strings.Join(words, ", "), "-"))
	c.enter(entry)
}
