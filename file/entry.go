package file

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/gousher/usher"
	"github.com/gousher/usher/internal/format"
	"github.com/gousher/usher/internal/source"
)

// name is a name that the scenario must bring up somewhere.
func (s *scenarioReader) name(n source.Node, known map[string]bool, what string, vague bool) string {
	name := n.Name()
	if name != "" && !known[name] && !vague {
		n.Wrong(source.Unknown, source.DidYouMean(name, sorted(known)), "unknown %s %q", what, name)
	}
	return name
}

// agentName is the name of an agent of any of the scenario's desks.
func (s *scenarioReader) agentName(n source.Node) string {
	return s.staff(n, n.Name(), "agent", func(d *usher.Desk) []string {
		names := make([]string, len(d.Agents))
		for i := range d.Agents {
			names[i] = d.Agents[i].ID
		}
		return names
	})
}

func (s *scenarioReader) teamName(n source.Node) string { return s.team(n, n.Name()) }

// team is the name of a team, which the value holds.
func (s *scenarioReader) team(n source.Node, name string) string {
	return s.staff(n, name, "team", func(d *usher.Desk) []string {
		names := make([]string, len(d.Teams))
		for i := range d.Teams {
			names[i] = d.Teams[i].ID
		}
		return names
	})
}

// staff is a name that one of the scenario's desks must have.
func (s *scenarioReader) staff(n source.Node, name, what string, of func(*usher.Desk) []string) string {
	if name == "" || len(s.desks) == 0 || s.vague {
		return name
	}
	known := map[string]bool{}
	for _, d := range s.desks {
		for _, one := range of(&d.desk) {
			known[one] = true
		}
	}
	if !known[name] {
		n.Wrong(source.Unknown, source.DidYouMean(name, sorted(known)), "unknown %s %q", what, name)
	}
	return name
}

func (s *scenarioReader) contactDoes(e *Entry, m source.Map) {
	e.Channel, e.MessageID, e.Taps = m.Of("channel").Name(), m.Of("message_id").Name(), m.Of("taps").Name()
	e.Ends, e.Starts = m.Of("ends").Bool(), usher.WorkflowID(m.Of("starts").Name())
	if m.Has("says") {
		says := textOf(m.Of("says"))
		e.Says = &says
	}
	if m.Has("starts") {
		s.starts = append(s.starts, m.Of("starts"))
	}
	if m.Has("sends") {
		e.Sends = attachments(m.Of("sends"))
	}
	if m.Has("contact") {
		e.Contact = contact(m.Of("contact"))
	}
}

func attachments(n source.Node) []usher.Attachment {
	m := n.Object(format.Attachment)
	all := []usher.Attachment{}
	if n.IsMap() && len(m.Pairs()) == 0 && !m.Strange() {
		n.Wrong(source.MissingKey, "the keys are "+strings.Join(format.Attachment.Keys(), ", "), "nothing is sent")
	}
	if place := m.Of("location"); place.Given() {
		items := place.Items()
		if len(items) != 2 && place.IsList() {
			place.Wrong(source.BadValue, "write it like [52.2, 21.0]", "a location is a latitude and a longitude")
			return nil
		}
		parts := make([]string, len(items))
		for i, item := range items {
			parts[i] = strconv.FormatFloat(item.Number(), 'f', -1, 64)
		}
		all = append(all, usher.Attachment{Kind: "location", Name: strings.Join(parts, ",")})
	}
	for _, kind := range []string{"file", "image"} {
		if m.Has(kind) {
			all = append(all, usher.Attachment{Kind: kind, Name: m.Of(kind).Text(), URL: m.Of(kind).Text()})
		}
	}
	return all
}

func contact(n source.Node) *ContactChange {
	m := n.Object(format.Contact)
	c := &ContactChange{ID: m.Of("id").Name()}
	if m.Has("name") {
		name := textOf(m.Of("name"))
		c.Name = &name
	}
	if m.Has("language") {
		language := m.Of("language").Name()
		c.Language = &language
	}
	if m.Has("zone") {
		zone := m.Of("zone").Name()
		c.Zone = &zone
	}
	if m.Has("tags") {
		tags := m.Of("tags").Names()
		c.Tags = &tags
	}
	if m.Has("fields") {
		fields, _ := m.Of("fields").Any().(map[string]any)
		c.Fields = &fields
		m.Of("fields").Pairs() // says what is wrong
	}
	if m.Has("identities") {
		items := m.Of("identities").Items()
		all := make([]usher.Identity, 0, len(items))
		for _, item := range items {
			identity := item.Object(format.Identity)
			all = append(all, usher.Identity{Kind: identity.Of("kind").Name(), ID: identity.Of("id").Name()})
		}
		c.Identities = &all
	}
	return c
}

