package cli

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// columns are the names of those that are read; empty: not wanted.
type columns struct{ text, label, language string }

// messages are what a file holds.
type messages struct {
	rows  []message
	empty int // rows without a text
}

// A message is one row of a file.
type message struct {
	line     int // where the row begins
	text     string
	label    string
	language string
}

func (m *messages) add(row message) {
	if strings.TrimSpace(row.text) == "" {
		m.empty++
		return
	}
	row.label, row.language = strings.TrimSpace(row.label), strings.TrimSpace(row.language)
	m.rows = append(m.rows, row)
}

// readMessages reads a whole file before anything is done with it, so that a mistake at its end is found first.
func readMessages(name, format string, data []byte, want columns) (*messages, error) {
	if line, ok := badLine(data); ok {
		return nil, fmt.Errorf("%s:%d: the file is not valid UTF-8 here: save it as UTF-8", name, line)
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if len(bytes.TrimSpace(data)) == 0 {
		return nil, fmt.Errorf("%s:1: the file is empty: give it a row for each message", name)
	}
	if format == "jsonl" {
		return readLines(name, data, want)
	}
	return readTable(name, data, want)
}

func badLine(data []byte) (line int, bad bool) {
	if utf8.Valid(data) {
		return 0, false
	}
	for i, text := range bytes.Split(data, []byte("\n")) {
		if !utf8.Valid(text) {
			return i + 1, true
		}
	}
	return 1, true
}

// readTable reads a CSV file, whose first row names the columns.
func readTable(name string, data []byte, want columns) (*messages, error) {
	rows := csv.NewReader(bytes.NewReader(data))
	rows.FieldsPerRecord = -1
	header, err := rows.Read()
	if err != nil {
		return nil, malformed(name, err)
	}
	places, err := want.find(name, rowLine(rows), header)
	if err != nil {
		return nil, err
	}
	all := &messages{}
	_, end := rowLines(rows, header)
	for {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, malformed(name, err)
		}
		begin, last := rowLines(rows, row)
		all.empty += begin - end - 1 // the reader steps over empty lines
		end = last
		blank := len(row) < len(header) && !slices.ContainsFunc(row, func(cell string) bool { return strings.TrimSpace(cell) != "" })
		if len(row) != len(header) && !blank {
			return nil, fmt.Errorf("%s:%d: the row has %s, the header %d: put a text that holds a comma into quotes",
				name, begin, counted(len(row), "cell"), len(header))
		}
		if blank {
			row = make([]string, len(header))
		}
		all.add(message{begin, cell(row, places.text), cell(row, places.label), cell(row, places.language)})
	}
	all.empty += max(0, lineCount(data)-end)
	return all, nil
}

func cell(row []string, i int) string {
	if i < 0 {
		return ""
	}
	return row[i]
}

func rowLine(rows *csv.Reader) int {
	line, _ := rows.FieldPos(0)
	return line
}

// rowLines are the first and the last line of the row that was just read.
func rowLines(rows *csv.Reader, row []string) (begin, end int) {
	end, _ = rows.FieldPos(len(row) - 1)
	return rowLine(rows), end + strings.Count(row[len(row)-1], "\n")
}

func lineCount(data []byte) int {
	n := bytes.Count(data, []byte("\n"))
	if data[len(data)-1] != '\n' {
		n++
	}
	return n
}

// malformed says where and why a file is not CSV.
func malformed(name string, err error) error {
	p, ok := errors.AsType[*csv.ParseError](err)
	if !ok {
		return fmt.Errorf("%s:1: %w", name, err)
	}
	begins := ""
	if p.StartLine != p.Line {
		begins = fmt.Sprintf(", in the row that begins in line %d", p.StartLine)
	}
	return fmt.Errorf("%s:%d:%d: %w%s: put a text that holds quotes into quotes, and write each of them twice",
		name, p.Line, p.Column, p.Err, begins)
}

