package usher

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/language"

	"github.com/gousher/usher/internal/calendar"
	"github.com/gousher/usher/internal/rule"
)

// A Desk says who works here: teams, agents, keyword tables, and the fallback. It is a value; [Router.Use] puts a new
// one in force, [Router.SetAgent] changes one agent.
type Desk struct {
	Teams  []Team
	Agents []Agent
	// Tables are the keyword tables, by the name that [Keywords] and the function matches(table) use.
	Tables map[string]Table
	// Fallback serves what nothing else can. Its team is required.
	Fallback Fallback
	// Private lists contact fields that are redacted in traces and logs.
	Private []string
	// Consent gates what workflows save about contacts.
	Consent Consent
	// Retention is for how long things are kept.
	Retention Retention
	// Skills say what skills mean. One that is named here is known, even if nobody has it.
	Skills map[string]Skill
	// Costs say how much of an agent's capacity a conversation takes; the zero value is one unit each.
	Costs Costs
	// Pull is what a freed agent takes first.
	Pull Pull
	// RampUp limits what an agent gets who comes back.
	RampUp RampUp
	// Calendars are the hours that teams, agents and [Shift] name.
	Calendars map[string]Calendar
	// MassOffline is what happens when many agents seem to go offline at once.
	MassOffline MassOffline
}

// MassOffline is a breaker: when so many Agents go offline Within so short a time, it is the network that is gone and not
// they. What those have who go offline then stays with them for Keep, if that is longer than their steps say, so that a
// network that comes back finds everything where it was. Nothing new is given to them meanwhile. The zero value is no
// breaker.
type MassOffline struct {
	Agents int
	Within time.Duration
	Keep   time.Duration
}

// Pull is what a freed agent takes first of what waits.
type Pull uint8

const (
	// QueueOrder takes what is first in the queue.
	QueueOrder Pull = iota
	// OwnFirst takes, before everything else, conversations of which he met the first stage; what only a later stage
	// opened to him comes after that, whatever its priority.
	OwnFirst
)

// RampUp limits what an agent gets who comes back: at most so many Conversations within Per. The zero value is no limit.
type RampUp struct {
	Conversations int
	Per           time.Duration
}

// A Team is agents who share a function.
type Team struct {
	ID   string
	Name string // defaults to the ID
	// By is the strategy of assignments that name none; nil means [LeastBusy].
	By Assigner
	// Hours is the calendar of the team; empty: it is always open. While it is closed nobody is given anything through
	// the team: its conversations wait, and their clocks run. Work in hand stays.
	Hours string
	// Order is which of equal priority is served first.
	Order Order
	// WrapUp is how long an agent gets nothing new after one of the team's conversations that he had was closed.
	WrapUp time.Duration
}

// Order is which of the waiting conversations of equal priority a team serves first.
type Order uint8

// The orders of a queue.
const (
	OldestFirst Order = iota
	NewestFirst       // aging does not count then
)

// An Agent is a person who answers.
type Agent struct {
	ID   string
	Name string // defaults to the ID
	// Teams are those he works in, Ranks his ranks within them, for [InOrder]: the lowest first, those without one last.
	Teams []string
	Ranks map[string]int
	// Skills with their levels; a plain skill is level 1. SkillsUntil are the last days, in the zone of his hours, on
	// which he has those that end.
	Skills      Skills
	SkillsUntil map[string]Date
	// Languages he answers in (BCP 47), native first.
	Languages []string
	// Capacity is how many units of open work he can have at once: see [Costs]; 0 means 1.
	Capacity int
	// ChannelLimits and TeamLimits are the most conversations that he can have of a channel, and of a team.
	ChannelLimits map[string]int
	TeamLimits    map[string]int
	// Hours is the calendar of his own shift: outside it he gets nothing new. Empty: he has none.
	Hours string
	// Status is the one he has when the router meets him first; later [Router.SetStatus] decides.
	Status Status
	// Attributes are the host's own facts about him.
	Attributes map[string]any
}

// Status is whether an agent can be given work. Only [Online] agents are.
type Status uint8

// The statuses of an agent.
const (
	Offline Status = iota // not there: offers end, his conversations go back at once or after KeepWhenAway
	Away                  // keeps his conversations, gets no new ones; offers end
	Online
)

// String is the status as it stands in files: "offline", "away", "online".
func (s Status) String() string {
	switch s {
	case Online:
		return "online"
	case Away:
		return "away"
	case Offline:
		return "offline"
	}
	return fmt.Sprintf("status %d", uint8(s))
}

// Fallback is a team and a note, with no condition and no I/O that could fail.
type Fallback struct {
	Team string
	// Note is an internal comment; {{ reason }} is why the conversation came here. Empty means a note with the reason.
	Note string
}

