package usher

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// The conditions that a caller can tell apart with errors.Is.
var (
	// ErrInvalid is returned by every call whose input can never be accepted. Do not try again.
	ErrInvalid = errors.New("usher: invalid input")
	// ErrTooOld is returned by [Router.Route] for a message that is older than the window in which message ids are
	// remembered; it wraps [ErrInvalid].
	ErrTooOld = fmt.Errorf("%w: the message is older than the ids that are remembered", ErrInvalid)
	// ErrUnknown is returned for a conversation, agent, team or workflow that the router does not know; it wraps
	// [ErrInvalid].
	ErrUnknown = fmt.Errorf("%w: unknown", ErrInvalid)
	// ErrConflict is returned for what is no longer possible because another change came first: accepting an offer that is
	// over, putting on hold what somebody else has. Nothing has changed. It wraps [ErrInvalid].
	ErrConflict = fmt.Errorf("%w: no longer possible", ErrInvalid)
	// ErrUnavailable is returned by every call when the store could not say that the change is kept: deliver the same
	// message (make the same call) again.
	ErrUnavailable = errors.New("usher: the store is unavailable, try again")
	// ErrFenced is returned by a [Store] whose shard has another owner by now.
	ErrFenced = errors.New("usher: the shard has another owner")
	// ErrUndeliverable is returned, wrapped or not, by [Host.Deliver] for an effect that can never be delivered.
	ErrUndeliverable = errors.New("usher: undeliverable")
)

// A Diagnostic is one mistake in a definition, with its place.
type Diagnostic struct {
	// File is where the definition was read from; empty for one that was written in Go.
	File string `json:"file,omitempty"`
	// Workflow and Step place a mistake in a definition that was written in Go: the step's id or path, and its field.
	Workflow string `json:"workflow,omitempty"`
	Step     string `json:"step,omitempty"`
	Field    string `json:"field,omitempty"`
	// Line and Column count from 1: in the file, or in the source of the condition or text. Zero: none.
	Line   int `json:"line,omitempty"`
	Column int `json:"column,omitempty"`
	// Length is how many characters the caret underlines.
	Length int `json:"length,omitempty"`
	// Code names the kind of mistake for good: U0xx.
	Code    string `json:"code"`
	Message string `json:"message"`
	// Source is the line that the caret stands under.
	Source string `json:"source,omitempty"`
	// Hint says what to do.
	Hint string `json:"hint,omitempty"`
	// Warning is set for what may be meant.
	Warning bool `json:"warning,omitempty"`
}

// The codes of mistakes in definitions; U010 to U016 are those of conditions and texts, U060 to U069 those of keyword
// tables.
const (
	codeName      = "U001" // an id or a name is missing or malformed
	codeDuplicate = "U002" // an id is used twice
	codeUnknown   = "U003" // an unknown team, agent, step, variable, table
	codeType      = "U004" // a value of the wrong type
	codeExit      = "U020" // a branch without else, an exit that leads nowhere
	codeOpenEnd   = "U021" // a path that ends without assign or close
	codeDeadStep  = "U022" // a step that cannot be reached
	codeUnbounded = "U023" // a loop without a bound
	codeUnset     = "U024" // a variable that no path sets before it is read
	codeGuards    = "U025" // no workflow for the rest
	codeValue     = "U026" // a setting that makes no sense
	codePanic     = "U027" // custom code that panics while it is checked
	codeSize      = "U028" // a definition beyond the limits
	codeRevision  = "U029" // a definition that changed without a new revision
)

// deskPlace stands where a mistake in a workflow has the workflow's name.
const deskPlace = "desk"

// String is the mistake as people read it, in one or more lines.
func (d Diagnostic) String() string {
	var b strings.Builder
	if place := d.place(); place != "" {
		b.WriteString(place + "  ")
	}
	kind := ""
	if d.Warning {
		kind = "warning: "
	}
	fmt.Fprintf(&b, "%s  %s%s", d.Code, kind, d.Message)
	if d.Source != "" {
		number := fmt.Sprintf("%5d", max(d.Line, 1))
		fmt.Fprintf(&b, "\n%s | %s", number, strings.ReplaceAll(d.Source, "\t", " "))
		if d.Column > 0 {
			before, length := d.underlined()
			fmt.Fprintf(&b, "\n%s | %s%s", strings.Repeat(" ", len(number)), strings.Repeat(" ", before), strings.Repeat("^", length))
		}
	}
	if d.Hint != "" {
		b.WriteString("\n   " + d.Hint)
	}
	return b.String()
}

// underlined is where the caret stands in the printed line, and how long it is: a wide character takes two columns, and
// one that is written over another takes none.
func (d Diagnostic) underlined() (before, length int) {
	source := []rune(d.Source)
	for i := range d.Column - 1 {
		before += columns(source, i)
	}
	for i := range max(d.Length, 1) {
		length += columns(source, d.Column-1+i)
	}
	return before, max(length, 1)
}

func columns(source []rune, i int) int {
	if i >= len(source) {
		return 1
	}
	switch kind := width.LookupRune(source[i]).Kind(); {
	case unicode.In(source[i], unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	case kind == width.EastAsianWide, kind == width.EastAsianFullwidth:
		return 2
	}
	return 1
}

func (d Diagnostic) place() string {
	parts := make([]string, 0, 4)
	if d.File != "" {
		parts = append(parts, d.File)
	}
	step := d.Step
	if step != "" && d.Workflow != "" && d.Workflow != deskPlace {
		step = "step " + step
	}
	where := strings.Join(slices.DeleteFunc([]string{d.Workflow, strings.TrimSpace(step + " " + d.Field)},
		func(part string) bool { return part == "" }), ", ")
	if where != "" && d.File == "" { // a file's line says it better
		parts = append(parts, strings.TrimSpace(where))
	}
	if d.Line > 0 && d.Column > 0 {
		parts = append(parts, fmt.Sprintf("%d:%d", d.Line, d.Column))
	}
	return strings.Join(parts, ":")
}

// Diagnostics are all the mistakes of a definition at once. As an error it prints every one of them.
type Diagnostics []Diagnostic

// Error prints every mistake with its place, separated by line breaks.
func (ds Diagnostics) Error() string {
	lines := make([]string, 0, len(ds)+1)
	lines = append(lines, fmt.Sprintf("usher: %s", counted(len(ds), "mistake")))
	for _, d := range ds {
		lines = append(lines, d.String())
	}
	return strings.Join(lines, "\n")
}

// Is makes errors.Is(err, ErrInvalid) true: a definition with mistakes can never be accepted.
func (ds Diagnostics) Is(target error) bool { return target == ErrInvalid }

// Errors leaves out the warnings.
func (ds Diagnostics) Errors() Diagnostics {
	var errs Diagnostics
	for _, d := range ds {
		if !d.Warning {
			errs = append(errs, d)
		}
	}
	return errs
}

// err is nil if there are only warnings.
func (ds Diagnostics) err() error {
	if errs := ds.Errors(); len(errs) > 0 {
		return errs
	}
	return nil
}

func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
