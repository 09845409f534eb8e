package usher_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	_ "time/tzdata" // where the system has no time zones

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher"
)

// utc is an instant of a year that has both changes of the clocks.
func utc(text string) time.Time {
	at, err := time.Parse("2006-01-02 15:04", text)
	if err != nil {
		panic(err) // it is written below
	}
	return at
}

// everyDay are the same hours on all days, the week's first day included, whichever that is.
func everyDay(hours ...string) map[time.Weekday][]string {
	week := map[time.Weekday][]string{}
	for day := time.Sunday; day <= time.Saturday; day++ {
		week[day] = hours
	}
	return week
}

// keeps is a rig with a calendar whose clock stands at an instant.
func keeps(t *testing.T, at time.Time, hours usher.Calendar, steps ...usher.Step) *rig {
	t.Helper()
	return newRig(t, func(cfg *usher.Config) {
		clock := &stoppedClock{at: at}
		cfg.Now = clock.Now
		cfg.Desk.Calendars = map[string]usher.Calendar{"office": hours}
		cfg.Desk.Teams = append(cfg.Desk.Teams, usher.Team{ID: "night", Hours: "office"})
		cfg.Desk.Agents = append(cfg.Desk.Agents, usher.Agent{ID: "nora", Teams: []string{"night"}, Status: usher.Online})
		cfg.Workflow = flow(steps...)
	}).at(at)
}

// at lets the rig's own clock stand at an instant.
func (g *rig) at(at time.Time) *rig {
	g.clock.mu.Lock()
	g.clock.at = at
	g.clock.mu.Unlock()
	g.cfg.Now = g.clock.Now
	g.restart()
	return g
}

// until is when the wait of a conversation is over.
func (g *rig) until(id string) time.Time {
	g.t.Helper()
	waiting, ok := g.view(id).Outcome.(usher.Waiting)
	require.True(g.t, ok, "it is %s", g.state(id))
	return waiting.Until
}

// Row 77: a zone that the machine does not know is a mistake in the definition. It never stands for UTC.
func TestAnUnknownZoneIsAMistakeAndNotUTC(t *testing.T) {
	t.Parallel()
	for _, zone := range []string{"Europe/Atlantis", "CEST", "Local", "europe/berlin/", "../etc/passwd"} {
		desk := office()
		desk.Calendars = map[string]usher.Calendar{"office": {Zone: zone, Weekly: usher.Weekdays("09:00-17:00")}}
		router, err := usher.New(usher.Config{Workflow: flow(usher.Assign{Team: "support"}), Desk: desk, Host: newRecorder(nil)})
		require.Nil(t, router, zone)
		var found usher.Diagnostics
		require.ErrorAs(t, err, &found, zone)
		require.Contains(t, err.Error(), "imports time/tzdata", "it says what to do where there is no database")
	}
}

// Row 78: the owner has decided when a wait ends, and the store has the instant: a node whose clocks of the world are
// others does not move it. What begins there goes by its own.
func TestAWaitEndsWhenItsOwnerHasSaid(t *testing.T) {
	t.Parallel()
	berlin := usher.Calendar{Zone: "Europe/Berlin", Weekly: everyDay("09:00-17:00")}
	g := keeps(t, utc("2026-07-01 06:00"), berlin, usher.Wait{For: 2 * time.Hour, Business: "office"}, usher.Assign{Team: "support"})
	g.say("c1", "m1", "hello")
	require.Equal(t, utc("2026-07-01 09:00"), g.until("c1").UTC(), "from 9 to 11 in summer time")
	older := berlin
	older.Zone = "Europe/Lisbon" // as a database that knows nothing of the latest law
	g.cfg.Desk.Calendars = map[string]usher.Calendar{"office": older}
	g.restart()
	require.Equal(t, utc("2026-07-01 09:00"), g.until("c1").UTC())
	due, err := g.router.NextDue(t.Context())
	require.NoError(t, err)
	require.Equal(t, utc("2026-07-01 09:00"), due.UTC())
	g.say("c2", "m1", "hello")
	require.Equal(t, utc("2026-07-01 10:00"), g.until("c2").UTC())
	g.at(utc("2026-07-01 08:59"))
	g.wake()
	require.Equal(t, usher.StateWaiting, g.state("c1"))
	g.at(utc("2026-07-01 09:00"))
	g.wake()
	require.Equal(t, usher.StateAssigned, g.state("c1"))
	require.Equal(t, usher.StateWaiting, g.state("c2"))
}

