package file

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher"
)

type mood string

// survey is a step of the host's own with a field of every type that files can hold.
type survey struct {
	embedded

	Question  string `usher:"question,required"`
	RetryText string
	Mood      mood
	Anonymous bool
	Most      int
	Stars     int64
	Small     int32
	Share     float64
	Cost      usher.Units
	Within    time.Duration
	Until     time.Time
	Titles    []string
	Waits     []time.Duration
	Labels    map[mood]int
	Nested    map[string][]float64
	Lowest    *int
	Reminder  *time.Duration
	SaveTo    usher.Target
	About     usher.Variable
	Ways      []usher.Target
	Answers   []usher.Choice
	Greeting  usher.Translations
	Must      usher.Skills
	By        usher.Assigner
	Others    []usher.Assigner
	Extra     any
	Facts     map[string]any
	CRMKey    string `usher:"key"`
	Else      usher.Steps

	Secret string `usher:"-"`
	client func() string
}

type embedded struct{ depth int }

func (survey) Decide(*usher.Turn) usher.Next { return usher.Continue() }

// cheapest is a strategy of the host's own.
type cheapest struct {
	Region string
	Limit  float64
}

func (*cheapest) Assign(*usher.Request) usher.Decision { return usher.Pass() }

type plainStep string

func (plainStep) Decide(*usher.Turn) usher.Next { return usher.Continue() }

func asks() string { return "?" }

func prototype() survey {
	return survey{
		RetryText: "Once more", Most: 3, Titles: []string{"a"}, Until: someInstant, Within: time.Minute, Extra: "x", Secret: "s",
		client: asks, embedded: embedded{1}, Answers: usher.Choices("a"), Must: usher.Skills{"french": 1},
		Else: usher.Steps{usher.CloseConversation{}},
	}
}

func ownKinds() Kinds {
	return Kinds{
		Steps: map[string]usher.Step{
			"survey": prototype(), "note": plainStep("note"), "nap": usher.StepFunc(nap), "pointed": &pointed{Text: "hi"},
		},
		Assigners: map[string]usher.Assigner{
			"cheapest": &cheapest{Limit: 1}, "nearest": usher.AssignerFunc(nearest),
		},
	}
}

func nap(*usher.Turn) usher.Next { return usher.Continue() }

func nearest(*usher.Request) usher.Decision { return usher.Pass() }

type pointed struct {
	Text string
	Else usher.Steps
}

func (*pointed) Decide(*usher.Turn) usher.Next { return usher.Continue() }

