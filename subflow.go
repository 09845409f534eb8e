package usher

import (
	"fmt"
	"slices"

	"github.com/gousher/usher/internal/rule"
)

// RunWorkflow runs another workflow, and goes on when that ends without an owner. If it assigns or closes the
// conversation, it does not come back.
//
// The other workflow has variables of its own. Where both declare one of the same name and type, and one side has no value
// for it, it takes the other's: when it begins, and when it comes back; a private one is not shown to where it is none. A
// workflow that is to run once for each contact,
// and has, is left out. Workflows that run each other in a circle are a mistake.
type RunWorkflow struct {
	// Workflow is the name of one of the router's workflows; its trigger is usually [OnManual].
	Workflow WorkflowID
}

// maxNested is how deep workflows may run each other.
const maxNested = 20

// Declare declares the other workflow.
func (s RunWorkflow) Declare(d *Declaration) {
	if s.Workflow == "" {
		d.Wrong("workflow", codeName, "the workflow to run is missing", "")
		return
	}
	c := d.compiler
	c.runs = append(c.runs, s.Workflow)
	if c.others == nil || slices.Contains(c.others, string(s.Workflow)) {
		return
	}
	d.Wrong("workflow", codeUnknown, fmt.Sprintf("unknown workflow %q", s.Workflow), didYouMean(string(s.Workflow), c.others))
}

// Decide begins the other workflow. When that has ended the run goes on behind this step by itself.
func (s RunWorkflow) Decide(t *Turn) Next {
	other := t.program.other(s.Workflow)
	switch {
	case other == nil:
		return Fail("there is no workflow %q to run", s.Workflow)
	case other.once && t.scene.hasRun(other.id):
		t.note(EntryMatched, fmt.Sprintf("%s is left out: it runs once for each contact", s.Workflow))
		return Continue()
	case len(t.run.callers) >= maxNested:
		return Fail("workflows run each other over %d deep", maxNested)
	}
	t.note(EntryStarted, string(other.id))
	return Next{kind: nextRun, program: other}
}

// frame is a workflow that has run another one and waits for its end.
type frame struct {
	program *Program
	at      int32
	vars    []rule.Value
	counts  []count
}

// enterWorkflow begins another workflow within the run.
func (t *Turn) enterWorkflow(other *Program) {
	r := t.run
	r.callers = append(slices.Clip(r.callers), frame{r.program, r.at, r.vars, r.counts})
	vars := slices.Clone(other.initial)
	share(other, vars, r.program, r.vars)
	t.begins(other)
	r.program, r.vars, r.counts = other, vars, nil
	t.program, t.ownVars = other, true
	t.stand(0)
}

// leaveWorkflow goes back to the workflow that has run the present one.
func (t *Turn) leaveWorkflow() (Rest, bool) {
	r := t.run
	last := r.callers[len(r.callers)-1]
	t.note(EntryEnded, string(r.program.id))
	vars := slices.Clone(last.vars)
	share(last.program, vars, r.program, r.vars)
	r.callers = slices.Clip(r.callers[:len(r.callers)-1])
	r.program, r.vars, r.counts = last.program, vars, last.counts
	t.program, t.ownVars = last.program, true
	t.node = &t.program.nodes[last.at]
	return t.moveTo(t.node.next)
}

// share gives the variables that have no value those of the other workflow.
func share(to *Program, values []rule.Value, from *Program, given []rule.Value) {
	for i, declared := range to.declared {
		k, ok := from.variables[declared.name]
		if !ok || from.declared[k].private && !declared.private { // it would be shown there
			continue
		}
		if values[i].IsNil() && from.declared[k].kind == declared.kind {
			if v, err := declared.fit(given[k]); err == nil {
				values[i] = v
			}
		}
	}
}

// other finds a workflow that a step runs.
func (p *Program) other(id WorkflowID) *Program {
	if p.find == nil {
		return nil
	}
	return p.find(id, -1)
}

// step is how the explanation calls the present step: within a workflow that another one has run, its name stands before.
func (t *Turn) step() string {
	if len(t.run.callers) == 0 || t.run.at == 0 {
		return t.node.id
	}
	return string(t.program.id) + "/" + t.node.id
}

// checkRuns looks at which workflow runs which: names that lead in a circle, and paths that may end without an owner only
// because another workflow goes on then.
func checkRuns(compiled, earlier []*compiler) Diagnostics {
	var found Diagnostics
	byName := map[WorkflowID]*compiler{}
	run := map[WorkflowID]bool{}
	for _, c := range compiled {
		byName[c.program.id] = c
	}
	for _, c := range slices.Concat(compiled, earlier) {
		for _, id := range c.runs {
			run[id] = true
		}
	}
	for _, c := range compiled {
		if circle := circleFrom(byName, c.program.id); circle != "" {
			found = append(found, c.placed("", Diagnostic{
				Code: codeUnbounded, Message: "workflows run each other in a circle: " + circle, Hint: "take one of the run steps out",
			}))
		}
		if !run[c.program.id] || !c.program.manualOnly() {
			for _, end := range c.openEnds {
				if end.after == "" || returns(byName, end.after, nil) {
					c.found = append(c.found, end.mistake)
				}
			}
		}
		for _, read := range c.unset {
			if !givenBy(slices.Concat(compiled, earlier), c.program.id, read.variable) {
				c.found = append(c.found, read.mistake)
			}
		}
	}
	return found
}

// returns reports whether a workflow may end without an owner, so that the one that has run it goes on.
func returns(all map[WorkflowID]*compiler, id WorkflowID, on []WorkflowID) bool {
	c := all[id]
	if c == nil || c.partial || slices.Contains(on, id) {
		return true
	}
	return slices.ContainsFunc(c.openEnds, func(end loose) bool {
		return end.after == "" || returns(all, end.after, append(on, id))
	})
}

// givenBy reports whether a workflow that runs this one may hand the variable over.
func givenBy(all []*compiler, id WorkflowID, variable string) bool {
	return slices.ContainsFunc(all, func(c *compiler) bool {
		_, has := c.program.variables[variable]
		return has && slices.Contains(c.runs, id)
	})
}

// circleFrom is the way from a workflow back to itself; empty: there is none.
func circleFrom(all map[WorkflowID]*compiler, id WorkflowID) string {
	seen := map[WorkflowID]bool{}
	var follow func(at WorkflowID, way string) string
	follow = func(at WorkflowID, way string) string {
		c := all[at]
		if c == nil || seen[at] {
			return ""
		}
		seen[at] = true
		for _, next := range c.runs {
			if next == id {
				return way + " -> " + string(next)
			}
			if found := follow(next, way+" -> "+string(next)); found != "" {
				return found
			}
		}
		return ""
	}
	return follow(id, string(id))
}

func (p *Program) manualOnly() bool { return len(p.on) == 1 && p.on[0] == OnManual }
