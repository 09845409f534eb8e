package ushertest

import (
	"fmt"
	"log/slog"
	"math/rand/v2"
	"reflect"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/gousher/usher"
)

// TestAssigner holds a strategy to the contract of [usher.Assigner]: it decides by the request alone and the same
// whenever it is asked the same, chooses among the candidates or names a team of the desk, panics neither with a full
// desk nor with an empty one, stays what it is, and can be used by several routers at once.
//
// It is put into the assignment of a workflow, and asked during a made-up day on the trial's desk: conversations come
// and are closed, agents come and go. Run it with -race to see that it can be shared.
func TestAssigner(tb testing.TB, by usher.Assigner, with Trial) {
	tb.Helper()
	checkAssigner(tb, by, with).report(tb)
}

// smallOffice is a desk with somebody of every kind.
func smallOffice() *usher.Desk {
	return &usher.Desk{
		Teams: []usher.Team{{ID: "sales"}, {ID: "support", By: usher.RoundRobin{}}},
		Agents: []usher.Agent{
			{
				ID: "ana", Teams: []string{"support"}, Status: usher.Online, Capacity: 2, Skills: usher.Skills{"french": 3},
				Languages: []string{"fr"},
			},
			{ID: "ben", Teams: []string{"sales"}, Status: usher.Online, Capacity: 3},
			{ID: "cem", Teams: []string{"sales", "support"}, Status: usher.Online, Attributes: map[string]any{"desk": 4}},
			{ID: "dora", Teams: []string{"support"}, Status: usher.Away},
			{ID: "eva", Teams: []string{"sales"}},
		},
		Fallback: usher.Fallback{Team: "support"},
	}
}

func checkAssigner(tb testing.TB, by usher.Assigner, with Trial) *breaches {
	tb.Helper()
	found := &breaches{contract: "Assigner"}
	before, odd := portrait(by)
	if len(odd) > 0 && !with.HoldsFunctions {
		found.addf(ruleStepPlain, "%T is no plain value: %s", by, odd[0])
	}
	if with.Desk == nil {
		with.Desk = smallOffice()
	}
	if with.Team == "" {
		with.Team = with.Desk.Teams[0].ID
	}
	if _, err := usher.Compile(with.flow(usher.Assign{Team: with.Team, By: by}), with.Desk); err != nil {
		found.addf(ruleDeclares, "it does not compile: %v", err)
		return found
	}
	for i, desk := range with.desks() {
		first, second := newDay(by, with, desk), newDay(by, with, desk)
		first.live(tb)
		second.live(tb)
		if i == 0 && first.asked == 0 {
			found.idle = true
		}
		for _, one := range first.found.found {
			found.addf(one.rule, "%s", one.detail)
		}
		if i := differs(first.outcomes, second.outcomes); i >= 0 {
			found.addf(ruleAssignerLooks, "on the same day, told again, it decided something else:\n\t%s\n\t%s",
				first.outcomes[i], second.outcomes[i])
		}
	}
	if after, _ := portrait(by); after != before {
		found.addf(ruleAssignerLooks, "%T is not what it was before it was asked:\n\t%s", by, difference(before, after))
	}
	if len(found.found) == 0 {
		daysAtOnce(tb, by, with, found)
	}
	return found
}

// desks are the trial's own, with nobody at work, and with nobody at all if the workflow can do with that.
func (w *Trial) desks() []usher.Desk {
	gone, empty := *w.Desk, *w.Desk
	gone.Agents = slices.Clone(gone.Agents)
	for i := range gone.Agents {
		gone.Agents[i].Status = usher.Offline
	}
	empty.Agents = nil
	return []usher.Desk{*w.Desk, gone, empty}
}

func differs(a, b []string) int {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return i
		}
	}
	return -1
}

// daysAtOnce has several routers ask the strategy at once.
func daysAtOnce(tb testing.TB, by usher.Assigner, with Trial, found *breaches) {
	tb.Helper()
	days := make([]*day, 4)
	var all sync.WaitGroup
	for i := range days {
		days[i] = newDay(by, with, *with.Desk)
		all.Go(func() { days[i].live(tb) })
	}
	all.Wait()
	for _, other := range days[1:] {
		if i := differs(days[0].outcomes, other.outcomes); i >= 0 {
			found.addf(ruleStepPlain, "asked by several routers at once it decided something else:\n\t%s\n\t%s",
				days[0].outcomes[i], other.outcomes[i])
		}
	}
}

// day is a made-up day at a desk. The strategy is asked through it, so that every decision is seen.
type day struct {
	by       usher.Assigner
	with     Trial
	desk     usher.Desk
	found    *breaches
	clock    *Clock
	outcomes []string
	asked    int
}

func newDay(by usher.Assigner, with Trial, desk usher.Desk) *day {
	return &day{by: by, with: with, desk: desk, found: &breaches{contract: "Assigner"}, clock: NewClock(ChatStart)}
}

// Declare declares the strategy.
func (d *day) Declare(declaration *usher.Declaration) {
	if declarer, ok := d.by.(usher.Declarer); ok {
		declarer.Declare(declaration)
	}
}

