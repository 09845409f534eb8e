package ushertest

import (
	"maps"
	"slices"
	"testing"

	"github.com/gousher/usher"
)

// TestStep holds a step to the contract of [usher.Step]: it is a plain value, declares itself the same way every time,
// decides the same whenever it is asked the same, by whomever and after whatever restart, leaves alone what it is shown,
// uses only what it has declared, and always decides something.
//
// The step is put into a workflow of its own and led through every event that can come to it, a few turns deep, and each
// run through its stored form. Actions are not called: their results are made up. Run it with -race to see that the step
// can be shared by goroutines.
func TestStep(tb testing.TB, step usher.Step, with Trial) {
	tb.Helper()
	found := checkStep(step, with)
	found.report(tb)
}

const (
	maxDepth = 7  // turns of one conversation
	maxSeen  = 60 // places where it rests
)

func checkStep(step usher.Step, with Trial) *breaches {
	found := &breaches{contract: "Step"}
	before, odd := portrait(step)
	if len(odd) > 0 && !with.HoldsFunctions {
		found.addf(ruleStepPlain, "%T is no plain value: %s", step, odd[0])
	}
	d := &drive{trial: &with, found: found}
	if !d.compile(with.flow(step), with.Desk) {
		return found
	}
	for i, contact := range with.contacts() {
		d.explore(d.begin(scene(contact, i)))
	}
	found.idle = !d.reached
	if after, _ := portrait(step); after != before {
		found.addf(ruleStepDecides, "%T is not what it was before it decided:\n\t%s", step, difference(before, after))
	}
	if len(found.found) == 0 { // otherwise what it shares is known, and would only be a race
		d.atOnce()
	}
	return found
}

// explore leads a conversation through every event, the nearest places first.
func (d *drive) explore(from stop) {
	seen := map[string]bool{}
	for queue := []stop{from}; len(queue) > 0 && len(seen) < maxSeen; queue = queue[1:] {
		at := &queue[0]
		for _, event := range d.events(at) {
			next := d.step(at, event)
			key := string(next.run.Encode()) + content(next.scene.Contact)
			if next.depth < maxDepth && !seen[key] {
				seen[key] = true
				queue = append(queue, next)
			}
		}
	}
}

func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
