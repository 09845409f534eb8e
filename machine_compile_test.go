package usher

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// lookup is a custom step that declares itself with a function.
type lookup struct {
	decide  func(*Turn) Next
	declare func(*Declaration)
}

func (s lookup) Decide(t *Turn) Next    { return s.decide(t) }
func (s lookup) Declare(d *Declaration) { s.declare(d) }

func TestTranscriptOfAllMistakesOfAWorkflow(t *testing.T) {
	t.Parallel()
	flow := Flow{Name: "front desk", Revision: 3, Vars: []Variable{topic, urgent}, Steps: Steps{
		Named{ID: "greet", Step: AskQuestion{Text: "Hi!\nWelcome back, {{ contact.nmae }}.", SaveTo: topic}},
		When(`topic == "Sales" && amount > 3`, Assign{Team: "sals"}).
			When(`urgent`, Goto{Step: "gret", Else: toSupport()}).
			Else(),
		CloseConversation{},
	}}
	found := mistakesOf(t, flow, frontDesk())
	golden(t, "mistakes", found.Error())
}

// oneMistake are definitions with one mistake each, the steps at 1, and what is said about it.
var oneMistake = []struct {
	name string
	step Step
	want string
}{
	// Names that do not exist.
	{"unknown team", Assign{Team: "supprt"}, `U003 [1 team] unknown team "supprt"; did you mean support?`},
	{"unknown agent", Assign{Agent: "anna"}, `U003 [1 agent] unknown agent "anna"; did you mean ana?`},
	{"unknown team far from any", Assign{Team: "xyz"}, `U003 [1 team] unknown team "xyz"`},
	{"unknown table", Assign{Team: "sales", By: Keywords{Table: "frnt"}}, `U003 [1 by.table] unknown table "frnt"; did you mean front?`},
	{"unknown team of a function", Assign{By: ByFunction{Variable: topic, Teams: map[string]string{"true": "sale"}, Else: "support"}}, `U003 [1 by.teams] unknown team "sale"; did you mean sales?`},
	{"unknown team of the returning", Assign{By: NewOrReturning{New: "sales", Returning: "supprt"}}, `U003 [1 by.returning] unknown team "supprt"; did you mean support?`},
	{"unknown team of VIPs", Assign{By: VIP{When: "true", Team: "vips", Else: "support"}}, `U003 [1 by.team] unknown team "vips"`},
	{"unknown mention", Comment{Text: "hm", Mention: []string{"ana", "sales", "bne"}}, `U003 [1 mention] unknown agent or team "bne"; did you mean ben?`},
	{"unknown variable to set", Set{{To: Var[string]{Name: "topik"}, Value: `"x"`}}, `U003 [1 topik] unknown variable "topik"; did you mean topic?`},
	{"unknown variable to answer", AskQuestion{Text: "?", SaveTo: Var[string]{Name: "zzz"}}, `U003 [1 save_to] unknown variable "zzz"; add it to the workflow's variables`},
	{"unknown variable of a function", Assign{By: ByFunction{Variable: Var[string]{Name: "topik"}, Else: "support"}}, `U003 [1 by.variable] unknown variable "topik"; did you mean topic?`},
	{"unknown step", Goto{Step: "2", AtMost: 1, Else: toSupport()}, `U003 [1 step] unknown step "2"`},
	{"unknown name in a condition", When(`topik == "x"`, toSupport()...).Else(toSupport()...), `U011 [1 case1] unknown name "topik"; did you mean topic?`},
	{"unknown field in a text", SendMessage{Text: "{{ contact.lnag }}"}, `U014 [1 text] unknown field "contact.lnag"; did you mean contact.language?`},
	{"unknown table in a condition", When(`matches("frnt") == "sales"`, toSupport()...).Else(toSupport()...), `U011 [1 case1] unknown table "frnt", did you mean front?`},
	{"unknown kind of answer", AskQuestion{Text: "?", Type: "nmber", Else: toSupport()}, `U003 [1 type] unknown type of answer "nmber"; did you mean number?`},

	// Types.
	{"a condition that is no condition", When("topic", toSupport()...).Else(toSupport()...), `U013 [1 case1] a condition must be true or false, this is of type string`},
	{"a comparison of two types", When(`people == "x"`, toSupport()...).Else(toSupport()...), `U013 [1 case1] cannot compare int with string`},
	{"a value of another type", Set{{To: people, Value: `"many"`}}, `U013 [1 people] this must be of type int, it is of type string`},
	{"a variable used as another type", Set{{To: Var[int]{Name: "topic"}, Value: `"x"`}}, `U004 [1 topic] variable topic is declared as string and used as int here`},
	{"a number into a text", AskQuestion{Text: "?", Type: NumberAnswer, SaveTo: topic, Else: toSupport()}, `U004 [1 save_to] an answer of type number does not fit variable topic of type string`},
	{"a text into a number", AskQuestion{Text: "?", SaveTo: amount}, `U004 [1 save_to] an answer of type text does not fit variable amount of type float`},
	{"a choice into a truth value", AskQuestion{Text: "?", Choices: Choices("a"), SaveTo: urgent, Else: toSupport()}, `U004 [1 save_to] an answer of type choice does not fit variable urgent of type bool`},
	{"a condition of VIPs", Assign{By: VIP{When: "people", Team: "sales", Else: "support"}}, `U013 [1 by.when] a condition must be true or false, this is of type int`},

	// Exits.
	{"a branch without else", When("true", toSupport()...), `U020 [1 else] the branch has no else; say what happens when no case matches`},
	{"an empty else", When("true", toSupport()...).Else(), `U020 [1 else] the branch has no else; say what happens when no case matches`},
	{"a branch without a case", Branch{Otherwise: toSupport()}, `U020 [1 cases] the branch has no case`},
	{"a choice that may be refused", AskQuestion{Text: "?", Choices: Choices("a")}, `U020 [1 invalid] the exit invalid can be taken and leads nowhere; give its steps, or an else that serves every exit`},
	{"a number that may be refused", AskQuestion{Text: "?", Type: NumberAnswer}, `U020 [1 invalid] the exit invalid can be taken and leads nowhere; give its steps, or an else that serves every exit`},
	{"a question that may time out", AskQuestion{Text: "?", Timeout: time.Minute}, `U020 [1 no_answer] the exit no_answer can be taken and leads nowhere; give its steps, or an else that serves every exit`},
	{"an assignment that may time out", Assign{Team: "sales", For: time.Minute}, `U020 [1 timed_out] the exit timed_out can be taken and leads nowhere; give its steps, or an else that serves every exit`},
	{"an action without else", Do{Action: ActionFunc(nothing)}, `U020 [1 else] the action has no else; say what happens when it fails`},
	{"a goto without else", Goto{Step: "end", AtMost: 1}, `U020 [1 else] the goto has no else; say what happens when the bound is reached`},
	{"a goto without a bound", Goto{Step: "end", Else: toSupport()}, `U023 [1 at_most] the loop has no bound; say how often it may be taken at most`},
	{"a goto with a bound below zero", Goto{Step: "end", AtMost: -1, Else: toSupport()}, `U023 [1 at_most] the loop has no bound; say how often it may be taken at most`},
	{"a strategy that may pass", Assign{By: Keywords{Table: "front"}}, `U020 [1 by] keywords can leave the conversation without a team; name the step's team, or the strategy's else`},
	{"a strategy that names nobody", Assign{By: RoundRobin{}}, `U020 [1 by] round robin can leave the conversation without a team; name the step's team`},
	{"the last agent and no team", Assign{By: LastAgent{}}, `U020 [1 by] last agent can leave the conversation without a team; name the step's team`},

	// Settings that make no sense.
	{"an assignment to nobody", Assign{}, `U026 [1 team] the assignment names nobody; name a team, an agent, or a strategy that names one`},
	{"an assignment to two", Assign{Team: "sales", Agent: "ben"}, `U026 [1 agent] the assignment names more than one of team, teams and agent; leave all but one of them out`},
	{"a skill of level 0", Assign{Team: "sales", Prefer: Skills{"x": 0}}, `U026 [1 prefer] the skill "x" needs a name and a weight of 1 or more`},
	{"a time below zero", Assign{Team: "sales", Aging: -1}, `U026 [1 aging] a duration is below zero`},
	{"a question without a text", AskQuestion{}, `U026 [1 text] the question has no text`},
	{"a question without choices", AskQuestion{Text: "?", Type: ChoiceAnswer, Else: toSupport()}, `U026 [1 choices] the question has no choices; give it some, or another type`},
	{"a text with choices", AskQuestion{Text: "?", Type: TextAnswer, Choices: Choices("a")}, `U026 [1 choices] a question of type text has no choices`},
	{"tries below zero", AskQuestion{Text: "?", Tries: -1}, `U026 [1 tries] the tries or the time-out are below zero`},
	{"bounds that nothing meets", AskQuestion{Text: "?", Type: NumberAnswer, Min: new(2.0), Max: new(1.0), Else: toSupport()}, `U026 [1 min] min is greater than max`},
	{"a choice without a title", AskQuestion{Text: "?", Choices: []Choice{{ID: "a", Title: " "}}, Else: toSupport()}, `U026 [1 choices] a choice has no id or no title`},
	{"a choice without an id", AskQuestion{Text: "?", Choices: []Choice{{Title: "A"}}, Else: toSupport()}, `U026 [1 choices] a choice has no id or no title`},
	{"two choices with one id", AskQuestion{Text: "?", Choices: []Choice{{ID: "a", Title: "A"}, {ID: "a", Title: "B"}}, Else: toSupport()}, `U002 [1 choices] two choices answer to "a"; let each word stand for one of them`},
	{"two choices that read alike", AskQuestion{Text: "?", Choices: []Choice{{ID: "a", Title: "Café"}, {ID: "b", Title: "CAFE\u0301"}}, Else: toSupport()}, "U002 [1 choices] two choices answer to \"CAFE\u0301\"; let each word stand for one of them"},
	{"choices of a message", SendMessage{Text: "?", Choices: []Choice{{ID: "a"}}}, `U026 [1 choices] a choice has no id or no title`},
	{"nothing to send", SendMessage{}, `U026 [1 text] there is nothing to send; give a text or a template`},
	{"nothing to set", Set{}, `U026 [1] there is nothing to set`},
	{"a value that goes nowhere", Set{{Value: "1"}}, `U026 [1 to] the value goes nowhere; give a variable or a ContactField`},
	{"a field without a name", Set{{To: ContactField(""), Value: "1"}}, `U001 [1 contact.] "" cannot be the name of a contact field`},
	{"no tag", Tag{}, `U026 [1] there is no tag to add or remove`},
	{"an empty tag", Tag{Add: []string{""}}, `U026 [1] "" cannot be a tag`},
	{"a tag with a line break", Tag{Remove: []string{"a\nb"}}, `U026 [1] "a\nb" cannot be a tag`},
	{"an empty comment", Comment{}, `U026 [1 text] the comment is empty`},
	{"no action", Do{Else: toSupport()}, `U026 [1 action] there is no action to call`},
	{"an action that is nil", Do{Action: ActionFunc(nil), Else: toSupport()}, `U026 [1 action] there is no action to call`},
	{"an action with a time-out below zero", Do{Action: ActionFunc(nothing), Timeout: -1, Else: toSupport()}, `U026 [1 timeout] the time-out or the number of tries is below zero`},
	{"a broken value of an action", Do{Action: ActionFunc(nothing), With: map[string]string{"a": "1 +"}, Else: toSupport()}, `U010 [1 with.a] unexpected end; the expression is not complete`},
	{"VIPs without a team", Assign{By: VIP{When: "true", Else: "sales"}}, `U026 [1 by.team] the strategy has no team`},
	{"a function of nothing", Assign{Team: "sales", By: ByFunction{}}, `U026 [1 by.variable] the strategy has no variable`},
	{"last agent in the future", Assign{Team: "sales", By: LastAgent{Within: -1}}, `U026 [1 by.within] the duration is below zero`},

	// Steps that are none.
	{"nil", nil, `U026 [1] the step is nil`},
	{"a nil function", StepFunc(nil), `U026 [1] the step is nil`},
	{"a nil pointer", (*AskQuestion)(nil), `U026 [1] the step is nil`},
	{"a name without a step", Named{ID: "a"}, `U026 [a] the step is nil`},
	{"a step without a name", Named{Step: SendMessage{Text: "x"}}, `U001 [] the step at 1 has an empty id`},
	{"a name that cannot be stored", Named{ID: "a\nb", Step: SendMessage{Text: "x"}}, "U001 [a\nb] the ID of the step is not valid UTF-8 or has control characters in it"},
	{"a name too long", Named{ID: strings.Repeat("a", 257), Step: SendMessage{Text: "x"}}, "U001 [" + strings.Repeat("a", 257) + "] the ID of the step has 257 bytes, over the limit of 256"},
	{"a name that is taken", Named{ID: "end", Step: SendMessage{Text: "x"}}, `U002 [end] two steps have the id "end"; rename one of them`},
	{"a step that panics", lookup{declare: func(*Declaration) { panic("oh no") }}, `U027 [1] the step panics when it is checked: oh no`},
	{"a strategy that panics", Assign{Team: "sales", By: panicking{}}, `U027 [1] the step panics when it is checked: oh no`},
	{"a step with a mistake of its own", lookup{declare: func(d *Declaration) { d.Wrong("size", "X100", "too small", "grow") }}, `X100 [1 size] too small; grow`},
	{"a custom step that reads the unknown", lookup{declare: func(d *Declaration) { d.Reads("from", Var[string]{Name: "topik"}) }}, `U003 [1 from] unknown variable "topik"; did you mean topic?`},
	{"a custom step that jumps nowhere", lookup{declare: func(d *Declaration) { d.JumpsTo("ennd") }}, `U003 [1 step] unknown step "ennd"; did you mean end?`},
}

