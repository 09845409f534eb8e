package usher

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// inbox asks one question of a type and keeps the answer; what is refused once goes to the fallback's greeting.
func inbox(kind AnswerType, to Target, change func(*AskQuestion)) Flow {
	ask := AskQuestion{Text: "Well?", Type: kind, SaveTo: to, Tries: 1, Else: Steps{SendMessage{Text: "else"}}}
	if change != nil {
		change(&ask)
	}
	return Flow{Name: "inbox", Vars: allVariables(), Steps: Steps{ask, SendMessage{Text: "then"}, Assign{Team: "support"}}}
}

// keptIn is what a target holds after the turn.
func (d *dialogue) keptIn(to Target) any {
	d.t.Helper()
	switch at := to.target(); at.kind {
	case toField:
		switch at.name {
		case "name":
			return d.scene.Contact.Name
		case "language":
			return d.scene.Contact.Language
		}
		return d.scene.Contact.Fields[at.name]
	case toTag:
		return d.scene.Contact.Tags[len(d.scene.Contact.Tags)-1]
	default:
		return d.variable(at.name)
	}
}

// picture is a message with one file, place one with a place.
func picture(text string) Message {
	return Message{ID: "m", Text: text, Attachments: []Attachment{
		{Kind: "image", URL: "https://files.example/1", Name: "one.jpg"}, {Kind: "file", Name: "two.pdf"},
	}}
}

func place(where string) Message {
	return Message{ID: "m", Attachments: []Attachment{{Kind: "location", URL: where}}}
}

func words(written string) Message { return Message{ID: "m", Text: written} }

func TestWhatIsKeptOfAnAnswerDependsOnWhereItGoes(t *testing.T) {
	t.Parallel()
	field := ContactField("it")
	one := map[string]any{"kind": "image", "url": "https://files.example/1", "name": "one.jpg"}
	two := map[string]any{"kind": "file", "url": "", "name": "two.pdf"}
	tuesday := time.Date(2026, 1, 5, 23, 0, 0, 0, time.UTC) // midnight in Madrid
	for name, test := range map[string]struct {
		kind AnswerType
		to   Target
		said Message
		want any
	}{
		"a text":                {TextAnswer, topic, words(" Hi there "), "Hi there"},
		"a text as a field":     {TextAnswer, field, words("Hi"), "Hi"},
		"a text as the name":    {TextAnswer, ContactField("name"), words("Mia Lin"), "Mia Lin"},
		"a text as a tag":       {TextAnswer, AsTag{}, words("vip"), "vip"},
		"a whole number":        {NumberAnswer, people, words("12"), 12},
		"a number in words":     {NumberAnswer, people, words("doce"), 12},
		"a number as a float":   {NumberAnswer, amount, words("12"), 12.0},
		"a fraction":            {NumberAnswer, amount, words("12,5"), 12.5},
		"a number as a field":   {NumberAnswer, field, words("12"), 12},
		"a number as a tag":     {NumberAnswer, AsTag{}, words("12"), "12"},
		"a rating":              {RatingAnswer, people, words("4/5"), 4},
		"a rating as a float":   {RatingAnswer, amount, words("4"), 4.0},
		"a rating as a field":   {RatingAnswer, field, words("⭐⭐⭐"), 3},
		"a rating as a tag":     {RatingAnswer, AsTag{}, words("5"), "5"},
		"a date":                {DateAnswer, topic, words("mañana"), "2026-01-06"},
		"a date as a time":      {DateAnswer, dueAt, words("mañana"), tuesday},
		"a date as a field":     {DateAnswer, field, words("2026-01-06"), "2026-01-06"},
		"a date as a tag":       {DateAnswer, AsTag{}, words("6.1.2026"), "2026-01-06"},
		"an e-mail address":     {EmailAnswer, topic, words("It is Mia@Example.com."), "Mia@example.com"},
		"an e-mail as a field":  {EmailAnswer, field, words("mia@example.com"), "mia@example.com"},
		"a phone number":        {PhoneAnswer, topic, words("+34 600 11 12 22"), "+34600111222"},
		"a phone as a field":    {PhoneAnswer, field, words("0034 600 111 222"), "+34600111222"},
		"a web address":         {URLAnswer, topic, words("example.com/a"), "https://example.com/a"},
		"a web as a field":      {URLAnswer, field, words("http://example.com"), "http://example.com"},
		"a place":               {LocationAnswer, topic, place("52.2,21.0"), "52.2,21"},
		"a place as a map":      {LocationAnswer, details, place("52.2,21.0"), map[string]any{"latitude": 52.2, "longitude": 21.0}},
		"a place as a list":     {LocationAnswer, basket, place("52.2,21.0"), []any{52.2, 21.0}},
		"a place as a field":    {LocationAnswer, field, place("geo:52.2,21.0"), []any{52.2, 21.0}},
		"a place in words":      {LocationAnswer, topic, words("52.2 N, 21 E"), "52.2,21"},
		"a file":                {AttachmentAnswer, topic, picture(""), "https://files.example/1"},
		"a file as a map":       {AttachmentAnswer, details, picture("look"), one},
		"a file as a list":      {AttachmentAnswer, basket, picture("look"), []any{one, two}},
		"a file as a field":     {AttachmentAnswer, field, picture(""), "https://files.example/1"},
		"a file without a link": {AttachmentAnswer, topic, Message{ID: "m", Attachments: []Attachment{{Kind: "file", Name: "a.pdf"}}}, "a.pdf"},
		"a file without a name": {AttachmentAnswer, topic, Message{ID: "m", Attachments: []Attachment{{Kind: "audio"}}}, "audio"},
		"a place and a file": {AttachmentAnswer, topic, Message{ID: "m", Attachments: []Attachment{
			{Kind: "location", URL: "52.2,21.0"}, {Kind: "image", URL: "https://files.example/2"},
		}}, "https://files.example/2"},
		"a place's name": {LocationAnswer, topic, Message{ID: "m", Attachments: []Attachment{{Kind: "location", URL: "https://maps.example/x", Name: "52.2,21.0"}}}, "52.2,21"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := talkAt(t, openDesk(), inbox(test.kind, test.to, nil)).says("hello").asks("Well?").gets(test.said)
			d.sends("then").goesTo("support").explains("answered")
			require.Equal(t, test.want, d.keptIn(test.to))
		})
	}
}

