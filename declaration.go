package usher

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/gousher/usher/internal/rule"
)

// A Declaration is what a step, or an assigner, tells the checker about itself: see [Declarer]. It is used while the
// workflow is compiled and never after.
type Declaration struct {
	compiler *compiler
	node     int32
	prefix   string // of the fields, for what stands inside another: "stages.2."
}

// inside declares for a part of the step: its fields are named from there.
func (d *Declaration) inside(part string) Declaration {
	return Declaration{compiler: d.compiler, node: d.node, prefix: d.prefix + part}
}

// Block declares inner steps, to be taken with [Enter]. The name becomes part of their paths.
func (d *Declaration) Block(name string, steps Steps) {
	first := d.compiler.block(d.node, name, steps)
	n := d.compiler.at(d.node)
	n.blocks = append(n.blocks, block{name: name, first: first})
}

// Ends declares that the run never goes on after the step by itself: it ends there, or takes one of the blocks.
func (d *Declaration) Ends() { d.compiler.at(d.node).ends = true }

// MayEnd declares that the run may end at the step, or go on after it: neither what follows nor the lack of it is a
// mistake.
func (d *Declaration) MayEnd() {
	n := d.compiler.at(d.node)
	n.ends, n.unsure = true, true
}

// JumpsTo declares that the run may go to the step with this id.
func (d *Declaration) JumpsTo(step string) {
	n := d.compiler.at(d.node)
	n.jumps = append(n.jumps, step)
}

// Condition declares a condition, to be evaluated with [Turn.Holds].
func (d *Declaration) Condition(field, source string) {
	x, mistakes := d.compiler.scope.Condition(source)
	d.expression(field, source, x, mistakes)
}

// agentCondition declares a condition on an agent; one that was inherited has been declared by the stage that says it.
func (d *Declaration) agentCondition(field, source string, said bool) *rule.Expr[*Turn] {
	if source == "" {
		return nil
	}
	return d.conditionOver(d.compiler.over(agentNames()), field, source, said)
}

// countCondition declares a condition over how many there are of agents and conversations.
func (d *Declaration) countCondition(field, source string, said bool) *rule.Expr[*Turn] {
	if source == "" {
		return nil
	}
	return d.conditionOver(d.compiler.over(countNames()), field, source, said)
}

// clockless warns of a condition that time alone may make true: nobody is told when.
func (d *Declaration) clockless(field string, x *rule.Expr[*Turn], said bool) {
	if x == nil || !said || !readsClock(x) {
		return
	}
	d.compiler.report(d.node, Diagnostic{
		Field: d.prefix + field, Code: codeValue, Warning: true,
		Message: "the condition looks at the clock: it is looked at again when something changes, not when its time comes",
		Hint:    "use is_open with a calendar, or a stage with a time",
	})
}

func (d *Declaration) conditionOver(scope *rule.Scope[*Turn], field, source string, said bool) *rule.Expr[*Turn] {
	x, mistakes := scope.Condition(source)
	if said {
		d.expression(field, source, x, mistakes)
	}
	return x
}

// agentValue declares an expression over an agent that gives a number.
func (d *Declaration) agentValue(field, source string) {
	if source == "" {
		d.Wrong(field, codeValue, "the expression is missing", "")
		return
	}
	x, mistakes := d.compiler.over(agentNames()).Expression(source, rule.FloatType)
	d.expression(field, source, x, mistakes)
	if n := d.compiler.at(d.node); len(mistakes) == 0 && x != nil {
		n.expressions[len(n.expressions)-1].agent = true
	}
}

// inherited declares an expression of a type, unless the stage before has.
func (d *Declaration) inherited(field, source string, want rule.Type, said bool) *rule.Expr[*Turn] {
	if source == "" {
		return nil
	}
	x, mistakes := d.compiler.scope.Expression(source, want)
	if said {
		d.expression(field, source, x, mistakes)
	}
	return x
}