// surveys are settings of a survey as a file has them, and what they change.
func surveys() map[string]func(*survey) {
	minusOne, minute := -1, time.Minute
	return map[string]func(*survey){
		`{question: Well?}`: func(s *survey) { s.Question = "Well?" },
		`{question: "", retry_text: "", mood: "12", anonymous: true, most: 0, stars: -5, small: 7, share: 0.5, within: 0s, until: 2027-01-01}`: func(s *survey) {
			s.RetryText, s.Mood, s.Anonymous, s.Most, s.Stars, s.Small, s.Share = "", "12", true, 0, -5, 7, 0.5
			s.Within, s.Until = 0, time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)
		},
		`{question: a, titles: [b, "1"], waits: [1s, 2m], labels: {good: 1}, nested: {a: [1, 2.5], b: []}, lowest: -1, reminder: 1m}`: func(s *survey) {
			s.Question, s.Titles, s.Waits = "a", []string{"b", "1"}, []time.Duration{time.Second, 2 * time.Minute}
			s.Labels, s.Nested = map[mood]int{"good": 1}, map[string][]float64{"a": {1, 2.5}, "b": {}}
			s.Lowest, s.Reminder = &minusOne, &minute
		},
		`{question: a, titles: [], save_to: contact.mood, about: topic, ways: [tag, count, contact.fields.fields.x], answers: [a, {id: b, title: B}], greeting: {en: Hi, es: Hola}}`: func(s *survey) {
			s.Question, s.Titles, s.SaveTo, s.About = "a", []string{}, usher.ContactField("mood"), topicVar
			s.Ways = []usher.Target{usher.AsTag{}, countVar, usher.ContactField("fields.x")}
			s.Answers = []usher.Choice{{ID: "a", Title: "a"}, {ID: "b", Title: "B"}}
			s.Greeting = usher.Translations{{Language: "en", Text: "Hi"}, {Language: "es", Text: "Hola"}}
		},
		`{question: a, stars: -9223372036854775808}`: func(s *survey) { s.Question, s.Stars = "a", math.MinInt64 },
		`{question: a, cost: 0.2, must: {a: "2..4", b: false}}`: func(s *survey) {
			s.Question, s.Cost, s.Must = "a", usher.UnitsOf(0.2), usher.Skills{"a": usher.Between(2, 4), "b": usher.Absent}
		},
		`{question: a, must: {}}`: func(s *survey) { s.Question, s.Must = "a", nil },
		`{question: a, must: {french: 2}, by: {cheapest: {region: eu}}, others: [least_busy, {vip: {when: true, team: vip}}]}`: func(s *survey) {
			s.Question, s.Must, s.By = "a", usher.Skills{"french": 2}, &cheapest{Region: "eu", Limit: 1}
			s.Others = []usher.Assigner{usher.LeastBusy{}, usher.VIP{When: "true", Team: "vip"}}
		},
		`{question: a, extra: null, facts: {a: null}, key: k}`: func(s *survey) {
			s.Question, s.Extra, s.Facts, s.CRMKey = "a", nil, map[string]any{"a": nil}, "k"
		},
		`{question: a, extra: [1, 1.0, {b: "null"}], else: [{survey: {question: b, else: []}}]}`: func(s *survey) {
			inner := prototype()
			inner.Question, inner.Else = "b", nil
			s.Question, s.Extra, s.Else = "a", []any{1, 1.0, map[string]any{"b": "null"}}, usher.Steps{inner}
		},
	}
}

// client is compared by what it does, for functions are never equal.
func without(t *testing.T, step usher.Step) usher.Step {
	t.Helper()
	s, ok := step.(survey)
	require.True(t, ok)
	require.NotNil(t, s.client)
	s.client = nil
	for i := range s.Else {
		if _, ok := s.Else[i].(survey); ok {
			s.Else[i] = without(t, s.Else[i])
		}
	}
	return s
}

func TestACustomStepIsTheSameInGoAndInAFile(t *testing.T) {
	t.Parallel()
	for text, change := range surveys() {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			want := prototype()
			change(&want)
			flow := usher.Flow{Name: "w", Vars: declarations(), Steps: usher.Steps{want}}
			written, err := Format{Kinds: ownKinds()}.EncodeWorkflow(flow)
			require.NoError(t, err)
			start := "usher: workflow/v1\nworkflow: w\n" + declaredVars + "steps:\n- survey: "
			fromPair := readFlow(t, ownKinds(), start+text+"\n").Steps[0]
			fromWritten := readFlow(t, ownKinds(), string(written)).Steps[0]
			wanted := without(t, want)
			require.Equal(t, wanted, without(t, fromPair))
			require.Equal(t, wanted, without(t, fromWritten), string(written))
		})
	}
}

