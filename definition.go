package usher

import (
	"context"
	"fmt"
	"reflect"
	"slices"
)

// definitions are what is in force: immutable.
type definitions struct {
	tenant   string
	desk     *desk
	active   []*Program
	programs map[programKey]*Program
	sources  []Workflow // the active ones, and those kept for runs under way
	earlier  []Workflow
	// asksTeams: an expression of some workflow may ask how a team stands.
	asksTeams bool
}

type programKey struct {
	id       WorkflowID
	revision int
}

func (d *definitions) program(id WorkflowID, revision int) *Program {
	return d.programs[programKey{id, revision}]
}

// define checks a desk and workflows together.
func define(cfg Config, d Desk, active, earlier []Workflow) (*definitions, Diagnostics) {
	prepared, found := prepare(d)
	defs := &definitions{tenant: cfg.Tenant, desk: prepared, programs: map[programKey]*Program{}, sources: active, earlier: earlier}
	if len(active) == 0 {
		found = append(found, Diagnostic{Code: codeGuards, Message: "there is no workflow", Hint: "give at least one"})
	}
	around := cfg.around()
	before := make([]*compiler, 0, len(earlier)) // they have been in force: what is wrong with them now is for their own runs to find out
	for _, w := range earlier {
		if !isNil(w) {
			before = append(before, compileOne(w, prepared, around, nil))
		}
	}
	compiled, mistakes := compileAll(active, prepared, around, before...)
	found = slices.Concat(found, mistakes, defs.enlist(compiled))
	found = append(found, defs.served(len(found.Errors()) == 0)...)
	for _, c := range before {
		if key := (programKey{c.program.id, c.program.revision}); defs.programs[key] == nil {
			defs.programs[key] = c.program
		}
	}
	for _, p := range defs.programs {
		p.find = defs.find
		defs.asksTeams = defs.asksTeams || p.asksTeams
	}
	return defs, found
}

// enlist puts programs in force, and reports those of one name.
func (d *definitions) enlist(compiled []*Program) (found Diagnostics) {
	names := map[WorkflowID]bool{}
	for _, p := range compiled {
		if p == nil {
			continue
		}
		if names[p.id] {
			found = append(found, Diagnostic{
				Workflow: string(p.id), Code: codeDuplicate, Message: "two workflows have this name",
				Hint: "an earlier revision belongs in Config.Earlier",
			})
		}
		names[p.id] = true
		d.active = append(d.active, p)
		d.programs[programKey{p.id, p.revision}] = p
	}
	return found
}

// served reports messages that no workflow serves: those that no guard matches, and, as a warning, those of contacts who have
// had what runs once for each.
func (d *definitions) served(sound bool) Diagnostics {
	always := func(p *Program) bool { return p.servesAll() && !p.once }
	switch {
	case !slices.ContainsFunc(d.active, (*Program).starts) || slices.ContainsFunc(d.active, always):
		return nil
	case !slices.ContainsFunc(d.active, (*Program).servesAll):
		return Diagnostics{{
			Code: codeGuards, Message: "no workflow serves the messages that no guard matches: each of them has one",
			Hint: "let one workflow that starts on message or opened have no condition",
		}}
	case !sound:
		return nil
	}
	return Diagnostics{{
		Code: codeGuards, Warning: true, Message: "no workflow serves the contacts who have had the ones for once per contact",
		Hint: "add one without a condition, or let the fallback serve them",
	}}
}

// find is the program of a workflow that another one runs: the one in force, or a revision that a stored run names.
func (d *definitions) find(id WorkflowID, revision int) *Program {
	if revision >= 0 {
		return d.program(id, revision)
	}
	found := d.byName(id)
	if found != nil {
		return found
	}
	for key, p := range d.programs { // out of force, and still run by runs that began before
		if key.id == id && (found == nil || p.revision > found.revision) {
			found = p
		}
	}
	return found
}

func (c Config) around() surroundings {
	if c.web == nil { // nothing is going to run: it is only checked
		c.web = &web{}
	}
	return surroundings{limits: c.Limits, language: c.Language, phones: c.Phones, web: c.web, seed: c.Seed}
}

