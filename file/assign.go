package file

import (
	"slices"
	"strconv"
	"time"

	"github.com/gousher/usher"
	"github.com/gousher/usher/internal/format"
	"github.com/gousher/usher/internal/source"
)

func itoa(i int) string { return strconv.Itoa(i) }

// assign reads an assignment: what it says is its first stage.
func (w *workflowReader) assign(m source.Map, name string) usher.Step {
	s := w.stage(m, name, "", 1)
	w.offers(m, name)
	unsure := w.aims(m, s, name, "", false)
	a := usher.Assign{
		Team: s.Team, Teams: s.Teams, Agent: s.Agent, By: s.By, Must: given(s.Must), MustFrom: s.MustFrom, Prefer: given(s.Prefer),
		PreferFrom: s.PreferFrom, Where: s.Where, Priority: orZero(s.Priority), PriorityFrom: s.PriorityFrom, Aging: orZero(s.Aging),
		For: s.For, SkipWhen: s.SkipWhen, AcceptWithin: orZero(s.AcceptWithin), MaxOffers: orZero(s.MaxOffers), AfterMissed: s.AfterMissed,
		AwayAfter: orZero(s.AwayAfter), AnswerWithin: orZero(s.AnswerWithin), KeepWhenAway: orZero(s.KeepWhenAway),
		Stages: w.stages(m, name, unsure), MaxQueue: orZero(atLeast(m.Of("max_queue"), 1, "leave it out to let any number wait")),
	}
	for _, block := range []struct {
		key   string
		steps *usher.Steps
	}{
		{"queued", &a.Queued}, {"timed_out", &a.TimedOut}, {"queue_full", &a.QueueFull}, {"nobody_can", &a.NobodyCan},
		{"not_taken", &a.NotTaken}, {"else", &a.Else},
	} {
		*block.steps = w.block(m, name, block.key, block.key)
	}
	w.leads(m, name, 1)
	return a
}

// given are skills, if there are any: in a step none are the same as nothing.
func given(skills usher.Skills) usher.Skills {
	if len(skills) == 0 {
		return nil
	}
	return skills
}

func orZero[T any](v *T) (zero T) {
	if v == nil {
		return zero
	}
	return *v
}

// offers takes note of what has no effect if nobody is asked: without accept_within, that is said there.
func (w *workflowReader) offers(m source.Map, name string) {
	if _, known := w.places[name].fields["accept_within"]; known {
		return
	}
	for _, key := range []string{"max_offers", "away_after", "after_missed"} {
		if m.Has(key) {
			w.places.field(name, "accept_within", m.Key(key))
			return
		}
	}
}

// stages reads what opens afterwards. Unsure: whom the first stage names could not be read.
func (w *workflowReader) stages(m source.Map, name string, unsure bool) []usher.Stage {
	n := m.Of("stages")
	if n.IsList() && len(n.Items()) == 0 {
		n.Wrong(source.BadValue, "leave it out, or write some", "there are no stages in the list")
	}
	if m.Meant("stages") || m.Has("stages") && !n.IsList() { // how it ends is not known
		for _, exit := range []string{"timed_out", "not_taken"} {
			w.places.said(name, exit, noExit)
			w.places.said(name, exit, source.BadValue)
		}
	}
	items := n.Items()
	if len(items) == 0 {
		return nil
	}
	stages := make([]usher.Stage, 0, len(items))
	before := m
	for i, item := range items {
		prefix := "stages." + itoa(i+1)
		w.places.field(name, prefix, item)
		said := item.Object(format.Stage)
		for _, pair := range said.Pairs() {
			w.places.field(name, prefix+"."+pair.Name, scalarOrKey(pair))
		}
		stage := w.stage(said, name, prefix+".", 0)
		unsure = w.aims(said, stage, name, prefix+".", unsure)
		w.inherits(said, name, prefix+".")
		w.leads(said, name, 0)
		w.offers(said, name)
		if before.Strange() || said.Strange() || !item.IsMap() { // what opens it may be what could not be read
			w.places.said(name, prefix, source.BadValue)
		}
		stages, before = append(stages, stage), said
	}
	return stages
}

// inherits keeps back what is wrong with settings that a stage inherits: it has been said where they stand.
func (w *workflowReader) inherits(m source.Map, name, prefix string) {
	for _, key := range []string{"priority", "aging", "accept_within", "max_offers", "answer_within", "keep_when_away"} {
		if !m.Has(key) {
			w.places.said(name, prefix+key, source.BadValue)
		}
	}
}

// leads keeps back that an exit leads nowhere, or can never be taken, if what could not be used says where or when. Least
// is what numbers are at least.
func (w *workflowReader) leads(m source.Map, name string, least int) {
	w.exits(m, name, "for", "timed_out")
	w.exits(m, name, "max_queue", "queue_full")
	w.exits(m, name, "max_offers", "not_taken")
	for key, exit := range map[string]string{"max_queue": "queue_full", "max_offers": "not_taken"} {
		if i, ok := m.Of(key).Any().(int); m.Has(key) && (!ok || i < least) {
			w.places.said(name, exit, noExit)
		}
	}
	if m.Meant("accept_within") {
		w.places.said(name, "not_taken", source.BadValue)
		w.places.said(name, "accept_within", source.BadValue)
	}
}

