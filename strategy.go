package usher

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/gousher/usher/internal/rule"
)

// A ranker is a strategy that orders agents and needs to see nothing else.
type ranker interface {
	// better is below zero if a is the better choice, above if b is, zero if they are equal to the strategy.
	better(a, b *agentState) int
	// why names what decided, for the explanation.
	why() string
}

// LeastBusy chooses the agent with the lowest share of his capacity in use, then who has been idle longest.
type LeastBusy struct{}

// RoundRobin chooses who was given work longest ago. There is no counter: all machines agree, and a restart changes
// nothing.
type RoundRobin struct{}

// Assign chooses among the candidates.
func (s LeastBusy) Assign(r *Request) Decision { return r.best(s) }

// Assign chooses among the candidates.
func (s RoundRobin) Assign(r *Request) Decision { return r.best(s) }

func (LeastBusy) better(a, b *agentState) int {
	return a.load*b.agent.capacity() - b.load*a.agent.capacity() // shares compared without a division
}

func (LeastBusy) why() string { return "the lowest share of capacity in use" }

func (RoundRobin) better(a, b *agentState) int { return a.givenAt.Compare(b.givenAt) }

func (RoundRobin) why() string { return "given work longest ago" }

func (r *Request) best(by ranker) Decision {
	if agent, _ := r.shard.choose(r.place, by); agent != nil {
		return Pick(agent.agent.ID)
	}
	return Pass()
}

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

// LastAgent chooses who served the contact last, if he can take the conversation now; he need not be of the team.
// Otherwise it passes.
type LastAgent struct {
	// Within is how long ago that may have been: since the last hand-over or close. 0: any time.
	Within time.Duration
}

// Declare checks the time.
func (s LastAgent) Declare(d *Declaration) {
	if s.Within < 0 {
		d.Wrong("by.within", codeValue, "the duration is below zero", "")
	}
}

// Assign looks him up.
func (s LastAgent) Assign(r *Request) Decision {
	agent, at := r.LastAgent()
	switch {
	case agent == "":
		r.Explain("nobody has served the contact yet")
		return Pass()
	case s.Within > 0 && r.Now().Sub(at) > s.Within:
		r.Explain(fmt.Sprintf("%s served the contact last, longer ago than %s", agent, s.Within))
		return Pass()
	}
	if why := r.shard.refuses(agent, r.place, true); why != nil {
		r.Explain(fmt.Sprintf("%s served the contact last; %s", agent, why))
		return Pass()
	}
	r.Explain(agent + " served the contact last")
	return Decision{kind: decidePick, name: agent, anywhere: true}
}

func (s LastAgent) mayPass(*Declaration) bool { return true }

// once are our strategies that answer by facts of the message and the contact: what they have left to the team stays so,
// whatever the contact writes while he waits.
type once interface{ once() }

func (ByFunction) once()     {}
func (NewOrReturning) once() {}
func (VIP) once()            {}
func (LastAgent) once()      {}

// cure is what the author can do about a strategy of ours that may leave a conversation without a team.
func (ByFunction) cure() string     { return "the strategy's else" }
func (VIP) cure() string            { return "the strategy's else" }
func (NewOrReturning) cure() string { return "both of the strategy's teams" }

func (LeastBusy) mayPass(*Declaration) bool  { return true }
func (RoundRobin) mayPass(*Declaration) bool { return true }

// strategyName is how explanations call a strategy: "least busy", "round robin", or the name of a custom type.
func strategyName(by Assigner) string {
	switch by.(type) {
	case nil, LeastBusy:
		return "least busy"
	case RoundRobin:
		return "round robin"
	case ByFunction:
		return "function"
	case NewOrReturning:
		return "new or returning"
	case VIP:
		return "VIP"
	case LastAgent:
		return "last agent"
	case Keywords:
		return "keywords"
	case AssignerFunc:
		return "a custom strategy"
	}
	return strings.TrimPrefix(fmt.Sprintf("%T", by), "*")
}