type panicking struct{ LeastBusy }

func (panicking) Declare(*Declaration) { panic("oh no") }

func TestEveryMistakeOfAStepIsReportedOnceWithItsPlaceAndAHint(t *testing.T) {
	t.Parallel()
	for _, test := range oneMistake {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			vars := allVariables()
			vars[0] = Var[string]{Name: "topic", Default: new("")}
			flow := Flow{Name: "test", Vars: vars, Steps: Steps{test.step}}
			if !ends(test.step) {
				flow.Steps = append(flow.Steps, Named{ID: "end", Step: Assign{Team: "support"}})
			}
			found := mistakesOf(t, flow, frontDesk())
			require.Equal(t, []string{test.want}, brief(found), found.Error())
			require.Equal(t, "test", found[0].Workflow)
		})
	}
}

// ends says whether nothing can follow the step.
func ends(s Step) bool {
	switch s := s.(type) {
	case Assign:
		return true
	case Goto:
		return s.Step != "end"
	case Branch:
		return len(s.Otherwise) > 0
	}
	return false
}

func TestABranchWithoutElseAtTheEndIsOneMistakeAndNotTwo(t *testing.T) {
	t.Parallel()
	found := mistakesOf(t, Flow{Name: "test", Steps: Steps{When("true", toSupport()...)}}, frontDesk())
	require.Equal(t, []string{"U020 [1 else] the branch has no else; say what happens when no case matches"}, brief(found))
}

