package cli

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/gousher/usher"
	"github.com/gousher/usher/internal/scenario"
)

// An event is one thing that a chat shows: a line for people, an object for machines.
type event struct {
	At time.Time `json:"at"`
	// Event is what it is: text, agent, note, queued, offered, withdrawn, set_away, assigned, taken_back, closed,
	// undelivered, request and its answer, a decision worth telling, told for what a command answers, mistake, input.
	Event        string   `json:"event"`
	Conversation string   `json:"conversation,omitempty"`
	Text         string   `json:"text,omitempty"`
	Choices      []string `json:"choices,omitempty"`
	// Shown is how the channel shows a text, if that is not as it is.
	Shown    *usher.Rendering `json:"shown,omitempty"`
	Team     string           `json:"team,omitempty"`
	Agent    string           `json:"agent,omitempty"`
	Position int              `json:"position,omitempty"`
	Reason   string           `json:"reason,omitempty"`
	// Until is when an offer lapses.
	Until time.Time `json:"until,omitzero"`
	// Data is what a command lists.
	Data any `json:"data,omitempty"`
}

// eventsOf are the events of moments, in the order in which they were decided: what the host was given stands where it
// was decided. What was typed is told only if nobody has seen it.
func eventsOf(moments []scenario.Moment, start time.Time, unseen bool) []event {
	sorted := slices.Clone(moments)
	slices.SortStableFunc(sorted, func(a, b scenario.Moment) int {
		return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(rank(a), rank(b)))
	})
	t := telling{start: start, told: make([]bool, len(sorted))}
	for i, m := range sorted {
		if m.Kind == scenario.Happened && !unseen && !m.Impossible {
			continue
		}
		if m.Decision != nil && t.requested(sorted, i) {
			continue
		}
		t.tell(sorted, i)
		if m.Decision == nil {
			continue
		}
		if k := t.caused(sorted, i); k >= 0 {
			t.tell(sorted, k)
			if c := m.Decision.Choice; c != nil {
				t.events[len(t.events)-1].Position = c.Position
			}
		}
	}
	return t.events
}

func rank(m scenario.Moment) int {
	return slices.Index([]scenario.MomentKind{scenario.Happened, scenario.Decided, scenario.Effected}, m.Kind)
}

// telling is a list of events that grows.
type telling struct {
	start  time.Time
	events []event
	told   []bool // by moment
}

// tell adds a moment, if it is one to be told and has not been. A failure that leads to the fallback is told once.
func (t *telling) tell(moments []scenario.Moment, i int) {
	e, ok := told(moments[i])
	if !ok || t.told[i] {
		return
	}
	t.told[i] = true
	e.At, e.Conversation = t.start.Add(moments[i].At), moments[i].Conversation
	if last := len(t.events) - 1; e.Event == "fallback" && last >= 0 {
		if before := t.events[last]; before.Event == "failed" && before.Reason == e.Reason {
			t.events = t.events[:last]
		}
	}
	t.events = append(t.events, e)
}

// requested tells the request that a decision is about, or that led to it. It reports whether nothing else is to be told: of
// a request that is made, the explanation has the address as its author wrote it.
func (t *telling) requested(moments []scenario.Moment, i int) bool {
	d := moments[i].Decision
	begins := d.Kind == usher.EntryCalled && isAddress(d.Detail)
	if _, answers := answerIn(*d); !begins && !answers && d.Kind != usher.EntryFailed {
		return false
	}
	for k, m := range moments {
		if !t.told[k] && isRequest(m) && m.Conversation == moments[i].Conversation && m.At == moments[i].At {
			t.tell(moments, k)
			return begins
		}
	}
	return false
}

// isRequest reports whether a moment is a request that somebody made.
func isRequest(m scenario.Moment) bool { return m.Kind == scenario.Effected && m.Effect == nil }

