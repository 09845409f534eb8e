package usher

import (
	"fmt"
	"strconv"
	"strings"
)

// decided is what the strategy and the shard make of a placement.
type decided struct {
	agent    *agentState
	tie      string
	strategy string
	notes    []string
	scores   map[string]int64 // of the eligible, in millionths, if the strategy has any
	order    ranker           // that has chosen; nil: none has
	exit     string           // nobodyCanBlock, queueFullBlock, or empty
	failed   string           // why the fallback has to serve it
	anywhere bool             // the agent need not be of the team
}

// consultation is one question to a strategy.
type consultation struct {
	turn  *Turn
	row   *ConversationRow
	place *Placement
	made  decided
	// custom: a strategy of the host's own has left it open, and is to be asked again.
	custom bool
	// ofTeam: the team's own strategy chooses.
	ofTeam bool
}

// verdict is what a strategy, or a part of it, came to.
type verdict struct {
	answer  Decision
	chooser Assigner // orders the agents
	path    string   // of the chooser
}

func (v verdict) passes() bool { return v.chooser == nil && v.answer.kind == decidePass }

// maxHops is how many strategies may name a team one after the other.
const maxHops = 4

// plainPart is the path of what chooses when everything has passed.
const plainPart = "least_busy"

// decide asks the strategy of a placement, which may name the team or the agent, and looks for who can take it now. A
// strategy that passes leaves the choice to the team's own. Nothing changes but the placement.
func (s *Shard) decide(t *Turn, row *ConversationRow, p *Placement) decided {
	c := &s.consulting
	*c = consultation{turn: t, row: row, place: p}
	d := &c.made
	if p.HoldFor != "" && s.stillHeld(c) {
		return *d
	}
	by, path := s.asks(p)
	for range maxHops {
		v := s.consult(c, by, path)
		switch {
		case d.failed != "":
			return *d
		case v.chooser != nil:
			s.keepChooser(c, v.path)
			s.find(c, v.chooser)
			return *d
		}
		p.raise(v.answer.priority)
		switch v.answer.kind {
		case decideTeam:
			c.custom = false
			if s.toNamed(c, v.answer) {
				return *d
			}
		case decidePick:
			if s.picks(c, v.answer) {
				return *d
			}
		case decideHold:
			s.holds(c, v.answer)
			return *d
		}
		if strings.HasPrefix(path, teamPart) && v.answer.kind != decideTeam || p.Team == "" {
			break
		}
		by, path = s.teamStrategy(p.Team), teamPart
	}
	s.keepChooser(c, plainPart)
	s.find(c, LeastBusy{})
	return *d
}

// raise gives it the priority of a strategy, if that is higher.
func (p *Placement) raise(priority int) {
	p.Raised = max(p.Raised, priority)
	p.Priority = raised(p.Priority, priority)
}

// raised is a priority with that of a strategy, which is none if it is not above zero.
func raised(priority, by int) int {
	if by <= 0 {
		return priority
	}
	return max(priority, by)
}

// keepChooser notes who chooses from now on. What a strategy of the host's own has left open is asked again.
func (s *Shard) keepChooser(c *consultation, path string) {
	c.ofTeam = strings.HasPrefix(path, teamPart)
	if !c.custom {
		c.place.Chooser = path
	}
}

// asks is the strategy to be asked about a placement, and its path.
func (s *Shard) asks(p *Placement) (by Assigner, path string) {
	switch p.Chooser {
	case "":
		if p.by != nil {
			return p.by, ""
		}
		return s.teamStrategy(p.Team), teamPart
	case plainPart:
		return LeastBusy{}, plainPart
	}
	if rest, ok := strings.CutPrefix(p.Chooser, teamPart); ok {
		by = strategyAt(s.teamStrategy(p.Team), strings.TrimPrefix(rest, "."))
	} else {
		by = strategyAt(p.by, p.Chooser)
	}
	if isNil(by) || !orders(by) { // the desk or the workflow is another one by now
		return s.teamStrategy(p.Team), teamPart
	}
	return by, p.Chooser
}

// mayChange reports whether the strategy of a waiting conversation could answer differently later.
func (s *Shard) mayChange(p *Placement) bool {
	by, _ := s.asks(p)
	return !orders(by)
}

// consult asks a strategy; those that are made of others are gone through here, so that it is known which part is left
// the choice.
func (s *Shard) consult(c *consultation, by Assigner, path string) verdict {
	switch outer := by.(type) {
	case FirstOf:
		for i, inner := range outer {
			if v := s.consult(c, inner, join(path, strconv.Itoa(i))); !v.passes() || c.made.failed != "" {
				return v
			}
		}
		return verdict{}
	case Then:
		return s.consultThen(c, outer, path)
	}
	c.made.call(by)
	if orders(by) {
		return verdict{chooser: by, path: path}
	}
	answer := s.ask(c, by, strings.HasPrefix(path, teamPart))
	if _, ours := by.(once); !ours && answer.kind != decideTeam {
		c.custom = true
	}
	return verdict{answer: answer}
}

