package file

import (
	"testing"
	"testing/fstest"
	"time"

	"pgregory.net/rapid"

	"github.com/gousher/usher"
	"github.com/gousher/usher/internal/format"
)

func mapFS(text string) fstest.MapFS { return fstest.MapFS{"a.yaml": {Data: []byte(text)}} }

// The parts that random definitions are made of. Every one that can be nil or empty is nil at times.
var (
	oddTexts = rapid.OneOf(
		rapid.SampledFrom([]string{"", "yes", "12", "null", "2026-01-01", "a: b", "{{ a }}", "a\nb", "a\n", " a", "😀", `"a" == 'b'`, "1e3"}),
		rapid.String(), rapid.StringMatching(`[a-z ]{0,120}`), rapid.StringMatching("[a-z #:'\"\n\t-]{0,40}"),
	)
	oddNames = rapid.OneOf(rapid.SampledFrom([]string{"a", "b", "1", "null", "no", "a.b", "1.else.1"}), rapid.StringMatching(`[a-zñ😀 :]{1,140}`))
	lists    = rapid.Custom(func(t *rapid.T) []string {
		return append([]string(nil), rapid.SliceOfN(oddTexts, 0, 3).Draw(t, "list")...)
	})
	spans  = rapid.SampledFrom([]time.Duration{0, 1, 1500 * time.Millisecond, 90 * time.Second, 72 * time.Hour, 240 * time.Hour})
	skills = rapid.Custom(func(t *rapid.T) usher.Skills {
		all := rapid.MapOfN(oddNames, rapid.Map(rapid.IntRange(1, 1<<20-1), func(i int) usher.Level { return usher.Level(i) }), 0, 3).Draw(t, "skills")
		if len(all) == 0 {
			return nil
		}
		return all
	})
	translated = rapid.Custom(func(t *rapid.T) usher.Translations {
		var all usher.Translations
		tags := rapid.SampledFrom([]string{"en", "es", "id", "pt-BR", "zh-Hant-TW", "no", "sr-Latn"})
		for _, tag := range rapid.SliceOfNDistinct(tags, 0, 3, rapid.ID).Draw(t, "languages") {
			all = append(all, usher.Translation{Language: tag, Text: oddNames.Draw(t, "text") + "."})
		}
		return all
	})
	choices = rapid.Custom(func(t *rapid.T) []usher.Choice {
		var all []usher.Choice
		for range rapid.IntRange(0, 3).Draw(t, "choices") {
			choice := usher.Choice{Title: oddNames.Draw(t, "title"), Synonyms: lists.Draw(t, "synonyms")}
			choice.ID = rapid.SampledFrom([]string{choice.Title, "", "x"}).Draw(t, "id")
			if titles := translated.Draw(t, "titles"); len(titles) > 0 {
				choice.Title, choice.Titles = "", titles
				choice.ID = rapid.SampledFrom([]string{titles[0].Text, "", "x"}).Draw(t, "id")
			}
			all = append(all, choice)
		}
		return all
	})
	targets = rapid.OneOf(
		rapid.SampledFrom([]usher.Target{nil, topicVar, countVar, sinceVar, usher.AsTag{}, usher.ContactField("fields.x")}),
		rapid.Map(oddNames, func(name string) usher.Target { return usher.ContactField(name) }),
	)
	values = anyValue(2)
)

func anyValue(depth int) *rapid.Generator[any] {
	flat := rapid.OneOf(
		rapid.Just[any](nil), rapid.Map(oddTexts, asAny), rapid.Map(rapid.Bool(), asAny), rapid.Map(rapid.Int(), asAny),
		rapid.Map(rapid.Float64Range(-1e300, 1e300), asAny),
	)
	if depth == 0 {
		return flat
	}
	inner := anyValue(depth - 1)
	return rapid.OneOf(
		flat, rapid.Map(rapid.MapOfN(oddTexts, inner, 0, 3), asAny),
		rapid.Map(rapid.SliceOfN(inner, 0, 3), func(list []any) any { return append([]any{}, list...) }),
	)
}

func asAny[T any](v T) any { return v }

func atMost[T any](t *rapid.T, of *rapid.Generator[T], name string) *T {
	if rapid.Bool().Draw(t, name+" is given") {
		v := of.Draw(t, name)
		return &v
	}
	return nil
}

// randomly makes parts of a definition.
type randomly struct {
	*rapid.T

	ids   map[string]bool
	depth int
}