// Assign asks the strategy, twice, and looks at what it says.
func (d *day) Assign(r *usher.Request) usher.Decision {
	d.asked++
	first, again := d.ask(r), d.ask(r)
	if a, b := sketch(first), sketch(again); a != b {
		d.found.addf(ruleAssignerLooks, "asked again about %s it decided something else: %s, then %s", r.Conversation(), a, b)
	}
	d.judge(r, first)
	return first
}

func (d *day) ask(r *usher.Request) (decision usher.Decision) {
	defer func() {
		if v := recover(); v != nil {
			decision = usher.Pass()
			d.found.addf(ruleAssignerPanic, "it panicked about %s: %v", r.Conversation(), v)
		}
	}()
	return d.by.Assign(r)
}

// sketch is a decision with everything in it, so that two can be compared.
func sketch(decision usher.Decision) string {
	picture, _ := portrait(decision)
	return picture
}

// said is what a decision names, and whether that is an agent who need not be of the team, as only usher's own strategies
// can say it.
func said(decision usher.Decision) (kind uint64, name string, anywhere bool) {
	v := reflect.ValueOf(decision)
	return v.FieldByName("kind").Uint(), v.FieldByName("name").String(), v.FieldByName("anywhere").Bool()
}

func kindOf(decision usher.Decision) uint64 {
	kind, _, _ := said(decision)
	return kind
}

// judge looks whether a decision can be carried out.
func (d *day) judge(r *usher.Request, decision usher.Decision) {
	kind, name, anywhere := said(decision)
	has := func(agent usher.Agent) bool { return agent.ID == name }
	switch {
	case kind == kindOf(usher.ToTeam("")):
		d.judgeTeam(r, name)
	case kind != kindOf(usher.Pick("")) || anywhere:
	case slices.ContainsFunc(slices.Collect(r.Candidates()), func(c usher.Candidate) bool { return c.ID == name }):
	case slices.ContainsFunc(d.with.Desk.Agents, has):
		d.found.addf(ruleAssignerPicks, "about %s it picked %s, who is no candidate: choose among Request.Candidates",
			r.Conversation(), name)
	default:
		d.found.addf(ruleAssignerTeam, "about %s it picked %q, whom the desk does not have", r.Conversation(), name)
	}
}

func (d *day) judgeTeam(r *usher.Request, name string) {
	switch {
	case slices.ContainsFunc(d.desk.Teams, func(team usher.Team) bool { return team.ID == name }):
	case name == "":
		d.found.addf(ruleAssignerTeam, "about %s it chose a team without a name: to leave the choice to others, pass", r.Conversation())
	default:
		d.found.addf(ruleAssignerTeam, "about %s it chose the team %q, which the desk does not have", r.Conversation(), name)
	}
}

// live is the day itself: the same one every time.
func (d *day) live(tb testing.TB) {
	tb.Helper()
	assign := usher.Assign{
		Team: d.with.Team, By: d, For: time.Hour, Else: usher.Steps{usher.CloseConversation{Category: "nobody"}},
	}
	host := &Host{}
	router, err := usher.New(usher.Config{
		Workflow: d.with.flow(assign), Desk: d.desk, Host: host, Now: d.clock.Now, Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		return // the desk lacks somebody whom the strategy names
	}
	chance := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // it is to be the same every time
	for i := range 100 {
		d.clock.Advance(time.Duration(chance.IntN(600)) * time.Second)
		d.happens(tb, router, chance, i)
		if err := router.Wake(tb.Context()); err != nil {
			tb.Errorf("the day could not go on: %v", err)
		}
	}
	for _, e := range host.Effects() {
		d.outcomes = append(d.outcomes, describe(e))
	}
}

// happens is one thing that happens on the day.
func (d *day) happens(tb testing.TB, router *usher.Router, chance *rand.Rand, i int) {
	tb.Helper()
	var err error
	id := fmt.Sprintf("c%d", chance.IntN(20))
	switch what := chance.IntN(10); {
	case what < 6:
		contacts, messages := d.with.contacts(), d.with.messages()
		message := messages[chance.IntN(len(messages))]
		message.ID, message.Position, message.SentAt = fmt.Sprintf("m%d", i), 0, time.Time{}
		contact := contacts[chance.IntN(len(contacts))]
		contact.ID += " " + id
		_, err = router.Route(tb.Context(), usher.Conversation{ID: id, Channel: "web", Contact: contact, Message: d.short(message)})
	case what < 8 && len(d.desk.Agents) > 0:
		agent := d.desk.Agents[chance.IntN(len(d.desk.Agents))].ID
		_, err = router.SetStatus(tb.Context(), agent, usher.Status(chance.IntN(3)))
	default:
		if _, open := router.Conversation(tb.Context(), id); open == nil {
			_, err = router.CloseConversation(tb.Context(), id, usher.CloseConversation{})
		}
	}
	if err != nil {
		tb.Errorf("the day could not go on: %v", err)
	}
}

// short is a message that every router accepts.
func (d *day) short(message usher.Message) usher.Message {
	message.Text = message.Text[:min(len(message.Text), usher.DefaultMaxText)]
	return message
}
