package usher

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/gousher/usher/internal/phrase"
	"github.com/gousher/usher/internal/rule"
)

// question is an AskQuestion made ready for answers.
type question struct {
	choices []foldedChoice
}

type foldedChoice struct {
	id    string
	words []string // folded: id, title, synonyms
}

func (s AskQuestion) prepare() *question {
	q := &question{}
	for _, choice := range s.Choices {
		folded := foldedChoice{id: choice.ID, words: []string{phrase.Fold(choice.ID), phrase.Fold(choice.Title)}}
		for _, synonym := range choice.Synonyms {
			folded.words = append(folded.words, phrase.Fold(synonym))
		}
		q.choices = append(q.choices, folded)
	}
	return q
}

// The problems that do not count as a try.
const (
	staleTap  = "stale"
	noContent = "no content"
)

// read finds the answer in a message, or says in words why there is none.
func (s AskQuestion) read(t *Turn, m Message) (rule.Value, string) {
	written := m.Text
	if m.Choice != "" {
		asked, n, ok := wireID(m.Choice)
		switch {
		case ok && asked == t.run.question && n >= 1 && n <= len(s.Choices):
			return rule.String(s.Choices[n-1].ID), ""
		case ok && !s.offers(m.Choice):
			return rule.None(), staleTap
		}
		written = m.Choice
	}
	written = strings.TrimSpace(written)
	if written == "" {
		return rule.None(), noContent
	}
	switch s.kind() {
	case ChoiceAnswer:
		return t.node.question.choose(written)
	case NumberAnswer:
		return s.number(written)
	}
	return rule.String(written), ""
}

// offers reports whether a choice has this id or title to the letter.
func (s AskQuestion) offers(choice string) bool {
	return slices.ContainsFunc(s.Choices, func(c Choice) bool { return c.ID == choice || c.Title == choice })
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

// choose recognises an answer by id, title, synonym, number, then by a prefix that only one choice has.
func (q *question) choose(written string) (rule.Value, string) {
	for i := range q.choices { // what is written to the letter needs no folding
		if q.choices[i].id == written {
			return rule.String(q.choices[i].id), ""
		}
	}
	folded := phrase.Fold(written)
	for i := range q.choices {
		if slices.Contains(q.choices[i].words, folded) {
			return rule.String(q.choices[i].id), ""
		}
	}
	if n, err := strconv.Atoi(strings.TrimSuffix(folded, ".")); err == nil && n >= 1 && n <= len(q.choices) {
		return rule.String(q.choices[n-1].id), ""
	}
	return q.byPrefix(folded)
}

func (q *question) byPrefix(folded string) (rule.Value, string) {
	found := -1
	for i := range q.choices {
		for _, word := range q.choices[i].words {
			if folded == "" || !strings.HasPrefix(word, folded) || found == i {
				continue
			}
			if found >= 0 {
				return rule.None(), "more than one choice begins like this"
			}
			found = i
		}
	}
	if found < 0 {
		return rule.None(), "it is none of the choices"
	}
	return rule.String(q.choices[found].id), ""
}

// thousands reports whether the commas of a number part thousands: 1,000 or 12,345,678.9; in 1,5 it is the decimal mark.
func thousands(number string) bool {
	whole, _, _ := strings.Cut(number, ".")
	groups := strings.Split(whole, ",")
	if len(groups) < 2 || groups[0] == "" || len(groups[0]) > 3 {
		return false
	}
	for _, group := range groups[1:] {
		if len(group) != 3 {
			return false
		}
	}
	return true
}

func (s AskQuestion) number(written string) (rule.Value, string) {
	folded := phrase.Fold(written)
	if thousands(folded) {
		folded = strings.ReplaceAll(folded, ",", "")
	}
	folded = strings.ReplaceAll(folded, ",", ".")
	f, err := strconv.ParseFloat(folded, 64)
	if err != nil || math.IsNaN(f) || len(folded) > 40 || strings.ContainsAny(folded, "xpni_") {
		return rule.None(), "it is not a number"
	}
	switch {
	case s.Min != nil && f < *s.Min:
		return rule.None(), fmt.Sprintf("the number is below %v", *s.Min)
	case s.Max != nil && f > *s.Max:
		return rule.None(), fmt.Sprintf("the number is above %v", *s.Max)
	case f == float64(int64(f)) && f > -1e15 && f < 1e15:
		return rule.Int(int64(f)), ""
	}
	return rule.Float(f), ""
}