// words are a text, or one in each of several languages.
func (r *randomly) words() (text string, in usher.Translations) {
	if in = translated.Draw(r.T, "translations"); len(in) > 0 {
		return "", in
	}
	return r.text(), nil
}

func (r *randomly) text() string { return oddTexts.Draw(r.T, "text") }
func (r *randomly) name() string { return oddNames.Draw(r.T, "name") }

func (r *randomly) span() time.Duration { return spans.Draw(r.T, "span") }

func (r *randomly) steps(least int) usher.Steps {
	r.depth--
	defer func() { r.depth++ }()
	if r.depth < 0 && least == 0 {
		return nil
	}
	most := 3
	if r.depth < 0 {
		most = least
	}
	var steps usher.Steps
	for range rapid.IntRange(least, most).Draw(r.T, "steps") {
		step := r.step()
		if id := r.name(); !r.ids[id] && rapid.Bool().Draw(r.T, "named") {
			r.ids[id] = true
			step = usher.Named{ID: id, Step: step}
		}
		steps = append(steps, step)
	}
	return steps
}

func (r *randomly) step() usher.Step {
	most := 15
	if r.depth < 0 {
		most = 4
	}
	switch rapid.IntRange(0, most).Draw(r.T, "kind") {
	case 0:
		return usher.CloseConversation{Category: r.text(), Summary: r.text()}
	case 1:
		return usher.Comment{Text: r.text(), Mention: lists.Draw(r.T, "mention")}
	case 2:
		return usher.Tag{Add: lists.Draw(r.T, "add"), Remove: lists.Draw(r.T, "remove")}
	case 3:
		return r.set()
	case 4:
		return &pointed{Text: r.text(), Else: r.steps(0)}
	case 5:
		send := usher.SendMessage{Choices: choices.Draw(r.T, "choices"), Template: r.text(), Undelivered: r.steps(0)}
		send.Text, send.Texts = r.words()
		return send
	case 6:
		return r.ask()
	case 7:
		branch := usher.Branch{Otherwise: r.steps(1)}
		for range rapid.IntRange(0, 3).Draw(r.T, "cases") {
			branch.Cases = append(branch.Cases, usher.Case{Name: r.text(), When: r.text(), Then: r.steps(0)})
		}
		return branch
	case 8:
		return usher.Goto{Step: r.name(), AtMost: rapid.IntRange(-5, 5).Draw(r.T, "at most"), Else: r.steps(1)}
	case 9:
		return r.do()
	case 10:
		return r.request()
	case 11:
		return usher.Hours{Calendar: r.text(), Open: r.steps(0), Closed: r.steps(0)}
	case 12:
		if rapid.Bool().Draw(r.T, "until") {
			return usher.Wait{Until: `"` + r.text(), Business: r.name(), Or: r.steps(0)}
		}
		return usher.Wait{For: r.span() + 1, Business: r.name(), Or: r.steps(0)}
	case 13:
		return usher.RunWorkflow{Workflow: usher.WorkflowID(r.name())}
	}
	return r.assign()
}

func (r *randomly) set() usher.Step {
	var set usher.Set
	for _, field := range rapid.SliceOfNDistinct(oddNames, 0, 3, rapid.ID).Draw(r.T, "fields") {
		set = append(set, usher.Setting{To: usher.ContactField(field), Value: r.text()})
	}
	for _, to := range []usher.Variable{topicVar, countVar, mapVar} {
		if name, _ := handle(to); rapid.Bool().Draw(r.T, "set "+name) {
			set = append(set, usher.Setting{To: to, Value: r.text()})
		}
	}
	return set
}

func (r *randomly) ask() usher.Step {
	ask := usher.AskQuestion{
		Type: usher.AnswerType(rapid.SampledFrom(append([]string{""}, format.AnswerTypes...)).Draw(r.T, "type")), SkipIfKnown: rapid.Bool().Draw(r.T, "skip"),
		Choices: choices.Draw(r.T, "choices"), Min: atMost(r.T, rapid.Float64Range(-9, 9), "min"),
		Max: atMost(r.T, rapid.Float64(), "max"), SaveTo: targets.Draw(r.T, "save to"), Tries: rapid.IntRange(0, 5).Draw(r.T, "tries"),
		Timeout: r.span(), Invalid: r.steps(0), NoAnswer: r.steps(0), Undelivered: r.steps(0), Else: r.steps(0),
	}
	ask.Text, ask.Texts = r.words()
	ask.RetryText, ask.RetryTexts = r.words()
	return ask
}

