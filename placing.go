package usher

import (
	"fmt"
	"slices"
	"time"
)

func (s *Shard) queue(p *Placement) backlog {
	key := p.Team
	if p.Agent != "" {
		key = "@" + p.Agent
	}
	q := s.queues[key]
	if q == nil {
		q = &list{}
		s.queues[key] = q
	}
	return q
}

// placement is what an assignment asks for, before its strategy is asked.
func (s *Shard) placement(run *Run, a *Assign) *Placement {
	return &Placement{
		Step: run.Position(), Team: a.Team, Agent: a.Agent, Must: a.Must, Prefer: a.Prefer,
		Priority: a.Priority, Aging: a.Aging, For: a.For, QueuedAt: s.now, by: a.By,
	}
}

// decided is what the strategy and the shard make of a placement.
type decided struct {
	agent    *agentState
	tie      string
	strategy string
	notes    []string
	exit     string // nobodyCanBlock, or empty
	failed   string // why the fallback has to serve it
}

// maxHops is how many strategies may name a team one after the other.
const maxHops = 4

// decide asks the strategy of a placement, which may name the team or the agent, and looks for who can take it now. A
// strategy that passes leaves the choice to the team's own. Nothing changes but the placement.
func (s *Shard) decide(t *Turn, p *Placement) decided {
	var d decided
	by, own := p.by, p.by != nil
	if !own {
		by = s.teamStrategy(p.Team)
	}
	for range maxHops {
		d.call(by)
		if order, ok := by.(ranker); ok {
			s.find(p, order, &d)
			return d
		}
		answer := s.ask(t, p, by, own, &d)
		p.Priority = max(p.Priority, answer.priority)
		switch answer.kind {
		case decideTeam:
			if s.desk.teams[answer.name] == nil {
				d.failed = fmt.Sprintf("unknown team %q", answer.name)
				return d
			}
			p.Team, p.Agent, p.by, own = answer.name, "", nil, true
		case decidePick:
			if a := s.staff.byID[answer.name]; a != nil && a.refuses(p, answer.anywhere) == nil {
				d.agent = a
				return d
			}
			d.notes = append(d.notes, answer.name+" was picked and cannot take it")
		case decideHold:
			s.hold(p, &d)
			return d
		}
		if !own || p.Team == "" {
			break
		}
		if _, decided := by.(once); decided {
			p.by = nil
		}
		by, own = s.teamStrategy(p.Team), false
	}
	s.find(p, LeastBusy{}, &d)
	return d
}

func (d *decided) call(by Assigner) {
	if d.strategy == "" {
		d.strategy = strategyName(by)
	} else {
		d.strategy += ", then " + strategyName(by)
	}
}

// find looks for who can take it now.
func (s *Shard) find(p *Placement, order ranker, d *decided) {
	switch {
	case p.Team != "" && s.desk.teams[p.Team] == nil:
		d.failed = fmt.Sprintf("unknown team %q", p.Team)
	case p.Team == "" && p.Agent == "":
		d.failed = fmt.Sprintf("the strategy %s named nobody", d.strategy)
	case !s.staff.anyone(p):
		d.exit = nobodyCanBlock
	default:
		d.agent, d.tie = s.staff.best(p, order)
	}
}

func (s *Shard) hold(p *Placement, d *decided) {
	switch {
	case p.Team == "" && p.Agent == "":
		d.failed = fmt.Sprintf("the strategy %s holds a conversation without a team", d.strategy)
	case !s.staff.anyone(p):
		d.exit = nobodyCanBlock
	}
	d.notes = append(d.notes, "held by the strategy")
}

// teamStrategy is the team's own; a team without one goes by load.
func (s *Shard) teamStrategy(team string) Assigner {
	if t := s.desk.teams[team]; t != nil && t.By != nil {
		return t.By
	}
	return LeastBusy{}
}

// ask calls a strategy that is not a mere order, possibly custom code: a panic in it is a pass.
func (s *Shard) ask(t *Turn, p *Placement, by Assigner, own bool, d *decided) (answer Decision) {
	r := &Request{shard: s, turn: t, place: p, now: s.now}
	if node := s.desk.strategies[p.Team]; !own && node != nil { // the team's own, with conditions of its own
		step := t.node
		t.node = node
		defer func() { t.node = step }()
	}
	defer func() {
		d.notes = append(d.notes, r.notes...)
		if v := recover(); v != nil {
			answer = Pass()
			d.notes = append(d.notes, fmt.Sprintf("the strategy panicked, which counts as a pass: %v", v))
		}
	}()
	return by.Assign(r)
}

func (s *Shard) free(p *Placement) func(func(*agentState) bool) { return s.staff.free(p) }

func (s *Shard) choose(p *Placement, by ranker) (*agentState, string) { return s.staff.best(p, by) }

func (s *Shard) refuses(agent string, p *Placement, anywhere bool) *Refusal {
	a := s.staff.byID[agent]
	if a == nil {
		return &Refusal{Agent: agent, Reason: HasLeft}
	}
	return a.refuses(p, anywhere)
}

