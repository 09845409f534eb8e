package usher_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher"
)

// The day of an office with everything that an assignment has: stages, offers, times to answer, agents who keep their
// work, an agent who is waited for, steps for the wait, queues with an end, costs, limits, hours.

var dayKinds = []string{"plain", "staged", "last", "any", "ana", "draw", "ask", "newest"}

// dayStaff are the agents in one of the ways in which they may be described.
func dayStaff(variant int) []usher.Agent {
	french := usher.Level(1 + variant%3)
	return []usher.Agent{
		{
			ID: "ana", Teams: []string{"support"}, Skills: usher.Skills{"french": 3}, Capacity: 2 + variant%2, Status: usher.Online,
			ChannelLimits: map[string]int{"voice": 1}, Attributes: map[string]any{"share": 3},
		},
		{
			ID: "ben", Teams: []string{"sales"}, Skills: usher.Skills{"french": french}, Capacity: 2, Status: usher.Online,
			Attributes: map[string]any{"share": 1},
		},
		{
			ID: "eva", Teams: []string{"sales", "support"}, Capacity: 3, TeamLimits: map[string]int{"support": 1},
			Attributes: map[string]any{"share": 2}, Status: usher.Away,
		},
		{
			ID: "kim", Teams: []string{"support"}, Skills: usher.Skills{"french": 1}, Capacity: 1, Hours: "early",
			Attributes: map[string]any{"share": 2},
		},
		{ID: "tom", Teams: []string{"late", "sales"}, Capacity: 2, Status: usher.Online},
		{ID: "dora", Teams: []string{"supervisors"}, Capacity: 5, Status: usher.Online},
	}
}

// dayDesk is one of six desks; the seed of the day says what holds for everybody.
func dayDesk(variant int, seed uint64) usher.Desk {
	waiting, held := usher.UnitsOf(0.3), usher.Units(0)
	desk := usher.Desk{
		Teams: []usher.Team{
			{ID: "sales", Hours: "office", By: usher.RoundRobin{}}, {ID: "support", WrapUp: 20 * time.Second},
			{ID: "late", Order: usher.NewestFirst, By: usher.FewestHandled{}}, {ID: "supervisors"},
		},
		Agents: dayStaff(variant), Fallback: usher.Fallback{Team: "supervisors"}, Pull: usher.Pull(seed % 2),
		Costs: usher.Costs{Channels: map[string]usher.Units{"voice": 2 * usher.Unit}, WaitingForContact: &waiting, OnHold: &held},
		Calendars: map[string]usher.Calendar{
			"office": {Weekly: usher.Weekdays("08:00-09:30", "09:40-18:00")},
			"early":  {Zone: "Europe/Madrid", Weekly: usher.Weekdays("06:00-10:20")},
		},
	}
	if seed%3 == 1 {
		desk.RampUp = usher.RampUp{Conversations: 1, Per: rampPer}
	}
	if seed%4 > 1 {
		desk.MassOffline = usher.MassOffline{Agents: 2, Within: 30 * time.Second, Keep: 2 * time.Minute}
	}
	return desk
}

const rampPer = 40 * time.Second

// dayFlow assigns in the way that the text of the first message names.
func dayFlow() usher.Flow {
	staged := usher.Assign{
		Team: "sales", Must: usher.Skills{"french": 2}, Prefer: usher.Skills{"french": 1}, For: 2 * time.Minute, Priority: 1,
		AcceptWithin: 30 * time.Second, MaxOffers: 3, AwayAfter: 2, MaxQueue: 3,
		Stages: []usher.Stage{
			{Must: usher.Skills{"french": 1}, For: 2 * time.Minute, AnswerWithin: new(time.Minute), AfterMissed: usher.NextStage},
			{
				Team: "support", Must: usher.Skills{}, For: 4 * time.Minute, KeepWhenAway: new(3 * time.Minute),
				AcceptWithin: new(time.Duration(0)), MaxOffers: new(int), AwayAfter: new(int), AfterMissed: usher.Stay,
			},
		},
		Queued:    usher.Steps{usher.SendMessage{Text: "you are number {{ position }}"}},
		QueueFull: usher.Steps{usher.Comment{Text: "too many"}, usher.Assign{Team: "support"}},
		NotTaken:  toTeam("supervisors"), Else: usher.Steps{usher.Comment{Text: "nobody"}, usher.CloseConversation{Category: "sorry"}},
	}
	anybody := usher.Assign{
		Teams: []string{"sales", "support"}, Priority: 2, Aging: 30 * time.Second, AcceptWithin: 20 * time.Second,
		AfterMissed: usher.NextStage, For: time.Minute, SkipWhen: "waiting > 4",
		Stages: []usher.Stage{{Where: "agent.capacity > 1", OpenWhen: "waiting > 2", By: usher.LongestIdle{}, KeepWhenAway: new(time.Minute)}},
	}
	last := usher.FirstOf{usher.LastAgent{Wait: 90 * time.Second}, usher.MostAvailable{}}
	return flow(
		usher.When(`message.text == "plain"`, usher.Assign{Team: "support", KeepWhenAway: 5 * time.Minute, AnswerWithin: 3 * time.Minute}).
			When(`message.text == "staged"`, staged).
			When(`message.text == "last"`, usher.Assign{Team: "support", By: last, KeepWhenAway: 2 * time.Minute}).
			When(`message.text == "any"`, anybody).
			When(`message.text == "ana"`, usher.Assign{Agent: "ana", For: 3 * time.Minute, AcceptWithin: 20 * time.Second, TimedOut: toTeam("sales")}).
			When(`message.text == "draw"`, usher.Assign{Team: "support", By: usher.Weighted{By: "agent.attributes.share"}}).
			When(`message.text == "newest"`, usher.Assign{Team: "late", AcceptWithin: 25 * time.Second}).
			Else(askTopic(), usher.When(`topic == "Sales"`, usher.Assign{Team: "sales", Must: usher.Skills{"french": 1}}).
				Else(usher.Assign{Team: "support"})),
	)
}

