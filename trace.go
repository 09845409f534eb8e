package usher

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gousher/usher/internal/rule"
)

// A Trace is what happened to a conversation and why, in order. Its Explain is for people, its JSON for machines. Texts
// stand in it as the workflow's author wrote them; what was really said is in the transcript.
type Trace []Entry

// An Entry is one line of a trace.
type Entry struct {
	At   time.Time `json:"at"`
	Step string    `json:"step,omitempty"` // the step's id or path
	Kind EntryKind `json:"kind"`
	// Detail is the case, the text, the reason: what belongs to the kind.
	Detail string `json:"detail,omitempty"`
	// Seen are the values that the decision looked at.
	Seen []Seen `json:"seen,omitempty"`
	// Choice says who was considered for an assignment.
	Choice *Considered `json:"choice,omitempty"`
}

// EntryKind says what an entry tells.
type EntryKind string

// The kinds of entries.
const (
	EntryStarted   EntryKind = "started"   // a workflow began
	EntryReceived  EntryKind = "received"  // a message came and was used
	EntryKept      EntryKind = "kept"      // a message came while a step was at work
	EntryIgnored   EntryKind = "ignored"   // something came that changes nothing
	EntryLate      EntryKind = "late"      // a message came out of order
	EntryAsked     EntryKind = "asked"     // a question was asked
	EntryAnswered  EntryKind = "answered"  // the answer was accepted
	EntryKnown     EntryKind = "known"     // what a question asks is known already
	EntryWaited    EntryKind = "waits"     // time is to pass
	EntryEnded     EntryKind = "ended"     // a workflow that another one has run
	EntryRefused   EntryKind = "refused"   // the answer was not accepted
	EntryStale     EntryKind = "stale"     // a tap on an old question
	EntryTimedOut  EntryKind = "timed out" // nothing came in time
	EntryMatched   EntryKind = "matched"   // a case of a branch, or an exit
	EntrySent      EntryKind = "sent"
	EntryNoted     EntryKind = "noted" // an internal comment was left
	EntrySaved     EntryKind = "saved"
	EntryJumped    EntryKind = "jumped"
	EntryCalled    EntryKind = "called" // an action was called, or answered
	EntryTeam      EntryKind = "team"   // an assigner named a team
	EntryAssigned  EntryKind = "assigned"
	EntryQueued    EntryKind = "queued"
	EntryOffered   EntryKind = "offered"
	EntryDeclined  EntryKind = "declined"
	EntryLapsed    EntryKind = "lapsed"    // an offer was not answered
	EntryWithdrawn EntryKind = "withdrawn" // an offer was taken from the agent
	EntryStage     EntryKind = "stage"     // the next stage of an assignment opened
	EntryHeld      EntryKind = "hold"      // its agent put it on hold, or took it up again
	EntryWoken     EntryKind = "woken"     // a conversation costs its agent more than he has room for
	EntryTakenBack EntryKind = "taken back"
	EntryMoved     EntryKind = "moved" // transferred
	EntryClosed    EntryKind = "closed"
	EntryFailed    EntryKind = "failed"   // something went wrong and was gone around
	EntryFallback  EntryKind = "fallback" // something went wrong and the fallback serves
	EntryCustom    EntryKind = "note"     // a custom step explains itself
)

// Seen is one value that a decision looked at.
type Seen struct {
	Name    string
	private bool
	value   rule.Value
}

// Value is what was seen; a private one is "***".
func (s Seen) Value() any {
	if s.private {
		return "***"
	}
	return s.value.Any()
}

// MarshalJSON writes {"name": ..., "value": ...}.
func (s Seen) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Name  string `json:"name"`
		Value any    `json:"value"`
	}{s.Name, s.Value()})
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (s *Seen) UnmarshalJSON(data []byte) error {
	var stored struct {
		Name  string `json:"name"`
		Value any    `json:"value"`
	}
	if err := json.Unmarshal(data, &stored); err != nil {
		return err
	}
	*s = Seen{Name: stored.Name, value: rule.Of(stored.Value)}
	return nil
}

// String is "name = value", texts in quotes.
func (s Seen) String() string {
	switch v := s.Value().(type) {
	case nil:
		return s.Name + " is not set"
	case string:
		return fmt.Sprintf("%s = %q", s.Name, clip(v, 120))
	default:
		return fmt.Sprintf("%s = %s", s.Name, clip(fmt.Sprint(v), 120))
	}
}

// Considered says who was considered for an assignment.
type Considered struct {
	Team string `json:"team,omitempty"`
	// Teams are those that are wanted, if there are several.
	Teams []string `json:"teams,omitempty"`
	Agent string   `json:"agent,omitempty"`
	// Eligible are the agents who could take it, at most 50.
	Eligible []string `json:"eligible,omitempty"`
	// Able counts the eligible agents, also beyond 50.
	Able int `json:"able"`
	// Refused are those who could not, with the reason, at most 50.
	Refused []Refusal `json:"refused,omitempty"`
	// Counted are the refused beyond 50, by reason.
	Counted map[Reason]int `json:"counted,omitempty"`
	// Scores are what the strategy counted of each of the eligible, if it counted anything.
	Scores []Scored `json:"scores,omitempty"`
	// Preferred are the weights of the preferred skills that the eligible have, where they have any.
	Preferred []Scored `json:"preferred,omitempty"`
	// Accepted: the agent was asked, and has accepted.
	Accepted bool `json:"accepted,omitempty"`
	// Stage is the stage of the assignment, from 1.
	Stage int `json:"stage,omitempty"`
	// Missing says what would have to change for a conversation that waits to be given to somebody.
	Missing string `json:"missing,omitempty"`
	// Strategy is what chose among the eligible, TieBreak what decided among equals.
	Strategy string `json:"strategy,omitempty"`
	TieBreak string `json:"tie_break,omitempty"`
	// Position and Priority are those of a conversation that waits.
	Position int `json:"position,omitempty"`
	Priority int `json:"priority,omitempty"`
}

