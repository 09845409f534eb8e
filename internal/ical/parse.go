package ical

import "strings"

// A parser takes the content lines of a file one after another.
type parser struct {
	events  []*event
	open    []property // the BEGIN of each component that is open
	content []property // of the event that is open
	last    int        // the line that it took last
}

// parse returns the events of a file.
func parse(file []byte) ([]*event, error) {
	var p parser
	if err := properties(file, p.take); err != nil {
		return nil, err
	}
	if p.last == 0 {
		return nil, wrong(1, "the calendar is empty")
	}
	if len(p.open) > 0 {
		return nil, wrong(p.last, "the calendar breaks off: END:%s is missing", p.open[len(p.open)-1].value)
	}
	return p.events, nil
}

func (p *parser) take(line property) error {
	p.last = line.line
	begin, end := line.name == "BEGIN", line.name == "END"
	if begin || end {
		line.value = strings.ToUpper(strings.TrimSpace(line.value))
	}
	if len(p.open) == 0 && (!begin || line.value != "VCALENDAR") {
		return wrong(line.line, "an iCalendar file begins with BEGIN:VCALENDAR, not with %s", quoted(line.name+":"+line.value))
	}
	switch {
	case begin:
		p.open = append(p.open, line)
	case end:
		return p.end(line)
	case p.open[len(p.open)-1].value == "VEVENT":
		p.content = append(p.content, line)
	}
	return nil
}

// end closes the component that was opened last.
func (p *parser) end(line property) error {
	begin := p.open[len(p.open)-1]
	if line.value != begin.value {
		return wrong(line.line, "END:%s does not close the %s of line %d", quoted(line.value), quoted(begin.value), begin.line)
	}
	p.open = p.open[:len(p.open)-1]
	if line.value != "VEVENT" {
		return nil
	}
	if len(p.events) == maxEvents {
		return wrong(begin.line, "more than %d events", maxEvents)
	}
	e, err := newEvent(begin.line, p.content)
	if err != nil {
		return err
	}
	p.events, p.content = append(p.events, e), nil
	return nil
}
