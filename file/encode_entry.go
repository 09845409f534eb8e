package file

import (
	"slices"

	"go.yaml.in/yaml/v4"

	"github.com/gousher/usher"
	"github.com/gousher/usher/internal/format"
)

// agentActs is what an agent does, or what is done with him.
func (w *writer) agentActs(o *object, e Entry) {
	o.text("agent", e.Agent)
	if e.Set != nil {
		o.put("set", w.change(*e.Set))
	}
	o.bool("removed", e.Removed)
	o.text("accepts", e.Accepts)
	o.text("declines", e.Declines)
	o.text("holds", e.Holds)
	o.text("resumes", e.Resumes)
	o.text("closes", e.Closes)
	if e.Transfer != nil {
		o.put("transfers", w.transfer(o, e))
	}
	if e.Writes != nil {
		o.put("writes", w.writing(e))
	}
}

// transfer is a move of a conversation, which stands beside it if no agent makes it.
func (w *writer) transfer(o *object, e Entry) *yaml.Node {
	t := *e.Transfer
	if t.By != e.Agent || t.RequestID != "" {
		w.cannot("transfers", "", "a file leaves it to the entry who transfers, and to the runner what the request is called")
	}
	to := w.object()
	if e.Agent != "" && e.Conversation != "" {
		o.drop("conversation")
		to.text("conversation", e.Conversation)
	}
	to.text("team", t.Team)
	to.text("agent", t.Agent)
	return to.done(format.Transfer)
}

// drop takes a key away again.
func (o *object) drop(key string) {
	for i := 0; i+1 < len(o.node.Content); i += 2 {
		if o.node.Content[i].Value == key {
			o.node.Content = slices.Delete(o.node.Content, i, i+2)
			return
		}
	}
}

func (w *writer) writing(e Entry) *yaml.Node {
	switch {
	case e.Conversation == e.Writes.Conversation:
		return w.text("writes", e.Writes.Text)
	case e.Conversation == "" && e.Writes.Text == "":
		return w.text("writes", e.Writes.Conversation)
	}
	o := w.object()
	o.required("conversation", e.Writes.Conversation)
	o.text("text", e.Writes.Text)
	return o.done(format.Writing)
}

// change is what is set of an agent, also if it is empty.
func (w *writer) change(c AgentChange) *yaml.Node {
	o := w.object()
	if c.Status != nil {
		if *c.Status > usher.Online {
			w.cannot("set", "", "there is no %s", *c.Status)
		}
		o.word("status", c.Status.String())
	}
	if c.Name != nil {
		o.required("name", *c.Name)
	}
	w.work(o, c)
	if c.Attributes != nil {
		o.put("attributes", w.anything("attributes", *c.Attributes))
	}
	if len(o.node.Content) == 0 {
		w.cannot("set", "leave the entry out, or say what is set", "the change of the agent says nothing")
	}
	return o.done(format.AgentSettings)
}

// work is what is set of an agent's work: where, what and how much.
func (w *writer) work(o *object, c AgentChange) {
	if c.Teams != nil || c.Ranks != nil {
		o.put("teams", w.teams(orZero(c.Teams), orZero(c.Ranks)))
	}
	if c.Skills != nil || c.SkillsUntil != nil {
		o.put("skills", w.skills(orZero(c.Skills), orZero(c.SkillsUntil)))
	}
	if c.Languages != nil {
		o.put("languages", w.texts("languages", *c.Languages))
	}
	if c.Capacity != nil {
		if *c.Capacity < 1 {
			w.cannot("set", "to give an agent no work, set him away", "the capacity %d is below 1", *c.Capacity)
		}
		o.put("capacity", w.int("capacity", *c.Capacity))
	}
	if c.ChannelLimits != nil || c.TeamLimits != nil {
		o.put("limits", w.limits(orZero(c.ChannelLimits), orZero(c.TeamLimits)))
	}
	if c.Hours != nil {
		if *c.Hours == "" {
			w.cannot("set", "", "a file cannot take an agent's hours away")
		}
		o.required("hours", *c.Hours)
	}
}

// expectations are what must hold, by conversation; those of agents stand below a key of their own.
func (w *writer) expectations(all []Expectation) *yaml.Node {
	o, agents := w.object(), w.object()
	seen := map[string]bool{}
	for _, x := range all {
		name, into, of, place := x.Conversation, o, format.Expectation, "conversation "+x.Conversation
		if x.Agent != "" {
			name, into, of, place = x.Agent, agents, format.AgentExpectation, "agent "+x.Agent
		}
		if seen[place] || x.Conversation == agentsKey || x.Agent != "" && x.Conversation != "" {
			w.cannot("expect", "write an entry for each", "a file expects something of %s once in an entry", name)
		}
		seen[place] = true
		if into == agents && len(agents.node.Content) == 0 {
			o.put(agentsKey, agents.node)
		}
		into.entry(name, w.checks(x.Checks, of))
	}
	return o.node
}

// checks are the keys of an expectation, in their own order.
func (w *writer) checks(checks []Check, of *format.Object) *yaml.Node {
	o := w.object()
	for _, check := range checks {
		if _, known := of.Field(check.Key); !known {
			w.cannot("expect", "", "there is no key %q in %s", check.Key, of.Name)
			continue
		}
		o.put(check.Key, w.want(check))
	}
	return o.node
}

// want is what a check wants.
func (w *writer) want(check Check) *yaml.Node {
	switch want := check.Want.(type) {
	case []any:
		all := list()
		for _, one := range want {
			all.Content = append(all.Content, w.anything(check.Key, one))
		}
		if len(all.Content) == 1 {
			return all.Content[0]
		}
		return all
	case []string:
		if check.Key == "because" && len(want) == 1 {
			return w.text(check.Key, want[0])
		}
		return w.texts(check.Key, want)
	case Range:
		if want.Min == want.Max {
			return w.number(check.Key, want.Min)
		}
		n := w.text(check.Key, want.String())
		n.Style = yaml.DoubleQuotedStyle
		return n
	}
	return w.anything(check.Key, check.Want)
}
