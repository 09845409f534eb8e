package cli

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/gousher/usher"
)

// why says why the current conversation is where it is.
func (c *chat) why(args string) {
	t := c.scene.thread()
	view, ok := c.session.View(t.name)
	switch {
	case args != "" && args != "all":
		c.usage("why")
		return
	case !ok:
		c.tellf("%s has not written yet", c.scene.who(t))
		return
	}
	text := c.session.Explain(t.name)
	if args == "" {
		headline, _, _ := strings.Cut(view.Outcome.Explain(), "\n")
		text = headline + "\n" + c.sinceLastMessage(t.name).Explain()
	}
	text = strings.TrimRight(text, "\n")
	c.list("why", strings.Split(text, "\n"), text)
}

// sinceLastMessage are the decisions about a conversation since the contact's last message that led to any: one that the
// workflow was silent about is not where the explanation begins.
func (c *chat) sinceLastMessage(conversation string) usher.Trace {
	var trace usher.Trace
	for _, m := range slices.Backward(c.moves) {
		var decided usher.Trace
		for _, moment := range m.moments {
			if moment.Decision != nil && moment.Conversation == conversation {
				decided = append(decided, *moment.Decision)
			}
		}
		trace = append(decided, trace...)
		if m.isMessage() && m.entry.Conversation == conversation && len(decided) > 1 {
			break
		}
	}
	return trace
}

// vars shows the variables and what is known of the contact.
func (c *chat) vars(string) {
	t := c.scene.thread()
	view, ok := c.session.View(t.name)
	if !ok {
		c.tellf("%s has not written yet", c.scene.who(t))
		return
	}
	contact := view.Contact
	rows := slices.Concat([][]string{{"variable", "value"}}, valueRows("", view.Variables),
		[][]string{{"contact.name", valueText(contact.Name)}, {"contact.language", valueText(contact.Language)}},
		valueRows("contact.fields.", contact.Fields),
		[][]string{{"contact.tags", valueText(strings.Join(contact.Tags, ", "))}, {"channel", t.channel}})
	data := map[string]any{"variables": view.Variables, "contact": contact}
	c.list("vars", data, columnsOf(rows))
}

func valueRows(prefix string, values map[string]any) [][]string {
	rows := make([][]string, 0, len(values))
	for _, name := range slices.Sorted(maps.Keys(values)) {
		rows = append(rows, []string{prefix + name, valueText(values[name])})
	}
	return rows
}

// valueText is a value in one line.
func valueText(value any) string {
	if value == nil || value == "" {
		return "-"
	}
	return strings.Join(strings.Fields(clipped(fmt.Sprint(value))), " ")
}

// conversations lists the conversations and where they are.
func (c *chat) conversations(string) {
	type conversation struct {
		Conversation string `json:"conversation"`
		Contact      string `json:"contact"`
		Channel      string `json:"channel"`
		State        string `json:"state"`
	}
	rows, data := make([][]string, 0, len(c.scene.threads)+1), make([]conversation, len(c.scene.threads))
	rows = append(rows, []string{"", "conversation", "contact", "channel", "is"})
	for i := range c.scene.threads {
		t := &c.scene.threads[i]
		mark, state := "", "not begun"
		if i == c.scene.current {
			mark = "*"
		}
		if view, ok := c.session.View(t.name); ok {
			state = stateText(view, c.now())
		}
		rows = append(rows, []string{mark, t.name, c.scene.who(t), t.channel, state})
		data[i] = conversation{t.name, c.scene.who(t), t.channel, state}
	}
	c.list("conversations", data, columnsOf(rows))
}
