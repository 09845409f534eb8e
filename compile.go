package usher

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/gousher/usher/internal/rule"
)

const (
	maxSteps     = 10_000
	maxDepth     = 100
	maxVariables = 1_000
)

// Compile checks a workflow against a desk and turns it into a program. The error is [Diagnostics] with every mistake
// at once. Without a desk (nil) the names of teams, agents, calendars and tables are not checked. Others are the workflows
// that its [RunWorkflow] steps run.
func Compile(w Workflow, d *Desk, others ...Workflow) (*Program, error) {
	var prepared *desk
	var found Diagnostics
	if d != nil {
		prepared, found = prepare(*d)
	}
	all, mistakes := compileAll(append([]Workflow{w}, others...), prepared, surroundings{})
	if err := slices.Concat(found, mistakes).err(); err != nil {
		return nil, err
	}
	return all[0], nil
}

type compiler struct {
	program *Program
	desk    *desk
	scope   *rule.Scope[*Turn]
	found   Diagnostics
	depth   int
	refused map[string]bool // variables whose declaration is a mistake already
	partial bool            // a part of the tree is not known, so that its paths cannot be followed

	others   []string     // the workflows that there are; nil: it is not known
	runs     []WorkflowID // those that it runs
	openEnds []loose
	unset    []unsetRead
}

// loose is a path that ends without an owner; after is the workflow that its last step runs, which may never come back.
type loose struct {
	mistake Diagnostic
	after   WorkflowID
}

// unsetRead is a variable that no path of the workflow sets before it is read.
type unsetRead struct {
	variable string
	mistake  Diagnostic
}

// compile is one workflow by itself: whether another one runs it is not known, nor which others there are.
func compile(w Workflow, d *desk) (*Program, Diagnostics) {
	if isNil(w) {
		return nil, Diagnostics{{Code: codeName, Message: "the workflow is nil"}}
	}
	c := compileOne(w, d, surroundings{}, nil)
	inner := c.program.manualOnly() // another workflow may run it
	for _, end := range c.openEnds {
		if inner {
			end.mistake.Warning, end.mistake.Hint = true, "only a workflow that another one runs may end so"
		}
		if end.after == "" {
			c.found = append(c.found, end.mistake)
		}
	}
	if inner {
		c.unset = nil
	}
	for _, read := range c.unset {
		c.found = append(c.found, read.mistake)
	}
	return c.program, c.ordered()
}

// compileAll is workflows together: they may run each other, and earlier ones may run them.
func compileAll(all []Workflow, d *desk, around surroundings, earlier ...*compiler) ([]*Program, Diagnostics) {
	var found Diagnostics
	names := make([]string, 0, len(all))
	for _, w := range all {
		if !isNil(w) {
			names = append(names, string(w.ID()))
		}
	}
	programs, compiled := make([]*Program, len(all)), make([]*compiler, 0, len(all))
	for i, w := range all {
		if isNil(w) {
			found = append(found, Diagnostic{Code: codeName, Message: "the workflow is nil"})
			continue
		}
		c := compileOne(w, d, around, names)
		programs[i] = c.program
		compiled = append(compiled, c)
	}
	circles := checkRuns(compiled, earlier)
	for _, c := range compiled {
		found = append(found, c.ordered()...)
	}
	found = append(found, circles...)
	find := func(id WorkflowID, revision int) *Program { // until a router's definitions know more
		for _, p := range programs {
			if p != nil && p.id == id && (revision < 0 || p.revision == revision) {
				return p
			}
		}
		return nil
	}
	for _, c := range compiled {
		c.program.find = find
	}
	return programs, found
}

func compileOne(w Workflow, d *desk, around surroundings, others []string) *compiler {
	around.limits = around.limits.orDefault()
	p := &Program{
		id: w.ID(), byID: map[string]int32{}, variables: map[string]int{}, on: []Trigger{OnMessage},
		limits: around.limits, around: around, desk: d,
	}
	if revised, ok := w.(Revised); ok {
		p.revision = revised.RevisionNumber()
	}
	if d != nil {
		p.private = d.private
	}
	c := &compiler{program: p, desk: d, refused: map[string]bool{}, others: others}
	if err := checkID("workflow", string(p.id)); err != nil {
		c.wrong("name", codeName, reasonOf(err), "")
	}
	if p.revision < 0 {
		c.wrong("revision", codeValue, "the revision is below zero", "")
	}
	flow, isFlow := asFlow(w)
	if isFlow {
		c.declareVariables(flow.Vars)
	}
	c.scope = newScope(p, d)
	if isFlow {
		c.triggers(flow)
	}
	c.add(w, -1, "")
	if !c.partial {
		c.checkFlow()
	}
	return c
}

func asFlow(w Workflow) (Flow, bool) {
	switch f := w.(type) {
	case Flow:
		return f, true
	case *Flow:
		if f != nil {
			return *f, true
		}
	}
	return Flow{}, false
}

func (c *compiler) at(i int32) *node { return &c.program.nodes[i] }

func (c *compiler) triggers(f Flow) {
	if len(f.On) > 0 {
		c.program.on = slices.Clone(f.On)
	}
	for _, trigger := range f.On {
		if trigger != OnMessage && trigger != OnOpened && trigger != OnClosed && trigger != OnManual {
			c.wrong("on", codeUnknown, fmt.Sprintf("unknown trigger %q", trigger), "use message, opened, closed or manual")
		}
	}
	c.program.once = f.OncePerContact
	if f.When == "" {
		return
	}
	c.mentions(f.When)
	guard, mistakes := c.scope.Condition(f.When)
	for _, m := range mistakes {
		c.found = append(c.found, c.placed("", fromRule("when", f.When, m)))
	}
	c.program.guard = guard
}