// Row 79: two nodes whose clocks differ by five minutes work on one store. The epoch says who owns the shard, and nothing
// is lost or done twice, whoever comes to be asked.
func TestNodesWhoseClocksDifferLoseNothing(t *testing.T) {
	t.Parallel()
	early := newRig(t, nil)
	late := &rig{t: t, clock: &stoppedClock{at: routerStart.Add(5 * time.Minute)}, host: early.host, store: early.store, cfg: early.cfg}
	late.cfg.Now, late.cfg.Store, late.cfg.Host = late.clock.Now, early.store, early.host
	late.restart()
	nodes := []*rig{early, late}
	const many = 20
	begun := map[string]time.Time{}
	for i := range many {
		id, node := fmt.Sprintf("c%d", i), nodes[i%2]
		asking, ok := node.say(id, "m1", "hello").(usher.Asking)
		require.True(t, ok)
		require.Equal(t, 15*time.Minute, asking.Until.Sub(node.clock.Now()), "the deadline goes by the owner's clock")
		begun[id] = asking.Until
	}
	for i := range many / 2 { // half of them are answered on the node that did not ask
		nodes[(i+1)%2].say(fmt.Sprintf("c%d", i), "m2", "Sales")
		nodes[i%2].say(fmt.Sprintf("c%d", i), "m2", "Sales") // and the message comes there as well
	}
	for range 30 {
		for _, node := range []*rig{late, early} {
			node.wake()
			for i := many / 2; i < many; i++ { // up on the clock of either is up
				id := fmt.Sprintf("c%d", i)
				require.Equal(t, late.clock.Now().Before(begun[id]), node.state(id) == usher.StateAsking, id)
			}
		}
		early.clock.Advance(time.Minute)
		late.clock.Advance(time.Minute)
	}
	given := map[string]int{}
	for _, handed := range only[usher.HandOver](early.host.all()) {
		given[handed.Conversation]++
	}
	for i := range many {
		id := fmt.Sprintf("c%d", i)
		require.Equal(t, usher.StateAssigned, nodes[i%2].state(id))
		require.Equal(t, 1, given[id], "%s was given to an agent once", id)
	}
	require.Empty(t, early.host.mixed)
}

// Row 80: a clock that jumps back lets nothing end early, and nothing end twice; what is written down does not go back, and
// what waits ends once the time has come.
func TestAClockThatJumpsBackEndsNothingEarlyOrTwice(t *testing.T) {
	t.Parallel()
	g := newRig(t, func(cfg *usher.Config) {
		cfg.Desk.Agents[0].Status = usher.Offline // support waits for somebody
		cfg.Workflow = flow(askTopic(), usher.Assign{
			Team: "support", For: 30 * time.Minute, TimedOut: usher.Steps{usher.Assign{Team: "sales"}},
		})
	})
	g.say("asked before", "1", "hello")
	g.say("queued before", "1", "hello")
	g.say("queued before", "2", "Sales")
	g.clock.Advance(10 * time.Minute)
	g.wake()
	g.clock.Advance(-time.Hour)
	g.wake()
	require.Equal(t, usher.StateAsking, g.state("asked before"))
	require.Equal(t, usher.StateQueued, g.state("queued before"))
	g.say("asked after", "1", "hello")
	g.clock.Advance(14 * time.Minute)
	g.wake()
	require.Equal(t, usher.StateAsking, g.state("asked after"), "its time is not up")
	g.clock.Advance(time.Minute)
	g.wake()
	require.Equal(t, usher.StateQueued, g.state("asked after"), "its time is up")
	require.Equal(t, usher.StateAsking, g.state("asked before"))
	for range 40 {
		g.clock.Advance(5 * time.Minute)
		g.wake()
	}
	given := map[string]int{}
	for _, handed := range only[usher.HandOver](g.host.all()) {
		given[handed.Conversation]++
	}
	require.Equal(t, map[string]int{"queued before": 1}, given)
	for _, id := range []string{"asked before", "asked after", "queued before"} {
		trace, err := g.router.Explain(t.Context(), id)
		require.NoError(t, err)
		ends := slices.DeleteFunc(slices.Clone(trace), func(e usher.Entry) bool { return e.Kind != usher.EntryTimedOut })
		require.LessOrEqual(t, len(ends), 1, trace.Explain())
		require.True(t, slices.IsSortedFunc(trace, func(a, b usher.Entry) int { return a.At.Compare(b.At) }), trace.Explain())
	}
}

