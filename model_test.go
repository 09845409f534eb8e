package usher_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/gousher/usher"
)

// duel lets the shard and the model do the same.
type duel struct {
	roll  roll
	f     *mirror
	s     *usher.Shard
	fail  func(format string, args ...any)
	diary []string
	born  int
	hired int
}

func newDuel(r roll, fail func(string, ...any)) *duel {
	d := &duel{roll: r, f: newMirror(r), fail: fail, hired: 9}
	shard, err := usher.NewShard(d.f.desk)
	if err != nil {
		fail("the desk: %v", err)
	}
	d.s = shard
	_ = d.s.Advance(d.f.now)
	for _, c := range d.f.clerks {
		c.idleSince = time.Time{} // the shard's clock has not begun yet
	}
	return d
}

// play makes so many random changes.
func (d *duel) play(changes int) {
	for range changes {
		d.tick()
		d.change()
		d.compare()
		d.s.Take()
	}
}

// tick moves the clock for the next change: not at all, a little, or to the very instant at which something is due; never
// beyond it.
func (d *duel) tick() {
	due, runs := d.f.nextDue()
	next := d.f.now
	switch d.roll(6) {
	case 3:
		next = next.Add(d.roll.seconds(1, 20))
	case 4:
		next = next.Add(d.roll.seconds(1, 3))
	case 5:
		if runs {
			next = due
		}
	}
	if runs && next.After(due) {
		next = due
	}
	d.f.now = next
}

func (d *duel) notef(format string, args ...any) {
	d.diary = append(d.diary, d.f.now.Format("15:04:05 ")+fmt.Sprintf(format, args...))
}

func (d *duel) must(err error) {
	if err != nil {
		d.fail("%v\n%s", err, d.story())
	}
}

func (d *duel) change() {
	deeds := []struct {
		weight int
		do     func()
	}{
		{24, d.place}, {14, d.closeOne}, {12, d.status}, {5, d.changeAgent}, {2, d.removeAgent}, {3, d.addAgent}, {14, d.answer}, {2, d.answerWrongly},
		{6, d.agentWrites}, {6, d.contactWrites}, {6, d.hold}, {6, d.transfer}, {16, d.wait},
	}
	n := 0
	for _, deed := range deeds {
		n += deed.weight
	}
	n = d.roll(n)
	for _, deed := range deeds {
		if n -= deed.weight; n < 0 {
			deed.do()
			return
		}
	}
}

func (d *duel) wait() {
	d.notef("time passes")
	d.s.Advance(d.f.now)
	d.f.after()
}

func (d *duel) place() {
	if len(d.f.threads) > 14 {
		d.closeOne()
		return
	}
	d.born++
	id, channel, a := fmt.Sprint("c", d.born), pick(d.roll, floorChannels...), randomAssign(d.roll)
	if a.Agent != "" && d.f.clerk(a.Agent) == nil {
		a.Agent, a.Team = "", "north"
	}
	for i := range a.Stages {
		if s := &a.Stages[i]; s.Agent != "" && d.f.clerk(s.Agent) == nil {
			s.Agent, s.Team = "", "south"
		}
	}
	d.notef("place %s on %s: %s", id, channel, assignText(a))
	placed := d.f.place(id, channel, a)
	_, err := d.s.PlaceOn(channel, id, usher.Contact{ID: "contact of " + id}, a, d.f.now)
	if placed != (err == nil) {
		d.fail("%s\nplaced: the model says %t, the shard %v", d.story(), placed, err)
	}
	if !placed {
		d.wait()
	}
}

// some is one of the conversations that are in a state; nil: there is none.
func (d *duel) some(states ...usher.State) *thread {
	var all []*thread
	for _, t := range d.f.threads {
		if slices.Contains(states, t.state) {
			all = append(all, t)
		}
	}
	if len(all) == 0 {
		return nil
	}
	return all[d.roll(len(all))]
}

func (d *duel) clerk() *clerk {
	if len(d.f.clerks) == 0 {
		return nil
	}
	return d.f.clerks[d.roll(len(d.f.clerks))]
}

func (d *duel) closeOne() {
	t := d.some(usher.StateQueued, usher.StateOffered, usher.StateAssigned, usher.StateAssigned)
	if t == nil {
		d.wait()
		return
	}
	d.notef("close %s", t.id)
	d.s.Close(t.id, d.f.now)
	d.f.closeThread(t)
}

func (d *duel) status() {
	c := d.clerk()
	if c == nil {
		d.addAgent()
		return
	}
	status := pick(d.roll, usher.Online, usher.Online, usher.Online, usher.Away, usher.Offline)
	d.notef("%s is %s", c.ID, status)
	_, err := d.s.SetStatus(c.ID, status, d.f.now)
	d.must(err)
	d.f.setStatus(c, status)
}

func (d *duel) changeAgent() {
	c := d.clerk()
	if c == nil {
		d.addAgent()
		return
	}
	d.setAgent(randomAgent(d.roll, c.ID))
}

func (d *duel) addAgent() {
	if len(d.f.clerks) > 6 {
		d.changeAgent()
		return
	}
	d.hired++
	d.setAgent(randomAgent(d.roll, fmt.Sprint("a", d.hired)))
}

func (d *duel) setAgent(a usher.Agent) {
	d.notef("set %+v", a)
	_, err := d.s.SetAgent(a, d.f.now)
	d.must(err)
	d.f.setAgent(a)
}

func (d *duel) removeAgent() {
	c := d.clerk()
	if c == nil {
		return
	}
	d.notef("remove %s", c.ID)
	d.s.RemoveAgent(c.ID, d.f.now)
	d.f.removeAgent(c)
}

