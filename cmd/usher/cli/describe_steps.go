package cli

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/gousher/usher"
	"github.com/gousher/usher/file"
)

// describeOuter describes the steps that look outside the conversation: to the clock, to other workflows, to the web.
func describeOuter(kinds file.Kinds, step usher.Step) (kind, label string) {
	switch s := step.(type) {
	case usher.HTTPRequest:
		return "http", requestLabel(s)
	case usher.Hours:
		return "hours", short(s.Calendar)
	case usher.Wait:
		return "wait", waitLabel(s)
	case usher.RunWorkflow:
		return "run", short(string(s.Workflow))
	}
	return ownKind(kinds, step), ""
}

// worded is a text, or the first of its translations with the languages that it is written in.
func worded(text string, in usher.Translations) string {
	if len(in) == 0 {
		return short(text)
	}
	return short(in[0].Text) + languagesLabel(in)
}

func languagesLabel(in usher.Translations) string {
	languages := make([]string, len(in))
	for i, one := range in {
		languages[i] = one.Language
	}
	return "\nin " + short(strings.Join(languages, ", "))
}

// askLabel is a question: its text, what it offers or accepts, and what else is to be known.
func askLabel(s usher.AskQuestion) string {
	label := worded(s.Text, s.Texts) + choicesLabel(s.Choices)
	if kind := string(s.Type); kind != "" && s.Type != usher.TextAnswer && s.Type != usher.ChoiceAnswer {
		label += "\n" + kind + bounds(s.Min, s.Max)
	}
	if s.SkipIfKnown {
		label += "\nunless it is known"
	}
	if s.Timeout > 0 {
		label += "\nfor " + span(s.Timeout)
	}
	return label
}

// bounds are the lowest and the highest number; empty: there is none.
func bounds(lowest, highest *float64) string {
	number := func(f *float64) string { return strconv.FormatFloat(*f, 'f', -1, 64) }
	switch {
	case lowest != nil && highest != nil:
		return " from " + number(lowest) + " to " + number(highest)
	case lowest != nil:
		return " from " + number(lowest)
	case highest != nil:
		return " up to " + number(highest)
	}
	return ""
}

// requestLabel is a request: what is asked, what is saved of the answer, and for how long it is kept.
func requestLabel(s usher.HTTPRequest) string {
	method := strings.ToUpper(s.Method)
	switch {
	case method != "":
	case s.Body != "" || s.JSON != nil:
		method = "POST"
	default:
		method = "GET"
	}
	lines := []string{short(method + " " + s.URL)}
	if len(s.Save) > 0 {
		lines = append(lines, setLabel(s.Save))
	}
	if s.Cache > 0 {
		kept := "kept for " + span(s.Cache)
		if s.StaleIfError > 0 {
			kept += ", " + span(s.StaleIfError) + " more if it fails"
		}
		lines = append(lines, kept)
	}
	return strings.Join(lines, "\n")
}

// waitLabel is how long a wait lasts.
func waitLabel(s usher.Wait) string {
	switch {
	case s.Until != "":
		return short("until " + s.Until)
	case s.Business != "":
		return short(fmt.Sprintf("%s of %s", span(s.For), s.Business))
	}
	return span(s.For)
}

// The names of the exits that stand for going on.
const (
	answeredWay = "2xx"
	timeUpWay   = "time is up"
)

// nextLabel is what stands on the arrow to the step after one, if it does not say itself why it is taken.
func nextLabel(step usher.Step) string {
	switch s := step.(type) {
	case usher.HTTPRequest:
		return answeredWay
	case usher.Wait:
		if len(s.Or) > 0 {
			return timeUpWay
		}
	}
	return ""
}