// aims keeps back that a stage names nobody, or perhaps nobody, if whom it names could not be read, or if the stage
// before, from which it has that, says it. It reports whether whom it names is not known.
func (w *workflowReader) aims(m source.Map, s usher.Stage, name, prefix string, before bool) bool {
	if m.Has("team") && m.Has("teams") && !m.Has("agent") { // that they are one setting is said where the agent stands
		w.places.field(name, prefix+"agent", m.Key("teams"))
	}
	inherits := prefix != "" && !m.Has("team") && !m.Has("teams") && !m.Has("agent")
	unsure := before && inherits || vague(m, s)
	if unsure || inherits && !m.Has("by") {
		w.places.said(name, prefix+"team", source.BadValue)
		w.places.said(name, prefix+"by", noExit)
	}
	return unsure
}

// vague reports whether what a stage says of whom it names could not be read, or not all of it.
func vague(m source.Map, s usher.Stage) bool {
	misspelt := slices.ContainsFunc([]string{"team", "teams", "agent", "by"}, m.Meant)
	odd := slices.ContainsFunc([]string{"team", "agent"}, func(key string) bool { return m.Has(key) && !m.Of(key).IsText() })
	return misspelt || odd || m.Has("teams") && len(s.Teams) == 0 || m.Has("by") && s.By == nil
}

// stage reads what one stage says, the step's own first one included. Least is what its numbers are at least.
func (w *workflowReader) stage(m source.Map, name, prefix string, least int) usher.Stage {
	const hint = "leave it out for any number"
	s := usher.Stage{
		Team: m.Of("team").Name(), Teams: teamNames(m.Of("teams")), Agent: m.Of("agent").Name(), By: w.strategy(m.Of("by"), name, prefix),
		Where: written(m.Of("where")), Aging: clock(m.Of("aging")), For: m.Of("for").Duration(),
		SkipWhen: written(m.Of("skip_when")), OpenWhen: written(m.Of("open_when")), AcceptWithin: clock(m.Of("accept_within")),
		MaxOffers: atLeast(m.Of("max_offers"), least, hint), AwayAfter: atLeast(m.Of("away_after"), least, hint),
		AnswerWithin: clock(m.Of("answer_within")), KeepWhenAway: clock(m.Of("keep_when_away")),
	}
	s.Must, s.MustFrom = skillsOrFormula(m.Of("must"), requirements)
	s.Prefer, s.PreferFrom = skillsOrFormula(m.Of("prefer"), weights)
	if n := m.Of("priority"); n.IsText() {
		s.PriorityFrom = formula(n)
	} else if n.Given() {
		s.Priority = new(n.Int())
	}
	if s.For == 0 && m.Has("for") {
		nothing(m.Of("for"), "leave it out to wait without end", "nobody can take it within no time")
		s.For = 1 // what serves it is no second mistake
	}
	if m.Has("after_missed") {
		s.AfterMissed = usher.Stay
		if m.Of("after_missed").Word(format.AfterMissed...) == "next" {
			s.AfterMissed = usher.NextStage
		}
	}
	return s
}

// teamNames are the teams of a list.
func teamNames(n source.Node) []string {
	names := n.Names()
	if n.IsList() && len(n.Items()) == 0 {
		n.Wrong(source.BadValue, "leave it out, or name some", "there are no teams in the list")
	}
	for _, item := range n.OneOrMore() {
		nameless(item, "the team has no name")
	}
	return slices.DeleteFunc(names, func(name string) bool { return name == "" })
}

// skillsOrFormula are skills, or an expression that gives them.
func skillsOrFormula(n source.Node, read func(source.Node) usher.Skills) (usher.Skills, string) {
	if n.IsText() {
		return nil, formula(n)
	}
	return read(n), ""
}

// formula is an expression.
func formula(n source.Node) string {
	text := n.Text()
	if n.IsText() && text == "" {
		n.Wrong(source.BadValue, "leave it out", "the expression is empty")
	}
	return text
}

// written is a condition that may be left out, but not empty.
func written(n source.Node) string {
	text := condition(n)
	if n.IsText() && text == "" {
		n.Wrong(source.BadValue, "leave it out", "the condition is empty")
	}
	return text
}

// clock is a duration; nil if there is none. One that cannot be read is there all the same.
func clock(n source.Node) *time.Duration {
	if !n.Given() {
		return nil
	}
	before := n.File().Mark()
	d := n.Duration()
	if before != n.File().Mark() {
		d = 1
	}
	return &d
}

// atLeast is a whole number; nil if there is none. One that cannot be read is there all the same.
func atLeast(n source.Node, least int, hint string) *int {
	if !n.Given() {
		return nil
	}
	i, ok := n.WholeNumber()
	if ok && i < least {
		n.Wrong(source.BadValue, hint, "a number from %d is wanted here", least)
	}
	if !ok || i < least {
		i = 1
	}
	return &i
}