// give hands the conversation to the agent: the choice and the claim are one step.
func (s *Shard) give(row *ConversationRow, p *Placement, d decided) {
	a := d.agent
	s.arrive(p)
	s.leaveQueue(row)
	s.stopTimers(row.ID)
	a.load++
	a.givenAt = s.now
	a.idle()
	s.batch.Agents = append(s.batch.Agents, a.row())
	row.State, row.Agent, row.Team, row.GivenAt, row.Place = StateAssigned, a.agent.ID, p.Team, s.now, p
	c := s.staff.consider(p, a.agent.ID)
	c.Agent, c.Strategy, c.TieBreak = a.agent.ID, d.strategy, d.tie
	row.notes(s.now, p.Step, d.notes)
	row.log(Entry{At: s.now, Step: p.Step, Kind: EntryAssigned, Choice: c})
	contact := s.editContact(row.Contact)
	contact.LastAgent, contact.LastAgentAt = a.agent.ID, s.now
	s.emit(row, HandOver{
		Header: s.header(row), Agent: a.agent.ID, Team: p.Team, Contact: contact.Contact,
		Answers: s.answers(row), Earlier: row.Earlier, Transcript: slices.Clip(row.Transcript),
		Reason: slices.Clip(row.Trace[len(row.Trace)-max(row.Turn, 1):]),
	}, false)
}

func (s *Shard) answers(row *ConversationRow) map[string]any {
	_, run := s.runOf(row)
	return run.answers()
}

func (row *ConversationRow) notes(now time.Time, step string, notes []string) {
	for _, note := range notes {
		row.log(Entry{At: now, Step: step, Kind: EntryTeam, Detail: note})
	}
}

// enqueue lets the conversation wait. Its age is kept if it has one.
func (s *Shard) enqueue(row *ConversationRow, p *Placement, d decided) {
	s.join(row, p)
	s.tellQueued(row, d)
}

// join puts the conversation into its queue.
func (s *Shard) join(row *ConversationRow, p *Placement) {
	s.arrive(p)
	row.State, row.Place, row.Agent, row.Team = StateQueued, p, "", p.Team
	s.wait(row)
	s.stopTimers(row.ID)
	if p.For > 0 {
		p.Until = s.now.Add(p.For)
		s.setTimer(TimerRow{Conversation: row.ID, Kind: TimerQueue, Due: p.Until, Fence: row.fence()})
	}
}

// arrive numbers a placement, once: it keeps its number when it is taken back.
func (s *Shard) arrive(p *Placement) {
	if p.Arrival == 0 {
		s.arrivals++
		p.Arrival = s.arrivals
	}
}

// tellQueued notes that the conversation waits, and tells the host.
func (s *Shard) tellQueued(row *ConversationRow, d decided) {
	p := row.Place
	c := s.staff.consider(p, "")
	c.Strategy, c.Priority = d.strategy, p.Priority
	c.Position = s.queue(p).position(p, s.now)
	row.notes(s.now, p.Step, d.notes)
	row.log(Entry{At: s.now, Step: p.Step, Kind: EntryQueued, Choice: c})
	s.emit(row, Enqueue{Header: s.header(row), Team: p.Team, Agent: p.Agent}, false)
}

func (row *ConversationRow) fence() int {
	if row.Run == nil {
		return 0
	}
	return row.Run.fence
}

// settle places the conversation with whoever was chosen, or in the queue.
func (s *Shard) settle(row *ConversationRow, p *Placement, d decided) {
	switch {
	case d.agent != nil && s.held:
		s.giveLater(row, p, d)
	case d.agent != nil:
		s.give(row, p, d)
	default:
		s.enqueue(row, p, d)
	}
}

// wait puts the conversation into its queue. A strategy that is not a mere order is asked again with every change.
func (s *Shard) wait(row *ConversationRow) {
	s.queue(row.Place).add(&waiting{conversation: row.ID, place: row.Place})
	by := row.Place.by
	if by == nil {
		by = s.teamStrategy(row.Place.Team)
	}
	if _, order := by.(ranker); !order {
		_, ours := by.(interface{ mayPass(d *Declaration) bool })
		s.asked[row.ID] = !ours
	}
}

func (s *Shard) leaveQueue(row *ConversationRow) {
	if row.State == StateQueued {
		s.queue(row.Place).remove(row.ID)
		delete(s.asked, row.ID)
	}
}

// release takes the conversation from its agent, who may now be able to take another one.
func (s *Shard) release(row *ConversationRow) {
	if row.State != StateAssigned {
		return
	}
	if a := s.staff.byID[row.Agent]; a != nil {
		a.load = max(a.load-1, 0)
		a.doneAt = s.now
		a.idle()
		s.batch.Agents = append(s.batch.Agents, a.row())
		s.dirty = append(s.dirty, a)
	}
	row.Agent = ""
}
