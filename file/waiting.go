package file

import (
	"regexp"
	"slices"

	"github.com/gousher/usher"
	"github.com/gousher/usher/internal/source"
)

// instantLike is what begins like an instant.
var instantLike = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}`)

// hours takes one way while a calendar is open, and another one while it is closed.
func (w *workflowReader) hours(m source.Map, name string) usher.Step {
	s := usher.Hours{
		Calendar: m.Of("calendar").Name(), Open: w.block(m, name, "open", "open"), Closed: w.block(m, name, "closed", "closed"),
	}
	if !m.Has("open") {
		s.Open = usher.Steps{w.unread()}
	}
	if !m.Has("closed") {
		s.Closed = usher.Steps{w.unread()}
	}
	if s.Calendar == "" && !m.Of("calendar").IsText() { // what is missing has been said
		w.places.said(name, "calendar", source.BadName)
	}
	return s
}

// wait lets time pass.
func (w *workflowReader) wait(m source.Map, name string) usher.Step {
	s := usher.Wait{
		For: m.Of("for").Duration(), Until: formula(m.Of("until")), Business: m.Of("business").Name(), Or: w.block(m, name, "or", "or"),
	}
	if m.Has("for") && s.For == 0 {
		nothing(m.Of("for"), "leave the step out", "to wait for no time is no wait")
		s.For = 1 // what goes with it is no second mistake
	}
	unsure := slices.ContainsFunc([]string{"for", "until"}, func(key string) bool { return unclear(m, key) || m.Of(key).IsNull() })
	if unsure || m.Has("until") && s.Until == "" { // what it waits for could not be read
		w.places.said(name, "for", source.BadValue)
		w.places.said(name, "business", source.BadValue)
	}
	if nameless(m.Of("business"), "the calendar has no name") {
		w.places.said(name, "business", source.BadValue)
	}
	w.rfc3339(m.Of("until"), name)
	return s
}

// rfc3339 says of an instant that stands where an expression of one is wanted how that is written.
func (w *workflowReader) rfc3339(n source.Node, name string) {
	if text, ok := n.Scalar(); ok && instantLike.MatchString(text) {
		n.Wrong(source.BadValue, "set a variable of type time to it, and write the variable's name",
			"%s is an instant: an expression of one is wanted here", text)
		for _, code := range []string{"U010", "U011", "U013"} {
			w.places.said(name, "until", code)
		}
	}
}

// run runs another workflow.
func (w *workflowReader) run(m source.Map) usher.Step {
	w.runs = true
	n := m.Of("workflow")
	other := n.Name()
	if other == "" && !n.IsText() {
		return nil // what is missing has been said
	}
	return usher.RunWorkflow{Workflow: usher.WorkflowID(other)}
}