func nothing(context.Context, ActionInput) (ActionResult, error) { return ActionResult{}, nil }

func TestAMistakeInAConditionHasALineAColumnAndACaret(t *testing.T) {
	t.Parallel()
	flow := flowOf(When("topic == \"x\" &&\n\tpeople == \"many\"", toSupport()...).Else(SendMessage{Text: "ok"}))
	found := mistakesOf(t, flow, frontDesk())
	require.Len(t, found, 1)
	require.Equal(t, []int{2, 9, 2}, []int{found[0].Line, found[0].Column, found[0].Length})
	require.Equal(t, "\tpeople == \"many\"", found[0].Source)
	require.Equal(t, "test, step 1 case1:2:9  U013  cannot compare int with string\n"+
		"    2 |  people == \"many\"\n"+
		"      |         ^^", found[0].String())
}

func TestAMistakeInATextPointsIntoTheText(t *testing.T) {
	t.Parallel()
	found := mistakesOf(t, flowOf(SendMessage{Text: "Hello\nżółw {{ contact.nam }}!"}), frontDesk())
	require.Equal(t, "test, step 1 text:2:17  U014  unknown field \"contact.nam\"\n"+
		"    2 | żółw {{ contact.nam }}!\n"+
		"      |                 ^^^\n"+
		"   did you mean contact.name?", found[0].String())
}

