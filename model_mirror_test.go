package usher_test

import (
	"cmp"
	"slices"
	"time"

	"github.com/gousher/usher"
)

// mirror is the whole desk as anybody would write it down: plain slices, looked through from front to back. It is what
// the shard is held against.
type mirror struct {
	desk    usher.Desk
	hours   map[string][]opening
	now     time.Time
	clerks  []*clerk
	threads []*thread
	seq     int
	changed bool      // the staff has changed: who waits has to be looked at
	leavers []*thread // those that take their exit, in order
	broken  string    // what the model found against its own laws
}

// opening is a time for which a calendar is open.
type opening struct{ from, until time.Time }

// clerk is an agent at work.
type clerk struct {
	usher.Agent

	status    usher.Status
	presence  int // counts how often he has come back from offline
	lapses    int // offers that lapsed in a row
	idleSince time.Time
	givenAt   time.Time
	askedAt   time.Time
	restUntil time.Time
	handled   map[string]int // by day
	shrunk    bool           // he has less capacity than he had when he was given his work
}

// rung is a stage with all that it has inherited.
type rung struct {
	teams               []string
	agent               string
	by                  usher.Assigner
	must, prefer        usher.Skills
	priority            int
	aging, lasts        time.Duration
	accept, answer      time.Duration
	keep                time.Duration
	maxOffers, awayWhen int
	next                bool
}

// thread is a conversation.
type thread struct {
	id, channel string
	rungs       []rung
	at          int // the stage it is in
	given       int // the stage in which it was given or offered
	seq         int
	since       time.Time
	state       usher.State
	agent, team string
	offers      int
	refused     map[string]int // by agent, his presence at that time
	waits, held bool
	fallback    bool
	over        bool // the last stage is over: the exit waits for the offer
	leaving     bool // it goes to the fallback as soon as the present change has been matched
	woken       bool // it has cost more since it was given: its contact wrote, or it was taken up again

	givenAt                                time.Time
	stageDue, offerDue, answerDue, keepDue time.Time
}

func (t *thread) rung() *rung { return &t.rungs[t.at] }

// climb is an assignment with every stage written out.
func climb(a usher.Assign) []rung {
	teams := a.Teams
	if a.Team != "" {
		teams = []string{a.Team}
	}
	now := rung{
		teams: teams, agent: a.Agent, by: a.By, must: a.Must, prefer: a.Prefer, priority: a.Priority, aging: a.Aging, lasts: a.For,
		accept: a.AcceptWithin, answer: a.AnswerWithin, keep: a.KeepWhenAway, maxOffers: a.MaxOffers, awayWhen: a.AwayAfter,
		next: a.AfterMissed == usher.NextStage,
	}
	rungs := []rung{now}
	for _, s := range a.Stages {
		now = now.then(s)
		rungs = append(rungs, now)
	}
	return rungs
}

func (r rung) then(s usher.Stage) rung {
	r.lasts = s.For
	switch {
	case s.Team != "":
		r.teams, r.agent = []string{s.Team}, ""
	case len(s.Teams) > 0:
		r.teams, r.agent = s.Teams, ""
	case s.Agent != "":
		r.teams, r.agent = nil, s.Agent
	}
	if s.By != nil {
		r.by = s.By
	}
	if s.Must != nil {
		r.must = s.Must
	}
	if s.Prefer != nil {
		r.prefer = s.Prefer
	}
	if s.AfterMissed != usher.Inherit {
		r.next = s.AfterMissed == usher.NextStage
	}
	said(&r.priority, s.Priority)
	said(&r.maxOffers, s.MaxOffers)
	said(&r.awayWhen, s.AwayAfter)
	said(&r.aging, s.Aging)
	said(&r.accept, s.AcceptWithin)
	said(&r.answer, s.AnswerWithin)
	said(&r.keep, s.KeepWhenAway)
	return r
}

func said[T any](inherited, own *T) {
	if own != nil {
		*inherited = *own
	}
}

func (f *mirror) clerk(id string) *clerk {
	for _, c := range f.clerks {
		if c.ID == id {
			return c
		}
	}
	return nil
}

func (f *mirror) thread(id string) *thread {
	for _, t := range f.threads {
		if t.id == id {
			return t
		}
	}
	return nil
}

func (f *mirror) team(id string) *usher.Team {
	for i := range f.desk.Teams {
		if f.desk.Teams[i].ID == id {
			return &f.desk.Teams[i]
		}
	}
	return nil
}

// open reports whether a calendar is open now; without one it always is.
func (f *mirror) open(hours string) bool {
	return hours == "" || slices.ContainsFunc(f.hours[hours], func(o opening) bool {
		return !f.now.Before(o.from) && f.now.Before(o.until)
	})
}

