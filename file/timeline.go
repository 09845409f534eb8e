package file

import (
	"cmp"
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gousher/usher"
	"github.com/gousher/usher/internal/format"
	"github.com/gousher/usher/internal/source"
)

// Scenario reads one scenario with the definitions that it names. The error is [usher.Diagnostics] with every mistake of
// all of them; those of the definitions are not among them if the scenario expects errors.
func (f Format) Scenario(name string) (*Scenario, error) {
	r, err := f.reader()
	if err != nil {
		return nil, err
	}
	doc := r.open(name, nil)
	if doc.kind != "scenario" {
		if doc.kind != "" {
			doc.root.Wrong(source.Unreadable, "", "this is a %s: a scenario is wanted here", doc.kind)
		}
		return nil, r.found()
	}
	read := r.scenario(doc.root, name)
	found := r.found()
	if errs := found.Errors(); len(errs) > 0 {
		return nil, found
	}
	return read.scenario, nil
}

// scenarioReader reads one scenario.
type scenarioReader struct {
	*reader

	dir      string
	scenario *Scenario
	desks    []*readDesk
	// conversations and contacts are the names that the time line brings up.
	conversations map[string]bool
	contacts      map[string]bool
	entered       int // entries read
}

func (r *reader) scenario(n source.Node, name string) *readScenario {
	s := &scenarioReader{
		reader: r, dir: path.Dir(clean(name)), scenario: &Scenario{File: name, Start: ScenarioStart},
		conversations: map[string]bool{}, contacts: map[string]bool{},
	}
	m := n.Object(format.Scenario)
	s.scenario.Name = m.Of("scenario").Text()
	if m.Has("start") {
		s.scenario.Start = m.Of("start").Time().UTC()
	}
	if seed := m.Of("seed"); seed.Given() {
		s.scenario.Seed = uint64(max(seed.Int(), 0))
	}
	if m.Has("expect") {
		for _, text := range m.Of("expect").Object(format.LoadFailure).Of("error").OneOrMore() {
			s.scenario.Errors = append(s.scenario.Errors, text.Name())
		}
	}
	s.definitions(n, m)
	for _, item := range m.Of("http").Items() {
		s.scenario.HTTP = append(s.scenario.HTTP, stub(item))
	}
	for _, item := range m.Of("delivery").Items() {
		s.scenario.Delivery = append(s.scenario.Delivery, delivery(item))
	}
	if len(s.scenario.Errors) == 0 {
		s.timeline(m)
	}
	return &readScenario{root: n, scenario: s.scenario}
}

// definitions reads the desk and the workflows. If errors are expected, they are theirs.
func (s *scenarioReader) definitions(n source.Node, m source.Map) {
	before := s.mark()
	given := m.Of("workflows").Items()
	if m.Has("workflow") {
		given = append([]source.Node{m.Of("workflow")}, given...)
	}
	desk, workflows := s.define(m.Of("desk"), given)
	switch {
	case len(s.scenario.Errors) > 0:
		s.scenario.Mistakes = s.since(before)
		return
	case !m.Has("desk"):
		n.Wrong(source.MissingKey, "name a desk file, or write the desk itself", "a scenario lacks the key \"desk\"")
	case len(given) == 0 && !m.Has("workflow") && !m.Has("workflows"):
		n.Wrong(source.MissingKey, "name a workflow file, or write the workflow itself", "a scenario lacks the key \"workflow\"")
	}
	if desk != nil {
		s.scenario.Desk = desk.desk
	}
	for _, w := range workflows {
		s.scenario.Workflows = append(s.scenario.Workflows, w.flow)
	}
}

// mark remembers how much is wrong so far, since takes away what has been found after that.
func (s *scenarioReader) mark() map[*source.File]int {
	counts := map[*source.File]int{}
	for _, f := range s.files {
		counts[f] = len(f.Found)
	}
	return counts
}

func (s *scenarioReader) since(counts map[*source.File]int) usher.Diagnostics {
	var all usher.Diagnostics
	for _, f := range s.files {
		all = append(all, f.Found[counts[f]:]...)
		f.Found = f.Found[:counts[f]]
	}
	return all
}