func TestAWarningDoesNotFail(t *testing.T) {
	t.Parallel()
	flow := Flow{Name: "test", Steps: Steps{Assign{Team: "support", Must: Skills{"french": 3}}}}
	_, err := Compile(flow, frontDesk())
	require.NoError(t, err)
	prepared, _ := prepare(*frontDesk())
	_, found := compile(flow, prepared)
	require.Len(t, found, 1)
	require.True(t, found[0].Warning)
	require.Empty(t, found.Errors())
	require.Contains(t, found[0].String(), "warning: no agent of the desk has the skill \"french\" at level 3")
}

func TestASkillThatNobodyHasIsUnknown(t *testing.T) {
	t.Parallel()
	prepared, _ := prepare(*frontDesk())
	flow := Flow{Name: "test", Steps: Steps{Assign{Team: "support", Must: Skills{"frnch": 1}, Prefer: Skills{"bling": 1}}}}
	_, found := compile(flow, prepared)
	require.Len(t, found, 2)
	require.Contains(t, found[0].String(), "U003  nobody at the desk has the skill \"frnch\"\n   did you mean french?")
	require.Contains(t, found[1].String(), "U003  warning: nobody at the desk has the skill \"bling\"")
}

func TestWithoutADeskNamesOfTeamsAgentsAndTablesAreNotChecked(t *testing.T) {
	t.Parallel()
	_, err := Compile(Flow{Name: "test", Steps: Steps{
		When(`matches("any") == "x"`, Assign{Team: "nobody"}).When(`matches("other") == nil`, Assign{Agent: "zoe"}).
			Else(Comment{Text: "x", Mention: []string{"y"}}, Assign{By: Keywords{Table: "t", Else: "z"}}),
	}}, nil)
	require.NoError(t, err)
}