// isAddress reports whether it is a request that an explanation speaks of: "GET https://crm.example".
func isAddress(detail string) bool {
	method, address := cutWord(detail)
	return method != "" && strings.Trim(method, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "" && strings.Contains(address, "://")
}

// answerIn is what the explanation says of the answer to a request.
func answerIn(d usher.Entry) (string, bool) {
	const answered = "it answered "
	i := strings.Index(d.Detail, answered)
	ok := d.Kind == usher.EntryCalled && i == 0 || d.Kind == usher.EntryMatched && i > 0 && strings.HasSuffix(d.Detail[:i], ": ")
	if !ok {
		return "", false
	}
	return d.Detail[i:], true
}

// caused is the first effect of a decision that has not been told; -1: there is none.
func (t *telling) caused(moments []scenario.Moment, decision int) int {
	d := moments[decision]
	for i, m := range moments {
		if m.Effect == nil && !isRequest(m) || t.told[i] || m.Conversation != d.Conversation || m.At != d.At {
			continue
		}
		if e, ok := told(m); ok && slices.Contains(effects[d.Decision.Kind], e.Event) {
			return i
		}
	}
	return -1
}

// effects are what the host is given after a decision.
var effects = map[usher.EntryKind][]string{
	usher.EntrySent:      {"text", "undelivered"},
	usher.EntryAsked:     {"text", "undelivered"},
	usher.EntryNoted:     {"note", "set_away"},
	usher.EntryFallback:  {"note"},
	usher.EntryQueued:    {"queued"},
	usher.EntryOffered:   {"offered"},
	usher.EntryDeclined:  {"withdrawn"},
	usher.EntryLapsed:    {"withdrawn"},
	usher.EntryWithdrawn: {"withdrawn"},
	usher.EntryAssigned:  {"assigned"},
	usher.EntryTakenBack: {"taken_back"},
	usher.EntryMoved:     {"taken_back"},
	usher.EntryClosed:    {"closed"},
	usher.EntryCalled:    {"request"},
}

// told is the event of a moment, if it is one to be told.
func told(m scenario.Moment) (event, bool) {
	if m.Decision != nil {
		return decided(*m.Decision)
	}
	switch e := m.Effect.(type) {
	case usher.Send:
		name := "text"
		if m.Refused {
			name = "undelivered"
		}
		shown := textEvent(e)
		shown.Event = name
		return shown, true
	case usher.Note:
		return event{Event: "note", Text: e.Text}, true
	case usher.HandOver:
		return event{Event: "assigned", Team: e.Team, Agent: e.Agent}, true
	case usher.Enqueue:
		return event{Event: "queued", Team: e.Team, Agent: e.Agent}, true
	case usher.Offer:
		return event{Event: "offered", Team: e.Team, Agent: e.Agent, Until: e.Until}, true
	case usher.Withdraw:
		return event{Event: "withdrawn", Agent: e.Agent, Reason: e.Reason}, true
	case usher.SetAway:
		return event{Event: "set_away", Agent: e.Agent, Reason: counted(e.Missed, "offer") + " missed in a row"}, true
	case usher.TakeBack:
		return event{Event: "taken_back", Agent: e.Agent, Reason: e.Reason}, true
	case usher.Close:
		return event{Event: "closed", Agent: e.By, Reason: strings.Trim(e.Category+": "+e.Summary, ": ")}, true
	}
	if isRequest(m) {
		return event{Event: "request", Text: strings.TrimPrefix(m.Text, m.Conversation+" calls ")}, true
	}
	return event{Event: "told", Text: m.Text}, m.Kind != scenario.Decided
}

// decided is the event of a decision, if it is one to be told.
func decided(d usher.Entry) (event, bool) {
	if answer, ok := answerIn(d); ok {
		return event{Event: "request", Text: answer}, true
	}
	name, ok := decisions[d.Kind]
	e := event{Event: name, Reason: d.Detail}
	if until, isWait := strings.CutPrefix(e.Reason, "until "); name == "waits" && isWait {
		e.Until, _ = time.Parse(time.RFC3339, until) // it is told as it is, if it is no instant
	}
	return e, ok && d.Detail != ""
}

// textEvent is a text, as it is and as its channel shows it.
func textEvent(send usher.Send) event {
	e := event{Event: "text", Text: send.Text}
	for _, choice := range send.Choices {
		e.Choices = append(e.Choices, choice.Title)
	}
	shown := send.Render(usher.CapabilitiesOf(send.Channel))
	if shown.Form != usher.PlainText || len(shown.Texts) != 1 || shown.Template != "" {
		e.Shown = &shown
	}
	return e
}

// decisions are those worth telling beside what they cause; /why tells all.
var decisions = map[usher.EntryKind]string{
	usher.EntryFallback: "fallback",
	usher.EntryFailed:   "failed",
	usher.EntryRefused:  "refused",
	usher.EntryStale:    "stale",
	usher.EntryIgnored:  "ignored",
	usher.EntryKept:     "kept",
	usher.EntryLate:     "late",
	usher.EntryTimedOut: "timed_out",
	usher.EntryCalled:   "called",
	usher.EntryStage:    "stage",
	usher.EntryHeld:     "hold",
	usher.EntryWoken:    "woken",
	usher.EntryWaited:   "waits",
	usher.EntryKnown:    "known",
}

// line is the event as people read it, without its time.
func (e event) line() string {
	switch e.Event {
	case "note":
		return "note: " + e.Text
	case "undelivered":
		return "did not reach the contact: " + e.Text
	case "queued":
		if e.Position == 0 {
			return "waits for " + cmp.Or(e.Agent, e.Team)
		}
		return fmt.Sprintf("waits for %s, position %d", cmp.Or(e.Agent, e.Team), e.Position)
	case "assigned":
		return "handed to " + agentOf(e.Agent, e.Team)
	case "offered":
		return "offered to " + agentOf(e.Agent, e.Team) + ", until " + clockText(e.Until, e.Until)
	case "withdrawn":
		return "no longer offered to " + e.Agent + because(e.Reason)
	case "set_away":
		return e.Agent + " is set away" + because(e.Reason)
	case "taken_back":
		return "taken back from " + e.Agent + because(e.Reason)
	case "closed":
		return closedBy(e.Agent, e.Reason)
	}
	return e.decisionLine()
}

// decisionLine is the line of a decision, and of whatever has a text of its own.
func (e event) decisionLine() string {
	switch e.Event {
	case "fallback":
		return "the fallback serves it" + because(e.Reason)
	case "refused":
		return "not accepted" + because(e.Reason)
	case "failed":
		return "went wrong" + because(e.Reason)
	case "called":
		return "action" + because(e.Reason)
	case "request":
		return "http: " + e.Text
	case "waits":
		if !e.Until.IsZero() {
			return "waits until " + clockText(e.Until, e.At)
		}
		return "waits " + e.Reason
	case "known":
		return "known already: " + e.Reason
	}
	return cmp.Or(e.Text, e.Reason)
}

// agentOf is an agent, with the team if it went through one.
func agentOf(agent, team string) string {
	if team == "" {
		return agent
	}
	return agent + " of " + team
}

func because(reason string) string {
	if reason == "" {
		return ""
	}
	return ": " + reason
}

// closedBy says who closed a conversation, and why.
func closedBy(who, reason string) string {
	switch who {
	case "workflow":
		return "closed by the workflow" + because(reason)
	case "contact":
		return "closed: the contact has left"
	}
	return "closed" + because(reason)
}