// full is the cost of a conversation while somebody works on it, cost what it is now.
func (f *mirror) full(t *thread) usher.Units {
	if units, ok := f.desk.Costs.Channels[t.channel]; ok {
		return units
	}
	return usher.Unit
}

func (f *mirror) cost(t *thread) usher.Units {
	units := f.full(t)
	if c := f.desk.Costs.WaitingForContact; t.waits && c != nil {
		units = min(units, *c)
	}
	if c := f.desk.Costs.OnHold; t.held && c != nil {
		units = min(units, *c)
	}
	return units
}

// has are the conversations that an agent owns or is asked about, those that he has had longest first.
func (f *mirror) has(c *clerk) []*thread {
	var all []*thread
	for _, t := range f.threads {
		if t.agent == c.ID && (t.state == usher.StateAssigned || t.state == usher.StateOffered) {
			all = append(all, t)
		}
	}
	slices.SortFunc(all, func(a, b *thread) int { return cmp.Or(a.givenAt.Compare(b.givenAt), cmp.Compare(a.id, b.id)) })
	return all
}

func (f *mirror) load(c *clerk) usher.Units {
	sum := usher.Units(0)
	for _, t := range f.has(c) {
		sum += f.cost(t)
	}
	return sum
}

func (f *mirror) capacity(c *clerk) usher.Units { return usher.Units(max(c.Capacity, 1)) * usher.Unit }

// waiting are the conversations that wait for an agent, in the order in which they came.
func (f *mirror) waiting() []*thread {
	var all []*thread
	for _, t := range f.threads {
		if t.state == usher.StateQueued && !t.leaving {
			all = append(all, t)
		}
	}
	return all
}

// can reports whether an agent satisfies a stage, whatever his status, shift, load and refusals.
func (f *mirror) can(c *clerk, r *rung) bool {
	member := r.agent == c.ID
	for _, team := range r.teams {
		member = member || slices.Contains(c.Teams, team)
	}
	return member && meets(c, r.must)
}

func meets(c *clerk, must usher.Skills) bool {
	for skill, need := range must {
		if !satisfies(c.Skills[skill], need) {
			return false
		}
	}
	return true
}

// satisfies holds a level against a requirement: at least, absent, or a range.
func satisfies(has, need usher.Level) bool {
	if need == usher.Absent {
		return has == 0
	}
	for low := 1; low <= 5; low++ {
		for high := low; high <= 5; high++ {
			if need == usher.Between(low, high) {
				return int(has) >= low && int(has) <= high
			}
		}
	}
	return has >= need && has > 0
}

// nobodyCan reports whether no agent of the desk satisfies the present stage or a later one.
func (f *mirror) nobodyCan(t *thread) bool {
	for i := t.at; i < len(t.rungs); i++ {
		for _, c := range f.clerks {
			if f.can(c, &t.rungs[i]) {
				return false
			}
		}
	}
	return true
}

// ways are the teams of a stage through which an agent could be given something now, in the order of the stage.
func (f *mirror) ways(c *clerk, r *rung) []string {
	var all []string
	for _, id := range r.teams {
		if slices.Contains(c.Teams, id) && f.open(f.team(id).Hours) && !f.limited(c, id) {
			all = append(all, id)
		}
	}
	return all
}

// through is the team through which an agent could be given a conversation now; ok if there is one, or none is needed.
func (f *mirror) through(c *clerk, t *thread) (team string, ok bool) {
	if r := t.rung(); r.agent != c.ID {
		ways := f.ways(c, r)
		return first(ways), len(ways) > 0
	}
	return "", true
}

// limited reports whether an agent has as many conversations of a team as he may have.
func (f *mirror) limited(c *clerk, team string) bool {
	limit, ok := c.TeamLimits[team]
	n := 0
	for _, t := range f.has(c) {
		if t.team == team {
			n++
		}
	}
	return ok && n >= limit
}

func (f *mirror) channelLimited(c *clerk, channel string) bool {
	limit, ok := c.ChannelLimits[channel]
	n := 0
	for _, t := range f.has(c) {
		if t.channel == channel {
			n++
		}
	}
	return ok && n >= limit
}

func (f *mirror) hasRefused(c *clerk, t *thread) bool {
	presence, refused := t.refused[c.ID]
	return refused && presence == c.presence
}

// takes reports whether an agent can be given a conversation at this instant, and through which team.
func (f *mirror) takes(c *clerk, t *thread) (team string, ok bool) {
	if c.status != usher.Online || !f.open(c.Hours) || f.now.Before(c.restUntil) || f.hasRefused(c, t) ||
		!meets(c, t.rung().must) || f.channelLimited(c, t.channel) || f.load(c)+f.full(t) > f.capacity(c) {
		return "", false
	}
	return f.through(c, t)
}