func TestKindsWithoutKeysAndPointersAreTheSameInGoAndInAFile(t *testing.T) {
	t.Parallel()
	flow := usher.Flow{Name: "w", Steps: usher.Steps{
		plainStep("note"), &pointed{Text: "hi"}, &pointed{Text: "ho", Else: toSupport},
		usher.Assign{Team: "a", By: &cheapest{Limit: 1}}, usher.Assign{Team: "a", By: &cheapest{Region: "eu"}},
	}}
	require.Equal(t, `usher: workflow/v1
workflow: w
steps:
  - note: {}
  - pointed: {}
  - pointed:
      text: ho
      else:
        - assign: {team: support}
  - assign: {team: a, by: cheapest}
  - assign: {team: a, by: {cheapest: {region: eu, limit: 0}}}
`, sameFlow(t, ownKinds(), flow))

	written, err := Format{Kinds: ownKinds()}.EncodeWorkflow(usher.Flow{Name: "w", Steps: usher.Steps{
		usher.StepFunc(nap), usher.Assign{By: usher.AssignerFunc(nearest)},
	}})
	require.NoError(t, err)
	require.Equal(t, "usher: workflow/v1\nworkflow: w\nsteps:\n  - nap: {}\n  - assign: {by: nearest}\n", string(written))
	require.Len(t, readFlow(t, ownKinds(), string(written)).Steps, 2)
}

// Of two kinds of one type the nearer one is written.
func TestTheNearestPrototypeNamesTheStep(t *testing.T) {
	t.Parallel()
	kinds := Kinds{Steps: map[string]usher.Step{
		"loud": &pointed{Text: "HO"}, "quiet": &pointed{Text: "ho"}, "survey": survey{Secret: "a"}, "hidden": survey{Secret: "b"},
	}}
	require.Contains(t, sameFlow(t, kinds, usher.Flow{Name: "w", Steps: usher.Steps{
		&pointed{Text: "HO"}, &pointed{Text: "ho"}, &pointed{Text: "hum"}, survey{Question: "q", Secret: "b"},
	}}), "steps:\n  - loud: {}\n  - quiet: {}\n  - loud: {text: hum}\n  - hidden: {question: q}\n")
}

func TestWhatNoFileCanSayOfACustomStep(t *testing.T) {
	t.Parallel()
	for want, change := range map[string]func(*survey){
		"step 1 Secret  U035  the field is none that files have":   func(s *survey) { s.Secret = "other" },
		"step 1 client  U035  the field is none that files have":   func(s *survey) { s.client = func() string { return "" } },
		"step 1 embedded  U035  the field is none that files have": func(s *survey) { s.depth = 2 },
		"step 1 most  U035  the number 5000000000 is too large":    func(s *survey) { s.Most = 5_000_000_000 },
		"step 1 ways  U035  a file can leave out ways":             func(s *survey) { s.Ways = []usher.Target{nil} },
		"step 1 answers  U035  a file can leave out answers":       func(s *survey) { s.Answers = nil },
		"step 1 greeting  U035  unknown language":                  func(s *survey) { s.Greeting = usher.Translations{{Language: "english", Text: "a"}} },
		"step 1 within  U035  the duration -1s is below zero":      func(s *survey) { s.Within = -time.Second },
		"a value of type int64 would not read as it is":            func(s *survey) { s.Extra = int64(1) },
		`unknown variable "mood"`:                                  func(s *survey) { s.About = usher.Var[string]{Name: "mood"} },
		"step 1.else.1  U035  the step is nil":                     func(s *survey) { s.Else = usher.Steps{nil} },
		"no file has a strategy of type usher.AssignerFunc":        func(s *survey) { s.By = usher.AssignerFunc(nil) },
	} {
		step := prototype()
		change(&step)
		if want == "no file has a strategy of type usher.AssignerFunc" {
			want = "it is not the nearest that is registered"
		}
		_, err := Format{Kinds: ownKinds()}.EncodeWorkflow(usher.Flow{Name: "w", Steps: usher.Steps{step}})
		require.ErrorContains(t, err, want)
	}
	_, err := Format{Kinds: ownKinds()}.EncodeWorkflow(usher.Flow{Name: "w", Steps: usher.Steps{(*pointed)(nil)}})
	require.ErrorContains(t, err, "the pointed is nil")
	_, err = Format{Kinds: ownKinds()}.EncodeWorkflow(usher.Flow{Name: "w", Steps: usher.Steps{plainStep("other")}})
	require.ErrorContains(t, err, "it is not the note that is registered")
}

