package main

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// input is what a CSV file holds.
type input struct {
	messages []message
	empty    int            // rows without a text, and empty lines
	labels   map[string]int // how often each occurs
}

// A message is one row.
type message struct {
	line  int // where the row begins
	text  string
	label string
}

// read reads the whole file before anything is routed, so that a mistake at its end is found first.
func read(name string, data []byte, textColumn, labelColumn string) (*input, error) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	rows := csv.NewReader(bytes.NewReader(data))
	rows.FieldsPerRecord = -1
	header, err := rows.Read()
	if errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%s is empty: its first row has to name the columns", name)
	} else if err != nil {
		return nil, malformed(name, err)
	}
	text, err := column(name, header, "text", textColumn)
	if err != nil {
		return nil, err
	}
	label, err := column(name, header, "label", labelColumn)
	if err != nil {
		return nil, err
	}
	in := &input{labels: map[string]int{}}
	first, end := lines(rows, header)
	in.empty = first - 1
	for {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, malformed(name, err)
		}
		first, last := lines(rows, row)
		in.empty += first - end - 1 // the reader steps over empty lines
		end = last
		if !slices.ContainsFunc(row, func(field string) bool { return strings.TrimSpace(field) != "" }) {
			in.empty++
			continue
		}
		if len(row) != len(header) {
			return nil, fmt.Errorf("%s:%d: the row has %s, the header %d: a text with a comma in it has to stand in quotes",
				name, first, count(len(row), "column"), len(header))
		}
		in.add(first, row, text, label)
	}
	in.empty += max(0, countLines(data)-end)
	return in, nil
}

func (in *input) add(line int, row []string, text, label int) {
	m := message{line: line, text: row[text]}
	if strings.TrimSpace(m.text) == "" {
		in.empty++
		return
	}
	if label >= 0 {
		m.label = strings.TrimSpace(row[label])
	}
	if m.label != "" {
		in.labels[m.label]++
	}
	in.messages = append(in.messages, m)
}

// lines are the first and the last line of the row that was just read.
func lines(rows *csv.Reader, row []string) (first, last int) {
	first, _ = rows.FieldPos(0)
	last, _ = rows.FieldPos(len(row) - 1)
	return first, last + strings.Count(row[len(row)-1], "\n")
}

func countLines(data []byte) int {
	n := bytes.Count(data, []byte("\n"))
	if len(data) > 0 && data[len(data)-1] != '\n' {
		n++
	}
	return n
}

// malformed says where and why the file is not CSV.
func malformed(name string, err error) error {
	p, ok := errors.AsType[*csv.ParseError](err)
	if !ok {
		return fmt.Errorf("%s: %w", name, err)
	}
	begins := ""
	if p.StartLine != p.Line {
		begins = fmt.Sprintf(", in the row that begins on line %d", p.StartLine)
	}
	return fmt.Errorf("%s:%d:%d: %w%s", name, p.Line, p.Column, p.Err, begins)
}

// column is the place of a column, -1 if none is wanted.
func column(file string, header []string, flag, name string) (int, error) {
	if name == "" && flag == "label" {
		return -1, nil
	}
	found := -1
	for i, title := range header {
		if strings.TrimSpace(title) != name {
			continue
		}
		if found >= 0 {
			return 0, fmt.Errorf("%s has two columns %q", file, name)
		}
		found = i
	}
	if found < 0 {
		return 0, usagef("--%s: %s has no column %q%s: its columns are %s",
			flag, file, name, didYouMean(name, header), strings.Join(header, ", "))
	}
	return found, nil
}

// didYouMean names what is nearest to a misspelt name, if anything is near.
func didYouMean(name string, known []string) string {
	best, least := "", len(name)/3+2
	for _, k := range known {
		if d := distance(strings.ToLower(name), strings.ToLower(k)); d < least {
			best, least = k, d
		}
	}
	if best == "" {
		return ""
	}
	return ", did you mean " + best + "?"
}

// distance counts the letters to insert, remove or replace to make b of a.
func distance(a, b string) int {
	from, to := []rune(a), []rune(b)
	row := make([]int, len(to)+1)
	for j := range row {
		row[j] = j
	}
	for i, r := range from {
		diagonal := row[0]
		row[0] = i + 1
		for j, s := range to {
			cost := diagonal
			if r != s {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(to)]
}
