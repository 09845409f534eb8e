package cli

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/gousher/usher"
	"github.com/gousher/usher/file"
)

// An agentOrder is what follows an agent's name.
type agentOrder struct {
	verb string
	do   func(c *chat, entry file.Entry, verb, rest string)
}

func agentOrders() []agentOrder {
	return []agentOrder{
		{"online", (*chat).setStatus}, {"away", (*chat).setStatus}, {"offline", (*chat).setStatus},
		{"capacity", (*chat).capacity}, {"skills", (*chat).skills}, {"teams", (*chat).teams}, {"languages", (*chat).languages},
		{"hours", (*chat).hours}, {"limits", (*chat).limits}, {"attributes", (*chat).attributes}, {"removed", (*chat).removed},
		{"accepts", (*chat).acts}, {"declines", (*chat).acts}, {"holds", (*chat).acts}, {"resumes", (*chat).acts},
		{"closes", (*chat).acts}, {"writes", (*chat).agentWrites}, {"transfers", (*chat).passesOn},
	}
}

// agent changes an agent, or acts as one.
func (c *chat) agent(args string) {
	id, rest, _ := strings.Cut(args, " ")
	verb, rest, _ := strings.Cut(strings.TrimSpace(rest), " ")
	known := c.agentIDs()
	switch {
	case id == "" || verb == "":
		c.usage("agent")
		return
	case !slices.Contains(known, id):
		c.unknown("agent", id, known)
		return
	}
	var verbs []string
	for _, order := range agentOrders() {
		if order.verb == verb {
			order.do(c, file.Entry{Agent: id}, verb, strings.TrimSpace(rest))
			return
		}
		verbs = append(verbs, order.verb)
	}
	c.unknown("order for agents called", verb, verbs)
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

// acts lets an agent do something with a conversation: the current one, or the one that is named.
func (c *chat) acts(entry file.Entry, verb, name string) {
	if name == "" {
		name = c.scene.thread().name
	}
	if !c.hasBegun(name) {
		return
	}
	switch verb {
	case "accepts":
		entry.Accepts = name
	case "declines":
		entry.Declines = name
	case "holds":
		entry.Holds = name
	case "resumes":
		entry.Resumes = name
	case "closes":
		entry.Closes = name
	}
	c.enter(entry)
}

func (c *chat) hasBegun(name string) bool {
	_, ok := c.session.View(name)
	if !ok {
		c.mistakef("the conversation %s has not begun", clipped(name))
	}
	return ok
}

// agentWrites lets an agent write in the current conversation.
func (c *chat) agentWrites(entry file.Entry, _, text string) {
	name := c.scene.thread().name
	switch {
	case !c.hasBegun(name):
		return
	case text == "":
		c.usage("agent")
		return
	}
	entry.Writes = &file.Writing{Conversation: name, Text: text}
	c.present.said = append(c.present.said, event{At: c.now(), Event: "agent", Conversation: name, Agent: entry.Agent, Text: text})
	c.enter(entry)
}

// passesOn lets an agent transfer the current conversation.
func (c *chat) passesOn(entry file.Entry, _, to string) {
	name := c.scene.thread().name
	switch {
	case !c.hasBegun(name):
		return
	case to == "":
		c.usage("agent")
		return
	}
	if transfer, ok := c.target(to); ok {
		transfer.By, entry.Conversation, entry.Transfer = entry.Agent, name, &transfer
		c.enter(entry)
	}
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
		Offered       []string     `json:"offered"`
	}
	rows, data := [][]string{{"agent", "status", "load", "teams", "skills", "has", "is asked about"}}, make([]agent, len(all))
	for i, a := range all {
		rows = append(rows, []string{
			a.Agent.ID, a.Status.String(), fmt.Sprintf("%s of %s", a.Load, a.Capacity), strings.Join(a.Agent.Teams, ", "),
			skillsText(a.Agent.Skills), strings.Join(a.Conversations, ", "), strings.Join(a.Offered, ", "),
		})
		data[i] = agent{
			a.Agent.ID, a.Status.String(), a.Load, a.Capacity, a.Agent.Teams, a.Agent.Skills, a.Conversations, a.Offered,
		}
	}
	c.list("agents", data, columnsOf(rows))
}

func skillsText(skills usher.Skills) string { return first(skills.String(), "-") }

// queue lists who waits for whom.
func (c *chat) queue(string) {
	waiting, err := c.session.Waiting()
	if err != nil || len(waiting) == 0 {
		c.tellf("nobody waits")
		return
	}
	type place struct {
		For           string         `json:"for"`
		Position      int            `json:"position"`
		Conversation  string         `json:"conversation"`
		Since         time.Time      `json:"since"`
		Priority      int            `json:"priority"`
		Stage         int            `json:"stage"`
		EstimatedWait usher.Estimate `json:"estimated_wait"`
	}
	rows := [][]string{{"for", "position", "conversation", "contact", "since", "priority", "stage", "estimated wait"}}
	data := make([]place, len(waiting))
	for i, q := range waiting {
		contact := ""
		if k := c.scene.find(q.Conversation); k >= 0 {
			contact = c.scene.who(&c.scene.threads[k])
		}
		data[i] = place{cmp.Or(q.Agent, q.Team), q.Position, q.Conversation, q.Since, q.Priority, q.Stage, q.EstimatedWait}
		rows = append(rows, []string{
			data[i].For, itoa(q.Position), q.Conversation, contact, clockText(q.Since, c.now()), itoa(q.Priority),
			itoa(max(q.Stage, 1)), first(q.EstimatedWait.String(), "not known"),
		})
	}
	c.list("queue", data, columnsOf(rows))
}