func (r *randomly) request() usher.Step {
	request := usher.HTTPRequest{
		Method: r.text(), URL: r.text(), Timeout: r.span(), Tries: rapid.IntRange(0, 5).Draw(r.T, "tries"), JSON: values.Draw(r.T, "json"),
		Body: r.text(), Cache: r.span(), StaleIfError: r.span(), TimedOut: r.steps(0), Failed: r.steps(0), Else: r.steps(1),
	}
	for _, name := range r.names() {
		request.Headers, request.Query = put(request.Headers, name, r.text()), put(request.Query, name, r.text())
	}
	if set, ok := r.set().(usher.Set); ok && len(set) > 0 {
		set = append(set, usher.Setting{To: usher.AsTag{}, Value: r.text()})
		request.Save = set
	}
	for _, status := range []string{"404", "4xx"} {
		if rapid.Bool().Draw(r.T, status) {
			request.Status = put(request.Status, status, r.steps(0))
		}
	}
	return request
}

func (r *randomly) do() usher.Step {
	do := usher.Do{
		Name: "lookup", Action: lookup{"crm"}, Timeout: r.span(), Tries: rapid.IntRange(0, 5).Draw(r.T, "tries"), Else: r.steps(1),
	}
	for _, name := range []string{"id", "fast"} {
		if rapid.Bool().Draw(r.T, name) {
			do.With = put(do.With, name, r.text()+"a")
		}
	}
	for _, name := range []string{"plan", "vip"} {
		if to := targets.Draw(r.T, name); to != nil {
			do.Save = put(do.Save, name, to)
		}
	}
	if rapid.Bool().Draw(r.T, "exits") {
		do.Exits = map[string]usher.Steps{"unknown": r.steps(0)}
	}
	return do
}

func (r *randomly) variables() []usher.Variable {
	vars := declarations()
	if extra := oddTexts.Draw(r.T, "extra"); extra != "" {
		vars = append(vars, usher.Var[string]{
			Name: extra + "_", Default: atMost(r.T, oddTexts, "default"), OneOf: lists.Draw(r.T, "one of"), Private: rapid.Bool().Draw(r.T, "private"),
		})
	}
	count, share := rapid.SliceOfN(rapid.Int(), 1, 3).Draw(r.T, "counts"), rapid.SliceOfN(rapid.Float64(), 1, 3).Draw(r.T, "shares")
	list, _ := values.Filter(func(v any) bool { _, ok := v.([]any); return ok }).Draw(r.T, "list").([]any)
	dict, _ := values.Filter(func(v any) bool { _, ok := v.(map[string]any); return ok }).Draw(r.T, "map").(map[string]any)
	at := time.Unix(rapid.Int64Range(0, 1<<37).Draw(r.T, "at"), rapid.Int64Range(0, 999_999_999).Draw(r.T, "nanoseconds")).UTC()
	return append(
		vars, usher.Var[int]{Name: "ints", OneOf: count, Default: &count[0]}, usher.Var[float64]{Name: "floats", OneOf: share, Default: &share[0]},
		usher.Var[[]any]{Name: "lists", Default: &list}, usher.Var[map[string]any]{Name: "maps", OneOf: []map[string]any{dict}},
		usher.Var[time.Time]{Name: "times", Default: &at},
	)
}

func TestRandomWorkflowsSurviveTheirFiles(t *testing.T) {
	t.Parallel()
	kinds := ownKinds()
	kinds.Actions = hostKinds().Actions
	rapid.Check(t, func(t *rapid.T) {
		r := &randomly{T: t, ids: map[string]bool{}, depth: 2}
		var on []usher.Trigger
		if rapid.Bool().Draw(t, "on") {
			on = rapid.SliceOfNDistinct(rapid.SampledFrom([]usher.Trigger{usher.OnMessage, usher.OnOpened, usher.OnClosed, usher.OnManual}), 1, 4, rapid.ID).Draw(t, "triggers")
		}
		sameFlow(t, kinds, usher.Flow{
			Name: r.text(), Revision: int(rapid.Int32().Draw(t, "revision")), On: on, When: r.text(),
			OncePerContact: rapid.Bool().Draw(t, "once"), Vars: r.variables(), Steps: r.steps(1),
		})
	})
}