// Scored is what a strategy counted of one agent: the share of his capacity in use, his free units, the seconds since he
// was given work or has been idle, how many he was given today, his mean level, his skills and teams, his rank, the value
// of an expression.
type Scored struct {
	Agent string  `json:"agent"`
	Score float64 `json:"score"`
}

// maxNamed is how many agents an explanation names.
const maxNamed = 50

// String is the paragraph about one assignment.
func (c *Considered) String() string {
	var parts []string
	if c.Able > 0 {
		could := fmt.Sprintf("%s could take it", strings.Join(c.Eligible, ", "))
		if c.Able > len(c.Eligible) {
			could = fmt.Sprintf("%s and %d more could take it", strings.Join(c.Eligible, ", "), c.Able-len(c.Eligible))
		}
		could += c.scores()
		if len(c.Preferred) > 0 {
			could += "; of the preferred skills: " + listed(c.Preferred)
		}
		parts = append(parts, could)
	}
	for _, refusal := range c.Refused {
		parts = append(parts, refusal.String())
	}
	for _, reason := range reasons() {
		if n := c.Counted[reason]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d more: %s", n, reason))
		}
	}
	if len(parts) == 0 {
		return "nobody works there"
	}
	if c.Missing != "" {
		parts = append(parts, "what is missing: "+c.Missing)
	}
	return strings.Join(parts, "; ")
}

// String is the entry as people read it, without its time.
func (e Entry) String() string {
	text := string(e.Kind)
	switch {
	case e.Kind == EntryStage || e.Kind == EntryHeld || e.Kind == EntryWoken:
		text = e.Detail
	case e.Detail != "":
		text += ": " + e.Detail
	}
	if len(e.Seen) > 0 {
		seen := make([]string, len(e.Seen))
		for i, s := range e.Seen {
			seen[i] = s.String()
		}
		text += " (" + strings.Join(seen, ", ") + ")"
	}
	if c := e.Choice; c != nil {
		text += c.headline(e.Kind)
	}
	return text
}

// scores are what the strategy counted, if there was a choice.
func (c *Considered) scores() string {
	alike := func(one Scored) bool { return one.Score == c.Scores[0].Score }
	if len(c.Scores) == 0 || !slices.ContainsFunc(c.Scores, func(one Scored) bool { return !alike(one) }) {
		return ""
	}
	return " (" + listed(c.Scores) + ")"
}

func listed(scores []Scored) string {
	parts := make([]string, len(scores))
	for i, one := range scores {
		parts[i] = one.Agent + " " + strconv.FormatFloat(math.Round(one.Score*1000)/1000, 'f', -1, 64)
	}
	return strings.Join(parts, ", ")
}

func (c *Considered) headline(kind EntryKind) string {
	var b strings.Builder
	switch {
	case kind == EntryAssigned || kind == EntryOffered:
		fmt.Fprintf(&b, " to %s", c.Agent)
		if c.Team != "" {
			fmt.Fprintf(&b, " of %s", c.Team)
		}
		if c.Accepted {
			return b.String() + ", who has accepted the offer"
		}
	case len(c.Teams) > 0:
		fmt.Fprintf(&b, " for %s", strings.Join(c.Teams, " or "))
	case c.Team != "":
		fmt.Fprintf(&b, " for %s", c.Team)
	case c.Agent != "":
		fmt.Fprintf(&b, " for %s", c.Agent)
	}
	if c.Stage > 1 {
		fmt.Fprintf(&b, ", stage %d", c.Stage)
	}
	if c.Position > 0 {
		fmt.Fprintf(&b, ", position %d, priority %d", c.Position, c.Priority)
	}
	if c.Strategy != "" {
		fmt.Fprintf(&b, ", by %s", c.Strategy)
	}
	if c.TieBreak != "" {
		fmt.Fprintf(&b, " (%s)", c.TieBreak)
	}
	b.WriteString(": " + c.String())
	return b.String()
}

// Explain is the whole trace as text, a line an entry.
func (t Trace) Explain() string {
	var b strings.Builder
	for _, e := range t {
		b.WriteString(e.At.UTC().Format("15:04:05  "))
		if e.Step != "" {
			fmt.Fprintf(&b, "[%s] ", e.Step)
		}
		b.WriteString(e.String() + "\n")
	}
	return b.String()
}

// maxTrace bounds the record that a conversation carries: of what an agent's contact writes only the latest is kept then,
// and after that the oldest entries go first. The record says so.
const maxTrace = 500

const olderGone = "older entries are gone"

// trimmed is a record that has grown too long.
func (t Trace) trimmed() Trace {
	const latest = 20
	received := 0
	kept := make(Trace, 0, len(t))
	for _, e := range slices.Backward(t) {
		if e.Kind == EntryReceived {
			if received++; received > latest {
				continue
			}
		}
		kept = append(kept, e)
	}
	slices.Reverse(kept)
	if over := len(kept) - maxTrace; over > 0 {
		kept = kept[over:]
	}
	if len(kept) < len(t) && kept[0].Detail != olderGone {
		kept = slices.Insert(kept, 0, Entry{At: kept[0].At, Kind: EntryCustom, Detail: olderGone})
	}
	return kept
}

func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return tidy(s[:n]) + "…"
}