// mentions notes whether an expression may ask how a team stands: nobody finds that out for the others.
func (c *compiler) mentions(source string) {
	for _, function := range []string{"online", "available", "waiting", "estimated_wait"} {
		c.program.asksTeams = c.program.asksTeams || strings.Contains(source, function)
	}
}

// add appends a step and everything inside it.
func (c *compiler) add(step Step, parent int32, path string) int32 {
	p := c.program
	i := int32(len(p.nodes))
	id := path
	for depth := 0; ; depth++ {
		named, ok := step.(Named)
		if !ok || depth > maxDepth {
			break
		}
		id, step = named.ID, named.Step
	}
	step = plain(step)
	p.nodes = append(p.nodes, node{id: id, parent: parent, next: -1, step: step})
	c.identify(i, id, path)
	switch {
	case isNil(step):
		c.report(i, Diagnostic{Code: codeValue, Message: "the step is nil"})
		c.at(i).step = StepFunc(func(*Turn) Next { return Next{} })
		return i
	case len(p.nodes) > maxSteps:
		c.once(i, codeSize, fmt.Sprintf("the workflow has over %d steps", maxSteps))
		return i
	case c.depth > maxDepth:
		c.once(i, codeSize, fmt.Sprintf("steps are nested over %d deep", maxDepth))
		return i
	}
	if declarer, ok := step.(Declarer); ok {
		c.declare(declarer, i)
	}
	return i
}

func (c *compiler) identify(i int32, id, path string) {
	if i == 0 {
		return // the workflow itself
	}
	switch {
	case id == "":
		c.report(i, Diagnostic{Code: codeName, Message: fmt.Sprintf("the step at %s has an empty id", path)})
		return
	case id != path && checkID("step", id) != nil:
		c.report(i, Diagnostic{Code: codeName, Message: reasonOf(checkID("step", id))})
		return
	}
	if _, taken := c.program.byID[id]; taken {
		c.report(i, Diagnostic{
			Code: codeDuplicate, Message: fmt.Sprintf("two steps have the id %q", id), Hint: "rename one of them",
		})
		return
	}
	c.program.byID[id] = i
}

// declare asks the step about itself; custom code that panics is a mistake in the definition.
func (c *compiler) declare(step Declarer, i int32) {
	c.depth++
	defer func() {
		c.depth--
		if r := recover(); r != nil {
			c.partial = true
			c.report(i, Diagnostic{Code: codePanic, Message: fmt.Sprintf("the step panics when it is checked: %v", r)})
		}
	}()
	step.Declare(&Declaration{compiler: c, node: i})
}

// block appends the steps of a block and links each to the one after it. It returns the first, -1 if there is none.
func (c *compiler) block(owner int32, name string, steps Steps) int32 {
	if len(steps) == 0 {
		return -1
	}
	prefix := name + "."
	if path := c.pathOf(owner); path != "" {
		prefix = path + "." + name + "."
	}
	if owner == 0 && name == stepsBlock {
		prefix = ""
	}
	first, last := int32(-1), int32(-1)
	for k, step := range steps {
		i := c.add(step, owner, fmt.Sprintf("%s%d", prefix, k+1))
		if last >= 0 {
			c.relink(last, i)
		} else {
			first = i
		}
		last = i
	}
	return first
}

// relink makes a step, and the ends of its blocks, go on at the step that follows it: until then they go nowhere.
func (c *compiler) relink(from, next int32) {
	for k := from; k < next; k++ { // a step's inner steps stand right behind it
		if n := c.at(k); n.next < 0 {
			n.next = next
		}
	}
}

func (c *compiler) pathOf(i int32) string { return c.at(i).id }

func (c *compiler) wrong(field, code, message, hint string) {
	d := Diagnostic{Field: field, Code: code, Message: message, Hint: hint}
	c.found = append(c.found, c.placed("", d))
}

func (c *compiler) report(i int32, d Diagnostic) {
	id := ""
	if i > 0 {
		id = c.at(i).id
	}
	c.found = append(c.found, c.placed(id, d))
}

func (c *compiler) once(i int32, code, message string) {
	c.partial = true
	for _, d := range c.found {
		if d.Code == code {
			return
		}
	}
	c.report(i, Diagnostic{Code: code, Message: message})
}

func (c *compiler) placed(step string, d Diagnostic) Diagnostic {
	d.Workflow, d.Step = string(c.program.id), step
	return d
}

// ordered puts the mistakes into the order of the steps, those of the workflow itself first.
func (c *compiler) ordered() Diagnostics {
	order := func(d Diagnostic) int32 { return c.program.byID[d.Step] }
	slices.SortStableFunc(c.found, func(a, b Diagnostic) int { return int(order(a) - order(b)) })
	return c.found
}

// plain is the value behind a pointer to one of our own steps, so that &Do{...} and Do{...} are the same.
func plain(step Step) Step {
	v := reflect.ValueOf(step)
	if v.Kind() != reflect.Pointer || v.IsNil() || v.Elem().Type().PkgPath() != reflect.TypeFor[Do]().PkgPath() {
		return step
	}
	if value, ok := reflect.TypeAssert[Step](v.Elem()); ok {
		return value
	}
	return step
}

func isNil(v any) bool {
	if v == nil {
		return true
	}
	r := reflect.ValueOf(v)
	switch r.Kind() {
	case reflect.Pointer, reflect.Func, reflect.Map, reflect.Interface, reflect.Chan:
		return r.IsNil()
	}
	return false
}

func lineOf(source string, line int) string {
	lines := strings.Split(source, "\n")
	if line < 1 || line > len(lines) {
		return source
	}
	return lines[line-1]
}
