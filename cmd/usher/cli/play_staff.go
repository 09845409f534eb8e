package cli

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gousher/usher"
	"github.com/gousher/usher/file"
)

// agent changes an agent, or acts as one.
func (c *chat) agent(args string) {
	id, rest, _ := strings.Cut(args, " ")
	verb, rest, _ := strings.Cut(strings.TrimSpace(rest), " ")
	rest = strings.TrimSpace(rest)
	known := c.agentIDs()
	switch {
	case id == "" || verb == "":
		c.usage("agent")
		return
	case !slices.Contains(known, id):
		c.unknown("agent", id, known)
		return
	}
	entry := file.Entry{Agent: id}
	switch verb {
	case "online", "away", "offline":
		status := map[string]usher.Status{"online": usher.Online, "away": usher.Away, "offline": usher.Offline}[verb]
		entry.Set = &file.AgentChange{Status: &status}
		c.notef("%s is %s", id, verb)
	case "capacity":
		c.capacity(entry, rest)
		return
	case "skills":
		c.skills(entry, rest)
		return
	case "removed":
		entry.Removed = true
		c.notef("%s no longer works here", id)
	case "closes", "writes", "transfers":
		c.acts(entry, verb, rest)
		return
	default:
		verbs := []string{"online", "away", "offline", "capacity", "skills", "writes", "closes", "transfers", "removed"}
		c.unknown("order for agents called", verb, verbs)
		return
	}
	c.enter(entry)
}

// agentIDs are those who work here, and those of the desk who have left.
func (c *chat) agentIDs() []string {
	var ids []string
	agents, _ := c.session.Agents() // a memory store does not fail
	for _, a := range agents {
		ids = append(ids, a.Agent.ID)
	}
	for _, a := range c.begun.Desk.Agents {
		if !slices.Contains(ids, a.ID) {
			ids = append(ids, a.ID)
		}
	}
	return ids
}

// capacity sets how many conversations an agent can have.
func (c *chat) capacity(entry file.Entry, text string) {
	const most = 1_000_000
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > most {
		c.mistakef("a capacity is a number from 1: /agent %s capacity 3", entry.Agent)
		return
	}
	entry.Set = &file.AgentChange{Capacity: &n}
	c.notef("%s can have %s", entry.Agent, counted(n, "conversation"))
	c.enter(entry)
}

// highestLevel is far above the levels that anybody uses.
const highestLevel = 1_000_000

// skills replaces an agent's skills.
func (c *chat) skills(entry file.Entry, text string) {
	skills := usher.Skills{}
	for _, word := range split(text) {
		name, level, given := strings.Cut(word, "=")
		n, err := strconv.Atoi(level)
		if !given {
			n, err = 1, nil
		}
		if err != nil || n < 1 || n > highestLevel || name == "" {
			c.mistakef("%q is no skill: write french=3", clipped(word))
			return
		}
		skills[name] = usher.Level(n)
	}
	entry.Set = &file.AgentChange{Skills: &skills}
	c.notef("%s has these skills now: %s", entry.Agent, skillsText(skills))
	c.enter(entry)
}

// acts lets an agent do something in the current conversation.
func (c *chat) acts(entry file.Entry, verb, rest string) {
	name := c.scene.thread().name
	if verb == "closes" && rest != "" {
		name, rest = rest, ""
	}
	if _, ok := c.session.View(name); !ok {
		c.mistakef("the conversation %s has not begun", clipped(name))
		return
	}
	switch {
	case verb == "closes":
		entry.Closes = name
	case rest == "":
		c.usage("agent")
		return
	case verb == "writes":
		entry.Writes = &file.Writing{Conversation: name, Text: rest}
		c.present.said = append(c.present.said, event{At: c.now(), Event: "agent", Conversation: name, Agent: entry.Agent, Text: rest})
	default:
		to, ok := c.target(rest)
		if !ok {
			return
		}
		to.By, entry.Conversation, entry.Transfer = entry.Agent, name, &to
	}
	c.enter(entry)
}

// transfer moves the current conversation, as a supervisor does.
func (c *chat) transfer(args string) {
	name := c.scene.thread().name
	if _, ok := c.session.View(name); !ok || args == "" {
		c.usage("transfer")
		return
	}
	if to, ok := c.target(args); ok {
		c.enter(file.Entry{Conversation: name, Transfer: &to})
	}
}

// target is the team or the agent of this name.
func (c *chat) target(name string) (usher.Transfer, bool) {
	known := c.agentIDs()
	if slices.Contains(known, name) {
		return usher.Transfer{Agent: name}, true
	}
	for _, team := range c.begun.Desk.Teams {
		if team.ID == name {
			return usher.Transfer{Team: name}, true
		}
		known = append(known, team.ID)
	}
	c.unknown("team or agent", name, known)
	return usher.Transfer{}, false
}

// agents lists who works here.
func (c *chat) agents(string) {
	all, err := c.session.Agents()
	if err != nil || len(all) == 0 {
		c.tellf("nobody works here")
		return
	}
	type agent struct {
		Agent         string       `json:"agent"`
		Status        string       `json:"status"`
		Load          usher.Units  `json:"load"`
		Capacity      usher.Units  `json:"capacity"`
		Teams         []string     `json:"teams"`
		Skills        usher.Skills `json:"skills"`
		Conversations []string     `json:"conversations"`
	}
	rows, data := [][]string{{"agent", "status", "load", "teams", "skills", "has"}}, make([]agent, len(all))
	for i, a := range all {
		rows = append(rows, []string{
			a.Agent.ID, a.Status.String(), fmt.Sprintf("%s of %s", a.Load, a.Capacity), strings.Join(a.Agent.Teams, ", "),
			skillsText(a.Agent.Skills), strings.Join(a.Conversations, ", "),
		})
		data[i] = agent{a.Agent.ID, a.Status.String(), a.Load, a.Capacity, a.Agent.Teams, a.Agent.Skills, a.Conversations}
	}
	c.list("agents", data, columnsOf(rows))
}

func skillsText(skills usher.Skills) string {
	if len(skills) == 0 {
		return "-"
	}
	parts := make([]string, 0, len(skills))
	for _, name := range slices.Sorted(maps.Keys(skills)) {
		parts = append(parts, fmt.Sprintf("%s %d", name, skills[name]))
	}
	return strings.Join(parts, ", ")
}

// queue lists who waits for whom.
func (c *chat) queue(string) {
	waiting, err := c.session.Waiting()
	if err != nil || len(waiting) == 0 {
		c.tellf("nobody waits")
		return
	}
	type place struct {
		For          string    `json:"for"`
		Position     int       `json:"position"`
		Conversation string    `json:"conversation"`
		Since        time.Time `json:"since"`
		Priority     int       `json:"priority"`
	}
	rows, data := [][]string{{"for", "position", "conversation", "contact", "since", "priority"}}, make([]place, len(waiting))
	for i, q := range waiting {
		contact := ""
		if k := c.scene.find(q.Conversation); k >= 0 {
			contact = c.scene.who(&c.scene.threads[k])
		}
		data[i] = place{cmp.Or(q.Agent, q.Team), q.Position, q.Conversation, q.Since, q.Priority}
		rows = append(rows, []string{
			data[i].For, strconv.Itoa(q.Position), q.Conversation, contact, clockText(q.Since, c.now()), strconv.Itoa(q.Priority),
		})
	}
	c.list("queue", data, columnsOf(rows))
}
