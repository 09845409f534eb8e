package ushertest

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher"
)

func TestOurOwnStrategiesKeepTheContract(t *testing.T) {
	t.Parallel()
	words := smallOffice()
	words.Tables = map[string]usher.Table{"words": {Rows: []usher.Row{{Team: "support", Priority: 3, Phrases: []string{"hello", "no"}}}}}
	shifts := smallOffice()
	shifts.Calendars = map[string]usher.Calendar{"mornings": {Weekly: usher.Weekdays("06:00-12:00")}}
	for name, one := range map[string]struct {
		by   usher.Assigner
		with Trial
	}{
		"least busy":        {usher.LeastBusy{}, Trial{}},
		"most available":    {usher.MostAvailable{}, Trial{Team: "support"}},
		"round robin":       {usher.RoundRobin{}, Trial{}},
		"longest idle":      {usher.LongestIdle{}, Trial{}},
		"fewest handled":    {usher.FewestHandled{}, Trial{}},
		"most skilled":      {usher.MostSkilled{}, Trial{Team: "support"}},
		"specialists first": {usher.SpecialistsFirst{}, Trial{}},
		"in order":          {usher.InOrder{}, Trial{}},
		"random":            {usher.Random{}, Trial{}},
		"weighted":          {usher.Weighted{By: "agent.capacity - 1"}, Trial{}},
		"score":             {usher.Score{By: "agent.attributes.desk"}, Trial{}},
		"language":          {usher.ByLanguage{Teams: map[string]string{"es": "support"}, Else: "sales"}, Trial{}},
		"language that passes": {
			usher.ByLanguage{Teams: map[string]string{"pt": "support"}, MinConfidence: usher.HighConfidence}, Trial{},
		},
		"shift": {usher.Shift{Turns: []usher.Turnout{{Team: "support", Hours: "mornings"}}, Else: "sales"}, Trial{Desk: shifts}},
		"first of": {
			usher.FirstOf{usher.LastAgent{Within: time.Hour, Wait: time.Minute}, usher.VIP{When: "contact.returning", Team: "sales"}, usher.MostSkilled{}},
			Trial{Team: "support"},
		},
		"then": {
			usher.Then{By: usher.ByLanguage{Teams: map[string]string{"es": "support"}}, Then: usher.FirstOf{usher.LongestIdle{}}}, Trial{},
		},
		"function": {
			usher.ByFunction{Variable: topic, Teams: map[string]string{"hello": "support"}, Else: "sales"},
			Trial{Vars: []usher.Variable{topic}, Before: usher.Steps{usher.Set{{To: topic, Value: "message.text"}}}},
		},
		"function that passes": {
			usher.ByFunction{Variable: topic, Teams: map[string]string{"hello": "support"}},
			Trial{Vars: []usher.Variable{topic}, Before: usher.Steps{usher.Set{{To: topic, Value: "message.text"}}}, Team: "support"},
		},
		"new or returning": {usher.NewOrReturning{New: "sales", Returning: "support"}, Trial{}},
		"vip":              {usher.VIP{When: `contact.fields.plan == "gold"`, Team: "support"}, Trial{}},
		"last agent":       {usher.LastAgent{Within: time.Hour}, Trial{Team: "support"}},
		"keywords":         {usher.Keywords{Table: "words", Else: "sales"}, Trial{Desk: words}},
		"a custom one":     {longestIdle{}, Trial{}},
		"a function of ours": {usher.AssignerFunc(func(r *usher.Request) usher.Decision {
			if r.Contact().Language == "es" {
				return usher.ToTeam("support").WithPriority(2)
			}
			return usher.Hold()
		}), Trial{HoldsFunctions: true}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			TestAssigner(t, one.by, one.with)
		})
	}
}

// longestIdle picks who has been idle longest.
type longestIdle struct{}

func (longestIdle) Assign(r *usher.Request) usher.Decision {
	var best usher.Candidate
	for candidate := range r.Candidates() {
		if best.ID == "" || candidate.IdleSince.Before(best.IdleSince) {
			best = candidate
		}
	}
	if best.ID == "" {
		return usher.Pass()
	}
	return usher.Pick(best.ID).WithPriority(1)
}

// rotating is a round robin that counts.
type rotating struct{ asked int }

func (s *rotating) Assign(r *usher.Request) usher.Decision {
	s.asked++
	var all []string
	for candidate := range r.Candidates() {
		all = append(all, candidate.ID)
	}
	if len(all) == 0 {
		return usher.Pass()
	}
	return usher.Pick(all[s.asked/2%len(all)])
}

func TestAStrategyThatBreaksTheContractIsCaught(t *testing.T) {
	t.Parallel()
	functions := Trial{HoldsFunctions: true}
	always := func(d usher.Decision) usher.Assigner {
		return usher.AssignerFunc(func(*usher.Request) usher.Decision { return d })
	}
	count := 0
	for name, one := range map[string]struct {
		by     usher.Assigner
		with   Trial
		caught map[string]string
	}{
		"holds a function":  {always(usher.Pass()), Trial{}, map[string]string{ruleStepPlain: "is a func"}},
		"counts":            {&rotating{}, Trial{}, map[string]string{ruleAssignerLooks: ""}},
		"picks who is away": {always(usher.Pick("eva")), functions, map[string]string{ruleAssignerPicks: "picked eva, who is no candidate"}},
		"picks a stranger":  {always(usher.Pick("zoe")), functions, map[string]string{ruleAssignerTeam: "whom the desk does not have"}},
		"names a moon":      {always(usher.ToTeam("moon").WithPriority(1)), functions, map[string]string{ruleAssignerTeam: "which the desk does not have"}},
		"names no team":     {always(usher.ToTeam("")), functions, map[string]string{ruleAssignerTeam: "a team without a name"}},
		"panics with nobody": {usher.AssignerFunc(func(r *usher.Request) usher.Decision {
			var all []string
			for candidate := range r.Candidates() {
				all = append(all, candidate.ID)
			}
			return usher.Pick(all[0])
		}), functions, map[string]string{ruleAssignerPanic: "index out of range"}},
		"throws dice": {usher.AssignerFunc(func(*usher.Request) usher.Decision {
			if count++; count%3 == 0 {
				return usher.Hold()
			}
			return usher.Pass()
		}), functions, map[string]string{ruleAssignerLooks: "asked again about"}},
		"declares what is wrong": {usher.VIP{When: "contact.", Team: "support"}, Trial{}, map[string]string{ruleDeclares: "does not compile"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			requireBreaches(t, checkAssigner(t, one.by, one.with), one.caught)
		})
	}
}

func TestAStrategysBreachesFailTheTest(t *testing.T) {
	t.Parallel()
	got := failures(t, func(tb *recorder) { TestAssigner(tb, usher.VIP{}, Trial{}) })
	require.Contains(t, got, "the contract of Assigner")
}

// A kit that never asks would never find anything.
func TestAStrategyThatIsNeverAskedIsNotTested(t *testing.T) {
	t.Parallel()
	before := usher.Steps{usher.AskQuestion{Text: "?", Type: usher.NumberAnswer, Min: new(500.0), Else: usher.Steps{usher.CloseConversation{}}}}
	got := failures(t, func(tb *recorder) { TestAssigner(tb, usher.LeastBusy{}, Trial{Before: before}) })
	require.Contains(t, got, "it was never reached")
}
