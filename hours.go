package usher

import (
	"fmt"
	"time"

	"github.com/gousher/usher/internal/calendar"
	"github.com/gousher/usher/internal/rule"
)

// Hours takes one way while a calendar is open and the other while it is closed; both are required.
type Hours struct {
	// Calendar is one of the desk's.
	Calendar string
	Open     Steps
	Closed   Steps
}

const (
	openBlock   = "open"
	closedBlock = "closed"
	orBlock     = "or"
)

// Declare declares the calendar and both ways.
func (s Hours) Declare(d *Declaration) {
	d.Calendar("calendar", s.Calendar)
	d.Ends()
	for _, way := range []struct {
		name  string
		steps Steps
	}{{openBlock, s.Open}, {closedBlock, s.Closed}} {
		if len(way.steps) == 0 {
			d.compiler.at(d.node).unsure = true
			d.Wrong(way.name, codeExit, fmt.Sprintf("the hours have no steps for %s", way.name), "say what to do then")
			continue
		}
		d.Block(way.name, way.steps)
	}
}

// Decide looks at the calendar.
func (s Hours) Decide(t *Turn) Next {
	desk := t.desk()
	if desk == nil || !desk.has(s.Calendar) {
		return Fail("there is no calendar %q any more", s.Calendar)
	}
	way := closedBlock
	if desk.open(s.Calendar, t.now) {
		way = openBlock
	}
	t.note(EntryMatched, s.Calendar+" is "+way)
	return Enter(way)
}

// Wait lets time pass. What the contact writes meanwhile ends it if there is an Or; otherwise it is kept, and answers the
// next question, if one follows. An instant that has passed is no wait; one that is not known is a failure.
type Wait struct {
	// For is how long; with Business it runs only while that calendar is open, as the calendar was when the wait began.
	For      time.Duration
	Business string
	// Until is an expression of an instant. Either For or Until is given.
	Until string
	// Or is taken when the contact writes first.
	Or Steps
}

// Declare declares the instant, the calendar and the way out.
func (s Wait) Declare(d *Declaration) {
	switch {
	case s.For < 0 || s.For > maxWait:
		d.Wrong("for", codeValue, "the wait is below zero or longer than ten years", "")
	case s.For == 0 && s.Until == "":
		d.Wrong("for", codeValue, "the wait has no end", "say how long with for, or until when")
	case s.For > 0 && s.Until != "":
		d.Wrong("until", codeValue, "the wait has two ends", "leave out for or until")
	case s.Business != "" && s.For == 0:
		d.Wrong("business", codeValue, "a wait until an instant does not count hours", "use for")
	}
	if s.Until != "" {
		x, mistakes := d.compiler.scope.Expression(s.Until, rule.TimeType)
		d.expression("until", s.Until, x, mistakes)
	}
	if s.Business != "" {
		d.Calendar("business", s.Business)
	}
	if len(s.Or) > 0 {
		d.Block(orBlock, s.Or)
	}
}

const maxWait = 10 * 366 * 24 * time.Hour

// Decide waits, then goes on.
func (s Wait) Decide(t *Turn) Next {
	switch t.Event().(type) {
	case nil:
		return s.begin(t)
	case TimedOut:
		t.note(EntryTimedOut, "the wait is over")
		return Continue()
	case Received:
		if t.node.has(orBlock) {
			t.note(EntryMatched, orBlock+": the contact has written")
			return Enter(orBlock)
		}
	}
	return Next{kind: nextPause, asks: true}
}

func (s Wait) begin(t *Turn) Next {
	until, problem := s.end(t)
	switch {
	case problem != "":
		return Fail("there is nothing to wait for: %s", problem)
	case !until.After(t.now):
		t.note(EntryWaited, "not at all: "+until.UTC().Format(time.RFC3339)+" has passed")
		return Continue()
	}
	t.note(EntryWaited, "until "+until.UTC().Format(time.RFC3339))
	return Next{kind: nextPause, timeout: until.Sub(t.now)}
}

// end is when the wait is over, or why it is not known.
func (s Wait) end(t *Turn) (until time.Time, problem string) {
	if s.Until != "" {
		return t.instant("until", s.Until)
	}
	if s.Business == "" {
		return t.now.Add(s.For), ""
	}
	desk := t.desk()
	if desk == nil || !desk.has(s.Business) {
		return until, fmt.Sprintf("there is no calendar %q any more", s.Business)
	}
	until, ok := elapse(desk.hours[s.Business], t.now, s.For)
	if !ok {
		return until, s.Business + " does not open for so long any more"
	}
	return until, ""
}

// instant is the value of an expression that gives one, or why it has none.
func (t *Turn) instant(field, source string) (at time.Time, problem string) {
	x := t.node.value(field, source)
	if x == nil {
		return at, "the expression was not declared"
	}
	value, err := x.Eval(t)
	if err != nil {
		return at, err.Error()
	}
	at, ok := value.AsTime()
	if !ok {
		return at, source + " is not set"
	}
	return at, ""
}

// elapse is the instant at which a calendar has been open for so long from an instant on.
func elapse(hours *calendar.Calendar, from time.Time, open time.Duration) (time.Time, bool) {
	const most = 100_000 // edges: a calendar of two spans a day for over sixty years
	for range most {
		edge, _, ok := hours.Next(from)
		isOpen := hours.Open(from)
		switch {
		case !ok && isOpen:
			return from.Add(open), true
		case !ok:
			return from, false
		case !isOpen:
		case edge.Sub(from) >= open:
			return from.Add(open), true
		default:
			open -= edge.Sub(from)
		}
		from = edge
	}
	return from, false
}

// desk is the one in force when the turn's workflow was compiled; nil: there was none.
func (t *Turn) desk() *desk {
	if t.program != nil && t.program.desk != nil {
		return t.program.desk
	}
	if t.shard != nil {
		return t.shard.desk
	}
	return nil
}
