package usher

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Row 65: names that collide with what every expression has, or that are no names.
func TestNamesOfVariablesThatCannotBe(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"", "1st", "a b", "a-b", "a.b", "contact.x", "żółw", "a\x00", "$env", strings.Repeat("a", 65)} {
		found := mistakesOf(t, Flow{Name: "x", Vars: []Variable{Var[int]{Name: name}}, Steps: toSupport()}, nil)
		require.Equal(t, []string{fmt.Sprintf("U001 [vars] %q cannot be the name of a variable: use letters, digits and underscores, and begin with a letter", name)}, brief(found))
	}
	for _, name := range []string{
		"contact", "message", "channel", "conversation", "now", "agent", "matches", "true", "false", "nil", "not", "and",
		"or", "in", "let", "if", "else", "contains", "startsWith", "endsWith", "position",
	} {
		found := mistakesOf(t, Flow{Name: "x", Vars: []Variable{Var[int]{Name: name}}, Steps: toSupport()}, nil)
		require.Equal(t, []string{fmt.Sprintf("U001 [vars] %q cannot be the name of a variable: every expression has a meaning for it", name)}, brief(found))
	}
}

// Row 65: a name is refused, or it means the variable wherever it stands.
func TestANameThatIsNotRefusedMeansTheVariable(t *testing.T) {
	t.Parallel()
	for _, name := range []string{
		"_", "x", "X1", "constructor", "__proto__", "toString", "hasOwnProperty", strings.Repeat("a", 64),
		"abs", "ceil", "floor", "round", "min", "max", "mean", "median", "sort", "sortBy", "groupBy", "reduce", "uniq",
		"concat", "flatten", "join", "split", "replace", "repeat", "reverse", "take", "keys", "values", "toPairs",
		"fromPairs", "toJSON", "fromJSON", "toBase64", "date", "duration", "timezone", "type", "get", "bitand", "hasPrefix",
		"hasSuffix", "indexOf", "lastIndexOf", "trimPrefix", "findIndex", "findLast", "env", "op", "step", "run", "null",
		"len", "all", "none", "any", "one", "filter", "map", "count", "sum", "find", "int", "float", "string", "lower",
		"upper", "trim", "first", "last", "team", "skills", "reason", "response",
	} {
		flow := Flow{Name: "x", Vars: []Variable{Var[string]{Name: name, Default: new("kept")}}, Steps: Steps{
			When(name+` == "kept"`, SendMessage{Text: "is {{ " + name + " }}"}).Else(SendMessage{Text: "is not"}), Assign{Team: "support"},
		}}
		if p, err := Compile(flow, nil); err == nil {
			turned := p.Step(p.Begin(), Scene{}, Received{}, monday)
			require.Equal(t, "is kept", turned.Effects[0].(Send).Text, name)
		} else {
			require.ErrorContains(t, err, "cannot be the name of a variable", name)
		}
	}
}

func TestMistakesInVariables(t *testing.T) {
	t.Parallel()
	for want, vars := range map[string][]Variable{
		`U002 [vars] two variables are called "a"`: {Var[int]{Name: "a"}, Var[string]{Name: "a"}},
		`U026 [vars] a variable is nil`:            {nil},
		`U004 [vars] the default of "a" does not fit: the value for a is not one of those that it may have`: {
			Var[string]{Name: "a", OneOf: []string{"x"}, Default: new("y")},
		},
		`U004 [vars] the default of "a" does not fit: the value for a has 65537 bytes, over the limit of 65536`: {
			Var[string]{Name: "a", Default: new(strings.Repeat("x", maxValue+1))},
		},
	} {
		found := mistakesOf(t, Flow{Name: "x", Vars: vars, Steps: toSupport()}, nil)
		require.Equal(t, []string{want}, brief(found))
	}
}

func TestAChoiceMustBeAValueThatTheVariableMayHave(t *testing.T) {
	t.Parallel()
	limited := Var[string]{Name: "topic", OneOf: []string{"sales", "support"}}
	ask := AskQuestion{Text: "?", Choices: []Choice{{ID: "sales", Title: "Sales"}, {ID: "Support", Title: "Support"}}, SaveTo: limited, Else: toSupport()}
	found := mistakesOf(t, Flow{Name: "x", Vars: []Variable{limited}, Steps: Steps{ask, toSupport()[0]}}, nil)
	require.Equal(t, []string{`U026 [1 choices] the choice "Support" is not one of the values that topic may have`}, brief(found))
}