// dayIDs are the conversations: every third is a call, and a few contacts share all of them.
func dayIDs() []string {
	var ids []string
	for i := range 14 {
		ids = append(ids, fmt.Sprint("c", i))
	}
	return ids
}

func dayMessage(id, message, text string) usher.Conversation {
	c := conversation(id, message, text)
	n := int(id[len(id)-1] - '0')
	c.Contact.ID = fmt.Sprint("contact ", n%5)
	if n%3 == 0 {
		c.Channel = "voice"
	}
	return c
}

// an act is one call of the script, to be made on any router that has the same past.
type act struct {
	name string
	play func(g *rig) error
	due  time.Time // the clock goes to the instant at which something is due
}

// workday writes a script as it goes: what is asked of whom follows from where everything is.
type workday struct {
	*rig
	random *rand.Rand
	n      int
	seed   uint64
	apart  bool // what is due is served before a message comes: a crash in between would turn the two round
	// backAt is when an agent came back from being offline, wrapUntil until when he wraps up.
	backAt    map[string]time.Time
	wrapUntil map[string]time.Time
	// onlineAt is when he came online last.
	onlineAt map[string]time.Time
}

func (f *workday) one(of ...string) string { return of[f.random.IntN(len(of))] }

func (f *workday) next() act {
	f.n++
	id, request := f.one(dayIDs()...), fmt.Sprint("request ", f.n)
	agent := f.one("ana", "ben", "eva", "kim", "tom")
	switch dice := f.random.IntN(100); {
	case dice < 30:
		text := f.one(append([]string{"Sales", "Support"}, dayKinds...)...)
		at := f.clock.Now().Add(time.Millisecond)
		return act{name: id + " says " + text, play: func(g *rig) error {
			g.clock.Advance(at.Sub(g.clock.Now()))
			if f.apart {
				if err := g.router.Wake(g.t.Context()); err != nil {
					return err
				}
			}
			_, err := g.router.Route(g.t.Context(), dayMessage(id, request, text))
			return err
		}}
	case dice < 50:
		return f.answer(agent)
	case dice < 62:
		return f.status(agent, usher.Status(f.random.IntN(3)))
	case dice < 80:
		return f.time()
	case dice < 81:
		return act{name: agent + " is removed", play: func(g *rig) error {
			_, err := g.router.RemoveAgent(g.t.Context(), agent)
			return err
		}}
	case dice < 83:
		variant := f.random.IntN(6)
		i := slices.IndexFunc(dayStaff(variant), func(a usher.Agent) bool { return a.ID == agent })
		return act{name: fmt.Sprint(agent, " is described as ", variant), play: func(g *rig) error {
			f.comes(g, agent, dayStaff(variant)[i].Status)
			_, err := g.router.SetAgent(g.t.Context(), dayStaff(variant)[i])
			return err
		}}
	case dice < 84:
		desk := dayDesk(f.random.IntN(6), f.seed)
		return act{name: "a new desk", play: func(g *rig) error {
			for _, a := range desk.Agents {
				f.comes(g, a.ID, a.Status)
			}
			_, err := g.router.Use(g.t.Context(), usher.Definition{Desk: &desk})
			if err == nil {
				g.cfg.Desk = desk
			}
			return err
		}}
	case dice < 87:
		to := usher.Transfer{Team: f.one("sales", "support", "late"), RequestID: request}
		if dice == 84 {
			to = usher.Transfer{Agent: agent, RequestID: request}
		}
		return act{name: fmt.Sprint(id, " is transferred to ", to.Team, to.Agent), play: func(g *rig) error {
			_, err := g.router.Transfer(g.t.Context(), id, to)
			return err
		}}
	case dice < 89:
		return act{name: id + " leaves", play: func(g *rig) error {
			f.closes(g, id)
			_, err := g.router.ContactLeft(g.t.Context(), id)
			return err
		}}
	}
	return act{name: id + " is closed", play: func(g *rig) error {
		f.closes(g, id)
		_, err := g.router.CloseConversation(g.t.Context(), id, usher.CloseConversation{Category: "done"})
		return err
	}}
}

