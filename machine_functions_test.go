package usher

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// staffed are how the teams of a scene stand; every question about them is counted.
func staffed(asked map[string]int) func(team string) TeamState {
	return func(team string) TeamState {
		asked[team]++
		if team == "sales" {
			return TeamState{Online: 3, Available: 1, Waiting: 4, Wait: Estimate{Known: true, Min: 2 * time.Minute, Max: 4 * time.Minute}}
		}
		return TeamState{}
	}
}

func TestExpressionsKnowHowTeamsStand(t *testing.T) {
	t.Parallel()
	for condition, want := range map[string]bool{
		`online("sales") == 3 && available("sales") == 1 && waiting("sales") == 4`: true,
		`available("support") > 0`:            false,
		`online("sales") > online("support")`: true,
		`estimated_wait("sales") == 180`:      true,
		`estimated_wait("sales") > 300`:       false,
		`estimated_wait("support") == nil`:    true,
	} {
		asked := map[string]int{}
		d := talk(t, flowOf(When(condition, SendMessage{Text: "yes"}).Else(SendMessage{Text: "no"})))
		d.scene.Team = staffed(asked)
		d.says("hello").sends(map[bool]string{true: "yes", false: "no"}[want])
	}
}

func TestTextsTellHowTeamsStand(t *testing.T) {
	t.Parallel()
	d := talk(t, flowOf(SendMessage{Text: `{{ waiting("sales") }} before you, about {{ estimated_wait("sales") }}.`},
		SendMessage{Text: `About {{ estimated_wait("support") }}.`}))
	d.scene.Team = staffed(map[string]int{})
	d.says("hello").sends("4 before you, about 2-4 min.", "About .")
}

func TestATeamIsLookedAtOnceInATurn(t *testing.T) {
	t.Parallel()
	asked := map[string]int{}
	p, err := Compile(flowOf(
		When(`online("sales") > 9 || available("sales") > 9`, SendMessage{Text: "a"}).When(`waiting("support") > 9`, SendMessage{Text: "b"}).Else(SendMessage{Text: "c"}),
		SendMessage{Text: `{{ online("sales") }}`},
	), frontDesk())
	require.NoError(t, err)
	scene := Scene{Conversation: "c1", Team: staffed(asked)}
	p.Step(p.Begin(), scene, Received{Message: Message{ID: "m", Text: "x"}}, monday)
	require.Equal(t, map[string]int{"sales": 1, "support": 1}, asked)
}

func TestAConditionOverTeamsDoesNotMatchWhereNobodyTellsOfThem(t *testing.T) {
	t.Parallel()
	talk(t, flowOf(When(`online("sales") == 0`, SendMessage{Text: "yes"}).Else(SendMessage{Text: "no"}))).
		says("hello").sends("no").explains("nobody tells how teams stand")
}

func TestNamesThatFunctionsDoNotKnowAreMistakes(t *testing.T) {
	t.Parallel()
	for call, want := range map[string]string{
		`online("sale") > 0`:                       `unknown team "sale", did you mean sales?`,
		`available("supprt") > 0`:                  `unknown team "supprt", did you mean support?`,
		`waiting("x") > 0`:                         `unknown team "x"`,
		`estimated_wait("x") == nil`:               `unknown team "x"`,
		`contact.conversations_within("soon") > 0`: `soon`,
		`contact.conversations_within("-1d") > 0`:  `-1d`,
	} {
		found := mistakesOf(t, flowOf(When(call, SendMessage{Text: "x"}).Else(SendMessage{Text: "y"})), frontDesk())
		require.Len(t, found, 1, call)
		require.Contains(t, found[0].Message+found[0].Hint, want)
	}
}

func TestANameThatIsFoundOutTooLateFailsTheCondition(t *testing.T) {
	t.Parallel()
	d := talk(t, flowOf(
		When("online(contact.fields.plan) >= 0", SendMessage{Text: "a"}).Else(SendMessage{Text: "b"}),
		When("contact.conversations_within(contact.fields.plan) >= 0", SendMessage{Text: "c"}).Else(SendMessage{Text: "d"}),
	))
	d.scene.Team = staffed(map[string]int{})
	d.says("hello").sends("b", "d").explains("the argument is not the name of a team", "the argument is not a duration")
	d = talk(t, flowOf(When("online(contact.fields.plan) == 3", SendMessage{Text: "a"}).Else(SendMessage{Text: "b"})))
	d.scene.Team, d.scene.Contact.Fields["plan"] = staffed(map[string]int{}), "sales"
	d.says("hello").sends("a")
}

func TestEarlierConversationsAreCountedWithinATime(t *testing.T) {
	t.Parallel()
	const day = 24 * time.Hour
	opened := []time.Time{monday.Add(-90 * day), monday.Add(-7*day - time.Second), monday.Add(-7 * day), monday.Add(-time.Hour), monday.Add(-time.Minute)}
	for within, want := range map[string]string{"1m": "1", "59m": "1", "1h": "2", "7d": "3", "90d": "5", "10s": "0"} {
		d := talk(t, flowOf(SendMessage{Text: `{{ contact.conversations_within("` + within + `") }}`}))
		d.scene.Opened, d.scene.Conversations = opened, 200
		d.says("hello").sends(want)
	}
}