func (d *duel) answer() {
	t := d.some(usher.StateOffered)
	if t == nil {
		d.place()
		return
	}
	accepts := d.roll.once(2)
	d.notef("%s answers %s: %t", t.agent, t.id, accepts)
	if accepts {
		_, err := d.s.Accept(t.id, t.agent, d.f.now)
		d.must(err)
		d.f.accept(t)
		return
	}
	_, err := d.s.Decline(t.id, t.agent, d.f.now)
	d.must(err)
	d.f.decline(t)
}

// answerWrongly answers what was not asked: nothing changes.
func (d *duel) answerWrongly() {
	t, c := d.some(usher.StateQueued, usher.StateOffered, usher.StateAssigned), d.clerk()
	if t == nil || c == nil || t.agent == c.ID {
		d.wait()
		return
	}
	for _, answer := range []func(string, string, time.Time) ([]usher.Outcome, error){d.s.Accept, d.s.Decline, d.s.AgentWrote, d.s.Hold} {
		if _, err := answer(t.id, c.ID, d.f.now); err == nil {
			d.fail("%s has nothing to say to %s\n%s", c.ID, t.id, d.story())
		}
	}
	d.wait()
}

func (d *duel) agentWrites() {
	t := d.some(usher.StateAssigned)
	if t == nil {
		d.wait()
		return
	}
	d.notef("%s writes in %s", t.agent, t.id)
	_, err := d.s.AgentWrote(t.id, t.agent, d.f.now)
	d.must(err)
	d.f.agentWrote(t)
}

func (d *duel) contactWrites() {
	t := d.some(usher.StateAssigned, usher.StateAssigned, usher.StateQueued, usher.StateOffered)
	if t == nil {
		d.wait()
		return
	}
	d.notef("the contact writes in %s", t.id)
	d.s.ContactWrote(t.id, d.f.now)
	d.f.contactWrote(t)
}

func (d *duel) hold() {
	t := d.some(usher.StateAssigned)
	if t == nil {
		d.wait()
		return
	}
	d.notef("hold %s: %t", t.id, !t.held)
	do := d.s.Hold
	if t.held {
		do = d.s.Resume
	}
	_, err := do(t.id, t.agent, d.f.now)
	d.must(err)
	d.f.hold(t, !t.held)
}

func (d *duel) transfer() {
	t := d.some(usher.StateQueued, usher.StateOffered, usher.StateAssigned)
	if t == nil {
		d.wait()
		return
	}
	to := usher.Transfer{Team: pick(d.roll, floorTeams...)}
	if c := d.clerk(); c != nil && d.roll.once(3) {
		to = usher.Transfer{Agent: c.ID}
	}
	d.notef("transfer %s to %s%s", t.id, to.Team, to.Agent)
	_, err := d.s.Transfer(t.id, to, d.f.now)
	d.must(err)
	d.f.transfer(t, to)
}

// compare holds everything that the shard shows against the model, and against the laws.
func (d *duel) compare() {
	threads, clerks := shardThreads(d.s, d.f.threads), shardClerks(d.s)
	if want := d.f.seenThreads(); !slices.Equal(want, threads) {
		d.fail("%s\nconversations differ: the model has\n%sthe shard\n%s", d.story(), lines(want, threads), lines(threads, want))
	}
	if want := d.f.seenClerks(); !slices.Equal(want, clerks) {
		d.fail("%s\nagents differ: the model has\n%sthe shard\n%s", d.story(), lines(want, clerks), lines(clerks, want))
	}
	d.f.checkRest(threads, clerks)
	if d.f.broken != "" {
		d.fail("%s\n%s", d.story(), d.f.broken)
	}
	want, runs := d.f.nextDue()
	if due, ok := d.s.NextDue(); runs && (!ok || due.After(want)) {
		if clock, _, ticks := d.f.nextClock(); ticks && clock.Equal(want) {
			d.fail("something is due at %s; the shard says %s, %t\n%s", want, due, ok, d.story())
		}
	}
}

// Rows 17, 18, 23, 28 to 31, 36 and 37: whatever happens on the floor, the shard and the model have the same owners, offers,
// stages, queues and loads after every change, and the laws of assignment hold.
func TestTheShardDoesWhatTheModelDoes(t *testing.T) {
	t.Parallel()
	const parts, floors, changes = 4, 125, 220
	t.Cleanup(func() { t.Logf("%d floors with %d changes each", parts*floors, changes) })
	for part := range parts {
		t.Run("part "+strconv.Itoa(part), func(t *testing.T) {
			t.Parallel()
			for floor := range floors {
				random := rand.New(rand.NewPCG(uint64(part), uint64(floor)))
				d := newDuel(random.IntN, func(format string, args ...any) {
					t.Helper()
					require.Fail(t, "they differ", "part %d, floor %d: %s", part, floor, fmt.Sprintf(format, args...))
				})
				d.play(changes)
			}
		})
	}
}

// FuzzModel is the same with the choices of a fuzzer.
func FuzzModel(f *testing.F) {
	f.Fuzz(rapid.MakeFuzz(modelProperty))
}

// The same with choices that rapid makes smaller where they differ.
func TestTheShardDoesWhatTheModelDoesInSmall(t *testing.T) {
	t.Parallel()
	rapid.Check(t, modelProperty)
}

func modelProperty(t *rapid.T) {
	r := func(n int) int { return rapid.IntRange(0, n-1).Draw(t, "roll") }
	d := newDuel(r, t.Fatalf)
	d.play(rapid.IntRange(1, 40).Draw(t, "changes"))
}