// closes notes whose wrap-up begins.
func (f *workday) closes(g *rig, id string) {
	if view, err := g.router.Conversation(g.t.Context(), id); err == nil && g == f.rig {
		if assigned, ok := view.Outcome.(usher.Assigned); ok && assigned.Team == "support" {
			f.wrapUntil[assigned.Agent] = f.clock.Now().Add(20 * time.Second)
		}
	}
}

// answer is what an agent does with one of his conversations, or with another one's.
func (f *workday) answer(agent string) act {
	var view usher.AgentView // of nobody, if he has been removed
	for _, a := range f.staff() {
		if a.Agent.ID == agent {
			view = a
		}
	}
	wrong := f.random.IntN(10) == 0
	request := fmt.Sprint("written ", f.n)
	id := f.one(dayIDs()...)
	switch {
	case wrong:
	case len(view.Offered) > 0 && (len(view.Conversations) == 0 || f.random.IntN(2) == 0):
		id = f.one(view.Offered...)
	case len(view.Conversations) > 0:
		id = f.one(view.Conversations...)
	}
	type call = func(g *rig) ([]usher.Outcome, error)
	calls := map[string]call{
		"accepts":  func(g *rig) ([]usher.Outcome, error) { return g.router.Accept(g.t.Context(), id, agent) },
		"declines": func(g *rig) ([]usher.Outcome, error) { return g.router.Decline(g.t.Context(), id, agent) },
		"holds":    func(g *rig) ([]usher.Outcome, error) { return g.router.Hold(g.t.Context(), id, agent) },
		"resumes":  func(g *rig) ([]usher.Outcome, error) { return g.router.Resume(g.t.Context(), id, agent) },
		"writes in": func(g *rig) ([]usher.Outcome, error) {
			return g.router.AgentWrote(g.t.Context(), id, usher.AgentMessage{Agent: agent, ID: request, Text: "Hi!"})
		},
	}
	what := f.one("holds", "resumes", "writes in")
	if slices.Contains(view.Offered, id) || wrong {
		what = f.one("accepts", "declines")
	}
	return act{name: agent + " " + what + " " + id, play: func(g *rig) error {
		_, err := calls[what](g)
		return err
	}}
}

// comes notes an agent who is described, and is new.
func (f *workday) comes(g *rig, agent string, status usher.Status) {
	if g == f.rig && !slices.ContainsFunc(f.staff(), func(a usher.AgentView) bool { return a.Agent.ID == agent }) {
		f.backAt[agent] = g.clock.Now()
		if status == usher.Online {
			f.onlineAt[agent] = g.clock.Now()
		}
	}
}

// turns notes an agent who comes online.
func (f *workday) turns(g *rig, agent string, status usher.Status) {
	if g != f.rig || status != usher.Online {
		return
	}
	for _, a := range f.staff() {
		if a.Agent.ID == agent && a.Status != usher.Online {
			f.onlineAt[agent] = g.clock.Now()
			if a.Status == usher.Offline {
				f.backAt[agent] = g.clock.Now()
			}
		}
	}
}

func (f *workday) staff() []usher.AgentView {
	agents, err := f.router.Agents(f.t.Context())
	require.NoError(f.t, err)
	return agents
}

func (f *workday) status(agent string, status usher.Status) act {
	if f.random.IntN(2) == 0 {
		status = usher.Online
	}
	return act{name: fmt.Sprint(agent, " is ", status), play: func(g *rig) error {
		f.turns(g, agent, status)
		_, err := g.router.SetStatus(g.t.Context(), agent, status)
		return err
	}}
}

// time lets the clock go to the next instant at which something is due, or anywhere, and serves what is due.
func (f *workday) time() act {
	var due time.Time
	d := time.Duration(f.random.IntN(50)) * time.Second
	next, err := f.router.NextDue(f.t.Context())
	require.NoError(f.t, err)
	if left := next.Sub(f.clock.Now()); f.random.IntN(3) > 0 && left > 0 && left < 4*time.Hour {
		d, due = left, next
	}
	to := f.clock.Now().Add(d)
	return act{name: "the clock shows " + to.Format(time.TimeOnly), play: func(g *rig) error {
		g.clock.Advance(to.Sub(g.clock.Now()))
		return g.router.Wake(g.t.Context())
	}, due: due}
}

// acceptable reports whether an error says that the call is not possible here, which changes nothing.
func acceptable(err error) bool {
	return err == nil || errors.Is(err, usher.ErrConflict) || errors.Is(err, usher.ErrInvalid) || errors.Is(err, usher.ErrUnknown)
}

// insistOn makes a call again until it is answered.
func (g *rig) insistOn(a act) {
	g.t.Helper()
	var err error
	for range 200 {
		if err = a.play(g); acceptable(err) {
			return
		}
	}
	require.NoError(g.t, err, "200 tries of %s", a.name)
}
