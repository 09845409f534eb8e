package file

import (
	"path"
	"slices"

	"github.com/gousher/usher"
	"github.com/gousher/usher/internal/format"
	"github.com/gousher/usher/internal/source"
)

// Scenario reads one scenario with the definitions that it names. The error is [usher.Diagnostics] with every mistake of
// all of them; those of the definitions are not among them if the scenario expects errors.
func (f Format) Scenario(name string) (*Scenario, error) {
	r, err := f.reader()
	if err != nil {
		return nil, err
	}
	doc := r.open(name, nil)
	if doc.kind != "scenario" {
		if doc.kind != "" {
			doc.root.Wrong(source.Unreadable, "", "this is a %s: a scenario is wanted here", doc.kind)
		}
		return nil, r.found()
	}
	read := r.scenario(doc.root, name)
	found := r.found()
	if errs := found.Errors(); len(errs) > 0 {
		return nil, found
	}
	return read.scenario, nil
}

// scenarioReader reads one scenario.
type scenarioReader struct {
	*reader

	dir      string
	scenario *Scenario
	desks    []*readDesk
	// inForce are the workflows of the last definition and those that it leaves in force.
	inForce []*readWorkflow
	// conversations and contacts are the names that the time line brings up.
	conversations map[string]bool
	contacts      map[string]bool
	variables     map[string]bool // of all workflows so far
	started       map[string]bool // workflows, by name
	starts        []source.Node   // names of workflows that are to be checked at the end
	fails         bool            // loading is to fail
	vague         bool            // a definition could not be read, or not all of it
	nameless      bool            // an entry does not say which conversation it opens
}

func (r *reader) scenario(n source.Node, name string) *readScenario {
	s := &scenarioReader{
		reader: r, dir: path.Dir(clean(name)), scenario: &Scenario{File: name, Start: ScenarioStart},
		conversations: map[string]bool{}, contacts: map[string]bool{}, variables: map[string]bool{}, started: map[string]bool{},
	}
	m := n.Object(format.Scenario)
	s.scenario.Name = m.Of("scenario").Text()
	if start := m.Of("start").Time().UTC(); !start.IsZero() {
		s.scenario.Start = start
	}
	s.scenario.Seed = uint64(count(m.Of("seed")))
	s.fails = m.Has("expect")
	for _, text := range m.Of("expect").Object(format.LoadFailure).Of("error").OneOrMore() {
		s.scenario.Errors = append(s.scenario.Errors, text.Name())
	}
	s.definitions(n, m)
	for _, item := range m.Of("http").Items() {
		s.scenario.HTTP = append(s.scenario.HTTP, stub(item))
	}
	for _, item := range m.Of("delivery").Items() {
		s.scenario.Delivery = append(s.scenario.Delivery, delivery(item))
	}
	if !s.fails || m.Has("timeline") {
		s.timeline(m)
	}
	return &readScenario{root: n, scenario: s.scenario}
}

// definitions reads the desk and the workflows. If errors are expected, they are theirs.
func (s *scenarioReader) definitions(n source.Node, m source.Map) {
	desk, workflows := s.define(m)
	if !s.fails && !m.Has("desk") && !m.Meant("desk") {
		n.Wrong(source.MissingKey, "name a desk file, or write the desk itself", "a scenario lacks the key \"desk\"")
	}
	if !s.fails && !m.Has("workflow") && !m.Has("workflows") && !m.Meant("workflow") && !m.Meant("workflows") {
		n.Wrong(source.MissingKey, "name a workflow file, or write the workflow itself", "a scenario lacks the key \"workflow\"")
	}
	if desk != nil {
		s.scenario.Desk = desk.desk
	}
	for _, w := range workflows {
		s.scenario.Workflows = append(s.scenario.Workflows, w.flow)
	}
}

// mark remembers how much is wrong so far, since takes away what has been found after that.
func (s *scenarioReader) mark() map[*source.File]source.Mark {
	marks := map[*source.File]source.Mark{}
	for _, f := range s.files {
		marks[f] = f.Mark()
	}
	return marks
}

