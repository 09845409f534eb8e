package usher

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

const (
	openEnd  = "a path ends after this step without an assignment or a close; add an assignment or a close after it"
	deadStep = "this step cannot be reached; the step before it never goes on: remove one of them, or let an exit of the one before lead here"
	unset    = "before it is read here; ask for it or set it earlier, or give the variable a default"
)

func TestEveryPathMustEndAndEveryStepMustBeReached(t *testing.T) {
	t.Parallel()
	hello := SendMessage{Text: "hello"}
	for name, test := range map[string]struct {
		steps Steps
		want  []string
	}{
		"a message is no end": {Steps{hello}, []string{"U021 [1] " + openEnd}},
		"only the last one":   {Steps{hello, hello, hello}, []string{"U021 [3] " + openEnd}},
		"one of three cases":  {Steps{When("true", toSupport()...).When("true", hello).Else(toSupport()...)}, []string{"U021 [1.case2.1] " + openEnd}},
		"an empty case":       {Steps{When("true").Else(toSupport()...)}, []string{"U021 [1] " + openEnd}},
		"a question at the end": {
			Steps{AskQuestion{Text: "?", Choices: Choices("a"), Else: toSupport()}}, []string{"U021 [1] " + openEnd},
		},
		"an exit at the end": {
			Steps{Assign{Team: "sales", For: time.Minute, TimedOut: Steps{hello}}}, []string{"U021 [1.timed_out.1] " + openEnd},
		},
		"a failed delivery": {Steps{SendMessage{Text: "x", Undelivered: Steps{hello}}, Assign{Team: "sales"}}, nil},
		"a custom step":     {Steps{StepFunc(func(*Turn) Next { return Fail("x") })}, []string{"U021 [1] " + openEnd}},
		"a custom step that ends": {
			Steps{lookup{declare: func(d *Declaration) { d.Ends() }}}, nil,
		},
		"a custom step with an inner block": {
			Steps{lookup{declare: func(d *Declaration) { d.Ends(); d.Block("vip", Steps{hello}) }}}, []string{"U021 [1.vip.1] " + openEnd},
		},
		"a loop without a way out is for the budget": {Steps{
			Named{ID: "top", Step: lookup{declare: func(d *Declaration) { d.Ends(); d.JumpsTo("top") }}},
		}, nil},
		"behind an assignment": {Steps{Assign{Team: "sales"}, hello, Assign{Team: "sales"}}, []string{"U022 [2] " + deadStep}},
		"behind a close":       {Steps{CloseConversation{}, CloseConversation{}}, []string{"U022 [2] " + deadStep}},
		"behind a branch whose ways all end": {
			Steps{When("true", toSupport()...).Else(toSupport()...), CloseConversation{}}, []string{"U022 [2] " + deadStep},
		},
		"behind a goto": {Steps{
			Named{ID: "top", Step: hello}, Goto{Step: "top", AtMost: 1, Else: toSupport()}, hello, CloseConversation{},
		}, []string{"U022 [3] " + deadStep}},
		"in two places": {Steps{
			When("true", CloseConversation{}, hello).Else(hello), CloseConversation{}, hello, hello,
		}, []string{"U022 [1.case1.2] " + deadStep, "U022 [3] " + deadStep}},
		"what is inside a dead step is not told apart": {
			Steps{CloseConversation{}, When("true", CloseConversation{}, hello).Else(hello)}, []string{"U022 [2] " + deadStep},
		},
		"a step that only a goto reaches": {Steps{
			Goto{Step: "there", AtMost: 1, Else: toSupport()}, CloseConversation{}, Named{ID: "there", Step: CloseConversation{}},
		}, []string{"U022 [2] " + deadStep}},
		"a branch whose ways go on": {Steps{When("true", hello).When("false").Else(hello), CloseConversation{}}, nil},
		"an exit that goes on":      {Steps{Assign{Team: "sales", For: 1, Else: Steps{hello}}, CloseConversation{}}, nil},
		"a goto into another branch": {Steps{
			When("true", Named{ID: "in", Step: hello}).Else(Goto{Step: "in", AtMost: 1, Else: toSupport()}), CloseConversation{},
		}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			flow := Flow{Name: "test", Steps: test.steps}
			if test.want == nil {
				_, err := Compile(flow, frontDesk())
				require.NoError(t, err)
				return
			}
			require.Equal(t, test.want, brief(mistakesOf(t, flow, frontDesk())))
		})
	}
}