func TestAnAnswerOfTheWrongKindIsRefusedWithTheReason(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		kind AnswerType
		to   Target
		said Message
		want string
	}{
		"no number":               {NumberAnswer, people, words("many"), "it is not a number"},
		"a fraction of people":    {NumberAnswer, people, words("2.5"), "people is of type int"},
		"a rating out of range":   {RatingAnswer, people, words("6"), "it is not a rating from 1 to 5"},
		"no rating":               {RatingAnswer, people, words("so so"), "it is not a rating from 1 to 5"},
		"no date":                 {DateAnswer, topic, words("some day"), "refused"},
		"no such date":            {DateAnswer, topic, words("31 febrero 2026"), "refused"},
		"no e-mail address":       {EmailAnswer, topic, words("mia at home"), "it is not an e-mail address"},
		"no phone number":         {PhoneAnswer, topic, words("call me"), "it is not a phone number"},
		"no web address":          {URLAnswer, topic, words("my page"), "it is not a web address"},
		"a script as an address":  {URLAnswer, topic, words("javascript:alert(1)"), "it is not a web address"},
		"no place":                {LocationAnswer, topic, words("at home"), "it is not a place"},
		"a place that is nowhere": {LocationAnswer, topic, words("95.0,200.0"), "it is not a place"},
		"a text for a file":       {AttachmentAnswer, topic, words("here it is"), "the message has no file"},
		"a place for a file":      {AttachmentAnswer, topic, place("52.2,21.0"), "the message has no file"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := talkAt(t, openDesk(), inbox(test.kind, test.to, nil)).says("hello").gets(test.said)
			d.sends("else", "then").explains(test.want)
			require.Nil(t, d.variable(test.to.target().name))
		})
	}
}

func TestAnswersAndTargetsThatDoNotFitAreMistakes(t *testing.T) {
	t.Parallel()
	fits := map[AnswerType][]Variable{
		TextAnswer: {topic, secret}, ChoiceAnswer: {topic, secret}, EmailAnswer: {topic, secret}, PhoneAnswer: {topic, secret}, URLAnswer: {topic, secret},
		NumberAnswer: {people, amount}, RatingAnswer: {people, amount}, DateAnswer: {topic, dueAt, secret},
		LocationAnswer: {topic, basket, details, secret}, AttachmentAnswer: {topic, basket, details, secret},
	}
	require.Len(t, fits, len(answerTypes()))
	for kind, good := range fits {
		for _, v := range allVariables() {
			flow := inbox(kind, v, func(q *AskQuestion) {
				if kind == ChoiceAnswer {
					q.Choices = Choices("A", "B")
				}
			})
			_, err := Compile(flow, frontDesk())
			name := v.declare().name
			allowed := slices.ContainsFunc(good, func(w Variable) bool { return w.declare().name == name })
			require.Equal(t, allowed, err == nil, "%s into %s: %v", kind, name, err)
		}
		_, err := Compile(inbox(kind, AsTag{}, func(q *AskQuestion) {
			if kind == ChoiceAnswer {
				q.Choices = Choices("A", "B")
			}
		}), frontDesk())
		require.Equal(t, kind != LocationAnswer && kind != AttachmentAnswer, err == nil, "%s as a tag", kind)
	}
}