// define reads and checks a desk and workflows together, each a file's name or the definition itself.
func (s *scenarioReader) define(deskNode source.Node, given []source.Node) (*readDesk, []*readWorkflow) {
	var desk *readDesk
	if deskNode.Given() {
		if root, whole, ok := s.resolve(deskNode, "desk"); ok {
			desk = s.desk(root, whole)
			desk.check()
			s.desks = append(s.desks, desk)
		}
	} else if len(s.desks) > 0 {
		desk = s.desks[len(s.desks)-1]
	}
	var workflows []*readWorkflow
	for _, n := range given {
		if root, whole, ok := s.resolve(n, "workflow"); ok {
			w := s.workflow(root, whole, inScenarios(s.format.Kinds))
			w.check(desk)
			workflows = append(workflows, w)
		}
	}
	if len(workflows) > 0 && len(workflows) == len(given) {
		serveAll(workflows)
	}
	return desk, workflows
}

// resolve finds the definition that a value names or is.
func (s *scenarioReader) resolve(n source.Node, kind string) (root source.Node, whole, ok bool) {
	if n.IsMap() {
		return n, false, true
	}
	if !n.IsText() {
		n.Wrong(source.WrongType, "", "a %s is wanted here: the name of a file, or the %s itself", kind, kind)
		return root, false, false
	}
	doc := s.open(path.Join(s.dir, n.Text()), &n)
	switch {
	case doc.kind == kind:
		return doc.root, true, true
	case doc.kind != "":
		n.Wrong(source.Unreadable, "", "%s is a %s: a %s is wanted here", n.Text(), doc.kind, kind)
	}
	return root, false, false
}

func stub(n source.Node) HTTPStub {
	m := n.Object(format.HTTPStub)
	h := HTTPStub{
		Method: strings.ToUpper(m.Of("method").Name()), URL: m.Of("url").Text(), Status: m.Of("status").Int(),
		Delay: m.Of("delay").Duration(), Times: m.Of("times").Int(), Fail: m.Of("fail").Word("timeout", "refused", "reset"),
	}
	if m.Has("status") && (h.Status < 100 || h.Status > 599) {
		m.Of("status").Wrong(source.BadValue, "", "a status is 100 to 599")
	}
	for _, pair := range m.Of("headers").Pairs() {
		h.Header = put(h.Header, pair.Name, pair.Value.Name())
	}
	bodies := 0
	for _, key := range []string{"json", "text", "bytes"} {
		if m.Has(key) {
			if bodies++; bodies > 1 {
				m.Key(key).Wrong(source.UnknownKey, "", "the stub has a body already")
			}
		}
	}
	switch {
	case m.Has("json"):
		h.Body, _ = json.Marshal(m.Of("json").Any()) //nolint:errchkjson // what YAML holds is JSON
		if h.Header["Content-Type"] == "" {
			h.Header = put(h.Header, "Content-Type", "application/json")
		}
	case m.Has("text"):
		h.Body = []byte(m.Of("text").Text())
	case m.Has("bytes"):
		const most = 64 << 20
		h.Body = []byte(strings.Repeat("x", min(max(m.Of("bytes").Int(), 0), most)))
	}
	return h
}

func delivery(n source.Node) DeliveryStub {
	m := n.Object(format.DeliveryStub)
	d := DeliveryStub{Channel: m.Of("channel").Name(), Fail: true, Times: m.Of("times").Int()}
	if fail := m.Of("fail"); fail.IsText() {
		d.Temporary = fail.Word("temporary") != ""
		d.Fail = false
	} else if fail.Given() {
		d.Fail = fail.Bool()
	}
	return d
}