func (s *scenarioReader) agentDoes(e *Entry, m source.Map) {
	e.Removed = m.Of("removed").Bool()
	for verb, which := range map[string]*string{
		"accepts": &e.Accepts, "declines": &e.Declines, "holds": &e.Holds, "resumes": &e.Resumes, "closes": &e.Closes,
	} {
		*which = s.name(m.Of(verb), s.conversations, "conversation", s.nameless)
	}
	if m.Has("set") {
		e.Set = s.settings(m.Of("set"))
	}
	if m.Has("transfers") {
		s.transfers(e, m)
	}
	if m.Has("writes") {
		e.Writes = s.writes(e, m.Of("writes"))
	}
}

func (s *scenarioReader) transfers(e *Entry, m source.Map) {
	t := m.Of("transfers").Object(format.Transfer)
	conversation := s.name(t.Of("conversation"), s.conversations, "conversation", s.nameless)
	e.Transfer = &usher.Transfer{Team: s.teamName(t.Of("team")), Agent: s.agentName(t.Of("agent")), By: e.Agent}
	switch {
	case m.Of("transfers").IsMap() && (t.Has("team") == t.Has("agent")) && !t.Strange():
		m.Key("transfers").Wrong(source.MissingKey, "", "a transfer goes either to a team or to an agent")
	case e.Conversation == "" && conversation == "" && m.Of("transfers").IsMap() && m.Has("agent") && !t.Strange():
		m.Key("transfers").Wrong(source.MissingKey, "", "the transfer does not say which conversation")
	}
	e.Conversation = cmp.Or(conversation, e.Conversation)
}

func (s *scenarioReader) writes(e *Entry, n source.Node) *Writing {
	switch {
	case n.IsMap():
		w := n.Object(format.Writing)
		return &Writing{s.name(w.Of("conversation"), s.conversations, "conversation", s.nameless), w.Of("text").Text()}
	case e.Conversation != "":
		return &Writing{e.Conversation, textOf(n)}
	}
	return &Writing{s.name(n, s.conversations, "conversation", s.nameless), ""}
}

// settings reads what is set of an agent.
func (s *scenarioReader) settings(n source.Node) *AgentChange {
	m := n.Object(format.AgentSettings)
	var read usher.Agent
	setAgent(&read, m)
	if n.IsMap() && len(m.Pairs()) == 0 && !m.Strange() {
		n.Wrong(source.MissingKey, "the keys are "+strings.Join(format.AgentSettings.Keys(), ", "), "nothing is set")
	}
	s.works(m)
	return &AgentChange{
		Status: said(m, "status", read.Status), Name: said(m, "name", read.Name), Teams: said(m, "teams", read.Teams),
		Ranks: said(m, "teams", read.Ranks), Skills: said(m, "skills", read.Skills), SkillsUntil: said(m, "skills", read.SkillsUntil),
		Languages: said(m, "languages", read.Languages), Capacity: said(m, "capacity", read.Capacity),
		ChannelLimits: said(m, "limits", read.ChannelLimits), TeamLimits: said(m, "limits", read.TeamLimits),
		Hours: said(m, "hours", read.Hours), Attributes: said(m, "attributes", read.Attributes),
	}
}

// works checks the teams and the calendar that an agent is given.
func (s *scenarioReader) works(m source.Map) {
	if teams := m.Of("teams"); teams.IsMap() {
		for _, pair := range teams.Pairs() {
			s.teamName(pair.Key)
		}
	} else {
		for _, team := range teams.OneOrMore() {
			s.teamName(team)
		}
	}
	for _, pair := range m.Of("limits").Pairs() {
		if team, ok := strings.CutPrefix(pair.Name, format.TeamLimit); ok {
			s.team(pair.Key, team)
		}
	}
	s.staff(m.Of("hours"), m.Of("hours").Name(), "calendar", func(d *usher.Desk) []string { return sorted(d.Calendars) })
}

// said is a value if its key is there; else nil.
func said[T any](m source.Map, key string, value T) *T {
	if !m.Has(key) {
		return nil
	}
	return &value
}

func (s *scenarioReader) hostDoes(e *Entry, m source.Map) {
	e.Erase = m.Of("erase").Name()
	if e.Erase != "" && !s.contacts[e.Erase] {
		m.Of("erase").Warn(source.Unknown, source.DidYouMean(e.Erase, sorted(s.contacts)), "unknown contact %q: nothing is erased", e.Erase)
	}
	if !m.Has("workflow") && !m.Has("workflows") && !m.Has("desk") {
		return
	}
	desk, workflows := s.define(m)
	if m.Has("desk") && desk != nil {
		e.Desk = &desk.desk
	}
	for _, w := range workflows {
		e.Workflows = append(e.Workflows, w.flow)
	}
}