// found are the places of the columns; -1: not wanted.
type found struct{ text, label, language int }

func (want columns) find(file string, line int, header []string) (at found, err error) {
	for _, c := range []struct {
		flag, name string
		at         *int
	}{{"text", want.text, &at.text}, {"label", want.label, &at.label}, {"language", want.language, &at.language}} {
		if *c.at, err = column(file, line, header, c.flag, c.name); err != nil {
			return at, err
		}
	}
	return at, nil
}

func column(file string, line int, header []string, flag, name string) (int, error) {
	if name == "" {
		return -1, nil
	}
	place := -1
	for i, title := range header {
		if strings.TrimSpace(title) != name {
			continue
		}
		if place >= 0 {
			return 0, fmt.Errorf("%s:%d: two columns are called %q: rename one of them", file, line, name)
		}
		place = i
	}
	if place >= 0 {
		return place, nil
	}
	if len(header) == 1 && strings.ContainsAny(header[0], ";\t") {
		return 0, fmt.Errorf("%s:%d: there is no column %q: the cells are not separated by commas; save the file as CSV with commas",
			file, line, name)
	}
	return 0, missing(file+":"+strconv.Itoa(line), "column", flag, name, header)
}

// missing says that a file has no such column, and which there are.
func missing(place, what, flag, name string, known []string) error {
	all := "there are none"
	if len(known) > 0 {
		all = fmt.Sprintf("the %ss are %s", what, strings.Join(known, ", "))
	}
	return fmt.Errorf("%s: there is no %s %q (%s): choose one with --%s-column%s", place, what, name, all, flag, didYouMean(name, known))
}

// readLines reads a file with a JSON object in each line.
func readLines(name string, data []byte, want columns) (*messages, error) {
	all := &messages{}
	for i, text := range bytes.Split(data, []byte("\n")) {
		if len(bytes.TrimSpace(text)) == 0 {
			continue
		}
		place := name + ":" + strconv.Itoa(i+1)
		object, err := readObject(place, text)
		if err != nil {
			return nil, err
		}
		row := message{line: i + 1}
		if row.text, err = textIn(place, object, want.text, true); err != nil {
			return nil, err
		}
		if row.label, err = textIn(place, object, want.label, false); err != nil {
			return nil, err
		}
		if row.language, err = textIn(place, object, want.language, false); err != nil {
			return nil, err
		}
		all.add(row)
	}
	return all, nil
}

func readObject(place string, text []byte) (map[string]any, error) {
	var object map[string]any
	err := json.Unmarshal(text, &object)
	syntax, isSyntax := errors.AsType[*json.SyntaxError](err)
	wrong, isType := errors.AsType[*json.UnmarshalTypeError](err)
	switch {
	case isSyntax:
		column := utf8.RuneCount(text[:max(0, min(int(syntax.Offset)-1, len(text)))]) + 1
		return nil, fmt.Errorf("%s:%d: this is not JSON: %w", place, column, syntax)
	case isType:
		return nil, fmt.Errorf("%s: each line holds one JSON object, and this one holds a JSON %s", place, wrong.Value)
	case err != nil:
		return nil, fmt.Errorf("%s: this is not JSON: %w", place, err)
	case object == nil:
		return nil, fmt.Errorf("%s: each line holds one JSON object, and this one holds null", place)
	}
	return object, nil
}

// textIn is a text in a JSON object; a label may be a number or a truth value as well.
func textIn(place string, object map[string]any, key string, textOnly bool) (string, error) {
	value, given := object[key]
	switch v := value.(type) {
	case string:
		return v, nil
	case nil:
		if key == "" || given || !textOnly {
			return "", nil
		}
		return "", missing(place, "key", "text", key, sortedKeys(object))
	case bool, float64:
		if !textOnly {
			return fmt.Sprint(v), nil
		}
	}
	return "", fmt.Errorf("%s: the value of %q is not a text", place, key)
}
