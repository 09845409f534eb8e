package usher

import (
	"github.com/gousher/usher/internal/answer"
	"github.com/gousher/usher/internal/rule"
)

// A Program is a compiled workflow: everything that can be checked has been checked, nothing is parsed per message. It
// is immutable and safe for concurrent use.
type Program struct {
	id        WorkflowID
	revision  int
	on        []Trigger
	guard     *rule.Expr[*Turn]
	nodes     []node
	byID      map[string]int32
	variables map[string]int
	declared  []declaration
	initial   []rule.Value
	private   map[string]bool // contact fields
	limits    Limits
	once      bool // for each contact
	asksTeams bool // an expression may ask how a team stands
	desk      *desk
	around    surroundings
	// find is the program of another workflow that a step runs, or that a stored run was in; revision -1 is the one in force.
	find func(id WorkflowID, revision int) *Program
}

// surroundings are what a workflow meets of the router that it runs in.
type surroundings struct {
	limits   Limits
	language LanguageDetector
	phones   PhoneNumbers
	web      *web
	seed     uint64
}

// phone reads a phone number by the rules that the host has chosen.
func (p *Program) phone(written string, c Contact) (string, bool) {
	if isNil(p.around.phones) {
		return anyPhone(written, c)
	}
	return p.around.phones.Number(written, c)
}

// node is one step of the flattened tree. The node after a block's last step is the one after the block's owner.
type node struct {
	id          string
	parent      int32
	next        int32 // -1: the path ends here
	step        Step
	blocks      []block
	jumps       []string
	ends        bool
	unsure      bool // where it leads is not known, because of a mistake
	expressions []compiledValue
	templates   []compiledText
	wordings    []wording
	refs        []rule.Ref[*Turn]
	reads       []use
	sets        []string
	asks        bool         // it waits for an answer
	menu        *answer.Menu // of its choices
	request     *request
	assign      *plan
}

type block struct {
	name  string
	first int32 // -1: empty
}

// use is a read of a variable, after so many of the step's own sets.
type use struct {
	name, field string
	after       int
}

type compiledValue struct {
	field string
	agent bool // over an agent
	value *rule.Expr[*Turn]
}

type compiledText struct {
	source   string
	template *rule.Template[*Turn]
}

// expression finds a condition by its source.
func (n *node) expression(source string) *rule.Expr[*Turn] {
	for i := range n.expressions {
		if n.expressions[i].value.Source() == source {
			return n.expressions[i].value
		}
	}
	return nil
}

// agentValue finds an expression over an agent by its source.
func (n *node) agentValue(source string) *rule.Expr[*Turn] {
	for i := range n.expressions {
		if n.expressions[i].agent && n.expressions[i].value.Source() == source {
			return n.expressions[i].value
		}
	}
	return nil
}

// value finds an expression by its field and source: its type belongs to the field.
func (n *node) value(field, source string) *rule.Expr[*Turn] {
	for i := range n.expressions {
		if n.expressions[i].field == field && n.expressions[i].value.Source() == source {
			return n.expressions[i].value
		}
	}
	return nil
}

func (n *node) template(source string) *rule.Template[*Turn] {
	for i := range n.templates {
		if n.templates[i].source == source {
			return n.templates[i].template
		}
	}
	return nil
}

// has reports whether a block is given: declared, and not empty.
func (n *node) has(name string) bool {
	for _, b := range n.blocks {
		if b.name == name {
			return b.first >= 0
		}
	}
	return false
}
