package usher

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/gousher/usher/internal/answer"
	"github.com/gousher/usher/internal/calendar"
	"github.com/gousher/usher/internal/dates"
	"github.com/gousher/usher/internal/rule"
)

// reading is what a question made of a message: a value, or in words why there is none.
type reading struct {
	value      rule.Value
	problem    string
	candidates []int // the choices that it fits, if there are several
}

// The problems that do not count as a try.
const (
	staleTap  = "stale"
	noContent = "no content"
)

func refused(problem string) reading { return reading{problem: problem} }

// prepare makes the choices ready for answers.
func (s AskQuestion) prepare() *answer.Menu {
	if len(s.Choices) == 0 {
		return nil
	}
	choices := make([]answer.Choice, len(s.Choices))
	for i, choice := range s.Choices {
		choices[i] = answer.Choice{ID: choice.ID, Titles: choice.words(), Synonyms: choice.Synonyms}
	}
	return answer.NewMenu(choices)
}

// read finds the answer in a message, or says in words why there is none.
func (s AskQuestion) read(t *Turn, m Message) reading {
	written := m.Text
	if m.Choice != "" {
		asked, n, ok := wireID(m.Choice)
		switch {
		case ok && asked == t.run.question && n >= 1 && n <= len(s.Choices):
			return reading{value: rule.String(s.Choices[n-1].ID)}
		case ok && !s.offers(m.Choice):
			return refused(staleTap)
		}
		written = m.Choice
	}
	written = strings.TrimSpace(written)
	switch s.kind() {
	case AttachmentAnswer:
		return s.attachment(t, m, written)
	case LocationAnswer:
		if place, sent := m.location(); sent {
			return s.location(t, place)
		}
		if written == "" && len(m.Attachments) > 0 {
			return refused("the message has no place")
		}
	}
	if written == "" {
		return refused(noContent)
	}
	return s.parse(t, written)
}

// parse reads what was written.
func (s AskQuestion) parse(t *Turn, written string) reading {
	switch s.kind() {
	case ChoiceAnswer:
		return s.choose(t.node.menu.Find(written))
	case NumberAnswer:
		return s.number(written, t.reads())
	case RatingAnswer:
		return s.rating(written, t.reads())
	case DateAnswer:
		return s.date(t, written)
	case PhoneAnswer:
		return known(t.program.phone(written, t.scene.Contact))("it is not a phone number")
	case EmailAnswer:
		return known(answer.Email(written))("it is not an e-mail address")
	case URLAnswer:
		return known(answer.URL(written))("it is not a web address")
	case LocationAnswer:
		return s.location(t, written)
	}
	return reading{value: rule.String(written)}
}

// known makes a reading of a text that was recognised, or of the problem.
func known(text string, ok bool) func(problem string) reading {
	return func(problem string) reading {
		if !ok {
			return refused(problem)
		}
		return reading{value: rule.String(text)}
	}
}

// offers reports whether a choice has this id or one of these titles to the letter.
func (s AskQuestion) offers(tapped string) bool {
	for _, choice := range s.Choices {
		if choice.ID == tapped || choice.Title == tapped {
			return true
		}
		for _, title := range choice.Titles {
			if title.Text == tapped {
				return true
			}
		}
	}
	return false
}

// wireID takes a tap apart: see [Send.WireID].
func wireID(choice string) (asked, n int, ok bool) {
	before, after, found := strings.Cut(choice, ":")
	if !found {
		return 0, 0, false
	}
	asked, err1 := strconv.Atoi(before)
	n, err2 := strconv.Atoi(after)
	return asked, n, err1 == nil && err2 == nil
}

func (s AskQuestion) choose(found answer.Found) reading {
	switch {
	case found.Index >= 0:
		return reading{value: rule.String(s.Choices[found.Index].ID)}
	case len(found.Candidates) > 0:
		return reading{problem: "it fits more than one choice", candidates: found.Candidates}
	}
	return refused("it is none of the choices")
}

func (s AskQuestion) number(written, language string) reading {
	f, whole, ok := answer.Number(written, language)
	switch {
	case !ok:
		return refused("it is not a number")
	case s.Min != nil && f < *s.Min:
		return refused(fmt.Sprintf("the number is below %v", *s.Min))
	case s.Max != nil && f > *s.Max:
		return refused(fmt.Sprintf("the number is above %v", *s.Max))
	case whole:
		return reading{value: rule.Int(int64(f))}
	}
	return reading{value: rule.Float(f)}
}