// DefaultFallbackNote is the note if [Fallback.Note] is empty.
const DefaultFallbackNote = "could not be routed: {{ reason }}"

func (f Fallback) note(reason string) string {
	note := f.Note
	if note == "" {
		note = DefaultFallbackNote
	}
	return notePiece.ReplaceAllStringFunc(note, func(piece string) string {
		if notePiece.FindStringSubmatch(piece)[1] != "reason" {
			return piece
		}
		return reason
	})
}

// notePiece is a {{ piece }} of the fallback's note. It knows the reason and nothing else: no expression could fail there.
var notePiece = regexp.MustCompile(`(?s)\{\{\s*(.*?)\s*\}\}`)

// check says what the note has in it that would stay as it stands.
func (f Fallback) check() string {
	for _, piece := range notePiece.FindAllStringSubmatch(f.Note, -1) {
		if piece[1] != "reason" {
			return fmt.Sprintf("the note of the fallback knows {{ reason }} and no other expression: %q", clip(piece[1], 40))
		}
	}
	if rest := notePiece.ReplaceAllString(f.Note, ""); strings.Contains(rest, "{{") {
		return "the note of the fallback has a {{ that is not closed"
	}
	return ""
}

func (a *Agent) capacity() Units { return Units(max(a.Capacity, 1)) * Unit }

func (a *Agent) check() error {
	if err := checkID("agent", a.ID); err != nil {
		return err
	}
	switch {
	case a.Capacity < 0 || Units(a.Capacity) > maxUnits/Unit:
		return invalidf("agent %s has a capacity below zero or over %d", a.ID, maxUnits/Unit)
	case a.Status > Online:
		return invalidf("agent %s has an unknown status %d", a.ID, a.Status)
	}
	for skill, level := range a.Skills {
		if level < 0 || level > maxLevel || skill == "" {
			return invalidf("agent %s has a skill without a name, or with a level below zero or over %d", a.ID, maxLevel)
		}
	}
	for skill, day := range a.SkillsUntil {
		if _, err := calendar.ParseDate(string(day)); err != nil {
			return invalidf("agent %s has the skill %s until a day that does not exist: %s", a.ID, skill, err)
		}
	}
	for _, limits := range []map[string]int{a.ChannelLimits, a.TeamLimits} {
		for what, limit := range limits {
			if limit < 0 || what == "" {
				return invalidf("agent %s has a limit without a name or below zero", a.ID)
			}
		}
	}
	return nil
}

// desk is a checked Desk with its lookups; it is immutable.
type desk struct {
	Desk
	teams   map[string]*Team
	private map[string]bool
	tables  map[string]*table
	// strategies are the nodes of the teams' own strategies, for their conditions.
	strategies map[string]*node
	agents     map[string]*Agent
	// levels are the highest of each skill that anybody has, staffed the teams in which anybody works.
	levels  Skills
	staffed map[string]bool
	// hours are the calendars, weeks the same without holidays and changes, implied what skills imply.
	hours   map[string]*calendar.Calendar
	weeks   map[string]*calendar.Calendar
	implied implications
	// only is the zone that all calendars have; nil: there is none.
	only *time.Location
}

// unknown are the names that an agent uses and the desk does not have.
func (p *desk) unknown(a *Agent) (found []Diagnostic) {
	add := func(field, what, name string, known []string) {
		found = append(found, Diagnostic{
			Workflow: deskPlace, Step: a.ID, Field: field, Code: codeUnknown,
			Message: fmt.Sprintf("unknown %s %q", what, name), Hint: didYouMean(name, known),
		})
	}
	for _, team := range a.Teams {
		if p.teams[team] == nil {
			add("", "team", team, sortedKeys(p.teams))
		}
	}
	for _, team := range sortedKeys(a.TeamLimits) {
		if p.teams[team] == nil {
			add("limits", "team", team, sortedKeys(p.teams))
		}
	}
	for _, team := range sortedKeys(a.Ranks) {
		if !slices.Contains(a.Teams, team) {
			found = append(found, Diagnostic{
				Workflow: deskPlace, Step: a.ID, Code: codeUnknown, Hint: "add the team, or leave the rank out",
				Message: fmt.Sprintf("a rank in the team %q, of which the agent is no member", team),
			})
		}
	}
	if a.Hours != "" && !p.has(a.Hours) {
		add("hours", "calendar", a.Hours, sortedKeys(p.Calendars))
	}
	return found
}