// consultThen lets one strategy name the team, and another choose in it.
func (s *Shard) consultThen(c *consultation, outer Then, path string) verdict {
	v := s.consult(c, outer.By, join(path, byPart))
	p := c.place
	switch {
	case v.chooser != nil || c.made.failed != "":
		return v
	case v.answer.kind == decideTeam:
		p.raise(v.answer.priority)
		if s.toNamed(c, v.answer) {
			return v
		}
	case v.answer.kind != decidePass || p.Team == "":
		return v
	}
	return s.consult(c, outer.Then, join(path, thenPart))
}

// toNamed makes the team that a strategy has named the placement's, and reports whether that ends the matter: there is no
// such team, or custom code has said as well who chooses in it, and is asked again.
func (s *Shard) toNamed(c *consultation, answer Decision) bool {
	p := c.place
	p.Team, p.Teams, p.Agent = answer.name, []string{answer.name}, ""
	switch then := answer.then; {
	case s.desk.teams[p.Team] == nil:
		c.made.failed = fmt.Sprintf("unknown team %q", p.Team)
	case !isNil(then) && orders(then):
		s.find(c, then)
	default:
		return false
	}
	return true
}

func (d *decided) call(by Assigner) {
	if d.strategy == "" {
		d.strategy = strategyName(by)
	} else {
		d.strategy += ", then " + strategyName(by)
	}
}

// picks takes the agent whom a strategy has picked, if he can take it.
func (s *Shard) picks(c *consultation, answer Decision) bool {
	a := s.staff.byID[answer.name]
	if a != nil && s.refuses(c.turn, c.row, c.place, a, answer.anywhere) == nil {
		c.made.agent, c.made.anywhere = a, answer.anywhere
		return true
	}
	c.made.notes = append(c.made.notes, answer.name+" was picked and cannot take it")
	return false
}

// holds lets it wait: for one agent, or until the strategy says otherwise.
func (s *Shard) holds(c *consultation, answer Decision) {
	p, d := c.place, &c.made
	if answer.wait > 0 {
		p.HoldFor, p.HoldUntil = answer.name, s.now.Add(answer.wait)
		return
	}
	switch {
	case p.Team == "" && p.Agent == "":
		d.failed = fmt.Sprintf("the strategy %s holds a conversation without a team", d.strategy)
	case s.nobodyCan(c.turn, p):
		d.exit = nobodyCanBlock
	}
	d.notes = append(d.notes, "held by the strategy")
}

// stillHeld reports whether one who is waited for has been found free, or is waited for yet. Otherwise the wait is over.
func (s *Shard) stillHeld(c *consultation) bool {
	p := c.place
	a := s.staff.byID[p.HoldFor]
	if a == nil {
		p.endHold()
		return false
	}
	refusal := s.refuses(c.turn, c.row, p, a, true)
	switch {
	case refusal == nil && !p.held(s.now):
		p.endHold()
		return false
	case refusal == nil:
		c.made.agent, c.made.anywhere, c.made.strategy = a, true, "last agent"
		c.made.tie = "it waited for " + a.agent.ID
		return true
	case refusal.busy() && p.held(s.now):
		c.made.strategy = "last agent"
		return true
	}
	p.endHold()
	return false
}

// teamStrategy is the team's own; a team without one goes by load.
func (s *Shard) teamStrategy(team string) Assigner {
	if t := s.desk.teams[team]; t != nil && !isNil(t.By) {
		return t.By
	}
	return LeastBusy{}
}

// ask calls a strategy that is not a mere order, possibly custom code: a panic in it is a pass.
func (s *Shard) ask(c *consultation, by Assigner, teams bool) (answer Decision) {
	r := &Request{shard: s, turn: c.turn, row: c.row, place: c.place, now: s.now}
	if node := s.desk.strategies[c.place.Team]; teams && node != nil { // the team's own, with conditions of its own
		step := c.turn.node
		c.turn.node = node
		defer func() { c.turn.node = step }()
	}
	defer func() {
		c.made.notes = append(c.made.notes, r.notes...)
		if v := recover(); v != nil {
			answer = Pass()
			c.made.notes = append(c.made.notes, fmt.Sprintf("the strategy panicked, which counts as a pass: %v", v))
		}
	}()
	return by.Assign(r)
}
