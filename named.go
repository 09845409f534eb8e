package usher

import (
	"fmt"

	"golang.org/x/text/language"
)

// ByLanguage chooses the team for the contact's best language, by BCP 47: es-MX is served by es. Without a language of
// the contact, that of the message counts.
type ByLanguage struct {
	Teams map[string]string // language to team
	// MinConfidence is how sure the match has to be; the zero value is [LowConfidence].
	MinConfidence Confidence
	Else          string // the team of every other language; empty: it passes
}

// Confidence is how well a language stands for another one: CLDR's measure.
type Confidence uint8

// The confidences, from languages that many readers of the other one understand to the language itself.
const (
	LowConfidence Confidence = iota
	HighConfidence
	ExactConfidence
)

// Declare declares the languages and the teams.
func (s ByLanguage) Declare(d *Declaration) {
	if len(s.Teams) == 0 {
		d.Wrong("by.language", codeValue, "the strategy has no teams", "")
	}
	for _, name := range sortedKeys(s.Teams) {
		if _, err := language.Parse(name); err != nil {
			d.Wrong("by.language", codeUnknown, fmt.Sprintf("unknown language %q", name), "write a BCP 47 tag such as es or pt-BR")
		}
		d.Team("by.language", s.Teams[name])
	}
	if s.MinConfidence > ExactConfidence {
		d.Wrong("by.min_confidence", codeUnknown, fmt.Sprintf("unknown confidence %d", s.MinConfidence), "")
	}
	d.Team("by.else", s.Else)
}

// Assign matches the language.
func (s ByLanguage) Assign(r *Request) Decision {
	wanted := r.Contact().Language
	if wanted == "" {
		wanted = r.Message().Language
	}
	team, why := s.match(wanted)
	r.Explain(why)
	if team == "" {
		team = s.Else
	}
	if team == "" {
		return Pass()
	}
	return ToTeam(team)
}

// match is the team for a language, and why. Those of equal standing are tried in the order of their names.
func (s ByLanguage) match(wanted string) (team, why string) {
	if wanted == "" {
		return "", "the contact's language is not known"
	}
	if team, ok := s.Teams[wanted]; ok {
		return team, fmt.Sprintf("the contact's language is %s", wanted)
	}
	tag, err := language.Parse(wanted)
	if err != nil {
		return "", fmt.Sprintf("the contact's language %q is no language tag", clip(wanted, 40))
	}
	names := sortedKeys(s.Teams)
	tags := make([]language.Tag, 0, len(names))
	for _, name := range names {
		tags = append(tags, language.Make(name))
	}
	_, i, confidence := language.NewMatcher(tags).Match(tag)
	if confidence == language.No || Confidence(confidence-language.Low) < s.MinConfidence {
		return "", fmt.Sprintf("no team for the language %s", wanted)
	}
	return s.Teams[names[i]], fmt.Sprintf("the contact's language is %s, served as %s (confidence: %s)", wanted, names[i], confidence)
}

// Shift chooses the first team whose calendar is open.
type Shift struct {
	Turns []Turnout
	Else  string // the team when none is open; empty: it passes
}

// A Turnout is a team and the calendar of its turn.
type Turnout struct {
	Team  string
	Hours string
}

// Declare declares the teams and the calendars.
func (s Shift) Declare(d *Declaration) {
	if len(s.Turns) == 0 {
		d.Wrong("by.shift", codeValue, "the strategy has no teams", "")
	}
	for _, turn := range s.Turns {
		if turn.Team == "" {
			d.Wrong("by.shift", codeValue, "a turn has no team", "")
		}
		d.Team("by.shift", turn.Team)
		d.Calendar("by.shift", turn.Hours)
	}
	d.Team("by.else", s.Else)
}

// Assign looks at the calendars.
func (s Shift) Assign(r *Request) Decision {
	for _, turn := range s.Turns {
		if r.shard.desk.open(turn.Hours, r.now) {
			r.Explain(turn.Hours + " is open")
			return ToTeam(turn.Team)
		}
	}
	r.Explain("nobody is on shift")
	if s.Else == "" {
		return Pass()
	}
	return ToTeam(s.Else)
}

func (s Shift) mayPass(*Declaration) bool { return s.Else == "" }

func (s ByLanguage) mayPass(*Declaration) bool { return s.Else == "" }

func (Shift) called() string      { return "shift" }
func (ByLanguage) called() string { return "language" }