func TestTheBoundsOfNumbersAndRatings(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		kind      AnswerType
		low, high *float64
		want      string // empty: it is right
	}{
		"a rating to ten":       {RatingAnswer, new(0.0), new(10.0), ""},
		"a rating of one":       {RatingAnswer, new(3.0), new(3.0), ""},
		"half a star":           {RatingAnswer, new(0.5), nil, "U026 [1 min] a rating goes from one whole number, not below zero, up to another one, in at most 100 steps"},
		"from six":              {RatingAnswer, new(6.0), nil, "U026 [1 min] a rating goes from one whole number, not below zero, up to another one, in at most 100 steps"},
		"a thousand stars":      {RatingAnswer, nil, new(1000.0), "U026 [1 min] a rating goes from one whole number, not below zero, up to another one, in at most 100 steps"},
		"a number upside down":  {NumberAnswer, new(2.0), new(1.0), "U026 [1 min] min is greater than max"},
		"a text between bounds": {TextAnswer, new(1.0), nil, "U026 [1 min] a question of type text has no lowest and no highest number"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			flow := inbox(test.kind, nil, func(q *AskQuestion) { q.Min, q.Max = test.low, test.high })
			if test.want == "" {
				_, err := Compile(flow, frontDesk())
				require.NoError(t, err)
				return
			}
			require.Contains(t, brief(mistakesOf(t, flow, frontDesk())), test.want)
		})
	}
}

func TestADateIsTheDayWhereTheContactLives(t *testing.T) {
	t.Parallel()
	late := time.Date(2026, 1, 5, 23, 30, 0, 0, time.UTC) // Tuesday in Madrid, Monday in Lima
	for name, test := range map[string]struct {
		zone string
		desk *Desk
		want string
		at   time.Time
	}{
		"his own zone":                 {"America/Lima", openDesk(), "2026-01-05", time.Date(2026, 1, 5, 5, 0, 0, 0, time.UTC)},
		"that of all calendars":        {"", openDesk(), "2026-01-06", time.Date(2026, 1, 5, 23, 0, 0, 0, time.UTC)},
		"UTC, if there is none":        {"", frontDesk(), "2026-01-05", time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC)},
		"a zone that is not known":     {"Mars/Base", openDesk(), "2026-01-06", time.Date(2026, 1, 5, 23, 0, 0, 0, time.UTC)},
		"a day without its midnight":   {"America/Santiago", openDesk(), "2026-01-05", time.Date(2026, 1, 5, 3, 0, 0, 0, time.UTC)},
		"a zone before all the others": {"Pacific/Kiritimati", openDesk(), "2026-01-06", time.Date(2026, 1, 5, 10, 0, 0, 0, time.UTC)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			kept := func(to Variable) any {
				d := talkAt(t, test.desk, inbox(DateAnswer, to, nil)).after(late.Sub(monday))
				d.scene.Contact.Zone = test.zone
				return d.says("hello").says("hoy").sends("then").keptIn(to)
			}
			require.Equal(t, test.want, kept(topic))
			require.Equal(t, test.at, kept(dueAt))
		})
	}
}

func TestAPhoneNumberIsReadByTheRulesOfTheHost(t *testing.T) {
	t.Parallel()
	d := talk(t, inbox(PhoneAnswer, topic, nil))
	d.program.around.phones = PhoneNumbersFunc(func(written string, c Contact) (string, bool) { return c.ID + " " + written, written != "none" })
	d.says("hello").says("600").sends("then")
	require.Equal(t, "mia 600", d.variable("topic"))

	d = talk(t, inbox(PhoneAnswer, topic, nil))
	d.program.around.phones = PhoneNumbersFunc(func(string, Contact) (string, bool) { return "", false })
	d.says("hello").says("600").sends("else", "then").explains("it is not a phone number")
}
