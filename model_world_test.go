package usher_test

import (
	"fmt"
	"time"

	"github.com/gousher/usher"
)

// roll is a source of choices: a number from 0 to n-1.
type roll func(n int) int

// once is true one time in n; what is simple is zero, so that what rapid has made small is simple.
func (r roll) once(n int) bool { return r(n) == n-1 }

func (r roll) between(low, high int) int { return low + r(high-low+1) }

func (r roll) seconds(low, high int) time.Duration {
	return time.Duration(r.between(low, high)) * time.Second
}

func pick[T any](r roll, from ...T) T { return from[r(len(from))] }

var (
	floorTeams    = []string{"north", "south", "west", "help"}
	floorSkills   = []string{"french", "billing", "refunds"}
	floorChannels = []string{"web", "voice", "mail"}
)

// newMirror makes up a desk.
func newMirror(r roll) *mirror {
	start := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	if r.once(3) {
		start = start.Add(14*time.Hour + 50*time.Minute) // midnight comes
	}
	f := &mirror{now: start, hours: map[string][]opening{}}
	d := &f.desk
	d.Fallback.Team = "help"
	d.Calendars = map[string]usher.Calendar{}
	for _, name := range []string{"early", "late"} {
		d.Calendars[name] = f.calendar(r, name)
	}
	for _, id := range floorTeams {
		d.Teams = append(d.Teams, f.randomTeam(r, id))
	}
	if r.once(2) {
		d.Costs.Channels = map[string]usher.Units{"voice": usher.Units(r.between(1, 4)) * 500, "mail": usher.Units(r(3)) * 300}
	}
	if r.once(2) {
		d.Costs.WaitingForContact = new(usher.Units(r(3)) * 200)
	}
	if r.once(2) {
		d.Costs.OnHold = new(usher.Units(r(2)) * 300)
	}
	if r.once(3) {
		d.Pull = usher.OwnFirst
	}
	for i := range r.between(1, 5) {
		d.Agents = append(d.Agents, randomAgent(r, fmt.Sprint("a", i)))
	}
	for _, a := range d.Agents {
		f.hire(a)
	}
	return f
}

// calendar is open now and then, at full minutes after the start.
func (f *mirror) calendar(r roll, name string) usher.Calendar {
	var spans []string
	from := f.now.Truncate(time.Minute)
	for range 6 {
		from = from.Add(time.Duration(r.between(1, 5)) * time.Minute)
		until := from.Add(time.Duration(r.between(1, 9)) * time.Minute)
		spans = append(spans, from.Format("15:04")+"-"+until.Format("15:04"))
		f.hours[name] = append(f.hours[name], opening{from, until})
		from = until
	}
	week := map[time.Weekday][]string{}
	for day := time.Sunday; day <= time.Saturday; day++ {
		week[day] = spans
	}
	return usher.Calendar{Weekly: week}
}

func (f *mirror) randomTeam(r roll, id string) usher.Team {
	team := usher.Team{ID: id}
	if r.once(2) {
		team.By = randomStrategy(r)
	}
	if r.once(4) {
		team.Order = usher.NewestFirst
	}
	if r.once(3) {
		team.WrapUp = r.seconds(1, 30)
	}
	if r.once(4) {
		team.Hours = pick(r, "early", "late")
	}
	return team
}

func randomStrategy(r roll) usher.Assigner {
	return pick[usher.Assigner](r, usher.LeastBusy{}, usher.MostAvailable{}, usher.RoundRobin{}, usher.LongestIdle{},
		usher.FewestHandled{}, usher.MostSkilled{}, usher.SpecialistsFirst{}, usher.InOrder{})
}