// timeline reads the entries, and puts them into the order of time.
func (s *scenarioReader) timeline(m source.Map) {
	items := m.Of("timeline").Items()
	if !m.Has("timeline") {
		m.Node().Wrong(source.MissingKey, "", "a scenario lacks the key \"timeline\"")
	}
	for _, item := range items { // what is named later may be expected earlier: to be unknown then
		s.names(item)
	}
	at := time.Duration(0)
	for _, item := range items {
		entry := s.entry(item, at)
		at = entry.At
		s.scenario.Timeline = append(s.scenario.Timeline, entry)
	}
	slices.SortStableFunc(s.scenario.Timeline, func(a, b Entry) int { return cmp.Compare(a.At, b.At) })
}

// names notes what an entry brings up.
func (s *scenarioReader) names(n source.Node) {
	if !n.IsMap() {
		return
	}
	content := map[string]source.Node{}
	for _, pair := range n.Pairs() {
		content[pair.Name] = pair.Value
	}
	opens := content["says"].Given() || content["taps"].Given() || content["sends"].Given() || content["starts"].Given()
	if name, ok := content["conversation"].Scalar(); ok && opens {
		s.conversations[name] = true
	}
	if content["contact"].IsMap() {
		for _, pair := range content["contact"].Pairs() {
			if id, ok := pair.Value.Scalar(); ok && pair.Name == "id" {
				s.contacts[id] = true
			}
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
		if !at.IsZero() && at.Before(s.scenario.Start) {
			n.Wrong(source.BadValue, "", "the instant is before the scenario's start")
			return before
		}
		return at.Sub(s.scenario.Start)
	}
	return n.Duration()
}

// verbs are the keys of an entry that say what happens; it has one of them.
var verbs = []string{ //nolint:gochecknoglobals // a table that is only read
	"says", "taps", "sends", "ends", "starts", "set", "removed", "closes", "transfers", "writes",
	"workflow", "workflows", "desk", "erase", "expect",
}

func (s *scenarioReader) entry(n source.Node, before time.Duration) Entry {
	m := n.Object(format.Entry)
	s.entered++
	e := Entry{At: s.at(m.Of("at"), before)}
	if !n.IsMap() {
		return e
	}
	e.Line, _ = n.Place()
	s.oneVerb(n, m)
	e.Conversation, e.Agent = s.name(m.Of("conversation"), s.conversations, "conversation"), s.agentName(m.Of("agent"))
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
	who := map[string]string{
		"says": "conversation", "taps": "conversation", "sends": "conversation", "ends": "conversation",
		"starts": "conversation", "set": "agent", "removed": "agent", "closes": "agent", "writes": "agent",
	}[given[0]]
	switch {
	case who != "" && !m.Has(who):
		m.Key(given[0]).Wrong(source.MissingKey, "", "the entry does not say whose: the key %q is missing", who)
	case given[0] == "transfers" && !m.Has("agent") && !m.Has("conversation"):
		m.Key(given[0]).Wrong(source.MissingKey, "", "the entry does not say whose: the key \"agent\" or \"conversation\" is missing")
	}
	for _, key := range []string{"contact", "channel", "message_id"} {
		if m.Has(key) && !slices.Contains([]string{"says", "taps", "sends", "starts"}, given[0]) {
			m.Key(key).Wrong(source.UnknownKey, "", "the key %q does not go with %s", key, given[0])
		}
	}
}

// name is a name that the time line must bring up somewhere.
func (s *scenarioReader) name(n source.Node, known map[string]bool, what string) string {
	name := n.Name()
	if name != "" && !known[name] {
		n.Wrong(source.Unknown, source.DidYouMean(name, sorted(known)), "unknown %s %q", what, name)
	}
	return name
}

// agentName is the name of an agent of any of the scenario's desks.
func (s *scenarioReader) agentName(n source.Node) string {
	name := n.Name()
	if name == "" || len(s.desks) == 0 {
		return name
	}
	known := map[string]bool{}
	for _, d := range s.desks {
		if d.vague || d.broken {
			return name
		}
		for i := range d.desk.Agents {
			known[d.desk.Agents[i].ID] = true
		}
	}
	if !known[name] {
		n.Wrong(source.Unknown, source.DidYouMean(name, sorted(known)), "unknown agent %q", name)
	}
	return name
}

func (s *scenarioReader) teamName(n source.Node) string {
	name := n.Name()
	if name == "" || len(s.desks) == 0 {
		return name
	}
	known := map[string]bool{}
	for _, d := range s.desks {
		if d.vague || d.broken {
			return name
		}
		for i := range d.desk.Teams {
			known[d.desk.Teams[i].ID] = true
		}
	}
	if !known[name] {
		n.Wrong(source.Unknown, source.DidYouMean(name, sorted(known)), "unknown team %q", name)
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
	if m.Has("sends") {
		e.Sends = attachments(m.Of("sends"))
	}
	if m.Has("contact") {
		e.Contact = contact(m.Of("contact"))
	}
}

func attachments(n source.Node) []usher.Attachment {
	m := n.Object(format.Attachment)
	var all []usher.Attachment
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
		var all []usher.Identity
		for _, item := range m.Of("identities").Items() {
			identity := item.Object(format.Identity)
			all = append(all, usher.Identity{Kind: identity.Of("kind").Name(), ID: identity.Of("id").Name()})
		}
		c.Identities = &all
	}
	return c
}

func (s *scenarioReader) agentDoes(e *Entry, m source.Map) {
	e.Removed, e.Closes = m.Of("removed").Bool(), s.name(m.Of("closes"), s.conversations, "conversation")
	if m.Has("set") {
		e.Set = s.settings(m.Of("set"))
	}
	if m.Has("transfers") {
		t := m.Of("transfers").Object(format.Transfer)
		conversation := s.name(t.Of("conversation"), s.conversations, "conversation")
		e.Transfer = &usher.Transfer{Team: s.teamName(t.Of("team")), Agent: s.agentName(t.Of("agent")), By: e.Agent}
		switch {
		case m.Of("transfers").IsMap() && (t.Has("team") == t.Has("agent")):
			m.Key("transfers").Wrong(source.MissingKey, "", "a transfer goes either to a team or to an agent")
		case e.Conversation == "" && conversation == "" && m.Of("transfers").IsMap():
			m.Key("transfers").Wrong(source.MissingKey, "", "the transfer does not say which conversation")
		}
		e.Conversation = cmp.Or(conversation, e.Conversation)
	}
	if !m.Has("writes") {
		return
	}
	n := m.Of("writes")
	switch {
	case n.IsMap():
		w := n.Object(format.Writing)
		e.Writes = &Writing{s.name(w.Of("conversation"), s.conversations, "conversation"), w.Of("text").Text()}
	case e.Conversation != "":
		e.Writes = &Writing{e.Conversation, textOf(n)}
	default:
		e.Writes = &Writing{s.name(n, s.conversations, "conversation"), ""}
	}
}

// settings reads what is set of an agent. The keys are read now, for their mistakes, and applied when the time comes.
func (s *scenarioReader) settings(n source.Node) *AgentChange {
	m := n.Object(format.AgentSettings)
	var read usher.Agent
	setAgent(&read, m)
	for _, team := range m.Of("teams").OneOrMore() {
		s.teamName(team)
	}
	change := &AgentChange{}
	if m.Has("status") {
		status := read.Status
		change.Status = &status
	}
	for _, pair := range m.Pairs() {
		change.Agent = change.Agent || pair.Name != "status"
	}
	change.Apply = func(agent usher.Agent) usher.Agent {
		for key, set := range map[string]func(){
			"name": func() { agent.Name = read.Name }, "teams": func() { agent.Teams = read.Teams },
			"skills": func() { agent.Skills = read.Skills }, "languages": func() { agent.Languages = read.Languages },
			"capacity": func() { agent.Capacity = read.Capacity }, "attributes": func() { agent.Attributes = read.Attributes },
		} {
			if m.Has(key) {
				set()
			}
		}
		return agent
	}
	return change
}

func (s *scenarioReader) hostDoes(e *Entry, m source.Map) {
	e.Erase = s.name(m.Of("erase"), s.contacts, "contact")
	given := m.Of("workflows").Items()
	if m.Has("workflow") {
		given = append([]source.Node{m.Of("workflow")}, given...)
	}
	if len(given) == 0 && !m.Has("desk") {
		return
	}
	desk, workflows := s.define(m.Of("desk"), given)
	if m.Has("desk") && desk != nil {
		e.Desk = &desk.desk
	}
	for _, w := range workflows {
		e.Workflows = append(e.Workflows, w.flow)
	}
}

func (s *scenarioReader) expect(e *Entry, n source.Node) {
	for _, pair := range n.Pairs() {
		switch {
		case pair.Name == agentsKey:
			for _, agent := range pair.Value.Pairs() {
				s.agentName(agent.Key)
				line, _ := agent.Key.Place()
				x := Expectation{Agent: agent.Name}
				m := agent.Value.Object(format.AgentExpectation)
				for _, check := range m.Pairs() {
					x.Checks = append(x.Checks, s.check(check, line))
				}
				e.Expect = append(e.Expect, x)
			}
		default:
			s.name(pair.Key, s.conversations, "conversation")
			x := Expectation{Conversation: pair.Name}
			for _, check := range s.object(pair.Value).Pairs() {
				line, _ := check.Key.Place()
				x.Checks = append(x.Checks, s.check(check, line))
			}
			e.Expect = append(e.Expect, x)
		}
	}
}

// object is an expectation. A null is a value here: nobody.
func (s *scenarioReader) object(n source.Node) source.Map {
	o := *format.Expectation
	o.Fields = slices.Clone(o.Fields)
	for i, field := range o.Fields {
		if field.Key == "agent" || field.Key == "team" {
			o.Fields[i].Type = format.Anything
		}
	}
	return n.Object(&o)
}

func (s *scenarioReader) check(pair source.Pair, line int) Check {
	c := Check{Key: pair.Name, Line: line}
	switch n := pair.Value; pair.Name {
	case "state":
		c.Want = words(n, format.States, format.LaterStates)
	case "status":
		c.Want = words(n, []string{"online", "away", "offline"}, nil)
	case "team":
		c.Want = oneOf(n, s.teamName)
	case "agent":
		c.Want = oneOf(n, s.agentName)
	case "priority", "stage", "position", "load", "capacity":
		c.Want = numbers(n)
	case "variables", "fields":
		c.Want, _ = n.Any().(map[string]any)
		n.Pairs() // says what is wrong
	case "fallback":
		c.Want = n.Bool()
	default:
		texts := []string{}
		for _, item := range n.OneOrMore() {
			texts = append(texts, textOf(item))
		}
		c.Want = texts
	}
	return c
}

func words(n source.Node, known, later []string) []any {
	var all []any
	for _, item := range n.OneOrMore() {
		if s, ok := item.Scalar(); ok && slices.Contains(later, s) {
			item.Wrong(source.NotYet, "", "%q is not yet supported", s)
			continue
		}
		all = append(all, item.Word(known...))
	}
	return all
}

// oneOf is a name, several of which one is wanted, or nobody.
func oneOf(n source.Node, read func(source.Node) string) []any {
	var all []any
	for _, item := range n.OneOrMore() {
		if item.IsNull() {
			all = append(all, nil)
			continue
		}
		all = append(all, read(item))
	}
	return all
}

// numbers is a number, or a range such as 40..60.
func numbers(n source.Node) Range {
	text, _ := n.Scalar()
	low, high, isRange := strings.Cut(text, "..")
	if !isRange {
		f := n.Number()
		return Range{f, f}
	}
	a, err1 := strconv.ParseFloat(strings.TrimSpace(low), 64)
	b, err2 := strconv.ParseFloat(strings.TrimSpace(high), 64)
	if err1 != nil || err2 != nil || a > b {
		n.Wrong(source.BadValue, `write it like "40..60"`, "%q is not a range", text)
	}
	return Range{a, b}
}

// String is the range as files have it.
func (r Range) String() string {
	if r.Min == r.Max {
		return fmt.Sprint(r.Min)
	}
	return fmt.Sprintf("%v..%v", r.Min, r.Max)
}
