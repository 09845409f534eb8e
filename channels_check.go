package usher

import (
	"fmt"
	"slices"
	"strings"
)

// codeChannel is the code of what a channel cannot show as it is written.
const codeChannel = "U070"

// CheckChannel warns of what a channel will not show as it is written: texts that are too long for one message, and choices
// that will be a list or numbered text although the channel has buttons. Nothing is lost in any of these cases
// ([Send.Render]); the warnings are for authors who would rather write shorter. Every question and message of the workflow
// is looked at, in every language that it has. Of a text with {{ expressions }} only what stands outside them is counted,
// because their values are not known. What custom steps send is not known either, and mistakes are reported by [Compile].
func CheckChannel(w Workflow, channel string, c Capabilities) Diagnostics {
	p, _ := compile(w, nil)
	if p == nil {
		return nil
	}
	check := channelCheck{workflow: string(p.id), channel: channel, can: c}
	for i := range p.nodes {
		check.at = p.nodes[i].id
		switch s := p.nodes[i].step.(type) {
		case SendMessage:
			check.message("text", s.Text, s.Texts, s.Choices)
		case AskQuestion:
			check.message("text", s.Text, s.Texts, s.Choices)
			check.message("retry_text", s.RetryText, s.RetryTexts, s.Choices)
		}
	}
	return check.found
}

// channelCheck collects what it finds about one step after the other.
type channelCheck struct {
	workflow, channel string
	at                string
	can               Capabilities
	found             Diagnostics
}

// message looks at a text with its choices, in every language.
func (c *channelCheck) message(field, text string, texts Translations, choices []Choice) {
	if text == "" && len(texts) == 0 {
		return
	}
	languages := languagesOf(texts, choices)
	for _, in := range languages {
		send := Send{Text: literal(Choice{Title: text, Titles: texts}.title(in)), Choices: make([]Choice, len(choices))}
		for i := range choices {
			send.Choices[i] = Choice{Title: literal(choices[i].title(in))}
		}
		where := ""
		if len(languages) > 1 {
			where = " in " + in
		}
		c.send(field, where, send)
	}
}

func (c *channelCheck) send(field, where string, s Send) {
	r := s.Render(c.can)
	c.choices(s, r)
	if len(r.Texts) < 2 {
		return
	}
	what, limit, room := "the text", c.can.Text, ""
	switch r.Form {
	case AsButtons:
		limit, room = c.can.below(c.can.Buttons), " with buttons"
	case AsList:
		limit, room = c.can.below(c.can.List), " with a list"
	case Numbered:
		what = "the text with its choices"
	}
	c.warn(field, fmt.Sprintf("%s%s is sent as %d messages: it has %s, and %s takes %d%s",
		what, where, len(r.Texts), limit.amount(s.asOne(r.Form)), c.channel, limit.Most, room), "write less, or let it be split")
}

// choices says why the choices are not what the channel could show at best.
func (c *channelCheck) choices(s Send, r Rendering) {
	if r.Form == AsList {
		for _, option := range r.Options {
			if option.Description != "" {
				c.warn("choices", fmt.Sprintf("%s cuts %q in the list, and shows it in full below", c.channel, option.Description),
					fmt.Sprintf("write at most %d characters", c.can.List.Title.Most))
			}
		}
	}
	hasButtons, hasList := c.can.Buttons.Most > 0, c.can.List.Most > 0
	switch {
	case r.Form == AsList && hasButtons:
		why, hint := c.can.Buttons.obstacle(s)
		c.warn("choices", fmt.Sprintf("%s shows the choices as a list, not as buttons: %s", c.channel, why), hint)
	case r.Form == Numbered && hasList:
		why, hint := c.can.List.obstacle(s)
		c.warn("choices", fmt.Sprintf("%s shows the choices as numbered text, not as a list: %s", c.channel, why), hint)
	case r.Form == Numbered && hasButtons:
		why, hint := c.can.Buttons.obstacle(s)
		c.warn("choices", fmt.Sprintf("%s shows the choices as numbered text, not as buttons: %s", c.channel, why), hint)
	}
}

// warn reports what has not been reported for the same step: most languages have the same number of choices.
func (c *channelCheck) warn(field, message, hint string) {
	d := Diagnostic{
		Workflow: c.workflow, Step: c.at, Field: field, Code: codeChannel, Message: message, Hint: hint, Warning: true,
	}
	if !slices.Contains(c.found, d) {
		c.found = append(c.found, d)
	}
}

// obstacle says why a menu cannot show the choices, and what to do about it.
func (m Menu) obstacle(s Send) (why, hint string) {
	if len(s.Choices) > m.Most {
		return fmt.Sprintf("there are %d, and it has room for %d", len(s.Choices), m.Most), fmt.Sprintf("offer at most %d choices", m.Most)
	}
	seen := map[string]bool{}
	for i := range s.Choices {
		title := s.Choices[i].title(s.Language)
		shown, _, ok := m.words(title)
		switch {
		case !ok && strings.TrimSpace(title) == "":
			return "a choice has no title", ""
		case !ok:
			return fmt.Sprintf("%q has %s, over the limit of %d", title, m.Title.amount(title), m.Title.Most),
				fmt.Sprintf("write at most %d characters", m.Title.Most)
		case seen[shown]:
			return fmt.Sprintf("two of them would be %q", shown), "let them begin differently"
		}
		seen[shown] = true
	}
	return "there is no text above them", "give a text"
}

// amount is the size of a text as people read it.
func (l Length) amount(s string) string {
	if l.In == InBytes {
		return counted(l.size(s), "byte")
	}
	return counted(l.size(s), "character")
}

// asOne is the text as it would be if there were no limit.
func (s Send) asOne(form Form) string {
	if form != Numbered {
		return strings.Trim(s.Text, blanks)
	}
	return strings.Join(Capabilities{}.numbered(strings.Trim(s.Text, blanks), s.lines()), "")
}

// languagesOf are all languages of a text and its choices, in the order of their first appearance; a single empty one if
// there are none.
func languagesOf(texts Translations, choices []Choice) []string {
	var languages []string
	add := func(in Translations) {
		for _, one := range in {
			if !slices.ContainsFunc(languages, func(known string) bool { return strings.EqualFold(known, one.Language) }) {
				languages = append(languages, one.Language)
			}
		}
	}
	add(texts)
	for i := range choices {
		add(choices[i].Titles)
	}
	if len(languages) == 0 {
		return []string{""}
	}
	return languages
}

// literal is what stands outside the {{ expressions }} of a text, or a stand-in if there is nothing else.
func literal(text string) string {
	before, rest, found := strings.Cut(text, "{{")
	if !found {
		return text
	}
	var b strings.Builder
	for b.WriteString(before); found; b.WriteString(before) {
		_, rest, _ = strings.Cut(rest, "}}")
		before, rest, found = strings.Cut(rest, "{{")
	}
	if strings.TrimSpace(b.String()) == "" {
		return "…"
	}
	return b.String()
}