// prepare checks a desk and builds its lookups.
func prepare(d Desk) (*desk, Diagnostics) {
	p := &desk{Desk: d, teams: map[string]*Team{}, private: map[string]bool{}, tables: map[string]*table{},
		strategies: map[string]*node{}, agents: map[string]*Agent{}, levels: Skills{},
		staffed: map[string]bool{}, hours: map[string]*calendar.Calendar{}, weeks: map[string]*calendar.Calendar{}}
	var found Diagnostics
	wrong := func(step, code, hint, format string, args ...any) {
		found = append(found, Diagnostic{
			Workflow: deskPlace, Step: step, Code: code, Message: fmt.Sprintf(format, args...), Hint: hint,
		})
	}
	for i := range d.Teams {
		team := &d.Teams[i]
		if err := checkID("team", team.ID); err != nil {
			wrong(fmt.Sprintf("teams[%d]", i), codeName, "", "%s", reasonOf(err))
		} else if p.teams[team.ID] != nil {
			wrong(team.ID, codeDuplicate, "rename one of them", "two teams are called %q", team.ID)
		}
		p.teams[team.ID] = team
	}
	p.checkRules(&found)
	p.checkAgents(wrong, &found)
	p.checkTables(&found)
	p.checkStrategies(&found)
	for _, field := range d.Private {
		p.private[field] = true
	}
	if problem := d.Fallback.check(); problem != "" {
		found = append(found, Diagnostic{
			Workflow: deskPlace, Step: "fallback", Field: "note", Code: codeValue, Message: problem, Hint: "write {{ reason }}",
		})
	}
	if d.Fallback.Team == "" {
		wrong("fallback", codeUnknown, "name the team that serves what nothing else can", "the desk has no fallback team")
	} else if p.teams[d.Fallback.Team] == nil {
		wrong("fallback", codeUnknown, p.nearestTeam(d.Fallback.Team), "unknown team %q", d.Fallback.Team)
	}
	return p, found
}

func (p *desk) checkAgents(wrong func(step, code, hint, format string, args ...any), found *Diagnostics) {
	seen := map[string]bool{}
	for i := range p.Agents {
		agent := &p.Agents[i]
		if err := agent.check(); err != nil {
			wrong(fmt.Sprintf("agents[%d]", i), codeName, "", "%s", reasonOf(err))
		}
		if agent.ID != "" && seen[agent.ID] {
			wrong(agent.ID, codeDuplicate, "rename one of them", "two agents are called %q", agent.ID)
		}
		seen[agent.ID] = true
		p.agents[agent.ID] = agent
		for skill, level := range p.implied.effective(agent, notEnded) {
			p.levels[skill] = max(p.levels[skill], level)
		}
		for _, team := range agent.Teams {
			p.staffed[team] = true
		}
		*found = append(*found, p.unknown(agent)...)
		for _, tag := range agent.Languages {
			if _, err := language.Parse(tag); err != nil {
				*found = append(*found, Diagnostic{
					Workflow: deskPlace, Step: agent.ID, Code: codeUnknown, Warning: true,
					Message: fmt.Sprintf("%q is no language", clip(tag, 40)), Hint: "write a BCP 47 tag such as es or pt-BR",
				})
			}
		}
	}
}

func (p *desk) nearestTeam(name string) string {
	return didYouMean(name, sortedKeys(p.teams))
}

func (p *desk) agent(id string) *Agent { return p.agents[id] }

func (p *desk) agentNames() []string {
	names := make([]string, len(p.Agents))
	for i := range p.Agents {
		names[i] = p.Agents[i].ID
	}
	return names
}

// checkStrategies lets the teams' own strategies declare themselves, as those of an Assign do.
func (p *desk) checkStrategies(found *Diagnostics) {
	for i := range p.Teams {
		team := &p.Teams[i]
		if isNil(team.By) {
			continue
		}
		program := &Program{byID: map[string]int32{}, variables: map[string]int{}, private: p.private}
		c := &compiler{program: program, desk: p, scope: newScope(program, p)}
		program.nodes = []node{{id: team.ID, parent: -1, next: -1}}
		(&Declaration{compiler: c, node: 0}).nested(team.By)
		for _, d := range c.found {
			d.Workflow, d.Step = deskPlace, team.ID
			*found = append(*found, d)
		}
		p.strategies[team.ID] = &program.nodes[0]
	}
}

func didYouMean(name string, known []string) string {
	if nearest := rule.Nearest(name, known); nearest != "" {
		return fmt.Sprintf("did you mean %s?", nearest)
	}
	return ""
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// reasonOf is an error's text without the sentinel in front.
func reasonOf(err error) string {
	return strings.TrimPrefix(err.Error(), ErrInvalid.Error()+": ")
}