func TestAVariableThatNoPathHasSetMustNotBeRead(t *testing.T) {
	t.Parallel()
	read := SendMessage{Text: "so: {{ topic }}"}
	set := Set{{To: topic, Value: `"x"`}}
	unsetAt := func(step, field string) []string {
		return []string{"U024 [" + step + " " + field + "] no path sets topic " + unset}
	}
	ask := AskQuestion{Text: "?", Choices: Choices("a"), SaveTo: topic, Timeout: time.Minute, Tries: 1}
	for name, test := range map[string]struct {
		steps Steps
		want  []string
	}{
		"in a text":            {Steps{read}, unsetAt("1", "text")},
		"once per step":        {Steps{SendMessage{Text: "{{ topic }} {{ topic }}"}}, unsetAt("1", "text")},
		"in a retry":           {Steps{AskQuestion{Text: "?", RetryText: "{{ topic }}", SaveTo: topic}}, unsetAt("1", "retry_text")},
		"in a comment":         {Steps{Comment{Text: "{{ topic }}"}}, unsetAt("1", "text")},
		"in a condition":       {Steps{When(`topic == "x"`, read).Else(set)}, []string{unsetAt("1", "case1")[0], unsetAt("1.case1.1", "text")[0]}},
		"in a value":           {Steps{Set{{To: secret, Value: "topic"}}}, unsetAt("1", "pin")},
		"in an action":         {Steps{Do{Action: ActionFunc(nothing), With: map[string]string{"t": "topic"}, Else: toSupport()}}, unsetAt("1", "with.t")},
		"in a strategy":        {Steps{When("true", CloseConversation{}).Else(Assign{By: ByFunction{Variable: topic, Else: "sales"}})}, unsetAt("1.else.1", "by.variable")},
		"from Go":              {Steps{lookup{declare: func(d *Declaration) { d.Reads("from", topic) }}}, unsetAt("1", "from")},
		"before it is set":     {Steps{read, set}, unsetAt("1", "text")},
		"set on a path beside": {Steps{When("true", set, Assign{Team: "sales"}).Else(read)}, unsetAt("1.else.1", "text")},
		"in the exits of its question": {Steps{
			withExit(ask, func(q *AskQuestion) { q.Invalid, q.Else = Steps{read}, Steps{read} }),
		}, []string{unsetAt("1.invalid.1", "text")[0], unsetAt("1.else.1", "text")[0]}},

		"set before":           {Steps{set, read}, nil},
		"set on one path":      {Steps{When("true", set).Else(Comment{Text: "x"}), read}, nil},
		"set in a loop":        {Steps{Named{ID: "top", Step: read}, set, Goto{Step: "top", AtMost: 1, Else: toSupport()}}, nil},
		"answered":             {Steps{withExit(ask, func(q *AskQuestion) { q.Else = toSupport() }), read}, nil},
		"saved by an action":   {Steps{Do{Action: ActionFunc(nothing), Save: map[string]Target{"a": topic}, Else: toSupport()}, read}, nil},
		"set by a custom step": {Steps{StepFunc(func(*Turn) Next { return Continue() }), read}, nil},
		"declared by a custom step": {Steps{
			lookup{declare: func(d *Declaration) { d.Sets("to", topic) }}, read,
		}, nil},
		"a custom step that declares nothing of it": {Steps{
			lookup{declare: func(*Declaration) {}}, read,
		}, unsetAt("2", "text")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			flow := Flow{Name: "test", Vars: []Variable{topic, secret}, Steps: test.steps}
			switch name {
			case "in a strategy", "set in a loop":
			default:
				flow.Steps = append(flow.Steps, Assign{Team: "support"})
			}
			if test.want == nil {
				_, err := Compile(flow, frontDesk())
				require.NoError(t, err)
				return
			}
			require.Equal(t, test.want, brief(mistakesOf(t, flow, frontDesk())))
		})
	}
}

func withExit(q AskQuestion, change func(*AskQuestion)) AskQuestion {
	change(&q)
	return q
}

func TestADefaultCountsAsSet(t *testing.T) {
	t.Parallel()
	flow := Flow{Name: "test", Vars: []Variable{Var[string]{Name: "topic", Default: new("")}}, Steps: Steps{
		SendMessage{Text: "{{ topic }}"}, Assign{Team: "sales"},
	}}
	_, err := Compile(flow, nil)
	require.NoError(t, err)
}

func TestAStepThatPanicsDoesNotHideTheMistakesOfOtherSteps(t *testing.T) {
	t.Parallel()
	found := mistakesOf(t, Flow{Name: "test", Steps: Steps{
		lookup{declare: func(*Declaration) { panic("oh no") }}, SendMessage{}, Assign{Team: "nobody"},
	}}, frontDesk())
	require.Equal(t, []string{
		"U027 [1] the step panics when it is checked: oh no",
		"U026 [2 text] there is nothing to send; give a text or a template",
		`U003 [3 team] unknown team "nobody"`,
	}, brief(found))
}

// A custom workflow has as many blocks as it likes, and its own conditions.
type custom struct{ decide func(*Turn) Next }

func (w custom) ID() WorkflowID      { return "custom" }
func (w custom) Decide(t *Turn) Next { return w.decide(t) }
func (w custom) Declare(d *Declaration) {
	d.Condition("when", `message.text == "buy"`)
	d.Block("sales", Steps{SendMessage{Text: "to sales"}, Assign{Team: "sales"}})
	d.Block("support", Steps{SendMessage{Text: "to support"}, Assign{Team: "support"}})
	d.Ends()
}

func TestACustomWorkflowMayHaveSeveralBlocks(t *testing.T) {
	t.Parallel()
	w := custom{decide: func(t *Turn) Next {
		if t.Holds(`message.text == "buy"`) {
			return Enter("sales")
		}
		return Enter("support")
	}}
	_, err := Compile(w, frontDesk())
	require.NoError(t, err)
	talk(t, w).says("buy").sends("to sales").goesTo("sales")
	talk(t, w).says("help").sends("to support").goesTo("support")
}
