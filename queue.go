package usher

import (
	"slices"
	"strings"
	"time"

	"github.com/gousher/usher/internal/backlog"
	"github.com/gousher/usher/internal/roster"
	"github.com/gousher/usher/internal/rule"
)

// wait is a conversation in the queue.
type wait struct {
	conversation string
	place        *Placement
	kind         *kind
	heldFor      string // the agent for whom it waits
	watched      *watch // the next stage's condition, if it opens by one
}

// kind is what conversations in one bucket of the queue have in common: the same agents can take them.
type kind struct {
	bucket  backlog.Bucket
	class   *roster.Class // who meets the stage
	own     *roster.Class // who meets the first stage
	teams   []string
	held    bool // for one agent, who need not be of the team
	cost    Units
	channel string
	// turn is one in which the condition on the agent is evaluated for any of them; nil: there is none.
	turn  *Turn
	where *condition
	uses  int
}

// need is what a placement requires of an agent.
func (s *Shard) need(p *Placement) roster.Need {
	n := roster.Need{Teams: p.Teams}
	only := p.Agent
	if p.HoldFor != "" {
		only, n.Teams = p.HoldFor, nil
	}
	if only != "" {
		n.Teams = nil
		if a := s.staff.byID[only]; a != nil {
			n.Agent = a.slot + 1
		} else {
			n.Teams = []string{"\x00"} // nobody's
		}
	}
	n.Terms = s.terms[:0]
	for name, level := range p.Must { // in any order: the class is the same
		if level == Absent {
			n.Terms = append(n.Terms, roster.Term{Skill: name, Absent: true})
			continue
		}
		low, high := level.bounds()
		n.Terms = append(n.Terms, roster.Term{Skill: name, Min: max(low, 1), Max: high})
	}
	s.terms = n.Terms
	return n
}

func (s *Shard) class(p *Placement) *roster.Class { return s.index.Class(s.need(p)) }

// limits are the names of the limits that count for a conversation.
func (s *Shard) limits(channel string, teams []string, held bool) []string {
	if !s.limiting {
		return nil
	}
	limits := []string{channelLimit(channel)}
	if !held {
		for _, team := range teams {
			limits = append(limits, teamLimit(team))
		}
	}
	return limits
}

// closedTeams are those of a placement that are outside their hours.
func (s *Shard) closedTeams(teams []string) []string {
	var closed []string
	for _, team := range teams {
		if s.closed(team) {
			closed = append(closed, team)
		}
	}
	return closed
}

// kindOf is the kind of a waiting conversation; the caller counts its uses.
func (s *Shard) kindOf(t *Turn, row *ConversationRow, p *Placement) *kind {
	class, own := s.class(p), s.ownClass(t, p)
	bucket := backlog.Bucket{Class: class.ID(), Own: own.ID(), Tag: s.tag(t, row, p)}
	if k := s.kinds[bucket]; k != nil {
		return k
	}
	class.Retain()
	own.Retain()
	k := &kind{
		bucket: bucket, class: class, own: own, teams: p.Teams, held: p.HoldFor != "" || p.Agent != "",
		cost: s.desk.Costs.full(row.Channel), channel: row.Channel,
	}
	if p.where() != nil && p.HoldFor == "" {
		turn := *t
		turn.effects, turn.entries = nil, nil
		k.turn, k.where = &turn, p.where()
	}
	s.kinds[bucket] = k
	return k
}

// ownClass is who meets the first stage: what a freed agent may take first.
func (s *Shard) ownClass(t *Turn, p *Placement) *roster.Class {
	if s.desk.Pull != OwnFirst || p.Stage <= 1 || p.plan == nil {
		return s.class(p)
	}
	return s.class(s.stageOf(t, p, 1))
}

// tag tells apart those who wait for the same agents, as far as team and skills go.
func (s *Shard) tag(t *Turn, row *ConversationRow, p *Placement) string {
	where := p.where()
	if where == nil || p.HoldFor != "" {
		if p.HoldFor != "" {
			return "@" + row.Channel
		}
		return row.Channel
	}
	var b strings.Builder
	b.WriteString(row.Channel + "\x00" + where.Source())
	for _, ref := range where.Reads() {
		if ref.Root == "now" {
			return b.String() + "\x00" + row.ID
		}
		if ref.Root != "agent" {
			b.WriteString("\x00" + ref.Value(t).Text())
		}
	}
	if where.Calls() {
		b.WriteString("\x00" + row.ID)
	}
	return b.String()
}