// queued declares the steps that are done while the conversation waits: they go on where it waits.
func (d *Declaration) queued(steps Steps) {
	c := d.compiler
	from := int32(len(c.program.nodes))
	scope := c.scope
	c.scope = c.over(waitNames())
	d.Block(queuedBlock, steps)
	c.scope = scope
	for i := from; i < int32(len(c.program.nodes)); i++ {
		n := c.at(i)
		if n.next < 0 {
			n.next = d.node
		}
		switch n.step.(type) {
		case SendMessage, Comment, Set, Tag:
		default:
			c.report(i, Diagnostic{
				Code: codeValue, Message: "this step cannot be done while the conversation waits",
				Hint: "queued holds send, comment, set and tag",
			})
		}
		if len(n.blocks) > 0 {
			c.report(i, Diagnostic{
				Code: codeValue, Message: "a step that is done while the conversation waits has no exits", Hint: "leave them out",
			})
		}
	}
}

// Value declares an expression whose value is to fit the target; nil takes any.
func (d *Declaration) Value(field, source string, to Target) {
	want := rule.Any
	if to != nil {
		if at := to.target(); at.kind == toVariable {
			want = typeOf(d.compiler.kind(at.name))
		}
	}
	x, mistakes := d.compiler.scope.Expression(source, want)
	for i := range mistakes { // everybody forgets the inner quotes once
		if m := &mistakes[i]; m.Code == rule.NameMistake && !strings.HasPrefix(m.Hint, "did you") && identifier(source) {
			m.Hint = fmt.Sprintf("for a text write `%q`", source)
		}
	}
	d.expression(field, source, x, mistakes)
}

func (d *Declaration) expression(field, source string, x *rule.Expr[*Turn], mistakes []rule.Mistake) {
	d.compiler.mentions(source)
	d.mistakes(field, source, mistakes)
	if len(mistakes) > 0 || x == nil {
		return
	}
	n := d.compiler.at(d.node)
	n.expressions = append(n.expressions, compiledValue{field: d.prefix + field, value: x})
	d.reads(field, x.Reads())
}

// Text declares a text with {{ expressions }}, to be rendered with [Turn.Text]. An empty text is none.
func (d *Declaration) Text(field, source string) {
	if source == "" {
		return
	}
	if template := d.template(field, source); template != nil {
		n := d.compiler.at(d.node)
		n.templates = append(n.templates, compiledText{source: source, template: template})
	}
}

// template compiles a text; nil: it has mistakes, which are reported.
func (d *Declaration) template(field, source string) *rule.Template[*Turn] {
	if len(source) > maxValue {
		d.Wrong(field, codeSize, fmt.Sprintf("the text has %d bytes, over the limit of %d", len(source), maxValue), "")
		return nil
	}
	d.compiler.mentions(source)
	template, mistakes := d.compiler.scope.Template(source)
	d.mistakes(field, source, mistakes)
	if len(mistakes) > 0 || template == nil {
		return nil
	}
	d.reads(field, template.Reads())
	return template
}

func (d *Declaration) reads(field string, refs []rule.Ref[*Turn]) {
	n := d.compiler.at(d.node)
	for _, ref := range refs {
		known := func(other rule.Ref[*Turn]) bool { return other.Path == ref.Path }
		if !slices.ContainsFunc(n.refs, known) {
			n.refs = append(n.refs, ref)
		}
		if _, ok := d.compiler.program.variables[ref.Root]; ok {
			n.reads = append(n.reads, use{name: ref.Root, field: d.prefix + field, after: len(n.sets)})
		}
	}
}

// Reads declares that the step reads a variable from Go.
func (d *Declaration) Reads(field string, v Variable) {
	if d.known(field, v) {
		n := d.compiler.at(d.node)
		n.reads = append(n.reads, use{name: v.target().name, field: d.prefix + field, after: len(n.sets)})
	}
}

// Sets declares where the step puts a value.
func (d *Declaration) Sets(field string, to Target) {
	if to == nil {
		return
	}
	switch at := to.target(); at.kind {
	case toVariable:
		if v, ok := to.(Variable); ok && d.known(field, v) {
			n := d.compiler.at(d.node)
			n.sets = append(n.sets, at.name)
		}
	case toField:
		if at.name == "" || len(at.name) > maxID || !clean(at.name) {
			d.Wrong(field, codeName, fmt.Sprintf("%q cannot be the name of a contact field", clip(at.name, 40)), "")
		}
	}
}