func (s AskQuestion) rating(written, language string) reading {
	lowest, highest := s.ratings()
	n, ok := answer.Rating(written, lowest, highest, language)
	if !ok {
		return refused(fmt.Sprintf("it is not a rating from %d to %d", lowest, highest))
	}
	return reading{value: rule.Int(int64(n))}
}

func (s AskQuestion) date(t *Turn, written string) reading {
	zone := t.zone()
	year, month, day := t.now.In(zone).Date()
	date, err := dates.Parse(written, t.reads(), calendar.Date{Year: year, Month: month, Day: day})
	if err != nil {
		return refused(err.Error())
	}
	if t.kindOf(s.SaveTo) == rule.KindTime {
		before := time.Date(date.Year, date.Month, date.Day-1, 0, 0, 0, 0, time.UTC)
		year, month, day = before.Date()
		return reading{value: rule.Time(calendar.EndOf(calendar.Date{Year: year, Month: month, Day: day}, zone))}
	}
	return reading{value: rule.String(date.String())}
}

// zone is the one in which the contact lives: his own if it is known, else the one that all calendars of the desk have.
func (t *Turn) zone() *time.Location {
	if name := t.scene.Contact.Zone; name != "" && name != "Local" { // that would be the machine's
		if zone, err := time.LoadLocation(name); err == nil {
			return zone
		}
	}
	if t.program.desk != nil && t.program.desk.only != nil {
		return t.program.desk.only
	}
	return time.UTC
}

// location is where a message says that its contact is, if it is a place.
func (m *Message) location() (string, bool) {
	for _, a := range m.Attachments {
		if a.Kind != "location" {
			continue
		}
		if _, _, ok := answer.Coordinates(a.URL); ok {
			return a.URL, true
		}
		return a.Name, true
	}
	return "", false
}

func (s AskQuestion) location(t *Turn, written string) reading {
	latitude, longitude, ok := answer.Coordinates(written)
	if !ok {
		return refused("it is not a place: neither sent as one nor written as coordinates")
	}
	switch t.kindOf(s.SaveTo) {
	case rule.KindString:
		text := strconv.FormatFloat(latitude, 'f', -1, 64) + "," + strconv.FormatFloat(longitude, 'f', -1, 64)
		return reading{value: rule.String(text)}
	case rule.KindMap:
		return reading{value: rule.Map(map[string]any{"latitude": latitude, "longitude": longitude})}
	}
	return reading{value: rule.List([]any{latitude, longitude})}
}

// attachment is what was sent: places are no files.
func (s AskQuestion) attachment(t *Turn, m Message, written string) reading {
	var files []any
	first := ""
	for _, a := range m.Attachments {
		if a.Kind == "location" {
			continue
		}
		if len(files) == 0 {
			first = a.label()
		}
		files = append(files, map[string]any{"kind": a.Kind, "url": a.URL, "name": a.Name})
	}
	switch kind := t.kindOf(s.SaveTo); {
	case len(files) == 0 && written == "" && len(m.Attachments) == 0:
		return refused(noContent)
	case len(files) == 0:
		return refused("the message has no file")
	case kind == rule.KindList:
		return reading{value: rule.List(files)}
	case kind == rule.KindMap:
		return reading{value: rule.Of(files[0])}
	}
	return reading{value: rule.String(first)}
}

// label is how a text tells of it.
func (a Attachment) label() string {
	if a.URL != "" {
		return a.URL
	}
	if a.Name != "" {
		return a.Name
	}
	return a.Kind
}

// kindOf is the type of a variable; of everything else it is not known.
func (t *Turn) kindOf(to Target) rule.Kind {
	if to == nil {
		return rule.KindNil
	}
	if at := to.target(); at.kind == toVariable {
		if i, ok := t.program.variables[at.name]; ok {
			return t.program.declared[i].kind
		}
	}
	return rule.KindNil
}

// held is what a target holds now.
func (t *Turn) held(to Target) rule.Value {
	switch at := to.target(); at.kind {
	case toVariable:
		if i, ok := t.program.variables[at.name]; ok {
			return t.run.vars[i]
		}
	case toField:
		switch at.name {
		case "name":
			return rule.String(t.scene.Contact.Name)
		case "language":
			return rule.String(t.scene.Contact.Language)
		}
		return rule.Of(t.scene.Contact.Fields[at.name])
	}
	return rule.None()
}