// Row 58, 65: a count of variables beyond the limit is one mistake, not ten thousand.
func TestTenThousandVariablesAreOneMistake(t *testing.T) {
	t.Parallel()
	vars := make([]Variable, 10_000)
	for i := range vars {
		vars[i] = Var[int]{Name: fmt.Sprint("v", i)}
	}
	found := mistakesOf(t, Flow{Name: "x", Vars: vars, Steps: toSupport()}, nil)
	require.Equal(t, []string{"U028 [vars] the workflow has 10000 variables, over the limit of 1000"}, brief(found))
	_, err := Compile(Flow{Name: "x", Vars: vars[:maxVariables], Steps: toSupport()}, nil)
	require.NoError(t, err)
}

// Row 58.
func TestDeepNestingIsOneMistakeAndNoCrash(t *testing.T) {
	t.Parallel()
	branches, names, exits, flows := toSupport()[0], toSupport()[0], toSupport()[0], toSupport()[0]
	for i := range 10_000 {
		branches = When("true", branches).Else(toSupport()...)
		names = Named{ID: fmt.Sprint("n", i), Step: names}
		exits = Assign{Team: "support", For: 1, Else: Steps{exits}}
		flows = Flow{Name: "inner", Steps: Steps{flows}}
	}
	for name, step := range map[string]Step{"branches": branches, "exits": exits, "flows": flows} {
		found := mistakesOf(t, Flow{Name: "x", Steps: Steps{step}}, frontDesk())
		require.Len(t, found, 1, name)
		require.Contains(t, found[0].Message, "steps are nested over 100 deep", name)
	}
	require.NotEmpty(t, mistakesOf(t, Flow{Name: "x", Steps: Steps{names}}, frontDesk()))
}

func TestDepthAtTheLimitIsAccepted(t *testing.T) {
	t.Parallel()
	step := Step(CloseConversation{})
	for range 99 {
		step = When("true", step).Else(CloseConversation{})
	}
	_, err := Compile(Flow{Name: "x", Steps: Steps{step}}, nil)
	require.NoError(t, err)
}

// Row 58.
func TestTooManyStepsAreOneMistake(t *testing.T) {
	t.Parallel()
	steps := make(Steps, maxSteps+500)
	for i := range steps {
		steps[i] = SendMessage{Text: "x"}
	}
	found := mistakesOf(t, Flow{Name: "x", Steps: steps}, nil)
	require.Len(t, found, 1)
	require.Equal(t, "the workflow has over 10000 steps", found[0].Message)
}

func TestAThousandStepsWithAHundredMistakesAreExactlyAHundredMistakes(t *testing.T) {
	t.Parallel()
	kinds := []Step{
		SendMessage{Text: "{{ contact.nme }}"},
		When("topc == nil", toSupport()...).Else(SendMessage{Text: "x"}),
		AskQuestion{Text: "?", Choices: Choices("a"), SaveTo: topic},
		Set{{To: people, Value: `"x"`}},
		Comment{Text: "x", Mention: []string{"nobody"}},
		Tag{},
		Do{Action: ActionFunc(nothing)},
		Goto{Step: "end", Else: Steps{SendMessage{Text: "x"}}},
		nil,
		SendMessage{Text: "x", Undelivered: Steps{Assign{Team: "nobody"}}},
	}
	var steps Steps
	for len(steps) < 999 {
		step := Step(SendMessage{Text: "fine"})
		if n := len(steps); n%10 == 5 {
			step = kinds[n/10%10]
		}
		steps = append(steps, step)
	}
	steps = append(steps, Named{ID: "end", Step: Assign{Team: "support"}})
	found := mistakesOf(t, Flow{Name: "x", Vars: allVariables(), Steps: steps}, frontDesk())
	require.Len(t, found, 100, strings.Join(brief(found), "\n"))
	for i, d := range found { // in the order of the steps
		require.Equal(t, strconv.Itoa(i*10+6), strings.Split(d.Step, ".")[0])
	}
	for range 20 {
		require.Equal(t, found, mistakesOf(t, Flow{Name: "x", Vars: allVariables(), Steps: steps}, frontDesk()))
	}
}