func randomAgent(r roll, id string) usher.Agent {
	a := usher.Agent{ID: id, Capacity: r.between(1, 4), Skills: usher.Skills{}, Status: pick(r, usher.Online, usher.Online, usher.Away, usher.Offline)}
	for _, team := range floorTeams {
		if r.once(2) {
			a.Teams = append(a.Teams, team)
		}
	}
	for _, team := range a.Teams {
		if r.once(2) {
			a.Ranks = with(a.Ranks, team, r(3))
		}
		if r.once(6) {
			a.TeamLimits = with(a.TeamLimits, team, r.between(0, 2))
		}
	}
	for _, skill := range floorSkills {
		if r.once(2) {
			a.Skills[skill] = usher.Level(r.between(1, 5))
		}
	}
	if r.once(5) {
		a.ChannelLimits = with(a.ChannelLimits, pick(r, floorChannels...), r.between(0, 2))
	}
	if r.once(6) {
		a.Hours = pick(r, "early", "late")
	}
	return a
}

func with(m map[string]int, key string, value int) map[string]int {
	if m == nil {
		m = map[string]int{}
	}
	m[key] = value
	return m
}

// randomAssign makes up an assignment.
func randomAssign(r roll) usher.Assign {
	a := usher.Assign{Must: randomMust(r), Prefer: randomPrefer(r), Priority: r(4), KeepWhenAway: randomClock(r), AnswerWithin: randomClock(r)}
	s := randomTarget(r)
	a.Team, a.Teams, a.Agent, a.By = s.Team, s.Teams, s.Agent, s.By
	if r.once(2) {
		a.Aging = pick(r, 3*time.Second, 7*time.Second, time.Minute)
	}
	if r.once(2) {
		a.For = r.seconds(1, 60)
	}
	if r.once(3) {
		a.AcceptWithin = r.seconds(1, 30)
		a.MaxOffers, a.AwayAfter = r(4), r(4)
		a.AfterMissed = pick(r, usher.Inherit, usher.Stay, usher.NextStage)
	}
	if r.once(8) {
		a.MaxQueue = r.between(1, 3)
	}
	for range r(3) {
		a.Stages = append(a.Stages, randomStage(r))
	}
	return a
}

// randomTarget says who may take it and how one is chosen.
func randomTarget(r roll) (s usher.Stage) {
	switch r(8) {
	case 5:
		s.Teams = []string{"north", "south"}
	case 6:
		s.Teams = []string{"west", "north"}
	case 7:
		s.Agent = fmt.Sprint("a", r(4))
	default:
		s.Team = pick(r, floorTeams...)
	}
	if r.once(2) || len(s.Teams) > 0 {
		s.By = randomStrategy(r)
	}
	return s
}

func randomStage(r roll) usher.Stage {
	s := usher.Stage{}
	if r.once(2) {
		s = randomTarget(r)
	}
	if r.once(2) {
		s.Must = randomMust(r)
	}
	if r.once(3) {
		s.Prefer = randomPrefer(r)
	}
	if r.once(2) {
		s.For = r.seconds(1, 60)
	}
	if r.once(3) {
		s.Priority = new(r(4))
	}
	if r.once(4) {
		s.Aging = new(pick(r, 0, 7*time.Second, time.Minute))
	}
	if r.once(4) {
		s.AcceptWithin = new(pick(r, 0, 5*time.Second, 20*time.Second))
	}
	if r.once(4) {
		s.MaxOffers, s.AwayAfter = new(r(3)), new(r(3))
	}
	if r.once(4) {
		s.AnswerWithin, s.KeepWhenAway = new(randomClock(r)), new(randomClock(r))
	}
	s.AfterMissed = pick(r, usher.Inherit, usher.Inherit, usher.Stay, usher.NextStage)
	return s
}

func randomClock(r roll) time.Duration {
	if r.once(3) {
		return r.seconds(1, 40)
	}
	return 0
}

// randomMust is nil, empty, or one or two requirements: least levels, ranges, absences.
func randomMust(r roll) usher.Skills {
	if !r.once(2) {
		return nil
	}
	must := usher.Skills{}
	for range r(3) {
		must[pick(r, floorSkills...)] = pick(r, 1, 2, 4, usher.Absent, usher.AtMost(3), usher.Between(2, 4))
	}
	return must
}

func randomPrefer(r roll) usher.Skills {
	if !r.once(2) {
		return nil
	}
	prefer := usher.Skills{}
	for range r(3) {
		prefer[pick(r, floorSkills...)] = usher.Level(r.between(1, 3))
	}
	return prefer
}
