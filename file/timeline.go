package file

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gousher/usher/internal/format"
	"github.com/gousher/usher/internal/source"
)

// timeline reads the entries, and puts them into the order of time.
func (s *scenarioReader) timeline(m source.Map) {
	items := m.Of("timeline").Items()
	if !m.Has("timeline") && !m.Meant("timeline") {
		m.Node().Wrong(source.MissingKey, "", "a scenario lacks the key \"timeline\"")
	}
	for _, item := range items { // what is named later may be expected earlier: to be unknown then
		s.names(item)
	}
	at := time.Duration(0)
	nodes := map[int]source.Node{} // by line
	for _, item := range items {
		entry := s.entry(item, at)
		at = entry.At
		nodes[entry.Line] = item
		s.scenario.Timeline = append(s.scenario.Timeline, entry)
	}
	slices.SortStableFunc(s.scenario.Timeline, func(a, b Entry) int { return cmp.Compare(a.At, b.At) })
	if !s.fails {
		s.anonymous(nodes)
	}
	for _, n := range s.starts {
		s.name(n, s.started, "workflow", s.vague)
	}
}

// openers are the keys of entries that can begin a conversation.
var openers = []string{"says", "taps", "sends", "starts"} //nolint:gochecknoglobals // a table that is only read

// anonymous warns of new conversations of which nobody says whose they are.
func (s *scenarioReader) anonymous(nodes map[int]source.Node) {
	whose := map[string]string{}
	for i := range s.scenario.Timeline {
		e := &s.scenario.Timeline[i]
		n := nodes[e.Line]
		opens := slices.ContainsFunc(openers, func(verb string) bool { return valueOf(n, verb).Given() })
		_, begun := whose[e.Conversation]
		switch {
		case e.Erase != "":
			for name, contact := range whose {
				if contact == e.Erase {
					delete(whose, name)
				}
			}
		case !opens || e.Conversation == "":
		case e.Contact != nil:
			whose[e.Conversation] = e.Contact.ID
		case !begun:
			whose[e.Conversation] = ""
			valueOf(n, "conversation").Warn(source.MissingKey, "write contact: {id: ...} beside it",
				"the conversation %q is new and says nothing of its contact", e.Conversation)
		}
	}
}

// names notes what an entry brings up.
func (s *scenarioReader) names(n source.Node) {
	if !n.IsMap() {
		return
	}
	opens, other := false, false
	for _, verb := range verbs {
		given := valueOf(n, verb).Given()
		opens = opens || given && slices.Contains(openers, verb)
		other = other || given
	}
	if opens || !other { // what is not known may be meant as one of them
		name, ok := valueOf(n, "conversation").Scalar()
		if ok {
			s.conversations[name] = true
		}
		s.nameless = s.nameless || opens && !ok
	}
	if contact := valueOf(n, "contact"); contact.IsMap() {
		if id, ok := valueOf(contact, "id").Scalar(); ok {
			s.contacts[id] = true
		}
	}
}

func (s *scenarioReader) at(n source.Node, before time.Duration) time.Duration {
	text, ok := n.Scalar()
	switch {
	case !n.Given():
		return before
	case ok && len(text) > 9 && strings.Contains(text, "-") && strings.Contains(text, ":"):
		at := n.Time()
		if at.IsZero() {
			return before
		}
		if at.Before(s.scenario.Start) {
			n.Wrong(source.BadValue, "", "the instant is before the scenario's start")
			return before
		}
		return at.Sub(s.scenario.Start)
	}
	return n.Duration()
}

// verbs are the keys of an entry that say what happens; it has one of them.
var verbs = []string{ //nolint:gochecknoglobals // a table that is only read
	"says", "taps", "sends", "ends", "starts", "set", "removed", "accepts", "declines", "holds", "resumes", "closes", "transfers",
	"writes", "workflow", "workflows", "desk", "erase", "expect",
}

func (s *scenarioReader) entry(n source.Node, before time.Duration) Entry {
	m := n.Object(format.Entry)
	e := Entry{At: s.at(m.Of("at"), before)}
	if !n.IsMap() {
		return e
	}
	e.Line, _ = n.Place()
	s.oneVerb(n, m)
	e.Conversation, e.Agent = s.name(m.Of("conversation"), s.conversations, "conversation", s.nameless), s.agentName(m.Of("agent"))
	if e.Conversation == agentsKey {
		m.Of("conversation").Wrong(source.BadName, "", "a conversation cannot be called %q: expectations use the word", agentsKey)
	}
	s.contactDoes(&e, m)
	s.agentDoes(&e, m)
	s.hostDoes(&e, m)
	if m.Has("expect") {
		s.expect(&e, m.Of("expect"))
	}
	return e
}

const agentsKey = "agents"

// oneVerb reports an entry in which nothing happens, or two things do, or nobody does them.
func (s *scenarioReader) oneVerb(n source.Node, m source.Map) {
	var given []string
	for _, verb := range verbs {
		if m.Has(verb) {
			given = append(given, verb)
		}
	}
	pair := strings.Join(given, " ")
	together := pair == "workflow desk" || pair == "workflows desk" || pair == "says taps" || pair == "says sends"
	switch {
	case len(given) == 0:
		if len(m.Pairs()) == len(n.Pairs()) { // else it was a key that is not known
			n.Wrong(source.MissingKey, "", "nothing happens in this entry")
		}
		return
	case len(given) > 1 && !together:
		m.Key(given[1]).Wrong(source.UnknownKey, "write an entry for each; they may have the same instant",
			"an entry holds one thing: %s and %s stand together", given[0], given[1])
		return
	}
	s.whose(m, given[0])
	for _, key := range []string{"contact", "channel", "message_id"} {
		if m.Has(key) && !slices.Contains(openers, given[0]) {
			m.Key(key).Wrong(source.UnknownKey, "", "the key %q does not go with %s", key, given[0])
		}
	}
}

// subjects are who does what: a conversation's contact, or an agent. A supervisor can move a conversation as well.
//
//nolint:gochecknoglobals // a table that is only read
var subjects = map[string][]string{
	"says": {"conversation"}, "taps": {"conversation"}, "sends": {"conversation"}, "ends": {"conversation"},
	"starts": {"conversation"}, "set": {"agent"}, "removed": {"agent"}, "accepts": {"agent"}, "declines": {"agent"},
	"holds": {"agent"}, "resumes": {"agent"}, "closes": {"agent"},
	"writes": {"agent", "conversation"}, "transfers": {"agent", "conversation"},
}

// whose reports an entry in which nobody does what happens, or somebody who cannot.
func (s *scenarioReader) whose(m source.Map, verb string) {
	who := subjects[verb]
	for _, key := range []string{"conversation", "agent"} {
		if m.Has(key) && !slices.Contains(who, key) {
			m.Key(key).Wrong(source.UnknownKey, "", "the key %q does not go with %s", key, verb)
		}
	}
	if len(who) == 0 || m.Has(who[0]) || m.Meant(who[0]) || verb == "transfers" && m.Has("conversation") {
		return
	}
	missing := strconv.Quote(who[0])
	if verb == "transfers" {
		missing += " or \"conversation\""
	}
	m.Key(verb).Wrong(source.MissingKey, "", "the entry does not say whose: the key %s is missing", missing)
}
