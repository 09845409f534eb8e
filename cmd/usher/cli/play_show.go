package cli

import (
	"fmt"
	"strings"
	"time"

	"github.com/gousher/usher"
)

// prompt is what stands before a line: the time and who writes.
func (c *chat) prompt(s scene) string { return c.promptAt(s, c.now()) }

func (c *chat) promptAt(s scene, at time.Time) string {
	t := s.thread()
	name := s.who(t)
	if len(s.threads) > 1 {
		name += " (" + t.name + ")"
	}
	return clockText(at, at) + " " + name + "> "
}

// greet says what is played, and how.
func (c *chat) greet() {
	flows := make([]string, len(c.begun.Workflows))
	for i, w := range c.begun.Workflows {
		flows[i] = string(w.ID())
	}
	desk := c.begun.Desk
	online := 0
	for _, a := range desk.Agents {
		if a.Status == usher.Online {
			online++
		}
	}
	c.tellf("%s with %s, %s (%d online); it is %s UTC", strings.Join(flows, ", "), counted(len(desk.Teams), "team"),
		counted(len(desk.Agents), "agent"), online, clockText(c.begun.Start, time.Time{}))
	c.tellf("write as %s, tap a choice with /1, let time pass with /time +15m; /help lists the commands",
		c.scene.who(c.scene.thread()))
	for _, m := range c.moves {
		c.show(m)
	}
	c.tellOfHTTP()
	c.warnIfAllAreOffline()
}

func (c *chat) warnIfAllAreOffline() {
	agents, err := c.session.Agents()
	if err != nil || len(agents) == 0 {
		return
	}
	for _, a := range agents {
		if a.Status != usher.Offline {
			return
		}
	}
	c.tellf("all agents are offline, so that everything waits: /agent %s online changes that", agents[0].Agent.ID)
}

// show shows what a move did.
func (c *chat) show(m move) {
	if m.failed != "" && !m.given {
		c.mistakef("that can no longer be done: %s", m.failed)
		return
	}
	for _, e := range m.said {
		c.screen.event(e, "")
	}
	events := eventsOf(m.moments, c.begun.Start, m.given)
	last := m.at
	for _, e := range events {
		if !e.At.Equal(last) {
			c.screen.clock(e.At, last)
			last = e.At
		}
		c.screen.event(e, c.whose(m, e.Conversation))
	}
	c.silence(m, events)
	if m.isTime() {
		c.arrive(m, last, len(events))
	}
}

// arrive ends a move that lets time pass.
func (c *chat) arrive(m move, last time.Time, events int) {
	now := c.begun.Start.Add(m.entry.At)
	if !now.Equal(last) {
		c.screen.clock(now, last)
	}
	if events == 0 {
		c.screen.event(event{At: now, Event: "told", Text: "nothing happened"}, "")
	}
}

// whose is the name of a conversation that is not the one which everybody looks at.
func (c *chat) whose(m move, conversation string) string {
	switch {
	case len(c.scene.threads) < 2 || conversation == "":
		return ""
	case !m.given && m.scene.thread().name == conversation:
		return ""
	}
	if i := c.scene.find(conversation); i >= 0 {
		return fmt.Sprintf("%s (%s)", conversation, c.scene.who(&c.scene.threads[i]))
	}
	return conversation
}

// silence says what has become of a message, or of what an agent did, after which nothing is to be seen.
func (c *chat) silence(m move, events []event) {
	switch {
	case m.given:
		return
	case !m.isMessage():
		if m.entry != nil && m.entry.Agent != "" && len(events)+len(m.said) == 0 {
			c.screen.event(event{At: c.now(), Event: "told", Text: "nothing changes"}, "")
		}
		return
	}
	for _, e := range events {
		if e.Conversation == m.entry.Conversation && e.Event != "called" {
			return
		}
	}
	e := event{At: c.now(), Event: "told", Conversation: m.entry.Conversation, Text: "nothing happens"}
	view, ok := c.session.View(m.entry.Conversation)
	repeated := c.repeats(m)
	switch {
	case !ok:
	case repeated:
		e.Text = "it was seen before: nothing happens"
	case view.Outcome.Of().State == usher.StateAssigned:
		e.Text = view.Outcome.Of().Agent + " reads it"
	case view.Outcome.Of().State == usher.StateWaiting:
		e.Text = stateText(view, c.now()) + ": /time next lets it go on"
	default:
		e.Text = "still " + stateText(view, c.now())
	}
	c.screen.event(e, "")
}

// repeats reports whether a move delivers a message once more.
func (c *chat) repeats(m move) bool {
	for _, other := range c.moves {
		if other.entry != nil && other.entry != m.entry && other.entry.MessageID == m.entry.MessageID &&
			other.entry.Line < m.entry.Line {
			return true
		}
	}
	return false
}

// stateText is where a conversation is, in words, as told at an instant.
func stateText(view usher.View, now time.Time) string {
	r := view.Outcome.Of()
	switch o := view.Outcome.(type) {
	case usher.Asking:
		if !o.Until.IsZero() {
			return "asked, until " + clockText(o.Until, now)
		}
		return "asked"
	case usher.Queued:
		return event{Event: "queued", Team: r.Team, Agent: r.Agent, Position: o.Position}.line() + waitText(o)
	case usher.Offered:
		return event{Event: "offered", Team: r.Team, Agent: r.Agent, Until: o.Until}.line()
	case usher.Waiting:
		if o.For == "time" {
			return "waits until " + clockText(o.Until, now)
		}
		return "at work: waits for the " + o.For
	case usher.Assigned:
		return "with " + agentOf(r.Agent, r.Team)
	}
	return string(r.State)
}

// waitText is the stage of a wait, if it is not the first, and how long it will probably last, if that is known.
func waitText(o usher.Queued) string {
	text := ""
	if o.Stage > 1 {
		text += ", stage " + itoa(o.Stage)
	}
	if o.EstimatedWait.Known {
		text += ", about " + o.EstimatedWait.String() + " more"
	}
	return text
}

// tell is a quiet line of the chat itself.
func (c *chat) tellf(format string, args ...any) {
	c.screen.event(event{At: c.now(), Event: "told", Text: fmt.Sprintf(format, args...)}, "")
}

// note is a quiet line that belongs to the move under way.
func (c *chat) notef(format string, args ...any) {
	c.present.said = append(c.present.said, event{At: c.now(), Event: "told", Text: fmt.Sprintf(format, args...)})
}

// mistake says what cannot be done.
func (c *chat) mistakef(format string, args ...any) {
	c.screen.event(event{At: c.now(), Event: "mistake", Text: fmt.Sprintf(format, args...)}, "")
}

// list shows a table, which machines get as data.
func (c *chat) list(name string, data any, text string) {
	e := event{At: c.now(), Event: "table", Text: text}
	if c.screen.json {
		e = event{At: c.now(), Event: name, Data: data}
	}
	c.screen.event(e, "")
}
