package ushertest

import (
	"math/rand/v2"
	"testing"

	"github.com/gousher/usher"
)

// TestWorkflow holds a workflow to the contract of [usher.Workflow]: it compiles for the desk, has one id and one
// revision, stays what it is, and comes to rest on whatever the contact does. Conversations are walked through it, with
// messages that depend on nothing but the walk's number; each turn is made again, and passes through the stored form.
//
// Actions are not called: their results are made up. A workflow made of functions is fine; what they keep to themselves
// is found by its consequences only.
func TestWorkflow(tb testing.TB, w usher.Workflow, desk usher.Desk) {
	tb.Helper()
	checkWorkflow(w, desk).report(tb)
}

const (
	walks    = 40
	maxTurns = 25 // of one walk
)

func checkWorkflow(w usher.Workflow, desk usher.Desk) *breaches {
	found := &breaches{contract: "Workflow"}
	before, _ := portrait(w)
	id, revision := w.ID(), revisionOf(w)
	trial := &Trial{Desk: &desk}
	d := &drive{trial: trial, found: found}
	if !d.compile(w, &desk) {
		return found
	}
	for walk := range uint64(walks) {
		d.walk(rand.New(rand.NewPCG(walk, 0)), trial.contacts()) //nolint:gosec // it is to be the same every time
	}
	if after, _ := portrait(w); after != before {
		found.addf(ruleStepDecides, "the workflow is not what it was before it decided:\n\t%s", difference(before, after))
	}
	if again := w.ID(); again != id {
		found.addf(ruleWorkflowID, "its id was %q and is %q", id, again)
	}
	if again := revisionOf(w); again != revision {
		found.addf(ruleRevised, "its revision was %d and is %d", revision, again)
	}
	if len(found.found) == 0 {
		d.atOnce()
	}
	return found
}

func revisionOf(w usher.Workflow) int {
	if revised, ok := w.(usher.Revised); ok {
		return revised.RevisionNumber()
	}
	return 0
}

// walk leads one conversation through the workflow, by chance, until it is over.
func (d *drive) walk(chance *rand.Rand, contacts []usher.Contact) {
	at := d.begin(scene(contacts[chance.IntN(len(contacts))], chance.IntN(3)))
	for range maxTurns {
		events := d.events(&at)
		if len(events) == 0 {
			return
		}
		at = d.step(&at, events[chance.IntN(len(events))])
	}
}
