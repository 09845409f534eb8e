package usher

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// FirstOf asks one strategy after the other: the first that does not pass decides.
type FirstOf []Assigner

// Then lets one strategy name the team, and another choose in it. If the first passes, the other chooses in the step's
// team.
type Then struct {
	By   Assigner
	Then Assigner
}

// Declare declares the strategies.
func (s FirstOf) Declare(d *Declaration) {
	if len(s) == 0 {
		d.Wrong("by.first_of", codeValue, "there is no strategy in the list", "")
	}
	for i, by := range s {
		inner := d.inside(fmt.Sprintf("by.first_of.%d.", i+1))
		if isNil(by) {
			inner.Wrong("by", codeValue, "the strategy is nil", "")
			continue
		}
		inner.nested(by)
		if i+1 < len(s) && orders(by) {
			inner.warn("by", strategyName(by)+" never passes: the strategies behind it are never asked", "")
		}
	}
}

// Declare declares both strategies.
func (s Then) Declare(d *Declaration) {
	if isNil(s.By) || isNil(s.Then) {
		d.Wrong("by.then", codeValue, "a strategy is missing", "name both")
		return
	}
	d.nested(s.By)
	inner := d.inside("by.then.")
	inner.nested(s.Then)
	if orders(s.By) {
		d.warn("by.then", strategyName(s.By)+" chooses the agent itself: what stands in then is never asked", "")
	}
}

// orders reports whether a strategy chooses an agent by an order: it never passes.
func orders(by Assigner) bool {
	switch by.(type) {
	case ranker, scorer:
		return true
	}
	return false
}

// Assign asks the strategies in order.
func (s FirstOf) Assign(r *Request) Decision {
	for _, by := range s {
		if answer := r.Ask(by); answer.kind != decidePass {
			return answer
		}
	}
	return Pass()
}

// Assign lets the first name the team or the agent, and the other choose if it passes.
func (s Then) Assign(r *Request) Decision {
	answer := r.Ask(s.By)
	switch {
	case answer.kind == decideTeam:
		answer.then = s.Then
	case answer.kind == decidePass && r.Team() != "":
		return r.Ask(s.Then)
	}
	return answer
}

func (FirstOf) called() string { return "first of" }

func (s Then) called() string { return strategyName(s.By) }

func (s FirstOf) mayPass(d *Declaration) bool {
	return !slices.ContainsFunc(s, func(by Assigner) bool {
		one, ours := by.(passer)
		return !isNil(by) && ours && !orders(by) && !one.mayPass(d)
	})
}

func (s Then) mayPass(d *Declaration) bool {
	by, ours := s.By.(passer)
	return ours && by.mayPass(d)
}

// The parts of a path to a strategy inside another.
const (
	byPart   = "by"
	thenPart = "then"
	teamPart = "team" // the team's own
)

// strategyAt is the strategy at a path, as it was noted when it was left the choice; nil if it is not there any more.
func strategyAt(by Assigner, path string) Assigner {
	for part := range strings.SplitSeq(path, ".") {
		switch outer := by.(type) {
		case FirstOf:
			i, err := strconv.Atoi(part)
			if err != nil || i < 0 || i >= len(outer) {
				return nil
			}
			by = outer[i]
		case Then:
			switch part {
			case byPart:
				by = outer.By
			case thenPart:
				by = outer.Then
			default:
				return nil
			}
		default:
			if part != "" {
				return nil
			}
		}
	}
	return by
}

func join(path, part string) string {
	if path == "" {
		return part
	}
	return path + "." + part
}
