package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/gousher/usher"
)

// A screen shows a chat: to people as a chat, to machines a line of JSON for each event.
type screen struct {
	w      io.Writer
	json   bool
	colors bool
	// failed is why machines did not get everything.
	failed error
}

// The colors, where there are any.
const (
	dim    = "\x1b[2m"
	bold   = "\x1b[1m"
	cyan   = "\x1b[36m"
	red    = "\x1b[31m"
	normal = "\x1b[0m"
)

// newScreen has colors on a terminal, unless the environment asks for none: see https://no-color.org.
func newScreen(in *input) *screen {
	colors := isTerminal(in.Out) && in.env("NO_COLOR") == "" && in.env("TERM") != "dumb"
	return &screen{w: in.Out, json: in.json, colors: colors}
}

func (s *screen) paint(color, text string) string {
	if !s.colors {
		return text
	}
	return color + text + normal
}

// prompt asks for the next line.
func (s *screen) prompt(text string) {
	if !s.json {
		fmt.Fprint(s.w, s.paint(bold, printable(text)))
	}
}

// echo shows a line that nobody has seen typed.
func (s *screen) echo(prompt, line string, at time.Time) {
	if s.json {
		s.object(event{At: at, Event: "input", Text: line})
		return
	}
	fmt.Fprintln(s.w, strings.TrimRight(s.paint(bold, printable(prompt))+printable(clipped(line)), " "))
}

// clipped is a line as long as somebody may want to read it.
func clipped(line string) string {
	const longest = 400
	if letters := []rune(line); len(letters) > longest {
		return fmt.Sprintf("%s… (%d more letters)", string(letters[:longest]), len(letters)-longest)
	}
	return line
}

// end ends the line of a prompt that was not answered.
func (s *screen) end() {
	if !s.json {
		fmt.Fprintln(s.w)
	}
}

// event shows an event. Of whom it is stands before it, if that is not plain.
func (s *screen) event(e event, whose string) {
	if s.json {
		s.object(e)
		return
	}
	switch e.Event {
	case "text":
		s.text(e, whose)
	case "agent":
		s.block(s.paint(cyan, printable(e.Agent)+" │ "), e.Text)
	case "mistake":
		s.block(s.paint(red, "! "), e.Text)
	case "table":
		s.block("", e.Text)
	default:
		if whose != "" {
			whose += ": "
		}
		s.quiet(whose + e.line())
	}
}

// text shows what a contact gets, as his channel shows it.
func (s *screen) text(e event, whose string) {
	if whose != "" {
		whose += " "
	}
	bar := s.paint(cyan, printable(whose)+"│ ")
	if e.Shown == nil {
		s.block(bar, e.Text)
		return
	}
	for i, text := range e.Shown.Texts {
		if i > 0 {
			fmt.Fprintln(s.w) // another message
		}
		s.block(bar, text)
	}
	if e.Shown.Template != "" {
		s.block(bar, "(template "+e.Shown.Template+")")
	}
	for _, line := range optionLines(e.Shown) {
		s.block(bar, line)
	}
}

// optionLines are what can be tapped: buttons in brackets, or the rows of a list, which a button opens.
func optionLines(r *usher.Rendering) []string {
	var lines []string
	if r.Form == usher.AsList {
		lines = append(lines, "  [list]")
	}
	width := 0
	for _, o := range r.Options {
		width = max(width, len(strconv.Itoa(o.Number)))
	}
	for _, o := range r.Options {
		title := "[" + o.Title + "]"
		if r.Form == usher.AsList {
			title = o.Title
		}
		if o.Description != "" {
			title += " (" + o.Description + ")"
		}
		lines = append(lines, fmt.Sprintf("  %*d  %s", width, o.Number, title))
	}
	return lines
}

// quiet is a line of what happens.
func (s *screen) quiet(text string) {
	lines := strings.Split(printable(text), "\n")
	for i, line := range lines {
		mark := "· "
		if i > 0 {
			mark = "  "
		}
		fmt.Fprintln(s.w, "  "+s.paint(dim, mark+line))
	}
}

// block shows a text with something before each of its lines.
func (s *screen) block(before, text string) {
	for line := range strings.SplitSeq(printable(text), "\n") {
		fmt.Fprintln(s.w, strings.TrimRight("  "+before+line, " "))
	}
}

// clock shows that it is another time.
func (s *screen) clock(at, before time.Time) {
	if s.json {
		s.object(event{At: at, Event: "time"})
		return
	}
	fmt.Fprintln(s.w, "  "+s.paint(dim, "── "+clockText(at, before)+" ──"))
}

// clockText is a time of day, with the day if it is another one than before.
func clockText(at, before time.Time) string {
	layout := "15:04"
	switch {
	case at.Nanosecond() != 0:
		layout = "15:04:05.000"
	case at.Second() != 0:
		layout = "15:04:05"
	}
	if before.IsZero() || at.YearDay() != before.YearDay() || at.Year() != before.Year() {
		layout = "Mon 2 Jan 2006, " + layout
	}
	return at.Format(layout)
}

// object shows an event to machines.
func (s *screen) object(e event) {
	encoder := json.NewEncoder(s.w)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(e)
	if err != nil { // it holds a value of the host's that JSON does not know
		e.Data = fmt.Sprint(e.Data)
		err = encoder.Encode(e)
	}
	if err != nil && s.failed == nil {
		s.failed = fmt.Errorf("the result cannot be written: %w", err)
	}
}

// columnsOf lays out a table; the first row is its heading.
func columnsOf(rows [][]string) string {
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	lines := make([]string, len(rows))
	for k, row := range rows {
		var b strings.Builder
		for i, cell := range row {
			b.WriteString(cell + strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell)+2))
		}
		lines[k] = strings.TrimRight(b.String(), " ")
	}
	return strings.Join(lines, "\n")
}