// changed reports workflows that are not what they were under the same revision: runs under way count on that. What holds
// functions cannot be compared.
func (d *definitions) changed(active []Workflow) Diagnostics {
	var found Diagnostics
	for _, w := range active {
		for _, before := range d.sources {
			if revisionOf(w) != revisionOf(before) || reflect.DeepEqual(w, before) || !canCompare(before) {
				continue
			}
			found = append(found, Diagnostic{
				Workflow: string(w.ID()), Code: codeRevision, Hint: "raise its revision",
				Message: fmt.Sprintf("the workflow has changed under the revision %d that is in force", revisionOf(w).revision),
			})
		}
	}
	return found
}

// canCompare reports whether a workflow holds nothing that cannot be compared, such as functions.
func canCompare(w Workflow) bool {
	again := w
	return reflect.DeepEqual(w, again)
}

func revisionOf(w Workflow) programKey {
	if isNil(w) {
		return programKey{}
	}
	key := programKey{id: w.ID()}
	if revised, ok := w.(Revised); ok {
		key.revision = revised.RevisionNumber()
	}
	return key
}

func (p *Program) servesAll() bool { return p.guard == nil && p.starts() }

// starts reports whether a message may start it.
func (p *Program) starts() bool {
	return slices.Contains(p.on, OnMessage) || slices.Contains(p.on, OnOpened)
}

// choose is the first active program that a trigger starts and whose condition holds; what failed is told in the trace.
func (d *definitions) choose(t *Turn, triggers ...Trigger) *Program {
	for _, p := range d.active {
		if !slices.ContainsFunc(triggers, func(on Trigger) bool { return slices.Contains(p.on, on) }) {
			continue
		}
		if p.once && t.scene.hasRun(p.id) {
			t.entries = append(t.entries, Entry{
				At: t.now, Kind: EntryMatched, Detail: fmt.Sprintf("not %s: it runs once for each contact, and has", p.id),
			})
			continue
		}
		if p.guard == nil {
			return p
		}
		t.program, t.run = p, p.Begin()
		if d.matches(t, p) {
			return p
		}
	}
	return nil
}

// matches reports whether the condition of a workflow holds, and says so with what it looked at.
func (d *definitions) matches(t *Turn, p *Program) bool {
	ok, err := p.guard.Holds(t)
	entry := Entry{At: t.now, Kind: EntryMatched, Detail: fmt.Sprintf("%s: %s", p.id, p.guard.Source())}
	switch {
	case err != nil:
		entry.Kind = EntryFailed
		entry.Detail = fmt.Sprintf("the condition of %s failed and counts as not matching: %v", p.id, err)
	case !ok:
		entry.Detail = fmt.Sprintf("not %s: %s", p.id, p.guard.Source())
		entry.Seen = t.seen(p.guard.Reads())
	default:
		entry.Seen = t.seen(p.guard.Reads())
	}
	t.entries = append(t.entries, entry)
	return ok && err == nil
}

// run is the conversation's run, restored if need be, or why there is none. One that began under another desk goes on under
// the one in force.
func (d *definitions) run(row *ConversationRow) (*Run, string) {
	stored := row.Stored
	switch {
	case row.Run != nil && d.holds(row.Run):
		return row.Run, ""
	case row.Run != nil:
		stored = row.Run.Encode()
	case len(stored) == 0:
		return nil, "the conversation has no run"
	}
	return d.restore(stored)
}

// holds reports whether the run's programs are the ones in force, or there are no others: nobody has put them out of force.
func (d *definitions) holds(run *Run) bool {
	p := d.program(run.program.id, run.program.revision)
	return p == run.program || p == nil
}

func (d *definitions) restore(stored []byte) (*Run, string) {
	id, revision, err := storedWorkflow(stored)
	if err != nil {
		return nil, "the run cannot be restored: " + err.Error()
	}
	program := d.program(id, revision)
	if program == nil {
		return nil, fmt.Sprintf("the workflow %s, revision %d, is gone", id, revision)
	}
	run, err := program.Restore(stored)
	if err != nil {
		return nil, "the run cannot be restored: " + err.Error()
	}
	return run, ""
}

func (d *definitions) byName(id WorkflowID) *Program {
	for _, p := range d.active {
		if p.id == id {
			return p
		}
	}
	return nil
}

