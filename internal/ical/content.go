package ical

import (
	"bytes"
	"fmt"
	"strings"
)

// Error is a mistake in a file, with its place.
type Error struct {
	// Line counts from 1. It is the first of those over which a long line was folded. Zero: it is the file as a whole.
	Line    int
	Message string
}

// Error implements error.
func (e *Error) Error() string {
	if e.Line == 0 {
		return e.Message
	}
	return fmt.Sprintf("line %d: %s", e.Line, e.Message)
}

func wrong(line int, format string, args ...any) error {
	return &Error{Line: line, Message: fmt.Sprintf(format, args...)}
}

// A property is a content line: NAME;PARAMETER=VALUE:value.
type property struct {
	line       int
	name       string // in capitals
	parameters map[string]string
	value      string
}

// properties calls yield with every content line of a file, unfolded, until it fails.
func properties(file []byte, yield func(property) error) error {
	file = bytes.TrimPrefix(file, []byte("\ufeff"))
	var folded []byte
	first, number := 0, 0
	flush := func() error {
		if len(bytes.TrimSpace(folded)) == 0 {
			return nil
		}
		p, err := parseProperty(first, string(folded))
		if err != nil {
			return err
		}
		return yield(p)
	}
	for line := range bytes.Lines(file) {
		number++
		line = bytes.TrimSuffix(bytes.TrimSuffix(line, []byte("\n")), []byte("\r"))
		if number > 1 && len(line) > 0 && (line[0] == ' ' || line[0] == '\t') {
			folded = append(folded, line[1:]...)
			continue
		}
		if err := flush(); err != nil {
			return err
		}
		first, folded = number, append(folded[:0], line...)
	}
	return flush()
}

func parseProperty(line int, text string) (property, error) {
	head, value, found := cutUnquoted(text, ':')
	if !found {
		return property{}, wrong(line, "there is no colon in %s", quoted(text))
	}
	name, rest, more := cutUnquoted(head, ';')
	p := property{line: line, name: strings.ToUpper(name), parameters: map[string]string{}, value: value}
	for more {
		var parameter string
		parameter, rest, more = cutUnquoted(rest, ';')
		key, setting, found := strings.Cut(parameter, "=")
		if !found {
			return property{}, wrong(line, "there is no = in the parameter %s", quoted(parameter))
		}
		p.parameters[strings.ToUpper(key)] = strings.ToUpper(strings.Trim(setting, `"`))
	}
	return p, nil
}

// cutUnquoted is strings.Cut around the first separator that is not within double quotes.
func cutUnquoted(text string, separator byte) (before, after string, found bool) {
	inside := false
	for i := range len(text) {
		switch text[i] {
		case '"':
			inside = !inside
		case separator:
			if !inside {
				return text[:i], text[i+1:], true
			}
		}
	}
	return text, "", false
}

// text returns a value of type TEXT as one line.
func (p property) text() string {
	plain := strings.NewReplacer(`\\`, `\`, `\;`, ";", `\,`, ",", `\n`, " ", `\N`, " ").Replace(p.value)
	return strings.Join(strings.Fields(strings.ToValidUTF8(plain, "\ufffd")), " ")
}

// quoted returns a text for a message, cut if it is long.
func quoted(text string) string {
	const most = 40
	if len(text) > most {
		return fmt.Sprintf("%q...", strings.ToValidUTF8(text[:most], ""))
	}
	return fmt.Sprintf("%q", text)
}
