package usher

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/gousher/usher/internal/roster"
)

// find looks for who can take it now.
func (s *Shard) find(c *consultation, by Assigner) {
	p, d := c.place, &c.made
	missing := slices.IndexFunc(p.Teams, func(team string) bool { return s.desk.teams[team] == nil })
	switch {
	case missing >= 0:
		d.failed = fmt.Sprintf("unknown team %q", p.Teams[missing])
	case p.Team == "" && p.Agent == "":
		d.failed = fmt.Sprintf("the strategy %s named nobody", d.strategy)
	case s.nobodyCan(c.turn, p):
		d.exit = nobodyCanBlock
	default:
		s.choose(c, by)
	}
}

// choose finds the best of those who can take it now: the greatest weight of preferred skills, then the strategy, then who
// has been idle longest, then the order of the desk.
func (s *Shard) choose(c *consultation, by Assigner) {
	if scores, ok := by.(scorer); ok {
		s.byScore(c, scores)
		return
	}
	order, ok := by.(ranker)
	if !ok {
		order = LeastBusy{}
	}
	c.made.order = order
	q := s.wanted(c)
	q.Order = order.order()
	choice, found := s.index.Best(q)
	if !found {
		return
	}
	c.made.agent, c.made.tie = s.staff.slots[choice.Slot], because(choice.Why, order)
}

const mostPreferred = "the greatest weight of preferred skills"

// because says what decided.
func because(why roster.Why, order ranker) string {
	switch why {
	case roster.Only:
		return "the only one who could"
	case roster.Wished:
		return mostPreferred
	case roster.Idle:
		return "idle longest"
	case roster.Desk:
		return "the order of the desk"
	}
	return order.why()
}

// query asks the index for those who can take a conversation now. It is valid until the next one.
func (s *Shard) query(t *Turn, row *ConversationRow, p *Placement) *roster.Query {
	q := &s.asking
	*q = roster.Query{
		Class: s.class(p), Cost: int64(s.desk.Costs.full(row.Channel)), Closed: s.closedTeams(p.Teams),
		Limits: s.limits(row.Channel, p.Teams, p.HoldFor != ""), Exclude: q.Exclude[:0], Wishes: q.Wishes[:0],
	}
	for _, name := range p.Prefer.names() {
		q.Wishes = append(q.Wishes, roster.Wish{Skill: name, Weight: int(p.Prefer[name])})
	}
	for _, refused := range row.Refused {
		if a := s.staff.byID[refused.Agent]; a != nil && a.session == refused.Session {
			q.Exclude = append(q.Exclude, a.slot)
		}
	}
	if where := p.where(); where != nil {
		q.Accept = func(slot int) bool { return t.holdsFor(where, s.staff.slots[slot]) }
	}
	return q
}

// wanted is the query of a consultation: with [OwnFirst] there is a round for those alone who met the first stage.
func (s *Shard) wanted(c *consultation) *roster.Query {
	q := s.query(c.turn, c.row, c.place)
	if s.ownOnly {
		q.Within = s.ownClass(c.turn, c.place)
	}
	return q
}

// nobodyCan reports whether no agent of the desk satisfies the present stage or a later one, whatever his status, shift,
// load and refusals.
func (s *Shard) nobodyCan(t *Turn, p *Placement) bool {
	if !s.class(p).Empty() && (p.where() == nil || s.somebodyMeets(t, p)) {
		return false
	}
	if p.plan == nil {
		return true
	}
	for k := p.Stage + 1; k <= len(p.plan.stages); k++ {
		later := s.stageOf(t, p, k)
		if len(later.Teams) == 0 && later.Agent == "" { // a strategy will name somebody
			return false
		}
		if !s.class(later).Empty() && (later.where() == nil || s.somebodyMeets(t, later)) {
			return false
		}
	}
	return true
}

// somebodyMeets reports whether the condition holds for somebody, whatever he is doing. One that looks at what an agent is
// doing may hold for anybody.
func (s *Shard) somebodyMeets(t *Turn, p *Placement) bool {
	for _, ref := range p.where().Reads() {
		switch ref.Path {
		case "agent.load", "agent.status", "agent.handled", "agent.idle", "now":
			return true
		}
	}
	class := s.class(p)
	return slices.ContainsFunc(s.staff.roster, func(a *agentState) bool {
		return class.Has(a.slot) && t.holdsFor(p.where(), a)
	})
}

// byScore looks at everybody who can take it: those with the greatest weight of preferred skills, and of them the highest
// score, or one by lot.
func (s *Shard) byScore(c *consultation, by scorer) {
	t, p, d := c.turn, c.place, &c.made
	if node := s.desk.strategies[p.Team]; c.ofTeam && node != nil {
		step := t.node
		t.node = node
		defer func() { t.node = step }()
	}
	var best []*agentState
	most, failed := -1, ""
	s.index.Each(s.wanted(c), func(slot int) bool {
		a := s.staff.slots[slot]
		if weight := p.Prefer.weight(a.skills); weight > most {
			most, best = weight, best[:0]
			best = append(best, a)
		} else if weight == most {
			best = append(best, a)
		}
		return true
	})
	scores := make([]int64, len(best))
	for i, a := range best {
		score, err := by.score(t, a)
		if err != nil {
			failed = err.Error()
		}
		scores[i] = score
	}
	if failed != "" {
		d.notes = append(d.notes, "a value failed and counts as none: "+failed)
	}
	if len(best) == 0 {
		return
	}
	d.note(by, best, scores)
	if by.draws() {
		d.agent, d.tie = best[draw(scores, s.lot(c))], by.why()
	} else {
		d.agent, d.tie = highest(best, scores, by.why())
	}
	if len(best) == 1 {
		d.tie = "the only one who could"
	}
}

// note keeps the scores for the explanation.
func (d *decided) note(by scorer, agents []*agentState, scores []int64) {
	if _, alike := by.(Random); alike {
		return
	}
	d.scores = make(map[string]int64, len(agents))
	for i, a := range agents[:min(len(agents), maxNamed)] {
		if scores[i] != noScore {
			d.scores[a.agent.ID] = scores[i]
		}
	}
}

// highest is the agent with the highest score, then who has been idle longest, then the first at the desk.
func highest(agents []*agentState, scores []int64, why string) (best *agentState, tie string) {
	at, tie := 0, why
	for i := 1; i < len(agents); i++ {
		switch {
		case scores[i] > scores[at]:
			at, tie = i, why
		case scores[i] < scores[at]:
		case agents[i].idleSince.Before(agents[at].idleSince):
			at, tie = i, "idle longest"
		case agents[i].idleSince.Equal(agents[at].idleSince):
			tie = "the order of the desk"
		default:
			tie = "idle longest"
		}
	}
	return agents[at], tie
}

// lot is what chance says to this question: the same for the same seed and the same history.
func (s *Shard) lot(c *consultation) uint64 {
	return lot(s.seed, s.tenant, c.row.ID, strconv.FormatInt(c.row.OpenedAt.UnixNano(), 36),
		strconv.Itoa(c.place.Stage), strconv.Itoa(c.place.Offers), strconv.Itoa(len(c.row.Refused)))
}