// admits reports whether an agent may be given those of a kind now: what the index does not know of him alone.
func (s *Shard) admits(k *kind, a *agentState) bool {
	if k.turn == nil {
		return true
	}
	k.turn.now = s.now
	return k.turn.holdsFor(k.where, a)
}

// queueTeams are the queues that a waiting conversation stands in.
func (p *Placement) queueTeams() []string {
	if len(p.Teams) > 0 {
		return p.Teams
	}
	return []string{"@" + p.Agent + p.HoldFor}
}

// wait puts the conversation into its queue. A strategy of the host's own is asked again with every change.
func (s *Shard) wait(t *Turn, row *ConversationRow) {
	p := row.Place
	k := s.kindOf(t, row, p)
	k.uses++
	item := &backlog.Item[*wait]{
		Value: &wait{conversation: row.ID, place: p, kind: k, heldFor: p.HoldFor},
		Order: backlog.Order{
			Priority: int64(p.Priority), Aging: int64(p.Aging), Since: nanos(p.QueuedAt), Arrival: p.Arrival,
			Newest: s.newest(p.Team),
		},
	}
	s.backlog.Add(item, k.bucket, p.queueTeams())
	s.waits[row.ID] = item
	s.watchNext(item.Value)
	if p.HoldFor != "" {
		if s.heldFor[p.HoldFor] == nil {
			s.heldFor[p.HoldFor] = map[string]bool{}
		}
		s.heldFor[p.HoldFor][row.ID] = true
	}
	if p.Chooser == "" && p.HoldFor == "" && s.mayChange(p) || restsOnMore(p.where()) {
		s.asked[row.ID] = true
	}
}

// restsOnMore reports whether a condition rests on more than the agent and the conversation: on the clock, on calendars, on
// how teams stand. It is looked at again with every change.
func restsOnMore(where *condition) bool {
	return where != nil && (where.Calls() || readsClock(where))
}

func readsClock(x *condition) bool {
	return slices.ContainsFunc(x.Reads(), func(ref rule.Ref[*Turn]) bool { return ref.Root == "now" })
}

// rejoin puts a waiting conversation into its queue again: what its condition rests on may have changed.
func (s *Shard) rejoin(row *ConversationRow) {
	if s.waits[row.ID] == nil || row.Place.where() == nil {
		return
	}
	s.leaveQueue(row)
	s.wait(s.turnOf(row), row)
	s.back = append(s.back, returned{conversation: row.ID, told: true})
}

func (s *Shard) newest(team string) bool {
	t := s.desk.teams[team]
	return t != nil && t.Order == NewestFirst
}

func (s *Shard) leaveQueue(row *ConversationRow) {
	item := s.waits[row.ID]
	if item == nil {
		return
	}
	s.backlog.Remove(item)
	delete(s.waits, row.ID)
	delete(s.asked, row.ID)
	s.unwatch(item.Value)
	if agent := item.Value.heldFor; agent != "" {
		if delete(s.heldFor[agent], row.ID); len(s.heldFor[agent]) == 0 {
			delete(s.heldFor, agent)
		}
	}
	k := item.Value.kind
	if k.uses--; k.uses == 0 {
		delete(s.kinds, k.bucket)
		k.class.Release()
		k.own.Release()
	}
}

// position is the place in the queue, from 1; 0: it is in none.
func (s *Shard) position(row *ConversationRow, now time.Time) int {
	item := s.waits[row.ID]
	if item == nil {
		return 0
	}
	return s.backlog.Position(item, item.Value.place.queueTeams()[0], nanos(now))
}

// where is the condition on the agent; nil: there is none.
func (p *Placement) where() *condition {
	if p.stage == nil {
		return nil
	}
	return p.stage.where
}

// settings are those of the stage in which it was given, as far as its workflow is known.
func (p *Placement) settings() *stage {
	if p.plan == nil || p.GivenIn < 1 || p.GivenIn > len(p.plan.stages) {
		return &noSettings
	}
	return &p.plan.stages[p.GivenIn-1]
}

var noSettings stage //nolint:gochecknoglobals // nothing is ever written to it

// expired reports whether its time in the stage is up: it is for the clock, and no longer for an agent.
func (p *Placement) expired(now time.Time) bool { return !p.Until.IsZero() && !now.Before(p.Until) }
