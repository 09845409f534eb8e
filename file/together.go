package file

import (
	"errors"
	"slices"

	"github.com/gousher/usher"
)

// checkSet checks workflows as a router would that has a whole set: they may run each other. Those of the set that are not
// among the new ones have been checked before. Complete: the set is all that there is, so that what it lacks is unknown.
func checkSet(added, set []*readWorkflow, d *readDesk, complete bool) {
	known := slices.DeleteFunc(slices.Clone(set), func(w *readWorkflow) bool { return w.empty || w.flow.Name == unnamed })
	whole := complete && len(known) == len(set)
	related := slices.ContainsFunc(known, (*readWorkflow).related) && distinct(known)
	var found usher.Diagnostics
	if related {
		found = together(known, d)
	}
	for _, w := range added {
		switch {
		case w.empty:
		case related && whole:
			w.report(of(w, found, true), d)
		default:
			w.report(append(w.alone(d), of(w, found, false)...), d)
		}
	}
}

// of is what was found of one workflow of a set: all of it, or what only the set shows.
func of(w *readWorkflow, found usher.Diagnostics, all bool) usher.Diagnostics {
	var own usher.Diagnostics
	for _, mistake := range found {
		circle := mistake.Code == circular && mistake.Step == ""
		if circle {
			mistake.Field = "name"
		}
		if mistake.Workflow == w.flow.Name && (all || circle) {
			own = append(own, mistake)
		}
	}
	return own
}

// related reports whether what is right for a workflow depends on others: those that it runs, or those that may run it.
func (w *readWorkflow) related() bool {
	return w.runs || len(w.flow.On) > 0 && !slices.ContainsFunc(w.flow.On, func(on usher.Trigger) bool { return on != usher.OnManual })
}

// distinct reports whether all workflows have names of their own.
func distinct(all []*readWorkflow) bool {
	seen := map[string]bool{}
	for _, w := range all {
		if seen[w.flow.Name] {
			return false
		}
		seen[w.flow.Name] = true
	}
	return true
}

// together is everything that is wrong with workflows that know each other, and not with the desk or the set as such.
func together(all []*readWorkflow, d *readDesk) usher.Diagnostics {
	flows := make([]usher.Workflow, len(all))
	for i, w := range all {
		flows[i] = w.flow
	}
	if d != nil && !d.broken {
		found := usher.Definition{Desk: &d.desk, Workflows: flows}.Check()
		return found[min(len(d.checker.Desk()), len(found)):]
	}
	var found usher.Diagnostics
	if _, err := usher.Compile(flows[0], nil, flows[1:]...); !errors.As(err, &found) {
		found = nil
	}
	for _, w := range all { // a compiler says nothing of warnings
		for _, mistake := range w.alone(nil) {
			if mistake.Warning && mistake.Code != openEnd {
				found = append(found, mistake)
			}
		}
	}
	return found
}