// A Definition is what [Router.Use] puts in force. What it leaves out stays as it is.
type Definition struct {
	Desk *Desk
	// Workflows take the place of those with their names; others are added, to be tried
	// before those in force.
	Workflows []Workflow
	// Sole: the workflows are all that there are, in their order; the others in force start no more runs.
	Sole bool
}

// Check is everything that is wrong with a definition, warnings included, as [New] and [Router.Use] would find it: each
// workflow by itself and against the desk, and, if there is a desk, whether the workflows together serve every message.
// Without a desk the names of teams, agents and tables are not checked.
func (d Definition) Check() Diagnostics {
	if d.Desk != nil && len(d.Workflows) > 0 {
		_, found := define(Config{}, *d.Desk, d.Workflows, nil)
		return found
	}
	checker := NewChecker(d.Desk)
	found := checker.Desk()
	for _, w := range d.Workflows {
		found = append(found, checker.Workflow(w)...)
	}
	return found
}

// A Checker checks workflows against one desk, which is made ready once, with its keyword tables: for an editor, or for
// many files. It is safe for concurrent use. Whether the workflows together serve every message is for
// [Definition.Check].
type Checker struct {
	desk  *desk
	found Diagnostics
}

// NewChecker makes a checker. Without a desk (nil) the names of teams, agents and tables are not checked.
func NewChecker(d *Desk) *Checker {
	if d == nil {
		return &Checker{}
	}
	prepared, found := prepare(*d)
	return &Checker{desk: prepared, found: found}
}

// Desk is everything that is wrong with the desk itself, warnings included; nil: all is well.
func (c *Checker) Desk() Diagnostics { return slices.Clone(c.found) }

// Workflow is everything that is wrong with a workflow, by itself and against the desk, warnings included; nil: all is
// well.
func (c *Checker) Workflow(w Workflow) Diagnostics {
	_, found := compile(w, c.desk)
	return found
}

// renewed are the workflows in force with new ones: each in the place of the one with its name, others before them.
func renewed(active, by []Workflow) []Workflow {
	var added []Workflow
	all := slices.Clone(active)
	for _, w := range by {
		i := slices.IndexFunc(active, func(old Workflow) bool { return !isNil(w) && old.ID() == w.ID() })
		if i < 0 {
			added = append(added, w)
			continue
		}
		all[i] = w
	}
	return append(added, all...)
}

// unlike leaves out all but the first of those with one name and revision.
func unlike(all []Workflow) []Workflow {
	seen := map[programKey]bool{}
	return slices.DeleteFunc(all, func(w Workflow) bool {
		key := revisionOf(w)
		known := seen[key]
		seen[key] = true
		return known
	})
}

// Use puts a new desk, or new revisions of workflows, in force. Runs under way keep the revision that they were started
// with. The error lists every mistake, and then nothing has changed. It returns the conversations that were moved:
// agents who are no longer there give theirs back.
func (r *Router) Use(ctx context.Context, d Definition) ([]Outcome, error) {
	r.mu.Lock()
	old := r.defs
	r.mu.Unlock()
	desk, active, earlier := old.desk.Desk, old.sources, old.earlier
	if d.Desk != nil {
		desk = *d.Desk
	}
	if len(d.Workflows) > 0 {
		earlier = unlike(append(slices.Clone(old.sources), old.earlier...))
		active = d.Workflows
		if !d.Sole {
			active = renewed(old.sources, d.Workflows)
		}
	}
	defs, found := define(r.cfg, desk, active, earlier)
	found = append(found, old.changed(active)...)
	if err := found.err(); err != nil {
		return nil, err
	}
	outcomes, err := r.change(ctx, func(s *Shard) error {
		if r.kept >= r.pending { // everything so far is durable, the definition in force as well
			r.previous = nil
		}
		if r.defs != old || r.previous != nil {
			return invalidf("another definition was put in force at the same time: look at it and call Use again")
		}
		r.defs, r.previous, r.usedAt = defs, old, r.pending+1
		s.defs = defs
		if d.Desk != nil {
			s.useDesk(defs.desk)
		}
		return nil
	})
	r.mu.Lock()
	if err == nil && r.defs == defs {
		r.previous = nil
	}
	r.mu.Unlock()
	return outcomes, err
}