func TestLimitsOfTextsAndChoices(t *testing.T) {
	t.Parallel()
	require.Equal(t, []string{"U028 [1 text] the text has 65537 bytes, over the limit of 65536"},
		brief(mistakesOf(t, flowOf(SendMessage{Text: strings.Repeat("x", maxValue+1)}), nil)))
	choices := make([]Choice, maxChoices+1)
	for i := range choices {
		choices[i] = Choice{ID: strconv.Itoa(i), Title: fmt.Sprint("no. ", i)}
	}
	require.Equal(t, []string{"U028 [1 choices] 101 choices, over the limit of 100"},
		brief(mistakesOf(t, flowOf(AskQuestion{Text: "?", Choices: choices, Else: toSupport()}), nil)))
	require.Equal(t, []string{"U016 [1 case1] the expression is longer than 4 KiB; split it"},
		brief(mistakesOf(t, flowOf(When(strings.Repeat(" ", 5000)+"true").Else(SendMessage{Text: "x"})), nil)))
}

// A text that is too long says nothing about the paths.
func TestATextOverTheLimitDoesNotHideOtherMistakes(t *testing.T) {
	t.Parallel()
	found := mistakesOf(t, Flow{Name: "x", Steps: Steps{
		SendMessage{Text: strings.Repeat("x", maxValue+1)}, Goto{Step: "nowhere", AtMost: 1, Else: toSupport()}, CloseConversation{},
	}}, frontDesk())
	require.Equal(t, []string{
		"U028 [1 text] the text has 65537 bytes, over the limit of 65536", `U003 [2 step] unknown step "nowhere"`, "U022 [3] " + deadStep,
	}, brief(found))
}

// The host's own contacts must be able to carry what a workflow saves: see Contact.check.
func TestAContactFieldMustHaveANameThatAContactCanCarry(t *testing.T) {
	t.Parallel()
	for _, field := range []string{"a\nb", "a\x00", "\xff", strings.Repeat("a", 257)} {
		require.Error(t, (&Contact{Fields: map[string]any{field: 1}}).check())
		_, err := Compile(Flow{Name: "x", Steps: Steps{Set{{To: ContactField(field), Value: "1"}}, toSupport()[0]}}, nil)
		require.Error(t, err, "%q", field)
	}
}

// An answer that the variable refuses is an invalid answer, so the exit can be taken.
func TestATextQuestionWhoseVariableAllowsOnlySomeValuesNeedsAnInvalidExit(t *testing.T) {
	t.Parallel()
	size := Var[string]{Name: "size", OneOf: []string{"S", "M"}}
	for _, handle := range []Variable{size, Var[string]{Name: "size"}} { // what counts is what the workflow declares
		flow := Flow{Name: "x", Vars: []Variable{size}, Steps: Steps{AskQuestion{Text: "Size?", SaveTo: handle}, CloseConversation{}}}
		_, err := Compile(flow, nil)
		require.ErrorContains(t, err, "the exit invalid can be taken and leads nowhere")
	}
}

// What a contact writes must mean one choice: what is shown for one must not be the name of another.
func TestTwoChoicesMustNotAnswerToOneWord(t *testing.T) {
	t.Parallel()
	for name, choices := range map[string][]Choice{
		"an id is the title of another":     {{ID: "b", Title: "A"}, {ID: "a", Title: "B"}},
		"a synonym is the title of another": {{ID: "1st", Title: "Sales", Synonyms: []string{"support"}}, {ID: "2nd", Title: "Support"}},
		"a synonym of two":                  {{ID: "1st", Title: "Sales", Synonyms: []string{"help"}}, {ID: "2nd", Title: "Support", Synonyms: []string{"HELP"}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := Compile(flowOf(AskQuestion{Text: "?", Choices: choices, Else: toSupport()}), nil)
			require.Error(t, err)
		})
	}
}

// The handle at the question may be a plain one: what counts is what the workflow declares.
func TestAChoiceIsComparedWithWhatTheWorkflowDeclares(t *testing.T) {
	t.Parallel()
	declared := Var[string]{Name: "topic", OneOf: []string{"sales"}}
	flow := Flow{Name: "x", Vars: []Variable{declared}, Steps: Steps{
		AskQuestion{Text: "?", Choices: Choices("Sales"), SaveTo: Var[string]{Name: "topic"}, Else: toSupport()}, toSupport()[0],
	}}
	_, err := Compile(flow, nil)
	require.ErrorContains(t, err, `the choice "Sales" is not one of the values that topic may have`)
}

func TestAnExitMayNotBeCalledLikeTheElse(t *testing.T) {
	t.Parallel()
	flow := flowOf(Do{Action: ActionFunc(nothing), Exits: map[string]Steps{"else": {}}, Else: Steps{SendMessage{Text: "else"}}})
	if _, err := Compile(flow, nil); err == nil {
		talk(t, flow).says("x").happens(ActionDone{Result: ActionResult{Exit: "unheard_of"}}).sends("else")
	}
}