// unfit are steps that cannot be registered.
type (
	unfitField struct {
		usher.Step
		Done chan int
	}
	unfitKeys struct {
		usher.Step
		A string
		B string `usher:"a"`
	}
	unfitEmbedded struct {
		usher.CloseConversation

		Text string
	}
	// fitEmbedded says that files have nothing of what it embeds.
	fitEmbedded struct {
		usher.CloseConversation `usher:"-"`

		Text string
	}
)

func TestKindsThatCannotBeRegistered(t *testing.T) {
	t.Parallel()
	for want, kinds := range map[string]Kinds{
		`a step of usher and a step of yours are both called "send"`:         {Steps: map[string]usher.Step{"send": prototype()}},
		`the id of a step and a step of yours are both called "id"`:          {Steps: map[string]usher.Step{"id": prototype()}},
		`a step of yours and an action of yours are both called "x"`:         {Steps: map[string]usher.Step{"x": prototype()}, Actions: map[string]Action{"x": {Do: lookup{}}}},
		`the action "x" has nothing to do`:                                   {Actions: map[string]Action{"x": {}}},
		`the kind "x" is nil`:                                                {Steps: map[string]usher.Step{"x": nil}},
		`the kind "y" is nil`:                                                {Steps: map[string]usher.Step{"y": (*pointed)(nil)}},
		`the kind "z" is nil`:                                                {Assigners: map[string]usher.Assigner{"z": usher.AssignerFunc(nil)}},
		`has a field Done of type chan int, which no file can hold`:          {Steps: map[string]usher.Step{"x": unfitField{}}},
		`two fields of the kind "x" have the key "a"`:                        {Steps: map[string]usher.Step{"x": unfitKeys{}}},
		`a strategy of usher and one of yours are both called "round_robin"`: {Assigners: map[string]usher.Assigner{"round_robin": &cheapest{}}},
		`the kind "x" embeds usher.CloseConversation`:                        {Steps: map[string]usher.Step{"x": unfitEmbedded{}}},
		`a step of yours is called "a b"`:                                    {Steps: map[string]usher.Step{"a b": prototype()}},
		`an action of yours is called "a.b"`:                                 {Actions: map[string]Action{"a.b": {Do: lookup{}}}},
		`a strategy of yours is called ""`:                                   {Assigners: map[string]usher.Assigner{"": &cheapest{}}},
		`a strategy cannot be called "else"`:                                 {Assigners: map[string]usher.Assigner{"else": &cheapest{}}},
	} {
		_, err := Format{Kinds: kinds}.EncodeDesk(usher.Desk{})
		require.ErrorContains(t, err, want)
		_, err = Format{Kinds: kinds}.Load()
		require.ErrorContains(t, err, want)
	}
}

func TestKindsThatCanBeRegistered(t *testing.T) {
	t.Parallel()
	_, err := Format{Kinds: Kinds{Steps: map[string]usher.Step{"Look-up_2": fitEmbedded{}, "größe": prototype()}}}.Load()
	require.NoError(t, err)
}

// What stands beside a strategy of one's own is not dropped in silence.
func TestAnElseBesideACustomStrategyIsAMistake(t *testing.T) {
	t.Parallel()
	f := Format{Kinds: ownKinds(), FS: mapFS("usher: desk/v1\nteams: [{id: a, by: {cheapest: {}, else: a}}]\nfallback: {team: a}\n")}
	_, err := f.Load("a.yaml")
	require.ErrorContains(t, err, "the strategy cheapest has no else beside it")
}

func TestAWorkflowHasAName(t *testing.T) {
	t.Parallel()
	_, err := Format{FS: mapFS("usher: workflow/v1\nworkflow: ''\nsteps: [{close: {}}]\n")}.Load("a.yaml")
	require.Error(t, err)
}