func (s *scenarioReader) since(marks map[*source.File]source.Mark) usher.Diagnostics {
	all := make(usher.Diagnostics, 0, len(s.files))
	for _, f := range s.files {
		all = append(all, f.Since(marks[f])...)
	}
	return all
}

// define reads and checks a desk and workflows together, each a file's name or the definition itself.
func (s *scenarioReader) define(m source.Map) (*readDesk, []*readWorkflow) {
	given := m.Of("workflows").Items()
	if n := m.Of("workflow"); n.Given() {
		given = append([]source.Node{n}, given...)
	}
	s.vague = s.vague || m.Meant("desk") || m.Meant("workflow") || m.Meant("workflows")
	if s.fails { // what is wrong with them is expected
		before := s.mark()
		defer func() { s.scenario.Mistakes = append(s.scenario.Mistakes, s.since(before)...) }()
	}
	desk := s.deskOf(m.Of("desk"), given)
	workflows := s.workflowsOf(given)
	all := s.renewed(workflows)
	checkSet(workflows, all, desk, len(workflows) == len(given))
	if len(workflows) > 0 && len(workflows) == len(given) {
		apart(workflows)
		s.inForce = all
		serveAll(all)
	}
	return desk, workflows
}

// deskOf is the desk that a value is or names; the last one if there is none.
func (s *scenarioReader) deskOf(n source.Node, given []source.Node) *readDesk {
	if !n.Given() {
		if len(s.desks) == 0 {
			return nil
		}
		return s.desks[len(s.desks)-1]
	}
	root, whole, ok := s.resolve(n, "desk")
	if !ok {
		return nil
	}
	desk := s.desk(root, whole)
	desk.check()
	s.desks = append(s.desks, desk)
	s.vague = s.vague || desk.vague || desk.broken
	s.checkOthers(n, desk, given)
	return desk
}

// workflowsOf are the workflows that values are or name.
func (s *scenarioReader) workflowsOf(given []source.Node) []*readWorkflow {
	var workflows []*readWorkflow
	for _, n := range given {
		root, whole, ok := s.resolve(n, "workflow")
		if !ok {
			continue
		}
		w := s.workflow(root, whole, inScenarios(s.format.Kinds))
		s.started[w.flow.Name] = true
		for _, name := range w.variables {
			s.variables[name] = true
		}
		workflows = append(workflows, w)
	}
	return workflows
}

// checkOthers checks the workflows that stay in force against a new desk. What it lacks is said at the desk.
func (s *scenarioReader) checkOthers(n source.Node, desk *readDesk, given []source.Node) {
	if desk.broken || desk.vague || len(given) > 0 { // new workflows may be meant to go with it
		return
	}
	for _, w := range s.inForce {
		if w.empty {
			continue
		}
		for _, d := range desk.checker.Workflow(w.flow).Errors() {
			if !w.follows(d) {
				n.Wrong(d.Code, d.Hint, "the workflow %s, step %s, does not go with this desk: %s", w.flow.Name, d.Step, d.Message)
			}
		}
	}
}

// renewed are the workflows in force with new ones: each takes the place of the one with its name.
func (s *scenarioReader) renewed(by []*readWorkflow) []*readWorkflow {
	all := slices.Clone(by)
	for _, old := range s.inForce {
		if !slices.ContainsFunc(by, func(w *readWorkflow) bool { return w.flow.Name == old.flow.Name }) {
			all = append(all, old)
		}
	}
	return all
}

// resolve finds the definition that a value names or is.
func (s *scenarioReader) resolve(n source.Node, kind string) (root source.Node, whole, ok bool) {
	if n.IsMap() {
		return n, false, true
	}
	if !n.IsText() {
		n.Wrong(source.WrongType, "", "a %s is wanted here: the name of a file, or the %s itself", kind, kind)
		s.vague = true
		return root, false, false
	}
	doc := s.open(path.Join(s.dir, n.Text()), &n)
	switch {
	case doc.kind == kind:
		return doc.root, true, true
	case doc.kind != "":
		n.Wrong(source.Unreadable, "", "%s is a %s: a %s is wanted here", n.Text(), doc.kind, kind)
	}
	s.vague = true
	return root, false, false
}