func TestMistakesOfTheWorkflowItself(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		flow Flow
		want []string
	}{
		"no name":          {Flow{Steps: toSupport()}, []string{`U001 [name] the workflow has no ID`}},
		"no steps":         {Flow{Name: "x"}, []string{`U021 [steps] the workflow has no steps; end it with an assignment or a close`}},
		"a bad name":       {Flow{Name: "x\x00", Steps: toSupport()}, []string{`U001 [name] the ID of the workflow is not valid UTF-8 or has control characters in it`}},
		"a bad revision":   {Flow{Name: "x", Revision: -1, Steps: toSupport()}, []string{`U026 [revision] the revision is below zero`}},
		"an unknown start": {Flow{Name: "x", On: []Trigger{"mesage"}, Steps: toSupport()}, []string{`U003 [on] unknown trigger "mesage"; use message, opened, closed or manual`}},
		"a bad condition":  {Flow{Name: "x", When: "chanel == 1", Steps: toSupport()}, []string{`U011 [when] unknown name "chanel"; did you mean channel?`}},
		"everything at once": {Flow{Revision: -1, On: []Trigger{"x"}, When: "1"}, []string{
			`U001 [name] the workflow has no ID`, `U026 [revision] the revision is below zero`,
			`U003 [on] unknown trigger "x"; use message, opened, closed or manual`,
			`U013 [when] a condition must be true or false, this is of type int`,
			`U021 [steps] the workflow has no steps; end it with an assignment or a close`,
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, test.want, brief(mistakesOf(t, test.flow, frontDesk())))
		})
	}
}

func TestThereIsNoWorkflowToCompile(t *testing.T) {
	t.Parallel()
	var flow *Flow
	for name, w := range map[string]Workflow{"nil": nil, "a nil pointer": flow} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.NotPanics(t, func() {
				_, err := Compile(w, nil)
				require.ErrorIs(t, err, ErrInvalid)
				require.ErrorContains(t, err, "the workflow is nil")
			})
		})
	}
}

func TestNilVariablesAndTargetsAreMistakesAndNoCrash(t *testing.T) {
	t.Parallel()
	var none *Var[string]
	flow := Flow{Name: "x", Vars: []Variable{nil, none, topic}, Steps: Steps{
		Set{{To: none, Value: `"x"`}},
		AskQuestion{Text: "?", SaveTo: none},
		Do{Action: ActionFunc(nothing), Save: map[string]Target{"a": none}, Else: toSupport()},
		lookup{declare: func(d *Declaration) { d.Reads("from", none) }},
		Assign{By: ByFunction{Variable: none, Else: "support"}},
	}}
	var found Diagnostics
	require.NotPanics(t, func() { found = mistakesOf(t, flow, frontDesk()) })
	for _, want := range []string{"U026 [vars] a variable is nil", "[1 to]", "[2", "[3", "[4", "[5 by.variable]"} {
		require.Contains(t, fmt.Sprint(brief(found)), want)
	}
}
