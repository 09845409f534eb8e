package usher

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gousher/usher/internal/rule"
)

// ByFunction chooses the team for the value of a variable.
type ByFunction struct {
	Variable Variable
	Teams    map[string]string // value to team
	Else     string            // the team of every other value; empty: it passes
}

// Declare declares the variable and the teams.
func (s ByFunction) Declare(d *Declaration) {
	if isNil(s.Variable) {
		d.Wrong("by.variable", codeValue, "the strategy has no variable", "")
		return
	}
	d.Reads("by.variable", s.Variable)
	for _, value := range sortedKeys(s.Teams) {
		d.Team("by.teams", s.Teams[value])
	}
	d.Team("by.else", s.Else)
}

// Assign looks the value up.
func (s ByFunction) Assign(r *Request) Decision {
	name := s.Variable.target().name
	value := rule.Of(r.Variable(name)).Text()
	team := s.Teams[value]
	if team == "" {
		team = s.Else
	}
	if p := r.turn.program; p != nil {
		if i, ok := p.variables[name]; ok && p.declared[i].private {
			value = "***"
		}
	}
	if team == "" {
		r.Explain(fmt.Sprintf("no team for %s = %q", name, value))
		return Pass()
	}
	r.Explain(fmt.Sprintf("%s = %q", name, value))
	return ToTeam(team)
}

func (s ByFunction) mayPass(d *Declaration) bool {
	if s.Else != "" || isNil(s.Variable) {
		return false
	}
	values := d.declared(s.Variable).oneOf
	return len(values) == 0 || slices.ContainsFunc(values, func(v rule.Value) bool { return s.Teams[v.Text()] == "" })
}

// NewOrReturning chooses one team for contacts who have their first conversation and another for those who come back.
type NewOrReturning struct {
	New       string
	Returning string
}

// Declare declares the teams.
func (s NewOrReturning) Declare(d *Declaration) {
	d.Team("by.new", s.New)
	d.Team("by.returning", s.Returning)
}

// Assign looks at the contact's history.
func (s NewOrReturning) Assign(r *Request) Decision {
	team, why := s.New, "a new contact"
	if r.Returning() {
		team, why = s.Returning, "a returning contact"
	}
	r.Explain(why)
	if team == "" {
		return Pass()
	}
	return ToTeam(team)
}

func (s NewOrReturning) mayPass(*Declaration) bool { return s.New == "" || s.Returning == "" }

// VIP chooses a team for those who meet a condition.
type VIP struct {
	When string // a condition
	Team string
	Else string // the team of the others; empty: it passes
}

// Declare declares the condition and the teams.
func (s VIP) Declare(d *Declaration) {
	d.Condition("by.when", s.When)
	if s.Team == "" {
		d.Wrong("by.team", codeValue, "the strategy has no team", "")
	}
	d.Team("by.team", s.Team)
	d.Team("by.else", s.Else)
}

// Assign evaluates the condition.
func (s VIP) Assign(r *Request) Decision {
	team := s.Else
	if r.Holds(s.When) {
		team = s.Team
		r.Explain("a VIP: " + s.When)
	} else {
		r.Explain("not a VIP: " + s.When)
	}
	if team == "" {
		return Pass()
	}
	return ToTeam(team)
}

func (s VIP) mayPass(*Declaration) bool { return s.Else == "" }

// once are our strategies that answer by facts of the message and the contact: what they have left to the team stays so,
// whatever the contact writes while he waits.
type once interface{ once() }

func (ByFunction) once()     {}
func (NewOrReturning) once() {}
func (VIP) once()            {}
func (ByLanguage) once()     {}
func (Shift) once()          {}

// cure is what the author can do about a strategy of ours that may leave a conversation without a team.
func (ByFunction) cure() string     { return "the strategy's else" }
func (VIP) cure() string            { return "the strategy's else" }
func (NewOrReturning) cure() string { return "both of the strategy's teams" }
func (ByLanguage) cure() string     { return "the strategy's else" }
func (Shift) cure() string          { return "the strategy's else" }

// strategyName is how explanations call a strategy: "least busy", "round robin", or the name of a custom type.
func strategyName(by Assigner) string {
	if named, ok := by.(interface{ called() string }); ok {
		return named.called()
	}
	switch by.(type) {
	case nil:
		return "least busy"
	case AssignerFunc:
		return "a custom strategy"
	}
	return strings.TrimPrefix(fmt.Sprintf("%T", by), "*")
}

func (ByFunction) called() string     { return "function" }
func (NewOrReturning) called() string { return "new or returning" }
func (VIP) called() string            { return "VIP" }
func (Keywords) called() string       { return "keywords" }