// Rows 76 and 81: a wait of business hours goes by what the clocks of the zone show: over both changes of them, over half
// days, holidays, weekends, and weeks that begin on a Sunday.
func TestAWaitOfBusinessHoursGoesByTheClocksOfTheZone(t *testing.T) {
	t.Parallel()
	nights := usher.Calendar{Zone: "Europe/Berlin", Weekly: everyDay("22:00-06:00")}
	week := usher.Calendar{
		Zone: "Europe/Berlin", Weekly: usher.Weekdays("09:00-17:00"), Holidays: []usher.Date{"2026-12-25"},
		Changes: []usher.DayHours{{Date: "2026-12-24", Hours: []string{"09:00-12:00"}}, {Date: "2026-12-31", Hours: []string{}}},
	}
	cairo := usher.Calendar{Zone: "Africa/Cairo", Weekly: map[time.Weekday][]string{
		time.Sunday: {"09:00-17:00"}, time.Monday: {"09:00-17:00"}, time.Thursday: {"09:00-13:00"},
	}}
	for _, one := range []struct {
		name        string
		hours       usher.Calendar
		from, until string
		open        time.Duration
	}{
		{"the night that lasts seven hours", nights, "2026-03-28 20:00", "2026-03-29 21:00", 8 * time.Hour},
		{"the night that lasts nine", nights, "2026-10-24 19:00", "2026-10-25 04:00", 8 * time.Hour},
		{"a night like any other", nights, "2026-06-01 19:00", "2026-06-02 04:00", 8 * time.Hour},
		{"begun within the hour that comes twice", nights, "2026-10-25 00:30", "2026-10-25 02:00", 90 * time.Minute},
		{"a half day, a holiday and a weekend", week, "2026-12-24 08:00", "2026-12-28 09:00", 4 * time.Hour},
		{"exactly the half day", week, "2026-12-24 08:00", "2026-12-24 11:00", 3 * time.Hour},
		{"a day that is closed for once", week, "2026-12-30 15:00", "2027-01-01 09:00", 2 * time.Hour},
		{"noon of the day after the clocks were set", week, "2026-03-27 11:00", "2026-03-30 10:00", 8 * time.Hour},
		{"a week that begins on a Sunday", cairo, "2026-02-05 10:00", "2026-02-08 08:00", 2 * time.Hour},
	} {
		t.Run(one.name, func(t *testing.T) {
			t.Parallel()
			g := keeps(t, utc(one.from), one.hours, usher.Wait{For: one.open, Business: "office"}, usher.Assign{Team: "support"})
			g.say("c1", "m1", "hello")
			require.Equal(t, one.until, g.until("c1").UTC().Format("2006-01-02 15:04"))
			g.at(utc(one.until).Add(-1))
			g.wake()
			require.Equal(t, usher.StateWaiting, g.state("c1"))
			g.at(utc(one.until))
			g.wake()
			require.Equal(t, usher.StateAssigned, g.state("c1"))
		})
	}
}

// A team that opens at a time which the clocks skip opens right after it; one that closes within an hour that comes twice
// is open in both.
func TestATeamOpensByTheClocksOfItsZone(t *testing.T) {
	t.Parallel()
	for _, one := range []struct {
		name, hours, from, opens string
	}{
		{"at a time that is skipped", "02:30-04:00", "2026-03-29 00:30", "2026-03-29 01:00"},
		{"the day after", "02:30-04:00", "2026-03-29 03:00", "2026-03-30 00:30"},
		{"before the hour that comes twice", "02:30-04:00", "2026-10-24 23:00", "2026-10-25 00:30"},
		{"again in the hour that comes twice", "02:30-02:45", "2026-10-25 00:50", "2026-10-25 01:30"},
	} {
		t.Run(one.name, func(t *testing.T) {
			t.Parallel()
			g := keeps(t, utc(one.from), usher.Calendar{Zone: "Europe/Berlin", Weekly: everyDay(one.hours)}, usher.Assign{Team: "night"})
			g.say("c1", "m1", "hello")
			require.Equal(t, usher.StateQueued, g.state("c1"))
			due := utc(one.from)
			for range 4 { // a day may begin meanwhile, which is due as well
				if g.state("c1") == usher.StateAssigned {
					break
				}
				var err error
				due, err = g.router.NextDue(t.Context())
				require.NoError(t, err)
				g.at(due)
				g.wake()
			}
			require.Equal(t, one.opens, due.UTC().Format("2006-01-02 15:04"))
			require.Equal(t, usher.StateAssigned, g.state("c1"))
		})
	}
}