func (d *Declaration) known(field string, v Variable) bool {
	name := v.target().name
	i, ok := d.compiler.program.variables[name]
	if !ok && d.compiler.refused[name] {
		return false
	}
	if !ok {
		hint := didYouMean(name, sortedKeys(d.compiler.program.variables))
		if hint == "" {
			hint = "add it to the workflow's variables"
		}
		d.Wrong(field, codeUnknown, fmt.Sprintf("unknown variable %q", name), hint)
		return false
	}
	if declared := d.compiler.program.declared[i]; declared.kind != v.declare().kind {
		d.Wrong(field, codeType, fmt.Sprintf("variable %s is declared as %s and used as %s here",
			name, declared.kind, v.declare().kind), "")
		return false
	}
	return true
}

// declared is what the workflow declares of a variable; the handle at hand may be a plain one.
func (d *Declaration) declared(v Variable) declaration {
	own := v.declare()
	if i, known := d.compiler.program.variables[own.name]; known {
		return d.compiler.program.declared[i]
	}
	return own
}

// Team declares the use of a team. Empty means none.
func (d *Declaration) Team(field, id string) {
	if desk := d.compiler.desk; id != "" && desk != nil && desk.teams[id] == nil {
		d.Wrong(field, codeUnknown, fmt.Sprintf("unknown team %q", id), desk.nearestTeam(id))
	}
}

// staffed warns of a team in which nobody works: what goes there can be given to nobody.
func (d *Declaration) staffed(field, id string) {
	desk := d.compiler.desk
	if desk == nil || desk.teams[id] == nil || desk.staffed[id] || len(desk.Agents) == 0 {
		return
	}
	d.compiler.report(d.node, Diagnostic{
		Field: d.prefix + field, Code: codeValue, Warning: true, Message: fmt.Sprintf("nobody at the desk works in the team %q", id),
		Hint: "give it an agent, or name another team",
	})
}

// Agent declares the use of an agent. Empty means none.
func (d *Declaration) Agent(field, id string) {
	if desk := d.compiler.desk; id != "" && desk != nil && desk.agent(id) == nil {
		d.Wrong(field, codeUnknown, fmt.Sprintf("unknown agent %q", id), didYouMean(id, desk.agentNames()))
	}
}

// Calendar declares the use of a calendar.
func (d *Declaration) Calendar(field, name string) {
	desk := d.compiler.desk
	if name == "" {
		d.Wrong(field, codeName, "the calendar is missing", "")
	} else if desk != nil && !desk.has(name) {
		d.Wrong(field, codeUnknown, fmt.Sprintf("unknown calendar %q", name), didYouMean(name, sortedKeys(desk.Calendars)))
	}
}

// Table declares the use of a keyword table.
func (d *Declaration) Table(field, name string) {
	if desk := d.compiler.desk; desk != nil && desk.tables[name] == nil {
		d.Wrong(field, codeUnknown, fmt.Sprintf("unknown table %q", name), didYouMean(name, sortedKeys(desk.tables)))
	}
}

// Wrong reports a mistake in a field of the step.
func (d *Declaration) Wrong(field, code, message, hint string) {
	d.compiler.report(d.node, Diagnostic{Field: d.prefix + field, Code: code, Message: message, Hint: hint})
}

// lacksElse reports a missing else. Where it would have led is not known: what comes behind is not called unreachable.
func (d *Declaration) lacksElse(message, hint string) {
	d.compiler.at(d.node).unsure = true
	d.Wrong(elseBlock, codeExit, message, hint)
}

func (d *Declaration) mistakes(field, source string, mistakes []rule.Mistake) {
	for _, m := range mistakes {
		if !d.compiler.follows(m) {
			d.compiler.report(d.node, fromRule(d.prefix+field, source, m))
		}
	}
}

// follows reports whether a name is only unknown because its declaration is a mistake, which has been reported.
func (c *compiler) follows(m rule.Mistake) bool {
	if m.Code != rule.NameMistake {
		return false
	}
	for name := range c.refused {
		if strings.Contains(m.Message, strconv.Quote(name)) {
			return true
		}
	}
	return false
}

// nested declares what an assigner inside the step's field says of itself.
func (d *Declaration) nested(part any) {
	if declarer, ok := part.(Declarer); ok {
		declarer.Declare(d)
	}
}

func fromRule(field, source string, m rule.Mistake) Diagnostic {
	return Diagnostic{
		Field: field, Code: m.Code, Message: m.Message, Hint: m.Hint,
		Line: m.Line, Column: m.Column, Length: m.Length, Source: lineOf(source, m.Line),
	}
}
