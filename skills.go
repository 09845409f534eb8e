package usher

import "fmt"

// A Level is how well a skill is had, or has to be had: 1 and up. A required level means at least that level.
type Level int

// Skills are skills with levels: those an agent has, those an assignment requires or prefers.
type Skills map[string]Level

// missing is the first skill, by name, that the agent lacks; ok if there is none.
func (s Skills) missing(has Skills) (skill string, have, need Level, ok bool) {
	for name, level := range s {
		if got := has[name]; got < level || got == 0 {
			if skill == "" || name < skill {
				skill, have, need = name, got, level
			}
		}
	}
	return skill, have, need, skill == ""
}

// weight is how much of the preferred skills the agent has: the sum of the weights of those he has at all.
func (s Skills) weight(has Skills) int {
	sum := 0
	for name, weight := range s {
		if has[name] > 0 {
			sum += int(weight)
		}
	}
	return sum
}

// names are the skills in order, so that nothing depends on the order of a map.
func (s Skills) names() []string { return sortedKeys(s) }

// checkSkills reports a required skill that nobody at the desk has, and warns of one that is only wanted, and of a required
// level that nobody reaches: the conversation could not be given to anybody.
func (d *Declaration) checkSkills(field string, skills Skills, required bool) {
	for _, name := range skills.names() {
		if name == "" || skills[name] < 1 {
			d.Wrong(field, codeValue, fmt.Sprintf("the skill %q needs a name and a level of 1 or more", name), "")
			continue
		}
		desk := d.compiler.desk
		if desk == nil || len(desk.Agents) == 0 {
			continue
		}
		highest, known := desk.levels[name]
		switch {
		case !known:
			d.compiler.report(d.node, Diagnostic{
				Field: field, Code: codeUnknown, Warning: !required, // a wish that nobody can fulfil keeps nobody out
				Message: fmt.Sprintf("nobody at the desk has the skill %q", name), Hint: didYouMean(name, sortedKeys(desk.levels)),
			})
		case required && highest < skills[name]:
			d.compiler.report(d.node, Diagnostic{
				Field: field, Code: codeUnknown, Warning: true,
				Message: fmt.Sprintf("no agent of the desk has the skill %q at level %d", name, skills[name]),
				Hint:    fmt.Sprintf("the highest level is %d", highest),
			})
		}
	}
}
